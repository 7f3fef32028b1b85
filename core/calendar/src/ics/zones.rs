//! Descriptions of zones for programs without a database of them.

use jiff::civil::DateTime;
use jiff::tz::{Dst, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::lines::push;
use crate::moment::{moment, write_local};
use crate::rule::weekday_name;
use crate::zone::zone;

/// Years that are looked at to find out when clocks change.
const YEARS: i16 = 12;

/// When clocks are changed in the same way.
struct Change {
    summer: bool,
    name: String,
    before: i32,
    after: i32,
    /// What clocks show when they are changed.
    onsets: Vec<DateTime>,
}

/// Adds the description of a zone from the year before a time on. One that nobody knows has none.
pub(super) fn push_zone(out: &mut String, name: &str, start: DateTime) {
    let Some(rules) = zone(name) else { return };
    let begin = jiff::civil::Date::new(start.year() - 1, 1, 1).unwrap_or(start.date());
    let begin = moment(begin.to_datetime(jiff::civil::Time::midnight()), &rules);
    push(out, "BEGIN:VTIMEZONE");
    push(out, &format!("TZID:{name}"));
    for change in changes(&rules, begin, start.year() + YEARS) {
        push_change(out, &change);
    }
    push(out, "END:VTIMEZONE");
}

fn changes(rules: &TimeZone, begin: Timestamp, last_year: i16) -> Vec<Change> {
    let at_start = rules.to_offset_info(begin);
    let offset = at_start.offset().seconds();
    let mut all = vec![Change {
        summer: at_start.dst() == Dst::Yes,
        name: at_start.abbreviation().to_owned(),
        before: offset,
        after: offset,
        onsets: vec![rules.to_datetime(begin)],
    }];
    let mut before = offset;
    for next in rules.following(begin) {
        // Onsets are written in the time that was before.
        let shown = jiff::tz::Offset::from_seconds(before).unwrap_or(jiff::tz::Offset::UTC);
        let onset = shown.to_datetime(next.timestamp());
        if onset.year() > last_year {
            break;
        }
        let (summer, after) = (next.dst() == Dst::Yes, next.offset().seconds());
        let same = |change: &&mut Change| {
            change.summer == summer && change.before == before && change.after == after && before != after
        };
        if let Some(change) = all.iter_mut().find(same) {
            change.onsets.push(onset);
        } else {
            let name = next.abbreviation().to_owned();
            all.push(Change { summer, name, before, after, onsets: vec![onset] });
        }
        before = after;
    }
    all
}

fn push_change(out: &mut String, change: &Change) {
    let Some(first) = change.onsets.first() else { return };
    let kind = if change.summer { "DAYLIGHT" } else { "STANDARD" };
    push(out, &format!("BEGIN:{kind}"));
    push(out, &format!("DTSTART:{}", write_local(*first)));
    push(out, &format!("TZOFFSETFROM:{}", offset(change.before)));
    push(out, &format!("TZOFFSETTO:{}", offset(change.after)));
    push(out, &format!("TZNAME:{}", change.name));
    match yearly(&change.onsets) {
        Some(rule) => push(out, &format!("RRULE:{rule}")),
        None => {
            for onset in change.onsets.iter().skip(1) {
                push(out, &format!("RDATE:{}", write_local(*onset)));
            }
        }
    }
    push(out, &format!("END:{kind}"));
}

/// The rule behind onsets that come every year on the same weekday of the same month.
fn yearly(onsets: &[DateTime]) -> Option<String> {
    let first = onsets.first().filter(|_| onsets.len() > 2)?;
    let from_start = |at: &DateTime| (at.day() - 1) / 7 + 1;
    let is_last = |at: &DateTime| at.day() + 7 > at.date().days_in_month();
    let same = onsets.windows(2).all(|pair| match pair {
        [one, next] => {
            next.year() == one.year() + 1
                && next.month() == one.month()
                && next.weekday() == one.weekday()
                && next.time() == one.time()
        }
        _ => true,
    });
    let ordinal = if onsets.iter().all(is_last) {
        -1
    } else if onsets.iter().all(|at| from_start(at) == from_start(first)) {
        from_start(first)
    } else {
        return None;
    };
    same.then(|| format!("FREQ=YEARLY;BYMONTH={};BYDAY={ordinal}{}", first.month(), weekday_name(first.weekday())))
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let passed = SignedDuration::from_secs(i64::from(seconds.unsigned_abs())).as_secs();
    let (hours, minutes, rest) = (passed / 3_600, passed / 60 % 60, passed % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}
