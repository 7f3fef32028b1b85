//! Records of the organisation log: who was invited, who claimed, whose device is whose, who administers, who
//! left. Permanent and made of ids and keys only; names are in sealed bodies, which can be erased.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::certificate::DeviceCertificate;
use crate::id::{DeviceId, Hash, InvitationId, LogId, MemberId};
use crate::sign::{PublicKey, Signature};

/// The longest name of an organisation or member, in bytes of UTF-8.
pub const MAX_NAME: usize = 200;

/// How an invitation can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum InvitationKind {
    /// One person; the first claim wins and the key is dead.
    #[n(0)]
    Personal {
        /// Whether the claim waits for an administrator's approval.
        #[n(0)]
        approval: bool,
    },
    /// A registration key that several people use.
    #[n(1)]
    RegistrationKey {
        /// How many claims it allows.
        #[n(0)]
        limit: u32,
        /// Whether each claim waits for an administrator's approval.
        #[n(1)]
        approval: bool,
    },
}

impl InvitationKind {
    /// How many claims it allows.
    pub fn limit(self) -> u32 {
        match self {
            Self::Personal { .. } => 1,
            Self::RegistrationKey { limit, .. } => limit,
        }
    }

    /// Whether a claim waits for an administrator's approval.
    pub fn approval(self) -> bool {
        match self {
            Self::Personal { approval } | Self::RegistrationKey { approval, .. } => approval,
        }
    }
}

/// An invitation, signed by an administrator's device (the first one by the root key).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invitation {
    /// Derived from the code.
    #[n(0)]
    pub id: InvitationId,
    /// Whose private half is derived from the code and signs the claim.
    #[n(1)]
    pub key: PublicKey,
    /// How it can be used.
    #[n(2)]
    pub kind: InvitationKind,
    /// End of validity, in milliseconds since the Unix epoch. The server enforces it; in the log it is advisory.
    #[n(3)]
    pub not_after: u64,
    /// Channels that any member's device adds the new member to.
    #[n(4)]
    pub conversations: Vec<LogId>,
}

/// The public halves of a member's printed recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryPublic {
    /// May certify a new device of the member.
    #[n(0)]
    pub sign: PublicKey,
    /// X25519 key that the key backup is encrypted to (HPKE, RFC 9180).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hpke: [u8; 32],
}

/// What an invitation key signs in a claim.
pub fn claim_message(
    organisation: &LogId,
    invitation: &InvitationId,
    device: &DeviceId,
    recovery: Option<&RecoveryPublic>,
) -> Vec<u8> {
    cbor::encode(&(*organisation, *invitation, *device, recovery.copied()))
}

/// What a new device, or the member's recovery key for it, signs in a device entry.
pub fn device_message(organisation: &LogId, member: &MemberId, device: &DeviceId) -> Vec<u8> {
    cbor::encode(&(*organisation, *member, *device))
}

/// The id of the member whom a claim admits: the hash of the claim's signed header.
pub fn member_id(claim_header: &[u8]) -> MemberId {
    MemberId(Hash::labelled("verband/member/1", &[claim_header]).0)
}

/// The id of the organisation: the hash of its genesis entry's signed header.
pub fn organisation_id(genesis_header: &[u8]) -> LogId {
    LogId(Hash::labelled("verband/organisation/1", &[genesis_header]).0)
}

/// A record of the organisation log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum OrganisationRecord {
    /// First entry, signed by the root key that it names.
    #[n(0)]
    Genesis {
        /// Used at creation and for the recovery of an administrator only.
        #[n(0)]
        root: PublicKey,
        /// The organisation's name, which is public.
        #[n(1)]
        name: String,
        /// Makes the id unique.
        #[cbor(n(2), with = "minicbor::bytes")]
        nonce: [u8; 16],
    },
    /// Somebody is invited. Its body is the invitee's name, sealed under the directory key.
    #[n(1)]
    Invitation(#[n(0)] Invitation),
    /// An invitation is withdrawn.
    #[n(2)]
    InvitationRevoke(#[n(0)] InvitationId),
    /// Somebody uses an invitation with a new device; signed by that device.
    #[n(3)]
    Claim {
        /// Which invitation.
        #[n(0)]
        invitation: InvitationId,
        /// The first device of the new member.
        #[n(1)]
        device: DeviceCertificate,
        /// Her recovery key, if she made one.
        #[n(2)]
        recovery: Option<RecoveryPublic>,
        /// By the invitation key over [`claim_message`].
        #[n(3)]
        proof: Signature,
    },
    /// An administrator approves a claim that waits.
    #[n(4)]
    Approve(#[n(0)] MemberId),
    /// A further device of a member; signed by another device of hers with a proof by the new device, or by
    /// the new device with a proof by her recovery key, each over [`device_message`].
    #[n(5)]
    DeviceAdd {
        /// Whose device.
        #[n(0)]
        member: MemberId,
        /// The new device.
        #[n(1)]
        device: DeviceCertificate,
        /// See above.
        #[n(2)]
        proof: Signature,
    },
    /// A device is no longer trusted; by its member's other devices or an administrator.
    #[n(6)]
    DeviceRevoke {
        /// Which.
        #[n(0)]
        device: DeviceId,
        /// Devices that it certified at or after this position of the organisation log fall with it.
        #[n(1)]
        since: u64,
    },
    /// A member leaves the organisation, with all devices; by an administrator.
    #[n(7)]
    MemberRevoke(#[n(0)] MemberId),
    /// A member becomes an administrator; by an administrator or the root key.
    #[n(8)]
    AdminGrant(#[n(0)] MemberId),
    /// A member is no longer an administrator; by an administrator or the root key.
    #[n(9)]
    AdminRevoke(#[n(0)] MemberId),
    /// Hands a directory key to devices. Its body is the list of HPKE ciphertexts, in the order of `to`.
    #[n(10)]
    DirectoryKey {
        /// Counts the keys of the organisation, from 1. Only an administrator's device starts a generation.
        #[n(0)]
        generation: u32,
        /// HKDF commitment to the key: every hand-over of a generation carries the same.
        #[n(1)]
        commitment: Hash,
        /// The devices it is handed to.
        #[n(2)]
        to: Vec<DeviceId>,
    },
    /// An administrator's sign of life: bounds how long a server can hide the end of the log.
    #[n(11)]
    Heartbeat,
}
