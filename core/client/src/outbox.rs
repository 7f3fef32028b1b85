//! The outbox: what people made and the server does not have yet. An event is on disk before the call that makes it
//! returns; it leaves the outbox when it has come back in the log, exactly once.

use futures_util::FutureExt;
use http::Method;
use verband_groups as groups;
use verband_protocol::body::{Kind, pack};
use verband_protocol::cbor;
use verband_protocol::entry::{Class, Header, Position, SignedEntry};
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::seal::seal;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, AppendedAll, ProblemCode};
use verband_protocol::{SUITE, VERSION};
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx, WAITING};

use crate::api::Answer;
use crate::client::{Client, Inner};
use crate::deletion::Manner;
use crate::error::ClientError;
use crate::kind::{self, Event, MessageState, UNDO_MS};
use crate::log::{self, LogStatus};
use crate::transfer::LARGE;
use crate::unsent::next_release;

/// Events sent in one request.
const BATCH: usize = 50;

/// What the outbox holds of one event.
struct Queued {
    event: EventId,
    created_at: u64,
    class: Class,
    /// Packed; empty for what has no body.
    payload: Vec<u8>,
    targets: Vec<EventId>,
    blobs: Vec<BlobId>,
}

impl Inner {
    /// Puts an event into the outbox and shows what it does, as it will when it is in the log. It is durable when the
    /// transaction is.
    pub(crate) fn enqueue(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        kind: Kind,
        payload: Vec<u8>,
        blobs: &[BlobId],
    ) -> Result<EventId, ClientError> {
        let organisation = self.organisation_in(tx)?;
        let organisation_seq = organisation.position().seq;
        let followed = log::followed(tx.sql(), log)?.map(|followed| followed.state);
        if followed.is_some_and(|state| !state.may_write(&self.account.member, organisation_seq, &organisation)) {
            return Err(Refusal::NotAllowed.into());
        }
        let now = self.ports.clock.now_ms();
        let len = payload.len();
        let packed = pack(kind, payload.clone())
            .map_err(|_| ClientError::Length("a message", len.min(verband_protocol::entry::MAX_BODY)))?;
        let (event, seq) = self.put(tx, log, Class::Content, &packed, &[], now)?;
        for (index, blob) in (0_i64..).zip(blobs) {
            tx.execute(
                "INSERT INTO upload (blob, event, log, ord) VALUES (?1, ?2, ?3, ?4)",
                (blob.as_bytes(), event.as_bytes(), log.as_bytes(), index),
            )?;
        }
        let own = Event {
            log,
            seq,
            waiting: true,
            event,
            author: self.keys.id,
            member: self.account.member,
            sent_at: now,
            blobs,
            own: true,
            live: true,
            organisation: &organisation,
            organisation_seq,
        };
        kind::apply(tx, &own, kind, &payload)?;
        Ok(event)
    }

