//! Moving photos into another conversation. The copy, under keys of its own, goes into the outbox and the photo out of sight
//! at once; it is erased when the copy is in the log and cannot be undone any more. Until then whoever takes the copy back has
//! the photo again, and so has everybody if the copy is refused: at no time is there none.

use verband_protocol::id::{BlobId, EventId, Hash, LogId};
use verband_protocol::policy::is_personal_space;
use verband_rules::Refusal;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx, WAITING};

use super::commands::patient_of_photo;
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::wound::patient_of;
use crate::kind::{PhotoMessage, Recorded, UNDO_MS, WoundError, photo_facts, row_of};
use crate::photos::{Origin, PhotoSize};

/// Something that is moved, sealed anew.
struct Moved {
    event: EventId,
    what: Content,
    patient: String,
}

/// A photo, or a recording.
enum Content {
    Photo(Box<PhotoMessage>),
    Recorded(Box<Recorded>),
}

impl Client {
    /// Moves photos, voice notes and videos from the personal space, or from another conversation, into one: all or none. Each goes with its patient
    /// reference, and belongs to the wound there, if one is named. What is not on this device is fetched first. Until ten seconds
    /// after a copy was sent, [`Self::undo_send`] of it gives the photo back; later it is gone from where it was. Gives the events
    /// of the copies.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Refused`] for what is another's, [`ClientError::NotLookedThrough`],
    /// [`ClientError::Wound`]: the wound is closed, consent is refused, or it is another patient's than a photo;
    /// [`ClientError::Offline`] if something has to be fetched, [`ClientError::Vault`], [`ClientError::Halted`],
    /// [`ClientError::Store`].
    pub async fn move_photos(
        &self,
        from: &LogId,
        photos: &[EventId],
        to: &LogId,
        wound: Option<&EventId>,
    ) -> Result<Vec<EventId>, ClientError> {
        let inner = self.readable()?;
        if from == to {
            return Err(ClientError::NotFound("other conversation"));
        }
        let looked_through = inner.check_looked_through(to).is_ok();
        let mut moved = Vec::with_capacity(photos.len());
        for event in photos {
            let found = inner.store.with_tx(|tx| inner.movable(tx, from, event, to, wound))?;
            let seen = match &found.what {
                Content::Photo(photo) => photo.looked_through == Some(true),
                Content::Recorded(recorded) => recorded.is_looked_through(),
            };
            if !seen && !looked_through {
                return Err(ClientError::NotLookedThrough);
            }
            moved.push(found);
        }
        for Moved { what, .. } in &mut moved {
            match what {
                Content::Photo(photo) => {
                    let original = self.open_photo(&photo.original.blob, PhotoSize::Original).await?.read_all()?;
                    let preview = self.open_photo(&photo.original.blob, PhotoSize::Preview).await?.read_all()?;
                    let came_from = Some(Hash::of(&original));
                    let taken_at = photo.taken_at;
                    let origin = Origin { log: to, wound: wound.copied(), derived_from: came_from, taken_at };
                    photo.evidence = Some(inner.state_of_photo(&origin, &original, &preview));
                    photo.original = inner.seal_file(&original)?;
                    photo.preview = inner.seal_file(&preview)?;
                }
                Content::Recorded(recorded) => inner.seal_anew(from, recorded).await?,
            }
        }
        inner.store.with_tx(|tx| {
            // It has taken a while.
            for photo in &mut moved {
                let now = inner.movable(tx, from, &photo.event, to, wound)?;
                photo.patient = now.patient;
                match (&mut photo.what, now.what) {
                    (Content::Photo(photo), Content::Photo(now)) => photo.caption = now.caption,
                    (Content::Recorded(recorded), Content::Recorded(now)) => recorded.set_caption(now.caption()),
                    _ => return Err(ClientError::NotFound("photo")),
                }
            }
            moved.iter().map(|photo| inner.put_moved(tx, from, photo, to, wound)).collect()
        })
    }
}

