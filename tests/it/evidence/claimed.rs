//! A package whose maker claims what nobody wrote: in the bundle, by files that belong to none, by leaving things out, and after her
//! device was revoked.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use verband_client::protocol::id::EventId;
use verband_client::{PackageVerdict, WoundDetails, verify_package};
use verband_tests::hostile::Mole;

use super::dishonest::{Files, says, signed_again};
use super::{ANNA, BERTA, files, package};
use crate::fhir::ward;

/// The package with another bundle, which its maker lists and signs.
fn with_bundle(package: &[u8], mole: &Mole, change: &dyn Fn(&mut Value)) -> PackageVerdict {
    verify_package(&signed_again(package, mole, &|files| {
        let mut bundle: Value = serde_json::from_slice(&files["bundle.json"]).expect("JSON");
        change(&mut bundle);
        files.insert("bundle.json".to_owned(), bundle.to_string().into_bytes());
    }))
}

/// The first resource of a type.
fn first<'a>(bundle: &'a mut Value, kind: &str) -> &'a mut Value {
    let entries = bundle["entry"].as_array_mut().expect("entries");
    let entry = entries.iter_mut().find(|entry| entry["resource"]["resourceType"] == kind).expect("there");
    &mut entry["resource"]
}

/// The same bundle with a text everywhere instead of another.
fn written(bundle: &mut Value, old: &str, new: &str) {
    let text = bundle.to_string();
    assert!(text.contains(old), "{old}");
    *bundle = serde_json::from_str(&text.replace(old, new)).expect("JSON");
}

fn without(bundle: &mut Value, kind: &str) {
    bundle["entry"].as_array_mut().expect("entries").retain(|entry| entry["resource"]["resourceType"] != kind);
}

