//! Everything that works without a server: founding waits, writing waits, reading reads, PIN and names.

use crate::tool::{Desk, PIN};

#[test]
fn a_founding_without_a_server_waits_and_its_recovery_sheet_is_not_lost() {
    let desk = Desk::new();
    let founded = desk.found().json();
    assert_eq!(founded["state"], "waiting");
    assert_eq!(founded["organisation_name"], "Linde");
    verband_protocol::code::RootKey::parse(founded["root_key"].as_str().expect("text")).map(drop).expect("a key");
    let again = desk.found();
    assert_eq!((again.status, again.code().as_str()), (1, "already-enrolled"));
    assert_eq!(desk.run(&["--json", "whoami"]).json()["name"], "Anna Arndt", "the profile is still there");
    assert_eq!(desk.run(&["--json", "sync"]).status, 3);
}

#[test]
fn a_recovery_sheet_goes_to_a_file_of_its_owner_and_replaces_none() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let sheet = desk.path("sheet.pdf");
    let path = sheet.to_str().expect("text");
    let found = [
        "--json",
        "found",
        "--server",
        "http://127.0.0.1:1",
        "--token",
        "0000-0000-0000-0000",
        "--organisation",
        "Linde",
    ];
    let found = [&found[..], &["--name", "Anna", "--recovery-sheet", path]].concat();
    std::fs::write(&sheet, "something else").expect("a file");
    let ran = desk.run(&found);
    assert_eq!((ran.status, ran.code().as_str()), (1, "exists"));
    assert_eq!(std::fs::read_to_string(&sheet).expect("the file"), "something else");
    std::fs::remove_file(&sheet).expect("removed");
    let ran = desk.run(&found);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.json()["root_key"].is_null(), "it is in the file only");
    assert!(std::fs::read(&sheet).expect("the sheet").starts_with(b"%PDF-"));
    let mode = std::fs::metadata(&sheet).expect("the sheet").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn texts_and_photos_wait_and_are_read_back() {
    let desk = Desk::founded();
    let created = desk.run(&["--json", "channel", "create", "Wundteam"]);
    assert_eq!((created.status, created.json()["state"].as_str()), (0, Some("waiting")), "{}", created.err);
    let sent = desk.run(&["--json", "send", "Wundteam", "Verband gewechselt"]);
    assert_eq!((sent.status, sent.json()["state"].as_str()), (0, Some("waiting")), "offline is no failure");
    assert_eq!(sent.json()["reason"], "offline");
    let piped = desk.run_with(&["send", "--later", "wundteam", "-"], Some(PIN), "zweite\nZeile\n");
    assert_eq!(piped.status, 0, "{}", piped.err);
    let photo = desk.path("wound.png");
    std::fs::write(&photo, PNG).expect("a file");
    let path = photo.to_str().expect("text");
    let shown = desk.run(&["--json", "photo", "Wundteam", path, "--caption", "Ferse"]);
    assert_eq!(shown.status, 0, "{}", shown.err);

    let rows = desk.run(&["--json", "read", "Wundteam"]).json();
    let rows = rows.as_array().expect("rows");
    let texts: Vec<_> = rows.iter().map(|row| row["text"].as_str().expect("text")).collect();
    assert_eq!(texts, ["Verband gewechselt", "zweite\nZeile", "Ferse"]);
    assert!(rows.iter().all(|row| row["state"] == "waiting" && row["position"].is_null() && row["own"] == true));
    assert_eq!((rows[2]["width"].as_u64(), rows[2]["height"].as_u64()), (Some(1), Some(1)));
    let text = desk.run(&["read", "Wundteam", "--limit", "2"]).out;
    assert!(text.contains("Anna Arndt  [waits]  zweite\n    Zeile\n"), "{text}");
    assert_eq!(desk.run(&["--json", "outbox"]).json()["waiting"], 4, "the title and three messages");

    let photo = rows[2]["photo"].as_str().expect("a photo");
    let out = desk.path("out.jpg");
    let out_path = out.to_str().expect("text");
    let exported = desk.run(&["--json", "export", &photo[..8], out_path]);
    assert_eq!(exported.status, 0, "{}", exported.err);
    let first = std::fs::read(&out).expect("the photo");
    assert!(first.starts_with(&[0xff, 0xd8, 0xff]));
    let again = desk.run(&["--json", "export", "Wundteam", out_path]);
    assert_eq!((again.status, again.code().as_str()), (1, "exists"));
    assert_eq!(desk.run(&["export", "--force", "Wundteam", out_path]).status, 0);
}

#[test]
fn a_file_that_is_no_photo_is_refused_and_nothing_is_written() {
    let desk = Desk::founded();
    desk.run(&["channel", "create", "Wundteam"]);
    let file = desk.path("letter.jpg");
    std::fs::write(&file, "not a photo").expect("a file");
    let ran = desk.run(&["--json", "photo", "Wundteam", file.to_str().expect("text")]);
    assert_eq!((ran.status, ran.code().as_str()), (1, "photo"));
    assert!(ran.err.contains("not a JPEG, PNG or WebP"), "{}", ran.err);
    assert_eq!(desk.run(&["--json", "read", "Wundteam"]).json().as_array().map(Vec::len), Some(0));
}

