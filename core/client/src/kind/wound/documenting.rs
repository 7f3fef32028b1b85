//! What of a wound goes into the patient's record together, and what is not there yet.

use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use super::record::{Finding, Record, all, load, place_of, wound_of};
use super::rows::WoundPhotoRow;
use super::view::Eye;
use crate::kind::{DocumentedState, documented_state};

/// The wound that something is of, and the events that have to be in the record with it: of a finding its corrections, of a
/// wound everything that is known of it now.
pub(crate) fn covered(
    connection: &Connection,
    log: &LogId,
    item: &EventId,
) -> Result<(Option<EventId>, Vec<EventId>), StoreError> {
    if let Some(record) = load(connection, log, item)? {
        return Ok((Some(*item), everything(connection, &record)?));
    }
    if let Some(wound) = wound_of(connection, log, item)? {
        let record = load(connection, log, &wound)?;
        let finding = record.as_ref().and_then(|record| record.finding(item));
        return Ok((Some(wound), finding.map(said).unwrap_or_default()));
    }
    let wound = place_of(connection, log, item)?.and_then(|put| put.wound);
    Ok((wound, vec![*item]))
}

/// All events that a document about a wound has in it now.
pub(super) fn everything(connection: &Connection, record: &Record) -> Result<Vec<EventId>, StoreError> {
    let eye = Eye { connection, own: &record.made.member };
    let mut events = known(record);
    events.extend(record.findings.iter().flat_map(said));
    events.extend(eye.photos(record)?.iter().map(|photo| photo.event));
    Ok(events)
}

/// A wound with its changes.
fn known(record: &Record) -> Vec<EventId> {
    [record.event()].into_iter().chain(record.changes.iter().map(|change| change.event)).collect()
}

/// A finding with its corrections.
fn said(finding: &Finding) -> Vec<EventId> {
    [finding.found.event].into_iter().chain(finding.corrections.iter().map(|correction| correction.event)).collect()
}

/// How a finding is documented: all that was said of it has to be.
pub(super) fn of_finding(
    connection: &Connection,
    log: &LogId,
    finding: &Finding,
) -> Result<Option<DocumentedState>, StoreError> {
    all_of(connection, log, said(finding))
}

/// How several events are documented, if all of them are.
fn all_of(
    connection: &Connection,
    log: &LogId,
    events: impl IntoIterator<Item = EventId>,
) -> Result<Option<DocumentedState>, StoreError> {
    let (mut state, mut waiting) = (None, false);
    for event in events {
        let Some(next) = documented_state(connection, log, &event)? else { return Ok(None) };
        waiting |= next.waiting;
        state = Some(next);
    }
    Ok(state.map(|state| DocumentedState { waiting, ..state }))
}

/// How a photo is documented: as one of this wound, if it is of one.
pub(super) fn of_photo(
    connection: &Connection,
    log: &LogId,
    photo: &EventId,
    wound: Option<EventId>,
) -> Result<Option<DocumentedState>, StoreError> {
    let state = documented_state(connection, log, photo)?;
    Ok(state.filter(|state| wound.is_none() || state.wound.is_none() || state.wound == wound))
}

/// How something is documented: a wound with all that it has, a finding with its corrections, a photo at the wound where it
/// is now, anything else by itself.
pub(crate) fn documentation_of(
    connection: &Connection,
    log: &LogId,
    item: &EventId,
) -> Result<Option<DocumentedState>, StoreError> {
    if documented_state(connection, log, item)?.is_none() {
        return Ok(None);
    }
    if let Some(record) = load(connection, log, item)? {
        let missing = missing(connection, &record)?;
        let whole = missing.photos.is_empty() && missing.findings.is_empty();
        return if whole { all_of(connection, log, known(&record)) } else { Ok(None) };
    }
    if let Some(wound) = wound_of(connection, log, item)? {
        let record = load(connection, log, &wound)?;
        let finding = record.as_ref().and_then(|record| record.finding(item));
        return Ok(finding.map(|finding| of_finding(connection, log, finding)).transpose()?.flatten());
    }
    let wound = place_of(connection, log, item)?.and_then(|put| put.wound);
    of_photo(connection, log, item, wound)
}

/// What a wound has that is not in the patient's record.
pub(crate) struct Undocumented {
    /// The wound.
    pub(crate) wound: EventId,
    /// Whose it is.
    pub(crate) patient: String,
    /// Its photos.
    pub(crate) photos: Vec<WoundPhotoRow>,
    /// Its findings, with who entered each and when it was made.
    pub(crate) findings: Vec<(EventId, MemberId, u64)>,
}

/// The same of all wounds of a channel.
pub(crate) fn undocumented(connection: &Connection, log: &LogId) -> Result<Vec<Undocumented>, StoreError> {
    let mut list = Vec::new();
    for (_, wound) in all(connection, Some(log))? {
        if let Some(record) = load(connection, log, &wound)? {
            list.push(missing(connection, &record)?);
        }
    }
    Ok(list)
}

/// The same of one. A finding that was struck before it went into the record does not have to be there; one that was struck
/// afterwards is there, and wrong.
pub(super) fn missing(connection: &Connection, record: &Record) -> Result<Undocumented, StoreError> {
    let eye = Eye { connection, own: &record.made.member };
    let (log, wound) = (&record.log, record.event());
    let mut photos = Vec::new();
    for photo in eye.photos(record)? {
        if of_photo(connection, log, &photo.event, Some(wound))?.is_none() {
            photos.push(photo);
        }
    }
    let mut findings = Vec::new();
    for finding in &record.findings {
        let there = documented_state(connection, log, &finding.found.event)?.is_some();
        let matters = there || !finding.is_struck();
        if matters && of_finding(connection, log, finding)?.is_none() {
            findings.push((finding.found.event, finding.found.member, finding.content().examined_at));
        }
    }
    Ok(Undocumented { wound, patient: record.details().patient.clone(), photos, findings })
}
