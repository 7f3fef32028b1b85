//! Appointments as a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::lines::{escape, push};
use super::zones;
use crate::appointment::{Appointment, Status};
use crate::moment::{Span, Zone, moment, write_date, write_local};
use crate::rule::{End, Rule, Until};

/// A file with these appointments and the descriptions of their zones. `named` is what a calendar program calls it.
pub fn write<'a>(
    appointments: impl IntoIterator<Item = &'a Appointment>,
    named: &str,
    now: Timestamp,
    here: &TimeZone,
) -> String {
    let whole: Vec<Appointment> = appointments.into_iter().filter_map(|appointment| appointment.whole(here)).collect();
    let mut out = String::new();
    push(&mut out, "BEGIN:VCALENDAR");
    push(&mut out, "VERSION:2.0");
    push(&mut out, "PRODID:-//Verband//Verband//DE");
    push(&mut out, "METHOD:PUBLISH");
    if !named.is_empty() {
        push(&mut out, &format!("X-WR-CALNAME:{}", escape(named)));
    }
    let mut starts: BTreeMap<&str, DateTime> = BTreeMap::new();
    for appointment in &whole {
        let moved = appointment.exceptions.values().filter_map(|exception| exception.span.as_ref());
        for span in moved.chain([&appointment.when.span]) {
            if let Zone::Named(name) = span.zone() {
                let start = starts.entry(name).or_insert(span.local());
                *start = (*start).min(span.local());
            }
        }
    }
    for (name, start) in starts {
        zones::push_zone(&mut out, name, start);
    }
    let stamp = format!("{}Z", write_local(TimeZone::UTC.to_datetime(now)));
    for appointment in &whole {
        push_series(&mut out, appointment, &stamp, here);
    }
    push(&mut out, "END:VCALENDAR");
    out
}

fn push_series(out: &mut String, appointment: &Appointment, stamp: &str, here: &TimeZone) {
    let span = &appointment.when.span;
    push(out, "BEGIN:VEVENT");
    push_head(out, appointment, stamp);
    push_span(out, span, here);
    if let Some(rule) = &appointment.when.rule {
        push(out, &format!("RRULE:{}", conforming(rule, span, here)));
    }
    for (name, dates) in [("RDATE", &appointment.when.extra), ("EXDATE", &appointment.removed)] {
        for date in dates {
            push_time(out, name, &span.at(*date));
        }
    }
    push_words(out, appointment);
    push(out, "END:VEVENT");
    for id in appointment.exceptions.keys() {
        let Some(occurrence) = appointment.occurrence(*id, here) else { continue };
        let view = appointment.view(*id);
        let mut single = Appointment::new(&*appointment.uid, view.title, appointment.when.clone());
        view.place.clone_into(&mut single.place);
        view.description.clone_into(&mut single.description);
        single.reminders = view.reminders.to_vec();
        single.status = view.status;
        single.sequence = appointment.sequence;
        push(out, "BEGIN:VEVENT");
        push_head(out, &single, stamp);
        push_time(out, "RECURRENCE-ID", &span.at(*id));
        push_span(out, &occurrence.span, here);
        push_words(out, &single);
        push(out, "END:VEVENT");
    }
}

fn push_head(out: &mut String, appointment: &Appointment, stamp: &str) {
    push(out, &format!("UID:{}", escape(&appointment.uid)));
    push(out, &format!("DTSTAMP:{stamp}"));
    if appointment.sequence > 0 {
        push(out, &format!("SEQUENCE:{}", appointment.sequence));
    }
}

fn push_words(out: &mut String, appointment: &Appointment) {
    push(out, &format!("SUMMARY:{}", escape(&appointment.title)));
    for (name, text) in [("LOCATION", &appointment.place), ("DESCRIPTION", &appointment.description)] {
        if !text.is_empty() {
            push(out, &format!("{name}:{}", escape(text)));
        }
    }
    push(
        out,
        match appointment.status {
            Status::Confirmed => "STATUS:CONFIRMED",
            Status::Tentative => "STATUS:TENTATIVE",
            Status::Cancelled => "STATUS:CANCELLED",
        },
    );
    for minutes in &appointment.reminders {
        push(out, "BEGIN:VALARM");
        push(out, "ACTION:DISPLAY");
        push(out, &format!("DESCRIPTION:{}", escape(&appointment.title)));
        push(out, &format!("TRIGGER:-PT{minutes}M"));
        push(out, "END:VALARM");
    }
}

fn push_time(out: &mut String, name: &str, span: &Span) {
    push(
        out,
        &match span {
            Span::Days { first, .. } => format!("{name};VALUE=DATE:{}", write_date(*first)),
            Span::Time { start, zone: Zone::Floating, .. } => format!("{name}:{}", write_local(*start)),
            Span::Time { start, zone: Zone::Utc, .. } => format!("{name}:{}Z", write_local(*start)),
            Span::Time { start, zone: Zone::Named(zone), .. } => format!("{name};TZID={zone}:{}", write_local(*start)),
        },
    );
}

fn push_span(out: &mut String, span: &Span, here: &TimeZone) {
    push_time(out, "DTSTART", span);
    match span {
        Span::Days { first, days } => {
            let end = crate::moment::later(*first, i64::from(*days)).unwrap_or(*first);
            push(out, &format!("DTEND;VALUE=DATE:{}", write_date(end)));
        }
        Span::Time { seconds: 0, .. } => {}
        Span::Time { zone, seconds, .. } => {
            let (_, ends) = span.moments(here);
            let rules = zone.rules(here);
            let end = rules.to_datetime(ends);
            // An end in the hour that exists twice is only sayable as a duration.
            if moment(end, &rules) == ends {
                push_time(out, "DTEND", &span.at(end));
            } else {
                push(out, &format!("DURATION:{}", duration(*seconds)));
            }
        }
    }
}

fn duration(seconds: u32) -> String {
    let mut text = "PT".to_owned();
    for (unit, letter) in [(seconds / 3_600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
        if unit > 0 {
            let _ = write!(text, "{unit}{letter}");
        }
    }
    text
}

/// The rule with an end in the form that its start asks for.
fn conforming(rule: &Rule, span: &Span, here: &TimeZone) -> Rule {
    let End::Until(until) = &rule.end else { return rule.clone() };
    let end = match until {
        Until::Day(day) => day.to_datetime(jiff::civil::time(23, 59, 59, 0)),
        Until::Local(local) => *local,
        Until::Utc(_) => return rule.clone(),
    };
    let until = match span {
        Span::Days { .. } => Until::Day(end.date()),
        Span::Time { zone: Zone::Floating, .. } => Until::Local(end),
        Span::Time { zone, .. } => Until::Utc(TimeZone::UTC.to_datetime(moment(end, &zone.rules(here)))),
    };
    Rule { end: End::Until(until), ..rule.clone() }
}
