//! Saying that something is in the patient's record, and taking that back. Whoever may write in a conversation may do so;
//! the trace says who did.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::Tx;

use super::payload::{DOCUMENTED, Documented, MAX_ITEMS, WITHDRAWN, Withdrawn, places, reasons};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{author_device, wound};

/// The most things that a person marks at once.
const MAX_CHOSEN: usize = 500;

impl Client {
    /// Says that things are in the patient's record because somebody typed or copied them there: photos, findings, whatever
    /// was written, or a wound with all that this device knows of it now. `record` is the name of the record and at most 200
    /// characters long; `document` is the id there, at most 500 characters, or empty. What is added or corrected later is
    /// not covered. Gives the event.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for things that are not there, or none or more than 500 of them; [`ClientError::Length`],
    /// [`ClientError::Refused`], [`ClientError::Halted`], [`ClientError::Store`].
    pub fn mark_documented(
        &self,
        log: &LogId,
        items: &[EventId],
        record: &str,
        document: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let (record, document) = (record.trim(), document.trim());
        places(record, document)?;
        inner.store.with_tx(|tx| {
            let chosen = chosen(tx, log, items)?;
            inner.write_documented(tx, log, chosen, record, document, true)
        })
    }

    /// Takes back that things are in the patient's record, and says why: it was the wrong patient's, or somebody removed
    /// them there. Gives the event.
    ///
    /// # Errors
    /// As for [`Self::mark_documented`].
    pub fn withdraw_documented(&self, log: &LogId, items: &[EventId], reason: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let reason = reason.trim();
        reasons(reason)?;
        inner.store.with_tx(|tx| {
            let withdrawn =
                |items, wound| (WITHDRAWN, cbor::encode(&Withdrawn { items, wound, reason: reason.to_owned() }));
            inner.write_chosen(tx, log, chosen(tx, log, items)?, withdrawn)
        })
    }
}

/// Events by the wound that they are of, or none.
pub(crate) type Covered = BTreeMap<Option<EventId>, BTreeSet<EventId>>;

/// What people choose, with all that counts of it now.
fn chosen(tx: &Tx<'_>, log: &LogId, items: &[EventId]) -> Result<Covered, ClientError> {
    Inner::may_write(tx, log)?;
    if items.is_empty() || items.len() > MAX_CHOSEN {
        return Err(ClientError::NotFound("item"));
    }
    let mut covered = Covered::new();
    for item in items {
        let deleted = "SELECT 1 FROM deletion WHERE log = ?1 AND target = ?2";
        let deleted = tx.query_opt(deleted, (log.as_bytes(), item.as_bytes()), |_| Ok(()))?.is_some();
        if deleted || author_device(tx, log, item)?.is_none() {
            return Err(ClientError::NotFound("item"));
        }
        let (wound, events) = wound::covered(tx.sql(), log, item)?;
        covered.entry(wound).or_default().extend(events);
    }
    Ok(covered)
}

impl Inner {
    /// Writes that things are in the record. Gives the last event.
    pub(crate) fn write_documented(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        covered: Covered,
        record: &str,
        document: &str,
        by_hand: bool,
    ) -> Result<EventId, ClientError> {
        let documented = |items, wound| {
            let (record, document) = (record.to_owned(), document.to_owned());
            (DOCUMENTED, cbor::encode(&Documented { items, wound, record, document, by_hand }))
        };
        self.write_chosen(tx, log, covered, documented)
    }

    fn write_chosen(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        covered: Covered,
        payload: impl Fn(Vec<EventId>, Option<EventId>) -> (Kind, Vec<u8>),
    ) -> Result<EventId, ClientError> {
        let mut event = None;
        for (wound, items) in covered {
            let items: Vec<EventId> = items.into_iter().collect();
            for items in items.chunks(MAX_ITEMS) {
                let (kind, payload) = payload(items.to_vec(), wound);
                event = Some(self.enqueue(tx, log, kind, payload, &[])?);
            }
        }
        event.ok_or(ClientError::NotFound("item"))
    }
}
