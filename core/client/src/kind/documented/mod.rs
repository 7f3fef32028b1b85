//! What is in the patient's record: who documented a photo, a finding, a wound or anything else there, when and where, and
//! who took that back. A mark names every event that it covers, so that what came in at the same moment is not taken for
//! documented. Of what several people said of an item, the last in the order of the log counts.
//!
//! A mark stays when what it is about is deleted: that it went into the record is what people want to know then.
//!
//! Not here: how a document gets there, which is `core/client/src/record/`, and what retention makes of it.

mod commands;
mod payload;
mod upload;
mod view;

use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx};

use self::payload::{DOCUMENTED, Documented, WITHDRAWN, Withdrawn, Written};
use super::{ContentKind, Event, Stays, no_parts};
use crate::error::ClientError;

pub(crate) use upload::{Upload, Way, document_of, document_of_photo, drop_upload, keep, under_way};
pub use view::{DocumentedRow, UndocumentedItem, UndocumentedRow};
pub(crate) use view::{DocumentedState, documented, documented_of_wound, documented_state, marks_of};

/// Its name, for feeds that watch it.
pub(crate) const NAME: &str = "documented";

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &[DOCUMENTED, WITHDRAWN],
    schema: &[
        include_str!("schema.sql"),
        include_str!("upload.sql"),
        include_str!("items.sql"),
        include_str!("taken.sql"),
    ],
    apply,
    erase,
    parts: no_parts,
    holds: None,
    begun: &[],
    stays: Stays::Nothing,
};

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(written) = Written::read(number, payload) else { return Ok(false) };
    let items = written.items().to_vec();
    let (mark, reason) = match written {
        Written::Documented(documented) => (documented, None),
        Written::Withdrawn(Withdrawn { wound, reason, .. }) => {
            let (record, document) = (String::new(), String::new());
            (Documented { items: Vec::new(), wound, record, document, by_hand: true }, Some(reason))
        }
    };
    tx.execute(
        "INSERT INTO documented_mark (log, event, seq, member, at, withdrawn, wound, record, document, by_hand, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            event.member.as_bytes(),
            event.sent_at,
            reason.is_some(),
            mark.wound.as_ref().map(EventId::as_bytes),
            &mark.record,
            &mark.document,
            mark.by_hand,
            reason.unwrap_or_default(),
        ),
    )?;
    for item in items {
        tx.execute(
            "INSERT OR IGNORE INTO documented_item (log, item, event) VALUES (?1, ?2, ?3)",
            (event.log.as_bytes(), item.as_bytes(), event.event.as_bytes()),
        )?;
    }
    // The rows of the conversation show it.
    tx.touch(Topic::Conversation(event.log.0));
    Ok(true)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    if tx.execute("DELETE FROM documented_mark WHERE log = ?1 AND event = ?2", key)? > 0 {
        tx.execute("DELETE FROM documented_item WHERE log = ?1 AND event = ?2", key)?;
        tx.execute("DELETE FROM documented_taken WHERE log = ?1 AND event = ?2", key)?;
        tx.touch(Topic::Conversation(log.0));
    }
    // What is gone does not go into the record any more.
    tx.execute("DELETE FROM documented_upload WHERE log = ?1 AND ?2 IN (wound, item)", key)?;
    Ok(())
}

/// Whether a record can have this name.
pub(crate) fn check_name(record: &str) -> Result<(), ClientError> {
    payload::places(record, "")
}
