//! Voice notes and videos.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, LogId};
use verband_client::{self as core, RecordingKind};

use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// What a recording is.
    Kind = RecordingKind { Voice, Video }
);

flat!(
    /// A recording that is not finished.
    Unfinished = core::UnfinishedRecording { id: Id<BlobId>, log: Id<LogId>, kind: Kind, began_at: u64, bytes: u64, ends_at: Option<u64> }
);

/// What is needed to show a voice note or a video.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recording {
    kind: Kind,
    media: String,
    duration_ms: u64,
    bytes: u64,
    waveform: Option<ByteBuf>,
    poster: Option<ByteBuf>,
    width: u32,
    height: u32,
}

impl From<core::RecordingRow> for Recording {
    fn from(row: core::RecordingRow) -> Self {
        let (width, height) = row.size.unwrap_or_default();
        Self {
            kind: Kind::plain(row.kind),
            media: row.media,
            duration_ms: row.duration_ms,
            bytes: row.bytes,
            waveform: row.waveform.map(ByteBuf::from),
            poster: row.poster.map(ByteBuf::from),
            width,
            height,
        }
    }
}

/// What goes along with a recording. What is left out is not there.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct NewRecording {
    caption: String,
    poster: Option<ByteBuf>,
    checked: bool,
}

impl NewRecording {
    pub(crate) fn core(self) -> core::NewRecording {
        let poster = self.poster.map(ByteBuf::into_vec);
        core::NewRecording { caption: self.caption, poster, checked: self.checked }
    }
}