impl Inner {
    /// A photo that may be moved, with what goes with it.
    fn movable(
        &self,
        tx: &Tx<'_>,
        from: &LogId,
        event: &EventId,
        to: &LogId,
        wound: Option<&EventId>,
    ) -> Result<Moved, ClientError> {
        Self::may_write(tx, to)?;
        Self::may_write(tx, from)?;
        let patient = patient_of_photo(tx, from, event)?;
        match self.deletable(tx, from, event) {
            Ok(targets) if targets.is_empty() => return Err(ClientError::NotFound("photo")),
            // Out of the tray it is moved all the same, and erased there when the hold is over.
            Err(ClientError::Refused(Refusal::Hold)) if is_personal_space(from) => {}
            other => drop(other?),
        }
        if let Some(wound) = wound {
            Self::photographable(tx, to, wound)?;
            let whose = patient_of(tx.sql(), to, wound)?.unwrap_or_default();
            if !patient.is_empty() && patient.to_lowercase() != whose.to_lowercase() {
                return Err(WoundError::OtherPatient.into());
            }
        }
        let row = row_of(tx, from, event)?.ok_or(ClientError::NotFound("photo"))?;
        let photo = "SELECT id FROM photo WHERE event = ?2 AND log = ?1";
        let photo = tx.query_opt(photo, (from.as_bytes(), event.as_bytes()), |row| row.get(0).map(BlobId))?;
        let what = match photo {
            Some(photo) => {
                let known = photo_facts(tx.sql(), &photo)?.ok_or(ClientError::NotFound("photo"))?;
                Content::Photo(Box::new(PhotoMessage { caption: row.text, ..known }))
            }
            // A wound has photos only.
            None if wound.is_some() => return Err(ClientError::NotFound("photo")),
            None => Content::Recorded(Box::new(Recorded::find(tx, from, event, row.text)?)),
        };
        Ok(Moved { event: *event, what, patient })
    }

    fn put_moved(
        &self,
        tx: &Tx<'_>,
        from: &LogId,
        photo: &Moved,
        to: &LogId,
        wound: Option<&EventId>,
    ) -> Result<EventId, ClientError> {
        let copy = match &photo.what {
            Content::Photo(photo) => self.enqueue_photo(tx, to, photo)?,
            Content::Recorded(recorded) => self.put_recorded(tx, to, recorded)?,
        };
        if !photo.patient.is_empty() {
            self.file_photo(tx, to, &copy, &photo.patient)?;
        }
        if wound.is_some() {
            self.put_photo(tx, to, &copy, wound.copied(), "")?;
        }
        tx.execute(
            "INSERT INTO album_move (copy_log, copy_event, from_log, from_event, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (to.as_bytes(), copy.as_bytes(), from.as_bytes(), photo.event.as_bytes(), self.ports.clock.now_ms()),
        )?;
        // As one that is being deleted, which the copy stands for until then.
        tx.execute(
            "INSERT INTO deletion (log, target, event, seq, member, trace) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
            (from.as_bytes(), photo.event.as_bytes(), copy.as_bytes(), WAITING, self.account.member.as_bytes()),
        )?;
        // What has not gone up yet does not have to.
        tx.execute("UPDATE upload SET state = 2 WHERE event = ?1 AND state = 0", [photo.event.as_bytes()])?;
        told(tx, from);
        Ok(copy)
    }

    /// What was done with a photo is done with the one that replaces it.
    pub(crate) fn replace_in_album(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        old: &EventId,
        new: &EventId,
    ) -> Result<(), ClientError> {
        let filed = "SELECT patient FROM album_filing WHERE log = ?1 AND target = ?2 AND kind = 80
                     ORDER BY seq DESC, event DESC LIMIT 1";
        let filed: Option<String> = tx.query_opt(filed, (log.as_bytes(), old.as_bytes()), |row| row.get(0))?;
        if let Some(patient) = filed.filter(|patient| !patient.is_empty()) {
            self.file_photo(tx, log, new, &patient)?;
        }
        let key = (log.as_bytes(), old.as_bytes(), new.as_bytes());
        tx.execute("UPDATE album_move SET copy_event = ?3 WHERE copy_log = ?1 AND copy_event = ?2", key)?;
        tx.execute(
            "UPDATE deletion SET event = ?1 WHERE event = ?2 AND seq = ?3
             AND EXISTS (SELECT 1 FROM album_move WHERE copy_event = ?1 AND from_log = deletion.log
                 AND from_event = deletion.target)",
            (new.as_bytes(), old.as_bytes(), WAITING),
        )?;
        Ok(())
    }
}

