//! The trace of whose a photo was: who said so, when, and what held before.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, WAITING};

use crate::client::Client;
use crate::directory::name_of;
use crate::error::ClientError;
use crate::kind::wound::{Entry, patients_of, puts_of};
use crate::order;

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilingKind {
    /// She filed the photo under a patient reference, or under none.
    Filed,
    /// She put it into a wound, or took it out of one.
    Placed,
    /// She changed the patient reference of the wound that it belongs to.
    Corrected,
}

/// A step in the trace of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingRow {
    /// The event.
    pub event: EventId,
    /// What was done.
    pub kind: FilingKind,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who did it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Whether this person did.
    pub own: bool,
    /// Whose the photo was before; may be empty.
    pub patient_before: String,
    /// Whose it was from then on; may be empty.
    pub patient: String,
    /// The wound that it belonged to before.
    pub wound_before: Option<EventId>,
    /// The wound that it belonged to from then on.
    pub wound: Option<EventId>,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// Something that may have changed whose a photo is.
enum Step {
    Filed(String),
    Placed(Option<EventId>),
    Patient(EventId, String),
}

impl Client {
    /// Who said when whose a photo is, the newest first: filings, the wounds that it was put into, and changes of their
    /// patient references while it belonged to them.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn photo_filings(&self, log: &LogId, photo: &EventId) -> Result<Vec<FilingRow>, ClientError> {
        let inner = self.readable()?;
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let there = "SELECT 1 FROM album_item WHERE log = ?1 AND event = ?2";
            if !connection.prepare_cached(there)?.exists((log.as_bytes(), photo.as_bytes()))? {
                return Ok(None);
            }
            filings(connection, &inner.account.member, log, photo).map(Some)
        })?;
        rows.ok_or(ClientError::NotFound("photo"))
    }
}

fn filings(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    photo: &EventId,
) -> Result<Vec<FilingRow>, StoreError> {
    let mut rows = Vec::new();
    let (mut filed, mut wound, mut patients) = (String::new(), None, BTreeMap::<EventId, String>::new());
    let mut before = (String::new(), None);
    for step in steps(connection, log, photo)? {
        let kind = match &step.what {
            Step::Filed(patient) => {
                filed.clone_from(patient);
                FilingKind::Filed
            }
            Step::Placed(put) => {
                wound = *put;
                FilingKind::Placed
            }
            Step::Patient(of, patient) => {
                patients.insert(*of, patient.clone());
                FilingKind::Corrected
            }
        };
        let there = wound.filter(|wound| patients.contains_key(wound));
        let patient = there.and_then(|wound| patients.get(&wound)).unwrap_or(&filed).clone();
        let after = (patient, there);
        // A wound that changes while the photo is elsewhere is no step of the photo.
        if after == before && kind != FilingKind::Filed {
            continue;
        }
        let (patient_before, wound_before) = std::mem::replace(&mut before, after.clone());
        rows.push(FilingRow {
            event: step.event,
            kind,
            at: step.at,
            by: step.member,
            by_name: name_of(connection, &step.member)?,
            own: step.member == *own,
            patient_before,
            patient: after.0,
            wound_before,
            wound: after.1,
            waiting: step.seq >= WAITING,
        });
    }
    rows.reverse();
    Ok(rows)
}

/// All that may have changed it, in the order of the log.
fn steps(connection: &Connection, log: &LogId, photo: &EventId) -> Result<Vec<Entry<Step>>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT event, seq, member, at, patient FROM album_filing WHERE log = ?1 AND target = ?2 AND kind = 80",
    )?;
    let filings = statement.query_map((log.as_bytes(), photo.as_bytes()), |row| {
        let what = Step::Filed(row.get(4)?);
        Ok(Entry {
            event: EventId(row.get(0)?),
            seq: row.get(1)?,
            member: MemberId(row.get(2)?),
            at: row.get(3)?,
            what,
        })
    })?;
    let mut steps: Vec<Entry<Step>> = filings.collect::<Result<_, _>>()?;
    let mut wounds = BTreeSet::new();
    for put in puts_of(connection, log, photo)? {
        let wound = put.what;
        wounds.extend(wound);
        steps.push(put.with(Step::Placed(wound)));
    }
    for wound in wounds {
        for entry in patients_of(connection, log, &wound)? {
            let patient = entry.what.clone();
            steps.push(entry.with(Step::Patient(wound, patient)));
        }
    }
    order::by_key(&mut steps, |step| (step.seq, step.event));
    Ok(steps)
}
