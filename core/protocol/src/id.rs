//! Identifiers. Each is a fixed number of bytes, written as lower-case hex, and a type of its own, so that an
//! id of one kind is never taken for another (K15).

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::port::{Entropy, random};

/// The text was not the lower- or upper-case hex form of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected {expected} hex digits")]
pub struct IdError {
    /// How many hex digits the id has.
    pub expected: usize,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// The bytes of the id.
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Reads an id from exactly its number of bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), hex::encode(&self.0[..4]))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| IdError { expected: $len * 2 })?;
                Ok(Self(bytes))
            }
        }
    };
}

macro_rules! random_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// A new random id.
            pub fn random(entropy: &dyn Entropy) -> Self {
                Self(random(entropy))
            }
        }
    )*};
}

id!(
    /// A log: the organisation's own, or that of one conversation. The id of the organisation log is the
    /// hash of its genesis entry and is the id of the organisation; the id of a conversation is random and
    /// is its MLS group id.
    LogId, 32
);
id!(
    /// A device: the hash of its certificate.
    DeviceId, 32
);
id!(
    /// A member: the hash of the claim entry that admitted her.
    MemberId, 32
);
id!(
    /// A SHA-256 hash.
    Hash, 32
);
id!(
    /// An event, chosen at random by its author; a resend keeps it.
    EventId, 16
);
id!(
    /// An encrypted blob on the server.
    BlobId, 16
);
id!(
    /// An invitation, derived from its code.
    InvitationId, 16
);
id!(
    /// A role: a set of rights that members have.
    RoleId, 16
);
id!(
    /// A team: people who belong together and can be addressed together.
    TeamId, 16
);
id!(
    /// A slot on the server, through which two devices meet; derived from the code that one of them shows.
    SlotId, 32
);
random_id!(LogId, EventId, BlobId, RoleId, TeamId);

impl EventId {
    /// A new id that begins with the time in milliseconds, which the header tells anyway: what was written together
    /// lies together in every index.
    pub fn at(now_ms: u64, entropy: &dyn Entropy) -> Self {
        let mut id = Self::random(entropy);
        id.0[..6].copy_from_slice(&now_ms.to_be_bytes()[2..]);
        id
    }
}

impl DeviceId {
    /// The author of entries signed by the organisation's root key.
    pub const ROOT: Self = Self([0; 32]);
}

impl Hash {
    /// The head of an empty log.
    pub const ZERO: Self = Self([0; 32]);

    /// SHA-256 over the bytes alone: the hash of a body.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 over a label, its length before it, and the parts one after the other. Callers pass parts of
    /// fixed length, or one variable part at the end, so that no two inputs run together.
    pub fn labelled(label: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        hash.update([u8::try_from(label.len()).expect("labels are short constants")]);
        hash.update(label);
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}
