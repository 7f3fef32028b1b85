//! Redaction: what is covered reaches nobody, what was sent is replaced everywhere, and what the policy wants is wanted of
//! every way out.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::{OrganisationPolicy, Redaction};
use verband_client::texts::Language;
use verband_client::{
    BodySite, Client, ClientError, CoverFill, CoverShape, FaceModel, MarkError, MessageRow, MessageState, PhotoArea,
    PhotoMark, PhotoPoint, PhotoReview, PhotoSize, Proposal, ProposalKind, Proposals, RowKind, WoundDetails,
    propose_marks,
};
use verband_tests::chance::seed;
use verband_tests::world::World;
use verband_vault::{BlobFiles, grey};

const ANNA: usize = 0;
const BERTA: usize = 1;

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

/// 200 × 150 pixels when it is held upright.
fn photo() -> Vec<u8> {
    verband_vault::sample::wound_photo(150, 200, 7)
}

fn covering(x: i32, y: i32, width: u32, height: u32) -> PhotoReview {
    let shape = CoverShape::Rectangle(PhotoArea { x, y, width, height });
    PhotoReview { marks: vec![PhotoMark::Cover { shape, fill: CoverFill::Solid }], checked: false }
}

fn checked() -> PhotoReview {
    PhotoReview { marks: Vec::new(), checked: true }
}

async fn house(number: u64, policy: OrganisationPolicy) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    (world, log)
}

fn required() -> OrganisationPolicy {
    OrganisationPolicy { redaction: Redaction::Required, ..OrganisationPolicy::default() }
}

fn rows(client: &Client, log: &LogId) -> Vec<MessageRow> {
    client.messages(log, 100).expect("readable")
}

fn row(client: &Client, log: &LogId, event: &EventId) -> MessageRow {
    rows(client, log).into_iter().find(|row| row.event == *event).expect("it is there")
}

/// Whether a place is black in everything that there is of a photo, and another one is not.
async fn is_covered(client: &Client, row: &MessageRow, (x, y): (u32, u32), free: (u32, u32)) -> bool {
    let photo = row.photo.expect("a photo");
    let mut forms = vec![row.thumbnail.clone().expect("a thumbnail")];
    for size in [PhotoSize::Original, PhotoSize::Preview, PhotoSize::Export] {
        let reader = client.open_photo(&photo, size).await.expect("it opens");
        let mut form = vec![0; usize::try_from(reader.len()).expect("small")];
        assert_eq!(reader.read_at(0, &mut form).expect("it reads"), form.len());
        forms.push(form);
    }
    forms.iter().all(|form| {
        let grey = grey(form, None, 2_016).expect("a photo");
        assert_eq!((grey.width, grey.height), row.photo_size.expect("a size"), "it is small enough for all forms");
        let at = |x: u32, y: u32| grey.samples[(y * grey.width + x) as usize];
        at(x, y) < 16 && at(free.0, free.1) > 40
    })
}

#[tokio::test(start_paused = true)]
async fn what_is_covered_reaches_nobody() {
    let (world, log) = house(1_500, OrganisationPolicy::default()).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let mut review = covering(20, 20, 60, 40);
    review.marks.push(PhotoMark::Arrow { from: PhotoPoint { x: 150, y: 140 }, to: PhotoPoint { x: 120, y: 110 } });
    let event = anna.send_reviewed_photo(&log, &photo(), "Ferse", &review).expect("sent");
    let plain = berta.send_reviewed_photo(&log, &photo(), "", &PhotoReview::default()).expect("sent");
    world.settle().await;
    for client in [anna, berta] {
        let shown = row(client, &log, &event);
        assert_eq!((shown.text.as_str(), shown.photo_size), ("Ferse", Some((200, 150))));
        assert!(is_covered(client, &shown, (50, 40), (180, 60)).await);
        let shown = row(client, &log, &plain);
        assert!(!is_covered(client, &shown, (50, 40), (180, 60)).await, "without marks it is as it was");
    }
    // Original and preview of two photos: nothing is left of what was under the marks.
    assert_eq!(world.devices[ANNA].files.list().expect("in memory").len(), 4);
    assert_eq!(rows(anna, &anna.personal_space().expect("readable").expect("it is here")), []);

    let outside = anna.send_reviewed_photo(&log, &photo(), "", &covering(200, 0, 10, 10)).expect_err("outside");
    assert!(matches!(outside, ClientError::Mark(MarkError::Outside { width: 200, height: 150 })));
    for language in Language::ALL {
        assert!(outside.sentence(language).expect("a sentence").contains("200 × 150"));
    }
}

