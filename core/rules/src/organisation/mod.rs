//! The state of an organisation as a function of its log: who was invited, who is a member, whose device is whose, who
//! may do what, what the organisation decided. An entry that breaks a rule has its place in the chain and no effect; one
//! that was signed on top of another history has no place in this one.
//!
//! Here is the state and what can be asked of it; what an entry may do stands in `check`, what it does in `take`.

mod check;
mod take;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::certificate::DeviceCertificate;
use verband_protocol::entry::{Header, Position, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, Hash, InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::{BuiltInRole, Contact, Invitation, OrganisationPolicy, RecoveryPublic, Right};
use verband_protocol::policy::ClosedMember;
use verband_protocol::sign::PublicKey;

use crate::Refusal;
use timeline::Timeline;

/// How long the log is silent before an administrator's device gives a sign of life, in milliseconds: a week.
pub const HEARTBEAT: u64 = 7 * 86_400_000;

/// How long it is silent before that is a reason to look into it, in milliseconds: three weeks.
pub const STALE: u64 = 3 * HEARTBEAT;

/// A person of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The invitation she came with.
    pub invitation: InvitationId,
    /// Whether she is a bot, as that invitation says for good.
    pub bot: bool,
    /// Where her claim stands.
    pub claimed_at: u64,
    /// From where on she belongs to the organisation; none while the claim waits for approval.
    pub approved_at: Option<u64>,
    /// Where she left.
    pub revoked_at: Option<u64>,
    /// When her membership ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// Her recovery key on paper, if she has one.
    pub recovery: Option<RecoveryPublic>,
    /// Where she started anew with a new letter, ascending. A closed chat takes her back when one of its people says so.
    pub renewed_at: Vec<u64>,
    /// The version of the privacy notice that she read.
    pub notice: Option<u32>,
    admin: Timeline<bool>,
    roles: Timeline<Vec<RoleId>>,
    teams: Timeline<Vec<TeamId>>,
    /// All devices that she ever had: nobody looks through those of everybody for hers.
    devices: BTreeSet<DeviceId>,
}

impl Member {
    /// All devices that she ever had, in order of id.
    pub fn devices(&self) -> impl Iterator<Item = &DeviceId> {
        self.devices.iter()
    }

    /// How often she had started anew at a position.
    pub fn renewals_at(&self, seq: u64) -> u32 {
        u32::try_from(self.renewed_at.partition_point(|at| *at <= seq)).unwrap_or(u32::MAX)
    }

    /// How often she has started anew.
    pub fn renewals(&self) -> u32 {
        self.renewals_at(u64::MAX)
    }

    /// Her roles, ascending.
    pub fn roles(&self) -> &[RoleId] {
        self.roles.now().map_or(&[], Vec::as_slice)
    }

    /// Her teams, ascending; teams that are no more among them.
    pub fn teams(&self) -> &[TeamId] {
        self.teams.now().map_or(&[], Vec::as_slice)
    }
}

/// A device of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Whose it is.
    pub member: MemberId,
    /// Its public keys.
    pub certificate: DeviceCertificate,
    /// The device that certified it; none for a claim or a recovery.
    pub certified_by: Option<DeviceId>,
    /// How often its member had started anew when it was added.
    pub generation: u32,
    /// Where it was added.
    pub added_at: u64,
    /// Where it was revoked.
    pub revoked_at: Option<u64>,
}

/// An invitation and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationState {
    /// What was signed.
    pub invitation: Invitation,
    /// Who issued it; none for the root key.
    pub issuer: Option<MemberId>,
    /// How many claims used it.
    pub claims: u32,
    /// When it was withdrawn, by the clock of whoever did, in milliseconds since the Unix epoch.
    pub withdrawn_at: Option<u64>,
}

impl InvitationState {
    /// Whether nobody has taken it back and not as many have used it as may. Whether its issuer still may give so much is asked
    /// of the organisation: [`OrganisationState::usable_invitation`].
    pub fn is_open(&self) -> bool {
        self.withdrawn_at.is_none() && !self.is_used_up()
    }

    /// Whether as many have used it as may.
    pub fn is_used_up(&self) -> bool {
        self.claims >= self.invitation.kind.limit()
    }

