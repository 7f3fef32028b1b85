//! Role addresses and requests from the command line.

use serde_json::Value;

use crate::linking::House;
use crate::tool::{Desk, Ran};

/// A desk whose person has founded an organisation at a server.
fn founded(house: &House) -> Desk {
    let desk = Desk::new();
    done(&desk, &["found", &house.set_up, "--organisation", "Linde", "--name", "Anna Arndt"]);
    desk
}

fn done(desk: &Desk, arguments: &[&str]) -> Value {
    let ran = desk.run(&[&["--json"], arguments].concat());
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    ran.json()
}

fn refused(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let ran: Ran = desk.run(&[&["--json"], arguments].concat());
    (ran.status, ran.code())
}

#[test]
fn a_role_address_is_made_taken_handed_over_and_traced() {
    let house = House::open();
    let desk = founded(&house);
    done(&desk, &["channel", "create", "Station 3"]);
    let made = done(&desk, &["role-address", "create", "Station 3", "Spätdienst", "--later"]);
    assert_eq!(
        (&made["title"], &made["eligible"], &made["state"]),
        (&"Spätdienst".into(), &"anybody".into(), &"waiting".into())
    );
    let create =
        ["role-address", "create", "station 3", "Wunddienst", "--escalate-after", "30", "--escalate-to", "spätdienst"];
    assert_eq!(done(&desk, &create)["escalate_to"], made["role_address"]);
    let taken = done(&desk, &["role-address", "take", "Station 3", "Wunddienst"]);
    assert_eq!((&taken["holder_names"][0], &taken["mine"]), (&"Anna Arndt".into(), &true.into()));
    assert_eq!(
        done(&desk, &["role-address", "hand-over", "Station 3", "Wunddienst", "--nobody"])["holders"],
        Value::Array(vec![])
    );
    let trace = done(&desk, &["role-address", "trace", "Station 3", "Wunddienst"]);
    assert_eq!((&trace[0]["from_names"][0], &trace[1]["to_names"][0]), (&"Anna Arndt".into(), &"Anna Arndt".into()));
    let changed = done(
        &desk,
        &["role-address", "change", "Station 3", "Wunddienst", "--title", "Wundexpertin", "--escalate-after", "0"],
    );
    assert_eq!((&changed["title"], &changed["escalate_after"]), (&"Wundexpertin".into(), &Value::Null));
    done(&desk, &["role-address", "retire", "Station 3", "Wundexpertin"]);
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
    let desk = founded(&house);
    done(&desk, &["channel", "create", "Station 3"]);
    done(&desk, &["role-address", "create", "Station 3", "Wunddienst", "--escalate-after", "30"]);
    done(&desk, &["role-address", "take", "Station 3", "Wunddienst"]);
    let sent = done(&desk, &["requests", "send", "Station 3", "Wunddienst", "Zimmer 12: durchgeblutet"]);
    assert_eq!((&sent["state"], &sent["for_me"], &sent["delivery"]), (&"open".into(), &true.into(), &"done".into()));
    assert_eq!(sent["escalates_at"].as_u64(), sent["sent_at"].as_u64().map(|at| at + 30 * 60_000));
    assert_eq!(done(&desk, &["requests", "due"]), Value::Array(vec![]));
    assert_eq!(done(&desk, &["requests", "due", "--within", "31"])[0]["request"], sent["request"]);
    let id = &sent["request"].as_str().expect("an id")[..12];
    assert_eq!(done(&desk, &["requests", "take", id])["state"], "taken");
    assert_eq!(refused(&desk, &["requests", "take", id]), (5, "not-allowed".to_owned()), "it is taken");
    assert_eq!(done(&desk, &["requests", "give-back", id])["state"], "open");
    assert_eq!(done(&desk, &["requests", "pass", id, "--member", "Anna Arndt"])["passed_to_name"], "Anna Arndt");
    assert_eq!(done(&desk, &["requests", "done", id])["closed_by_name"], "Anna Arndt");
    assert_eq!(done(&desk, &["requests", "list"]), Value::Array(vec![]));
    let at = done(&desk, &["requests", "list", "--channel", "Station 3", "--address", "Wunddienst"]);
    assert_eq!(at[0]["state"], "done");
    assert_eq!(done(&desk, &["requests", "reopen", id])["state"], "open");
    let shown = done(&desk, &["requests", "show", id]);
    let acts: Vec<_> =
        shown["acts"].as_array().expect("acts").iter().map(|act| act["act"].as_str().expect("text")).collect();
    assert_eq!(acts, ["take", "give-back", "pass-to-member", "done", "reopen"]);
    let text = desk.run(&["requests", "list", "--mine"]).out;
    assert!(text.contains("Station 3 › Wunddienst") && text.contains("passed on to Anna Arndt"), "{text}");
    let view = done(&desk, &["handover"]);
    assert_eq!(view["end"], "last-seen");
    assert_eq!(
        (&view["facts"][0]["kind"], &view["facts"][0]["sentence"]),
        (&"requests-open".into(), &"1 request is open.".into())
    );
    let text = desk.run(&["handover", "--hours", "8", "--language", "de"]).out;
    assert!(text.contains("Station 3\n  1 Anfrage ist offen.\n"), "{text}");
    assert_eq!(done(&desk, &["requests", "cancel", id])["state"], "cancelled");
}
