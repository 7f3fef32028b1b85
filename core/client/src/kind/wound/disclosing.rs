//! What of a wound a package discloses: the entries that say what its report says, and nothing that was corrected, struck, moved
//! away or of another patient. Of what was said anew since, only that it was written, and by whom: its entry goes without its body.

use verband_protocol::id::EventId;
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use super::payload::Change;
use super::record::{Entry, Finding, Record};
use super::rows::WoundPhotoRow;
use crate::kind::statement_of;

/// An entry that is handed out.
pub(super) struct Handed {
    pub(super) event: EventId,
    /// Whether with what opens it.
    pub(super) opened: bool,
    /// The photo that it is about, if it is about one.
    pub(super) photo: Option<EventId>,
}

impl Handed {
    fn open(event: EventId) -> Self {
        Self { event, opened: true, photo: None }
    }

    fn shut(event: EventId) -> Self {
        Self { event, opened: false, photo: None }
    }
}

/// All entries that are handed out with these photos of a wound.
pub(super) fn disclosed(
    connection: &Connection,
    record: &Record,
    photos: &[WoundPhotoRow],
) -> Result<Vec<Handed>, StoreError> {
    let mut handed = of_wound(record);
    handed.extend(record.sound().flat_map(of_finding));
    for photo in photos {
        handed.extend(of_photo(connection, record, photo)?);
    }
    Ok(handed)
}

/// Of a wound, what its details, its consent and its closing stand in now. An entry is opened whole: one with details of another
/// patient never is, nor is one with any beside details that wait.
fn of_wound(record: &Record) -> Vec<Handed> {
    let said: Vec<Entry<Change>> = [record.beginning()].into_iter().chain(record.changes.iter().cloned()).collect();
    let last = |says: fn(&Change) -> bool| said.iter().rev().find(|entry| says(&entry.what));
    let details = last(|change| change.details.is_some());
    let consent = last(|change| change.consent.is_some()).map(|entry| entry.event);
    let counts = [details.map(|entry| entry.event), consent, record.closing().map(|(change, _)| change.event)];
    let patient = details.filter(|entry| !entry.waits()).map(|_| &record.details().patient);
    let opens = |entry: &Entry<Change>| {
        let fits = entry.what.details.as_ref().is_none_or(|details| Some(&details.patient) == patient);
        fits && counts.contains(&Some(entry.event))
    };
    let handed = |entry: &Entry<Change>| {
        if opens(entry) {
            return Some(Handed::open(entry.event));
        }
        // Who made the wound, and when, everybody may know.
        (entry.event == record.event()).then(|| Handed::shut(entry.event))
    };
    said.iter().filter_map(handed).collect()
}

/// Of a finding, what it says now, and what its sizes were measured by; none of one whose newest words wait.
fn of_finding(finding: &Finding) -> Vec<Handed> {
    let (says, waits) = finding.said_by();
    if waits {
        return Vec::new();
    }
    let counts = [Some(says), finding.measured_by()];
    let found = finding.found.event;
    let found = if counts.contains(&Some(found)) { Handed::open(found) } else { Handed::shut(found) };
    let corrections = finding.corrections.iter().map(|correction| correction.event);
    let opened = corrections.filter(|event| counts.contains(&Some(*event))).map(Handed::open);
    [found].into_iter().chain(opened).collect()
}

/// Of a photo its own entry and that it was put here; and that it was put at the wound of which its device states that it was taken,
/// if that is another one: without it the statement would look wrong.
fn of_photo(connection: &Connection, record: &Record, photo: &WoundPhotoRow) -> Result<Vec<Handed>, StoreError> {
    let stated = statement_of(connection, &photo.photo)?.and_then(|signed| signed.read().ok()?.wound);
    let puts = record.puts.get(&photo.event).map(Vec::as_slice).unwrap_or_default();
    let at = |wound: Option<EventId>| puts.iter().rev().find(|put| wound.is_some() && put.what.wound == wound);
    let mut events = vec![photo.event];
    events.extend(puts.last().map(|put| put.event));
    events.extend(at(stated).map(|put| put.event).filter(|event| !events.contains(event)));
    Ok(events.into_iter().map(|event| Handed { photo: Some(photo.event), ..Handed::open(event) }).collect())
}
