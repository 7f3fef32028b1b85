//! What a device states of a photo, and what that is worth: held against the event when it arrives, against the photo when it is
//! opened for the first time, and against the wound where it was put.

use verband_protocol::capture::{CaptureStatement, SignedCapture};
use verband_protocol::cbor;
use verband_protocol::id::{BlobId, Hash, LogId};
use verband_protocol::sign::SecretKey;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Topic, Tx};

use super::PhotoMessage;
use crate::kind::Event;

/// What is known of where a photo comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoEvidence {
    /// Nothing: an older program sent it.
    None,
    /// The device that sent it states and signs what it is, and what was opened of it on this device is that; see
    /// `docs/evidence.md`.
    Valid,
    /// A statement comes with it that is not its sender's, not of this photo, or of another wound than those where it was put.
    Invalid,
    /// The device that sent it states and signs what it is. On this device nobody has opened it yet.
    Stated,
}

/// What counts of a row of `photo`, as a number. A wound is another one if the photo was put at wounds (`PUT`,
/// number 64), and never at that one.
pub(crate) const EVIDENCE: &str = "CASE
    WHEN coalesce(photo.evidence_state, 0) <> 1 THEN coalesce(photo.evidence_state, 0)
    WHEN photo.evidence_seen & 4 THEN 2
    WHEN photo.evidence_wound IS NOT NULL AND (SELECT NOT max(put.wound = photo.evidence_wound) FROM wound_event AS put
            WHERE put.log = photo.log AND put.target = photo.event AND put.kind = 64 AND put.wound IS NOT NULL) THEN 2
    WHEN photo.evidence_seen = 0 THEN 3
    ELSE 1 END";

/// In `evidence_seen`: what was opened is something else than what was stated.
const OTHER: i64 = 4;

/// A form of a photo of which something is stated.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Preview = 1,
    Original = 2,
}

impl PhotoEvidence {
    /// The state behind a number of [`EVIDENCE`].
    pub(crate) fn from_row(value: i64) -> Self {
        match value {
            1 => Self::Valid,
            2 => Self::Invalid,
            3 => Self::Stated,
            _ => Self::None,
        }
    }
}

/// Keeps what comes with a photo, and what it is worth as far as the event tells.
pub(super) fn keep(tx: &Tx<'_>, event: &Event<'_>, photo: &PhotoMessage) -> Result<(), StoreError> {
    let signed = photo.evidence.as_ref();
    let stated = signed.and_then(|signed| signed.read().ok()).filter(|stated| {
        stated.device == event.author
            && stated.member == event.member
            && stated.log == *event.log
            && stated.taken_at == photo.taken_at
    });
    let key = event.organisation.device(&event.author).map(|device| device.certificate.event);
    // What waits was signed here, perhaps before this device knew itself in the organisation.
    let verified = event.waiting || signed.zip(key).is_some_and(|(signed, key)| signed.verify(&key).is_ok());
    let good = stated.is_some() && verified;
    let state = match (signed, good) {
        (None, _) => PhotoEvidence::None,
        (_, true) => PhotoEvidence::Valid,
        (_, false) => PhotoEvidence::Invalid,
    };
    let wound = stated.and_then(|stated| stated.wound);
    // What waits here was made here: this device has just seen both forms of it.
    let seen = if event.waiting { Form::Preview as i64 | Form::Original as i64 } else { 0 };
    tx.execute(
        "UPDATE photo SET evidence = ?3, evidence_state = ?4, evidence_wound = ?5, evidence_seen = evidence_seen | ?6
         WHERE id = ?1 AND event = ?2 AND log = ?7",
        (
            photo.original.blob.as_bytes(),
            event.event.as_bytes(),
            signed.map(cbor::encode),
            state as i64,
            wound.as_ref().map(|wound| wound.as_bytes().as_slice()),
            seen,
            event.log.as_bytes(),
        ),
    )?;
    Ok(())
}

/// The payload of a photo that waits, for the same conversation under another id.
pub(in crate::kind) fn stated_anew(payload: &[u8], log: &LogId, key: &SecretKey) -> Option<Vec<u8>> {
    let photo: PhotoMessage = cbor::decode(payload).ok()?;
    Some(cbor::encode(&photo.stated_in(log, key)))
}

impl PhotoMessage {
    /// The same for a conversation that has another id than the one that this device stated: the statement names it.
    pub(crate) fn stated_in(mut self, log: &LogId, key: &SecretKey) -> Self {
        let stated = self.evidence.as_ref().and_then(|signed| signed.read().ok());
        if let Some(stated) = stated.filter(|stated| stated.log != *log) {
            self.evidence = Some(CaptureStatement { log: *log, ..stated }.sign(key));
        }
        self
    }
}

/// What comes with a photo, whatever it is worth.
pub(crate) fn statement_of(connection: &Connection, photo: &BlobId) -> Result<Option<SignedCapture>, StoreError> {
    let sql = "SELECT evidence FROM photo WHERE id = ?1";
    let kept: Option<Option<Vec<u8>>> =
        connection.prepare_cached(sql)?.query_row([photo.as_bytes()], |row| row.get(0)).optional()?;
    Ok(kept.flatten().and_then(|bytes| cbor::decode(&bytes).ok()))
}

/// What a form of a photo should be by what was stated, if that was not looked at yet since the file came.
pub(crate) fn unseen(connection: &Connection, photo: &BlobId, form: Form) -> Result<Option<Hash>, StoreError> {
    let sql = "SELECT 1 FROM photo WHERE id = ?1 AND evidence_state = 1 AND NOT evidence_seen & ?2";
    if !connection.prepare_cached(sql)?.exists((photo.as_bytes(), form as i64))? {
        return Ok(None);
    }
    let stated = statement_of(connection, photo)?.and_then(|signed| signed.read().ok());
    Ok(stated.map(|stated| match form {
        Form::Preview => stated.preview,
        Form::Original => stated.original,
    }))
}

/// Keeps what was seen of a photo.
pub(crate) fn seen(tx: &Tx<'_>, photo: &BlobId, form: Form, as_stated: bool) -> Result<(), StoreError> {
    let bits = form as i64 | if as_stated { 0 } else { OTHER };
    let sql = "UPDATE photo SET evidence_seen = evidence_seen | ?2 WHERE id = ?1 RETURNING log";
    let log =
        tx.query_opt(sql, (photo.as_bytes(), bits), |row| row.get::<_, Option<[u8; 32]>>(0).map(|log| log.map(LogId)))?;
    tx.touch(Topic::Vault);
    if let Some(log) = log.flatten() {
        tx.touch(Topic::Conversation(log.0));
    }
    Ok(())
}

/// A file has come once more, and is to be looked at once more. What was found of the one before stays.
pub(crate) fn came_again(tx: &Tx<'_>, file: &BlobId) -> Result<(), StoreError> {
    let sql = "UPDATE photo SET evidence_seen = evidence_seen & ?2
               WHERE (id = ?1 OR preview = ?1) AND evidence_seen NOT IN (0, ?2)";
    tx.execute(sql, (file.as_bytes(), OTHER)).map(drop)
}
