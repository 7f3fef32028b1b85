//! What nobody sends ends by itself, and is gone then: on the devices to the last page of the database, and on the server.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    AlbumPlace, Client, CoverFill, CoverShape, FeedKind, Patch, PhotoArea, PhotoMark, PhotoReview, Row,
};
use verband_protocol::port::Clock;
use verband_store::StoreError;
use verband_tests::invariants::contains;
use verband_tests::world::World;
use verband_vault::BlobFiles;

use super::{ANNA, BERTA, DAY, at, events, photo, row, rows, space, ward};

/// The keys of a photo, and something of its thumbnail.
fn secrets(client: &Client, event: &EventId) -> Vec<Vec<u8>> {
    let store = client.store().expect("unlocked");
    let read = store.read(|sql| -> Result<_, StoreError> {
        let sql = sql.query_row(
            "SELECT file_key, preview_key, substr(thumb, length(thumb) / 2, 48) FROM photo WHERE event = ?1",
            [event.as_bytes()],
            |row| Ok(vec![row.get(0)?, row.get(1)?, row.get(2)?]),
        );
        Ok(sql?)
    });
    read.expect("it is there")
}

fn found(client: &Client, secrets: &[Vec<u8>]) -> usize {
    let pages = client.store().expect("unlocked").pages().expect("every page can be read");
    secrets.iter().filter(|secret| contains(&pages, secret)).count()
}

