//! Photos: from a file into a conversation, and out of the vault into a file.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use zeroize::Zeroizing;

use super::messages::written;
use super::redaction::Marks;
use crate::failure::Failure;
use crate::names;
use crate::output::Output;
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Bytes of a file that are read: more than any photo may have, so that the client tells what is wrong with it.
const MAX_FILE: u64 = 256 << 20;

/// Options of `photo`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband photo Wundteam wound.jpg --caption 'Ferse links, Tag 3'
  verband photo Wundteam wound.jpg --cover 120,80,400,300 --arrow 900,700,1100,800")]
pub(crate) struct Photo {
    /// The conversation's title or id
    conversation: String,
    /// JPEG, PNG or WebP; it stays as it is
    file: PathBuf,
    /// What to write to it
    #[arg(long, default_value = "", hide_default_value = true)]
    caption: String,
    #[command(flatten)]
    marks: Marks,
    #[command(flatten)]
    later: Later,
}

/// Options of `export`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband export Wundteam newest.jpg
  verband export 1f0c22a7 wound.jpg               by the id that `read` shows")]
pub(crate) struct Export {
    /// The id of a photo or its message, or a conversation for its newest photo
    #[arg(value_name = "PHOTO|CONVERSATION")]
    photo: String,
    /// Where to write it: from then on it lies outside of the vault, readable by whoever reads the file
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct Exported {
    photo: String,
    event: String,
    file: PathBuf,
    bytes: usize,
}

pub(crate) async fn send(args: Photo, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let photo = read(&args.file)?;
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    let event = session.client.send_reviewed_photo_file(
        &conversation.log,
        &photo,
        args.caption.trim(),
        &args.marks.review(),
    )?;
    written(&session, &conversation, event, args.later, output).await
}

pub(crate) async fn export(args: Export, profile: &Profile, output: &Output) -> Result<(), Failure> {
    vacant(&args.file, args.force)?;
    let client = profile.unlock()?;
    let message = names::photo(&client, &args.photo)?;
    let Some(photo) = message.photo else {
        return Err(Failure::general("not-found", "this message has no photo"));
    };
    let jpeg = client.export_photo(&photo).await?;
    write(&args.file, &jpeg, args.force)?;
    let result =
        Exported { photo: photo.to_string(), event: message.event.to_string(), bytes: jpeg.len(), file: args.file };
    output.result(&result, || format!("{}: {} bytes", result.file.display(), result.bytes));
    Ok(())
}

/// Fails if a file is there that is not to be replaced.
pub(super) fn vacant(path: &Path, replace: bool) -> Result<(), Failure> {
    if replace || !path.exists() {
        return Ok(());
    }
    Err(Failure::general("exists", format!("{} is there already: see --force", path.display())))
}

pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = File::open(path).and_then(|file| file.take(MAX_FILE).read_to_end(&mut bytes));
    read.map_err(|error| Failure::file(path, &error))?;
    Ok(bytes)
}

/// Writes the file whole or not at all, for its owner only.
pub(super) fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".verband-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let persisted = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    persisted.map(|_| ()).map_err(|error| failed(error.error))
}
