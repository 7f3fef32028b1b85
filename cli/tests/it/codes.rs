//! Patient references from codes, and the patterns that say what they look like.

use crate::tool::Desk;

#[test]
fn a_label_is_read_by_the_patterns_of_the_house() {
    let desk = Desk::founded();
    let label = desk.path("label.jpg");
    std::fs::write(&label, include_bytes!("../../../tests/fixtures/label.jpg")).expect("a file");
    let label = label.to_str().expect("text");
    assert_eq!(desk.done(&["wounds", "read-code", label])[0]["reference"].as_str(), Some("F20260417"));
    assert_eq!(desk.run(&["wounds", "read-code", label]).out.trim(), "F20260417");

    let wrong = desk.run(&["--json", "policy", "set", "--yes", "--patient-pattern", "F9{8}"]);
    assert_eq!((wrong.status, wrong.code().as_str()), (1, "pattern"), "{}", wrong.err);
    let set = desk.done(&["policy", "set", "--yes", "--patient-pattern", "'P'9{4}", "--patient-pattern", "<'F'>9{8}"]);
    assert_eq!(set["patient_pattern"].as_array().map(Vec::len), Some(2));
    assert!(desk.run(&["policy", "show", "--words", "--language", "de"]).out.contains("'P'9{4} · <'F'>9{8}"));
    let read = desk.done(&["wounds", "read-code", label]);
    assert_eq!(read[0]["reference"].as_str(), Some("20260417"));
    assert!(read[0]["width"].as_u64().is_some_and(|width| width > 300), "{read}");

    desk.done(&["policy", "set", "--yes", "--patient-pattern", "'P'9{4}"]);
    let other = desk.run(&["--json", "wounds", "read-code", label]);
    assert_eq!((other.status, other.code().as_str()), (1, "wound"), "{}", other.err);
    let none = desk.done(&["policy", "set", "--yes", "--patient-pattern", "none"]);
    assert_eq!(none["patient_pattern"].as_array().map(Vec::len), Some(0));
    assert_eq!(desk.run(&["wounds", "read-code", label]).out.trim(), "F20260417");
}

#[test]
fn a_pattern_is_tried_before_it_is_set() {
    let desk = Desk::new();
    let tried = |pattern: &str, code: &str| desk.run(&["policy", "try-pattern", pattern, code]);
    assert_eq!(tried("<'F'>9{8}", "F20260417").out.trim(), "20260417");
    assert_eq!(tried("(8018)9{18}", "(8018)401234500000012345").out.trim(), "401234500000012345");
    assert_eq!(tried("9{8}", "4711").out.trim(), "It does not fit.");
    assert_eq!(tried("9{8", "4711").status, 1);
}
