//! Files and folders of a conversation, by paths of the names that `verband files ls` shows.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use verband_client::{Client, ConversationRow, FileKind, FileRow, FolderId, OutboxState, VersionRow};
use verband_protocol::id::{EventId, LogId};
use zeroize::Zeroizing;

use super::messages::state_word;
use crate::failure::Failure;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::progress::with_progress;
use crate::session::{Later, Session};

/// Bytes read or written at once.
pub(super) const PIECE: usize = 256 << 10;

/// What to do with files.
#[derive(clap::Subcommand)]
#[command(after_help = "Examples:
  verband files ls Wundteam
  verband files mkdir Wundteam Dienstpläne
  verband files put Wundteam dezember.pdf --to Dienstpläne
  verband files get Wundteam Dienstpläne/dezember.pdf dezember.pdf
  verband files mv Wundteam Dienstpläne/dezember.pdf Archiv
  verband files versions Wundteam Archiv/dezember.pdf")]
pub(crate) enum Files {
    /// List a folder
    Ls(Ls),
    /// Put a file of this computer into a conversation, or another version of one that is there
    Put(Put),
    /// Write a file to this computer: from then on it lies outside of the vault
    Get(Get),
    /// Make a folder
    Mkdir(Mkdir),
    /// Move a file or folder into a folder, or give it another name
    Mv(Mv),
    /// Copy a file or folder, also into another conversation, under keys of its own
    Cp(Cp),
    /// Delete files and folders with all that lies in them, for everybody
    Rm(Rm),
    /// List the versions of a file, or make an earlier one count again
    Versions(Versions),
}

/// Options of `files ls`.
#[derive(clap::Args)]
pub(crate) struct Ls {
    /// The conversation's title or id
    conversation: String,
    /// The folder; `Photos` for those of messages
    #[arg(default_value = "", hide_default_value = true)]
    path: String,
}

/// Options of `files put`.
#[derive(clap::Args)]
pub(crate) struct Put {
    /// The conversation's title or id
    conversation: String,
    /// The file on this computer. JPEG, PNG and WebP lose their metadata; everything else stays as it is
    file: PathBuf,
    /// The folder to put it into
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true)]
    to: String,
    /// What to call it instead
    #[arg(long)]
    name: Option<String>,
    /// Make it another version of this file
    #[arg(long, value_name = "PATH", conflicts_with_all = ["to", "name"])]
    version_of: Option<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `files get`.
