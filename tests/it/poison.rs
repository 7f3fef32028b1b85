//! F12, K22: whatever a member puts into an event, everybody else's log goes on. She has valid keys and the server
//! takes what she sends, for it sees ciphertext; nothing of it may stop, crash or loop an honest client.

use minicbor::Encode;
use minicbor::bytes::ByteVec;
use verband_client::MessageState;
use verband_protocol::VERSION;
use verband_protocol::body::{Kind, pack};
use verband_protocol::cbor;
use verband_protocol::entry::{Header, SignedEntry};
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::seal::{SealKey, seal};
use verband_protocol::wire::MAX_BLOB;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, insert, text_plain};
use verband_tests::invariants::texts;
use verband_tests::world::World;

/// A photo event with numbers of any size.
#[derive(Encode)]
#[cbor(map)]
struct Photo(
    #[n(0)] File,
    #[n(1)] File,
    #[n(2)] ByteVec,
    #[n(3)] u32,
    #[n(4)] u32,
    #[n(5)] u8,
    #[n(6)] u64,
    #[n(7)] &'static str,
);

#[derive(Encode)]
#[cbor(map)]
struct File(#[n(0)] BlobId, #[n(1)] ByteVec, #[n(2)] u64);

fn photo(blobs: [BlobId; 2], size: u64, taken_at: u64) -> Vec<u8> {
    let file = |blob| File(blob, vec![1; 32].into(), size);
    let photo = Photo(file(blobs[0]), file(blobs[1]), vec![0; 9].into(), u32::MAX, u32::MAX, 255, taken_at, "Ferse");
    pack(Kind(3), minicbor::to_vec(photo).expect("written to memory")).expect("short")
}

/// Everything that she can think of, each on top of the same state with the next counter, and the last one honest.
fn poison(mole: &Mole, log: &LogId) -> Vec<SignedEntry> {
    let base = mole.header(log);
    let next =
        |index: u64| Header { counter: base.counter + index, event: EventId::random(&mole.chance), ..base.clone() };
    let plains: [Vec<u8>; 8] = [
        Vec::new(),
        vec![0xff; 64],
        b"not CBOR at all".to_vec(),
        vec![0x9f; 16_384], // arrays without end, in each other
        vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // an array of 2^64 - 1
        pack(Kind(999), b"from the future".to_vec()).expect("short"),
        pack(Kind(1), vec![0xa1, 0x00, 0x18, 0x2a]).expect("short"), // a title that is a number
        pack(Kind(2), cbor::encode(&"no map")).expect("short"),
    ];
    let mut entries = vec![
        mole.sign(next(0), Some(Vec::new())),
        mole.sign(next(1), Some(vec![0; 300])),
        mole.sign(
            next(2),
            Some({
                let header = next(2);
                seal(&SealKey::random(&mole.chance), &header.seal_context(), b"another key", &mole.chance)
            }),
        ),
    ];
    for plain in plains {
        let header = next(entries.len() as u64);
        entries.push(mole.event(header, &plain));
    }
    entries
}

fn states(world: &World, device: usize, log: &LogId) -> Vec<MessageState> {
    let rows = world.devices[device].client().messages(log, 1_000).expect("readable");
    rows.into_iter().map(|row| row.state).collect()
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_shown_as_such_and_the_log_goes_on() {
    let mut world = World::with_members(seed(80), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let mole = Mole::of(&world.devices[1], world.seed);
    let bad = poison(&mole, &log);
    let count = bad.len();
    mole.append(&world.devices[1].line, &log, bad).await;
    world.devices[2].client().send_text(&log, "danach").expect("written");
    world.settle().await;

    for device in [0, 2] {
        let states = states(&world, device, &log);
        let unreadable = states.iter().filter(|state| **state == MessageState::Unreadable).count();
        assert_eq!(unreadable, count, "device {device}: {states:?}");
        assert_eq!(texts(&world.devices[device], &log).pop().expect("there is one").1, "danach");
        assert_eq!(world.devices[device].client().conversation(&log).expect("listed").title, "Wundteam");
        // It is no rule of the log that she broke.
        assert!(world.devices[device].client().alarms().expect("readable").is_empty());
    }
    // It survives a restart, and a newcomer who reads it backwards.
    world.devices[0].switch_off();
    world.devices[0].switch_on().expect("it opens");
    world.devices[0].client().send_text(&log, "wieder da").expect("written");
    world.settle().await;
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    for device in [0, 2, newcomer] {
        assert_eq!(texts(&world.devices[device], &log).pop().expect("there is one").1, "wieder da");
    }
    let unreadable = states(&world, newcomer, &log).into_iter().filter(|state| *state == MessageState::Unreadable);
    assert_eq!(unreadable.count(), count);
}

#[tokio::test(start_paused = true)]
async fn numbers_larger_than_any_column_stop_nothing() {
    let world = World::with_members(seed(81), &["Anna", "Berta"]).await;
    let mut world = world;
    let log = world.channel("Wundteam", &[1]).await;
    let mole = Mole::of(&world.devices[1], world.seed);
    let base = mole.header(&log);
    let mut entries = Vec::new();
    for number in [u64::MAX, 1 << 63, i64::MAX as u64, 0] {
        let counter = base.counter + entries.len() as u64;
        let event = EventId::random(&mole.chance);
        let header = Header { counter, event, sent_at: number, ..base.clone() };
        entries.push(mole.event(header, &text_plain("aus der Zukunft")));
        let counter = counter + 1;
        let event = EventId::random(&mole.chance);
        let blobs = [BlobId::random(&mole.chance), BlobId::random(&mole.chance)];
        let header = Header { counter, event, blobs: blobs.to_vec(), ..base.clone() };
        entries.push(mole.event(header, &photo(blobs, number, number)));
    }
    let position = mole.state(&log).position.seq;
    // The blobs do not exist, so an honest server would not take these; a hostile one gives them to Anna.
    world.devices[0].line.set_tamper(Some(insert(&log, position + 1, entries)));
    world.devices[0].client().send_text(&log, "danach").expect("written");
    world.devices[0].client().sync().await.expect("it goes on");
    let rows = world.devices[0].client().messages(&log, 100).expect("readable");
    assert_eq!(rows.len(), 9, "{rows:?}");
    assert_eq!(rows.last().expect("not empty").text, "danach");
    assert!(rows.iter().all(|row| i64::try_from(row.sent_at).is_ok()));
    world.devices[0].switch_off();
    world.devices[0].switch_on().expect("it opens");
    assert_eq!(world.devices[0].client().messages(&log, 100).expect("readable").len(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_photo_is_what_its_header_names_and_of_a_size_that_exists() {
    let mut world = World::with_members(seed(82), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let mole = Mole::of(&world.devices[1], world.seed);
    let base = mole.header(&log);
    let blobs = [BlobId::random(&mole.chance), BlobId::random(&mole.chance)];
    let others = [blobs[1], blobs[0]];
    let cases = [
        (blobs, 1_000, 1_000, MessageState::Sent),
        (others, 1_000, 1_000, MessageState::Unreadable),
        (blobs, MAX_BLOB + 1, 1_000, MessageState::Unreadable),
        (blobs, 1_000, 1 << 63, MessageState::Unreadable),
    ];
    let entries = (base.counter..).zip(&cases).map(|(counter, (named, size, taken_at, _))| {
        let event = EventId::random(&mole.chance);
        let header = Header { counter, event, blobs: named.to_vec(), ..base.clone() };
        mole.event(header, &photo(blobs, *size, *taken_at))
    });
    // No such blobs are on the server, so that an honest one would not take these.
    let at = mole.state(&log).position.seq + 1;
    world.devices[0].line.set_tamper(Some(insert(&log, at, entries.collect())));
    world.devices[0].client().send_text(&log, "danach").expect("written");
    world.devices[0].client().sync().await.expect("it goes on");
    let expected: Vec<MessageState> = cases.iter().map(|case| case.3).chain([MessageState::Sent]).collect();
    assert_eq!(states(&world, 0, &log), expected);
}

#[tokio::test(start_paused = true)]
async fn an_entry_of_a_newer_program_pauses_its_log_until_the_next_start() {
    let mut world = World::with_members(seed(83), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let mole = Mole::of(&world.devices[1], world.seed);
    let newer = mole.text(Header { version: VERSION + 1, ..mole.header(&log) }, "von morgen");
    let at = mole.state(&log).position.seq + 1;
    world.devices[0].line.set_tamper(Some(insert(&log, at, vec![newer.clone()])));
    world.devices[1].client().send_text(&log, "danach").expect("written");
    world.settle().await;
    let anna = world.devices[0].client().clone();
    assert!(!anna.conversation(&log).expect("listed").writable && anna.alarms().expect("readable").is_empty());
    assert_eq!(anna.send_text(&log, "zu früh").expect_err("it waits for an update").code(), "halted");
    // A program that does not know it either stops there again.
    world.devices[0].switch_off();
    world.devices[0].line.set_tamper(Some(insert(&log, at, vec![newer])));
    world.devices[0].switch_on().expect("it opens");
    world.settle().await;
    assert!(!world.devices[0].client().conversation(&log).expect("listed").writable);
    // One that has nothing against it goes on.
    world.devices[0].switch_off();
    world.devices[0].line.set_tamper(None);
    world.devices[0].switch_on().expect("it opens");
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).pop().expect("there is one").1, "danach");
}
