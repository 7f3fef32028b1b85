//! An appointment, its occurrences in a window, and a stretch of it as an appointment of its own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::expand::{LAST_YEAR, local_times};
use crate::moment::{Span, moment};
use crate::rule::{End, Rule, RuleError, Until};

/// The longest title, in bytes of UTF-8.
pub const MAX_TITLE: usize = 500;
/// The longest name of a place, in bytes of UTF-8.
pub const MAX_PLACE: usize = 500;
/// The longest description, in bytes of UTF-8.
pub const MAX_DESCRIPTION: usize = 10_000;
/// The longest identifier of iCalendar, in bytes of UTF-8.
pub const MAX_UID: usize = 400;
/// The most reminders.
pub const MAX_REMINDERS: usize = 5;
/// The most dates that are left out, added, or differ.
pub const MAX_LISTED: usize = 500;
/// The longest that something takes: a year.
const MAX_SECONDS: i64 = 366 * 86_400;
/// The earliest a reminder comes: four weeks before.
const MAX_REMINDER: u32 = 28 * 24 * 60;

/// How sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// It takes place.
    #[default]
    Confirmed,
    /// It may take place.
    Tentative,
    /// It was called off, and is still shown.
    Cancelled,
}

/// When it is and how it recurs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct When {
    /// The first occurrence.
    pub span: Span,
    /// The recurrence.
    pub rule: Option<Rule>,
    /// Further local times beside those of the rule (`RDATE`).
    pub extra: BTreeSet<DateTime>,
}

impl When {
    /// Once.
    pub fn once(span: Span) -> Self {
        Self { span, rule: None, extra: BTreeSet::new() }
    }

    /// Whether it is more than once.
    pub fn recurs(&self) -> bool {
        self.rule.is_some() || !self.extra.is_empty()
    }
}

/// An appointment, as iCalendar has it: a series with its exceptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// What names it in every program.
    pub uid: String,
    /// How many times it was changed.
    pub sequence: u32,
    /// What it is.
    pub title: String,
    /// Where it is; empty when nobody said.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When it is.
    pub when: When,
    /// Occurrences that were taken out (`EXDATE`).
    pub removed: BTreeSet<DateTime>,
    /// Minutes before the start, ascending.
    pub reminders: Vec<u32>,
    /// How sure it is.
    pub status: Status,
    /// Occurrences that differ. What names no occurrence says nothing.
    pub exceptions: BTreeMap<DateTime, Exception>,
    /// Only occurrences from this one on count.
    pub from: Option<DateTime>,
    /// Only occurrences before this one count.
    pub before: Option<DateTime>,
}

/// How one occurrence differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exception {
    /// Another title.
    pub title: Option<String>,
    /// Another place.
    pub place: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Another time.
    pub span: Option<Span>,
    /// Other reminders.
    pub reminders: Option<Vec<u32>>,
    /// Another status.
    pub status: Option<Status>,
}

/// What an occurrence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its place.
    pub place: &'a str,
    /// Its description.
    pub description: &'a str,
    /// Its reminders, in minutes before the start.
    pub reminders: &'a [u32],
    /// How sure it is.
    pub status: Status,
}

/// From when to when somebody looks, and where.
#[derive(Debug, Clone)]
pub struct Window {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment that is too late.
    pub until: Timestamp,
    /// Where the reader is.
    pub here: TimeZone,
}

/// One time that an appointment takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The local time at which the rule puts it.
    pub id: DateTime,
    /// When it is, by the clock on its own wall.
    pub span: Span,
    /// When it starts.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

