//! Whose a photo is: said by anybody who may write, by the order of the log, with a trace; a wound's photos have its patient.

use minicbor::Encode;
use verband_client::texts::Language;
use verband_client::{
    AlbumPatientRow, AlbumPlace, AlbumQuery, FeedKind, FilingKind, MessageState, Patch, Row, WoundError,
};
use verband_client::{Client, ClientError, RowKind};
use verband_protocol::id::{EventId, LogId};
use verband_tests::hostile::Mole;
use verband_tests::invariants::same_projections;

use super::{ANNA, BERTA, DAY, at, code, events, of, photo, row, rows, space, ward};

/// The trace of a photo, the oldest first, without what only one device knows.
fn trace(client: &Client, log: &LogId, event: &EventId) -> Vec<(FilingKind, String, String, String)> {
    let steps = client.photo_filings(log, event).expect("readable");
    steps.into_iter().rev().map(|step| (step.kind, step.by_name, step.patient_before, step.patient)).collect()
}

#[tokio::test(start_paused = true)]
async fn an_album_shows_photos_of_everywhere_by_patient_and_wound() {
    let (mut world, log) = ward(1_700).await;
    let other = world.channel("Ambulanz", &[]).await;
    let anna = world.devices[ANNA].client().clone();
    let feed = anna.feed(FeedKind::Album(at(AlbumPlace::All))).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]), "nothing yet");
    let first = anna.send_photo(&log, &photo(1), "Ferse").expect("sent");
    world.clock.advance(DAY);
    let second = anna.send_photo(&other, &photo(2), "").expect("sent");
    let tray = anna.capture_photo(&photo(3), "", " 4711 ").expect("captured");
    let wound = anna.create_wound(&log, &of("4712"), None).expect("made");
    let third = anna.send_wound_photos(&log, &wound, &[("close-up", &photo(4))]).expect("sent")[0];
    anna.file_photos(&log, &[first], "4711").expect("filed");
    let batch = feed.next().await.expect("readable").expect("photos");
    assert!(batch.iter().any(|patch| matches!(patch, Patch::Insert(_, Row::Album(row)) if row.event == first)));

    assert_eq!(events(&anna, AlbumPlace::All), [third, tray, second, first], "the newest first");
    assert_eq!(events(&anna, AlbumPlace::Conversation(log)), [third, first]);
    assert_eq!(events(&anna, AlbumPlace::Tray), [tray]);
    assert_eq!(events(&anna, AlbumPlace::Unsorted), []);
    let of_patient = |patient: &str, place| {
        let query = AlbumQuery { patient: Some(patient.to_owned()), ..at(place) };
        let rows = anna.album(&query, 9).expect("readable");
        rows.into_iter().map(|row| row.event).collect::<Vec<_>>()
    };
    assert_eq!(of_patient("4711", AlbumPlace::All), [tray, first]);
    assert_eq!(of_patient("4711", AlbumPlace::Conversation(log)), [first]);
    assert_eq!(of_patient("4712", AlbumPlace::All), [third]);
    assert_eq!(of_patient("", AlbumPlace::All), []);
    let query = AlbumQuery { wound: Some(wound), ..AlbumQuery::default() };
    assert_eq!(anna.album(&query, 9).expect("readable").len(), 1);
    assert_eq!(anna.album(&at(AlbumPlace::All), 2).expect("readable").len(), 2, "as many as are asked for");
    let patients = anna.album_patients().expect("readable");
    let counts: Vec<(&str, u32)> = patients.iter().map(|row| (row.patient.as_str(), row.photos)).collect();
    assert_eq!(counts, [("4712", 1), ("4711", 2)]);
    assert!(matches!(&patients[0], AlbumPatientRow { newest_at, .. } if *newest_at == row(&anna, &third).taken_at));

    let shown = row(&anna, &first);
    assert_eq!((shown.kind, shown.caption.as_str(), shown.state), (RowKind::Photo, "Ferse", MessageState::Waiting));
    assert_eq!((shown.conversation_title.as_str(), shown.author_name.as_str(), shown.own), ("Wundteam", "Anna", true));
    assert!(shown.thumbnail.is_some() && (shown.width, shown.height) == (48, 64));
    assert_eq!((shown.ends_at, shown.days_left, shown.wound), (None, None, None), "it was sent");
    assert_eq!(row(&anna, &third).wound, Some(wound));
    world.settle().await;
    let berta = world.devices[BERTA].client();
    assert_eq!(events(berta, AlbumPlace::All), [third, first], "nothing of what she is not in");
    assert_eq!((row(berta, &first).patient.as_str(), row(berta, &first).state), ("4711", MessageState::Sent));
    same_projections(&world, &log, &[ANNA, BERTA]);
}