    /// Whether it was withdrawn because its time was over.
    pub fn ran_out(&self) -> bool {
        self.withdrawn_at.is_some_and(|at| at >= self.invitation.not_after)
    }
}

/// The state of an organisation after a prefix of its log.
#[derive(Debug, Clone, Default)]
pub struct OrganisationState {
    genesis: Option<Genesis>,
    heads: Vec<Hash>,
    members: BTreeMap<MemberId, Member>,
    devices: BTreeMap<DeviceId, Device>,
    invitations: BTreeMap<InvitationId, InvitationState>,
    roles: BTreeMap<RoleId, Timeline<Option<Vec<Right>>>>,
    teams: BTreeMap<TeamId, Timeline<bool>>,
    policy: Timeline<OrganisationPolicy>,
    notice: u32,
    /// The clock of the newest entry's author.
    newest_at: u64,
    counters: BTreeMap<DeviceId, u64>,
    events: BTreeSet<EventId>,
    directory: BTreeMap<u32, Directory>,
    /// Every recovery key that a member ever had.
    recoveries: BTreeMap<PublicKey, MemberId>,
}

#[derive(Debug, Clone)]
struct Genesis {
    id: LogId,
    root: PublicKey,
    name: String,
}

/// One generation of the directory key: what commits to it and who was handed it.
#[derive(Debug, Clone)]
struct Directory {
    /// Where it was made.
    since: u64,
    commitment: Hash,
    holders: BTreeSet<DeviceId>,
}

impl OrganisationState {
    /// The state before the first entry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next entry of the log. Its place in the chain is taken whether it is valid or not.
    ///
    /// # Errors
    /// The rule that it breaks; then it has no effect. After [`Refusal::OrganisationFork`] nothing has changed: what is
    /// built on another history does not go on with this one.
    pub fn apply(&mut self, entry: &SignedEntry) -> Result<Header, Refusal> {
        let checked = self.check(entry);
        if checked == Err(Refusal::OrganisationFork) {
            return checked;
        }
        self.heads.push(self.position().next(entry).head);
        let header = checked?;
        self.take(entry, &header);
        Ok(header)
    }

    /// The organisation's id, once its genesis is known.
    pub fn id(&self) -> Option<LogId> {
        self.genesis.as_ref().map(|genesis| genesis.id)
    }

    /// The organisation's public name.
    pub fn name(&self) -> &str {
        self.genesis.as_ref().map_or("", |genesis| &genesis.name)
    }

    /// The newest position.
    pub fn position(&self) -> Position {
        let seq = self.heads.len() as u64;
        Position { seq, head: self.heads.last().copied().unwrap_or(Hash::ZERO) }
    }

    /// The head at a position, if the log reaches that far.
    pub fn head_at(&self, seq: u64) -> Option<Hash> {
        if seq == 0 {
            return Some(Hash::ZERO);
        }
        usize::try_from(seq - 1).ok().and_then(|index| self.heads.get(index)).copied()
    }

    /// A device, active or not.
    pub fn device(&self, id: &DeviceId) -> Option<&Device> {
        self.devices.get(id)
    }

    /// All devices, in order of id.
    pub fn devices(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.devices.iter()
    }

