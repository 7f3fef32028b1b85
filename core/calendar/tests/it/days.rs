//! Days on which clocks are changed, whole days, and what is at the same time.

use verband_calendar::{Appointment, Busy, Exception, PlainWhen, RuleError, Span, Unfit, When, Zone, conflicts};

use super::{berlin, day, hour, local, starts, window};

#[test]
fn a_weekly_shift_stays_at_six_when_clocks_change() {
    let shift = hour("20261019T060000", "Europe/Berlin", "FREQ=WEEKLY");
    let found = shift.occurrences(&window("20261019T000000", "20261110T000000"));
    let expected = ["2026-10-19T04:00:00Z", "2026-10-26T05:00:00Z", "2026-11-02T05:00:00Z", "2026-11-09T05:00:00Z"];
    assert_eq!(starts(&found), expected);
    let spring = shift.occurrences(&window("20270322T000000", "20270405T000000"));
    assert_eq!(starts(&spring), ["2027-03-22T05:00:00Z", "2027-03-29T04:00:00Z"]);
}

#[test]
fn a_time_that_no_clock_shows() {
    // Once: with the offset from before the gap. From a rule: not part of it, and not counted.
    let once = hour("20270328T023000", "Europe/Berlin", "");
    assert_eq!(starts(&once.occurrences(&window("20270328T000000", "20270329T000000"))), ["2027-03-28T01:30:00Z"]);
    let daily = hour("20270327T023000", "Europe/Berlin", "FREQ=DAILY;COUNT=3");
    let found = daily.occurrences(&window("20270301T000000", "20270410T000000"));
    assert_eq!(starts(&found), ["2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z"]);
}

#[test]
fn a_time_that_exists_twice_is_the_first() {
    let daily = hour("20261024T023000", "Europe/Berlin", "FREQ=DAILY;COUNT=3");
    let found = daily.occurrences(&window("20261001T000000", "20261110T000000"));
    assert_eq!(starts(&found), ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]);
    // An hour is an hour as it passes: this one ends when clocks show half past two again.
    let second = &found[1];
    assert_eq!(second.ends.to_string(), "2026-10-25T01:30:00Z");
}

#[test]
fn a_whole_day_is_where_the_reader_is() {
    let span = Span::Days { first: day("20261025"), days: 1 };
    let day_off = Appointment::new("b", "Frei", When::once(span));
    let found = day_off.occurrences(&window("20261025T120000", "20261025T130000"));
    assert_eq!(found.len(), 1);
    // The day on which clocks go back has 25 hours.
    assert_eq!(found[0].ends.duration_since(found[0].starts).as_hours(), 25);
    assert!(day_off.occurrences(&window("20261026T000000", "20261027T000000")).is_empty());
}

#[test]
fn what_began_before_the_window_is_in_it_and_what_ends_with_it_is_not() {
    let night = Appointment::new(
        "n",
        "Nachtdienst",
        When {
            span: Span::Time {
                start: local("20261130T210000"),
                zone: "Europe/Berlin".parse().unwrap(),
                seconds: 9 * 3_600,
            },
            rule: Some("FREQ=DAILY".parse().unwrap()),
            extra: [local("20261225T140000")].into(),
        },
    );
    let found = night.occurrences(&window("20261202T000000", "20261203T000000"));
    assert_eq!(starts(&found), ["2026-12-01T20:00:00Z", "2026-12-02T20:00:00Z"]);
    let found = night.occurrences(&window("20261202T060000", "20261202T210000"));
    assert!(found.is_empty());
    assert_eq!(night.occurrences(&window("20261225T120000", "20261225T200000")).len(), 1);
}

#[test]
fn a_moved_occurrence_is_found_where_it_went_and_not_where_it_was() {
    let mut weekly = hour("20261201T100000", "Europe/Berlin", "FREQ=WEEKLY;COUNT=4");
    let moved = Span::Time { start: local("20270115T083000"), zone: Zone::Utc, seconds: 60 };
    let exception = Exception { span: Some(moved), ..Exception::default() };
    weekly.exceptions.insert(local("20261208T100000"), exception.clone());
    // What names no occurrence says nothing.
    weekly.exceptions.insert(local("20261209T100000"), exception);
    weekly.removed.insert(local("20261215T100000"));
    let december = weekly.occurrences(&window("20261201T000000", "20270101T000000"));
    assert_eq!(starts(&december), ["2026-12-01T09:00:00Z", "2026-12-22T09:00:00Z"]);
    let january = weekly.occurrences(&window("20270101T000000", "20270201T000000"));
    assert_eq!(starts(&january), ["2027-01-15T08:30:00Z"]);
    assert_eq!(january[0].id, local("20261208T100000"));
    let (first, last) = weekly.bounds(&berlin());
    assert_eq!((first.to_string(), last.unwrap().to_string()).1, "2027-01-15T08:31:00Z");
}

#[test]
fn conflicts_name_both_and_not_what_follows() {
    let at = |from: i64, to: i64| Busy {
        starts: jiff::Timestamp::from_second(from).unwrap(),
        ends: jiff::Timestamp::from_second(to).unwrap(),
    };
    let found = conflicts(&[at(0, 10), at(10, 20), at(5, 8), at(7, 12), at(6, 6)]);
    let expected: [&[usize]; 5] = [&[2, 3], &[3], &[0, 3], &[0, 2, 1], &[]];
    assert_eq!(found, expected);
}

#[test]
fn a_form_says_the_same_as_the_appointment() {
    let plain = |start: &str, end: &str, zone: &str| PlainWhen {
        start: start.to_owned(),
        end: end.to_owned(),
        zone: zone.to_owned(),
        rule: "FREQ=WEEKLY".to_owned(),
        extra: vec!["2026-12-24T06:00".to_owned()],
    };
    // A night in which clocks are put forward is an hour shorter than it looks.
    let night = plain("2027-03-27T22:00", "2027-03-28T06:00", "Europe/Berlin");
    let when = When::try_from(&night).expect("a time");
    assert_eq!(when.span.seconds(), 7 * 3_600);
    assert_eq!(PlainWhen::from(&when), night);
    let days = PlainWhen { extra: Vec::new(), ..plain("2026-12-24", "2026-12-26", "") };
    let when = When::try_from(&days).expect("days");
    assert_eq!(when.span, Span::Days { first: day("20261224"), days: 3 });
    assert_eq!(PlainWhen::from(&when), days);
    for broken in [
        plain("2026-12-01T06:00", "2026-12-01T05:00", "UTC"),
        plain("2026-12-02", "2026-12-01", ""),
        plain("2026-13-01T06:00", "2026-13-01T07:00", ""),
        plain("2026-12-01T06:00", "2026-12-01T07:00", "Mars/Olympus"),
    ] {
        assert_eq!(When::try_from(&broken), Err(Unfit::Time), "{broken:?}");
    }
    let broken = PlainWhen { rule: "immer".to_owned(), ..days };
    assert_eq!(When::try_from(&broken), Err(Unfit::Rule(RuleError::Broken)));
}
