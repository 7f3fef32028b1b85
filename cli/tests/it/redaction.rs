//! Marks on photos, by hand and by proposal.

use crate::tool::Desk;

/// The portrait of an astronaut, in which a face is.
const PORTRAIT: &[u8] = include_bytes!("../../../core/detect/tests/photos/astronaut.png");

#[test]
fn a_face_is_proposed_covered_and_gone() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam"]).status, 0);
    let file = desk.path("portrait.png");
    std::fs::write(&file, PORTRAIT).expect("a file");
    let path = file.to_str().expect("text");
    let proposed = desk.run(&["--json", "redact", "propose", path, "--language", "de"]).json();
    let face = &proposed["proposals"][0];
    assert_eq!(face["kind"].as_str(), Some("face"));
    assert_eq!(
        proposed["text"].as_str(),
        Some("1 Gesicht vorgeschlagen. Bitte prüfen Sie selbst, ob noch etwas zu erkennen ist.")
    );
    let number = |name: &str| face[name].as_u64().expect("a number");
    let cover = format!("{},{},{},{}", number("x"), number("y"), number("width"), number("height"));
    assert!(desk.run(&["redact", "propose", path]).out.contains(&format!("--cover {cover}")));

    let sent = desk.run(&["--json", "photo", "Wundteam", path, "--cover", &cover, "--text", "4,4,Größe: 3 cm"]);
    assert_eq!(sent.status, 0, "{}", sent.err);
    let out = desk.path("out.jpg");
    let out = out.to_str().expect("text");
    assert_eq!(desk.run(&["export", "Wundteam", out]).status, 0);
    let proposed = desk.run(&["--json", "redact", "propose", out]).json();
    assert_eq!(proposed["proposals"].as_array().map(Vec::len), Some(0), "{proposed}");

    // One that was sent as it was.
    assert_eq!(desk.run(&["photo", "Wundteam", path]).status, 0);
    let replaced = desk.run(&["--json", "redact", "photo", "Wundteam", "--pixelate", &cover, "--brush", "9,2,2,40,2"]);
    assert_eq!(replaced.status, 0, "{}", replaced.err);
    assert_eq!(desk.run(&["export", "--force", "Wundteam", out]).status, 0);
    let proposed = desk.run(&["--json", "redact", "propose", out]).json();
    assert_eq!(proposed["proposals"].as_array().map(Vec::len), Some(0), "{proposed}");
}

#[test]
fn marks_that_are_none_are_refused() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam"]).status, 0);
    let file = desk.path("portrait.png");
    std::fs::write(&file, PORTRAIT).expect("a file");
    let path = file.to_str().expect("text");
    for wrong in [
        ["--cover", "1,2,3"],
        ["--cover", "1,2,-3,4"],
        ["--pixelate", "a,b,c,d"],
        ["--brush", "5,1"],
        ["--arrow", "1,2,3"],
        ["--text", "Ferse"],
    ] {
        let ran = desk.run(&[&["photo", "Wundteam", path], &wrong[..]].concat());
        assert_eq!(ran.status, 2, "{wrong:?}");
    }
    let outside = desk.run(&["--json", "photo", "Wundteam", path, "--cover", "900,0,10,10"]);
    assert_eq!((outside.status, outside.code().as_str()), (1, "mark"), "{}", outside.err);
}
