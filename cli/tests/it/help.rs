//! Help: every command explains itself, and says nothing that is not so.

use crate::tool::Desk;

/// All commands with all of theirs.
const COMMANDS: [&[&str]; 188] = [
    &["found"],
    &["enrol"],
    &["link"],
    &["whoami"],
    &["recovery-key"],
    &["recover"],
    &["restore"],
    &["invite"],
    &["import"],
    &["registration-key"],
    &["invite-again"],
    &["invitations"],
    &["reissue"],
    &["withdraw"],
    &["approve"],
    &["mail"],
    &["mail", "state"],
    &["mail", "words"],
    &["mail", "set"],
    &["members"],
    &["admin"],
    &["admin", "grant"],
    &["admin", "revoke"],
    &["describe"],
    &["status"],
    &["role"],
    &["role", "list"],
    &["role", "define"],
    &["role", "retire"],
    &["role", "assign"],
    &["team"],
    &["team", "list"],
    &["team", "create"],
    &["team", "rename"],
    &["team", "retire"],
    &["team", "assign"],
    &["policy"],
    &["policy", "show"],
    &["policy", "set"],
    &["notice"],
    &["notice", "show"],
    &["notice", "set"],
    &["notice", "accept"],
    &["revoke-member"],
    &["history"],
    &["verify"],
    &["verification-code"],
    &["verify-person"],
    &["statistics"],
    &["device"],
    &["device", "list"],
    &["device", "link"],
    &["device", "rename"],
    &["device", "revoke"],
    &["channel"],
    &["channel", "create"],
    &["channel", "add"],
    &["channel", "remove"],
    &["channel", "rename"],
    &["channel", "list"],
    &["channel", "join"],
    &["channel", "withdraw"],
    &["channel", "leave"],
    &["channel", "requests"],
    &["channel", "approve"],
    &["channel", "refuse"],
    &["channel", "moderators"],
    &["channel", "policy"],
    &["channel", "describe"],
    &["channel", "storage"],
    &["chat"],
    &["chat", "create"],
    &["chat", "take-back"],
    &["conversations"],
    &["send"],
    &["photo"],
    &["redact"],
    &["redact", "propose"],
    &["redact", "photo"],
    &["mute"],
    &["favourite"],
    &["archive"],
    &["unread"],
    &["message"],
    &["message", "edit"],
    &["message", "react"],
    &["message", "confirm"],
    &["message", "confirmations"],
    &["message", "versions"],
    &["message", "forward"],
    &["message", "delete"],
    &["message", "undo"],
    &["draft"],
    &["read"],
    &["search"],
    &["receipts"],
    &["follow"],
    &["listen"],
    &["export"],
    &["surveys"],
    &["surveys", "list"],
    &["surveys", "create"],
    &["surveys", "publish"],
    &["surveys", "discard"],
    &["surveys", "show"],
    &["surveys", "vote"],
    &["surveys", "results"],
    &["surveys", "csv"],
    &["surveys", "deadline"],
    &["surveys", "close"],
    &["surveys", "archive"],
    &["calendar"],
    &["calendar", "agenda"],
    &["calendar", "show"],
    &["calendar", "add"],
    &["calendar", "change"],
    &["calendar", "cancel"],
    &["calendar", "remove"],
    &["calendar", "answer"],
    &["calendar", "reminders"],
    &["calendar", "snooze"],
    &["calendar", "dismiss"],
    &["calendar", "import"],
    &["calendar", "undo-import"],
    &["calendar", "export"],
    &["role-address"],
    &["role-address", "list"],
    &["role-address", "create"],
    &["role-address", "change"],
    &["role-address", "retire"],
    &["role-address", "take"],
    &["role-address", "hand-over"],
    &["role-address", "trace"],
    &["requests"],
    &["requests", "list"],
    &["requests", "send"],
    &["requests", "show"],
    &["requests", "take"],
    &["requests", "give-back"],
    &["requests", "pass"],
    &["requests", "done"],
    &["requests", "cancel"],
    &["requests", "reopen"],
    &["requests", "due"],
    &["handover"],
    &["wounds"],
    &["wounds", "list"],
    &["wounds", "show"],
    &["wounds", "versions"],
    &["wounds", "curve"],
    &["wounds", "pair"],
    &["wounds", "questions"],
    &["wounds", "terms"],
    &["wounds", "create"],
    &["wounds", "change"],
    &["wounds", "consent"],
    &["wounds", "close"],
    &["wounds", "reopen"],
    &["wounds", "finding"],
    &["wounds", "correct"],
    &["wounds", "strike"],
    &["wounds", "move-finding"],
    &["wounds", "finding-versions"],
    &["wounds", "photo"],
    &["wounds", "attach"],
    &["wounds", "detach"],
    &["wounds", "answer"],
    &["record"],
    &["record", "missing"],
    &["record", "mark"],
    &["record", "withdraw"],
    &["record", "trace"],
    &["files"],
    &["files", "ls"],
    &["files", "put"],
    &["files", "get"],
    &["files", "mkdir"],
    &["files", "mv"],
    &["files", "cp"],
    &["files", "rm"],
    &["files", "versions"],
    &["sync"],
    &["run"],
    &["alarms"],
    &["outbox"],
    &["retry"],
    &["pin"],
    &[],
];

#[test]
fn every_command_has_help_that_begins_with_what_it_does() {
    let desk = Desk::new();
    for command in COMMANDS {
        let ran = desk.run(&[command, &["--help"]].concat());
        assert_eq!(ran.status, 0, "{command:?}: {}", ran.err);
        let first = ran.out.lines().next().expect("a line");
        assert!(first.len() > 10 && !first.starts_with("Usage"), "{command:?}: {first}");
    }
}

#[test]
fn the_list_of_commands_is_the_one_that_is_tested() {
    let out = Desk::new().run(&["-h"]).out;
    let listed = out.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    for name in names.filter(|name| !name.is_empty() && *name != "help") {
        assert!(COMMANDS.iter().any(|command| command.first() == Some(&name)), "{name} is not tested");
    }
}

#[test]
fn help_tells_the_exit_status_and_never_offers_the_pin_as_an_option() {
    let desk = Desk::new();
    let out = desk.run(&["--help"]).out;
    for words in ["Exit status:", "3  the server is not reached", "VERBAND_PIN", "Examples:"] {
        assert!(out.contains(words), "{words}");
    }
    assert!(!out.contains("--pin "), "{out}");
    let ran = desk.run(&["--pin", "246810", "conversations"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
}

#[test]
fn the_version_is_told() {
    let ran = Desk::new().run(&["--version"]);
    assert_eq!(ran.out.trim(), concat!("verband ", env!("CARGO_PKG_VERSION")));
}