    /// Puts a delete into the outbox. What it names is not shown from now on, and kept until the delete is in the log.
    pub(crate) fn enqueue_delete(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        targets: &[EventId],
        manner: Manner,
    ) -> Result<EventId, ClientError> {
        let now = self.ports.clock.now_ms();
        let (event, seq) = self.put(tx, log, Class::Delete, &manner.body(), targets, now)?;
        for (index, target) in targets.iter().enumerate() {
            tx.execute(
                "INSERT INTO deletion (log, target, event, seq, member, trace) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    log.as_bytes(),
                    target.as_bytes(),
                    event.as_bytes(),
                    seq,
                    self.account.member.as_bytes(),
                    index == 0 && manner == Manner::Plain,
                ),
            )?;
        }
        tx.touch(Topic::Conversation(log.0));
        Ok(event)
    }

    /// Keeps an event of the outbox until it cannot be undone any more; gives when that is, in milliseconds since the Unix epoch.
    pub(crate) fn hold(&self, tx: &Tx<'_>, event: &EventId) -> Result<u64, StoreError> {
        let until = self.ports.clock.now_ms().saturating_add(UNDO_MS);
        tx.execute("UPDATE outbox SET hold_until = ?2 WHERE event = ?1", (event.as_bytes(), until))?;
        Ok(until)
    }

    /// Writes the row of the outbox. Gives the event's id and the place that it has while it waits.
    fn put(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        class: Class,
        payload: &[u8],
        targets: &[EventId],
        now: u64,
    ) -> Result<(EventId, u64), ClientError> {
        let event = EventId::at(now, &*self.ports.entropy);
        let order: u64 = tx.query_row(
            "INSERT INTO outbox (event, log, ord, created_at, class, payload, targets)
             VALUES (?1, ?2, (SELECT coalesce(max(ord), 0) + 1 FROM outbox), ?3, ?4, ?5, ?6) RETURNING ord",
            (event.as_bytes(), log.as_bytes(), now, class as i64, payload, cbor::encode(&targets)),
            |row| row.get(0),
        )?;
        tx.touch(Topic::Outbox);
        Ok((event, WAITING + order))
    }

    /// Sends what waits in a conversation, in the order it was made; what has files, once they are on the server. What was
    /// written after it waits as well, unless the files are large or stuck. Of what nothing can be sent any more is told:
    /// whoever comes in again by somebody's decision decides herself whether it is still to be said.
    pub(crate) async fn flush_log(&self, log: &LogId) -> Result<(), ClientError> {
        self.forget_unsent(self.ports.clock.now_ms())?;
        // What cannot be looked at is told when it is to go up.
        let _told_later = self.measure_uploads();
        // Each round sends a batch; a lost race brings the log up to date and seals again.
        for _ in 0..MAX_ROUNDS {
            let organisation = self.organisation()?;
            let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else { return Ok(()) };
            match followed.status {
                LogStatus::Live => {}
                // Her old devices were removed before this one came: whoever is there adds it.
                LogStatus::Left if followed.state.policy.is_none() => return Ok(()),
                LogStatus::Joining | LogStatus::Paused | LogStatus::Returning | LogStatus::Awaited => return Ok(()),
                LogStatus::Left => return self.fail_all(log, &ClientError::NotIn),
                LogStatus::Halted => return self.fail_all(log, &ClientError::Halted),
            }
            let ready = followed.state.revoked_leaves(&organisation).is_empty();
            // While a leaf is revoked nothing is sent: the commit that removes it comes first, with the next pass. And whose
            // removal the server hides, nobody knows.
            if !ready || !self.is_whole(&followed.state, &organisation)? {
                return Ok(());
            }
            let now = self.ports.clock.now_ms();
            let queued = self.store.read(|connection| queued(connection, log, now))?;
            if queued.is_empty() {
                return Ok(());
            }
            let append = Append { entries: self.seal_batch(&followed.state, &queued)? };
            let Some(first) = append.entries.first().and_then(|entry| entry.read().ok()) else { continue };
            match self.api.post::<_, AppendedAll>(&format!("/v1/logs/{log}/entries"), &append).await? {
                Answer::Done(_) => self.catch_up(log).await?,
                Answer::Problem(problem) => match problem.code {
                    ProblemCode::StaleEpoch | ProblemCode::Gap => self.catch_up(log).await?,
                    ProblemCode::Refused | ProblemCode::Forbidden | ProblemCode::TooLarge | ProblemCode::Held => {
                        // The first is the one that was refused: the server checks in order.
                        self.store
                            .with_tx(|tx| fail(tx, &first.event, ClientError::Server(problem.code, None).code()))?;
                    }
                    _ => return Answer::<()>::Problem(problem).done(),
                },
            }
        }
        Ok(())
    }

    /// Keeps that nothing of what waits in a conversation can be sent, with or without files.
    fn fail_all(&self, log: &LogId, reason: &ClientError) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            let waiting = "SELECT event FROM outbox WHERE log = ?1 AND state = 0";
            let waiting = tx.query_map(waiting, [log.as_bytes()], |row| row.get(0).map(EventId))?;
            waiting.iter().try_for_each(|event| fail(tx, event, reason.code()))
        })
    }

    /// Seals a batch for the epoch the log is in. Counters are given once and kept when an event is sealed again.
    fn seal_batch(&self, state: &LogState, queued: &[Queued]) -> Result<Vec<SignedEntry>, ClientError> {
        let organisation = self.organisation()?.position();
        let now = self.ports.clock.now_ms();
        self.store.with_tx(|tx| {
            let log = &state.log;
            let archive = groups::archive_key(tx.sql(), log, state.epoch)?.ok_or(ClientError::Halted)?;
            let key = groups::event_key(&archive);
            let first = self.next_counter(state);
            let mut entries = Vec::with_capacity(queued.len());
            for item in queued {
                let counter = first + entries.len() as u64;
                // What was taken back since it was read is not there any more, or held; from here on it cannot be.
                let there = tx.execute(
                    "UPDATE outbox SET ctr = ?2, attempts = attempts + (ctr IS NOT ?2) WHERE event = ?1 AND hold_until <= ?3",
                    (item.event.as_bytes(), counter, now),
                )?;
                if there == 0 {
                    continue;
                }
                let header = Header {
                    counter,
                    blobs: item.blobs.clone(),
                    targets: item.targets.clone(),
                    ..self.entry_header(state, organisation, item.event, item.class, item.created_at)
                };
                let seal = |body| seal(&key, &header.seal_context(), body, &*self.ports.entropy);
                let body = Some(&*item.payload).filter(|body| !body.is_empty()).map(seal);
                entries.push(header.sign(body, Purpose::Event, &self.keys.event));
            }
            Ok(entries)
        })
    }

    /// Has what is held sent as soon as it cannot be undone any more, for as long as the client is unlocked.
    pub(crate) async fn keep_releasing(&self) -> Result<(), ClientError> {
        let wishes = self.store.subscribe();
        loop {
            let now = self.ports.clock.now_ms();
            self.forget_unsent(now)?;
            let next = self.store.read(|connection| next_release(connection, now))?;
            let changed = wishes.next().fuse();
            futures_util::pin_mut!(changed);
            let topics = match next {
                None => changed.await,
                Some(until) => {
                    let over = self.ports.timer.sleep(until - now).fuse();
                    futures_util::pin_mut!(over);
                    futures_util::select_biased! {
                        topics = changed => topics,
                        () = over => {
                            self.store.with_tx(|tx| {
                                tx.touch(Topic::Outbox);
                                Ok::<_, StoreError>(())
                            })?;
                            Some(Vec::new())
                        }
                    }
                }
            };
            if topics.is_none() {
                return Err(ClientError::Locked);
            }
        }
    }

    /// What the header of this device's next entry in a conversation's log says, before the class adds its own.
    pub(crate) fn entry_header(
        &self,
        state: &LogState,
        organisation: Position,
        event: EventId,
        class: Class,
        sent_at: u64,
    ) -> Header {
        Header {
            version: VERSION,
            suite: SUITE,
            log: state.log,
            epoch: state.epoch,
            author: self.keys.id,
            counter: self.next_counter(state),
            event,
            class,
            seen: state.position,
            organisation,
            sent_at,
            blobs: Vec::new(),
            targets: Vec::new(),
            record: None,
            body: None,
        }
    }

    /// The counter of this device's next entry in a log.
    pub(crate) fn next_counter(&self, state: &LogState) -> u64 {
        // A device that joined late has written nothing before it joined: only it writes with its key.
        state.next_counter(&self.keys.id).unwrap_or(1)
    }

    /// Tells the server to forget a part of the interface that is not needed any more.
    pub(crate) async fn delete(&self, path: &str) -> Result<(), ClientError> {
        self.api.send::<()>(Method::DELETE, path, None).await?.done()
    }
}

