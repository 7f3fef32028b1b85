//! What waits in the outbox: it is sent as soon as it may be, told if it never will, and never in the way of the rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use verband_client::{MessageState, OutboxState, TransferState};
use verband_groups::Change;
use verband_protocol::entry::Header;
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationPolicy, Write};
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, cut, insert};
use verband_tests::invariants::texts;
use verband_tests::world::World;

/// Anna moderates, Berta is in.
async fn channel(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    (world, log)
}

/// Anna decides who may write.
async fn permit(world: &World, anna: &Mole, log: &LogId, write: Write) {
    let policy = anna.state(log).policy.expect("members know it");
    anna.change(log, Change { policy: Some(ConversationPolicy { write, ..policy }), ..Change::default() });
    world.settle().await;
}

fn states(world: &World, log: &LogId) -> Vec<(String, MessageState)> {
    let rows = world.devices[1].client().messages(log, 10).expect("readable");
    rows.into_iter().map(|row| (row.text, row.state)).collect()
}

#[tokio::test(start_paused = true)]
async fn what_the_server_refuses_is_told_and_can_be_tried_again() {
    let (world, log) = channel(160).await;
    let anna = Mole::of(&world.devices[0], world.seed);
    // She writes before she hears that she may not.
    world.devices[1].line.set_online(false);
    permit(&world, &anna, &log, Write::Moderators).await;
    let berta = world.devices[1].client();
    let event = berta.send_text(&log, "darf ich?").expect("written");
    world.devices[1].line.set_online(true);
    berta.sync().await.expect("the refusal is no fault");
    assert_eq!(states(&world, &log), [("darf ich?".to_owned(), MessageState::Failed)]);
    // It is not tried by itself, nor does it stop what comes later.
    permit(&world, &anna, &log, Write::Everyone).await;
    berta.send_text(&log, "jetzt").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).len(), 1);
    berta.retry(&event).expect("it is there");
    assert!(states(&world, &log).contains(&("darf ich?".to_owned(), MessageState::Waiting)));
    world.settle().await;
    let received: Vec<String> = texts(&world.devices[0], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(received, ["jetzt", "darf ich?"]);
    assert!(states(&world, &log).iter().all(|(_, state)| *state == MessageState::Sent));
}

/// What the outbox says of what Berta wrote into a conversation.
fn outbox(world: &World, log: &LogId) -> Vec<(String, OutboxState, Option<String>)> {
    let rows = world.devices[1].client().outbox_items().expect("readable");
    let here = rows.into_iter().filter(|row| row.log == *log);
    here.map(|row| (row.text, row.state, row.reason)).collect()
}

