//! When something is: a stretch of days, or a time on the wall in a zone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::zone;

/// The zone in which a time on the wall is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Wherever the reader is.
    Floating,
    /// UTC.
    Utc,
    /// A zone of the IANA database, as `Europe/Berlin`. One that a device does not know is read as floating.
    Named(String),
}

impl Zone {
    /// The zone's rules.
    pub fn rules(&self, here: &TimeZone) -> TimeZone {
        match self {
            Self::Floating => here.clone(),
            Self::Utc => TimeZone::UTC,
            Self::Named(name) => zone::zone(name).unwrap_or_else(|| here.clone()),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Floating => "",
            Self::Utc => "UTC",
            Self::Named(name) => name,
        })
    }
}

impl FromStr for Zone {
    type Err = std::convert::Infallible;

    /// Empty means floating.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "" => Self::Floating,
            "UTC" | "Etc/UTC" => Self::Utc,
            name => Self::Named(name.to_owned()),
        })
    }
}

/// From when to when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Span {
    /// Whole days, wherever the reader is.
    Days {
        /// The first one.
        first: Date,
        /// How many, at least one.
        days: u32,
    },
    /// A time on the wall and how long it takes.
    Time {
        /// What the clock shows.
        start: DateTime,
        /// Where it hangs.
        zone: Zone,
        /// How long it takes, in seconds as they pass; 0 for a moment.
        seconds: u32,
    },
}

impl Span {
    /// The local time of the start; midnight of the first day for days.
    pub fn local(&self) -> DateTime {
        match self {
            Self::Days { first, .. } => first.to_datetime(jiff::civil::Time::midnight()),
            Self::Time { start, .. } => *start,
        }
    }

    /// The zone of the start; days are floating.
    pub fn zone(&self) -> &Zone {
        match self {
            Self::Days { .. } => &Zone::Floating,
            Self::Time { zone, .. } => zone,
        }
    }

    /// How long it takes on most days, in seconds.
    pub fn seconds(&self) -> i64 {
        match self {
            Self::Days { days, .. } => i64::from(*days) * 86_400,
            Self::Time { seconds, .. } => i64::from(*seconds),
        }
    }

    /// The same length at another local time.
    pub fn at(&self, local: DateTime) -> Self {
        match self {
            Self::Days { days, .. } => Self::Days { first: local.date(), days: *days },
            Self::Time { zone, seconds, .. } => Self::Time { start: local, zone: zone.clone(), seconds: *seconds },
        }
    }

    /// Start and end as moments, for a reader in this zone.
    pub fn moments(&self, here: &TimeZone) -> (Timestamp, Timestamp) {
        match self {
            Self::Days { first, days } => {
                let last = later(*first, i64::from(*days)).unwrap_or(Date::MAX);
                let midnight = jiff::civil::Time::midnight();
                (moment(first.to_datetime(midnight), here), moment(last.to_datetime(midnight), here))
            }
            Self::Time { start, zone, seconds } => {
                let start = moment(*start, &zone.rules(here));
                let length = SignedDuration::from_secs(i64::from(*seconds));
                (start, start.checked_add(length).unwrap_or(Timestamp::MAX))
            }
        }
    }
}

/// So many days later; none beyond the calendar.
pub fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The moment of a local time. One that does not exist is read with the offset from before the gap, one that exists
/// twice is the first (RFC 5545 3.3.5).
pub(crate) fn moment(local: DateTime, zone: &TimeZone) -> Timestamp {
    let end = if local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
    zone.to_ambiguous_timestamp(local).compatible().unwrap_or(end)
}

/// Whether the clock on the wall ever shows this.
pub(crate) fn exists(local: DateTime, zone: &TimeZone) -> bool {
    !matches!(zone.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Gap { .. })
}

/// A local time as iCalendar writes it: `20261126T060000`.
pub fn write_local(local: DateTime) -> String {
    let (year, month, day) = (local.year(), local.month(), local.day());
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}", local.hour(), local.minute(), local.second())
}

/// A local time that iCalendar wrote.
pub fn read_local(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T')?;
    let [hour, minute, second] = [time.get(0..2)?, time.get(2..4)?, time.get(4..)?].map(number);
    if time.len() != 6 {
        return None;
    }
    // A leap second is read as the one before it.
    let time = jiff::civil::Time::new(hour?, minute?, second?.min(59), 0).ok()?;
    Some(read_date(date)?.to_datetime(time))
}

pub(crate) fn write_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

pub(crate) fn read_date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text.get(0..4)?.parse().ok()?, number(text.get(4..6)?)?, number(text.get(6..8)?)?).ok()
}

fn number(digits: &str) -> Option<i8> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}
