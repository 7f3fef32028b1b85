//! The wound record: what counts follows from the log on every device alike, every change leaves a trace, and six weeks
//! without a smaller wound put a question.

use minicbor::Encode;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    BodySite, Client, ClientError, FeedKind, Patch, Row, RowKind, SearchQuery, TissuePart, WoundConsent, WoundDetails,
    WoundError, WoundFinding, WoundItemKind, WoundRow, six_week_question,
};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::invariants::{hold, same_projections};
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;

const DAY: u64 = 86_400_000;

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    (world, log)
}

fn heel(patient: &str) -> WoundDetails {
    let site = BodySite {
        view: "back".to_owned(),
        x: Some(440),
        y: Some(960),
        region: "heel".to_owned(),
        side: "left".to_owned(),
        clock: Some(6),
    };
    WoundDetails {
        patient: patient.to_owned(),
        site,
        kind: "pressure-ulcer".to_owned(),
        stage: "pressure-2".to_owned(),
        since: "2026-10".to_owned(),
        position: "linke Seitenlage".to_owned(),
        ..WoundDetails::default()
    }
}

fn area(examined_at: u64, area: u32) -> WoundFinding {
    WoundFinding { examined_at, area: Some(area), measured: "ruler".to_owned(), ..WoundFinding::default() }
}

fn photo(number: u64) -> Vec<u8> {
    verband_vault::sample::wound_photo(64, 48, number)
}

fn code<T: std::fmt::Debug>(result: Result<T, ClientError>) -> &'static str {
    result.expect_err("refused").code()
}

fn flaw<T: std::fmt::Debug>(result: Result<T, ClientError>) -> WoundError {
    match result {
        Err(ClientError::Wound(error)) => error,
        other => panic!("no flaw: {other:?}"),
    }
}

fn kinds(client: &Client, log: &LogId, wound: &EventId) -> Vec<WoundItemKind> {
    client.wound_timeline(log, wound, 100).expect("readable").into_iter().map(|item| item.kind).collect()
}

/// What everybody sees alike of a channel's wounds.
fn told(client: &Client, log: &LogId) -> Vec<String> {
    let mut told = Vec::new();
    for mut row in client.wounds(log).expect("readable") {
        row.own = false;
        told.push(format!("{row:?}"));
        for mut item in client.wound_timeline(log, &row.event, 1_000).expect("readable") {
            item.own = false;
            told.push(format!("{item:?}"));
        }
        let versions = client.wound_versions(log, &row.event).expect("readable");
        told.extend(versions.iter().map(|version| format!("{version:?}")));
    }
    told
}

