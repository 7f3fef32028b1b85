//! The organisation: its members, devices, roles and teams, what it decided, and what was alarming.

use verband_client::protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::{MemberDetails, MemberStatus, Notice};
use verband_client::protocol::organisation::{OrganisationPolicy, Right};
use verband_client::{AlarmRow, Client, ClientError, DeviceRow, MemberRow, RoleRow, TeamRow};

use crate::rows::members::DeviceContact;

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Administration {
    /// Everybody in the organisation, by name. Gives `Members`.
    Members,
    /// Those who belong to it and whose name, function and ward contain all of these words. Gives `Members`.
    FindMembers {
        /// Parts of words.
        words: String,
    },
    /// Approves a claim that waits. Gives `Done`.
    Approve {
        /// Whose.
        member: MemberId,
    },
    /// Makes a member an administrator, or takes it back. Gives `Done`.
    SetAdmin {
        /// Whom.
        member: MemberId,
        /// Which of the two.
        admin: bool,
    },
    /// A member leaves the organisation. Gives `Done`.
    RevokeMember {
        /// Who.
        member: MemberId,
    },
    /// Writes what the organisation says of a member. Gives `Done`.
    SetMemberDetails {
        /// Of whom.
        member: MemberId,
        /// Name, function, ward: all of it.
        details: MemberDetails,
    },
    /// Writes what this person says of herself. Gives `Done`.
    SetStatus {
        /// When she can be reached; may be empty.
        availability: String,
        /// A JPEG, PNG or WebP, of which everybody gets a thumbnail without metadata.
        picture: Option<Vec<u8>>,
    },
    /// What a member may do. Gives `Rights`.
    RightsOf {
        /// Who.
        member: MemberId,
    },
    /// The roles, the built-in ones first. Gives `Roles`.
    Roles,
    /// Defines a role, new or anew. Gives `Role`.
    DefineRole {
        /// Which one; none for a new one.
        role: Option<RoleId>,
        /// Its title.
        title: String,
        /// All its rights.
        rights: Vec<Right>,
    },
    /// Retires a role: nobody has its rights any more. Gives `Done`.
    RetireRole {
        /// Which one.
        role: RoleId,
    },
    /// Gives a member all her roles. Gives `Done`.
    AssignRoles {
        /// To whom.
        member: MemberId,
        /// All of them.
        roles: Vec<RoleId>,
        /// When her membership ends by itself, in milliseconds since the Unix epoch: of a guest.
        until: Option<u64>,
    },
    /// The teams. Gives `Teams`.
    Teams,
    /// Defines a team, new or with a new title. Gives `Team`.
    DefineTeam {
        /// Which one; none for a new one.
        team: Option<TeamId>,
        /// Its title.
        title: String,
    },
    /// Dissolves a team. Gives `Done`.
    RetireTeam {
        /// Which one.
        team: TeamId,
    },
    /// Says all teams that a member belongs to. Gives `Done`.
    AssignTeams {
        /// Who.
        member: MemberId,
        /// All of them.
        teams: Vec<TeamId>,
    },
    /// The policy that is in force. Gives `Policy`.
    Policy,
    /// Sets the policy. Gives `Done`.
    SetPolicy {
        /// All of it.
        policy: OrganisationPolicy,
    },
    /// The privacy notice that is in force. Gives `Notice`.
    Notice,
    /// Whether there is a privacy notice that this person has not accepted yet. Gives `Answer`.
    NoticeIsNew,
    /// The version of the privacy notice that a member has accepted. Gives `AcceptedNotice`.
    AcceptedNotice {
        /// Who.
        member: MemberId,
    },
    /// This person has read a version of the privacy notice. Gives `Done`.
    AcceptNotice {
        /// Which one.
        version: u32,
    },
    /// Publishes a new privacy notice. Gives `NoticeVersion`.
    SetNotice {
        /// In German.
        german: String,
        /// In English; may be empty.
        english: String,
    },
    /// All devices of the organisation, one's own first. Gives `Devices`.
    Devices,
    /// Gives a device of one's own a name. Gives `Done`.
    RenameDevice {
        /// Which one.
        device: DeviceId,
        /// Its name.
        name: String,
    },
    /// A device is lost: one's own other one, or with the right anybody's. Gives `Done`.
    RevokeDevice {
        /// Which one.
        device: DeviceId,
    },
    /// The further devices that fall if that one is revoked: those that it let in. Gives `DeviceIds`.
    FallsWith {
        /// Which one.
        device: DeviceId,
    },
    /// When devices last reached the server, as the server says. Gives `Contacts`.
    DeviceContacts,
    /// What was signed and contradicts what this device knows, as a file that `verband verify` examines. Gives `Evidence`.
    AlarmEvidence {
        /// Which alarm.
        alarm: i64,
    },
    /// Whether this person has a recovery key on paper. Gives `Answer`.
    HasRecoveryKey,
    /// All alarms, newest first. Gives `Alarms`.
    Alarms,
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum AdministrationResult {
    /// It is done.
    Done,
    /// Members.
    Members {
        /// One row each.
        rows: Vec<MemberRow>,
    },
    /// Rights.
    Rights {
        /// All of them.
        rights: Vec<Right>,
    },
    /// Roles.
    Roles {
        /// One row each.
        rows: Vec<RoleRow>,
    },
    /// A role was defined.
    Role {
        /// Its id.
        role: RoleId,
    },
    /// Teams.
    Teams {
        /// One row each.
        rows: Vec<TeamRow>,
    },
    /// A team was defined.
    Team {
        /// Its id.
        team: TeamId,
    },
    /// The policy.
    Policy {
        /// All of it.
        policy: OrganisationPolicy,
    },
    /// The privacy notice.
    Notice {
        /// If there is one.
        notice: Option<Notice>,
    },
    /// Yes or no.
    Answer {
        /// Which of the two.
        yes: bool,
    },
    /// What a member has accepted.
    AcceptedNotice {
        /// The version, if there is one.
        version: Option<u32>,
    },
    /// A privacy notice was published.
    NoticeVersion {
        /// Its version.
        version: u32,
    },
    /// Devices.
    Devices {
        /// One row each.
        rows: Vec<DeviceRow>,
    },
    /// Devices.
    DeviceIds {
        /// Their ids.
        devices: Vec<DeviceId>,
    },
    /// When devices last reached the server.
    Contacts {
        /// One row each.
        rows: Vec<DeviceContact>,
    },
    /// Evidence of an alarm, for whoever looks into it.
    Evidence {
        /// If the alarm has any.
        evidence: Option<Vec<u8>>,
    },
    /// Alarms.
    Alarms {
        /// One row each.
        rows: Vec<AlarmRow>,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Administration) -> Result<AdministrationResult, ClientError> {
    use Administration as Asks;
    use AdministrationResult as Gives;
    match command {
        Asks::Members => return Ok(Gives::Members { rows: client.members()? }),
        Asks::FindMembers { words } => return Ok(Gives::Members { rows: client.find_members(&words)? }),
        Asks::Approve { member } => client.approve(member).await?,
        Asks::SetAdmin { member, admin } => client.set_admin(member, admin).await?,
        Asks::RevokeMember { member } => client.revoke_member(member).await?,
        Asks::SetMemberDetails { member, details } => client.set_member_details(member, details).await?,
        Asks::SetStatus { availability, picture } => {
            client.set_status(MemberStatus { availability, picture: picture.map(Into::into) }).await?;
        }
        Asks::RightsOf { member } => return Ok(Gives::Rights { rights: client.rights_of(&member)? }),
        Asks::Roles => return Ok(Gives::Roles { rows: client.roles()? }),
        Asks::DefineRole { role, title, rights } => {
            return Ok(Gives::Role { role: client.define_role(role, &title, &rights).await? });
        }
        Asks::RetireRole { role } => client.retire_role(role).await?,
        Asks::AssignRoles { member, roles, until } => client.assign_roles(member, &roles, until).await?,
        Asks::Teams => return Ok(Gives::Teams { rows: client.teams()? }),
        Asks::DefineTeam { team, title } => {
            return Ok(Gives::Team { team: client.define_team(team, &title).await? });
        }
        Asks::RetireTeam { team } => client.retire_team(team).await?,
        Asks::AssignTeams { member, teams } => client.assign_teams(member, &teams).await?,
        Asks::Policy => return Ok(Gives::Policy { policy: client.policy()? }),
        Asks::SetPolicy { policy } => client.set_policy(policy).await?,
        Asks::Notice => return Ok(Gives::Notice { notice: client.notice()? }),
        Asks::NoticeIsNew => return Ok(Gives::Answer { yes: client.notice_is_new()? }),
        Asks::AcceptedNotice { member } => {
            return Ok(Gives::AcceptedNotice { version: client.accepted_notice(member)? });
        }
        Asks::AcceptNotice { version } => client.accept_notice(version)?,
        Asks::SetNotice { german, english } => {
            return Ok(Gives::NoticeVersion { version: client.set_notice(&german, &english).await? });
        }
        Asks::Devices => return Ok(Gives::Devices { rows: client.devices()? }),
        Asks::RenameDevice { device, name } => client.rename_device(device, &name).await?,
        Asks::RevokeDevice { device } => client.revoke_device(device).await?,
        Asks::FallsWith { device } => return Ok(Gives::DeviceIds { devices: client.falls_with(device)? }),
        Asks::DeviceContacts => {
            let rows = client.device_contacts().await?.into_iter().map(DeviceContact::from).collect();
            return Ok(Gives::Contacts { rows });
        }
        Asks::AlarmEvidence { alarm } => return Ok(Gives::Evidence { evidence: client.alarm_evidence(alarm)? }),
        Asks::HasRecoveryKey => return Ok(Gives::Answer { yes: client.has_recovery_key()? }),
        Asks::Alarms => return Ok(Gives::Alarms { rows: client.alarms()? }),
    }
    Ok(Gives::Done)
}