#[derive(clap::Args)]
pub(crate) struct Get {
    /// The conversation's title or id
    conversation: String,
    /// The file
    path: String,
    /// Where to write it
    file: PathBuf,
    /// A version of it, by the id that `versions` shows
    #[arg(long, value_name = "ID")]
    version: Option<String>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// Options of `files mkdir`.
#[derive(clap::Args)]
pub(crate) struct Mkdir {
    /// The conversation's title or id
    conversation: String,
    /// The folder; the one it stands in has to be there
    path: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `files mv`.
#[derive(clap::Args)]
pub(crate) struct Mv {
    /// The conversation's title or id
    conversation: String,
    /// What to move
    path: String,
    /// A folder to move it into (`/` is the outermost), or its new path
    to: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `files cp`.
#[derive(clap::Args)]
pub(crate) struct Cp {
    /// The conversation's title or id
    conversation: String,
    /// What to copy
    path: String,
    /// The folder to copy it into
    #[arg(default_value = "", hide_default_value = true)]
    to: String,
    /// Another conversation to copy it to
    #[arg(long, value_name = "CONVERSATION")]
    into: Option<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `files rm`.
#[derive(clap::Args)]
pub(crate) struct Rm {
    /// The conversation's title or id
    conversation: String,
    /// What to delete
    #[arg(required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `files versions`.
#[derive(clap::Args)]
pub(crate) struct Versions {
    /// The conversation's title or id
    conversation: String,
    /// The file
    path: String,
    /// Make this version count again
    #[arg(long, value_name = "ID")]
    restore: Option<String>,
    #[command(flatten)]
    later: Later,
}

/// A file or folder in JSON.
#[derive(Serialize)]
struct Item {
    id: String,
    kind: &'static str,
    name: String,
    media: String,
    size: u64,
    items: u32,
    author: Option<String>,
    author_name: String,
    changed_at: u64,
    versions: u32,
    here: bool,
    state: &'static str,
}

impl From<&FileRow> for Item {
    fn from(row: &FileRow) -> Self {
        Self {
            id: row.event.to_string(),
            kind: match row.kind {
                FileKind::Folder => "folder",
                FileKind::File => "file",
                FileKind::Photos => "photos",
                FileKind::Photo => "photo",
            },
            name: shown(row),
            media: row.media.clone(),
            size: row.size,
            items: row.items,
            author: row.author.map(|author| author.to_string()),
            author_name: row.author_name.clone(),
            changed_at: row.changed_at,
            versions: row.versions,
            here: row.here,
            state: state_word(row.state),
        }
    }
}

#[derive(Serialize)]
struct Written {
    conversation: String,
    id: String,
    state: &'static str,
    /// Why it waits.
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct Got {
    id: String,
    file: PathBuf,
    bytes: u64,
}

#[derive(Serialize)]
struct VersionJson {
    id: String,
    current: bool,
    author: String,
    author_name: String,
    made_at: u64,
    media: String,
    size: u64,
    here: bool,
}

impl From<&VersionRow> for VersionJson {
    fn from(row: &VersionRow) -> Self {
        Self {
            id: row.event.to_string(),
            current: row.current,
            author: row.author.to_string(),
            author_name: row.author_name.clone(),
            made_at: row.made_at,
            media: row.media.clone(),
            size: row.size,
            here: row.here,
        }
    }
}

pub(crate) async fn files(command: Files, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Files::Ls(args) => ls(&args, profile, output),
        Files::Put(args) => put(args, profile, output).await,
        Files::Get(args) => get(args, profile, output).await,
        Files::Mkdir(args) => mkdir(args, profile, output).await,
        Files::Mv(args) => mv(args, profile, output).await,
        Files::Cp(args) => cp(args, profile, output).await,
        Files::Rm(args) => rm(args, profile, output).await,
        Files::Versions(args) => versions(args, profile, output).await,
    }
}

fn ls(args: &Ls, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let conversation = crate::names::conversation(&client, &args.conversation)?;
    let rows = client.files(&conversation.log, folder_id(&client, &conversation.log, &args.path)?)?;
    let items: Vec<Item> = rows.iter().map(Item::from).collect();
    output.result(&items, || {
        let lines: Vec<[String; 4]> = rows.iter().map(line).collect();
        table(&lines)
    });
    Ok(())
}

fn line(row: &FileRow) -> [String; 4] {
    let name = one_line(&shown(row));
    let (name, size) = match row.kind {
        FileKind::Folder | FileKind::Photos => (format!("{name}/"), format!("{} inside", row.items)),
        FileKind::File | FileKind::Photo => (name, bytes(row.size)),
    };
    let state = match state_word(row.state) {
        "sent" => String::new(),
        "waiting" => "[waits] ".to_owned(),
        other => format!("[{other}] "),
    };
    [name, size, local_time(row.changed_at), format!("{state}{}", one_line(&row.author_name))]
}

/// What a row is called here.
fn shown(row: &FileRow) -> String {
    match row.kind {
        FileKind::Photos => PHOTOS.to_owned(),
        FileKind::Photo if row.name.is_empty() => short(&row.event),
        _ => row.name.clone(),
    }
}

/// What the folder of photos is called here.
const PHOTOS: &str = "Photos";

/// A number of bytes for people.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} kB", count.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{}.{} MB", count / 1_000_000, count / 100_000 % 10),
        _ => format!("{}.{} GB", count / 1_000_000_000, count / 100_000_000 % 10),
    }
}

async fn put(args: Put, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(&args.file, &error);
    let mut file = File::open(&args.file).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let (client, log) = (&session.client, &conversation.log);
    let writer = if let Some(path) = &args.version_of {
        client.add_version(log, &find(client, log, path)?.event, None, Some(size))?
    } else {
        let folder = folder(client, log, &args.to)?;
        let own = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        client.add_file(log, folder, &args.name.unwrap_or(own), None, Some(size))?
    };
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    loop {
        match file.read(&mut piece).map_err(failed)? {
            0 => break,
            read => writer.append(&piece[..read])?,
        }
    }
    let event = writer.finish()?;
    done(&session, &conversation, event, args.later, output).await
}

/// Sends what was made, with its progress, and says how far it came.
pub(super) async fn done(
    session: &Session,
    conversation: &ConversationRow,
    event: EventId,
    later: Later,
    output: &Output,
) -> Result<(), Failure> {
    let delivery = with_progress(&session.client, output, session.deliver(later, output)).await?;
    let unsent = session.client.outbox_items()?.into_iter().find(|row| row.event == event);
    if let Some(row) = unsent.as_ref().filter(|row| row.state == OutboxState::Failed) {
        let reason = row.reason.as_deref().unwrap_or("refused");
        let message = format!("the server refused it ({reason}); `verband retry {event}` tries again");
        return Err(Failure::general("server-refused", message));
    }
    let state = if unsent.is_some() { "waiting" } else { "sent" };
    let written =
        Written { conversation: conversation.log.to_string(), id: event.to_string(), state, reason: delivery.reason() };
    output.result(&written, || match state {
        "sent" => format!("done in {}", one_line(&conversation.title)),
        _ => format!("waits: it goes to {} with the next sync", one_line(&conversation.title)),
    });
    Ok(())
}

async fn get(args: Get, profile: &Profile, output: &Output) -> Result<(), Failure> {
    if !args.force && args.file.exists() {
        let message = format!("{} is there already: see --force", args.file.display());
        return Err(Failure::general("exists", message));
    }
    let client = profile.unlock()?;
    let conversation = crate::names::conversation(&client, &args.conversation)?;
    let row = find(&client, &conversation.log, &args.path)?;
    let (log, item) = (&conversation.log, row.event);
    let wanted = args.version.as_ref().map(|wanted| version(&client, log, &item, wanted)).transpose()?;
    let reader = with_progress(&client, output, client.export_file(log, &item, wanted.as_ref())).await?;
    let mut out = Target::new(&args.file)?;
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut done = 0;
    while done < reader.len() {
        let read = reader.read_at(done, &mut piece)?;
        out.write(&piece[..read])?;
        done += read as u64;
    }
    out.finish(args.force)?;
    let got = Got { id: wanted.unwrap_or(item).to_string(), file: args.file, bytes: done };
    output.result(&got, || format!("{}: {}", got.file.display(), bytes(got.bytes)));
    Ok(())
}

/// A file of this computer that is written whole or not at all, for its owner only.
pub(super) struct Target<'a> {
    path: &'a Path,
    file: tempfile::NamedTempFile,
}

impl<'a> Target<'a> {
    pub(super) fn new(path: &'a Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".verband-").tempfile_in(folder);
        Ok(Self { path, file: file.map_err(|error| Failure::file(path, &error))? })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| Failure::file(self.path, &error))
    }

