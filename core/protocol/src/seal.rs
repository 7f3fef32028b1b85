//! `seal` and `open`: the one encryption of Verband. Events, links, attachments, vault files, invitation bundles
//! and key backups are all sealed here.
//!
//! A sealed object is `suite ‖ salt ‖ commitment ‖ chunks`. Salt, key and context derive a fresh key, nonce and
//! commitment for every object, so there is no nonce state to lose, and a ciphertext opens to one plaintext only
//! (B1). Chunks hold 16 KiB each and the last one always less, so a cut is seen, and any part can be read alone.

use std::ops::Range;

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, Tag};
use hkdf::Hkdf;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::SUITE;
use crate::port::{Entropy, random};

/// Plaintext bytes in every chunk but the last.
pub const CHUNK: usize = 16 << 10;

/// Bytes that authenticate each chunk.
pub const TAG: usize = 16;

/// Bytes before the first chunk: suite, salt and commitment.
pub const HEADER: usize = 1 + SALT + COMMITMENT;

const SALT: usize = 24;
const COMMITMENT: usize = 32;

/// Why something does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed with a suite that this program does not know.
    #[error("cipher suite {0} needs a newer program")]
    Suite(u8),
    /// Another key or context, or changed bytes.
    #[error("it does not open with this key, or was changed")]
    Forged,
    /// It ends too early.
    #[error("it is cut off")]
    Truncated,
}

/// A symmetric key of 32 bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }

    /// The bytes, to be stored in the encrypted store or sealed again.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Another key, derived for one purpose: HKDF-SHA-256 (RFC 5869) with empty salt and `info` as its info.
    ///
    /// # Panics
    /// Never: 32 bytes are within what HKDF gives.
    #[must_use]
    pub fn derive(&self, info: &[u8]) -> Self {
        let mut out = Self([0; 32]);
        Hkdf::<Sha256>::new(None, &self.0).expand(info, &mut out.0).expect("32 bytes are within HKDF's reach");
        out
    }
}

/// The cipher of one sealed object.
struct ObjectCipher {
    cipher: ChaCha20Poly1305,
    nonce: [u8; 12],
    commitment: [u8; COMMITMENT],
}

impl ObjectCipher {
    fn derive(key: &SealKey, context: &[u8], salt: &[u8]) -> Self {
        let len = u32::try_from(context.len()).expect("contexts are headers of a few hundred bytes");
        let info = [b"verband/seal/1".as_slice(), &[SUITE], &len.to_be_bytes(), context];
        let mut okm = Zeroizing::new([0; 32 + 12 + COMMITMENT]);
        Hkdf::<Sha256>::new(Some(salt), &key.0)
            .expand_multi_info(&info, okm.as_mut_slice())
            .expect("76 bytes are within HKDF's reach");
        let (key, rest) = okm.split_at(32);
        let (nonce, commitment) = rest.split_at(12);
        Self {
            cipher: ChaCha20Poly1305::new(key.into()),
            nonce: nonce.try_into().expect("split at 12"),
            commitment: commitment.try_into().expect("the rest"),
        }
    }

    fn nonce(&self, index: u64) -> Nonce {
        let mut nonce = self.nonce;
        for (byte, count) in nonce[4..].iter_mut().zip(index.to_be_bytes()) {
            *byte ^= count;
        }
        nonce.into()
    }

    /// Seals the last `len` bytes of `out` in place and appends the tag.
    fn seal_tail(&self, index: u64, out: &mut Vec<u8>, len: usize) {
        let start = out.len() - len;
        let tag = self
            .cipher
            .encrypt_in_place_detached(&self.nonce(index), b"", &mut out[start..])
            .expect("a chunk is within the cipher's limit");
        out.extend_from_slice(&tag);
    }

