//! Sealing and opening from front to back in pieces of any size, with one chunk of memory.

use zeroize::Zeroizing;

use super::chunk::Chunks;
use super::layout::{CHUNK_LEN, HEADER_LEN, SEALED_CHUNK_LEN, TAG_LEN};
use super::{Opener, SealError, SealKey};
use crate::port::Entropy;

/// Seals one object piece by piece. Its output, put together, is what [`seal`](super::seal) makes.
pub struct Sealer {
    chunks: Chunks,
    index: u64,
    /// Less than a chunk of plaintext that waits for more.
    pending: Zeroizing<Vec<u8>>,
}

impl Sealer {
    /// Starts an object and appends its header to `out`.
    pub fn new(key: &SealKey, context: &[u8], entropy: &dyn Entropy, out: &mut Vec<u8>) -> Self {
        Self { chunks: Chunks::begin(key, context, entropy, out), index: 0, pending: Zeroizing::new(Vec::new()) }
    }

    /// Takes more plaintext and appends the chunks it completes to `out`.
    pub fn update(&mut self, mut plain: &[u8], out: &mut Vec<u8>) {
        out.reserve((self.pending.len() + plain.len()) / CHUNK_LEN * SEALED_CHUNK_LEN);
        if !self.pending.is_empty() {
            plain = fill(&mut self.pending, plain, CHUNK_LEN);
            if self.pending.len() == CHUNK_LEN {
                self.chunks.seal(self.index, &self.pending, out);
                self.index += 1;
                self.pending.clear();
            }
        }
        // A full chunk is never the last one, so it can be sealed without looking ahead.
        let mut full = plain.chunks_exact(CHUNK_LEN);
        for chunk in &mut full {
            self.chunks.seal(self.index, chunk, out);
            self.index += 1;
        }
        fill(&mut self.pending, full.remainder(), CHUNK_LEN);
    }

    /// Ends the object: appends its last chunk to `out`.
    pub fn finish(self, out: &mut Vec<u8>) {
        out.reserve(self.pending.len() + TAG_LEN);
        self.chunks.seal(self.index, &self.pending, out);
    }
}

/// Opens one object piece by piece.
///
/// Bytes come out once their chunk is genuine and in its place. Only [`OpenStream::finish`] tells that the object is
/// complete, so do not act on the content before.
pub struct OpenStream {
    state: State,
    /// The part of a header or chunk that has arrived.
    pending: Vec<u8>,
}

enum State {
    Header { key: SealKey, context: Vec<u8> },
    Body { opener: Opener, index: u64 },
    Failed(SealError),
}

impl OpenStream {
    /// Starts to open an object; its first bytes are its header.
    pub fn new(key: &SealKey, context: &[u8]) -> Self {
        let state = State::Header { key: key.clone(), context: context.to_vec() };
        Self { state, pending: Vec::new() }
    }

    /// Takes more of the sealed object and appends the plaintext of the chunks it completes to `out`.
    ///
    /// # Errors
    /// [`SealError`]; the stream then gives the same error for ever. `out` holds no byte of the failing chunk.
    pub fn update(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let done = self.advance(sealed, out);
        if let Err(error) = done {
            self.state = State::Failed(error);
        }
        done
    }

    fn advance(&mut self, mut sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        if let State::Header { key, context } = &self.state {
            sealed = fill(&mut self.pending, sealed, HEADER_LEN);
            let Some(header) = self.pending.first_chunk::<HEADER_LEN>() else {
                return Ok(());
            };
            let opener = Opener::new(key, context, header)?;
            self.state = State::Body { opener, index: 0 };
            self.pending.clear();
        }
        let (opener, index) = match &mut self.state {
            State::Body { opener, index } => (opener, index),
            State::Failed(error) => return Err(*error),
            State::Header { .. } => return Ok(()),
        };
        out.reserve((self.pending.len() + sealed.len()) / SEALED_CHUNK_LEN * CHUNK_LEN);
        if !self.pending.is_empty() {
            sealed = fill(&mut self.pending, sealed, SEALED_CHUNK_LEN);
            if self.pending.len() == SEALED_CHUNK_LEN {
                opener.open_chunk(*index, &self.pending, false, out)?;
                *index += 1;
                self.pending.clear();
            }
        }
        let mut full = sealed.chunks_exact(SEALED_CHUNK_LEN);
        for chunk in &mut full {
            opener.open_chunk(*index, chunk, false, out)?;
            *index += 1;
        }
        fill(&mut self.pending, full.remainder(), SEALED_CHUNK_LEN);
        Ok(())
    }

    /// Appends the last chunk to `out` and confirms that the object is complete.
    ///
    /// # Errors
    /// [`SealError::Incomplete`] when the object was cut short, otherwise as [`OpenStream::update`].
    pub fn finish(self, out: &mut Vec<u8>) -> Result<(), SealError> {
        match self.state {
            State::Header { .. } => Err(SealError::Incomplete),
            State::Failed(error) => Err(error),
            State::Body { opener, index } => {
                if self.pending.len() < TAG_LEN {
                    return Err(SealError::Incomplete);
                }
                opener.open_chunk(index, &self.pending, true, out)
            }
        }
    }
}

/// Moves bytes from `input` to `pending` until that holds `len`; gives back what is left.
fn fill<'a>(pending: &mut Vec<u8>, input: &'a [u8], len: usize) -> &'a [u8] {
    let (now, later) = input.split_at(input.len().min(len - pending.len()));
    if !now.is_empty() {
        // To its full size at once: a vector that grows leaves plaintext behind where it was.
        pending.reserve_exact(len - pending.len());
        pending.extend_from_slice(now);
    }
    later
}
