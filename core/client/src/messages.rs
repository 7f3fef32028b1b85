//! Writing and reading in a conversation.

use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{Details, MessageState, Row, TextMessage};
use crate::log::{self, LogStatus};
use crate::outbox::Draft;

impl Client {
    /// Writes a text. It is on disk and shown when this returns, with or without a network.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::NotFound`], [`ClientError::Halted`], [`ClientError::Store`].
    pub fn send_text(&self, log: &LogId, text: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let (kind, payload) = TextMessage::payload(text)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let row = Row { kind: kind.0, text, photo: None, state: MessageState::Waiting };
            inner.enqueue(tx, log, Draft { kind, payload, blobs: &[], row: Some(row) })
        })
    }

    /// Gives a conversation another title.
    ///
    /// # Errors
    /// As for [`Self::send_text`].
    pub fn rename(&self, log: &LogId, title: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let (kind, payload) = Details::payload(title)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            inner.enqueue(tx, log, Draft { kind, payload, blobs: &[], row: None })
        })
    }

    /// Notes that this person has seen a conversation to its end.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn mark_read(&self, log: &LogId) -> Result<(), ClientError> {
        self.inner()?.store.with_tx(|tx| {
            tx.execute(
                "UPDATE conversation SET unread = 0, read_seq = last_seq WHERE log = ?1 AND unread > 0",
                [log.as_bytes()],
            )?;
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }

    /// Sends again what was refused or what waits for the next try.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn retry(&self, event: &EventId) -> Result<(), ClientError> {
        self.inner()?.store.with_tx(|tx| {
            let failed = tx.execute(
                "UPDATE outbox SET state = 0, last_error = NULL WHERE event = ?1 AND state = 2",
                [event.as_bytes()],
            )?;
            if failed == 1 {
                tx.execute(
                    "UPDATE message SET state = ?2 WHERE event = ?1 AND seq IS NULL",
                    (event.as_bytes(), MessageState::Waiting as i64),
                )?;
            }
            tx.touch(Topic::Outbox);
            Ok(())
        })
    }
}

impl Inner {
    /// Whether this device may write into a conversation at all.
    pub(crate) fn may_write(tx: &Tx<'_>, log: &LogId) -> Result<(), ClientError> {
        match log::followed(tx.sql(), log)?.map(|followed| followed.status) {
            Some(LogStatus::Live | LogStatus::Joining | LogStatus::Returning) => Ok(()),
            Some(LogStatus::Halted | LogStatus::Paused) => Err(ClientError::Halted),
            Some(LogStatus::Left) | None => Err(ClientError::NotFound("conversation")),
        }
    }
}
