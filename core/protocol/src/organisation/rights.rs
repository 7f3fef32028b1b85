//! Rights and roles: what members may do in the organisation. A member has the union of the rights of her roles; an
//! administrator has all of them.

use minicbor::{Decode, Encode};

use crate::id::RoleId;

/// The most rights, and the most roles of one member.
pub const MAX_ROLES: usize = 32;

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Right {
    /// Invite people and withdraw invitations.
    #[n(0)]
    Invite,
    /// Approve claims that wait.
    #[n(1)]
    Approve,
    /// Let members leave, give them new letters after a loss, write their names and functions.
    #[n(2)]
    ManageMembers,
    /// Revoke devices of others.
    #[n(3)]
    ManageDevices,
    /// Define roles and give them to members, as far as one has their rights oneself.
    #[n(4)]
    ManageRoles,
    /// Define teams and say who belongs to them.
    #[n(5)]
    ManageTeams,
    /// Set the policy and the privacy notice.
    #[n(6)]
    ManagePolicy,
    /// Found channels.
    #[n(7)]
    CreateChannels,
    /// Start closed chats.
    #[n(8)]
    StartChats,
    /// Write to people outside of one's own teams, where the policy keeps teams apart.
    #[n(9)]
    ContactAnyone,
    /// Moderate every channel that one is in.
    #[n(10)]
    ModerateChannels,
    /// See the counts of the organisation.
    #[n(11)]
    Statistics,
    /// Call everybody of a channel at once, and write messages that sound louder.
    #[n(12)]
    Alert,
}

impl Right {
    /// All of them, ascending: what an administrator has.
    pub const ALL: [Self; 13] = [
        Self::Invite,
        Self::Approve,
        Self::ManageMembers,
        Self::ManageDevices,
        Self::ManageRoles,
        Self::ManageTeams,
        Self::ManagePolicy,
        Self::CreateChannels,
        Self::StartChats,
        Self::ContactAnyone,
        Self::ModerateChannels,
        Self::Statistics,
        Self::Alert,
    ];
}

impl Right {
    /// Its name in scripts and bindings; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Approve => "approve",
            Self::ManageMembers => "manage-members",
            Self::ManageDevices => "manage-devices",
            Self::ManageRoles => "manage-roles",
            Self::ManageTeams => "manage-teams",
            Self::ManagePolicy => "manage-policy",
            Self::CreateChannels => "create-channels",
            Self::StartChats => "start-chats",
            Self::ContactAnyone => "contact-anyone",
            Self::ModerateChannels => "moderate-channels",
            Self::Statistics => "statistics",
            Self::Alert => "alert",
        }
    }

    /// Whether a bot can have it. A bot writes to people and counts; it never decides who belongs to the organisation or to
    /// a channel.
    pub fn of_bots(self) -> bool {
        matches!(self, Self::StartChats | Self::ContactAnyone | Self::Statistics)
    }

    /// The right with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}

/// The roles that every organisation has. Their rights can be defined anew, and until then are [`Self::rights`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltInRole {
    /// Works in the house: founds channels, starts chats and may alert.
    Member,
    /// Also moderates every channel she is in.
    Moderator,
    /// Is there for a time and takes part in what she is invited to.
    Guest,
}

impl BuiltInRole {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Member, Self::Moderator, Self::Guest];

    /// The id, the same in every organisation.
    pub fn id(self) -> RoleId {
        let mut id = [0; 16];
        id[15] = match self {
            Self::Member => 1,
            Self::Moderator => 2,
            Self::Guest => 3,
        };
        RoleId(id)
    }

    /// The role behind an id.
    pub fn of(id: &RoleId) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == *id)
    }

    /// What it may do where no entry of the log says otherwise; ascending.
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::Member => &[Right::CreateChannels, Right::StartChats, Right::Alert],
            Self::Moderator => &[Right::CreateChannels, Right::StartChats, Right::ModerateChannels, Right::Alert],
            Self::Guest => &[],
        }
    }
}
