//! A wound as a FHIR bundle: valid by the published schema, the same findings when it is read back, and an act in the log.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use verband_client::protocol::capture::SignedCapture;
use verband_client::protocol::cbor;
use verband_client::protocol::id::{EventId, Hash, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    BodySite, Client, CoverFill, CoverShape, Desk, PhotoArea, PhotoMark, PhotoReview, TissuePart, Undermining,
    WoundConsent, WoundDetails, WoundFinding, WoundItemKind, read_wound_bundle,
};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::world::World;

use crate::measuring;
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
            ("Provenance", 2),
            ("Device", 0),
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
        let read: Vec<WoundFinding> =
            read_wound_bundle(text.as_bytes()).expect("our own").into_iter().map(|read| read.finding).collect();
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

#[tokio::test(start_paused = true)]
async fn what_a_device_signed_of_a_photo_is_handed_on_and_can_be_checked() {
    let (world, log, wound) = ward(323).await;
    let berta = world.devices[BERTA].client();
    let bundle = fhir(berta, &log, &wound, Language::German).await;
    let signed: Vec<&Value> =
        of(&bundle, "Provenance").into_iter().filter(|provenance| !provenance["signature"].is_null()).collect();
    let [provenance] = signed.as_slice() else { panic!("one photo: {signed:?}") };
    let signature = &provenance["signature"][0];
    assert_eq!(signature["type"][0]["system"], "urn:iso-astm:E1762-95:2013");
    assert_eq!(signature["type"][0]["code"], "1.2.840.10065.1.12.1.14");
    assert_eq!(
        (&signature["targetFormat"], &signature["sigFormat"]),
        (&"image/jpeg".into(), &"application/cbor".into())
    );
    let found = |address: &Value| -> Value {
        let entries = bundle["entry"].as_array().expect("entries");
        entries.iter().find(|entry| entry["fullUrl"] == *address).expect("in the bundle")["resource"].clone()
    };
    assert_eq!(found(&signature["who"]["reference"])["name"][0]["text"], "Anna");
    let media = found(&provenance["target"][0]["reference"]);
    let bytes = |data: &Value| BASE64_STANDARD.decode(data.as_str().expect("base64")).expect("base64");
    let signed: SignedCapture = cbor::decode(&bytes(&signature["data"])).expect("a statement");
    let stated = signed.read().expect("a statement");
    assert_eq!(stated.preview, Hash::of(&bytes(&media["content"]["data"])), "it is of the photo in the bundle");
    assert_eq!((stated.wound, stated.member), (Some(wound), world.devices[ANNA].member()));
    let key = Mole::of(&world.devices[ANNA], 1).keys.event.public();
    assert!(signed.verify(&key).is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_sends_a_photo_on_or_covers_something_on_it_is_not_said_to_have_taken_it() {
    let (mut world, log, wound) = ward(325).await;
    let there = world.channel("Chirurgie", &[BERTA]).await;
    world.settle().await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let photo = anna.wound_photos(&log, &wound).expect("readable").remove(0).event;
    // Berta forwards what Anna took, and covers something on a picture of somebody else's.
    let forwarded = berta.forward(&log, &photo, &[there]).await.expect("sent")[0];
    let fill = CoverFill::Solid;
    let shape = CoverShape::Rectangle(PhotoArea { x: 0, y: 0, width: 16, height: 16 });
    let review = PhotoReview { marks: vec![PhotoMark::Cover { shape, fill }], checked: true };
    let picture = verband_vault::sample::wound_photo(64, 48, 9);
    let covered = berta.send_reviewed_photo(&there, &picture, "", &review).expect("sent");
    world.settle().await;
    let details = WoundDetails { patient: "Fall 4711".to_owned(), ..WoundDetails::default() };
    let wound = anna.create_wound(&there, &details, None).expect("made");
    for photo in [forwarded, covered] {
        anna.attach_wound_photo(&there, &photo, &wound, "close-up").expect("put");
    }
    world.settle().await;
    let bundle = fhir(&anna, &there, &wound, Language::German).await;
    assert_eq!(fault(&bundle), None);
    let media = of(&bundle, "Media");
    assert_eq!(media.len(), 2);
    assert!(media.iter().all(|media| media["operator"].is_null()), "nobody states who took them");
    let signed: Vec<&Value> =
        of(&bundle, "Provenance").into_iter().filter(|provenance| !provenance["signature"].is_null()).collect();
    assert_eq!(signed.len(), 2);
    let mut roles = Vec::new();
    for provenance in signed {
        let part = &provenance["agent"][0]["type"]["coding"][0]["code"];
        assert_eq!((part, &provenance["activity"]), (&"enterer".into(), &Value::Null));
        let data =
            BASE64_STANDARD.decode(provenance["signature"][0]["data"].as_str().expect("base64")).expect("base64");
        let stated = cbor::decode::<SignedCapture>(&data).expect("a statement").read().expect("a statement");
        assert_eq!(stated.member, world.devices[BERTA].member());
        let from = stated.derived_from.expect("it was made of another");
        let named = format!("ni:///sha-256;{}", BASE64_URL_SAFE_NO_PAD.encode(from.as_bytes()));
        assert_eq!(provenance["entity"][0]["what"]["identifier"]["value"], named);
        // It was signed when it was sent, and that is later.
        let sent = provenance["signature"][0]["when"].as_str().expect("a time").to_owned();
        let same = from == stated.original;
        roles.push((provenance["entity"][0]["role"].as_str().expect("a role").to_owned(), same));
        let target = &provenance["target"][0]["reference"];
        let entry = bundle["entry"].as_array().expect("entries").iter().find(|entry| entry["fullUrl"] == *target);
        let taken = entry.expect("there")["resource"]["createdDateTime"].as_str().expect("a time");
        assert!(taken <= sent.as_str(), "{taken} {sent}");
    }
    roles.sort();
    assert_eq!(roles, [("derivation".to_owned(), false), ("quotation".to_owned(), true)]);
}

#[tokio::test(start_paused = true)]
async fn figures_of_measuring_are_told_with_their_error_and_what_they_were_measured_by() {
    let (world, log, wound, photo) = measuring::ward(324).await;
    let anna = world.devices[ANNA].client();
    let drawn = measuring::rectangle(photo, 30.0, 20.0);
    let at = |examined_at| WoundFinding { examined_at, ..WoundFinding::default() };
    anna.record_measured_finding(&log, &wound, &at(1_000), &drawn).await.expect("written");
    anna.record_measured_finding(&log, &wound, &at(2_000), &measuring::ruler(drawn)).await.expect("written");
    let items = anna.wound_timeline(&log, &wound, 100).expect("readable");
    let mut measured: Vec<_> = items.into_iter().filter_map(|item| Some((item.content?, item.measurement?))).collect();
    measured.reverse();
    for language in Language::ALL {
        let bundle = fhir(anna, &log, &wound, language).await;
        assert_eq!(fault(&bundle), None);
        let read = read_wound_bundle(bundle.to_string().as_bytes()).expect("our own");
        assert_eq!(read.len(), 2);
        for (read, (content, measurement)) in read.iter().zip(&measured) {
            assert_eq!(read.finding, *content);
            let figures = read.figures.as_ref().expect("measured");
            assert_eq!(
                (figures.length, figures.width, figures.area, figures.arithmetic),
                (measurement.length, measurement.width, measurement.area, 1)
            );
        }
        assert_eq!(read[0].figures.as_ref().expect("by a marker").markers, [30]);
        assert_eq!(read[1].figures.as_ref().expect("by a ruler").ruler, Some(50));
        let sizes: Vec<&Value> = of(&bundle, "Observation")
            .into_iter()
            .filter(|seen| seen["code"]["coding"][0]["code"] == "72287-6")
            .collect();
        assert_eq!(sizes.len(), 2);
        let media = bundle["entry"].as_array().expect("entries").iter();
        let media: Vec<&Value> =
            media.filter(|entry| entry["resource"]["resourceType"] == "Media").map(|entry| &entry["fullUrl"]).collect();
        for size in sizes {
            assert_eq!(size["derivedFrom"][0]["reference"], *media[0], "it was measured in this photo");
            assert!(size["note"][0]["text"].as_str().is_some_and(|caveat| !caveat.is_empty()));
            let units: Vec<&str> = size["component"]
                .as_array()
                .expect("parts")
                .iter()
                .map(|part| part["valueQuantity"]["code"].as_str().expect("UCUM"))
                .collect();
            assert_eq!(units, ["mm", "mm", "mm2", "mm", "mm", "mm2"]);
        }
    }
}
