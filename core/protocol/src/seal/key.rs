//! The key of sealed objects and the keys derived from it.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::port::{Entropy, random};

/// A 32-byte secret that seals objects or derives further keys. It is wiped on drop and has no `Debug`.
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

    /// The secret bytes, to be stored in the encrypted store or handed over sealed, and nowhere else.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one use: HKDF-SHA-256 (RFC 5869) with this key as input, no salt and `label` as info.
    /// Labels start with `verband/` and name the use; none of them is `verband/seal/…`, which is the info of
    /// [`seal`](super::seal) itself.
    pub fn derive(&self, label: &[u8]) -> Self {
        let mut out = Self([0; 32]);
        Hkdf::<Sha256>::new(None, &self.0).expand(label, &mut out.0).expect("HKDF-SHA-256 gives 32 bytes");
        out
    }
}
