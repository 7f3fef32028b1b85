//! A wound with all that was written about it: which details, consent and findings count, and which photos belong to it.
//! Of what several people wrote, the last in the order of the log counts.

use std::collections::BTreeMap;

use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, Params};
use verband_store::{StoreError, WAITING};

use super::details::{WoundConsent, WoundDetails};
use super::finding::WoundFinding;
use super::healing::{Doubt, doubt};
use super::measurement::Measurement;
use super::payload::{Answered, Change, Closing, Correction, Exported, Found, Made, Written};
use crate::order;

/// One event about a wound.
#[derive(Clone)]
pub(crate) struct Entry<T> {
    pub(crate) event: EventId,
    pub(crate) seq: u64,
    pub(crate) member: MemberId,
    /// The author's clock, in milliseconds since the Unix epoch.
    pub(crate) at: u64,
    pub(crate) what: T,
}

impl<T> Entry<T> {
    pub(crate) fn waits(&self) -> bool {
        self.seq >= WAITING
    }

    pub(crate) fn with<U>(self, what: U) -> Entry<U> {
        Entry { event: self.event, seq: self.seq, member: self.member, at: self.at, what }
    }

    fn split(self) -> (Entry<()>, T) {
        (Entry { event: self.event, seq: self.seq, member: self.member, at: self.at, what: () }, self.what)
    }
}

/// A finding as it counts.
pub(super) struct Finding {
    pub(super) found: Entry<WoundFinding>,
    pub(super) moved_from: Option<EventId>,
    measurement: Option<Measurement>,
    /// In the order of the log.
    pub(super) corrections: Vec<Entry<Correction>>,
}

impl Finding {
    /// What it says now: that of the last correction. A struck one says what it said before.
    pub(super) fn content(&self) -> &WoundFinding {
        let corrected = self.corrections.iter().rev().find_map(|correction| correction.what.content.as_ref());
        corrected.unwrap_or(&self.found.what)
    }

    /// The event that says it, and whether that waits.
    pub(super) fn said_by(&self) -> (EventId, bool) {
        let corrected = self.corrections.iter().rev().find(|correction| correction.what.content.is_some());
        corrected.map_or((self.found.event, self.found.waits()), |correction| (correction.event, correction.waits()))
    }

    /// What the sizes that it says now were measured by: none if they were entered, or corrected by hand since.
    pub(super) fn measurement(&self) -> Option<&Measurement> {
        self.measured().map(|(_, measurement)| measurement)
    }

    /// The event in which that stands.
    pub(super) fn measured_by(&self) -> Option<EventId> {
        self.measured().map(|(event, _)| event)
    }

    fn measured(&self) -> Option<(EventId, &Measurement)> {
        let corrected = self.corrections.iter().rev();
        let corrected =
            corrected.filter_map(|correction| Some((correction.event, correction.what.measurement.as_ref()?)));
        let found = self.measurement.as_ref().map(|measurement| (self.found.event, measurement));
        corrected.chain(found).next().filter(|(_, measurement)| measurement.is_of(self.content()))
    }

    pub(super) fn is_struck(&self) -> bool {
        self.corrections.last().is_some_and(|last| last.what.content.is_none())
    }
}

/// Where a photo was put.
#[derive(Clone)]
pub(super) struct Put {
    pub(super) photo: EventId,
    pub(super) wound: Option<EventId>,
    pub(super) role: String,
}

/// A wound as it is.
pub(super) struct Record {
    pub(super) log: LogId,
    pub(super) made: Entry<Made>,
    /// In the order of the log.
    pub(super) changes: Vec<Entry<Change>>,
    /// By when they were made, the oldest first, struck ones too.
    pub(super) findings: Vec<Finding>,
    /// Of each photo that was ever put here: all that was said of it, in the order of the log.
    pub(super) puts: BTreeMap<EventId, Vec<Entry<Put>>>,
    /// In the order of the log.
    pub(super) answers: Vec<Entry<Answered>>,
    /// In the order of the log.
    pub(super) exports: Vec<Entry<Exported>>,
}

