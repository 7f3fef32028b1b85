//! P6: replay, reorder, omission and fork by the server are detected by the next honest event, and everything that is
//! honest is still read.

use std::sync::{Arc, Mutex};

use verband_client::AlarmKind;
use verband_protocol::id::LogId;
use verband_protocol::wire::{Page, Placed};
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, cut, pages};
use verband_tests::invariants::texts;
use verband_tests::world::World;

async fn two_members(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    world.devices[0].client().send_text(&log, "eins").expect("written");
    world.settle().await;
    (world, log)
}

async fn write(world: &World, log: &LogId, text: &str) {
    world.devices[0].client().send_text(log, text).expect("written");
    world.devices[0].client().sync().await.expect("sent");
}

fn alarms(world: &World) -> Vec<AlarmKind> {
    world.devices[1].client().alarms().expect("readable").into_iter().map(|alarm| alarm.kind).collect()
}

fn last(world: &World, log: &LogId) -> String {
    texts(&world.devices[1], log).pop().expect("there is one").1
}

/// Renumbers a page so that it has no gaps: what a server does that hides something.
fn renumber(page: &mut Page) {
    let Some(first) = page.entries.first().map(|placed| placed.seq) else { return };
    for (seq, placed) in (first..).zip(&mut page.entries) {
        placed.seq = seq;
    }
}

#[tokio::test(start_paused = true)]
async fn an_omitted_event_is_noticed() {
    let (world, log) = two_members(60).await;
    write(&world, &log, "zwei").await;
    write(&world, &log, "drei").await;
    // The server leaves "zwei" out and pretends that "drei" follows.
    world.devices[1].line.set_tamper(Some(pages(&log, |page| {
        if page.entries.len() > 1 {
            page.entries.remove(0);
            for placed in &mut page.entries {
                placed.seq -= 1;
            }
        }
    })));
    let _ = world.devices[1].client().sync().await;
    assert_eq!(alarms(&world).last(), Some(&AlarmKind::Omission), "the first of them");
    assert_ne!(last(&world, &log), "drei", "what does not fit is not shown");
}

#[tokio::test(start_paused = true)]
async fn a_hole_in_the_positions_is_noticed() {
    let (world, log) = two_members(61).await;
    write(&world, &log, "zwei").await;
    write(&world, &log, "drei").await;
    world.devices[1].line.set_tamper(Some(pages(&log, |page| {
        if page.entries.len() > 1 {
            page.entries.remove(0);
        }
    })));
    let _ = world.devices[1].client().sync().await;
    assert_eq!(alarms(&world), [AlarmKind::Omission]);
    assert_eq!(last(&world, &log), "eins");
}

#[tokio::test(start_paused = true)]
async fn reordered_events_are_noticed() {
    let (world, log) = two_members(62).await;
    write(&world, &log, "zwei").await;
    write(&world, &log, "drei").await;
    world.devices[1].line.set_tamper(Some(pages(&log, |page| {
        page.entries.reverse();
        page.entries.sort_by_key(|placed| std::cmp::Reverse(placed.seq));
        let Some(first) = page.entries.iter().map(|placed| placed.seq).min() else { return };
        for (seq, placed) in (first..).zip(&mut page.entries) {
            placed.seq = seq;
        }
    })));
    let _ = world.devices[1].client().sync().await;
    assert!(!alarms(&world).is_empty());
    assert!(!texts(&world.devices[1], &log).iter().any(|(_, text)| text == "drei"));
}

