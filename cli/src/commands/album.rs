//! The album: photos of all conversations, the tray, whose photos are, moving them, and the room that everything takes.

use std::path::PathBuf;

use serde_json::{Value, json};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{
    AlbumPatientRow, AlbumPlace, AlbumQuery, AlbumRow, Client, FilingKind, FilingRow, RowKind, StorageUse,
};

use super::files::bytes;
use super::messages::state_word;
use super::photos::read;
use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Photos of all conversations, and the tray.
#[derive(clap::Subcommand)]
pub(crate) enum Album {
    /// List photos, the newest first: of everywhere, of a conversation, or of the tray
    List(List),
    /// List the patient references that photos are filed under
    Patients,
    /// Take a photo (JPEG, PNG or WebP) into the tray, where nobody else sees it
    Capture(Capture),
    /// Say whose photos are; an empty reference: nobody's
    File(FilePhotos),
    /// Show who said when whose a photo is
    Trace(Trace),
    /// Move photos out of the tray, or of another conversation, into a conversation
    Move(Move),
    /// List what of the tray is deleted when, if it is not sent before
    Ending(Ending),
    /// Show what photos, files and the database take on this device
    Storage,
    /// Free the room of what can be fetched again
    Free(Free),
}

/// Options of `album list`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband album list --patient 4711
  verband album list Wundteam --limit 10
  verband album list --unsorted                   what was captured and belongs to nobody yet")]
