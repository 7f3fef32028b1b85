//! The album by the command line, without a server.

use crate::tool::Desk;

#[test]
fn photos_are_listed_filed_and_traced() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam"]).status, 0);
    let file = desk.path("wound.png");
    std::fs::write(&file, include_bytes!("../../../core/detect/tests/photos/astronaut.png")).expect("a file");
    let path = file.to_str().expect("text");
    let sent = desk.done(&["photo", "Wundteam", path, "--caption", "Ferse"]);
    let event = sent["event"].as_str().expect("an id").to_owned();
    let filed = desk.done(&["album", "file", "4711", &event[..24]]);
    assert_eq!(filed["events"].as_array().map(Vec::len), Some(1));
    assert!(desk.run(&["album", "file", "4711", &event]).out.contains("nothing to change"));
    let row = desk.done(&["album", "list", "Wundteam"])[0].clone();
    assert_eq!((row["patient"].as_str(), row["caption"].as_str()), (Some("4711"), Some("Ferse")));
    assert_eq!((row["state"].as_str(), row["days_left"].as_u64()), (Some("waiting"), None));
    let shown = desk.run(&["album", "list", "--patient", "4711"]).out;
    assert!(shown.contains("Wundteam") && shown.contains("Ferse"), "{shown}");
    assert_eq!(desk.done(&["album", "list", "--patient", "4712"]).as_array().map(Vec::len), Some(0));
    assert_eq!(desk.done(&["album", "list", "--unsorted"]).as_array().map(Vec::len), Some(0));
    assert_eq!(desk.done(&["album", "patients"])[0]["photos"].as_u64(), Some(1));
    desk.done(&["album", "file", "", &event]);
    let trace = desk.done(&["album", "trace", &event]);
    assert_eq!((trace[0]["patient_before"].as_str(), trace[0]["patient"].as_str()), (Some("4711"), Some("")));
    assert!(desk.run(&["album", "trace", &event]).out.contains("\"\" → \"4711\""));

    let used = desk.done(&["album", "storage"]);
    assert!(used["files"].as_u64() > Some(0) && used["database"].as_u64() > Some(0), "{used}");
    assert_eq!((used["freeable"].as_u64(), used["kinds"][0]["kind"].as_str()), (Some(0), Some("photo")));
    assert!(desk.run(&["album", "storage"]).out.contains("Wundteam"));
    assert_eq!(desk.done(&["album", "free"])["freed"].as_u64(), Some(0), "nobody else has it");
    assert_eq!(desk.done(&["album", "ending"])["text"].as_str(), Some(""));

    // Into another channel, and back.
    assert_eq!(desk.run(&["channel", "create", "Ambulanz"]).status, 0);
    let moved = desk.done(&["album", "move", "Ambulanz", &event]);
    let copy = moved["events"][0].as_str().expect("an id").to_owned();
    assert_eq!(desk.done(&["album", "list", "Wundteam"]).as_array().map(Vec::len), Some(0));
    assert_eq!(desk.done(&["album", "list", "Ambulanz"])[0]["event"].as_str(), Some(copy.as_str()));
    desk.done(&["outbox", "--cancel", &copy]);
    assert_eq!(desk.done(&["album", "list"])[0]["event"].as_str(), Some(event.as_str()));

    for (arguments, code) in [
        (&["album", "file", "4711", "ffffffff"][..], "not-found"),
        (&["album", "file", "47\u{7}11", &event], "wound"),
        (&["album", "move", "Wundteam", &event], "not-found"),
    ] {
        let ran = desk.run(&[&["--json"], arguments].concat());
        assert_eq!((ran.status, ran.code().as_str()), (1, code), "{arguments:?}");
    }
    // The tray is there before any server has heard of this device.
    let captured = desk.done(&["album", "capture", path, "--patient", "4711"]);
    let tray = desk.done(&["album", "list", "--tray"]);
    assert_eq!((&tray[0]["event"], &tray[0]["patient"]), (&captured["events"][0], &"4711".into()));
    assert_eq!((&tray[0]["state"], &tray[0]["days_left"]), (&"waiting".into(), &30.into()));
}
