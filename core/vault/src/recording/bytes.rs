//! Numbers and boxes of ISO base media files (ISO/IEC 14496-12, section 4.2), read out of memory and written into it.

use super::RecordingError;

/// The type of a box.
pub(super) type Name = [u8; 4];

const CUT: RecordingError = RecordingError::Broken("a box of it ends early");

/// Takes numbers off the front.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], RecordingError> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(CUT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordingError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(CUT)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn u16(&mut self) -> Result<u16, RecordingError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, RecordingError> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, RecordingError> {
        self.array().map(i32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, RecordingError> {
        self.array().map(u64::from_be_bytes)
    }

    /// A number of 64 bits in version 1 of a box, of 32 in version 0.
    pub(super) fn long(&mut self, version: u8) -> Result<u64, RecordingError> {
        if version == 1 { self.u64() } else { self.u32().map(u64::from) }
    }

    /// Version and flags, with which a full box begins.
    pub(super) fn full(&mut self) -> Result<(u8, u32), RecordingError> {
        let word = self.u32()?;
        Ok(((word >> 24) as u8, word & 0x00FF_FFFF))
    }
}

/// The boxes in a box.
pub(super) struct Boxes<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = Result<(Name, &'a [u8]), RecordingError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Some writers end a list with a zero, or with less than a box.
        let (header, _) = self.0.split_first_chunk::<8>()?;
        let [s3, s2, s1, s0, name @ ..] = *header;
        let (skip, size) = match u32::from_be_bytes([s3, s2, s1, s0]) {
            0 => (8, self.0.len()),
            1 => match self.0.get(8..16).and_then(|size| size.try_into().ok()) {
                Some(size) => (16, usize::try_from(u64::from_be_bytes(size)).unwrap_or(usize::MAX)),
                None => (16, 0),
            },
            size => (8, size as usize),
        };
        let Some(body) = self.0.get(skip..size) else {
            self.0 = &[];
            return Some(Err(CUT));
        };
        self.0 = &self.0[size..];
        Some(Ok((name, body)))
    }
}

/// The first box of a name.
pub(super) fn find<'a>(bytes: &'a [u8], name: &Name) -> Result<Option<&'a [u8]>, RecordingError> {
    for found in Boxes(bytes) {
        let (found, body) = found?;
        if &found == name {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

/// The first box of a name, which has to be there.
pub(super) fn need<'a>(bytes: &'a [u8], name: &Name) -> Result<&'a [u8], RecordingError> {
    find(bytes, name)?.ok_or(RecordingError::Broken("a box is missing"))
}

/// Writes a box around what `body` writes.
pub(super) fn put(out: &mut Vec<u8>, name: &Name, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(name);
    body(out);
    let size = u32::try_from(out.len() - start).unwrap_or(u32::MAX);
    out[start..start + 4].copy_from_slice(&size.to_be_bytes());
}

/// Writes a full box.
pub(super) fn put_full(out: &mut Vec<u8>, name: &Name, version: u8, flags: u32, body: impl FnOnce(&mut Vec<u8>)) {
    put(out, name, |out| {
        out.extend_from_slice(&(u32::from(version) << 24 | flags).to_be_bytes());
        body(out);
    });
}
