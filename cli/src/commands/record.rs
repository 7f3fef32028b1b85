//! The patient's record: what is documented there, by whom and where, and what is not.

use clap::Subcommand;
use serde_json::{Value, json};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, DocumentedRow, UndocumentedItem, UndocumentedRow};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `record`.
#[derive(Subcommand)]
pub(crate) enum Record {
    /// List photos of wounds and findings that are not in the patient's record, the oldest first
    Missing(Missing),
    /// Say that things are in the patient's record because somebody typed or copied them there
    Mark(Mark),
    /// Take back that things are in the patient's record
    Withdraw(Withdraw),
    /// Show what was said about whether something is in the patient's record, the newest first
    Trace(Trace),
}

/// Options of `record missing`.
#[derive(clap::Args)]
pub(crate) struct Missing {
    /// Only what is in this conversation, by title or id
    conversation: Option<String>,
}

/// Options of `record mark`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband record mark 4711 --in KIS                     a wound with all that is known of it
  verband record mark 01932f0a --in KIS --document 8812 one photo or finding")]
pub(crate) struct Mark {
    /// The ids of messages, photos or findings, all of one conversation; or a wound, by its id or patient reference
    #[arg(required = true, value_name = "ITEM")]
    items: Vec<String>,
    /// The name of the record
    #[arg(long = "in", value_name = "RECORD")]
    record: String,
    /// The id of the document there
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    document: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `record withdraw`.
#[derive(clap::Args)]
pub(crate) struct Withdraw {
    /// The same as for `record mark`
    #[arg(required = true, value_name = "ITEM")]
    items: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `record trace`.
#[derive(clap::Args)]
pub(crate) struct Trace {
    /// The id of a message, photo or finding; or a wound, by its id or patient reference
    item: String,
}

pub(crate) async fn record(command: Record, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Record::Missing(args) => missing(&args, profile, output),
        Record::Trace(args) => trace(&args, profile, output),
        Record::Mark(args) => {
            let session = Session::open(profile)?;
            let (log, items) = all(&session.client, &args.items)?;
            let event = session.client.mark_documented(&log, &items, &args.record, &args.document)?;
            written(&session, &event, args.later, output).await
        }
        Record::Withdraw(args) => {
            let session = Session::open(profile)?;
            let (log, items) = all(&session.client, &args.items)?;
            let event = session.client.withdraw_documented(&log, &items, &args.reason)?;
            written(&session, &event, args.later, output).await
        }
    }
}

fn missing(args: &Missing, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows = match &args.conversation {
        Some(wanted) => client.undocumented(&names::conversation(&client, wanted)?.log)?,
        None => client.all_undocumented()?,
    };
    output.result(&rows.iter().map(undocumented).collect::<Vec<_>>(), || {
        if rows.is_empty() {
            return "(everything is documented)".to_owned();
        }
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let (title, patient) = (one_line(&row.conversation_title), one_line(&row.patient));
                [
                    short(&row.event),
                    kind(row.kind).to_owned(),
                    local_time(row.at),
                    title,
                    patient,
                    one_line(&row.by_name),
                ]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

fn trace(args: &Trace, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let (log, item) = one(&client, &args.item)?;
    let rows = client.documented_trace(&log, &item)?;
    output.result(&rows.iter().map(said).collect::<Vec<_>>(), || {
        if rows.is_empty() {
            return "(nobody has documented it)".to_owned();
        }
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let (what, text) = match (row.withdrawn, row.by_hand) {
                    (true, _) => ("withdrawn", one_line(&row.reason)),
                    (false, true) => ("documented by hand", one_line(&row.document)),
                    (false, false) => ("documented", one_line(&row.document)),
                };
                let state = if row.waiting { "[waits]".to_owned() } else { String::new() };
                let (by, record) = (one_line(&row.by_name), one_line(&row.record));
                [local_time(row.at), by, what.to_owned(), record, text, state]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

/// Several items, all of one conversation.
fn all(client: &Client, wanted: &[String]) -> Result<(LogId, Vec<EventId>), Failure> {
    let mut items = Vec::with_capacity(wanted.len());
    let mut conversation = None;
    for wanted in wanted {
        let (log, item) = one(client, wanted)?;
        if conversation.replace(log).is_some_and(|before| before != log) {
            return Err(Failure::usage("argument", "they have to be of one conversation"));
        }
        items.push(item);
    }
    let log = conversation.ok_or_else(|| Failure::usage("argument", "of what?"))?;
    Ok((log, items))
}

/// A wound, or else a message: photos and findings are some.
fn one(client: &Client, wanted: &str) -> Result<(LogId, EventId), Failure> {
    match names::wound(client, wanted) {
        Ok(wound) => Ok((wound.conversation, wound.event)),
        Err(failure) if failure.code == "not-found" => {
            names::message(client, wanted).map(|(log, message)| (log, message.event))
        }
        Err(failure) => Err(failure),
    }
}

fn kind(kind: UndocumentedItem) -> &'static str {
    match kind {
        UndocumentedItem::Photo => "photo",
        UndocumentedItem::Finding => "finding",
    }
}

fn undocumented(row: &UndocumentedRow) -> Value {
    json!({
        "conversation": row.conversation.to_string(), "conversation_title": row.conversation_title,
        "event": row.event.to_string(), "kind": kind(row.kind), "at": row.at, "by": row.by.to_string(),
        "by_name": row.by_name, "wound": row.wound.map(|wound| wound.to_string()), "patient": row.patient,
        "photo": row.photo.map(|photo| photo.to_string()),
    })
}

fn said(row: &DocumentedRow) -> Value {
    json!({
        "event": row.event.to_string(), "at": row.at, "by": row.by.to_string(), "by_name": row.by_name, "own": row.own,
        "withdrawn": row.withdrawn, "reason": row.reason, "record": row.record, "document": row.document,
        "by_hand": row.by_hand, "waiting": row.waiting,
    })
}

async fn written(session: &Session, event: &EventId, later: Later, output: &Output) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let result = json!({ "event": event.to_string(), "delivery": delivery.word(), "reason": delivery.reason() });
    output.result(&result, || format!("{} {}", short(event), delivery.word()));
    Ok(())
}
