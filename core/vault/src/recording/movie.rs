//! The index of an ISO base media file (`moov`): of its tracks one with sound and one with picture are read, which are all
//! that a recording has. Tracks with places, texts, movements and preview pictures are among the others.

use super::RecordingError;
use super::bytes::{Boxes, Fields, find, need};
use super::sample_entry::{self, Entry, Media};
use super::samples::{Samples, Tables};

/// Most cuts in one track: one that says where it begins is usual.
const MAX_EDITS: u32 = 4;

/// How the picture is to be turned, and nothing else that a matrix can do: the upper left of it, in units of one.
pub(super) type Turn = [i32; 4];
pub(super) const UPRIGHT: Turn = [1, 0, 0, 1];

const ONE: i32 = 0x0001_0000;

/// A part of a track that is played.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    /// In units of the movie; 0 is all there is.
    pub(super) duration: u64,
    /// From where in the track, in its own units; -1: nothing is played for so long.
    pub(super) start: i64,
}

/// Sound or picture.
pub(super) struct Track {
    pub(super) id: u32,
    pub(super) media: Media,
    /// Units a second.
    pub(super) timescale: u32,
    pub(super) turn: Turn,
    /// Width and height as displayed before it is turned, in pixels.
    pub(super) size: (u32, u32),
    pub(super) entry: Entry,
    pub(super) edits: Vec<Edit>,
    pub(super) samples: Samples,
    /// When the first sample of fragments is to begin, in units of the track.
    pub(super) begins: Option<u64>,
    /// What fragments say only when it is different.
    pub(super) defaults: Defaults,
}

/// Duration, size and flags of a sample of which nothing else is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Defaults {
    pub(super) duration: u32,
    pub(super) size: u32,
    pub(super) flags: u32,
}

/// An index.
pub(super) struct Movie {
    /// Units a second.
    pub(super) timescale: u32,
    pub(super) tracks: Vec<Track>,
    /// Whether the rest comes in fragments.
    pub(super) fragmented: bool,
}

pub(super) fn read(moov: &[u8], file_len: u64) -> Result<Movie, RecordingError> {
    let mut header = Fields(need(moov, b"mvhd")?);
    let (version, _) = header.full()?;
    header.long(version)?;
    header.long(version)?;
    let timescale = header.u32()?;
    if timescale == 0 {
        return Err(RecordingError::Broken("its time has no unit"));
    }
    let mut tracks: Vec<Track> = Vec::new();
    for found in Boxes(moov) {
        let (name, body) = found?;
        if &name != b"trak" {
            continue;
        }
        let Some(media) = media(body)? else { continue };
        // Of several the first one is the one that players play.
        if tracks.iter().all(|track| track.media != media) {
            tracks.push(track(body, media, file_len)?);
        }
    }
    let extends = find(moov, b"mvex")?;
    for found in Boxes(extends.unwrap_or_default()) {
        let (name, body) = found?;
        if &name == b"trex" {
            let mut fields = Fields(body);
            fields.full()?;
            let id = fields.u32()?;
            fields.u32()?;
            let defaults = Defaults { duration: fields.u32()?, size: fields.u32()?, flags: fields.u32()? };
            for track in tracks.iter_mut().filter(|track| track.id == id) {
                track.defaults = defaults;
            }
        }
    }
    if tracks.is_empty() {
        return Err(RecordingError::Broken("it has neither sound nor picture"));
    }
    Ok(Movie { timescale, tracks, fragmented: extends.is_some() })
}

/// What a track brings, if that is sound or picture.
fn media(trak: &[u8]) -> Result<Option<Media>, RecordingError> {
    let Some(handler) = find(need(trak, b"mdia")?, b"hdlr")? else { return Ok(None) };
    Ok(match handler.get(8..12) {
        Some(b"soun") => Some(Media::Sound),
        Some(b"vide") => Some(Media::Picture),
        _ => None,
    })
}

fn track(trak: &[u8], media: Media, file_len: u64) -> Result<Track, RecordingError> {
    let mut header = Fields(need(trak, b"tkhd")?);
    let (version, _) = header.full()?;
    header.long(version)?;
    header.long(version)?;
    let id = header.u32()?;
    header.u32()?;
    header.long(version)?;
    header.take(16)?;
    let matrix = header.take(36)?;
    let (width, height) = (header.u32()? >> 16, header.u32()? >> 16);

    let mdia = need(trak, b"mdia")?;
    let mut times = Fields(need(mdia, b"mdhd")?);
    let (version, _) = times.full()?;
    times.long(version)?;
    times.long(version)?;
    let timescale = times.u32()?;
    if timescale == 0 {
        return Err(RecordingError::Broken("its time has no unit"));
    }
    let tables = need(need(mdia, b"minf")?, b"stbl")?;
    let entry = sample_entry::clean(need(tables, b"stsd")?, media)?;
    let coded = entry.size.map_or((0, 0), |(width, height)| (width.into(), height.into()));
    let size = if width == 0 || height == 0 { coded } else { (width, height) };
    let offsets = find(tables, b"stco")?;
    let samples = Samples::read(&Tables {
        durations: need(tables, b"stts")?,
        shifts: find(tables, b"ctts")?,
        keys: find(tables, b"stss")?,
        groups: need(tables, b"stsc")?,
        sizes: need(tables, b"stsz")?,
        offsets: match offsets {
            Some(offsets) => offsets,
            None => need(tables, b"co64")?,
        },
        long_offsets: offsets.is_none(),
        file_len,
    })?;
    let turn = if media == Media::Picture { turn(matrix)? } else { UPRIGHT };
    let edits = edits(trak)?;
    let defaults = Defaults::default();
    Ok(Track { id, media, timescale, turn, size, entry, edits, samples, begins: None, defaults })
}

/// How a matrix turns: by a quarter, a half, three quarters, or mirrored. What else one can do, no camera does.
fn turn(matrix: &[u8]) -> Result<Turn, RecordingError> {
    let mut fields = Fields(matrix);
    let mut numbers = [0; 9];
    for number in &mut numbers {
        *number = fields.i32()?;
    }
    let [a, b, _, c, d, ..] = numbers;
    let sound = |one: i32, other: i32| one.abs() == ONE && other == 0;
    let turns = (sound(a, b) && sound(d, c)) || (sound(b, a) && sound(c, d));
    Ok(if turns { [a, b, c, d].map(|number| number / ONE) } else { UPRIGHT })
}

fn edits(trak: &[u8]) -> Result<Vec<Edit>, RecordingError> {
    let Some(edts) = find(trak, b"edts")? else { return Ok(Vec::new()) };
    let Some(list) = find(edts, b"elst")? else { return Ok(Vec::new()) };
    let mut fields = Fields(list);
    let (version, _) = fields.full()?;
    let count = fields.u32()?;
    if count > MAX_EDITS {
        return Err(RecordingError::Unsupported("it was cut: what was cut out would go along"));
    }
    let mut edits = Vec::new();
    for _ in 0..count {
        let duration = fields.long(version)?;
        let start = if version == 1 { fields.u64()?.cast_signed() } else { fields.i32()?.into() };
        if fields.u16()? != 1 {
            return Err(RecordingError::Unsupported("its speed was changed"));
        }
        fields.u16()?;
        edits.push(Edit { duration, start });
    }
    Ok(edits)
}
