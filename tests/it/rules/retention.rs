//! What a prune may erase, and that a legal hold keeps everything: each entry here breaks one rule alone.

use verband_protocol::entry::MAX_PRUNED;
use verband_protocol::organisation::OrganisationPolicy;
use verband_rules::retention::{DAY, Hold};

use super::team::Team;
use super::*;

/// When the conversation of these tests began.
const START: u64 = 1_790_000_000_000;

fn days(retention_days: Option<u32>) -> OrganisationPolicy {
    OrganisationPolicy { retention_days, ..OrganisationPolicy::default() }
}

/// A channel in which something was written on each of sixty days, in a house that keeps things for thirty.
fn talk(policy: impl FnOnce(ConversationPolicy) -> ConversationPolicy) -> (Team, Vec<EventId>) {
    let mut team = Team::new(|members| policy(ConversationPolicy::channel(Join::Invitation, members[0])));
    decide(&mut team, days(Some(30)));
    let events = (0..60).map(|day| write(&mut team, START + day * DAY)).collect();
    (team, events)
}

fn decide(team: &mut Team, policy: OrganisationPolicy) {
    let anna = team.anna.clone();
    team.talk.own.act(&anna, OrganisationRecord::Policy(policy)).expect("an administrator decides");
}

fn write(team: &mut Team, sent_at: u64) -> EventId {
    let header = Header { sent_at, ..team.talk.header_by(&team.berta, None) };
    let event = header.event;
    let entry = header.sign(Some(b"sealed".to_vec()), Purpose::Event, &team.berta.key);
    team.talk.take(&entry).expect("she is in");
    event
}

/// A prune by Berta, who moderates nothing, sixty days after the beginning.
fn prune(team: &Team, horizon: u64, targets: &[EventId], change: impl FnOnce(&mut Header)) -> SignedEntry {
    let record = Some(Record::Prune(horizon));
    let mut header = Header {
        class: Class::Prune,
        targets: targets.to_vec(),
        sent_at: START + 60 * DAY,
        ..team.talk.header_by(&team.berta, record)
    };
    change(&mut header);
    header.sign(None, Purpose::Event, &team.berta.key)
}

/// Where the event of a day stands: two entries were there before.
fn at(day: u64) -> u64 {
    day + 3
}

#[test]
fn anybody_erases_what_is_older_than_the_policy_keeps_and_nothing_else() {
    let (team, events) = talk(|policy| policy);
    let check = |horizon, targets: &[EventId]| team.check(&prune(&team, horizon, targets, |_| {}));
    // The thirtieth day is thirty days ago.
    assert_eq!(check(at(30), &events[..31]), Ok(()));
    assert_eq!(check(at(31), &events[..31]), Err(Refusal::Retention));
    assert_eq!(check(at(30), &events[..32]), Err(Refusal::Target));
    assert_eq!(check(0, &events[..1]), Err(Refusal::Target));
    assert_eq!(check(at(60), &events[..1]), Err(Refusal::Target));
    assert_eq!(check(u64::MAX, &events[..1]), Err(Refusal::Target));
    // Only content has a time; and there is a limit.
    let commit = team.talk.entries[1].read().expect("it is one").event;
    assert_eq!(check(at(30), &[events[0], commit]), Err(Refusal::Target));
    assert_eq!(check(at(30), &vec![events[0]; MAX_PRUNED]), Ok(()));
    assert_eq!(check(at(30), &vec![events[0]; MAX_PRUNED + 1]), Err(Refusal::Class));
    // It brings nothing with it, and its author is somebody who is in.
    let blob = prune(&team, at(30), &events[..1], |header| header.blobs = vec![BlobId([1; 16])]);
    assert_eq!(team.check(&blob), Err(Refusal::Class));
    let stranger =
        Header { author: team.clara.id(), ..prune(&team, at(30), &events[..1], |_| {}).read().expect("one") };
    let stranger = stranger.sign(None, Purpose::Event, &team.clara.key);
    assert_eq!(team.check(&stranger), Err(Refusal::NotInRoster));
}

#[test]
fn a_clock_makes_nothing_older_than_the_place_that_is_named() {
    let (mut team, _) = talk(|policy| policy);
    // Written by a clock of long ago, or of long after: what is named is a place in the log, whatever stands there says.
    let early = write(&mut team, START - 900 * DAY);
    let late = write(&mut team, START + 900 * DAY);
    let after = write(&mut team, START + 60 * DAY);
    let check =
        |horizon, target, sent_at| team.check(&prune(&team, horizon, &[target], |header| header.sent_at = sent_at));
    assert_eq!(check(at(30), early, START + 60 * DAY), Err(Refusal::Target));
    assert_eq!(check(at(61), late, START + 95 * DAY), Err(Refusal::Retention));
    // The clock of long after keeps it no longer than what was written behind it.
    assert_eq!(check(at(62), after, START + 90 * DAY), Ok(()));
    assert_eq!(check(at(62), late, START + 90 * DAY), Ok(()));
    assert_eq!(check(at(62), late, START + 90 * DAY - 1), Err(Refusal::Retention));
}

