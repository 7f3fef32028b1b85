//! An administrator's day with invitations on a real server: a list is looked at, invited and undone; codes are made anew,
//! withdrawn and used.

use serde_json::{Value, json};

use crate::linking::House;
use crate::tool::Desk;

/// As a German spreadsheet saves it: Windows-1252, separated by semicolons.
fn list(desk: &Desk) -> String {
    let text = "Nachname;Vorname;Beruf;Station\nMüller;Maria;Ärztin;Süd\nBrandt;Berta;;\nMüller;Maria;Köchin;Küche\n\
                Brandt;Berta;;\nArndt;Anna;Pflege;Nord\n";
    let bytes: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin")).collect();
    let path = desk.path("mitarbeitende.csv");
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("text").to_owned()
}

fn each(value: &Value, field: &str) -> Vec<Value> {
    value.as_array().expect("rows").iter().map(|row| row[field].clone()).collect()
}

#[test]
fn a_list_is_looked_at_decided_invited_and_undone() {
    let house = House::open();
    let anna = house.founder();
    let list = list(&anna);

    let plan = anna.done(&["import", &list, "--dry-run"]);
    assert_eq!(each(&plan["new"], "line"), [2, 3]);
    assert_eq!(each(&plan["duplicates"], "line"), [5]);
    assert_eq!((each(&plan["members"], "line"), plan["not_in_the_list"].clone()), (vec![json!(6)], json!([])));
    let similar = &plan["similar"][0];
    assert_eq!((&similar["line"], &similar["resembles_line"]), (&json!(4), &json!(2)));
    assert_eq!((&similar["name"], &similar["resembles_ward"]), (&json!("Maria Müller"), &json!("Süd")));
    let shown = anna.run(&["import", &list, "--dry-run"]).out;
    assert!(shown.contains("similar to row 2: Maria Müller, Ärztin, Süd"), "{shown}");

    let letters = anna.path("briefe.pdf");
    let letters = letters.to_str().expect("text");
    let refused = anna.run(&["--json", "import", &list, "--letters", letters]);
    assert_eq!((refused.status, refused.code().as_str()), (2, "undecided"), "{}", refused.err);
    let refused = anna.run(&["--json", "import", &list, "--letters", letters, "--anyway", "2"]);
    assert_eq!((refused.status, refused.code().as_str()), (2, "no-such-row"), "{}", refused.err);
    assert!(!std::path::Path::new(letters).exists());

    let done = anna.done(&["import", &list, "--letters", letters, "--anyway", "4", "--days", "30"]);
    assert_eq!(each(&done["invitations"], "name"), ["Maria Müller", "Berta Brandt", "Maria Müller"]);
    assert!(std::fs::read(letters).expect("letters").starts_with(b"%PDF-"));
    let rows = anna.done(&["invitations", "--open"]);
    assert_eq!(each(&rows, "ward"), ["Küche", "", "Süd"]);
    assert_eq!((&rows[0]["kind"], &rows[0]["issued_by"]), (&json!("person"), &json!("Anna Arndt")));
    // Read again, each row finds its own invitation.
    let again = anna.done(&["import", &list, "--dry-run"]);
    assert_eq!(
        (each(&again["invited"], "line"), again["new"].clone()),
        (vec![json!(2), json!(3), json!(4)], json!([]))
    );
    // Whoever is in the house and not in the list is named.
    std::fs::write(anna.path("kurz.csv"), "Name\nBerta Brandt\n").expect("a file");
    let short = anna.done(&["import", anna.path("kurz.csv").to_str().expect("text"), "--dry-run"]);
    assert_eq!(each(&short["not_in_the_list"], "name"), ["Anna Arndt"]);

    let looked = anna.done(&["import", &list, "--undo", "--dry-run"]);
    assert_eq!((each(&looked["withdrawn"], "name").len(), &looked["dry_run"]), (3, &json!(true)));
    assert_eq!(each(&anna.done(&["invitations", "--open"]), "name").len(), 3);
    anna.done(&["import", &list, "--undo"]);
    let states = each(&anna.done(&["invitations"]), "state");
    assert_eq!(states, ["withdrawn", "withdrawn", "withdrawn", "used"]);
    assert_eq!(anna.run(&["--json", "import", &list, "--undo"]).code(), "nobody-invited");
}

