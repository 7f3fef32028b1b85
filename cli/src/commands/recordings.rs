//! Voice notes and videos: from a file into a conversation, out of the vault into a file, and what was not finished.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use serde::Serialize;
use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::{Client, MessageRow, NewRecording, RecordingKind, RecordingRow, RowKind};
use zeroize::Zeroizing;

use super::files::{PIECE, Target, bytes, done};
use super::photos::{read, vacant};
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, short, table};
use crate::profile::Profile;
use crate::progress::with_progress;
use crate::session::{Later, Session};

/// Sound.
#[derive(clap::Subcommand)]
#[command(after_help = "Examples:
  verband voice send Wundteam note.m4a
  verband voice save Wundteam note.m4a            the newest one")]
pub(crate) enum Voice {
    /// Send a voice note in a file: M4A, MP4 or WebM
    Send(SendVoice),
    /// Write a voice note to a file: from then on it lies outside of the vault
    Save(Save),
}

/// Picture and sound.
#[derive(clap::Subcommand)]
#[command(after_help = "Examples:
  verband video send Wundteam dressing.mp4 --caption 'So wickeln wir'
  verband video save Wundteam dressing.mp4        the newest one")]
pub(crate) enum Video {
    /// Send a video in a file: MP4, MOV or WebM; places, names and times in it are removed
    Send(SendVideo),
    /// Write a video to a file: from then on it lies outside of the vault
    Save(Save),
}

/// Recordings that were not finished.
#[derive(clap::Subcommand)]
pub(crate) enum Recordings {
    /// List what was recorded on this device and neither finished nor discarded
    List,
    /// Finish a recording: what was recorded goes into its conversation
    Finish(Finish),
    /// Throw a recording away
    Discard(Discard),
}

/// Options of `voice send`.
#[derive(clap::Args)]
pub(crate) struct SendVoice {
    /// The conversation's title or id
    conversation: String,
    /// The file; it stays as it is
    file: PathBuf,
    /// What to write to it
    #[arg(long, default_value = "", hide_default_value = true)]
    caption: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `video send`.
#[derive(clap::Args)]
pub(crate) struct SendVideo {
    /// The conversation's title or id
    conversation: String,
    /// The file; it stays as it is
    file: PathBuf,
    /// What to write to it
    #[arg(long, default_value = "", hide_default_value = true)]
    caption: String,
    /// A picture of it: JPEG, PNG or WebP
    #[arg(long, value_name = "FILE")]
    poster: Option<PathBuf>,
    /// You have looked through the video, and there is nothing to hide
    #[arg(long)]
    checked: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `voice save` and `video save`.
#[derive(clap::Args)]
pub(crate) struct Save {
    /// The id of a message, or a conversation for its newest one
    #[arg(value_name = "MESSAGE|CONVERSATION")]
    recording: String,
    /// Where to write it
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// Options of `recordings finish`.
#[derive(clap::Args)]
pub(crate) struct Finish {
    /// Its id, as `recordings list` shows it
    id: String,
    /// What to write to it
    #[arg(long, default_value = "", hide_default_value = true)]
    caption: String,
    /// You have looked through the video, and there is nothing to hide
    #[arg(long)]
    checked: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `recordings discard`.
#[derive(clap::Args)]
pub(crate) struct Discard {
    /// Its id, as `recordings list` shows it
    id: String,
}

#[derive(Serialize)]
struct Saved {
    event: String,
    media: String,
    duration_ms: u64,
    file: PathBuf,
    bytes: u64,
}

#[derive(Serialize)]
struct Unfinished {
    id: String,
    conversation: String,
    kind: &'static str,
    began_at: u64,
    bytes: u64,
    ends_at: Option<u64>,
}

pub(crate) async fn voice(command: Voice, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Voice::Send(SendVoice { conversation, file, caption, later }) => {
            let new = NewRecording { caption: caption.trim().to_owned(), ..NewRecording::default() };
            send(RecordingKind::Voice, &conversation, &file, &new, later, profile, output).await
        }
        Voice::Save(args) => save(RecordingKind::Voice, args, profile, output).await,
    }
}

pub(crate) async fn video(command: Video, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Video::Send(SendVideo { conversation, file, caption, poster, checked, later }) => {
            let poster = poster.map(|poster| read(&poster)).transpose()?.map(|poster| poster.to_vec());
            let new = NewRecording { caption: caption.trim().to_owned(), poster, checked };
            send(RecordingKind::Video, &conversation, &file, &new, later, profile, output).await
        }
        Video::Save(args) => save(RecordingKind::Video, args, profile, output).await,
    }
}

pub(crate) async fn recordings(command: Recordings, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Recordings::List => {
            let rows: Vec<Unfinished> = profile
                .unlock()?
                .unfinished_recordings()?
                .iter()
                .map(|row| Unfinished {
                    id: row.id.to_string(),
                    conversation: row.log.to_string(),
                    kind: word(row.kind),
                    began_at: row.began_at,
                    bytes: row.bytes,
                    ends_at: row.ends_at,
                })
                .collect();
            output.result(&rows, || {
                let line = |row: &Unfinished| {
                    [short(&row.id), row.kind.to_owned(), local_time(row.began_at), bytes(row.bytes)]
                };
                table(&rows.iter().map(line).collect::<Vec<_>>())
            });
            Ok(())
        }
        Recordings::Finish(args) => {
            let session = Session::open(profile)?;
            let (id, log) = unfinished(&session.client, &args.id)?;
            let new = NewRecording { caption: args.caption.trim().to_owned(), poster: None, checked: args.checked };
            let event = session.client.finish_recording(&id, &new).await?;
            done(&session, &session.client.conversation(&log)?, event, args.later, output).await
        }
        Recordings::Discard(args) => {
            let client = profile.unlock()?;
            let (id, _) = unfinished(&client, &args.id)?;
            client.discard_recording(&id)?;
            output.result(&serde_json::json!({ "discarded": id.to_string() }), || "discarded".to_owned());
            Ok(())
        }
    }
}

fn word(kind: RecordingKind) -> &'static str {
    match kind {
        RecordingKind::Voice => "voice",
        RecordingKind::Video => "video",
    }
}

