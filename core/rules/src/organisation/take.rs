//! What a valid entry of the organisation log does.

use std::collections::BTreeSet;

use verband_protocol::certificate::DeviceCertificate;
use verband_protocol::entry::{Header, Record, SignedEntry};
use verband_protocol::id::{DeviceId, InvitationId, MemberId};
use verband_protocol::organisation::{InvitationKind, OrganisationRecord, member_id, organisation_id};

use super::timeline::Timeline;
use super::{Device, Directory, Genesis, InvitationState, Member, OrganisationState};

impl OrganisationState {
    /// Takes an entry that [`Self::check`] found valid and whose place in the chain is taken.
    pub(super) fn take(&mut self, entry: &SignedEntry, header: &Header) {
        let seq = self.position().seq;
        self.events.insert(header.event);
        self.counters.insert(header.author, header.counter);
        self.newest_at = header.sent_at;
        let by = self.devices.get(&header.author).map(|device| device.member);
        let Some(Record::Organisation(record)) = &header.record else { return };
        match record {
            OrganisationRecord::Genesis { root, name, .. } => {
                let id = organisation_id(&entry.header);
                self.genesis = Some(Genesis { id, root: *root, name: name.clone() });
            }
            OrganisationRecord::Invitation(invitation) => {
                let invitation = invitation.clone();
                let id = invitation.id;
                self.invitations.insert(id, InvitationState { invitation, issuer: by, claims: 0, withdrawn_at: None });
            }
            OrganisationRecord::InvitationRevoke(id) => {
                if let Some(state) = self.invitations.get_mut(id) {
                    state.withdrawn_at = Some(header.sent_at);
                }
            }
            OrganisationRecord::Claim { invitation, device, .. } => {
                self.take_claim(entry, invitation, device, seq);
            }
            OrganisationRecord::Approve(member) => self.change(member, |member| member.approved_at = Some(seq)),
            OrganisationRecord::DeviceAdd { member, device, .. } => {
                let certified_by = (header.author != device.id()).then_some(header.author);
                self.add_device(*member, device, certified_by, seq);
            }
            OrganisationRecord::DeviceRevoke { device, since } => self.revoke_device(*device, *since, seq),
            OrganisationRecord::MemberRevoke(member) | OrganisationRecord::Expire(member) => {
                self.change(member, |member| member.revoked_at = Some(seq));
                self.revoke_devices_of(member, seq);
            }
            OrganisationRecord::AdminGrant(member) => self.change(member, |member| member.admin.set(seq, true)),
            OrganisationRecord::AdminRevoke(member) => self.change(member, |member| member.admin.set(seq, false)),
            OrganisationRecord::DirectoryKey { generation, commitment, to } => {
                let key = Directory { since: seq, commitment: *commitment, holders: BTreeSet::new() };
                self.directory.entry(*generation).or_insert(key).holders.extend(to);
            }
            OrganisationRecord::RoleDefine { role, rights } => {
                self.roles.entry(*role).or_default().set(seq, Some(rights.clone()));
            }
            OrganisationRecord::RoleRetire(role) => self.roles.entry(*role).or_default().set(seq, None),
            OrganisationRecord::RoleAssign { member, roles, until } => self.change(member, |member| {
                member.roles.set(seq, roles.clone());
                member.until = *until;
            }),
            OrganisationRecord::TeamDefine(team) => self.teams.entry(*team).or_default().set(seq, true),
            OrganisationRecord::TeamRetire(team) => self.teams.entry(*team).or_default().set(seq, false),
            OrganisationRecord::TeamAssign { member, teams } => {
                self.change(member, |member| member.teams.set(seq, teams.clone()));
            }
            OrganisationRecord::Policy(policy) => self.policy.set(seq, policy.clone()),
            OrganisationRecord::Notice(version) => self.notice = *version,
            OrganisationRecord::NoticeAccept(version) => {
                if let Some(member) = by {
                    self.change(&member, |member| member.notice = Some(*version));
                }
            }
            OrganisationRecord::Recovery(recovery) => {
                if let Some(member) = by {
                    self.recoveries.insert(recovery.sign, member);
                    self.change(&member, |member| member.recovery = Some(*recovery));
                }
            }
            OrganisationRecord::Heartbeat
            | OrganisationRecord::MemberDetails(_)
            | OrganisationRecord::MemberStatus
            | OrganisationRecord::DeviceName(_) => {}
        }
    }

    /// A claim brings in a new member, or gives a member of before new keys and takes her old ones.
    fn take_claim(&mut self, entry: &SignedEntry, id: &InvitationId, device: &DeviceCertificate, seq: u64) {
        let Some(state) = self.invitations.get_mut(id) else { return };
        state.claims += 1;
        let invitation = state.invitation.clone();
        if let InvitationKind::Renewal(member) = invitation.kind {
            self.revoke_devices_of(&member, seq);
            self.change(&member, |member| {
                member.renewed_at.push(seq);
                // Whoever found the paper that went with the phone gets nothing by it.
                member.recovery = None;
            });
            self.add_device(member, device, None, seq);
            return;
        }
        let member = member_id(&entry.header);
        let (mut roles, mut teams) = (Timeline::default(), Timeline::default());
        roles.set(seq, invitation.roles);
        teams.set(seq, invitation.teams);
        self.members.insert(
            member,
            Member {
                invitation: *id,
                bot: matches!(invitation.kind, InvitationKind::Bot),
                claimed_at: seq,
                approved_at: (!invitation.kind.approval()).then_some(seq),
                revoked_at: None,
                until: invitation.until,
                recovery: None,
                renewed_at: Vec::new(),
                notice: None,
                admin: Timeline::default(),
                roles,
                teams,
                devices: BTreeSet::new(),
            },
        );
        self.add_device(member, device, None, seq);
    }

    fn change(&mut self, member: &MemberId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(member) {
            change(member);
        }
    }

    fn add_device(
        &mut self,
        member: MemberId,
        certificate: &DeviceCertificate,
        certified_by: Option<DeviceId>,
        seq: u64,
    ) {
        let generation = self.members.get(&member).map_or(0, Member::renewals);
        let (id, certificate) = (certificate.id(), certificate.clone());
        let device = Device { member, certificate, certified_by, generation, added_at: seq, revoked_at: None };
        self.devices.insert(id, device);
        self.change(&member, |member| {
            member.devices.insert(id);
        });
    }

    fn revoke_devices_of(&mut self, member: &MemberId, seq: u64) {
        for id in self.members.get(member).into_iter().flat_map(|member| &member.devices) {
            if let Some(device) = self.devices.get_mut(id) {
                device.revoked_at.get_or_insert(seq);
            }
        }
    }

    fn revoke_device(&mut self, device: DeviceId, since: u64, seq: u64) {
        for fallen in self.falling(device, since) {
            if let Some(device) = self.devices.get_mut(&fallen) {
                device.revoked_at.get_or_insert(seq);
            }
        }
    }
}
