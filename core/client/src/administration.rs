//! Administering: members and their rights, roles, teams, the policy, the privacy notice, devices. Every act is an entry
//! of the organisation's log; who may do it, the rules decide.

use verband_protocol::id::{DeviceId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::details::{MemberDetails, MemberStatus, Notice, Title};
use verband_protocol::organisation::{MAX_NAME, OrganisationPolicy, OrganisationRecord, Right};
use verband_protocol::wire::{DeviceContact, DeviceContacts};
use verband_vault as vault;

use crate::account;
use crate::client::Client;
use crate::directory;
use crate::error::ClientError;
use crate::limits::program;
use crate::organisation::{Act, checked_name};

impl Client {
    /// Approves a claim that waits.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn approve(&self, member: MemberId) -> Result<(), ClientError> {
        self.record(OrganisationRecord::Approve(member)).await
    }

    /// Makes a member an administrator, or takes it back.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn set_admin(&self, member: MemberId, admin: bool) -> Result<(), ClientError> {
        self.record(if admin {
            OrganisationRecord::AdminGrant(member)
        } else {
            OrganisationRecord::AdminRevoke(member)
        })
        .await
    }

    /// A member leaves: her devices lose access at once, the directory key changes, and every conversation removes
    /// her with the next member's device that is online.
    ///
    /// # Errors
    /// [`ClientError::Refused`] without the right or for the last administrator, [`ClientError::Offline`].
    pub async fn revoke_member(&self, member: MemberId) -> Result<(), ClientError> {
        self.record(OrganisationRecord::MemberRevoke(member)).await
    }

    /// Revokes a device: one's own other one, or with the right anybody's. What it let in falls with it
    /// ([`Self::falls_with`]).
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::NotFound`], [`ClientError::Offline`].
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let since =
            inner.organisation()?.falls_since(&device, &inner.keys.id).ok_or(ClientError::NotFound("device"))?;
        self.act(vec![Act::of(OrganisationRecord::DeviceRevoke { device, since })]).await
    }

    /// The further devices that fall if this device revokes that one: those that it let in, and that these did. What this
    /// device comes from itself stays, and with it what was let in before: whoever revokes holds this one in her hand.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn falls_with(&self, device: DeviceId) -> Result<Vec<DeviceId>, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        let since = organisation.falls_since(&device, &inner.keys.id).ok_or(ClientError::NotFound("device"))?;
        Ok(organisation.falling(device, since).into_iter().filter(|falling| *falling != device).collect())
    }

    /// When devices last reached the server, as the server says: the day of one's own; with the right to manage devices
    /// also, of all others, about how long ago.
    ///
    /// # Errors
    /// [`ClientError::Offline`].
    pub async fn device_contacts(&self) -> Result<Vec<DeviceContact>, ClientError> {
        let contacts: DeviceContacts = self.inner()?.api.get("/v1/devices").await?;
        Ok(contacts.devices)
    }

    /// Gives a device of one's own a name.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Refused`] for somebody else's, [`ClientError::Offline`].
    pub async fn rename_device(&self, device: DeviceId, name: &str) -> Result<(), ClientError> {
        self.act_with_title(OrganisationRecord::DeviceName(device), "a device's name", name).await
    }

    /// Writes what the organisation says of a member.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn set_member_details(&self, member: MemberId, details: MemberDetails) -> Result<(), ClientError> {
        if !details.fits() {
            return Err(ClientError::Length("a name, function or ward", MAX_NAME));
        }
        self.act(vec![Act::with(OrganisationRecord::MemberDetails(member), details)]).await
    }

    /// Writes what this person says of herself: when she can be reached, and her picture. Any JPEG, PNG or WebP will do:
    /// everybody gets a thumbnail of it, without its metadata.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Photo`], [`ClientError::Offline`].
    pub async fn set_status(&self, mut status: MemberStatus) -> Result<(), ClientError> {
        status.picture = status.picture.map(|picture| vault::thumbnail(&picture).map(Into::into)).transpose()?;
        if !status.fits() {
            return Err(ClientError::Length("a note", MAX_NAME));
        }
        self.act(vec![Act::with(OrganisationRecord::MemberStatus, status)]).await
    }

    /// Defines a role, new or anew, and gives its id.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Refused`] for rights that this person does not have herself,
    /// [`ClientError::Offline`].
    pub async fn define_role(
        &self,
        role: Option<RoleId>,
        title: &str,
        rights: &[Right],
    ) -> Result<RoleId, ClientError> {
        let role = match role {
            Some(role) => role,
            None => RoleId::random(&*self.inner()?.ports.entropy),
        };
        let rights = sorted(rights);
        self.act_with_title(OrganisationRecord::RoleDefine { role, rights }, "a role's title", title).await?;
        Ok(role)
    }

    /// Retires a role: nobody has its rights any more.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn retire_role(&self, role: RoleId) -> Result<(), ClientError> {
        self.record(OrganisationRecord::RoleRetire(role)).await
    }

    /// Gives a member all her roles, and an end of her membership if she is a guest (in milliseconds since the Unix
    /// epoch).
    ///
    /// # Errors
    /// [`ClientError::Refused`] for rights that this person does not have herself, [`ClientError::Offline`].
    pub async fn assign_roles(
        &self,
        member: MemberId,
        roles: &[RoleId],
        until: Option<u64>,
    ) -> Result<(), ClientError> {
        self.record(OrganisationRecord::RoleAssign { member, roles: sorted(roles), until }).await
    }

    /// Defines a team, new or with a new title, and gives its id.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn define_team(&self, team: Option<TeamId>, title: &str) -> Result<TeamId, ClientError> {
        let team = match team {
            Some(team) => team,
            None => TeamId::random(&*self.inner()?.ports.entropy),
        };
        self.act_with_title(OrganisationRecord::TeamDefine(team), "a team's title", title).await?;
        Ok(team)
    }

    /// Dissolves a team.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn retire_team(&self, team: TeamId) -> Result<(), ClientError> {
        self.record(OrganisationRecord::TeamRetire(team)).await
    }

    /// Says all teams that a member belongs to.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn assign_teams(&self, member: MemberId, teams: &[TeamId]) -> Result<(), ClientError> {
        self.record(OrganisationRecord::TeamAssign { member, teams: sorted(teams) }).await
    }

    /// The policy of the organisation that is in force.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn policy(&self) -> Result<OrganisationPolicy, ClientError> {
        self.inner()?.policy()
    }

    /// Sets the policy of the organisation.
    ///
    /// # Errors
    /// [`ClientError::Refused`] without the right or for a policy that cannot be followed, [`ClientError::Outdated`] and
    /// [`ClientError::DeviceClass`] for one that would shut this device itself out, [`ClientError::Offline`].
    pub async fn set_policy(&self, policy: OrganisationPolicy) -> Result<(), ClientError> {
        // Nobody could take it back: she would be shut out with all the others.
        self.inner()?.check_class(&policy)?;
        if program() < policy.minimum_version {
            return Err(ClientError::Outdated);
        }
        policy.patterns()?;
        self.record(OrganisationRecord::Policy(policy)).await
    }

    /// The privacy notice that is in force, if there is one.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn notice(&self) -> Result<Option<Notice>, ClientError> {
        let inner = self.inner()?;
        let version = inner.organisation()?.notice();
        Ok(inner.store.read(|connection| directory::notice(connection, version))?)
    }

    /// Whether there is a privacy notice that this person has not accepted yet.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn notice_is_new(&self) -> Result<bool, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        let noted = organisation.member(&inner.account.member).and_then(|member| member.notice);
        let accepted = inner.store.read(account::accepted_notice)?.max(noted);
        Ok(organisation.notice() > accepted.unwrap_or(0))
    }

    /// The version of the privacy notice that a member has accepted, as the log says.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn accepted_notice(&self, member: MemberId) -> Result<Option<u32>, ClientError> {
        let organisation = self.inner()?.organisation()?;
        Ok(organisation.member(&member).ok_or(ClientError::NotFound("member"))?.notice)
    }

    /// This person has read a version of the privacy notice. It is on disk when this returns, and in the log after the
    /// next sync.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for one that is not published, [`ClientError::Locked`], [`ClientError::Store`].
    pub fn accept_notice(&self, version: u32) -> Result<(), ClientError> {
        let inner = self.inner()?;
        // Whoever comes by a letter has read one before her device knows of any.
        let organisation = inner.organisation()?;
        if organisation.id().is_some() && version > organisation.notice() {
            return Err(ClientError::NotFound("privacy notice"));
        }
        inner.store.with_tx(|tx| {
            tx.touch(verband_store::Topic::Outbox);
            Ok(account::accept_notice(tx, version)?)
        })
    }

    /// Publishes a new privacy notice (Article 13 GDPR), of which everybody is told. Gives its version.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn set_notice(&self, german: &str, english: &str) -> Result<u32, ClientError> {
        let inner = self.inner()?;
        let version = inner.organisation()?.notice() + 1;
        let notice = Notice { version, german: german.trim().to_owned(), english: english.trim().to_owned() };
        if !notice.fits() {
            return Err(ClientError::Length("a privacy notice", verband_protocol::organisation::details::MAX_NOTICE));
        }
        self.act(vec![Act::with(OrganisationRecord::Notice(version), notice)]).await?;
        Ok(version)
    }

    async fn record(&self, record: OrganisationRecord) -> Result<(), ClientError> {
        self.act(vec![Act::of(record)]).await
    }

    async fn act_with_title(
        &self,
        record: OrganisationRecord,
        what: &'static str,
        title: &str,
    ) -> Result<(), ClientError> {
        let title = Title { title: checked_name(what, title)?.to_owned() };
        self.act(vec![Act::with(record, title)]).await
    }
}

/// Ids or rights as records have them: ascending, each once.
pub(crate) fn sorted<T: Ord + Copy>(ids: &[T]) -> Vec<T> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}
