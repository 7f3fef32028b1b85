//! The samples of a track: how long, how large and where. What stands in tables of several forms, in one index or in
//! fragments, comes together here, and is written as one.

use super::bytes::{Fields, put, put_full};
use super::{MAX_SAMPLES, RecordingError};

const BROKEN: RecordingError = RecordingError::Broken("its tables do not belong together");

/// A number that is the same for several samples.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run<T> {
    count: u32,
    value: T,
}

fn extend<T: Copy + PartialEq>(runs: &mut Vec<Run<T>>, count: u32, value: T) {
    match runs.last_mut() {
        Some(run) if run.value == value => run.count += count,
        _ if count == 0 => {}
        _ => runs.push(Run { count, value }),
    }
}

/// Samples that lie side by side in the file.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    pub(super) offset: u64,
    pub(super) len: u64,
    pub(super) samples: u32,
}

/// All samples of a track.
#[derive(Default)]
pub(super) struct Samples {
    sizes: Vec<u32>,
    durations: Vec<Run<u32>>,
    /// How long all of them take, in units of the track.
    pub(super) duration: u64,
    /// By how much a picture is shown later than it is decoded.
    shifts: Vec<Run<i32>>,
    /// Numbers of the samples that can be begun with, from 1; none: all of them.
    keys: Option<Vec<u32>>,
    pub(super) chunks: Vec<Chunk>,
}

impl Samples {
    pub(super) fn count(&self) -> usize {
        self.sizes.len()
    }

    /// Adds a sample, behind the others in time. `key`: one can begin with it.
    pub(super) fn push(&mut self, size: u32, duration: u32, shift: i32, key: bool) -> Result<(), RecordingError> {
        self.check(1)?;
        self.sizes.push(size);
        extend(&mut self.durations, 1, duration);
        self.duration += u64::from(duration);
        extend(&mut self.shifts, 1, shift);
        let count = self.sizes.len();
        if !key && self.keys.is_none() {
            self.keys = Some((1..count).filter_map(|number| u32::try_from(number).ok()).collect());
        }
        if let (true, Some(keys)) = (key, &mut self.keys) {
            keys.extend(u32::try_from(count));
        }
        Ok(())
    }

    /// Lets the last sample last until a time at which the next one begins.
    pub(super) fn reach(&mut self, time: u64) {
        let Some(last) = self.durations.last_mut() else { return };
        let before = self.duration - u64::from(last.value);
        let Some(lasts) = time.checked_sub(before).and_then(|lasts| u32::try_from(lasts).ok()).filter(|n| *n > 0)
        else {
            return;
        };
        last.count -= 1;
        if last.count == 0 {
            self.durations.pop();
        }
        extend(&mut self.durations, 1, lasts);
        self.duration = time;
    }

