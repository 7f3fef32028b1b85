//! Failures: one line, a stable code, an exit status by kind, and nothing left behind.

use crate::tool::{Desk, NOWHERE};

#[test]
fn a_command_that_does_not_exist_is_usage() {
    let ran = Desk::new().run(&["sned", "Wundteam", "text"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("send"), "a hint: {}", ran.err);
}

#[test]
fn a_profile_that_does_not_exist_is_told_and_not_created() {
    let desk = Desk::new();
    for command in [&["conversations"][..], &["send", "Wundteam", "text"], &["sync"], &["run"]] {
        let ran = desk.run(command);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{command:?}");
        assert!(ran.err.starts_with("error[not-enrolled]: "), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    assert!(!desk.path("profile").exists());
    assert_eq!(desk.run(&["--json", "conversations"]).code(), "not-enrolled");
}

#[test]
fn the_profile_option_goes_before_the_environment() {
    let desk = Desk::new();
    let elsewhere = desk.path("elsewhere");
    let ran = desk.run(&["--profile", elsewhere.to_str().expect("text"), "conversations"]);
    assert!(ran.err.contains("elsewhere"), "{}", ran.err);
}

#[test]
fn a_typing_error_in_a_code_is_found_before_anything_is_asked() {
    let desk = Desk::new();
    let enrol = |code: &str| desk.run(&["--json", "enrol", "--server", NOWHERE, "--yes", code]);
    // Version 1, then zeros, with their right check symbols and with one symbol changed.
    let short = enrol("1000-0000");
    assert_eq!((short.status, short.code().as_str()), (2, "code"));
    assert!(short.err.contains("20 characters, not 8"), "{}", short.err);
    let strange = enrol("1000-0000-0000-0000-000u");
    assert!(strange.err.contains("character 20 of the code is 'u'"), "{}", strange.err);
    let wrong = enrol("1000-0000-0000-0500-0000");
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("typing error"), "{}", wrong.err);
    assert!(!desk.path("profile").exists(), "nothing was written");
}

#[test]
fn a_founding_takes_the_set_up_link_or_its_parts() {
    let desk = Desk::new();
    let found = |how: &[&str]| {
        let whom = ["--organisation", "Linde", "--name", "Anna"];
        desk.run(&[&["--json", "found"][..], how, &whom].concat())
    };
    let link = "verband://found?server=http%3A%2F%2F127.0.0.1%3A1#0000-0000-0000-0000";
    let typo = found(&[&link.replace("#0", "#1")]);
    assert_eq!((typo.status, typo.code().as_str()), (2, "code"));
    assert!(typo.err.contains("typing error, most likely at character 1"), "{}", typo.err);
    let token = found(&["--server", NOWHERE, "--token", "0000"]);
    assert!(token.err.contains("16 characters, not 4"), "{}", token.err);
    let join = found(&["verband://join?server=http%3A%2F%2F127.0.0.1%3A1#1"]);
    assert!(join.err.contains("this is no set-up link"), "{}", join.err);
    for half in [&["--server", NOWHERE][..], &["--token", "0000-0000-0000-0000"], &[], &[link, "--server", NOWHERE]] {
        assert_eq!(found(half).status, 2, "{half:?}");
    }
    assert!(!desk.path("profile").exists(), "nothing was written");
    assert_eq!(found(&[link]).json()["server"], NOWHERE);
}

#[test]
fn a_code_needs_an_address_and_a_link_has_one() {
    let desk = Desk::new();
    let code = good_code();
    let ran = desk.run(&["--json", "enrol", "--yes", &code]);
    assert_eq!((ran.status, ran.code().as_str()), (2, "no-server"));
    // The link of an e-mail is an address.
    let mailed = ["--json", "enrol", "--yes", "--server", "verband://join?server=http%3A%2F%2F127.0.0.1%3A1", &code];
    assert_eq!(desk.run(&mailed).status, 3, "the server is not reached");
    let link = desk.run(&["--json", "enrol", "--yes", "verband://join?server=nonsense#1"]);
    assert_eq!((link.status, link.code().as_str()), (2, "code"));
}

#[test]
fn a_code_is_read_however_it_was_typed_and_a_server_that_is_away_leaves_nothing_behind() {
    let desk = Desk::new();
    let code = good_code();
    let spaced = code.to_lowercase().replace('-', " ");
    let words: Vec<&str> = spaced.split(' ').collect();
    let typed: [&[&str]; 3] = [&[&code], &[&spaced], &words];
    for typed in typed {
        let ran = desk.run(&[&["--json", "enrol", "--server", NOWHERE, "--yes"], typed].concat());
        assert_eq!((ran.status, ran.code().as_str()), (3, "offline"), "{}", ran.err);
        assert!(!desk.path("profile").exists());
    }
    let link = format!("verband://join?server=http%3A%2F%2F127.0.0.1%3A1#{code}");
    let piped = desk.run_with(&["--json", "enrol", "--yes", "-"], Some("246810"), &link);
    assert_eq!((piped.status, piped.code().as_str()), (3, "offline"), "{}", piped.err);
}

#[test]
fn what_is_no_address_is_told_before_anything_is_begun() {
    let desk = Desk::new();
    let code = good_code();
    for address in ["::nonsense", "not an address", "ftp://verband.example"] {
        let rest = ["--token", "0000-0000-0000-0000", "--organisation", "Linde", "--name", "Anna"];
        let found = desk.run(&[&["--json", "found", "--server", address], &rest[..]].concat());
        let enrolled = desk.run(&["--json", "enrol", "--yes", "--server", address, &code]);
        for ran in [found, enrolled] {
            assert_eq!((ran.status, ran.code().as_str()), (2, "argument"), "{address}: {}", ran.err);
        }
        assert!(!desk.path("profile").exists(), "{address}");
    }
}

#[test]
fn a_founding_that_cannot_keep_its_recovery_sheet_is_not_begun() {
    let desk = Desk::new();
    let sheet = desk.path("no-such-folder/sheet.pdf");
    let found = [
        "--json",
        "found",
        "--server",
        NOWHERE,
        "--token",
        "0000-0000-0000-0000",
        "--organisation",
        "Linde",
        "--name",
        "Anna",
    ];
    let ran = desk.run(&[&found[..], &["--recovery-sheet", sheet.to_str().expect("text")]].concat());
    assert_eq!((ran.status, ran.code().as_str(), ran.out.as_str()), (1, "file", ""));
    assert!(!desk.path("profile").exists(), "nothing was founded");
    let sheet = desk.path("sheet.pdf");
    let found = [&found[..], &["--recovery-sheet", sheet.to_str().expect("text")]].concat();
    assert_eq!(desk.run_with(&found, Some("123"), "").code(), "pin-too-short");
    assert!(!sheet.exists(), "a sheet of nothing");
}

#[test]
fn without_a_pin_nothing_is_begun_and_nothing_is_tried() {
    let desk = Desk::new();
    let found = [
        "--json",
        "found",
        "--server",
        NOWHERE,
        "--token",
        "0000-0000-0000-0000",
        "--organisation",
        "Linde",
        "--name",
        "Anna",
    ];
    let ran = desk.run_with(&found, Some(""), "");
    assert_eq!((ran.status, ran.code().as_str()), (4, "no-pin"));
    assert!(!desk.path("profile").exists());
    desk.found();
    for _ in 0..7 {
        assert_eq!(desk.run_with(&["--json", "conversations"], Some(""), "").code(), "no-pin");
    }
    assert_eq!(desk.run(&["conversations"]).status, 0, "they did not count as wrong ones");
}

#[test]
fn a_profile_without_its_key_is_told_from_a_wrong_pin() {
    let desk = Desk::new();
    desk.found();
    let (key, moved) = (desk.path("profile/device.key"), desk.path("device.key"));
    std::fs::rename(&key, &moved).expect("it is there");
    let ran = desk.run(&["--json", "conversations"]);
    assert_eq!((ran.status, ran.code().as_str()), (1, "damaged"));
    assert!(ran.err.contains("device.key is missing"), "{}", ran.err);
    assert!(!key.exists(), "another one would open nothing");
    std::fs::rename(&moved, &key).expect("back again");
    assert_eq!(desk.run(&["conversations"]).status, 0);
}

#[test]
fn whoever_closes_the_pipe_has_seen_enough() {
    let desk = Desk::new();
    desk.found();
    for arguments in [&["--help"][..], &["whoami"], &["--json", "conversations"]] {
        let ran = desk.run_unread(arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn a_photo_that_is_not_there_is_told_by_its_path() {
    let desk = Desk::new();
    desk.found();
    let ran = desk.run(&["photo", "Wundteam", "no-such.jpg"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("error[file]: no-such.jpg: "), "{}", ran.err);
}

/// A code with the right check symbols: the one that differs from no neighbour in them.
fn good_code() -> String {
    use verband_protocol::code::InvitationCode;
    use verband_protocol::port::Entropy;
    struct Fixed;
    impl Entropy for Fixed {
        fn fill(&self, out: &mut [u8]) {
            out.fill(9);
        }
    }
    InvitationCode::random(&Fixed).grouped().to_string()
}
