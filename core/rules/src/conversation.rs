//! The state of a conversation as a function of its log: epoch, roster and counters, and what may come next.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::organisation::Right;
use verband_protocol::policy::{
    ClosedMember, ConversationKind, ConversationPolicy, History, Join, Leaf, Write, roster_hash,
};
use verband_protocol::sign::Purpose;

use crate::Refusal;
use crate::organisation::{Device, OrganisationState};

/// What a check has to look up outside of the state: the organisation and the log at hand.
pub struct Surroundings<'a> {
    /// The organisation, at least up to the position that the entry names.
    pub organisation: &'a OrganisationState,
    /// The head of this log at an earlier position, none if it is not at hand (a newcomer's log starts late).
    pub head_at: &'a dyn Fn(u64) -> Option<Hash>,
    /// Whether the event is in this log already.
    pub known: &'a dyn Fn(&EventId) -> bool,
    /// What is known of an earlier event of this log, none if it is not at hand.
    pub written: &'a dyn Fn(&EventId) -> Option<Written>,
    /// The author's clock of the entry at an earlier position, none if it is not at hand.
    pub sent_at: &'a dyn Fn(u64) -> Option<u64>,
}

/// An event as far as erasing it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The device that wrote it.
    pub author: DeviceId,
    /// What it is.
    pub class: Class,
    /// Where it stands.
    pub seq: u64,
}

/// The state of a conversation after a prefix of its log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogState {
    /// The conversation.
    #[n(0)]
    pub log: LogId,
    /// The newest position.
    #[n(1)]
    pub position: Position,
    /// The epoch.
    #[n(2)]
    pub epoch: u64,
    /// The position of the organisation log that the last commit named.
    #[n(3)]
    pub organisation: Position,
    /// The policy, where it is known: members know it from MLS, the server from the group info.
    #[n(4)]
    pub policy: Option<ConversationPolicy>,
    /// Hash of the policy.
    #[n(5)]
    pub policy_hash: Hash,
    /// Who is in.
    #[n(6)]
    pub roster: BTreeMap<DeviceId, MemberId>,
    /// The newest counter of each device.
    #[n(7)]
    pub counters: BTreeMap<DeviceId, u64>,
    /// Ended epochs whose key commitment was not published yet (they ended by an external commit).
    #[n(8)]
    pub unpublished: BTreeSet<u64>,
    /// The position after which every entry is known; counters of devices that wrote nothing since are not.
    #[n(9)]
    pub since: Position,
    /// Who said in this epoch that she leaves.
    #[n(10)]
    pub leaving: BTreeSet<MemberId>,
}

impl LogState {
    /// The state before the first entry.
    pub fn new(log: LogId, policy: Option<ConversationPolicy>) -> Self {
        Self {
            log,
            position: Position::START,
            epoch: 0,
            organisation: Position::START,
            policy,
            policy_hash: Hash::ZERO,
            roster: BTreeMap::new(),
            counters: BTreeMap::new(),
            unpublished: BTreeSet::new(),
            since: Position::START,
            leaving: BTreeSet::new(),
        }
    }

    /// What a group says of the log that it belongs to: where whoever made its epoch stood, and who is in. What came between
    /// there and the commit that leads into the epoch is for the log to show.
    pub fn of_group(log: LogId, position: Position, epoch: u64, policy: ConversationPolicy, roster: &[Leaf]) -> Self {
        let policy_hash = policy.hash();
        let roster = roster.iter().map(|leaf| (leaf.device, leaf.member)).collect();
        Self { position, epoch, policy_hash, roster, ..Self::new(log, Some(policy)) }
    }

    /// The leaves, in order of device.
    pub fn leaves(&self) -> Vec<Leaf> {
        self.roster.iter().map(|(device, member)| Leaf { device: *device, member: *member }).collect()
    }

    /// Who is in, each once.
    pub fn members(&self) -> BTreeSet<MemberId> {
        self.roster.values().copied().collect()
    }

    /// Whether a member has a device in the conversation.
    pub fn has_member(&self, member: &MemberId) -> bool {
        self.roster.values().any(|found| found == member)
    }

