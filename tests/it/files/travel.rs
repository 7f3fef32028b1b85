//! Files on their way: beside everything else, with progress, paused and gone on with.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::FusedFuture;
use verband_client::{Direction, FeedKind, MessageState, OutboxState, Patch, Row, TransferState};
use verband_tests::invariants::texts;
use verband_tests::network::Weather;

use super::{content, forgetful, get, put, two};

/// More than what holds up the messages behind it.
const LARGE: usize = 9 << 20;

#[tokio::test(start_paused = true)]
async fn a_message_passes_a_large_file_and_not_a_small_one() {
    let (mut world, log) = two(730).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let (anna, line) = (world.devices[0].client(), &world.devices[0].line);
    let received = |log| texts(&world.devices[1], log).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    put(anna, &other, None, "klein.bin", &content(1_000, 1)).expect("on disk");
    anna.send_text(&other, "gehört dahinter").expect("written");
    world.settle().await;
    assert_eq!(received(&other), ["klein.bin", "gehört dahinter"]);
    // From now on the network loses everything that belongs to files.
    line.set_tamper(Some(Arc::new(
        |path: &str, body| if path.contains("/blobs/") { bytes::Bytes::new() } else { body },
    )));
    put(anna, &log, None, "Film.bin", &content(LARGE, 1)).expect("on disk");
    anna.send_text(&log, "ist unterwegs").expect("written");
    put(anna, &other, None, "steckt fest.bin", &content(1_000, 1)).expect("on disk");
    anna.send_text(&other, "geht vor").expect("written");
    anna.send_text(&log, "und noch etwas").expect("written");
    let _ = anna.sync().await.expect_err("the files do not go");
    world.devices[1].client().sync().await.expect("received");
    assert_eq!(received(&log), ["ist unterwegs", "und noch etwas"]);
    assert_eq!(received(&other).last().map(String::as_str), Some("geht vor"), "nor does it wait for what is stuck");
    let stuck = anna.outbox_items().expect("readable");
    let stuck: Vec<_> = stuck.iter().map(|row| (row.text.as_str(), row.state, row.reason.as_deref())).collect();
    let reason = Some("server-answer");
    assert_eq!(stuck, [("Film.bin", OutboxState::Files, reason), ("steckt fest.bin", OutboxState::Files, reason),]);
    line.set_tamper(None);
    world.settle().await;
    assert_eq!(received(&log), ["ist unterwegs", "und noch etwas", "Film.bin"]);
    assert_eq!(received(&other).last().map(String::as_str), Some("steckt fest.bin"));
}