#[tokio::test(start_paused = true)]
async fn where_redaction_is_required_nothing_is_sent_that_nobody_looked_through() {
    let (world, log) = house(1_501, required()).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let refused = berta.send_photo(&log, &photo(), "").expect_err("nobody looked");
    assert!(matches!(refused, ClientError::NotLookedThrough));
    assert!(refused.sentence(Language::German).expect("a sentence").contains("durchgesehen"));
    assert_eq!(code(berta.send_photo_file(&log, &photo(), "")), "not-looked-through");
    let arrow = PhotoMark::Arrow { from: PhotoPoint { x: 0, y: 0 }, to: PhotoPoint { x: 50, y: 50 } };
    let arrow = PhotoReview { marks: vec![arrow], checked: false };
    assert_eq!(code(berta.send_reviewed_photo(&log, &photo(), "", &arrow)), "not-looked-through");
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), 0, "nothing was sealed");
    let covered = berta.send_reviewed_photo(&log, &photo(), "", &covering(0, 0, 40, 40)).expect("covered");
    let seen = berta.send_reviewed_photo_file(&log, &photo(), "", &checked()).expect("looked through");
    let arrow = PhotoReview { checked: true, ..arrow };
    berta.send_reviewed_photo(&log, &photo(), "", &arrow).expect("looked through, with an arrow");

    // What lies in the personal space nobody else sees, and it does not come out of there unseen.
    let space = berta.personal_space().expect("readable").expect("it is here");
    let note = berta.send_photo(&space, &photo(), "Notiz").expect("for herself");
    world.settle().await;
    assert_eq!(code(berta.forward(&space, &note, &[log]).await), "not-looked-through");
    assert_eq!(code(berta.redact_photo(&space, &note, &PhotoReview::default()).await), "done", "it stays in there");
    let note = rows(berta, &space).into_iter().rev().find(|row| row.photo.is_some()).expect("the new one").event;
    assert_eq!(code(berta.forward(&space, &note, &[log]).await), "not-looked-through");
    berta.redact_photo(&space, &note, &checked()).await.expect("looked through now");
    let note = rows(berta, &space).into_iter().rev().find(|row| row.photo.is_some()).expect("the new one").event;
    assert_eq!(code(berta.forward(&space, &note, &[log]).await), "done");
    // Whoever gets one that was looked through can pass it on.
    world.settle().await;
    let space = anna.personal_space().expect("readable").expect("it is here");
    for event in [covered, seen] {
        let passed = anna.forward(&log, &event, &[space]).await.expect("forwarded")[0];
        assert_eq!(code(anna.forward(&space, &passed, &[log]).await), "done");
    }
}

