//! Appointments: when they are, how they recur, what an occurrence of them is, and iCalendar files out and in (RFC 5545).
//!
//! Everything here is a function from what is passed in: no clock, no store, no network. Which zone a device is in comes
//! from the caller; the rules of zones come from the system's database through `jiff`, or from the one on board where a
//! system has none. Who may change what, who is invited and what becomes of it in a log is decided in `verband-client`;
//! only how concurrent changes to a series combine is here ([`series`]), because it is what a series means.
//!
//! An occurrence is named by the local time at which the rule puts it: that stays the same when it is moved, and when the
//! rules of a zone change.

mod appointment;
mod conflict;
mod expand;
mod ics;
mod moment;
mod plain;
mod rule;
mod series;
mod words;
mod zone;

pub use appointment::{
    Appointment, Exception, MAX_DESCRIPTION, MAX_LISTED, MAX_PLACE, MAX_REMINDERS, MAX_TITLE, MAX_UID, Occurrence,
    Status, Unfit, View, When, Window,
};
pub use conflict::{Busy, conflicts};
pub use ics::{Flaw, FlawKind, Imported, MAX_FILE, read, write};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use jiff::tz::TimeZone;
pub use jiff::{SignedDuration, Timestamp};
pub use moment::{Span, Zone, later, read_local, write_local};
pub use plain::PlainWhen;
pub use rule::{End, Frequency, Rule, RuleError, Until};
pub use series::{Change, Part, Scope, resolve};
pub use words::in_words;
pub use zone::zone;
