//! Devices of all members, and how one loses access.

use serde::Serialize;
use verband_client::DeviceRow;

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `revoke-device`.
#[derive(clap::Args)]
pub(crate) struct RevokeDevice {
    /// The device's id, or the name of a member who has only one
    device: String,
}

/// Options of `name-device`.
#[derive(clap::Args)]
pub(crate) struct NameDevice {
    /// Its new name, such as "Stationsrechner"
    name: String,
    /// The device's id; this one if it is left out
    #[arg(long, value_name = "ID")]
    device: Option<String>,
}

#[derive(Serialize)]
struct Row {
    device: String,
    member: String,
    name: String,
    device_name: String,
    own: bool,
    state: &'static str,
}

impl From<DeviceRow> for Row {
    fn from(row: DeviceRow) -> Self {
        Self {
            device: row.id.to_string(),
            member: row.member.to_string(),
            name: row.member_name,
            device_name: row.name,
            own: row.own,
            state: if row.revoked { "revoked" } else { "active" },
        }
    }
}

pub(crate) fn list(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows: Vec<Row> = client.devices()?.into_iter().map(Row::from).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let own = if row.own { "this device" } else { "" };
                let state = if row.state == "active" { "" } else { row.state };
                let device_name = one_line(&row.device_name);
                [short(&row.device), one_line(&row.name), device_name, own.to_owned(), state.to_owned()]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

pub(crate) async fn name(args: NameDevice, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let id = match &args.device {
        Some(wanted) => names::device(&session.client, wanted)?.id,
        None => session.client.device()?,
    };
    session.client.rename_device(id, &args.name).await?;
    let result = serde_json::json!({ "device": id.to_string(), "device_name": args.name.trim() });
    output.result(&result, || format!("Device {} is called {} now.", short(&id.to_string()), one_line(&args.name)));
    Ok(())
}

pub(crate) async fn revoke(args: RevokeDevice, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let device = match names::device(&session.client, &args.device) {
        Err(failure) if failure.code == "not-found" => {
            session.client.sync().await?;
            names::device(&session.client, &args.device)?
        }
        other => other?,
    };
    session.client.revoke_device(device.id).await?;
    session.deliver(Later::default(), output).await?;
    let result = Row::from(DeviceRow { revoked: true, ..device });
    output.result(&result, || format!("Device {} of {} is revoked.", short(&result.device), one_line(&result.name)));
    Ok(())
}
