//! Photos of others: fetched once, read until the lock.

use verband_client::PhotoSize;
use verband_protocol::id::BlobId;
use verband_tests::chance::seed;
use verband_tests::network::Weather;
use verband_tests::world::World;

/// Anna has sent a photo, and Berta has seen that it is there.
async fn with_photo(default: u64) -> (World, BlobId) {
    let mut world = World::with_members(seed(default), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let photo = verband_vault::sample::wound_photo(640, 480, 7);
    world.devices[0].client().send_photo(&log, &photo, "Ferse").expect("captured");
    world.settle().await;
    let row = world.devices[1].client().messages(&log, 1).expect("readable").pop().expect("the photo");
    (world, row.photo.expect("it is a photo"))
}

#[tokio::test(start_paused = true)]
async fn two_calls_for_one_photo_fetch_it_once() {
    let (world, photo) = with_photo(80).await;
    let (berta, line) = (world.devices[1].client(), &world.devices[1].line);
    line.set_weather(Weather { delay_ms: 500, ..Weather::FAIR });
    let before = line.requests();
    let read = || berta.photo_preview(&photo);
    let (first, second, third) = futures_util::join!(read(), read(), read());
    assert_eq!(line.requests() - before, 1, "a preview of a few kilobytes is one request");
    let first = first.expect("fetched");
    assert!(verband_vault::probe(&first).is_ok(), "it is a picture");
    assert_eq!(first, second.expect("it was there"));
    assert_eq!(first, third.expect("it was there"));
}

#[tokio::test(start_paused = true)]
async fn the_lock_ends_readers() {
    let (world, photo) = with_photo(81).await;
    let berta = world.devices[1].client().clone();
    let mut readers = Vec::new();
    for size in [PhotoSize::Original, PhotoSize::Preview, PhotoSize::Export] {
        let reader = berta.open_photo(&photo, size).await.expect("it opens");
        assert_eq!(reader.read_at(0, &mut [0; 16]).expect("it reads"), 16);
        readers.push(reader);
    }
    // One that waits for the network while the app is locked ends as well.
    let late = berta.open_photo(&photo, PhotoSize::Original);
    berta.lock();
    for reader in &readers {
        let mut out = [0; 16];
        assert_eq!(reader.read_at(0, &mut out).expect_err("locked").code(), "locked");
        assert_eq!(out, [0; 16], "not a byte");
    }
    assert_eq!(late.await.err().map(|error| error.code()), Some("locked"));
}
