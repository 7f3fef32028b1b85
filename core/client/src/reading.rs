//! What this person has read, and whether this device may write.

use verband_protocol::id::LogId;
use verband_store::{Topic, Tx};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::log::{self, LogStatus};

impl Client {
    /// Notes that this person has seen a conversation to its end.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn mark_read(&self, log: &LogId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let tells = inner.tells()?;
        inner.store.with_tx(|tx| {
            let read = tx.execute(
                "UPDATE conversation SET unread = 0, read_seq = last_seq, marked_unread = 0
                 WHERE log = ?1 AND (unread > 0 OR marked_unread)",
                [log.as_bytes()],
            )?;
            if read > 0 && tells {
                tx.touch(Topic::Outbox);
            }
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }

    /// Notes that this person has seen a conversation up to a position of its log, and no further.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn mark_read_to(&self, log: &LogId, seq: u64) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let (own, tells) = (inner.account.member, inner.tells()?);
        inner.store.with_tx(|tx| {
            // What lies behind it came later than all that is read: no more of it is unread than before.
            let read = tx.execute(
                "UPDATE conversation SET read_seq = ?2, unread = min(unread, (SELECT count(*) FROM message
                     WHERE message.log = ?1 AND seq > ?2 AND author_member IS NOT ?3 AND deleted = 0))
                 WHERE log = ?1 AND read_seq < ?2",
                (log.as_bytes(), seq, own.as_bytes()),
            )?;
            if read > 0 && tells {
                tx.touch(Topic::Outbox);
            }
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }

    /// Marks a conversation as unread, to come back to it.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn mark_unread(&self, log: &LogId) -> Result<(), ClientError> {
        self.inner()?.store.with_tx(|tx| {
            tx.execute("UPDATE conversation SET marked_unread = 1 WHERE log = ?1", [log.as_bytes()])?;
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }
}

impl Inner {
    /// Whether this device may write into a conversation at all.
    pub(crate) fn may_write(tx: &Tx<'_>, log: &LogId) -> Result<(), ClientError> {
        match log::followed(tx.sql(), log)?.map(|followed| followed.status) {
            Some(LogStatus::Live | LogStatus::Joining | LogStatus::Returning | LogStatus::Awaited) => Ok(()),
            Some(LogStatus::Halted | LogStatus::Paused) => Err(ClientError::Halted),
            Some(LogStatus::Left) => Err(ClientError::NotIn),
            None => Err(ClientError::NotFound("conversation")),
        }
    }
}
