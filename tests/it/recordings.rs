//! Voice notes and videos: recorded piece by piece, finished after a kill, played from any place, and nowhere in clear.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use verband_client::protocol::organisation::{OrganisationPolicy, Redaction, Switch};
use verband_client::{
    Client, ClientError, FileReader, MessageRow, MessageState, NewRecording, RecordingKind, RecordingWriter, RowKind,
    SearchQuery,
};
use verband_protocol::id::{EventId, LogId};
use verband_store::testing::FaultAt;
use verband_tests::chance::seed;
use verband_tests::invariants::{contains, hold, nothing_in_clear};
use verband_tests::world::{World, run};
use verband_vault::sample::recording::{RECORDING_TRACES, picture, sound, video, video_pieces, voice_pieces};
use verband_vault::sample::wound_photo;
use verband_vault::{BlobFiles, BlobPart, BlobWriter, FileError, FileId, MemoryFiles, Remux};

const VOICE: &str = "audio/webm;codecs=opus";
const VIDEO: &str = "video/mp4";

/// Records a voice note of so many packets, with two levels a piece.
fn speak(client: &Client, log: &LogId, packets: u32) -> Result<RecordingWriter, ClientError> {
    let writer = client.start_recording(log, RecordingKind::Voice, VOICE)?;
    for (number, piece) in (0..).zip(voice_pieces(packets)) {
        writer.write(&piece, &[number, 2 * number])?;
    }
    Ok(writer)
}

fn film(client: &Client, log: &LogId, pictures: u32) -> Result<RecordingWriter, ClientError> {
    let writer = client.start_recording(log, RecordingKind::Video, VIDEO)?;
    video_pieces(pictures).iter().try_for_each(|piece| writer.write(piece, &[]))?;
    Ok(writer)
}

fn captioned(caption: &str) -> NewRecording {
    NewRecording { caption: caption.to_owned(), ..NewRecording::default() }
}

fn all_of(reader: &FileReader) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(reader.len()).expect("small")];
    assert_eq!(reader.read_at(0, &mut bytes).expect("it reads"), bytes.len());
    bytes
}

/// What the vault makes of these pieces.
fn clean(pieces: &[Vec<u8>]) -> Vec<u8> {
    let whole = pieces.concat();
    let mut remux = Remux::plan(whole.as_slice()).expect("a good recording");
    let mut out = vec![0; usize::try_from(remux.len()).expect("small")];
    remux.read(whole.as_slice(), &mut out).expect("in memory");
    out
}

fn last(client: &Client, log: &LogId) -> MessageRow {
    client.messages(log, 1).expect("readable").pop().expect("something is shown")
}

