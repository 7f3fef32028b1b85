//! Appointments from the components of a file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use super::lines::{Property, unescape};
use super::parse::{Event, Parsed, ZoneText};
use super::{Flaw, FlawKind, Imported, flaw};
use crate::appointment::{
    Appointment, Exception, MAX_DESCRIPTION, MAX_PLACE, MAX_REMINDERS, MAX_TITLE, MAX_UID, Status, When,
    check_reminders,
};
use crate::moment::{Span, Zone, moment, read_date, read_local, write_local};
use crate::rule::{Rule, RuleError};
use crate::zone::{by_offsets, iana};

/// What a file says, appointment by appointment, in the order of the file.
pub(super) fn build(parsed: Parsed, here: &TimeZone) -> Imported {
    let mut reader = Reader { zones: &parsed.zones, here, cancels: parsed.cancels, flaws: Vec::new() };
    let mut order = Vec::new();
    let mut groups: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for event in &parsed.events {
        let uid = reader.uid(event);
        let group = groups.entry(uid.clone()).or_default();
        if group.is_empty() {
            order.push(uid);
        }
        group.push(event);
    }
    let mut appointments = Vec::new();
    for uid in order {
        for (event, result) in reader.group(&uid, groups.get(&uid).map(Vec::as_slice).unwrap_or_default()) {
            match result {
                Ok(appointment) if appointment.check().is_ok() => appointments.push(appointment),
                Ok(_) => reader.flaws.push(flaw(event.line, FlawKind::Unfit)),
                Err(flaw) => reader.flaws.push(flaw),
            }
        }
    }
    reader.flaws.sort_by_key(|flaw| flaw.line);
    Imported { appointments, flaws: reader.flaws }
}

struct Reader<'a> {
    zones: &'a [ZoneText],
    here: &'a TimeZone,
    cancels: bool,
    flaws: Vec<Flaw>,
}

type Built<'a> = (&'a Event, Result<Appointment, Flaw>);

