//! A recording written as an ISO base media file: what kind it is, the index, then sound and picture in the order in which
//! they lie in the source. There is nothing in it that is not the same for everybody: times are zero, names are empty.

use super::bytes::{put, put_full};
use super::movie::{Edit, Movie, Track, Turn};
use super::sample_entry::Media;
use super::samples::put_here;
use super::{Part, Parts, Recording, RecordingError};

const ONE: i32 = 0x0001_0000;

/// How much of a track need not be played, in seconds: encoders begin with a moment that nobody is to hear.
const HIDDEN_S: u64 = 1;

/// Languages are none: `und`, in the packed form of the standard.
const UNDETERMINED: u16 = 0x55C4;

/// Plans the file.
pub(super) fn write(movie: &mut Movie) -> Result<(Recording, Parts), RecordingError> {
    movie.tracks.retain(|track| track.samples.count() > 0);
    if movie.tracks.is_empty() {
        return Err(RecordingError::Broken("it has neither sound nor picture"));
    }
    // What plays sound and picture takes the picture first.
    movie.tracks.sort_by_key(|track| track.media == Media::Sound);
    align(movie)?;
    let (data, places) = places(movie)?;
    let picture = movie.tracks.iter().find(|track| track.media == Media::Picture);
    let mut parts = Parts::default();
    let mut head = Vec::new();
    put(&mut head, b"ftyp", |out| {
        let brands: &[u8] =
            if picture.is_some() { b"isom\0\0\x02\0isomiso2mp41" } else { b"M4A \0\0\x02\0M4A isomiso2mp41" };
        out.extend_from_slice(brands);
    });
    let mut size = Vec::new();
    write_index(&mut size, movie, &places, 0);
    // The header of what follows has eight bytes.
    let start = head.len() + size.len() + 8;
    let len: u64 = data.0.iter().map(Part::len).sum();
    let limit = u64::from(u32::MAX) - start as u64;
    RecordingError::check("bytes", len, limit)?;
    drop(size);
    write_index(&mut head, movie, &places, start);
    head.extend_from_slice(&u32::try_from(len + 8).unwrap_or(u32::MAX).to_be_bytes());
    head.extend_from_slice(b"mdat");
    parts.bytes(head);
    parts.0.extend(data.0);

    let duration = movie.tracks.iter().map(|track| duration(movie, track)).max().unwrap_or_default();
    let recording = Recording {
        media: if picture.is_some() { "video/mp4" } else { "audio/mp4" },
        duration_ms: scale(duration, 1000, movie.timescale),
        size: picture.map(|track| if track.turn[0] == 0 { (track.size.1, track.size.0) } else { track.size }),
    };
    Ok((recording, parts))
}

/// Tracks of fragments that begin one after the other keep their distance. What was cut away in another program and is only
/// not played must not go along.
fn align(movie: &mut Movie) -> Result<(), RecordingError> {
    let begin = |track: &Track| scale(track.begins.unwrap_or_default(), movie.timescale, track.timescale);
    let first = movie.tracks.iter().map(begin).min().unwrap_or_default();
    let waits: Vec<u64> = movie.tracks.iter().map(|track| begin(track) - first).collect();
    for (track, wait) in movie.tracks.iter_mut().zip(waits) {
        let all = scale(track.samples.duration, movie.timescale, track.timescale);
        for edit in track.edits.iter_mut().filter(|edit| edit.duration == 0 && edit.start >= 0) {
            let skipped = scale(edit.start.unsigned_abs(), movie.timescale, track.timescale);
            edit.duration = all.saturating_sub(skipped);
        }
        if wait > 0 {
            if track.edits.is_empty() {
                track.edits.push(Edit { duration: all, start: 0 });
            }
            track.edits.insert(0, Edit { duration: wait, start: -1 });
        }
        let played = track.edits.iter().filter(|edit| edit.start >= 0);
        let played = played.fold(0, |sum: u64, edit| sum.saturating_add(edit.duration));
        if !track.edits.is_empty() && all.saturating_sub(played) > HIDDEN_S * u64::from(movie.timescale) {
            return Err(RecordingError::Unsupported("it was trimmed, and what was cut away is still in it"));
        }
    }
    Ok(())
}

/// What of the source is copied, and for each track where its chunks come to lie, from 0.
fn places(movie: &Movie) -> Result<(Parts, Vec<Vec<u32>>), RecordingError> {
    let mut order: Vec<(u64, u64, usize, usize)> = Vec::new();
    for (of, track) in movie.tracks.iter().enumerate() {
        let chunks = track.samples.chunks.iter().enumerate();
        order.extend(chunks.map(|(number, chunk)| (chunk.offset, chunk.len, of, number)));
    }
    order.sort_unstable();
    let mut places: Vec<Vec<u32>> = movie.tracks.iter().map(|track| vec![0; track.samples.chunks.len()]).collect();
    let (mut parts, mut at, mut end) = (Parts::default(), 0, 0);
    for (offset, len, of, number) in order {
        // A few bytes that are named again and again would make a file without end.
        if offset < end && len > 0 {
            return Err(RecordingError::Broken("parts of it lie in one another"));
        }
        places[of][number] = u32::try_from(at).unwrap_or(u32::MAX);
        if len > 0 {
            parts.range(offset, len);
        }
        (at, end) = (at + len, end.max(offset + len));
    }
    Ok((parts, places))
}

