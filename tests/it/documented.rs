//! What is in the patient's record: the last word counts on every device alike, what came later or elsewhere is not covered,
//! and the trace stays.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, WoundDetails, WoundFinding, WoundItemKind};
use verband_tests::chance::seed;
use verband_tests::invariants::same_projections;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    (world, log)
}

fn wound(client: &Client, log: &LogId, patient: &str) -> EventId {
    let details = WoundDetails { patient: patient.to_owned(), ..WoundDetails::default() };
    client.create_wound(log, &details, None).expect("made")
}

fn area(area: u32) -> WoundFinding {
    WoundFinding { area: Some(area), ..WoundFinding::default() }
}

fn photo(client: &Client, log: &LogId, wound: &EventId, number: u64) -> EventId {
    let photo = verband_vault::sample::wound_photo(64, 48, number);
    client.send_wound_photos(log, wound, &[("close-up", &photo)]).expect("sent")[0]
}

/// What is not documented, by event.
fn missing(client: &Client, log: &LogId) -> Vec<EventId> {
    client.undocumented(log).expect("readable").into_iter().map(|row| row.event).collect()
}

fn is(client: &Client, log: &LogId, item: &EventId) -> bool {
    client.is_documented(log, item).expect("readable")
}

#[tokio::test(start_paused = true)]
async fn a_wound_is_documented_as_far_as_it_was_known_and_what_comes_later_is_not() {
    let (mut world, log) = ward(310).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let heel = wound(&anna, &log, "4711");
    let found = anna.record_finding(&log, &heel, &area(900)).expect("entered");
    let taken = photo(&anna, &log, &heel, 1);
    world.settle().await;
    assert_eq!(missing(&berta, &log).len(), 2);
    // Anna's next finding does not know of Berta's mark, nor the mark of it, whichever comes first in the log.
    let late = anna.record_finding(&log, &heel, &area(800)).expect("entered");
    let mark = berta.mark_documented(&log, &[heel], " KIS ", "8812").expect("she typed it over");
    assert!(!is(&berta, &log, &found), "it is not in the log yet");
    assert_eq!(berta.wound(&log, &heel).expect("there").documented_in, "KIS", "it shows at once");
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!(missing(client, &log), [late]);
        assert!(is(client, &log, &found) && is(client, &log, &taken) && !is(client, &log, &late));
        assert!(!is(client, &log, &heel), "as a whole it is not");
        let row = client.wound(&log, &heel).expect("there");
        assert_eq!((row.documented_in.as_str(), row.undocumented), ("KIS", 1));
        let course = client.wound_timeline(&log, &heel, 100).expect("readable");
        let said = course.iter().find(|item| item.kind == WoundItemKind::Documented).expect("the act");
        assert_eq!((said.event, said.by_name.as_str(), said.text.as_str()), (mark, "Berta", "8812"));
        let shown = client.wound_photos(&log, &heel).expect("readable");
        assert_eq!((shown[0].documented_in.as_str(), shown[0].documented_at), ("KIS", said.documented_at));
        let messages = client.messages(&log, 100).expect("readable");
        let photo = messages.iter().find(|row| row.event == taken).expect("there");
        assert_eq!(photo.documented_in, "KIS");
    }
    anna.mark_documented(&log, &[late], "KIS", "").expect("typed over");
    world.settle().await;
    assert!(is(&berta, &log, &heel) && missing(&berta, &log).is_empty());
    // A correction is not in the record, and neither is a finding that the record still has and the team has struck.
    anna.correct_finding(&log, &found, &area(910), "vertippt").expect("corrected");
    berta.strike_finding(&log, &late, "falsche Wunde").expect("struck");
    world.settle().await;
    let mut stale = missing(&anna, &log);
    stale.sort_unstable();
    let mut expected = [found, late];
    expected.sort_unstable();
    assert_eq!(stale, expected);
    // One that was struck before anybody documented it has nothing to do there.
    let wrong = anna.record_finding(&log, &heel, &area(1)).expect("entered");
    anna.strike_finding(&log, &wrong, "").expect("struck");
    berta.mark_documented(&log, &[heel], "KIS", "8813").expect("typed over");
    world.settle().await;
    assert!(missing(&anna, &log).is_empty() && is(&anna, &log, &heel));
    // Somebody who comes now, and reads it all backwards, sees the same.
    let newcomer = world.enrol("Zora", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, newcomer]);
    let zora = world.devices[newcomer].client();
    assert!(is(zora, &log, &heel) && is(zora, &log, &found));
}