    /// The devices of members who are leaving: every ordinary commit takes them out.
    pub fn leaving_leaves(&self) -> Vec<DeviceId> {
        let leaving = self.roster.iter().filter(|(_, member)| self.leaving.contains(member));
        leaving.map(|(device, _)| *device).collect()
    }

    /// Whether everybody who is in is leaving, so that nobody remains who could take the others out.
    pub fn is_deserted(&self) -> bool {
        self.roster.values().all(|member| self.leaving.contains(member))
    }

    /// The counter that the next entry of a device has, if it is known.
    pub fn next_counter(&self, device: &DeviceId) -> Option<u64> {
        match self.counters.get(device) {
            Some(counter) => Some(counter + 1),
            None => (self.since == Position::START).then_some(1),
        }
    }

    /// Leaves that the organisation does not trust any more. While there are any, nobody sends: their removal is
    /// committed first.
    pub fn revoked_leaves(&self, organisation: &OrganisationState) -> Vec<DeviceId> {
        self.roster.keys().filter(|device| !organisation.device_active(device)).copied().collect()
    }

    /// Devices that any member's device adds without being asked: of members whom an invitation that names this
    /// channel admits, of the people of a closed chat, further devices of members who are in, and of everybody where the
    /// whole organisation is.
    pub fn missing_leaves(&self, organisation: &OrganisationState) -> Vec<Leaf> {
        organisation
            .devices()
            .filter(|(id, device)| {
                !self.roster.contains_key(id) && organisation.device_active(id) && self.expects(device, organisation)
            })
            .map(|(id, device)| Leaf { device: *id, member: device.member })
            .collect()
    }

    fn expects(&self, device: &Device, organisation: &OrganisationState) -> bool {
        let member = &device.member;
        match &self.policy {
            Some(policy) if policy.history == History::Closed => policy.in_closed_chat(member, device.generation),
            Some(policy) => {
                let invited = || self.invited(member, organisation.position().seq, organisation);
                let everyone = policy.join == Join::Everyone && !organisation.is_bot(member);
                !self.leaving.contains(member)
                    && policy.gone(member).is_none()
                    && (everyone || self.has_member(member) || policy.away.contains(member) || invited())
            }
            None => false,
        }
    }

    /// Whether the invitation that a member came with brings her here: if whoever issued it could let her in, and a bot if she
    /// also reads here herself. Whoever only invites could use a letter of hers, and would read what she is not in.
    pub(crate) fn invited(&self, member: &MemberId, seq: u64, organisation: &OrganisationState) -> bool {
        let Some(invitation) = organisation.invitation_of(member) else { return false };
        let by_moderator = match invitation.issuer {
            Some(issuer) => {
                self.moderates(&issuer, seq, organisation) && (!organisation.is_bot(member) || self.has_member(&issuer))
            }
            None => !organisation.is_bot(member),
        };
        by_moderator && organisation.invited_to(member, &self.log)
    }

    /// People of a closed chat who started anew and whom one of the others has to take back.
    pub fn awaiting_consent(&self, organisation: &OrganisationState) -> Vec<MemberId> {
        let Some(policy) = self.policy.as_ref().filter(|policy| policy.history == History::Closed) else {
            return Vec::new();
        };
        let newer = |entry: &&ClosedMember| {
            organisation.closed_member(entry.member).generation > entry.generation
                && organisation.member_active(&entry.member)
        };
        policy.closed.iter().filter(newer).map(|entry| entry.member).collect()
    }

    /// The policy that takes a person of a closed chat back who started anew; none if there is nothing to take back.
    pub fn taking_back(&self, member: &MemberId, organisation: &OrganisationState) -> Option<ConversationPolicy> {
        let policy = self.policy.as_ref().filter(|_| self.awaiting_consent(organisation).contains(member))?;
        let transition = self.transition(*member, &[], &[], organisation.position().seq, organisation);
        let mut taking = transition.taking_back(policy);
        taking.find_map(|(taken, policy)| (taken == *member).then_some(policy))
    }

