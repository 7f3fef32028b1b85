//! What one member after another may do in a conversation: each entry here breaks one rule alone, and is refused by
//! that rule.

use verband_protocol::organisation::Right;
use verband_protocol::policy::{Gone, Write, personal_space};

use super::conversation::Talk;
use super::*;

/// A conversation that Anna founded and Berta is in; Clara and Dora belong to the organisation.
pub(super) struct Team {
    pub(super) talk: Talk,
    pub(super) anna: Keys,
    pub(super) berta: Keys,
    pub(super) clara: Keys,
    dora: Keys,
}

impl Team {
    pub(super) fn new(policy: impl FnOnce(&[MemberId]) -> ConversationPolicy) -> Self {
        let (mut own, anna, founder) = Organisation::founded();
        let [(berta, second), (clara, third), (dora, fourth)] = [(); 3].map(|()| own.admit(Some(&anna), false));
        let policy = policy(&[founder, second, third, fourth]);
        let talk = Talk::founded_in(own, anna.clone(), founder, &policy);
        let mut team = Self { talk, anna, berta, clara, dora };
        let record = team.record(&[team.leaf(&team.berta)], &[]);
        let commit = team.commit(&team.anna, record);
        team.talk.take(&commit).expect("the founder adds her");
        team
    }

    /// Berta gets the right to invite, and no other.
    pub(super) fn berta_invites(&mut self) {
        let role = RoleId([7; 16]);
        let define = OrganisationRecord::RoleDefine { role, rights: vec![Right::Invite] };
        let roles = vec![BuiltInRole::Member.id(), role];
        let assign = OrganisationRecord::RoleAssign { member: self.member(&self.berta), roles, until: None };
        for record in [define, assign] {
            self.talk.own.act(&self.anna, record).expect("an administrator decides");
        }
    }

    /// Anna moderates a channel.
    pub(super) fn channel() -> Self {
        Self::new(|members| ConversationPolicy::channel(Join::Invitation, members[0]))
    }

    pub(super) fn member(&self, keys: &Keys) -> MemberId {
        self.talk.own.state.device(&keys.id()).expect("known").member
    }

    pub(super) fn leaf(&self, keys: &Keys) -> Leaf {
        Leaf { device: keys.id(), member: self.member(keys) }
    }

    /// A further device of somebody.
    pub(super) fn further(&mut self, keys: &Keys) -> Keys {
        let member = self.member(keys);
        self.talk.own.further(member, keys)
    }

    fn revoke(&mut self, keys: &Keys) {
        let record = OrganisationRecord::MemberRevoke(self.member(keys));
        let anna = self.anna.clone();
        self.talk.own.act(&anna, record).expect("an administrator revokes");
    }

    /// The record of a commit, with everything that is due.
    pub(super) fn record(&self, added: &[Leaf], removed: &[DeviceId]) -> CommitRecord {
        let state = &self.talk.state;
        let mut leaves = state.leaves();
        leaves.retain(|leaf| !removed.contains(&leaf.device));
        leaves.extend(added);
        let due = state.unpublished.iter().copied().chain([state.epoch]);
        CommitRecord {
            commitments: due.map(|epoch| KeyCommitment { epoch, commitment: Hash([1; 32]) }).collect(),
            roster: roster_hash(&leaves),
            policy: state.policy_hash,
            added: added.to_vec(),
            removed: removed.to_vec(),
            external: false,
        }
    }

    /// The record of an external commit.
    pub(super) fn external(&self, added: &[Leaf], removed: &[DeviceId]) -> CommitRecord {
        CommitRecord { commitments: Vec::new(), external: true, ..self.record(added, removed) }
    }

    pub(super) fn commit(&self, by: &Keys, record: CommitRecord) -> SignedEntry {
        let header = self.talk.header_by(by, Some(Record::Commit(record)));
        sign(by, Header { class: Class::Commit, ..header })
    }

    pub(super) fn content(&self, by: &Keys) -> SignedEntry {
        sign(by, self.talk.header_by(by, None))
    }

    pub(super) fn check(&self, entry: &SignedEntry) -> Result<(), Refusal> {
        self.talk.check(entry).map(drop)
    }

    pub(super) fn check_commit(&self, by: &Keys, record: CommitRecord) -> Result<(), Refusal> {
        self.check(&self.commit(by, record))
    }
}

