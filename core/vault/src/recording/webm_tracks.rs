//! The tracks of Matroska: what may stay of one is a list.

use super::RecordingError;
use super::ebml::{
    self, CODEC, DEFAULT_DURATION, ENCODINGS, Elements, HEIGHT, LANGUAGE, PROJECTION, ROLL, TRACK, TRACK_NUMBER,
    TRACK_TYPE, TRACK_UID, VIDEO, WIDTH, find, number, put, put_number,
};

/// The largest setting of a decoder, in bytes.
const MAX_SETTING: usize = 64 << 10;

/// What is played everywhere a browser is, and what only Matroska holds.
const PICTURES: [(&str, bool); 5] =
    [("V_VP8", true), ("V_VP9", true), ("V_AV1", true), ("V_MPEG4/ISO/AVC", false), ("V_MPEGH/ISO/HEVC", false)];
const SOUNDS: [(&str, bool); 2] = [("A_OPUS", true), ("A_AAC", false)];

/// What of a track stays besides number, type and codec: numbers, and the settings of its decoder.
const TRACK_VALUES: [u32; 6] = [0x9C, 0x63A2, 0x56AA, 0x56BB, DEFAULT_DURATION, 0x6DE7];
/// What holds nothing but such: picture, colours and their mastering, projection, sound.
const TRACK_MASTERS: [u32; 5] = [VIDEO, 0x55B0, 0x55D0, PROJECTION, 0xE1];
/// Numbers in them; a projection's own data and a codec's are not among them.
const TRACK_NUMBERS: [u32; 46] = [
    WIDTH,
    HEIGHT,
    0x54AA,
    0x54BB,
    0x54CC,
    0x54DD,
    0x54B0,
    0x54BA,
    0x54B2,
    0x53C0,
    0x9A,
    0x9D,
    0x53B8,
    0x7671,
    0x7673,
    0x7674,
    ROLL,
    0xB5,
    0x78B5,
    0x9F,
    0x6264,
    0x55B1,
    0x55B2,
    0x55B3,
    0x55B4,
    0x55B5,
    0x55B6,
    0x55B7,
    0x55B8,
    0x55B9,
    0x55BA,
    0x55BB,
    0x55BC,
    0x55BD,
    0x55D1,
    0x55D2,
    0x55D3,
    0x55D4,
    0x55D5,
    0x55D6,
    0x55D7,
    0x55D8,
    0x55D9,
    0x55DA,
    0x52F1,
    0x002F_B523,
];

/// Sound or picture.
pub(super) struct Track {
    pub(super) number: u64,
    pub(super) picture: bool,
    /// Whether WebM may have it.
    pub(super) web: bool,
    /// What is written of it.
    pub(super) clean: Vec<u8>,
    pub(super) size: (u32, u32),
    /// How long a block takes, in nanoseconds, if that is said.
    pub(super) block_ns: u64,
    /// When the last block began, and the one before, in units of the segment.
    pub(super) last: u64,
    pub(super) before: u64,
}

/// Reads the tracks that a recording has: one with sound, one with picture.
pub(super) fn read_tracks(tracks: &[u8]) -> Result<Vec<Track>, RecordingError> {
    let mut read: Vec<Track> = Vec::new();
    for found in Elements(tracks) {
        let (id, body) = found?;
        if id != TRACK {
            continue;
        }
        let picture = match find(body, TRACK_TYPE)?.map(number).transpose()? {
            Some(1) => true,
            Some(2) => false,
            _ => continue,
        };
        // Of several the first one is the one that players play.
        if read.iter().all(|track| track.picture != picture) {
            read.push(read_track(body, picture)?);
        }
    }
    if read.is_empty() {
        return Err(RecordingError::Broken("it has neither sound nor picture"));
    }
    Ok(read)
}

fn read_track(body: &[u8], picture: bool) -> Result<Track, RecordingError> {
    if find(body, ENCODINGS)?.is_some() {
        return Err(RecordingError::Unsupported("it is encrypted or compressed once more"));
    }
    let codec = find(body, CODEC)?.unwrap_or_default();
    let codecs: &[(&str, bool)] = if picture { &PICTURES } else { &SOUNDS };
    let known = codecs.iter().find(|(name, _)| codec == name.as_bytes());
    let (name, web) = *known.ok_or(RecordingError::Unsupported("a codec that phones and browsers do not play"))?;
    let number = number(find(body, TRACK_NUMBER)?.unwrap_or_default())?;
    let mut clean = Vec::new();
    put_number(&mut clean, TRACK_NUMBER, number);
    put_number(&mut clean, TRACK_UID, if picture { 1 } else { 2 });
    put_number(&mut clean, TRACK_TYPE, if picture { 1 } else { 2 });
    put(&mut clean, LANGUAGE, b"und");
    put(&mut clean, CODEC, name.as_bytes());
    filter(body, &mut clean, 0)?;
    let of = |of: &[u8], id| find(of, id).map(|bytes| bytes.map(ebml::number).transpose());
    let block_ns = of(body, DEFAULT_DURATION)??.unwrap_or_default();
    let mut size = (0, 0);
    if let Some(video) = find(body, VIDEO)?.filter(|_| picture) {
        let side = |side: Option<u64>| side.and_then(|side| u32::try_from(side).ok()).unwrap_or_default();
        size = (side(of(video, WIDTH)??), side(of(video, HEIGHT)??));
        let roll = match find(video, PROJECTION)? {
            Some(projection) => find(projection, ROLL)?.map_or(0.0, ebml::float),
            None => 0.0,
        };
        if (roll.abs() - 90.0).abs() < 1.0 {
            size = (size.1, size.0);
        }
    }
    Ok(Track { number, picture, web, clean, size, block_ns, last: 0, before: 0 })
}

/// Copies what may stay of a track.
fn filter(bytes: &[u8], out: &mut Vec<u8>, depth: u8) -> Result<(), RecordingError> {
    for found in Elements(bytes) {
        let (id, body) = found?;
        if depth == 0 && TRACK_VALUES.contains(&id) {
            RecordingError::check("bytes of a decoder's settings", body.len() as u64, MAX_SETTING as u64)?;
            put(out, id, body);
        } else if depth > 0 && TRACK_NUMBERS.contains(&id) && body.len() <= 8 {
            put(out, id, body);
        } else if depth < 3 && TRACK_MASTERS.contains(&id) {
            let mut inner = Vec::new();
            filter(body, &mut inner, depth + 1)?;
            put(out, id, &inner);
        }
    }
    Ok(())
}
