//! Fragments of an ISO base media file (`moof`): what a recorder writes while it goes on recording, so that all of it can be
//! played up to where it was cut.

use super::RecordingError;
use super::bytes::{Boxes, Fields, find, need};
use super::movie::{Defaults, Movie, Track};
use super::sample_entry::Media;

const BASE_OFFSET: u32 = 0x01;
const DESCRIPTION: u32 = 0x02;
const DURATION: u32 = 0x08;
const SIZE: u32 = 0x10;
const FLAGS: u32 = 0x20;
const BASE_IS_MOOF: u32 = 0x02_0000;

/// In the flags of a sample: one cannot begin with it.
const NO_KEY: u32 = 0x01_0000;

/// Adds the samples of a fragment that begins at `start`. What lies behind the end of the file was not written any more.
pub(super) fn read(moof: &[u8], start: u64, movie: &mut Movie, file_len: u64) -> Result<(), RecordingError> {
    // Where a track's data begin that says nothing else: behind those of the one before.
    let mut behind = start;
    for found in Boxes(moof) {
        let (name, traf) = found?;
        if &name != b"traf" {
            continue;
        }
        behind = fragment(traf, start, behind, movie, file_len)?;
    }
    Ok(())
}

fn fragment(traf: &[u8], start: u64, behind: u64, movie: &mut Movie, file_len: u64) -> Result<u64, RecordingError> {
    let mut header = Fields(need(traf, b"tfhd")?);
    let (_, flags) = header.full()?;
    let id = header.u32()?;
    let base = match flags {
        flags if flags & BASE_OFFSET != 0 => header.u64()?,
        flags if flags & BASE_IS_MOOF != 0 => start,
        _ => behind,
    };
    if flags & DESCRIPTION != 0 && header.u32()? != 1 {
        return Err(RecordingError::Unsupported("a track that is coded in several ways"));
    }
    // Of a track that is left out only the length counts.
    let mut track = movie.tracks.iter_mut().find(|track| track.id == id);
    let mut defaults = track.as_ref().map_or_else(Defaults::default, |track| track.defaults);
    for (flag, field) in [(DURATION, &mut defaults.duration), (SIZE, &mut defaults.size), (FLAGS, &mut defaults.flags)]
    {
        if flags & flag != 0 {
            *field = header.u32()?;
        }
    }
    if let (Some(track), Some(time)) = (&mut track, find(traf, b"tfdt")?) {
        let mut time = Fields(time);
        let (version, _) = time.full()?;
        begin(track, time.long(version)?);
    }
    let mut end = base;
    for found in Boxes(traf) {
        let (name, trun) = found?;
        if &name == b"trun" {
            end = run(trun, base, end, defaults, track.as_deref_mut(), file_len)?;
        }
    }
    Ok(end)
}

/// A fragment begins at this time of its track.
fn begin(track: &mut Track, time: u64) {
    let begins = *track.begins.get_or_insert_with(|| time.saturating_sub(track.samples.duration));
    track.samples.reach(time.saturating_sub(begins));
}

/// Adds the samples of a run; where the data of the next one begin.
fn run(
    trun: &[u8],
    base: u64,
    behind: u64,
    defaults: Defaults,
    mut track: Option<&mut Track>,
    file_len: u64,
) -> Result<u64, RecordingError> {
    const BROKEN: RecordingError = RecordingError::Broken("its tables do not belong together");
    let mut fields = Fields(trun);
    let (_, flags) = fields.full()?;
    let count = fields.u32()?;
    let mut at = match flags & 0x01 {
        0 => behind,
        _ => base.checked_add_signed(fields.i32()?.into()).ok_or(BROKEN)?,
    };
    let mut first = if flags & 0x04 == 0 { None } else { Some(fields.u32()?) };
    for _ in 0..count {
        let mut field = |flag: u32, default: u32| if flags & flag == 0 { Ok(default) } else { fields.u32() };
        let (duration, size) = (field(0x100, defaults.duration)?, field(0x200, defaults.size)?);
        let sample_flags = field(0x400, defaults.flags)?;
        let shift = field(0x800, 0)?.cast_signed();
        let sample_flags = first.take().unwrap_or(sample_flags);
        let end = at.checked_add(size.into()).ok_or(BROKEN)?;
        let Some(track) = track.as_deref_mut().filter(|_| end <= file_len) else {
            // Without fields of its own a sample takes no room in the table: there may be as many as the number says.
            if track.is_none() && flags & 0xF00 == 0 {
                return at.checked_add(u64::from(size) * u64::from(count)).ok_or(BROKEN);
            }
            if track.is_some() {
                return Ok(end);
            }
            at = end;
            continue;
        };
        let key = track.media == Media::Sound || sample_flags & NO_KEY == 0;
        track.samples.push(size, duration, shift, key)?;
        track.samples.place(at, size.into(), 1);
        at = end;
    }
    Ok(at)
}