    pub(super) fn finish(self, replace: bool) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::file(self.path, &error);
        self.file.as_file().sync_all().map_err(failed)?;
        let kept = if replace { self.file.persist(self.path) } else { self.file.persist_noclobber(self.path) };
        kept.map(drop).map_err(|error| failed(error.error))
    }
}

async fn mkdir(args: Mkdir, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let (above, name) = split(&args.path);
    let above = folder(&session.client, &conversation.log, above)?;
    let event = session.client.create_folder(&conversation.log, above, name)?;
    done(&session, &conversation, event, args.later, output).await
}

async fn mv(args: Mv, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let (client, log) = (&session.client, &conversation.log);
    let item = find(client, log, &args.path)?;
    // Into a folder that is there; otherwise under another name, where the path says.
    let (above, name) = if let Ok(folder) = folder(client, log, &args.to) {
        (folder, None)
    } else {
        let (above, name) = split(&args.to);
        (folder(client, log, above)?, Some(name))
    };
    let mut last = item.event;
    if above != folder(client, log, split(&args.path).0)? {
        last = client.move_file(log, &item.event, above)?;
    }
    if let Some(name) = name.filter(|name| *name != item.name) {
        last = client.rename_file(log, &item.event, name)?;
    }
    done(&session, &conversation, last, args.later, output).await
}

async fn cp(args: Cp, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let from = session.conversation(&args.conversation).await?;
    let to = session.open_conversation(args.into.as_ref().unwrap_or(&args.conversation)).await?;
    let client = &session.client;
    let item = find(client, &from.log, &args.path)?;
    let above = folder(client, &to.log, &args.to)?;
    let copying = client.copy_file(&from.log, &item.event, &to.log, above);
    let event = with_progress(client, output, copying).await?;
    done(&session, &to, event, args.later, output).await
}

