//! Measuring in photos of wounds by the command line, and the sheet of markers.

use serde_json::Value;

use crate::linking::House;
use crate::tool::Desk;

/// A wound of patient 4711 with a photo of 640 × 480 pixels: the id of the photo.
fn photographed(desk: &Desk) -> String {
    desk.done(&["channel", "create", "--later", "Wundteam"]);
    desk.done(&["wounds", "create", "--later", "Wundteam", "4711", "--region", "sacrum"]);
    let file = desk.path("wunde.jpg");
    std::fs::write(&file, verband_vault::sample::wound_photo(640, 480, 3)).expect("a file");
    let path = file.to_str().expect("text");
    let sent = desk.done(&["wounds", "photo", "--later", "4711", "--overview", path]);
    sent["photos"][0].as_str().expect("an id").to_owned()
}

/// A rectangle of 200 × 120 pixels, and a ruler on which 300 pixels are 50 millimetres.
const OUTLINE: &str = "100,200 300,200 300,320 100,320";
const RULER: &str = "100,100,400,100,50";

#[test]
fn a_wound_is_measured_by_a_ruler_and_entered() {
    let desk = House::open().founder();
    let photo = photographed(&desk);
    let measure = ["wounds", "measure", "4711", photo.as_str(), "--outline", OUTLINE, "--ruler", RULER];
    // Off until the organisation has had it reviewed.
    let off = desk.run(&[&["--json"], &measure[..]].concat());
    assert_eq!((off.status, off.code().as_str()), (5, "policy"), "{}", off.err);
    desk.done(&["policy", "set", "--measuring", "on", "--yes"]);
    let measured = desk.done(&measure);
    let figure = |name: &str| {
        let figure: &Value = &measured[name];
        (figure["value"].as_u64().expect("a number"), figure["error"].as_u64().expect("a number"))
    };
    // 33.3 × 20 mm, each with what it may be off by.
    let ((length, length_error), (area, area_error)) = (figure("length"), figure("area"));
    assert!(length.abs_diff(389) <= 1 && area.abs_diff(667) <= 1, "{measured}");
    assert!((20..80).contains(&length_error) && (40..200).contains(&area_error), "{measured}");
    assert_eq!((measured["method"].as_str(), measured["arithmetic"].as_u64()), (Some("photo-ruler"), Some(1)));
    let shown = desk.run(&measure).out;
    assert!(shown.contains("area 667 mm² (± ") && shown.contains("straight from above"), "{shown}");

    desk.done(&[&measure[..], &["--record", "--tissue", "fibrin=40"]].concat());
    let finding = desk.done(&["wounds", "show", "4711"])["course"][0].clone();
    assert_eq!((&finding["content"]["measured"], &finding["content"]["length"]), (&"photo-ruler".into(), &39.into()));
    let event = finding["event"].as_str().expect("an id");
    let again = ["--correct", event, "--reason", "anders gezeichnet"];
    let smaller = ["wounds", "measure", "4711", photo.as_str(), "--outline", "100,200 220,200", "--ruler", RULER];
    desk.done(&[&smaller[..], &again].concat());
    let versions = desk.done(&["wounds", "finding-versions", event]);
    assert_eq!((&versions[0]["content"]["length"], &versions[1]["content"]["length"]), (&20.into(), &39.into()));

    for (arguments, status, code) in [
        (&["4711", photo.as_str(), "--outline", OUTLINE][..], 1, "wound"),
        (&["4711", photo.as_str(), "--outline", "100,200 300,200", "--ruler", "1,1,20,1,50"], 1, "wound"),
        (&["4711", photo.as_str(), "--outline", "100;200"], 2, "argument"),
        (&["4711", "ffffffff", "--outline", OUTLINE], 1, "not-found"),
    ] {
        let ran = desk.run(&[&["--json", "wounds", "measure"], arguments].concat());
        assert_eq!((ran.status, ran.code().as_str()), (status, code), "{arguments:?}: {}", ran.err);
    }
    let none = desk.run(&["wounds", "measure", "4711", &photo, "--outline", OUTLINE]);
    assert!(none.err.to_lowercase().contains("marker"), "{}", none.err);
}

#[test]
fn the_sheet_of_markers_is_written_in_both_languages() {
    let desk = Desk::founded();
    let file = desk.path("messmarken.pdf");
    let path = file.to_str().expect("text");
    let written = desk.done(&["wounds", "marker-sheet", path, "--language", "de"]);
    let german = std::fs::read(&file).expect("written");
    assert!(german.starts_with(b"%PDF-") && written["bytes"].as_u64() == Some(german.len() as u64));
    let there = desk.run(&["--json", "wounds", "marker-sheet", path]);
    assert_eq!((there.status, there.code().as_str()), (1, "exists"));
    let english = desk.run(&["wounds", "marker-sheet", path, "--force", "--language", "en"]);
    assert!(english.status == 0 && english.out.contains("messmarken.pdf"), "{}", english.err);
    assert_ne!(std::fs::read(&file).expect("written"), german);
}
