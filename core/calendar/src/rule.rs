//! A recurrence rule: what RFC 5545 3.3.10 calls `RECUR`, without what repeats within a day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Weekday};

use crate::moment::{read_date, read_local, write_date, write_local};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// By days.
    Daily,
    /// By weeks.
    Weekly,
    /// By months.
    Monthly,
    /// By years.
    Yearly,
}

/// When a recurrence ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum End {
    /// Never.
    Never,
    /// After so many occurrences, the first one included.
    Count(u32),
    /// With the last occurrence that is not later.
    Until(Until),
}

/// The last moment of a recurrence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Until {
    /// The end of a day.
    Day(Date),
    /// What the clock of the start shows.
    Local(DateTime),
    /// UTC.
    Utc(DateTime),
}

/// How something recurs. Lists are sorted and have nothing twice; an empty one says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The period.
    pub frequency: Frequency,
    /// Every how many periods, at least 1.
    pub interval: u16,
    /// When it ends.
    pub end: End,
    /// Days of the week; the number says which one of the month or year, from the end when it is negative, and 0 says all.
    pub by_day: Vec<(i8, Weekday)>,
    /// Days of the month, from the end when negative.
    pub by_month_day: Vec<i8>,
    /// Days of the year, from the end when negative.
    pub by_year_day: Vec<i16>,
    /// Weeks of the year, from the end when negative.
    pub by_week: Vec<i8>,
    /// Months.
    pub by_month: Vec<i8>,
    /// Hours of the day.
    pub by_hour: Vec<i8>,
    /// Minutes of the hour.
    pub by_minute: Vec<i8>,
    /// Which ones of a period's occurrences, from the end when negative.
    pub by_position: Vec<i16>,
    /// The day on which weeks begin.
    pub week_start: Weekday,
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is not written as RFC 5545 says.
    #[error("not a recurrence rule")]
    Broken,
    /// It is a rule, but one that repeats within a day, or after another calendar.
    #[error("a recurrence that is not supported")]
    Unsupported,
}

/// The longest text of a rule, in bytes.
const MAX_TEXT: usize = 1_000;
/// Times of a day that a rule may name: every quarter of an hour.
const MAX_TIMES: usize = 96;
/// The longest recurrence that is counted.
const MAX_COUNT: u32 = 10_000;

impl Rule {
    /// One that recurs every so many periods and never ends.
    pub fn every(interval: u16, frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: interval.max(1),
            end: End::Never,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_year_day: Vec::new(),
            by_week: Vec::new(),
            by_month: Vec::new(),
            by_hour: Vec::new(),
            by_minute: Vec::new(),
            by_position: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    fn tidy(mut self) -> Result<Self, RuleError> {
        self.by_day.sort_by_key(|(ordinal, day)| (*ordinal, day.to_monday_zero_offset()));
        self.by_day.dedup();
        for list in
            [&mut self.by_month_day, &mut self.by_week, &mut self.by_month, &mut self.by_hour, &mut self.by_minute]
        {
            list.sort_unstable();
            list.dedup();
        }
        for list in [&mut self.by_year_day, &mut self.by_position] {
            list.sort_unstable();
            list.dedup();
        }
        let ordinals = self.by_day.iter().any(|(ordinal, _)| *ordinal != 0);
        let by_any = !(self.by_day.is_empty()
            && self.by_month_day.is_empty()
            && self.by_year_day.is_empty()
            && self.by_week.is_empty()
            && self.by_month.is_empty()
            && self.by_hour.is_empty()
            && self.by_minute.is_empty());
        let sound = match self.frequency {
            Frequency::Daily => !ordinals && self.by_week.is_empty() && self.by_year_day.is_empty(),
            Frequency::Weekly => {
                !ordinals && self.by_week.is_empty() && self.by_year_day.is_empty() && self.by_month_day.is_empty()
            }
            Frequency::Monthly => self.by_week.is_empty() && self.by_year_day.is_empty(),
            Frequency::Yearly => !ordinals || self.by_week.is_empty(),
        };
        if !sound || !(self.by_position.is_empty() || by_any) {
            return Err(RuleError::Broken);
        }
        if self.by_hour.len().max(1) * self.by_minute.len().max(1) > MAX_TIMES {
            return Err(RuleError::Unsupported);
        }
        Ok(self)
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        if text.len() > MAX_TEXT {
            return Err(RuleError::Broken);
        }
        let mut rule = Self::every(1, Frequency::Daily);
        let (mut frequency, mut seen) = (None, Vec::new());
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(RuleError::Broken)?;
            let name = name.trim().to_ascii_uppercase();
            let value = value.trim().to_ascii_uppercase();
            if seen.contains(&name) {
                return Err(RuleError::Broken);
            }
            match name.as_str() {
                "FREQ" => frequency = Some(frequency_of(&value)?),
                "INTERVAL" => {
                    let interval = value.parse().ok().filter(|interval| *interval > 0);
                    rule.interval = interval.ok_or(RuleError::Broken)?;
                }
                "COUNT" if rule.end == End::Never => {
                    let count = value.parse::<u32>().ok().filter(|count| *count > 0);
                    rule.end = End::Count(count.ok_or(RuleError::Broken)?.min(MAX_COUNT));
                }
                "UNTIL" if rule.end == End::Never => rule.end = End::Until(value.parse()?),
                "BYDAY" => rule.by_day = list(&value, day)?,
                "BYMONTHDAY" => rule.by_month_day = list(&value, |text| signed(text, 31))?,
                "BYYEARDAY" => rule.by_year_day = list(&value, |text| signed(text, 366))?,
                "BYWEEKNO" => rule.by_week = list(&value, |text| signed(text, 53))?,
                "BYMONTH" => rule.by_month = list(&value, |text| within(text, 1, 12))?,
                "BYHOUR" => rule.by_hour = list(&value, |text| within(text, 0, 23))?,
                "BYMINUTE" => rule.by_minute = list(&value, |text| within(text, 0, 59))?,
                "BYSETPOS" => rule.by_position = list(&value, |text| signed(text, 366))?,
                "WKST" => rule.week_start = weekday(&value).ok_or(RuleError::Broken)?,
                // Outlook names the second at which something starts, and that is always the first one.
                "BYSECOND" if value == "0" => {}
                "BYSECOND" | "RSCALE" | "SKIP" => return Err(RuleError::Unsupported),
                _ => return Err(RuleError::Broken),
            }
            seen.push(name);
        }
        rule.frequency = frequency.ok_or(RuleError::Broken)?;
        rule.tidy()
    }
}

