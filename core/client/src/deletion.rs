//! Taking back what was written: out of the outbox while it waits, out of everybody's conversation afterwards.

use verband_protocol::body::{Kind, pack};
use verband_protocol::entry::Class;
use verband_protocol::id::{DeviceId, EventId, LogId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx};

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

    /// Deletes several things for everybody, so that it can be undone: they are out of sight at once, and gone after ten seconds.
    /// Until then [`Self::undo_delete`] brings them back with what this gives, also after the lock or a kill. What has not been
    /// sent waits for as long, and never is.
    ///
    /// # Errors
    /// As for [`Self::delete`]: then nothing is deleted. What was never sent goes under a legal hold too.
    pub fn delete_undoable(&self, log: &LogId, events: &[EventId]) -> Result<Vec<EventId>, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let mut deletes = Vec::with_capacity(events.len());
            for event in events {
                deletes.extend(inner.delete_later(tx, log, event)?);
            }
            Ok(deletes)
        })
    }

    /// Brings back what was deleted so that it could be. False: it is too late for some of it.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn undo_delete(&self, log: &LogId, deletes: &[EventId]) -> Result<bool, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let mut all = true;
            for delete in deletes {
                let sql = "SELECT target FROM deletion WHERE log = ?1 AND event = ?2 ORDER BY target";
                let key = (log.as_bytes(), delete.as_bytes());
                let targets = tx.query_map(sql, key, |row| row.get(0).map(EventId))?;
                if !Inner::cancel_waiting(tx, log, delete)? {
                    all = false;
                    continue;
                }
                for target in targets {
                    Inner::hold_unsent(tx, log, &target, 0)?;
                }
            }
            show(tx, log);
            Ok(all)
        })
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

    /// Deletes an event as soon as that cannot be undone any more. Gives what undoes it; nothing if it is deleted already.
    fn delete_later(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<EventId>, ClientError> {
        let deleted = "SELECT 1 FROM deletion WHERE log = ?1 AND target = ?2";
        if tx.query_opt(deleted, (log.as_bytes(), event.as_bytes()), |_| Ok(()))?.is_some() {
            return Ok(None);
        }
        let waits = waits(tx, log, event)?;
        let targets = if waits { vec![*event] } else { self.deletable(tx, log, event)? };
        if targets.is_empty() {
            return Ok(None);
        }
        let delete = self.enqueue_delete(tx, log, &targets, Manner::Plain)?;
        let until = self.hold(tx, &delete)?;
        if waits {
            Self::hold_unsent(tx, log, event, until)?;
        }
        show(tx, log);
        Ok(Some(delete))
    }

    /// Keeps something that waits, and what was added to it, from being sent before a time.
    fn hold_unsent(tx: &Tx<'_>, log: &LogId, event: &EventId, until: u64) -> Result<(), ClientError> {
        let sql = "UPDATE outbox SET hold_until = ?3 WHERE event = ?1 AND log = ?2 AND ctr IS NULL";
        for event in std::iter::once(*event).chain(kind::parts_of(tx, log, event)?) {
            tx.execute(sql, (event.as_bytes(), log.as_bytes(), until))?;
        }
        Ok(())
    }

    /// Forgets what was deleted before it was sent, once that cannot be undone any more: neither of both is ever sent.
    pub(crate) fn forget_unsent(&self, now: u64) -> Result<(), ClientError> {
        let over = self.store.read(|connection| unsent(connection, now))?;
        if over.is_empty() {
            return Ok(());
        }
        self.store.with_tx(|tx| over.iter().try_for_each(|deleted| self.forget_one(tx, deleted)))
    }

    /// The same in one conversation, whether it can still be undone or not: it is about to have another id.
    pub(crate) fn forget_unsent_of(&self, tx: &Tx<'_>, log: &LogId) -> Result<(), ClientError> {
        let all = unsent(tx.sql(), i64::MAX.unsigned_abs())?;
        all.iter().filter(|(of, ..)| of == log).try_for_each(|deleted| self.forget_one(tx, deleted))
    }

    fn forget_one(&self, tx: &Tx<'_>, (log, delete, event): &(LogId, EventId, EventId)) -> Result<(), ClientError> {
        if Self::cancel_waiting(tx, log, delete)? {
            self.delete_event(tx, log, event)?;
        }
        show(tx, log);
        Ok(())
    }

    /// Takes an event out of the outbox, and back what it did here, if no server can have it.
    pub(crate) fn cancel_waiting(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        let key = (event.as_bytes(), log.as_bytes());
        if !waits(tx, log, event)? {
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

/// Whether something is in the outbox that no server can have.
fn waits(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM outbox WHERE event = ?1 AND log = ?2 AND (ctr IS NULL OR state = 2)";
    Ok(tx.query_opt(sql, (event.as_bytes(), log.as_bytes()), |_| Ok(()))?.is_some())
}

/// Deletes that are held no longer, each with what it deletes, if that has not been sent either.
fn unsent(connection: &Connection, now: u64) -> Result<Vec<(LogId, EventId, EventId)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT outbox.log, outbox.event, made.event FROM outbox
         JOIN deletion ON deletion.event = outbox.event AND deletion.log = outbox.log AND deletion.trace
         JOIN outbox AS made ON made.event = deletion.target AND made.log = outbox.log
         WHERE outbox.class = ?1 AND outbox.ctr IS NULL AND outbox.hold_until <= ?2 AND (made.ctr IS NULL OR made.state = 2)
         ORDER BY outbox.ord",
    )?;
    let rows = statement.query_map((Class::Delete as i64, now), |row| {
        Ok((LogId(row.get(0)?), EventId(row.get(1)?), EventId(row.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Screens show what was deleted no more, or again.
fn show(tx: &Tx<'_>, log: &LogId) {
    tx.touch(Topic::Conversation(log.0));
    tx.touch(Topic::Conversations);
}