impl Reader<'_> {
    fn uid(&mut self, event: &Event) -> String {
        let written = event.one("UID").map(|uid| unescape(uid.value.trim())).filter(|uid| !uid.is_empty());
        let named = written.unwrap_or_else(|| {
            let part = |name| event.one(name).map(|property| property.value.trim()).unwrap_or_default();
            format!("{}-{}", part("DTSTART"), part("SUMMARY"))
        });
        self.cut(named, MAX_UID, event.line)
    }

    /// The appointments behind one identifier: a series with its exceptions, or exceptions without their series.
    fn group<'a>(&mut self, uid: &str, events: &[&'a Event]) -> Vec<Built<'a>> {
        let (singles, masters): (Vec<&Event>, Vec<&Event>) =
            events.iter().copied().partition(|event| event.one("RECURRENCE-ID").is_some());
        // The newest counts, where a file has several states of one.
        let master = masters.into_iter().max_by_key(|event| sequence(event));
        let Some(event) = master else {
            return singles.into_iter().map(|event| (event, self.orphan(uid, event))).collect();
        };
        let built = self.master(uid, event);
        vec![(event, built.map(|appointment| self.with_exceptions(appointment, &singles)))]
    }

    fn master(&mut self, uid: &str, event: &Event) -> Result<Appointment, Flaw> {
        let span = self.span(event)?;
        let rule = event.one("RRULE").map(|property| {
            property.value.parse::<Rule>().map_err(|error| {
                let kind = match error {
                    RuleError::Broken => FlawKind::Rule,
                    RuleError::Unsupported => FlawKind::UnsupportedRule,
                };
                flaw(property.line, kind)
            })
        });
        if let Some(property) = event.one("EXRULE") {
            return Err(flaw(property.line, FlawKind::UnsupportedRule));
        }
        let extra = self.dates(event, "RDATE", &span)?;
        let removed = self.dates(event, "EXDATE", &span)?;
        let mut appointment = Appointment::new(uid, "", When { span, rule: rule.transpose()?, extra });
        appointment.removed = removed;
        self.words(&mut appointment, event);
        Ok(appointment)
    }

    fn with_exceptions(&mut self, mut appointment: Appointment, singles: &[&Event]) -> Appointment {
        for event in singles {
            let built = self.recurrence_id(event, &appointment.when.span).and_then(|id| {
                let mut other = Appointment::new("-", "", When::once(self.span(event)?));
                self.words(&mut other, event);
                Ok((id, other))
            });
            match built {
                Ok((id, other)) => {
                    let usual = appointment.when.span.at(id);
                    let exception = Exception {
                        title: Some(other.title).filter(|title| *title != appointment.title),
                        place: Some(other.place).filter(|place| *place != appointment.place),
                        description: Some(other.description).filter(|text| *text != appointment.description),
                        span: Some(other.when.span).filter(|span| *span != usual),
                        reminders: Some(other.reminders).filter(|reminders| *reminders != appointment.reminders),
                        status: Some(other.status).filter(|status| *status != appointment.status),
                    };
                    appointment.sequence = appointment.sequence.max(other.sequence);
                    if exception != Exception::default() {
                        appointment.exceptions.insert(id, exception);
                    }
                }
                Err(flaw) => self.flaws.push(flaw),
            }
        }
        appointment
    }

    /// One occurrence of a series that the file does not have: an invitation to just that one.
    fn orphan(&mut self, uid: &str, event: &Event) -> Result<Appointment, Flaw> {
        let span = self.span(event)?;
        let id = self.recurrence_id(event, &span)?;
        let mut appointment = Appointment::new(format!("{uid}.{}", write_local(id)), "", When::once(span));
        self.words(&mut appointment, event);
        Ok(appointment)
    }

    fn words(&mut self, appointment: &mut Appointment, event: &Event) {
        let text = |name: &str| event.one(name).map(|property| unescape(&property.value)).unwrap_or_default();
        let title = Some(text("SUMMARY").trim().to_owned()).filter(|title| !title.is_empty());
        appointment.title = self.cut(title.unwrap_or_else(|| "–".to_owned()), MAX_TITLE, event.line);
        appointment.place = self.cut(text("LOCATION").trim().to_owned(), MAX_PLACE, event.line);
        appointment.description = self.cut(text("DESCRIPTION").trim_end().to_owned(), MAX_DESCRIPTION, event.line);
        appointment.sequence = sequence(event);
        appointment.status = match event.one("STATUS").map(|status| status.value.trim().to_ascii_uppercase()).as_deref()
        {
            _ if self.cancels => Status::Cancelled,
            Some("CANCELLED") => Status::Cancelled,
            Some("TENTATIVE") => Status::Tentative,
            _ => Status::Confirmed,
        };
        let minutes = event.triggers.iter().filter_map(minutes_before).filter(|one| check_reminders(&[*one]).is_ok());
        let minutes: BTreeSet<u32> = minutes.collect();
        appointment.reminders = minutes.into_iter().take(MAX_REMINDERS).collect();
    }

    /// A text that is not longer than it may be.
    fn cut(&mut self, mut text: String, most: usize, line: usize) -> String {
        if text.len() > most {
            let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.truncate(end);
            self.flaws.push(flaw(line, FlawKind::Shortened));
        }
        text
    }

    fn span(&self, event: &Event) -> Result<Span, Flaw> {
        let property = event.one("DTSTART").ok_or_else(|| flaw(event.line, FlawKind::NoStart))?;
        let start = self.time(property, &property.value)?;
        let duration = event.one("DURATION").map(|property| {
            let seconds = seconds(&property.value).filter(|seconds| *seconds >= 0);
            seconds.ok_or_else(|| flaw(property.line, FlawKind::Duration(property.value.clone())))
        });
        let duration = duration.transpose()?;
        let end =
            event.one("DTEND").map(|property| Ok((property, self.time(property, &property.value)?))).transpose()?;
        let wrong = |property: &Property| flaw(property.line, FlawKind::Duration(property.value.clone()));
        match start {
            Found::Day(first) => {
                let days = match (&end, duration) {
                    (Some((_, Found::Day(end) | Found::At(end, _))), _) => {
                        end.date().duration_since(first.date()).as_hours() / 24
                    }
                    (None, Some(seconds)) => seconds / 86_400,
                    (None, None) => 1,
                };
                let wrong = || wrong(end.as_ref().map_or(property, |(property, _)| *property));
                if days < 0 {
                    return Err(wrong());
                }
                let days = u32::try_from(days.max(1)).map_err(|_| wrong())?;
                Ok(Span::Days { first: first.date(), days })
            }
            Found::At(start, zone) => {
                let rules = zone.rules(self.here);
                let seconds = match (&end, duration) {
                    (Some((_, end)), _) => {
                        let end = match end {
                            Found::Day(day) => moment(*day, &rules),
                            Found::At(end, zone) => moment(*end, &zone.rules(self.here)),
                        };
                        end.duration_since(moment(start, &rules)).as_secs()
                    }
                    (None, Some(seconds)) => seconds,
                    (None, None) => 0,
                };
                let wrong = |_| wrong(end.as_ref().map_or(property, |(property, _)| *property));
                Ok(Span::Time { start, zone, seconds: u32::try_from(seconds).map_err(wrong)? })
            }
        }
    }

    fn recurrence_id(&self, event: &Event, of: &Span) -> Result<DateTime, Flaw> {
        let property = event.one("RECURRENCE-ID").ok_or_else(|| flaw(event.line, FlawKind::NoStart))?;
        if property.parameter("RANGE").is_some() {
            return Err(flaw(property.line, FlawKind::UnsupportedRule));
        }
        Ok(self.local(self.time(property, &property.value)?, of))
    }

    fn dates(&self, event: &Event, name: &str, of: &Span) -> Result<BTreeSet<DateTime>, Flaw> {
        let mut dates = BTreeSet::new();
        for property in event.all(name) {
            for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
                // Of a period only the start is kept.
                let start = value.split('/').next().unwrap_or(value);
                dates.insert(self.local(self.time(property, start)?, of));
            }
        }
        Ok(dates)
    }

    /// A time as the clock of this span shows it.
    fn local(&self, found: Found, of: &Span) -> DateTime {
        match (found, of) {
            (Found::Day(day) | Found::At(day, _), Span::Days { .. }) => day.date().to_datetime(Time::midnight()),
            (Found::Day(day), Span::Time { start, .. }) => day.date().to_datetime(start.time()),
            (Found::At(local, zone), Span::Time { zone: ours, .. }) if zone == *ours || zone == Zone::Floating => local,
            (Found::At(local, zone), Span::Time { zone: ours, .. }) => {
                ours.rules(self.here).to_datetime(moment(local, &zone.rules(self.here)))
            }
        }
    }

    fn time(&self, property: &Property, value: &str) -> Result<Found, Flaw> {
        let value = value.trim();
        let wrong = || flaw(property.line, FlawKind::Date(value.to_owned()));
        if let Some(day) = read_date(value) {
            return Ok(Found::Day(day.to_datetime(Time::midnight())));
        }
        if let Some(utc) = value.strip_suffix('Z') {
            return Ok(Found::At(read_local(utc).ok_or_else(wrong)?, Zone::Utc));
        }
        let local = read_local(value).ok_or_else(wrong)?;
        let zone = match property.parameter("TZID") {
            None => Zone::Floating,
            Some(name) => self.zone(name).ok_or_else(|| flaw(property.line, FlawKind::Zone(name.to_owned())))?,
        };
        Ok(Found::At(local, zone))
    }

    fn zone(&self, name: &str) -> Option<Zone> {
        let described = self.zones.iter().find(|zone| zone.name.trim_matches('"') == name);
        let place = || described.and_then(|zone| zone.location.as_deref()).and_then(iana);
        let offsets = || {
            let zone = described?;
            by_offsets(zone.winter?, zone.summer.or(zone.winter)?).map(str::to_owned)
        };
        let known = iana(name).or_else(place).or_else(offsets)?;
        known.parse().ok()
    }
}