fn refused(text: &str, reason: &str) -> (String, OutboxState, Option<String>) {
    (text.to_owned(), OutboxState::Failed, Some(reason.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn what_waits_where_she_was_taken_out_is_told_with_its_files_and_stops_nothing() {
    let (mut world, log) = channel(161).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    world.devices[1].line.set_online(false);
    let berta = world.devices[1].client().clone();
    let event = berta.send_text(&log, "unterwegs").expect("written");
    berta.send_text(&other, "unterwegs").expect("written");
    berta.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 7), "Ferse").expect("captured");
    let gone = world.devices[1].member();
    world.devices[0].client().remove_members(&log, &[gone]).await.expect("removed");
    world.devices[1].line.set_online(true);
    berta.sync().await.expect("the other one is sent");
    assert_eq!(outbox(&world, &log), [refused("unterwegs", "not-in"), refused("Ferse", "not-in")]);
    assert_eq!(berta.outbox().expect("readable"), (0, 2));
    let files = berta.transfers().expect("readable");
    assert!(!files.is_empty() && files.iter().all(|file| file.state == TransferState::Failed), "{files:?}");
    assert_eq!(states(&world, &other), [("unterwegs".to_owned(), MessageState::Sent)]);
    assert_eq!(berta.send_text(&log, "noch etwas").expect_err("she is out").code(), "not-in");
    // To try again there is to hear it again.
    berta.retry(&event).expect("it is there");
    berta.sync().await.expect("nothing is wrong");
    assert_eq!(outbox(&world, &log)[0], refused("unterwegs", "not-in"));
    // Back again, she says what is still to be said.
    world.devices[0].client().add_members(&log, &[gone]).await.expect("added again");
    world.settle().await;
    assert!(texts(&world.devices[0], &log).is_empty());
    for row in berta.outbox_items().expect("readable") {
        berta.retry(&row.event).expect("it is there");
    }
    world.settle().await;
    assert_eq!(outbox(&world, &log), []);
    assert!(states(&world, &log).iter().all(|(_, state)| *state == MessageState::Sent));
    assert_eq!(states(&world, &log).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_waits_of_somebody_who_is_in_again_is_sent() {
    let (world, log) = channel(165).await;
    world.devices[1].line.set_online(false);
    world.devices[1].client().send_text(&log, "unterwegs").expect("written");
    let berta = world.devices[1].member();
    world.devices[0].client().remove_members(&log, &[berta]).await.expect("removed");
    world.devices[0].client().add_members(&log, &[berta]).await.expect("added again");
    world.devices[1].line.set_online(true);
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).len(), 1);
    assert_eq!(states(&world, &log), [("unterwegs".to_owned(), MessageState::Sent)]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_where_another_device_of_hers_has_left_is_told() {
    let (mut world, log) = channel(166).await;
    world.link(1, "Tablet").await.expect("linked");
    world.settle().await;
    world.devices[1].line.set_online(false);
    world.devices[1].client().send_text(&log, "unterwegs").expect("written");
    world.devices[2].client().leave(&log).expect("she may");
    world.settle().await;
    world.devices[1].line.set_online(true);
    world.settle().await;
    assert_eq!(outbox(&world, &log), [refused("unterwegs", "not-in")]);
}

#[tokio::test(start_paused = true)]
async fn an_event_of_somebody_else_takes_nothing_out_of_the_outbox() {
    let (world, log) = channel(162).await;
    let anna = Mole::of(&world.devices[0], world.seed);
    world.devices[1].line.set_online(false);
    let event = world.devices[1].client().send_text(&log, "von Berta").expect("written");
    world.devices[1].line.set_online(true);
    // Anna uses the id of Berta's event, which a server could have told her.
    let entry = anna.text(Header { event, ..anna.header(&log) }, "von Anna");
    world.devices[1].line.set_tamper(Some(insert(&log, anna.state(&log).position.seq + 1, vec![entry])));
    let _ = world.devices[1].client().sync().await;
    let waits = world.devices[1].client().store().expect("unlocked").read(|connection| -> Result<bool, StoreError> {
        let mut statement = connection.prepare("SELECT 1 FROM outbox WHERE event = ?1")?;
        Ok(statement.exists([event.as_bytes()])?)
    });
    assert!(waits.expect("readable"));
    assert!(states(&world, &log).contains(&("von Berta".to_owned(), MessageState::Waiting)));
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_the_server_refuses_is_dropped() {
    let (world, log) = channel(163).await;
    let [anna, berta] = [0, 1].map(|index| Mole::of(&world.devices[index], world.seed));
    // Berta has no right to remove Anna; her program has built it all the same.
    berta.change(&log, Change { remove: vec![anna.device()], ..Change::default() });
    world.devices[1].client().send_text(&log, "danach").expect("written");
    world.devices[1].client().sync().await.expect("it goes on");
    assert_eq!(states(&world, &log), [("danach".to_owned(), MessageState::Sent)]);
    assert_eq!(berta.state(&log).roster, anna.state(&log).roster);
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_comes_second_is_built_again() {
    let (mut world, log) = channel(164).await;
    world.enrol("Clara", &[]).await.expect("she enrols");
    world.settle().await;
    let berta = Mole::of(&world.devices[1], world.seed);
    let next = berta.state(&log).position.seq + 1;
    berta.change(&log, Change::default());
    world.devices[1].client().sync().await.expect("sent");
    // Anna sees it with the answer to her own.
    let (path, sent) = (format!("/v1/conversations/{log}/commits"), AtomicBool::new(false));
    let hide = cut(&log, next);
    world.devices[0].line.set_tamper(Some(Arc::new(move |asked: &str, body| {
        sent.fetch_or(asked == path, Ordering::Relaxed);
        if sent.load(Ordering::Relaxed) { body } else { hide(asked, body) }
    })));
    let clara = world.devices[2].member();
    world.devices[0].client().add_members(&log, &[clara]).await.expect("added all the same");
    world.settle().await;
    assert_eq!(world.devices[2].client().conversation(&log).expect("she is in").title, "Wundteam");
}
