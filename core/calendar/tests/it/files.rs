//! iCalendar files: ours, those of Outlook and Google, and broken ones.

use verband_calendar::{Appointment, FlawKind, Span, Status, Timestamp, Zone, read, write};
use verband_texts::Language;

use super::{berlin, day, hour, local, starts, window};

fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a moment")
}

fn one(file: &str) -> Appointment {
    let read = read(file.as_bytes(), &berlin()).expect("a calendar");
    assert_eq!(read.flaws, []);
    assert_eq!(read.appointments.len(), 1);
    read.appointments[0].clone()
}

const OUTLOOK: &str = "BEGIN:VCALENDAR\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
VERSION:2.0\r
METHOD:PUBLISH\r
X-MS-OLK-FORCEINSPECTOROPEN:TRUE\r
BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16011028T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010325T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
CLASS:PUBLIC\r
DESCRIPTION:Bitte die Mappe mitbringen\\, auch den Dienstplan\\;\\nDanke.\r
DTEND;TZID=\"W. Europe Standard Time\":20261019T140000\r
DTSTAMP:20261001T101010Z\r
DTSTART;TZID=\"W. Europe Standard Time\":20261019T060000\r
LOCATION:Besprechungsraum Süd mit einem sehr langen Namen\\, der über eine Zei\r
 le hinausgeht\r
RRULE:FREQ=WEEKLY;UNTIL=20261116T050000Z;INTERVAL=1;BYDAY=MO;WKST=MO\r
EXDATE;TZID=\"W. Europe Standard Time\":20261026T060000\r
SEQUENCE:2\r
SUMMARY;LANGUAGE=de:Frühdienst\r
UID:040000008200E00074C5B7101A82E008\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
ACTION:DISPLAY\r
DESCRIPTION:Reminder\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
RECURRENCE-ID;TZID=\"W. Europe Standard Time\":20261102T060000\r
DTSTART;TZID=\"W. Europe Standard Time\":20261102T070000\r
DTEND;TZID=\"W. Europe Standard Time\":20261102T150000\r
SUMMARY:Frühdienst (später)\r
LOCATION:Besprechungsraum Süd mit einem sehr langen Namen\\, der über eine Zeile hinausgeht\r
DESCRIPTION:Bitte die Mappe mitbringen\\, auch den Dienstplan\\;\\nDanke.\r
UID:040000008200E00074C5B7101A82E008\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
";

#[test]
fn a_file_of_outlook() {
    let series = one(OUTLOOK);
    assert_eq!(series.title, "Frühdienst");
    assert_eq!(series.place, "Besprechungsraum Süd mit einem sehr langen Namen, der über eine Zeile hinausgeht");
    assert_eq!(series.description, "Bitte die Mappe mitbringen, auch den Dienstplan;\nDanke.");
    assert_eq!((series.sequence, series.reminders.as_slice()), (2, [15].as_slice()));
    assert_eq!(series.when.span.zone(), &Zone::Named("Europe/Berlin".to_owned()));
    let found = series.occurrences(&window("20261001T000000", "20270101T000000"));
    let expected = ["2026-10-19T04:00:00Z", "2026-11-02T06:00:00Z", "2026-11-09T05:00:00Z", "2026-11-16T05:00:00Z"];
    assert_eq!(starts(&found), expected);
    let exception = &series.exceptions[&local("20261102T060000")];
    assert_eq!(exception.title.as_deref(), Some("Frühdienst (später)"));
    assert_eq!((&exception.place, &exception.description, &exception.reminders), (&None, &None, &None));
}

const GOOGLE: &str = "BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
X-WR-CALNAME:Station 3
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261227
RRULE:FREQ=YEARLY
DTSTAMP:20261126T120000Z
UID:abc@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=\"Müller: Ana\":mailto:ana@example.org
STATUS:TENTATIVE
SUMMARY:Weihnachten
TRANSP:TRANSPARENT
BEGIN:VALARM
TRIGGER:-P1DT2H
END:VALARM
BEGIN:VALARM
TRIGGER;VALUE=DATE-TIME:20261201T080000Z
END:VALARM
END:VEVENT
END:VCALENDAR
";

#[test]
fn a_file_of_google() {
    let days = one(GOOGLE);
    assert_eq!(days.when.span, Span::Days { first: day("20261224"), days: 3 });
    assert_eq!((days.status, days.reminders.as_slice()), (Status::Tentative, [26 * 60].as_slice()));
    assert_eq!(days.occurrences(&window("20281226T230000", "20281227T000000")).len(), 1);
}

#[test]
fn zones_by_every_name_they_have() {
    for (name, zone) in [
        ("Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Vienna", "Europe/Vienna"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Berlin"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
    ] {
        let file = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART;TZID=\"{name}\":20260701T080000\nEND:VEVENT\nEND:VCALENDAR"
        );
        assert_eq!(one(&file).when.span.zone().to_string(), zone, "{name}");
    }
    // A zone that nobody knows is known by its description.
    let described = OUTLOOK.replace("W. Europe Standard Time", "Customized Time Zone 1");
    assert_eq!(one(&described).when.span.zone().to_string(), "Europe/Berlin");
}

