//! `seal` and `open`: the one way in which Verband encrypts bytes. Events, links, attachments, vault files, the
//! bundle of an invitation and the key backup all go through it. Only symmetric sealing lives here: no key
//! agreement, no signatures, no knowledge of what is sealed.
//!
//! ```text
//! sealed     = suite(1) ‖ salt(24, random) ‖ commitment(32) ‖ chunk 0 ‖ … ‖ chunk n
//! okm(76)    = HKDF-SHA-256(salt = salt, ikm = K,
//!                           info = "verband/seal/1" ‖ suite ‖ u32 BE len(context) ‖ context)
//! okm        = key(32) ‖ base_nonce(12) ‖ commitment(32)
//! chunk i    = ChaCha20-Poly1305(key, base_nonce XOR (0^4 ‖ u64 BE i), no AAD, 16 KiB of plaintext) ‖ tag(16)
//! ```
//!
//! The shape is that of C2SP *chunked-encryption*, with ChaCha20-Poly1305 (RFC 8439) and HKDF (RFC 5869):
//! - A fresh salt per object gives it its own key, so there is no nonce state that a restored backup could repeat.
//! - The commitment binds the object to one key and one context, which the AEAD alone does not; it is compared
//!   before anything is decrypted.
//! - Every chunk but the last holds exactly 16 KiB and the last one always less (it may be empty), so an object cut
//!   at a chunk border is noticed, and each chunk opens by itself, so that a reader can seek.
//!
//! ```
//! use verband_protocol::port::Entropy;
//! use verband_protocol::seal::{SealKey, open, seal};
//!
//! # struct Fixed;
//! # impl Entropy for Fixed { fn fill(&self, out: &mut [u8]) { out.fill(7) } }
//! # let entropy = Fixed;
//! let key = SealKey::random(&entropy);
//! let sealed = seal(&key, b"context", b"Pflaster fehlen", &entropy);
//! assert_eq!(open(&key, b"context", &sealed)?.as_slice(), b"Pflaster fehlen");
//! assert!(open(&key, b"another context", &sealed).is_err());
//! # Ok::<(), verband_protocol::seal::SealError>(())
//! ```

mod chunk;
mod disclosure;
mod key;
mod layout;
mod opener;
mod stream;

use zeroize::{Zeroize, Zeroizing};

use crate::port::Entropy;
use chunk::Chunks;

pub use disclosure::Disclosure;
pub use key::SealKey;
pub use layout::{
    CHUNK_LEN, ChunkRange, HEADER_LEN, OVERHEAD, SEALED_CHUNK_LEN, TAG_LEN, chunk_range, plain_len, sealed_len,
};
pub use opener::Opener;
pub use stream::{OpenStream, Sealer};

/// Why sealed bytes do not open. None of these says anything about the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The object was sealed with a suite that this version does not know.
    #[error("sealed with the unknown suite {0}")]
    UnknownSuite(u8),
    /// The commitment does not match: another key, another context, or a changed header.
    #[error("sealed with another key or for another context")]
    Commitment,
    /// The chunk with this index was changed, moved or cut.
    #[error("chunk {0} of the sealed object was changed")]
    Chunk(u64),
    /// No sealed object has this length, or it ends where it should go on.
    #[error("the sealed object is not complete")]
    Incomplete,
}

/// Seals `plaintext` for `context`, the caller's deterministic CBOR that says what the object is and where it
/// belongs. The same context opens it again.
pub fn seal(key: &SealKey, context: &[u8], plaintext: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
    let mut out = Vec::with_capacity(layout::sealed_len_of(plaintext));
    let object = Chunks::begin(key, context, entropy, &mut out);
    let chunks = plaintext.chunks_exact(CHUNK_LEN);
    let last = chunks.remainder();
    let mut index = 0;
    for chunk in chunks {
        object.seal(index, chunk, &mut out);
        index += 1;
    }
    object.seal(index, last, &mut out);
    out
}

/// Opens what [`seal`] made with the same key and context. The plaintext is wiped when it is dropped.
///
/// # Errors
/// [`SealError`] when any bit of the object, the key or the context differs; nothing is returned then.
pub fn open(key: &SealKey, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    // Shorter than `sealed`, so it is a length in memory.
    let plain = plain_len(sealed.len() as u64).ok_or(SealError::Incomplete)? as usize;
    let mut out = Zeroizing::new(vec![0; plain]);
    open_into(key, context, sealed, &mut out)?;
    Ok(out)
}

/// Like [`open`], into a buffer of the caller, for large content that need not be wiped at once. `out` is exactly as
/// long as the plaintext: see [`plain_len`].
///
/// # Errors
/// [`SealError`] as for [`open`], and [`SealError::Incomplete`] when `out` has another length; `out` has then been
/// wiped.
pub fn open_into(key: &SealKey, context: &[u8], sealed: &[u8], out: &mut [u8]) -> Result<(), SealError> {
    let opened = open_whole(key, context, sealed, out);
    if opened.is_err() {
        out.zeroize();
    }
    opened
}

fn open_whole(key: &SealKey, context: &[u8], sealed: &[u8], out: &mut [u8]) -> Result<(), SealError> {
    let (header, body) = sealed.split_first_chunk::<HEADER_LEN>().ok_or(SealError::Incomplete)?;
    let opener = Opener::new(key, context, header)?;
    if plain_len(sealed.len() as u64) != Some(out.len() as u64) {
        return Err(SealError::Incomplete);
    }
    opener.open_all(body, out)
}
