//! The organisation: its members, devices, roles and teams, what it decided, and what was alarming.

use serde::Deserialize;
use serde_bytes::ByteBuf;
use verband_client::Client;
use verband_client::protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::MemberStatus;
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::conversations::{Alarm, list};
use crate::rows::members::{Contact, Details, Device, Member, RightName, Role, Team};
use crate::rows::policy::{Notice, Policy};
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Administration {
    Members,
    FindMembers { words: String },
    Approve { member: Id<MemberId> },
    SetAdmin { member: Id<MemberId>, admin: bool },
    RevokeMember { member: Id<MemberId> },
    SetMemberDetails { member: Id<MemberId>, details: Details },
    SetStatus { availability: String, picture: Option<ByteBuf> },
    RightsOf { member: Id<MemberId> },
    Roles,
    DefineRole { role: Option<Id<RoleId>>, title: String, rights: Vec<RightName> },
    RetireRole { role: Id<RoleId> },
    AssignRoles { member: Id<MemberId>, roles: Vec<Id<RoleId>>, until: Option<u64> },
    Teams,
    DefineTeam { team: Option<Id<TeamId>>, title: String },
    RetireTeam { team: Id<TeamId> },
    AssignTeams { member: Id<MemberId>, teams: Vec<Id<TeamId>> },
    Policy,
    SetPolicy { policy: Policy },
    Notice,
    NoticeIsNew,
    AcceptedNotice { member: Id<MemberId> },
    AcceptNotice { version: u32 },
    SetNotice { german: String, english: String },
    Devices,
    RenameDevice { device: Id<DeviceId>, name: String },
    RevokeDevice { device: Id<DeviceId> },
    FallsWith { device: Id<DeviceId> },
    DeviceContacts,
    AlarmEvidence { alarm: i64 },
    HasRecoveryKey,
    Alarms,
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Administration) -> Result<JsValue, Failure> {
    use Administration as Asks;
    match command {
        Asks::Members => return row::<Vec<Member>, _>(client.members()?),
        Asks::FindMembers { words } => return row::<Vec<Member>, _>(client.find_members(&words)?),
        Asks::Approve { member } => client.approve(member.0).await?,
        Asks::SetAdmin { member, admin } => client.set_admin(member.0, admin).await?,
        Asks::RevokeMember { member } => client.revoke_member(member.0).await?,
        Asks::SetMemberDetails { member, details } => client.set_member_details(member.0, details.core()).await?,
        Asks::SetStatus { availability, picture } => {
            let picture = picture.map(|picture| picture.into_vec().into());
            client.set_status(MemberStatus { availability, picture }).await?;
        }
        Asks::RightsOf { member } => return row::<Vec<RightName>, _>(client.rights_of(&member.0)?),
        Asks::Roles => return row::<Vec<Role>, _>(client.roles()?),
        Asks::DefineRole { role, title, rights } => {
            return to_js(&Id(client.define_role(role.core(), &title, &rights.core()).await?));
        }
        Asks::RetireRole { role } => client.retire_role(role.0).await?,
        Asks::AssignRoles { member, roles, until } => client.assign_roles(member.0, &roles.core(), until).await?,
        Asks::Teams => return row::<Vec<Team>, _>(client.teams()?),
        Asks::DefineTeam { team, title } => return to_js(&Id(client.define_team(team.core(), &title).await?)),
        Asks::RetireTeam { team } => client.retire_team(team.0).await?,
        Asks::AssignTeams { member, teams } => client.assign_teams(member.0, &teams.core()).await?,
        Asks::Policy => return row::<Policy, _>(client.policy()?),
        Asks::SetPolicy { policy } => client.set_policy(policy.core()).await?,
        Asks::Notice => return row::<Option<Notice>, _>(client.notice()?),
        Asks::NoticeIsNew => return to_js(&client.notice_is_new()?),
        Asks::AcceptedNotice { member } => return to_js(&client.accepted_notice(member.0)?),
        Asks::AcceptNotice { version } => client.accept_notice(version)?,
        Asks::SetNotice { german, english } => return to_js(&client.set_notice(&german, &english).await?),
        Asks::Devices => return row::<Vec<Device>, _>(client.devices()?),
        Asks::RenameDevice { device, name } => client.rename_device(device.0, &name).await?,
        Asks::RevokeDevice { device } => client.revoke_device(device.0).await?,
        Asks::FallsWith { device } => return row::<Vec<Id<_>>, _>(client.falls_with(device.0)?),
        Asks::DeviceContacts => return list::<_, Contact>(client.device_contacts().await?),
        Asks::AlarmEvidence { alarm } => return row::<Option<ByteBuf>, _>(client.alarm_evidence(alarm)?),
        Asks::HasRecoveryKey => return to_js(&client.has_recovery_key()?),
        Asks::Alarms => return list::<_, Alarm>(client.alarms()?),
    }
    Ok(JsValue::UNDEFINED)
}
