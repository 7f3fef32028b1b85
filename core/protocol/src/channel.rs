//! What a channel shows to those who are not in: its card; and what they say to come in.
//!
//! A card is sealed under the directory key, so that everybody in the organisation reads it and the server does not.
//! Hidden channels have none. It is a shop window and no more: what holds in a channel is in its group.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::cbor;
use crate::id::{DeviceId, LogId, MemberId};
use crate::policy::{History, Write};
use crate::port::Entropy;
use crate::seal::{SealKey, open, seal};

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ChannelCard {
    /// The title.
    #[n(0)]
    pub title: String,
    /// What it is for.
    #[n(1)]
    pub description: String,
    /// What somebody who comes in reads.
    #[n(2)]
    pub history: History,
    /// Who may write.
    #[n(3)]
    pub write: Write,
    /// JPEG.
    #[n(4)]
    pub picture: Option<ByteVec>,
}

#[derive(Encode, Decode)]
struct SealedCard(#[n(0)] u32, #[cbor(n(1), with = "minicbor::bytes")] Vec<u8>);

const LABEL: &str = "verband/card/1";

impl ChannelCard {
    /// Seals a card under a generation of the directory key.
    pub fn seal(&self, log: &LogId, generation: u32, directory: &SealKey, entropy: &dyn Entropy) -> Vec<u8> {
        let key = directory.derive(LABEL.as_bytes());
        cbor::encode(&SealedCard(generation, seal(&key, &context(log), &cbor::encode(self), entropy)))
    }

    /// Opens a card with the generations of the directory key that are at hand.
    pub fn open(log: &LogId, sealed: &[u8], directory: &[(u32, SealKey)]) -> Option<Self> {
        let SealedCard(generation, sealed) = cbor::decode(sealed).ok()?;
        let (_, key) = directory.iter().find(|(number, _)| *number == generation)?;
        cbor::decode(&open(&key.derive(LABEL.as_bytes()), &context(log), &sealed).ok()?).ok()
    }
}

fn context(log: &LogId) -> Vec<u8> {
    cbor::encode(&(LABEL, *log))
}

/// What a device signs to ask for its member to be let into a channel.
pub fn join_message(organisation: &LogId, log: &LogId, member: &MemberId, device: &DeviceId, at: u64) -> Vec<u8> {
    cbor::encode(&(*organisation, *log, *member, *device, at))
}
