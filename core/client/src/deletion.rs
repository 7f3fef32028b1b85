//! Taking back what was written: out of the outbox while it waits, out of everybody's conversation afterwards.

use verband_protocol::body::{Kind, pack};
use verband_protocol::id::{DeviceId, EventId, LogId};
use verband_store::{Topic, Tx};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{self, UNDO_MS};
use crate::log;

/// What a delete says of itself in its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Nothing: that something was there stays to be seen.
    Plain,
    /// It was made within seconds of its target, of which nothing is to be seen.
    Undo,
    /// Its target was a part of something that somebody else deleted, where the trace is.
    Part,
}

impl Manner {
    /// What the body of a delete says.
    pub(crate) fn of(kind: Option<Kind>) -> Self {
        match kind {
            Some(Kind(7)) => Self::Undo,
            Some(Kind(8)) => Self::Part,
            _ => Self::Plain,
        }
    }

    /// The body; empty if there is none.
    pub(crate) fn body(self) -> Vec<u8> {
        let kind = match self {
            Self::Plain => return Vec::new(),
            Self::Undo => Kind(7),
            Self::Part => Kind(8),
        };
        pack(kind, Vec::new()).unwrap_or_default()
    }
}

impl Client {
    /// Deletes something for everybody: what one wrote oneself, or as a moderator anybody's. It is gone from the server and
    /// from every device that comes by; that something was there stays to be seen. What others have copied, photographed
    /// or exported nobody can take back.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Refused`] for what is another's, and with [`Refusal::Hold`](verband_rules::Refusal::Hold)
    /// for anything while a legal hold binds; [`ClientError::Halted`], [`ClientError::Store`].
    pub fn delete(&self, log: &LogId, event: &EventId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| inner.delete_event(tx, log, event))
    }

    /// Undoes sending: what still waits is never sent; what was sent in the last ten seconds vanishes without a trace,
    /// though somebody may have read it. What was sent stays while a legal hold binds, as with [`Self::delete`].
    ///
    /// # Errors
    /// [`ClientError::TooLate`] after ten seconds: then it can only be [deleted](Self::delete); as for that.
    pub fn undo_send(&self, log: &LogId, event: &EventId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let now = inner.ports.clock.now_ms();
        inner.store.with_tx(|tx| {
            if Inner::cancel_waiting(tx, log, event)? {
                return Ok(());
            }
            let made = kind::sent_at(tx, log, event)?.ok_or(ClientError::NotFound("message"))?;
            if now.saturating_sub(made) > UNDO_MS {
                return Err(ClientError::TooLate);
            }
            inner.delete_sent(tx, log, event, Manner::Undo)
        })
    }

    /// Takes something out of the outbox that waits or was refused. Whether it was there; what is on its way already
    /// can be deleted only.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn cancel(&self, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| Inner::cancel_waiting(tx, log, event))
    }
}

impl Inner {
    /// Deletes an event, sent or not.
    pub(crate) fn delete_event(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
        let parts = kind::parts_of(tx, log, event)?;
        if Self::cancel_waiting(tx, log, event)? {
            // What was said of it may have overtaken it.
            self.follow_deletion(tx, log, &parts)
        } else {
            self.delete_sent(tx, log, event, Manner::Plain)
        }
    }

    /// Takes an event out of the outbox, and back what it did here, if no server can have it.
    pub(crate) fn cancel_waiting(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        let key = (event.as_bytes(), log.as_bytes());
        let waits = "SELECT 1 FROM outbox WHERE event = ?1 AND log = ?2 AND (ctr IS NULL OR state = 2)";
        if tx.query_opt(waits, key, |_| Ok(()))?.is_none() {
            return Ok(false);
        }
        // What was added to it since has nothing to be added to.
        for part in kind::parts_of(tx, log, event)? {
            Self::cancel_waiting(tx, log, &part)?;
        }
        kind::forget(tx, log, event, false)?;
        tx.execute("DELETE FROM outbox WHERE event = ?1 AND log = ?2", key)?;
        tx.execute("DELETE FROM deletion WHERE event = ?1 AND log = ?2", key)?;
        tx.touch(Topic::Outbox);
        Ok(true)
    }

    /// Puts a delete into the outbox, of an event with those of its parts that are this person's.
    fn delete_sent(&self, tx: &Tx<'_>, log: &LogId, event: &EventId, manner: Manner) -> Result<(), ClientError> {
        Self::may_write(tx, log)?;
        // What is on its way to the log may have no row yet that names its author: it is this device's.
        let unnamed = (manner == Manner::Undo).then_some(self.keys.id);
        let author = kind::author_device(tx, log, event)?.or(unnamed);
        let targets = self.deletable_of(tx, log, event, author)?;
        if !targets.is_empty() {
            self.enqueue_delete(tx, log, &targets, manner)?;
        }
        Ok(())
    }

    /// What has to be deleted with an event: itself and those of its parts that are this person's. Nothing if it is
    /// deleted already.
    pub(crate) fn deletable(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
        self.deletable_of(tx, log, event, kind::author_device(tx, log, event)?)
    }

    fn deletable_of(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        event: &EventId,
        author: Option<DeviceId>,
    ) -> Result<Vec<EventId>, ClientError> {
        if kind::erased(tx, log, event)?.is_some() {
            return Ok(Vec::new());
        }
        let author = author.ok_or(ClientError::NotFound("message"))?;
        let organisation = self.organisation_in(tx)?;
        self.check_hold(tx, log)?;
        let own =
            |device: &DeviceId| organisation.device(device).is_some_and(|device| device.member == self.account.member);
        let state = log::state(tx.sql(), log)?;
        if !own(&author) && !state.moderates(&self.account.member, organisation.position().seq, &organisation) {
            return Err(ClientError::Refused(verband_rules::Refusal::NotAllowed));
        }
        let mut targets = vec![*event];
        for part in kind::parts_of(tx, log, event)? {
            if kind::author_device(tx, log, &part)?.is_some_and(|author| own(&author)) {
                targets.push(part);
            }
        }
        Ok(targets)
    }

    /// Erases this person's own parts of something that somebody deleted: only their author may.
    pub(crate) fn follow_deletion(&self, tx: &Tx<'_>, log: &LogId, parts: &[EventId]) -> Result<(), ClientError> {
        if parts.is_empty() || self.check_hold(tx, log).is_err() {
            // What is held stays: its own time erases it.
            return Ok(());
        }
        let organisation = self.organisation_in(tx)?;
        for part in parts {
            let author = kind::author_device(tx, log, part)?;
            let member = author.and_then(|author| organisation.device(&author)).map(|device| device.member);
            if member == Some(self.account.member) && kind::erased(tx, log, part)?.is_none() {
                self.enqueue_delete(tx, log, &[*part], Manner::Part)?;
            }
        }
        Ok(())
    }
}
