//! What people do with photos of the album: capture them without a conversation, and say whose they are. Each act is on disk
//! before the call returns.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::Tx;
use verband_vault as vault;

use super::{FILED, Filed};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::WoundError;
use crate::kind::wound::{patient_of, patient_reference, put_of};
use crate::photos::Origin;

impl Client {
    /// Takes a photo (JPEG, PNG or WebP) that the camera has just made into the tray, which is the personal space: nobody else
    /// sees it, and whoever is to see it gets it by [`Self::move_photos`]. Where the policy wants photos to be looked through,
    /// that is wanted then. The patient reference may be empty. It is sealed on disk when this returns, also before the first sync.
    ///
    /// # Errors
    /// As for [`Self::send_photo`] and [`Self::file_photos`].
    pub fn capture_photo(&self, photo: &[u8], caption: &str, patient: &str) -> Result<EventId, ClientError> {
        self.capture_from(Switch::Camera, photo, caption, patient)
    }

    /// The same with a photo that lies in a file or a gallery.
    ///
    /// # Errors
    /// As for [`Self::capture_photo`].
    pub fn capture_photo_file(&self, photo: &[u8], caption: &str, patient: &str) -> Result<EventId, ClientError> {
        self.capture_from(Switch::Files, photo, caption, patient)
    }

    fn capture_from(&self, source: Switch, photo: &[u8], caption: &str, patient: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.check_switch(source)?;
        let patient = patient.trim();
        patient_reference(patient)?;
        let space = inner.personal_space()?.ok_or(ClientError::NotFound("personal space"))?;
        let origin = Origin { log: &space, wound: None, derived_from: None, taken_at: inner.ports.clock.now_ms() };
        let message = inner.capture(vault::ingest(photo)?, caption, &origin)?;
        inner.store.with_tx(|tx| {
            // Its id may have become known while the photo was sealed, and what waited there has moved.
            let space = inner.personal_log(tx.sql(), &*inner.organisation_in(tx)?)?;
            let space = space.ok_or(ClientError::NotFound("personal space"))?;
            Inner::may_write(tx, &space)?;
            let event = inner.enqueue_photo(tx, &space, &message.stated_in(&space, &inner.keys.event))?;
            if !patient.is_empty() {
                inner.file_photo(tx, &space, &event, patient)?;
            }
            Ok(event)
        })
    }

    /// Says whose photos of a conversation are, all or none: by a patient reference, at most [`MAX_PATIENT`](crate::MAX_PATIENT)
    /// characters, or by an empty one that they are nobody's. Whoever may write there may do that; what was said before
    /// stays as a [trace](Self::photo_filings).
    ///
    /// # Errors
    /// [`ClientError::Wound`] names what is wrong with the reference, or says that a photo belongs to a wound, whose patient
    /// counts; [`ClientError::NotFound`], [`ClientError::Refused`], [`ClientError::Halted`], [`ClientError::Store`].
    pub fn file_photos(&self, log: &LogId, photos: &[EventId], patient: &str) -> Result<Vec<EventId>, ClientError> {
        let inner = self.inner()?;
        let patient = patient.trim();
        patient_reference(patient)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let mut filed = Vec::with_capacity(photos.len());
            for photo in photos {
                let before = patient_of_photo(tx, log, photo)?;
                if has_wound(tx, log, photo)? {
                    return Err(WoundError::Placed.into());
                }
                // What it says already is not said again.
                if before != patient {
                    filed.push(inner.file_photo(tx, log, photo, patient)?);
                }
            }
            Ok(filed)
        })
    }
}

impl Inner {
    pub(super) fn file_photo(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        photo: &EventId,
        patient: &str,
    ) -> Result<EventId, ClientError> {
        let filed = Filed { photo: *photo, patient: patient.to_owned() };
        self.enqueue(tx, log, FILED, cbor::encode(&filed), &[])
    }
}

/// Whether a photo belongs to a wound that is there.
fn has_wound(tx: &Tx<'_>, log: &LogId, photo: &EventId) -> Result<bool, ClientError> {
    let Some(wound) = put_of(tx.sql(), log, photo)? else { return Ok(false) };
    Ok(patient_of(tx.sql(), log, &wound)?.is_some())
}

/// Whose a photo is that is there; empty if it is nobody's.
pub(super) fn patient_of_photo(tx: &Tx<'_>, log: &LogId, photo: &EventId) -> Result<String, ClientError> {
    let sql = "SELECT patient FROM album_item WHERE log = ?1 AND event = ?2 AND NOT EXISTS (SELECT 1 FROM deletion
                   WHERE deletion.log = ?1 AND deletion.target = ?2)";
    let patient = tx.query_opt(sql, (log.as_bytes(), photo.as_bytes()), |row| row.get(0))?;
    patient.ok_or(ClientError::NotFound("photo"))
}
