//! The key schedule of one object and the encryption of one chunk.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Tag};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::layout::{CHUNK_LEN, SEALED_CHUNK_LEN, TAG_LEN};
use super::{SealError, SealKey};
use crate::SUITE;
use crate::port::{Entropy, random};

const LABEL: &[u8] = b"verband/seal/1";
const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 12;
pub(super) const SALT_LEN: usize = 24;
pub(super) const COMMITMENT_LEN: usize = 32;

/// The keys of one object.
pub(super) struct Chunks {
    cipher: ChaCha20Poly1305,
    base_nonce: [u8; NONCE_LEN],
}

impl Drop for Chunks {
    fn drop(&mut self) {
        // The cipher wipes its own key.
        self.base_nonce.zeroize();
    }
}

impl Chunks {
    /// Derives the keys of an object and its commitment.
    pub(super) fn derive(
        key: &SealKey,
        suite: u8,
        context: &[u8],
        salt: &[u8; SALT_LEN],
    ) -> (Self, [u8; COMMITMENT_LEN]) {
        Self::expand(&Hkdf::new(Some(salt), key.expose()), suite, context)
    }

    /// The same from what HKDF extracts of key and salt.
    pub(super) fn expand(extracted: &Hkdf<Sha256>, suite: u8, context: &[u8]) -> (Self, [u8; COMMITMENT_LEN]) {
        let context_len = u32::try_from(context.len()).expect("a context is a few hundred bytes");
        let mut okm = Zeroizing::new([0; KEY_LEN + NONCE_LEN + COMMITMENT_LEN]);
        extracted
            .expand_multi_info(&[LABEL, &[suite], &context_len.to_be_bytes(), context], okm.as_mut_slice())
            .expect("HKDF-SHA-256 gives 76 bytes");

        let (cipher_key, rest) = okm.split_first_chunk::<KEY_LEN>().expect("it is longer");
        let (nonce, committed) = rest.split_at(NONCE_LEN);
        let mut base_nonce = [0; NONCE_LEN];
        base_nonce.copy_from_slice(nonce);
        let mut commitment = [0; COMMITMENT_LEN];
        commitment.copy_from_slice(committed);
        (Self { cipher: ChaCha20Poly1305::new(cipher_key.into()), base_nonce }, commitment)
    }

    /// Starts an object: draws its salt and appends its header to `out`.
    pub(super) fn begin(key: &SealKey, context: &[u8], entropy: &dyn Entropy, out: &mut Vec<u8>) -> Self {
        let salt: [u8; SALT_LEN] = random(entropy);
        let (chunks, commitment) = Self::derive(key, SUITE, context, &salt);
        out.push(SUITE);
        out.extend_from_slice(&salt);
        out.extend_from_slice(&commitment);
        chunks
    }

    fn nonce(&self, index: u64) -> [u8; NONCE_LEN] {
        let mut nonce = self.base_nonce;
        for (byte, count) in nonce[NONCE_LEN - 8..].iter_mut().zip(index.to_be_bytes()) {
            *byte ^= count;
        }
        nonce
    }

    /// Appends chunk `index`, encrypted.
    pub(super) fn seal(&self, index: u64, plain: &[u8], out: &mut Vec<u8>) {
        debug_assert!(plain.len() <= CHUNK_LEN);
        let start = out.len();
        out.resize(start + plain.len(), 0);
        let tag = self
            .cipher
            .encrypt_inout_detached(&self.nonce(index).into(), b"", through(plain, &mut out[start..]))
            .expect("16 KiB are less than the cipher's limit of 256 GiB");
        out.extend_from_slice(&tag);
    }

    /// Decrypts chunk `index` into `out`, which is shorter than `sealed` by the tag. `out` is unchanged when the chunk
    /// is not genuine.
    pub(super) fn open(&self, index: u64, sealed: &[u8], out: &mut [u8]) -> Result<(), SealError> {
        debug_assert!(sealed.len() <= SEALED_CHUNK_LEN);
        let (body, tag) = sealed.split_last_chunk::<TAG_LEN>().ok_or(SealError::Chunk(index))?;
        // The tag is checked first.
        self.cipher
            .decrypt_inout_detached(&self.nonce(index).into(), b"", through(body, out), &Tag::from(*tag))
            .map_err(|_| SealError::Chunk(index))
    }
}

/// From one buffer through the cipher into the other, with no copy before.
fn through<'a>(input: &'a [u8], out: &'a mut [u8]) -> InOutBuf<'a, 'a, u8> {
    InOutBuf::new(input, out).expect("both have the length of the plaintext")
}
