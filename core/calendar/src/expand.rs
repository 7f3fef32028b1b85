//! The occurrences of a rule, in order (RFC 5545 3.3.10). The start is always the first one, whether the rule says so or
//! not. The days of a period that every part of the rule lets through, at the times of the rule, make a set; positions
//! choose from it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::moment::{self, Span, later};
use crate::rule::{End, Frequency, Rule, Until};

/// The most occurrences that one question gets.
pub(crate) const MAX_OCCURRENCES: usize = 10_000;

/// The last year in which anything is looked for.
pub(crate) const LAST_YEAR: i16 = 2_299;

/// The local times from `low` to `high` at which something with this span, rule and further times occurs.
pub(crate) fn local_times(
    span: &Span,
    rule: Option<&Rule>,
    extra: &BTreeSet<DateTime>,
    (low, high): (DateTime, DateTime),
    here: &TimeZone,
) -> Vec<DateTime> {
    let start = span.local();
    let mut found: BTreeSet<DateTime> = extra.range(low.min(high)..=high).copied().collect();
    if (low..=high).contains(&start) {
        found.insert(start);
    }
    if let Some(rule) = rule {
        Course::new(span, rule, here).walk(low, high, &mut found);
    }
    found.into_iter().take(MAX_OCCURRENCES).collect()
}

/// A rule with what its start says where it says nothing.
struct Course {
    start: DateTime,
    days: bool,
    zone: TimeZone,
    until: Option<Until>,
    until_utc: Option<Timestamp>,
    count: Option<u32>,
    rule: Rule,
    times: Vec<Time>,
}

impl Course {
    fn new(span: &Span, rule: &Rule, here: &TimeZone) -> Self {
        let start = span.local();
        let days = matches!(span, Span::Days { .. });
        let mut rule = rule.clone();
        let names_days = !(rule.by_month_day.is_empty() && rule.by_year_day.is_empty() && rule.by_day.is_empty());
        match rule.frequency {
            Frequency::Weekly if !names_days => rule.by_day.push((0, start.weekday())),
            Frequency::Yearly if !names_days && !rule.by_week.is_empty() => rule.by_day.push((0, start.weekday())),
            Frequency::Monthly | Frequency::Yearly if !names_days => {
                rule.by_month_day.push(start.day());
                if rule.frequency == Frequency::Yearly && rule.by_month.is_empty() {
                    rule.by_month.push(start.month());
                }
            }
            _ => {}
        }
        let or_start = |list: &[i8], own: i8| if list.is_empty() { vec![own] } else { list.to_vec() };
        let (hours, minutes) = (or_start(&rule.by_hour, start.hour()), or_start(&rule.by_minute, start.minute()));
        let times = if days {
            vec![Time::midnight()]
        } else {
            let all = hours.iter().flat_map(|hour| minutes.iter().map(|minute| (*hour, *minute)));
            all.filter_map(|(hour, minute)| Time::new(hour, minute, start.second(), 0).ok()).collect()
        };
        let (count, until) = match rule.end.clone() {
            End::Never => (None, None),
            End::Count(count) => (Some(count), None),
            End::Until(until) => (None, Some(until)),
        };
        let until_utc = match &until {
            Some(Until::Utc(utc)) => Some(moment::moment(*utc, &TimeZone::UTC)),
            _ => None,
        };
        Self { start, days, zone: span.zone().rules(here), until, until_utc, count, rule, times }
    }

    fn walk(&self, low: DateTime, high: DateTime, found: &mut BTreeSet<DateTime>) {
        let mut counted = 1;
        // What is counted is counted from the start; everything else begins shortly before it is asked for.
        let mut period = if self.count.is_some() { 0 } else { self.periods_before(low) };
        let mut got = 0;
        while let Some((begin, dates)) = self.period(period) {
            if begin > high.date() || begin.year() > LAST_YEAR {
                return;
            }
            for at in self.chosen(&dates) {
                if at <= self.start || !self.exists(at) {
                    continue;
                }
                if at > high || self.count.is_some_and(|count| counted >= count) || self.is_over(at) {
                    return;
                }
                counted += 1;
                if at >= low {
                    found.insert(at);
                    got += 1;
                    if got >= MAX_OCCURRENCES {
                        return;
                    }
                }
            }
            period += 1;
        }
    }

    /// What a rule makes of times that no clock shows is not part of it, and is not counted.
    fn exists(&self, at: DateTime) -> bool {
        self.days || moment::exists(at, &self.zone)
    }

    fn is_over(&self, at: DateTime) -> bool {
        match &self.until {
            None => false,
            Some(Until::Day(day)) => at.date() > *day,
            Some(Until::Local(local)) => at > *local,
            Some(Until::Utc(utc)) if self.days => at.date() > utc.date(),
            Some(Until::Utc(_)) => self.until_utc.is_some_and(|until| moment::moment(at, &self.zone) > until),
        }
    }

