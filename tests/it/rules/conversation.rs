//! The rules of a conversation by themselves: what may come next, and what is its past.

use super::*;

// Conversations -------------------------------------------------------------------------------------------------

/// A conversation with its log, and the device that founded it.
pub(super) struct Talk {
    pub(super) own: Organisation,
    pub(super) keys: Keys,
    pub(super) member: MemberId,
    pub(super) state: LogState,
    pub(super) entries: Vec<SignedEntry>,
    pub(super) heads: Vec<Position>,
}

impl Talk {
    fn founded() -> Self {
        let (own, keys, member) = Organisation::founded();
        let policy = ConversationPolicy::channel(Join::Invitation, member);
        Self::founded_in(own, keys, member, &policy)
    }

    pub(super) fn founded_in(own: Organisation, keys: Keys, member: MemberId, policy: &ConversationPolicy) -> Self {
        let state = LogState::new(LogId([5; 32]), Some(policy.clone()));
        let mut talk = Self { own, keys, member, state, entries: Vec::new(), heads: vec![Position::START] };
        let leaf = Leaf { device: talk.keys.id(), member };
        let record = talk.record(vec![leaf], Vec::new());
        let founding = talk.sign(Header { class: Class::Commit, ..talk.header(Some(record)) }, false);
        talk.take(&founding).expect("founded");
        talk
    }

    fn record(&self, added: Vec<Leaf>, commitments: Vec<KeyCommitment>) -> Record {
        let mut leaves = self.state.leaves();
        leaves.extend(&added);
        let policy = self.state.policy.as_ref().map(ConversationPolicy::hash).expect("known");
        let roster = roster_hash(&leaves);
        Record::Commit(CommitRecord { commitments, roster, policy, added, removed: Vec::new(), external: false })
    }

    fn header(&self, record: Option<Record>) -> Header {
        self.header_by(&self.keys, record)
    }

    /// What the device of anybody signs next.
    pub(super) fn header_by(&self, keys: &Keys, record: Option<Record>) -> Header {
        Header {
            log: self.state.log,
            epoch: self.state.epoch,
            counter: self.state.next_counter(&keys.id()).unwrap_or(1),
            class: Class::Content,
            seen: self.state.position,
            organisation: self.own.state.position(),
            record,
            ..self.own.header(keys.id(), OrganisationRecord::Heartbeat)
        }
    }

    fn sign(&self, header: Header, body: bool) -> SignedEntry {
        header.sign(body.then(|| b"sealed".to_vec()), Purpose::Event, &self.keys.key)
    }

    pub(super) fn content(&self) -> SignedEntry {
        self.sign(self.header(None), true)
    }

    fn commit(&self) -> SignedEntry {
        let epoch = self.state.epoch;
        let record = self.record(Vec::new(), vec![KeyCommitment { epoch, commitment: Hash([1; 32]) }]);
        self.sign(Header { class: Class::Commit, ..self.header(Some(record)) }, true)
    }

    pub(super) fn check(&self, entry: &SignedEntry) -> Result<Header, Refusal> {
        let around = Surroundings {
            organisation: &self.own.state,
            head_at: &|seq| self.heads.get(usize::try_from(seq).ok()?).map(|position| position.head),
            known: &|event| self.entries.iter().any(|entry| entry.read().is_ok_and(|header| header.event == *event)),
            written: &|event| self.written(event),
            sent_at: &|seq| {
                let at = usize::try_from(seq).ok()?.checked_sub(1)?;
                self.entries.get(at)?.read().ok().map(|header| header.sent_at)
            },
        };
        self.state.check(entry, &around)
    }

    fn written(&self, event: &EventId) -> Option<Written> {
        let headers = (1..).zip(&self.entries).filter_map(|(seq, entry)| Some((seq, entry.read().ok()?)));
        headers
            .filter(|(_, header)| header.event == *event)
            .map(|(seq, header)| Written { author: header.author, class: header.class, seq })
            .next()
    }

