//! Messages from the command line: everything that is done with them, without a server.

use crate::tool::Desk;

#[test]
fn messages_are_edited_answered_reacted_to_and_taken_back() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    let sent = desk.done(&["send", "Wundteam", "Ferse links", "--later"]);
    let first = sent["event"].as_str().expect("an id").to_owned();
    desk.done(&["message", "edit", &first[..12], "Ferse rechts", "--later"]);
    desk.done(&["message", "react", &first, "👍", "--later"]);
    let text = "@Anna Arndt bitte ansehen";
    let answer = ["send", "Wundteam", text, "--reply", &first, "--mention", "Anna Arndt", "--confirm", "--later"];
    desk.done(&answer);
    let rows = desk.done(&["read", "Wundteam"]);
    assert_eq!((rows[0]["text"].as_str(), rows[0]["edited"].as_bool()), (Some("Ferse rechts"), Some(true)));
    assert_eq!(rows[0]["reactions"]["👍"], 1);
    assert_eq!(rows[1]["reply_to"].as_str(), Some(first.as_str()));
    assert_eq!((&rows[1]["confirm"], rows[1]["mentions"].as_array().map(Vec::len)), (&true.into(), Some(1)));
    let people = desk.run(&["read", "Wundteam"]).out;
    assert!(people.contains("[edited]") && people.contains("[answers Anna Arndt: Ferse rechts]"), "{people}");
    let versions = desk.done(&["message", "versions", &first]);
    assert_eq!(
        (versions[0]["text"].as_str(), versions[1]["text"].as_str()),
        (Some("Ferse links"), Some("Ferse rechts"))
    );
    let nobody = desk.run(&["--json", "send", "Wundteam", "Hallo", "--mention", "Anna Arndt"]);
    assert_eq!((nobody.status, nobody.code().as_str()), (2, "mention"));
    let place = desk.run(&["--json", "send", "Wundteam", "hier", "--location", "52.5,13.4"]);
    assert_eq!(place.code(), "policy");
    desk.done(&["message", "undo", &first, "--later"]);
    let rows = desk.done(&["read", "Wundteam"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "it was never sent");
}

#[test]
fn a_draft_is_kept_and_let_go_of() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    desk.done(&["draft", "Wundteam", "angefangen"]);
    assert_eq!(desk.done(&["draft", "Wundteam"])["draft"], "angefangen");
    desk.done(&["send", "Wundteam", "fertig", "--later"]);
    assert_eq!(desk.done(&["draft", "Wundteam"])["draft"], "");
}

#[test]
fn conversations_are_muted_and_put_in_order() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    desk.done(&["channel", "create", "Nachtdienst"]);
    let muted = desk.done(&["mute", "Wundteam", "--hours", "8", "--later"]);
    assert!(muted["muted_until"].as_u64().expect("a time") > 0);
    desk.done(&["favourite", "Wundteam", "--later"]);
    desk.done(&["archive", "Nachtdienst", "--later"]);
    assert_eq!(desk.done(&["unread", "Wundteam", "--later"])["marked_unread"], true);
    assert!(desk.run(&["favourite", "Wundteam", "--later"]).out.contains("favourite, marked as unread"));
    assert_eq!(desk.done(&["mute", "Wundteam", "--off", "--later"])["muted_until"], 0);
}
