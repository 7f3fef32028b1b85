//! Names of zones: those of the IANA database, and what other programs call them.

use jiff::tz::TimeZone;

/// The rules of a zone of the IANA database; none for a name that this device does not know.
pub fn zone(name: &str) -> Option<TimeZone> {
    // Names come from strangers' files, and the database is a folder of files.
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/_+-".contains(sign);
    if name.is_empty() || name.len() > 64 || name.starts_with('/') || !name.chars().all(plain) {
        return None;
    }
    TimeZone::get(name).ok()
}

/// What Outlook and Exchange call the zones of Europe and the ones that people travel to, after the table of the CLDR.
const WINDOWS: [(&str, &str); 26] = [
    ("w. europe standard time", "Europe/Berlin"),
    ("central europe standard time", "Europe/Budapest"),
    ("central european standard time", "Europe/Warsaw"),
    ("romance standard time", "Europe/Paris"),
    ("gmt standard time", "Europe/London"),
    ("greenwich standard time", "Atlantic/Reykjavik"),
    ("e. europe standard time", "Europe/Chisinau"),
    ("fle standard time", "Europe/Kiev"),
    ("gtb standard time", "Europe/Bucharest"),
    ("turkey standard time", "Europe/Istanbul"),
    ("russian standard time", "Europe/Moscow"),
    ("belarus standard time", "Europe/Minsk"),
    ("kaliningrad standard time", "Europe/Kaliningrad"),
    ("eastern standard time", "America/New_York"),
    ("central standard time", "America/Chicago"),
    ("mountain standard time", "America/Denver"),
    ("pacific standard time", "America/Los_Angeles"),
    ("israel standard time", "Asia/Jerusalem"),
    ("egypt standard time", "Africa/Cairo"),
    ("arabian standard time", "Asia/Dubai"),
    ("india standard time", "Asia/Kolkata"),
    ("china standard time", "Asia/Shanghai"),
    ("tokyo standard time", "Asia/Tokyo"),
    ("aus eastern standard time", "Australia/Sydney"),
    ("utc", "UTC"),
    ("coordinated universal time", "UTC"),
];

/// Cities by which Outlook describes a zone in the language of its user, as in `(UTC+01:00) Amsterdam, Berlin, Rom`.
const CITIES: [(&str, &str); 8] = [
    ("berlin", "Europe/Berlin"),
    ("paris", "Europe/Paris"),
    ("budapest", "Europe/Budapest"),
    ("warschau", "Europe/Warsaw"),
    ("warsaw", "Europe/Warsaw"),
    ("london", "Europe/London"),
    ("helsinki", "Europe/Helsinki"),
    ("istanbul", "Europe/Istanbul"),
];

/// Names of Central European Time that are no names of zones.
const CENTRAL: [&str; 8] = [
    "mez",
    "mesz",
    "cet/cest",
    "mitteleuropäische zeit",
    "mitteleuropäische sommerzeit",
    "westeuropa (normalzeit)",
    "westeuropäische normalzeit",
    "mitteleuropa",
];

/// The IANA name behind what a file calls a zone.
pub(crate) fn iana(name: &str) -> Option<String> {
    let name = name.trim().trim_matches('"');
    // Other programs put their own folder before it: `/freeassociation.sourceforge.net/Europe/Berlin`.
    let parts: Vec<&str> = name.split('/').collect();
    for from in 0..parts.len() {
        let tail = parts.get(from..).unwrap_or_default().join("/");
        if let Some(known) = zone(&tail) {
            return Some(known.iana_name().unwrap_or(&tail).to_owned());
        }
    }
    let lower = name.to_lowercase();
    let windows = WINDOWS.iter().find(|(theirs, _)| *theirs == lower).map(|(_, ours)| *ours);
    let central = CENTRAL.contains(&lower.as_str()).then_some("Europe/Berlin");
    let city = || CITIES.iter().find(|(city, _)| lower.contains(city)).map(|(_, ours)| *ours);
    windows.or(central).or_else(city).map(str::to_owned)
}

/// A zone of Europe with these offsets in winter and summer, in seconds, for files that describe a zone without a name
/// that anybody knows.
pub(crate) fn by_offsets(winter: i32, summer: i32) -> Option<&'static str> {
    match (winter, summer) {
        (0, 0) => Some("UTC"),
        (0, 3_600) => Some("Europe/London"),
        (3_600, 7_200) => Some("Europe/Berlin"),
        (7_200, 10_800) => Some("Europe/Helsinki"),
        _ => None,
    }
}