type Claim = (&'static str, fn(&mut Value));

#[tokio::test(start_paused = true)]
async fn a_bundle_that_tells_something_else_than_the_entries_is_named() {
    let (world, log, wound) = ward(360).await;
    let made = package(world.devices[BERTA].client(), &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    assert!(with_bundle(&made, &mole, &|_| ()).faults.iter().all(|fault| fault.file.is_empty()), "hers to sign");
    let claims: [Claim; 16] = [
        ("the patient or the wound", |bundle| written(bundle, "Fall 4711", "Fall 4712")),
        ("several patients", |bundle| {
            first(bundle, "Condition")["subject"]["identifier"]["value"] = "Fall 4712".into();
        }),
        ("the patient or the wound", |bundle| written(bundle, "stage.pressure-2", "stage.pressure-4")),
        ("the patient or the wound", |bundle| written(bundle, "side.left", "side.right")),
        ("the patient or the wound", |bundle| written(bundle, "2026-10\"", "2026-09\"")),
        ("the patient or the wound", |bundle| {
            first(bundle, "Condition")["note"] = serde_json::json!([{ "text": "Sturz auf Station" }]);
        }),
        ("somebody else made the wound", |bundle| {
            first(bundle, "Condition")["recordedDate"] = "2020-01-01T00:00:00Z".into();
        }),
        ("something else of the finding", |bundle| written(bundle, "Alginat", "Hydrogel")),
        ("something else of the finding", |bundle| written(bundle, "tissue.fibrin", "tissue.necrosis")),
        ("of no finding", |bundle| {
            let panel = first(bundle, "Observation");
            panel["hasMember"].as_array_mut().expect("members").pop();
        }),
        ("leaves out the finding", |bundle| {
            without(bundle, "Observation");
        }),
        ("leaves out photos/", |bundle| without(bundle, "Media")),
        ("another picture", |bundle| {
            let other = verband_vault::sample::wound_photo(32, 24, 1);
            first(bundle, "Media")["content"]["data"] = BASE64_STANDARD.encode(other).into();
        }),
        ("taken at another time", |bundle| first(bundle, "Media")["createdDateTime"] = "2026-11-01T08:00:00Z".into()),
        ("shows something else", |bundle| written(bundle, "photo.close-up", "photo.overview")),
        ("another report", |bundle| {
            let report = &mut first(bundle, "DocumentReference")["content"][0]["attachment"]["data"];
            *report = BASE64_STANDARD.encode("%PDF-1.7").into();
        }),
    ];
    let believed = claims.into_iter().filter(|(what, claim)| {
        let verdict = with_bundle(&made, &mole, claim);
        !says(&verdict, "bundle.json", what)
    });
    assert_eq!(believed.map(|(what, _)| what).collect::<Vec<_>>(), Vec::<&str>::new());
    // Whom nobody saw.
    let verdict = with_bundle(&made, &mole, &|bundle| {
        let other = first(bundle, "Practitioner").clone();
        let more = serde_json::json!({ "fullUrl": "urn:uuid:0", "resource": other });
        bundle["entry"].as_array_mut().expect("entries").push(more);
        let by = serde_json::json!({ "reference": "urn:uuid:0" });
        first(bundle, "Media")["operator"] = by.clone();
        first(bundle, "Condition")["recorder"] = by.clone();
        first(bundle, "Observation")["performer"] = serde_json::json!([by]);
    });
    for what in ["somebody took photos/", "somebody else made the finding", "somebody else made the wound"] {
        assert!(says(&verdict, "bundle.json", what), "{what}: {:?}", verdict.faults);
    }
    let verdict = with_bundle(&made, &mole, &|bundle| {
        let twice = bundle["entry"][1].clone();
        bundle["entry"].as_array_mut().expect("entries").push(twice);
    });
    assert!(says(&verdict, "bundle.json", "two things at one address"), "{:?}", verdict.faults);
    // What could be so, and nothing shows.
    let unproven = |change: &dyn Fn(&mut Value), what: &str| {
        let verdict = with_bundle(&made, &mole, change);
        let found = verdict.unproven.iter().any(|one| one.file == "bundle.json" && one.what.contains(what));
        assert!(found && !verdict.is_proven(), "{what}: {verdict:?}");
    };
    unproven(&|bundle| written(bundle, "purpose.storage", "purpose.teaching"), "what the patient consents to");
    unproven(
        &|bundle| {
            let condition = first(bundle, "Condition");
            condition["clinicalStatus"]["coding"][0]["code"] = "resolved".into();
            condition["abatementDateTime"] = "2026-11-01T08:00:00Z".into();
        },
        "that the wound is closed",
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_left_out_of_a_package_is_said_to_be_unproven() {
    let (world, log, wound) = ward(361).await;
    let made = package(world.devices[BERTA].client(), &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let verdict = verify_package(&made);
    let finding = verdict.entries.iter().find(|entry| entry.what == "finding").expect("there").event;
    let left_out = |gone: EventId, file: &str, what: &str| {
        let verdict =
            verify_package(&signed_again(&made, &mole, &|files| drop(files.remove(&format!("entries/{gone}.cbor")))));
        assert!(verdict.faults.iter().all(|fault| fault.file.is_empty()), "{:?}", verdict.faults);
        let named = verdict.unproven.iter().any(|one| one.file == file && one.what.contains(what));
        assert!(named, "{file} {what}: {:?}", verdict.unproven);
    };
    left_out(finding, "bundle.json", "a finding of");
    left_out(wound, &format!("entries/{wound}.cbor"), "is not there");
    left_out(wound, "bundle.json", "whose the wound is");
    left_out(wound, "bundle.json", "consents");
}

#[tokio::test(start_paused = true)]
async fn files_that_belong_to_no_package_are_named() {
    let (world, log, wound) = ward(362).await;
    let anna = world.devices[ANNA].client();
    let details = WoundDetails { patient: "0815".to_owned(), ..WoundDetails::default() };
    let other = anna.create_wound(&log, &details, None).expect("made");
    let photo = verband_vault::sample::wound_photo(64, 48, 8);
    let elsewhere = anna.send_wound_photos(&log, &other, &[("overview", &photo)]).expect("sent")[0];
    world.settle().await;
    let berta = world.devices[BERTA].client();
    let [made, others] = [package(berta, &log, &wound).await, package(berta, &log, &other).await];
    let others: Files = files(&others).into_iter().map(|(name, range)| (name, others[range].to_vec())).collect();
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let event = verify_package(&made).photos[0].0.trim_start_matches("photos/").trim_end_matches(".jpg").to_owned();
    let none = "no package has such a file";
    let (capitals, second) = (event.to_uppercase(), "is a second photo");
    for (name, what) in [
        ("readme.txt", none),
        ("photos/readme.jpg", none),
        (&format!("photos/{capitals}.jpg"), none),
        (&format!("photos/{event}.gif"), none),
        (&format!("photos/{event}.preview.png"), none),
        (&format!("photos/more/{event}.jpg"), none),
        (&format!("statements/{event}.json"), none),
        (&format!("elsewhere/{event}.cbor"), none),
        (&format!("photos/{event}.webp"), second),
        (&format!("photos/{elsewhere}.preview.jpg"), "of a photo that is not there"),
        (&format!("statements/{elsewhere}.cbor"), "of a photo that is not there"),
    ] {
        let data = others.get(name).cloned().unwrap_or_else(|| b"more".to_vec());
        let verdict =
            verify_package(&signed_again(&made, &mole, &|files| drop(files.insert(name.to_owned(), data.clone()))));
        assert!(says(&verdict, name, what), "{name}: {:?}", verdict.faults);
    }
    // Entries of something else, true as they are.
    for name in others.keys().filter(|name| name.starts_with("entries/")) {
        let data = &others[name];
        let verdict =
            verify_package(&signed_again(&made, &mole, &|files| drop(files.insert(name.clone(), data.clone()))));
        assert!(says(&verdict, name, "about nothing that is in the package"), "{name}: {:?}", verdict.faults);
    }
    for (gone, named, what) in [
        (format!("photos/{event}.jpg"), format!("photos/{event}.preview.jpg"), "of a photo that is not there"),
        (format!("photos/{event}.preview.jpg"), format!("photos/{event}.preview.jpg"), "is not listed"),
        ("report.pdf".to_owned(), "report.pdf".to_owned(), "is not listed"),
        ("bundle.json".to_owned(), "bundle.json".to_owned(), "is not listed"),
    ] {
        let verdict = verify_package(&signed_again(&made, &mole, &|files| drop(files.remove(&gone))));
        assert!(says(&verdict, &named, what), "{gone}: {:?}", verdict.faults);
    }
}

#[tokio::test(start_paused = true)]
async fn a_package_of_a_device_that_was_revoked_before_is_named() {
    let (world, log, wound) = ward(363).await;
    let made = package(world.devices[BERTA].client(), &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let anna = world.devices[ANNA].client();
    anna.revoke_device(mole.device()).await.expect("revoked");
    let mut organisation = Vec::new();
    anna.export_organisation(&mut organisation).expect("readable");
    let since = verify_package(&signed_again(&made, &mole, &|files| {
        files.insert("organisation.verband".to_owned(), organisation.clone());
    }));
    assert!(says(&since, "manifest.json", "by a device that was revoked before"), "{:?}", since.faults);
    // What was made before stays what it is, and so does what she wrote then.
    assert!(verify_package(&made).is_proven());
    assert!(since.faults.iter().all(|fault| !fault.file.starts_with("entries/")), "{:?}", since.faults);
}