#[tokio::test(start_paused = true)]
async fn a_photo_that_was_sent_is_replaced_everywhere() {
    let (world, log) = house(1_502, OrganisationPolicy::default()).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let sent = berta.send_photo(&log, &photo(), "Ferse").expect("sent");
    world.settle().await;
    let taken = row(anna, &log, &sent).photo.expect("a photo");
    anna.photo_preview(&taken).await.expect("fetched");
    let redacted = berta.redact_photo(&log, &sent, &covering(20, 20, 60, 40)).await.expect("replaced");
    world.settle().await;
    for client in [anna, berta] {
        assert_eq!(row(client, &log, &sent).kind, RowKind::Deleted);
        let shown = row(client, &log, &redacted);
        assert_eq!(shown.text, "Ferse");
        assert!(is_covered(client, &shown, (50, 40), (180, 60)).await);
        assert_eq!(code(client.open_photo(&taken, PhotoSize::Original).await), "not-found");
    }
    for device in [ANNA, BERTA] {
        assert_eq!(world.devices[device].files.list().expect("in memory").len(), 2, "the new one alone");
    }
    assert!(rows(berta, &berta.personal_space().expect("readable").expect("it is here")).is_empty());
    // Again, and what is covered stays so.
    let again = berta.redact_photo(&log, &redacted, &covering(120, 20, 30, 30)).await.expect("replaced");
    world.settle().await;
    let shown = row(anna, &log, &again);
    assert!(
        is_covered(anna, &shown, (50, 40), (180, 60)).await && is_covered(anna, &shown, (130, 30), (180, 60)).await
    );

    // Another's photo is not hers to replace. Anna moderates.
    let other = anna.send_photo(&log, &photo(), "").expect("sent");
    world.settle().await;
    let before = rows(berta, &log).len();
    assert_eq!(code(berta.redact_photo(&log, &other, &covering(0, 0, 9, 9)).await), "not-allowed");
    assert_eq!(rows(berta, &log).len(), before, "nor is there a second one");
    let text = anna.send_text(&log, "kein Foto").expect("sent");
    assert_eq!(code(anna.redact_photo(&log, &text, &covering(0, 0, 9, 9)).await), "not-found");
    anna.redact_photo(&log, &again, &covering(0, 0, 9, 9)).await.expect("a moderator may");

    // What waits is never sent.
    world.devices[BERTA].line.set_online(false);
    let waiting = berta.send_photo(&log, &photo(), "im Keller").expect("on disk");
    let replacement = berta.redact_photo(&log, &waiting, &covering(20, 20, 60, 40)).await.expect("replaced");
    assert!(rows(berta, &log).iter().all(|row| row.event != waiting), "without a trace");
    assert_eq!(row(berta, &log, &replacement).state, MessageState::Waiting);
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert!(rows(anna, &log).iter().all(|row| row.event != waiting));
    assert!(is_covered(anna, &row(anna, &log, &replacement), (50, 40), (180, 60)).await);
}

#[tokio::test(start_paused = true)]
async fn originals_are_kept_where_the_policy_wants_it() {
    let (world, log) = house(1_503, OrganisationPolicy { keep_originals: true, ..required() }).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let space = berta.personal_space().expect("readable").expect("it is here");
    berta.send_reviewed_photo(&log, &photo(), "kein Name", &checked()).expect("sent");
    assert_eq!(rows(berta, &space), [], "nothing was covered, so it is the original");
    berta.send_reviewed_photo(&log, &photo(), "Ferse", &covering(20, 20, 60, 40)).expect("sent");
    world.settle().await;
    let kept = rows(berta, &space).pop().expect("the original");
    assert_eq!(kept.text, "Ferse");
    assert!(!is_covered(berta, &kept, (50, 40), (180, 60)).await, "it is as it was");
    assert_eq!(code(berta.forward(&space, &kept.event, &[log]).await), "not-looked-through", "it stays there");

    let sent = berta.send_reviewed_photo(&log, &photo(), "Hacke", &checked()).expect("sent");
    world.settle().await;
    berta.redact_photo(&log, &sent, &covering(20, 20, 60, 40)).await.expect("replaced");
    world.settle().await;
    let kept = rows(berta, &space);
    assert_eq!(kept.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["Ferse", "Hacke"]);
    assert!(!is_covered(berta, &kept[1], (50, 40), (180, 60)).await);
    assert_eq!(rows(anna, &anna.personal_space().expect("readable").expect("it is here")), []);
}

/// Puts a file into the root of a conversation.
fn file(client: &Client, log: &LogId, name: &str, bytes: &[u8]) -> Result<EventId, ClientError> {
    let writer = client.add_file(log, None, name, None, Some(bytes.len() as u64))?;
    writer.append(bytes)?;
    writer.finish()
}