#[tokio::test(start_paused = true)]
async fn the_last_word_counts_and_the_trace_tells_all_of_them() {
    let (mut world, log) = ward(311).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let text = anna.send_text(&log, "Verband trocken").expect("sent");
    world.settle().await;
    anna.mark_documented(&log, &[text], "KIS", "1").expect("any message may be");
    world.settle().await;
    // Both at once: what comes last into the log counts, for both.
    anna.withdraw_documented(&log, &[text], "falscher Patient").expect("withdrawn");
    berta.mark_documented(&log, &[text], "Papierakte", "").expect("marked");
    world.settle().await;
    let trace = anna.documented_trace(&log, &text).expect("readable");
    assert_eq!(trace.len(), 3);
    assert_eq!(is(&anna, &log, &text), !trace[0].withdrawn);
    let withdrawn = trace.iter().find(|row| row.withdrawn).expect("it stays");
    assert_eq!(
        (withdrawn.reason.as_str(), withdrawn.by_name.as_str(), withdrawn.own),
        ("falscher Patient", "Anna", true)
    );
    assert!(trace.iter().all(|row| row.by_hand && !row.waiting));
    berta.withdraw_documented(&log, &[text], "Akte verloren").expect("withdrawn");
    world.settle().await;
    for client in [&anna, &berta] {
        assert!(!is(client, &log, &text));
        assert_eq!(client.messages(&log, 9).expect("readable").last().expect("one").documented_at, None);
    }
    // The trace outlives what it is about, and a mark can be deleted like anything that one wrote.
    let again = anna.mark_documented(&log, &[text], "KIS", "2").expect("marked");
    world.settle().await;
    anna.delete(&log, &text).expect("her own");
    world.settle().await;
    assert_eq!(berta.documented_trace(&log, &text).expect("readable")[0].document, "2");
    anna.delete(&log, &again).expect("her own");
    world.settle().await;
    assert_eq!(berta.documented_trace(&log, &text).expect("readable").len(), 4);
    let newcomer = world.enrol("Zora", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, newcomer]);
}

#[tokio::test(start_paused = true)]
async fn a_photo_in_the_record_of_the_wrong_patient_is_in_no_record() {
    let (world, log) = ward(312).await;
    let anna = world.devices[ANNA].client().clone();
    let (heel, toe) = (wound(&anna, &log, "4711"), wound(&anna, &log, "4712"));
    let taken = photo(&anna, &log, &heel, 1);
    anna.mark_documented(&log, &[taken], "KIS", "8812").expect("marked");
    world.settle().await;
    assert!(is(&anna, &log, &taken));
    anna.attach_wound_photo(&log, &taken, &toe, "").expect("moved");
    world.settle().await;
    assert!(!is(&anna, &log, &taken));
    assert_eq!(missing(&anna, &log), [taken]);
    let row = &anna.undocumented(&log).expect("readable")[0];
    assert_eq!((row.patient.as_str(), row.wound), ("4712", Some(toe)));
    assert_eq!(anna.all_undocumented().expect("readable").len(), 1);
    anna.mark_documented(&log, &[taken], "KIS", "8813").expect("marked");
    world.settle().await;
    assert!(is(&anna, &log, &taken) && missing(&anna, &log).is_empty());
    // Back where the first mark was for: the last one was for another wound.
    anna.attach_wound_photo(&log, &taken, &heel, "").expect("moved");
    world.settle().await;
    assert!(!is(&anna, &log, &taken));
}

#[tokio::test(start_paused = true)]
async fn a_photo_of_a_patient_without_a_wound_is_missing_until_it_is_documented() {
    let (world, log) = ward(314).await;
    let anna = world.devices[ANNA].client().clone();
    let taken = anna.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 2), "").expect("sent");
    world.settle().await;
    assert_eq!(missing(&anna, &log), [], "nobody says whose it is");
    anna.file_photos(&log, &[taken], "4711").expect("filed");
    world.settle().await;
    let row = &anna.undocumented(&log).expect("readable")[0];
    assert_eq!((row.event, row.patient.as_str(), row.wound), (taken, "4711", None));
    assert_eq!(anna.all_undocumented().expect("readable").len(), 1);
    anna.mark_documented(&log, &[taken], "KIS", "").expect("marked");
    world.settle().await;
    assert_eq!(missing(&anna, &log), []);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_cannot_be_documented() {
    let (world, log) = ward(313).await;
    let anna = world.devices[ANNA].client().clone();
    let text = anna.send_text(&log, "x").expect("sent");
    let refused = |items: &[EventId], record: &str, document: &str| {
        anna.mark_documented(&log, items, record, document).expect_err("refused").code()
    };
    assert_eq!(refused(&[EventId([7; 16])], "KIS", ""), "not-found");
    assert_eq!(refused(&[], "KIS", ""), "not-found");
    assert_eq!(refused(&[text], " ", ""), "length");
    assert_eq!(refused(&[text], "K\nIS", ""), "length");
    assert_eq!(refused(&[text], "KIS", &"x".repeat(501)), "length");
    assert_eq!(anna.withdraw_documented(&log, &[text], "").expect_err("why?").code(), "length");
    anna.mark_documented(&log, &[text], "KIS", &"ü".repeat(500)).expect("as long as may be");
}
