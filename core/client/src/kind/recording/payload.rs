//! What travels of a voice note or a video, and what of it is sound.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_vault::THUMBNAIL_BYTES;

use crate::kind::{Attachment, MAX_CAPTION, MAX_FILE};

pub(super) const VOICE: Kind = Kind(90);
pub(super) const VIDEO: Kind = Kind(91);

/// Levels of a waveform.
pub(super) const LEVELS: usize = 64;

/// The longest recording, in milliseconds: a day.
const MAX_DURATION: u64 = 86_400_000;

/// The longest side of a picture, in pixels.
const MAX_SIDE: u32 = 1 << 16;

/// What a voice note, or a video, can be.
const SOUNDS: [&str; 3] = ["audio/mp4", "audio/webm", "audio/x-matroska"];
const PICTURES: [&str; 3] = ["video/mp4", "video/webm", "video/x-matroska"];

/// The payload.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct RecordingMessage {
    /// The recording without metadata.
    #[n(0)]
    pub(super) sealed: Attachment,
    /// Its media type.
    #[n(1)]
    pub(super) media: String,
    /// How long it takes, in milliseconds.
    #[n(2)]
    pub(super) duration_ms: u64,
    /// What was written to it.
    #[n(3)]
    pub(super) caption: String,
    /// How loud it is in each of 64 parts of the same length.
    #[n(4)]
    pub(super) waveform: Option<ByteVec>,
    /// A picture of it: JPEG of 320 pixels on the long side.
    #[n(5)]
    pub(super) poster: Option<ByteVec>,
    /// Pixels as shown.
    #[n(6)]
    pub(super) width: Option<u32>,
    /// Pixels as shown.
    #[n(7)]
    pub(super) height: Option<u32>,
    /// Whether somebody said that there is nothing to hide on it: true or absent.
    #[n(8)]
    pub(super) looked_through: Option<bool>,
}

impl RecordingMessage {
    /// Whether an honest client could have written it.
    pub(super) fn is_sound(&self, number: Kind) -> bool {
        let side = |side: Option<u32>| side.is_none_or(|side| (1..=MAX_SIDE).contains(&side));
        let media = self.media.as_str();
        let fits = if number == VIDEO {
            PICTURES.contains(&media) && self.width.is_some() && self.height.is_some()
        } else {
            SOUNDS.contains(&media) && self.poster.is_none() && self.width.is_none() && self.height.is_none()
        };
        fits && side(self.width)
            && side(self.height)
            && self.sealed.size <= MAX_FILE
            && self.duration_ms <= MAX_DURATION
            && self.caption.len() <= MAX_CAPTION
            && self.waveform.as_ref().is_none_or(|levels| levels.len() == LEVELS)
            && self.poster.as_ref().is_none_or(|poster| poster.len() <= THUMBNAIL_BYTES)
    }
}

/// As many levels as a waveform has, the loudest of each part; none if nobody measured any.
pub(super) fn waveform(levels: &[u8]) -> Option<Vec<u8>> {
    if levels.is_empty() {
        return None;
    }
    let part = |index: usize| {
        let from = index * levels.len() / LEVELS;
        let to = ((index + 1) * levels.len() / LEVELS).max(from + 1);
        levels[from..to].iter().max().copied().unwrap_or_default()
    };
    Some((0..LEVELS).map(part).collect())
}

/// Whether a media type, without what is said about codecs, is one that can be recorded.
pub(super) fn is_accepted(media: &str, what: Kind) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // What iPhones call an MP4 of theirs when it comes out of a file.
    let from_file = ["video/quicktime", "audio/m4a", "audio/x-m4a"].contains(&essence.as_str());
    let of = if what == VIDEO { PICTURES } else { SOUNDS };
    of.contains(&essence.as_str()) || (from_file && essence.starts_with("video/") == (what == VIDEO))
}

#[cfg(test)]
mod tests {
    use super::{LEVELS, VIDEO, VOICE, is_accepted, waveform};

    #[test]
    fn few_levels_are_stretched_and_many_keep_their_loudest() {
        assert_eq!(waveform(&[]), None);
        assert_eq!(waveform(&[7]), Some(vec![7; LEVELS]));
        let two = waveform(&[1, 200]).expect("measured");
        assert_eq!((two[..32].to_vec(), two[32..].to_vec()), (vec![1; 32], vec![200; 32]));
        let mut many = vec![3; 6_400];
        many[6_399] = 250;
        many[150] = 99;
        let many = waveform(&many).expect("measured");
        assert_eq!((many[0], many[1], many[2], many[63]), (3, 99, 3, 250));
    }

    #[test]
    fn what_recorders_call_it() {
        assert!(is_accepted("audio/webm;codecs=opus", VOICE) && is_accepted("Audio/MP4", VOICE));
        assert!(is_accepted("video/quicktime", VIDEO) && is_accepted("video/x-matroska; codecs=avc1", VIDEO));
        for wrong in ["audio/ogg", "video/mp4", "audio/wav", ""] {
            assert!(!is_accepted(wrong, VOICE), "{wrong}");
        }
    }
}
