//! The parts of a workbook's file, which is a ZIP archive (ISO/IEC 21320-1): stored or deflated, not encrypted, smaller than
//! four gigabytes.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::PeopleError;

/// What all parts that are read may unpack to. Those of ten thousand people have a few megabytes; what an archive says of
/// its sizes cannot be believed.
const MAX_UNPACKED: usize = 32 << 20;

pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    /// Where the list of parts begins.
    directory: usize,
    left: usize,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, PeopleError> {
        // The end of the archive is its last record, before a comment of at most 64 KiB.
        let tail = bytes.len().saturating_sub(22 + 0xffff);
        let end = bytes.get(tail..).and_then(|rest| rest.windows(4).rposition(|window| window == b"PK\x05\x06"));
        let directory = end.and_then(|end| u32_at(bytes, tail + end + 16)).ok_or(PeopleError::NotATable)?;
        Ok(Self { bytes, directory, left: MAX_UNPACKED })
    }

    /// Unpacks a part; none if there is no part of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PeopleError> {
        let Some((packed, method)) = self.find(name) else { return Ok(None) };
        let unpacked = match method {
            0 => packed.to_vec(),
            8 => decompress_to_vec_with_limit(packed, self.left).map_err(|error| {
                let is_large = matches!(error.status, miniz_oxide::inflate::TINFLStatus::HasMoreOutput);
                if is_large { PeopleError::TooBig } else { PeopleError::NotATable }
            })?,
            _ => return Err(PeopleError::NotATable),
        };
        self.left = self.left.checked_sub(unpacked.len()).ok_or(PeopleError::TooBig)?;
        Ok(Some(unpacked))
    }

    /// A part as it is packed, and how.
    fn find(&self, name: &str) -> Option<(&'a [u8], usize)> {
        let mut at = self.directory;
        while self.bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            let [length, extra, comment] = [28, 30, 32].map(|field| u16_at(self.bytes, at + field));
            let length = length?;
            if self.bytes.get(at + 46..at + 46 + length)? == name.as_bytes() {
                let (method, packed) = (u16_at(self.bytes, at + 10)?, u32_at(self.bytes, at + 20)?);
                let local = u32_at(self.bytes, at + 42)?;
                let start = local + 30 + u16_at(self.bytes, local + 26)? + u16_at(self.bytes, local + 28)?;
                return Some((self.bytes.get(start..start.checked_add(packed)?)?, method));
            }
            at += 46 + length + extra? + comment?;
        }
        None
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
