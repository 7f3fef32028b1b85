//! The state of an organisation as a function of its log: who was invited, who is a member, whose device is
//! whose, who administers. An entry that breaks a rule has its place in the chain and no effect.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::certificate::DeviceCertificate;
use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, Hash, InvitationId, LogId, MemberId};
use verband_protocol::organisation::{
    Invitation, MAX_NAME, OrganisationRecord, RecoveryPublic, claim_message, device_message, member_id, organisation_id,
};
use verband_protocol::sign::{PublicKey, Purpose};

use crate::Refusal;

/// A person of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The invitation she came with.
    pub invitation: InvitationId,
    /// Where her claim stands.
    pub claimed_at: u64,
    /// From where on she belongs to the organisation; none while the claim waits for approval.
    pub approved_at: Option<u64>,
    /// Where she left.
    pub revoked_at: Option<u64>,
    /// Whether she administers.
    pub admin: bool,
    /// Her recovery key, if she made one.
    pub recovery: Option<RecoveryPublic>,
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
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// The state of an organisation after a prefix of its log.
#[derive(Debug, Clone, Default)]
pub struct OrganisationState {
    genesis: Option<Genesis>,
    heads: Vec<Hash>,
    members: BTreeMap<MemberId, Member>,
    devices: BTreeMap<DeviceId, Device>,
    invitations: BTreeMap<InvitationId, InvitationState>,
    counters: BTreeMap<DeviceId, u64>,
    events: BTreeSet<EventId>,
    directory: BTreeMap<u32, Directory>,
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
    commitment: Hash,
    holders: BTreeSet<DeviceId>,
}

/// Who signed an entry: decides what it may do.
#[derive(Clone, Copy)]
enum Author<'a> {
    Root,
    Device(&'a Device),
    /// A device that the entry itself brings in.
    New,
}