fn sign(by: &Keys, header: Header) -> SignedEntry {
    header.sign(Some(b"sealed".to_vec()), Purpose::Event, &by.key)
}

fn ascending(leaves: &[Leaf]) -> Vec<Leaf> {
    let mut leaves = leaves.to_vec();
    leaves.sort_unstable();
    leaves
}

// Who writes ----------------------------------------------------------------------------------------------------

#[test]
fn whoever_leaves_is_taken_out_in_that_epoch_by_anybody() {
    let mut team = Team::channel();
    let leave = |team: &Team, by: &Keys| {
        let header = Header { class: Class::Leave, ..team.talk.header_by(by, None) };
        header.sign(None, Purpose::Event, &by.key)
    };
    assert_eq!(team.check(&leave(&team, &team.anna)), Err(Refusal::LastModerator));
    assert_eq!(team.check(&leave(&team, &team.clara)), Err(Refusal::NotInRoster));
    let record = team.record(&[team.leaf(&team.clara)], &[]);
    team.talk.take(&team.commit(&team.anna, record)).expect("the founder adds her");
    let header = Header { class: Class::Leave, ..team.talk.header_by(&team.berta, None) };
    assert_eq!(team.check(&sign(&team.berta, header.clone())), Err(Refusal::Class), "it says nothing more");
    // Nobody takes out who stays.
    let out = team.record(&[], &[team.berta.id()]);
    assert_eq!(team.check_commit(&team.clara, out), Err(Refusal::NotAllowed));
    team.talk.take(&leave(&team, &team.berta)).expect("she may go");
    let berta = team.member(&team.berta);
    assert_eq!(team.talk.state.leaving_leaves(), [team.berta.id()]);
    let out = team.record(&[], &[team.berta.id()]);
    assert_eq!(team.check_commit(&team.clara, out), Ok(()));
    // With the last moderator gone nobody moderates, so that she waits for another one.
    assert_eq!(team.check(&leave(&team, &team.anna)), Err(Refusal::LastModerator));
    // Another commit ends it: what was said holds in its epoch.
    let other = team.record(&[], &[]);
    team.talk.take(&team.commit(&team.anna, other)).expect("it renews keys");
    assert!(team.talk.state.leaving.is_empty());
    let out = team.record(&[], &[team.berta.id()]);
    assert_eq!(team.check_commit(&team.clara, out), Err(Refusal::NotAllowed));
    // A moderator's removal is another thing: only a moderator takes it back.
    let seq = team.talk.own.state.position().seq;
    let anna = team.member(&team.anna);
    let transition = team.talk.state.transition(anna, &[], &[team.berta.id()], seq, &team.talk.own.state);
    assert_eq!(transition.gone, [Gone { member: berta, barred: true }]);
}

#[test]
fn a_personal_space_has_its_place_and_no_other_conversation_has_it() {
    let (own, keys, member) = Organisation::founded();
    let owner = ClosedMember { member, generation: 0 };
    let begin = |log: LogId, policy: &ConversationPolicy| {
        let leaf = Leaf { device: keys.id(), member };
        let record = alone(leaf, policy);
        let position = own.state.position();
        let header = Header {
            log,
            class: Class::Commit,
            seen: Position::START,
            organisation: position,
            counter: 1,
            ..own.header(keys.id(), OrganisationRecord::Heartbeat)
        };
        let header = Header { record: Some(Record::Commit(record)), ..header };
        let around = Surroundings {
            organisation: &own.state,
            head_at: &|_| Some(Hash::ZERO),
            known: &|_| false,
            written: &|_| None,
            sent_at: &|_| None,
        };
        let entry = header.sign(None, Purpose::Event, &keys.key);
        LogState::new(log, Some(policy.clone())).check(&entry, &around).map(drop)
    };
    let place = personal_space(&owner);
    let personal = ConversationPolicy::personal(owner);
    assert_eq!(begin(place, &personal), Ok(()));
    assert_eq!(begin(LogId([5; 32]), &personal), Err(Refusal::OtherLog));
    assert_eq!(begin(place, &ConversationPolicy::channel(Join::Open, member)), Err(Refusal::OtherLog));
    let other = ClosedMember { generation: 1, ..owner };
    assert_eq!(begin(personal_space(&other), &ConversationPolicy::personal(other)), Err(Refusal::OtherLog));
    let shared = ConversationPolicy { closed: vec![owner, other], ..personal };
    assert_eq!(begin(place, &shared), Err(Refusal::Policy));
}

