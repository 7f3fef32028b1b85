//! The wound record: wounds of a channel, what is found at them, and the photos that belong to them.
//!
//! Everything is an event that is never edited: a wound, a change to it, a finding, its correction, that a photo belongs to
//! a wound, an answer to the question after six weeks. One table keeps them all, and `record.rs` decides what counts, by
//! their order in the log. Nothing here judges a wound: what is shown was entered, or is arithmetic on it (`healing.rs`,
//! `measurement.rs`).
//!
//! Not here: the photos themselves, which are events of their own kind and stay when a wound is deleted.

mod code;
mod commands;
mod course;
mod details;
mod disclosing;
mod documenting;
mod error;
mod export;
mod fhir;
mod finding;
mod healing;
mod measurement;
mod measuring;
mod package;
mod payload;
mod photos;
mod proof;
mod record;
mod report;
mod rows;
#[cfg(test)]
mod tests;
mod upload;
mod view;

use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, LogId};
use verband_store::Tx;

use self::payload::{CHANGE, CORRECTION, FINDING, PLACE, WOUND, Written};
use super::album;
use super::documented::{documented, marks_of};
use super::row::clear;
use super::{ContentKind, Event, Row, Stays, Until, Whole, erased, place_row, row_of, set_text};
use crate::error::ClientError;

pub use code::{PatientCode, try_patient_pattern};
pub(crate) use details::patient_reference;
pub use details::{BodySite, MAX_PATIENT, WoundConsent, WoundDetails};
pub(crate) use documenting::{covered, documentation_of, undocumented};
pub use error::WoundError;
pub use fhir::{BundleFigures, BundleFinding, FhirError, read_wound_bundle};
pub(crate) use fhir::{Class, attachment, fhir_moment};
pub use finding::{TissuePart, Undermining, WoundFinding};
pub use healing::{HEALING_SHARE_PERCENT, SIX_WEEKS_MS, six_week_question};
pub use measuring::measuring_caveat;
pub(crate) use payload::{name_of_payload, place_in};
pub(crate) use proof::{About, Beside, Comparison, PhotoBeside, about, corrects};
pub(crate) use record::{Entry, patient_of, patients_of, put_of, puts_of};
pub use rows::{
    FindingVersionRow, PhotoMeasure, WoundCurvePoint, WoundFigure, WoundGhost, WoundItem, WoundItemKind, WoundMarker,
    WoundMeasurement, WoundPair, WoundPhotoRow, WoundRow, WoundRuler, WoundTerm, WoundVersionRow, wound_term,
    wound_terms,
};
pub(crate) use view::{timeline as wound_timeline, wounds};

/// Its name, for feeds that watch it.
pub(crate) const NAME: &str = "wound";

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &payload::ALL,
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: None,
    begun: &[],
    stays: Stays::Wholes(&[], wholes),
};

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    // Whoever hands in figures as measured that do not follow from her points has written nothing that can be read.
    let Some(written) = Written::read(number, payload).filter(Written::adds_up) else { return Ok(false) };
    let (wound, target) = (written.wound(&event.event), written.target());
    // A photo that was moved to a wound that is gone is in none: it does not go back to where it was taken from.
    let gone = match (&wound, number) {
        (Some(wound), CHANGE | FINDING | CORRECTION | payload::ANSWER | payload::EXPORT) => {
            erased(tx, event.log, wound)?.is_some()
        }
        _ => false,
    };
    if gone || target.map(|target| erased(tx, event.log, &target)).transpose()?.flatten().is_some() {
        return Ok(true);
    }
    tx.execute(
        "INSERT INTO wound_event (log, event, seq, member, at, kind, wound, target, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            event.member.as_bytes(),
            event.sent_at,
            number.0,
            wound.as_ref().map(EventId::as_bytes),
            target.as_ref().map(EventId::as_bytes),
            payload,
        ),
    )?;
    match &written {
        Written::Made(made) => place_row(tx, event, &Row::new(WOUND, &made.details.words()))?,
        Written::Found(found) => place_row(tx, event, &Row::new(FINDING, &found.finding.words()))?,
        _ => {}
    }
    settle(tx, event.log, number, &event.event, wound, target)?;
    settle_album(tx, event.log, number, wound, target)?;
    Ok(true)
}

