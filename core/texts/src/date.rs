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

    /// `26.11.2026` (DIN 5008) or `26 November 2026`.
    pub fn written(self, language: Language) -> String {
        let Self { year, month, day } = self;
        match language {
            Language::German => format!("{day:02}.{month:02}.{year:04}"),
            Language::English => format!("{day} {} {year}", MONTHS[usize::from(month - 1)]),
        }
    }
}
