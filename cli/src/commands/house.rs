//! Keeping house: sync, alarms, counts, PIN.

use std::collections::BTreeMap;

use std::path::PathBuf;

use serde::Serialize;
use verband_client::{AlarmKind, AlarmRow};

use super::policy::class_name;
use crate::failure::Failure;
use crate::output::{Output, local_time, one_line, short, table};
use crate::pin::{self, NewPinArgs};
use crate::profile::Profile;
use crate::secret_file::SecretFile;
use crate::session::Session;

#[derive(Serialize)]
struct Counts {
    waiting: u64,
    refused: u64,
    alarms: usize,
}

/// An alarm in JSON.
#[derive(Serialize)]
pub(crate) struct AlarmJson {
    at: u64,
    conversation: Option<String>,
    alarm: &'static str,
    /// Whom to ask; empty if nobody is.
    name: String,
    detail: String,
    evidence: bool,
}

impl From<AlarmRow> for AlarmJson {
    fn from(row: AlarmRow) -> Self {
        let alarm = match row.kind {
            AlarmKind::Fork => "fork",
            AlarmKind::Ghost => "ghost",
            AlarmKind::Refused => "refused",
            AlarmKind::Omission => "omission",
            AlarmKind::Commit => "commit",
            AlarmKind::Renewal => "renewal",
            AlarmKind::Stale => "stale",
            AlarmKind::NewDevice => "new-device",
            AlarmKind::Sheet => "sheet",
        };
        let conversation = row.log.map(|log| log.to_string());
        Self { at: row.at, conversation, alarm, name: row.member_name, detail: row.detail, evidence: row.evidence }
    }
}

impl AlarmJson {
    /// The alarm on one line.
    pub(crate) fn line(&self) -> String {
        let log = self.conversation.as_ref().map(short).unwrap_or_default();
        let name = if self.name.is_empty() { String::new() } else { format!("{}: ", one_line(&self.name)) };
        format!("{}  {log}  {}  {name}{}", local_time(self.at), self.alarm, one_line(&self.detail))
    }
}

pub(crate) async fn sync(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    session.client.sync().await?;
    let (waiting, refused) = session.client.outbox()?;
    let counts = Counts { waiting, refused, alarms: session.client.alarms()?.len() };
    output.result(&counts, || {
        let mut parts = vec![match waiting {
            0 => "up to date".to_owned(),
            waiting => format!("{waiting} waiting"),
        }];
        if refused > 0 {
            parts.push(format!("{refused} refused"));
        }
        if counts.alarms > 0 {
            parts.push(format!("{} alarms: see `verband alarms`", counts.alarms));
        }
        parts.join(", ")
    });
    Ok(())
}

/// Options of `alarms`.
#[derive(clap::Args)]
pub(crate) struct Alarms {
    /// Write what was signed and contradicts what this device knows to a file, for `verband verify`
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
}

pub(crate) fn alarms(args: &Alarms, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows = client.alarms()?;
    if let Some(path) = &args.evidence {
        let none = || Failure::general("no-evidence", "no alarm has evidence");
        let evidence = client.evidence()?.ok_or_else(none)?;
        let mut file = SecretFile::create(path.clone())?;
        file.write(&evidence)?;
        file.keep();
    }
    let rows: Vec<AlarmJson> = rows.into_iter().map(AlarmJson::from).collect();
    output.result(&rows, || {
        if rows.is_empty() { "none".to_owned() } else { rows.iter().map(|row| row.line() + "\n").collect() }
    });
    Ok(())
}

/// The counts of the organisation in JSON.
#[derive(Serialize)]
struct Statistics {
    members_active: u64,
    members_waiting: u64,
    members_left: u64,
    devices: BTreeMap<&'static str, u64>,
    invitations_open: u64,
    invitations_used: u64,
    conversations: u64,
    bytes_used: u64,
    bytes_allowed: u64,
    /// On the disk of the server; none where it cannot tell.
    bytes_free: Option<u64>,
    last_contact_week: u64,
    last_contact_month: u64,
    last_contact_longer: u64,
    last_contact_never: u64,
}

pub(crate) async fn statistics(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let counts = session.client.statistics().await?;
    let counts = Statistics {
        members_active: counts.members_active,
        members_waiting: counts.members_waiting,
        members_left: counts.members_left,
        devices: counts.devices.into_iter().map(|devices| (class_name(devices.class), devices.count)).collect(),
        invitations_open: counts.invitations_open,
        invitations_used: counts.invitations_used,
        conversations: counts.conversations,
        bytes_used: counts.bytes_used,
        bytes_allowed: counts.bytes_allowed,
        bytes_free: counts.bytes_free,
        last_contact_week: counts.contacts.week,
        last_contact_month: counts.contacts.month,
        last_contact_longer: counts.contacts.longer,
        last_contact_never: counts.contacts.never,
    };
    output.result(&counts, || {
        let mut rows = vec![
            ["members".to_owned(), counts.members_active.to_string()],
            ["waiting for approval".to_owned(), counts.members_waiting.to_string()],
            ["left".to_owned(), counts.members_left.to_string()],
        ];
        rows.extend(counts.devices.iter().map(|(class, count)| [format!("devices: {class}"), count.to_string()]));
        rows.extend([
            ["devices seen within 7 days".to_owned(), counts.last_contact_week.to_string()],
            ["within 30 days".to_owned(), counts.last_contact_month.to_string()],
            ["longer ago".to_owned(), counts.last_contact_longer.to_string()],
            ["never".to_owned(), counts.last_contact_never.to_string()],
            ["invitations open".to_owned(), counts.invitations_open.to_string()],
            ["invitations used".to_owned(), counts.invitations_used.to_string()],
            ["conversations".to_owned(), counts.conversations.to_string()],
            ["MiB of the server".to_owned(), format!("{} of {}", counts.bytes_used >> 20, counts.bytes_allowed >> 20)],
        ]);
        rows.extend(counts.bytes_free.map(|free| ["MiB free on its disk".to_owned(), (free >> 20).to_string()]));
        table(&rows)
    });
    Ok(())
}

pub(crate) fn pin(args: NewPinArgs, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let old = profile.pin()?;
    let client = profile.unlock_with(&old)?;
    let new = pin::new(args.new_pin_file.as_deref())?;
    client.change_pin(&old, &new, &*profile.secret()?)?;
    output.result(&serde_json::json!({ "changed": true }), || "The PIN is changed.".to_owned());
    Ok(())
}
