//! Photos of a wound as documents by themselves: each is acknowledged and marked, and whatever goes wrong half-way, the same call
//! goes on behind what is there.

use std::sync::Arc;

use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, RecordReceipt, RecordTarget, Retry};
use verband_tests::world::World;

use super::{ANNA, Answers, BERTA, Record, acts_of, patient, record, refusal, upload};
use crate::fhir::ward;

async fn send(
    client: &Client,
    log: &LogId,
    wound: &EventId,
    target: &RecordTarget,
) -> Result<Vec<RecordReceipt>, ClientError> {
    client.wound_photos_upload(log, wound, None, target, &patient(), "Europe/Berlin", Language::German).await
}

/// A wound with so many photos, by when they were taken.
async fn photographed(number: u64, photos: u64) -> (World, LogId, EventId, Vec<EventId>) {
    let (world, log, wound) = ward(number).await;
    let anna = world.devices[ANNA].client().clone();
    for photo in 1..photos {
        let photo = verband_vault::sample::wound_photo(64, 48, 20 + photo);
        anna.send_wound_photos(&log, &wound, &[("overview", &photo)]).expect("sent");
    }
    world.settle().await;
    let rows = anna.wound_photos(&log, &wound).expect("readable");
    (world, log, wound, rows.into_iter().map(|row| row.event).collect())
}

/// The documents that the marks of a photo's own documents name.
fn documents(client: &Client, log: &LogId, photo: &EventId) -> Vec<String> {
    let trace = client.documented_trace(log, photo).expect("readable");
    trace.into_iter().filter(|said| !said.by_hand).map(|said| said.document).collect()
}

fn clean(record: &Arc<Record>) -> bool {
    record.faults.lock().expect("whole").is_empty()
}

#[tokio::test]
async fn each_photo_is_a_document_that_is_acknowledged_and_marked_beside_the_report() {
    let (world, log, wound, photos) = photographed(350, 2).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (record, target) = record(Answers::Created).await;
    let receipts = send(&berta, &log, &wound, &target).await.expect("taken");
    let sent: Vec<EventId> = receipts.iter().map(|receipt| receipt.item).collect();
    assert_eq!(sent, photos);
    assert!(receipts.iter().all(|receipt| !receipt.earlier) && clean(&record));
    for (_, document) in record.has() {
        assert_eq!(document["subject"]["reference"], "Patient/1");
        assert_eq!(document["type"]["coding"][0]["code"], "VL160115", "it is a pressure ulcer");
        let attached = &document["content"][0]["attachment"];
        assert_eq!(attached["contentType"], "image/jpeg");
        assert!(attached["data"].as_str().expect("a document").starts_with("/9j/"), "a JPEG");
        assert!(document["description"].as_str().expect("words").contains("Anna"));
    }
    world.settle().await;
    for client in [&anna, &berta] {
        for (photo, receipt) in photos.iter().zip(&receipts) {
            assert!(client.is_documented(&log, photo).expect("readable"));
            assert_eq!(documents(client, &log, photo), std::slice::from_ref(&receipt.document));
        }
        let missing = client.undocumented(&log).expect("readable");
        assert_eq!(missing.len(), 2, "the findings are in no photo");
        assert_eq!(acts_of(client, &log, &wound, "photos"), 2);
    }
    // What is there by itself is not sent again, whoever asks.
    for client in [&anna, &berta] {
        let again = send(client, &log, &wound, &target).await.expect("there");
        assert!(again.iter().all(|receipt| receipt.earlier));
    }
    world.settle().await;
    assert_eq!((record.tries(), record.has().len()), (2, 2));
    assert!(photos.iter().all(|photo| documents(&anna, &log, photo).len() == 1), "nor marked again");
    // The report goes as well, and takes the place of no photo.
    let report = upload(&anna, &log, &wound, &target).await.expect("taken");
    assert_eq!((report.item, record.has().len()), (wound, 3));
    assert!(record.has().iter().all(|(_, document)| document["relatesTo"].is_null()));
    world.settle().await;
    assert!(berta.is_documented(&log, &wound).expect("readable"));
    // Nor does it make a photo a document by itself that is none.
    let other = RecordTarget { name: "Archiv".to_owned(), ..target.clone() };
    let (archive, archived) = super::record(Answers::Created).await;
    let other = RecordTarget { url: archived.url.clone(), ..other };
    upload(&anna, &log, &wound, &other).await.expect("taken");
    assert_eq!(send(&anna, &log, &wound, &other).await.expect("taken").len(), 2);
    assert_eq!(archive.has().len(), 3);
    // What somebody took back is not there any more, and goes again.
    berta.withdraw_documented(&log, &photos[..1], "im KIS gelöscht").expect("withdrawn");
    world.settle().await;
    let receipts = send(&anna, &log, &wound, &target).await.expect("taken");
    assert_eq!(receipts.iter().map(|receipt| receipt.earlier).collect::<Vec<_>>(), [false, true]);
    assert_eq!(record.has().len(), 4);
    assert!(clean(&record) && clean(&archive));
}