async fn bodies(world: &World, log: &LogId) -> u64 {
    world.devices[BERTA].client().storage_of(log).await.expect("the server says").used
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_leaves_neither_key_nor_pixel_nor_reference() {
    let (mut world, log) = ward(1_720).await;
    world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let tablet = world.devices.last().expect("hers").client().clone();
    let tray = space(&berta);
    let patient = "Pflegefall-Kennung-0815";
    let kept = berta.send_photo(&log, &photo(3), "").expect("sent");
    world.settle().await;
    let alone = bodies(&world, &log).await;
    let taken = berta.capture_photo(&photo(1), "Bildtext-Kennung-0816", patient).expect("captured");
    let sent = berta.send_photo(&log, &photo(2), "Bildtext-Kennung-0816").expect("sent");
    berta.file_photos(&log, &[sent], patient).expect("filed");
    world.settle().await;
    let words = [patient.as_bytes().to_vec(), b"Bildtext-Kennung-0816".to_vec()];
    let all = [secrets(&berta, &taken), secrets(&berta, &sent), words.to_vec()].concat();
    let anna = world.devices[ANNA].client().clone();
    assert_eq!((found(&berta, &all), found(&tablet, &all)), (all.len(), all.len()), "control: they are found");
    assert_eq!(found(&anna, &[secrets(&berta, &sent), words.to_vec()].concat()), 5);
    // What a colleague said of it goes, too, while she is away and cannot take it back herself.
    let hers = b"Zweite-Kennung-0817".to_vec();
    anna.file_photos(&log, &[sent], "Zweite-Kennung-0817").expect("filed");
    world.settle().await;
    assert_eq!(found(&tablet, std::slice::from_ref(&hers)), 1);
    world.devices[ANNA].switch_off();
    let files = world.devices[BERTA].files.list().expect("in memory").len();
    assert!(bodies(&world, &log).await > alone);

    berta.delete(&tray, &taken).expect("deleted");
    berta.delete(&log, &sent).expect("deleted");
    world.settle().await;
    world.settle().await;
    assert_eq!(found(&tablet, std::slice::from_ref(&hers)) + found(&berta, &[hers]), 0);
    world.devices[ANNA].switch_on().expect("it opens");
    world.settle().await;
    let anna = world.devices[ANNA].client().clone();
    for (name, client) in [("Anna", &anna), ("Berta", &berta), ("the tablet", &tablet)] {
        assert_eq!(found(client, &all), 0, "{name} has something left");
    }
    assert_eq!(found(&anna, &secrets(&berta, &kept)), 3, "control: what is not deleted is there");
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), files - 4);
    assert_eq!(bodies(&world, &tray).await, 0, "the server has nothing of the tray");
    assert_eq!(bodies(&world, &log).await, alone);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_sends_ends_after_the_days_of_the_policy() {
    let (world, log) = ward(1_721).await;
    let policy = OrganisationPolicy { unsent_days: Some(3), ..OrganisationPolicy::default() };
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    assert_eq!(berta.unsent_in_words(Language::German).expect("readable"), None);
    let tray = space(&berta);
    let first = berta.capture_photo(&photo(1), "", "").expect("captured");
    world.settle().await;
    assert_eq!(row(&berta, &first).days_left, Some(30), "as the policy has it until somebody sets it");
    anna.set_policy(policy.clone()).await.expect("set");
    world.settle().await;
    world.clock.advance(DAY);
    let second = berta.capture_photo(&photo(2), "", "4711").expect("captured");
    // What was sent from there in any way stays.
    let forwarded = berta.capture_photo(&photo(3), "", "").expect("captured");
    berta.forward(&tray, &forwarded, &[log]).await.expect("forwarded");
    let moved = berta.capture_photo(&photo(4), "", "").expect("captured");
    berta.move_photos(&tray, &[moved], &log, None).await.expect("moved");
    world.settle().await;
    let ending = berta.unsent_ending().expect("readable");
    let days: Vec<_> = ending.iter().map(|row| (row.event, row.days_left)).collect();
    assert_eq!(days, [(first, Some(2)), (second, Some(3))]);
    assert_eq!(ending[0].ends_at.map(|ends| (ends - 3 * DAY) / DAY), Some(row(&berta, &first).taken_at / DAY));
    let words = berta.unsent_in_words(Language::German).expect("readable").expect("two");
    assert_eq!(words, "2 Fotos in Ihrer Ablage werden gelöscht, wenn Sie sie nicht senden, das erste in 2 Tagen.");
    assert!(row(&berta, &forwarded).sent && row(&berta, &forwarded).ends_at.is_none());

    let feed = berta.feed(FeedKind::Album(at(AlbumPlace::Tray))).expect("a feed");
    feed.next().await.expect("readable").expect("two");
    world.clock.advance(DAY + DAY / 2);
    let batch = feed.next().await.expect("readable").expect("a day less");
    assert!(
        matches!(&batch[..], [_, Patch::Update(_, Row::Album(row))] if row.days_left == Some(1)),
        "time passes by itself: {batch:?}"
    );
    let words = berta.unsent_in_words(Language::English).expect("readable").expect("two");
    assert!(words.ends_with("the first one within a day."), "{words}");
    world.clock.advance(DAY / 2);
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::Tray), [second]);
    world.clock.advance(DAY);
    world.settle().await;
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::Tray), []);
    assert_eq!(events(&berta, AlbumPlace::Conversation(tray)), [forwarded]);
    assert_eq!(rows(&anna, AlbumPlace::Conversation(log)).len(), 2);
    let ends = world.clock.now_ms();
    let due = berta.store().expect("unlocked").read(|sql| {
        let sql = sql.query_row("SELECT min(at) FROM album_item", [], |row| row.get::<_, u64>(0));
        Ok::<_, StoreError>(sql?)
    });
    assert!(due.expect("readable") < ends, "what stays is older than what ended");

    // A policy without an end ends nothing.
    anna.set_policy(OrganisationPolicy { unsent_days: None, ..policy }).await.expect("set");
    world.settle().await;
    let last = berta.capture_photo(&photo(5), "", "").expect("captured");
    world.clock.advance(400 * DAY);
    world.settle().await;
    assert_eq!((row(&berta, &last).ends_at, berta.unsent_ending().expect("readable")), (None, Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn the_kept_original_of_a_redacted_photo_does_not_end() {
    let (world, log) = ward(1_722).await;
    let policy = OrganisationPolicy { unsent_days: Some(2), keep_originals: true, ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    let berta = world.devices[BERTA].client();
    let shape = CoverShape::Rectangle(PhotoArea { x: 0, y: 0, width: 20, height: 20 });
    let covering = PhotoReview { marks: vec![PhotoMark::Cover { shape, fill: CoverFill::Solid }], checked: false };
    berta.send_reviewed_photo(&log, &photo(1), "", &covering).expect("sent");
    let plain = berta.send_photo(&log, &photo(2), "").expect("sent");
    world.settle().await;
    berta.redact_photo(&log, &plain, &covering).await.expect("replaced");
    world.settle().await;
    let tray = space(berta);
    let kept = events(berta, AlbumPlace::Conversation(tray));
    assert_eq!((kept.len(), events(berta, AlbumPlace::Tray)), (2, Vec::new()));
    world.clock.advance(9 * DAY);
    world.settle().await;
    assert_eq!(events(berta, AlbumPlace::Conversation(tray)), kept);
}

#[tokio::test(start_paused = true)]
async fn a_legal_hold_lets_nothing_end_and_stops_nobody_from_sorting() {
    let (world, log) = ward(1_724).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let tray = space(&berta);
    let [stays, moves] = [1, 2].map(|number| berta.capture_photo(&photo(number), "", "4711").expect("captured"));
    world.settle().await;
    let policy = OrganisationPolicy { legal_hold: true, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("set");
    world.settle().await;
    assert_eq!((row(&berta, &stays).ends_at, berta.unsent_ending().expect("readable")), (None, Vec::new()));
    let copy = berta.move_photos(&tray, &[moves], &log, None).await.expect("moved")[0];
    world.clock.advance(40 * DAY);
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::Tray), [stays], "what was moved is out of sight");
    assert_eq!(events(&anna, AlbumPlace::Conversation(log)), [copy]);
    let kept = bodies(&world, &tray).await;
    // When it is over, what should have gone goes.
    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    world.settle().await;
    world.settle().await;
    assert_eq!((events(&berta, AlbumPlace::All), bodies(&world, &tray).await), (vec![copy], 0));
    assert!(kept > 0);
}

#[tokio::test(start_paused = true)]
async fn it_ends_on_all_devices_of_a_person_and_while_nobody_asks() {
    let (mut world, _) = ward(1_723).await;
    world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let tablet = world.devices.last().expect("hers").client().clone();
    let event = berta.capture_photo(&photo(1), "", "4711").expect("captured");
    world.settle().await;
    assert_eq!(row(&tablet, &event).days_left, Some(30));
    world.clock.advance(30 * DAY + 1);
    // Both do it at the same time, and once more what is over already.
    world.settle().await;
    for client in [&berta, &tablet] {
        assert_eq!(events(client, AlbumPlace::All), []);
        assert_eq!(client.outbox().expect("readable"), (0, 0));
        assert!(client.alarms().expect("readable").is_empty());
    }
    // What never was on the server ends without having been there.
    world.devices[BERTA].line.set_online(false);
    let event = berta.capture_photo(&photo(2), "", "").expect("captured");
    world.clock.advance(29 * DAY);
    assert_eq!(row(&berta, &event).days_left, Some(1));
    world.clock.advance(2 * DAY);
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::All), []);
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), 0);
}
