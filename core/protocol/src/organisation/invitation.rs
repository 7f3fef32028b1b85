//! Invitations: who may come in, how often, until when, and as what.

use minicbor::{Decode, Encode};

use super::{RoleId, TeamId};
use crate::id::{InvitationId, LogId, MemberId};
use crate::sign::PublicKey;

/// The most channels, roles or teams that one invitation names.
pub const MAX_NAMED: usize = 200;

/// How an invitation can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum InvitationKind {
    /// One person; the first claim wins and the key is dead.
    #[n(0)]
    Personal {
        /// Whether the claim waits for approval.
        #[n(0)]
        approval: bool,
    },
    /// A registration key that several people use.
    #[n(1)]
    RegistrationKey {
        /// How many claims it allows.
        #[n(0)]
        limit: u32,
        /// Whether each claim waits for approval.
        #[n(1)]
        approval: bool,
    },
    /// A member who lost all devices and her paper key starts anew: she stays the member she was. Her old devices fall
    /// with the claim, and everybody is told.
    #[n(2)]
    Renewal(#[n(0)] MemberId),
    /// A bot: one automatic member, visible to all as one. Its device is of the class of bots, and what it may do is
    /// bounded by the rules whatever roles it has.
    #[n(3)]
    Bot,
}

impl InvitationKind {
    /// How many claims it allows.
    pub fn limit(self) -> u32 {
        match self {
            Self::Personal { .. } | Self::Renewal(_) | Self::Bot => 1,
            Self::RegistrationKey { limit, .. } => limit,
        }
    }

    /// Whether a claim waits for approval.
    pub fn approval(self) -> bool {
        match self {
            Self::Personal { approval } | Self::RegistrationKey { approval, .. } => approval,
            Self::Renewal(_) | Self::Bot => false,
        }
    }
}

/// An invitation, signed by a device of somebody who may invite (the first one by the root key).
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
    /// End of validity, in milliseconds since the Unix epoch. The server enforces it; in the log it is advisory, until a device
    /// of somebody who may invite has withdrawn what ended.
    #[n(3)]
    pub not_after: u64,
    /// Channels that any member's device adds the new member to.
    #[n(4)]
    pub conversations: Vec<LogId>,
    /// What the new member may do.
    #[n(5)]
    pub roles: Vec<RoleId>,
    /// The teams that she belongs to.
    #[n(6)]
    pub teams: Vec<TeamId>,
    /// When her membership ends by itself, in milliseconds since the Unix epoch: of a guest.
    #[n(7)]
    pub until: Option<u64>,
}
