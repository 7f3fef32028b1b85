//! Members, their devices, roles and teams.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_bytes::ByteBuf;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::organisation::{BuiltInRole, Right};
use verband_client::protocol::wire::{DeviceContact, LastContact};
use verband_client::{DeviceRow, MemberRow, RoleRow, TeamRow};

use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// What kind of machine a device is.
    Class = DeviceClass { Phone, Shared, Desktop, Web, Bot }
);

words!(
    /// A role that every organisation has.
    BuiltIn = BuiltInRole { Member, Moderator, Guest }
);

flat!(
    /// What the organisation says of a member.
    Details = MemberDetails { name: String, function: String, ward: String }
);

flat!(
    /// A member of the organisation.
    Member = MemberRow {
        id: Id<MemberId>,
        name: String,
        function: String,
        ward: String,
        availability: String,
        picture: Option<ByteBuf>,
        bot: bool,
        admin: bool,
        approved: bool,
        revoked: bool,
        until: Option<u64>,
        renewals: u32,
        verified: bool,
    }
);

flat!(
    /// A device.
    Device = DeviceRow {
        id: Id<DeviceId>,
        member: Id<MemberId>,
        member_name: String,
        name: String,
        class: Class,
        revoked: bool,
        this_device: bool,
    }
);

flat!(
    /// A role.
    Role = RoleRow {
        id: Id<RoleId>,
        title: String,
        built_in: Option<BuiltIn>,
        rights: Vec<RightName>,
        members: Vec<Id<MemberId>>,
    }
);

flat!(
    /// A team.
    Team = TeamRow { id: Id<TeamId>, title: String, members: Vec<Id<MemberId>> }
);

/// When a device last reached the server: of one's own the day, of colleagues' only about how long ago.
#[derive(Serialize)]
pub(crate) struct Contact {
    device: Id<DeviceId>,
    last: &'static str,
    /// In days since the Unix epoch.
    day: Option<u32>,
}

impl From<DeviceContact> for Contact {
    fn from(contact: DeviceContact) -> Self {
        let (last, day) = match contact.last {
            LastContact::Never => ("never", None),
            LastContact::Day(day) => ("day", Some(day)),
            LastContact::Week => ("week", None),
            LastContact::Month => ("month", None),
            LastContact::Longer => ("longer", None),
        };
        Self { device: Id(contact.device), last, day }
    }
}

/// A right by the name that it has in scripts.
pub(crate) struct RightName(Right);

impl Plain<Right> for RightName {
    fn plain(core: Right) -> Self {
        Self(core)
    }

    fn core(self) -> Right {
        self.0
    }
}

impl Serialize for RightName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for RightName {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let name = String::deserialize(value)?;
        Right::named(&name).map(Self).ok_or_else(|| D::Error::custom("no such right"))
    }
}
