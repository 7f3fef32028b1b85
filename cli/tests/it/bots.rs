//! A bot from the shell: invited, enrolled, listening, answering.

use std::os::unix::fs::PermissionsExt as _;

use crate::linking::House;
use crate::tool::Desk;

#[test]
fn a_shell_bot_is_invited_and_answers_each_message_once() {
    let house = House::open();
    let (anna, bot) = (house.founder(), Desk::new());
    anna.done(&["channel", "create", "Technik"]);
    assert_eq!(anna.run(&["invite", "Echo", "--bot", "--approval"]).status, 2, "nobody approves a bot");
    let invited = anna.done(&["invite", "Echo", "--bot", "--channel", "Technik"]);
    assert_eq!(anna.done(&["invitations"])[0]["kind"], "bot");
    bot.done(&["enrol", invited["link"].as_str().expect("a link"), "--yes"]);
    anna.done(&["sync"]);
    bot.done(&["sync"]);
    let members = bot.done(&["members"]);
    let bots: Vec<_> = members.as_array().expect("rows").iter().filter(|row| row["bot"] == true).collect();
    assert_eq!((bots.len(), &bots[0]["name"]), (1, &"Echo".into()));
    assert!(anna.run(&["members"]).out.contains("bot"));
    assert_eq!(bot.run(&["--json", "invite", "Clara"]).code(), "not-allowed");

    anna.done(&["send", "Technik", "eins"]);
    anna.done(&["send", "Technik", "zwei"]);
    let heard = bot.run(&["--json", "listen", "--until-count", "1"]);
    assert_eq!((heard.status, heard.json()["text"].as_str()), (0, Some("eins")), "{}", heard.err);
    // What it has not heard yet, it hears the next time.
    let program = bot.path("answer.sh");
    std::fs::write(&program, "#!/bin/sh\ngrep -o '\"text\":\"[^\"]*\"'\n").expect("a file");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).expect("the file");
    let run = ["listen", "Technik", "--run", program.to_str().expect("text"), "--until-count", "1"];
    let ran = bot.run_with(&run, Some(crate::tool::PIN), "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    anna.done(&["sync"]);
    let rows = anna.done(&["read", "Technik"]);
    let rows: Vec<_> =
        rows.as_array().expect("rows").iter().map(|row| (row["text"].as_str(), row["author_bot"].as_bool())).collect();
    let answer = (Some("\"text\":\"zwei\""), Some(true));
    assert_eq!(rows, [(Some("eins"), Some(false)), (Some("zwei"), Some(false)), answer]);
    assert!(anna.run(&["read", "Technik"]).out.contains("Echo (bot)"));
    let nothing = bot.run(&["listen", "--for", "0"]);
    assert_eq!((nothing.status, nothing.out.as_str()), (0, ""), "{}", nothing.err);
}
