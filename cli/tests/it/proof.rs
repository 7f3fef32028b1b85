//! Reading and examining the organisation's log, verifying people, and the policy in words.

use crate::tool::{Desk, PIN};

#[test]
fn a_file_that_is_no_export_and_one_that_is_not_there() {
    let desk = Desk::new();
    let file = desk.path("log");
    let path = file.to_str().expect("text");
    let missing = desk.run_with(&["--json", "verify", path], None, "");
    assert_eq!((missing.status, missing.code().as_str()), (1, "file"));
    std::fs::write(&file, "verband-log").expect("a file");
    let broken = desk.run_with(&["--json", "verify", path], None, "");
    assert_eq!((broken.status, broken.code().as_str()), (1, "no-export"));
}

#[test]
fn an_export_replaces_no_file_and_is_examined_without_a_pin() {
    let desk = Desk::founded();
    let file = desk.path("log");
    let path = file.to_str().expect("text");
    let exported = desk.run(&["--json", "history", "--export", path]);
    assert_eq!((exported.status, exported.json()["entries"].as_u64()), (0, Some(5)), "{}", exported.err);
    assert_eq!(desk.run(&["--json", "history", "--export", path]).code(), "exists");
    let ran = desk.run_with(&["--json", "verify", path], None, "");
    assert_eq!((ran.status, ran.json()["members"].as_u64()), (0, Some(1)), "{}", ran.err);
    let verdict = ran.json();
    let fingerprint = verdict["fingerprint"].as_str().expect("text").to_lowercase();
    assert_eq!(desk.run_with(&["verify", path, "--organisation", &fingerprint], None, "").status, 0);
    let other = desk.run_with(&["--json", "verify", path, "--organisation", "0000"], None, "");
    assert_eq!((other.status, other.code().as_str()), (1, "other-organisation"));

    let changed = desk.path("changed");
    let mut bytes = std::fs::read(&file).expect("the export");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&changed, bytes).expect("a file");
    let changed = changed.to_str().expect("text");
    let broken = desk.run_with(&["--json", "verify", changed], None, "");
    assert_eq!((broken.status, broken.code().as_str()), (1, "not-intact"));
    assert!(broken.err.contains("position 5"), "{}", broken.err);
    assert_eq!(desk.run_with(&["verify", path, "--against", path], None, "").status, 0);
    assert_eq!(desk.run_with(&["--json", "verify", path, "--against", changed], None, "").code(), "not-intact");
}

#[test]
fn evidence_of_an_alarm_is_examined_without_a_pin_and_its_log_compared() {
    let desk = Desk::founded();
    let (file, log) = (desk.path("evidence"), desk.path("log"));
    let (path, log) = (file.to_str().expect("text"), log.to_str().expect("text"));
    assert_eq!(desk.run(&["--json", "alarms", "--evidence", path]).code(), "no-evidence");
    let code = desk.run(&["--json", "verification-code"]).json();
    let (start, rest) = code["link"].as_str().expect("a link").split_once("head=").expect("a head");
    let lie = format!("{start}head={}{}", "00", &rest[2..]);
    assert_eq!(desk.run(&["--json", "verify-person", &lie]).code(), "not-verified");
    assert_eq!(desk.run(&["alarms", "--evidence", path]).status, 0);
    assert_eq!(desk.run(&["--json", "alarms", "--evidence", path]).code(), "exists");

    // Nobody signed that other head.
    let ran = desk.run_with(&["--json", "verify", path], None, "");
    assert_eq!((ran.status, ran.code().as_str()), (6, "not-proven"), "{}", ran.err);
    let verdict = ran.json();
    assert_eq!((&verdict["intact"], &verdict["cases"][0]["finding"]), (&true.into(), &"not-proven".into()));
    assert!(desk.run_with(&["verify", path], None, "").out.contains("no device in the log of this file signed"));
    assert_eq!(desk.run(&["history", "--export", log]).status, 0);
    for (file, against, status) in [(path, log, 6), (log, path, 0)] {
        let ran = desk.run_with(&["verify", file, "--against", against], None, "");
        assert!(ran.status == status && ran.err.contains("The logs agree"), "{}", ran.err);
    }
    let fingerprint = verdict["fingerprint"].as_str().expect("text");
    assert_eq!(desk.run_with(&["verify", path, "--organisation", fingerprint], None, "").status, 6);
    let other = desk.run_with(&["--json", "verify", path, "--organisation", "0000"], None, "");
    assert_eq!(other.code(), "other-organisation");
    let mut bytes = std::fs::read(&file).expect("the evidence");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).expect("a file");
    assert_eq!(desk.run_with(&["--json", "verify", path], None, "").code(), "not-intact");
}

#[test]
fn the_log_is_told_in_sentences() {
    let desk = Desk::founded();
    let rows = desk.run(&["--json", "history", "--language", "de"]).json();
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[4]["sentence"], "Die Organisation „Linde“ wurde gegründet.");
    assert_eq!(rows[1]["sentence"], "Das Wiederherstellungsblatt hat Anna Arndt in die Administration aufgenommen.");
    let text = desk.run(&["history", "--newest", "1"]).out;
    assert!(text.starts_with('5') && text.contains("Anna Arndt renewed the key to the directory."), "{text}");
}

#[test]
fn what_is_no_code_of_a_person_verifies_nobody() {
    let desk = Desk::founded();
    let ran = desk.run(&["--json", "verify-person", "verband://join?server=x#1"]);
    assert_eq!((ran.status, ran.code().as_str()), (2, "code"));
    assert_eq!(desk.run(&["verify-person"]).status, 2);
    assert_eq!(desk.run(&["verify-person", "--heard", "Abend"]).status, 2);
    let own = desk.run(&["--json", "verification-code", "--language", "de"]).json();
    assert_eq!(own["words"].as_str().expect("words").split(' ').count(), 12);
    let verified = desk.run(&["--json", "verify-person", own["link"].as_str().expect("a link")]);
    assert_eq!((verified.status, verified.json()["name"].as_str()), (0, Some("Anna Arndt")), "{}", verified.err);
}

#[test]
fn the_policy_is_told_in_words_of_both_languages() {
    let desk = Desk::founded();
    let german = desk.run(&["policy", "show", "--words", "--language", "de"]).out;
    assert!(german.contains("PIN\n  Ihre PIN hat mindestens 6 Ziffern."), "{german}");
    let english = desk.run_with(&["--json", "policy", "show", "--words"], Some(PIN), "").json();
    assert_eq!(english[0]["text"], "Your PIN has at least 6 digits.");
    assert_eq!(desk.run(&["policy", "set", "--language", "de"]).status, 2, "nothing to change");
}
