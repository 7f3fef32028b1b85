//! What waits to be sent, item by item.

use serde::Serialize;
use verband_client::{OutboxRow, OutboxState, RowKind};

use super::files::bytes;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;

/// Options of `outbox`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband outbox
  verband outbox --cancel 1f0c22a7                what was on its way already can be deleted only")]
pub(crate) struct Outbox {
    /// Take this back, by the id that is shown: it is never sent
    #[arg(long, value_name = "ID")]
    cancel: Option<String>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "names of JSON")]
struct Waiting {
    waiting: u64,
    refused: u64,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    event: String,
    conversation: String,
    title: String,
    kind: String,
    text: String,
    since: u64,
    state: &'static str,
    reason: Option<String>,
    attempts: u32,
    done: u64,
    total: u64,
}

impl From<&OutboxRow> for Item {
    fn from(row: &OutboxRow) -> Self {
        Self {
            event: row.event.to_string(),
            conversation: row.log.to_string(),
            title: row.title.clone(),
            kind: kind(row.kind),
            text: row.text.clone(),
            since: row.since,
            state: state(row.state),
            reason: row.reason.clone(),
            attempts: row.attempts,
            done: row.done,
            total: row.total,
        }
    }
}

fn kind(kind: RowKind) -> String {
    match kind {
        RowKind::Text => "text".to_owned(),
        RowKind::Photo => "photo".to_owned(),
        RowKind::Voice => "voice".to_owned(),
        RowKind::Video => "video".to_owned(),
        RowKind::Deleted => "deletion".to_owned(),
        RowKind::Unreadable => "unknown".to_owned(),
        RowKind::Other(10 | 14) => "file".to_owned(),
        RowKind::Other(11) => "folder".to_owned(),
        RowKind::Other(number) => format!("change {number}"),
    }
}

fn state(state: OutboxState) -> &'static str {
    match state {
        OutboxState::Waiting => "waiting",
        OutboxState::Held => "held",
        OutboxState::Files => "files",
        OutboxState::Failed => "refused",
    }
}

pub(crate) fn outbox(args: &Outbox, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    if let Some(wanted) = &args.cancel {
        let row = names::unsent(&client, wanted)?;
        if !client.cancel(&row.log, &row.event)? {
            return Err(Failure::general("too-late", "it is on its way already"));
        }
    }
    let rows = client.outbox_items()?;
    let (waiting, refused) = client.outbox()?;
    let result = Waiting { waiting, refused, items: rows.iter().map(Item::from).collect() };
    output.result(&result, || {
        let line = |row: &OutboxRow| {
            let progress =
                if row.total > 0 { format!("{} of {}", bytes(row.done), bytes(row.total)) } else { String::new() };
            let reason = row.reason.as_ref().map(|reason| format!("[{reason}]")).unwrap_or_default();
            let what = format!("{}  {}", kind(row.kind), one_line(&row.text));
            let at = local_time(row.since);
            [short(&row.event), at, one_line(&row.title), what, state(row.state).to_owned(), progress, reason]
        };
        let lines: Vec<[String; 7]> = rows.iter().map(line).collect();
        format!("{}{waiting} waiting, {refused} refused", table(&lines))
    });
    Ok(())
}