fn scale(time: u64, to: u32, from: u32) -> u64 {
    u64::try_from(u128::from(time) * u128::from(to) / u128::from(from.max(1))).unwrap_or(u64::MAX)
}

/// How long a track is played, in units of the movie.
fn duration(movie: &Movie, track: &Track) -> u64 {
    if track.edits.is_empty() {
        scale(track.samples.duration, movie.timescale, track.timescale)
    } else {
        track.edits.iter().fold(0, |sum, edit| sum.saturating_add(edit.duration))
    }
}

fn long(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_be_bytes());
}

/// Two times, when it was made and changed: never.
fn put_never(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0; 16]);
}

fn write_index(out: &mut Vec<u8>, movie: &Movie, places: &[Vec<u32>], start: usize) {
    put(out, b"moov", |out| {
        put_full(out, b"mvhd", 1, 0, |out| {
            put_never(out);
            long(out, movie.timescale);
            let all = movie.tracks.iter().map(|track| duration(movie, track)).max().unwrap_or_default();
            out.extend_from_slice(&all.to_be_bytes());
            // Speed and loudness are one.
            long(out, 0x0001_0000);
            out.extend_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            put_matrix(out, [1, 0, 0, 1], (0, 0));
            out.extend_from_slice(&[0; 24]);
            long(out, u32::try_from(movie.tracks.len()).unwrap_or(u32::MAX) + 1);
        });
        for (number, (track, places)) in (1..).zip(movie.tracks.iter().zip(places)) {
            let places: Vec<u32> =
                places.iter().map(|place| place.saturating_add(u32::try_from(start).unwrap_or(u32::MAX))).collect();
            put(out, b"trak", |out| write_track(out, movie, track, number, &places));
        }
    });
}

fn put_matrix(out: &mut Vec<u8>, [a, b, c, d]: Turn, size: (u32, u32)) {
    // A turned picture is moved back to where it begins at nothing.
    let (width, height) = (i32::try_from(size.0).unwrap_or(0), i32::try_from(size.1).unwrap_or(0));
    let left = -(a * width).min(0) - (c * height).min(0);
    let top = -(b * width).min(0) - (d * height).min(0);
    for number in
        [a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, left.saturating_mul(ONE), top.saturating_mul(ONE), 0x4000_0000]
    {
        out.extend_from_slice(&number.to_be_bytes());
    }
}

fn write_track(out: &mut Vec<u8>, movie: &Movie, track: &Track, number: u32, places: &[u32]) {
    let picture = track.media == Media::Picture;
    // Enabled, in the movie, in its preview.
    put_full(out, b"tkhd", 1, 7, |out| {
        put_never(out);
        long(out, number);
        long(out, 0);
        out.extend_from_slice(&duration(movie, track).to_be_bytes());
        out.extend_from_slice(&[0; 12]);
        out.extend_from_slice(if picture { &[0, 0, 0, 0] } else { &[1, 0, 0, 0] });
        put_matrix(out, track.turn, track.size);
        long(out, track.size.0 << 16);
        long(out, track.size.1 << 16);
    });
    if !track.edits.is_empty() {
        put(out, b"edts", |out| {
            put_full(out, b"elst", 1, 0, |out| {
                long(out, u32::try_from(track.edits.len()).unwrap_or(u32::MAX));
                for edit in &track.edits {
                    out.extend_from_slice(&edit.duration.to_be_bytes());
                    out.extend_from_slice(&edit.start.to_be_bytes());
                    out.extend_from_slice(&[0, 1, 0, 0]);
                }
            });
        });
    }
    put(out, b"mdia", |out| {
        put_full(out, b"mdhd", 1, 0, |out| {
            put_never(out);
            long(out, track.timescale);
            out.extend_from_slice(&track.samples.duration.to_be_bytes());
            out.extend_from_slice(&UNDETERMINED.to_be_bytes());
            out.extend_from_slice(&[0; 2]);
        });
        put_full(out, b"hdlr", 0, 0, |out| {
            out.extend_from_slice(&[0; 4]);
            out.extend_from_slice(if picture { b"vide" } else { b"soun" });
            out.extend_from_slice(&[0; 13]);
        });
        put(out, b"minf", |out| {
            if picture {
                put_full(out, b"vmhd", 0, 1, |out| out.extend_from_slice(&[0; 8]));
            } else {
                put_full(out, b"smhd", 0, 0, |out| out.extend_from_slice(&[0; 4]));
            }
            put_here(out);
            put(out, b"stbl", |out| {
                put_full(out, b"stsd", 0, 0, |out| {
                    long(out, 1);
                    out.extend_from_slice(&track.entry.bytes);
                });
                track.samples.write(out, places);
            });
        });
    });
}