impl Client {
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
            let refused = "UPDATE upload SET state = 0, reason = NULL WHERE event = ?1 AND state = 3";
            tx.execute(refused, [event.as_bytes()])?;
            tx.touch(Topic::Outbox);
            Ok(())
        })
    }
}

/// Rounds of sending before the rest waits for the next sync.
const MAX_ROUNDS: usize = 40;

/// Conversations in which something waits.
pub(crate) fn waiting_logs(connection: &Connection) -> Result<Vec<LogId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT log FROM outbox WHERE state = 0 ORDER BY log")?;
    let rows = statement.query_map([], |row| row.get(0).map(LogId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps that an event was refused for good, and that its files do not go up.
pub(crate) fn fail(tx: &Tx<'_>, event: &EventId, reason: &str) -> Result<(), ClientError> {
    tx.execute("UPDATE outbox SET state = 2, last_error = ?2 WHERE event = ?1", (event.as_bytes(), reason))?;
    let files = "UPDATE upload SET state = 3, reason = ?2 WHERE event = ?1 AND state NOT IN (1, 3)";
    tx.execute(files, (event.as_bytes(), reason))?;
    tx.execute(
        "UPDATE message SET state = ?2 WHERE event = ?1 AND seq IS NULL",
        (event.as_bytes(), MessageState::Failed as i64),
    )?;
    // A delete that was refused hides nothing any more.
    tx.execute("DELETE FROM deletion WHERE event = ?1 AND seq >= ?2", (event.as_bytes(), WAITING))?;
    tx.touch(Topic::Outbox);
    tx.touch(Topic::Transfers);
    Ok(())
}

/// Events whose files are on the server, before the first one that others have to wait for.
fn queued(connection: &Connection, log: &LogId, now: u64) -> Result<Vec<Queued>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT event, created_at, payload, class, coalesce(targets, x'80') FROM outbox
         WHERE log = ?1 AND state = 0 AND hold_until <= ?5
         AND NOT EXISTS (SELECT 1 FROM upload WHERE upload.event = outbox.event AND upload.state <> 1)
         AND ord < coalesce((SELECT min(before.ord) FROM outbox before WHERE before.log = ?1 AND before.state = 0
             AND EXISTS (SELECT 1 FROM upload WHERE upload.event = before.event AND upload.state = 0)
             AND NOT EXISTS (SELECT 1 FROM upload WHERE upload.event = before.event
                             AND (upload.state > 1 OR upload.size > ?3 OR upload.reason IS NOT NULL))), ?4)
         ORDER BY ord LIMIT ?2",
    )?;
    let mut queued: Vec<Queued> = statement
        .query_map((log.as_bytes(), BATCH, LARGE, i64::MAX, now), |row| {
            Ok(Queued {
                event: EventId(row.get(0)?),
                created_at: row.get(1)?,
                payload: row.get(2)?,
                class: if row.get::<_, i64>(3)? == Class::Delete as i64 { Class::Delete } else { Class::Content },
                targets: cbor::decode(&row.get::<_, Vec<u8>>(4)?).unwrap_or_default(),
                blobs: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut blobs = connection.prepare_cached("SELECT blob FROM upload WHERE event = ?1 ORDER BY ord")?;
    for item in &mut queued {
        item.blobs =
            blobs.query_map([item.event.as_bytes()], |row| row.get(0).map(BlobId))?.collect::<Result<_, _>>()?;
    }
    Ok(queued)
}

/// The context that a sealed file is sealed under.
pub(crate) fn blob_context(blob: &BlobId) -> Vec<u8> {
    verband_protocol::cbor::encode(&("verband/blob/1", *blob))
}
