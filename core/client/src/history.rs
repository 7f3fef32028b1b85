//! The organisation's log as people read it: who did what, entry by entry; and as a file, for whoever wants to examine
//! it without us. Nothing is decided here.

mod sentence;

use std::io::Write;

use verband_protocol::entry::{Position, Record, SignedEntry};
use verband_protocol::export;
use verband_protocol::id::{DeviceId, EventId, Hash, InvitationId, MemberId, RoleId};
use verband_protocol::organisation::{InvitationKind, OrganisationRecord, Right, member_id};
use verband_rules::Refusal;
use verband_rules::organisation::{InvitationState, OrganisationState};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use crate::apply::skipped_event;
use crate::client::{Client, Inner};
use crate::directory::{invited_person, name_of};
use crate::error::ClientError;
use crate::log::entry_of;
use crate::rights::title;

/// What an entry of the organisation's log does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAct {
    /// The organisation was founded.
    Founded,
    /// A person was invited.
    Invited,
    /// A bot was invited.
    BotInvited,
    /// A registration key was made.
    RegistrationKeyMade,
    /// A member who lost everything got a new letter.
    InvitedAgain,
    /// An invitation was withdrawn.
    Withdrawn,
    /// The time of an invitation was over, and nobody had used it.
    InvitationEnded,
    /// Somebody used an invitation and belongs to the organisation.
    Joined,
    /// A bot used its invitation and belongs to the organisation.
    BotJoined,
    /// Somebody used an invitation and waits for approval.
    Waits,
    /// A member started anew with a new letter.
    StartedAnew,
    /// Somebody who waited was approved.
    Approved,
    /// A member linked a further device.
    DeviceAdded,
    /// A member certified a device with her paper key.
    DeviceRecovered,
    /// A member revoked a device of her own.
    OwnDeviceRevoked,
    /// A device of somebody else was revoked.
    DeviceRevoked,
    /// A member left.
    Left,
    /// A member became an administrator.
    AdminGranted,
    /// A member is no administrator any more.
    AdminRevoked,
    /// Devices were handed the directory key.
    DirectoryKeyHanded,
    /// The directory key was made anew.
    DirectoryKeyRenewed,
    /// A sign of life.
    Heartbeat,
    /// What the organisation says of a member was changed.
    DetailsChanged,
    /// A member changed what she says of herself.
    StatusChanged,
    /// A device got a name.
    DeviceNamed,
    /// A role was defined, new or anew.
    RoleDefined,
    /// A role was retired.
    RoleRetired,
    /// A member was given all her roles.
    RolesAssigned,
    /// A team was defined, new or with a new title.
    TeamDefined,
    /// A team was dissolved.
    TeamRetired,
    /// A member was given all her teams.
    TeamsAssigned,
    /// The policy was set.
    PolicySet,
    /// A version of the privacy notice was published.
    NoticePublished,
    /// A member has read a version of the privacy notice.
    NoticeAccepted,
    /// A membership that had an end is over.
    Expired,
    /// A member printed a new paper key.
    PaperKeyRenewed,
    /// The entry breaks a rule and has no effect.
    Refused,
}

/// An entry of the organisation's log. Which of the fields behind `act` say something depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its position.
    pub seq: u64,
    /// The author's clock, in milliseconds since the Unix epoch; advisory.
    pub at: u64,
    /// Whether the root key signed it.
    pub by_root: bool,
    /// Whose device signed it; of a claim, who came in with it.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// What it does.
    pub act: HistoryAct,
    /// The member whom it is about.
    pub member: Option<MemberId>,
    /// The name of whom or what it is about, as far as it is known: member, invited person, device, role, team, or the
    /// organisation.
    pub name: String,
    /// The roles that it is about.
    pub roles: Vec<RoleId>,
    /// Titles of these roles, empty for built-in ones without a title of their own; or of the teams it is about.
    pub titles: Vec<String>,
    /// The rights of a role.
    pub rights: Vec<Right>,
    /// How many claims or devices, or which version.
    pub number: u64,
    /// When a membership ends, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// The rule that a refused entry breaks.
    pub refusal: Option<Refusal>,
}

impl Client {
    /// What the organisation's log says, newest first: at most `limit` entries before a position, or the newest ones.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn organisation_history(&self, before: Option<u64>, limit: u32) -> Result<Vec<HistoryRow>, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        let log = inner.account.organisation;
        let before = before.unwrap_or(u64::MAX).min(i64::MAX.unsigned_abs());
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT author, header, sig, body, event, seq FROM entry WHERE log = ?1 AND seq < ?2
                 ORDER BY seq DESC LIMIT ?3",
            )?;
            let entries = statement.query_map((log.as_bytes(), before, limit), |row| {
                Ok((entry_of(row)?, EventId(row.get(4)?), row.get::<_, u64>(5)?))
            })?;
            let reader = Reader { connection, organisation: &organisation };
            let rows = entries.map(|read| {
                let (entry, event, seq) = read?;
                reader.row(&entry, seq, event == skipped_event(seq))
            });
            rows.collect()
        })?;
        Ok(rows)
    }

    /// Writes the organisation's log as this device has it, bodies sealed as they are: the file that
    /// `docs/protocol.md` describes and `verband verify` examines. Where it ends.
    ///
    /// # Errors
    /// [`ClientError::Files`] for what `out` says, [`ClientError::Store`], [`ClientError::Locked`].
    pub fn export_organisation(&self, out: impl Write) -> Result<Position, ClientError> {
        self.readable()?.export_organisation(out)
    }
}

