//! Events of conversations: exactly once, in order, by whom and of what kind the rules permit.

use verband_protocol::entry::{Class, Header, Position, Record};
use verband_protocol::id::{EventId, Hash};
use verband_protocol::policy::{ConversationPolicy, History, Join, Write};
use verband_protocol::wire::{HeadAt, ProblemCode};

use crate::actor::Change;
use crate::house::{House, code};
use crate::people::{add, change, channel, conversation, enrol, found, post_commit};

#[tokio::test]
async fn an_event_sent_again_keeps_its_place_also_in_a_later_epoch() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let first = admin.content(&log, b"first");
    assert_eq!(admin.append(&house, &log, vec![first.clone()]).await.unwrap(), [2]);
    assert_eq!(admin.append(&house, &log, vec![first.clone()]).await.unwrap(), [2]);
    // The same event, sealed again for the new epoch: the event id decides, before the epoch is looked at.
    change(&house, &mut admin, &log, Change::default()).await;
    assert_eq!(admin.append(&house, &log, vec![first.clone()]).await.unwrap(), [2]);
    let header = Header { event: first.read().unwrap().event, ..admin.header(&log, Class::Content) };
    let resealed = admin.sign(header, Some(b"first, sealed again".to_vec()));
    assert_eq!(admin.append(&house, &log, vec![resealed]).await.unwrap(), [2]);
    // Old and new together.
    let next = admin.content(&log, b"next");
    assert_eq!(admin.append(&house, &log, vec![first, next]).await.unwrap(), [2, 4]);
    assert_eq!(admin.page(&house, &log, "").await.unwrap().last, 4);
}

#[tokio::test]
async fn a_stale_epoch_and_a_gap_say_what_is_due() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let stale = admin.content(&log, b"stale");
    change(&house, &mut admin, &log, Change::default()).await;
    let problem = admin.append(&house, &log, vec![stale]).await.unwrap_err();
    assert_eq!(code(&problem), (ProblemCode::StaleEpoch, Some(1)));
    let header = Header { counter: 9, ..admin.header(&log, Class::Content) };
    let problem = admin.append(&house, &log, vec![admin.sign(header, Some(vec![1]))]).await.unwrap_err();
    assert_eq!(code(&problem), (ProblemCode::Gap, Some(3)));
}

#[tokio::test]
async fn a_batch_is_all_or_none() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let good = admin.content(&log, b"good");
    let same_counter = admin.content(&log, b"the same counter");
    assert!(admin.append(&house, &log, vec![good.clone(), same_counter]).await.is_err());
    assert_eq!(admin.page(&house, &log, "").await.unwrap().last, 1);
    admin.apply(&good);
    let second = admin.content(&log, b"second, on top of the first");
    assert_eq!(admin.append(&house, &log, vec![good, second]).await.unwrap(), [2, 3]);
}

#[tokio::test]
async fn what_clients_would_refuse_is_refused() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let other = channel(&house, &mut admin).await;
    let content = |header: Header| nurse.sign(header, Some(vec![1; 64]));
    let header = nurse.header(&log, Class::Content);
    let organisation_entry = nurse.organisation_entry(verband_protocol::organisation::OrganisationRecord::Heartbeat);
    let mut other_key = nurse.content(&log, b"x");
    other_key.signature = admin.content(&log, b"x").signature;
    let mut without_body = nurse.content(&log, b"x");
    without_body.body = None;
    let mut other_body = nurse.content(&log, b"x");
    other_body.body = Some(vec![2].into());
    let fork = Position { seq: 1, head: Hash::of(b"another history") };
    let future = Position { seq: 99, head: Hash::ZERO };
    for (what, entry) in [
        ("another signature", other_key),
        ("no body", without_body),
        ("another body", other_body),
        ("a fork", content(Header { seen: fork, ..header.clone() })),
        ("the future", content(Header { seen: future, ..header.clone() })),
        ("a fork of the organisation", content(Header { organisation: fork, ..header.clone() })),
        ("another log", content(Header { log: other, ..header.clone() })),
        ("targets without delete", content(Header { targets: vec![EventId([1; 16])], ..header.clone() })),
        ("an unknown version", content(Header { version: 2, ..header.clone() })),
        ("content without body", nurse.sign(header.clone(), None)),
        ("prune", nurse.sign(Header { class: Class::Prune, ..header.clone() }, None)),
        ("organisation", organisation_entry),
        ("delete of nothing", nurse.sign(Header { class: Class::Delete, ..header.clone() }, None)),
        ("delete of the unknown", nurse.delete(&log, vec![EventId([9; 16])])),
        ("a commit without bundle", nurse.sign(Header { class: Class::Commit, ..header.clone() }, Some(vec![1]))),
    ] {
        let problem = nurse.append(&house, &log, vec![entry]).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Refused, "{what}");
    }
    let foreign = admin.content(&log, b"the administrator's");
    assert_eq!(nurse.append(&house, &log, vec![foreign]).await.unwrap_err().code, ProblemCode::Forbidden);
    let large = nurse.sign(header, Some(vec![0; (64 << 10) + 1]));
    assert_eq!(nurse.append(&house, &log, vec![large]).await.unwrap_err().code, ProblemCode::TooLarge);
    assert_eq!(nurse.page(&house, &log, "").await.unwrap().last, 2);
}

