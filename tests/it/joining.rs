//! The place of a welcome in the log: whatever a hostile server or member puts between the inviter's last look and her
//! commit, a newcomer takes the log up where it truly goes on, or not yet.

use std::sync::atomic::{AtomicU64, Ordering};

use verband_client::AlarmKind;
use verband_groups::{Addition, Certified, Change};
use verband_protocol::entry::{CommitRecord, Header, SignedEntry};
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationPolicy, History, Leaf};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, cut, insert, pages};
use verband_tests::invariants::texts;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const DORA: usize = 2;

/// A channel of Anna and Berta, and Dora, who is not in it.
async fn channel(number: u64) -> (World, LogId, Mole) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Dora"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    (world, log, anna)
}

/// Anna builds the commit that lets Dora in, and sends it with her next pass.
fn invite(world: &World, log: &LogId, anna: &Mole) {
    let dora = Mole::of(&world.devices[DORA], world.seed);
    let certified = Certified { member: dora.member, mls: dora.keys.mls.public(), generation: 0 };
    let now = world.clock.now_ms();
    let addition = Addition::check(dora.device(), certified, &dora.key_package(now), now).expect("her own");
    anna.change(log, Change { add: vec![addition], ..Change::default() });
}

async fn write(world: &World, device: usize, log: &LogId, text: &str) {
    world.devices[device].client().send_text(log, text).expect("written");
    world.devices[device].client().sync().await.expect("sent");
}

fn seen(world: &World, log: &LogId) -> Vec<String> {
    texts(&world.devices[DORA], log).into_iter().map(|(_, text)| text).collect()
}

fn alarms(world: &World) -> Vec<AlarmKind> {
    let alarms = world.devices[DORA].client().alarms().expect("readable");
    alarms.into_iter().map(|alarm| alarm.kind).collect()
}

/// Dora is let in while the server puts an entry before the commit that does it, and then does not any more.
async fn misplaced(world: &World, log: &LogId, anna: &Mole, entry: SignedEntry) -> Vec<AlarmKind> {
    invite(world, log, anna);
    let at = anna.state(log).position.seq + 1;
    world.devices[ANNA].client().sync().await.expect("she is added");
    world.devices[DORA].line.set_tamper(Some(insert(log, at, vec![entry])));
    let _ = world.devices[DORA].client().sync().await;
    world.devices[DORA].line.set_tamper(None);
    alarms(world)
}

#[tokio::test(start_paused = true)]
async fn an_entry_of_another_log_is_not_on_the_way() {
    let (world, log, anna) = channel(180).await;
    write(&world, ANNA, &log, "davor").await;
    let elsewhere = anna.text(Header { log, ..anna.header(&log) }, "anderswo");
    let header = Header { log: LogId([3; 32]), ..elsewhere.read().expect("her own") };
    let elsewhere = anna.sign(header, elsewhere.body().map(<[u8]>::to_vec));
    assert_eq!(misplaced(&world, &log, &anna, elsewhere).await, [AlarmKind::Ghost]);
    world.settle().await;
    assert_eq!(seen(&world, &log), ["davor"]);
}

/// A commit that Anna signs and that no member took, with another epoch or another roster than the one that lets Dora
/// in: her own is the one after it.
async fn another_commit(number: u64, change: impl FnOnce(&mut Header, &mut CommitRecord)) {
    let (world, log, anna) = channel(number).await;
    let dora = Mole::of(&world.devices[DORA], world.seed);
    let leaf = Leaf { device: dora.device(), member: dora.member };
    let policy = anna.state(&log).policy_hash;
    let mut record = anna.record(&log, &[leaf], &[], policy);
    let mut header = anna.header(&log);
    change(&mut header, &mut record);
    let made_up = anna.commit(&log, record, Vec::new());
    let header = Header { epoch: header.epoch, ..made_up.read().expect("her own") };
    let made_up = anna.sign(header, Some(Vec::new()));
    misplaced(&world, &log, &anna, made_up).await;
    // That something stands there which no member has, the past tells; her place is the right one for all that.
    assert_eq!(alarms(&world), [AlarmKind::Fork]);
    let (hers, true_one) = (dora.state(&log), anna.state(&log));
    assert_eq!((hers.since.seq, hers.epoch), (true_one.position.seq + 1, true_one.epoch));
}

