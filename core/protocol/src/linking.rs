//! Linking a further device: what it and a device of the same person tell each other through a slot of the server, which
//! sees ciphertext.
//!
//! The new device makes its keys and offers its certificate; the code on its screen is a hash of the offer. Whoever read
//! the code over somebody's shoulder, even with the server's help, therefore cannot put another device in its place. The
//! other device answers whose the new one will be, and gets the new one's signature over that, which goes into the log.
//!
//! ```text
//! code   = the first 16 bytes of H("verband/link/code/1", offer)
//! part n = seal(HKDF(code, "verband/link/seal/1"), [slot, n], the message of that part)
//! ```

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::certificate::DeviceCertificate;
use crate::code::LinkCode;
use crate::entry::Position;
use crate::id::{Hash, LogId, MemberId};
use crate::port::{Entropy, random};
use crate::seal::{open, seal};
use crate::sign::Signature;

/// What a new device offers: part 0.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceOffer {
    /// Its public keys, and what kind of machine it is.
    #[n(0)]
    pub device: DeviceCertificate,
    /// Random: the certificate is public in the end, and the code must not follow from it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: [u8; 16],
}

impl DeviceOffer {
    /// The offer of a device.
    pub fn of(device: DeviceCertificate, entropy: &dyn Entropy) -> Self {
        Self { device, nonce: random(entropy) }
    }

    /// The code that stands for this offer and for no other.
    pub fn code(&self) -> LinkCode {
        let hash = Hash::labelled("verband/link/code/1", &[&cbor::encode(self)]);
        let mut code = [0; 16];
        code.copy_from_slice(&hash.0[..16]);
        LinkCode::from_bytes(code)
    }
}

/// What the other device answers: part 1. The person checks it on the new device before she chooses a PIN there.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LinkAnswer {
    /// The organisation.
    #[n(0)]
    pub organisation: LogId,
    /// Its name.
    #[n(1)]
    pub organisation_name: String,
    /// Whose device it will be.
    #[n(2)]
    pub member: MemberId,
    /// Her name.
    #[n(3)]
    pub name: String,
    /// A position that the served organisation log must contain.
    #[n(4)]
    pub position: Position,
    /// Digits of a PIN, at least.
    #[n(5)]
    pub pin_length: u8,
}

/// That the new device agrees: part 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LinkProof {
    /// By its event key over [`device_message`](crate::organisation::device_message).
    #[n(0)]
    pub proof: Signature,
}

/// A message of a slot.
pub trait SlotMessage: Encode<()> + for<'b> Decode<'b, ()> {
    /// The number of its part.
    const PART: u8;

    /// Whether it can stand in the slot of this code.
    fn belongs_to(&self, _: &LinkCode) -> bool {
        true
    }
}

impl SlotMessage for DeviceOffer {
    const PART: u8 = 0;

    fn belongs_to(&self, code: &LinkCode) -> bool {
        self.code() == *code
    }
}

impl SlotMessage for LinkAnswer {
    const PART: u8 = 1;
}

impl SlotMessage for LinkProof {
    const PART: u8 = 2;
}

/// What stands in a slot does not open with this code, or is not what belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what stands in the slot does not belong to this code")]
pub struct WrongPart;

impl LinkCode {
    /// Seals a message for its part of the slot.
    pub fn seal_part<T: SlotMessage>(&self, message: &T, entropy: &dyn Entropy) -> Vec<u8> {
        seal(&self.key(), &self.context::<T>(), &cbor::encode(message), entropy)
    }

    /// Opens a part of the slot.
    ///
    /// # Errors
    /// [`WrongPart`], also for an offer that this code does not stand for.
    pub fn open_part<T: SlotMessage>(&self, sealed: &[u8]) -> Result<T, WrongPart> {
        let opened = open(&self.key(), &self.context::<T>(), sealed).map_err(|_| WrongPart)?;
        let message: T = cbor::decode(&opened).map_err(|_| WrongPart)?;
        if message.belongs_to(self) { Ok(message) } else { Err(WrongPart) }
    }

    fn context<T: SlotMessage>(&self) -> Vec<u8> {
        cbor::encode(&(self.slot(), T::PART))
    }
}
