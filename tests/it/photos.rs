//! Photos: those of others are fetched once, and again if the server spoiled them; one's own are kept; the lock ends
//! readers.

use std::sync::Arc;

use bytes::Bytes;
use verband_client::{MessageState, PhotoSize};
use verband_protocol::id::BlobId;
use verband_store::testing::FaultAt;
use verband_tests::chance::seed;
use verband_tests::invariants::contains;
use verband_tests::network::{Tamper, Weather};
use verband_tests::world::World;
use verband_vault::{BlobFiles, BlobPart, BlobWriter, FileError, FileId, MemoryFiles};

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

/// Changes the bytes of sealed files on their way.
fn files(change: impl Fn(Bytes) -> Bytes + Send + Sync + 'static) -> Tamper {
    Arc::new(move |path: &str, body| if path.contains("/blobs/") { change(body) } else { body })
}

#[tokio::test(start_paused = true)]
async fn what_the_server_spoiled_is_fetched_again() {
    let (world, photo) = with_photo(82).await;
    let (berta, line) = (world.devices[1].client(), &world.devices[1].line);
    line.set_tamper(Some(files(|_| Bytes::new())));
    assert_eq!(berta.photo_preview(&photo).await.expect_err("nothing comes").code(), "server-answer");
    line.set_tamper(Some(files(|body| body.iter().map(|byte| byte ^ 1).collect())));
    assert_eq!(berta.photo_preview(&photo).await.expect_err("it does not open").code(), "vault");
    line.set_tamper(None);
    let preview = berta.photo_preview(&photo).await.expect("it is fetched again");
    assert!(verband_vault::probe(&preview).is_ok(), "it is a picture");
}

/// Changes a bit of a sealed file.
fn spoil(files: &MemoryFiles, id: &FileId) {
    let mut bytes = vec![0; usize::try_from(files.len(id).expect("it is there")).expect("small")];
    files.read_at(id, 0, &mut bytes).expect("it reads");
    bytes[40] ^= 1;
    files.remove(id).expect("in memory");
    let mut file = files.create(id).expect("in memory");
    file.append(&bytes).expect("in memory");
    file.finish().expect("in memory");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_nobody_else_has_is_never_thrown_away() {
    let mut world = World::with_members(seed(83), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    world.devices[0].line.set_online(false);
    let anna = world.devices[0].client().clone();
    anna.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 7), "").expect("captured");
    let photo = anna.messages(&log, 1).expect("readable").pop().expect("it is shown").photo.expect("it is a photo");
    let all = world.devices[0].files.list().expect("in memory");
    spoil(&world.devices[0].files, &photo.0);
    let error = anna.open_photo(&photo, PhotoSize::Original).await.map(drop).expect_err("it does not open");
    assert_eq!(error.code(), "vault");
    // Nor does a restart, which only takes what no photo refers to.
    let litter = world.devices[0].files.create(&[9; 16]).expect("in memory");
    litter.finish().expect("in memory");
    world.devices[0].switch_off();
    world.devices[0].switch_on().expect("it opens");
    assert_eq!(world.devices[0].files.list().expect("in memory"), all);
}

/// Files that end sooner than they say.
struct Short(MemoryFiles);

impl BlobFiles for Short {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        self.0.create(id)
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        self.0.resume(id)
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        self.0.exists(id)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        Ok(self.0.len(id)? + 1)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        self.0.read_at(id, offset, out)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        self.0.remove(id)
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        self.0.list()
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_ends_too_soon_is_damaged() {
    let mut world = World::with_members(seed(84), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    world.devices[0].switch_off();
    let short = Arc::new(Short(world.devices[0].files.clone()));
    let never = FaultAt::new(0, verband_store::Fate::Die);
    world.devices[0].switch_on_with(never, short).expect("it opens");
    let anna = world.devices[0].client();
    anna.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 7), "").expect("captured");
    assert_eq!(anna.sync().await.expect_err("it cannot be sent").code(), "damaged");
}

#[tokio::test(start_paused = true)]
async fn what_was_uploaded_is_not_uploaded_again() {
    let mut world = World::with_members(seed(85), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let (anna, line) = (world.devices[0].client(), &world.devices[0].line);
    anna.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 7), "").expect("captured");
    let photo = anna.messages(&log, 1).expect("readable").pop().expect("it is shown").photo.expect("it is a photo");
    // The original comes through, the preview does not.
    let original = format!("/blobs/{photo}");
    let path = original.clone();
    line.set_tamper(Some(Arc::new(move |asked: &str, body| {
        if asked.contains("/blobs/") && !asked.contains(&path) { Bytes::new() } else { body }
    })));
    anna.sync().await.expect_err("no answer");
    assert!(contains(&line.seen(), original.as_bytes()));
    line.set_tamper(None);
    let before = line.seen().len();
    anna.sync().await.expect("sent");
    assert!(!contains(&line.seen()[before..], original.as_bytes()));
    assert_eq!(anna.messages(&log, 1).expect("readable")[0].state, MessageState::Sent);
}

#[tokio::test(start_paused = true)]
async fn the_lock_overtakes_a_photo_on_its_way() {
    let (world, photo) = with_photo(86).await;
    let berta = world.devices[1].client().clone();
    world.devices[1].line.set_weather(Weather { delay_ms: 500, ..Weather::FAIR });
    let mut late = std::pin::pin!(berta.open_photo(&photo, PhotoSize::Original));
    assert!(futures_util::poll!(&mut late).is_pending(), "it waits for the network");
    berta.lock();
    assert_eq!(late.await.err().map(|error| error.code()), Some("locked"));
}
