//! The report of a wound for the patient's record: what it says, that everybody sees it was made, and who may make one.

use std::io::Write as _;
use std::process::{Command, Stdio};

use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    BodySite, Client, ClientError, Desk, TissuePart, Undermining, WoundDetails, WoundFinding, WoundItemKind,
};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::invariants::same_projections;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

const DAY: u64 = 86_400_000;

/// The text of a PDF in reading order, as poppler reads it.
pub(crate) fn printed(pdf: &[u8]) -> String {
    let mut program = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`cargo xtask setup poppler` brings pdftotext");
    program.stdin.take().expect("a pipe").write_all(pdf).expect("it reads");
    let out = program.wait_with_output().expect("it ends");
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many pictures a PDF has.
fn pictures(pdf: &[u8]) -> usize {
    pdf.windows(b"/DCTDecode".len()).filter(|bytes| bytes == b"/DCTDecode").count()
}

async fn report(client: &Client, log: &LogId, wound: &EventId, language: Language) -> Result<Vec<u8>, ClientError> {
    let desk = Desk { address: vec!["Hauptstraße 12".to_owned()], ..Desk::default() };
    client.wound_report(log, wound, &desk, "Europe/Berlin", language).await
}

/// A wound with a finding, a photo, and a smaller one two days later with a note that no font has all signs of.
async fn followed(world: &World, log: &LogId) -> EventId {
    let anna = world.devices[ANNA].client();
    let details = WoundDetails {
        patient: "Fall 4711".to_owned(),
        site: BodySite { region: "heel".to_owned(), side: "left".to_owned(), ..BodySite::default() },
        kind: "pressure-ulcer".to_owned(),
        stage: "pressure-2".to_owned(),
        ..WoundDetails::default()
    };
    let wound = anna.create_wound(log, &details, None).expect("made");
    let now = world.clock.now_ms();
    let finding = WoundFinding {
        examined_at: now - 2 * DAY,
        area: Some(1200),
        length: Some(40),
        width: Some(30),
        depth: Some(5),
        undermining: vec![Undermining { from: 11, to: 2, depth: Some(8) }],
        tissue: vec![TissuePart { tissue: "fibrin".to_owned(), percent: 40 }],
        pain: Some(3),
        ..WoundFinding::default()
    };
    anna.record_finding(log, &wound, &finding).expect("entered");
    let better =
        WoundFinding { examined_at: now, area: Some(900), note: "trocken 👍".to_owned(), ..Default::default() };
    anna.record_finding(log, &wound, &better).expect("entered");
    let photo = verband_vault::sample::wound_photo(64, 48, 3);
    anna.send_wound_photos(log, &wound, &[("close-up", &photo)]).expect("sent");
    world.settle().await;
    wound
}

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    (world, log)
}

#[tokio::test(start_paused = true)]
async fn a_report_says_what_was_entered_and_everybody_sees_that_it_was_made() {
    let (world, log) = ward(295).await;
    let wound = followed(&world, &log).await;
    let berta = world.devices[BERTA].client();
    let pdf = report(berta, &log, &wound, Language::German).await.expect("a report");
    let text = printed(&pdf);
    for told in [
        "Wunddokumentation",
        "Hauptstraße 12",
        "Patientenbezug: Fall 4711",
        "Ort: Ferse, links",
        "Wundart und Grad: Dekubitus, Kategorie 2",
        "1200 mm²",
        "900 mm²",
        "Größe: 40 × 30 mm, Tiefe 5 mm",
        "Unterminierung: von 11 bis 2 Uhr, 8 mm tief",
        "Gewebe: 40 % Fibrin",
        "Schmerz: 3 von 10",
        "Bemerkung: trocken [U+1F44D]",
        "Nahaufnahme, Anna",
        "von Berta aus den Einträgen des Teams",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert_eq!(pictures(&pdf), 1);
    assert!(printed(&report(berta, &log, &wound, Language::English).await.expect("a report")).contains("Site: heel"));
    // The act is in the log, for everybody.
    world.settle().await;
    let course = world.devices[ANNA].client().wound_timeline(&log, &wound, 2).expect("readable");
    for item in course {
        assert_eq!(
            (item.kind, item.by_name.as_str(), item.code.as_str()),
            (WoundItemKind::Exported, "Berta", "report")
        );
    }
    same_projections(&world, &log, &[ANNA, BERTA]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_fetched_is_said_and_who_may_not_gets_nothing() {
    let (world, log) = ward(296).await;
    let wound = followed(&world, &log).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    // Without a network the photo of a colleague is not there.
    world.devices[BERTA].line.set_online(false);
    let pdf = report(&berta, &log, &wound, Language::German).await.expect("a report");
    assert_eq!(pictures(&pdf), 0);
    assert!(printed(&pdf).contains("auf diesem Gerät nicht vorliegen: 1."), "{}", printed(&pdf));
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert_eq!(report(&clara, &log, &wound, Language::German).await.expect_err("a stranger").code(), "not-found");
    let nowhere = berta.wound_report(&log, &wound, &Desk::default(), "Mars/Olympus", Language::German).await;
    assert_eq!(nowhere.expect_err("no such zone").code(), "not-found");
    // The policy of the house: nothing leaves the vault, and no act says that something did.
    let policy = OrganisationPolicy { export: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    world.settle().await;
    let before = berta.wound_timeline(&log, &wound, 100).expect("readable").len();
    assert_eq!(report(&berta, &log, &wound, Language::German).await.expect_err("forbidden").code(), "policy");
    assert_eq!(berta.wound_timeline(&log, &wound, 100).expect("readable").len(), before);
}
