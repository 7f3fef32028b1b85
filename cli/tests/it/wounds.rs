//! The wound record on the command line, all of it without a server.

use serde_json::Value;

use crate::tool::Desk;

fn ok(desk: &Desk, arguments: &[&str]) -> Value {
    let ran = desk.run(&[&["--json", "wounds"], arguments].concat());
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    ran.json()
}

fn code(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let ran = desk.run(&[&["--json", "wounds"], arguments].concat());
    (ran.status, ran.code())
}

/// A picture of one pixel.
const PICTURE: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\
    \x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0d\x49\x44\x41\x54\x78\xda\x63\x64\x60\xf8\x5f\x0f\x00\
    \x02\x87\x01\x80\xeb\x47\xba\x92\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().expect("a text")
}

#[test]
fn a_wound_is_made_found_photographed_corrected_and_closed() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "--later", "Wundteam"]).status, 0);
    let heel = ["--region", "heel", "--side", "left", "--type", "pressure-ulcer", "--stage", "pressure-2"];
    let made = ok(&desk, &[&["create", "--later", "Wundteam", "4711"], &heel[..]].concat());
    assert_eq!((&made["details"]["region"], &made["waiting"]), (&"heel".into(), &true.into()));
    let changed =
        ok(&desk, &["change", "--later", "4711", "--stage", "pressure-3", "--point", "440,960", "--view", "back"]);
    let details = &changed["details"];
    assert_eq!(
        (&details["stage"], &details["side"], &details["x"]),
        (&"pressure-3".into(), &"left".into(), &440.into())
    );
    let consent = ok(&desk, &["consent", "--later", "4711", "given", "--by", "representative", "--for", "photos"]);
    assert_eq!(consent["consent"]["by"], "representative");
    assert_eq!(ok(&desk, &["versions", "4711"]).as_array().map(Vec::len), Some(3));

    let finding = ["--length", "30", "--width", "20", "--measured", "ruler", "--tissue", "granulation=60"];
    let found =
        ok(&desk, &[&["finding", "--later", "4711", "--undermining", "1-4:12", "--pain", "4"], &finding[..]].concat());
    assert_eq!((&found["area"], &found["area_by_sides"]), (&600.into(), &true.into()));
    ok(&desk, &["correct", "--later", text(&found, "event"), "--length", "28", "--reason", "vertippt"]);
    assert_eq!(ok(&desk, &["curve", "4711"])[0]["area"], 560);
    let versions = ok(&desk, &["finding-versions", text(&found, "event")]);
    assert_eq!((&versions[0]["content"]["length"], &versions[1]["content"]["length"]), (&28.into(), &30.into()));
    assert_eq!(versions[0]["content"]["undermining"][0], serde_json::json!([1, 4, 12]), "what is left out stays");

    let picture = desk.path("wunde.jpg");
    std::fs::write(&picture, PICTURE).expect("a file");
    let picture = picture.to_str().expect("text");
    let sent = ok(&desk, &["photo", "--later", "4711", "--overview", picture, "--close-up", picture]);
    let photos = sent["photos"].as_array().expect("a list").clone();
    assert_eq!(photos.len(), 2);
    let pair = ok(&desk, &["pair", "4711"]);
    assert_eq!((&pair["first"]["role"], &pair["second"]["role"]), (&"overview".into(), &"close-up".into()));
    let photo = photos[1].as_str().expect("an id");
    ok(&desk, &[&["create", "--later", "Wundteam", "0815"], &heel[..]].concat());
    assert_eq!(ok(&desk, &["attach", "--later", photo, "0815"])["photos"], 1, "moved");
    ok(&desk, &["move-finding", "--later", text(&found, "event"), "0815"]);
    let course = ok(&desk, &["show", "4711"]);
    let kinds: Vec<&str> = course["course"].as_array().expect("a list").iter().map(|item| text(item, "kind")).collect();
    assert!(kinds.contains(&"photo-gone") && kinds.contains(&"struck"), "{kinds:?}");
    ok(&desk, &["detach", "--later", photo]);
    ok(&desk, &["answer", "--later", "4711", "kept"]);
    assert_eq!(ok(&desk, &["questions"]), serde_json::json!([]));
    assert_eq!(ok(&desk, &["close", "--later", "4711", "healed"])["closed"], true);

    let pdf = desk.path("wunde.pdf");
    let pdf = pdf.to_str().expect("text");
    assert_eq!(ok(&desk, &["report", "--later", "0815", pdf, "--language", "en"])["delivery"], "waiting");
    assert!(std::fs::read(pdf).expect("written").starts_with(b"%PDF"));
    assert_eq!(code(&desk, &["report", "--later", "0815", pdf]), (1, "exists".to_owned()));
    assert!(desk.run(&["wounds", "show", "0815"]).out.contains("report for the patient's record"));

    let json = desk.path("wunde.json");
    let json = json.to_str().expect("text");
    ok(&desk, &["fhir", "--later", "0815", json]);
    let bundle: Value = serde_json::from_slice(&std::fs::read(json).expect("written")).expect("JSON");
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&"Bundle".into(), &"document".into()));
    let package = desk.path("wunde.zip");
    let package = package.to_str().expect("text");
    ok(&desk, &["package", "--later", text(&made, "wound"), package]);
    let examined = desk.run(&["--json", "verify", package]);
    let verdict = examined.json();
    assert_eq!((&verdict["intact"], &verdict["proven"]), (&true.into(), &false.into()), "{}", examined.err);
    assert_eq!((examined.status, examined.code().as_str()), (6, "not-proven"), "all of it waits: it is in no log yet");
    let first = text(&made, "wound");
    assert_eq!(verdict["unproven"][0]["file"], format!("entries/{first}.cbor"));
    let against = desk.run(&["--json", "verify", package, "--against", package]);
    assert_eq!(against.code(), "not-proven", "the logs agree, and all else is as before");
    assert_eq!(examined.json()["photos"].as_array().map(Vec::len), Some(1), "one was moved and detached");
    let mut bytes = std::fs::read(package).expect("written");
    let at = bytes.windows(4).position(|window| window == b"%PDF").expect("the report");
    bytes[at + 1_000] ^= 1;
    std::fs::write(package, bytes).expect("written");
    let examined = desk.run(&["verify", package]);
    assert!(examined.status == 1 && examined.err.contains("was changed"), "{}", examined.err);
    let upload =
        ["upload", "--later", text(&made, "wound"), "http://kis.example.org", "--in", "KIS", "--patient", "Patient/1"];
    assert_eq!(code(&desk, &upload), (1, "record".to_owned()), "not without TLS");
    assert_eq!(code(&desk, &[&upload[..], &["--photos"]].concat()), (1, "record".to_owned()), "neither its photos");

    let record = |arguments: &[&str]| {
        let ran = desk.run(&[&["--json", "record"], arguments].concat());
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran.json()
    };
    assert!(!record(&["missing"]).as_array().expect("a list").is_empty());
    record(&["mark", "--later", text(&made, "wound"), "--in", "KIS", "--document", "8812"]);
    record(&["mark", "--later", "0815", "--in", "KIS"]);
    assert_eq!(record(&["missing"]), serde_json::json!([]));
    assert!(desk.run(&["wounds", "show", "0815"]).out.contains("[in KIS]"));
    record(&["withdraw", "--later", "0815", "--reason", "falscher Patient"]);
    let trace = record(&["trace", "0815"]);
    assert_eq!((&trace[0]["reason"], &trace[1]["record"]), (&"falscher Patient".into(), &"KIS".into()));
    assert!(desk.run(&["record", "trace", "0815"]).out.contains("documented by hand"));
    assert!(desk.run(&["record", "missing", "Wundteam"]).out.contains("finding"));

    let out = desk.run(&["wounds", "list", "--language", "de"]).out;
    assert!(
        out.contains("Ferse links") && out.contains("Dekubitus, Kategorie 3") && out.contains("[abgeheilt]"),
        "{out}"
    );
    let terms = desk.run(&["wounds", "terms", "tissue", "--language", "de"]).out;
    assert!(terms.contains("Granulationsgewebe") && !terms.contains("Ferse"), "{terms}");
    assert!(desk.run(&["wounds", "show", text(&made, "wound")]).out.contains("healed"));
}

