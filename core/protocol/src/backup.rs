//! The key backup: what a device keeps on the server for the day when all devices of its member are gone. It opens with
//! the member's printed recovery key and with nothing else.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::cbor;
use crate::handover::Handover;
use crate::id::{DeviceId, LogId, MemberId};
use crate::sign::Signature;

/// The largest backup, in bytes.
pub const MAX_BACKUP: usize = 1 << 20;

/// The newest archive key of a conversation, from which the links lead back to the first one.
#[derive(Encode, Decode)]
pub struct BackedUp {
    /// The conversation.
    #[n(0)]
    pub log: LogId,
    /// The epoch.
    #[n(1)]
    pub epoch: u64,
    /// Its archive key.
    #[n(2)]
    pub key: ByteVec,
}

/// What is in a backup: secrets, so it has no `Debug`.
#[derive(Encode, Decode)]
pub struct KeyBackup {
    /// Every generation of the directory key.
    #[n(0)]
    pub directory: Vec<(u32, ByteVec)>,
    /// Every conversation of the device.
    #[n(1)]
    pub conversations: Vec<BackedUp>,
}

/// A backup as the server keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignedBackup {
    /// A [`KeyBackup`] for the recovery key, with [`backup_context`].
    #[n(0)]
    pub sealed: Handover,
    /// By the event key of the device over [`backup_message`]: anybody can seal something for a public key.
    #[n(1)]
    pub signature: Signature,
}

/// What a backup is sealed for.
pub fn backup_context(organisation: &LogId, member: &MemberId, device: &DeviceId) -> Vec<u8> {
    cbor::encode(&(*organisation, *member, *device))
}

/// What a device signs of its backup.
pub fn backup_message(organisation: &LogId, member: &MemberId, device: &DeviceId, sealed: &Handover) -> Vec<u8> {
    cbor::encode(&(backup_context(organisation, member, device), cbor::encode(sealed)))
}
