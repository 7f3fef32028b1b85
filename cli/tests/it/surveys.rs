//! Surveys from files and options, all of it without a server.

use serde_json::Value;

use crate::tool::Desk;

fn desk() -> Desk {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "--later", "Wundteam"]).status, 0);
    desk
}

fn ok(desk: &Desk, arguments: &[&str]) -> Value {
    let ran = desk.run(&[&["--json", "surveys"], arguments].concat());
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    ran.json()
}

fn code(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let ran = desk.run(&[&["--json", "surveys"], arguments].concat());
    (ran.status, ran.code())
}

const FILE: &str = r#"
title = "Sommerfest"
description = "Bitte bis Freitag"
changeable = true

[[questions]]
text = "Wo?"
kind = "single"
options = ["Garten", "Halle"]
other = true
required = true

[[questions]]
text = "Wie war es letztes Jahr?"
kind = "rating"
steps = 4

[[questions]]
text = "Wann?"
kind = "dates"
slots = ["2027-06-12", "2027-06-13 18:00/22:00"]
"#;

#[test]
fn a_survey_from_a_file_is_drafted_published_answered_and_exported() {
    let desk = desk();
    let file = desk.path("umfrage.toml");
    std::fs::write(&file, FILE).expect("a file");
    let file = file.to_str().expect("text");
    let draft = ok(&desk, &["create", "Wundteam", "--file", file, "--draft"]);
    assert_eq!(ok(&desk, &["list", "Wundteam"])[0]["state"], "draft");
    assert_eq!(ok(&desk, &["show", "Wundteam", "Sommerfest"])["asked"][0]["options"][1], "Halle");
    let published = ok(&desk, &["publish", "Wundteam", draft["survey"].as_str().expect("an id")]);
    assert_eq!(
        (&published["state"], &published["delivery"], &published["reason"]),
        (&"open".into(), &"waiting".into(), &"offline".into())
    );

    let vote = |answers: &[&str]| ok(&desk, &[&["vote", "--later", "Wundteam", "Sommerfest"], answers].concat());
    assert_eq!(vote(&["1", "3", "yes,maybe"])["own_vote"], "waiting");
    assert_eq!(vote(&["other:auf dem Dach", "-", "no,yes"])["votes"], 1, "it is changeable");
    let results = ok(&desk, &["results", "Wundteam", "Sommerfest"]);
    assert_eq!((&results["result"], &results["counted"]), (&"live".into(), &1.into()));
    let bars = &results["asked"][0]["bars"];
    assert_eq!((&bars[0]["count"], &bars[2]["label"], &bars[2]["count"]), (&0.into(), &"other".into(), &1.into()));
    assert_eq!(results["asked"][0]["texts"][0], "auf dem Dach");
    assert_eq!(results["asked"][2]["bars"][1]["label"], "2027-06-13 18:00/2027-06-13 22:00");
    assert_eq!(results["asked"][2]["bars"][1]["best"], true);
    let text = desk.run(&["surveys", "results", "Wundteam", "Sommerfest"]).out;
    assert!(text.contains("– auf dem Dach") && text.contains("voted: Anna Arndt"), "{text}");

    let csv = desk.path("ergebnis.csv");
    let path = csv.to_str().expect("text");
    ok(&desk, &["csv", "Wundteam", "Sommerfest", path, "--language", "de", "--votes"]);
    let written = std::fs::read_to_string(&csv).expect("the table");
    let line = "Anna Arndt;auf dem Dach;;12.06.2027: nein, 13.06.2027 18:00–22:00: ja\r\n";
    assert_eq!(written, format!("\u{feff}Name;Wo?;Wie war es letztes Jahr?;Wann?\r\n{line}"));
    assert_eq!(code(&desk, &["csv", "Wundteam", "Sommerfest", path]), (1, "exists".to_owned()));

    ok(&desk, &["deadline", "--later", "Wundteam", "Sommerfest", "2099-01-01 12:00"]);
    let closed = ok(&desk, &["close", "--later", "Wundteam", "Sommerfest"]);
    assert_eq!((&closed["state"], &closed["can_vote"]), (&"closed".into(), &false.into()));
    assert_eq!(ok(&desk, &["archive", "--later", "Wundteam", "Sommerfest"])["archived"], true);
    assert_eq!(code(&desk, &["vote", "Wundteam", "Sommerfest", "1", "1", "no,no"]), (1, "survey".to_owned()));
}

#[test]
fn one_question_needs_no_file_and_mistakes_are_named() {
    let desk = desk();
    let choice = ["--title", "Plan", "--ask", "Welcher?", "--option", "A", "--option", "B", "--secret"];
    let asked = desk.run(&[&["surveys", "create", "--later", "Wundteam"], &choice[..]].concat());
    assert_eq!(asked.status, 0, "{}", asked.err);
    assert!(asked.err.contains("not secret from the person who asks"), "{}", asked.err);
    let shown = desk.run(&["surveys", "show", "Wundteam", "Plan", "--language", "de"]).out;
    assert!(shown.contains("Geheime Umfrage") && shown.contains("   2  B"), "{shown}");
    let voted = ok(&desk, &["vote", "--later", "Wundteam", "Plan", "2"]);
    assert_eq!((&voted["votes"], &voted["secret"]), (&1.into(), &true.into()));
    assert_eq!(ok(&desk, &["results", "Wundteam", "Plan"])["result"], "too-few");
    assert_eq!(code(&desk, &["vote", "Wundteam", "Plan", "1"]), (1, "survey".to_owned()), "the first vote counts");

    assert_eq!(code(&desk, &["vote", "Wundteam", "Plan", "1", "2"]), (2, "argument".to_owned()));
    assert_eq!(code(&desk, &["vote", "Wundteam", "Plan", "A"]), (2, "argument".to_owned()));
    assert_eq!(code(&desk, &["deadline", "Wundteam", "Plan", "morgen"]), (2, "argument".to_owned()));
    let one = ["create", "Wundteam", "--title", "T", "--ask", "F", "--option", "A"];
    assert_eq!(code(&desk, &one), (1, "survey".to_owned()), "one option is no choice");
    let file = desk.path("falsch.json");
    std::fs::write(&file, r#"{"title": "T", "questions": [], "dedline": "2027-01-01"}"#).expect("a file");
    assert_eq!(
        code(&desk, &["create", "Wundteam", "--file", file.to_str().expect("text")]),
        (2, "argument".to_owned())
    );
    let draft = ok(&desk, &["create", "Wundteam", "--title", "Weg", "--ask", "Was?", "--draft"]);
    assert!(draft["survey"].is_string());
    ok(&desk, &["discard", "Wundteam", "Weg"]);
    assert_eq!(ok(&desk, &["list", "Wundteam"]).as_array().map(Vec::len), Some(1));
}
