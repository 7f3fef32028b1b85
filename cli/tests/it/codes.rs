//! Patient references from codes, and patterns that are tried.

use crate::tool::Desk;

#[test]
fn a_label_is_read_and_a_wound_is_not() {
    let desk = Desk::founded();
    let label = desk.path("label.jpg");
    std::fs::write(&label, include_bytes!("../../../tests/fixtures/label.jpg")).expect("a file");
    let label = label.to_str().expect("text");
    assert_eq!(desk.done(&["wounds", "read-code", label])[0]["reference"].as_str(), Some("F20260417"));
    assert_eq!(desk.run(&["wounds", "read-code", label]).out.trim(), "F20260417");
    let read = desk.done(&["wounds", "read-code", label]);
    assert!(read[0]["width"].as_u64().is_some_and(|width| width > 300), "{read}");

    let wound = desk.path("wound.jpg");
    std::fs::write(&wound, include_bytes!("../../../tests/fixtures/wound.jpg")).expect("a file");
    let none = desk.run(&["--json", "wounds", "read-code", wound.to_str().expect("text")]);
    assert_eq!((none.status, none.code().as_str()), (1, "wound"), "{}", none.err);
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