#[tokio::test(start_paused = true)]
async fn a_voice_note_is_heard_by_others_from_any_place() {
    let mut world = World::with_members(seed(600), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let anna = world.devices[0].client().clone();
    let writer = speak(&anna, &log, 85).expect("recorded");
    assert!(anna.unfinished_recordings().expect("readable").is_empty(), "it is being recorded");
    let event = writer.finish(&captioned("Übergabe Zimmer zwölf")).await.expect("finished");
    let own = last(&anna, &log);
    assert_eq!((own.kind, own.state, own.event), (RowKind::Voice, MessageState::Waiting, event));
    world.settle().await;

    let berta = world.devices[1].client().clone();
    let row = last(&berta, &log);
    assert_eq!((row.kind, row.text.as_str()), (RowKind::Voice, "Übergabe Zimmer zwölf"));
    let recording = row.recording.expect("it is a recording");
    assert_eq!(recording.kind, RecordingKind::Voice);
    assert_eq!((recording.media.as_str(), recording.duration_ms), ("audio/webm", 3_400));
    let waveform = recording.waveform.expect("it was measured");
    assert_eq!((waveform.len(), waveform[0], waveform[63]), (64, 0, 18));
    let reader = berta.open_recording(&log, &event).await.expect("it opens");
    let whole = all_of(&reader);
    assert_eq!(whole, clean(&voice_pieces(85)));
    assert_eq!(recording.bytes, whole.len() as u64);
    for (from, len) in [(0, 10), (whole.len() / 2, 700), (whole.len() - 3, 3)] {
        let mut part = vec![0; len];
        assert_eq!(reader.read_at(from as u64, &mut part).expect("it reads"), len);
        assert_eq!(part, whole[from..from + len]);
    }
    // The caption is found, and its author can change it.
    let query = SearchQuery { words: "zwölf".to_owned(), ..SearchQuery::default() };
    assert_eq!(berta.search(&query, 5).expect("searched").len(), 1);
    anna.edit_message(&log, &event, "Übergabe Zimmer neun", &[]).expect("edited");
    world.settle().await;
    assert_eq!(last(&berta, &log).text, "Übergabe Zimmer neun");
    assert!(last(&berta, &log).recording.is_some());
    // What was recorded on the way is gone.
    assert_eq!(world.devices[0].files.list().expect("in memory").len(), 1);
    // The lock ends the player.
    berta.lock();
    assert_eq!(reader.read_at(0, &mut [0; 4]).expect_err("locked").code(), "locked");
}

#[tokio::test(start_paused = true)]
async fn a_video_waits_for_the_network_and_is_sent_once() {
    let mut world = World::with_members(seed(601), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let anna = world.devices[0].client().clone();
    world.devices[0].line.set_online(false);
    let poster = Some(wound_photo(1_280, 960, 3));
    let writer = film(&anna, &log, 40).expect("recorded");
    let new = NewRecording { poster, ..captioned("Verbandwechsel") };
    let event = writer.finish(&new).await.expect("finished without a network");
    assert_eq!(writer.write(b"more", &[]).expect_err("it is over").code(), "not-found");
    world.devices[0].switch_off();
    world.devices[0].switch_on().expect("it opens");
    world.devices[0].line.set_online(true);
    world.settle().await;
    hold(&world, &log, &[0, 1], &[event]);
    let berta = world.devices[1].client();
    let recording = last(berta, &log).recording.expect("it is a recording");
    assert_eq!((recording.kind, recording.size), (RecordingKind::Video, Some((480, 640))));
    let poster = recording.poster.expect("it was given");
    let header = verband_vault::probe(&poster).expect("a picture");
    assert_eq!(header.width.max(header.height), 320);
    for trace in verband_vault::sample::TRACES {
        assert!(!contains(&poster, trace.as_bytes()), "{trace} is left");
    }
    let file = all_of(&berta.open_recording(&log, &event).await.expect("it opens"));
    assert_eq!(file, clean(&video_pieces(40)));

    // Who comes last sees and hears it as well.
    let clara = world.enrol("Clara", &[log]).await.expect("enrolled");
    world.settle().await;
    let clara = world.devices[clara].client();
    let row = clara.messages(&log, 20).expect("readable").into_iter().find(|row| row.event == event).expect("shown");
    assert_eq!(row.kind, RowKind::Video);
    assert_eq!(all_of(&clara.open_recording(&log, &event).await.expect("it opens")), file);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_finished_is_listed_and_finished_or_discarded() {
    let mut world = World::with_members(seed(602), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let writer = speak(world.devices[0].client(), &log, 42).expect("recorded");
    let dropped = film(world.devices[0].client(), &log, 20).expect("recorded");
    drop(dropped);
    let (ids, before) = (writer.id(), world.devices[0].files.list().expect("in memory"));
    world.devices[0].kill();
    drop(writer);
    world.devices[0].switch_on().expect("it starts again");
    assert_eq!(world.devices[0].files.list().expect("in memory"), before, "the pieces are still there");
    let anna = world.devices[0].client().clone();
    let unfinished = anna.unfinished_recordings().expect("readable");
    assert_eq!(unfinished.len(), 2);
    let voice = unfinished.iter().find(|recording| recording.id == ids).expect("it is listed");
    assert_eq!((voice.kind, voice.log), (RecordingKind::Voice, log));
    assert_eq!(voice.bytes, voice_pieces(42).concat().len() as u64);
    let event = anna.finish_recording(&voice.id, &captioned("gerettet")).await.expect("finished");
    let reader = anna.open_recording(&log, &event).await.expect("it opens");
    assert_eq!(all_of(&reader), clean(&voice_pieces(42)));
    assert!(last(&anna, &log).recording.expect("a recording").waveform.is_some(), "levels are kept as well");
    let other = anna.unfinished_recordings().expect("readable").pop().expect("one is left");
    assert_eq!(anna.finish_recording(&voice.id, &captioned("")).await.expect_err("it is over").code(), "not-found");
    anna.discard_recording(&other.id).expect("discarded");
    assert!(anna.unfinished_recordings().expect("readable").is_empty());
    assert_eq!(world.devices[0].files.list().expect("in memory").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_finishes_ends_when_the_policy_says() {
    const DAY: u64 = 86_400_000;
    let mut world = World::with_members(seed(609), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let anna = world.devices[0].client().clone();
    drop(speak(&anna, &log, 20).expect("recorded"));
    let going_on = speak(&anna, &log, 20).expect("recorded");
    let unfinished = anna.unfinished_recordings().expect("readable").pop().expect("one");
    assert_eq!(unfinished.ends_at, Some(unfinished.began_at + 30 * DAY));
    world.clock.advance(29 * DAY);
    world.settle().await;
    assert_eq!(anna.unfinished_recordings().expect("readable").len(), 1, "it has a day left");
    world.clock.advance(2 * DAY);
    world.settle().await;
    assert!(anna.unfinished_recordings().expect("readable").is_empty());
    assert_eq!(world.devices[0].files.list().expect("in memory").len(), voice_pieces(20).len(), "of the other one");
    // What is being recorded is not that old, whatever the clock said when it was begun.
    going_on.finish(&captioned("")).await.expect("finished");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_saved_says_so_and_can_be_discarded() {
    let mut world = World::with_members(seed(603), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let anna = world.devices[0].client().clone();
    let refused = |kind, media: &str| anna.start_recording(&log, kind, media).map(drop).expect_err("refused").code();
    assert_eq!(refused(RecordingKind::Voice, "audio/ogg"), "recording", "before anybody has spoken");
    assert_eq!(refused(RecordingKind::Voice, "video/mp4"), "recording");
    // A recorder that does not write fragments, and was cut.
    let writer = anna.start_recording(&log, RecordingKind::Video, VIDEO).expect("begun");
    let cut = video(30);
    writer.write(&cut[..cut.len() / 2], &[]).expect("on disk");
    let error = writer.finish(&captioned("")).await.expect_err("there is no index");
    assert_eq!(error.code(), "recording");
    let sentence = error.sentence(verband_client::texts::Language::German).expect("a sentence");
    assert!(sentence.contains("verwerfen"), "{sentence}");
    writer.discard().expect("discarded");
    // Nothing, and something else than it should be.
    let nothing = anna.start_recording(&log, RecordingKind::Voice, VOICE).expect("begun");
    assert_eq!(nothing.finish(&captioned("")).await.expect_err("nothing was said").code(), "recording");
    let film = anna.start_recording(&log, RecordingKind::Voice, VOICE).expect("begun");
    film.write(&video(10), &[]).expect("on disk");
    assert_eq!(film.finish(&captioned("")).await.expect_err("a film").code(), "recording");
    // Dropped, they are there; discarded, they are gone.
    drop((nothing, film));
    for recording in anna.unfinished_recordings().expect("readable") {
        anna.discard_recording(&recording.id).expect("discarded");
    }
    assert!(world.devices[0].files.list().expect("in memory").is_empty());
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
}

/// Lets a device die, or its files fail, while it records and sends; the k-th time at call k. Whatever it was told is on
/// disk is there afterwards, and nothing twice.
async fn one_life(world: &mut World, log: &LogId, k: u64, files_fail: bool) -> bool {
    world.devices[1].switch_off();
    let calls = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&calls);
    let plan = Arc::new(move || {
        let struck = files_fail && counted.fetch_add(1, Ordering::Relaxed) + 1 == k;
        if struck { Err(FileError::Full) } else { Ok(()) }
    });
    let fault = FaultAt::new(if files_fail { 0 } else { k }, verband_store::Fate::Die);
    let files = Arc::new(world.devices[1].files.with_plan(plan));
    let (mut taken, mut id, mut sent) = (0, None, None);
    if world.devices[1].switch_on_with(fault.clone(), files).is_ok() {
        let berta = world.devices[1].client().clone();
        if let Ok(writer) = berta.start_recording(log, RecordingKind::Voice, VOICE) {
            id = Some(writer.id());
            let pieces = voice_pieces(12);
            taken = pieces.iter().take_while(|piece| writer.write(piece, &[7]).is_ok()).count();
            if taken == pieces.len() {
                sent = writer.finish(&captioned("Notiz")).await.ok();
            }
        }
        let _ = berta.sync().await;
    }
    let struck = if files_fail { calls.load(Ordering::Relaxed) >= k } else { fault.struck() };
    world.devices[1].kill();
    world.devices[1].switch_on().expect("it starts again");
    let berta = world.devices[1].client().clone();
    let unfinished = berta.unfinished_recordings().expect("readable");
    let unfinished = unfinished.into_iter().find(|recording| Some(recording.id) == id);
    if let Some(recording) = unfinished {
        assert_eq!(sent, None, "k = {k}: what was finished is not unfinished");
        let all: u64 = voice_pieces(12)[..taken].iter().map(|piece| piece.len() as u64).sum();
        assert!(recording.bytes >= all, "k = {k}: a piece that was taken is lost");
        // Of less than a cluster there is nothing to hear.
        match berta.finish_recording(&recording.id, &captioned("Notiz")).await {
            Ok(event) => sent = Some(event),
            Err(error) => {
                assert!(error.code() == "recording" && taken < 2, "k = {k}: {error}");
                berta.discard_recording(&recording.id).expect("discarded");
            }
        }
    } else {
        let shown = berta.messages(log, 500).expect("readable").into_iter().filter(|row| row.kind == RowKind::Voice);
        assert!(id.is_none() || sent.is_some() || taken < 2 || shown.count() > 0, "k = {k}: it is lost");
    }
    world.settle().await;
    let acknowledged: Vec<EventId> = sent.into_iter().collect();
    hold(world, log, &[0, 1], &acknowledged);
    let voices = berta.messages(log, 500).expect("readable");
    let voices = voices.iter().filter(|row| row.kind == RowKind::Voice).count();
    let files = world.devices[1].files.list().expect("in memory").len();
    world.devices[1].switch_off();
    world.devices[1].switch_on().expect("it starts again");
    assert!(files >= voices);
    assert_eq!(world.devices[1].files.list().expect("in memory").len(), voices, "k = {k}: no file without an event");
    struck
}

#[test]
fn a_device_dies_at_every_call_while_it_records() {
    run(async {
        let mut world = World::with_members(604, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let mut k = 1;
        while one_life(&mut world, &log, k, false).await {
            k += 1;
        }
        assert!(k > 10, "recording made {k} store calls only");
    });
}

#[test]
fn the_vault_fails_at_every_call_while_it_records() {
    run(async {
        let mut world = World::with_members(605, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let mut k = 1;
        while one_life(&mut world, &log, k, true).await {
            k += 1;
        }
        assert!(k > 10, "recording made {k} calls to the vault only");
    });
}

#[tokio::test(start_paused = true)]
async fn the_policy_holds_for_recordings() {
    let mut world = World::with_members(seed(606), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let event = film(&berta, &log, 20).expect("recorded").finish(&captioned("")).await.expect("finished");
    let open = speak(&berta, &log, 20).expect("recorded");
    world.settle().await;
    let base = OrganisationPolicy::default();
    let closed = OrganisationPolicy { microphone: false, video: false, export: false, files: false, ..base.clone() };
    anna.set_policy(closed).await.expect("set");
    world.settle().await;
    let switch = |result: Result<(), ClientError>| match result {
        Err(ClientError::ByPolicy(switch)) => switch,
        other => panic!("{other:?}"),
    };
    let begin = |kind, media| berta.start_recording(&log, kind, media).map(drop);
    assert_eq!(switch(begin(RecordingKind::Voice, VOICE)), Switch::Microphone);
    assert_eq!(switch(begin(RecordingKind::Video, VIDEO)), Switch::Video);
    assert_eq!(switch(berta.add_recording(&log, RecordingKind::Video, VIDEO).map(drop)), Switch::Files);
    assert_eq!(switch(berta.export_recording(&log, &event).await.map(drop)), Switch::Export);
    assert_eq!(switch(open.finish(&captioned("")).await.map(drop)), Switch::Microphone);
    berta.open_recording(&log, &event).await.expect("it is played all the same");

    // Where photos have to be looked through, videos have to as well; sound shows nobody.
    anna.set_policy(OrganisationPolicy { redaction: Redaction::Required, ..base }).await.expect("set");
    world.settle().await;
    open.finish(&captioned("")).await.expect("sent");
    let writer = film(&berta, &log, 20).expect("recorded");
    let refused = writer.finish(&captioned("")).await.expect_err("nobody has looked");
    assert_eq!(refused.code(), "not-looked-through");
    let chat = berta.create_chat(&[anna.account().expect("unlocked").member]).expect("a chat");
    let refused = berta.forward(&log, &event, &[chat]).await.expect_err("nobody has looked");
    assert_eq!(refused.code(), "not-looked-through");
    let checked = writer.finish(&NewRecording { checked: true, ..captioned("") }).await.expect("sent");
    berta.forward(&log, &checked, &[chat]).await.expect("forwarded");
}

#[tokio::test(start_paused = true)]
async fn a_forwarded_one_stays_when_the_first_one_is_deleted() {
    let mut world = World::with_members(seed(607), &["Anna", "Berta"]).await;
    let (log, other) = (world.channel("Wundteam", &[1]).await, world.channel("Nachtdienst", &[1]).await);
    let anna = world.devices[0].client().clone();
    let event = film(&anna, &log, 20).expect("recorded").finish(&captioned("Ferse")).await.expect("finished");
    world.settle().await;
    let berta = world.devices[1].client().clone();
    let copy = berta.forward(&log, &event, &[other]).await.expect("forwarded").pop().expect("one");
    world.settle().await;
    anna.delete(&log, &event).expect("deleted");
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!(last(client, &log).kind, RowKind::Deleted);
        assert!(last(client, &log).recording.is_none());
        assert_eq!(client.open_recording(&log, &event).await.err().map(|error| error.code()), Some("not-found"));
        let row = last(client, &other);
        assert_eq!((row.kind, row.text.as_str()), (RowKind::Video, "Ferse"));
        let reader = client.open_recording(&other, &copy).await.expect("it opens");
        assert_eq!(all_of(&reader), clean(&video_pieces(20)));
    }
    // Of the deleted one neither key nor bytes are left, on no device.
    for device in &mut world.devices {
        device.switch_off();
        device.switch_on().expect("it opens");
        assert_eq!(device.files.list().expect("in memory").len(), 1, "{} has the copy alone", device.name);
    }
}

/// Files that remember all that was ever written into them.
#[derive(Clone, Default)]
struct Watched {
    files: MemoryFiles,
    written: Arc<Mutex<Vec<u8>>>,
}

struct WatchedWriter<W: ?Sized>(Arc<Mutex<Vec<u8>>>, Box<W>);

impl<W: BlobWriter + ?Sized> BlobWriter for WatchedWriter<W> {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        self.1.append(bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), FileError> {
        self.1.finish()
    }
}

impl BlobPart for WatchedWriter<dyn BlobPart> {
    fn grown(&self) -> u64 {
        self.1.grown()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        self.1.read_at(offset, out)
    }

    fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        self.1.truncate(len)
    }
}

impl BlobFiles for Watched {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        Ok(Box::new(WatchedWriter(Arc::clone(&self.written), self.files.create(id)?)))
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        Ok(Box::new(WatchedWriter(Arc::clone(&self.written), self.files.resume(id)?)))
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        self.files.exists(id)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        self.files.len(id)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        self.files.read_at(id, offset, out)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        self.files.remove(id)
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        self.files.list()
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_that_was_captured_is_anywhere_in_clear() {
    let mut world = World::with_members(seed(608), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    world.devices[0].switch_off();
    let watched = Watched::default();
    let never = FaultAt::new(0, verband_store::Fate::Die);
    world.devices[0].switch_on_with(never, Arc::new(watched.clone())).expect("it opens");
    let anna = world.devices[0].client().clone();
    let photo = wound_photo(640, 480, 9);
    anna.send_photo(&log, &photo, "").expect("captured");
    let voice = speak(&anna, &log, 40).expect("recorded").finish(&captioned("")).await.expect("finished");
    let poster = Some(wound_photo(640, 480, 10));
    let seen = film(&anna, &log, 40).expect("recorded");
    let seen = seen.finish(&NewRecording { poster, ..captioned("") }).await.expect("finished");
    film(&anna, &log, 20).expect("recorded").discard().expect("discarded");
    let left = speak(&anna, &log, 20).expect("recorded");
    world.settle().await;

    let stripped = verband_vault::strip(&photo).expect("a photo").bytes;
    let middle = |bytes: &[u8]| bytes[bytes.len() / 2..bytes.len() / 2 + 32].to_vec();
    let mut markers: Vec<Vec<u8>> = vec![middle(&stripped), middle(&clean(&video_pieces(40)))];
    markers.extend(RECORDING_TRACES.map(|trace| trace.as_bytes().to_vec()));
    markers.extend((0..40).flat_map(|number| [picture(number)[..30].to_vec(), sound(number)[..30].to_vec()]));
    // Control: they are what is seen and heard.
    let shown = all_of(&anna.open_recording(&log, &seen).await.expect("it opens"));
    let heard = all_of(&anna.open_recording(&log, &voice).await.expect("it opens"));
    assert!(contains(&shown, &markers[1]) && contains(&heard, &sound(7)[..30]));

    let written = watched.written.lock().expect("one thread").clone();
    assert!(written.len() > 100_000, "everything went through these files");
    let store = anna.store().expect("unlocked");
    let sent = world.devices[0].line.seen();
    let in_store = store.pages().expect("readable");
    for marker in &markers {
        assert!(!contains(&written, marker), "a file of the vault has it in clear");
        assert!(!contains(&in_store, marker), "a page of the database has it");
        assert!(!contains(&sent, marker), "it went over the line in clear");
    }
    let markers: Vec<&[u8]> = markers.iter().map(Vec::as_slice).collect();
    nothing_in_clear(world.devices[0].folder(), &markers);

    // Of what is finished or discarded no key is left, on no page of the database, used or unused.
    let read = "SELECT file_key FROM recorder";
    let keys = |client: &Client| -> Vec<[u8; 32]> {
        let store = client.store().expect("unlocked");
        let keys = store.read(|connection| -> Result<Vec<_>, verband_store::StoreError> {
            let mut statement = connection.prepare(read)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        });
        keys.expect("readable")
    };
    let key = keys(&anna).pop().expect("one is unfinished");
    assert!(contains(&store.pages().expect("readable"), &key), "it can be found");
    left.discard().expect("discarded");
    store.checkpoint().expect("written");
    assert!(!contains(&store.pages().expect("readable"), &key), "its key is left on a page");
    world.kill_server();
    nothing_in_clear(world.server_folder(), &markers);
}
