//! Moving photos out of the tray: the copy and the photo change places for the person at once, and at no time is there none.

use std::sync::Arc;

use verband_client::protocol::organisation::{OrganisationPolicy, Redaction};
use verband_client::texts::Language;
use verband_client::{
    AlbumPlace, ClientError, MessageState, NewRecording, PhotoReview, RecordingKind, RowKind, WoundConsent, WoundError,
};
use verband_store::testing::FaultAt;
use verband_tests::invariants::{hold, same_projections};
use verband_tests::world::{World, run};
use verband_vault::BlobFiles;
use verband_vault::sample::recording::{video_pieces, voice_pieces};

use super::{ANNA, BERTA, code, events, of, photo, row, rows, space, ward};

/// Longer than something can be undone.
const LATER: u64 = 11_000;

#[tokio::test(start_paused = true)]
async fn what_is_captured_offline_is_filed_moved_and_sent_once() {
    let (world, log) = ward(1_710).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let tray = space(&berta);
    world.devices[BERTA].line.set_online(false);
    let taken: Vec<_> = (1..4).map(|n| berta.capture_photo(&photo(n), "Ferse", "").expect("captured")).collect();
    assert_eq!(rows(&berta, AlbumPlace::Unsorted).len(), 3);
    berta.file_photos(&tray, &taken[..2], "4711").expect("filed");
    assert_eq!(events(&berta, AlbumPlace::Unsorted), [taken[2]]);
    let taken_at = row(&berta, &taken[0]).taken_at;
    let copies = berta.move_photos(&tray, &taken[..2], &log, None).await.expect("moved");
    assert_eq!(events(&berta, AlbumPlace::Tray), [taken[2]], "at once");
    assert_eq!(berta.messages(&tray, 9).expect("readable").len(), 1, "there, too");
    assert_eq!(row(&berta, &copies[0]).patient, "4711");
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    world.clock.advance(LATER);
    world.settle().await;
    // What never was on the server in the tray never got there; nothing of it is left here.
    assert_eq!(berta.outbox().expect("readable"), (0, 0));
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), 6, "two copies, and one in the tray");
    for client in [&anna, &berta] {
        let shown: Vec<_> = rows(client, AlbumPlace::Conversation(log));
        assert_eq!(shown.iter().map(|row| row.event).collect::<Vec<_>>(), [copies[1], copies[0]]);
        let first = &shown[1];
        assert_eq!((first.patient.as_str(), first.caption.as_str(), first.taken_at), ("4711", "Ferse", taken_at));
        assert_eq!(first.state, MessageState::Sent);
        client.photo_preview(&first.photo).await.expect("it opens");
    }
    let original = anna.export_photo(&row(&anna, &copies[0]).photo).await.expect("it opens");
    assert!(verband_vault::probe(&original).is_ok());
    same_projections(&world, &log, &[ANNA, BERTA]);
}