#[tokio::test(start_paused = true)]
async fn the_last_in_the_order_of_the_log_counts_and_every_step_stays_to_be_seen() {
    let (mut world, log) = ward(1_701).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let event = anna.send_photo(&log, &photo(1), "").expect("sent");
    world.settle().await;
    assert_eq!(anna.photo_filings(&log, &event).expect("readable"), []);
    anna.file_photos(&log, &[event], "4711").expect("filed");
    berta.file_photos(&log, &[event], "4712").expect("at the same time");
    assert_eq!((row(&anna, &event).patient.as_str(), row(&berta, &event).patient.as_str()), ("4711", "4712"));
    assert!(anna.photo_filings(&log, &event).expect("readable")[0].waiting);
    anna.sync().await.expect("first");
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!(row(client, &event).patient, "4712");
    }
    // What it says already is not said again.
    assert_eq!(anna.file_photos(&log, &[event], "4712").expect("nothing to do"), []);

    // A wound counts for its photos, and its patient can be corrected.
    let wound = berta.create_wound(&log, &of("4713"), None).expect("made");
    berta.attach_wound_photo(&log, &event, &wound, "close-up").expect("attached");
    assert_eq!(row(&berta, &event).patient, "4713");
    berta.change_wound(&log, &wound, &of("4714")).expect("corrected");
    world.settle().await;
    assert_eq!((row(&anna, &event).patient.as_str(), row(&anna, &event).wound), ("4714", Some(wound)));
    let placed = anna.file_photos(&log, &[event], "4711").expect_err("the wound says");
    assert!(matches!(placed, ClientError::Wound(WoundError::Placed)));
    assert!(placed.sentence(Language::German).expect("a sentence").contains("gehört zu einer Wunde"));
    anna.detach_wound_photo(&log, &event).expect("detached");
    world.settle().await;
    anna.file_photos(&log, &[event], "").expect("nobody's");
    world.settle().await;
    let own = |name: &str| name.to_owned();
    let steps = [
        (FilingKind::Filed, own("Anna"), own(""), own("4711")),
        (FilingKind::Filed, own("Berta"), own("4711"), own("4712")),
        (FilingKind::Placed, own("Berta"), own("4712"), own("4713")),
        (FilingKind::Corrected, own("Berta"), own("4713"), own("4714")),
        (FilingKind::Placed, own("Anna"), own("4714"), own("4712")),
        (FilingKind::Filed, own("Anna"), own("4712"), own("")),
    ];
    for client in [&anna, &berta] {
        assert_eq!(trace(client, &log, &event), steps);
        assert_eq!(row(client, &event).patient, "");
    }
    // Who comes now reads it all backwards, and sees the same.
    let clara = world.enrol("Clara", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, clara]);
    assert_eq!(trace(world.devices[clara].client(), &log, &event), steps);
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_back_counts_no_more() {
    let (mut world, log) = ward(1_702).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let event = anna.send_photo(&log, &photo(1), "").expect("sent");
    let wound = anna.create_wound(&log, &of("4712"), None).expect("made");
    anna.file_photos(&log, &[event], "4711").expect("filed");
    world.settle().await;
    let wrong = anna.file_photos(&log, &[event], "4799").expect("filed")[0];
    anna.undo_send(&log, &wrong).expect("it waits");
    assert_eq!(row(&anna, &event).patient, "4711");
    let wrong = anna.file_photos(&log, &[event], "4798").expect("filed")[0];
    world.settle().await;
    assert_eq!(row(&berta, &event).patient, "4798");
    anna.undo_send(&log, &wrong).expect("just sent");
    world.settle().await;
    assert_eq!(row(&berta, &event).patient, "4711");
    // With a wound goes what it said of its photos, with a photo what was said of it.
    berta.attach_wound_photo(&log, &event, &wound, "").expect("attached");
    world.settle().await;
    assert_eq!(row(&anna, &event).patient, "4712");
    anna.delete(&log, &wound).expect("deleted");
    assert_eq!(row(&anna, &event).wound, None, "at once");
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!((row(client, &event).patient.as_str(), row(client, &event).wound), ("4711", None));
    }
    anna.delete(&log, &event).expect("deleted");
    assert_eq!(events(&anna, AlbumPlace::All), [], "at once");
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::All), []);
    assert_eq!(code(berta.photo_filings(&log, &event)), "not-found");
    assert_eq!(code(berta.file_photos(&log, &[event], "4711")), "not-found");
    let clara = world.enrol("Clara", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, clara]);
}

