//! Reading what is in the patient's record, and what is not there yet.

use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, OptionalExtension, Row};
use verband_store::{StoreError, WAITING};

use crate::client::Client;
use crate::directory::name_of;
use crate::error::ClientError;
use crate::kind::wound;
use crate::order;

/// Something that was said of an item: that it is in the patient's record, or that it is not after all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub struct DocumentedRow {
    /// The event.
    pub event: EventId,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who said it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Whether this person did.
    pub own: bool,
    /// Whether it takes back what was said.
    pub withdrawn: bool,
    /// Why; empty if nothing was taken back.
    pub reason: String,
    /// The name of the record; empty if something was taken back.
    pub record: String,
    /// The id of the document there; empty if nobody knows one.
    pub document: String,
    /// Whether a person says so, because she typed or copied it there; else the server of the record did.
    pub by_hand: bool,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// What is not in the patient's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndocumentedItem {
    /// A photo of a wound, or of a patient without one.
    Photo,
    /// A finding.
    Finding,
}

/// Something of a patient that is not in the record, or not as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndocumentedRow {
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// Its event.
    pub event: EventId,
    /// What it is.
    pub kind: UndocumentedItem,
    /// When it was taken or found, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who put it there.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// The wound that it is of.
    pub wound: Option<EventId>,
    /// Whose it is, as the house refers to patients.
    pub patient: String,
    /// The photo.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
}

/// How something is documented.
pub(crate) struct DocumentedState {
    /// The wound as which it is.
    pub(crate) wound: Option<EventId>,
    pub(crate) at: u64,
    pub(crate) record: String,
    /// Whether somebody's word of it has not been sent yet.
    pub(crate) waiting: bool,
}

impl Client {
    /// What was said about whether an item is in the patient's record, the newest first, which counts.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn documented_trace(&self, log: &LogId, item: &EventId) -> Result<Vec<DocumentedRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| documented_trace(connection, &inner.account.member, log, item))?)
    }

    /// Whether an item is in the patient's record as it is now: what was corrected or moved to another wound since is not. A
    /// mark that is not in the log yet does not count.
    ///
    /// # Errors
    /// As for [`Self::documented_trace`].
    pub fn is_documented(&self, log: &LogId, item: &EventId) -> Result<bool, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| documented(connection, log, item))?)
    }

    /// Photos of patients and findings of a conversation that are not in the patient's record, or were corrected or moved since,
    /// the oldest first.
    ///
    /// # Errors
    /// As for [`Self::documented_trace`].
    pub fn undocumented(&self, log: &LogId) -> Result<Vec<UndocumentedRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| undocumented(connection, &[*log]))?)
    }

    /// The same of all conversations.
    ///
    /// # Errors
    /// As for [`Self::documented_trace`].
    pub fn all_undocumented(&self) -> Result<Vec<UndocumentedRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| -> Result<_, StoreError> {
            let logs = "SELECT log FROM wound_event UNION SELECT log FROM album_item WHERE patient <> ''";
            let mut statement = connection.prepare_cached(logs)?;
            let logs = statement.query_map([], |row| row.get(0).map(LogId))?.collect::<Result<Vec<_>, _>>()?;
            undocumented(connection, &logs)
        })?)
    }
}

/// What was said of a wound as such and of what belongs to it, in the order of the log.
pub(crate) fn documented_of_wound(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    wound: &EventId,
) -> Result<Vec<(u64, DocumentedRow)>, StoreError> {
    let sql = format!(
        "SELECT {SAID} FROM documented_mark AS mark WHERE mark.log = ?1 AND mark.wound = ?2 AND {THERE}
         ORDER BY mark.seq, mark.event"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((log.as_bytes(), wound.as_bytes()), |row| Ok((row.get(8)?, said(row, own)?)))?;
    let mut rows: Vec<(u64, DocumentedRow)> = rows.collect::<Result<_, _>>()?;
    for (_, row) in &mut rows {
        row.by_name = name_of(connection, &row.by)?;
    }
    Ok(rows)
}

/// What is being deleted is not there any more.
pub(super) const THERE: &str = "NOT EXISTS (SELECT 1 FROM deletion
     WHERE deletion.log = mark.log AND deletion.target = mark.event)";

/// The columns of a row.
const SAID: &str = "mark.event, mark.at, mark.member, mark.withdrawn, mark.reason, mark.record, mark.document, \
     mark.by_hand, mark.seq";

/// Photos of patients that are at no wound.
fn filed(connection: &Connection, log: &LogId, rows: &mut Vec<UndocumentedRow>) -> Result<(), StoreError> {
    let sql = "SELECT item.event, item.item, item.taken_at, item.member, item.patient, photo.thumb,
                   coalesce((SELECT title FROM conversation WHERE conversation.log = item.log), '')
               FROM album_item AS item JOIN photo ON photo.id = item.item
               WHERE item.log = ?1 AND item.kind = 3 AND item.patient <> '' AND item.wound IS NULL
                   AND NOT EXISTS (SELECT 1 FROM deletion
                       WHERE deletion.log = item.log AND deletion.target = item.event)";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map([log.as_bytes()], |row| {
        Ok(UndocumentedRow {
            conversation: *log,
            conversation_title: row.get(6)?,
            event: EventId(row.get(0)?),
            kind: UndocumentedItem::Photo,
            at: row.get(2)?,
            by: MemberId(row.get(3)?),
            by_name: String::new(),
            wound: None,
            patient: row.get(4)?,
            photo: row.get::<_, Option<[u8; 16]>>(1)?.map(BlobId),
            thumbnail: row.get(5)?,
        })
    })?;
    for row in found.collect::<Result<Vec<_>, _>>()? {
        if documented_state(connection, log, &row.event)?.is_none() {
            rows.push(UndocumentedRow { by_name: name_of(connection, &row.by)?, ..row });
        }
    }
    Ok(())
}