#[test]
fn a_code_is_made_anew_withdrawn_and_used_once() {
    let house = House::open();
    let anna = house.founder();
    let enrol = |link: &Value| Desk::new().run(&["--json", "enrol", link.as_str().expect("a link"), "--yes"]);

    let lost = anna.done(&["invite", "Berta Brandt"]);
    let fresh = anna.done(&["reissue", "Berta Brandt"]);
    assert_eq!(enrol(&lost["link"]).code(), "invitation-gone");
    assert_eq!(enrol(&fresh["link"]).status, 0);
    // Used: nobody else comes in by it, and whoever asks for it is told.
    assert_eq!(enrol(&fresh["link"]).code(), "invitation-gone");
    for command in ["reissue", "withdraw"] {
        let refused = anna.run(&["--json", command, fresh["invitation"].as_str().expect("an id")]);
        assert_eq!((refused.status, refused.code().as_str()), (1, "invitation-used"), "{command}: {}", refused.err);
    }

    let clara = anna.done(&["invite", "Clara Cohn", "--function", "Ärztin"]);
    anna.done(&["invite", "Dora Dietz"]);
    assert_eq!(each(&anna.done(&["withdraw", "Clara Cohn", "Dora Dietz"]), "state"), ["withdrawn", "withdrawn"]);
    assert_eq!(enrol(&clara["link"]).code(), "invitation-gone");
    // Withdrawn by mistake: she gets another code, on a letter.
    let path = anna.path("clara.pdf");
    let path = path.to_str().expect("text");
    let letter = anna.done(&["reissue", "Clara Cohn", "--letter", path]);
    assert_eq!((&letter["letter"], letter.get("code")), (&json!(path), None));
    assert!(std::fs::read(path).expect("a letter").starts_with(b"%PDF-"));
    let row = anna.done(&["invitations", "--open"])[0].clone();
    assert_eq!(
        (&row["name"], &row["function"], &row["state"]),
        (&json!("Clara Cohn"), &json!("Ärztin"), &json!("open"))
    );

    for (arguments, name) in
        [(&["invite-again", "Berta Brandt"][..], "berta"), (&["registration-key", "Aushang"], "key")]
    {
        let path = anna.path(name);
        let path = path.to_str().expect("text");
        let written = anna.done(&[arguments, &["--letter", path]].concat());
        assert_eq!((&written["letter"], written.get("code")), (&json!(path), None));
        assert!(std::fs::read(path).expect("a letter").starts_with(b"%PDF-"));
    }
    let kinds = each(&anna.done(&["invitations", "--open"]), "kind");
    assert_eq!(kinds, ["registration-key", "new-letter", "person"]);
    let shown = anna.run(&["invitations"]).out;
    assert!(shown.contains("open 0/50") && shown.contains("by Anna Arndt"), "{shown}");
}

#[test]
fn codes_of_people_with_an_address_go_into_drafts_and_the_others_on_letters() {
    let house = House::open();
    let anna = house.founder();
    let list = anna.path("liste.csv");
    std::fs::write(&list, "Name;E-Mail\nBerta Brandt;berta@linde.test\nClara Cohn;\n").expect("a file");
    let [list, drafts, letters] = ["liste.csv", "mails.zip", "briefe.pdf"].map(|name| anna.path(name));
    let [list, drafts, letters] = [&list, &drafts, &letters].map(|path| path.to_str().expect("text"));
    let import = ["import", list, "--drafts", drafts, "--from", "anna@linde.test"];
    let refused = anna.run(&[&["--json"], &import[..]].concat());
    assert_eq!((refused.status, refused.code().as_str()), (2, "no-address"), "{}", refused.err);
    anna.done(&[&import[..], &["--letters", letters]].concat());
    assert!(std::fs::read(drafts).expect("drafts").starts_with(b"PK"));
    assert!(std::fs::read(letters).expect("letters").starts_with(b"%PDF-"));
    assert_eq!(each(&anna.done(&["invitations", "--open"]), "approval"), [false, true]);

    // Without a relay nobody is written to, and everybody is invited.
    anna.done(&["import", list, "--undo"]);
    std::fs::remove_file(letters).expect("a file");
    let told = anna.done(&["import", list, "--letters", letters, "--mail"]);
    assert_eq!(each(&told["mails"], "problem"), ["not-configured"]);
    assert_eq!(each(&told["invitations"], "name").len(), 2);
}

#[test]
fn a_picture_stays_until_it_is_taken_away() {
    let house = House::open();
    let anna = house.founder();
    let picture = anna.path("anna.jpg");
    std::fs::write(&picture, verband_vault::sample::wound_photo(64, 64, 1)).expect("a file");
    let said = || {
        let own = &anna.done(&["members"])[0];
        (own["availability"].as_str().expect("text").to_owned(), own["picture_bytes"].is_u64())
    };
    anna.done(&["status", "im Dienst", "--picture", picture.to_str().expect("text")]);
    assert_eq!(said(), ("im Dienst".to_owned(), true));
    anna.done(&["status", "in Pause"]);
    assert_eq!(said(), ("in Pause".to_owned(), true));
    anna.done(&["status", "in Pause", "--no-picture"]);
    assert_eq!(said(), ("in Pause".to_owned(), false));
}
