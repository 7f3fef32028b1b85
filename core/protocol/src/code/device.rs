//! The code that a new device shows, for another device of the same person to read.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::CodeError;
use super::bits::Bits;
use crate::id::SlotId;
use crate::seal::SealKey;

/// A link code: 128 bits in seven groups of four symbols. They commit to what the new device offers
/// ([`DeviceOffer::code`](crate::linking::DeviceOffer::code)), find it on the server and open it.
#[derive(Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct LinkCode(Bits);

impl LinkCode {
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Bits(bytes))
    }

    /// Reads a typed code.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Bits::parse(text).map(Self)
    }

    /// The code in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        self.0.grouped()
    }

    /// Where the two devices meet.
    pub fn slot(&self) -> SlotId {
        SlotId(self.0.derive("verband/link/slot/1"))
    }

    /// Seals what they tell each other there.
    pub fn key(&self) -> SealKey {
        SealKey::from_bytes(self.0.derive("verband/link/seal/1"))
    }
}