    /// Takes what comes next, which has its place in the chain whether it is valid or not.
    pub(super) fn take(&mut self, entry: &SignedEntry) -> Result<(), Refusal> {
        let checked = self.check(entry);
        match &checked {
            Ok(header) => self.state.apply(entry, header),
            Err(_) => self.state.skip(entry),
        }
        self.heads.push(self.state.position);
        self.entries.push(entry.clone());
        checked.map(drop)
    }

    /// Four epochs with two events in each.
    pub(super) fn long() -> Self {
        let mut talk = Self::founded();
        for _ in 0..4 {
            for entry in [Self::content, Self::content, Self::commit] {
                let entry = entry(&talk);
                talk.take(&entry).expect("valid");
            }
        }
        talk
    }

    pub(super) fn history(&self) -> History {
        History::new(self.state.log, self.state.position, self.state.epoch, self.state.leaves())
    }
}

#[test]
fn an_entry_that_breaks_a_rule_is_refused_by_that_rule() {
    let talk = Talk::long();
    let epoch = talk.state.epoch;
    let content = |change: &dyn Fn(&mut Header)| {
        let mut header = talk.header(None);
        change(&mut header);
        talk.check(&talk.sign(header, true)).map(drop)
    };
    assert_eq!(content(&|_| {}), Ok(()));
    for got in [0, epoch - 1, epoch + 1, 1 << 63, u64::MAX] {
        assert_eq!(content(&|header| header.epoch = got), Err(Refusal::Epoch { expected: epoch, got }));
    }
    let expected = talk.header(None).counter;
    for got in [0, expected - 1, expected + 1, 1 << 63, u64::MAX] {
        assert_eq!(content(&|header| header.counter = got), Err(Refusal::Counter { expected, got }));
    }
    let replayed = talk.entries[1].read().expect("it is one").event;
    assert_eq!(content(&|header| header.event = replayed), Err(Refusal::Replay));
    assert_eq!(content(&|header| header.seen.head.0[9] ^= 1), Err(Refusal::Fork));
    assert_eq!(content(&|header| header.seen.seq += 1), Err(Refusal::Fork));
    assert_eq!(content(&|header| header.organisation.head.0[9] ^= 1), Err(Refusal::OrganisationFork));
    let behind = talk.own.state.position().seq + 1;
    assert_eq!(content(&|header| header.organisation.seq = behind), Err(Refusal::OrganisationBehind(behind)));
    assert_eq!(content(&|header| header.class = Class::Organisation), Err(Refusal::Class));
    assert_eq!(content(&|header| header.class = Class::Commit), Err(Refusal::Class));
    assert_eq!(content(&|header| header.class = Class::LateLink), Err(Refusal::Class));
    assert_eq!(
        content(&|header| header.version = 2).err(),
        Some(Refusal::Entry(EntryError::Version { version: 2, suite: SUITE }))
    );
}

#[test]
fn a_commit_that_breaks_a_rule_is_refused_by_that_rule() {
    let mut talk = Talk::long();
    let admin = talk.keys.clone();
    let (keys, member) = talk.own.admit(Some(&admin), false);
    let stranger = Leaf { device: keys.id(), member };
    let epoch = talk.state.epoch;
    let due = KeyCommitment { epoch, commitment: Hash([1; 32]) };
    let commit = |added: Vec<Leaf>, commitments: Vec<KeyCommitment>, change: &dyn Fn(&mut CommitRecord)| {
        let Record::Commit(mut record) = talk.record(added, commitments) else { unreachable!("it is a commit") };
        change(&mut record);
        let header = Header { class: Class::Commit, ..talk.header(Some(Record::Commit(record))) };
        talk.check(&talk.sign(header, true)).map(drop)
    };
    assert_eq!(commit(vec![stranger], vec![due], &|_| {}), Ok(()));
    assert_eq!(commit(vec![], vec![], &|_| {}), Err(Refusal::Commitment));
    let jump = KeyCommitment { epoch: 1 << 63, ..due };
    assert_eq!(commit(vec![], vec![jump], &|_| {}), Err(Refusal::Commitment));
    assert_eq!(commit(vec![], vec![due, jump], &|_| {}), Err(Refusal::Commitment));
    assert_eq!(commit(vec![stranger], vec![due], &|record| record.added.clear()), Err(Refusal::Roster));
    assert_eq!(commit(vec![], vec![due], &|record| record.removed = vec![keys.id()]), Err(Refusal::Roster));
    assert_eq!(commit(vec![], vec![due], &|record| record.roster.0[0] ^= 1), Err(Refusal::Roster));
    let misnamed = Leaf { member: talk.member, ..stranger };
    assert_eq!(commit(vec![misnamed], vec![due], &|_| {}), Err(Refusal::UnknownLeaf));
    let ghost = Leaf { device: DeviceId([9; 32]), member };
    assert_eq!(commit(vec![ghost], vec![due], &|_| {}), Err(Refusal::UnknownLeaf));
    let itself = Leaf { device: admin.id(), member: talk.member };
    assert_eq!(commit(vec![itself], vec![due], &|_| {}), Err(Refusal::Roster));
}