impl OrganisationState {
    /// The state before the first entry.
    pub fn new() -> Self {
        Self::default()
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

    /// All members, in order of id.
    pub fn members(&self) -> impl Iterator<Item = (&MemberId, &Member)> {
        self.members.iter()
    }

    /// An invitation.
    pub fn invitation(&self, id: &InvitationId) -> Option<&InvitationState> {
        self.invitations.get(id)
    }

    /// The devices of a member that are active now.
    pub fn active_devices_of<'a>(&'a self, member: &'a MemberId) -> impl Iterator<Item = (&'a DeviceId, &'a Device)> {
        self.devices.iter().filter(move |(id, device)| device.member == *member && self.device_active(id))
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

    /// Whether a member belongs to the organisation now.
    pub fn member_active(&self, id: &MemberId) -> bool {
        self.members.get(id).is_some_and(|member| member.approved_at.is_some() && member.revoked_at.is_none())
    }

    /// Whether a member administers now.
    pub fn is_admin(&self, id: &MemberId) -> bool {
        self.member_active(id) && self.members.get(id).is_some_and(|member| member.admin)
    }

    /// Whether the invitation that a member came with names this conversation.
    pub fn invited_to(&self, member: &MemberId, log: &LogId) -> bool {
        self.members
            .get(member)
            .and_then(|member| self.invitations.get(&member.invitation))
            .is_some_and(|state| state.invitation.conversations.contains(log))
    }

    /// The newest generation of the directory key and its commitment.
    pub fn directory_key(&self) -> Option<(u32, Hash)> {
        self.directory.last_key_value().map(|(generation, key)| (*generation, key.commitment))
    }

    /// The commitment to one generation of the directory key.
    pub fn directory_commitment(&self, generation: u32) -> Option<Hash> {
        self.directory.get(&generation).map(|key| key.commitment)
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

    /// The counter that the next entry of this device has.
    pub fn next_counter(&self, device: &DeviceId) -> u64 {
        self.counters.get(device).copied().unwrap_or(0) + 1
    }

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

    /// Takes the next entry of the log. Its place in the chain is taken whether it is valid or not.
    ///
    /// # Errors
    /// The rule that it breaks; then it has no effect.
    pub fn apply(&mut self, entry: &SignedEntry) -> Result<Header, Refusal> {
        let checked = self.check(entry);
        self.heads.push(self.position().next(entry).head);
        let header = checked?;
        self.take(entry, &header);
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
        let needs = |right: bool| if right { Ok(()) } else { Err(Refusal::NotAllowed) };
        match record {
            OrganisationRecord::Genesis { .. } => Err(Refusal::Class),
            OrganisationRecord::Invitation(invitation) => {
                needs(admin || root)?;
                if self.invitations.contains_key(&invitation.id) || invitation.kind.limit() == 0 {
                    return Err(Refusal::Target);
                }
                Ok(())
            }
            OrganisationRecord::InvitationRevoke(id) => {
                needs(admin)?;
                self.invitations.get(id).filter(|state| !state.withdrawn).map(|_| ()).ok_or(Refusal::Target)
            }
            OrganisationRecord::Claim { invitation, device, recovery, proof } => {
                needs(matches!(author, Author::New))?;
                let state = self.usable_invitation(invitation)?;
                let message = claim_message(&genesis.id, invitation, &device.id(), recovery.as_ref());
                state.invitation.key.verify(Purpose::Claim, &message, proof)?;
                Ok(())
            }
            OrganisationRecord::Approve(member) => {
                needs(admin)?;
                self.members
                    .get(member)
                    .filter(|member| member.approved_at.is_none() && member.revoked_at.is_none())
                    .map(|_| ())
                    .ok_or(Refusal::Target)
            }
            OrganisationRecord::DeviceAdd { member, device, proof } => {
                let id = device.id();
                if !self.member_active(member) || self.devices.contains_key(&id) {
                    return Err(Refusal::Target);
                }
                let message = device_message(&genesis.id, member, &id);
                if by == Some(*member) {
                    device.event.verify(Purpose::NewDevice, &message, proof)?;
                    return Ok(());
                }
                needs(matches!(author, Author::New))?;
                let recovery = self.members.get(member).and_then(|member| member.recovery);
                let recovery = recovery.ok_or(Refusal::NotAllowed)?;
                recovery.sign.verify(Purpose::Recovery, &message, proof)?;
                Ok(())
            }
            OrganisationRecord::DeviceRevoke { device, since } => {
                let target = self.devices.get(device).filter(|device| device.revoked_at.is_none());
                let target = target.ok_or(Refusal::Target)?;
                needs(admin || by == Some(target.member))?;
                if *since > header.seen.seq + 1 { Err(Refusal::Target) } else { Ok(()) }
            }
            OrganisationRecord::MemberRevoke(member) => {
                needs(admin || root)?;
                let target = self.members.get(member).filter(|member| member.revoked_at.is_none());
                let target = target.ok_or(Refusal::Target)?;
                needs(root || !target.admin || self.admins() > 1)
            }
            OrganisationRecord::AdminGrant(member) => {
                needs(admin || root)?;
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
                    None if *generation == newest + 1 => needs(admin)?,
                    _ => return Err(Refusal::Target),
                }
                if to.is_empty() || header.body.is_none() || !to.iter().all(|id| self.device_active(id)) {
                    return Err(Refusal::UnknownLeaf);
                }
                Ok(())
            }
            OrganisationRecord::Heartbeat => needs(admin),
        }
    }

    /// An invitation that a claim could use now: known, not withdrawn, not used up, its issuer still an administrator.
    ///
    /// # Errors
    /// [`Refusal::Invitation`].
    pub fn usable_invitation(&self, id: &InvitationId) -> Result<&InvitationState, Refusal> {
        self.invitations
            .get(id)
            .filter(|state| !state.withdrawn && state.claims < state.invitation.kind.limit())
            .filter(|state| state.issuer.is_none_or(|issuer| self.is_admin(&issuer)))
            .ok_or(Refusal::Invitation)
    }

    fn admins(&self) -> usize {
        self.members.keys().filter(|member| self.is_admin(member)).count()
    }

    fn take(&mut self, entry: &SignedEntry, header: &Header) {
        let seq = self.position().seq;
        self.events.insert(header.event);
        self.counters.insert(header.author, header.counter);
        let Some(Record::Organisation(record)) = &header.record else { return };
        match record {
            OrganisationRecord::Genesis { root, name, .. } => {
                let id = organisation_id(&entry.header);
                self.genesis = Some(Genesis { id, root: *root, name: name.clone() });
            }
            OrganisationRecord::Invitation(invitation) => {
                let issuer = self.devices.get(&header.author).map(|device| device.member);
                let state = InvitationState { invitation: invitation.clone(), issuer, claims: 0, withdrawn: false };
                self.invitations.insert(invitation.id, state);
            }
            OrganisationRecord::InvitationRevoke(id) => {
                if let Some(state) = self.invitations.get_mut(id) {
                    state.withdrawn = true;
                }
            }
            OrganisationRecord::Claim { invitation, device, recovery, .. } => {
                let member = member_id(&entry.header);
                let waits = self.invitations.get_mut(invitation).is_none_or(|state| {
                    state.claims += 1;
                    state.invitation.kind.approval()
                });
                self.members.insert(
                    member,
                    Member {
                        invitation: *invitation,
                        claimed_at: seq,
                        approved_at: (!waits).then_some(seq),
                        revoked_at: None,
                        admin: false,
                        recovery: *recovery,
                    },
                );
                self.add_device(member, device, None, seq);
            }
            OrganisationRecord::Approve(member) => {
                if let Some(member) = self.members.get_mut(member) {
                    member.approved_at = Some(seq);
                }
            }
            OrganisationRecord::DeviceAdd { member, device, .. } => {
                let certified_by = (header.author != device.id()).then_some(header.author);
                self.add_device(*member, device, certified_by, seq);
            }
            OrganisationRecord::DeviceRevoke { device, since } => self.revoke_device(*device, *since, seq),
            OrganisationRecord::MemberRevoke(member) => {
                if let Some(member) = self.members.get_mut(member) {
                    member.revoked_at = Some(seq);
                }
                for device in self.devices.values_mut().filter(|device| device.member == *member) {
                    device.revoked_at.get_or_insert(seq);
                }
            }
            OrganisationRecord::AdminGrant(member) => self.set_admin(member, true),
            OrganisationRecord::AdminRevoke(member) => self.set_admin(member, false),
            OrganisationRecord::DirectoryKey { generation, commitment, to } => {
                let key = Directory { commitment: *commitment, holders: BTreeSet::new() };
                self.directory.entry(*generation).or_insert(key).holders.extend(to);
            }
            OrganisationRecord::Heartbeat => {}
        }
    }

    fn add_device(
        &mut self,
        member: MemberId,
        certificate: &DeviceCertificate,
        certified_by: Option<DeviceId>,
        seq: u64,
    ) {
        let certificate = certificate.clone();
        let device = Device { member, certificate, certified_by, added_at: seq, revoked_at: None };
        self.devices.insert(device.certificate.id(), device);
    }

    /// Revokes a device and, with it, what it certified at or after `since`, and so on.
    fn revoke_device(&mut self, device: DeviceId, since: u64, seq: u64) {
        let mut falling = vec![device];
        while let Some(fallen) = falling.pop() {
            if let Some(device) = self.devices.get_mut(&fallen) {
                device.revoked_at.get_or_insert(seq);
            }
            falling.extend(self.devices.iter().filter_map(|(id, device)| {
                let certified = device.certified_by == Some(fallen) && device.added_at >= since;
                (certified && device.revoked_at.is_none()).then_some(*id)
            }));
        }
    }

    fn set_admin(&mut self, member: &MemberId, admin: bool) {
        if let Some(member) = self.members.get_mut(member) {
            member.admin = admin;
        }
    }
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
