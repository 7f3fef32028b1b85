//! Keys on paper: the recovery key that a member keeps, and the root key of the organisation in its safe.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::check::{CHECKS, checks};
use super::{CodeError, expand, symbols};
use crate::port::{Entropy, random};
use crate::sign::SecretKey;

/// Symbols of a key on paper: 26 for 128 bits and two zero bits, two check symbols.
pub const RECOVERY_LEN: usize = 28;
const DATA: usize = RECOVERY_LEN - CHECKS;

/// 128 bits in seven groups of four symbols. They are strong enough not to be stretched.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Printed([u8; 16]);

impl Printed {
    fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = symbols::read::<RECOVERY_LEN>(text)?;
        let mut key = Self([0; 16]);
        // The two spare bits tell a later version of the key.
        if symbols::collect(&symbols[..DATA], &mut key.0) { Ok(key) } else { Err(CodeError::Version) }
    }

    fn grouped(&self) -> Zeroizing<String> {
        let mut all = Zeroizing::new([0; RECOVERY_LEN]);
        let (data, check) = all.split_at_mut(DATA);
        symbols::spread(&self.0, data);
        check.copy_from_slice(&checks(data));
        symbols::write(all.as_slice())
    }

    fn derive(&self, label: &str) -> [u8; 32] {
        expand(&Hkdf::<Sha256>::new(None, &self.0), label)
    }
}

/// A member's printed recovery key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey(Printed);

impl RecoveryKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self::from_bytes(random(entropy))
    }

    /// The key of these bytes, which a device that comes back keeps until it is back.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Printed(bytes))
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
        Printed::parse(text).map(Self)
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
pub struct RootKey(Printed);

impl RootKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(Printed(random(entropy)))
    }

    /// Reads a typed key.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Printed::parse(text).map(Self)
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
