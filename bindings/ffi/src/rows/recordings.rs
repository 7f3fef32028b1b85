//! Voice notes and videos.

use verband_client::protocol::id::{BlobId, LogId};
use verband_client::{RecordingKind, UnfinishedRecording};

/// What a recording is.
#[uniffi::remote(Enum)]
pub enum RecordingKind {
    /// Sound.
    Voice,
    /// Picture, mostly with sound.
    Video,
}

/// A recording that is not finished, and that nobody in this app is at work on: the app ended before it was.
#[uniffi::remote(Record)]
pub struct UnfinishedRecording {
    /// Its id on this device.
    pub id: BlobId,
    /// Where it is to go.
    pub log: LogId,
    /// What it is.
    pub kind: RecordingKind,
    /// When it was begun, in milliseconds since the Unix epoch.
    pub began_at: u64,
    /// Bytes that were taken.
    pub bytes: u64,
    /// When it is discarded by itself, in milliseconds since the Unix epoch, if the policy lets what nobody sends end.
    pub ends_at: Option<u64>,
}

/// What is needed to show a voice note or a video.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
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
    /// Width of a video as shown, in pixels; 0 of a voice note.
    pub width: u32,
    /// Height of a video as shown, in pixels; 0 of a voice note.
    pub height: u32,
}

impl From<verband_client::RecordingRow> for RecordingRow {
    fn from(row: verband_client::RecordingRow) -> Self {
        let (width, height) = row.size.unwrap_or_default();
        Self {
            kind: row.kind,
            media: row.media,
            duration_ms: row.duration_ms,
            bytes: row.bytes,
            waveform: row.waveform,
            poster: row.poster,
            width,
            height,
        }
    }
}

/// What goes along with a recording.
#[derive(Debug, Clone, uniffi::Record)]
pub struct NewRecording {
    /// What to write to it.
    #[uniffi(default = "")]
    pub caption: String,
    /// A picture of a video: JPEG, PNG or WebP of any size, of which a small one is made without metadata.
    #[uniffi(default = None)]
    pub poster: Option<Vec<u8>>,
    /// Whether somebody has looked through a video and says that there is nothing to hide on it.
    #[uniffi(default = false)]
    pub checked: bool,
}

impl From<NewRecording> for verband_client::NewRecording {
    fn from(new: NewRecording) -> Self {
        Self { caption: new.caption, poster: new.poster, checked: new.checked }
    }
}
