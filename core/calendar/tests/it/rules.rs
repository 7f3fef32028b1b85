//! The examples of RFC 5545 3.8.5.3, in its order.

use verband_calendar::{Rule, RuleError, TimeZone, Timestamp, Window};

use super::{hour, local};

/// The first days on which something at 09:00 in New York occurs, as `1997-09-02`, months and years left out where they
/// are those of the day before.
fn days(start: &str, rule: &str, number: usize) -> String {
    let appointment = hour(&format!("{start}T090000"), "America/New_York", rule);
    let here = TimeZone::UTC;
    let until = "2012-01-01T00:00:00Z".parse().expect("a moment");
    let window = Window { from: Timestamp::UNIX_EPOCH, until, here };
    let mut shown = String::new();
    let mut before = None;
    for found in appointment.occurrences(&window).iter().take(number) {
        let date = found.span.local().date();
        assert_eq!(found.span.local().time(), local("19970902T090000").time());
        let same_month = before == Some((date.year(), date.month()));
        let text = if same_month { date.strftime(",%d").to_string() } else { date.strftime(" %Y-%m-%d").to_string() };
        shown.push_str(&text);
        before = Some((date.year(), date.month()));
    }
    shown.trim().to_owned()
}

#[test]
fn the_examples_of_the_standard() {
    let table = [
        ("19970902", "FREQ=DAILY;COUNT=10", "1997-09-02,03,04,05,06,07,08,09,10,11"),
        ("19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02,12,22 1997-10-02,12"),
        ("19970902", "FREQ=WEEKLY;COUNT=10", "1997-09-02,09,16,23,30 1997-10-07,14,21,28 1997-11-04"),
        (
            "19970902",
            "FREQ=WEEKLY;UNTIL=19971224T000000Z",
            "1997-09-02,09,16,23,30 1997-10-07,14,21,28 1997-11-04,11,18,25 1997-12-02,09,16,23",
        ),
        (
            "19970902",
            "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            "1997-09-02,04,09,11,16,18,23,25,30 1997-10-02",
        ),
        ("19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02,04,09,11,16,18,23,25,30 1997-10-02"),
        (
            "19970901",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            "1997-09-01,03,05,15,17,19,29 1997-10-01,03,13,15,17,27,29,31 1997-11-10,12,14,24,26,28 1997-12-08,10,12,22",
        ),
        ("19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02,04,16,18,30 1997-10-02,14,16"),
        (
            "19970905",
            "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05",
        ),
        ("19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"),
        (
            "19970907",
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "1997-09-07,28 1997-11-02,30 1998-01-04,25 1998-03-01,29 1998-05-03,31",
        ),
        (
            "19970922",
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16",
        ),
        (
            "19970902",
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
            "1997-09-02,15 1997-10-02,15 1997-11-02,15 1997-12-02,15 1998-01-02,15",
        ),
        (
            "19970930",
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "1997-09-30 1997-10-01,31 1997-11-01,30 1997-12-01,31 1998-01-01,31 1998-02-01",
        ),
        (
            "19970910",
            "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            "1997-09-10,11,12,13,14,15 1999-03-10,11,12,13",
        ),
        (
            "19970610",
            "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
            "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10",
        ),
        (
            "19970310",
            "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10",
        ),
        (
            "19970101",
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01",
        ),
        ("19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 1997-10-07 1997-11-06"),
        ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05,10,19,24"),
        ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05,17,19,31"),
        ("20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15,30 2007-02-15 2007-03-15,30"),
    ];
    for (start, rule, expected) in table {
        assert_eq!(days(start, rule, 1_000), expected, "{rule}");
    }
}

#[test]
fn the_endless_examples_of_the_standard() {
    let table = [
        ("19970902", "FREQ=DAILY;INTERVAL=2", "1997-09-02,04,06,08,10,12,14,16,18,20,22,24,26,28,30 1997-10-02"),
        (
            "19970902",
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
            "1997-09-02,16,30 1997-10-14,28 1997-11-11,25 1997-12-09,23 1998-01-06,20 1998-02-03,17",
        ),
        ("19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26"),
        (
            "19970902",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
            "1997-09-02,09,16,23,30 1997-11-04,11,18,25 1998-01-06,13,20,27 1998-03-03,10,17,24,31",
        ),
        ("19970519", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17"),
        ("19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12 1998-05-11 1999-05-17"),
        ("19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13,20,27 1998-03-05,12,19,26 1999-03-04,11,18,25"),
        (
            "19970605",
            "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            "1997-06-05,12,19,26 1997-07-03,10,17,24,31 1997-08-07,14,21,28 1998-06-04,11,18,25 1998-07-02,09,16,23,30",
        ),
        (
            "19970913",
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 1998-06-13",
        ),
        (
            "19961105",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "1996-11-05 2000-11-07 2004-11-02",
        ),
        (
            "19970929",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30",
        ),
    ];
    for (start, rule, expected) in table {
        let number = expected.split([' ', ',']).count();
        assert_eq!(days(start, rule, number), expected, "{rule}");
    }
}

#[test]
fn the_long_examples_of_the_standard() {
    let until_christmas = days("19970902", "FREQ=DAILY;UNTIL=19971224T000000Z", 1_000);
    assert_eq!(until_christmas.split([' ', ',']).count(), 29 + 31 + 30 + 23);
    assert!(until_christmas.ends_with(",22,23"));
    let by_year = days("19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", 1_000);
    let by_day = days("19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", 1_000);
    assert_eq!(by_year, by_day);
    assert_eq!(by_year.split([' ', ',']).count(), 93);
}

#[test]
fn friday_the_thirteenth_begins_without_its_start() {
    let mut appointment = hour("19970902T090000", "America/New_York", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13");
    let window =
        Window { from: Timestamp::UNIX_EPOCH, until: "2000-12-01T00:00:00Z".parse().unwrap(), here: TimeZone::UTC };
    // The start is an occurrence whether the rule says so or not; the example takes it out.
    assert_eq!(appointment.occurrences(&window).first().unwrap().id, local("19970902T090000"));
    appointment.removed.insert(local("19970902T090000"));
    let found: Vec<String> = appointment.occurrences(&window).iter().map(|one| one.id.date().to_string()).collect();
    assert_eq!(found, ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"]);
}

#[test]
fn several_times_a_day() {
    let rule = "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40";
    let appointment = hour("19970902T090000", "America/New_York", rule);
    let window = Window {
        from: "1997-09-02T04:00:00Z".parse().unwrap(),
        until: "1997-09-03T04:00:00Z".parse().unwrap(),
        here: TimeZone::UTC,
    };
    let found = appointment.occurrences(&window);
    assert_eq!(found.len(), 24);
    assert_eq!(found.first().unwrap().id, local("19970902T090000"));
    assert_eq!(found.last().unwrap().id, local("19970902T164000"));
}

#[test]
fn what_repeats_within_a_day_is_named_as_not_supported() {
    for rule in [
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,5,10,15,20,25,30,35,40,45",
    ] {
        assert_eq!(rule.parse::<Rule>(), Err(RuleError::Unsupported), "{rule}");
    }
    for rule in [
        "",
        "FREQ=DAYLY",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20260101",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYSETPOS=1",
        "COUNT=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=20261301",
    ] {
        assert_eq!(rule.parse::<Rule>(), Err(RuleError::Broken), "{rule}");
    }
}