fn told(tx: &Tx<'_>, log: &LogId) {
    for topic in [Topic::Kind(super::NAME), Topic::Conversation(log.0), Topic::Outbox, Topic::Transfers] {
        tx.touch(topic);
    }
}

fn unhide(tx: &Tx<'_>, from: &LogId, photo: &EventId, copy: &EventId) -> Result<(), StoreError> {
    let sql = "DELETE FROM deletion WHERE log = ?1 AND target = ?2 AND event = ?3 AND seq = ?4";
    tx.execute(sql, (from.as_bytes(), photo.as_bytes(), copy.as_bytes(), WAITING)).map(drop)
}

/// A copy is gone: what it was moved from is there again. Or that is gone, and nothing is left to do.
pub(super) fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    let gone = "DELETE FROM album_move WHERE (copy_log = ?1 AND copy_event = ?2) OR (from_log = ?1 AND from_event = ?2)
                RETURNING from_log, from_event, copy_event";
    let gone = tx.query_map(gone, key, |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?), EventId(row.get(2)?))))?;
    for (from, photo, copy) in gone {
        unhide(tx, &from, &photo, &copy)?;
        tx.execute("UPDATE upload SET state = 0 WHERE event = ?1 AND state = 2", [photo.as_bytes()])?;
        told(tx, &from);
    }
    Ok(())
}

/// Copies that are in the log, and that nobody is taking back.
const ARRIVED: &str = "FROM album_move
    WHERE EXISTS (SELECT 1 FROM entry WHERE entry.event = copy_event AND entry.log = copy_log)
        AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = copy_log AND deletion.target = copy_event)";

/// Erases what was moved where the copies cannot be undone any more. Whether there is something to send now.
pub(super) fn finish(inner: &Inner, now: u64) -> Result<bool, ClientError> {
    let arrived = inner.store.read(|connection| -> Result<Vec<_>, StoreError> {
        let sql = format!("SELECT from_log, from_event, copy_event {ARRIVED} AND at + ?1 < ?2 ORDER BY at, copy_event");
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement
            .query_map((UNDO_MS, now), |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?), EventId(row.get(2)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })?;
    let mut written = false;
    for (from, photo, copy) in arrived {
        written |= inner.store.with_tx(|tx| -> Result<_, ClientError> {
            if !inner.let_end(tx, &from, &photo)? {
                return Ok(false);
            }
            // From now on its delete hides it.
            unhide(tx, &from, &photo, &copy)?;
            let done = "DELETE FROM album_move WHERE from_log = ?1 AND from_event = ?2";
            tx.execute(done, (from.as_bytes(), photo.as_bytes()))?;
            told(tx, &from);
            Ok(true)
        })?;
    }
    Ok(written)
}

/// When something is due next.
pub(super) fn due(connection: &Connection) -> Result<Option<u64>, StoreError> {
    let sql = format!("SELECT min(at) {ARRIVED}");
    let first: Option<u64> = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    Ok(first.map(|at| at + UNDO_MS + 1))
}

impl Inner {
    /// Notes that something was forwarded, if it was out of the personal space.
    pub(crate) fn note_forwarded(
        &self,
        log: &LogId,
        event: &EventId,
        to: &[LogId],
        copies: &[EventId],
    ) -> Result<(), ClientError> {
        match (to.first(), copies.first()) {
            (Some(to), Some(copy)) => self.store.with_tx(|tx| self.note_sent(tx, log, event, to, copy)),
            _ => Ok(()),
        }
    }

    /// Notes that a photo of the personal space has become something elsewhere: it does not end by itself any more.
    pub(crate) fn note_sent(
        &self,
        tx: &Tx<'_>,
        space: &LogId,
        photo: &EventId,
        log: &LogId,
        event: &EventId,
    ) -> Result<(), ClientError> {
        if is_personal_space(space) && space != log {
            let sent = super::Sent { photo: *photo, log: *log, event: *event };
            self.enqueue(tx, space, super::SENT, verband_protocol::cbor::encode(&sent), &[])?;
        }
        Ok(())
    }
}