fn unfinished(client: &Client, wanted: &str) -> Result<(BlobId, LogId), Failure> {
    let rows = client.unfinished_recordings()?;
    let found = names::pick("unfinished recording", wanted, &rows, |row| row.id.to_string(), |_| String::new())?;
    Ok((found.id, found.log))
}

async fn send(
    kind: RecordingKind,
    conversation: &str,
    file: &std::path::Path,
    new: &NewRecording,
    later: Later,
    profile: &Profile,
    output: &Output,
) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(file, &error);
    let mut source = File::open(file).map_err(failed)?;
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut read = source.read(&mut piece).map_err(failed)?;
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(conversation).await?;
    let writer = session.client.add_recording(&conversation.log, kind, media(kind, &piece[..read]))?;
    let recorded = async {
        while read > 0 {
            writer.write(&piece[..read], &[])?;
            read = source.read(&mut piece).map_err(failed)?;
        }
        Ok::<EventId, Failure>(writer.finish(new).await?)
    };
    let event = match recorded.await {
        Ok(event) => event,
        // The file is still there: nobody wants to finish what was taken of it.
        Err(failure) => {
            let _ = writer.discard();
            return Err(failure);
        }
    };
    done(&session, &conversation, event, later, output).await
}

/// What a file is taken for until all of it was read.
fn media(kind: RecordingKind, head: &[u8]) -> &'static str {
    let webm = head.starts_with(b"\x1A\x45\xDF\xA3");
    match (kind, webm, head.get(4..8) == Some(b"ftyp")) {
        (RecordingKind::Voice, true, _) => "audio/webm",
        (RecordingKind::Video, true, _) => "video/webm",
        (RecordingKind::Voice, _, true) => "audio/mp4",
        (RecordingKind::Video, _, true) => "video/mp4",
        _ => "application/octet-stream",
    }
}

async fn save(kind: RecordingKind, args: Save, profile: &Profile, output: &Output) -> Result<(), Failure> {
    vacant(&args.file, args.force)?;
    let client = profile.unlock()?;
    let (log, event, row) = find(&client, kind, &args.recording)?;
    let reader = with_progress(&client, output, client.export_recording(&log, &event)).await?;
    let mut out = Target::new(&args.file)?;
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut at = 0;
    while at < reader.len() {
        let read = reader.read_at(at, &mut piece)?;
        out.write(&piece[..read])?;
        at += read as u64;
    }
    out.finish(args.force)?;
    let saved =
        Saved { event: event.to_string(), media: row.media, duration_ms: row.duration_ms, file: args.file, bytes: at };
    output.result(&saved, || format!("{}: {}", saved.file.display(), bytes(saved.bytes)));
    Ok(())
}

/// A recording by the id of its event, or the newest one of a conversation.
fn find(client: &Client, kind: RecordingKind, wanted: &str) -> Result<(LogId, EventId, RecordingRow), Failure> {
    let of = |row: &MessageRow| row.recording.clone().filter(|recording| recording.kind == kind);
    let none = || Failure::general("not-found", format!("there is no {} there", word(kind)));
    if let Ok(conversation) = names::conversation(client, wanted) {
        let rows = client.messages(&conversation.log, u32::MAX)?;
        let newest = rows.iter().rev().find_map(|row| of(row).map(|found| (conversation.log, row.event, found)));
        return newest.ok_or_else(none);
    }
    let (log, row) = names::message(client, wanted)?;
    let found = of(&row).ok_or_else(none)?;
    Ok((log, row.event, found))
}

/// How long something takes, as people read it.
pub(crate) fn duration(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A recording in a line of its conversation.
pub(crate) fn mark(kind: RowKind, recording: &RecordingRow) -> String {
    let word = if kind == RowKind::Video { "video" } else { "voice note" };
    let size = recording.size.map(|(width, height)| format!(" {width}×{height}")).unwrap_or_default();
    format!("[{word} {}{size}]", duration(recording.duration_ms))
}