#[test]
fn no_policy_opens_what_was_closed() {
    let member = MemberId([1; 32]);
    let moderated = Transition { moderates: true, ..Transition::default() };
    let channel = ConversationPolicy::channel(Join::Open, member);
    let from_join = ConversationPolicy { history: HistoryPolicy::FromJoin, ..channel.clone() };
    let closed = ConversationPolicy { history: HistoryPolicy::Closed, ..channel.clone() };
    let own = chat(&[member]);
    let bigger = chat(&[member, MemberId([2; 32])]);
    let personal = ConversationPolicy { kind: ConversationKind::Personal, ..channel.clone() };
    let leaderless = ConversationPolicy { moderators: Vec::new(), ..channel.clone() };
    let all = [&channel, &from_join, &closed, &own, &bigger, &personal, &leaderless];
    for old in all {
        for new in all {
            let same = old == new;
            let narrows = (old == &channel || old == &leaderless) && (new == &from_join || new == &channel);
            assert_eq!(check_transition(old, new, &moderated).is_ok(), same || narrows, "{old:?} to {new:?}");
        }
    }
}

// The past ------------------------------------------------------------------------------------------------------

#[test]
fn the_very_past_is_taken_in_pages_of_any_size() {
    let talk = Talk::long();
    for size in 1..=talk.entries.len() {
        let mut history = talk.history();
        while !history.complete() {
            let end = usize::try_from(history.before.seq).expect("small");
            let start = end.saturating_sub(size);
            let page = history.check_page(talk.heads[start], &talk.entries[start..end], &talk.own.state);
            let page = page.expect("it is the past");
            assert!(page.iter().all(|past| past.header.is_ok()));
        }
        assert!(history.roster.is_empty() && history.commitments.len() == 4);
    }
}

#[test]
fn a_wrong_start_or_a_wrong_roster_is_not_the_past() {
    let talk = Talk::long();
    let refused = |history: &mut History, start: Position, entries: &[SignedEntry]| {
        let before = history.clone();
        let refusal = history.check_page(start, entries, &talk.own.state).err();
        assert_eq!(*history, before, "nothing moved");
        refusal
    };
    let (mut history, entries) = (talk.history(), &talk.entries);
    let mut wrong = Position::START;
    wrong.head.0[31] ^= 1;
    assert_eq!(refused(&mut history, wrong, entries), Some(Refusal::Fork));
    let shifted = Position { seq: 1, ..Position::START };
    assert_eq!(refused(&mut history, shifted, entries), Some(Refusal::Fork));
    assert_eq!(refused(&mut history, talk.heads[2], entries), Some(Refusal::Fork));
    assert_eq!(refused(&mut history, Position::START, &[]), Some(Refusal::Fork));
    // A roster that the commits do not lead to: with one more device, or with a device of somebody else.
    let ghost = Leaf { device: DeviceId([8; 32]), member: MemberId([8; 32]) };
    let misnamed = Leaf { device: talk.keys.id(), ..ghost };
    for leaves in [[talk.state.leaves(), vec![ghost]].concat(), vec![misnamed]] {
        let mut history = History::new(talk.state.log, talk.state.position, talk.state.epoch, leaves);
        assert_eq!(refused(&mut history, Position::START, entries), Some(Refusal::Roster));
    }
}