#[test]
fn names_are_found_by_title_case_and_id_and_ambiguous_ones_are_listed() {
    let desk = Desk::founded();
    for title in ["Wundteam", "Station 3", "Station 3"] {
        assert_eq!(desk.run(&["channel", "create", "--later", title]).status, 0);
    }
    let rows = desk.run(&["--json", "conversations"]).json();
    let rows = rows.as_array().expect("rows");
    let id = |title: &str| {
        let row = rows.iter().find(|row| row["title"] == title).expect("the channel");
        row["conversation"].as_str().expect("an id").to_owned()
    };
    for name in ["Wundteam", "wundTEAM", &id("Wundteam"), &id("Wundteam")[..10]] {
        assert_eq!(desk.run(&["read", name]).status, 0, "{name}");
    }
    let two = desk.run(&["--json", "read", "Station 3"]);
    assert_eq!((two.status, two.code().as_str()), (2, "ambiguous"));
    assert!(two.err.contains(&id("Station 3")[..8]), "{}", two.err);
    let none = desk.run(&["--json", "read", "Küche"]);
    assert_eq!((none.status, none.code().as_str()), (1, "not-found"));
    assert!(none.err.contains("Wundteam"), "what there is: {}", none.err);
}

#[test]
fn a_wrong_pin_is_told_and_the_right_one_still_opens() {
    let desk = Desk::founded();
    let wrong = desk.run_with(&["--json", "conversations"], Some("135791"), "");
    assert_eq!((wrong.status, wrong.code().as_str()), (4, "wrong-pin"));
    assert_eq!(desk.run(&["conversations"]).status, 0);
}

#[test]
fn the_pin_comes_from_a_file_or_the_environment_or_it_is_missing() {
    let desk = Desk::founded();
    let file = desk.path("pin");
    std::fs::write(&file, format!("{PIN}\n")).expect("a file");
    let path = file.to_str().expect("text");
    assert_eq!(desk.run_with(&["--pin-file", path, "conversations"], None, "").status, 0);
    std::fs::write(&file, "").expect("a file");
    let empty = desk.run_with(&["--json", "--pin-file", path, "conversations"], None, "");
    assert_eq!((empty.status, empty.code().as_str()), (4, "no-pin"));
}

#[test]
fn a_new_pin_replaces_the_old_one() {
    let desk = Desk::founded();
    let file = desk.path("pin");
    std::fs::write(&file, "97531-neu").expect("a file");
    let ran = desk.run(&["pin", "--new-pin-file", file.to_str().expect("text")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(desk.run(&["conversations"]).status, 4);
    assert_eq!(desk.run_with(&["conversations"], Some("97531-neu"), "").status, 0);
}

#[test]
fn a_short_pin_is_refused_and_no_profile_begun() {
    let desk = Desk::new();
    let found = [
        "--json",
        "found",
        "--server",
        "http://127.0.0.1:1",
        "--token",
        "0000-0000-0000-0000",
        "--organisation",
        "Linde",
    ];
    let ran = desk.run_with(&[&found[..], &["--name", "Anna"]].concat(), Some("123"), "");
    assert_eq!((ran.status, ran.code().as_str()), (4, "pin-too-short"));
    assert!(!desk.path("profile").exists());
}

#[test]
fn names_of_others_cannot_steer_the_terminal() {
    let desk = Desk::founded();
    desk.run(&["channel", "create", "Wund\u{1b}[2Jteam"]);
    let out = desk.run(&["conversations"]).out;
    assert!(out.contains("Wund\u{fffd}[2Jteam"), "{out:?}");
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn one_program_at_a_time_talks_to_the_server_and_others_still_read() {
    let desk = Desk::founded();
    desk.run(&["channel", "create", "Wundteam"]);
    let taken = std::fs::File::create(desk.path("profile").join("in-use")).expect("the file");
    taken.lock().expect("the lock");
    let busy = desk.run(&["--json", "send", "Wundteam", "text"]);
    assert_eq!((busy.status, busy.code().as_str()), (1, "in-use"));
    assert_eq!(desk.run(&["read", "Wundteam"]).status, 0);
    drop(taken);
    assert_eq!(desk.run(&["send", "Wundteam", "text"]).status, 0);
}

#[test]
fn many_programs_open_one_profile_at_once_and_a_new_pin_stays() {
    let desk = Desk::founded();
    let new = "97531-neu";
    let file = desk.path("pin");
    std::fs::write(&file, new).expect("a file");
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| desk.run(&["conversations"]))).collect();
        let changed = desk.run(&["pin", "--new-pin-file", file.to_str().expect("text")]);
        assert_eq!(changed.status, 0, "{}", changed.err);
        for reader in readers {
            let ran = reader.join().expect("no panic");
            assert!(ran.status == 0 || ran.err.contains("wrong-pin"), "before the change or after it: {}", ran.err);
        }
    });
    assert_eq!(desk.run_with(&["conversations"], Some(new), "").status, 0);
    assert_eq!(desk.run(&["conversations"]).status, 4, "the old one is gone");
}

#[test]
fn following_ends_when_it_was_told_to() {
    let desk = Desk::founded();
    desk.run(&["channel", "create", "Wundteam"]);
    let ran = desk.run(&["follow", "Wundteam", "--for", "0"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
}

/// One white pixel.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9bU\x00\x00\x00\x0aIDATx\xdac\xf8\x0f\x00\x01\x01\x01\x00\x1c\xb0\x8c\x99\x00\x00\x00\x00IEND\xaeB\x60\x82";