#[test]
fn whoever_wrote_it_or_moderates_deletes() {
    let mut team = Team::channel();
    let further = team.further(&team.berta.clone());
    let record = team.record(&[team.leaf(&team.clara), team.leaf(&further)], &[]);
    let commit = team.commit(&team.anna, CommitRecord { added: ascending(&record.added), ..record });
    let commit_event = commit.read().expect("it is one").event;
    team.talk.take(&commit).expect("the founder adds them");
    let content = team.content(&team.berta);
    let event = content.read().expect("it is one").event;
    team.talk.take(&content).expect("she writes");
    let delete = |team: &Team, by: &Keys, targets: &[EventId]| {
        let header = Header { class: Class::Delete, targets: targets.to_vec(), ..team.talk.header_by(by, None) };
        sign(by, header)
    };
    for (who, outcome) in
        [(&team.berta, Ok(())), (&further, Ok(())), (&team.anna, Ok(())), (&team.clara, Err(Refusal::NotAllowed))]
    {
        assert_eq!(team.check(&delete(&team, who, &[event])), outcome);
    }
    assert_eq!(team.check(&delete(&team, &team.anna, &[commit_event])), Err(Refusal::Target));
    assert_eq!(team.check(&delete(&team, &team.anna, &[])), Err(Refusal::Class));
    // What is older than what is at hand the server has checked.
    let unknown = EventId([8; 16]);
    assert_eq!(team.check(&delete(&team, &team.clara, &[unknown])), Ok(()));
    assert_eq!(team.check(&delete(&team, &team.clara, &[unknown, event])), Err(Refusal::NotAllowed));
    let deleted = delete(&team, &team.berta, &[event]);
    let deleted_event = deleted.read().expect("it is one").event;
    team.talk.take(&deleted).expect("it is hers");
    assert_eq!(team.check(&delete(&team, &team.berta, &[deleted_event])), Err(Refusal::Target));
}

#[test]
fn whoever_is_in_writes_with_her_own_key_into_this_log() {
    let team = Team::channel();
    assert_eq!(team.check(&team.content(&team.berta)), Ok(()));
    assert_eq!(team.check(&team.content(&team.clara)), Err(Refusal::NotInRoster));
    let header = team.talk.header_by(&team.berta, None);
    assert_eq!(team.check(&sign(&team.clara, header.clone())), Err(BAD));
    let elsewhere = Header { log: LogId([6; 32]), ..header.clone() };
    assert_eq!(team.check(&sign(&team.berta, elsewhere)), Err(Refusal::OtherLog));
    // On top of what is not there yet, whatever a store says of it.
    let ahead = Position { seq: team.talk.state.position.seq + 1, head: Hash([6; 32]) };
    let early = sign(&team.berta, Header { seen: ahead, ..header.clone() });
    let around = Surroundings {
        organisation: &team.talk.own.state,
        head_at: &|_| Some(ahead.head),
        known: &|_| false,
        written: &|_| None,
        sent_at: &|_| None,
    };
    assert_eq!(team.talk.state.check(&early, &around).err(), Some(Refusal::Fork));
    // A device that the organisation log does not have, or not yet.
    let ghost = Header { author: DeviceId([6; 32]), ..header };
    assert_eq!(team.check(&sign(&team.berta, ghost.clone())), Err(Refusal::NotActive));
    let ahead = team.talk.own.state.position().seq + 1;
    let mut later = ghost;
    later.organisation.seq = ahead;
    assert_eq!(team.check(&sign(&team.berta, later)), Err(Refusal::OrganisationBehind(ahead)));
}

#[test]
fn whoever_left_writes_no_more_as_of_what_she_names_or_the_log_knows() {
    let mut team = Team::channel();
    let before = team.talk.own.state.position();
    let berta = team.berta.clone();
    team.revoke(&berta);
    // She says herself that she left.
    assert_eq!(team.check(&team.content(&berta)), Err(Refusal::NotActive));
    // She does not, and nobody in the log knew better until now.
    let dated = |team: &Team| sign(&berta, Header { organisation: before, ..team.talk.header_by(&berta, None) });
    assert_eq!(team.check(&dated(&team)), Ok(()));
    let commit = team.commit(&team.anna, team.record(&[], &[]));
    team.talk.take(&commit).expect("it names her revocation");
    assert_eq!(team.check(&dated(&team)), Err(Refusal::NotActive));
}