    /// Opens one chunk with its tag and appends the plaintext to `out`.
    fn open_chunk(&self, index: u64, chunk: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let split = chunk.len().checked_sub(TAG).ok_or(SealError::Truncated)?;
        let (text, tag) = chunk.split_at(split);
        let start = out.len();
        out.extend_from_slice(text);
        let opened = self.cipher.decrypt_in_place_detached(
            &self.nonce(index),
            b"",
            &mut out[start..],
            Tag::from_slice(tag),
        );
        opened.map_err(|_| {
            out[start..].zeroize();
            out.truncate(start);
            SealError::Forged
        })
    }
}

/// Seals a stream: [`Sealer::new`], then [`Sealer::update`] as often as needed, then [`Sealer::finish`].
pub struct Sealer {
    object: ObjectCipher,
    pending: Zeroizing<Vec<u8>>,
    index: u64,
}

impl Sealer {
    /// Starts an object; its first [`HEADER`] bytes are appended to `out`.
    pub fn new(key: &SealKey, context: &[u8], entropy: &dyn Entropy, out: &mut Vec<u8>) -> Self {
        let salt: [u8; SALT] = random(entropy);
        let object = ObjectCipher::derive(key, context, &salt);
        out.push(SUITE);
        out.extend_from_slice(&salt);
        out.extend_from_slice(&object.commitment);
        Self { object, pending: Zeroizing::new(Vec::with_capacity(CHUNK)), index: 0 }
    }

    /// Takes plaintext and appends every chunk that is full to `out`.
    pub fn update(&mut self, mut plaintext: &[u8], out: &mut Vec<u8>) {
        if !self.pending.is_empty() {
            let (fill, rest) = plaintext.split_at(plaintext.len().min(CHUNK - self.pending.len()));
            self.pending.extend_from_slice(fill);
            plaintext = rest;
            if self.pending.len() < CHUNK {
                return;
            }
            out.extend_from_slice(&self.pending);
            self.pending.zeroize();
            self.seal_chunk(out, CHUNK);
        }
        let mut chunks = plaintext.chunks_exact(CHUNK);
        for chunk in &mut chunks {
            out.extend_from_slice(chunk);
            self.seal_chunk(out, CHUNK);
        }
        self.pending.extend_from_slice(chunks.remainder());
    }

    /// Appends the last chunk, which is shorter than the others and may be empty.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        let len = self.pending.len();
        out.extend_from_slice(&self.pending);
        self.seal_chunk(out, len);
    }

    fn seal_chunk(&mut self, out: &mut Vec<u8>, len: usize) {
        self.object.seal_tail(self.index, out, len);
        self.index += 1;
    }
}

/// Opens the chunks of one object in any order.
pub struct Opener {
    object: ObjectCipher,
}

impl Opener {
    /// Checks suite and commitment of an object from its first bytes.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn new(key: &SealKey, context: &[u8], header: &[u8; HEADER]) -> Result<Self, SealError> {
        let (suite, rest) = header.split_at(1);
        if suite != [SUITE] {
            return Err(SealError::Suite(header[0]));
        }
        let (salt, commitment) = rest.split_at(SALT);
        let object = ObjectCipher::derive(key, context, salt);
        if bool::from(object.commitment.ct_eq(commitment)) { Ok(Self { object }) } else { Err(SealError::Forged) }
    }

    /// Opens the chunk at an index and appends its plaintext to `out`. Only the last chunk is, and always is,
    /// shorter than the others.
    ///
    /// # Errors
    /// See [`SealError`]; `out` is then as before.
    pub fn open_chunk(
        &self,
        index: u64,
        chunk: &[u8],
        last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        if last == (chunk.len() >= CHUNK + TAG) {
            return Err(SealError::Truncated);
        }
        self.object.open_chunk(index, chunk, out)
    }
}

/// Opens a stream that arrives in pieces of any size.
pub struct OpenStream {
    key: SealKey,
    context: Vec<u8>,
    opener: Option<Opener>,
    pending: Vec<u8>,
    index: u64,
}

