//! Sync at size: conversations take turns, so that neither a long one, nor one that the server gives slowly or not at
//! all, holds up the others; and the first screen comes before the rest.

use std::sync::Arc;
use std::time::Duration;

use verband_client::{Client, FeedKind};
use verband_protocol::id::LogId;
use verband_tests::chance::seed;
use verband_tests::network::Fate;
use verband_tests::world::{World, until};

/// A page of entries, as the client asks for it, and one of the past.
const PAGE: usize = 500;
const PAST_PAGE: usize = 200;

/// Anna and Berta in some channels, of which the first is the longest; Berta was off meanwhile.
async fn absence(number: u64, channels: usize, long: usize) -> (World, Vec<LogId>) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let mut logs = Vec::new();
    for channel in 0..channels {
        logs.push(world.channel(&format!("Team {channel}"), &[1]).await);
    }
    world.devices[1].switch_off();
    write(world.devices[0].client(), &logs[0], long).await;
    for log in &logs[1..] {
        write(world.devices[0].client(), log, 2).await;
    }
    world.devices[1].switch_on().expect("it unlocks");
    world.devices[1].line.take_asked();
    (world, logs)
}

async fn write(client: &Client, log: &LogId, count: usize) {
    for number in 1..=count {
        client.send_text(log, &format!("Nr. {number}")).expect("written");
        if number % PAGE == 0 {
            client.sync().await.expect("sent");
        }
    }
    client.sync().await.expect("sent");
}

fn newest(client: &Client, log: &LogId) -> String {
    client.messages(log, 1).expect("it reads").pop().map(|row| row.text).unwrap_or_default()
}

