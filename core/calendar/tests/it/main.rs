//! What an appointment means: rules, days on which clocks change, changes to a series, files.

mod days;
mod files;
mod properties;
mod rules;
mod series;
mod words;

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use verband_calendar::{Appointment, Date, Occurrence, Span, Time, TimeZone, When, Window, Zone, read_local};

fn berlin() -> TimeZone {
    verband_calendar::zone("Europe/Berlin").expect("the system knows Berlin")
}

fn local(text: &str) -> DateTime {
    read_local(text).expect("a local time")
}

/// An hour at this time, recurring as the rule says.
fn hour(start: &str, zone: &str, rule: &str) -> Appointment {
    let span = Span::Time { start: local(start), zone: zone.parse().unwrap_or(Zone::Utc), seconds: 3_600 };
    let rule = (!rule.is_empty()).then(|| rule.parse().expect("a rule"));
    Appointment::new("a@verband", "Übergabe", When { span, rule, extra: BTreeSet::new() })
}

fn window(from: &str, until: &str) -> Window {
    let moment = |text: &str| berlin().to_timestamp(local(text)).expect("a moment");
    Window { from: moment(from), until: moment(until), here: berlin() }
}

/// Starts as UTC shows them.
fn starts(found: &[Occurrence]) -> Vec<String> {
    found.iter().map(|one| one.starts.to_string()).collect()
}

fn day(text: &str) -> Date {
    local(&format!("{text}T000000")).date()
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(Time::midnight())
}
