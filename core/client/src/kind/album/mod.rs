//! The album: photos of all conversations by when they were taken, and whose they are. What is captured without a conversation
//! lies in the personal space, which is the tray, until somebody files it, moves it or lets its time run out.
//!
//! A photo is an event of its own kind; that it belongs to a patient reference is another one, which the next one like it
//! overrides. A photo of a wound has the wound's patient. For each photo one row keeps what counts, so that an album of ten
//! thousand opens like one of ten; it is made anew from the operations whenever one of them comes or goes.
//!
//! Not here: the photos themselves and wounds, which tell this kind when something about them has changed.

mod commands;
mod duty;
mod moving;
mod trace;
mod view;

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::policy::is_personal_space;
use verband_store::{Store, StoreError, Topic, Tx};

use super::documented::{documented, marks_of};
use super::wound::{patient_of, patient_reference, put_of};
use super::{ContentKind, Duties, Event, Stays, Until, Whole, erased};
use crate::error::ClientError;

pub use trace::{FilingKind, FilingRow};
pub(crate) use view::album;
pub use view::{AlbumPatientRow, AlbumPlace, AlbumQuery, AlbumRow};

/// Its name, for feeds that watch it.
pub(crate) const NAME: &str = "album";

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &[FILED, SENT],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: None,
    begun: &[],
    stays: Stays::Wholes(&[], wholes),
};

pub(super) const DUTIES: Duties = Duties { perform: duty::perform, due: duty::due };

/// A photo belongs to a patient reference, or to none.
const FILED: Kind = Kind(80);
/// A photo of the personal space has become something elsewhere.
const SENT: Kind = Kind(81);

/// Of kind 80.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Filed {
    /// The event of the photo.
    #[n(0)]
    photo: EventId,
    /// Whose it is, as the house refers to patients; empty: nobody's.
    #[n(1)]
    patient: String,
}

/// Of kind 81, in a personal space only.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Sent {
    /// The event of the photo.
    #[n(0)]
    photo: EventId,
    /// Where it was sent to.
    #[n(1)]
    log: LogId,
    /// As what: a copy of it, or what was redacted of it.
    #[n(2)]
    event: EventId,
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let (photo, patient) = if number == FILED {
        let Ok(filed) = cbor::decode::<Filed>(payload) else { return Ok(false) };
        if patient_reference(&filed.patient).is_err() {
            return Ok(false);
        }
        (filed.photo, filed.patient)
    } else {
        let Ok(sent) = cbor::decode::<Sent>(payload) else { return Ok(false) };
        // Elsewhere it would tell others where a photo came from.
        if !event.own || !is_personal_space(event.log) {
            return Ok(false);
        }
        (sent.photo, String::new())
    };
    if erased(tx, event.log, &photo)?.is_some() {
        return Ok(true);
    }
    tx.execute(
        "INSERT INTO album_filing (log, event, seq, target, member, at, kind, patient)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            photo.as_bytes(),
            event.member.as_bytes(),
            event.sent_at,
            number.0,
            patient,
        ),
    )?;
    settle(tx, event.log, &photo)?;
    Ok(true)
}

/// A photo that somebody filed under a patient reference goes with what was said about it. One of a wound goes with that.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let filed = "SELECT event FROM album_item WHERE log = ?1 AND wound IS NULL AND patient <> '' ORDER BY event";
    let mut wholes = Vec::new();
    for photo in tx.query_map(filed, [log.as_bytes()], |row| row.get(0).map(EventId))? {
        let about = marks_of(tx.sql(), log, &photo)?;
        let undocumented = if documented(tx.sql(), log, &photo)? { Vec::new() } else { vec![photo] };
        wholes.push(Whole { about, undocumented, ..Whole::of(photo, Until::Newest) });
    }
    Ok(wholes)
}

/// With a photo goes what was said about it.
fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM album_filing WHERE log = ?1 AND target = ?2 ORDER BY event";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    tx.execute("DELETE FROM album_item WHERE log = ?1 AND event = ?2", key)?;
    let gone = "DELETE FROM album_filing WHERE log = ?1 AND (event = ?2 OR target = ?2) RETURNING target";
    for photo in tx.query_map(gone, key, |row| row.get(0).map(EventId))? {
        if photo != *event {
            settle(tx, log, &photo)?;
        }
    }
    moving::erase(tx, log, event)
}