/// Which conversations were asked for entries, in order.
fn turns(asked: &[String], what: &str) -> Vec<String> {
    let pages = asked.iter().filter(|path| path.contains(&format!("/entries?{what}=")));
    pages.filter_map(|path| path.strip_prefix("/v1/logs/")?.split('/').next().map(str::to_owned)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_long_conversation_lets_the_others_have_their_turns() {
    let (world, logs) = absence(910, 4, 3 * PAGE + 1).await;
    let berta = world.devices[1].client();
    berta.sync().await.expect("it syncs");
    let turns = turns(&world.devices[1].line.take_asked(), "after");
    let (long, last_of_others) = (logs[0].to_string(), |turns: &[String]| {
        logs[1..].iter().filter_map(|log| turns.iter().position(|turn| *turn == log.to_string())).max()
    });
    let pages: Vec<usize> = turns.iter().enumerate().filter(|(_, turn)| **turn == long).map(|(at, _)| at).collect();
    assert!(pages.len() >= 4, "{turns:?}");
    assert!(last_of_others(&turns).expect("they are asked for") < pages[1], "{turns:?}");
    assert_eq!(newest(berta, &logs[0]), format!("Nr. {}", 3 * PAGE + 1));
}

#[tokio::test(start_paused = true)]
async fn a_slow_conversation_does_not_hold_up_the_others_nor_what_is_sent() {
    let (world, logs) = absence(911, 12, 3).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    // More of them than are asked for at the same time.
    let slow: Vec<String> = logs[..6].iter().map(|log| format!("/v1/logs/{log}/entries")).collect();
    let trouble = move |path: &str| {
        if slow.iter().any(|slow| path.starts_with(slow)) { Fate::Slow(300_000) } else { Fate::Passes }
    };
    world.devices[1].line.set_trouble(Some(Arc::new(trouble)));
    berta.send_text(&logs[11], "schon da").expect("written");
    let running = tokio::spawn({
        let berta = berta.clone();
        async move { berta.run().await.expect_err("it is locked").code() }
    });
    let here = until(&berta, Duration::from_mins(1), || {
        newest(&berta, &logs[10]) == "Nr. 2" && berta.outbox().expect("it reads").0 == 0
    })
    .await;
    assert!(here, "the slow ones hold up the others");
    anna.sync().await.expect("received");
    assert_eq!(newest(&anna, &logs[11]), "schon da");
    // What is written now arrives as well while they are still asked for.
    anna.send_text(&logs[10], "und jetzt").expect("written");
    anna.sync().await.expect("sent");
    let here = until(&berta, Duration::from_mins(2), || newest(&berta, &logs[10]) == "und jetzt").await;
    assert!(here, "the slow ones hold up the others");
    let here = until(&berta, Duration::from_mins(30), || {
        newest(&berta, &logs[0]) == "Nr. 3" && newest(&berta, &logs[5]) == "Nr. 2"
    })
    .await;
    assert!(here, "the slow ones never come");
    berta.lock();
    assert_eq!(running.await.expect("no panic"), "locked");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_fails_stops_no_other_and_goes_on_when_it_can() {
    let (world, logs) = absence(912, 5, 3).await;
    let berta = world.devices[1].client().clone();
    let failing = format!("/v1/logs/{}/entries", logs[0]);
    let trouble = move |path: &str| if path.starts_with(&failing) { Fate::Lost } else { Fate::Passes };
    world.devices[1].line.set_trouble(Some(Arc::new(trouble)));
    berta.send_text(&logs[4], "trotzdem").expect("written");
    assert_eq!(berta.sync().await.expect_err("one of them failed").code(), "offline");
    for log in &logs[1..4] {
        assert_eq!(newest(&berta, log), "Nr. 2");
    }
    assert_eq!(berta.outbox().expect("it reads"), (0, 0));
    assert_eq!(newest(&berta, &logs[0]), "");
    // Following goes on beside it, and takes it up by itself.
    let running = tokio::spawn({
        let berta = berta.clone();
        async move { berta.run().await.expect_err("it is locked").code() }
    });
    let anna = world.devices[0].client().clone();
    anna.send_text(&logs[1], "und weiter").expect("written");
    anna.sync().await.expect("sent");
    let here = until(&berta, Duration::from_secs(10), || newest(&berta, &logs[1]) == "und weiter").await;
    assert!(here, "one that fails stops the others");
    world.devices[1].line.set_trouble(None);
    let here = until(&berta, Duration::from_mins(5), || newest(&berta, &logs[0]) == "Nr. 3").await;
    assert!(here, "it is not taken up again");
    berta.lock();
    assert_eq!(running.await.expect("no panic"), "locked");
}

#[tokio::test(start_paused = true)]
async fn without_a_line_a_pass_ends_soon() {
    let (world, _) = absence(913, 12, 2).await;
    let berta = world.devices[1].client();
    let trouble = |path: &str| if path.contains("/entries?after=") { Fate::Lost } else { Fate::Passes };
    world.devices[1].line.set_trouble(Some(Arc::new(trouble)));
    assert_eq!(berta.sync().await.expect_err("nothing comes").code(), "offline");
    assert!(world.devices[1].line.take_asked().len() < 12, "every conversation was tried");
}

#[tokio::test(start_paused = true)]
async fn the_newest_page_of_every_past_comes_first_and_what_is_on_the_screen_before_all() {
    let mut world = World::with_members(seed(914), &["Anna", "Berta"]).await;
    let mut logs = Vec::new();
    for channel in 0..6 {
        let log = world.channel(&format!("Team {channel}"), &[1]).await;
        write(world.devices[0].client(), &log, if channel == 0 { 4 * PAST_PAGE } else { PAST_PAGE + 50 }).await;
        logs.push(log);
    }
    world.settle().await;
    let dora = world.enrol("Dora", &logs).await.expect("she enrols");
    world.devices[0].client().sync().await.expect("she is added");
    let client = world.devices[dora].client().clone();
    world.devices[dora].line.take_asked();
    let _screen = client.feed(FeedKind::Messages(logs[5])).expect("unlocked");
    client.sync().await.expect("it syncs");
    let turns = turns(&world.devices[dora].line.take_asked(), "before");
    let of = |log: &LogId| -> Vec<usize> {
        let log = log.to_string();
        turns.iter().enumerate().filter(|(_, turn)| **turn == log).map(|(at, _)| at).collect()
    };
    assert_eq!(of(&logs[5])[0], 0, "what is on the screen comes first: {turns:?}");
    let first = logs.iter().map(|log| of(log)[0]).max().expect("six of them");
    let second = logs[..5].iter().map(|log| of(log)[1]).min().expect("they have more pages");
    assert!(first < second, "{turns:?}");
    for log in &logs {
        assert_eq!(client.messages(log, 2_000).expect("it reads").first().expect("the first entry").text, "Nr. 1");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_new_does_not_wait_for_the_past() {
    let mut world = World::with_members(seed(915), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    write(world.devices[0].client(), &log, 10 * PAST_PAGE).await;
    let dora = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.devices[0].client().sync().await.expect("she is added");
    let client = world.devices[dora].client().clone();
    let trouble = |path: &str| if path.contains("/entries?before=") { Fate::Slow(60_000) } else { Fate::Passes };
    world.devices[dora].line.set_trouble(Some(Arc::new(trouble)));
    let running = tokio::spawn({
        let client = client.clone();
        async move { client.run().await.expect_err("it is locked").code() }
    });
    let count = |client: &Client| client.messages(&log, 5_000).map_or(0, |rows| rows.len());
    let here = until(&client, Duration::from_mins(5), || count(&client) >= PAST_PAGE).await;
    assert!(here, "the newest page of the past does not come");
    world.devices[0].client().send_text(&log, "jetzt").expect("written");
    world.devices[0].client().sync().await.expect("sent");
    let here = until(&client, Duration::from_secs(5), || newest(&client, &log) == "jetzt").await;
    assert!(here, "it waits for the past");
    assert!(count(&client) < 9 * PAST_PAGE, "the past was there already");
    let here = until(&client, Duration::from_hours(1), || count(&client) > 10 * PAST_PAGE).await;
    assert!(here, "the past does not come to its end");
    client.lock();
    assert_eq!(running.await.expect("no panic"), "locked");
}
