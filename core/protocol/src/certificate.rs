//! The certificate of a device: its public keys under one id. The organisation log says whose device it is.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::id::{DeviceId, Hash};
use crate::sign::PublicKey;

/// The kind of machine a device is. Policies of the organisation can exclude a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum DeviceClass {
    /// A phone or tablet of one person.
    #[n(0)]
    Phone,
    /// A tablet or computer that several people use, each with a profile of her own.
    #[n(1)]
    Shared,
    /// A computer, through the command line client or a desktop program.
    #[n(2)]
    Desktop,
    /// A browser. Weaker: the server delivers the program.
    #[n(3)]
    Web,
    /// A visible automatic member.
    #[n(4)]
    Bot,
}

impl DeviceClass {
    /// All of them, ascending.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Shared, Self::Desktop, Self::Web, Self::Bot];
}

/// The public keys of a device, each for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceCertificate {
    /// Logs in at the server.
    #[n(0)]
    pub login: PublicKey,
    /// Signs as a leaf of MLS groups (RFC 9420 section 5.1.1).
    #[n(1)]
    pub mls: PublicKey,
    /// Signs log entries.
    #[n(2)]
    pub event: PublicKey,
    /// X25519 key that directory keys are handed over to (HPKE, RFC 9180).
    #[cbor(n(3), with = "minicbor::bytes")]
    pub hpke: [u8; 32],
    /// What kind of machine it is.
    #[n(4)]
    pub class: DeviceClass,
}

impl DeviceCertificate {
    /// The id of the device: the hash of this certificate.
    pub fn id(&self) -> DeviceId {
        DeviceId(Hash::labelled("verband/device/1", &[&cbor::encode(self)]).0)
    }
}
