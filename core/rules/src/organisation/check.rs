//! What an entry of the organisation log may do: every rule is here, and nowhere else.

use verband_protocol::certificate::DeviceClass;
use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, Hash, InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::{
    Invitation, InvitationKind, MAX_NAME, MAX_NAMED, MAX_ROLES, OrganisationRecord, Right, claim_message,
    device_message,
};
use verband_protocol::sign::{Purpose, Signature};

use super::{Device, Genesis, InvitationState, Member, OrganisationState};
use crate::Refusal;

/// Who signed an entry: decides what it may do.
#[derive(Clone, Copy)]
enum Author<'a> {
    Root,
    Device(&'a Device),
    /// A device that the entry itself brings in.
    New,
}

impl OrganisationState {
    /// Checks the entry that would come next, with its signature.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, entry: &SignedEntry) -> Result<Header, Refusal> {
        let header = entry.read()?;
        let Some(Record::Organisation(record)) = &header.record else { return Err(Refusal::Class) };
        if header.class != Class::Organisation
            || header.epoch != 0
            || !header.blobs.is_empty()
            || !header.targets.is_empty()
        {
            return Err(Refusal::Class);
        }
        let Some(genesis) = &self.genesis else {
            return check_genesis(entry, &header, record);
        };
        if header.log != genesis.id {
            return Err(Refusal::OtherLog);
        }
        let author = self.author(entry, &header, record, genesis)?;
        if self.events.contains(&header.event) {
            return Err(Refusal::Replay);
        }
        let expected = self.next_counter(&header.author);
        if header.counter != expected {
            return Err(Refusal::Counter { expected, got: header.counter });
        }
        if header.organisation != header.seen || self.head_at(header.seen.seq) != Some(header.seen.head) {
            return Err(Refusal::OrganisationFork);
        }
        self.check_record(author, &header, record, genesis)?;
        Ok(header)
    }

    /// Finds the author's key and verifies the signature with it.
    fn author<'a>(
        &'a self,
        entry: &SignedEntry,
        header: &Header,
        record: &OrganisationRecord,
        genesis: &Genesis,
    ) -> Result<Author<'a>, Refusal> {
        if header.author == DeviceId::ROOT {
            genesis.root.verify(Purpose::Root, &entry.header, &entry.signature)?;
            return Ok(Author::Root);
        }
        if let Some(device) = self.devices.get(&header.author) {
            device.certificate.event.verify(Purpose::Event, &entry.header, &entry.signature)?;
            if !self.device_active(&header.author) {
                return Err(Refusal::NotActive);
            }
            return Ok(Author::Device(device));
        }
        match record {
            OrganisationRecord::Claim { device, .. } | OrganisationRecord::DeviceAdd { device, .. }
                if device.id() == header.author =>
            {
                device.event.verify(Purpose::Event, &entry.header, &entry.signature)?;
                Ok(Author::New)
            }
            _ => Err(Refusal::NotActive),
        }
    }

    fn check_record(
        &self,
        author: Author<'_>,
        header: &Header,
        record: &OrganisationRecord,
        genesis: &Genesis,
    ) -> Result<(), Refusal> {
        let root = matches!(author, Author::Root);
        let by = match author {
            Author::Device(device) => Some(device.member),
            Author::Root | Author::New => None,
        };
        let admin = by.is_some_and(|member| self.is_admin(&member));
        let may = |right| by.is_some_and(|member| self.may(&member, right));
        match record {
            OrganisationRecord::Genesis { .. } => Err(Refusal::Class),
            OrganisationRecord::Invitation(invitation) => self.check_invitation(author, invitation),
            OrganisationRecord::InvitationRevoke(id) => {
                needs(may(Right::Invite))?;
                self.invitations.get(id).filter(|state| state.withdrawn_at.is_none()).map(|_| ()).ok_or(Refusal::Target)
            }
            OrganisationRecord::Claim { invitation, device, proof } => {
                needs(matches!(author, Author::New))?;
                let state = self.usable_invitation(invitation)?;
                let message = claim_message(&genesis.id, invitation, &device.id());
                state.invitation.key.verify(Purpose::Claim, &message, proof)?;
                let bot = match &state.invitation.kind {
                    InvitationKind::Renewal(member) => self.is_bot(member),
                    kind => matches!(kind, InvitationKind::Bot),
                };
                self.check_class(device.class, bot)
            }
            OrganisationRecord::Approve(member) => {
                needs(may(Right::Approve))?;
                let waits = |member: &&Member| member.approved_at.is_none() && member.revoked_at.is_none();
                self.members.get(member).filter(waits).map(|_| ()).ok_or(Refusal::Target)
            }
            OrganisationRecord::DeviceAdd { member, device, proof } => {
                self.check_device_add(by, author, (member, &device.id(), proof), genesis)?;
                if by == Some(*member) {
                    let message = device_message(&genesis.id, member, &device.id());
                    device.event.verify(Purpose::NewDevice, &message, proof)?;
                }
                self.check_class(device.class, self.is_bot(member))
            }
            OrganisationRecord::DeviceRevoke { device, since } => {
                let target = self.devices.get(device).filter(|device| device.revoked_at.is_none());
                let target = target.ok_or(Refusal::Target)?;
                let others = may(Right::ManageDevices) && (admin || !self.is_admin(&target.member));
                needs(others || by == Some(target.member))?;
                if *since > header.seen.seq + 1 { Err(Refusal::Target) } else { Ok(()) }
            }
            OrganisationRecord::MemberRevoke(member) => {
                needs(may(Right::ManageMembers) || root)?;
                let target = self.members.get(member).filter(|member| member.revoked_at.is_none());
                target.ok_or(Refusal::Target)?;
                needs(root || !self.is_admin(member) || (admin && self.admins() > 1))
            }
            OrganisationRecord::AdminGrant(member) => {
                needs((admin || root) && !self.is_bot(member))?;
                if self.member_active(member) && !self.is_admin(member) { Ok(()) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::AdminRevoke(member) => {
                needs(admin || root)?;
                if !self.is_admin(member) {
                    return Err(Refusal::Target);
                }
                needs(root || self.admins() > 1)
            }
            OrganisationRecord::DirectoryKey { generation, commitment, to } => {
                needs(by.is_some())?;
                let newest = self.directory_key().map_or(0, |(generation, _)| generation);
                match self.directory.get(generation) {
                    // Two devices may hand over at the same time: the second adds nothing.
                    Some(known) if to.iter().all(|device| known.holders.contains(device)) => {
                        return Err(Refusal::Target);
                    }
                    Some(known) if known.commitment == *commitment => {}
                    None if *generation == newest + 1 => {
                        needs(may(Right::ManageMembers) || may(Right::ManageDevices))?;
                    }
                    _ => return Err(Refusal::Target),
                }
                if to.is_empty() || header.body.is_none() || !to.iter().all(|id| self.device_active(id)) {
                    return Err(Refusal::UnknownLeaf);
                }
                Ok(())
            }
            OrganisationRecord::Heartbeat => needs(admin),
            OrganisationRecord::MemberDetails(member) => {
                needs(may(Right::ManageMembers))?;
                if self.member_active(member) { has_body(header) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::MemberStatus => {
                needs(by.is_some())?;
                has_body(header)
            }
            OrganisationRecord::DeviceName(device) => {
                needs(by.is_some())?;
                let own = self.devices.get(device).filter(|found| Some(found.member) == by);
                own.filter(|_| self.device_active(device)).ok_or(Refusal::Target)?;
                has_body(header)
            }
            OrganisationRecord::RoleDefine { role, rights } => {
                needs(may(Right::ManageRoles))?;
                if !rights.is_sorted_by(|a, b| a < b) {
                    return Err(Refusal::Target);
                }
                // Nobody gives, or takes, what she does not have.
                needs(rights.iter().chain(self.role_rights(role)).all(|right| may(*right)))
            }
            OrganisationRecord::RoleRetire(role) => {
                needs(may(Right::ManageRoles))?;
                if !self.has_role(role) {
                    return Err(Refusal::Target);
                }
                needs(self.role_rights(role).iter().all(|right| may(*right)))
            }
            OrganisationRecord::RoleAssign { member, roles, until } => {
                needs(may(Right::ManageRoles))?;
                let target = self.members.get(member).filter(|_| self.member_active(member));
                let target = target.ok_or(Refusal::Target)?;
                self.check_roles(roles)?;
                // The end of a membership is a leaving with a date.
                needs(target.until == *until || may(Right::ManageMembers))?;
                needs(by.is_some_and(|by| self.has_rights_of(&by, roles.iter().chain(target.roles()))))?;
                // An administrator whose time runs out could be the last one.
                if until.is_some() && self.is_admin(member) { Err(Refusal::Target) } else { Ok(()) }
            }
            OrganisationRecord::TeamDefine(_) => {
                needs(may(Right::ManageTeams))?;
                has_body(header)
            }
            OrganisationRecord::TeamRetire(team) => {
                needs(may(Right::ManageTeams))?;
                if self.has_team(team) { Ok(()) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::TeamAssign { member, teams } => {
                needs(may(Right::ManageTeams))?;
                if !self.member_active(member) {
                    return Err(Refusal::Target);
                }
                self.check_teams(teams)
            }
            OrganisationRecord::Policy(policy) => {
                needs(may(Right::ManagePolicy))?;
                if policy.sound() { Ok(()) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::Notice(version) => {
                needs(may(Right::ManagePolicy))?;
                if *version == self.notice + 1 { has_body(header) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::NoticeAccept(version) => {
                let member = by.and_then(|member| self.members.get(&member)).ok_or(Refusal::NotAllowed)?;
                if *version == 0 || *version > self.notice || member.notice >= Some(*version) {
                    return Err(Refusal::Target);
                }
                Ok(())
            }
            OrganisationRecord::Expire(member) => {
                needs(by.is_some())?;
                let until = self.members.get(member).filter(|_| self.member_active(member)).and_then(|m| m.until);
                if until.is_some_and(|until| until <= header.sent_at) { Ok(()) } else { Err(Refusal::Target) }
            }
            OrganisationRecord::Recovery(recovery) => {
                needs(by.is_some())?;
                // Whoever comes back finds her membership by this key: nobody else gets in its way.
                if self.recoveries.contains_key(&recovery.sign) { Err(Refusal::Target) } else { Ok(()) }
            }
        }
    }

    /// An invitation gives what its issuer has, and nothing that does not exist.
    fn check_invitation(&self, author: Author<'_>, invitation: &Invitation) -> Result<(), Refusal> {
        let issuer = match author {
            Author::Root => None,
            Author::Device(device) => Some(device.member),
            Author::New => return Err(Refusal::NotAllowed),
        };
        needs(self.may_issue(issuer, &invitation.kind))?;
        if self.invitations.contains_key(&invitation.id)
            || invitation.kind.limit() == 0
            || invitation.conversations.len() > MAX_NAMED
        {
            return Err(Refusal::Target);
        }
        match &invitation.kind {
            InvitationKind::Renewal(member) if !self.member_active(member) => return Err(Refusal::Target),
            InvitationKind::Renewal(_) => {}
            _ => {
                self.check_roles(&invitation.roles)?;
                self.check_teams(&invitation.teams)?;
            }
        }
        needs(self.may_give(issuer, invitation))
    }

    /// Whether somebody, or the root key, issues invitations of this kind.
    fn may_issue(&self, issuer: Option<MemberId>, kind: &InvitationKind) -> bool {
        issuer.is_none_or(|issuer| self.may(&issuer, issuing(kind)))
    }

    /// Whether an invitation gives no more than its issuer has: whoever gives out a letter could use it herself.
    fn may_give(&self, issuer: Option<MemberId>, invitation: &Invitation) -> bool {
        let Some(issuer) = issuer else { return true };
        match &invitation.kind {
            InvitationKind::Renewal(member) => {
                (self.is_admin(&issuer) || !self.is_admin(member))
                    && self.members.get(member).is_some_and(|target| self.has_rights_of(&issuer, target.roles()))
            }
            _ => self.has_rights_of(&issuer, &invitation.roles),
        }
    }

    /// Whether a member has all the rights of these roles.
    fn has_rights_of<'a>(&self, member: &MemberId, roles: impl IntoIterator<Item = &'a RoleId>) -> bool {
        roles.into_iter().all(|role| self.role_rights(role).iter().all(|right| self.may(member, *right)))
    }

    fn check_roles(&self, roles: &[RoleId]) -> Result<(), Refusal> {
        let sound = roles.len() <= MAX_ROLES && roles.is_sorted_by(|a, b| a < b);
        if sound && roles.iter().all(|role| self.has_role(role)) { Ok(()) } else { Err(Refusal::Target) }
    }

    fn check_teams(&self, teams: &[TeamId]) -> Result<(), Refusal> {
        let sound = teams.len() <= MAX_NAMED && teams.is_sorted_by(|a, b| a < b);
        if sound && teams.iter().all(|team| self.has_team(team)) { Ok(()) } else { Err(Refusal::Target) }
    }

    /// Whether the policy permits this kind of machine, and a bot, and nobody else, has a bot's.
    ///
    /// # Errors
    /// [`Refusal::DeviceClass`].
    pub fn check_class(&self, class: DeviceClass, bot: bool) -> Result<(), Refusal> {
        let fits = (class == DeviceClass::Bot) == bot && self.policy().permits_class(class);
        if fits { Ok(()) } else { Err(Refusal::DeviceClass) }
    }

    /// A further device comes by another device of its member, or by her recovery key.
    fn check_device_add(
        &self,
        by: Option<MemberId>,
        author: Author<'_>,
        (member, device, proof): (&MemberId, &DeviceId, &Signature),
        genesis: &Genesis,
    ) -> Result<(), Refusal> {
        if !self.member_active(member) || self.devices.contains_key(device) {
            return Err(Refusal::Target);
        }
        if by == Some(*member) {
            return Ok(());
        }
        needs(matches!(author, Author::New))?;
        let recovery = self.members.get(member).and_then(|member| member.recovery);
        let recovery = recovery.ok_or(Refusal::NotAllowed)?;
        let message = device_message(&genesis.id, member, device);
        Ok(recovery.sign.verify(Purpose::Recovery, &message, proof)?)
    }

    /// An invitation that a claim could use now: known, not withdrawn, not used up, and its issuer could still issue it. It falls
    /// with the rights of its issuer, and a new letter when its member has come to have more than those.
    ///
    /// # Errors
    /// [`Refusal::Invitation`].
    pub fn usable_invitation(&self, id: &InvitationId) -> Result<&InvitationState, Refusal> {
        self.invitations
            .get(id)
            .filter(|state| state.is_open())
            .filter(|state| self.may_issue(state.issuer, &state.invitation.kind))
            .filter(|state| self.may_give(state.issuer, &state.invitation))
            .filter(|state| match &state.invitation.kind {
                InvitationKind::Renewal(member) => self.member_active(member),
                _ => true,
            })
            .ok_or(Refusal::Invitation)
    }

    fn admins(&self) -> usize {
        self.members.keys().filter(|member| self.is_admin(member)).count()
    }
}

fn needs(right: bool) -> Result<(), Refusal> {
    if right { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The right that issuing such an invitation takes.
fn issuing(kind: &InvitationKind) -> Right {
    match kind {
        InvitationKind::Renewal(_) => Right::ManageMembers,
        InvitationKind::Personal { .. } | InvitationKind::RegistrationKey { .. } | InvitationKind::Bot => Right::Invite,
    }
}

fn has_body(header: &Header) -> Result<(), Refusal> {
    if header.body.is_some() { Ok(()) } else { Err(Refusal::Class) }
}

fn check_genesis(entry: &SignedEntry, header: &Header, record: &OrganisationRecord) -> Result<Header, Refusal> {
    let OrganisationRecord::Genesis { root, name, .. } = record else { return Err(Refusal::Class) };
    if header.log != LogId(Hash::ZERO.0)
        || header.author != DeviceId::ROOT
        || header.counter != 1
        || header.seen != Position::START
        || header.organisation != Position::START
        || name.is_empty()
        || name.len() > MAX_NAME
    {
        return Err(Refusal::Class);
    }
    root.verify(Purpose::Root, &entry.header, &entry.signature)?;
    Ok(header.clone())
}