/// A date or a time of a file.
enum Found {
    Day(DateTime),
    At(DateTime, Zone),
}

fn sequence(event: &Event) -> u32 {
    event.one("SEQUENCE").and_then(|sequence| sequence.value.trim().parse().ok()).unwrap_or(0)
}

/// How many minutes before the start an alarm goes off; none for other alarms.
fn minutes_before(trigger: &Property) -> Option<u32> {
    let at_end = trigger.parameter("RELATED").is_some_and(|what| what.eq_ignore_ascii_case("END"));
    let seconds = seconds(&trigger.value).filter(|seconds| *seconds <= 0 && !at_end)?;
    u32::try_from(-seconds / 60).ok()
}

/// A duration as `-P1DT2H30M`, in seconds.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut digits = String::new();
    let (mut total, mut any, mut in_time) = (0_i64, false, false);
    for letter in text.strip_prefix('P')?.chars() {
        let unit = match letter {
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'T' if digits.is_empty() && !in_time => {
                in_time = true;
                continue;
            }
            'W' if !in_time => 604_800,
            'D' if !in_time => 86_400,
            'H' if in_time => 3_600,
            'M' if in_time => 60,
            'S' if in_time => 1,
            _ => return None,
        };
        total = digits.parse::<i64>().ok()?.checked_mul(unit)?.checked_add(total)?;
        any = true;
        digits.clear();
    }
    (any && digits.is_empty()).then_some(sign * total)
}
