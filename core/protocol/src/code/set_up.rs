//! The set-up token: permits to found one organisation on a server.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::check::{CHECKS, checks};
use super::{CodeError, symbols};
use crate::port::Entropy;

/// Symbols of a set-up token: 14 random ones (70 bits, tried a few times in half an hour) and two check symbols.
pub const SET_UP_LEN: usize = 16;
const DATA: usize = SET_UP_LEN - CHECKS;

/// A set-up token: four groups of four symbols. Whoever holds it while it is valid founds an organisation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SetUpToken([u8; SET_UP_LEN]);

impl SetUpToken {
    /// A new random token.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut token = Self([0; SET_UP_LEN]);
        let (data, check) = token.0.split_at_mut(DATA);
        symbols::fill(data, entropy);
        check.copy_from_slice(&checks(data));
        token
    }

    /// Reads a typed token.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Ok(Self(*symbols::read(text)?))
    }

    /// The token in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        symbols::write(&self.0)
    }
}