#[test]
fn a_log_that_was_joined_later_binds_from_there_on() {
    let mut team = Team::channel();
    team.talk.state.since = team.talk.state.position;
    team.talk.state.counters.clear();
    let content = |change: &dyn Fn(&mut Header)| {
        let mut header = team.talk.header_by(&team.berta, None);
        change(&mut header);
        team.check(&sign(&team.berta, header))
    };
    assert_eq!(content(&|header| header.counter = 77), Ok(()), "what she wrote before is not known");
    assert_eq!(content(&|header| header.seen.head.0[0] ^= 1), Err(Refusal::Fork));
    let older = Position { seq: 1, head: Hash([6; 32]) };
    assert_eq!(content(&|header| header.seen = older), Ok(()), "reading the past proves it");
}

#[test]
fn class_record_and_body_go_together() {
    let team = Team::channel();
    let epoch = team.talk.state.epoch;
    let check = |class: Class, record: Option<Record>, targets: usize, body: bool| {
        let targets = vec![EventId([1; 16]); targets];
        let header = Header { class, targets, ..team.talk.header_by(&team.berta, record) };
        team.check(&header.sign(body.then(|| b"sealed".to_vec()), Purpose::Event, &team.berta.key))
    };
    assert_eq!(check(Class::Content, None, 0, true), Ok(()));
    assert_eq!(check(Class::Content, None, 0, false), Err(Refusal::Class));
    assert_eq!(check(Class::Delete, None, 1, false), Ok(()));
    assert_eq!(check(Class::Delete, None, 0, false), Err(Refusal::Class));
    assert_eq!(check(Class::Prune, None, 1, false), Err(Refusal::Class));
    assert_eq!(check(Class::Prune, Some(Record::Prune(1)), 1, true), Err(Refusal::Class));
    assert_eq!(check(Class::Prune, Some(Record::Prune(1)), 0, false), Err(Refusal::Class));
    assert_eq!(check(Class::Content, Some(Record::Prune(1)), 0, true), Err(Refusal::Class));
    let link = |epoch| Some(Record::LateLink(epoch));
    assert_eq!(check(Class::LateLink, link(epoch), 0, true), Ok(()));
    assert_eq!(check(Class::LateLink, link(epoch), 0, false), Err(Refusal::Class));
    assert_eq!(check(Class::LateLink, link(epoch + 1), 0, true), Err(Refusal::Class));
    assert_eq!(check(Class::LateLink, link(0), 0, true), Err(Refusal::Class));
    assert_eq!(check(Class::Content, link(epoch), 0, true), Err(Refusal::Class));
    let commit = Some(Record::Commit(team.record(&[], &[])));
    assert_eq!(check(Class::Commit, commit.clone(), 0, true), Ok(()));
    assert_eq!(check(Class::Commit, commit.clone(), 0, false), Err(Refusal::Class));
    assert_eq!(check(Class::Content, commit, 0, true), Err(Refusal::Class));
}

#[test]
fn where_moderators_write_nobody_else_does() {
    let team = Team::new(|members| ConversationPolicy {
        write: Write::Moderators,
        ..ConversationPolicy::channel(Join::Invitation, members[0])
    });
    assert_eq!(team.check(&team.content(&team.anna)), Ok(()));
    assert_eq!(team.check(&team.content(&team.berta)), Err(Refusal::NotAllowed));
}

// Who commits ---------------------------------------------------------------------------------------------------

#[test]
fn a_commit_does_not_fall_back_behind_the_organisation() {
    let mut team = Team::channel();
    let before = team.talk.own.state.position();
    let anna = team.anna.clone();
    team.talk.own.act(&anna, OrganisationRecord::Heartbeat).expect("an administrator's");
    let dated = |team: &Team| {
        let record = Record::Commit(team.record(&[], &[]));
        let header = Header { class: Class::Commit, ..team.talk.header_by(&team.berta, Some(record)) };
        sign(&team.berta, Header { organisation: before, ..header })
    };
    assert_eq!(team.check(&dated(&team)), Ok(()));
    let commit = team.commit(&team.anna, team.record(&[], &[]));
    team.talk.take(&commit).expect("valid");
    assert_eq!(team.check(&dated(&team)), Err(Refusal::OrganisationDecreases));
}

