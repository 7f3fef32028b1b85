//! Recurrences in both languages.

use verband_calendar::in_words;
use verband_texts::Language::{English, German};

use super::hour;

#[test]
fn rules_as_people_say_them() {
    let table = [
        (
            "20261201T060000",
            "FREQ=WEEKLY;INTERVAL=2",
            "jeden zweiten Dienstag um 06:00",
            "every other Tuesday at 06:00",
        ),
        (
            "20261201T060000",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "montags bis freitags um 06:00",
            "Monday to Friday at 06:00",
        ),
        (
            "20261201T060000",
            "FREQ=WEEKLY;BYDAY=FR,MO,WE;COUNT=12",
            "jede Woche am Montag, Mittwoch und Freitag um 06:00, 12-mal",
            "every week on Monday, Wednesday and Friday at 06:00, 12 times",
        ),
        (
            "20261201T060000",
            "FREQ=DAILY;UNTIL=20261224",
            "täglich um 06:00, bis 24.12.2026",
            "every day at 06:00, until 24 December 2026",
        ),
        ("20261201T060000", "FREQ=DAILY;INTERVAL=3", "alle 3 Tage um 06:00", "every 3 days at 06:00"),
        (
            "20261201T060000",
            "FREQ=MONTHLY;BYDAY=-1TU",
            "jeden Monat am letzten Dienstag um 06:00",
            "every month on the last Tuesday at 06:00",
        ),
        (
            "20261201T060000",
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "jeden Monat am 1. und 15. um 06:00",
            "every month on day 1 and 15 at 06:00",
        ),
        (
            "20261231T060000",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "am letzten Tag jedes Monats um 06:00",
            "on the last day of every month at 06:00",
        ),
        ("20261224T060000", "FREQ=YEARLY", "jedes Jahr am 24. Dezember um 06:00", "every year on 24 December at 06:00"),
        (
            "20261224T060000",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "jedes Jahr am letzten Sonntag im März um 06:00",
            "every year on the last Sunday of March at 06:00",
        ),
        (
            "20261224T060000",
            "FREQ=YEARLY;BYWEEKNO=20",
            "nach einer eigenen Regel um 06:00",
            "by a rule of its own at 06:00",
        ),
    ];
    for (start, rule, german, english) in table {
        let when = hour(start, "Europe/Berlin", rule).when;
        assert_eq!(in_words(&when, German), german, "{rule}");
        assert_eq!(in_words(&when, English), english, "{rule}");
    }
    assert_eq!(in_words(&hour("20261201T060000", "", "").when, German), "");
}
