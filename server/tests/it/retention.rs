//! What is erased because its time is over: by the rules that clients have too, and by the server's own clock.

use verband_protocol::entry::{Class, Header, Record, SignedEntry};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::{OrganisationPolicy, OrganisationRecord};
use verband_protocol::port::Clock as _;
use verband_protocol::wire::ProblemCode;

use crate::actor::Actor;
use crate::blobs::Upload;
use crate::house::House;
use crate::logs::house_has;
use crate::people::{add, channel, enrol, found};

const DAY: u64 = 86_400_000;

/// What everybody writes here, sealed.
const MARKER: &[u8] = b"a body that has to go from every file of the server";

async fn decide(house: &House, admin: &mut Actor, policy: OrganisationPolicy) {
    let set = admin.organisation_entry(OrganisationRecord::Policy(policy));
    admin.append(house, &admin.organisation_id(), vec![set]).await.unwrap();
    admin.sync_organisation(house).await;
}

fn days(days: u32) -> OrganisationPolicy {
    OrganisationPolicy { retention_days: Some(days), ..OrganisationPolicy::default() }
}

/// Time passes, and sessions with it.
async fn forward(house: &House, actors: [&mut Actor; 2], ms: u64) {
    house.clock.forward(ms);
    for actor in actors {
        actor.log_in(house).await;
    }
}

/// A prune by somebody, by the clock of the house.
fn prune(house: &House, by: &Actor, log: &LogId, horizon: u64, targets: Vec<EventId>) -> Header {
    let record = Some(Record::Prune(horizon));
    Header { targets, record, sent_at: house.clock.now_ms(), ..by.header(log, Class::Prune) }
}

/// A channel with the administrator and a nurse, who has written; her event.
async fn written(house: &House) -> (Actor, Actor, LogId, SignedEntry) {
    let mut admin = found(house, 1).await;
    let mut nurse = enrol(house, &mut admin, 2).await;
    let log = channel(house, &mut admin).await;
    add(house, &mut admin, &log, &mut nurse).await;
    let header = Header { sent_at: house.clock.now_ms(), ..nurse.header(&log, Class::Content) };
    let entry = nurse.sign(header, Some(MARKER.to_vec()));
    nurse.append(house, &log, vec![entry.clone()]).await.unwrap();
    admin.sync(house, &log).await;
    nurse.sync(house, &log).await;
    (admin, nurse, log, entry)
}

#[tokio::test]
async fn pruning_erases_the_body_and_nothing_else_when_its_time_is_over() {
    let house = House::new();
    let (mut admin, mut nurse, log, entry) = written(&house).await;
    let event = entry.read().unwrap().event;
    let try_it = async |by: &Actor, change: &dyn Fn(&mut Header)| {
        let mut header = prune(&house, by, &log, 3, vec![event]);
        change(&mut header);
        by.append(&house, &log, vec![by.sign(header, None)]).await.map_err(|problem| problem.code)
    };
    // Without a policy nothing goes, and not a moment before.
    forward(&house, [&mut admin, &mut nurse], 40 * DAY).await;
    assert_eq!(try_it(&admin, &|_| {}).await, Err(ProblemCode::TooEarly));
    decide(&house, &mut admin, days(41)).await;
    nurse.sync_organisation(&house).await;
    assert_eq!(try_it(&nurse, &|_| {}).await, Err(ProblemCode::TooEarly));
    forward(&house, [&mut admin, &mut nurse], DAY).await;
    assert!(house_has(&house, MARKER));
    // Anybody may name it who is in, but nothing that is younger, and nothing that is no content.
    assert_eq!(try_it(&nurse, &|header| header.record = Some(Record::Prune(1))).await, Err(ProblemCode::Refused));
    assert_eq!(try_it(&nurse, &|header| header.targets = vec![EventId([9; 16])]).await, Err(ProblemCode::Refused));
    assert_eq!(try_it(&nurse, &|header| header.targets = Vec::new()).await, Err(ProblemCode::Refused));
    let commit = nurse.page(&house, &log, "").await.unwrap().entries[0].entry.read().unwrap().event;
    assert_eq!(try_it(&nurse, &|header| header.targets = vec![event, commit]).await, Err(ProblemCode::Refused));
    assert!(try_it(&nurse, &|_| {}).await.is_ok());
    assert!(!house_has(&house, MARKER));
    let page = admin.page(&house, &log, "?after=2").await.unwrap();
    assert_eq!((page.entries[0].entry.body(), &page.entries[0].entry.header), (None, &entry.header));
    admin.sync(&house, &log).await;
    nurse.sync(&house, &log).await;
    assert_eq!(admin.conversations[&log].state, nurse.conversations[&log].state);
    // Once more does no harm, and what went does not come back.
    assert!(try_it(&admin, &|_| {}).await.is_ok());
    nurse.append(&house, &log, vec![entry]).await.unwrap();
    assert!(!house_has(&house, MARKER));
}

