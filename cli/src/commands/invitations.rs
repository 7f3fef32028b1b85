//! Invitations: what an administrator writes for a letter, and what became of it.

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde::Serialize;
use verband_client::NewInvitation;

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

const DAY_MS: u64 = 86_400_000;

/// Options of `invite`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband invite 'Berta Brandt' --channel Wundteam --channel 'Station 3' --days 14")]
pub(crate) struct Invite {
    /// The person's name, as colleagues will see it
    name: String,
    /// A channel that she is added to as soon as she has enrolled (may be given several times)
    #[arg(long, value_name = "TITLE|ID")]
    channel: Vec<String>,
    /// How many days the code is valid
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u64).range(1..=365))]
    days: u64,
    /// An administrator has to approve after she has used the code
    #[arg(long)]
    approval: bool,
}

/// Options of `withdraw`.
#[derive(clap::Args)]
pub(crate) struct Withdraw {
    /// The invited person's name, or the invitation's id
    invitation: String,
}

/// Options of `approve`.
#[derive(clap::Args)]
pub(crate) struct Approve {
    /// The person's name or id
    member: String,
}

#[derive(Serialize)]
struct Letter<'a> {
    invitation: String,
    name: &'a str,
    code: &'a str,
    link: &'a str,
    not_after: u64,
    channels: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    invitation: String,
    name: String,
    state: &'static str,
}

pub(crate) async fn invite(args: Invite, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let mut conversations = Vec::with_capacity(args.channel.len());
    for wanted in &args.channel {
        conversations.push(session.channel(wanted).await?.log);
    }
    let channels = conversations.iter().map(ToString::to_string).collect();
    let invitation = NewInvitation {
        name: args.name.clone(),
        conversations,
        valid_for: args.days * DAY_MS,
        approval: args.approval,
    };
    let invited = session.client.invite(&invitation).await?;
    let letter = Letter {
        invitation: invited.id.to_string(),
        name: args.name.trim(),
        code: &invited.code,
        link: &invited.link,
        not_after: invited.not_after,
        channels,
    };
    output.result(&letter, || {
        let rows = [
            ["for".to_owned(), one_line(letter.name)],
            ["code".to_owned(), letter.code.to_owned()],
            ["link".to_owned(), letter.link.to_owned()],
            ["valid until".to_owned(), local_time(letter.not_after)],
        ];
        format!("{}\n{}\nThe code is shown once and kept nowhere.", table(&rows), qr(letter.link))
    });
    // The code is out: what other duties wait is not this command's success or failure.
    session.deliver(Later::default(), output).await.map(|_| ())
}

pub(crate) fn list(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows: Vec<Row> = client
        .invitations()?
        .into_iter()
        .map(|row| Row {
            invitation: row.id.to_string(),
            name: row.name,
            state: match (row.used, row.withdrawn) {
                (true, _) => "used",
                (_, true) => "withdrawn",
                _ => "open",
            },
        })
        .collect();
    output.result(&rows, || {
        let cells: Vec<_> =
            rows.iter().map(|row| [short(&row.invitation), one_line(&row.name), row.state.to_owned()]).collect();
        table(&cells)
    });
    Ok(())
}

pub(crate) async fn withdraw(args: Withdraw, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let row = names::invitation(&session.client, &args.invitation)?;
    session.client.withdraw_invitation(row.id).await?;
    let result = Row { invitation: row.id.to_string(), name: row.name, state: "withdrawn" };
    output.result(&result, || format!("The invitation of {} is withdrawn.", one_line(&result.name)));
    Ok(())
}

pub(crate) async fn approve(args: Approve, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let row = session.member(&args.member).await?;
    session.client.approve(row.id).await?;
    // Her devices get keys and channels with the duties of the next sync.
    session.deliver(Later::default(), output).await?;
    let result = serde_json::json!({ "member": row.id.to_string(), "name": row.name, "state": "active" });
    output.result(&result, || format!("{} is approved.", one_line(&row.name)));
    Ok(())
}

/// A link as a QR code, light on a dark terminal.
fn qr(link: &str) -> String {
    QrCode::new(link).map_or_else(
        |error| format!("(no QR code: {error})"),
        |code| code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build(),
    )
}
