//! What is printed: text for people or JSON for scripts, on standard output; failures and questions on standard
//! error. What others wrote is never passed to a terminal as it is.

use std::io::{self, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Where results go.
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether scripts read what is printed.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a result: the value as JSON, or the text that `text` makes.
    pub(crate) fn result(&self, value: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            // Maps with string keys, numbers and text: nothing that JSON lacks.
            let json = serde_json::to_string(value).expect("rows of a command are JSON");
            print(&json);
        } else {
            let text = text();
            if !text.is_empty() {
                print(text.trim_end_matches('\n'));
            }
        }
    }

    /// Prints why the command failed.
    pub(crate) fn failure(&self, failure: &Failure) {
        let line = if self.json {
            serde_json::json!({ "error": failure.code, "message": failure.message }).to_string()
        } else {
            format!("error[{}]: {}", failure.code, one_line(&failure.message))
        };
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Says something beside the result.
    pub(crate) fn note(&self, text: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}

/// Whoever closed the pipe wants no more: that is no fault.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush()) {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        let _ = writeln!(io::stderr(), "error[output]: {error}");
        std::process::exit(1);
    }
}

/// Columns, each as wide as its widest cell.
pub(crate) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Text of others as a terminal may show it: no control characters, no change of the direction of writing.
pub(crate) fn printable(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// The same on one line.
pub(crate) fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// The zone of this machine, by its name in the IANA database.
pub(crate) fn local_zone() -> String {
    let zone = jiff::tz::TimeZone::try_system().ok();
    zone.and_then(|zone| zone.iana_name().map(str::to_owned)).unwrap_or_else(|| "UTC".to_owned())
}

/// A time, in milliseconds since the Unix epoch, as the reader's clock shows it.
pub(crate) fn local_time(ms: u64) -> String {
    let timestamp = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    timestamp.map_or_else(
        || "?".to_owned(),
        |timestamp| timestamp.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// How far this machine's clock is ahead of UTC at a time, in seconds; the time in milliseconds since the Unix epoch.
pub(crate) fn utc_offset(ms: u64) -> i32 {
    let timestamp = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    timestamp.map_or(0, |timestamp| jiff::tz::TimeZone::system().to_offset(timestamp).seconds())
}

/// A day, in days since the Unix epoch.
pub(crate) fn day(number: u32) -> String {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(i64::from(number)));
    date.map_or_else(|_| "?".to_owned(), |date| date.to_string())
}

/// The first digits of an id, enough to name it in one organisation.
pub(crate) fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(8).collect()
}
