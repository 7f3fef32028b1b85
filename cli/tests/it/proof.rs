//! Reading and examining the organisation's log, verifying people, and the policy in words.

use crate::tool::{Desk, PIN};

fn founded() -> Desk {
    let desk = Desk::new();
    let ran = desk.found();
    assert_eq!(ran.status, 0, "{}", ran.err);
    desk
}

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
    let desk = founded();
    let file = desk.path("log");
    let path = file.to_str().expect("text");
    // Nothing has reached a server: the log is empty here, and says so.
    let exported = desk.run(&["--json", "history", "--export", path]);
    assert_eq!((exported.status, exported.json()["entries"].as_u64()), (0, Some(0)), "{}", exported.err);
    assert_eq!(desk.run(&["--json", "history", "--export", path]).code(), "exists");
    let ran = desk.run_with(&["--json", "verify", path], None, "");
    assert_eq!((ran.status, ran.json()["entries"].as_u64()), (0, Some(0)), "{}", ran.err);
    let other = desk.run_with(&["--json", "verify", path, "--organisation", "0000"], None, "");
    assert_eq!((other.status, other.code().as_str()), (1, "other-organisation"));
    assert_eq!(desk.run(&["--json", "history"]).json().as_array().map(Vec::len), Some(0));
}

#[test]
fn what_is_no_code_of_a_person_verifies_nobody() {
    let desk = founded();
    let ran = desk.run(&["--json", "verify-person", "verband://join?server=x#1"]);
    assert_eq!((ran.status, ran.code().as_str()), (2, "code"));
    assert_eq!(desk.run(&["verify-person"]).status, 2);
    assert_eq!(desk.run(&["verify-person", "--heard", "Abend"]).status, 2);
    assert_eq!(desk.run(&["--json", "verification-code"]).code(), "waiting-for-approval");
}

#[test]
fn the_policy_is_told_in_words_of_both_languages() {
    let desk = founded();
    let german = desk.run(&["policy", "show", "--words", "--language", "de"]).out;
    assert!(german.contains("PIN\n  Ihre PIN hat mindestens 6 Ziffern."), "{german}");
    let english = desk.run_with(&["--json", "policy", "show", "--words"], Some(PIN), "").json();
    assert_eq!(english[0]["text"], "Your PIN has at least 6 digits.");
    assert_eq!(desk.run(&["policy", "set", "--language", "de"]).status, 2, "nothing to change");
}