#[tokio::test(start_paused = true)]
async fn what_is_small_overtakes_what_is_large_while_the_app_is_open() {
    let (mut world, log) = two(731).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client().clone());
    world.devices[0].line.set_weather(Weather { delay_ms: 200, ..Weather::FAIR });
    put(&anna, &log, None, "Film.bin", &content(LARGE, 1)).expect("on disk");
    let mut online = Box::pin(futures_util::future::join(anna.run(), berta.run()).fuse());
    let feed = anna.feed(FeedKind::Transfers).expect("a feed");
    let mut sent = false;
    let done = loop {
        let batch = futures_util::select_biased! {
            _ = online => panic!("it follows the server"),
            batch = feed.next().fuse() => batch.expect("readable").expect("not ended"),
        };
        let rows = anna.transfers().expect("readable");
        let large = rows.iter().find(|row| row.name == "Film.bin");
        if !sent && large.is_some_and(|row| row.done > 1 << 20) {
            sent = true;
            put(&anna, &other, None, "klein.bin", &content(1_000, 1)).expect("on disk");
            anna.send_text(&log, "geht vor").expect("written");
        }
        if batch.is_empty() || rows.is_empty() {
            break rows;
        }
    };
    assert!(done.is_empty() && sent);
    // Both stop in the middle of whatever they do.
    drop(online);
    world.devices[0].line.set_weather(Weather::FAIR);
    world.settle().await;
    let received: Vec<String> = texts(&world.devices[1], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(received, ["geht vor", "Film.bin"], "the message did not wait for the file");
    assert_eq!(texts(&world.devices[1], &other).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_paused_shown_and_gone_on_with() {
    let (world, log) = two(732).await;
    let (anna, line) = (world.devices[0].client(), &world.devices[0].line);
    let file = put(anna, &log, None, "Plan.bin", &content(3 << 20, 1)).expect("on disk");
    let rows = anna.transfers().expect("readable");
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((row.name.as_str(), row.direction, row.state), ("Plan.bin", Direction::Up, TransferState::Waiting));
    assert_eq!(row.event, Some(file));
    anna.pause_transfer(&row.blob).expect("it waits");
    anna.sync().await.expect("nothing else to do");
    assert_eq!(anna.outbox().expect("readable"), (1, 0));
    assert_eq!(anna.transfers().expect("readable")[0].state, TransferState::Paused);
    anna.resume_transfer(&row.blob).expect("it was paused");
    // After the first part the line is cut; the rest goes from there.
    let size = anna.transfers().expect("readable")[0].total;
    assert!(size > 3 << 20);
    let cut = line.clone();
    line.set_tamper(Some(Arc::new(move |path: &str, body| {
        if path.contains("/blobs/") && !path.ends_with("state") {
            let state: Result<verband_protocol::wire::BlobState, _> = verband_protocol::cbor::decode(&body);
            if state.is_ok_and(|state| state.offset > 1 << 20) {
                cut.set_online(false);
            }
        }
        body
    })));
    assert_eq!(anna.sync().await.expect_err("cut").code(), "offline");
    let row = anna.transfers().expect("readable").remove(0);
    assert!(row.done > 1 << 20 && row.done < row.total, "{row:?}");
    line.set_tamper(None);
    line.set_online(true);
    let before = line.seen().len();
    anna.sync().await.expect("sent");
    assert!(line.seen().len() - before < (2 << 20) + 100_000, "what was there was not sent again");
    world.settle().await;
    assert_eq!(get(world.devices[1].client(), &log, &file).await.expect("fetched"), content(3 << 20, 1));
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_is_taken_back_stops() {
    let (world, log) = two(733).await;
    let (anna, line) = (world.devices[0].client(), &world.devices[0].line);
    let file = put(anna, &log, None, "Falsch.bin", &content(3 << 20, 1)).expect("on disk");
    let total = anna.transfers().expect("readable").len();
    assert_eq!(total, 1);
    line.set_tamper(Some(Arc::new(|path: &str, body| forgetful(path, body, 3 << 20))));
    line.set_weather(Weather { delay_ms: 100, ..Weather::FAIR });
    let mut sync = std::pin::pin!(anna.sync().fuse());
    tokio::time::timeout(std::time::Duration::from_secs(4), &mut sync).await.expect_err("it goes on");
    assert!(anna.cancel(&log, &file).expect("taken back"));
    line.set_tamper(None);
    sync.await.expect("nothing is left to send");
    assert!(anna.transfers().expect("readable").is_empty());
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
    world.settle().await;
    assert!(texts(&world.devices[1], &log).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_download_is_wished_for_paused_cancelled_and_gone_on_with() {
    let (mut world, log) = two(734).await;
    let bytes = content(3 << 20, 7);
    let file = put(world.devices[0].client(), &log, None, "Film.bin", &bytes).expect("on disk");
    world.settle().await;
    let berta = world.devices[1].client().clone();
    berta.download_file(&log, &file, None).expect("wished");
    let row = berta.transfers().expect("readable").remove(0);
    assert_eq!((row.name.as_str(), row.direction, row.done), ("Film.bin", Direction::Down, 0));
    berta.pause_transfer(&row.blob).expect("it waits");
    berta.sync().await.expect("synced");
    assert!(!berta.file(&log, &file).expect("known").here, "paused");
    berta.resume_transfer(&row.blob).expect("it was paused");
    // The line is cut in the middle, and the app is killed.
    let parts = std::sync::atomic::AtomicU32::new(0);
    world.devices[1].line.set_tamper(Some(Arc::new(move |path: &str, body: bytes::Bytes| {
        let late = path.contains("/blobs/") && parts.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 1;
        if late { bytes::Bytes::new() } else { body }
    })));
    let _ = berta.sync().await.expect_err("nothing comes any more");
    let arrived = world.devices[1].files.part_len(&row.blob.0).expect("a part of it");
    assert!(arrived > 2_000_000 && arrived < 3 << 20);
    drop(berta);
    world.devices[1].kill();
    world.devices[1].switch_on().expect("it starts again");
    world.devices[1].line.set_tamper(None);
    let berta = world.devices[1].client();
    assert_eq!(world.devices[1].files.part_len(&row.blob.0), Some(arrived), "it is kept");
    let before = world.devices[1].line.requests();
    berta.sync().await.expect("synced");
    assert!(berta.file(&log, &file).expect("known").here);
    assert!(berta.transfers().expect("readable").is_empty());
    let requests = world.devices[1].line.requests();
    assert_eq!(get(berta, &log, &file).await.expect("here"), bytes);
    assert_eq!(world.devices[1].line.requests(), requests, "it was here");
    assert!(requests - before < 12, "two parts and the sync");
    // Once more, and then not.
    berta.free_file(&log, &file, None).expect("freed");
    berta.download_file(&log, &file, None).expect("wished");
    berta.cancel_transfer(&row.blob).expect("it waits");
    berta.sync().await.expect("synced");
    assert!(!berta.file(&log, &file).expect("known").here);
}

#[tokio::test(start_paused = true)]
async fn what_the_server_spoiled_does_not_come_in() {
    let (world, log) = two(735).await;
    let bytes = content(1_500_000, 7);
    let file = put(world.devices[0].client(), &log, None, "a.bin", &bytes).expect("on disk");
    world.settle().await;
    let (berta, line) = (world.devices[1].client(), &world.devices[1].line);
    line.set_tamper(Some(Arc::new(|path: &str, body: bytes::Bytes| {
        let mut bytes = body.to_vec();
        if path.contains("/blobs/") {
            let last = bytes.len().saturating_sub(40);
            bytes[last] ^= 1;
        }
        bytes.into()
    })));
    let error = get(berta, &log, &file).await.expect_err("not what was sealed");
    assert_eq!(error.code(), "vault");
    let row = berta.transfers().expect("readable").remove(0);
    assert!(row.done < row.total);
    // Asked for in the background it is told and not tried for ever.
    let _ = berta.sync().await;
    let row = berta.transfers().expect("readable").remove(0);
    assert_eq!((row.state, row.reason.as_deref()), (TransferState::Failed, Some("vault")));
    line.set_tamper(None);
    berta.resume_transfer(&row.blob).expect("it failed");
    berta.sync().await.expect("synced");
    assert_eq!(get(berta, &log, &file).await.expect("here"), bytes);
}

#[tokio::test(start_paused = true)]
async fn a_feed_tells_of_progress() {
    let (world, log) = two(736).await;
    let anna = world.devices[0].client();
    let feed = anna.feed(FeedKind::Transfers).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
    let file = put(anna, &log, None, "Plan.bin", &content(2_500_000, 1)).expect("on disk");
    let batch = feed.next().await.expect("readable").expect("not ended");
    assert!(matches!(&batch[..], [Patch::Insert(0, Row::Transfer(row))] if row.event == Some(file)), "{batch:?}");
    world.devices[0].line.set_weather(Weather { delay_ms: 50, ..Weather::FAIR });
    let mut sync = std::pin::pin!(anna.sync().fuse());
    let mut seen = Vec::new();
    loop {
        let batch = futures_util::select_biased! {
            batch = feed.next().fuse() => batch.expect("readable").expect("not ended"),
            ended = sync => {
                ended.expect("sent");
                continue;
            }
        };
        match &batch[..] {
            [Patch::Update(0, Row::Transfer(row))] => seen.push((row.done, row.state)),
            [Patch::Remove(0)] => break,
            other => panic!("{other:?}"),
        }
    }
    if !sync.is_terminated() {
        sync.await.expect("sent");
    }
    assert!(seen.is_sorted_by_key(|(done, _)| *done), "{seen:?}");
    assert!(seen.iter().any(|(done, state)| *done > 1_000_000 && *state == TransferState::Running), "{seen:?}");
    assert_eq!(anna.file(&log, &file).expect("known").state, MessageState::Sent);
}