pub(crate) struct List {
    /// A conversation's title or id; without it everything
    conversation: Option<String>,
    /// What was captured and never sent
    #[arg(long, conflicts_with = "conversation")]
    tray: bool,
    /// The same, without a patient reference
    #[arg(long, conflicts_with_all = ["conversation", "tray"])]
    unsorted: bool,
    /// Of one patient reference alone, as it is written
    #[arg(long, value_name = "TEXT")]
    patient: Option<String>,
    /// Of one wound alone, by its id or patient reference
    #[arg(long)]
    wound: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

/// Options of `album capture`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband album capture wound.jpg --patient 4711 --caption 'Ferse links'")]
pub(crate) struct Capture {
    /// JPEG, PNG or WebP; it stays as it is
    file: PathBuf,
    /// What to write to it
    #[arg(long, default_value = "", hide_default_value = true)]
    caption: String,
    /// Whose it is: a case number, a bed; it need not be a name
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    patient: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `album file`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband album file 4711 1f0c22a7 90ab17ce
  verband album file '' 1f0c22a7                  it is nobody's")]
pub(crate) struct FilePhotos {
    /// Whose they are: a case number, a bed; it need not be a name
    patient: String,
    /// The first digits of their ids, as `album list` shows them
    #[arg(required = true)]
    photos: Vec<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `album trace`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband album trace 1f0c22a7")]
pub(crate) struct Trace {
    /// The first digits of its id
    photo: String,
}

/// Options of `album move`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband album move Wundteam 1f0c22a7 90ab17ce
  verband album move Wundteam 1f0c22a7 --wound 4711

Until ten seconds after they were sent, `verband message undo` of the copies gives the photos back.")]
pub(crate) struct Move {
    /// Where they go: a conversation's title or id
    conversation: String,
    /// The first digits of their ids; all of one conversation, or of the tray
    #[arg(required = true)]
    photos: Vec<String>,
    /// The wound there that they belong to, by its id or patient reference
    #[arg(long)]
    wound: Option<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `album ending`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband album ending --language en")]
pub(crate) struct Ending {
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `album free`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband album free Wundteam                     photos and files come again when somebody opens them")]
pub(crate) struct Free {
    /// A conversation's title or id; without it everything
    conversation: Option<String>,
}

pub(crate) async fn album(command: Album, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Album::List(args) => args.run(profile, output),
        Album::Patients => patients(profile, output),
        Album::Capture(args) => args.run(profile, output).await,
        Album::File(args) => args.run(profile, output).await,
        Album::Trace(args) => args.run(profile, output),
        Album::Move(args) => args.run(profile, output).await,
        Album::Ending(args) => args.run(profile, output),
        Album::Storage => storage(profile, output),
        Album::Free(args) => args.run(profile, output),
    }
}

/// A photo by the id of its event.
fn photo(client: &Client, wanted: &str) -> Result<AlbumRow, Failure> {
    let rows = client.album(&AlbumQuery::default(), u32::MAX)?;
    names::pick("photo", wanted, &rows, |row| row.event.to_string(), |row| row.photo.to_string())
}

/// Photos of one conversation.
fn photos(client: &Client, wanted: &[String]) -> Result<(LogId, Vec<EventId>), Failure> {
    let mut rows = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        rows.push(photo(client, wanted)?);
    }
    let Some(log) = rows.first().map(|row| row.conversation) else {
        return Err(Failure::usage("argument", "there is no photo".to_owned()));
    };
    if rows.iter().any(|row| row.conversation != log) {
        return Err(Failure::usage("argument", "the photos are not all of one conversation".to_owned()));
    }
    Ok((log, rows.into_iter().map(|row| row.event).collect()))
}

fn kind_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Voice => "voice",
        RowKind::Video => "video",
        _ => "photo",
    }
}

fn json(row: &AlbumRow) -> Value {
    json!({
        "event": row.event.to_string(), "photo": row.photo.to_string(),
        "kind": kind_word(row.kind), "duration_ms": row.duration_ms,
        "conversation": row.conversation.to_string(), "conversation_title": row.conversation_title,
        "taken_at": row.taken_at, "author": row.author.to_string(), "author_name": row.author_name, "own": row.own,
        "caption": row.caption, "patient": row.patient, "wound": row.wound.map(|wound| wound.to_string()),
        "width": row.width, "height": row.height, "state": state_word(row.state), "sent": row.sent,
        "ends_at": row.ends_at, "days_left": row.days_left,
    })
}

fn lines(rows: &[AlbumRow]) -> String {
    let line = |row: &AlbumRow| {
        let left = row.days_left.map(|days| format!("{days} days left")).unwrap_or_default();
        let wound = row.wound.map(|wound| format!("wound {}", short(&wound))).unwrap_or_default();
        [
            short(&row.event),
            kind_word(row.kind).to_owned(),
            local_time(row.taken_at),
            one_line(&row.conversation_title),
            one_line(&row.author_name),
            one_line(&row.patient),
            wound,
            one_line(&row.caption),
            state_word(row.state).to_owned(),
            left,
        ]
    };
    table(&rows.iter().map(line).collect::<Vec<_>>())
}

impl List {
    fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let client = profile.unlock()?;
        let place = match &self.conversation {
            Some(wanted) => AlbumPlace::Conversation(names::conversation(&client, wanted)?.log),
            None if self.unsorted => AlbumPlace::Unsorted,
            None if self.tray => AlbumPlace::Tray,
            None => AlbumPlace::All,
        };
        let wound = self.wound.map(|wanted| names::wound(&client, &wanted)).transpose()?.map(|row| row.event);
        let rows = client.album(&AlbumQuery { place, patient: self.patient, wound }, self.limit)?;
        output.result(&rows.iter().map(json).collect::<Vec<_>>(), || lines(&rows));
        Ok(())
    }
}

fn patients(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let rows = profile.unlock()?.album_patients()?;
    let value =
        |row: &AlbumPatientRow| json!({ "patient": row.patient, "photos": row.photos, "newest_at": row.newest_at });
    output.result(&rows.iter().map(value).collect::<Vec<_>>(), || {
        let line = |row: &AlbumPatientRow| {
            [one_line(&row.patient), format!("{} photos", row.photos), local_time(row.newest_at)]
        };
        table(&rows.iter().map(line).collect::<Vec<_>>())
    });
    Ok(())
}

impl Capture {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let photo = read(&self.file)?;
        let session = Session::open(profile)?;
        let event = session.client.capture_photo_file(&photo, self.caption.trim(), &self.patient)?;
        events(&session, &[event], self.later, output, "captured").await
    }
}

impl FilePhotos {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let session = Session::open(profile)?;
        let (log, photos) = photos(&session.client, &self.photos)?;
        let filed = session.client.file_photos(&log, &photos, &self.patient)?;
        events(&session, &filed, self.later, output, "filed").await
    }
}