/// Something that an album shows, as its own kind knows it.
pub(crate) struct Item<'a> {
    /// The number of the payload that brought it.
    pub(crate) kind: Kind,
    /// By what it is opened.
    pub(crate) id: &'a [u8; 16],
    /// In milliseconds since the Unix epoch, as a column holds it.
    pub(crate) taken_at: u64,
}

/// Puts something into the album.
pub(crate) fn place(tx: &Tx<'_>, event: &Event<'_>, item: &Item<'_>) -> Result<(), ClientError> {
    tx.execute(
        "INSERT INTO album_item (log, event, kind, item, taken_at, at, member) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (log, event) DO NOTHING",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            item.kind.0,
            item.id,
            item.taken_at,
            event.sent_at,
            event.member.as_bytes(),
        ),
    )?;
    tx.touch(Topic::Kind(NAME));
    settle(tx, event.log, &event.event)
}

/// Gives a photo the wound and the patient that count now: the wound's own, or what it was filed under. Deletions that wait
/// hide things, and change nothing here.
pub(crate) fn settle(tx: &Tx<'_>, log: &LogId, photo: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), photo.as_bytes());
    if tx.query_opt("SELECT 1 FROM album_item WHERE log = ?1 AND event = ?2", key, |_| Ok(()))?.is_none() {
        return Ok(());
    }
    let wound = put_of(tx.sql(), log, photo)?;
    let whose = wound.map(|wound| patient_of(tx.sql(), log, &wound)).transpose()?.flatten();
    let filed = "SELECT patient FROM album_filing WHERE log = ?1 AND target = ?2 AND kind = 80
                 ORDER BY seq DESC, event DESC LIMIT 1";
    let patient: String = match whose {
        Some(patient) => patient,
        None => tx.query_opt(filed, key, |row| row.get(0))?.unwrap_or_default(),
    };
    tx.execute(
        "UPDATE album_item SET wound = ?3, patient = ?4, sent = EXISTS (SELECT 1 FROM album_filing
             WHERE album_filing.log = ?1 AND album_filing.target = ?2 AND album_filing.kind = 81)
         WHERE log = ?1 AND event = ?2",
        (key.0, key.1, wound.as_ref().map(EventId::as_bytes), patient),
    )?;
    tx.touch(Topic::Kind(NAME));
    Ok(())
}

/// Does the same for all photos of a wound.
pub(crate) fn settle_wound(tx: &Tx<'_>, log: &LogId, wound: &EventId) -> Result<(), ClientError> {
    let sql = "SELECT event FROM album_item WHERE wound = ?2 AND log = ?1 ORDER BY event";
    for photo in tx.query_map(sql, (log.as_bytes(), wound.as_bytes()), |row| row.get(0).map(EventId))? {
        settle(tx, log, &photo)?;
    }
    Ok(())
}

/// Puts photos into the album that were here before there was one.
pub(crate) fn take_in(store: &Store) -> Result<(), ClientError> {
    // The newest photo is in it, or none was ever put there.
    let lacking = "SELECT 1 FROM photo WHERE event IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM album_item LIMIT 1) LIMIT 1";
    if !store.read(|sql| Ok::<_, StoreError>(sql.prepare(lacking)?.exists([])?))? {
        return Ok(());
    }
    store.with_tx(|tx| {
        tx.execute(
            "INSERT INTO album_item (log, event, kind, item, taken_at, at, member)
             SELECT photo.log, photo.event, message.kind, photo.id, photo.taken_at, message.sent_at,
                    message.author_member
             FROM photo JOIN message ON message.photo = photo.id AND message.log = photo.log
             WHERE photo.event IS NOT NULL AND message.author_member IS NOT NULL
             ON CONFLICT (log, event) DO NOTHING",
            [],
        )?;
        let all = tx.query_map("SELECT log, event FROM album_item ORDER BY log, event", [], |row| {
            Ok((LogId(row.get(0)?), EventId(row.get(1)?)))
        })?;
        all.iter().try_for_each(|(log, photo)| settle(tx, log, photo))
    })
}