    /// Whole periods between the start and a time, less one for what reaches into the next.
    fn periods_before(&self, low: DateTime) -> i64 {
        let interval = i64::from(self.rule.interval);
        let (from, to) = (self.start.date(), low.date());
        let days = to.duration_since(from).as_hours() / 24;
        let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month() - from.month());
        let passed = match self.rule.frequency {
            Frequency::Daily => days,
            Frequency::Weekly => days / 7,
            Frequency::Monthly => months,
            Frequency::Yearly => months / 12,
        };
        (passed / interval - 1).max(0)
    }

    /// The first day of a period and the days in it that the rule lets through; none beyond the calendar.
    fn period(&self, number: i64) -> Option<(Date, Vec<Date>)> {
        let steps = number.checked_mul(i64::from(self.rule.interval))?;
        let start = self.start.date();
        let (begin, length) = match self.rule.frequency {
            Frequency::Daily => (later(start, steps)?, 1),
            Frequency::Weekly => {
                let back = i64::from(start.weekday().since(self.rule.week_start));
                (later(start, steps.checked_mul(7)? - back)?, 7)
            }
            Frequency::Monthly => {
                let months = i64::from(start.year()) * 12 + i64::from(start.month()) - 1 + steps;
                let year = i16::try_from(months.div_euclid(12)).ok()?;
                let begin = Date::new(year, i8::try_from(months.rem_euclid(12)).ok()? + 1, 1).ok()?;
                (begin, i16::from(begin.days_in_month()))
            }
            Frequency::Yearly => {
                let begin = Date::new(i16::try_from(i64::from(start.year()) + steps).ok()?, 1, 1).ok()?;
                (begin, begin.days_in_year())
            }
        };
        let mut dates = Vec::new();
        let mut day = begin;
        for _ in 0..length {
            if self.lets_through(day) {
                dates.push(day);
            }
            day = day.tomorrow().ok()?;
        }
        Some((begin, dates))
    }

    fn lets_through(&self, date: Date) -> bool {
        let rule = &self.rule;
        let (day, month) = (date.day(), date.month());
        (rule.by_month.is_empty() || rule.by_month.contains(&month))
            && (rule.by_month_day.is_empty()
                || rule.by_month_day.contains(&day)
                || rule.by_month_day.contains(&(day - date.days_in_month() - 1)))
            && (rule.by_year_day.is_empty()
                || rule.by_year_day.contains(&date.day_of_year())
                || rule.by_year_day.contains(&(date.day_of_year() - date.days_in_year() - 1)))
            && (rule.by_day.is_empty() || self.is_its_day(date))
            && (rule.by_week.is_empty() || self.is_its_week(date))
    }

    fn is_its_day(&self, date: Date) -> bool {
        // The second Tuesday of what: of the month, or of the year when no month is named.
        let by_year = self.rule.frequency == Frequency::Yearly && self.rule.by_month.is_empty();
        let (day, days) = if by_year {
            (date.day_of_year(), date.days_in_year())
        } else {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        };
        let from_start = (day - 1) / 7 + 1;
        let from_end = -((days - day) / 7 + 1);
        self.rule.by_day.iter().any(|(ordinal, weekday)| {
            let ordinal = i16::from(*ordinal);
            *weekday == date.weekday() && (ordinal == 0 || ordinal == from_start || ordinal == from_end)
        })
    }

    fn is_its_week(&self, date: Date) -> bool {
        let year = date.year();
        let starts = [year - 1, year, year + 1].map(|year| self.first_week(year));
        let week = |begin: Option<Date>, end: Option<Date>| {
            let (begin, end) = (begin?, end?);
            let weeks = |from: Date, to: Date| i8::try_from(to.duration_since(from).as_hours() / 24 / 7).ok();
            (begin <= date && date < end).then(|| Some((weeks(begin, date)? + 1, weeks(begin, end)?)))?
        };
        let found = week(starts[0], starts[1]).or_else(|| week(starts[1], starts[2]));
        let found = found.or_else(|| week(starts[2], self.first_week(year + 2)));
        let by_week = &self.rule.by_week;
        found.is_some_and(|(week, weeks)| by_week.contains(&week) || by_week.contains(&(week - weeks - 1)))
    }

    /// The first day of the first week that has four days or more in this year.
    fn first_week(&self, year: i16) -> Option<Date> {
        let first = Date::new(year, 1, 1).ok()?;
        let into = i64::from(first.weekday().since(self.rule.week_start));
        later(first, if into <= 3 { -into } else { 7 - into })
    }

    /// The times of a period's days, in order, or those at the rule's positions.
    fn chosen(&self, dates: &[Date]) -> Vec<DateTime> {
        let all = dates.iter().flat_map(|date| self.times.iter().map(|time| date.to_datetime(*time)));
        let all: Vec<DateTime> = all.collect();
        if self.rule.by_position.is_empty() {
            return all;
        }
        let places = self.rule.by_position.iter().filter_map(|position| match usize::from(position.unsigned_abs()) {
            back if *position < 0 => all.len().checked_sub(back),
            place => place.checked_sub(1),
        });
        let places: BTreeSet<usize> = places.collect();
        places.into_iter().filter_map(|place| all.get(place).copied()).collect()
    }
}
