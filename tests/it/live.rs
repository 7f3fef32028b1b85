//! Devices that follow the server: what one writes appears in the other's feed without anybody asking, feeds replay to
//! what a query gives, and locking ends everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use verband_client::{FeedKind, MessageState, NewChannel, Online, Patch, Retry, Row};
use verband_protocol::id::LogId;
use verband_protocol::policy::{History, Join};
use verband_server::store::Faults;
use verband_tests::chance::seed;
use verband_tests::world::{Doomed, World, until};

/// Applies patches as a UI does.
fn replay(rows: &mut Vec<Row>, batch: Vec<Patch>) {
    for patch in batch {
        match patch {
            Patch::Reset(all) => *rows = all,
            Patch::Insert(index, row) => rows.insert(index, row),
            Patch::Update(index, row) => rows[index] = row,
            Patch::Remove(index) => drop(rows.remove(index)),
        }
    }
}

async fn two_online(number: u64) -> (World, LogId, Vec<tokio::task::JoinHandle<&'static str>>) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let running = world.devices.iter().map(|device| {
        let client = device.client().clone();
        tokio::spawn(async move { client.run().await.expect_err("it ends with a reason").code() })
    });
    let running = running.collect();
    (world, log, running)
}

#[tokio::test(start_paused = true)]
async fn what_one_writes_appears_in_the_others_feed() {
    let (world, log, _running) = two_online(70).await;
    let berta = world.devices[1].client().clone();
    let feed = berta.feed(FeedKind::Messages(log)).expect("unlocked");
    let mut rows = Vec::new();
    replay(&mut rows, feed.next().await.expect("readable").expect("the first batch"));
    assert!(rows.is_empty());
    for number in 0..60 {
        world.devices[0].client().send_text(&log, &format!("live {number}")).expect("written");
    }
    let newest = |rows: &[Row]| match rows.last() {
        Some(Row::Message(row)) => row.text.clone(),
        _ => String::new(),
    };
    while newest(&rows) != "live 59" {
        replay(&mut rows, feed.next().await.expect("readable").expect("not ended"));
    }
    let query = berta.messages(&log, 50).expect("readable");
    assert_eq!(rows, query.into_iter().map(Row::Message).collect::<Vec<_>>(), "the feed is what a query gives");
    // Growing brings the older ones.
    feed.grow();
    replay(&mut rows, feed.next().await.expect("readable").expect("not ended"));
    assert_eq!(rows.len(), 60);
    assert_eq!(berta.online(), Online::Yes);
}

#[tokio::test(start_paused = true)]
async fn a_lost_server_is_waited_for() {
    let (mut world, log, _running) = two_online(71).await;
    let berta = world.devices[1].client().clone();
    let feed = berta.feed(FeedKind::Messages(log)).expect("unlocked");
    let mut rows = Vec::new();
    replay(&mut rows, feed.next().await.expect("readable").expect("the first batch"));
    world.kill_server();
    world.devices[0].client().send_text(&log, "ohne Server").expect("written");
    world.start_server(Faults::none());
    while rows.is_empty() {
        replay(&mut rows, feed.next().await.expect("readable").expect("not ended"));
    }
    assert!(matches!(&rows[0], Row::Message(row) if row.text == "ohne Server"));
}

#[tokio::test(start_paused = true)]
async fn a_network_that_is_back_is_used_at_once_when_somebody_writes_or_says_so() {
    let (world, log, _running) = two_online(73).await;
    let anna = world.devices[0].client().clone();
    let back = async || {
        let (line, long) = (&world.devices[0].line, Duration::from_mins(10));
        line.set_online(false);
        world.devices[1].client().send_text(&log, "ohne Anna").expect("written");
        assert!(until(&anna, long, || anna.online() == Online::No).await);
        // By the end of that a try comes twice in a minute.
        assert!(!until(&anna, long, || anna.online() == Online::Yes).await, "there is no network");
        line.set_online(true);
    };
    let soon = Duration::from_secs(1);
    back().await;
    let event = anna.send_text(&log, "wieder da").expect("written");
    let sent = || {
        anna.messages(&log, 3)
            .is_ok_and(|rows| rows.iter().any(|row| (row.event, row.state) == (event, MessageState::Sent)))
    };
    assert!(until(&anna, soon, sent).await, "whoever writes need not wait for the next try");
    back().await;
    anna.sync().await.expect("the system says that there is a network");
    assert!(until(&anna, soon, || anna.online() == Online::Yes).await, "it follows from here on");
}