#[tokio::test(start_paused = true)]
async fn a_redacted_photo_stays_filed() {
    let (world, log) = ward(1_703).await;
    let anna = world.devices[ANNA].client();
    let event = anna.send_photo(&log, &photo(1), "").expect("sent");
    anna.file_photos(&log, &[event], "4711").expect("filed");
    world.settle().await;
    let checked = verband_client::PhotoReview { marks: Vec::new(), checked: true };
    let replacement = anna.redact_photo(&log, &event, &checked).await.expect("replaced");
    world.settle().await;
    let shown = rows(world.devices[BERTA].client(), AlbumPlace::All);
    assert_eq!(shown.iter().map(|row| (row.event, row.patient.as_str())).collect::<Vec<_>>(), [(replacement, "4711")]);
}

#[tokio::test(start_paused = true)]
async fn photos_of_before_there_was_an_album_are_in_it() {
    let (mut world, log) = ward(1_705).await;
    let anna = world.devices[ANNA].client().clone();
    let wound = anna.create_wound(&log, &of("4712"), None).expect("made");
    anna.send_wound_photos(&log, &wound, &[("close-up", &photo(1))]).expect("sent");
    anna.send_photo(&log, &photo(2), "").expect("sent");
    anna.capture_photo(&photo(3), "", "").expect("captured");
    world.settle().await;
    let all = rows(&anna, AlbumPlace::All);
    let emptied = anna.store().expect("unlocked").with_tx(|tx| tx.execute("DELETE FROM album_item", []));
    assert_eq!(emptied.expect("as an earlier version left it"), 3);
    world.devices[ANNA].switch_off();
    world.devices[ANNA].switch_on().expect("it opens");
    assert_eq!(rows(world.devices[ANNA].client(), AlbumPlace::All), all);
}

/// What a photo is filed under, as docs/protocol.md has it.
#[derive(Encode)]
#[cbor(map)]
struct Filed {
    #[n(0)]
    photo: EventId,
    #[n(1)]
    patient: String,
}

#[derive(Encode)]
#[cbor(map)]
struct Sent {
    #[n(0)]
    photo: EventId,
    #[n(1)]
    log: LogId,
    #[n(2)]
    event: EventId,
}

#[tokio::test(start_paused = true)]
async fn what_breaks_a_limit_is_refused_here_and_unreadable_there() {
    let (world, log) = ward(1_704).await;
    let anna = world.devices[ANNA].client();
    let event = anna.send_photo(&log, &photo(1), "").expect("sent");
    let text = anna.send_text(&log, "kein Foto").expect("sent");
    for wrong in ["4711\n4712".to_owned(), "4".repeat(65), "47\u{7}11".to_owned()] {
        let refused = anna.file_photos(&log, &[event], &wrong).expect_err("too much");
        assert!(matches!(refused, ClientError::Wound(WoundError::Length("patient", 64))), "{wrong:?}");
        assert_eq!(code(anna.capture_photo(&photo(2), "", &wrong)), "wound");
    }
    assert_eq!(events(anna, AlbumPlace::Tray), [], "nothing was captured");
    assert_eq!(code(anna.file_photos(&log, &[text], "4711")), "not-found");
    assert_eq!(code(anna.file_photos(&log, &[event, EventId([9; 16])], "4711")), "not-found");
    assert_eq!(row(anna, &event).patient, "", "all or none");
    assert_eq!(code(anna.file_photos(&LogId([9; 32]), &[event], "4711")), "not-found");
    assert_eq!(code(anna.capture_photo(b"no photo", "", "")), "photo");
    anna.file_photos(&log, &[event], &"ä".repeat(64)).expect("as much as there may be");
    world.settle().await;

    // What no honest program writes.
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let line = &world.devices[BERTA].line;
    for patient in ["x".repeat(65), " 4711".to_owned(), "a\nb".to_owned()] {
        let payload = minicbor::to_vec(Filed { photo: event, patient }).expect("in memory");
        mole.write(line, &log, 80, payload).await;
        world.settle().await;
    }
    mole.write(line, &log, 80, vec![0xff]).await;
    world.settle().await;
    let sent = minicbor::to_vec(Sent { photo: event, log: space(anna), event }).expect("in memory");
    mole.write(line, &log, 81, sent).await;
    world.settle().await;
    assert_eq!((row(anna, &event).patient, row(anna, &event).sent), ("ä".repeat(64), false));
    let unreadable = anna.messages(&log, 50).expect("readable");
    assert_eq!(unreadable.iter().filter(|row| row.kind == RowKind::Unreadable).count(), 5);
    same_projections(&world, &log, &[ANNA, BERTA]);
}