#[tokio::test]
async fn what_is_refused_holds_up_no_other_and_is_tried_anew() {
    let (world, log, wound, photos) = photographed(351, 4).await;
    let anna = world.devices[ANNA].client().clone();
    let (record, target) = record(Answers::Created).await;
    record.script(&[Answers::Created, Answers::Refuses]);
    let error = send(&anna, &log, &wound, &target).await.expect_err("one was refused");
    assert_eq!(error.retry(), Retry::Never);
    assert_eq!(refusal::<()>(Err(error)).code(), "refused");
    assert_eq!((record.tries(), record.has().len()), (4, 3));
    let marked: Vec<bool> = photos.iter().map(|photo| !documents(&anna, &log, photo).is_empty()).collect();
    assert_eq!(marked, [true, false, true, true]);
    let receipts = send(&anna, &log, &wound, &target).await.expect("taken");
    assert_eq!(receipts.iter().map(|receipt| receipt.earlier).collect::<Vec<_>>(), [true, false, true, true]);
    assert_eq!((record.tries(), record.has().len()), (5, 4));
    for photo in &photos {
        assert_eq!(documents(&anna, &log, photo).len(), 1);
    }
    assert!(clean(&record));
}

#[tokio::test]
async fn a_line_that_breaks_half_way_is_gone_on_with_without_a_second_document() {
    for (number, broken, tries) in [
        // Whoever takes it and is not heard is asked, and has nothing sent again.
        (352, Answers::TakesAndCuts, 3),
        (353, Answers::TakesAndFails, 3),
        (354, Answers::Cut, 4),
        (355, Answers::Silence, 4),
        (356, Answers::Busy, 4),
        (357, Answers::Login, 4),
    ] {
        let (world, log, wound, photos) = photographed(number, 3).await;
        let anna = world.devices[ANNA].client().clone();
        let (record, target) = record(Answers::Created).await;
        let target = RecordTarget { wait_ms: 600, ..target };
        record.script(&[Answers::Slow, broken]);
        let error = send(&anna, &log, &wound, &target).await.expect_err("the second broke");
        let passes = broken != Answers::Login;
        assert_eq!((error.code(), error.retry() == Retry::Later), ("record", passes), "{number}");
        let marked = |client: &Client| -> Vec<usize> {
            photos.iter().map(|photo| documents(client, &log, photo).len()).collect()
        };
        assert_eq!((marked(&anna), record.tries()), (vec![1, 0, 0], 2), "{number}");
        world.settle().await;
        assert_eq!(marked(world.devices[BERTA].client()), [1, 0, 0], "{number}");
        let receipts = send(&anna, &log, &wound, &target).await.expect("taken");
        assert_eq!(receipts.iter().map(|receipt| receipt.earlier).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!((marked(&anna), record.has().len(), record.tries()), (vec![1; 3], 3, tries), "{number}");
        assert_eq!(acts_of(&anna, &log, &wound, "photos"), 3, "{number}");
        assert!(clean(&record), "{number}");
    }
}

#[tokio::test]
async fn a_device_that_dies_between_two_photos_makes_one_document_and_one_mark_of_each() {
    let (mut world, log, wound, photos) = photographed(358, 2).await;
    for k in 1.. {
        let (record, target) = record(Answers::Created).await;
        let target = RecordTarget { name: format!("KIS {k}"), ..target };
        let died = world.devices[ANNA].dies_at(k, async |anna| drop(send(anna, &log, &wound, &target).await)).await;
        let anna = world.devices[ANNA].client();
        send(anna, &log, &wound, &target).await.expect("the next try");
        assert_eq!(record.has().len(), 2, "k={k}");
        for photo in &photos {
            let trace = anna.documented_trace(&log, photo).expect("readable");
            assert_eq!(trace.iter().filter(|said| said.record == target.name).count(), 1, "k={k}");
        }
        assert!(clean(&record));
        if !died {
            assert!(k > 8);
            break;
        }
    }
}

#[tokio::test]
async fn a_photo_that_was_moved_to_another_patient_meanwhile_is_sent_for_that_one() {
    let (world, log, wound, photos) = photographed(359, 1).await;
    let anna = world.devices[ANNA].client().clone();
    let (record, target) = record(Answers::TakesAndFails).await;
    assert_eq!(refusal(send(&anna, &log, &wound, &target).await).code(), "fault");
    let details = verband_client::WoundDetails { patient: "0815".to_owned(), ..Default::default() };
    let toe = anna.create_wound(&log, &details, None).expect("made");
    anna.attach_wound_photo(&log, &photos[0], &toe, "").expect("moved");
    record.answer(Answers::Created);
    assert_eq!(send(&anna, &log, &wound, &target).await.expect("it has none any more"), []);
    let other = verband_client::RecordContext { patient: "Patient/9".to_owned(), encounter: String::new() };
    let sent = anna.wound_photos_upload(&log, &toe, None, &target, &other, "Europe/Berlin", Language::German).await;
    assert!(!sent.expect("taken")[0].earlier);
    world.settle().await;
    assert!(anna.is_documented(&log, &photos[0]).expect("readable"));
    let subjects: Vec<String> =
        record.has().iter().map(|(_, document)| document["subject"]["reference"].to_string()).collect();
    assert_eq!(subjects.len(), 2);
    assert!(subjects.contains(&"\"Patient/9\"".to_owned()));
}

#[tokio::test]
async fn a_photo_that_was_moved_to_another_wound_meanwhile_is_no_document_of_the_old_one() {
    for (number, answers, there) in [(361, Answers::TakesAndFails, true), (362, Answers::Busy, false)] {
        let (world, log, wound, photos) = photographed(number, 1).await;
        let anna = world.devices[ANNA].client().clone();
        let (record, target) = record(answers).await;
        assert_eq!(refusal(send(&anna, &log, &wound, &target).await).code(), "fault");
        let details = anna.wound(&log, &wound).expect("readable").details;
        let toe = anna.create_wound(&log, &details, None).expect("made");
        anna.attach_wound_photo(&log, &photos[0], &toe, "").expect("moved");
        record.answer(Answers::Created);
        let sent = send(&anna, &log, &toe, &target).await.expect("taken");
        assert_eq!(sent.len(), 1);
        assert!(!sent[0].earlier, "another document");
        assert_eq!(record.has().len(), if there { 2 } else { 1 }, "{number}");
        assert_eq!(documents(&anna, &log, &photos[0]).len(), record.has().len(), "a mark of each");
        world.settle().await;
        assert!(anna.is_documented(&log, &photos[0]).expect("readable"), "as one of the toe");
    }
}

#[tokio::test]
async fn what_the_record_has_of_another_patient_is_not_there_for_this_one() {
    let (world, log, wound, photos) = photographed(363, 2).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (record, target) = record(Answers::Created).await;
    let zone = "Europe/Berlin";
    let sent = async |client: &Client, patient: &str| {
        let context = verband_client::RecordContext { patient: patient.to_owned(), encounter: String::new() };
        let sent = client.wound_photos_upload(&log, &wound, None, &target, &context, zone, Language::German);
        sent.await.expect("taken").into_iter().map(|receipt| receipt.earlier).collect::<Vec<_>>()
    };
    assert_eq!(sent(&anna, "Patient/1").await, [false; 2]);
    assert_eq!(sent(&anna, "Patient/1").await, [true; 2]);
    assert_eq!(sent(&anna, "Patient/2").await, [false; 2], "the first one was somebody else");
    assert_eq!((sent(&anna, "Patient/2").await, record.has().len()), (vec![true; 2], 4));
    world.settle().await;
    // Another device knows whose the wound was: when that was corrected, what is there is of somebody else.
    assert_eq!(sent(&berta, "Patient/2").await, [true; 2]);
    let mut details = anna.wound(&log, &wound).expect("readable").details;
    details.patient = "0815".to_owned();
    anna.change_wound(&log, &wound, &details).expect("corrected");
    world.settle().await;
    assert_eq!((sent(&berta, "Patient/3").await, record.has().len()), (vec![false; 2], 6));
    let none = anna.wound_photos_upload(&log, &wound, Some(&[]), &target, &patient(), zone, Language::German).await;
    assert_eq!((none.expect("nothing to do"), record.has().len()), (Vec::new(), 6));
    assert!(clean(&record) && photos.len() == 2);
}

#[tokio::test]
async fn a_policy_lets_no_photo_out_and_what_is_none_is_none() {
    let (world, log, wound, photos) = photographed(360, 1).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (record, target) = record(Answers::Created).await;
    let zone = "Europe/Berlin";
    let sent = |client: Client, photo: EventId, target: RecordTarget, zone: &'static str| async move {
        let (photos, context) = ([photo], patient());
        let sent =
            client.wound_photos_upload(&log, &wound, Some(&photos[..]), &target, &context, zone, Language::German);
        sent.await.expect_err("refused").code()
    };
    assert_eq!(sent(anna.clone(), wound, target.clone(), zone).await, "not-found");
    assert_eq!(sent(anna.clone(), photos[0], target.clone(), "Nirgendwo/Dort").await, "not-found");
    let nowhere = RecordTarget { url: "http://kis.example.org/fhir".to_owned(), ..target.clone() };
    assert_eq!(sent(anna.clone(), photos[0], nowhere, zone).await, "record");
    assert_eq!((record.tries(), acts_of(&berta, &log, &wound, "photos")), (0, 0));
    // Nor what is on its way already.
    record.answer(Answers::Busy);
    assert_eq!(sent(berta.clone(), photos[0], target.clone(), zone).await, "record");
    record.answer(Answers::Created);
    let policy = OrganisationPolicy { export: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    berta.sync().await.expect("up to date");
    assert_eq!(sent(berta.clone(), photos[0], target.clone(), zone).await, "policy");
    assert_eq!((record.tries(), record.has().len()), (1, 0));
}
