//! Finding things again, without a server.

use crate::tool::Desk;

#[test]
fn messages_people_and_conversations_are_found() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam Süd"]).status, 0);
    for text in ["Fersendekubitus, Größe 3 cm", "Verband gewechselt", "Süd ruft an"] {
        assert_eq!(desk.run(&["send", "--later", "Wundteam Süd", text]).status, 0);
    }
    let found = desk.run(&["--json", "search", "groesse", "kubitus"]).json();
    let hit = &found["messages"][0];
    assert_eq!(hit["excerpt"], "Fersendekubitus, Größe 3 cm");
    assert_eq!(hit["marks"], serde_json::json!([{ "start": 8, "len": 7 }, { "start": 17, "len": 5 }]));
    assert_eq!((hit["title"].as_str(), hit["kind"].as_str()), (Some("Wundteam Süd"), Some("message")));
    let text = desk.run(&["search", "sued"]).out;
    assert!(text.starts_with("Conversations\n") && text.contains("\nMessages\n"), "{text}");
    let text = desk.run(&["search", "arndt"]).out;
    assert!(text.ends_with("Anna Arndt\n") && !text.contains("People"), "one section needs no heading: {text}");
    let text = desk.run(&["search", "--by", "Anna Arndt", "--in", "Wundteam Süd", "--limit", "2"]).out;
    assert_eq!(text.lines().count(), 2, "{text}");

    let page = desk.run(&["--json", "search", "--in", "Wundteam Süd", "--limit", "1"]).json();
    let position = page["messages"][0]["position"].as_u64().expect("a position").to_string();
    let next = desk.run(&["--json", "search", "--in", "Wundteam Süd", "--limit", "1", "--after", &position]).json();
    assert_eq!(next["messages"][0]["excerpt"], "Verband gewechselt");

    assert!(desk.run(&["--json", "search", "ferse", "--until", "2020-01-01"]).json()["messages"][0].is_null());
    assert!(!desk.run(&["--json", "search", "ferse", "--from", "2020-01-01"]).json()["messages"][0].is_null());
    let nothing = desk.run(&["search", "Knie"]);
    assert_eq!(
        (nothing.status, nothing.out.as_str(), nothing.err.trim()),
        (0, "", "Nothing found. Check the spelling, or search with fewer words.")
    );
    assert_eq!(desk.run(&["--json", "search", "x", "--kind", "telegram"]).code(), "not-found");
    assert_eq!(desk.run(&["--json", "search"]).code(), "argument");
    assert_eq!(desk.run(&["search", "x", "--from", "gestern"]).status, 2);
}
