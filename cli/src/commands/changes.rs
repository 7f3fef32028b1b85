//! What one does with messages that are there: edit, react, confirm, forward, delete, undo, and what came of it.

use serde::Serialize;
use verband_client::{Mention, Mentioned};
use verband_protocol::id::{EventId, LogId};

use crate::commands::messages::from_stdin;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, printable, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Messages that are there, by the id of their event, as `--json read` tells, or its first digits.
#[derive(clap::Subcommand)]
pub(crate) enum Message {
    /// Give an own message, or the caption of an own photo, another text: earlier ones stay to be seen
    Edit(Edit),
    /// Put a sign beside a message, such as 👍
    React(React),
    /// Confirm a message that asks for it
    Confirm(Which),
    /// Show who confirmed a message, and who did not
    Confirmations(Shown),
    /// Show the texts that a message has had
    Versions(Shown),
    /// Put a message or a photo into other conversations as well
    Forward(Forward),
    /// Delete something for everybody: that something was there stays to be seen
    Delete(Which),
    /// Undo sending, within ten seconds or while it waits
    Undo(Which),
}

/// One message.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The message's id
    message: String,
    #[command(flatten)]
    later: Later,
}

/// One message to show something of.
#[derive(clap::Args)]
pub(crate) struct Shown {
    /// The message's id
    message: String,
}

/// Options of `message edit`.
#[derive(clap::Args)]
pub(crate) struct Edit {
    /// The message's id
    message: String,
    /// The new text, or `-` for standard input
    text: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `message react`.
#[derive(clap::Args)]
pub(crate) struct React {
    /// The message's id
    message: String,
    /// The sign
    sign: String,
    /// Take it away again
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `message forward`.
#[derive(clap::Args)]
pub(crate) struct Forward {
    /// The message's id
    message: String,
    /// Titles or ids of conversations
    #[arg(required = true)]
    conversations: Vec<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `draft`.
#[derive(clap::Args)]
pub(crate) struct Draft {
    /// The conversation's title or id
    conversation: String,
    /// The text; without it the draft is shown, an empty one lets go of it
    text: Option<String>,
}

#[derive(Serialize)]
struct Changed {
    conversation: String,
    message: String,
    /// The events that were written.
    events: Vec<String>,
    state: &'static str,
    reason: Option<&'static str>,
}

pub(crate) async fn message(command: Message, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Message::Confirmations(args) => return confirmations(&args, profile, output),
        Message::Versions(args) => return versions(&args, profile, output),
        _ => {}
    }
    let session = Session::open(profile)?;
    let client = &session.client;
    let find = |wanted: &str| names::message(client, wanted).map(|(log, row)| (log, row.event));
    let (place, events, later) = match command {
        Message::Edit(Edit { message, text, later }) => {
            let text = if text == "-" { from_stdin()? } else { text };
            let (log, event) = find(&message)?;
            ((log, event), vec![client.edit_message(&log, &event, &text, &[])?], later)
        }
        Message::React(React { message, sign, remove, later }) => {
            let (log, event) = find(&message)?;
            ((log, event), vec![client.react(&log, &event, &sign, !remove)?], later)
        }
        Message::Confirm(Which { message, later }) => {
            let (log, event) = find(&message)?;
            client.confirm_message(&log, &event)?;
            ((log, event), Vec::new(), later)
        }
        Message::Forward(Forward { message, conversations, later }) => {
            let (log, event) = find(&message)?;
            let mut to = Vec::with_capacity(conversations.len());
            for wanted in &conversations {
                to.push(session.open_conversation(wanted).await?.log);
            }
            ((log, event), client.forward(&log, &event, &to).await?, later)
        }
        Message::Delete(Which { message, later }) => {
            let (log, event) = find(&message)?;
            client.delete(&log, &event)?;
            ((log, event), Vec::new(), later)
        }
        Message::Undo(Which { message, later }) => {
            let (log, event) = find(&message)?;
            client.undo_send(&log, &event)?;
            ((log, event), Vec::new(), later)
        }
        Message::Confirmations(_) | Message::Versions(_) => return Ok(()),
    };
    tell(&session, place, &events, later, output).await
}

/// Sends what was made and says how far it came.
async fn tell(
    session: &Session,
    (log, event): (LogId, EventId),
    events: &[EventId],
    later: Later,
    output: &Output,
) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let changed = Changed {
        conversation: log.to_string(),
        message: event.to_string(),
        events: events.iter().map(ToString::to_string).collect(),
        state: delivery.word(),
        reason: delivery.reason(),
    };
    output.result(&changed, || match delivery.word() {
        "done" => "done".to_owned(),
        _ => "waits: it goes with the next sync".to_owned(),
    });
    Ok(())
}

fn confirmations(args: &Shown, profile: &Profile, output: &Output) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Row {
        member: String,
        name: String,
        confirmed_at: Option<u64>,
    }
    let client = profile.unlock()?;
    let (log, row) = names::message(&client, &args.message)?;
    let rows: Vec<Row> = client
        .confirmations(&log, &row.event)?
        .into_iter()
        .map(|row| Row { member: row.member.to_string(), name: row.name, confirmed_at: row.at })
        .collect();
    output.result(&rows, || {
        let lines: Vec<[String; 2]> = rows
            .iter()
            .map(|row| [one_line(&row.name), row.confirmed_at.map_or_else(|| "not yet".to_owned(), local_time)])
            .collect();
        table(&lines)
    });
    Ok(())
}

