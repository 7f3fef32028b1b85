//! The recovery key that a member prints and keeps.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::check::{CHECKS, checks};
use super::{CodeError, expand, symbols};
use crate::port::{Entropy, random};
use crate::sign::SecretKey;

/// Symbols of a recovery key: 26 for 128 bits and two zero bits, two check symbols.
pub const RECOVERY_LEN: usize = 28;
const DATA: usize = RECOVERY_LEN - CHECKS;

/// A member's printed recovery key: 128 bits in seven groups of four symbols. They are strong enough not to be
/// stretched.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 16]);

impl RecoveryKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }

    /// Reads a typed key.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = symbols::read::<RECOVERY_LEN>(text)?;
        let mut key = Self([0; 16]);
        // The two spare bits tell a later version of the key.
        if symbols::collect(&symbols[..DATA], &mut key.0) { Ok(key) } else { Err(CodeError::Version) }
    }

    /// The key in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut all = Zeroizing::new([0; RECOVERY_LEN]);
        let (data, check) = all.split_at_mut(DATA);
        symbols::spread(&self.0, data);
        check.copy_from_slice(&checks(data));
        symbols::write(all.as_slice())
    }

    /// Certifies a new device of the member.
    pub fn signing_key(&self) -> SecretKey {
        SecretKey::from_seed(expand(&self.hkdf(), "verband/recovery/sig/1"))
    }

    /// The seed of the key that the key backup is encrypted to.
    pub fn handover_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(expand(&self.hkdf(), "verband/recovery/hpke/1"))
    }

    fn hkdf(&self) -> Hkdf<Sha256> {
        Hkdf::new(None, &self.0)
    }
}