#[tokio::test(start_paused = true)]
async fn who_is_taken_out_or_leaves_knows_it_at_once_and_comes_back() {
    for (number, history) in [(75, History::Full), (76, History::FromJoin)] {
        let (world, _, _running) = two_online(number).await;
        let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
        let new = NewChannel { history, ..NewChannel::new("Leitung", Join::Invitation) };
        let log = anna.create_channel_with(&new).expect("a channel");
        let feed = berta.feed(FeedKind::Conversations).expect("unlocked");
        let mut rows = Vec::new();
        for round in 0..3 {
            anna.sync().await.expect("founded");
            anna.add_members(&log, &[world.devices[1].member()]).await.expect("let in");
            for writable in [true, false] {
                let is =
                    |row: &Row| matches!(row, Row::Conversation(row) if row.log == log && row.writable == writable);
                while !rows.iter().any(is) {
                    replay(&mut rows, feed.next().await.expect("readable").expect("not ended"));
                }
                if writable && round == 1 {
                    berta.leave(&log).expect("a channel can be left");
                } else if writable {
                    anna.remove_members(&log, &[world.devices[1].member()]).await.expect("taken out");
                }
            }
            assert_eq!(berta.send_text(&log, "zu spät").expect_err("she is out").code(), "not-in");
            assert_eq!(berta.alarms().expect("readable"), []);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_fault_of_the_server_is_no_refusal() {
    let mut world = World::with_members(seed(74), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    world.kill_server();
    let doomed = Arc::new(Doomed::default());
    world.start_server(Faults::plan(doomed.clone()));
    world.settle().await;
    doomed.strike();
    let anna = world.devices[0].client().clone();
    let event = anna.send_text(&log, "trotzdem").expect("written");
    let error = anna.sync().await.expect_err("the server cannot write");
    assert_eq!((error.code(), error.retry()), ("server-error", Retry::Later));
    // It waits, and goes as soon as the server is well again.
    world.kill_server();
    world.start_server(Faults::none());
    world.settle().await;
    let row = anna.messages(&log, 1).expect("readable").pop().expect("it is there");
    assert_eq!((row.event, row.state), (event, MessageState::Sent));
}

#[tokio::test(start_paused = true)]
async fn locking_ends_feeds_and_following() {
    let (world, log, running) = two_online(72).await;
    let berta = world.devices[1].client().clone();
    let feed = berta.feed(FeedKind::Messages(log)).expect("unlocked");
    feed.next().await.expect("readable").expect("the first batch");
    let waiting = tokio::spawn(async move { feed.next().await });
    tokio::task::yield_now().await;
    berta.lock();
    assert!(matches!(waiting.await.expect("no panic"), Ok(None)));
    assert_eq!(berta.send_text(&log, "gesperrt").expect_err("locked").code(), "locked");
    for (index, task) in running.into_iter().enumerate() {
        if index == 1 {
            assert_eq!(task.await.expect("no panic"), "locked");
        } else {
            task.abort();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn following_ends_when_the_device_is_revoked_and_not_for_an_answer_that_is_none() {
    let mut world = World::with_members(seed(77), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let berta = world.devices[1].client().clone();
    // The first look at the organisation brings nonsense.
    let (path, looks) =
        (format!("/v1/logs/{}/entries", berta.account().expect("unlocked").organisation), AtomicU64::new(0));
    world.devices[1].line.set_tamper(Some(Arc::new(move |asked: &str, body| {
        let first = asked == path && looks.fetch_add(1, Ordering::Relaxed) == 0;
        if first { Bytes::from_static(b"nonsense") } else { body }
    })));
    let running = tokio::spawn({
        let berta = berta.clone();
        async move { berta.run().await.expect_err("it ends with a reason").code() }
    });
    let feed = berta.feed(FeedKind::Messages(log)).expect("unlocked");
    let mut rows = Vec::new();
    world.devices[0].client().send_text(&log, "trotzdem").expect("written");
    world.devices[0].client().sync().await.expect("sent");
    let day = Duration::from_hours(24);
    while rows.is_empty() {
        let batch = tokio::time::timeout(day, feed.next()).await.expect("it goes on");
        replay(&mut rows, batch.expect("readable").expect("not ended"));
    }
    world.devices[0].client().revoke_member(world.devices[1].member()).await.expect("revoked");
    assert_eq!(tokio::time::timeout(day, running).await.expect("it ends").expect("no panic"), "revoked");
}