    /// Adds where samples lie; those that lie behind the last ones belong to them.
    pub(super) fn place(&mut self, offset: u64, len: u64, samples: u32) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.offset + chunk.len == offset => {
                chunk.len += len;
                chunk.samples += samples;
            }
            _ if samples == 0 => {}
            _ => self.chunks.push(Chunk { offset, len, samples }),
        }
    }

    fn check(&self, more: usize) -> Result<(), RecordingError> {
        RecordingError::check("samples", (self.sizes.len() + more) as u64, MAX_SAMPLES as u64)
    }

    /// Reads the tables of a track whose index is in one piece (ISO/IEC 14496-12, sections 8.6 to 8.7).
    pub(super) fn read(tables: &Tables<'_>) -> Result<Self, RecordingError> {
        let mut samples = Self::default();
        let mut sizes = Fields(tables.sizes);
        sizes.full()?;
        let (one, count) = (sizes.u32()?, sizes.u32()?);
        samples.check(count as usize)?;
        for _ in 0..count {
            samples.sizes.push(if one == 0 { sizes.u32()? } else { one });
        }
        samples.durations = runs(tables.durations, count, Fields::u32)?;
        samples.shifts = match tables.shifts {
            Some(shifts) => runs(shifts, count, Fields::i32)?,
            None => Vec::new(),
        };
        // The last duration holds for what the table forgets.
        let there: u32 = samples.durations.iter().map(|run| run.count).sum();
        if let Some(last) = samples.durations.last_mut() {
            last.count += count - there;
        } else if count > 0 {
            return Err(BROKEN);
        }
        samples.duration = samples.durations.iter().map(|run| u64::from(run.count) * u64::from(run.value)).sum();
        let shifted: u32 = samples.shifts.iter().map(|run| run.count).sum();
        extend(&mut samples.shifts, count - shifted, 0);
        if let Some(keys) = tables.keys {
            let mut keys = Fields(keys);
            keys.full()?;
            let mut ascending = Vec::new();
            for _ in 0..keys.u32()?.min(count) {
                let key = keys.u32()?;
                if key == 0 || key > count || ascending.last().is_some_and(|last| *last >= key) {
                    return Err(BROKEN);
                }
                ascending.push(key);
            }
            samples.keys = Some(ascending);
        }
        samples.read_chunks(tables)?;
        Ok(samples)
    }

    fn read_chunks(&mut self, tables: &Tables<'_>) -> Result<(), RecordingError> {
        let (mut offsets, long) = (Fields(tables.offsets), tables.long_offsets);
        offsets.full()?;
        let count = offsets.u32()?;
        RecordingError::check("chunks", count.into(), MAX_SAMPLES as u64)?;
        let mut groups = Fields(tables.groups);
        groups.full()?;
        let mut left = groups.u32()?;
        let mut group = |groups: &mut Fields<'_>| -> Result<Option<(u32, u32)>, RecordingError> {
            if left == 0 {
                return Ok(None);
            }
            left -= 1;
            let (first, samples, description) = (groups.u32()?, groups.u32()?, groups.u32()?);
            if description == 1 { Ok(Some((first, samples))) } else { Err(BROKEN) }
        };
        let (mut now, mut next) = (None, group(&mut groups)?);
        let mut from = 0;
        for number in 1..=count {
            while let Some((_, samples)) = next.filter(|(first, _)| *first <= number) {
                now = Some(samples);
                next = group(&mut groups)?;
            }
            let samples = now.ok_or(BROKEN)?;
            let offset = if long { offsets.u64()? } else { offsets.u32()?.into() };
            let to = samples as usize + from;
            let sizes = self.sizes.get(from..to).ok_or(BROKEN)?;
            let len = sizes.iter().map(|size| u64::from(*size)).sum();
            if offset.checked_add(len).is_none_or(|end| end > tables.file_len) {
                return Err(RecordingError::Broken("a part of its sound or picture is missing"));
            }
            self.place(offset, len, samples);
            from = to;
        }
        if from == self.sizes.len() { Ok(()) } else { Err(BROKEN) }
    }

    /// Writes the tables; `places` are the chunks' new offsets.
    pub(super) fn write(&self, out: &mut Vec<u8>, places: &[u32]) {
        let long = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_be_bytes());
        let len = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        put_full(out, b"stts", 0, 0, |out| {
            long(out, len(self.durations.len()));
            for run in &self.durations {
                long(out, run.count);
                long(out, run.value);
            }
        });
        if self.shifts.iter().any(|run| run.value != 0) {
            let signed = u8::from(self.shifts.iter().any(|run| run.value < 0));
            put_full(out, b"ctts", signed, 0, |out| {
                long(out, len(self.shifts.len()));
                for run in &self.shifts {
                    long(out, run.count);
                    long(out, run.value.cast_unsigned());
                }
            });
        }
        if let Some(keys) = &self.keys {
            put_full(out, b"stss", 0, 0, |out| {
                long(out, len(keys.len()));
                for key in keys {
                    long(out, *key);
                }
            });
        }
        let mut groups: Vec<(u32, u32)> = Vec::new();
        for (number, chunk) in (1..).zip(&self.chunks) {
            if groups.last().is_none_or(|(_, samples)| *samples != chunk.samples) {
                groups.push((number, chunk.samples));
            }
        }
        put_full(out, b"stsc", 0, 0, |out| {
            long(out, len(groups.len()));
            for (first, samples) in groups {
                long(out, first);
                long(out, samples);
                long(out, 1);
            }
        });
        let one = self.sizes.first().copied().filter(|one| *one > 0 && self.sizes.iter().all(|size| size == one));
        put_full(out, b"stsz", 0, 0, |out| {
            long(out, one.unwrap_or_default());
            long(out, len(self.sizes.len()));
            if one.is_none() {
                for size in &self.sizes {
                    long(out, *size);
                }
            }
        });
        put_full(out, b"stco", 0, 0, |out| {
            long(out, len(places.len()));
            for place in places {
                long(out, *place);
            }
        });
    }
}

/// Reads runs, as many as `count` samples need.
fn runs<'a, T: Copy + PartialEq>(
    table: &'a [u8],
    count: u32,
    value: impl Fn(&mut Fields<'a>) -> Result<T, RecordingError>,
) -> Result<Vec<Run<T>>, RecordingError> {
    let mut fields = Fields(table);
    fields.full()?;
    let (mut runs, mut left) = (Vec::new(), count);
    for _ in 0..fields.u32()? {
        let of = fields.u32()?.min(left);
        extend(&mut runs, of, value(&mut fields)?);
        left -= of;
        if left == 0 {
            break;
        }
    }
    Ok(runs)
}

/// The tables of a track as they stand in the file.
pub(super) struct Tables<'a> {
    pub(super) durations: &'a [u8],
    pub(super) shifts: Option<&'a [u8]>,
    pub(super) keys: Option<&'a [u8]>,
    pub(super) groups: &'a [u8],
    pub(super) sizes: &'a [u8],
    pub(super) offsets: &'a [u8],
    /// Whether offsets have 64 bits.
    pub(super) long_offsets: bool,
    /// Bytes of the whole file.
    pub(super) file_len: u64,
}

/// Writes an empty data reference: everything lies in the file itself.
pub(super) fn put_here(out: &mut Vec<u8>) {
    put(out, b"dinf", |out| {
        put_full(out, b"dref", 0, 0, |out| {
            out.extend_from_slice(&1_u32.to_be_bytes());
            put_full(out, b"url ", 0, 1, |_| {});
        });
    });
}
