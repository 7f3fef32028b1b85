//! Evidence: what stays of a log that turned out to have two histories, or less of one than was shown before. It is made
//! of what was signed, so that somebody else can check it.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::entry::{Position, SignedEntry};
use crate::id::LogId;

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
    /// Signed by somebody who saw another head there, without its body. None if the server does not have the position
    /// any more: then `entry` shows that there was one.
    #[n(3)]
    pub against: Option<SignedEntry>,
    /// A head there that a device was told under seal when it was invited, if that is what contradicts it.
    #[n(4)]
    pub told: Option<Position>,
}

impl Evidence {
    /// Whether it shows two histories: somebody named this position with another head.
    pub fn is_fork(&self) -> bool {
        let differs = |named: &Position| named.seq == self.known.seq && named.head != self.known.head;
        let header = self.against.as_ref().and_then(|entry| entry.read().ok());
        let named = header.map(|header| if header.log == self.log { header.seen } else { header.organisation });
        named.iter().chain(&self.told).any(differs)
    }

    /// As it is kept, and handed to whoever looks into it.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(self)
    }
}