/// Gives the row of what an event is about the text that counts now: a wound that of its newest details, a finding that of
/// its newest correction.
fn settle(
    tx: &Tx<'_>,
    log: &LogId,
    number: Kind,
    event: &EventId,
    wound: Option<EventId>,
    target: Option<EventId>,
) -> Result<(), ClientError> {
    let shown = match number {
        WOUND | CHANGE => wound,
        FINDING => Some(*event),
        CORRECTION => target,
        _ => None,
    };
    let Some(shown) = shown else { return Ok(()) };
    let Some(words) = record::words(tx.sql(), log, &shown)? else { return Ok(()) };
    if let Some(row) = row_of(tx, log, &shown)?.filter(|row| row.text != words) {
        set_text(tx, log, &row, &words, row.flags)?;
    }
    Ok(())
}

/// Tells the album whose photos it concerns.
fn settle_album(
    tx: &Tx<'_>,
    log: &LogId,
    number: Kind,
    wound: Option<EventId>,
    target: Option<EventId>,
) -> Result<(), ClientError> {
    match (number, wound, target) {
        (payload::PLACE, _, Some(photo)) => album::settle(tx, log, &photo),
        (WOUND | CHANGE, Some(wound), _) => album::settle_wound(tx, log, &wound),
        _ => Ok(()),
    }
}

/// A wound with its findings and photos goes when nothing was written of any of it for so long. Photos of none and
/// findings without their wound go by themselves.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let mut wholes = Vec::new();
    for (_, wound) in record::all(tx.sql(), Some(log))? {
        let Some(record) = record::load(tx.sql(), log, &wound)? else { continue };
        let with: Vec<EventId> = record.photos().map(|put| put.what.photo).collect();
        let clinical = record.sound().map(|finding| finding.found.event).chain(with.iter().copied());
        let (mut undocumented, mut about) = (Vec::new(), marks_of(tx.sql(), log, &wound)?);
        for event in clinical {
            about.extend(marks_of(tx.sql(), log, &event)?);
            if !documented(tx.sql(), log, &event)? {
                undocumented.push(event);
            }
        }
        wholes.push(Whole { event: wound, with, about, until: Until::Newest, undocumented });
    }
    Ok(wholes)
}

/// With a wound go its changes, findings and answers; with a finding its corrections; with a photo where it belonged.
fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM wound_event WHERE log = ?1 AND wound = ?2 AND event <> ?2 AND kind <> ?3
               UNION SELECT event FROM wound_event WHERE log = ?1 AND target = ?2";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes(), PLACE.0), |row| row.get(0).map(EventId))?)
}

/// Forgets an event and its parts, of whichever author: what somebody added just before the delete goes as well.
fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let gone = "DELETE FROM wound_event
                WHERE log = ?1 AND (event = ?2 OR target = ?2 OR (wound = ?2 AND kind <> ?3))
                RETURNING event, kind, wound, target";
    let gone = tx.query_map(gone, (log.as_bytes(), event.as_bytes(), PLACE.0), |row| {
        let id = |at| Ok::<_, verband_store::rusqlite::Error>(row.get::<_, Option<[u8; 16]>>(at)?.map(EventId));
        Ok((EventId(row.get(0)?), Kind(row.get(1)?), id(2)?, id(3)?))
    })?;
    for (part, number, wound, target) in gone {
        settle_album(tx, log, number, wound, target)?;
        if part == *event {
            // It may have been a change: what counted before it counts again.
            if number != WOUND && number != FINDING {
                settle(tx, log, number, &part, wound, target)?;
            }
        } else if number == FINDING {
            clear(tx, log, &part, false)?;
        }
    }
    Ok(())
}
