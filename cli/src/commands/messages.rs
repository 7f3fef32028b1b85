//! Texts: sending, reading, sending again.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::Path;

use serde::Serialize;
use verband_client::{Client, ConversationRow, Location, Mentioned, MessageRow, MessageState, NewMessage, RowKind};
use verband_protocol::id::{EventId, LogId};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, printable, short};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `send`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband send Wundteam 'Verband gewechselt.'
  verband send Wundteam '@Berta bitte ansehen' --mention Berta --confirm
  verband send Frühdienst 'Wasser ist abgestellt' --also Spätdienst --alarm
  uptime | verband send Technik -")]
pub(crate) struct Send {
    /// The conversation's title or id
    conversation: String,
    /// The text, or `-` for standard input
    text: String,
    /// Further conversations that get the same message
    #[arg(long, value_name = "CONVERSATION")]
    also: Vec<String>,
    /// The id of the message that it answers
    #[arg(long, value_name = "MESSAGE")]
    reply: Option<String>,
    /// Members, teams or roles whom the text calls as `@name`; `all` for everybody
    #[arg(long, value_name = "NAME")]
    mention: Vec<String>,
    /// Ask everybody to confirm that she has read it
    #[arg(long)]
    confirm: bool,
    /// Let it sound louder
    #[arg(long)]
    alarm: bool,
    /// Where it was written: latitude,longitude or latitude,longitude,metres
    #[arg(long, value_name = "PLACE", value_parser = super::changes::location, allow_hyphen_values = true)]
    location: Option<Location>,
    #[command(flatten)]
    later: Later,
}

/// Options of `read`.
#[derive(clap::Args)]
pub(crate) struct Read {
    /// The conversation's title or id
    conversation: String,
    /// How many messages, counted from the newest
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Note that they were seen
    #[arg(long = "mark-read")]
    seen: bool,
}

/// Options of `retry`.
#[derive(clap::Args)]
pub(crate) struct Again {
    /// The id of the message, as `--json read` tells
    message: String,
}

/// A message in JSON.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row of JSON")]
pub(crate) struct Message {
    conversation: String,
    event: String,
    position: Option<u64>,
    author: Option<String>,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    text: String,
    photo: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    media: Option<String>,
    duration_ms: Option<u64>,
    state: &'static str,
    kind: String,
    reply_to: Option<String>,
    mentions: Vec<String>,
    reactions: BTreeMap<String, u32>,
    edited: bool,
    forwarded: bool,
    alarm: bool,
    confirm: bool,
    confirmed: u32,
    location: Option<[f64; 2]>,
}

impl Message {
    pub(crate) fn of(log: &LogId, row: &MessageRow) -> Self {
        let recording = row.recording.as_ref();
        let size = row.photo_size.or(recording.and_then(|recording| recording.size));
        Self {
            conversation: log.to_string(),
            event: row.event.to_string(),
            position: row.seq,
            author: row.author.map(|author| author.to_string()),
            author_name: row.author_name.clone(),
            author_bot: row.author_bot,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text.clone(),
            photo: row.photo.map(|photo| photo.to_string()),
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            media: recording.map(|recording| recording.media.clone()),
            duration_ms: recording.map(|recording| recording.duration_ms),
            state: state_word(row.state),
            kind: kind_word(row.kind),
            reply_to: row.reply_to.map(|event| event.to_string()),
            mentions: row.mentions.iter().map(|mention| called(mention.who)).collect(),
            reactions: row.reactions.iter().map(|reaction| (reaction.sign.clone(), reaction.count)).collect(),
            edited: row.edited,
            forwarded: row.forwarded,
            alarm: row.alarm,
            confirm: row.confirm,
            confirmed: row.confirmed,
            location: row.location.map(|place| [degrees(place.latitude), degrees(place.longitude)]),
        }
    }
}

/// Whom a message calls: an id, or everybody.
fn called(who: Mentioned) -> String {
    match who {
        Mentioned::Member(id) => id.to_string(),
        Mentioned::Team(id) => id.to_string(),
        Mentioned::Role(id) => id.to_string(),
        Mentioned::Address(id) => id.to_string(),
        Mentioned::Everybody => "all".to_owned(),
    }
}

fn degrees(micro: i32) -> f64 {
    f64::from(micro) / 1e6
}

/// A message as a person reads it.
pub(crate) fn line(row: &MessageRow) -> String {
    let mut parts = vec![local_time(row.sent_at)];
    let name = one_line(&row.author_name);
    parts.push(match name.as_str() {
        "" if row.own => "(you)".to_owned(),
        "" => "(unknown)".to_owned(),
        _ if row.author_bot => format!("{name} (bot)"),
        _ => name,
    });
    match row.state {
        MessageState::Sent => {}
        MessageState::Waiting => parts.push("[waits]".to_owned()),
        MessageState::Failed => parts.push("[refused]".to_owned()),
        MessageState::Unreadable => parts.push("[cannot be read]".to_owned()),
    }
    let marks = [
        (row.kind == RowKind::Deleted, "[deleted]"),
        (row.alarm, "[alarm]"),
        (row.forwarded, "[forwarded]"),
        (row.edited, "[edited]"),
    ];
    parts.extend(marks.into_iter().filter(|(set, _)| *set).map(|(_, mark)| mark.to_owned()));
    if row.confirm {
        parts.push(format!("[to be confirmed: {} did]", row.confirmed));
    }
    if row.reply_to.is_some() {
        parts.push(format!("[answers {}: {}]", one_line(&row.reply_name), one_line(&row.reply_text)));
    }
    if let Some(place) = row.location {
        parts.push(format!("[at {:.6},{:.6}]", degrees(place.latitude), degrees(place.longitude)));
    }
    if let (Some(photo), Some((width, height))) = (row.photo, row.photo_size) {
        parts.push(format!("[photo {} {width}×{height}]", short(&photo)));
    }
    if let Some(recording) = &row.recording {
        parts.push(super::recordings::mark(row.kind, recording));
    }
    // Further lines of a text stand under its first.
    parts.push(printable(&row.text).replace('\n', "\n    "));
    let reactions: Vec<String> =
        row.reactions.iter().map(|reaction| format!("{} {}", printable(&reaction.sign), reaction.count)).collect();
    if !reactions.is_empty() {
        parts.push(format!("({})", reactions.join(", ")));
    }
    parts.join("  ").trim_end().to_owned()
}

