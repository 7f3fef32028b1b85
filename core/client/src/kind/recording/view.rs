//! Voice notes and videos as they are shown.

use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

/// What a recording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingKind {
    /// Sound.
    Voice,
    /// Picture, mostly with sound.
    Video,
}

/// What is needed to show a voice note or a video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingRow {
    /// What it is.
    pub kind: RecordingKind,
    /// Its media type: MP4, WebM or Matroska.
    pub media: String,
    /// How long it takes, in milliseconds.
    pub duration_ms: u64,
    /// Its bytes.
    pub bytes: u64,
    /// How loud it is in each of 64 parts of the same length, from 0 to 255; none if nobody measured that.
    pub waveform: Option<Vec<u8>>,
    /// A picture of a video: JPEG of 320 pixels on the long side.
    pub poster: Option<Vec<u8>>,
    /// Width and height of a video as shown, in pixels.
    pub size: Option<(u32, u32)>,
}

/// The recording of an event, if it is one and not deleted.
pub(crate) fn row(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<RecordingRow>, StoreError> {
    let sql =
        "SELECT media, duration, size, waveform, poster, width, height FROM recording WHERE log = ?1 AND event = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row((log.as_bytes(), event.as_bytes()), |row| {
        let size = row.get::<_, Option<u32>>(5)?.zip(row.get::<_, Option<u32>>(6)?);
        Ok(RecordingRow {
            kind: if size.is_some() { RecordingKind::Video } else { RecordingKind::Voice },
            media: row.get(0)?,
            duration_ms: row.get(1)?,
            bytes: row.get(2)?,
            waveform: row.get(3)?,
            poster: row.get(4)?,
            size,
        })
    });
    Ok(found.optional()?)
}