fn frequency_of(text: &str) -> Result<Frequency, RuleError> {
    match text {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(RuleError::Unsupported),
        _ => Err(RuleError::Broken),
    }
}

impl FromStr for Until {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        if let Some(utc) = text.strip_suffix('Z') {
            return read_local(utc).map(Self::Utc).ok_or(RuleError::Broken);
        }
        let day = read_date(text).map(Self::Day);
        day.or_else(|| read_local(text).map(Self::Local)).ok_or(RuleError::Broken)
    }
}

fn list<T>(text: &str, one: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, RuleError> {
    text.split(',').map(|item| one(item.trim()).ok_or(RuleError::Broken)).collect()
}

fn signed<T: TryFrom<i16>>(text: &str, highest: i16) -> Option<T> {
    let number: i16 = text.parse().ok()?;
    (number != 0 && (-highest..=highest).contains(&number)).then(|| T::try_from(number).ok())?
}

fn within(text: &str, lowest: i8, highest: i8) -> Option<i8> {
    text.parse().ok().filter(|number| (lowest..=highest).contains(number))
}

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

fn weekday(text: &str) -> Option<Weekday> {
    DAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day)
}

pub(crate) fn weekday_name(day: Weekday) -> &'static str {
    DAYS.iter().find(|(_, other)| *other == day).map_or("", |(name, _)| name)
}

fn day(text: &str) -> Option<(i8, Weekday)> {
    let at = text.len().checked_sub(2)?;
    let (ordinal, name) = (text.get(..at)?, text.get(at..)?);
    let ordinal = if ordinal.is_empty() { 0 } else { signed(ordinal, 53)? };
    Some((ordinal, weekday(name)?))
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => f.write_str(&write_date(*date)),
            Self::Local(local) => f.write_str(&write_local(*local)),
            Self::Utc(utc) => write!(f, "{}Z", write_local(*utc)),
        }
    }
}

impl fmt::Display for Rule {
    /// As RFC 5545 writes it, always in the same order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.frequency {
            Frequency::Daily => "FREQ=DAILY",
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
            Frequency::Yearly => "FREQ=YEARLY",
        })?;
        match &self.end {
            End::Never => {}
            End::Count(count) => write!(f, ";COUNT={count}")?,
            End::Until(until) => write!(f, ";UNTIL={until}")?,
        }
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        let days = self.by_day.iter().map(|(ordinal, day)| match ordinal {
            0 => weekday_name(*day).to_owned(),
            ordinal => format!("{ordinal}{}", weekday_name(*day)),
        });
        part(f, "BYDAY", days)?;
        part(f, "BYMONTHDAY", self.by_month_day.iter())?;
        part(f, "BYYEARDAY", self.by_year_day.iter())?;
        part(f, "BYWEEKNO", self.by_week.iter())?;
        part(f, "BYMONTH", self.by_month.iter())?;
        part(f, "BYHOUR", self.by_hour.iter())?;
        part(f, "BYMINUTE", self.by_minute.iter())?;
        part(f, "BYSETPOS", self.by_position.iter())?;
        if self.week_start != Weekday::Monday {
            write!(f, ";WKST={}", weekday_name(self.week_start))?;
        }
        Ok(())
    }
}

fn part(f: &mut fmt::Formatter<'_>, name: &str, items: impl Iterator<Item = impl fmt::Display>) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index == 0 {
            write!(f, ";{name}={item}")?;
        } else {
            write!(f, ",{item}")?;
        }
    }
    Ok(())
}
