//! Appointments from the command line.

use serde_json::Value;

use crate::linking::House;
use crate::tool::Desk;

/// A desk whose person has founded an organisation at a server, with a channel.
fn founded(house: &House) -> Desk {
    let desk = house.founder();
    desk.done(&["channel", "create", "Station 3"]);
    desk
}

const DECEMBER: [&str; 8] = ["calendar", "agenda", "--from", "2099-12-01", "--days", "31", "--zone", "Europe/Berlin"];

#[test]
fn an_appointment_is_made_changed_answered_and_removed() {
    let house = House::open();
    let desk = founded(&house);
    let series = [
        "calendar",
        "add",
        "Station 3",
        "Übergabe",
        "--start",
        "2099-12-01T06:00",
        "--end",
        "2099-12-01T06:30",
        "--zone",
        "Europe/Berlin",
        "--every",
        "week",
        "--interval",
        "2",
        "--remind",
        "15",
        "--place",
        "Stützpunkt",
    ];
    let made = desk.done(&series);
    assert_eq!(made["state"], "done");
    let rows = desk.done(&DECEMBER);
    let rows = rows.as_array().expect("rows");
    let days: Vec<&str> = rows.iter().map(|row| row["day"].as_str().expect("a day")).collect();
    assert_eq!(days, ["2099-12-01", "2099-12-15", "2099-12-29"]);
    assert_eq!(
        (&rows[0]["title"], &rows[0]["place"], &rows[0]["answer"]),
        (&"Übergabe".into(), &"Stützpunkt".into(), &"yes".into())
    );
    let text = desk.run(&DECEMBER).out;
    assert!(text.contains("2099-12-15 06:00") && text.contains("Station 3"), "{text}");
    // It is too far away to be found by its title without its conversation's days.
    let missing = desk.run(&["--json", "calendar", "cancel", "Übergabe"]);
    assert_eq!((missing.status, missing.code()), (1, "not-found".to_owned()));
}

#[test]
fn what_is_near_is_found_by_its_title() {
    let house = House::open();
    let desk = founded(&house);
    desk.done(&["channel", "create", "Uhr"]);
    let day = soon(&desk);
    let start = format!("{day}T10:00");
    let add = ["calendar", "add", "Station 3", "Visite", "--start", &start, "--every", "day", "--count", "3", "--open"];
    let appointment = desk.done(&add)["appointment"].as_str().expect("an id").to_owned();
    let shown = desk.done(&["calendar", "show", "Visite"]);
    assert_eq!(
        (&shown["recurrence"], &shown["attendees"][0]["answer"]),
        (&"every day at 10:00, 3 times".into(), &"yes".into())
    );
    let occurrence = shown["occurrence"].as_str().expect("an occurrence").to_owned();
    let change = ["calendar", "change", "Visite", "--occurrence", &occurrence, "--title", "Chefvisite", "--later"];
    assert_eq!(desk.done(&change)["state"], "waiting");
    desk.done(&["calendar", "answer", &appointment[..8], "no", "--occurrence", &occurrence]);
    let row = desk.done(&["calendar", "show", &appointment[..8], "--occurrence", &occurrence]);
    assert_eq!((&row["title"], &row["answer"], &row["no"]), (&"Chefvisite".into(), &"no".into(), &1.into()));
    desk.done(&["calendar", "cancel", &appointment[..8], "--occurrence", &occurrence, "--following"]);
    assert_eq!(desk.done(&["calendar", "show", &appointment[..8]])["status"], "cancelled");
    desk.done(&["calendar", "remove", &appointment[..8]]);
    assert_eq!(desk.done(&["calendar", "agenda", "--days", "30"]), Value::Array(vec![]));

    // Reminders, and what makes no sense.
    desk.done(&["calendar", "add", "Station 3", "Dienst", "--start", &start, "--remind", "60"]);
    let due = desk.done(&["calendar", "reminders", "--within", "10000"]);
    let (id, minutes) = (due[0]["appointment"].as_str().expect("an id"), &due[0]["minutes"]);
    assert_eq!(*minutes, 60);
    assert!(desk.done(&["calendar", "snooze", &id[..8], "--for", "5"])["again"].as_u64().is_some());
    assert_eq!(desk.done(&["calendar", "reminders", "--within", "10"])[0]["snoozed"], true);
    desk.done(&["calendar", "dismiss", &id[..8]]);
    assert_eq!(desk.done(&["calendar", "reminders", "--within", "10000"]), Value::Array(vec![]));
    assert_eq!(desk.run(&["calendar", "add", "Station 3", "Wann?"]).status, 2);
    let broken = desk.run(&["--json", "calendar", "add", "Station 3", "x", "--start", &start, "--rule", "immer"]);
    assert_eq!(broken.code(), "appointment");
}

/// A day within a week, by the clock that messages have.
fn soon(desk: &Desk) -> String {
    desk.done(&["send", "Uhr", "Wie spät ist es?", "--later"]);
    let now = desk.done(&["read", "Uhr"])[0]["sent_at"].as_i64().expect("a time");
    let moment = jiff::Timestamp::from_millisecond(now + 5 * 86_400_000).expect("a time");
    moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date().to_string()
}

#[test]
fn a_file_is_imported_undone_and_exported() {
    let house = House::open();
    let desk = founded(&house);
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("dienst.ics");
    let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Fortbildung\nDTSTART:20991201T100000Z\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:2\nSUMMARY:kaputt\nDTSTART:morgen\nEND:VEVENT\nEND:VCALENDAR\n";
    std::fs::write(&path, file).expect("written");
    let path = path.to_str().expect("a path");
    let plan = desk.done(&["calendar", "import", "Station 3", path, "--dry-run"]);
    assert_eq!((&plan["new"], &plan["appointments"][0]["state"]), (&1.into(), &"new".into()));
    assert_eq!(plan["flaws"][0], "Line 10: “morgen” is not a date.");
    assert_eq!(desk.done(&DECEMBER), Value::Array(vec![]));
    let import = desk.done(&["calendar", "import", "Station 3", path])["import"].to_string();
    assert_eq!(desk.done(&DECEMBER)[0]["title"], "Fortbildung");
    let out = folder.path().join("out.ics");
    desk.done(&["calendar", "export", "--conversation", "Station 3", "--output", out.to_str().expect("a path")]);
    assert!(std::fs::read_to_string(&out).expect("written").contains("SUMMARY:Fortbildung"));
    assert!(desk.run(&["calendar", "export"]).out.contains("UID:1"));
    desk.done(&["calendar", "undo-import", &import]);
    assert_eq!(desk.done(&DECEMBER), Value::Array(vec![]));
    let again = desk.run(&["--json", "calendar", "undo-import", &import]);
    assert_eq!((again.status, again.code()), (1, "not-found".to_owned()));
}