async fn rm(args: Rm, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let (client, log) = (&session.client, &conversation.log);
    let rows = args.paths.iter().map(|path| find(client, log, path)).collect::<Result<Vec<_>, _>>()?;
    let items: Vec<EventId> = rows.iter().map(|row| row.event).collect();
    client.delete_files(log, &items, false)?;
    let delivery = session.deliver(args.later, output).await?;
    let result = serde_json::json!({
        "conversation": log.to_string(), "deleted": items.len(), "state": delivery.word(), "reason": delivery.reason(),
    });
    output.result(&result, || format!("{} deleted", items.len()));
    Ok(())
}

async fn versions(args: Versions, profile: &Profile, output: &Output) -> Result<(), Failure> {
    if let Some(wanted) = &args.restore {
        let session = Session::open(profile)?;
        let conversation = session.open_conversation(&args.conversation).await?;
        let (client, log) = (&session.client, &conversation.log);
        let item = find(client, log, &args.path)?.event;
        let event = client.restore_version(log, &item, &version(client, log, &item, wanted)?)?;
        return done(&session, &conversation, event, args.later, output).await;
    }
    let client = profile.unlock()?;
    let conversation = crate::names::conversation(&client, &args.conversation)?;
    let rows = client.file_versions(&conversation.log, &find(&client, &conversation.log, &args.path)?.event)?;
    let json: Vec<VersionJson> = rows.iter().map(VersionJson::from).collect();
    output.result(&json, || {
        let line = |row: &VersionRow| {
            let mark = if row.current { "*" } else { "" };
            [short(&row.event), mark.to_owned(), bytes(row.size), local_time(row.made_at), one_line(&row.author_name)]
        };
        let lines: Vec<[String; 5]> = rows.iter().map(line).collect();
        table(&lines)
    });
    Ok(())
}

// Paths -----------------------------------------------------------------------------------------------------------

/// What stands before the last name of a path, and that.
fn split(path: &str) -> (&str, &str) {
    let path = path.trim_matches('/');
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A file or folder by its path, or by its id.
fn find(client: &Client, log: &LogId, path: &str) -> Result<FileRow, Failure> {
    let (above, name) = split(path);
    let rows = client.files(log, FolderId::from(folder(client, log, above)?))?;
    let found = rows.into_iter().find(|row| row.kind != FileKind::Photos && row.name == name);
    let by_id = || path.parse().ok().and_then(|event: EventId| client.file(log, &event).ok());
    found
        .or_else(by_id)
        .ok_or_else(|| Failure::general("not-found", format!("there is no file \"{}\"", one_line(path))))
}

/// A folder by its path; nothing, or `/`, is the outermost.
fn folder(client: &Client, log: &LogId, path: &str) -> Result<Option<EventId>, Failure> {
    let mut folder = None;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let rows = client.files(log, FolderId::from(folder))?;
        let found = rows.into_iter().find(|row| row.kind == FileKind::Folder && row.name == name);
        let none = || Failure::general("not-found", format!("there is no folder \"{}\"", one_line(path)));
        folder = Some(found.ok_or_else(none)?.event);
    }
    Ok(folder)
}

/// The same with the folder of photos, unless somebody called one so.
fn folder_id(client: &Client, log: &LogId, path: &str) -> Result<FolderId, Failure> {
    match folder(client, log, path) {
        Err(_) if path.trim_matches('/') == PHOTOS => Ok(FolderId::Photos),
        found => Ok(FolderId::from(found?)),
    }
}

/// A version by its id or the first digits of it.
fn version(client: &Client, log: &LogId, item: &EventId, wanted: &str) -> Result<EventId, Failure> {
    let rows = client.file_versions(log, item)?;
    let found: Vec<EventId> = rows
        .iter()
        .map(|row| row.event)
        .filter(|event| event.to_string().starts_with(&wanted.to_lowercase()))
        .collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(Failure::general("not-found", format!("there is no version \"{}\"", one_line(wanted)))),
        _ => Err(Failure::usage("ambiguous", format!("several versions begin with \"{}\"", one_line(wanted)))),
    }
}
