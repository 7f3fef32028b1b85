//! Where plaintext bytes lie inside a sealed object. Arithmetic on lengths only.

use std::ops::Range;

/// Bytes before the first chunk: suite, salt and commitment.
pub const HEADER_LEN: usize = 1 + 24 + 32;
/// Plaintext bytes in every chunk but the last, which always holds fewer.
pub const CHUNK_LEN: usize = 16 * 1024;
/// Bytes of the Poly1305 tag behind each chunk.
pub const TAG_LEN: usize = 16;
/// Bytes of every sealed chunk but the last.
pub const SEALED_CHUNK_LEN: usize = CHUNK_LEN + TAG_LEN;
/// What sealing adds to an object that fits in one chunk.
pub const OVERHEAD: usize = HEADER_LEN + TAG_LEN;

const HEADER: u64 = HEADER_LEN as u64;
const CHUNK: u64 = CHUNK_LEN as u64;
const TAG: u64 = TAG_LEN as u64;
const SEALED_CHUNK: u64 = SEALED_CHUNK_LEN as u64;

/// The length in bytes of a sealed object with `plain_len` bytes of plaintext.
pub fn sealed_len(plain_len: u64) -> u64 {
    // Saturating, because lengths come from other people's headers: a nonsensical one stays nonsensical.
    let tags = (plain_len / CHUNK + 1).saturating_mul(TAG);
    plain_len.saturating_add(tags).saturating_add(HEADER)
}

/// The length in bytes of the plaintext in a sealed object of `sealed_len` bytes; `None` when no object has that
/// length.
pub fn plain_len(sealed_len: u64) -> Option<u64> {
    let chunks = sealed_len.checked_sub(HEADER)?;
    let last = (chunks % SEALED_CHUNK).checked_sub(TAG)?;
    Some(chunks / SEALED_CHUNK * CHUNK + last)
}

/// How many bytes [`super::seal`] makes of this plaintext.
pub(super) fn sealed_len_of(plaintext: &[u8]) -> usize {
    plaintext.len() + (plaintext.len() / CHUNK_LEN + 1) * TAG_LEN + HEADER_LEN
}

/// The chunks that hold a range of plaintext, made by [`chunk_range`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRange {
    /// Index of the first chunk, counted from 0.
    pub first_chunk: u64,
    /// The bytes of the sealed object to fetch: whole chunks.
    pub sealed: Range<u64>,
    /// The plaintext asked for, cut to the length of the object.
    pub plain: Range<u64>,
    /// Whether the last one of these chunks is the last one of the object.
    pub has_last: bool,
}

impl ChunkRange {
    /// Plaintext bytes of the first chunk that lie before the range.
    pub fn skip(&self) -> usize {
        (self.plain.start % CHUNK) as usize
    }
}

/// Which chunks to fetch and open for the plaintext bytes `plain` of an object with `plain_len` bytes of plaintext.
///
/// A range that reaches the end of the plaintext includes the last chunk even if that is empty: it proves the
/// length. A reader that never opens the last chunk knows that its bytes are genuine, but takes the length of the
/// object on trust.
pub fn chunk_range(plain: Range<u64>, plain_len: u64) -> ChunkRange {
    let end = plain.end.min(plain_len);
    let start = plain.start.min(end);
    let first_chunk = start / CHUNK;
    let last_chunk = plain_len / CHUNK;
    let after = if end == plain_len {
        last_chunk + 1
    } else if start == end {
        first_chunk
    } else {
        end.div_ceil(CHUNK)
    };
    let has_last = after > last_chunk;
    let offset = |chunk: u64| chunk.saturating_mul(SEALED_CHUNK).saturating_add(HEADER);
    let sealed = offset(first_chunk)..offset(after).min(sealed_len(plain_len));
    ChunkRange { first_chunk, sealed, plain: start..end, has_last }
}