impl Record {
    pub(super) fn event(&self) -> EventId {
        self.made.event
    }

    /// What it was made with, as the first change of it.
    pub(super) fn beginning(&self) -> Entry<Change> {
        let Made { details, consent, .. } = &self.made.what;
        let change =
            Change { wound: self.event(), details: Some(details.clone()), consent: consent.clone(), closing: None };
        self.made.clone().with(change)
    }

    pub(super) fn details(&self) -> &WoundDetails {
        let changed = self.changes.iter().rev().find_map(|change| change.what.details.as_ref());
        changed.unwrap_or(&self.made.what.details)
    }

    /// The position since which it has been the patient's whose it is.
    pub(super) fn patient_since(&self) -> u64 {
        let (mut patient, mut since) = (&self.made.what.details.patient, self.made.seq);
        for (change, details) in self.changes.iter().filter_map(|change| Some((change, change.what.details.as_ref()?)))
        {
            if details.patient != *patient {
                (patient, since) = (&details.patient, change.seq);
            }
        }
        since
    }

    pub(super) fn consent(&self) -> WoundConsent {
        let changed = self.changes.iter().rev().find_map(|change| change.what.consent.clone());
        changed.or_else(|| self.made.what.consent.clone()).unwrap_or_default()
    }

    /// How and by whom it was closed, if it is.
    pub(super) fn closing(&self) -> Option<(&Entry<Change>, &Closing)> {
        let last = self.changes.iter().rev().find_map(|change| Some((change, change.what.closing.as_ref()?)));
        last.filter(|(_, closing)| !closing.reason.is_empty())
    }

    /// Findings that count, by when they were made, the oldest first.
    pub(super) fn sound(&self) -> impl DoubleEndedIterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.is_struck())
    }

    pub(super) fn finding(&self, event: &EventId) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.found.event == *event)
    }

    /// The photos that belong to it now: the last that was said of each.
    pub(super) fn photos(&self) -> impl Iterator<Item = &Entry<Put>> {
        let here = Some(self.event());
        self.puts.values().filter_map(|puts| puts.last()).filter(move |put| put.what.wound == here)
    }

    /// What its measures ask now, and until when the question was put off. A wound that is closed asks nothing.
    pub(super) fn question(&self, now: u64) -> (Option<Doubt>, Option<u64>) {
        if self.closing().is_some() {
            return (None, None);
        }
        let answered = self.answers.iter().rev().find(|answer| answer.what.until.is_none());
        let findings: Vec<&WoundFinding> = self.sound().map(Finding::content).collect();
        let asked = doubt(&findings, answered.map(|answer| answer.at));
        let put_off = self.answers.last().and_then(|answer| answer.what.until).filter(|until| *until > now);
        match (asked, put_off) {
            (Some(_), Some(until)) => (None, Some(until)),
            (asked, _) => (asked, None),
        }
    }

    /// Whether something of it has not reached the log yet.
    pub(super) fn waits(&self) -> bool {
        let corrected = |finding: &Finding| finding.found.waits() || finding.corrections.iter().any(Entry::waits);
        self.made.waits()
            || self.changes.iter().any(Entry::waits)
            || self.findings.iter().any(corrected)
            || self.photos().any(Entry::waits)
            || self.answers.iter().any(Entry::waits)
            || self.exports.iter().any(Entry::waits)
    }
}

/// What is being deleted is not there any more.
const THERE: &str = "NOT EXISTS (SELECT 1 FROM deletion
     WHERE deletion.log = wound_event.log AND deletion.target = wound_event.event)";

fn entries(connection: &Connection, which: &str, params: impl Params) -> Result<Vec<Entry<Written>>, StoreError> {
    kept(connection, &format!("{which} AND {THERE}"), params)
}