#[test]
fn what_is_wrong_is_named() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "--later", "Wundteam"]).status, 0);
    let wrong = ["create", "--later", "Wundteam", "4711", "--region", "fourth-arm"];
    assert_eq!(code(&desk, &wrong), (1, "wound".to_owned()));
    assert!(desk.run(&[&["wounds"], &wrong[..]].concat()).err.contains("region"));
    ok(&desk, &["create", "--later", "Wundteam", "4711"]);
    assert_eq!(code(&desk, &["finding", "--later", "4711"]), (1, "wound".to_owned()), "it says nothing");
    assert_eq!(code(&desk, &["finding", "--later", "4711", "--tissue", "granulation"]), (2, "argument".to_owned()));
    assert_eq!(code(&desk, &["answer", "--later", "4711", "later"]), (1, "wound".to_owned()), "until when?");
    assert_eq!(code(&desk, &["show", "9999"]), (1, "not-found".to_owned()));
    assert_eq!(code(&desk, &["terms", "colours"]), (1, "not-found".to_owned()));
    assert_eq!(code(&desk, &["pair", "4711"]), (1, "not-found".to_owned()), "it has no photos");
    ok(&desk, &["create", "--later", "Wundteam", "4711"]);
    assert_eq!(code(&desk, &["show", "4711"]), (2, "ambiguous".to_owned()), "two wounds of one patient");
}