#[test]
fn a_past_begins_with_nobody() {
    // Whoever made this log signed a first entry that names somebody who was never added.
    let talk = Talk::founded();
    let ghost = Leaf { device: DeviceId([8; 32]), member: MemberId([8; 32]) };
    let mut header = talk.entries[0].read().expect("it is one");
    let Some(Record::Commit(record)) = &mut header.record else { unreachable!("it is a commit") };
    let leaves = [talk.state.leaves(), vec![ghost]].concat();
    record.roster = roster_hash(&leaves);
    let founding = talk.sign(header, false);
    let mut history = History::new(talk.state.log, Position::START.next(&founding), 0, leaves);
    let refusal = history.check_page(Position::START, &[founding], &talk.own.state).err();
    assert_eq!(refusal, Some(Refusal::Roster));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_changed_bit_is_the_past(entry: Index, place: Index, bit in 0..8_u8, signature: bool) {
        let talk = past();
        let mut entries = talk.entries.clone();
        let changed = entry.get_mut(&mut entries);
        let bytes: &mut [u8] = if signature { &mut changed.signature.0 } else { &mut changed.header };
        *place.get_mut(bytes) ^= 1 << bit;
        let refusal = talk.history().check_page(Position::START, &entries, &talk.own.state).err();
        prop_assert_eq!(refusal, Some(Refusal::Fork));
    }

    #[test]
    fn no_changed_body_is_read(entry: Index, bit in 0..48_usize) {
        // Heads do not cover bodies, which can be erased; the digest in the header does.
        let talk = past();
        let mut entries = talk.entries.clone();
        let index = 1 + entry.index(entries.len() - 1);
        let mut body = entries[index].body().expect("all but the first have one").to_vec();
        body[bit / 8] ^= 1 << (bit % 8);
        entries[index].body = Some(body.into());
        let refusal = match talk.history().check_page(Position::START, &entries, &talk.own.state) {
            Ok(page) => page[index].header.clone().err(),
            Err(refusal) => Some(refusal),
        };
        // The commit that leads to the known roster has to be whole, so that a page without it leads nowhere.
        prop_assert!(refusal == Some(Refusal::Entry(EntryError::Body)) || refusal == Some(Refusal::Roster));
    }

    #[test]
    fn no_other_order_is_the_past(one: Index, other: Index) {
        let talk = past();
        let mut entries = talk.entries.clone();
        let (one, other) = (one.index(entries.len()), other.index(entries.len()));
        prop_assume!(one != other);
        entries.swap(one, other);
        let refusal = talk.history().check_page(Position::START, &entries, &talk.own.state).err();
        prop_assert_eq!(refusal, Some(Refusal::Fork));
    }

    #[test]
    fn no_part_is_the_past(gone: Index) {
        let talk = past();
        let mut entries = talk.entries.clone();
        entries.remove(gone.index(entries.len()));
        let refusal = talk.history().check_page(Position::START, &entries, &talk.own.state).err();
        prop_assert_eq!(refusal, Some(Refusal::Fork));
    }

    #[test]
    fn no_bytes_are_a_signature(bytes in prop::array::uniform32(any::<u8>())) {
        let talk = past();
        let mut entry = talk.content();
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&bytes);
        signature[32..].copy_from_slice(&bytes);
        entry.signature = Signature(signature);
        prop_assert_eq!(talk.check(&entry), Err(BAD));
    }
}

/// One log for all cases.
fn past() -> &'static Talk {
    static PAST: std::sync::LazyLock<Talk> = std::sync::LazyLock::new(Talk::long);
    &PAST
}