    /// Checks the entry that would come next, with its signature.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, entry: &SignedEntry, around: &Surroundings<'_>) -> Result<Header, Refusal> {
        let organisation = around.organisation;
        let header = self.check_author(entry, around)?;
        if (around.known)(&header.event) {
            return Err(Refusal::Replay);
        }
        match self.next_counter(&header.author) {
            Some(expected) if header.counter != expected => {
                return Err(Refusal::Counter { expected, got: header.counter });
            }
            _ => {}
        }
        let head = match header.seen.seq.cmp(&self.since.seq) {
            // Older than what is at hand: reading the past proves those heads.
            Ordering::Less => Some(header.seen.head),
            Ordering::Equal => Some(self.since.head),
            Ordering::Greater => (around.head_at)(header.seen.seq),
        };
        if header.seen.seq > self.position.seq || head != Some(header.seen.head) {
            return Err(Refusal::Fork);
        }
        match (header.class, &header.record) {
            (Class::Commit, Some(Record::Commit(record))) => self.check_commit(&header, record, around)?,
            (Class::LateLink, Some(Record::LateLink(epoch)))
                if *epoch > 0 && *epoch <= self.epoch && header.body.is_some() => {}
            (Class::Content, None) if header.body.is_some() => self.check_write(&header, organisation)?,
            (Class::Leave, None) if header.body.is_none() && header.targets.is_empty() && header.blobs.is_empty() => {
                let seq = header.organisation.seq.max(self.organisation.seq);
                self.may_leave(self.roster.get(&header.author).ok_or(Refusal::NotInRoster)?, seq, organisation)?;
            }
            (Class::Delete, None) if !header.targets.is_empty() => self.check_delete(&header, around)?,
            (Class::Prune, Some(Record::Prune(horizon))) if header.body.is_none() && header.blobs.is_empty() => {
                self.check_prune(&header, *horizon, around)?;
            }
            _ => return Err(Refusal::Class),
        }
        Ok(header)
    }

    /// Verifies the signature, and that the author is a trusted device and in the roster of this epoch.
    fn check_author(&self, entry: &SignedEntry, around: &Surroundings<'_>) -> Result<Header, Refusal> {
        let organisation = around.organisation;
        let (device, header) = verify_author(entry, &self.log, organisation)?;
        // What the last commit knew binds everybody, and so does what the author himself says to have known.
        let at = header.organisation.seq.max(self.organisation.seq);
        if !organisation.device_active_at(&header.author, at) {
            return Err(Refusal::NotActive);
        }
        if header.epoch != self.epoch {
            return Err(Refusal::Epoch { expected: self.epoch, got: header.epoch });
        }
        let founding = self.position.seq == 0;
        let external = matches!(&header.record, Some(Record::Commit(record)) if record.external);
        if !founding && !external && self.roster.get(&header.author) != Some(&device.member) {
            return Err(Refusal::NotInRoster);
        }
        if external && !self.has_member(&device.member) {
            return Err(Refusal::NotInRoster);
        }
        Ok(header)
    }

    fn check_write(&self, header: &Header, organisation: &OrganisationState) -> Result<(), Refusal> {
        let at = header.organisation.seq.max(self.organisation.seq);
        let may = match self.roster.get(&header.author) {
            Some(member) => self.may_write(member, at, organisation),
            None => !self.moderators_write(),
        };
        if may { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    fn moderators_write(&self) -> bool {
        self.policy.as_ref().is_some_and(|policy| policy.write == Write::Moderators)
    }

    /// Whether a member may write, as of a position of the organisation log.
    pub fn may_write(&self, member: &MemberId, seq: u64, organisation: &OrganisationState) -> bool {
        !self.moderators_write() || self.moderates(member, seq, organisation)
    }

    /// Whether a member may leave, as of a position of the organisation log: a channel, and not as the only one who
    /// moderates those who stay.
    ///
    /// # Errors
    /// [`Refusal::Closed`] where nobody comes or goes, [`Refusal::Everyone`], [`Refusal::LastModerator`].
    pub fn may_leave(&self, member: &MemberId, seq: u64, organisation: &OrganisationState) -> Result<(), Refusal> {
        let Some(policy) = self.known_policy() else { return Ok(()) };
        if policy.kind != ConversationKind::Channel {
            return Err(Refusal::Closed);
        }
        if policy.join == Join::Everyone {
            return Err(Refusal::Everyone);
        }
        let stays = |other: &&MemberId| *other != member && !self.leaving.contains(*other);
        let moderates = |other: &MemberId| self.moderates(other, seq, organisation);
        let mut staying = self.roster.values().filter(stays).peekable();
        let orphaned = moderates(member) && staying.peek().is_some() && !staying.any(moderates);
        if orphaned { Err(Refusal::LastModerator) } else { Ok(()) }
    }

    /// A delete erases content, of the author's own member or, by a moderator, of anybody. What is not at hand is older
    /// than the position from which everything is known: the server, which has it, has checked it.
    fn check_delete(&self, header: &Header, around: &Surroundings<'_>) -> Result<(), Refusal> {
        let organisation = around.organisation;
        let at = header.organisation.seq.max(self.organisation.seq);
        if self.hold(at, organisation).is_some() {
            return Err(Refusal::Hold);
        }
        let member = self.roster.get(&header.author);
        let moderates = member.is_some_and(|member| self.moderates(member, at, organisation));
        for target in header.targets.iter().filter_map(|target| (around.written)(target)) {
            if target.class != Class::Content {
                return Err(Refusal::Target);
            }
            let own = organisation.device(&target.author).is_some_and(|device| Some(&device.member) == member);
            if !own && !moderates {
                return Err(Refusal::NotAllowed);
            }
        }
        Ok(())
    }

    /// Whether a member moderates: this channel, or every channel she is in. A bot never does.
    pub fn moderates(&self, member: &MemberId, seq: u64, organisation: &OrganisationState) -> bool {
        self.policy.as_ref().filter(|_| !organisation.is_bot(member)).is_some_and(|policy| {
            policy.is_moderator(member)
                || (policy.kind == ConversationKind::Channel
                    && organisation.may_at(member, Right::ModerateChannels, seq))
        })
    }

    /// Takes an entry that [`Self::check`] found valid.
    pub fn apply(&mut self, entry: &SignedEntry, header: &Header) {
        self.position = self.position.next(entry);
        self.counters.insert(header.author, header.counter);
        if header.class == Class::Leave {
            self.leaving.extend(self.roster.get(&header.author));
        }
        let Some(Record::Commit(record)) = &header.record else { return };
        self.leaving.clear();
        if self.position.seq > 1 {
            if record.external {
                self.unpublished.insert(self.epoch);
            } else {
                self.unpublished.clear();
            }
            self.epoch += 1;
        }
        self.organisation = header.organisation;
        self.policy_hash = record.policy;
        for device in &record.removed {
            self.roster.remove(device);
        }
        self.roster.extend(record.added.iter().map(|leaf| (leaf.device, leaf.member)));
    }

    /// Takes the place of an entry that is not valid: the chain goes on over it, nothing else changes.
    pub fn skip(&mut self, entry: &SignedEntry) {
        self.position = self.position.next(entry);
    }
}

/// The author of an entry of this log and its header: signed, and on top of the organisation log at hand.
pub(crate) fn verify_author<'a>(
    entry: &SignedEntry,
    log: &LogId,
    organisation: &'a OrganisationState,
) -> Result<(&'a Device, Header), Refusal> {
    let Some(device) = organisation.device(&entry.author) else {
        let named = entry.read()?.organisation.seq;
        let known = organisation.position().seq;
        return Err(if named > known { Refusal::OrganisationBehind(named) } else { Refusal::NotActive });
    };
    let header = entry.verify(Purpose::Event, &device.certificate.event)?;
    if header.log != *log {
        return Err(Refusal::OtherLog);
    }
    match organisation.head_at(header.organisation.seq) {
        None => Err(Refusal::OrganisationBehind(header.organisation.seq)),
        Some(head) if head != header.organisation.head => Err(Refusal::OrganisationFork),
        Some(_) => Ok((device, header)),
    }
}

pub(crate) fn hash_of(roster: &BTreeMap<DeviceId, MemberId>) -> Hash {
    let leaves: Vec<Leaf> = roster.iter().map(|(device, member)| Leaf { device: *device, member: *member }).collect();
    roster_hash(&leaves)
}
