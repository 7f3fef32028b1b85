//! Random access: opening single chunks of an object whose header has been read.

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::chunk::{COMMITMENT_LEN, Chunks, SALT_LEN};
use super::layout::{CHUNK_LEN, ChunkRange, HEADER_LEN, SEALED_CHUNK_LEN, TAG_LEN};
use super::{Disclosure, SealError, SealKey};
use crate::SUITE;

/// Opens chunks of one object in any order. Make one per object and keep it while reading.
pub struct Opener {
    chunks: Chunks,
}

impl Opener {
    /// Checks that key and context belong to the object with this header.
    ///
    /// # Errors
    /// [`SealError::UnknownSuite`] or [`SealError::Commitment`].
    pub fn new(key: &SealKey, context: &[u8], header: &[u8; HEADER_LEN]) -> Result<Self, SealError> {
        Self::checked(header, |suite, salt| Chunks::derive(key, suite, context, salt))
    }

    /// The same for one object that was disclosed.
    pub(super) fn disclosed(
        disclosure: &Disclosure,
        context: &[u8],
        header: &[u8; HEADER_LEN],
    ) -> Result<Self, SealError> {
        Self::checked(header, |suite, _| Chunks::expand(&disclosure.extracted(), suite, context))
    }

    fn checked(
        header: &[u8; HEADER_LEN],
        derive: impl FnOnce(u8, &[u8; SALT_LEN]) -> (Chunks, [u8; COMMITMENT_LEN]),
    ) -> Result<Self, SealError> {
        let [suite, rest @ ..] = header;
        if *suite != SUITE {
            return Err(SealError::UnknownSuite(*suite));
        }
        let (salt, commitment) = rest.split_at(SALT_LEN);
        let salt: &[u8; SALT_LEN] = salt.try_into().expect("split at its length");
        let (chunks, expected) = derive(*suite, salt);
        if bool::from(expected.as_slice().ct_eq(commitment)) { Ok(Self { chunks }) } else { Err(SealError::Commitment) }
    }

    /// Appends the plaintext of the chunk `index` (from 0) to `out`. `is_last` is what the reader knows from the
    /// length of the object: the last chunk is the only one shorter than [`SEALED_CHUNK_LEN`].
    ///
    /// # Errors
    /// [`SealError::Incomplete`] when the chunk has not the length of its place, [`SealError::Chunk`] when it is
    /// not genuine. `out` is then unchanged.
    pub fn open_chunk(
        &self,
        index: u64,
        sealed_chunk: &[u8],
        is_last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let fits = if is_last { sealed_chunk.len() < SEALED_CHUNK_LEN } else { sealed_chunk.len() == SEALED_CHUNK_LEN };
        if !fits {
            return Err(SealError::Incomplete);
        }
        let start = out.len();
        out.resize(start + sealed_chunk.len().saturating_sub(TAG_LEN), 0);
        let opened = self.chunks.open(index, sealed_chunk, &mut out[start..]);
        if opened.is_err() {
            out.truncate(start);
        }
        opened
    }

    /// Opens all chunks of the object into a buffer of exactly the length of its plaintext.
    pub(super) fn open_all(&self, sealed: &[u8], out: &mut [u8]) -> Result<(), SealError> {
        let chunks = sealed.chunks_exact(SEALED_CHUNK_LEN);
        let (full, rest) = out.split_at_mut(chunks.len() * CHUNK_LEN);
        let last = chunks.remainder();
        let mut index = 0;
        for (chunk, out) in chunks.zip(full.chunks_exact_mut(CHUNK_LEN)) {
            self.chunks.open(index, chunk, out)?;
            index += 1;
        }
        self.chunks.open(index, last, rest)
    }

    /// Appends exactly the plaintext `range.plain` to `out`, given the bytes `range.sealed` of the object.
    ///
    /// # Errors
    /// As [`Opener::open_chunk`]. `out` may then hold chunks before the failing one, which are genuine.
    pub fn open_range(&self, range: &ChunkRange, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        if sealed.len() as u64 != range.sealed.end - range.sealed.start {
            return Err(SealError::Incomplete);
        }
        if sealed.is_empty() {
            return if range.plain.is_empty() { Ok(()) } else { Err(SealError::Incomplete) };
        }
        let start = out.len();
        let chunks = sealed.chunks(SEALED_CHUNK_LEN);
        let last = chunks.len().saturating_sub(1);
        for (n, chunk) in chunks.enumerate() {
            let is_last = range.has_last && n == last;
            self.open_chunk(range.first_chunk + n as u64, chunk, is_last, out)?;
        }
        let wanted = range.skip()..range.skip() + (range.plain.end - range.plain.start) as usize;
        let opened = out.len() - start;
        debug_assert!(wanted.end <= opened && opened - wanted.len() <= 2 * CHUNK_LEN);
        if wanted.start > 0 {
            out.copy_within(start + wanted.start..start + wanted.end, start);
        }
        out[start + wanted.len()..].zeroize();
        out.truncate(start + wanted.len());
        Ok(())
    }
}