impl Inner {
    pub(crate) fn export_organisation(&self, mut out: impl Write) -> Result<Position, ClientError> {
        let log = self.account.organisation;
        self.store.read(|connection| -> Result<_, ClientError> {
            let find = "SELECT seq, head FROM log WHERE id = ?1";
            let mut statement = connection.prepare_cached(find).map_err(StoreError::from)?;
            let mut found = statement
                .query_map([log.as_bytes()], |row| Ok(Position { seq: row.get(0)?, head: Hash(row.get(1)?) }))
                .map_err(StoreError::from)?;
            let end = found.next().transpose().map_err(StoreError::from)?.unwrap_or(Position::START);
            out.write_all(&export::begin(&end))?;
            let entries = "SELECT author, header, sig, body FROM entry WHERE log = ?1 AND seq <= ?2 ORDER BY seq";
            let mut statement = connection.prepare_cached(entries).map_err(StoreError::from)?;
            let mut rows = statement.query((log.as_bytes(), end.seq)).map_err(StoreError::from)?;
            while let Some(row) = rows.next().map_err(StoreError::from)? {
                out.write_all(&export::frame(&entry_of(row).map_err(StoreError::from)?))?;
            }
            out.flush()?;
            Ok(end)
        })
    }
}

/// What rows are made from.
struct Reader<'a> {
    connection: &'a Connection,
    organisation: &'a OrganisationState,
}

