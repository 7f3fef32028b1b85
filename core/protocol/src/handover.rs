//! Hand-over of a key to one device: HPKE base mode (RFC 9180) with X25519, HKDF-SHA-256 and
//! ChaCha20-Poly1305. Used for the directory key and for a member's key backup.

use hpke_rs::hpke_types::{AeadAlgorithm, KdfAlgorithm, KemAlgorithm};
use hpke_rs::{Hpke, HpkePrivateKey, HpkePublicKey, Mode};
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::hpke::Primitives;
use crate::id::Hash;
use crate::port::{Entropy, random};
use crate::seal::SealKey;

const LABEL: &[u8] = b"verband/handover/1";

/// A sealed key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Handover {
    /// The encapsulated key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub enc: Vec<u8>,
    /// The ciphertext.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
}

/// The hand-over does not open with this key and context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hand-over does not open with this key")]
pub struct HandoverError;

/// The X25519 key of a device for hand-overs.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct HandoverKey {
    secret: Vec<u8>,
    #[zeroize(skip)]
    public: [u8; 32],
}

fn hpke() -> Hpke<Primitives> {
    Hpke::new(Mode::Base, KemAlgorithm::DhKem25519, KdfAlgorithm::HkdfSha256, AeadAlgorithm::ChaCha20Poly1305)
}

impl HandoverKey {
    /// The key that derives from this input key material (RFC 9180 section 7.1.3).
    ///
    /// # Panics
    /// Never: 32 bytes of input always derive an X25519 key.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let pair = hpke().derive_key_pair(seed).expect("32 bytes derive an X25519 key");
        let public = pair.public_key().as_slice().try_into().expect("X25519 keys have 32 bytes");
        Self { secret: pair.private_key().as_slice().to_vec(), public }
    }

    /// A new random key and the seed it comes from.
    pub fn random(entropy: &dyn Entropy) -> (Self, Zeroizing<[u8; 32]>) {
        let seed = Zeroizing::new(random(entropy));
        (Self::from_seed(&seed), seed)
    }

    /// The public half.
    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    /// Opens a hand-over.
    ///
    /// # Errors
    /// [`HandoverError`] for another key, another context or changed bytes.
    pub fn open(&self, context: &[u8], handover: &Handover) -> Result<Zeroizing<Vec<u8>>, HandoverError> {
        let secret = HpkePrivateKey::new(self.secret.clone());
        hpke()
            .open(&handover.enc, &secret, LABEL, context, &handover.ciphertext, None, None, None)
            .map(Zeroizing::new)
            .map_err(|_| HandoverError)
    }
}

/// Hands a secret to the holder of a public key. The randomness is HPKE's own, from the operating system.
///
/// # Errors
/// [`HandoverError`] if the public key is no X25519 key.
pub fn hand_over(to: &[u8; 32], context: &[u8], secret: &[u8]) -> Result<Handover, HandoverError> {
    let public = HpkePublicKey::new(to.to_vec());
    let (enc, ciphertext) =
        hpke().seal(&public, LABEL, context, secret, None, None, None).map_err(|_| HandoverError)?;
    Ok(Handover { enc, ciphertext })
}

/// The public commitment to a directory key of one generation.
pub fn directory_commitment(key: &SealKey, generation: u32) -> Hash {
    let derived = key.derive(b"verband/directory-commitment/1");
    Hash::labelled("verband/directory-key/1", &[&generation.to_be_bytes(), derived.expose()])
}
