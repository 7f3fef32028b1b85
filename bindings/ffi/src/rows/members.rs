//! Members, their devices, roles and teams.

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::organisation::{BuiltInRole, Right};
use verband_client::protocol::wire;
use verband_client::{DeviceRow, MemberRow, RoleRow, TeamRow};

use crate::error::VerbandError;
use crate::work::guarded;

/// What kind of device this is, for policies that tell them apart.
#[uniffi::remote(Enum)]
pub enum DeviceClass {
    /// A phone or tablet of one person.
    Phone,
    /// A tablet or computer that several people use, each with a profile of her own.
    Shared,
    /// A computer.
    Desktop,
    /// A browser.
    Web,
    /// A visible automatic member.
    Bot,
}

/// Something that not everybody may do.
#[uniffi::remote(Enum)]
pub enum Right {
    /// Invite people and withdraw invitations.
    Invite,
    /// Approve claims that wait.
    Approve,
    /// Let members leave, give them new letters after a loss, write their names and functions.
    ManageMembers,
    /// Revoke devices of others.
    ManageDevices,
    /// Define roles and give them to members, as far as one has their rights oneself.
    ManageRoles,
    /// Define teams and say who belongs to them.
    ManageTeams,
    /// Set the policy and the privacy notice.
    ManagePolicy,
    /// Found channels.
    CreateChannels,
    /// Start closed chats.
    StartChats,
    /// Write to people outside of one's own teams, where the policy keeps teams apart.
    ContactAnyone,
    /// Moderate every channel that one is in.
    ModerateChannels,
    /// See the counts of the organisation.
    Statistics,
    /// Call everybody of a channel at once, and write messages that sound louder.
    Alert,
}

/// A role that every organisation has.
#[uniffi::remote(Enum)]
pub enum BuiltInRole {
    /// Works in the house: founds channels and starts chats.
    Member,
    /// Also moderates every channel she is in.
    Moderator,
    /// Is there for a time and takes part in what she is invited to.
    Guest,
}

/// What the organisation says of a member.
#[uniffi::remote(Record)]
pub struct MemberDetails {
    /// Her name.
    pub name: String,
    /// What she does; may be empty.
    pub function: String,
    /// Where; may be empty.
    pub ward: String,
}

/// A member of the organisation.
#[uniffi::remote(Record)]
pub struct MemberRow {
    /// Her id.
    pub id: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What she does.
    pub function: String,
    /// Where.
    pub ward: String,
    /// When she can be reached, in her own words.
    pub availability: String,
    /// JPEG.
    pub picture: Option<Vec<u8>>,
    /// Whether it is a bot: an automatic member.
    pub bot: bool,
    /// Whether she administers.
    pub admin: bool,
    /// Whether her claim was approved.
    pub approved: bool,
    /// Whether she has left.
    pub revoked: bool,
    /// When her membership ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// How often she started anew with a new letter.
    pub renewals: u32,
    /// Whether this person verified her face to face, and she has not started anew since.
    pub verified: bool,
}

/// A device.
#[uniffi::remote(Record)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// Her name.
    pub member_name: String,
    /// What she calls it.
    pub name: String,
    /// What kind of machine it is.
    pub class: DeviceClass,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether it is this one.
    pub this_device: bool,
}

/// When a device last reached the server, as exactly as one may know it: of one's own the day, of colleagues' only about
/// how long ago.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeviceContact {
    /// Which.
    pub device: DeviceId,
    /// How long ago.
    pub last: LastContact,
    /// The day (UTC), in days since the Unix epoch, if it may be known.
    pub day: Option<u32>,
}

/// How long ago a device reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LastContact {
    /// Not yet.
    Never,
    /// On the day that stands beside it.
    Day,
    /// Within the last seven days.
    Week,
    /// Within the last thirty days.
    Month,
    /// Longer ago.
    Longer,
}

impl From<wire::DeviceContact> for DeviceContact {
    fn from(contact: wire::DeviceContact) -> Self {
        let (last, day) = match contact.last {
            wire::LastContact::Never => (LastContact::Never, None),
            wire::LastContact::Day(day) => (LastContact::Day, Some(day)),
            wire::LastContact::Week => (LastContact::Week, None),
            wire::LastContact::Month => (LastContact::Month, None),
            wire::LastContact::Longer => (LastContact::Longer, None),
        };
        Self { device: contact.device, last, day }
    }
}

/// A role.
#[uniffi::remote(Record)]
pub struct RoleRow {
    /// Its id.
    pub id: RoleId,
    /// Its title; empty for a built-in one that nobody has renamed, which an app calls by its own word.
    pub title: String,
    /// Which of the built-in ones it is.
    pub built_in: Option<BuiltInRole>,
    /// What it may do.
    pub rights: Vec<Right>,
    /// Active members who have it.
    pub members: Vec<MemberId>,
}

/// A team.
#[uniffi::remote(Record)]
pub struct TeamRow {
    /// Its id.
    pub id: TeamId,
    /// Its title.
    pub title: String,
    /// Active members who belong to it.
    pub members: Vec<MemberId>,
}

/// The id of a built-in role, the same in every organisation.
#[uniffi::export]
pub fn built_in_role(role: BuiltInRole) -> Result<RoleId, VerbandError> {
    guarded(|| Ok(role.id()))
}
