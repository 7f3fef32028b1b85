//! Which photos belong to a wound, and the series of them. A photo is an event of its own kind; that it belongs to a wound
//! is another one, which the next one like it overrides.

use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::Tx;
use verband_vault as vault;

use super::details::code;
use super::error::WoundError;
use super::payload::{PLACE, Place};
use super::record::{Record, place_of};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::photos::Origin;

/// The most photos of one series: overview, close-up, before cleaning, and some more of a large wound.
const MAX_SERIES: usize = 6;

impl Client {
    /// Takes photos that the camera has just made of a wound and sends them, all or none: each with what it shows, a code of
    /// `photo`, such as `overview` and `close-up`. Gives the events of the photos.
    ///
    /// # Errors
    /// [`ClientError::Wound`]: the wound is closed, consent is refused, or no photo or too many; as for
    /// [`Self::send_photo`]. Where every photo has to be looked through, each is [sent with its
    /// review](Self::send_reviewed_photo) and then [attached](Self::attach_wound_photo).
    pub fn send_wound_photos(
        &self,
        log: &LogId,
        wound: &EventId,
        photos: &[(&str, &[u8])],
    ) -> Result<Vec<EventId>, ClientError> {
        self.send_series(Switch::Camera, log, wound, photos)
    }

    /// The same with photos that lie in files or a gallery.
    ///
    /// # Errors
    /// As for [`Self::send_wound_photos`].
    pub fn send_wound_photo_files(
        &self,
        log: &LogId,
        wound: &EventId,
        photos: &[(&str, &[u8])],
    ) -> Result<Vec<EventId>, ClientError> {
        self.send_series(Switch::Files, log, wound, photos)
    }

    fn send_series(
        &self,
        source: Switch,
        log: &LogId,
        wound: &EventId,
        photos: &[(&str, &[u8])],
    ) -> Result<Vec<EventId>, ClientError> {
        let inner = self.inner()?;
        inner.check_switch(source)?;
        inner.check_looked_through(log)?;
        if photos.is_empty() || photos.len() > MAX_SERIES {
            return Err(WoundError::List("photos").into());
        }
        // Before anything is sealed, so that nothing is left of what is refused.
        inner.store.with_tx(|tx| Inner::photographable(tx, log, wound))?;
        let mut taken = Vec::with_capacity(photos.len());
        for (role, photo) in photos {
            code("photo", role, true)?;
            taken.push((*role, vault::ingest(photo)?));
        }
        let mut messages = Vec::with_capacity(taken.len());
        for (role, photo) in taken {
            let taken_at = inner.ports.clock.now_ms();
            let origin = Origin { log, wound: Some(*wound), derived_from: None, taken_at };
            messages.push((role, inner.capture(photo, "", &origin)?));
        }
        inner.store.with_tx(|tx| {
            Inner::photographable(tx, log, wound)?;
            messages
                .iter()
                .map(|(role, message)| {
                    let event = inner.enqueue_photo(tx, log, message)?;
                    inner.put_photo(tx, log, &event, Some(*wound), role)?;
                    Ok(event)
                })
                .collect()
        })
    }

    /// Says that a photo of the conversation belongs to a wound, and what it shows, a code of `photo`; or moves it there from
    /// another wound, because it was the wrong patient's. An empty code keeps what was said of it before.
    ///
    /// # Errors
    /// [`ClientError::Wound`], [`ClientError::NotFound`] for a photo or wound that is not there, [`ClientError::Refused`],
    /// [`ClientError::Halted`], [`ClientError::Store`].
    pub fn attach_wound_photo(
        &self,
        log: &LogId,
        photo: &EventId,
        wound: &EventId,
        role: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        code("photo", role, true)?;
        inner.store.with_tx(|tx| {
            is_photo(tx, log, photo)?;
            let before = place_of(tx.sql(), log, photo)?.filter(|put| put.wound.is_some());
            match before {
                // What was put at the wrong wound goes to the right one, closed or not.
                Some(_) => consents(&Inner::existing_wound(tx, log, wound)?)?,
                None => Inner::photographable(tx, log, wound)?,
            }
            let before = before.map(|put| put.role).unwrap_or_default();
            inner.put_photo(tx, log, photo, Some(*wound), if role.is_empty() { &before } else { role })
        })
    }

    /// Takes a photo off its wound. It stays in the conversation.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a photo that belongs to no wound; as for [`Self::attach_wound_photo`].
    pub fn detach_wound_photo(&self, log: &LogId, photo: &EventId) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let before = place_of(tx.sql(), log, photo)?.filter(|put| put.wound.is_some());
            let before = before.ok_or(ClientError::NotFound("photo of a wound"))?;
            inner.put_photo(tx, log, photo, None, &before.role)
        })
    }
}

impl Inner {
    pub(crate) fn put_photo(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        photo: &EventId,
        wound: Option<EventId>,
        role: &str,
    ) -> Result<EventId, ClientError> {
        self.write_of_wound(tx, log, PLACE, &Place { photo: *photo, wound, role: role.to_owned() })
    }

    /// Puts a photo where another one was, which it replaces.
    pub(crate) fn replace_wound_photo(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        old: &EventId,
        new: &EventId,
    ) -> Result<(), ClientError> {
        if let Some(put) = place_of(tx.sql(), log, old)?.filter(|put| put.wound.is_some()) {
            self.put_photo(tx, log, new, put.wound, &put.role)?;
        }
        Ok(())
    }

    /// Whether there is such a wound that photos may be taken of.
    pub(crate) fn photographable(tx: &Tx<'_>, log: &LogId, wound: &EventId) -> Result<(), ClientError> {
        consents(&Self::open_wound(tx, log, wound)?)
    }
}

fn consents(record: &Record) -> Result<(), ClientError> {
    if record.consent().refuses_photos() { Err(WoundError::Consent.into()) } else { Ok(()) }
}

fn is_photo(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let sql = "SELECT 1 FROM photo WHERE event = ?2 AND log = ?1
               AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = ?2)";
    tx.query_opt(sql, (log.as_bytes(), event.as_bytes()), |_| Ok(()))?.ok_or(ClientError::NotFound("photo"))
}
