//! Files by their paths, without a server.

use crate::tool::Desk;

#[test]
fn files_are_put_listed_moved_copied_read_back_and_deleted() {
    let desk = Desk::founded();
    assert_eq!(desk.run(&["channel", "create", "Wundteam"]).status, 0);
    let plan = desk.path("plan.txt");
    let path = plan.to_str().expect("text");
    std::fs::write(&plan, "Frühdienst: Anna").expect("a file");
    assert_eq!(desk.run(&["files", "mkdir", "Wundteam", "Dienstpläne"]).status, 0);
    let put = desk.run(&["--json", "files", "put", "Wundteam", path, "--to", "Dienstpläne", "--name", "Dezember.txt"]);
    assert_eq!((put.status, put.json()["state"].as_str()), (0, Some("waiting")), "{}", put.err);
    std::fs::write(&plan, "Frühdienst: Berta").expect("a file");
    let version = ["--json", "files", "put", "Wundteam", path, "--version-of", "Dienstpläne/Dezember.txt"];
    assert_eq!(desk.run(&version).status, 0);

    let root = desk.run(&["--json", "files", "ls", "Wundteam"]).json();
    assert_eq!((root[0]["name"].as_str(), root[0]["kind"].as_str()), (Some("Dienstpläne"), Some("folder")));
    let row = desk.run(&["--json", "files", "ls", "Wundteam", "/Dienstpläne/"]).json()[0].clone();
    assert_eq!((row["name"].as_str(), row["media"].as_str()), (Some("Dezember.txt"), Some("text/plain")));
    assert_eq!(
        (row["versions"].as_u64(), row["size"].as_u64(), row["here"].as_bool()),
        (Some(2), Some(18), Some(true))
    );
    let shown = desk.run(&["files", "ls", "Wundteam"]).out;
    assert!(shown.contains("Dienstpläne/  1 inside"), "{shown}");

    let versions = desk.run(&["--json", "files", "versions", "Wundteam", "Dienstpläne/Dezember.txt"]).json();
    assert_eq!((versions[0]["current"].as_bool(), versions[1]["current"].as_bool()), (Some(true), Some(false)));
    let first = versions[1]["id"].as_str().expect("an id");
    let out = desk.path("out.txt");
    let target = out.to_str().expect("text");
    let get = |version: &[&str]| {
        let get = ["files", "get", "--force", "Wundteam", "Dienstpläne/Dezember.txt", target];
        let ran = desk.run(&[&get[..], version].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        std::fs::read_to_string(&out).expect("written")
    };
    assert_eq!(get(&[]), "Frühdienst: Berta");
    assert_eq!(get(&["--version", &first[..20]]), "Frühdienst: Anna");
    let again = desk.run(&["--json", "files", "get", "Wundteam", "Dienstpläne/Dezember.txt", target]);
    assert_eq!((again.status, again.code().as_str()), (1, "exists"));

    assert_eq!(desk.run(&["files", "mkdir", "Wundteam", "Archiv"]).status, 0);
    assert_eq!(desk.run(&["files", "cp", "Wundteam", "Dienstpläne/Dezember.txt", "Archiv"]).status, 0);
    assert_eq!(desk.run(&["files", "mv", "Wundteam", "Archiv/Dezember.txt", "/Kopie.txt"]).status, 0);
    let names = |path: &str| {
        let rows = desk.run(&["--json", "files", "ls", "Wundteam", path]).json();
        let rows = rows.as_array().expect("rows").clone();
        rows.iter().map(|row| row["name"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(""), ["Archiv", "Dienstpläne", "Kopie.txt"]);
    assert!(names("Archiv").is_empty());
    assert_eq!(desk.run(&["files", "mv", "Wundteam", "Kopie.txt", "Archiv"]).status, 0);
    assert_eq!(names("Archiv"), ["Kopie.txt"]);

    let none = desk.run(&["--json", "files", "ls", "Wundteam", "Nirgends"]);
    assert_eq!((none.status, none.code().as_str()), (1, "not-found"));
    let bad = desk.run(&["--json", "files", "put", "Wundteam", path, "--name", "a/b"]);
    assert_eq!((bad.status, bad.code().as_str()), (1, "file-name"));

    let waiting = desk.run(&["--json", "outbox"]).json();
    let items = waiting["items"].as_array().expect("items");
    let file = items.iter().find(|item| item["kind"] == "file").expect("it waits");
    assert_eq!((file["text"].as_str(), file["title"].as_str()), (Some("Dezember.txt"), Some("Wundteam")));
    assert!(items.iter().any(|item| item["kind"] == "folder"));
    let shown = desk.run(&["outbox"]).out;
    assert!(shown.contains("file  Dezember.txt") && shown.contains("0 B of"), "{shown}");
    let deleted = desk.run(&["--json", "files", "rm", "Wundteam", "Archiv", "Dienstpläne/Dezember.txt"]);
    assert_eq!(deleted.status, 0, "{}", deleted.err);
    assert_eq!(names(""), ["Dienstpläne"]);
    let left = desk.run(&["--json", "outbox"]).json();
    let left: Vec<_> = left["items"].as_array().expect("items").iter().map(|item| item["kind"].clone()).collect();
    assert!(!left.iter().any(|kind| kind == "file"), "what was not sent is taken back: {left:?}");
}

#[test]
fn what_waits_is_taken_back_by_its_id() {
    let desk = Desk::founded();
    desk.run(&["channel", "create", "Wundteam"]);
    let sent = desk.run(&["--json", "send", "Wundteam", "aus Versehen"]);
    let event = sent.json()["event"].as_str().expect("an id").to_owned();
    let items = |ran: &serde_json::Value| ran["items"].as_array().expect("items").len();
    let before = desk.run(&["--json", "outbox"]).json();
    let after = desk.run(&["--json", "outbox", "--cancel", &event[..24]]).json();
    assert_eq!(items(&before), items(&after) + 1);
    assert_eq!(desk.run(&["--json", "read", "Wundteam"]).json().as_array().map(Vec::len), Some(0));
    let gone = desk.run(&["--json", "outbox", "--cancel", &event[..24]]);
    assert_eq!((gone.status, gone.code().as_str()), (1, "not-found"));
}
