//! Marks: what a device tells the others of a conversation for a while, how far it has come and whether somebody types
//! there. The server keeps the newest of each device and forgets it; nothing of it is in a log.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::id::{DeviceId, LogId};
use crate::port::Entropy;
use crate::seal::{SealKey, open, seal};

/// What a mark says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MarkContent {
    /// The device has everything up to this position.
    #[n(0)]
    pub received: u64,
    /// Its person has seen everything up to this position; 0 if she does not tell.
    #[n(1)]
    pub read: u64,
    /// Its person types until then, by its clock in milliseconds since the Unix epoch; 0 if not.
    #[n(2)]
    pub typing_until: u64,
}

const LABEL: &str = "verband/mark/1";

/// Every mark is as long as the next: its length tells nothing.
const LENGTH: usize = 40;

impl MarkContent {
    /// Seals a mark for an epoch with its archive key.
    pub fn seal(
        &self,
        log: &LogId,
        device: &DeviceId,
        epoch: u64,
        archive: &SealKey,
        entropy: &dyn Entropy,
    ) -> Vec<u8> {
        let mut plain = cbor::encode(self);
        plain.insert(0, u8::try_from(plain.len()).unwrap_or(u8::MAX));
        plain.resize(LENGTH, 0);
        seal(&archive.derive(LABEL.as_bytes()), &context(log, device, epoch), &plain, entropy)
    }

    /// Opens the mark of a device.
    pub fn open(log: &LogId, device: &DeviceId, epoch: u64, archive: &SealKey, sealed: &[u8]) -> Option<Self> {
        let plain = open(&archive.derive(LABEL.as_bytes()), &context(log, device, epoch), sealed).ok()?;
        let (length, rest) = plain.split_first()?;
        cbor::decode(rest.get(..usize::from(*length))?).ok()
    }
}

fn context(log: &LogId, device: &DeviceId, epoch: u64) -> Vec<u8> {
    cbor::encode(&(LABEL, *log, *device, epoch))
}