fn versions(args: &Shown, profile: &Profile, output: &Output) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Row {
        text: String,
        at: u64,
    }
    let client = profile.unlock()?;
    let (log, row) = names::message(&client, &args.message)?;
    let mut rows: Vec<Row> = client
        .message_versions(&log, &row.event)?
        .into_iter()
        .map(|version| Row { text: version.text, at: version.at })
        .collect();
    if rows.is_empty() {
        rows.push(Row { text: row.text, at: row.sent_at });
    }
    output.result(&rows, || {
        let lines: Vec<String> =
            rows.iter().map(|row| format!("{}  {}", local_time(row.at), printable(&row.text))).collect();
        lines.join("\n")
    });
    Ok(())
}

pub(crate) fn draft(args: &Draft, profile: &Profile, output: &Output) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Kept {
        conversation: String,
        draft: String,
    }
    let client = profile.unlock()?;
    let conversation = names::conversation(&client, &args.conversation)?;
    if let Some(text) = &args.text {
        client.set_draft(&conversation.log, text, None)?;
    }
    let draft = client.conversation(&conversation.log)?.draft;
    let kept = Kept { conversation: conversation.log.to_string(), draft };
    output.result(&kept, || printable(&kept.draft));
    Ok(())
}

/// Where a text calls people, who are written in it as `@name`.
pub(crate) fn mentions(client: &verband_client::Client, text: &str, names: &[String]) -> Result<Vec<Mention>, Failure> {
    let mut mentions = Vec::with_capacity(names.len());
    for name in names {
        let called = format!("@{name}");
        let Some(at) = text.find(&called) else {
            return Err(Failure::usage("mention", format!("the text has no \"{called}\"")));
        };
        let who = match name.as_str() {
            "all" | "alle" => Mentioned::Everybody,
            name => match names::member(client, name) {
                Ok(member) => Mentioned::Member(member.id),
                Err(failure) => match (names::team(client, name), names::role(client, name)) {
                    (Ok(team), _) => Mentioned::Team(team.id),
                    (_, Ok(role)) => Mentioned::Role(role.id),
                    _ => return Err(failure),
                },
            },
        };
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
        mentions.push(Mention { who, start: units(&text[..at]), len: units(&called) });
    }
    mentions.sort_by_key(|mention| mention.start);
    Ok(mentions)
}

/// Microdegrees and metres of `52.520008,13.404954` or `52.520008,13.404954,30`.
pub(crate) fn location(text: &str) -> Result<verband_client::Location, String> {
    let numbers: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().unwrap_or_default();
    let wrong = || "a location is latitude,longitude or latitude,longitude,metres".to_owned();
    let (latitude, longitude, accuracy) = match numbers[..] {
        [latitude, longitude] => (latitude, longitude, 0.0),
        [latitude, longitude, accuracy] => (latitude, longitude, accuracy),
        _ => return Err(wrong()),
    };
    if !(latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (0.0..=1e6).contains(&accuracy)) {
        return Err(wrong());
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ranges were just checked")]
    Ok(verband_client::Location {
        latitude: (latitude * 1e6).round() as i32,
        longitude: (longitude * 1e6).round() as i32,
        accuracy: accuracy.round() as u32,
    })
}