#[tokio::test(start_paused = true)]
async fn a_commit_of_another_epoch_is_not_her_own() {
    Box::pin(another_commit(181, |header, _| header.epoch += 1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_commit_to_another_roster_is_not_her_own() {
    Box::pin(another_commit(182, |_, record| record.roster.0[0] ^= 1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_hole_on_the_way_is_waited_for() {
    let (world, log, anna) = channel(183).await;
    invite(&world, &log, &anna);
    let first = anna.state(&log).position.seq + 1;
    write(&world, BERTA, &log, "inzwischen").await;
    world.devices[ANNA].client().sync().await.expect("she is added");
    world.devices[DORA].line.set_tamper(Some(pages(&log, move |page| {
        page.entries.retain(|placed| placed.seq != first);
    })));
    let error = world.devices[DORA].client().sync().await.expect_err("a hole");
    assert_eq!((error.code(), alarms(&world)), ("server-answer", vec![]));
    world.devices[DORA].line.set_tamper(None);
    world.settle().await;
    assert_eq!(seen(&world, &log), ["inzwischen"]);
}

#[tokio::test(start_paused = true)]
async fn who_wrote_on_the_way_is_looked_up_first() {
    let (mut world, log, anna) = channel(184).await;
    // Eva is new, and writes while the commit that lets Dora in is on its way.
    world.devices[DORA].line.set_online(false);
    let known = anna.organisation().position().seq;
    let eva = world.enrol("Eva", &[log]).await.expect("she enrols");
    world.settle().await;
    invite(&world, &log, &anna);
    write(&world, eva, &log, "ich bin neu").await;
    world.devices[ANNA].client().sync().await.expect("she is added");
    // Dora's first look at the organisation comes too early.
    world.devices[DORA].line.set_online(true);
    let looks = AtomicU64::new(0);
    let late = cut(&anna.organisation, known + 1);
    let path = format!("/v1/logs/{}/entries", anna.organisation);
    world.devices[DORA].line.set_tamper(Some(std::sync::Arc::new(move |asked: &str, body| {
        let first = asked == path && looks.fetch_add(1, Ordering::Relaxed) == 0;
        if first { late(asked, body) } else { body }
    })));
    world.devices[DORA].client().sync().await.expect("received");
    assert_eq!(alarms(&world), []);
    assert_eq!(seen(&world, &log), ["ich bin neu"]);
}

#[tokio::test(start_paused = true)]
async fn a_past_that_builds_on_more_of_the_organisation_waits_for_it() {
    let (world, log, anna) = channel(185).await;
    let known = anna.organisation().position().seq;
    world.devices[DORA].line.set_online(false);
    world.invite("Eva", &[]).await.expect("the organisation goes on");
    world.settle().await;
    write(&world, BERTA, &log, "danach").await;
    world.devices[DORA].line.set_online(true);
    world.devices[DORA].line.set_tamper(Some(cut(&anna.organisation, known + 1)));
    world.devices[ANNA].client().add_members(&log, &[world.devices[DORA].member()]).await.expect("added");
    for _ in 0..2 {
        let _ = world.devices[DORA].client().sync().await;
    }
    assert_eq!(alarms(&world), [AlarmKind::Omission]);
    assert_eq!(seen(&world, &log), [""; 0]);
    world.devices[DORA].line.set_tamper(None);
    world.settle().await;
    assert_eq!(seen(&world, &log), ["danach"]);
}

#[tokio::test(start_paused = true)]
async fn where_history_begins_with_joining_there_is_no_past() {
    let (world, log, anna) = channel(186).await;
    let policy = anna.state(&log).policy.expect("members know it");
    let from_join = ConversationPolicy { history: History::FromJoin, ..policy };
    anna.change(&log, Change { policy: Some(from_join), ..Change::default() });
    world.settle().await;
    write(&world, ANNA, &log, "davor").await;
    world.devices[ANNA].client().add_members(&log, &[world.devices[DORA].member()]).await.expect("added");
    write(&world, ANNA, &log, "danach").await;
    world.settle().await;
    assert_eq!(seen(&world, &log), ["danach"]);
    assert_eq!(alarms(&world), [], "nobody withholds anything");
}