/// The same, with what is being deleted.
fn kept(connection: &Connection, which: &str, params: impl Params) -> Result<Vec<Entry<Written>>, StoreError> {
    let sql = "SELECT event, seq, member, at, kind, payload FROM wound_event WHERE log = ?1 AND";
    let mut statement = connection.prepare_cached(&format!("{sql} {which} ORDER BY seq, event"))?;
    let rows = statement.query_map(params, |row| {
        let (event, number, payload) = (EventId(row.get(0)?), Kind(row.get(4)?), row.get::<_, Vec<u8>>(5)?);
        // What another version wrote into the table is left out.
        let Some(what) = Written::read(number, &payload) else { return Ok(None) };
        Ok(Some(Entry { event, seq: row.get(1)?, member: MemberId(row.get(2)?), at: row.get(3)?, what }))
    })?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

/// The wounds of a conversation, or of all.
pub(super) fn all(connection: &Connection, log: Option<&LogId>) -> Result<Vec<(LogId, EventId)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT log, event FROM wound_event WHERE kind = 60 AND (?1 IS NULL OR log = ?1)")?;
    let rows = statement.query_map([log.map(LogId::as_bytes)], |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A wound; none if there is none.
pub(super) fn load(connection: &Connection, log: &LogId, wound: &EventId) -> Result<Option<Record>, StoreError> {
    let key = (log.as_bytes(), wound.as_bytes());
    let (mut made, mut changes, mut answers, mut exports) = (None, Vec::new(), Vec::new(), Vec::new());
    let (mut findings, mut corrections) = (Vec::new(), BTreeMap::<EventId, Vec<Entry<Correction>>>::new());
    for entry in entries(connection, "wound = ?2 AND kind <> 64", key)? {
        let (entry, what) = entry.split();
        match what {
            Written::Made(what) if entry.event == *wound => made = Some(entry.with(what)),
            Written::Change(what) => changes.push(entry.with(what)),
            Written::Answered(what) => answers.push(entry.with(what)),
            Written::Exported(what) => exports.push(entry.with(what)),
            Written::Found(what) => {
                let Found { finding, moved_from, measurement, .. } = what;
                findings.push(Finding { found: entry.with(finding), moved_from, measurement, corrections: Vec::new() });
            }
            Written::Correction(what) => corrections.entry(what.finding).or_default().push(entry.with(what)),
            Written::Made(_) | Written::Place(_) => {}
        }
    }
    let Some(made) = made else { return Ok(None) };
    for finding in &mut findings {
        finding.corrections = corrections.remove(&finding.found.event).unwrap_or_default();
    }
    order::by_key(&mut findings, |finding: &Finding| {
        (finding.content().examined_at, finding.found.seq, finding.found.event)
    });
    let mut puts = BTreeMap::<EventId, Vec<Entry<Put>>>::new();
    let here = "kind = 64 AND target IN (SELECT target FROM wound_event WHERE log = ?1 AND wound = ?2 AND kind = 64)";
    for put in entries(connection, here, key)?.into_iter().filter_map(put) {
        puts.entry(put.what.photo).or_default().push(put);
    }
    Ok(Some(Record { log: *log, made, changes, findings, puts, answers, exports }))
}

fn put(entry: Entry<Written>) -> Option<Entry<Put>> {
    match entry.split() {
        (entry, Written::Place(place)) => {
            Some(entry.with(Put { photo: place.photo, wound: place.wound, role: place.role }))
        }
        _ => None,
    }
}

/// Where a photo was put last.
pub(super) fn place_of(connection: &Connection, log: &LogId, photo: &EventId) -> Result<Option<Put>, StoreError> {
    let puts = entries(connection, "kind = 64 AND target = ?2", (log.as_bytes(), photo.as_bytes()))?;
    Ok(puts.into_iter().filter_map(put).next_back().map(|put| put.what))
}

/// Where a photo was put, in the order of the log: into wounds, or none. Also by what is being deleted, which counts until
/// it is gone.
pub(crate) fn puts_of(
    connection: &Connection,
    log: &LogId,
    photo: &EventId,
) -> Result<Vec<Entry<Option<EventId>>>, StoreError> {
    let puts = kept(connection, "kind = 64 AND target = ?2", (log.as_bytes(), photo.as_bytes()))?;
    let wound = |put: Entry<Put>| {
        let wound = put.what.wound;
        put.with(wound)
    };
    Ok(puts.into_iter().filter_map(put).map(wound).collect())
}

/// The wound that a photo was put into last, whether there is such a wound or not.
pub(crate) fn put_of(connection: &Connection, log: &LogId, photo: &EventId) -> Result<Option<EventId>, StoreError> {
    Ok(puts_of(connection, log, photo)?.pop().and_then(|put| put.what))
}

/// The patient references of a wound, in the order of the log; none of a wound that is not here.
pub(crate) fn patients_of(
    connection: &Connection,
    log: &LogId,
    wound: &EventId,
) -> Result<Vec<Entry<String>>, StoreError> {
    let entries = kept(connection, "wound = ?2 AND kind IN (60, 61)", (log.as_bytes(), wound.as_bytes()))?;
    if !entries.iter().any(|entry| matches!(entry.what, Written::Made(_)) && entry.event == *wound) {
        return Ok(Vec::new());
    }
    let patient = |entry: Entry<Written>| match entry.split() {
        (entry, Written::Made(made)) => Some(entry.with(made.details.patient)),
        (entry, Written::Change(Change { details: Some(details), .. })) => Some(entry.with(details.patient)),
        _ => None,
    };
    Ok(entries.into_iter().filter_map(patient).collect())
}

/// The patient reference of a wound; none if it is not here.
pub(crate) fn patient_of(connection: &Connection, log: &LogId, wound: &EventId) -> Result<Option<String>, StoreError> {
    Ok(patients_of(connection, log, wound)?.pop().map(|patient| patient.what))
}

/// The wound that a finding belongs to.
pub(super) fn wound_of(connection: &Connection, log: &LogId, finding: &EventId) -> Result<Option<EventId>, StoreError> {
    let found = entries(connection, "kind = 62 AND event = ?2", (log.as_bytes(), finding.as_bytes()))?;
    Ok(found.first().and_then(|found| found.what.wound(&found.event)))
}

/// The text of the row of a wound or a finding in its conversation; none if it is not here.
pub(super) fn words(connection: &Connection, log: &LogId, shown: &EventId) -> Result<Option<String>, StoreError> {
    let key = (log.as_bytes(), shown.as_bytes());
    let made = kept(connection, "event = ?2", key)?.into_iter().next().map(|entry| entry.what);
    let wound = match made {
        Some(Written::Made(made)) => {
            let changes = kept(connection, "wound = ?2 AND kind = 61", key)?;
            let changed = changes.into_iter().rev().find_map(|entry| match entry.what {
                Written::Change(change) => change.details,
                _ => None,
            });
            return Ok(Some(changed.unwrap_or(made.details).words()));
        }
        Some(Written::Found(found)) => found.wound,
        _ => return Ok(None),
    };
    let which = "(event = ?2 OR (target = ?2 AND kind = 63 AND wound = ?3))";
    let (mut content, mut struck) = (None, false);
    for entry in kept(connection, which, (key.0, key.1, wound.as_bytes()))? {
        match entry.what {
            // It may wait, and stand behind its correction.
            Written::Found(found) if content.is_none() => content = Some(found.finding),
            Written::Correction(correction) => {
                struck = correction.content.is_none();
                content = correction.content.or(content);
            }
            _ => {}
        }
    }
    Ok(content.map(|content| if struck { String::new() } else { content.words() }))
}