    /// A member, active or not.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.get(id)
    }

    /// The member whose recovery key this is now.
    pub fn recovered_by(&self, key: &PublicKey) -> Option<MemberId> {
        let member = self.recoveries.get(key).filter(|member| self.member_active(member))?;
        let current = self.members.get(member)?.recovery?;
        (current.sign == *key).then_some(*member)
    }

    /// The public half of the root key, once the genesis is known.
    pub fn root(&self) -> Option<PublicKey> {
        self.genesis.as_ref().map(|genesis| genesis.root)
    }

    /// A member as a closed chat names her now.
    pub fn closed_member(&self, member: MemberId) -> ClosedMember {
        self.closed_member_at(member, self.position().seq)
    }

    /// A member as a closed chat named her at a position of this log.
    pub fn closed_member_at(&self, member: MemberId, seq: u64) -> ClosedMember {
        ClosedMember { member, generation: self.members.get(&member).map_or(0, |member| member.renewals_at(seq)) }
    }

    /// All members, in order of id.
    pub fn members(&self) -> impl Iterator<Item = (&MemberId, &Member)> {
        self.members.iter()
    }

    /// Members who belong to the organisation now, in order of id.
    pub fn active_members(&self) -> impl Iterator<Item = MemberId> {
        self.members.keys().copied().filter(|member| self.member_active(member))
    }

    /// An invitation.
    pub fn invitation(&self, id: &InvitationId) -> Option<&InvitationState> {
        self.invitations.get(id)
    }

    /// All invitations, in order of id.
    pub fn invitations(&self) -> impl Iterator<Item = (&InvitationId, &InvitationState)> {
        self.invitations.iter()
    }

    /// The devices of a member that are active now.
    pub fn active_devices_of<'a>(&'a self, member: &'a MemberId) -> impl Iterator<Item = (&'a DeviceId, &'a Device)> {
        let devices = self.members.get(member).into_iter().flat_map(|member| &member.devices);
        devices.filter_map(|id| self.devices.get_key_value(id)).filter(|(id, _)| self.device_active(id))
    }

    /// The devices that a revocation of this one takes: itself, what it certified at or after `since`, and so on.
    pub fn falling(&self, device: DeviceId, since: u64) -> BTreeSet<DeviceId> {
        let mut falling = BTreeSet::from([device]);
        let mut certifiers = vec![device];
        let member = self.devices.get(&device).and_then(|device| self.members.get(&device.member));
        let hers = || member.into_iter().flat_map(|member| &member.devices);
        while let Some(by) = certifiers.pop() {
            let certified = hers().filter(|id| {
                self.devices.get(id).is_some_and(|device| {
                    device.certified_by == Some(by) && device.added_at >= since && device.revoked_at.is_none()
                })
            });
            certifiers.extend(certified.copied().filter(|id| falling.insert(*id)));
        }
        falling
    }

    /// From where on what a device certified falls with it, if this other device revokes it: everything, but for what the
    /// other one comes from itself. Whoever revokes holds it in her hand.
    pub fn falls_since(&self, device: &DeviceId, by: &DeviceId) -> Option<u64> {
        let all = self.devices.get(device)?.added_at;
        let mut certified = self.devices.get(by);
        while let Some(found) = certified {
            if found.certified_by == Some(*device) {
                return Some(found.added_at + 1);
            }
            certified = found.certified_by.and_then(|by| self.devices.get(&by));
        }
        Some(all)
    }

    /// Whether a device was trusted at a position of this log.
    pub fn device_active_at(&self, id: &DeviceId, seq: u64) -> bool {
        self.devices.get(id).is_some_and(|device| {
            let approved = self.members.get(&device.member).and_then(|member| member.approved_at);
            device.added_at <= seq
                && approved.is_some_and(|at| at <= seq)
                && device.revoked_at.is_none_or(|at| at > seq)
        })
    }

    /// Whether a device is trusted now.
    pub fn device_active(&self, id: &DeviceId) -> bool {
        self.device_active_at(id, self.position().seq)
    }

    /// Where a device was shut out, if it is: where it was revoked, or where the policy came into force that does not permit its
    /// kind of machine. From such a policy it comes back with the next one that does.
    pub fn shut_out_at(&self, id: &DeviceId) -> Option<u64> {
        let device = self.devices.get(id)?;
        device.revoked_at.or_else(|| {
            let (since, policy) = self.policy.newest()?;
            (!policy.permits_class(device.certificate.class)).then_some(since)
        })
    }

    /// Whether a member belonged to the organisation at a position of this log.
    pub fn member_active_at(&self, id: &MemberId, seq: u64) -> bool {
        self.members.get(id).is_some_and(|member| {
            member.approved_at.is_some_and(|at| at <= seq) && member.revoked_at.is_none_or(|at| at > seq)
        })
    }

    /// Whether a member belongs to the organisation now.
    pub fn member_active(&self, id: &MemberId) -> bool {
        self.member_active_at(id, self.position().seq)
    }

    /// Whether a member is a bot: for good, from its invitation on.
    pub fn is_bot(&self, id: &MemberId) -> bool {
        self.members.get(id).is_some_and(|member| member.bot)
    }

    /// Whether a member administers now.
    pub fn is_admin(&self, id: &MemberId) -> bool {
        self.is_admin_at(id, self.position().seq)
    }

    /// Whether a member administered at a position of this log.
    pub fn is_admin_at(&self, id: &MemberId, seq: u64) -> bool {
        let member = self.members.get(id).filter(|_| self.member_active_at(id, seq));
        member.and_then(|member| member.admin.at(seq)).is_some_and(|admin| *admin)
    }

    /// Whether a member had a right at a position of this log: an administrator has all of them, others have those of
    /// their roles, and bots no more of them than bots can have.
    pub fn may_at(&self, id: &MemberId, right: Right, seq: u64) -> bool {
        if self.is_admin_at(id, seq) {
            return true;
        }
        let member = self.members.get(id).filter(|_| self.member_active_at(id, seq));
        member
            .filter(|member| !member.bot || right.of_bots())
            .and_then(|member| member.roles.at(seq))
            .is_some_and(|roles| roles.iter().any(|role| self.role_rights_at(role, seq).contains(&right)))
    }

    /// Whether a member has a right now.
    pub fn may(&self, id: &MemberId, right: Right) -> bool {
        self.may_at(id, right, self.position().seq)
    }

    /// The roles of a member at a position of this log, without those that were no more.
    pub fn roles_at(&self, id: &MemberId, seq: u64) -> Vec<RoleId> {
        let roles = self.members.get(id).and_then(|member| member.roles.at(seq)).map_or(&[][..], Vec::as_slice);
        let stands = |role: &&RoleId| match self.roles.get(role).and_then(|defined| defined.at(seq)) {
            Some(rights) => rights.is_some(),
            None => BuiltInRole::of(role).is_some(),
        };
        roles.iter().filter(stands).copied().collect()
    }

    /// The teams of a member at a position of this log, without those that were no more.
    pub fn teams_at(&self, id: &MemberId, seq: u64) -> Vec<TeamId> {
        let teams = self.members.get(id).and_then(|member| member.teams.at(seq)).map_or(&[][..], Vec::as_slice);
        teams.iter().filter(|team| self.has_team_at(team, seq)).copied().collect()
    }

    /// Whether a member could start a chat with another one at a position of this log.
    pub fn may_contact_at(&self, id: &MemberId, other: &MemberId, seq: u64) -> bool {
        if self.policy_at(seq).contact == Contact::Everybody || id == other {
            return true;
        }
        let teams = |id: &MemberId| {
            let teams = self.members.get(id).and_then(|member| member.teams.at(seq));
            teams.map_or(&[][..], Vec::as_slice)
        };
        let shared = teams(id).iter().any(|team| self.has_team_at(team, seq) && teams(other).contains(team));
        shared || self.may_at(id, Right::ContactAnyone, seq)
    }

    /// The rights of a role now, ascending; none of a role that nobody has any more.
    pub fn role_rights(&self, role: &RoleId) -> &[Right] {
        self.role_rights_at(role, self.position().seq)
    }

    fn role_rights_at(&self, role: &RoleId, seq: u64) -> &[Right] {
        let defined = self.roles.get(role).and_then(|defined| defined.at(seq));
        match defined {
            Some(rights) => rights.as_deref().unwrap_or_default(),
            None => BuiltInRole::of(role).map_or(&[], BuiltInRole::rights),
        }
    }

    /// Whether there is such a role.
    pub fn has_role(&self, role: &RoleId) -> bool {
        match self.roles.get(role).and_then(Timeline::now) {
            Some(rights) => rights.is_some(),
            None => BuiltInRole::of(role).is_some(),
        }
    }

    /// All roles, the built-in ones first.
    pub fn roles(&self) -> impl Iterator<Item = RoleId> {
        let defined = self.roles.keys().copied().filter(|role| BuiltInRole::of(role).is_none());
        BuiltInRole::ALL.into_iter().map(BuiltInRole::id).chain(defined).filter(|role| self.has_role(role))
    }

    /// Whether there is such a team.
    pub fn has_team(&self, team: &TeamId) -> bool {
        self.has_team_at(team, self.position().seq)
    }

    /// All teams, in order of id.
    pub fn teams(&self) -> impl Iterator<Item = TeamId> {
        self.teams.keys().copied().filter(|team| self.has_team(team))
    }

    fn has_team_at(&self, team: &TeamId, seq: u64) -> bool {
        self.teams.get(team).and_then(|exists| exists.at(seq)).is_some_and(|exists| *exists)
    }

    /// The policy that is in force.
    pub fn policy(&self) -> OrganisationPolicy {
        self.policy_at(self.position().seq)
    }

    pub(crate) fn policy_at(&self, seq: u64) -> OrganisationPolicy {
        self.policy.at(seq).cloned().unwrap_or_default()
    }

    /// The newest version of the privacy notice; 0 if there is none.
    pub fn notice(&self) -> u32 {
        self.notice
    }

    /// Memberships that are over by this clock and still stand in the log, in milliseconds since the Unix epoch.
    pub fn expired(&self, now: u64) -> impl Iterator<Item = MemberId> {
        self.members
            .iter()
            .filter(move |(id, member)| self.member_active(id) && member.until.is_some_and(|until| until <= now))
            .map(|(id, _)| *id)
    }

    /// Invitations whose time is over by this clock, and that the log would still let somebody use, in milliseconds since the
    /// Unix epoch.
    pub fn ended_invitations(&self, now: u64) -> impl Iterator<Item = InvitationId> {
        let ended = move |state: &InvitationState| state.is_open() && state.invitation.not_after <= now;
        self.invitations.iter().filter(move |(_, state)| ended(state)).map(|(id, _)| *id)
    }

    /// Whether an administrator's device is to give a sign of life now: the newest entry is a week old, or says that it comes
    /// from the future, which would keep everybody silent until then.
    pub fn heartbeat_due(&self, now: u64) -> bool {
        self.newest_at.abs_diff(now) >= HEARTBEAT
    }

    /// Whether this log has been silent for so long that somebody may hide its end.
    pub fn is_stale(&self, now: u64) -> bool {
        now.saturating_sub(self.newest_at) >= STALE
    }

    /// Whether the invitation that a member came with names this conversation.
    pub fn invited_to(&self, member: &MemberId, log: &LogId) -> bool {
        self.invitation_of(member).is_some_and(|state| state.invitation.conversations.contains(log))
    }

    /// The invitation that a member came with.
    pub fn invitation_of(&self, member: &MemberId) -> Option<&InvitationState> {
        self.members.get(member).and_then(|member| self.invitations.get(&member.invitation))
    }

    /// The newest generation of the directory key and its commitment.
    pub fn directory_key(&self) -> Option<(u32, Hash)> {
        self.directory.last_key_value().map(|(generation, key)| (*generation, key.commitment))
    }

    /// The commitment to one generation of the directory key.
    pub fn directory_commitment(&self, generation: u32) -> Option<Hash> {
        self.directory.get(&generation).map(|key| key.commitment)
    }

    /// Where a generation of the directory key was made.
    pub fn directory_since(&self, generation: u32) -> Option<u64> {
        self.directory.get(&generation).map(|key| key.since)
    }

    /// Active devices that nobody handed the newest directory key to yet. Any device that has it does.
    pub fn without_directory_key(&self) -> Vec<DeviceId> {
        let Some((_, newest)) = self.directory.last_key_value() else { return Vec::new() };
        self.devices
            .keys()
            .filter(|device| self.device_active(device) && !newest.holders.contains(device))
            .copied()
            .collect()
    }

    /// Whether somebody has left who was handed the newest directory key. Whoever may revoke starts a new generation, so
    /// that names written from now on are closed to her.
    pub fn directory_key_is_stale(&self) -> bool {
        let newest = self.directory.last_key_value();
        newest.is_some_and(|(_, key)| key.holders.iter().any(|device| !self.device_active(device)))
    }

    /// Whether no device is left that was handed the newest directory key.
    pub fn directory_key_is_lost(&self) -> bool {
        let newest = self.directory.last_key_value();
        newest.is_some_and(|(_, key)| !key.holders.iter().any(|device| self.device_active(device)))
    }

    /// The counter that the next entry of this device has.
    pub fn next_counter(&self, device: &DeviceId) -> u64 {
        self.counters.get(device).copied().unwrap_or(0) + 1
    }
}
