//! The log entry: one format for the organisation log and for every conversation.
//!
//! An entry is a header, the author's signature over the header, and a body. The chain of heads covers header
//! and signature but not the body, so that a body can be erased and the chain still verifies. Signed bytes are
//! kept as they arrived, verified before they are used, and never encoded again.

use minicbor::{Decode, Encode};

use crate::cbor::{self, CborError};
use crate::id::{BlobId, DeviceId, EventId, Hash, LogId};
use crate::organisation::OrganisationRecord;
use crate::sign::{BadSignature, PublicKey, Purpose, SecretKey, Signature};
use crate::{SUITE, VERSION};

/// The largest sealed body of an event, in bytes. Larger things are blobs.
pub const MAX_BODY: usize = 64 << 10;

/// The largest sealed body of a delete, in bytes: it says no more than how the deleted is to be shown.
pub const MAX_DELETE_BODY: usize = 1 << 10;

/// The largest commit (an MLS `PublicMessage`) or organisation body, in bytes.
pub const MAX_COMMIT: usize = 2 << 20;

/// The most events that one prune names.
pub const MAX_PRUNED: usize = 1_000;

/// What the server sees of an entry's purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Class {
    /// Something that people made.
    #[n(0)]
    Content,
    /// Erases the bodies and blobs of the targets: of what the author's own member wrote, or of anything by a moderator.
    #[n(1)]
    Delete,
    /// Changes who is in the conversation and starts an epoch; the first entry of a conversation too.
    #[n(2)]
    Commit,
    /// Brings a link that an external commit could not bring.
    #[n(3)]
    LateLink,
    /// Erases the bodies and blobs of the targets because their time is over: anybody may, nobody before it is.
    #[n(4)]
    Prune,
    /// An entry of the organisation log.
    #[n(5)]
    Organisation,
    /// The author's member leaves a channel: any commit of this epoch may take her devices out.
    #[n(6)]
    Leave,
}

/// A place in a log: the position and the head there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Position {
    /// Positions count from 1; 0 is before the first entry.
    #[n(0)]
    pub seq: u64,
    /// The head after the entry at `seq`.
    #[n(1)]
    pub head: Hash,
}

impl Position {
    /// Before the first entry.
    pub const START: Self = Self { seq: 0, head: Hash::ZERO };

    /// The position after one more entry.
    #[must_use]
    pub fn next(&self, entry: &SignedEntry) -> Self {
        let seq = self.seq + 1;
        let head =
            Hash::labelled("verband/log/1", &[&self.head.0, &seq.to_be_bytes(), &entry.signature.0, &entry.header]);
        Self { seq, head }
    }
}

/// Length and hash of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct BodyDigest {
    /// Length in bytes.
    #[n(0)]
    pub len: u32,
    /// SHA-256 of the body as stored, that is, sealed.
    #[n(1)]
    pub hash: Hash,
}

impl BodyDigest {
    /// The digest of a body.
    ///
    /// # Panics
    /// Never for bodies within [`MAX_COMMIT`].
    pub fn of(body: &[u8]) -> Self {
        Self { len: u32::try_from(body.len()).expect("bodies are limited to MAX_COMMIT"), hash: Hash::of(body) }
    }
}

/// The key commitment of an epoch that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct KeyCommitment {
    /// The epoch.
    #[n(0)]
    pub epoch: u64,
    /// kc(epoch), see `docs/protocol.md` Keys.
    #[n(1)]
    pub commitment: Hash,
}

/// What a commit changes, readable by the server and by newcomers who cannot check old MLS messages.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CommitRecord {
    /// Commitments of ended epochs that no commit published before; normally of exactly the epoch it ends.
    #[n(0)]
    pub commitments: Vec<KeyCommitment>,
    /// Hash of the roster after the commit.
    #[n(1)]
    pub roster: Hash,
    /// Hash of the policy after the commit.
    #[n(2)]
    pub policy: Hash,
    /// Leaves that come in, ascending.
    #[n(3)]
    pub added: Vec<crate::policy::Leaf>,
    /// Devices that go, ascending.
    #[n(4)]
    pub removed: Vec<DeviceId>,
    /// Whether it is an external commit (RFC 9420 section 12.4.3.2), which cannot know the old archive key.
    #[n(5)]
    pub external: bool,
}