#[tokio::test(start_paused = true)]
async fn undoing_gives_the_photo_back_until_ten_seconds_after_it_was_sent() {
    let (world, log) = ward(1_711).await;
    let berta = world.devices[BERTA].client().clone();
    let tray = space(&berta);
    world.devices[BERTA].line.set_online(false);
    let event = berta.capture_photo(&photo(1), "", "4711").expect("captured");
    let moved = || async { berta.move_photos(&tray, &[event], &log, None).await.expect("moved")[0] };
    let copy = moved().await;
    assert_eq!(code(berta.move_photos(&tray, &[event], &log, None).await), "not-found", "once is enough");
    berta.undo_send(&log, &copy).expect("it waits");
    assert_eq!((events(&berta, AlbumPlace::Tray), row(&berta, &event).patient), (vec![event], "4711".to_owned()));
    let copy = moved().await;
    assert!(berta.cancel(&log, &copy).expect("it waits"));
    assert_eq!(events(&berta, AlbumPlace::All), [event]);
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert_eq!(row(&berta, &event).state, MessageState::Sent, "it goes up again");

    let copy = moved().await;
    world.settle().await;
    assert_eq!(events(world.devices[ANNA].client(), AlbumPlace::All), [copy]);
    berta.undo_send(&log, &copy).expect("just sent");
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::All), [event]);
    assert_eq!(events(world.devices[ANNA].client(), AlbumPlace::All), []);

    let copy = moved().await;
    world.settle().await;
    world.clock.advance(LATER);
    world.settle().await;
    assert_eq!(code(berta.undo_send(&log, &copy)), "too-late");
    assert_eq!(events(&berta, AlbumPlace::All), [copy]);
    // It was on the server: there it is deleted, and the key with it.
    let photos = berta.store().expect("unlocked").read(|sql| {
        Ok::<_, verband_store::StoreError>(sql.query_row("SELECT count(*) FROM photo", [], |row| row.get::<_, u64>(0))?)
    });
    assert_eq!(photos.expect("readable"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_is_refused_leaves_the_photo_where_it_was() {
    let (world, log) = ward(1_712).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let tray = space(&berta);
    let large = |number| verband_vault::sample::wound_photo(3_000, 2_000, number);
    anna.send_photo(&log, &large(1), "").expect("sent");
    let event = berta.capture_photo(&large(2), "", "").expect("captured");
    world.settle().await;
    // Room for one of them and not for two.
    let used = anna.storage_of(&log).await.expect("told").used;
    let quota = u32::try_from(used >> 20).expect("small") + 1;
    anna.set_policy(OrganisationPolicy { conversation_quota_mb: Some(quota), ..OrganisationPolicy::default() })
        .await
        .expect("set");
    world.settle().await;
    let copy = berta.move_photos(&tray, &[event], &log, None).await.expect("moved")[0];
    let _ = berta.sync().await;
    world.clock.advance(LATER);
    let _ = berta.sync().await;
    assert_eq!(row(&berta, &copy).state, MessageState::Failed, "there is no room");
    assert_eq!(events(&berta, AlbumPlace::Tray), [event], "it is shown in both places");
    assert!(berta.cancel(&log, &copy).expect("it waits"));
    assert_eq!(events(&berta, AlbumPlace::All).len(), 2);
    assert_eq!(events(&anna, AlbumPlace::All).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_photo_is_moved_to_the_wound_of_its_patient_only() {
    let (mut world, log) = ward(1_713).await;
    let berta = world.devices[BERTA].client().clone();
    let tray = space(&berta);
    let wound = berta.create_wound(&log, &of("Zimmer 4"), None).expect("made");
    let event = berta.capture_photo(&photo(1), "", "4711").expect("captured");
    let other = berta.move_photos(&tray, &[event], &log, Some(&wound)).await.expect_err("another patient");
    assert!(matches!(other, ClientError::Wound(WoundError::OtherPatient)));
    assert!(other.sentence(Language::German).expect("a sentence").contains("anderen Patientenbezug"));
    berta.file_photos(&tray, &[event], "zimmer 4").expect("filed");
    let copy = berta.move_photos(&tray, &[event], &log, Some(&wound)).await.expect("moved")[0];
    world.settle().await;
    let anna = world.devices[ANNA].client().clone();
    assert_eq!((row(&anna, &copy).wound, row(&anna, &copy).patient.as_str()), (Some(wound), "Zimmer 4"));
    assert_eq!(anna.wound_photos(&log, &wound).expect("readable").len(), 1);

    // What must not be photographed, or is not there.
    let event = berta.capture_photo(&photo(2), "", "").expect("captured");
    let refused = WoundConsent { state: "refused".to_owned(), ..WoundConsent::default() };
    berta.set_wound_consent(&log, &wound, &refused).expect("written");
    assert_eq!(code(berta.move_photos(&tray, &[event], &log, Some(&wound)).await), "wound");
    assert_eq!(code(berta.move_photos(&tray, &[event], &tray, None).await), "not-found");
    assert_eq!(code(berta.move_photos(&tray, &[event, copy], &log, None).await), "not-found");
    assert_eq!(events(&berta, AlbumPlace::Tray), [event], "all or none");
    // Another's photo is not taken away from a channel, but a moderator may.
    let ambulance = world.channel("Ambulanz", &[BERTA]).await;
    let hers = anna.send_photo(&log, &photo(3), "").expect("sent");
    world.settle().await;
    assert_eq!(code(berta.move_photos(&log, &[hers], &ambulance, None).await), "not-allowed");
    let moved = anna.move_photos(&log, &[hers], &ambulance, None).await.expect("her own")[0];
    world.settle().await;
    world.clock.advance(LATER);
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::Conversation(ambulance)), [moved]);
    assert!(!events(&berta, AlbumPlace::Conversation(log)).contains(&hers));
    same_projections(&world, &log, &[ANNA, BERTA]);
}

#[tokio::test(start_paused = true)]
async fn where_redaction_is_required_nothing_leaves_the_tray_unseen() {
    let (world, log) = ward(1_714).await;
    let policy =
        OrganisationPolicy { redaction: Redaction::Required, keep_originals: true, ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let tray = space(&berta);
    let event = berta.capture_photo(&photo(1), "", "4711").expect("into the tray it may go");
    assert_eq!(code(berta.move_photos(&tray, &[event], &log, None).await), "not-looked-through");
    let checked = PhotoReview { marks: Vec::new(), checked: true };
    let seen = berta.redact_photo(&tray, &event, &checked).await.expect("looked through");
    assert_eq!(row(&berta, &seen).patient, "4711");
    let copy = berta.move_photos(&tray, &[seen], &log, None).await.expect("moved")[0];
    world.settle().await;
    assert_eq!(row(world.devices[ANNA].client(), &copy).patient, "4711");
    // A copy that waits can still be redacted: the photo in the tray does not come back by that.
    world.devices[BERTA].line.set_online(false);
    let event = berta.capture_photo_file(&photo(2), "", "").expect("captured");
    let seen = berta.redact_photo(&tray, &event, &checked).await.expect("looked through");
    let copy = berta.move_photos(&tray, &[seen], &log, None).await.expect("moved")[0];
    let copy = berta.redact_photo(&log, &copy, &checked).await.expect("replaced");
    assert_eq!(events(&berta, AlbumPlace::Tray), []);
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    world.clock.advance(LATER);
    world.settle().await;
    assert_eq!(events(&berta, AlbumPlace::Tray), []);
    assert!(events(&berta, AlbumPlace::Conversation(log)).contains(&copy));
    assert_eq!(berta.outbox().expect("readable"), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn voice_notes_and_videos_lie_in_the_album_and_move_like_photos() {
    let (world, log) = ward(1_716).await;
    let berta = world.devices[BERTA].client().clone();
    let tray = space(&berta);
    let record = |kind, media: &'static str, pieces: Vec<Vec<u8>>| {
        let (berta, tray) = (berta.clone(), tray);
        async move {
            let writer = berta.start_recording(&tray, kind, media).expect("begun");
            for piece in &pieces {
                writer.write(piece, &[9]).expect("on disk");
            }
            let poster = (kind == RecordingKind::Video).then(|| photo(5));
            let new = NewRecording { caption: "Ferse".to_owned(), poster, ..NewRecording::default() };
            writer.finish(&new).await.expect("finished")
        }
    };
    let voice = record(RecordingKind::Voice, "audio/webm", voice_pieces(10)).await;
    let video = record(RecordingKind::Video, "video/mp4", video_pieces(5)).await;
    let (heard, filmed) = (row(&berta, &voice), row(&berta, &video));
    assert_eq!((heard.kind, heard.thumbnail.is_some(), heard.days_left), (RowKind::Voice, false, Some(30)));
    assert_eq!((filmed.kind, filmed.thumbnail.is_some(), filmed.width > 0), (RowKind::Video, true, true));
    assert!(heard.duration_ms > Some(0) && filmed.duration_ms > Some(0));
    berta.file_photos(&tray, &[voice], "4711").expect("filed");
    let wound = berta.create_wound(&log, &of("4711"), None).expect("made");
    assert_eq!(code(berta.move_photos(&tray, &[voice], &log, Some(&wound)).await), "not-found");
    // One that is being recorded is no room that can be freed.
    let writer = berta.start_recording(&tray, RecordingKind::Voice, "audio/webm").expect("begun");
    for piece in voice_pieces(3) {
        writer.write(&piece, &[]).expect("on disk");
    }
    let copies = berta.move_photos(&tray, &[voice, video], &log, None).await.expect("moved");
    assert_eq!(events(&berta, AlbumPlace::Tray), []);
    world.settle().await;
    world.clock.advance(LATER);
    world.settle().await;
    berta.free_storage(None).expect("what the server has");
    writer.finish(&NewRecording::default()).await.expect("all of it is there");
    let anna = world.devices[ANNA].client();
    let shown = row(anna, &copies[0]);
    assert_eq!((shown.kind, shown.patient.as_str(), shown.caption.as_str()), (RowKind::Voice, "4711", "Ferse"));
    assert_eq!(shown.duration_ms, heard.duration_ms);
    for copy in &copies {
        assert!(anna.open_recording(&log, copy).await.expect("it opens").len() > 100);
    }
    assert_eq!(code(berta.open_recording(&tray, &voice).await), "not-found");
    same_projections(&world, &log, &[ANNA, BERTA]);
}

#[test]
fn a_device_dies_at_every_call_while_it_moves() {
    run(async {
        let mut world = World::with_members(1_715, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[BERTA]).await;
        world.settle().await;
        let mut moved = 0;
        // What it does to open is killed elsewhere.
        world.devices[BERTA].switch_off();
        let opening = FaultAt::new(0, verband_store::Fate::Die);
        let files = Arc::new(world.devices[BERTA].files.clone());
        world.devices[BERTA].switch_on_with(opening.clone(), files).expect("it opens");
        for k in opening.calls() + 1.. {
            let tray = space(world.devices[BERTA].client());
            let event = world.devices[BERTA].client().capture_photo(&photo(k), "", "4711").expect("captured");
            // Every other one has been on the server.
            if k % 2 == 0 {
                world.settle().await;
            }
            world.devices[BERTA].switch_off();
            let fault = FaultAt::new(k, verband_store::Fate::Die);
            let files = Arc::new(world.devices[BERTA].files.clone());
            let mut copy = None;
            if world.devices[BERTA].switch_on_with(fault.clone(), files).is_ok() {
                let berta = world.devices[BERTA].client().clone();
                copy = berta.move_photos(&tray, &[event], &log, None).await.ok().map(|copies| copies[0]);
                let _ = berta.sync().await;
                world.clock.advance(LATER);
                let _ = berta.sync().await;
            }
            world.devices[BERTA].kill();
            world.devices[BERTA].switch_on().expect("it starts again");
            world.clock.advance(LATER);
            world.settle().await;
            let berta = world.devices[BERTA].client();
            let (there, here) = (events(berta, AlbumPlace::Conversation(log)), events(berta, AlbumPlace::Tray));
            // In one of both, and not in both.
            moved += usize::from(!here.contains(&event));
            assert_eq!(there.len(), moved, "died at {k}");
            if let Some(copy) = copy {
                assert!(there.contains(&copy) && !here.contains(&event), "she was told, and died at {k}");
            }
            hold(&world, &log, &[ANNA, BERTA], &copy.into_iter().collect::<Vec<_>>());
            if !fault.struck() {
                assert!(k > opening.calls() + 50, "moving made {k} store calls only");
                break;
            }
        }
    });
}
