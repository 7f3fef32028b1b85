//! Voice notes and videos. While somebody records, every piece that the platform hands in is sealed and on disk before it is
//! taken; at the end the recording is written anew without its metadata, from sealed to sealed, and put into a conversation
//! as an event with one sealed file.

mod duty;
mod finishing;
mod payload;
mod reading;
mod recorder;
mod view;

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx};

use super::message::change::resolve;
use super::{ContentKind, Event, Row, Stays, album, no_parts, place_row};
use crate::error::ClientError;
use payload::{RecordingMessage, VIDEO, VOICE};

pub(super) use duty::DUTIES;
pub use finishing::NewRecording;
pub(crate) use reading::Recorded;
pub(crate) use recorder::Recorders;
pub use recorder::{RecordingWriter, UnfinishedRecording};
pub(crate) use view::row as recording_row;
pub use view::{RecordingKind, RecordingRow};

pub(super) const KIND: ContentKind = ContentKind {
    name: "recording",
    payloads: &[VOICE, VIDEO],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts: no_parts,
    holds: Some(
        // A piece is in no conversation: the server does not have it.
        "SELECT log FROM recording WHERE blob = ?1 UNION ALL SELECT NULL FROM recorder_piece WHERE blob = ?1 LIMIT 1",
    ),
    begun: &["recorder"],
    stays: Stays::Nothing,
};

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(recording) = cbor::decode::<RecordingMessage>(payload) else { return Ok(false) };
    // The server erases and authorises by the header: what the event opens must be what the header names.
    if *event.blobs != [recording.sealed.blob] || !recording.is_sound(number) {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO recording (log, event, seq, media, duration, blob, file_key, size, waveform, poster, width, height,
                                looked_through)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            &recording.media,
            recording.duration_ms,
            recording.sealed.blob.as_bytes(),
            &recording.sealed.key,
            recording.sealed.size,
            recording.waveform.as_deref().map(Vec::as_slice),
            recording.poster.as_deref().map(Vec::as_slice),
            recording.width,
            recording.height,
            recording.looked_through == Some(true),
        ),
    )?;
    let item = album::Item { kind: number, id: recording.sealed.blob.as_bytes(), taken_at: event.sent_at };
    album::place(tx, event, &item)?;
    place_row(tx, event, &Row::new(number, &recording.caption))?;
    resolve(tx, event.log, &event.event)?;
    tx.touch(Topic::Vault);
    Ok(true)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let sql = "DELETE FROM recording WHERE log = ?1 AND event = ?2 RETURNING blob";
    let gone = tx.query_opt(sql, (log.as_bytes(), event.as_bytes()), |row| row.get::<_, [u8; 16]>(0))?;
    if let Some(blob) = gone {
        tx.execute("DELETE FROM download WHERE blob = ?1", [&blob])?;
        tx.touch(Topic::Transfers);
        tx.touch(Topic::Vault);
    }
    Ok(())
}
