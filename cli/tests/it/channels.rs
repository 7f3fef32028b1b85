//! Channels from the command line, as far as they need no server.

use crate::tool::Desk;

#[test]
fn a_channel_is_founded_with_what_holds_in_it() {
    let desk = Desk::founded();
    let plain = desk.run(&["--json", "channel", "create", "Wundteam", "--later"]);
    assert_eq!(plain.status, 0, "{}", plain.err);
    let holds = desk.run(&["--json", "channel", "policy", "Wundteam"]);
    assert_eq!(holds.status, 0, "{}", holds.err);
    let holds = holds.json();
    let of = |name: &str| holds[name].as_str().expect("text").to_owned();
    assert_eq!(
        [of("join"), of("history"), of("write"), of("invite")],
        ["invitation", "full", "everyone", "moderators"]
    );
    assert_eq!(holds["moderators"][0], "Anna Arndt");
    let options = ["--join", "hidden", "--history", "from-join", "--write", "moderators", "--invite", "everyone"];
    let create = [&["channel", "create", "Leitung", "--later", "--description", "Dienstplan"], &options[..]].concat();
    assert_eq!(desk.run(&create).status, 0);
    let holds = desk.run(&["--json", "channel", "policy", "Leitung"]).json();
    let of = |name: &str| holds[name].as_str().expect("text").to_owned();
    assert_eq!(
        [of("join"), of("history"), of("write"), of("invite")],
        ["hidden", "from-join", "moderators", "everyone"]
    );
    let news = desk.run(&["--json", "channel", "create", "Aushang", "--later", "--join", "everyone"]);
    assert_eq!(news.status, 0, "{}", news.err);
    assert_eq!(desk.run(&["--json", "channel", "policy", "Aushang"]).json()["write"], "moderators");
}

#[test]
fn what_needs_the_server_says_so() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam", "--later"]).status, 0);
    for command in [
        ["--json", "channel", "list"].as_slice(),
        &["--json", "channel", "join", "Kantine"],
        &["--json", "channel", "withdraw", "Kantine"],
        &["--json", "channel", "requests", "Wundteam"],
        &["--json", "channel", "storage", "Wundteam"],
        &["--json", "channel", "policy", "Wundteam", "--join", "open"],
    ] {
        let ran = desk.run(command);
        assert_eq!((ran.status, ran.code().as_str()), (3, "offline"), "{command:?}: {}", ran.err);
    }
    let unknown = desk.run(&["--json", "channel", "leave", "Kantine"]);
    assert_eq!(unknown.code(), "not-found");
    let picture = desk.run(&["--json", "channel", "describe", "Wundteam", "--picture", "/nowhere"]);
    assert_eq!(picture.code(), "files");
    let described = desk.run(&["--json", "channel", "describe", "Wundteam", "--description", "Fragen zu Wunden"]);
    assert_eq!(described.json()["state"], "waiting", "{}", described.err);
}

#[test]
fn nobody_is_told_what_is_read_before_policy_and_person_want_it() {
    let desk = Desk::founded();
    let told = desk.run(&["--json", "receipts"]).json();
    assert_eq!((told["tells"].as_bool(), told["permitted"].as_bool()), (Some(false), Some(false)));
    let told = desk.run(&["--json", "receipts", "--tell", "on"]).json();
    assert_eq!(told["tells"], false, "the policy does not permit it");
    assert_eq!(desk.run(&["--json", "receipts", "00000000"]).code(), "not-found");
}
