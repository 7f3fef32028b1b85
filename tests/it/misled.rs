//! P1 against a hostile server: whatever it gives a newcomer, she reads nothing wrong; and as soon as it is honest again
//! she reads everything.

use std::sync::Arc;

use bytes::Bytes;
use verband_client::{AlarmKind, MessageState};
use verband_groups::{Addition, Certified, Change, commitment};
use verband_protocol::cbor;
use verband_protocol::entry::{Class, SignedEntry};
use verband_protocol::id::LogId;
use verband_protocol::port::Clock;
use verband_protocol::seal::{SealKey, seal};
use verband_protocol::wire::{HeadAt, Link, Links, Page};
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, answers, insert, pages};
use verband_tests::invariants::texts;
use verband_tests::network::Tamper;
use verband_tests::world::World;

/// A channel of several epochs with a text in each, and the texts.
async fn channel(number: u64) -> (World, LogId, Vec<String>) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let mut written = Vec::new();
    for epoch in 0..3 {
        let text = format!("in Epoche {epoch}");
        world.devices[0].client().send_text(&log, &text).expect("written");
        world.settle().await;
        written.push(text);
        if let Some(next) = world.devices.get(epoch + 1).map(verband_tests::device::Device::member) {
            world.devices[0].client().add_members(&log, &[next]).await.expect("added");
        }
    }
    world.settle().await;
    (world, log, written)
}

