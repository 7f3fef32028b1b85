//! What a commit may do: who comes in, who goes, which keys it publishes, and what becomes of the policy.

use std::collections::BTreeSet;

use verband_protocol::entry::{CommitRecord, Header, Record, SignedEntry};
use verband_protocol::id::{DeviceId, MemberId};
use verband_protocol::organisation::Right;
use verband_protocol::policy::{
    ClosedMember, ConversationKind, ConversationPolicy, Gone, History, Invite, Join, Leaf, is_personal_space,
    personal_space,
};

use crate::Refusal;
use crate::conversation::{LogState, Surroundings, hash_of, verify_author};
use crate::organisation::OrganisationState;
use crate::transition::{Transition, may_found, may_have_founded};

impl LogState {
    pub(crate) fn check_commit(
        &self,
        header: &Header,
        record: &CommitRecord,
        around: &Surroundings<'_>,
    ) -> Result<(), Refusal> {
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
            return self.check_founding(header, record, author, organisation);
        }
        self.check_commitments(record)?;
        if record.external {
            return self.check_external(header, record, author, organisation);
        }
        if header.body.is_none() || record.removed.contains(&header.author) {
            return Err(Refusal::Class);
        }
        let seq = header.organisation.seq;
        let transition = self.transition(author, &record.added, &record.removed, seq, organisation);
        self.check_policy(record, &transition)?;
        for leaf in &record.added {
            match self.may_add(author, leaf, seq, organisation) {
                // The commit itself may take her back: the new policy decides, where it is at hand.
                Err(Refusal::Closed) if transition.takes_back(leaf) && record.policy != self.policy_hash => {}
                result => result?,
            }
        }
        for device in &record.removed {
            self.may_remove(author, device, seq, organisation)?;
        }
        Ok(())
    }

    /// The first entry brings in its author's device alone: nobody is there yet whom it could remove, or whose further device
    /// could come by an external commit. What she founds, she has the right to.
    fn check_founding(
        &self,
        header: &Header,
        record: &CommitRecord,
        author: MemberId,
        organisation: &OrganisationState,
    ) -> Result<(), Refusal> {
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
        let seq = header.organisation.seq;
        let owned = personal_space(&organisation.closed_member_at(author, seq));
        match self.policy.as_ref().filter(|policy| policy.hash() == record.policy) {
            Some(policy) if policy.kind == ConversationKind::Personal && self.log != owned => Err(Refusal::OtherLog),
            Some(policy) if policy.kind != ConversationKind::Personal && is_personal_space(&self.log) => {
                Err(Refusal::OtherLog)
            }
            Some(policy) => may_found(policy, &author, seq, organisation),
            None => Ok(()),
        }
    }

    /// Checks the first entry of this log for who came later and knows the policy of today. Whoever is brought into a
    /// conversation has only this to tell whether it may be one at all.
    ///
    /// # Errors
    /// The rule that it breaks; [`Refusal::OrganisationBehind`] if more of the organisation log is needed to tell.
    pub fn check_first(&self, entry: &SignedEntry, organisation: &OrganisationState) -> Result<(), Refusal> {
        let (device, header) = verify_author(entry, &self.log, organisation)?;
        let Some(Record::Commit(record)) = &header.record else { return Err(Refusal::Class) };
        if record.added != [(Leaf { device: header.author, member: device.member })] {
            return Err(Refusal::Roster);
        }
        let seq = header.organisation.seq;
        if !organisation.device_active_at(&header.author, seq) {
            return Err(Refusal::NotActive);
        }
        let Some(policy) = &self.policy else { return Ok(()) };
        may_have_founded(policy, &device.member, seq, organisation)
    }

    /// An external commit brings in its author, and removes at most an old leaf of the same member. It changes no policy:
    /// who started anew waits for somebody to take her back.
    fn check_external(
        &self,
        header: &Header,
        record: &CommitRecord,
        author: MemberId,
        organisation: &OrganisationState,
    ) -> Result<(), Refusal> {
        let alone = Leaf { device: header.author, member: author };
        let own = |device: &DeviceId| organisation.device(device).is_some_and(|device| device.member == author);
        if record.added != [alone] || record.removed.len() > 1 || !record.removed.iter().all(own) {
            return Err(Refusal::Roster);
        }
        if record.policy != self.policy_hash {
            return Err(Refusal::Policy);
        }
        self.may_add(author, &alone, header.organisation.seq, organisation)
    }

    fn check_commitments(&self, record: &CommitRecord) -> Result<(), Refusal> {
        let published: Vec<u64> = record.commitments.iter().map(|commitment| commitment.epoch).collect();
        let mut due: BTreeSet<u64> = self.unpublished.clone();
        due.insert(self.epoch);
        let due: Vec<u64> = if record.external { Vec::new() } else { due.into_iter().collect() };
        if published == due { Ok(()) } else { Err(Refusal::Commitment) }
    }

    /// The policy after a commit is the one before, with those in it who lost their last device; only somebody with the
    /// right changes more. What she changes, [`check_transition`](crate::transition::check_transition) checks, where both policies are at hand.
    fn check_policy(&self, record: &CommitRecord, transition: &Transition) -> Result<(), Refusal> {
        let Some(policy) = self.known_policy() else { return Ok(()) };
        if record.policy == transition.least(policy).hash() {
            return Ok(());
        }
        match policy.kind {
            ConversationKind::Channel if transition.moderates => Ok(()),
            ConversationKind::Channel => Err(Refusal::NotAllowed),
            ConversationKind::Chat if transition.taking_back(policy).any(|(_, new)| new.hash() == record.policy) => {
                Ok(())
            }
            ConversationKind::Chat | ConversationKind::Personal => Err(Refusal::Policy),
        }
    }

    /// What a commit that brings in and takes out these devices may, and must, do to the policy.
    pub fn transition(
        &self,
        author: MemberId,
        added: &[Leaf],
        removed: &[DeviceId],
        seq: u64,
        organisation: &OrganisationState,
    ) -> Transition {
        let mut transition = Transition {
            moderates: self.moderates(&author, seq, organisation),
            moderates_all: organisation.may_at(&author, Right::ModerateChannels, seq),
            ..Transition::default()
        };
        let Some(policy) = &self.policy else { return transition };
        let as_of = |entry: &ClosedMember| organisation.closed_member_at(entry.member, seq);
        transition.generations.extend(policy.closed.iter().map(as_of));
        if policy.kind != ConversationKind::Channel {
            return transition;
        }
        let mut away: BTreeSet<MemberId> = policy.away.iter().copied().collect();
        let mut gone: BTreeSet<Gone> = policy.gone.iter().copied().collect();
        let mut left = self.roster.clone();
        left.retain(|device, _| !removed.contains(device));
        for device in removed {
            let Some(member) = self.roster.get(device) else { continue };
            if left.values().any(|other| other == member) {
                continue;
            }
            if self.leaving.contains(member) {
                // Only an invitation would bring her back by itself.
                gone.extend(
                    organisation.invited_to(member, &self.log).then_some(Gone { member: *member, barred: false }),
                );
                transition.left.push(*member);
            } else if organisation.device_active_at(device, seq) {
                gone.insert(Gone { member: *member, barred: true });
                transition.left.push(*member);
            } else {
                away.insert(*member);
            }
        }
        // Who left the organisation has no place to come back to.
        let still_out = |member: &MemberId| {
            organisation.member_active_at(member, seq) && !added.iter().any(|leaf| leaf.member == *member)
        };
        away.retain(|member| still_out(member) && !gone.iter().any(|gone| gone.member == *member));
        gone.retain(|gone| still_out(&gone.member));
        transition.away = away.into_iter().collect();
        transition.gone = gone.into_iter().collect();
        transition
    }

    /// Whether one member may add the device of another, as of a position of the organisation log.
    ///
    /// # Errors
    /// [`Refusal::Closed`] for a closed chat, [`Refusal::NotAllowed`].
    pub fn may_add(
        &self,
        author: MemberId,
        added: &Leaf,
        organisation_seq: u64,
        organisation: &OrganisationState,
    ) -> Result<(), Refusal> {
        let Some(policy) = self.known_policy() else { return Ok(()) };
        if policy.history == History::Closed {
            let device = organisation.device(&added.device);
            let expected = device.is_some_and(|device| policy.in_closed_chat(&added.member, device.generation));
            return if expected { Ok(()) } else { Err(Refusal::Closed) };
        }
        let anybody = matches!(policy.join, Join::Open | Join::Everyone) || policy.invite == Invite::Everyone;
        let gone = policy.gone(&added.member);
        let invited = (anybody && !organisation.is_bot(&added.member))
            || self.has_member(&added.member)
            || policy.away.contains(&added.member)
            || (gone.is_none() && self.invited(&added.member, organisation_seq, organisation));
        let barred = gone.is_some_and(|gone| gone.barred);
        let right = (invited && !barred) || self.moderates(&author, organisation_seq, organisation);
        if right { Ok(()) } else { Err(Refusal::NotAllowed) }
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
        if self.known_policy().is_none() {
            return Ok(());
        }
        let member = self.roster.get(device);
        let own = member == Some(&author) || member.is_some_and(|member| self.leaving.contains(member));
        let revoked = !organisation.device_active_at(device, organisation_seq);
        let right = own || revoked || self.moderates(&author, organisation_seq, organisation);
        if right { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// The policy that is in force now, if it is the one at hand.
    pub(crate) fn known_policy(&self) -> Option<&ConversationPolicy> {
        self.policy.as_ref().filter(|policy| policy.hash() == self.policy_hash)
    }
}

fn ascending<T: Ord>(items: &[T]) -> bool {
    items.is_sorted_by(|a, b| a < b)
}
