//! How long things stay, on the command line, all of it without a server: what vanishes is tested in worlds with one.

use crate::tool::Desk;

#[test]
fn how_long_things_stay_is_told_in_words_of_both_languages() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "--later", "Wundteam"]).status, 0);
    assert_eq!(desk.run(&["send", "--later", "Wundteam", "Guten Tag"]).status, 0);
    let shown = desk.run(&["--json", "retention", "show", "Wundteam"]).json();
    assert_eq!((&shown["title"], &shown["days"]), (&"Wundteam".into(), &serde_json::Value::Null));
    let stays = &shown["retention"];
    assert_eq!((&stays["hold"], &stays["organisation_days"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!(stays["words"], "What stands here stays until somebody deletes it.");
    let german = desk.run(&["retention", "show", "Wundteam", "--days", "30", "--language", "de"]);
    assert_eq!(german.status, 0, "{}", german.err);
    assert!(german.out.contains("Wundteam: In dieser Zeit verschwindet nichts."), "{}", german.out);
    let row = &desk.run(&["--json", "conversations"]).json()[0];
    assert_eq!((&row["retention_days"], &row["hold"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!(desk.run(&["--json", "retention", "show"]).json(), serde_json::json!([]));
    assert_eq!(desk.run(&["--json", "retention", "warnings"]).json(), serde_json::json!([]));
    assert!(desk.run(&["retention", "warnings"]).out.contains("nothing is missing"));
    assert_eq!(desk.run(&["retention", "show", "--days", "0"]).status, 2);
    assert_eq!(desk.run(&["retention", "show", "--ahead", "367"]).status, 2);
    assert_eq!(desk.run(&["--json", "retention", "show", "Station 9"]).code(), "not-found");
    let words = desk.run(&["policy", "show", "--words", "--language", "de"]).out;
    assert!(words.contains("Löschsperre") && words.contains("Noch nicht in der Akte"), "{words}");
}