#[test]
fn what_is_wrong_is_named_by_its_line() {
    let event = |middle: &str| format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{middle}\nEND:VEVENT\nEND:VCALENDAR\n");
    let flaw = |middle: &str| read(event(middle).as_bytes(), &berlin()).expect("a calendar").flaws[0].clone();
    assert_eq!(flaw("SUMMARY:x").kind, FlawKind::NoStart);
    assert_eq!(flaw("DTSTART:20261301T000000").kind, FlawKind::Date("20261301T000000".to_owned()));
    assert_eq!(flaw("SUMMARY:x\nDTSTART;TZID=Mars:20260101T000000").kind, FlawKind::Zone("Mars".to_owned()));
    let broken = flaw("DTSTART:20260101T000000\nDTEND:20250101T000000");
    assert_eq!((broken.line, broken.kind), (5, FlawKind::Duration("20250101T000000".to_owned())));
    let rule = flaw("DTSTART:20260101T000000\nSUMMARY:lang\n er Titel\nRRULE:FREQ=SOMETIMES");
    assert_eq!((rule.line, &rule.kind), (7, &FlawKind::Rule));
    assert_eq!(rule.text(Language::German), "Zeile 7: Die Wiederholung ist nicht lesbar.");
    assert_eq!(flaw("DTSTART:20260101T000000\nRRULE:FREQ=HOURLY").kind, FlawKind::UnsupportedRule);
    assert_eq!(flaw("DTSTART:20260101T000000\nDURATION:P9999D").kind, FlawKind::Unfit);
    let long = format!("DTSTART:20260101T000000\nSUMMARY:{}", "ä".repeat(400));
    let cut = read(event(&long).as_bytes(), &berlin()).unwrap();
    assert_eq!((cut.flaws[0].kind.clone(), cut.appointments[0].title.len()), (FlawKind::Shortened, 500));
    // One broken appointment does not take the others with it.
    let both = event("DTSTART:20261301T000000").replace(
        "END:VCALENDAR\n",
        "BEGIN:VEVENT\nUID:2\nDTSTART:20260101T080000Z\nSUMMARY:gut\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    let both = read(both.as_bytes(), &berlin()).unwrap();
    assert_eq!((both.appointments.len(), both.flaws.len()), (1, 1));
}

#[test]
fn what_is_no_calendar_is_refused_as_a_whole() {
    for (file, kind, line) in [
        ("", FlawKind::NoCalendar, 1),
        ("%PDF-1.7", FlawKind::NoCalendar, 1),
        ("Name;Vorname\nBEGIN:VCARD\n", FlawKind::NoCalendar, 2),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", FlawKind::CutOff, 3),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", FlawKind::CutOff, 3),
    ] {
        let flaw = read(file.as_bytes(), &berlin()).expect_err(file);
        assert_eq!((flaw.kind, flaw.line), (kind, line), "{file}");
    }
    assert_eq!(read(&vec![b'x'; 11 * 1024 * 1024], &berlin()).unwrap_err().kind, FlawKind::TooLarge);
}

#[test]
fn our_file_says_what_the_standard_asks_for() {
    let mut series = hour("20261201T060000", "Europe/Berlin", "FREQ=WEEKLY;UNTIL=20261231");
    series.description = "Zeile eins\nZeile zwei; mit Komma, und \\".to_owned();
    series.place = "Ä".repeat(60);
    series.reminders = vec![15];
    let file = write([&series], "Station 3", now(), &berlin());
    assert!(file.lines().all(|line| line.len() <= 75), "{file}");
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    for line in [
        "X-WR-CALNAME:Station 3",
        "DTSTAMP:20261126T120000Z",
        "DTSTART;TZID=Europe/Berlin:20261201T060000",
        "DTEND;TZID=Europe/Berlin:20261201T070000",
        // The end of a rule is in UTC where its start has a zone.
        "RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z",
        "DESCRIPTION:Zeile eins\\nZeile zwei\\; mit Komma\\, und \\\\",
        "TRIGGER:-PT15M",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
    ] {
        assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
    }
    let back = one(&file);
    assert_eq!((&back.description, &back.place), (&series.description, &series.place));
}

#[test]
fn an_end_in_the_hour_that_exists_twice_survives() {
    let mut night = hour("20261025T013000", "Europe/Berlin", "");
    // Two hours later clocks show half past two for the second time.
    night.when.span =
        Span::Time { start: local("20261025T013000"), zone: "Europe/Berlin".parse().unwrap(), seconds: 7_200 };
    assert_eq!(one(&write([&night], "", now(), &berlin())), night);
}
