//! Deleting so that it can be undone: out of sight at once, back as long as ten seconds are not over, also after a kill, and then
//! gone everywhere. What was never sent never is.

use std::time::Duration;

use verband_client::{MessageState, RowKind};
use verband_protocol::id::{EventId, LogId};
use verband_tests::chance::seed;
use verband_tests::invariants::{contains, same_projections};
use verband_tests::world::{World, until};

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    world.settle().await;
    (world, log)
}

/// What a device shows of a message: what it is, and its text.
fn shown(world: &World, device: usize, log: &LogId, event: &EventId) -> Option<(RowKind, String)> {
    let rows = world.devices[device].client().messages(log, 20).expect("readable");
    rows.into_iter().find(|row| row.event == *event).map(|row| (row.kind, row.text))
}

fn there(text: &str) -> (RowKind, String) {
    (RowKind::Text, text.to_owned())
}

fn deleted() -> (RowKind, String) {
    (RowKind::Deleted, String::new())
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_comes_back_after_a_kill_and_is_gone_when_ten_seconds_are_over() {
    let (mut world, log) = ward(1710).await;
    let anna = world.devices[0].client().clone();
    let [first, second] = ["Zimmer 4", "Zimmer 5"].map(|text| anna.send_text(&log, text).expect("written"));
    world.settle().await;
    let deletes = anna.delete_undoable(&log, &[first, second]).expect("deleted");
    assert_eq!(deletes.len(), 2);
    assert!(anna.delete_undoable(&log, &[first]).expect("it is deleted already").is_empty());
    assert_eq!(shown(&world, 0, &log, &first), Some(deleted()), "at once");
    world.settle().await;
    assert_eq!(shown(&world, 1, &log, &first), Some(there("Zimmer 4")), "it is not sent yet");
    world.devices[0].kill();
    world.devices[0].switch_on().expect("unlocked");
    let anna = world.devices[0].client().clone();
    assert!(anna.undo_delete(&log, &deletes[..1]).expect("undone"));
    assert_eq!(shown(&world, 0, &log, &first), Some(there("Zimmer 4")));
    world.clock.advance(11_000);
    world.settle().await;
    assert!(!anna.undo_delete(&log, &deletes[1..]).expect("readable"), "too late");
    for device in 0..2 {
        assert_eq!(shown(&world, device, &log, &first), Some(there("Zimmer 4")), "device {device}");
        assert_eq!(shown(&world, device, &log, &second), Some(deleted()), "device {device}");
    }
    same_projections(&world, &log, &[0, 1]);
    // Another's is not hers to delete, in this way either.
    let berta = world.devices[1].client();
    assert_eq!(berta.delete_undoable(&log, &[first]).expect_err("Anna's").code(), "not-allowed");
}

#[tokio::test(start_paused = true)]
async fn what_was_never_sent_waits_with_its_deletion_and_goes_only_if_that_is_undone() {
    let (world, log) = ward(1711).await;
    let anna = world.devices[0].client().clone();
    world.devices[0].line.set_online(false);
    let [kept, gone] = ["behalten-4711", "verschrieben-4712"].map(|text| anna.send_text(&log, text).expect("written"));
    anna.edit_message(&log, &gone, "verschrieben-4713", &[]).expect("written");
    let deletes = anna.delete_undoable(&log, &[kept, gone]).expect("deleted");
    assert_eq!(shown(&world, 0, &log, &kept), Some(deleted()));
    // With a network neither they nor what was added to them go while they are held.
    world.devices[0].line.set_online(true);
    world.settle().await;
    assert_eq!(shown(&world, 1, &log, &kept), None);
    assert!(anna.undo_delete(&log, &deletes[..1]).expect("undone"));
    assert_eq!(shown(&world, 0, &log, &kept), Some(there("behalten-4711")));
    world.settle().await;
    assert_eq!(shown(&world, 1, &log, &kept), Some(there("behalten-4711")));
    world.clock.advance(11_000);
    world.settle().await;
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
    for device in 0..2 {
        assert_eq!(shown(&world, device, &log, &gone), None, "never sent, so that no trace is left on device {device}");
    }
    assert!(!contains(&world.devices[0].line.seen(), gone.as_bytes()), "the server never hears of it");
    same_projections(&world, &log, &[0, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_was_never_sent_is_forgotten_without_a_network_too() {
    let (world, log) = ward(1712).await;
    let anna = world.devices[0].client().clone();
    world.devices[0].line.set_online(false);
    let running = anna.clone();
    tokio::spawn(async move { running.run().await });
    let event = anna.send_text(&log, "verschrieben").expect("written");
    anna.delete_undoable(&log, &[event]).expect("deleted");
    let state = anna.messages(&log, 1).expect("readable").pop().map(|row| (row.kind, row.state));
    assert_eq!(state, Some((RowKind::Deleted, MessageState::Waiting)));
    world.clock.advance(11_000);
    let emptied = until(&anna, Duration::from_mins(10), || anna.outbox().is_ok_and(|waiting| waiting == (0, 0))).await;
    assert!(emptied, "it waits for no server");
    assert_eq!(shown(&world, 0, &log, &event), None);
}