impl Move {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let session = Session::open(profile)?;
        let to = session.open_conversation(&self.conversation).await?;
        let (from, photos) = photos(&session.client, &self.photos)?;
        let wound = self.wound.map(|wanted| names::wound(&session.client, &wanted)).transpose()?;
        let wound = wound.map(|row| row.event);
        let copies = session.client.move_photos(&from, &photos, &to.log, wound.as_ref()).await?;
        events(&session, &copies, self.later, output, "moved").await
    }
}

/// Sends what was written and says how far it came.
async fn events(
    session: &Session,
    events: &[EventId],
    later: Later,
    output: &Output,
    what: &str,
) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    let value = json!({ "events": ids, "delivery": delivery.word(), "reason": delivery.reason() });
    output.result(&value, || match ids.as_slice() {
        [] => "nothing to change".to_owned(),
        ids => format!("{what}: {}", ids.iter().map(short).collect::<Vec<_>>().join(", ")),
    });
    Ok(())
}

impl Trace {
    fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let client = profile.unlock()?;
        let row = photo(&client, &self.photo)?;
        let steps = client.photo_filings(&row.conversation, &row.event)?;
        let kind = |kind| match kind {
            FilingKind::Filed => "filed",
            FilingKind::Placed => "placed",
            FilingKind::Corrected => "corrected",
        };
        let value = |step: &FilingRow| {
            let id = |event: Option<EventId>| event.map(|event| event.to_string());
            json!({
                "event": step.event.to_string(), "kind": kind(step.kind), "at": step.at, "by": step.by.to_string(),
                "by_name": step.by_name, "own": step.own, "patient_before": step.patient_before,
                "patient": step.patient, "wound_before": id(step.wound_before), "wound": id(step.wound),
                "waiting": step.waiting,
            })
        };
        output.result(&steps.iter().map(value).collect::<Vec<_>>(), || {
            let line = |step: &FilingRow| {
                let change = format!("\"{}\" → \"{}\"", one_line(&step.patient_before), one_line(&step.patient));
                [local_time(step.at), one_line(&step.by_name), kind(step.kind).to_owned(), change]
            };
            table(&steps.iter().map(line).collect::<Vec<_>>())
        });
        Ok(())
    }
}

impl Ending {
    fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let client = profile.unlock()?;
        let rows = client.unsent_ending()?;
        let text = client.unsent_in_words(self.language.language())?.unwrap_or_default();
        let value = json!({ "photos": rows.iter().map(json).collect::<Vec<_>>(), "text": text });
        output.result(&value, || lines(&rows) + &text);
        Ok(())
    }
}

fn storage(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let StorageUse { kinds, conversations, files, database, freeable, conversation_quota } =
        profile.unlock()?.storage_use()?;
    let kind =
        |kind: &verband_client::KindStorage| json!({ "kind": kind.kind, "bytes": kind.bytes, "files": kind.files });
    let conversation = |row: &verband_client::ConversationStorage| {
        json!({
            "conversation": row.conversation.to_string(), "title": row.title, "bytes": row.bytes,
            "freeable": row.freeable,
        })
    };
    let value = json!({
        "kinds": kinds.iter().map(kind).collect::<Vec<_>>(),
        "conversations": conversations.iter().map(conversation).collect::<Vec<_>>(),
        "files": files, "database": database, "freeable": freeable, "conversation_quota": conversation_quota,
    });
    output.result(&value, || {
        let mut rows: Vec<[String; 3]> =
            kinds.iter().map(|kind| [kind.kind.clone(), bytes(kind.bytes), String::new()]).collect();
        rows.push(["database".to_owned(), bytes(database), String::new()]);
        rows.extend(conversations.iter().map(|row| {
            [one_line(&row.title), bytes(row.bytes), format!("{} can be fetched again", bytes(row.freeable))]
        }));
        let quota = conversation_quota.map(|quota| format!("a conversation may take {} on the server", bytes(quota)));
        table(&rows) + &quota.unwrap_or_default()
    });
    Ok(())
}

impl Free {
    fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let client = profile.unlock()?;
        let log = self.conversation.map(|wanted| names::conversation(&client, &wanted)).transpose()?;
        let freed = client.free_storage(log.map(|row| row.log).as_ref())?;
        output.result(&json!({ "freed": freed }), || format!("{} freed", bytes(freed)));
        Ok(())
    }
}
