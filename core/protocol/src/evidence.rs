//! Evidence: what stays of a log that turned out to have two histories, or less of one than is known to exist. It is made
//! of what was signed, so that somebody else can check it; as a file it brings what it is checked against.
//!
//! ```text
//! file = "verband-evidence" ‖ version 1 (one byte) ‖ { 0 statement, 1 signature, 2 organisation log }, deterministic CBOR
//! ```
//!
//! The statement is a [`Statement`] as its device signed it; the log is a file as in [`export`](crate::export). What it comes
//! to, `verband-rules` says.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::cbor::{self, CborError};
use crate::entry::{Position, SignedEntry};
use crate::id::{DeviceId, LogId, MemberId};
use crate::sign::{BadSignature, PublicKey, Purpose, SecretKey, Signature};

const MAGIC: &[u8] = b"verband-evidence";

/// The version of the format.
const EVIDENCE_VERSION: u8 = 1;

/// What a device knows of a log, and what contradicts it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Evidence {
    /// Which log.
    #[n(0)]
    pub log: LogId,
    /// A position, and the head there as the device computed it.
    #[n(1)]
    pub known: Position,
    /// The entry at that position as it was signed, without its body.
    #[n(2)]
    pub entry: Option<SignedEntry>,
    /// Signed by somebody who saw another head there, or a later position, without its body.
    #[n(3)]
    pub against: Option<SignedEntry>,
    /// A head there that a device was told under seal when it was invited, if that is what contradicts it.
    #[n(4)]
    pub told: Option<Position>,
    /// What another device showed face to face, if that is what contradicts it.
    #[n(5)]
    pub shown: Option<ShownHead>,
}

impl Evidence {
    /// What somebody else knows of this log.
    pub fn named(&self) -> Option<Position> {
        let header = self.against.as_ref().and_then(|entry| entry.read().ok());
        let named = header.map(|header| if header.log == self.log { header.seen } else { header.organisation });
        named.or(self.shown.map(|shown| shown.position)).or(self.told)
    }

    /// Whether it shows two histories: somebody named this position with another head.
    pub fn is_fork(&self) -> bool {
        self.named().is_some_and(|named| named.seq == self.known.seq && named.head != self.known.head)
    }

    /// Whether it shows that there is more of the log than the device was given.
    pub fn is_omission(&self) -> bool {
        self.named().is_some_and(|named| named.seq > self.known.seq)
    }

    /// As it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(self)
    }
}

/// The newest position of the organisation log that somebody's device knows, as it signed it to be shown face to face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ShownHead {
    /// Whose device it is.
    #[n(0)]
    pub member: MemberId,
    /// What it knows.
    #[n(1)]
    pub position: Position,
    /// By its event key. Which of her devices it is, is found by trying them: a code to be shown has little room.
    #[n(2)]
    pub signature: Signature,
}

impl ShownHead {
    /// Signs a position.
    pub fn sign(organisation: &LogId, member: MemberId, position: Position, key: &SecretKey) -> Self {
        let signature = key.sign(Purpose::Head, &message(organisation, &member, &position));
        Self { member, position, signature }
    }

    /// Checks that the device with this event key signed it.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, organisation: &LogId, key: &PublicKey) -> Result<(), BadSignature> {
        key.verify(Purpose::Head, &message(organisation, &self.member, &self.position), &self.signature)
    }
}

fn message(organisation: &LogId, member: &MemberId, position: &Position) -> Vec<u8> {
    cbor::encode(&(organisation, member, position))
}

/// What a device states when it hands evidence out.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Statement {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// When, by its clock, in milliseconds.
    #[n(1)]
    pub at: u64,
    /// Where the organisation log ends on it.
    #[n(2)]
    pub organisation: Position,
    /// What it kept with its alarms, oldest first.
    #[n(3)]
    pub cases: Vec<Evidence>,
}

/// Evidence as a file, for whoever examines it without a profile, a network or us.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EvidenceFile {
    #[n(0)]
    statement: ByteVec,
    #[n(1)]
    signature: Signature,
    #[n(2)]
    organisation: ByteVec,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// It does not begin like evidence.
    #[error("this is no evidence")]
    Format,
    /// A newer program wrote it.
    #[error("version {0} of the format needs a newer program")]
    Version(u8),
    /// What stands in it is not what belongs there.
    #[error("it was changed or cut: {0}")]
    Content(#[from] CborError),
}

impl EvidenceFile {
    /// Whether a file begins like evidence.
    pub fn is_one(file: &[u8]) -> bool {
        file.starts_with(MAGIC)
    }

    /// Signs a statement, with the organisation log as a file that it is checked against.
    pub fn sign(statement: &Statement, key: &SecretKey, organisation: Vec<u8>) -> Self {
        let statement = cbor::encode(statement);
        let signature = key.sign(Purpose::Evidence, &statement);
        Self { statement: statement.into(), signature, organisation: organisation.into() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// See [`EvidenceError`].
    pub fn read(file: &[u8]) -> Result<Self, EvidenceError> {
        let rest = file.strip_prefix(MAGIC).ok_or(EvidenceError::Format)?;
        match rest.split_first().ok_or(EvidenceError::Format)? {
            (&EVIDENCE_VERSION, rest) => Ok(cbor::decode(rest)?),
            (version, _) => Err(EvidenceError::Version(*version)),
        }
    }

    /// As it is handed to whoever looks into it.
    pub fn to_bytes(&self) -> Vec<u8> {
        [MAGIC, &[EVIDENCE_VERSION], &cbor::encode(self)].concat()
    }

    /// The organisation log as a file.
    pub fn organisation(&self) -> &[u8] {
        &self.organisation
    }

    /// What it states; whether that was signed, [`Self::verify`] says.
    ///
    /// # Errors
    /// [`EvidenceError::Content`].
    pub fn statement(&self) -> Result<Statement, EvidenceError> {
        Ok(cbor::decode(&self.statement)?)
    }

    /// Checks that the device with this event key signed the statement.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), BadSignature> {
        key.verify(Purpose::Evidence, &self.statement, &self.signature)
    }
}