#[tokio::test]
async fn no_clock_but_the_server_s_makes_things_vanish_early() {
    let house = House::new();
    let (mut admin, mut nurse, log, entry) = written(&house).await;
    decide(&house, &mut admin, days(30)).await;
    nurse.sync_organisation(&house).await;
    let event = entry.read().unwrap().event;
    forward(&house, [&mut admin, &mut nurse], 20 * DAY).await;
    // By a clock that is ahead it would be over.
    let ahead = Header { sent_at: house.clock.now_ms() + 30 * DAY, ..prune(&house, &nurse, &log, 3, vec![event]) };
    let refused = nurse.append(&house, &log, vec![nurse.sign(ahead, None)]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooEarly);
    // Or by something that is dated back, and what came before it.
    let back = Header { sent_at: house.clock.now_ms() - 90 * DAY, ..nurse.header(&log, Class::Content) };
    let back = nurse.sign(back, Some(b"dated back".to_vec()));
    nurse.append(&house, &log, vec![back.clone()]).await.unwrap();
    nurse.sync(&house, &log).await;
    for targets in [vec![event], vec![event, back.read().unwrap().event]] {
        let header = prune(&house, &nurse, &log, 4, targets);
        let refused = nurse.append(&house, &log, vec![nurse.sign(header, None)]).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::TooEarly);
    }
    // In the same append neither.
    let new = nurse.sign(
        Header { sent_at: house.clock.now_ms() - 90 * DAY, ..nurse.header(&log, Class::Content) },
        Some(b"new".to_vec()),
    );
    let mut header = prune(&house, &nurse, &log, 4, vec![new.read().unwrap().event]);
    header.counter += 1;
    assert!(nurse.append(&house, &log, vec![new, nurse.sign(header, None)]).await.is_err());
    // What was written without a network comes up to a day later than it says.
    forward(&house, [&mut admin, &mut nurse], 9 * DAY).await;
    let header = Header { sent_at: house.clock.now_ms() + DAY, ..prune(&house, &nurse, &log, 3, vec![event]) };
    let refused = nurse.append(&house, &log, vec![nurse.sign(header.clone(), None)]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooEarly, "a clock that is a day ahead is not without a network");
    forward(&house, [&mut admin, &mut nurse], DAY).await;
    nurse.append(&house, &log, vec![nurse.sign(header, None)]).await.unwrap();
    assert!(!house_has(&house, MARKER));
}

#[tokio::test]
async fn a_hold_binds_also_who_has_not_heard_of_it() {
    let house = House::new();
    let (mut admin, mut nurse, log, entry) = written(&house).await;
    decide(&house, &mut admin, days(30)).await;
    nurse.sync_organisation(&house).await;
    let event = entry.read().unwrap().event;
    forward(&house, [&mut admin, &mut nurse], 40 * DAY).await;
    decide(&house, &mut admin, OrganisationPolicy { legal_hold: true, ..days(30) }).await;
    let header = prune(&house, &nurse, &log, 3, vec![event]);
    let refused = nurse.append(&house, &log, vec![nurse.sign(header.clone(), None)]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Held);
    let refused = nurse.append(&house, &log, vec![nurse.delete(&log, vec![event])]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Held);
    nurse.sync_organisation(&house).await;
    let refused = nurse.append(&house, &log, vec![nurse.delete(&log, vec![event])]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Held);
    assert!(house_has(&house, MARKER));
    // Neither does a policy that is over.
    decide(&house, &mut admin, OrganisationPolicy::default()).await;
    let refused = nurse.append(&house, &log, vec![nurse.sign(header.clone(), None)]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooEarly);
    decide(&house, &mut admin, days(30)).await;
    nurse.append(&house, &log, vec![nurse.sign(header, None)]).await.unwrap();
    assert!(!house_has(&house, MARKER));
}

#[tokio::test]
async fn the_blobs_of_what_is_pruned_go_with_it() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    decide(&house, &mut admin, days(10)).await;
    let upload = Upload::new(&log, 1, 5_000);
    upload.whole(&house, &admin).await;
    let event = admin.content_with(&log, vec![upload.blob]);
    admin.append(&house, &log, vec![event.clone()]).await.unwrap();
    admin.sync(&house, &log).await;
    let path = format!("/v1/logs/{log}/blobs/{}", upload.blob);
    assert_eq!(house.get(&path, admin.token()).await.status, 200);
    house.clock.forward(11 * DAY);
    admin.log_in(&house).await;
    let header = prune(&house, &admin, &log, 2, vec![event.read().unwrap().event]);
    admin.append(&house, &log, vec![admin.sign(header, None)]).await.unwrap();
    assert_eq!(house.get(&path, admin.token()).await.status, 404);
}