#[tokio::test(start_paused = true)]
async fn a_picture_does_not_go_around_the_policy_as_a_file() {
    let (world, log) = house(1_506, required()).await;
    let berta = world.devices[BERTA].client();
    let space = berta.personal_space().expect("readable").expect("it is here");
    let before = world.devices[BERTA].files.list().expect("in memory").len();
    // Those that are decoded, those that are not, and one that says something else of itself.
    let pictures: [(&str, &[u8]); 4] = [
        ("bein.jpg", &photo()),
        ("bein.gif", b"GIF89a..."),
        ("bein.heic", b"\0\0\0\x18ftypheic"),
        ("bein.txt", &photo()),
    ];
    for (name, bytes) in pictures {
        assert_eq!(code(file(berta, &log, name, bytes)), "not-looked-through", "{name}");
    }
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), before, "nothing is left of them");
    file(berta, &log, "dienstplan.csv", b"Name;Dienst").expect("no picture");
    // The personal space takes them, where nobody else sees them, and gives none out.
    let kept = file(berta, &space, "bein.jpg", &photo()).expect("kept");
    assert_eq!(code(berta.copy_file(&space, &kept, &log, None).await), "not-looked-through");
    let plan = file(berta, &space, "plan.csv", b"Name;Dienst").expect("kept");
    berta.copy_file(&space, &plan, &log, None).await.expect("no picture");

    let (world, log) = house(1_507, OrganisationPolicy::default()).await;
    file(world.devices[BERTA].client(), &log, "bein.jpg", &photo()).expect("it is only offered");
}

#[tokio::test(start_paused = true)]
async fn proposals_say_what_they_are_and_that_one_has_to_look() {
    let (world, log) = house(1_504, OrganisationPolicy::default()).await;
    let anna = world.devices[ANNA].client();
    let found = propose_marks(&photo(), None).expect("a photo");
    assert_eq!(found, Proposals { found: Vec::new(), faces: false });
    assert_eq!(
        found.in_words(Language::German),
        "Nichts erkannt. Bitte prüfen Sie selbst, ob etwas zu erkennen ist. Nach Gesichtern wurde nicht gesucht."
    );
    assert_eq!(code(propose_marks(b"no photo", None)), "photo");
    assert!(FaceModel::read(b"no model").is_err());
    let event = anna.send_photo(&log, &photo(), "").expect("sent");
    let photo = row(anna, &log, &event).photo.expect("a photo");
    assert_eq!(anna.propose_marks(&photo, None).await.expect("it is here"), found);

    let area = PhotoArea { x: 1, y: 1, width: 9, height: 9 };
    let some = |kind| Proposal { kind, area, confidence: 70 };
    let (face, label) = (some(ProposalKind::Face), some(ProposalKind::Code));
    for (found, expected) in [
        (vec![], "Nothing found. Please check yourself whether there is something to recognise."),
        (vec![face], "1 face proposed. Please check yourself whether there is more to recognise."),
        (
            vec![face, face, label],
            "2 faces proposed, 1 code proposed. Please check yourself whether there is more to recognise.",
        ),
    ] {
        assert_eq!(Proposals { found, faces: true }.in_words(Language::English), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_photo_of_a_wound_stays_at_its_wound() {
    let (world, log) = house(1_505, OrganisationPolicy::default()).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let site = BodySite { view: "back".to_owned(), region: "heel".to_owned(), ..BodySite::default() };
    let details = WoundDetails {
        patient: "4711".to_owned(),
        site,
        kind: "pressure-ulcer".to_owned(),
        stage: "pressure-2".to_owned(),
        ..WoundDetails::default()
    };
    let wound = anna.create_wound(&log, &details, None).expect("made");
    let photo = photo();
    let series: [(&str, &[u8]); 1] = [("overview", &photo)];
    let taken = anna.send_wound_photos(&log, &wound, &series).expect("sent")[0];
    world.settle().await;
    let redacted = anna.redact_photo(&log, &taken, &covering(20, 20, 60, 40)).await.expect("replaced");
    world.settle().await;
    let photos = berta.wound_photos(&log, &wound).expect("readable");
    let [shown] = &photos[..] else { panic!("one photo, not {}", photos.len()) };
    assert_eq!((shown.event, shown.role.as_str()), (redacted, "overview"));

    anna.set_policy(required()).await.expect("set");
    world.settle().await;
    assert_eq!(code(berta.send_wound_photos(&log, &wound, &series)), "not-looked-through");
    let seen = berta.send_reviewed_photo(&log, &photo, "", &checked()).expect("sent");
    berta.attach_wound_photo(&log, &seen, &wound, "close-up").expect("attached");
    world.settle().await;
    assert_eq!(anna.wound_photos(&log, &wound).expect("readable").len(), 2);
}
