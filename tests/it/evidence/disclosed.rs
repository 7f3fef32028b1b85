//! What a package discloses: what its report says now, and nothing that was corrected, struck, moved away or of another patient.

use verband_client::protocol::cbor;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, PackageVerdict, WoundConsent, WoundDetails, WoundFinding, verify_package};
use verband_tests::chance::{Seeded, seed};
use verband_tests::hostile::Mole;
use verband_tests::world::World;

use super::dishonest::{Handed, signed_again};
use super::{ANNA, BERTA, files, package};
use crate::measuring;

fn details(patient: &str, stage: &str) -> WoundDetails {
    let (kind, stage) = ("pressure-ulcer".to_owned(), stage.to_owned());
    WoundDetails { patient: patient.to_owned(), kind, stage, note: format!("Bett von {patient}"), ..Default::default() }
}

fn consent(note: &str) -> WoundConsent {
    WoundConsent { state: "given".to_owned(), note: note.to_owned(), ..WoundConsent::default() }
}

fn finding(note: &str, length: u32) -> WoundFinding {
    WoundFinding { note: note.to_owned(), length: Some(length), ..WoundFinding::default() }
}

/// Everything that a package opens, one text after the other.
fn opened(package: &[u8]) -> Vec<u8> {
    let mut opened = Vec::new();
    for (name, range) in files(package) {
        if name.starts_with("entries/") {
            let handed: Handed = cbor::decode(&package[range]).expect("an entry");
            let header = handed.entry.read().expect("a header");
            match (handed.opens(), handed.entry.body()) {
                (Some(opens), Some(body)) => {
                    opened.extend_from_slice(&opens.open(&header.seal_context(), body).expect("its body"));
                }
                (None, None) => {}
                _ => panic!("a body goes with what opens it"),
            }
        } else {
            opened.extend_from_slice(&package[range]);
        }
    }
    opened
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What entries are handed out, and whether each is opened.
fn entries(verdict: &PackageVerdict) -> Vec<(&'static str, bool)> {
    let mut entries: Vec<_> = verdict.entries.iter().map(|entry| (entry.what, entry.opened)).collect();
    entries.sort_unstable();
    entries
}

async fn team(number: u64) -> (World, LogId, [Client; 2]) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    let clients = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    (world, log, clients)
}