/// What was said of an item: ?1 is the conversation, ?2 the item.
pub(super) const OF_ITEM: &str = "FROM documented_item AS item
     JOIN documented_mark AS mark ON mark.log = item.log AND mark.event = item.event
     WHERE item.log = ?1 AND item.item = ?2";

/// The last word first.
pub(super) const LAST: &str = "ORDER BY mark.seq DESC, mark.event DESC";

/// Whether something is in the patient's record as it is now: what retention asks.
pub(crate) fn documented(connection: &Connection, log: &LogId, item: &EventId) -> Result<bool, StoreError> {
    Ok(wound::documentation_of(connection, log, item)?.is_some_and(|state| !state.waiting))
}

/// How one event is documented: what counts is what was said last.
pub(crate) fn documented_state(
    connection: &Connection,
    log: &LogId,
    item: &EventId,
) -> Result<Option<DocumentedState>, StoreError> {
    let sql = format!(
        "SELECT mark.withdrawn, mark.wound, mark.at, mark.record, mark.seq {OF_ITEM} AND {THERE} {LAST} LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let last = statement.query_row((log.as_bytes(), item.as_bytes()), |row| {
        let state = DocumentedState {
            wound: row.get::<_, Option<[u8; 16]>>(1)?.map(EventId),
            at: row.get(2)?,
            record: row.get(3)?,
            waiting: row.get::<_, u64>(4)? >= WAITING,
        };
        Ok((!row.get::<_, bool>(0)?).then_some(state))
    });
    Ok(last.optional()?.flatten())
}

/// What was said of an item, the newest first.
pub(crate) fn documented_trace(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    item: &EventId,
) -> Result<Vec<DocumentedRow>, StoreError> {
    let sql = format!("SELECT {SAID} {OF_ITEM} AND {THERE} {LAST}");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((log.as_bytes(), item.as_bytes()), |row| said(row, own))?;
    let mut rows: Vec<DocumentedRow> = rows.collect::<Result<_, _>>()?;
    for row in &mut rows {
        row.by_name = name_of(connection, &row.by)?;
    }
    Ok(rows)
}

fn said(row: &Row<'_>, own: &MemberId) -> Result<DocumentedRow, verband_store::rusqlite::Error> {
    let by = MemberId(row.get(2)?);
    Ok(DocumentedRow {
        event: EventId(row.get(0)?),
        at: row.get(1)?,
        by,
        by_name: String::new(),
        own: by == *own,
        withdrawn: row.get(3)?,
        reason: row.get(4)?,
        record: row.get(5)?,
        document: row.get(6)?,
        by_hand: row.get(7)?,
        waiting: row.get::<_, u64>(8)? >= WAITING,
    })
}

fn undocumented(connection: &Connection, logs: &[LogId]) -> Result<Vec<UndocumentedRow>, StoreError> {
    let mut rows = Vec::new();
    for log in logs {
        let title = "SELECT title FROM conversation WHERE log = ?1";
        let title = connection.prepare_cached(title)?.query_row([log.as_bytes()], |row| row.get(0)).optional()?;
        let title: String = title.unwrap_or_default();
        for missing in wound::undocumented(connection, log)? {
            let row = |event, kind, at, by, by_name| UndocumentedRow {
                conversation: *log,
                conversation_title: title.clone(),
                event,
                kind,
                at,
                by,
                by_name,
                wound: Some(missing.wound),
                patient: missing.patient.clone(),
                photo: None,
                thumbnail: None,
            };
            for photo in &missing.photos {
                rows.push(UndocumentedRow {
                    photo: Some(photo.photo),
                    thumbnail: Some(photo.thumbnail.clone()),
                    ..row(photo.event, UndocumentedItem::Photo, photo.taken_at, photo.by, photo.by_name.clone())
                });
            }
            for (event, by, at) in &missing.findings {
                rows.push(row(*event, UndocumentedItem::Finding, *at, *by, name_of(connection, by)?));
            }
        }
    }
    for log in logs {
        filed(connection, log, &mut rows)?;
    }
    order::by_key(&mut rows, |row| (row.at, row.event));
    Ok(rows)
}

/// The marks that are about an item.
pub(crate) fn marks_of(connection: &Connection, log: &LogId, item: &EventId) -> Result<Vec<EventId>, StoreError> {
    let sql = "SELECT event FROM documented_item WHERE log = ?1 AND item = ?2 ORDER BY event";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((log.as_bytes(), item.as_bytes()), |row| row.get(0).map(EventId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