/// The word for what a row is; of what has none, the number of its payload.
pub(crate) fn kind_word(kind: RowKind) -> String {
    match kind {
        RowKind::Text => "text".to_owned(),
        RowKind::Photo => "photo".to_owned(),
        RowKind::Voice => "voice".to_owned(),
        RowKind::Video => "video".to_owned(),
        RowKind::Deleted => "deleted".to_owned(),
        RowKind::Unreadable => "unreadable".to_owned(),
        RowKind::Other(number) => number.to_string(),
    }
}

pub(crate) fn state_word(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Sent => "sent",
        MessageState::Failed => "failed",
        MessageState::Unreadable => "unreadable",
    }
}

#[derive(Serialize)]
struct Written {
    conversation: String,
    event: String,
    state: &'static str,
    /// Why it waits.
    reason: Option<&'static str>,
}

pub(crate) async fn send(args: Send, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let text = if args.text == "-" { from_stdin()? } else { args.text };
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let mut logs = vec![conversation.log];
    for also in &args.also {
        logs.push(session.open_conversation(also).await?.log);
    }
    let reply = args.reply.as_deref().map(|wanted| names::message(&session.client, wanted)).transpose()?;
    if reply.as_ref().is_some_and(|(log, _)| *log != conversation.log) {
        return Err(Failure::usage("reply", "the message that it answers is in another conversation"));
    }
    let message = NewMessage {
        reply_to: reply.map(|(_, row)| row.event),
        mentions: super::changes::mentions(&session.client, &text, &args.mention)?,
        text,
        confirm: args.confirm,
        alarm: args.alarm,
        location: args.location,
    };
    let events = session.client.broadcast(&logs, &message)?;
    let event = events.first().copied().ok_or_else(|| Failure::general("not-found", "there is no conversation"))?;
    written(&session, &conversation, event, args.later, output).await
}

/// Sends what was written and says how far it came.
pub(crate) async fn written(
    session: &Session,
    conversation: &ConversationRow,
    event: EventId,
    later: Later,
    output: &Output,
) -> Result<(), Failure> {
    let reason = session.deliver(later, output).await?.reason();
    let state = state_of(&session.client, &conversation.log, event)?;
    let written = Written {
        conversation: conversation.log.to_string(),
        event: event.to_string(),
        state: state_word(state),
        reason,
    };
    if state == MessageState::Failed {
        let message = format!("the server refused the message; `verband retry {event}` tries again");
        return Err(Failure::general("server-refused", message));
    }
    output.result(&written, || match state {
        MessageState::Sent => format!("sent to {}", one_line(&conversation.title)),
        _ => format!("waits: it goes to {} with the next sync", one_line(&conversation.title)),
    });
    Ok(())
}

fn state_of(client: &Client, log: &LogId, event: EventId) -> Result<MessageState, Failure> {
    // It is among the newest, unless very much arrived in the same moment.
    for limit in [100, u32::MAX] {
        if let Some(row) = client.messages(log, limit)?.into_iter().find(|row| row.event == event) {
            return Ok(row.state);
        }
    }
    Err(Failure::general("not-found", "the message is not there any more"))
}

pub(crate) fn read(args: Read, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let conversation = names::conversation(&client, &args.conversation)?;
    let rows = client.messages(&conversation.log, args.limit)?;
    if args.seen {
        client.mark_read(&conversation.log)?;
    }
    let messages: Vec<Message> = rows.iter().map(|row| Message::of(&conversation.log, row)).collect();
    output.result(&messages, || rows.iter().map(|row| line(row) + "\n").collect());
    Ok(())
}

pub(crate) async fn retry(args: Again, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let (_, message) = names::message(&session.client, &args.message)?;
    session.client.retry(&message.event)?;
    session.deliver(Later::default(), output).await?;
    let (waiting, refused) = session.client.outbox()?;
    let result = serde_json::json!({ "event": message.event.to_string(), "waiting": waiting, "refused": refused });
    output.result(&result, || format!("{waiting} waiting, {refused} refused"));
    Ok(())
}

pub(crate) fn from_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    // Longer than any message: the client says so.
    io::stdin()
        .take(1 << 20)
        .read_to_string(&mut text)
        .map_err(|error| Failure::file(Path::new("standard input"), &error))?;
    let end = text.trim_end_matches(['\n', '\r']).len();
    text.truncate(end);
    Ok(text)
}
