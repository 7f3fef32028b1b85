//! Keys on paper: the recovery key that a member keeps, and the root key of the organisation in its safe.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::CodeError;
use super::bits::Bits;
use crate::port::{Entropy, random};
use crate::sign::SecretKey;

/// A member's printed recovery key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey(Bits);

impl RecoveryKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self::from_bytes(random(entropy))
    }

    /// The key of these bytes, which a device that comes back keeps until it is back.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Bits(bytes))
    }

    /// The bytes, to be stored in the encrypted store and nowhere else.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0.0
    }

    /// Reads a typed key.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Bits::parse(text).map(Self)
    }

    /// The key in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        self.0.grouped()
    }

    /// Certifies a new device of the member.
    pub fn signing_key(&self) -> SecretKey {
        SecretKey::from_seed(self.0.derive("verband/recovery/sig/1"))
    }

    /// The seed of the key that the key backup is encrypted to.
    pub fn handover_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.derive("verband/recovery/hpke/1"))
    }
}

/// The printed root key of an organisation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RootKey(Bits);

impl RootKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(Bits(random(entropy)))
    }

    /// Reads a typed key.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Bits::parse(text).map(Self)
    }

    /// The key in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        self.0.grouped()
    }

    /// Signs the first entries of the organisation, and those that bring back an administrator.
    pub fn signing_key(&self) -> SecretKey {
        SecretKey::from_seed(self.0.derive("verband/root/sig/1"))
    }
}
