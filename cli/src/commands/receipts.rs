//! Receipts: how far a message has come with others, and what they are told.

use clap::Args;
use verband_client::Receipt;

use super::policy::Switch;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line, table};
use crate::profile::Profile;

/// Options of `receipts`.
#[derive(Args)]
pub(crate) struct Receipts {
    /// A message's event id: how far it has come with everybody else
    #[arg(conflicts_with = "tell")]
    message: Option<String>,
    /// Whether the others are told what you read, and that you type
    #[arg(long, value_name = "on|off")]
    tell: Option<Switch>,
}

pub(crate) fn receipts(args: &Receipts, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    if let Some(wanted) = &args.message {
        let (log, message) = names::message(&client, wanted)?;
        let rows = client.receipts(&log, &message.event)?;
        let json: Vec<_> = rows
            .iter()
            .map(|row| {
                let member = row.member.to_string();
                serde_json::json!({ "member": member, "name": row.name, "received": row.received, "read": row.read })
            })
            .collect();
        output.result(&json, || {
            let state = |row: &Receipt| match (row.read, row.received) {
                (true, _) => "read",
                (_, true) => "received",
                _ => "",
            };
            table(&rows.iter().map(|row| [one_line(&row.name), state(row).to_owned()]).collect::<Vec<_>>())
        });
        return Ok(());
    }
    if let Some(tell) = args.tell {
        client.set_read_receipts(tell.on())?;
    }
    let (tells, permitted) = (client.read_receipts()?, client.policy()?.read_receipts);
    output.result(&serde_json::json!({ "tells": tells, "permitted": permitted }), || match (tells, permitted) {
        (true, _) => "The others are told what you read.".to_owned(),
        (false, true) => "Nobody is told what you read.".to_owned(),
        (false, false) => "Nobody is told what you read: the organisation's policy does not permit it.".to_owned(),
    });
    Ok(())
}
