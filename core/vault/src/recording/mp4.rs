//! ISO base media files from the outside: which boxes there are, and where the index stands.

use super::bytes::Name;
use super::movie::{self, Movie};
use super::{Parts, Recording, RecordingError, Window, fragments, layout};

/// The largest index, and the largest of a fragment, in bytes.
const MAX_INDEX: u64 = 24 << 20;

/// Most boxes beside each other: two for each fragment, and one in each tenth of a second for ten hours is more than
/// recorders write.
const MAX_BOXES: u64 = 1 << 20;

/// A box of the file.
struct Outer {
    name: Name,
    body: u64,
    end: u64,
}

pub(super) fn plan(window: &mut Window<'_>) -> Result<(Recording, Parts), RecordingError> {
    let file_len = window.len();
    let (mut at, mut boxes) = (0, 0);
    let mut movie: Option<Movie> = None;
    while let Some(outer) = header(window, at)? {
        boxes += 1;
        RecordingError::check("boxes", boxes, MAX_BOXES)?;
        let whole = outer.end <= file_len;
        match &outer.name {
            b"moov" if movie.is_none() => {
                if !whole {
                    return Err(RecordingError::Unfinished);
                }
                let len = outer.end - outer.body;
                RecordingError::check("bytes of an index", len, MAX_INDEX)?;
                movie = Some(movie::read(&window.all(outer.body, len)?, file_len)?);
            }
            b"moof" if whole => {
                let Some(movie) = &mut movie else { return Err(RecordingError::Unfinished) };
                let len = outer.end - outer.body;
                RecordingError::check("bytes of an index", len, MAX_INDEX)?;
                fragments::read(&window.all(outer.body, len)?, at, movie, file_len)?;
            }
            _ => {}
        }
        at = outer.end;
    }
    let mut movie = movie.ok_or(RecordingError::Unfinished)?;
    if movie.fragmented && movie.tracks.iter().all(|track| track.samples.count() == 0) {
        return Err(RecordingError::Unfinished);
    }
    layout::write(&mut movie)
}

/// The box at an offset; none at the end of the file, or where it was cut off in the middle of a header.
fn header(window: &mut Window<'_>, at: u64) -> Result<Option<Outer>, RecordingError> {
    let Some([s3, s2, s1, s0, name @ ..]) = window.array::<8>(at)? else { return Ok(None) };
    let (body, len) = match u32::from_be_bytes([s3, s2, s1, s0]) {
        0 => (at + 8, window.len() - at),
        1 => match window.array::<8>(at + 8)? {
            Some(len) => (at + 16, u64::from_be_bytes(len)),
            None => return Ok(None),
        },
        len => (at + 8, len.into()),
    };
    let end = at.checked_add(len).filter(|end| *end >= body).ok_or(RecordingError::Broken("a box of it ends early"))?;
    Ok(Some(Outer { name, body, end }))
}
