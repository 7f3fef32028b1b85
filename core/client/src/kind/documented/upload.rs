//! Documents on their way into a record.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Tx};

use super::commands::Covered;
use crate::client::Inner;
use crate::error::ClientError;
use crate::record::{RecordContext, RecordTarget};

/// A document that a record may have or not.
pub(crate) struct Upload {
    /// Its own id.
    pub(crate) id: [u8; 16],
    /// The events that it covers.
    pub(crate) items: Vec<EventId>,
    /// As it is sent.
    pub(crate) message: Vec<u8>,
}

/// The document about a wound that is on its way to this patient of this record.
pub(crate) fn under_way(
    connection: &Connection,
    log: &LogId,
    wound: &EventId,
    target: &RecordTarget,
    context: &RecordContext,
) -> Result<Option<Upload>, StoreError> {
    let sql = "SELECT id, items, message FROM documented_upload
               WHERE log = ?1 AND wound = ?2 AND url = ?3 AND patient = ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement.query_row((log.as_bytes(), wound.as_bytes(), &target.url, &context.patient), |row| {
        let items: Vec<u8> = row.get(1)?;
        Ok(Upload { id: row.get(0)?, items: cbor::decode(&items).unwrap_or_default(), message: row.get(2)? })
    });
    Ok(row.optional()?)
}

/// The document that the record has of a wound, by the last mark of its server: a new one takes its place.
pub(crate) fn document_of(
    connection: &Connection,
    log: &LogId,
    wound: &EventId,
    record: &str,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT mark.document FROM documented_item AS item
               JOIN documented_mark AS mark ON mark.log = item.log AND mark.event = item.event
               WHERE item.log = ?1 AND item.item = ?2 AND mark.record = ?3 AND NOT mark.by_hand
               ORDER BY mark.seq DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row((log.as_bytes(), wound.as_bytes(), record), |row| row.get(0)).optional()?)
}

/// Keeps a document until the record has answered.
pub(crate) fn keep(
    tx: &Tx<'_>,
    log: &LogId,
    wound: &EventId,
    target: &RecordTarget,
    context: &RecordContext,
    upload: &Upload,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO documented_upload (id, log, wound, record, url, patient, items, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            &upload.id,
            log.as_bytes(),
            wound.as_bytes(),
            &target.name,
            &target.url,
            &context.patient,
            cbor::encode(&upload.items),
            &upload.message,
        ),
    )?;
    Ok(())
}

/// Forgets a document that the record has refused.
pub(crate) fn drop_upload(tx: &Tx<'_>, upload: &Upload) -> Result<(), StoreError> {
    tx.execute("DELETE FROM documented_upload WHERE id = ?1", [&upload.id]).map(drop)
}

impl Inner {
    /// Makes the mark of a document that the record has. With it goes what was kept for another try.
    pub(crate) fn taken_into_record(
        &self,
        log: &LogId,
        wound: &EventId,
        record: &str,
        upload: &Upload,
        document: &str,
    ) -> Result<EventId, ClientError> {
        self.store.with_tx(|tx| {
            drop_upload(tx, upload)?;
            let covered = Covered::from([(Some(*wound), upload.items.iter().copied().collect())]);
            self.write_documented(tx, log, covered, record, document, false)
        })
    }
}
