//! Signatures: Ed25519 (RFC 8032) over a label and the message. Every type of signature has its own label and
//! a verifier names the type it expects, so that a signature made for one purpose never serves another (K8).

use std::cell::RefCell;
use std::collections::BTreeMap;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::port::{Entropy, random};

/// What a signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A log entry, by the event key of its author.
    Event,
    /// An entry of the organisation log, by the root key.
    Root,
    /// A claim, by the key of the invitation.
    Claim,
    /// A further device, by the event key of that device: it agrees to belong to the member.
    NewDevice,
    /// A further device, by the member's printed recovery key.
    Recovery,
    /// A challenge of the server, by the login key.
    Login,
    /// A key backup, by the event key of the device that made it.
    Backup,
    /// A request to join a channel, by the event key of a device that is not in.
    Join,
    /// What is stated of a photo when it is taken, by the event key of the device.
    Capture,
    /// The list of what is in an evidence package, by the event key of the device that made it.
    Package,
    /// A position of the organisation log, by the event key of the device that knows it.
    Head,
    /// What a device states of logs that are not what they were, by its event key.
    Evidence,
}

impl Purpose {
    /// All purposes, for tests that try each signature on every other verifier.
    pub const ALL: [Self; 12] = [
        Self::Event,
        Self::Root,
        Self::Claim,
        Self::NewDevice,
        Self::Recovery,
        Self::Login,
        Self::Backup,
        Self::Join,
        Self::Capture,
        Self::Package,
        Self::Head,
        Self::Evidence,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Event => "verband/sig/event/1",
            Self::Root => "verband/sig/root/1",
            Self::Claim => "verband/sig/claim/1",
            Self::NewDevice => "verband/sig/new-device/1",
            Self::Recovery => "verband/sig/recovery/1",
            Self::Login => "verband/sig/login/1",
            Self::Backup => "verband/sig/backup/1",
            Self::Join => "verband/sig/join/1",
            Self::Capture => "verband/sig/capture/1",
            Self::Package => "verband/sig/package/1",
            Self::Head => "verband/sig/head/1",
            Self::Evidence => "verband/sig/evidence/1",
        }
    }

    fn message(self, message: &[u8]) -> Vec<u8> {
        let label = self.label();
        let mut out = Vec::with_capacity(1 + label.len() + message.len());
        out.push(u8::try_from(label.len()).expect("labels are short constants"));
        out.extend_from_slice(label.as_bytes());
        out.extend_from_slice(message);
        out
    }
}

/// The signature does not belong to this key, purpose and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not valid")]
pub struct BadSignature;

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Signature(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 64]);

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature")
    }
}

/// An Ed25519 public key, as bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct PublicKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({})", hex::encode(&self.0[..4]))
    }
}

impl PublicKey {
    /// Checks a signature strictly (RFC 8032 section 5.1.7, no small-order keys).
    ///
    /// # Errors
    /// [`BadSignature`], also for a key that is no point of the curve.
    pub fn verify(&self, purpose: Purpose, message: &[u8], signature: &Signature) -> Result<(), BadSignature> {
        let key = self.parsed()?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(&purpose.message(message), &signature).map_err(|_| BadSignature)
    }

    /// The point behind the bytes. Finding it is a sixth of a verification, and a log has many entries by few authors.
    fn parsed(&self) -> Result<VerifyingKey, BadSignature> {
        PARSED.with_borrow_mut(|parsed| {
            if let Some(key) = parsed.get(self) {
                return Ok(*key);
            }
            let key = VerifyingKey::from_bytes(&self.0).map_err(|_| BadSignature)?;
            if parsed.len() == PARSED_KEYS {
                parsed.clear();
            }
            parsed.insert(*self, key);
            Ok(key)
        })
    }
}

/// How many public keys each thread remembers in parsed form, at 200 bytes each.
const PARSED_KEYS: usize = 128;

thread_local! {
    static PARSED: RefCell<BTreeMap<PublicKey, VerifyingKey>> = const { RefCell::new(BTreeMap::new()) };
}

/// An Ed25519 signing key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }

    /// The key with this seed.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// The seed, to be stored in the encrypted store and nowhere else.
    pub fn seed(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(SigningKey::from_bytes(&self.0).verifying_key().to_bytes())
    }

    /// Signs a message for one purpose.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
        Signature(SigningKey::from_bytes(&self.0).sign(&purpose.message(message)).to_bytes())
    }
}