/// All devices show the same of it, and somebody who comes now and reads everything backwards does too.
async fn all_alike(world: &mut World, log: &LogId) {
    let newcomer = world.enrol("Zora", &[*log]).await.expect("she enrols");
    world.settle().await;
    same_projections(world, log, &[ANNA, BERTA, newcomer]);
    let seen = told(world.devices[ANNA].client(), log);
    assert!(!seen.is_empty());
    for index in [BERTA, newcomer] {
        assert_eq!(told(world.devices[index].client(), log), seen, "SEED={} device {index}", world.seed);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wound_is_described_photographed_and_followed_and_everybody_sees_the_same() {
    let (mut world, log) = ward(280).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let wound = anna.create_wound(&log, &heel(" 4711 "), None).expect("made");
    let row = anna.wound(&log, &wound).expect("at once, without a network");
    assert_eq!((row.details.patient.as_str(), row.waiting, row.consent.state.as_str()), ("4711", true, "unknown"));
    world.settle().await;
    // The change of a colleague counts, and what was there before stays.
    let worse = WoundDetails { stage: "pressure-3".to_owned(), ..heel("4711") };
    berta.change_wound(&log, &wound, &worse).expect("she may write");
    world.settle().await;
    let consent = WoundConsent {
        state: "given".to_owned(),
        by: "representative".to_owned(),
        at: Some(world.clock.now_ms()),
        purposes: vec!["photos".to_owned(), "storage".to_owned()],
        note: "Formular in der Mappe".to_owned(),
    };
    anna.set_wound_consent(&log, &wound, &consent).expect("written");
    let tissue = |tissue: &str, percent| TissuePart { tissue: tissue.to_owned(), percent };
    let finding = WoundFinding {
        length: Some(30),
        width: Some(20),
        depth: Some(4),
        measured: "ruler".to_owned(),
        tissue: vec![tissue("granulation", 60), tissue("fibrin", 40)],
        edge: vec!["macerated".to_owned()],
        exudate_amount: "moderate".to_owned(),
        pain: Some(4),
        dressing: "Alginat".to_owned(),
        next_change: Some(world.clock.now_ms() + 2 * DAY),
        ..WoundFinding::default()
    };
    let found = berta.record_finding(&log, &wound, &finding).expect("written");
    let pair = [("overview", photo(1)), ("close-up", photo(2))];
    let pair: Vec<(&str, &[u8])> = pair.iter().map(|(role, photo)| (*role, photo.as_slice())).collect();
    let taken = anna.send_wound_photos(&log, &wound, &pair).expect("both");
    assert_eq!(taken.len(), 2);
    world.settle().await;
    let row = berta.wound(&log, &wound).expect("there");
    assert_eq!((row.details.stage.as_str(), row.photos, row.findings), ("pressure-3", 2, 1));
    assert_eq!((row.area, row.area_by_sides), (Some(600), true), "length times width, and named so");
    assert_eq!(row.consent, consent);
    assert_eq!(row.next_change, finding.next_change);
    assert!(row.thumbnail.is_some() && !row.waiting);
    let versions = anna.wound_versions(&log, &wound).expect("readable");
    let stages: Vec<_> = versions.iter().filter_map(|version| version.details.as_ref()).map(|it| &it.stage).collect();
    assert_eq!(stages, ["pressure-3", "pressure-2"]);
    assert_eq!(versions.iter().map(|version| version.by_name.as_str()).collect::<Vec<_>>(), ["Anna", "Berta", "Anna"]);
    let ghost = berta.wound_ghost(&log, &wound).expect("readable").expect("there is a close-up");
    assert_eq!((ghost.last.event, ghost.position.as_str()), (taken[1], "linke Seitenlage"));
    assert!(berta.photo_preview(&ghost.last.photo).await.is_ok());
    // The finding is corrected: what it said stays as well.
    let smaller = WoundFinding { length: Some(28), examined_at: 0, ..finding };
    anna.correct_finding(&log, &found, &smaller, "vertippt").expect("written");
    world.settle().await;
    assert_eq!(berta.wound(&log, &wound).expect("there").area, Some(560));
    let versions = berta.finding_versions(&log, &found).expect("readable");
    let lengths: Vec<_> = versions.iter().map(|version| version.content.as_ref().and_then(|it| it.length)).collect();
    assert_eq!((lengths, versions[0].reason.as_str()), (vec![Some(28), Some(30)], "vertippt"));
    all_alike(&mut world, &log).await;
}

#[tokio::test(start_paused = true)]
async fn bad_input_is_named_and_a_closed_wound_takes_nothing() {
    let (world, log) = ward(281).await;
    let anna = world.devices[ANNA].client();
    let now = world.clock.now_ms();
    assert_eq!(flaw(anna.create_wound(&log, &heel(" "), None)), WoundError::Length("patient", 64));
    let odd = WoundDetails { kind: "splinter".to_owned(), stage: String::new(), ..heel("4711") };
    assert_eq!(flaw(anna.create_wound(&log, &odd, None)), WoundError::Term("type"));
    let chat = anna.create_chat(&[world.devices[BERTA].member()]).expect("a chat");
    assert_eq!(code(anna.create_wound(&chat, &heel("4711"), None)), "not-found");
    let wound = anna.create_wound(&log, &heel("4711"), None).expect("made");
    let empty = WoundFinding::default();
    assert_eq!(flaw(anna.record_finding(&log, &wound, &empty)), WoundError::Empty("finding"));
    assert_eq!(flaw(anna.record_finding(&log, &wound, &area(now + DAY, 5))), WoundError::Time("examined"));
    assert_eq!(code(anna.record_finding(&log, &EventId([7; 16]), &area(now, 5))), "not-found");
    assert_eq!(flaw(anna.send_wound_photos(&log, &wound, &[])), WoundError::List("photos"));
    let bytes = photo(3);
    assert_eq!(flaw(anna.send_wound_photos(&log, &wound, &[("selfie", &bytes)])), WoundError::Term("photo"));
    // All or none: of two photos one is broken.
    let before = anna.outbox().expect("readable");
    assert_eq!(code(anna.send_wound_photos(&log, &wound, &[("overview", &bytes), ("close-up", b"no photo")])), "photo");
    assert_eq!(anna.outbox().expect("readable"), before);
    // Who refuses is not photographed; who refuses teaching alone is.
    let refused = |purposes: &[&str]| {
        let purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
        WoundConsent { state: "refused".to_owned(), purposes, ..WoundConsent::default() }
    };
    anna.set_wound_consent(&log, &wound, &refused(&[])).expect("written");
    assert_eq!(flaw(anna.send_wound_photos(&log, &wound, &[("close-up", &bytes)])), WoundError::Consent);
    let other = anna.send_photo(&log, &bytes, "").expect("captured");
    assert_eq!(flaw(anna.attach_wound_photo(&log, &other, &wound, "close-up")), WoundError::Consent);
    anna.set_wound_consent(&log, &wound, &refused(&["teaching"])).expect("written");
    anna.attach_wound_photo(&log, &other, &wound, "close-up").expect("photos are not refused");
    assert_eq!(flaw(anna.close_wound(&log, &wound, "", "")), WoundError::Term("reason"));
    anna.close_wound(&log, &wound, "healed", "").expect("closed");
    let row = anna.wound(&log, &wound).expect("there");
    assert_eq!((row.closed, row.closed_reason.as_str()), (true, "healed"));
    assert_eq!(flaw(anna.record_finding(&log, &wound, &area(now, 5))), WoundError::Closed);
    assert_eq!(flaw(anna.send_wound_photos(&log, &wound, &[("close-up", &bytes)])), WoundError::Closed);
    anna.reopen_wound(&log, &wound, "wieder offen").expect("opened");
    anna.record_finding(&log, &wound, &area(now, 5)).expect("written");
    // What the organisation forbids.
    let policy = OrganisationPolicy { camera: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("set");
    world.settle().await;
    assert_eq!(code(anna.send_wound_photos(&log, &wound, &[("close-up", &bytes)])), "policy");
    anna.send_wound_photo_files(&log, &wound, &[("close-up", &bytes)]).expect("from a file");
}

#[tokio::test(start_paused = true)]
async fn what_was_put_at_the_wrong_patient_moves_with_a_trace() {
    let (mut world, log) = ward(282).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let wrong = anna.create_wound(&log, &heel("4711"), None).expect("made");
    let right = anna.create_wound(&log, &heel("0815"), None).expect("made");
    let now = world.clock.now_ms();
    let bytes = photo(4);
    let taken = anna.send_wound_photos(&log, &wrong, &[("close-up", &bytes)]).expect("sent")[0];
    let found = anna.record_finding(&log, &wrong, &area(now, 300)).expect("written");
    world.settle().await;
    berta.attach_wound_photo(&log, &taken, &right, "").expect("moved");
    let moved = berta.move_finding(&log, &found, &right, "falscher Patient").expect("moved");
    world.settle().await;
    assert_eq!(anna.wound_of_photo(&log, &taken).expect("readable"), Some(right));
    let photos = anna.wound_photos(&log, &right).expect("readable");
    assert_eq!((photos.len(), photos[0].role.as_str(), photos[0].by_name.as_str()), (1, "close-up", "Berta"));
    assert!(anna.wound_photos(&log, &wrong).expect("readable").is_empty());
    let trace = anna.wound_timeline(&log, &wrong, 100).expect("readable");
    let gone = trace.iter().find(|item| item.kind == WoundItemKind::PhotoGone).expect("a trace");
    assert_eq!((gone.photo_event, gone.other_wound, gone.by_name.as_str()), (Some(taken), Some(right), "Berta"));
    let struck = trace.iter().find(|item| item.kind == WoundItemKind::Struck).expect("a trace");
    assert_eq!((struck.finding, struck.text.as_str()), (Some(found), "falscher Patient"));
    assert_eq!(anna.wound(&log, &wrong).expect("there").area, None, "it counts no more");
    let here = anna.wound_timeline(&log, &right, 100).expect("readable");
    let here = here.iter().find(|item| item.kind == WoundItemKind::Found).expect("here");
    assert_eq!((here.event, here.moved_from), (moved, Some(found)));
    assert_eq!(anna.wound(&log, &right).expect("there").area, Some(300));
    assert_eq!(code(berta.move_finding(&log, &found, &right, "")), "not-found", "it is struck");
    // Of two who move it without a network, the last in the log counts, for both of them.
    world.devices[ANNA].line.set_online(false);
    anna.detach_wound_photo(&log, &taken).expect("taken off");
    berta.attach_wound_photo(&log, &taken, &wrong, "overview").expect("and back");
    world.settle().await;
    world.devices[ANNA].line.set_online(true);
    world.settle().await;
    assert_eq!(berta.wound_of_photo(&log, &taken).expect("readable"), None, "hers came last");
    assert_eq!(code(berta.detach_wound_photo(&log, &taken)), "not-found");
    all_alike(&mut world, &log).await;
}

#[tokio::test(start_paused = true)]
async fn a_deleted_wound_takes_its_record_along_and_leaves_the_photos() {
    let (mut world, log) = ward(283).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let first = anna.create_wound(&log, &heel("4711"), None).expect("made");
    let wound = anna.create_wound(&log, &heel("0815"), None).expect("made");
    let now = world.clock.now_ms();
    let bytes = photo(5);
    let taken = anna.send_wound_photos(&log, &first, &[("close-up", &bytes)]).expect("sent")[0];
    anna.attach_wound_photo(&log, &taken, &wound, "").expect("moved");
    let noted = |note: &str| WoundFinding { note: note.to_owned(), ..area(now, 10) };
    anna.record_finding(&log, &wound, &noted("Annabefund")).expect("written");
    let hers = berta.record_finding(&log, &first, &noted("Bertabefund")).expect_err("not there yet");
    assert_eq!(hers.code(), "not-found");
    world.settle().await;
    let hers = berta.record_finding(&log, &wound, &noted("Bertabefund")).expect("written");
    berta.correct_finding(&log, &hers, &noted("Bertaverbessert"), "").expect("written");
    berta.change_wound(&log, &wound, &WoundDetails { note: "Bertanotiz".to_owned(), ..heel("0815") }).expect("written");
    world.settle().await;
    let found = |client: &Client, words: &str| {
        let query = SearchQuery { words: words.to_owned(), ..SearchQuery::default() };
        client.search(&query, 10).expect("searched").len()
    };
    for words in ["0815", "Bertanotiz", "Annabefund", "Bertaverbessert"] {
        assert_eq!(found(&anna, words), 1, "{words}");
    }
    assert_eq!(found(&anna, "Bertabefund"), 0, "it was corrected");
    assert_eq!(code(berta.delete(&log, &wound)), "not-allowed", "it is not hers, and she does not moderate");
    // Berta writes one more without a network: it comes after the delete, and has nothing to be of.
    world.devices[BERTA].line.set_online(false);
    berta.record_finding(&log, &wound, &noted("Zuspaet")).expect("written");
    world.clock.advance(60_000);
    anna.delete(&log, &wound).expect("deleted");
    assert_eq!(code(anna.wound(&log, &wound)), "not-found", "at once");
    world.settle().await;
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!(client.wounds(&log).expect("readable").len(), 1);
        for words in ["0815", "Bertanotiz", "Annabefund", "Bertaverbessert", "Zuspaet"] {
            assert_eq!(found(client, words), 0, "{words}");
        }
        // The photo stays, and does not go back to the patient that it was taken away from.
        assert_eq!(client.wound_of_photo(&log, &taken).expect("readable"), None);
        assert!(
            client.messages(&log, 100).expect("readable").iter().any(|row| row.event == taken && row.photo.is_some())
        );
    }
    assert!(anna.wound_photos(&log, &first).expect("readable").is_empty());
    let traces = |client: &Client| {
        let rows = client.messages(&log, 100).expect("readable");
        rows.iter().filter(|row| row.kind == RowKind::Deleted).map(|row| row.event).collect::<Vec<_>>()
    };
    assert_eq!((traces(&anna), traces(&berta)), (vec![wound], vec![wound]), "of the wound alone");
    // A photo that is deleted is in no wound.
    anna.attach_wound_photo(&log, &taken, &first, "").expect("attached");
    world.settle().await;
    anna.delete(&log, &taken).expect("deleted");
    assert!(anna.wound_photos(&log, &first).expect("readable").is_empty());
    world.settle().await;
    assert_eq!(berta.wound(&log, &first).expect("there").photos, 0);
    all_alike(&mut world, &log).await;
}

fn asked(client: &Client, log: &LogId, wound: &EventId) -> WoundRow {
    client.wound(log, wound).expect("there")
}

#[tokio::test(start_paused = true)]
async fn six_weeks_put_a_question_that_the_team_answers_or_puts_off() {
    let (mut world, log) = ward(284).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let wound = anna.create_wound(&log, &heel("4711"), None).expect("made");
    let now = world.clock.now_ms();
    let first = anna.record_finding(&log, &wound, &area(now - 43 * DAY, 500)).expect("written");
    anna.record_finding(&log, &wound, &area(now - 20 * DAY, 480)).expect("written");
    world.settle().await;
    assert!(!asked(&berta, &log, &wound).question, "three weeks only");
    berta.record_finding(&log, &wound, &area(now, 470)).expect("written");
    world.settle().await;
    for client in [&anna, &berta] {
        let row = asked(client, &log, &wound);
        assert!(row.question);
        assert_eq!((row.question_before, row.question_after, row.question_by_sides), (500, 470, false));
        assert_eq!((row.question_from, row.question_to), (now - 43 * DAY, now));
        assert_eq!(client.wound_questions().expect("readable").len(), 1);
    }
    assert!(six_week_question(Language::German).ends_with("Konzept prüfen, zweite Meinung einholen?"));
    let curve = anna.wound_curve(&log, &wound).expect("readable");
    assert_eq!(curve.iter().map(|point| point.area).collect::<Vec<_>>(), [500, 480, 470]);
    assert!(curve.iter().all(|point| !point.by_sides));
    // A struck finding asks nothing.
    let strike = anna.strike_finding(&log, &first, "falsch gemessen").expect("struck");
    assert!(!asked(&anna, &log, &wound).question);
    anna.cancel(&log, &strike).expect("taken back before it was sent");
    assert!(asked(&anna, &log, &wound).question, "what counted before counts again");
    // Put off for a week, by everybody's clock; the feed tells by itself when it is over.
    assert_eq!(flaw(berta.answer_six_weeks(&log, &wound, "later", None, "")), WoundError::Time("until"));
    assert_eq!(
        flaw(berta.answer_six_weeks(&log, &wound, "later", Some(now + 43 * DAY), "")),
        WoundError::Time("until")
    );
    assert_eq!(flaw(berta.answer_six_weeks(&log, &wound, "", None, "")), WoundError::Term("answer"));
    let until = now + 7 * DAY;
    berta.answer_six_weeks(&log, &wound, "later", Some(until), "Visite am Montag").expect("put off");
    world.settle().await;
    let row = asked(&anna, &log, &wound);
    assert_eq!((row.question, row.put_off_until), (false, Some(until)));
    let feed = anna.feed(FeedKind::Wounds(log)).expect("a feed");
    let batch = feed.next().await.expect("readable").expect("the rows");
    assert!(matches!(&batch[..], [Patch::Reset(rows)] if rows.len() == 1));
    world.clock.advance(7 * DAY);
    let batch = feed.next().await.expect("readable").expect("it changes by itself");
    assert!(matches!(&batch[..], [Patch::Update(0, Row::Wound(row))] if row.question), "{batch:?}");
    // Answered, it rests for six weeks, with who said what.
    anna.answer_six_weeks(&log, &wound, "opinion", None, "Wundambulanz").expect("answered");
    world.settle().await;
    assert!(!asked(&berta, &log, &wound).question);
    berta.record_finding(&log, &wound, &area(world.clock.now_ms(), 470)).expect("written");
    assert!(!asked(&berta, &log, &wound).question);
    let answers = berta.wound_timeline(&log, &wound, 100).expect("readable");
    let answers: Vec<_> = answers.iter().filter(|item| item.kind == WoundItemKind::Answered).collect();
    assert_eq!(answers.iter().map(|item| item.code.as_str()).collect::<Vec<_>>(), ["opinion", "later"]);
    assert_eq!((answers[0].by_name.as_str(), answers[0].text.as_str()), ("Anna", "Wundambulanz"));
    world.settle().await;
    all_alike(&mut world, &log).await;
}

#[tokio::test(start_paused = true)]
async fn two_photos_are_held_side_by_side() {
    let (world, log) = ward(285).await;
    let anna = world.devices[ANNA].client();
    let wound = anna.create_wound(&log, &heel("4711"), None).expect("made");
    assert!(anna.wound_ghost(&log, &wound).expect("readable").is_none());
    let mut taken = Vec::new();
    for number in 0..3 {
        let bytes = [photo(10 + number), photo(20 + number)];
        taken.extend(
            anna.send_wound_photos(&log, &wound, &[("overview", &bytes[0]), ("close-up", &bytes[1])]).expect("sent"),
        );
        if number == 0 {
            let pair = anna.wound_pair(&log, &wound, None).expect("one close-up alone: the first and the last photo");
            assert_eq!((pair.first.event, pair.second.event), (taken[0], taken[1]));
        }
        world.clock.advance(DAY);
    }
    let pair = anna.wound_pair(&log, &wound, None).expect("two");
    assert_eq!((pair.first.event, pair.second.event), (taken[1], taken[5]));
    let pair = anna.wound_pair(&log, &wound, Some((taken[4], taken[0]))).expect("any two");
    assert_eq!((pair.first.event, pair.second.event), (taken[0], taken[4]), "the earlier one first");
    assert_eq!(code(anna.wound_pair(&log, &wound, Some((taken[4], EventId([3; 16]))))), "not-found");
    let course = kinds(anna, &log, &wound);
    assert_eq!(course.first(), Some(&WoundItemKind::Photo), "the newest first");
    assert_eq!(course.last(), Some(&WoundItemKind::Made));
}

/// A finding as it travels, with nothing but where it belongs.
#[derive(Encode)]
#[cbor(map)]
struct Nonsense(#[n(0)] EventId, #[n(1)] u64);

#[tokio::test(start_paused = true)]
async fn what_breaks_a_limit_is_unreadable_and_the_log_goes_on() {
    let (mut world, log) = ward(286).await;
    let wound = world.devices[ANNA].client().create_wound(&log, &heel("4711"), None).expect("made");
    world.settle().await;
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let payload = minicbor::to_vec(Nonsense(wound, 4)).expect("in memory");
    berta.write(&world.devices[BERTA].line, &log, 62, payload).await;
    drop(berta);
    world.settle().await;
    let anna = world.devices[ANNA].client().clone();
    assert_eq!(kinds(&anna, &log, &wound), [WoundItemKind::Made]);
    anna.record_finding(&log, &wound, &area(world.clock.now_ms(), 12)).expect("written");
    world.settle().await;
    assert_eq!(world.devices[BERTA].client().wound(&log, &wound).expect("there").area, Some(12));
    all_alike(&mut world, &log).await;
}

#[tokio::test(start_paused = true)]
async fn a_series_that_dies_on_the_way_is_there_as_a_whole_or_not_at_all() {
    let (mut world, log) = ward(287).await;
    let wound = world.devices[BERTA].client().create_wound(&log, &heel("4711"), None).expect("made");
    world.settle().await;
    let bytes = [photo(30), photo(31)];
    let mut sent = 0;
    for k in 1.. {
        let mut taken = Vec::new();
        let pair: [(&str, &[u8]); 2] = [("overview", &bytes[0]), ("close-up", &bytes[1])];
        let send = async |berta: &Client| taken = berta.send_wound_photos(&log, &wound, &pair).unwrap_or_default();
        let died = world.devices[BERTA].dies_at(k, send).await;
        world.settle().await;
        hold(&world, &log, &[ANNA, BERTA], &taken);
        let photos = world.devices[ANNA].client().wound_photos(&log, &wound).expect("readable");
        assert_eq!(photos.len() % 2, 0, "k={k}");
        assert!(photos.len() >= sent + taken.len(), "k={k}");
        sent = photos.len();
        if !died {
            break;
        }
    }
    assert!(sent >= 2);
}