impl OpenStream {
    /// Starts an object.
    pub fn new(key: &SealKey, context: &[u8]) -> Self {
        Self { key: key.clone(), context: context.to_vec(), opener: None, pending: Vec::new(), index: 0 }
    }

    /// Takes sealed bytes and appends the plaintext of every whole chunk to `out`.
    ///
    /// # Errors
    /// See [`SealError`]. What was appended before is authentic, but the object is not whole.
    pub fn update(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        self.pending.extend_from_slice(sealed);
        let mut start = 0;
        if self.opener.is_none() {
            let Some(header) = self.pending.first_chunk() else { return Ok(()) };
            self.opener = Some(Opener::new(&self.key, &self.context, header)?);
            start = HEADER;
        }
        let Some(opener) = &self.opener else { return Ok(()) };
        // A full chunk is never the last: at least the tag of the last one follows it.
        while let Some(chunk) = self.pending.get(start..start + CHUNK + TAG) {
            opener.open_chunk(self.index, chunk, false, out)?;
            self.index += 1;
            start += CHUNK + TAG;
        }
        self.pending.drain(..start);
        Ok(())
    }

    /// Opens the last chunk.
    ///
    /// # Errors
    /// See [`SealError`]: only after this the object is known to be whole.
    pub fn finish(self, out: &mut Vec<u8>) -> Result<(), SealError> {
        let opener = self.opener.ok_or(SealError::Truncated)?;
        opener.open_chunk(self.index, &self.pending, true, out)
    }
}

/// Seals a plaintext under a key and a context (deterministic CBOR that names what it is).
pub fn seal(key: &SealKey, context: &[u8], plaintext: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
    let len = usize::try_from(sealed_len(plaintext.len() as u64)).unwrap_or(0);
    let mut out = Vec::with_capacity(len);
    let mut sealer = Sealer::new(key, context, entropy, &mut out);
    sealer.update(plaintext, &mut out);
    sealer.finish(&mut out);
    out
}

/// Opens what [`seal`] made, with the same key and context.
///
/// # Errors
/// See [`SealError`].
pub fn open(key: &SealKey, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (header, chunks) = sealed.split_first_chunk().ok_or(SealError::Truncated)?;
    let opener = Opener::new(key, context, header)?;
    let mut out = Zeroizing::new(Vec::with_capacity(chunks.len()));
    let (full, last) = chunks.split_at(chunks.len() / (CHUNK + TAG) * (CHUNK + TAG));
    let mut index = 0;
    for chunk in full.chunks_exact(CHUNK + TAG) {
        opener.open_chunk(index, chunk, false, &mut out)?;
        index += 1;
    }
    opener.open_chunk(index, last, true, &mut out)?;
    Ok(out)
}

/// Length of the sealed object for a plaintext of this length.
pub fn sealed_len(plain_len: u64) -> u64 {
    HEADER as u64 + plain_len + (plain_len / CHUNK as u64 + 1) * TAG as u64
}

/// Length of the plaintext in a sealed object of this length, if an object can have it.
pub fn plain_len(sealed_len: u64) -> Option<u64> {
    let chunks = sealed_len.checked_sub(HEADER as u64)?;
    let size = (CHUNK + TAG) as u64;
    let last = (chunks % size).checked_sub(TAG as u64)?;
    Some(chunks / size * CHUNK as u64 + last)
}

/// Which chunks hold a range of the plaintext: the index of the first, and the range of bytes in the sealed
/// object that holds them all (to be cut at its end).
pub fn chunk_range(plain: Range<u64>) -> (u64, Range<u64>) {
    let (chunk, size) = (CHUNK as u64, (CHUNK + TAG) as u64);
    let first = plain.start / chunk;
    let end = plain.end.max(plain.start + 1).div_ceil(chunk);
    (first, HEADER as u64 + first * size..HEADER as u64 + end * size)
}
