//! A wound as a FHIR bundle: valid by the published schema, the same findings when it is read back, and an act in the log.

use serde_json::Value;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    BodySite, Client, Desk, TissuePart, Undermining, WoundConsent, WoundDetails, WoundFinding, WoundItemKind,
    read_wound_bundle,
};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::world::World;

use crate::schema::fault;

const ANNA: usize = 0;
const BERTA: usize = 1;

/// A wound with everything that can be said of one.
pub(crate) async fn ward(number: u64) -> (World, LogId, EventId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    let anna = world.devices[ANNA].client();
    let details = WoundDetails {
        patient: "Fall 4711".to_owned(),
        site: BodySite {
            view: "back".to_owned(),
            x: Some(440),
            y: Some(960),
            region: "heel".to_owned(),
            side: "left".to_owned(),
            clock: Some(6),
        },
        kind: "pressure-ulcer".to_owned(),
        stage: "pressure-2".to_owned(),
        since: "2026-10".to_owned(),
        recurrent: Some(true),
        position: "linke Seitenlage".to_owned(),
        note: "<&> \"Ferse\"".to_owned(),
    };
    let consent = WoundConsent {
        state: "given".to_owned(),
        by: "patient".to_owned(),
        at: Some(world.clock.now_ms()),
        purposes: vec!["photos".to_owned(), "storage".to_owned()],
        note: String::new(),
    };
    let wound = anna.create_wound(&log, &details, Some(&consent)).expect("made");
    anna.record_finding(&log, &wound, &finding(world.clock.now_ms())).expect("entered");
    let photo = verband_vault::sample::wound_photo(64, 48, 3);
    anna.send_wound_photos(&log, &wound, &[("close-up", &photo)]).expect("sent");
    world.settle().await;
    world.devices[BERTA]
        .client()
        .record_finding(&log, &wound, &WoundFinding { pain: Some(0), ..WoundFinding::default() })
        .expect("entered");
    world.settle().await;
    (world, log, wound)
}

fn finding(now: u64) -> WoundFinding {
    let text = |text: &str| text.to_owned();
    WoundFinding {
        examined_at: now - 1_234_567,
        length: Some(40),
        width: Some(30),
        depth: Some(5),
        area: Some(900),
        measured: text("ruler"),
        undermining: vec![Undermining { from: 11, to: 2, depth: Some(8) }, Undermining { from: 4, to: 5, depth: None }],
        tissue: vec![
            TissuePart { tissue: text("granulation"), percent: 60 },
            TissuePart { tissue: text("fibrin"), percent: 40 },
        ],
        edge: vec![text("macerated"), text("red")],
        skin: vec![text("dry")],
        exudate_amount: text("moderate"),
        exudate_kind: text("serous"),
        exudate_colour: text("yellow"),
        odour: text("slight"),
        pain: Some(4),
        infection: vec![text("redness"), text("warmth")],
        dressing: text("Alginat"),
        next_change: Some(now + 86_400_000),
        note: text("trocken 👍"),
    }
}

async fn fhir(client: &Client, log: &LogId, wound: &EventId, language: Language) -> Value {
    let bundle = client.wound_fhir(log, wound, &Desk::default(), "Europe/Berlin", language).await.expect("a bundle");
    serde_json::from_slice(&bundle).expect("JSON")
}

/// The resources of a type.
fn of<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = bundle["entry"].as_array().expect("entries");
    entries.iter().map(|entry| &entry["resource"]).filter(|resource| resource["resourceType"] == kind).collect()
}

#[tokio::test(start_paused = true)]
async fn a_bundle_is_valid_and_says_what_was_entered() {
    let (world, log, wound) = ward(320).await;
    let berta = world.devices[BERTA].client();
    for language in Language::ALL {
        let bundle = fhir(berta, &log, &wound, language).await;
        assert_eq!(fault(&bundle), None);
        assert_eq!(bundle["entry"][0]["resource"]["resourceType"], "Composition", "a document begins with it");
        for (kind, count) in [
            ("Condition", 1),
            ("Consent", 1),
            ("Media", 1),
            ("DocumentReference", 1),
            ("Provenance", 1),
            ("Practitioner", 2),
            ("Patient", 0),
        ] {
            assert_eq!(of(&bundle, kind).len(), count, "{kind}");
        }
        // Every reference leads to something that is there, and nothing is there twice.
        let mut addresses: Vec<&str> = bundle["entry"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|entry| entry["fullUrl"].as_str().expect("one"))
            .collect();
        let text = bundle.to_string();
        for part in text.split("\"reference\":\"").skip(1) {
            let to = part.split('"').next().expect("an address");
            assert!(addresses.contains(&to), "{to} is not in the bundle");
        }
        let all = addresses.len();
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), all);
        let condition = of(&bundle, "Condition")[0];
        assert_eq!(condition["subject"]["identifier"]["value"], "Fall 4711");
        assert_eq!(condition["clinicalStatus"]["coding"][0]["code"], "recurrence");
        let codes: Vec<&str> =
            of(&bundle, "Observation").iter().filter_map(|seen| seen["code"]["coding"][0]["code"].as_str()).collect();
        for code in ["39135-9", "72287-6", "72293-4", "72371-8", "72304-9", "39116-9", "72288-4", "72514-3"] {
            assert!(codes.contains(&code), "{code}");
        }
        let read = read_wound_bundle(text.as_bytes()).expect("our own");
        let mut entered: Vec<WoundFinding> = berta
            .wound_timeline(&log, &wound, 100)
            .expect("readable")
            .into_iter()
            .filter_map(|item| item.content)
            .collect();
        entered.sort_by_key(|finding| finding.examined_at);
        assert_eq!(read, entered);
    }
    let course = berta.wound_timeline(&log, &wound, 1).expect("readable");
    assert_eq!((course[0].kind, course[0].code.as_str()), (WoundItemKind::Exported, "fhir"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_bundle_is_not_valid() {
    let (world, log, wound) = ward(321).await;
    let bundle = fhir(world.devices[ANNA].client(), &log, &wound, Language::German).await;
    assert_eq!(fault(&bundle), None);
    let breaks: [(&str, &str); 5] = [
        ("\"status\":\"final\"", "\"status\":7"),
        ("\"effectiveDateTime\":\"2", "\"effectiveDateTime\":\"x2"),
        ("\"valueQuantity\"", "\"valueQuantities\""),
        ("\"resourceType\":\"Media\"", "\"resourceType\":\"Medium\""),
        ("\"type\":\"document\"", "\"type\":\"letter\""),
    ];
    for (right, wrong) in breaks {
        let text = bundle.to_string();
        let broken = text.replacen(right, wrong, 1);
        assert_ne!(broken, text, "{right}");
        assert!(fault(&serde_json::from_str(&broken).expect("JSON")).is_some(), "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_nothing_may_leave_there_is_no_bundle() {
    let (world, log, wound) = ward(322).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let policy = OrganisationPolicy { export: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    world.settle().await;
    let bundle = berta.wound_fhir(&log, &wound, &Desk::default(), "Europe/Berlin", Language::German).await;
    assert_eq!(bundle.expect_err("forbidden").code(), "policy");
}