/// The permanent, public part of an entry that is more than a body.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Record {
    /// In a conversation: a commit. The body is the MLS `PublicMessage`; the first entry has none.
    #[n(0)]
    Commit(#[n(0)] CommitRecord),
    /// In the organisation log.
    #[n(1)]
    Organisation(#[n(0)] OrganisationRecord),
    /// In a conversation: a link to the key before this epoch. The body is the link.
    #[n(2)]
    LateLink(#[n(0)] u64),
    /// In a conversation: what is erased stands at or before this position, whose entry is older than the policy keeps.
    #[n(3)]
    Prune(#[n(0)] u64),
}

/// What the author of an entry signs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    /// Version of the format, [`VERSION`].
    #[n(0)]
    pub version: u8,
    /// Cipher suite, [`SUITE`].
    #[n(1)]
    pub suite: u8,
    /// The log it belongs to. All zero in a genesis entry, whose hash is the id of the log.
    #[n(2)]
    pub log: LogId,
    /// The MLS epoch of the conversation in which it is valid; a commit names the epoch that it ends.
    #[n(3)]
    pub epoch: u64,
    /// The device that signed.
    #[n(4)]
    pub author: DeviceId,
    /// Counts the entries of this device in this log, from 1, without gaps.
    #[n(5)]
    pub counter: u64,
    /// Random id; a resend keeps it.
    #[n(6)]
    pub event: EventId,
    /// What the server sees of its purpose.
    #[n(7)]
    pub class: Class,
    /// The newest position of this log that the author had verified.
    #[n(8)]
    pub seen: Position,
    /// The newest position of the organisation log that the author had verified.
    #[n(9)]
    pub organisation: Position,
    /// The author's clock in milliseconds since the Unix epoch; advisory.
    #[n(10)]
    pub sent_at: u64,
    /// Blobs that belong to the entry and go with it.
    #[n(11)]
    pub blobs: Vec<BlobId>,
    /// Events whose bodies a delete or a prune erases.
    #[n(12)]
    pub targets: Vec<EventId>,
    /// The permanent public part, if it has one.
    #[n(13)]
    pub record: Option<Record>,
    /// Length and hash of the body, if it has one.
    #[n(14)]
    pub body: Option<BodyDigest>,
}

impl Header {
    /// The context that the body is sealed under: this header without its body's digest.
    pub fn seal_context(&self) -> Vec<u8> {
        cbor::encode(&Self { body: None, ..self.clone() })
    }

    /// Completes the header with the digest of the body and signs it.
    pub fn sign(mut self, body: Option<Vec<u8>>, purpose: Purpose, key: &SecretKey) -> SignedEntry {
        self.body = body.as_deref().map(BodyDigest::of);
        let header = cbor::encode(&self);
        let signature = key.sign(purpose, &header);
        SignedEntry { author: self.author, header, signature, body: body.map(Into::into) }
    }
}

/// Why an entry is no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The signature is not the author's.
    #[error(transparent)]
    Signature(#[from] BadSignature),
    /// The header is not in the expected form.
    #[error("header: {0}")]
    Header(#[from] CborError),
    /// The header names another author than the envelope.
    #[error("the envelope names another author than the signed header")]
    Author,
    /// The version or suite is unknown: the log pauses until the program is newer.
    #[error("version {version}, suite {suite} need a newer program")]
    Version {
        /// Version found.
        version: u8,
        /// Suite found.
        suite: u8,
    },
    /// The body is not the one that was signed.
    #[error("the body is not the one that was signed")]
    Body,
    /// Larger than allowed for its class.
    #[error("the body is larger than its class allows")]
    TooLarge,
}

/// A header as it was signed, with its signature and its body, which may have been erased.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedEntry {
    /// Who says to have signed: tells which key to verify with, and must equal the author in the header.
    #[n(0)]
    pub author: DeviceId,
    /// The signed bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub header: Vec<u8>,
    /// The signature over them.
    #[n(2)]
    pub signature: Signature,
    /// The body, unless it has none or it was erased.
    #[n(3)]
    pub body: Option<minicbor::bytes::ByteVec>,
}

impl std::fmt::Debug for SignedEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedEntry by {:?}, {} bytes of header", self.author, self.header.len())
    }
}

impl SignedEntry {
    /// Verifies the signature, then reads the header and checks it against the envelope and the body.
    ///
    /// # Errors
    /// See [`EntryError`].
    pub fn verify(&self, purpose: Purpose, key: &PublicKey) -> Result<Header, EntryError> {
        key.verify(purpose, &self.header, &self.signature)?;
        self.read()
    }

    /// Reads the header without checking the signature: for the server's look at the envelope, for entries
    /// that carry the key they are signed with (genesis, claim, device), and for newcomers' headers whose
    /// heads are already known to be authentic.
    ///
    /// # Errors
    /// See [`EntryError`].
    pub fn read(&self) -> Result<Header, EntryError> {
        let header: Header = match cbor::decode(&self.header) {
            Ok(header) => header,
            // A newer format may not even decode: its first two fields tell.
            Err(error) => return Err(newer_version(&self.header).unwrap_or(EntryError::Header(error))),
        };
        if header.version != VERSION || header.suite != SUITE {
            return Err(EntryError::Version { version: header.version, suite: header.suite });
        }
        if header.author != self.author {
            return Err(EntryError::Author);
        }
        if let Some(body) = &self.body {
            let limit = match (&header.record, header.class) {
                (Some(_), _) => MAX_COMMIT,
                (None, Class::Delete) => MAX_DELETE_BODY,
                (None, _) => MAX_BODY,
            };
            if body.len() > limit {
                return Err(EntryError::TooLarge);
            }
            if header.body != Some(BodyDigest::of(body)) {
                return Err(EntryError::Body);
            }
        }
        Ok(header)
    }

    /// The body's bytes, if they are there.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_ref().map(|body| body.as_slice())
    }
}

fn newer_version(header: &[u8]) -> Option<EntryError> {
    let mut decoder = minicbor::Decoder::new(header);
    decoder.map().ok()?;
    let mut field = |number: u32| (decoder.u32().ok()? == number).then(|| decoder.u8().ok()).flatten();
    let (version, suite) = (field(0)?, field(1)?);
    (version != VERSION || suite != SUITE).then_some(EntryError::Version { version, suite })
}