#[tokio::test(start_paused = true)]
async fn a_replayed_event_is_noticed_and_shown_once() {
    let (world, log) = two_members(63).await;
    // The server gives the newest known event again at the next position.
    let remembered: Arc<Mutex<Option<Placed>>> = Arc::default();
    let keep = Arc::clone(&remembered);
    world.devices[1].line.set_tamper(Some(pages(&log, move |page| {
        let mut remembered = keep.lock().expect("not poisoned");
        match (&*remembered, page.entries.last().cloned()) {
            (None, Some(newest)) => *remembered = Some(newest),
            (Some(old), Some(_)) => {
                let first = page.entries[0].seq;
                page.entries.insert(0, Placed { seq: first, entry: old.entry.clone() });
                renumber(page);
            }
            _ => {}
        }
    })));
    write(&world, &log, "zwei").await;
    world.devices[1].client().sync().await.expect("received");
    write(&world, &log, "drei").await;
    let _ = world.devices[1].client().sync().await;
    assert!(alarms(&world).contains(&AlarmKind::Refused));
    let shown: Vec<String> = texts(&world.devices[1], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(shown.iter().filter(|text| *text == "zwei").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn two_histories_are_noticed_by_the_next_honest_event() {
    let mut world = World::with_members(seed(64), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    write(&world, &log, "für alle").await;
    world.settle().await;
    // Clara writes; the server hides it from Berta by giving her a history in which Anna's next event comes instead.
    world.devices[2].client().send_text(&log, "von Clara").expect("written");
    world.devices[2].client().sync().await.expect("sent");
    let clara = world.devices[2].client().device().expect("unlocked");
    world.devices[1].line.set_tamper(Some(pages(&log, move |page| {
        let before = page.entries.len();
        page.entries.retain(|placed| placed.entry.author != clara);
        if page.entries.len() != before {
            renumber(page);
        }
    })));
    world.devices[1].client().sync().await.expect("nothing to notice yet");
    // Anna has seen Clara's event and says so in her next one.
    world.devices[0].client().sync().await.expect("received");
    write(&world, &log, "nach Clara").await;
    let _ = world.devices[1].client().sync().await;
    assert!(!alarms(&world).is_empty());
    assert!(!texts(&world.devices[1], &log).iter().any(|(_, text)| text == "nach Clara"));
}

#[tokio::test(start_paused = true)]
async fn a_changed_bit_is_noticed_wherever_it_is() {
    let (world, log) = two_members(65).await;
    for target in 0..3 {
        write(&world, &log, "unverändert").await;
        world.devices[1].line.set_tamper(Some(pages(&log, move |page| {
            let Some(placed) = page.entries.last_mut() else { return };
            match target {
                0 => *placed.entry.header.last_mut().expect("headers are not empty") ^= 1,
                1 => placed.entry.signature.0[10] ^= 1,
                _ => {
                    let mut body = placed.entry.body().unwrap_or_default().to_vec();
                    if let Some(byte) = body.last_mut() {
                        *byte ^= 1;
                    }
                    placed.entry.body = Some(body.into());
                }
            }
        })));
        let before = alarms(&world).len();
        let shown = texts(&world.devices[1], &log).len();
        let _ = world.devices[1].client().sync().await;
        assert!(alarms(&world).len() > before, "target {target}");
        assert_eq!(texts(&world.devices[1], &log).len(), shown, "target {target}");
        world.devices[1].line.set_tamper(None);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_known_already_is_no_news() {
    let (world, log) = two_members(66).await;
    let known = Mole::of(&world.devices[1], world.seed);
    let first = Placed { seq: 1, entry: known.entry(&log, 1).expect("every log has a first entry") };
    let again = first.clone();
    world.devices[1].line.set_tamper(Some(pages(&log, move |page| page.entries.insert(0, again.clone()))));
    write(&world, &log, "zwei").await;
    world.devices[1].client().sync().await.expect("received");
    assert_eq!((alarms(&world), last(&world, &log)), (vec![], "zwei".to_owned()));
    // A server that gives nothing else is not asked for ever.
    world.devices[1].line.set_tamper(Some(pages(&log, move |page| page.entries = vec![first.clone()])));
    write(&world, &log, "drei").await;
    world.devices[1].client().sync().await.expect("received");
    assert_eq!((alarms(&world), last(&world, &log)), (vec![], "zwei".to_owned()));
    world.devices[1].line.set_tamper(None);
    world.settle().await;
    assert_eq!(last(&world, &log), "drei");
}

#[tokio::test(start_paused = true)]
async fn a_log_that_shrinks_is_noticed() {
    let (world, log) = two_members(67).await;
    let known = Mole::of(&world.devices[1], world.seed).state(&log).position.seq;
    world.devices[1].line.set_tamper(Some(cut(&log, known)));
    let _ = world.devices[1].client().add_members(&log, &[]).await;
    assert_eq!(alarms(&world), [AlarmKind::Omission]);
}

#[tokio::test(start_paused = true)]
async fn a_hole_in_the_organisation_is_not_stepped_over() {
    let (world, _) = two_members(68).await;
    let berta = Mole::of(&world.devices[1], world.seed);
    let known = berta.organisation().position().seq;
    for name in ["Dora", "Eva"] {
        world.invite(name, &[]).await.expect("invited");
    }
    world.devices[1].line.set_tamper(Some(pages(&berta.organisation, move |page| {
        page.entries.retain(|placed| placed.seq != known + 1);
    })));
    let error = world.devices[1].client().sync().await.expect_err("a hole");
    assert_eq!((error.code(), berta.organisation().position().seq), ("server-answer", known));
    world.devices[1].line.set_tamper(None);
    world.devices[1].client().sync().await.expect("received");
    assert_eq!((berta.organisation().position().seq, alarms(&world)), (known + 2, vec![]));
}