/// Dora comes, the server plays its trick, and then it does not any more.
async fn mislead(number: u64, trick: impl FnOnce(&World, &LogId) -> Tamper) -> Vec<AlarmKind> {
    let (mut world, log, written) = channel(number).await;
    let dora = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.devices[0].client().sync().await.expect("she is added");
    let trick = trick(&world, &log);
    world.devices[dora].line.set_tamper(Some(trick));
    for _ in 0..3 {
        let _ = world.devices[dora].client().sync().await;
        let rows = world.devices[dora].client().messages(&log, 1_000).expect("readable");
        for row in rows {
            assert!(written.contains(&row.text) && row.state == MessageState::Sent, "{row:?}");
        }
    }
    assert!(texts(&world.devices[dora], &log).len() < written.len(), "the trick is none");
    let alarms = world.devices[dora].client().alarms().expect("readable");
    world.devices[dora].line.set_tamper(None);
    world.settle().await;
    world.settle().await;
    let seen: Vec<String> = texts(&world.devices[dora], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(seen, written, "{alarms:?}");
    assert_eq!(world.devices[dora].client().conversation(&log).expect("listed").title, "Wundteam");
    alarms.into_iter().map(|alarm| alarm.kind).collect()
}

fn links(log: &LogId, change: impl Fn(&mut Links) + Send + Sync + 'static) -> Tamper {
    answers(format!("/v1/conversations/{log}/links"), change)
}

/// Changes pages of the past only: those that begin with the first entry and have more than it, which is asked for alone
/// before she comes in.
fn past(log: &LogId, change: impl Fn(&mut Page) + Send + Sync + 'static) -> Tamper {
    pages(log, move |page| {
        if page.entries.len() > 1 && page.entries[0].seq == 1 {
            change(page);
        }
    })
}

#[tokio::test(start_paused = true)]
async fn withheld_links() {
    let alarms = mislead(120, |_, log| links(log, |answer| answer.links.clear())).await;
    assert_eq!(alarms, [AlarmKind::Omission]);
}

#[tokio::test(start_paused = true)]
async fn links_of_other_epochs_and_changed_ones() {
    let alarms = mislead(121, |_, log| {
        links(log, |answer| {
            let epochs: Vec<u64> = answer.links.iter().map(|link| link.epoch).collect();
            for (link, epoch) in answer.links.iter_mut().zip(epochs.into_iter().rev()) {
                link.epoch = epoch;
                if let Some(byte) = link.link.last_mut() {
                    *byte ^= 1;
                }
            }
        })
    })
    .await;
    assert_eq!(alarms, [AlarmKind::Omission]);
}

#[tokio::test(start_paused = true)]
async fn links_with_other_keys_by_a_member() {
    // She knows the key of the epoch, so that her chain opens; it is the commitments in the log that tell.
    let alarms = mislead(128, |world, log| {
        let anna = Mole::of(&world.devices[0], world.seed);
        let newest = anna.state(log).epoch;
        let mut key = anna.archive(log, newest);
        let mut forged = Vec::new();
        for epoch in (1..=newest).rev() {
            let published = commitment(&anna.archive(log, epoch - 1), log, epoch - 1);
            let wrong = SealKey::random(&anna.chance);
            let context = cbor::encode(&(*log, epoch, published));
            let link = seal(&key.derive(b"verband/ln/1"), &context, wrong.expose(), &anna.chance);
            forged.push(Link { epoch, link: link.into() });
            key = wrong;
        }
        links(log, move |answer| answer.links.clone_from(&forged))
    })
    .await;
    assert_eq!(alarms, [AlarmKind::Omission]);
}

#[tokio::test(start_paused = true)]
async fn a_past_without_one_of_its_entries() {
    let alarms = mislead(122, |_, log| past(log, |page| drop(page.entries.remove(1)))).await;
    assert_eq!(alarms, [AlarmKind::Fork]);
}

#[tokio::test(start_paused = true)]
async fn a_past_in_another_order() {
    let alarms = mislead(123, |_, log| past(log, |page| page.entries.swap(1, 2))).await;
    assert_eq!(alarms, [AlarmKind::Fork]);
}

#[tokio::test(start_paused = true)]
async fn a_past_that_begins_later() {
    let alarms = mislead(124, |_, log| past(log, |page| drop(page.entries.drain(..3)))).await;
    assert_eq!(alarms, [AlarmKind::Fork]);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_claims_another_head() {
    let alarms = mislead(125, |_, log| {
        let heads = format!("/v1/logs/{log}/heads/");
        let shorter = past(log, |page| drop(page.entries.drain(..3)));
        Arc::new(move |path: &str, body: Bytes| {
            if path.starts_with(&heads) {
                let Ok(mut head) = cbor::decode::<HeadAt>(&body) else { return body };
                head.head.0[0] ^= 1;
                return cbor::encode(&head).into();
            }
            shorter(path, body)
        })
    })
    .await;
    assert_eq!(alarms, [AlarmKind::Fork]);
}

/// The commit that brought Dora in, with its position.
fn her_commit(world: &World, log: &LogId) -> (u64, SignedEntry) {
    let anna = Mole::of(&world.devices[0], world.seed);
    let last = anna.state(log).position.seq;
    let found = (1..=last).rev().find_map(|seq| {
        let entry = anna.entry(log, seq)?;
        (entry.read().ok()?.class == Class::Commit).then_some((seq, entry))
    });
    found.expect("she was added")
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_nobody_signed_before_her_own() {
    let alarms = mislead(126, |world, log| {
        let (seq, mut commit) = her_commit(world, log);
        commit.signature.0[5] ^= 1;
        insert(log, seq, vec![commit])
    })
    .await;
    assert_eq!(alarms, [AlarmKind::Ghost]);
}

#[tokio::test(start_paused = true)]
async fn an_older_event_again_before_her_own_commit() {
    // It is signed, so that only what comes later tells that it does not stand there.
    let (mut world, log, written) = channel(127).await;
    let dora = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.devices[0].client().sync().await.expect("she is added");
    let anna = Mole::of(&world.devices[0], world.seed);
    let (seq, _) = her_commit(&world, &log);
    let older = anna.entry(&log, seq - 1).expect("it is there");
    world.devices[dora].line.set_tamper(Some(insert(&log, seq, vec![older])));
    for _ in 0..2 {
        let _ = world.devices[dora].client().sync().await;
    }
    world.devices[dora].line.set_tamper(None);
    world.devices[0].client().send_text(&log, "danach").expect("written");
    world.settle().await;
    let alarms = world.devices[dora].client().alarms().expect("readable");
    assert!(alarms.iter().any(|alarm| alarm.kind == AlarmKind::Fork), "{alarms:?}");
    let rows = world.devices[dora].client().messages(&log, 100).expect("readable");
    assert!(rows.iter().all(|row| written.contains(&row.text)), "{rows:?}");
}

#[tokio::test(start_paused = true)]
async fn an_event_left_out_before_her_own_commit() {
    let (mut world, log, mut written) = channel(129).await;
    let dora = world.enrol("Dora", &[]).await.expect("she enrols");
    world.settle().await;
    // Anna's commit is on its way while Berta writes twice.
    let anna = Mole::of(&world.devices[0], world.seed);
    let keys = Mole::of(&world.devices[dora], world.seed);
    let certified = Certified { member: keys.member, mls: keys.keys.mls.public(), generation: 0 };
    let now = world.clock.now_ms();
    let addition = Addition::check(keys.device(), certified, &keys.key_package(now), now).expect("her own");
    anna.change(&log, Change { add: vec![addition], ..Change::default() });
    let first = anna.state(&log).position.seq + 1;
    for text in ["inzwischen", "und noch etwas"] {
        world.devices[1].client().send_text(&log, text).expect("written");
        world.devices[1].client().sync().await.expect("sent");
        written.push(text.to_owned());
    }
    world.devices[0].client().sync().await.expect("she is added");
    world.devices[dora].line.set_tamper(Some(pages(&log, move |page| {
        if page.entries.first().is_some_and(|placed| placed.seq == first) {
            page.entries.remove(0);
            for placed in &mut page.entries {
                placed.seq -= 1;
            }
        }
    })));
    let _ = world.devices[dora].client().sync().await;
    let alarms = world.devices[dora].client().alarms().expect("readable");
    assert_eq!(alarms.into_iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::Fork]);
    assert!(texts(&world.devices[dora], &log).is_empty());
    world.devices[dora].line.set_tamper(None);
    world.settle().await;
    let seen: Vec<String> = texts(&world.devices[dora], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(seen, written);
}
