//! Devices: whose there are and when each was last there, a further one for this person, names, and how one loses access.

use clap::Subcommand;
use serde::Serialize;
use verband_client::DeviceRow;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::wire::LastContact;

use super::founding::{confirmed, typed};
use super::policy::class_name;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, day, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `device`.
#[derive(Subcommand)]
pub(crate) enum Device {
    /// List devices with the kind of machine and the last contact
    List,
    /// Let a new device in as a further one of yours: on it, `verband link` or the app shows the code
    Link(Link),
    /// Give a device of yours a name
    Rename(Rename),
    /// Revoke a device: it loses access, and with it what it let in
    Revoke(Revoke),
}

/// Options of `device link`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband device link 'verband://link?server=https%3A%2F%2Fverband.example#XXXX-…' --name 'Tablet Station 3'
  verband device link XXXX XXXX XXXX XXXX XXXX XXXX XXXX

The new device then asks whether organisation and name are right; this command waits for that. Use it only for a device
that lies before you: whoever has it reads everything that you read.")]
pub(crate) struct Link {
    /// The link that the new device shows, or its code, or `-` for standard input
    #[arg(required = true, value_name = "LINK|CODE")]
    shown: Vec<String>,
    /// What the new device is called, such as "Tablet Station 3" [default: the kind of machine]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Do not ask whether to let it in
    #[arg(long)]
    yes: bool,
}

/// Options of `device rename`.
#[derive(clap::Args)]
pub(crate) struct Rename {
    /// Its new name, such as "Stationsrechner"
    name: String,
    /// The device's id or name of before; this one if it is left out
    #[arg(long, value_name = "ID|NAME")]
    device: Option<String>,
}

/// Options of `device revoke`.
#[derive(clap::Args)]
pub(crate) struct Revoke {
    /// The device's id or name, or the name of a member who has only one
    device: String,
}

#[derive(Serialize)]
struct Row {
    device: String,
    member: String,
    name: String,
    device_name: String,
    class: &'static str,
    this_device: bool,
    state: &'static str,
}

impl From<DeviceRow> for Row {
    fn from(row: DeviceRow) -> Self {
        Self {
            device: row.id.to_string(),
            member: row.member.to_string(),
            name: row.member_name,
            device_name: row.name,
            class: class_name(row.class),
            this_device: row.this_device,
            state: if row.revoked { "revoked" } else { "active" },
        }
    }
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    row: Row,
    /// None if the server is not reached, or does not tell.
    last_contact: Option<String>,
}

pub(crate) async fn device(command: Device, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Device::List => list(profile, output).await,
        Device::Link(args) => link(args, profile, output).await,
        Device::Rename(args) => rename(args, profile, output).await,
        Device::Revoke(args) => revoke(args, profile, output).await,
    }
}

async fn list(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let contacts = client.device_contacts().await.unwrap_or_else(|error| {
        let failure = Failure::from(error);
        output.note(&format!("note[{}]: no last contacts: {}", failure.code, failure.message));
        Vec::new()
    });
    let last = |device: &DeviceRow| {
        let contact = contacts.iter().find(|contact| contact.device == device.id)?;
        Some(last_contact(contact.last))
    };
    let rows: Vec<Listed> =
        client.devices()?.into_iter().map(|row| Listed { last_contact: last(&row), row: Row::from(row) }).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|Listed { row, last_contact }| {
                let own = if row.this_device { "this device" } else { "" };
                let state = if row.state == "active" { "" } else { row.state };
                [
                    short(&row.device),
                    one_line(&row.name),
                    row.class.to_owned(),
                    one_line(&row.device_name),
                    last_contact.clone().unwrap_or_default(),
                    own.to_owned(),
                    state.to_owned(),
                ]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

/// In words that are the same in JSON.
fn last_contact(last: LastContact) -> String {
    match last {
        LastContact::Never => "never".to_owned(),
        LastContact::Day(number) => day(number),
        LastContact::Week => "within 7 days".to_owned(),
        LastContact::Month => "within 30 days".to_owned(),
        LastContact::Longer => "longer ago".to_owned(),
    }
}

async fn link(args: Link, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let text = typed(&args.shown)?;
    let session = Session::open(profile)?;
    let request = session.client.read_link(&text).await?;
    let class = request.class();
    let question = format!(
        "A new device wants to be one of yours: {}.\nIt will read everything that you read. Does it lie before you?",
        machine(class)
    );
    if !args.yes && !confirmed(&question)? {
        return Err(Failure::general("cancelled", "the new device was not let in"));
    }
    let proof = profile.pin_again(&session.client)?;
    output.note("Now say yes on the new device.");
    let name = args.name.as_deref().unwrap_or(class_name(class)).trim();
    let device = session.client.link_device(&request, name, proof).await?.to_string();
    // Conversations come with this and later syncs, as soon as the new device can be added.
    session.deliver(Later::default(), output).await?;
    let result = serde_json::json!({ "device": device, "device_name": name, "class": class_name(class) });
    output.result(&result, || {
        format!("Device {} is in, as \"{}\". The others of yours are told.", short(&device), one_line(name))
    });
    Ok(())
}

fn machine(class: DeviceClass) -> &'static str {
    match class {
        DeviceClass::Phone => "a phone or tablet",
        DeviceClass::Shared => "a machine that several people use",
        DeviceClass::Desktop => "a computer",
        DeviceClass::Web => "a browser",
        DeviceClass::Bot => "a program that acts by itself",
    }
}

async fn rename(args: Rename, profile: &Profile, output: &Output) -> Result<(), Failure> {
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

#[derive(Serialize)]
struct Revoked {
    #[serde(flatten)]
    row: Row,
    /// Devices that it had let in.
    with_it: Vec<Row>,
}

async fn revoke(args: Revoke, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let device = match names::device(&session.client, &args.device) {
        Err(failure) if failure.code == "not-found" => {
            session.client.sync().await?;
            names::device(&session.client, &args.device)?
        }
        other => other?,
    };
    let mut falling = session.client.devices()?;
    let with_it = session.client.falls_with(device.id)?;
    falling.retain(|row| with_it.contains(&row.id));
    session.client.revoke_device(device.id).await?;
    session.deliver(Later::default(), output).await?;
    let gone = |row| Row::from(DeviceRow { revoked: true, ..row });
    let result = Revoked { row: gone(device), with_it: falling.into_iter().map(gone).collect() };
    output.result(&result, || {
        let row = &result.row;
        let first = format!("Device {} of {} is revoked.", short(&row.device), one_line(&row.name));
        let with_it = result.with_it.iter().map(|other| {
            let name = one_line(&other.device_name);
            format!("With it falls {} \"{name}\", which it had let in.", short(&other.device))
        });
        std::iter::once(first).chain(with_it).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}