#[test]
fn a_record_is_in_order_and_says_what_it_leads_to() {
    let mut team = Team::channel();
    let (clara, berta) = (team.clara.clone(), team.berta.clone());
    let second = team.further(&clara);
    let mut added = [team.leaf(&clara), team.leaf(&second)];
    added.sort_unstable();
    let both = team.record(&added, &[]);
    assert_eq!(team.check_commit(&team.anna, both.clone()), Ok(()));
    added.reverse();
    let unordered = CommitRecord { added: added.to_vec(), ..both };
    assert_eq!(team.check_commit(&team.anna, unordered), Err(Refusal::Roster));
    // Somebody who is in already, and somebody who is not, in records that lead to the true roster.
    let nothing = team.record(&[], &[]);
    let again = CommitRecord { added: vec![team.leaf(&berta)], ..nothing.clone() };
    assert_eq!(team.check_commit(&team.anna, again), Err(Refusal::Roster));
    let absent = CommitRecord { removed: vec![clara.id()], ..nothing.clone() };
    assert_eq!(team.check_commit(&team.anna, absent), Err(Refusal::Roster));
    let wrong = CommitRecord { roster: Hash::ZERO, ..nothing };
    assert_eq!(team.check_commit(&team.anna, wrong), Err(Refusal::Roster));
    // Two who go.
    let commit = team.commit(&team.anna, team.record(&[added[0]], &[]));
    team.talk.take(&commit).expect("the moderator adds her");
    let mut removed = [added[0].device, berta.id()];
    removed.sort_unstable();
    assert_eq!(team.check_commit(&team.anna, team.record(&[], &removed)), Ok(()));
    removed.reverse();
    assert_eq!(team.check_commit(&team.anna, team.record(&[], &removed)), Err(Refusal::Roster));
}

#[test]
fn added_devices_are_active_devices_of_their_members() {
    let mut team = Team::channel();
    let clara = team.clara.clone();
    let misnamed = Leaf { member: team.member(&team.dora), ..team.leaf(&clara) };
    assert_eq!(team.check_commit(&team.anna, team.record(&[misnamed], &[])), Err(Refusal::UnknownLeaf));
    let leaf = team.leaf(&clara);
    let record = team.record(&[leaf], &[]);
    assert_eq!(team.check_commit(&team.anna, record.clone()), Ok(()));
    team.revoke(&clara);
    assert_eq!(team.check_commit(&team.anna, record), Err(Refusal::UnknownLeaf));
}

#[test]
fn nobody_commits_her_own_removal_or_twice_the_same_commitment() {
    let team = Team::channel();
    let gone = team.record(&[], &[team.berta.id()]);
    assert_eq!(team.check_commit(&team.berta, gone), Err(Refusal::Class));
    let due = team.record(&[], &[]);
    let nothing = CommitRecord { commitments: Vec::new(), ..due.clone() };
    assert_eq!(team.check_commit(&team.berta, nothing), Err(Refusal::Commitment));
    let first = KeyCommitment { epoch: 0, commitment: Hash([1; 32]) };
    let again = CommitRecord { commitments: [vec![first], due.commitments.clone()].concat(), ..due };
    assert_eq!(team.check_commit(&team.berta, again), Err(Refusal::Commitment));
}

