//! Documents on their way into a record.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Tx};

use super::commands::Covered;
use super::view::{LAST, OF_ITEM, THERE};
use crate::client::Inner;
use crate::error::ClientError;
use crate::record::{RecordContext, RecordReceipt, RecordTarget};

/// What goes where.
pub(crate) struct Way<'a> {
    pub(crate) log: &'a LogId,
    /// What the document is of: a wound, or a photo.
    pub(crate) item: &'a EventId,
    pub(crate) target: &'a RecordTarget,
    pub(crate) context: &'a RecordContext,
}

/// A document that a record may have or not.
pub(crate) struct Upload {
    /// Its own id.
    pub(crate) id: [u8; 16],
    /// The wound as which what it covers is documented.
    pub(crate) wound: EventId,
    /// The events that it covers.
    pub(crate) items: Vec<EventId>,
    /// As it is sent.
    pub(crate) message: Vec<u8>,
}

/// The document of this that is on its way to this patient of this record.
pub(crate) fn under_way(connection: &Connection, way: &Way<'_>) -> Result<Option<Upload>, StoreError> {
    let sql = "SELECT id, wound, items, message FROM documented_upload
               WHERE log = ?1 AND item = ?2 AND url = ?3 AND patient = ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let key = (way.log.as_bytes(), way.item.as_bytes(), &way.target.url, &way.context.patient);
    let row = statement.query_row(key, |row| {
        let items: Vec<u8> = row.get(2)?;
        Ok(Upload {
            id: row.get(0)?,
            wound: EventId(row.get(1)?),
            items: cbor::decode(&items).unwrap_or_default(),
            message: row.get(3)?,
        })
    });
    Ok(row.optional()?)
}

/// Whether a mark is of what would go to the same patient now. Of what this device brought it knows; of what others did, whose
/// the wound was when they did: ?6 is the position since which it has been the same patient's.
const SAME_PATIENT: &str = "coalesce((SELECT taken.url = ?4 AND taken.patient = ?5 FROM documented_taken AS taken
    WHERE taken.log = mark.log AND taken.event = mark.event), mark.seq >= ?6)";

/// The document that the record has of a wound, by the last mark of its server: a new one takes its place. `since` is the
/// position since which the wound has been the same patient's.
pub(crate) fn document_of(connection: &Connection, way: &Way<'_>, since: u64) -> Result<Option<String>, StoreError> {
    let sql = format!(
        "SELECT mark.document {OF_ITEM} AND mark.record = ?3 AND NOT mark.by_hand AND {SAME_PATIENT} {LAST} LIMIT 1"
    );
    let Way { log, item, target, context } = way;
    let key = (log.as_bytes(), item.as_bytes(), &target.name, &target.url, &context.patient, since);
    Ok(connection.prepare_cached(&sql)?.query_row(key, |row| row.get(0)).optional()?)
}

/// The document that the record has of one photo alone, with the mark that says so: as one of this wound, and if nobody has taken
/// that back since. `since` as for [`document_of`].
pub(crate) fn document_of_photo(
    connection: &Connection,
    way: &Way<'_>,
    wound: &EventId,
    since: u64,
) -> Result<Option<(String, EventId)>, StoreError> {
    let sql = format!(
        "SELECT mark.document, mark.event {OF_ITEM} AND {THERE}
             AND mark.record = ?3 AND mark.wound = ?7 AND NOT mark.by_hand AND {SAME_PATIENT}
             AND (SELECT count(*) FROM documented_item AS one WHERE one.log = ?1 AND one.event = mark.event) = 1
             AND NOT EXISTS (SELECT 1 FROM documented_item AS other
                 JOIN documented_mark AS later ON later.log = other.log AND later.event = other.event
                 WHERE other.log = ?1 AND other.item = ?2 AND later.withdrawn AND later.seq > mark.seq)
         {LAST} LIMIT 1"
    );
    let Way { log, item, target, context } = way;
    let key = (log.as_bytes(), item.as_bytes(), &target.name, &target.url, &context.patient, since, wound.as_bytes());
    let found = connection.prepare_cached(&sql)?.query_row(key, |row| Ok((row.get(0)?, EventId(row.get(1)?))));
    Ok(found.optional()?)
}

/// Keeps a document until the record has answered.
pub(crate) fn keep(tx: &Tx<'_>, way: &Way<'_>, upload: &Upload) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO documented_upload (id, log, wound, item, record, url, patient, items, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            &upload.id,
            way.log.as_bytes(),
            upload.wound.as_bytes(),
            way.item.as_bytes(),
            &way.target.name,
            &way.target.url,
            &way.context.patient,
            cbor::encode(&upload.items),
            &upload.message,
        ),
    )?;
    Ok(())
}

/// Forgets a document that the record has refused, or that nobody wants any more.
pub(crate) fn drop_upload(tx: &Tx<'_>, upload: &Upload) -> Result<(), StoreError> {
    tx.execute("DELETE FROM documented_upload WHERE id = ?1", [&upload.id]).map(drop)
}

impl Inner {
    /// Makes the mark of a document that the record has. With it goes what was kept for another try.
    pub(crate) fn taken_into_record(
        &self,
        way: &Way<'_>,
        upload: &Upload,
        document: String,
        earlier: bool,
    ) -> Result<RecordReceipt, ClientError> {
        let event = self.store.with_tx(|tx| {
            drop_upload(tx, upload)?;
            let covered = Covered::from([(Some(upload.wound), upload.items.iter().copied().collect())]);
            let mark = self.write_documented(tx, way.log, covered, &way.target.name, &document, false)?;
            let taken = (way.log.as_bytes(), mark.as_bytes(), &way.target.url, &way.context.patient);
            tx.execute("INSERT INTO documented_taken (log, event, url, patient) VALUES (?1, ?2, ?3, ?4)", taken)?;
            Ok::<_, ClientError>(mark)
        })?;
        Ok(RecordReceipt { item: *way.item, document, event, earlier })
    }
}