#[test]
fn the_shorter_time_of_house_and_channel_counts_and_without_one_nothing_goes() {
    let kept = |days| talk(move |policy| ConversationPolicy { retention_days: days, ..policy });
    let check = |team: &Team, events: &[EventId], day: u64| team.check(&prune(team, at(day), &events[..1], |_| {}));
    let (mut team, events) = kept(Some(7));
    assert_eq!(check(&team, &events, 53), Ok(()));
    assert_eq!(check(&team, &events, 54), Err(Refusal::Retention));
    decide(&mut team, days(None));
    assert_eq!(check(&team, &events, 53), Ok(()), "the channel decides for itself");
    let (mut team, events) = kept(Some(50));
    assert_eq!(check(&team, &events, 30), Ok(()), "longer than the house it does not keep");
    // What binds is what the author says to have seen, unless a commit knew more.
    let before = team.talk.own.state.position();
    let (mut none, events_of_none) = kept(None);
    decide(&mut none, days(None));
    assert_eq!(check(&none, &events_of_none, 0), Err(Refusal::Retention));
    decide(&mut team, days(Some(60)));
    let dated = prune(&team, at(30), &events[..1], |header| header.organisation = before);
    assert_eq!(team.check(&dated), Ok(()));
    let commit = team.commit(&team.anna, team.record(&[], &[]));
    team.talk.take(&commit).expect("it names the policy");
    let dated = prune(&team, at(30), &events[..1], |header| header.organisation = before);
    assert_eq!(team.check(&dated), Err(Refusal::Retention));
}

#[test]
fn a_hold_of_house_or_channel_keeps_everything() {
    let (mut team, events) = talk(|policy| policy);
    let delete = |team: &Team| {
        let header =
            Header { class: Class::Delete, targets: vec![events[0]], ..team.talk.header_by(&team.berta, None) };
        team.check(&header.sign(None, Purpose::Event, &team.berta.key))
    };
    let pruned = |team: &Team, events: &[EventId]| team.check(&prune(team, at(30), &events[..1], |_| {}));
    let hold = |team: &Team| team.talk.state.hold(team.talk.own.state.position().seq, &team.talk.own.state);
    assert_eq!((delete(&team), pruned(&team, &events), hold(&team)), (Ok(()), Ok(()), None));
    decide(&mut team, OrganisationPolicy { legal_hold: true, ..days(Some(30)) });
    assert_eq!(hold(&team), Some(Hold::Organisation));
    assert_eq!((delete(&team), pruned(&team, &events)), (Err(Refusal::Hold), Err(Refusal::Hold)));
    assert_eq!(team.check(&team.content(&team.berta)), Ok(()), "people go on writing");
    decide(&mut team, days(Some(30)));
    assert_eq!((delete(&team), pruned(&team, &events)), (Ok(()), Ok(())));
    let (team, events) = talk(|policy| ConversationPolicy { hold: true, ..policy });
    assert_eq!(hold(&team), Some(Hold::Conversation));
    assert_eq!(pruned(&team, &events), Err(Refusal::Hold));
}

#[test]
fn who_was_not_there_leaves_to_the_server_what_she_cannot_see() {
    let (mut team, events) = talk(|policy| policy);
    team.talk.state.since =
        Position { seq: at(40), head: team.talk.heads[usize::try_from(at(40)).expect("small")].head };
    team.talk.entries.iter_mut().take(usize::try_from(at(40)).expect("small")).for_each(|entry| entry.header.clear());
    assert_eq!(team.check(&prune(&team, at(40), &events[..1], |_| {})), Ok(()));
    assert_eq!(team.check(&prune(&team, at(40), &events[..42], |_| {})), Err(Refusal::Target));
    assert_eq!(team.check(&prune(&team, at(41), &events[..1], |_| {})), Err(Refusal::Retention));
    // Of a place that she should know and does not, she takes nobody's word.
    team.talk.entries[usize::try_from(at(40)).expect("small")].header.clear();
    assert_eq!(team.check(&prune(&team, at(41), &events[..1], |_| {})), Err(Refusal::Target));
}

#[test]
fn moderators_decide_in_channels_and_nobody_in_chats() {
    let (own, _, member) = Organisation::founded();
    let old = ConversationPolicy::channel(Join::Invitation, member);
    let change = |new: &ConversationPolicy, moderates| {
        check_transition(&old, new, &Transition { moderates, ..Transition::default() })
    };
    for new in [
        ConversationPolicy { retention_days: Some(7), ..old.clone() },
        ConversationPolicy { hold: true, ..old.clone() },
    ] {
        assert_eq!((change(&new, true), change(&new, false)), (Ok(()), Err(Refusal::Policy)));
    }
    let nothing = ConversationPolicy { retention_days: Some(0), ..old.clone() };
    assert_eq!(change(&nothing, true), Err(Refusal::Policy));
    let seq = own.state.position().seq;
    let found = |policy: &ConversationPolicy| verband_rules::transition::may_found(policy, &member, seq, &own.state);
    assert_eq!(found(&nothing), Err(Refusal::Policy));
    assert_eq!(found(&ConversationPolicy { retention_days: Some(1), hold: true, ..old.clone() }), Ok(()));
    let chat = chat(&[member]);
    assert_eq!(found(&chat), Ok(()));
    assert_eq!(found(&ConversationPolicy { retention_days: Some(1), ..chat.clone() }), Err(Refusal::Policy));
    assert_eq!(found(&ConversationPolicy { hold: true, ..chat }), Err(Refusal::Policy));
    // What was decided before there was retention is encoded as it was then.
    let policy = ConversationPolicy { retention_days: None, hold: false, ..old };
    assert_eq!(cbor::encode(&policy)[0], 0xa9);
    assert_eq!(cbor::decode::<ConversationPolicy>(&cbor::encode(&policy)), Ok(policy));
}