#[tokio::test]
async fn pages_go_both_ways_and_stay_small() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    for _ in 0..40 {
        let entry = admin.content(&log, &[3; 60_000]);
        admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
        admin.apply(&entry);
    }
    let seqs = async |query: &str| {
        let page = admin.page(&house, &log, query).await.unwrap();
        assert_eq!(page.last, 41);
        page.entries.iter().map(|placed| placed.seq).collect::<Vec<_>>()
    };
    assert_eq!(seqs("?after=3&limit=4").await, [4, 5, 6, 7]);
    assert_eq!(seqs("?before=4&limit=2").await, [2, 3]);
    assert!(seqs("?before=1").await.is_empty());
    assert!(seqs("?after=41").await.is_empty());
    assert!(seqs("?after=18446744073709551615").await.is_empty());
    assert!(seqs("?limit=0").await.is_empty());
    // A page of so many bytes ends earlier; the reader goes on from there.
    let first = seqs("?after=1").await;
    assert!(first.len() < 20 && first.starts_with(&[2, 3, 4]), "{first:?}");
    let last = seqs("?before=42").await;
    assert!(last.len() < 20 && last.ends_with(&[40, 41]), "{last:?}");
    for query in ["?after=1&before=3", "?after=x", "?limit=-1"] {
        let answer = house.get(&format!("/v1/logs/{log}/entries{query}"), admin.token()).await;
        assert_eq!(answer.status, 400, "{query}");
    }
    let head: HeadAt = house.get(&format!("/v1/logs/{log}/heads/41"), admin.token()).await.message().unwrap();
    assert_eq!(head.head, admin.conversations[&log].state.position.head);
    assert_eq!(house.get(&format!("/v1/logs/{log}/heads/42"), admin.token()).await.status, 404);
}

#[tokio::test]
async fn deleting_erases_the_body_and_nothing_else() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let marker = b"a body that has to go from every file of the server";
    let own = nurse.content(&log, marker);
    nurse.append(&house, &log, vec![own.clone()]).await.unwrap();
    nurse.apply(&own);
    let foreign = admin.content(&log, b"the moderator's");
    admin.append(&house, &log, vec![foreign.clone()]).await.unwrap();
    nurse.sync(&house, &log).await;
    assert!(house_has(&house, marker));

    // Of others only a moderator; nobody erases commits.
    let of_others = nurse.delete(&log, vec![foreign.read().unwrap().event]);
    assert_eq!(nurse.append(&house, &log, vec![of_others]).await.unwrap_err().code, ProblemCode::Forbidden);
    admin.sync(&house, &log).await;
    let commit = admin.page(&house, &log, "").await.unwrap().entries[1].entry.read().unwrap().event;
    let of_commit = admin.delete(&log, vec![commit]);
    assert_eq!(admin.append(&house, &log, vec![of_commit]).await.unwrap_err().code, ProblemCode::Refused);

    let delete = admin.delete(&log, vec![own.read().unwrap().event]);
    admin.append(&house, &log, vec![delete.clone()]).await.unwrap();
    let page = nurse.page(&house, &log, "?after=2").await.unwrap();
    assert_eq!(page.entries[0].entry.body(), None);
    assert_eq!(page.entries[0].entry.header, own.header);
    assert!(page.entries[1].entry.body().is_some());
    assert!(!house_has(&house, marker));
    // The chain verifies over it: a newcomer gets the same heads.
    nurse.sync(&house, &log).await;
    assert_eq!(nurse.conversations[&log].state.position, {
        admin.apply(&delete);
        admin.conversations[&log].state.position
    });
    // What was erased cannot come back by sending it again.
    nurse.append(&house, &log, vec![own]).await.unwrap();
    assert!(!house_has(&house, marker));
}