impl Reader<'_> {
    fn row(&self, entry: &SignedEntry, seq: u64, refused: bool) -> Result<HistoryRow, StoreError> {
        let author = self.organisation.device(&entry.author).map(|device| device.member);
        let header = entry.read().ok();
        let mut row = HistoryRow {
            seq,
            at: header.as_ref().map_or(0, |header| header.sent_at),
            by_root: entry.author == DeviceId::ROOT,
            author,
            author_name: self.member_name(author)?,
            act: HistoryAct::Refused,
            member: None,
            name: String::new(),
            roles: Vec::new(),
            titles: Vec::new(),
            rights: Vec::new(),
            number: 0,
            until: None,
            refusal: None,
        };
        if refused {
            row.refusal = self.refusal(entry, seq)?;
            return Ok(row);
        }
        if let Some(Record::Organisation(record)) = header.and_then(|header| header.record) {
            self.describe(&mut row, entry, &record)?;
        }
        Ok(row)
    }

    /// The rule that an entry broke, as of its place. That is rare, and worth reading the log up to there.
    fn refusal(&self, entry: &SignedEntry, seq: u64) -> Result<Option<Refusal>, StoreError> {
        let Some(log) = self.organisation.id() else { return Ok(None) };
        let mut state = OrganisationState::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT author, header, sig, body FROM entry WHERE log = ?1 AND seq < ?2 ORDER BY seq")?;
        let mut rows = statement.query((log.as_bytes(), seq))?;
        while let Some(row) = rows.next()? {
            let _before = state.apply(&entry_of(row)?);
        }
        Ok(state.check(entry).err())
    }

    fn describe(
        &self,
        row: &mut HistoryRow,
        entry: &SignedEntry,
        record: &OrganisationRecord,
    ) -> Result<(), StoreError> {
        row.act = match record {
            OrganisationRecord::Genesis { name, .. } => {
                row.name.clone_from(name);
                HistoryAct::Founded
            }
            OrganisationRecord::Invitation(invitation) => {
                row.until = invitation.until;
                row.number = invitation.kind.limit().into();
                self.describe_invitation(row, &invitation.id, &invitation.kind)?
            }
            OrganisationRecord::InvitationRevoke(id) => {
                let state = self.organisation.invitation(id);
                if let Some(state) = state {
                    self.describe_invitation(row, id, &state.invitation.kind)?;
                }
                let ended = state.is_some_and(InvitationState::ran_out);
                if ended { HistoryAct::InvitationEnded } else { HistoryAct::Withdrawn }
            }
            OrganisationRecord::Claim { invitation, .. } => self.describe_claim(row, entry, invitation)?,
            OrganisationRecord::Approve(member) => self.about(row, *member, HistoryAct::Approved)?,
            OrganisationRecord::DeviceAdd { member, device, .. } => {
                let recovered = entry.author == device.id();
                self.about(row, *member, if recovered { HistoryAct::DeviceRecovered } else { HistoryAct::DeviceAdded })?
            }
            OrganisationRecord::DeviceRevoke { device, .. } => {
                let owner = self.organisation.device(device).map(|device| device.member);
                row.member = owner;
                row.name = self.member_name(owner)?;
                if owner == row.author { HistoryAct::OwnDeviceRevoked } else { HistoryAct::DeviceRevoked }
            }
            OrganisationRecord::MemberRevoke(member) => self.about(row, *member, HistoryAct::Left)?,
            OrganisationRecord::AdminGrant(member) => self.about(row, *member, HistoryAct::AdminGranted)?,
            OrganisationRecord::AdminRevoke(member) => self.about(row, *member, HistoryAct::AdminRevoked)?,
            OrganisationRecord::DirectoryKey { generation, to, .. } => {
                row.number = to.len() as u64;
                if self.organisation.directory_since(*generation) == Some(row.seq) {
                    HistoryAct::DirectoryKeyRenewed
                } else {
                    HistoryAct::DirectoryKeyHanded
                }
            }
            OrganisationRecord::Heartbeat => HistoryAct::Heartbeat,
            OrganisationRecord::MemberDetails(member) => self.about(row, *member, HistoryAct::DetailsChanged)?,
            OrganisationRecord::MemberStatus => HistoryAct::StatusChanged,
            OrganisationRecord::DeviceName(device) => {
                row.name = self.device_name(device)?;
                HistoryAct::DeviceNamed
            }
            OrganisationRecord::RoleDefine { role, rights } => {
                row.rights.clone_from(rights);
                self.about_roles(row, &[*role])?;
                HistoryAct::RoleDefined
            }
            OrganisationRecord::RoleRetire(role) => {
                self.about_roles(row, &[*role])?;
                HistoryAct::RoleRetired
            }
            OrganisationRecord::RoleAssign { member, roles, until } => {
                row.until = *until;
                self.about_roles(row, roles)?;
                self.about(row, *member, HistoryAct::RolesAssigned)?
            }
            OrganisationRecord::TeamDefine(team) => {
                row.name = title(self.connection, team.as_bytes())?;
                HistoryAct::TeamDefined
            }
            OrganisationRecord::TeamRetire(team) => {
                row.name = title(self.connection, team.as_bytes())?;
                HistoryAct::TeamRetired
            }
            OrganisationRecord::TeamAssign { member, teams } => {
                let titles = teams.iter().map(|team| title(self.connection, team.as_bytes()));
                row.titles = titles.collect::<Result<_, _>>()?;
                self.about(row, *member, HistoryAct::TeamsAssigned)?
            }
            OrganisationRecord::Policy(_) => HistoryAct::PolicySet,
            OrganisationRecord::Notice(version) => {
                row.number = (*version).into();
                HistoryAct::NoticePublished
            }
            OrganisationRecord::NoticeAccept(version) => {
                row.number = (*version).into();
                HistoryAct::NoticeAccepted
            }
            OrganisationRecord::Expire(member) => self.about(row, *member, HistoryAct::Expired)?,
            OrganisationRecord::Recovery(_) => HistoryAct::PaperKeyRenewed,
        };
        Ok(())
    }

    fn describe_invitation(
        &self,
        row: &mut HistoryRow,
        id: &InvitationId,
        kind: &InvitationKind,
    ) -> Result<HistoryAct, StoreError> {
        if let InvitationKind::Renewal(member) = kind {
            return self.about(row, *member, HistoryAct::InvitedAgain);
        }
        row.name = invited_person(self.connection, id)?.name;
        Ok(match kind {
            InvitationKind::RegistrationKey { .. } => HistoryAct::RegistrationKeyMade,
            InvitationKind::Bot => HistoryAct::BotInvited,
            InvitationKind::Personal { .. } | InvitationKind::Renewal(_) => HistoryAct::Invited,
        })
    }

    fn describe_claim(
        &self,
        row: &mut HistoryRow,
        entry: &SignedEntry,
        invitation: &InvitationId,
    ) -> Result<HistoryAct, StoreError> {
        let kind = self.organisation.invitation(invitation).map(|state| state.invitation.kind);
        match kind {
            Some(InvitationKind::Renewal(member)) => self.about(row, member, HistoryAct::StartedAnew),
            Some(InvitationKind::Bot) => self.about(row, member_id(&entry.header), HistoryAct::BotJoined),
            Some(kind) if kind.approval() => self.about(row, member_id(&entry.header), HistoryAct::Waits),
            _ => self.about(row, member_id(&entry.header), HistoryAct::Joined),
        }
    }

    fn about(&self, row: &mut HistoryRow, member: MemberId, act: HistoryAct) -> Result<HistoryAct, StoreError> {
        row.member = Some(member);
        row.name = name_of(self.connection, &member)?;
        Ok(act)
    }

    fn about_roles(&self, row: &mut HistoryRow, roles: &[RoleId]) -> Result<(), StoreError> {
        row.roles = roles.to_vec();
        row.titles = roles.iter().map(|role| title(self.connection, role.as_bytes())).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn member_name(&self, member: Option<MemberId>) -> Result<String, StoreError> {
        member.map_or_else(|| Ok(String::new()), |member| name_of(self.connection, &member))
    }

    fn device_name(&self, device: &DeviceId) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM device WHERE id = ?1")?;
        let mut rows = statement.query([device.as_bytes()])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or_default())
    }
}
