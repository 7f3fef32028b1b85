//! Members, their devices, roles and teams.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_bytes::ByteBuf;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::organisation::{BuiltInRole, Right};
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
        admin: bool,
        approved: bool,
        revoked: bool,
        until: Option<u64>,
        renewals: u32,
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
        own: bool,
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