/// What is wrong with an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Something is empty or too long; the name of it and how long it may be.
    #[error("{0} must have 1 to {1} bytes")]
    Length(&'static str, usize),
    /// It takes no day, longer than a year, or lies outside of the calendar.
    #[error("an appointment that is too long or too far away")]
    Time,
    /// A recurrence that is none, or is not supported.
    #[error("{0}")]
    Rule(RuleError),
    /// A list that is too long, or a reminder that comes too early.
    #[error("too many {0}")]
    Many(&'static str),
}

impl Span {
    /// Whether it is one that a calendar of ours keeps.
    pub(crate) fn fits(&self) -> bool {
        let near = (1_600..=LAST_YEAR).contains(&self.local().year());
        let long = self.seconds() <= MAX_SECONDS && !matches!(self, Self::Days { days: 0, .. });
        near && long && self.zone().to_string().len() <= 64
    }
}

impl Appointment {
    /// One with this name and time, and nothing else.
    pub fn new(uid: impl Into<String>, title: impl Into<String>, when: When) -> Self {
        Self {
            uid: uid.into(),
            sequence: 0,
            title: title.into(),
            place: String::new(),
            description: String::new(),
            when,
            removed: BTreeSet::new(),
            reminders: Vec::new(),
            status: Status::Confirmed,
            exceptions: BTreeMap::new(),
            from: None,
            before: None,
        }
    }

    /// Whether everything is as long as it may be.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn check(&self) -> Result<(), Unfit> {
        let length = |name, text: &str, least: usize, most: usize| {
            if text.trim().len() < least || text.len() > most { Err(Unfit::Length(name, most)) } else { Ok(()) }
        };
        length("a title", &self.title, 1, MAX_TITLE)?;
        length("an identifier", &self.uid, 1, MAX_UID)?;
        length("a place", &self.place, 0, MAX_PLACE)?;
        length("a description", &self.description, 0, MAX_DESCRIPTION)?;
        check_reminders(&self.reminders)?;
        check_when(&self.when)?;
        if self.removed.len() > MAX_LISTED || self.exceptions.len() > MAX_LISTED {
            return Err(Unfit::Many("dates"));
        }
        for exception in self.exceptions.values() {
            length("a title", exception.title.as_deref().unwrap_or("-"), 1, MAX_TITLE)?;
            length("a place", exception.place.as_deref().unwrap_or_default(), 0, MAX_PLACE)?;
            length("a description", exception.description.as_deref().unwrap_or_default(), 0, MAX_DESCRIPTION)?;
            check_reminders(exception.reminders.as_deref().unwrap_or_default())?;
            if exception.span.as_ref().is_some_and(|span| !span.fits()) {
                return Err(Unfit::Time);
            }
        }
        Ok(())
    }

    /// What an occurrence says.
    pub fn view(&self, id: DateTime) -> View<'_> {
        let exception = self.exceptions.get(&id);
        let other = |get: fn(&Exception) -> Option<&String>| exception.and_then(get).map(String::as_str);
        View {
            title: other(|exception| exception.title.as_ref()).unwrap_or(&self.title),
            place: other(|exception| exception.place.as_ref()).unwrap_or(&self.place),
            description: other(|exception| exception.description.as_ref()).unwrap_or(&self.description),
            reminders: exception.and_then(|exception| exception.reminders.as_deref()).unwrap_or(&self.reminders),
            status: exception.and_then(|exception| exception.status).unwrap_or(self.status),
        }
    }

    /// The occurrences that touch a window, by their start.
    pub fn occurrences(&self, window: &Window) -> Vec<Occurrence> {
        let zone = self.when.span.zone().rules(&window.here);
        // Wide enough for zones, for days that are longer, and for what began before the window.
        let margin = SignedDuration::from_secs(self.when.span.seconds() + 2 * 86_400);
        let low = zone.to_datetime(window.from).saturating_sub(margin);
        let high = zone.to_datetime(window.until).saturating_add(SignedDuration::from_hours(48));
        let mut ids: BTreeSet<DateTime> = self.ids((low, high), &window.here).into_iter().collect();
        let moved = self.exceptions.iter().filter(|(_, exception)| exception.span.is_some()).map(|(id, _)| *id);
        ids.extend(self.only_occurrences(moved.filter(|id| *id < low || *id > high).collect(), &window.here));
        let mut found: Vec<Occurrence> = ids
            .into_iter()
            .map(|id| {
                let span = self.span_of(id);
                let (starts, ends) = span.moments(&window.here);
                Occurrence { id, span, starts, ends }
            })
            .filter(|occurrence| {
                let Occurrence { starts, ends, .. } = occurrence;
                *starts < window.until && (*ends > window.from || *starts >= window.from)
            })
            .collect();
        found.sort_by_key(|occurrence| (occurrence.starts, occurrence.id));
        found
    }

    /// The occurrence with this name, if there is one.
    pub fn occurrence(&self, id: DateTime, here: &TimeZone) -> Option<Occurrence> {
        let known = !self.only_occurrences(BTreeSet::from([id]), here).is_empty();
        known.then(|| {
            let span = self.span_of(id);
            let (starts, ends) = span.moments(here);
            Occurrence { id, span, starts, ends }
        })
    }

    /// The first occurrence that there is.
    pub fn first(&self, here: &TimeZone) -> Option<Occurrence> {
        let id = nearest(self.low(), |range| self.ids(range, here).first().copied())?;
        self.occurrence(id, here)
    }

    /// The moments between which all occurrences lie; no end when there is none.
    pub fn bounds(&self, here: &TimeZone) -> (Timestamp, Option<Timestamp>) {
        let moved = self.exceptions.values().filter_map(|exception| exception.span.as_ref());
        let moved: Vec<(Timestamp, Timestamp)> = moved.map(|span| span.moments(here)).collect();
        let (first, _) = self.when.span.at(self.low()).moments(here);
        let first = moved.iter().map(|(starts, _)| *starts).chain([first]).min().unwrap_or(first);
        let endless = self.before.is_none() && self.when.rule.as_ref().is_some_and(|rule| rule.end == End::Never);
        if endless {
            return (first, None);
        }
        let ids = match (&self.when.rule, self.before) {
            (Some(Rule { end: End::Until(until), .. }), None) => match until {
                Until::Day(day) => vec![day.to_datetime(jiff::civil::Time::MAX)],
                Until::Local(local) | Until::Utc(local) => vec![local.saturating_add(SignedDuration::from_hours(24))],
            },
            (Some(Rule { end: End::Count(_), .. }), None) => self.ids((DateTime::MIN, DateTime::MAX), here),
            (_, Some(before)) => vec![before],
            _ => Vec::new(),
        };
        let ids = ids.into_iter().chain(self.when.extra.iter().copied()).chain([self.when.span.local()]);
        let ends = ids.map(|id| self.when.span.at(id).moments(here).1).chain(moved.iter().map(|(_, ends)| *ends));
        (first, ends.max())
    }

    /// This stretch of a series as an appointment of its own, for programs that know no stretches. None when nothing
    /// occurs in it.
    pub fn whole(&self, here: &TimeZone) -> Option<Self> {
        let mut whole = Self { from: None, before: None, ..self.clone() };
        if self.from.is_none() && self.before.is_none() {
            return Some(whole);
        }
        let inside = |id: &DateTime| self.is_inside(*id);
        whole.when.extra.retain(inside);
        whole.removed.retain(inside);
        whole.exceptions.retain(|id, _| self.is_inside(*id));
        // The stretch begins with an occurrence of the rule, taken out or not, so that the rule goes on as it was.
        let bare = Self { removed: BTreeSet::new(), ..self.clone() };
        let low = self.low();
        let start = nearest(low, |range| bare.ids(range, here).first().copied())?;
        whole.when.span = self.when.span.at(start);
        whole.when.extra.remove(&start);
        if let Some(rule) = &mut whole.when.rule {
            if matches!(rule.end, End::Count(_)) {
                let ids = bare.ids((low, DateTime::MAX), here);
                let counted = ids.iter().filter(|id| !whole.when.extra.contains(id)).count();
                rule.end = End::Count(u32::try_from(counted).unwrap_or(u32::MAX));
            } else if let Some(before) = self.before {
                let last = latest(before, |range| bare.ids(range, here).last().copied()).unwrap_or(start);
                rule.end = End::Until(match whole.when.span.zone() {
                    _ if matches!(whole.when.span, Span::Days { .. }) => Until::Day(last.date()),
                    crate::Zone::Floating => Until::Local(last),
                    zone => Until::Utc(TimeZone::UTC.to_datetime(moment(last, &zone.rules(here)))),
                });
            }
        }
        Some(whole)
    }

    /// When an occurrence is.
    fn span_of(&self, id: DateTime) -> Span {
        let other = self.exceptions.get(&id).and_then(|exception| exception.span.clone());
        other.unwrap_or_else(|| self.when.span.at(id))
    }

    /// The earliest local time that may be an occurrence.
    fn low(&self) -> DateTime {
        let start = self.when.span.local();
        self.from.unwrap_or_else(|| self.when.extra.first().map_or(start, |extra| start.min(*extra)))
    }

    fn is_inside(&self, id: DateTime) -> bool {
        self.from.is_none_or(|from| id >= from) && self.before.is_none_or(|before| id < before)
    }

    fn ids(&self, range: (DateTime, DateTime), here: &TimeZone) -> Vec<DateTime> {
        let low = self.from.map_or(range.0, |from| range.0.max(from));
        let high = self.before.map_or(range.1, |before| range.1.min(before));
        let mut ids = local_times(&self.when.span, self.when.rule.as_ref(), &self.when.extra, (low, high), here);
        ids.retain(|id| self.is_inside(*id) && !self.removed.contains(id));
        ids
    }

    /// Those of these names that are occurrences.
    fn only_occurrences(&self, names: BTreeSet<DateTime>, here: &TimeZone) -> Vec<DateTime> {
        let counted = self.when.rule.as_ref().is_some_and(|rule| matches!(rule.end, End::Count(_)));
        match (names.first(), names.last()) {
            // What is counted is walked from the start: once for all of them.
            (Some(first), Some(last)) if counted => {
                let ids = self.ids((*first, *last), here);
                ids.into_iter().filter(|id| names.contains(id)).collect()
            }
            _ => names.into_iter().filter(|id| !self.ids((*id, *id), here).is_empty()).collect(),
        }
    }
}

/// Years in which something is looked for before all others.
const NEAR: [i64; 3] = [1, 10, 800];

/// What the nearest range from a time on has.
fn nearest<T>(low: DateTime, find: impl Fn((DateTime, DateTime)) -> Option<T>) -> Option<T> {
    NEAR.iter().find_map(|years| find((low, low.saturating_add(SignedDuration::from_hours(years * 8_766)))))
}

/// What the nearest range before a time has.
fn latest<T>(high: DateTime, find: impl Fn((DateTime, DateTime)) -> Option<T>) -> Option<T> {
    NEAR.iter().find_map(|years| find((high.saturating_sub(SignedDuration::from_hours(years * 8_766)), high)))
}

pub(crate) fn check_reminders(reminders: &[u32]) -> Result<(), Unfit> {
    if reminders.len() > MAX_REMINDERS || reminders.iter().any(|minutes| *minutes > MAX_REMINDER) {
        return Err(Unfit::Many("reminders"));
    }
    Ok(())
}

pub(crate) fn check_when(when: &When) -> Result<(), Unfit> {
    if !when.span.fits() {
        return Err(Unfit::Time);
    }
    if when.extra.len() > MAX_LISTED { Err(Unfit::Many("dates")) } else { Ok(()) }
}
