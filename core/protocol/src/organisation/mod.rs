//! Records of the organisation log: who was invited, who claimed, whose device is whose, who may do what, what the
//! organisation decided, who left. Permanent and made of ids, keys and numbers only, and of what references to patients look
//! like, which says nothing of anybody; names and texts are in sealed bodies ([`details`]), which can be erased.

pub mod details;
mod invitation;
mod pattern;
mod policy;
mod rights;

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::certificate::DeviceCertificate;
use crate::id::{DeviceId, Hash, InvitationId, LogId, MemberId, RoleId, TeamId};
use crate::sign::{PublicKey, Signature};

pub use invitation::{Invitation, InvitationKind, MAX_NAMED};
pub use pattern::{MAX_PATTERN, MAX_PATTERNS, PatientPattern, PatternFlaw, gs1_from_print};
pub use policy::{
    Contact, LONGEST_PIN, NoVersion, OrganisationPolicy, ProgramVersion, Redaction, SHORTEST_PIN, Switch,
};
pub use rights::{BuiltInRole, MAX_ROLES, Right};

/// The longest name of an organisation, member, role, team or device, in bytes of UTF-8.
pub const MAX_NAME: usize = 200;

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
pub fn claim_message(organisation: &LogId, invitation: &InvitationId, device: &DeviceId) -> Vec<u8> {
    cbor::encode(&(*organisation, *invitation, *device))
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
    /// Somebody is invited. Its body is [`details::MemberDetails`]; of a registration key, [`details::Title`].
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
        /// By the invitation key over [`claim_message`].
        #[n(2)]
        proof: Signature,
    },
    /// A claim that waits is approved.
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
    /// A device is no longer trusted; by its member's other devices or whoever manages devices.
    #[n(6)]
    DeviceRevoke {
        /// Which.
        #[n(0)]
        device: DeviceId,
        /// Devices that it certified at or after this position of the organisation log fall with it.
        #[n(1)]
        since: u64,
    },
    /// A member leaves the organisation, with all devices; by whoever manages members.
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
        /// Counts the keys of the organisation, from 1. Only a device that could revoke starts a generation.
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
    /// What the organisation says of a member; the newest counts. Its body is [`details::MemberDetails`]. By whoever
    /// manages members.
    #[n(12)]
    MemberDetails(#[n(0)] MemberId),
    /// What a member says of herself; the newest counts. Its body is [`details::MemberStatus`].
    #[n(13)]
    MemberStatus,
    /// A device of one's own gets a name. Its body is [`details::Title`].
    #[n(14)]
    DeviceName(#[n(0)] DeviceId),
    /// A role and all its rights, new or anew. Its body is [`details::Title`]; a built-in role needs none.
    #[n(15)]
    RoleDefine {
        /// Which.
        #[n(0)]
        role: RoleId,
        /// Ascending.
        #[n(1)]
        rights: Vec<Right>,
    },
    /// A role that nobody has any more from here on.
    #[n(16)]
    RoleRetire(#[n(0)] RoleId),
    /// All roles of a member, and when her membership ends.
    #[n(17)]
    RoleAssign {
        /// Whose.
        #[n(0)]
        member: MemberId,
        /// Ascending.
        #[n(1)]
        roles: Vec<RoleId>,
        /// In milliseconds since the Unix epoch; of a guest.
        #[n(2)]
        until: Option<u64>,
    },
    /// A team, new or with a new title. Its body is [`details::Title`].
    #[n(18)]
    TeamDefine(#[n(0)] TeamId),
    /// A team that is no more.
    #[n(19)]
    TeamRetire(#[n(0)] TeamId),
    /// All teams of a member.
    #[n(20)]
    TeamAssign {
        /// Whose.
        #[n(0)]
        member: MemberId,
        /// Ascending.
        #[n(1)]
        teams: Vec<TeamId>,
    },
    /// The policy that is in force from here on.
    #[n(21)]
    Policy(#[n(0)] OrganisationPolicy),
    /// The privacy notice (Article 13 GDPR) from here on; versions count from 1. Its body is [`details::Notice`].
    #[n(22)]
    Notice(#[n(0)] u32),
    /// The author has read this version of the privacy notice.
    #[n(23)]
    NoticeAccept(#[n(0)] u32),
    /// A membership that had an end is over; by any device, once its clock says so.
    #[n(24)]
    Expire(#[n(0)] MemberId),
    /// The author's member has a recovery key on paper from here on; an earlier one is dead. Nobody can take the key of
    /// another member for hers.
    #[n(25)]
    Recovery(#[n(0)] RecoveryPublic),
}
