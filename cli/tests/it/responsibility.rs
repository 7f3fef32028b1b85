//! Role addresses and requests from the command line.

use serde_json::Value;

use crate::linking::House;
use crate::tool::{Desk, Ran};

fn refused(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let ran: Ran = desk.run(&[&["--json"], arguments].concat());
    (ran.status, ran.code())
}

#[test]
fn a_role_address_is_made_taken_handed_over_and_traced() {
    let house = House::open();
    let desk = house.founder();
    desk.done(&["channel", "create", "Station 3"]);
    let made = desk.done(&["role-address", "create", "Station 3", "Spätdienst", "--later"]);
    assert_eq!(
        (&made["title"], &made["eligible"], &made["state"]),
        (&"Spätdienst".into(), &"anybody".into(), &"waiting".into())
    );
    let create =
        ["role-address", "create", "station 3", "Wunddienst", "--escalate-after", "30", "--escalate-to", "spätdienst"];
    assert_eq!(desk.done(&create)["escalate_to"], made["role_address"]);
    let taken = desk.done(&["role-address", "take", "Station 3", "Wunddienst"]);
    assert_eq!((&taken["holder_names"][0], &taken["mine"]), (&"Anna Arndt".into(), &true.into()));
    assert_eq!(
        desk.done(&["role-address", "hand-over", "Station 3", "Wunddienst", "--nobody"])["holders"],
        Value::Array(vec![])
    );
    let trace = desk.done(&["role-address", "trace", "Station 3", "Wunddienst"]);
    assert_eq!((&trace[0]["from_names"][0], &trace[1]["to_names"][0]), (&"Anna Arndt".into(), &"Anna Arndt".into()));
    let changed = desk.done(&[
        "role-address",
        "change",
        "Station 3",
        "Wunddienst",
        "--title",
        "Wundexpertin",
        "--escalate-after",
        "0",
    ]);
    assert_eq!((&changed["title"], &changed["escalate_after"]), (&"Wundexpertin".into(), &Value::Null));
    desk.done(&["role-address", "retire", "Station 3", "Wundexpertin"]);
    assert_eq!(
        refused(&desk, &["requests", "send", "Station 3", "Wundexpertin", "Zimmer 12"]),
        (1, "not-found".to_owned())
    );
    let text = desk.run(&["role-address", "list"]).out;
    assert!(text.contains("Spätdienst") && text.contains("(nobody)") && text.contains("[retired]"), "{text}");
    assert_eq!(desk.run(&["role-address", "hand-over", "Station 3", "Spätdienst"]).status, 2, "to whom?");
}

#[test]
fn a_request_is_sent_taken_over_and_done_and_the_shift_is_told() {
    let house = House::open();
    let desk = house.founder();
    desk.done(&["channel", "create", "Station 3"]);
    desk.done(&["role-address", "create", "Station 3", "Wunddienst", "--escalate-after", "30"]);
    desk.done(&["role-address", "take", "Station 3", "Wunddienst"]);
    let sent = desk.done(&["requests", "send", "Station 3", "Wunddienst", "Zimmer 12: durchgeblutet"]);
    assert_eq!((&sent["state"], &sent["for_me"], &sent["delivery"]), (&"open".into(), &true.into(), &"done".into()));
    assert_eq!(sent["escalates_at"].as_u64(), sent["sent_at"].as_u64().map(|at| at + 30 * 60_000));
    assert_eq!(desk.done(&["requests", "due"]), Value::Array(vec![]));
    assert_eq!(desk.done(&["requests", "due", "--within", "31"])[0]["request"], sent["request"]);
    let id = &sent["request"].as_str().expect("an id")[..12];
    assert_eq!(desk.done(&["requests", "take", id])["state"], "taken");
    assert_eq!(refused(&desk, &["requests", "take", id]), (5, "not-allowed".to_owned()), "it is taken");
    assert_eq!(desk.done(&["requests", "give-back", id])["state"], "open");
    assert_eq!(desk.done(&["requests", "pass", id, "--member", "Anna Arndt"])["passed_to_name"], "Anna Arndt");
    assert_eq!(desk.done(&["requests", "done", id])["closed_by_name"], "Anna Arndt");
    assert_eq!(desk.done(&["requests", "list"]), Value::Array(vec![]));
    let at = desk.done(&["requests", "list", "--channel", "Station 3", "--address", "Wunddienst"]);
    assert_eq!(at[0]["state"], "done");
    assert_eq!(desk.done(&["requests", "reopen", id])["state"], "open");
    let shown = desk.done(&["requests", "show", id]);
    let acts: Vec<_> =
        shown["acts"].as_array().expect("acts").iter().map(|act| act["act"].as_str().expect("text")).collect();
    assert_eq!(acts, ["take", "give-back", "pass-to-member", "done", "reopen"]);
    let text = desk.run(&["requests", "list", "--mine"]).out;
    assert!(text.contains("Station 3 › Wunddienst") && text.contains("passed on to Anna Arndt"), "{text}");
    let view = desk.done(&["handover"]);
    assert_eq!(view["end"], "last-seen");
    assert_eq!(
        (&view["facts"][0]["kind"], &view["facts"][0]["sentence"]),
        (&"requests-open".into(), &"1 request is open.".into())
    );
    let text = desk.run(&["handover", "--hours", "8", "--language", "de"]).out;
    assert!(text.contains("Station 3\n  1 Anfrage ist offen.\n"), "{text}");
    assert_eq!(desk.done(&["requests", "cancel", id])["state"], "cancelled");
}