#[test]
fn a_channel_by_invitation_is_its_moderators() {
    let mut team = Team::channel();
    let (berta, clara) = (team.berta.clone(), team.clara.clone());
    let add = |team: &Team, by: &Keys, whom: &Keys| team.check_commit(by, team.record(&[team.leaf(whom)], &[]));
    let remove = |team: &Team, by: &Keys, whom: &Keys| team.check_commit(by, team.record(&[], &[whom.id()]));
    assert_eq!(add(&team, &berta, &clara), Err(Refusal::NotAllowed));
    assert_eq!(remove(&team, &berta, &team.anna), Err(Refusal::NotAllowed));
    let commit = team.commit(&team.anna, team.record(&[team.leaf(&clara)], &[]));
    team.talk.take(&commit).expect("the moderator adds her");
    // Devices of who is in come in, one's own and those of who left may go.
    let further = team.further(&clara);
    assert_eq!(add(&team, &berta, &further), Ok(()));
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), [team.leaf(&further)], "and nobody else");
    let second = team.further(&berta);
    let commit = team.commit(&berta, team.record(&[team.leaf(&second)], &[]));
    team.talk.take(&commit).expect("her own");
    assert_eq!(remove(&team, &berta, &second), Ok(()));
    assert_eq!(remove(&team, &berta, &clara), Err(Refusal::NotAllowed));
    // As of what the commit names, not of what is known since.
    let before = team.talk.own.state.position();
    team.revoke(&clara);
    assert_eq!(remove(&team, &berta, &clara), Ok(()));
    let record = Record::Commit(team.record(&[], &[clara.id()]));
    let header = Header { class: Class::Commit, ..team.talk.header_by(&berta, Some(record)) };
    let dated = sign(&berta, Header { organisation: before, ..header });
    assert_eq!(team.check(&dated), Err(Refusal::NotAllowed));
}

#[test]
fn a_policy_is_changed_by_a_moderator_of_a_channel() {
    let other = |team: &Team| CommitRecord { policy: Hash([6; 32]), ..team.record(&[], &[]) };
    let mut team = Team::channel();
    assert_eq!(team.check_commit(&team.berta, other(&team)), Err(Refusal::NotAllowed));
    let commit = team.commit(&team.anna, other(&team));
    assert_eq!(team.talk.take(&commit), Ok(()));
    // Rights come from the policy in force: this device does not have it, whoever has MLS says.
    assert_eq!(team.check_commit(&team.berta, team.record(&[team.leaf(&team.clara)], &[])), Ok(()));
    let chat = Team::new(|members| ConversationPolicy { moderators: vec![members[0]], ..chat(&members[..2]) });
    assert_eq!(chat.check_commit(&chat.anna, other(&chat)), Err(Refusal::Policy));
}

#[test]
fn nobody_comes_into_a_closed_chat() {
    let mut team = Team::new(|members| ConversationPolicy { moderators: vec![members[0]], ..chat(&members[..3]) });
    let add = |team: &Team, whom: &Keys| team.check_commit(&team.anna, team.record(&[team.leaf(whom)], &[]));
    assert_eq!(add(&team, &team.clara), Ok(()));
    assert_eq!(add(&team, &team.dora), Err(Refusal::Closed));
    let clara = team.clara.clone();
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), [team.leaf(&clara)]);
    team.revoke(&clara);
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), []);
    assert_eq!(team.talk.state.revoked_leaves(&team.talk.own.state), []);
    let berta = team.berta.clone();
    team.revoke(&berta);
    assert_eq!(team.talk.state.revoked_leaves(&team.talk.own.state), [berta.id()]);
}

// Who comes by herself ------------------------------------------------------------------------------------------

#[test]
fn an_external_commit_brings_a_further_device_of_somebody_who_is_in() {
    let mut team = Team::channel();
    let (anna, berta, clara) = (team.anna.clone(), team.berta.clone(), team.clara.clone());
    let (second, third) = (team.further(&berta), team.further(&berta));
    let leaf = team.leaf(&second);
    assert_eq!(team.check_commit(&second, team.external(&[leaf], &[])), Ok(()));
    assert_eq!(team.check_commit(&second, team.external(&[leaf], &[berta.id()])), Ok(()));
    assert_eq!(team.check_commit(&clara, team.external(&[team.leaf(&clara)], &[])), Err(Refusal::NotInRoster));
    // With somebody else's device, her own or not.
    let mut two = [leaf, team.leaf(&third)];
    two.sort_unstable();
    assert_eq!(team.check_commit(&second, team.external(&two, &[])), Err(Refusal::Roster));
    assert_eq!(team.check_commit(&second, team.external(&[team.leaf(&third)], &[])), Err(Refusal::Roster));
    // Instead of somebody else's, or of more than one.
    assert_eq!(team.check_commit(&second, team.external(&[leaf], &[anna.id()])), Err(Refusal::Roster));
    let knows = CommitRecord { external: true, ..team.record(&[leaf], &[]) };
    assert_eq!(team.check_commit(&second, knows), Err(Refusal::Commitment));
    let commit = team.commit(&third, team.external(&[team.leaf(&third)], &[]));
    team.talk.take(&commit).expect("her own");
    let mut old = [berta.id(), third.id()];
    old.sort_unstable();
    assert_eq!(team.check_commit(&second, team.external(&[leaf], &old)), Err(Refusal::Roster));
    // What it could not commit to, the next commit does.
    let all = team.record(&[], &[]);
    assert_eq!(all.commitments.len(), 2);
    assert_eq!(team.check_commit(&anna, all.clone()), Ok(()));
    let newest = CommitRecord { commitments: all.commitments[1..].to_vec(), ..all };
    assert_eq!(team.check_commit(&anna, newest), Err(Refusal::Commitment));
}

