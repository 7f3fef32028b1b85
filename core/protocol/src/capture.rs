//! What a device states when a photo comes into being on it. The statement is signed by its own and stays readable beside the
//! photo when both leave the vault: whoever has the device's certificate checks it without the log.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::cbor::{self, CborError};
use crate::id::{DeviceId, EventId, Hash, LogId, MemberId};
use crate::sign::{BadSignature, PublicKey, Purpose, SecretKey, Signature};

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CaptureStatement {
    /// The conversation that it was taken for.
    #[n(0)]
    pub log: LogId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// Whose it is.
    #[n(2)]
    pub member: MemberId,
    /// By the device's clock, in milliseconds since the Unix epoch.
    #[n(3)]
    pub taken_at: u64,
    /// SHA-256 of the original as it is sealed, without metadata.
    #[n(4)]
    pub original: Hash,
    /// SHA-256 of the preview.
    #[n(5)]
    pub preview: Hash,
    /// The wound that it was taken of.
    #[n(6)]
    pub wound: Option<EventId>,
    /// SHA-256 of the original that it was made of, if something on that was covered, or it comes from elsewhere.
    #[n(7)]
    pub derived_from: Option<Hash>,
}

/// A statement as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedCapture {
    /// The statement, deterministic CBOR.
    #[n(0)]
    pub statement: ByteVec,
    /// By the event key of the device.
    #[n(1)]
    pub signature: Signature,
}

impl CaptureStatement {
    /// The statement with its signature.
    pub fn sign(&self, key: &SecretKey) -> SignedCapture {
        let statement = cbor::encode(self);
        let signature = key.sign(Purpose::Capture, &statement);
        SignedCapture { statement: statement.into(), signature }
    }
}

impl SignedCapture {
    /// What is stated; whether it is true, [`Self::verify`] says.
    ///
    /// # Errors
    /// [`CborError`] if it is no statement.
    pub fn read(&self) -> Result<CaptureStatement, CborError> {
        cbor::decode(&self.statement)
    }

    /// Whether the device with this event key signed it.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), BadSignature> {
        key.verify(Purpose::Capture, &self.statement, &self.signature)
    }
}
