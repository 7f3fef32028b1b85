//! Entries of the past that break a rule. Members refused them when they came; they have their place in the chain, and
//! whoever reads them later refuses them as well.

use super::conversation::Talk;
use super::*;

/// What somebody who reads the log backwards makes of an entry that the members refused.
#[derive(Debug, PartialEq, Eq)]
enum Read {
    /// Nothing, and the rest is the past.
    Refused(Refusal),
    /// With it, the page is not the past.
    Page(Refusal),
}

fn read(talk: &mut Talk, entry: &SignedEntry) -> Read {
    assert!(talk.take(entry).is_err(), "the members refuse it");
    let page = match talk.history().check_page(Position::START, &talk.entries, &talk.own.state) {
        Ok(page) => page,
        Err(refusal) => return Read::Page(refusal),
    };
    let (last, before) = page.split_last().expect("not empty");
    assert!(before.iter().all(|past| past.header.is_ok()), "it has no effect on the others");
    Read::Refused(last.header.clone().expect_err("it is refused"))
}

/// An entry by the founder, with one thing wrong.
fn changed(change: impl FnOnce(&mut Header)) -> Read {
    let mut talk = Talk::long();
    let mut header = talk.header_by(&talk.keys, None);
    change(&mut header);
    let entry = header.sign(Some(b"sealed".to_vec()), Purpose::Event, &talk.keys.key);
    read(&mut talk, &entry)
}

#[test]
fn an_event_of_the_past_stands_in_its_epoch_and_on_the_organisation() {
    assert_eq!(changed(|header| header.log = LogId([6; 32])), Read::Refused(Refusal::OtherLog));
    assert_eq!(changed(|header| header.organisation.head.0[0] ^= 1), Read::Refused(Refusal::OrganisationFork));
    assert_eq!(changed(|header| header.organisation.seq = 99), Read::Page(Refusal::OrganisationBehind(99)));
    let (expected, got) = (4, 3);
    assert_eq!(changed(|header| header.epoch = got), Read::Refused(Refusal::Epoch { expected, got }));
}

#[test]
fn an_event_of_the_past_is_by_whoever_was_in() {
    let mut talk = Talk::long();
    let admin = talk.keys.clone();
    let (outside, _) = talk.own.admit(Some(&admin), false);
    let (left, member) = talk.own.admit(Some(&admin), false);
    talk.own.act(&admin, OrganisationRecord::MemberRevoke(member)).expect("an administrator revokes");
    let sign = |header: Header, keys: &Keys| header.sign(Some(b"sealed".to_vec()), Purpose::Event, &keys.key);
    let entries = [
        (sign(talk.header_by(&outside, None), &outside), Refusal::NotInRoster),
        (sign(talk.header_by(&left, None), &left), Refusal::NotActive),
        (sign(talk.header_by(&admin, None), &outside), BAD),
    ];
    for (entry, refusal) in entries {
        // Each alone, as the newest one.
        let position = talk.state.position;
        assert_eq!(read(&mut talk, &entry), Read::Refused(refusal));
        talk.state.position = position;
        talk.entries.pop();
        talk.heads.pop();
    }
}

#[test]
fn the_counters_of_the_past_leave_no_gap() {
    let mut talk = Talk::long();
    let (early, late) = (talk.content(), talk.header_by(&talk.keys, None));
    let missing = Header { counter: late.counter + 2, event: EventId::random(&talk.own.chance), ..late };
    let expected = missing.counter - 1;
    talk.take(&early).expect("valid");
    let missing = Header { seen: talk.state.position, ..missing };
    let missing = missing.sign(Some(b"sealed".to_vec()), Purpose::Event, &talk.keys.key);
    assert!(talk.take(&missing).is_err(), "the members refuse it");
    let page = talk.history().check_page(Position::START, &talk.entries, &talk.own.state).expect("it is the past");
    let refused = &page[page.len() - 2].header;
    assert_eq!(*refused, Err(Refusal::Counter { expected, got: expected - 1 }));
}

#[test]
fn a_commit_of_the_past_leads_from_one_epoch_to_the_next() {
    let commit = |change: &dyn Fn(&mut CommitRecord), epoch: u64| {
        let mut talk = Talk::long();
        let roster = roster_hash(&talk.state.leaves());
        let policy = talk.state.policy_hash;
        let (commitments, added, removed) = (Vec::new(), Vec::new(), Vec::new());
        let mut record = CommitRecord { commitments, roster, policy, added, removed, external: false };
        change(&mut record);
        let header = talk.header_by(&talk.keys, Some(Record::Commit(record)));
        let header = Header { class: Class::Commit, epoch, ..header };
        let entry = header.sign(Some(b"sealed".to_vec()), Purpose::Event, &talk.keys.key);
        read(&mut talk, &entry)
    };
    // The newest epoch is the fourth, so that the commit that led there ended the third.
    let (expected, got) = (3, 4);
    assert_eq!(commit(&|_| {}, got), Read::Refused(Refusal::Epoch { expected, got }));
    // Somebody whom it says to add was never there; then nothing of the page is believed.
    let ghost = Leaf { device: DeviceId([8; 32]), member: MemberId([8; 32]) };
    assert_eq!(commit(&|record| record.added = vec![ghost], expected), Read::Page(Refusal::Roster));
    assert_eq!(commit(&|record| record.removed = vec![ghost.device], expected), Read::Page(Refusal::Roster));
}
