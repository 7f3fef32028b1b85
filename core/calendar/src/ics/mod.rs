//! iCalendar (RFC 5545): files of appointments, as calendars of every kind read and write them.
//!
//! Read is what an appointment of ours has; the rest of a file is passed over. Not kept: who organises and who attends,
//! because a file names them by addresses that nobody here has, and the tasks and notes among the appointments.

mod build;
mod lines;
mod out;
mod parse;
mod zones;

use jiff::tz::TimeZone;
use verband_texts::{Language, text};

pub use out::write;

use crate::appointment::Appointment;

/// The largest file, in bytes.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
/// The most appointments in one file.
const MAX_APPOINTMENTS: usize = 10_000;

/// What a file has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// What was understood.
    pub appointments: Vec<Appointment>,
    /// What was left out or cut, by line.
    pub flaws: Vec<Flaw>,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct Flaw {
    /// The line of the file, from 1.
    pub line: usize,
    /// What it is.
    pub kind: FlawKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlawKind {
    /// The file is no calendar.
    #[error("not an iCalendar file")]
    NoCalendar,
    /// The file is larger than [`MAX_FILE`] or has too many appointments.
    #[error("too large")]
    TooLarge,
    /// Something begins and does not end: the file was cut off.
    #[error("the file ends too early")]
    CutOff,
    /// A date or time that is none.
    #[error("{0} is not a date")]
    Date(String),
    /// A duration that is none, or an end before the start.
    #[error("{0} is not a duration")]
    Duration(String),
    /// A zone that nobody knows.
    #[error("the zone {0} is not known")]
    Zone(String),
    /// A recurrence that is not written as the standard says.
    #[error("not a recurrence rule")]
    Rule,
    /// A recurrence that is not supported.
    #[error("a recurrence that is not supported")]
    UnsupportedRule,
    /// An appointment without a start.
    #[error("no start")]
    NoStart,
    /// An appointment that is too far away, too long, or has too many dates.
    #[error("an appointment that cannot be kept")]
    Unfit,
    /// A text was cut; the appointment is there.
    #[error("a text was cut")]
    Shortened,
}

impl Flaw {
    /// What to tell the person who chose the file.
    pub fn text(&self, language: Language) -> String {
        let line = self.line.into();
        match &self.kind {
            FlawKind::NoCalendar => text(language, "calendar-file-none", &[]),
            FlawKind::TooLarge => text(language, "calendar-file-large", &[]),
            FlawKind::CutOff => text(language, "calendar-file-cut-off", &[("line", line)]),
            FlawKind::Date(what) => {
                text(language, "calendar-file-date", &[("line", line), ("what", what.as_str().into())])
            }
            FlawKind::Duration(what) => {
                text(language, "calendar-file-duration", &[("line", line), ("what", what.as_str().into())])
            }
            FlawKind::Zone(what) => {
                text(language, "calendar-file-zone", &[("line", line), ("what", what.as_str().into())])
            }
            FlawKind::Rule => text(language, "calendar-file-rule", &[("line", line)]),
            FlawKind::UnsupportedRule => text(language, "calendar-file-rule-unsupported", &[("line", line)]),
            FlawKind::NoStart => text(language, "calendar-file-no-start", &[("line", line)]),
            FlawKind::Unfit => text(language, "calendar-file-unfit", &[("line", line)]),
            FlawKind::Shortened => text(language, "calendar-file-shortened", &[("line", line)]),
        }
    }
}

/// Reads a file. What is wrong with one appointment is told and leaves out that one.
///
/// # Errors
/// [`Flaw`] when nothing of it can be used.
pub fn read(file: &[u8], here: &TimeZone) -> Result<Imported, Flaw> {
    let parsed = parse::parse(file)?;
    Ok(build::build(parsed, here))
}

/// A flaw at a line.
fn flaw(line: usize, kind: FlawKind) -> Flaw {
    Flaw { line, kind }
}
