//! The components of a file that matter: appointments with their alarms, and descriptions of zones.

use super::lines::{Property, properties};
use super::{Flaw, FlawKind, MAX_APPOINTMENTS, MAX_FILE, flaw};

/// A file, taken apart.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) events: Vec<Event>,
    pub(super) zones: Vec<ZoneText>,
    /// Whether the whole file says that its appointments are called off.
    pub(super) cancels: bool,
}

/// A `VEVENT`.
pub(super) struct Event {
    pub(super) line: usize,
    pub(super) properties: Vec<Property>,
    pub(super) triggers: Vec<Property>,
}

impl Event {
    pub(super) fn one(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }
}

/// A `VTIMEZONE`: what it is called, and its newest offsets.
#[derive(Default)]
pub(super) struct ZoneText {
    pub(super) name: String,
    pub(super) location: Option<String>,
    pub(super) winter: Option<i32>,
    pub(super) summer: Option<i32>,
}

/// Takes a file apart.
pub(super) fn parse(file: &[u8]) -> Result<Parsed, Flaw> {
    if file.len() > MAX_FILE {
        return Err(flaw(1, FlawKind::TooLarge));
    }
    let mut parsed = Parsed::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let (mut seen, mut last) = (false, 1);
    for property in properties(file) {
        last = property.line;
        let value = property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                if open.is_empty() && value != "VCALENDAR" {
                    return Err(flaw(property.line, FlawKind::NoCalendar));
                }
                seen = true;
                match value.as_str() {
                    "VEVENT" if parsed.events.len() >= MAX_APPOINTMENTS => {
                        return Err(flaw(property.line, FlawKind::TooLarge));
                    }
                    "VEVENT" => {
                        let event = Event { line: property.line, properties: Vec::new(), triggers: Vec::new() };
                        parsed.events.push(event);
                    }
                    "VTIMEZONE" => parsed.zones.push(ZoneText::default()),
                    _ => {}
                }
                open.push((value, property.line));
            }
            "END" => {
                if open.pop().is_none_or(|(name, _)| name != value) {
                    return Err(flaw(property.line, FlawKind::CutOff));
                }
            }
            _ if open.is_empty() => return Err(flaw(property.line, FlawKind::NoCalendar)),
            _ => keep(&mut parsed, &open, property),
        }
    }
    if !seen {
        return Err(flaw(1, FlawKind::NoCalendar));
    }
    if open.is_empty() { Ok(parsed) } else { Err(flaw(last, FlawKind::CutOff)) }
}

fn keep(parsed: &mut Parsed, open: &[(String, usize)], property: Property) {
    let path: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
    match (path.as_slice(), property.name.as_str()) {
        (["VCALENDAR"], "METHOD") => parsed.cancels = property.value.eq_ignore_ascii_case("CANCEL"),
        (["VCALENDAR", "VEVENT"], _) => {
            if let Some(event) = parsed.events.last_mut() {
                event.properties.push(property);
            }
        }
        (["VCALENDAR", "VEVENT", "VALARM"], "TRIGGER") => {
            if let Some(event) = parsed.events.last_mut() {
                event.triggers.push(property);
            }
        }
        (["VCALENDAR", "VTIMEZONE", ..], name) => {
            let Some(zone) = parsed.zones.last_mut() else { return };
            match (path.get(2), name) {
                (None, "TZID") => zone.name = property.value,
                (None, "X-LIC-LOCATION") => zone.location = Some(property.value),
                (Some(&"STANDARD"), "TZOFFSETTO") => zone.winter = offset(&property.value),
                (Some(&"DAYLIGHT"), "TZOFFSETTO") => zone.summer = offset(&property.value),
                _ => {}
            }
        }
        _ => {}
    }
}

/// An offset as `+0100`, in seconds.
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let part = |from: usize| digits.get(from..from + 2).and_then(|digits| digits.parse::<i32>().ok());
    Some(sign * (part(0)? * 3_600 + part(2)? * 60))
}