// Who begins ----------------------------------------------------------------------------------------------------

#[test]
fn a_conversation_begins_with_its_founder_alone() {
    let (mut own, anna, founder) = Organisation::founded();
    let (berta, other) = own.admit(Some(&anna), false);
    let policy = ConversationPolicy::channel(Join::Invitation, founder);
    let talk = Talk::founded_in(own, anna, founder, &policy);
    let first = talk.entries[0].read().expect("it is one");
    let begin = |policy: &ConversationPolicy, body: bool, change: &dyn Fn(&mut CommitRecord)| {
        let Some(Record::Commit(mut record)) = first.record.clone() else { unreachable!("it is a commit") };
        record.policy = policy.hash();
        change(&mut record);
        let header = Header { record: Some(Record::Commit(record)), ..first.clone() };
        let entry = header.sign(body.then(|| b"sealed".to_vec()), Purpose::Event, &talk.keys.key);
        let around = Surroundings {
            organisation: &talk.own.state,
            head_at: &|_| Some(Hash::ZERO),
            known: &|_| false,
            written: &|_| None,
            sent_at: &|_| None,
        };
        LogState::new(talk.state.log, Some(policy.clone())).check(&entry, &around).map(drop)
    };
    assert_eq!(begin(&policy, false, &|_| {}), Ok(()));
    assert_eq!(begin(&policy, true, &|_| {}), Err(Refusal::Class));
    let due = KeyCommitment { epoch: 0, commitment: Hash([1; 32]) };
    assert_eq!(begin(&policy, false, &|record| record.commitments = vec![due]), Err(Refusal::Commitment));
    let external = begin(&policy, false, &|record| record.external = true);
    assert_eq!(external, Err(Refusal::NotInRoster), "nobody is in whose device it could be");
    let together = begin(&policy, false, &|record| {
        record.added.push(Leaf { device: berta.id(), member: other });
        record.added.sort_unstable();
        record.roster = roster_hash(&record.added);
    });
    assert_eq!(together, Err(Refusal::Roster));
    assert_eq!(begin(&chat(&[founder, other]), false, &|_| {}), Ok(()));
    assert_eq!(begin(&chat(&[other]), false, &|_| {}), Err(Refusal::Closed));
}

#[test]
fn a_letter_leads_into_a_channel_if_its_issuer_moderates_there() {
    let mut team = Team::channel();
    let (anna, berta, channel) = (team.anna.clone(), team.berta.clone(), team.talk.state.log);
    team.berta_invites();
    // Berta is in the channel and lets nobody in there, so a letter of hers does not either: she could use it herself.
    for (number, by, leads) in [(5, Some(&berta), false), (6, Some(&anna), true), (7, None, true)] {
        let own = &mut team.talk.own;
        let (id, key, keys) = (InvitationId([number; 16]), SecretKey::random(&own.chance), Keys::new(&own.chance));
        let record = invitation(id, key.public(), InvitationKind::Personal { approval: false });
        let record = OrganisationRecord::Invitation(Invitation { conversations: vec![channel], ..record });
        let entry = by.map_or_else(|| own.by_root(record.clone()), |by| own.by(by, record.clone()));
        own.take(&entry).expect("she may invite");
        let claim = own.claim(id, &key, &keys, Purpose::Claim);
        own.take(&claim).expect("she has the code");
        let expected = if leads { Ok(()) } else { Err(Refusal::NotAllowed) };
        assert_eq!(team.check_commit(&berta, team.record(&[team.leaf(&keys)], &[])), expected, "{number}");
        assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state).contains(&team.leaf(&keys)), leads, "{number}");
    }
}
