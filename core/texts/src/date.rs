//! Days as people write them. Which day it is comes from the caller; no clock is read here.

use crate::Language;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// The day, when the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }

    /// The day on which a moment falls, in milliseconds since the Unix epoch, where clocks are so many seconds ahead of UTC.
    pub fn of(ms: u64, utc_offset_s: i32) -> Option<Self> {
        let days = (i64::try_from(ms / 1000).ok()? + i64::from(utc_offset_s)).div_euclid(86_400);
        // Years from March on, in cycles of 400: the day that leap years add is then the last one of its year.
        let days = days + 719_468;
        let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let from_march = (5 * day + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = cycle * 400 + year + i64::from(month <= 2);
        let day = day - (153 * from_march + 2) / 5 + 1;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// `26.11.2026` (DIN 5008) or `26 November 2026`.
    pub fn written(self, language: Language) -> String {
        let Self { year, month, day } = self;
        match language {
            Language::German => format!("{day:02}.{month:02}.{year:04}"),
            Language::English => format!("{day} {} {year}", MONTHS[usize::from(month - 1)]),
        }
    }
}