#[tokio::test]
async fn a_delete_says_how_and_is_not_deleted_itself() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    // Written and taken back before there was a network: both arrive together.
    let marker = b"a body that is gone before anybody asked for it";
    let event = nurse.content(&log, marker);
    let mut behind = nurse.header(&log, Class::Delete);
    (behind.counter, behind.targets) = (behind.counter + 1, vec![event.read().unwrap().event]);
    let delete = nurse.sign(behind.clone(), Some(b"leave no trace".to_vec()));
    nurse.append(&house, &log, vec![event, delete.clone()]).await.unwrap();
    let page = admin.page(&house, &log, "?after=2").await.unwrap();
    assert_eq!(page.entries[0].entry.body(), None);
    assert_eq!(page.entries[1].entry.body(), Some(b"leave no trace".as_slice()));
    assert!(!house_has(&house, marker));
    for entry in &page.entries {
        nurse.apply(&entry.entry);
    }
    // A delete stays.
    let again = nurse.delete(&log, vec![delete.read().unwrap().event]);
    assert_eq!(nurse.append(&house, &log, vec![again]).await.unwrap_err().code, ProblemCode::Refused);
    let header = Header { targets: behind.targets, ..nurse.header(&log, Class::Delete) };
    let large = nurse.sign(header.clone(), Some(vec![0; 1025]));
    assert_eq!(nurse.append(&house, &log, vec![large]).await.unwrap_err().code, ProblemCode::TooLarge);
    let many = nurse.sign(Header { targets: vec![EventId([1; 16]); 1001], ..header.clone() }, None);
    assert_eq!(nurse.append(&house, &log, vec![many]).await.unwrap_err().code, ProblemCode::Refused);
    // Twice does no harm.
    nurse.append(&house, &log, vec![nurse.sign(header, None)]).await.unwrap();
}

/// Whether any file of the server contains these bytes.
pub(crate) fn house_has(house: &House, marker: &[u8]) -> bool {
    std::fs::read_dir(house.folder.path()).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file() && std::fs::read(path).unwrap().windows(marker.len()).any(|window| window == marker)
    })
}

#[tokio::test]
async fn whoever_is_not_in_any_more_neither_writes_nor_reads() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let late = nurse.content(&log, b"late");
    let remove = Change { remove: vec![nurse.device], ..Change::default() };
    change(&house, &mut admin, &log, remove).await;
    assert_eq!(nurse.append(&house, &log, vec![late]).await.unwrap_err().code, ProblemCode::NotFound);
    assert_eq!(nurse.page(&house, &log, "").await.unwrap_err().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn only_moderators_write_where_the_policy_says_so() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let policy =
        ConversationPolicy { write: Write::Moderators, ..ConversationPolicy::channel(Join::Invitation, admin.member) };
    let log = conversation(&house, &mut admin, &policy).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let entry = nurse.content(&log, b"x");
    assert_eq!(nurse.append(&house, &log, vec![entry]).await.unwrap_err().code, ProblemCode::Forbidden);
    let entry = admin.content(&log, b"x");
    admin.append(&house, &log, vec![entry]).await.unwrap();
}

#[tokio::test]
async fn without_history_a_newcomer_gets_nothing_from_before_her() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let policy = ConversationPolicy {
        history: History::FromJoin,
        ..ConversationPolicy::channel(Join::Invitation, admin.member)
    };
    let log = conversation(&house, &mut admin, &policy).await;
    for _ in 0..5 {
        let entry = admin.content(&log, b"before");
        admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
        admin.apply(&entry);
    }
    let package = nurse.key_package(verband_protocol::port::Clock::now_ms(&house.clock), false);
    let change = Change { add: vec![(nurse.leaf(), package)], ..Change::default() };
    let mut bundle = admin.commit(&log, change);
    bundle.link = None;
    post_commit(&house, &admin, &log, &bundle).await.unwrap();
    admin.apply(&bundle.entry);
    let page = nurse.page(&house, &log, "").await.unwrap();
    assert_eq!(page.entries.iter().map(|placed| placed.seq).collect::<Vec<_>>(), [7]);
    assert_eq!(nurse.page(&house, &log, "?before=7").await.unwrap().entries, []);
    assert_eq!(house.get(&format!("/v1/logs/{log}/heads/5"), nurse.token()).await.status, 404);
    // The head that the group info names is what her chain starts from.
    assert_eq!(house.get(&format!("/v1/logs/{log}/heads/6"), nurse.token()).await.status, 200);
    assert_eq!(admin.page(&house, &log, "").await.unwrap().entries.len(), 7);
}

#[tokio::test]
async fn a_late_link_is_kept_up_to_three_candidates() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    change(&house, &mut admin, &log, Change::default()).await;
    for (number, fits) in [(1_u8, true), (2, true), (3, false)] {
        let header = Header { record: Some(Record::LateLink(1)), ..admin.header(&log, Class::LateLink) };
        let entry = admin.sign(header, Some(vec![number; 150]));
        let result = admin.append(&house, &log, vec![entry.clone()]).await;
        assert_eq!(result.is_ok(), fits, "{number}");
        if fits {
            admin.apply(&entry);
        }
    }
    let links: verband_protocol::wire::Links =
        house.get(&format!("/v1/conversations/{log}/links?from=1&to=1"), admin.token()).await.message().unwrap();
    let links: Vec<_> = links.links.iter().map(|link| (link.epoch, link.link[0])).collect();
    assert_eq!(links, [(1, 9), (1, 1), (1, 2)]);
}