fn whats(verdict: &PackageVerdict) -> Vec<&str> {
    verdict.unproven.iter().map(|unproven| unproven.what.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn nothing_that_was_corrected_struck_moved_away_or_of_another_patient_is_disclosed() {
    let (world, log, [anna, berta]) = team(350).await;
    let wound = anna.create_wound(&log, &details("Meier 0815", "pressure-1"), Some(&consent("Bogen M"))).expect("made");
    let other = anna.create_wound(&log, &details("Schulz 3", "pressure-1"), None).expect("made");
    let photo = |number| verband_vault::sample::wound_photo(64, 48, number);
    let [moved, stays] =
        [3, 4].map(|number| anna.send_wound_photos(&log, &wound, &[("close-up", &photo(number))]).expect("sent")[0]);
    let struck = anna.record_finding(&log, &wound, &finding("eines anderen", 10)).expect("entered");
    let corrected = anna.record_finding(&log, &wound, &finding("erste Fassung", 40)).expect("entered");
    world.settle().await;
    berta.record_finding(&log, &wound, &finding("steht noch", 41)).expect("entered");
    berta.change_wound(&log, &wound, &details("Huber 4711", "pressure-2")).expect("changed");
    berta.set_wound_consent(&log, &wound, &consent("Bogen H")).expect("given");
    berta.strike_finding(&log, &struck, "war Frau M").expect("struck");
    berta.correct_finding(&log, &corrected, &finding("zweite Fassung", 42), "vertippt").expect("corrected");
    berta.attach_wound_photo(&log, &moved, &other, "").expect("moved");
    world.settle().await;

    for client in [&anna, &berta] {
        let package = package(client, &log, &wound).await;
        let verdict = verify_package(&package);
        assert_eq!((&verdict.faults, &verdict.unproven), (&vec![], &vec![]));
        let opened = opened(&package);
        for there in ["Huber 4711", "Bogen H", "zweite Fassung", "steht noch"] {
            assert!(has(&opened, there.as_bytes()), "{there}");
        }
        for gone in ["Meier", "Bogen M", "Schulz", "eines anderen", "war Frau M", "erste Fassung"] {
            assert!(!has(&opened, gone.as_bytes()) && !has(&package, gone.as_bytes()), "{gone}");
        }
        for gone in [moved, struck, other] {
            assert!(!has(&package, gone.as_bytes()) && !has(&opened, gone.as_bytes()), "{gone}");
            assert!(!has(&package, gone.to_string().as_bytes()), "{gone}");
        }
        // Of what was said anew since, that it was written and by whom.
        let shut: Vec<EventId> =
            verdict.entries.iter().filter(|entry| !entry.opened).map(|entry| entry.event).collect();
        assert_eq!(shut.len(), 2);
        assert!(shut.contains(&wound) && shut.contains(&corrected));
        assert_eq!(
            entries(&verdict),
            [
                ("change", true),
                ("change", true),
                ("correction", true),
                ("finding", false),
                ("finding", true),
                ("photo", true),
                ("place", true),
                ("wound", false)
            ]
        );
        assert_eq!(
            verdict.photos.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
            [format!("photos/{stays}.jpg")]
        );
    }

    // Nor does anybody change an entry that goes without its body.
    let made = package(&berta, &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let chance = Seeded::new(world.seed, "bits");
    for event in [wound, corrected] {
        let name = format!("entries/{event}.cbor");
        for _ in 0..60 {
            let (at, bit) = (chance.below(1 << 40), chance.below(8));
            let changed = signed_again(&made, &mole, &|files| {
                let data = files.get_mut(&name).expect("there");
                let at = usize::try_from(at % data.len() as u64).expect("small");
                data[at] ^= 1 << bit;
            });
            let verdict = verify_package(&changed);
            assert!(verdict.faults.iter().any(|fault| fault.file == name), "SEED={} {at} {bit}", world.seed);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_stands_beside_another_patient_is_not_opened_and_said_to_be_unproven() {
    let (world, log, [anna, berta]) = team(351).await;
    // The consent was given once, and the patient corrected since.
    let wound = anna.create_wound(&log, &details("Meier 0815", "pressure-1"), Some(&consent("Bogen 7"))).expect("made");
    world.settle().await;
    berta.change_wound(&log, &wound, &details("Huber 4711", "pressure-1")).expect("changed");
    world.settle().await;
    let made = package(&anna, &log, &wound).await;
    let verdict = verify_package(&made);
    assert_eq!(verdict.faults, []);
    assert_eq!(whats(&verdict), ["says what the patient consents to, which stands in no entry"]);
    assert!(!verdict.is_proven() && !has(&opened(&made), b"Meier"));
    assert_eq!(entries(&verdict), [("change", true), ("wound", false)]);
    // It is given anew: all of it is shown, and nothing else.
    anna.set_wound_consent(&log, &wound, &consent("Bogen 7")).expect("given");
    world.settle().await;
    let made = package(&berta, &log, &wound).await;
    assert!(verify_package(&made).is_proven() && !has(&opened(&made), b"Meier"));

    // Of the same patient the first entry is opened for the consent that still counts in it.
    let wound = anna.create_wound(&log, &details("Huber 4711", "pressure-1"), Some(&consent("Bogen 8"))).expect("made");
    world.settle().await;
    berta.change_wound(&log, &wound, &details("Huber 4711", "pressure-3")).expect("changed");
    berta.close_wound(&log, &wound, "healed", "verheilt").expect("closed");
    world.settle().await;
    let verdict = verify_package(&package(&anna, &log, &wound).await);
    assert_eq!((&verdict.faults, &verdict.unproven), (&vec![], &vec![]));
    assert_eq!(entries(&verdict), [("change", true), ("change", true), ("wound", true)]);
    // Open again: why it was closed is nobody's business any more.
    anna.reopen_wound(&log, &wound, "").expect("opened");
    world.settle().await;
    let made = package(&anna, &log, &wound).await;
    assert!(verify_package(&made).is_proven() && !has(&opened(&made), b"verheilt"));
}

#[tokio::test(start_paused = true)]
async fn what_sizes_were_measured_by_is_shown_also_when_words_were_corrected_since() {
    let (world, log, wound, photo) = measuring::ward(352).await;
    let anna = world.devices[ANNA].client();
    let drawn = measuring::rectangle(photo, 30.0, 20.0);
    let measured = anna.record_measured_finding(&log, &wound, &finding("erste", 1), &drawn).await.expect("written");
    world.settle().await;
    let items = anna.wound_timeline(&log, &wound, 100).expect("readable");
    let content = items.into_iter().find(|item| item.event == measured).and_then(|item| item.content).expect("there");
    let reworded = WoundFinding { note: "zweite".to_owned(), ..content };
    anna.correct_finding(&log, &measured, &reworded, "").expect("corrected");
    world.settle().await;
    let made = package(anna, &log, &wound).await;
    let verdict = verify_package(&made);
    assert_eq!((&verdict.faults, &verdict.unproven), (&vec![], &vec![]));
    let shown = [("correction", true), ("finding", true), ("photo", true), ("place", true), ("wound", true)];
    assert_eq!(entries(&verdict), shown);
    // Measured by hand since: what it was measured by counts no more.
    anna.correct_finding(&log, &measured, &finding("dritte", 31), "").expect("corrected");
    world.settle().await;
    let made = package(anna, &log, &wound).await;
    let verdict = verify_package(&made);
    assert!(verdict.is_proven(), "{verdict:?}");
    assert_eq!(
        entries(&verdict),
        [("correction", true), ("finding", false), ("photo", true), ("place", true), ("wound", true)]
    );
    assert!(!has(&opened(&made), b"erste") && !has(&opened(&made), b"zweite"));
}

#[tokio::test(start_paused = true)]
async fn beside_what_waits_for_the_network_nothing_older_is_opened() {
    let (world, log, [anna, berta]) = team(353).await;
    let wound = anna.create_wound(&log, &details("Huber 4711", "pressure-1"), Some(&consent("Bogen 9"))).expect("made");
    let found = anna.record_finding(&log, &wound, &finding("im Log", 40)).expect("entered");
    world.settle().await;
    berta.change_wound(&log, &wound, &details("Huber 4711", "pressure-2")).expect("changed");
    berta.correct_finding(&log, &found, &finding("wartet", 41), "").expect("corrected");
    let made = package(&berta, &log, &wound).await;
    let verdict = verify_package(&made);
    assert_eq!(verdict.faults, []);
    let [wounds, consents, findings] = whats(&verdict)[..] else { panic!("{:?}", verdict.unproven) };
    assert_eq!(consents, "says what the patient consents to, which stands in no entry");
    assert_eq!(wounds, "says whose the wound is, where and of which kind, which stands in no entry");
    assert!(findings.starts_with("says a finding of ") && !has(&opened(&made), b"im Log"), "{findings}");
    assert_eq!(entries(&verdict), [("wound", false)]);
    world.settle().await;
    assert!(verify_package(&package(&berta, &log, &wound).await).is_proven());
    // A wound that waits itself is shown by nothing.
    let wound = berta.create_wound(&log, &details("Huber 4711", "pressure-1"), None).expect("made");
    let verdict = verify_package(&package(&berta, &log, &wound).await);
    assert_eq!((verdict.faults, verdict.unproven[0].file.as_str()), (vec![], format!("entries/{wound}.cbor").as_str()));
}
