//! 128 bits as a code: 26 symbols, whose last two bits are zero, and two check symbols. They are strong enough not to be
//! stretched.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::check::{CHECKS, checks};
use super::{CodeError, expand, symbols};

/// Symbols of a code of 128 bits: seven groups of four.
pub const LONG_LEN: usize = 28;
const DATA: usize = LONG_LEN - CHECKS;

/// 128 bits in seven groups of four symbols.
#[derive(Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub(super) struct Bits(pub(super) [u8; 16]);

impl Bits {
    pub(super) fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = symbols::read::<LONG_LEN>(text)?;
        let mut bits = Self([0; 16]);
        // The two spare bits tell a later version.
        if symbols::collect(&symbols[..DATA], &mut bits.0) { Ok(bits) } else { Err(CodeError::Version) }
    }

    pub(super) fn grouped(&self) -> Zeroizing<String> {
        let mut all = Zeroizing::new([0; LONG_LEN]);
        let (data, check) = all.split_at_mut(DATA);
        symbols::spread(&self.0, data);
        check.copy_from_slice(&checks(data));
        symbols::write(all.as_slice())
    }

    pub(super) fn derive(&self, label: &str) -> [u8; 32] {
        expand(&Hkdf::<Sha256>::new(None, &self.0), label)
    }
}
