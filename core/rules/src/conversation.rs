//! The state of a conversation as a function of its log: epoch, roster and counters, and what may come next.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use verband_protocol::entry::{Class, CommitRecord, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::policy::{ConversationKind, ConversationPolicy, History, Join, Leaf, Write, roster_hash};
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
        }
    }

    /// The leaves, in order of device.
    pub fn leaves(&self) -> Vec<Leaf> {
        self.roster.iter().map(|(device, member)| Leaf { device: *device, member: *member }).collect()
    }

    /// Whether a member has a device in the conversation.
    pub fn has_member(&self, member: &MemberId) -> bool {
        self.roster.values().any(|found| found == member)
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
    /// channel admits, of the people of a closed chat, and further devices of members who are in.
    pub fn missing_leaves(&self, organisation: &OrganisationState) -> Vec<Leaf> {
        organisation
            .devices()
            .filter(|(id, device)| {
                !self.roster.contains_key(id)
                    && organisation.device_active(id)
                    && self.expects(&device.member, organisation)
            })
            .map(|(id, device)| Leaf { device: *id, member: device.member })
            .collect()
    }

    fn expects(&self, member: &MemberId, organisation: &OrganisationState) -> bool {
        match &self.policy {
            Some(policy) if policy.history == History::Closed => policy.in_closed_roster(member),
            Some(_) => self.has_member(member) || organisation.invited_to(member, &self.log),
            None => false,
        }
    }

    /// Checks the entry that would come next, with its signature.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, entry: &SignedEntry, around: &Surroundings<'_>) -> Result<Header, Refusal> {
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
            (Class::Content, None) if header.body.is_some() => self.check_write(&header)?,
            (Class::Delete, None) if !header.targets.is_empty() => {}
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

    fn check_write(&self, header: &Header) -> Result<(), Refusal> {
        let Some(policy) = &self.policy else { return Ok(()) };
        let moderator = self.roster.get(&header.author).is_some_and(|member| policy.is_moderator(member));
        if policy.write == Write::Moderators && !moderator { Err(Refusal::NotAllowed) } else { Ok(()) }
    }

    fn check_commit(&self, header: &Header, record: &CommitRecord, around: &Surroundings<'_>) -> Result<(), Refusal> {
        let organisation = around.organisation;
        if header.organisation.seq < self.organisation.seq {
            return Err(Refusal::OrganisationDecreases);
        }
        let author = organisation.device(&header.author).ok_or(Refusal::NotActive)?.member;
        if !ascending(&record.added) || !ascending(&record.removed) {
            return Err(Refusal::Roster);
        }
        let mut roster = self.roster.clone();
        for device in &record.removed {
            roster.remove(device).ok_or(Refusal::Roster)?;
        }
        for leaf in &record.added {
            if roster.insert(leaf.device, leaf.member).is_some() {
                return Err(Refusal::Roster);
            }
        }
        if hash_of(&roster) != record.roster {
            return Err(Refusal::Roster);
        }
        for leaf in &record.added {
            let known = organisation.device(&leaf.device).is_some_and(|device| device.member == leaf.member);
            if !known || !organisation.device_active_at(&leaf.device, header.organisation.seq) {
                return Err(Refusal::UnknownLeaf);
            }
        }
        if self.position.seq == 0 {
            return self.check_founding(header, record, author);
        }
        self.check_commitments(record)?;
        if record.external {
            return check_external(header, record, author, organisation);
        }
        if header.body.is_none() || record.removed.contains(&header.author) {
            return Err(Refusal::Class);
        }
        self.check_policy(record, author)?;
        for leaf in &record.added {
            self.may_add(author, &leaf.member, organisation)?;
        }
        for device in &record.removed {
            self.may_remove(author, device, header.organisation.seq, organisation)?;
        }
        Ok(())
    }

    /// The first entry brings in its author's device alone. Nobody is there yet whom it could remove, or whose further
    /// device could come by an external commit.
    fn check_founding(&self, header: &Header, record: &CommitRecord, author: MemberId) -> Result<(), Refusal> {
        let alone = [Leaf { device: header.author, member: author }];
        if record.added != alone {
            return Err(Refusal::Roster);
        }
        if !record.commitments.is_empty() {
            return Err(Refusal::Commitment);
        }
        if header.body.is_some() {
            return Err(Refusal::Class);
        }
        if let Some(policy) = &self.policy
            && policy.hash() == record.policy
            && policy.history == History::Closed
            && !policy.in_closed_roster(&author)
        {
            return Err(Refusal::Closed);
        }
        Ok(())
    }

    fn check_commitments(&self, record: &CommitRecord) -> Result<(), Refusal> {
        let published: Vec<u64> = record.commitments.iter().map(|commitment| commitment.epoch).collect();
        let mut due: BTreeSet<u64> = self.unpublished.clone();
        due.insert(self.epoch);
        let due: Vec<u64> = if record.external { Vec::new() } else { due.into_iter().collect() };
        if published == due { Ok(()) } else { Err(Refusal::Commitment) }
    }

    fn check_policy(&self, record: &CommitRecord, author: MemberId) -> Result<(), Refusal> {
        if record.policy == self.policy_hash {
            return Ok(());
        }
        match &self.policy {
            Some(policy) if policy.kind != ConversationKind::Channel => Err(Refusal::Policy),
            Some(policy) if !policy.is_moderator(&author) => Err(Refusal::NotAllowed),
            _ => Ok(()),
        }
    }

    /// Whether one member may add the devices of another.
    ///
    /// # Errors
    /// [`Refusal::Closed`] for a closed chat, [`Refusal::NotAllowed`].
    pub fn may_add(&self, author: MemberId, added: &MemberId, organisation: &OrganisationState) -> Result<(), Refusal> {
        let Some(policy) = self.known_policy() else { return Ok(()) };
        if policy.history == History::Closed {
            return if policy.in_closed_roster(added) { Ok(()) } else { Err(Refusal::Closed) };
        }
        let invited = policy.join == Join::Open || self.has_member(added) || organisation.invited_to(added, &self.log);
        if invited || policy.is_moderator(&author) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// Whether a member may remove a device, as of a position of the organisation log.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn may_remove(
        &self,
        author: MemberId,
        device: &DeviceId,
        organisation_seq: u64,
        organisation: &OrganisationState,
    ) -> Result<(), Refusal> {
        let Some(policy) = self.known_policy() else { return Ok(()) };
        let own = self.roster.get(device) == Some(&author);
        let revoked = !organisation.device_active_at(device, organisation_seq);
        if own || revoked || policy.is_moderator(&author) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// The policy that is in force now, if it is the one at hand.
    fn known_policy(&self) -> Option<&ConversationPolicy> {
        self.policy.as_ref().filter(|policy| policy.hash() == self.policy_hash)
    }

    /// Takes an entry that [`Self::check`] found valid.
    pub fn apply(&mut self, entry: &SignedEntry, header: &Header) {
        self.position = self.position.next(entry);
        self.counters.insert(header.author, header.counter);
        let Some(Record::Commit(record)) = &header.record else { return };
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

/// Whether one policy may follow another. Never from closed to anything else, never from `from_join` to `full`.
///
/// # Errors
/// [`Refusal::Policy`].
pub fn check_transition(old: &ConversationPolicy, new: &ConversationPolicy) -> Result<(), Refusal> {
    if old == new {
        return Ok(());
    }
    let opens = old.history == History::FromJoin && new.history == History::Full;
    let closed = old.history == History::Closed || new.history == History::Closed;
    if old.kind != new.kind || opens || closed || new.moderators.is_empty() {
        return Err(Refusal::Policy);
    }
    Ok(())
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

/// An external commit brings in its author, and removes at most an old leaf of the same device's member.
fn check_external(
    header: &Header,
    record: &CommitRecord,
    author: MemberId,
    organisation: &OrganisationState,
) -> Result<(), Refusal> {
    let alone = [Leaf { device: header.author, member: author }];
    let own = |device: &DeviceId| organisation.device(device).is_some_and(|device| device.member == author);
    if record.added != alone || record.removed.len() > 1 || !record.removed.iter().all(own) {
        return Err(Refusal::Roster);
    }
    Ok(())
}

pub(crate) fn hash_of(roster: &BTreeMap<DeviceId, MemberId>) -> Hash {
    let leaves: Vec<Leaf> = roster.iter().map(|(device, member)| Leaf { device: *device, member: *member }).collect();
    roster_hash(&leaves)
}

fn ascending<T: Ord>(items: &[T]) -> bool {
    items.is_sorted_by(|a, b| a < b)
}
