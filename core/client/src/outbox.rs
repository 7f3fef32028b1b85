//! The outbox: what people made and the server does not have yet. An event is on disk before the call that makes it
//! returns; it leaves the outbox when it has come back in the log, exactly once.

use bytes::Bytes;
use http::Method;
use verband_groups as groups;
use verband_protocol::body::{Kind, pack};
use verband_protocol::entry::{Class, Header, Position, SignedEntry};
use verband_protocol::id::{BlobId, EventId, Hash, LogId};
use verband_protocol::seal::seal;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, AppendedAll, BlobStart, BlobState, MAX_PART, ProblemCode};
use verband_protocol::{SUITE, VERSION};
use verband_rules::conversation::LogState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx, next_message_id, next_waiting_place};

use crate::api::Answer;
use crate::client::Inner;
use crate::error::ClientError;
use crate::kind::{MessageState, Row};
use crate::log;

/// Events sent in one request.
const BATCH: usize = 50;

/// What the outbox holds of one event.
struct Queued {
    event: EventId,
    counter: Option<u64>,
    created_at: u64,
    payload: Vec<u8>,
    blobs: Vec<BlobId>,
}

/// Something to send: its kind, payload, blobs, and how it is shown until it is sent.
pub(crate) struct Draft<'a> {
    pub(crate) kind: Kind,
    pub(crate) payload: Vec<u8>,
    pub(crate) blobs: &'a [BlobId],
    /// None for what is not shown as a message.
    pub(crate) row: Option<Row<'a>>,
}

impl Inner {
    /// Puts an event into the outbox and shows it. It is durable when the transaction is.
    pub(crate) fn enqueue(&self, tx: &Tx<'_>, log: &LogId, draft: Draft<'_>) -> Result<EventId, ClientError> {
        let now = self.ports.clock.now_ms();
        let event = EventId::at(now, &*self.ports.entropy);
        let len = draft.payload.len();
        let payload = pack(draft.kind, draft.payload)
            .map_err(|_| ClientError::Length("a message", len.min(verband_protocol::entry::MAX_BODY)))?;
        tx.execute(
            "INSERT INTO outbox (event, log, ord, created_at, class, payload)
             VALUES (?1, ?2, (SELECT coalesce(max(ord), 0) + 1 FROM outbox), ?3, ?4, ?5)",
            (event.as_bytes(), log.as_bytes(), now, Class::Content as i64, payload),
        )?;
        for (index, blob) in (0_i64..).zip(draft.blobs) {
            tx.execute(
                "INSERT INTO upload (blob, event, log, ord) VALUES (?1, ?2, ?3, ?4)",
                (blob.as_bytes(), event.as_bytes(), log.as_bytes(), index),
            )?;
        }
        if let Some(row) = draft.row {
            let id = next_message_id(tx, now)?;
            tx.execute(
                "INSERT INTO message (id, log, place, event, author_device, author_member, sent_at, kind, text,
                                      photo, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                (
                    id,
                    log.as_bytes(),
                    next_waiting_place(tx, log.as_bytes())?,
                    event.as_bytes(),
                    self.keys.id.as_bytes(),
                    self.account.member.as_bytes(),
                    now,
                    row.kind,
                    row.text,
                    row.photo,
                    MessageState::Waiting as i64,
                ),
            )?;
            verband_store::index_text(tx, id, row.text)?;
            tx.touch(Topic::Conversation(log.0));
            tx.touch(Topic::Conversations);
        }
        tx.touch(Topic::Outbox);
        Ok(event)
    }

    /// Sends what waits, conversation by conversation, in the order it was made.
    pub(crate) async fn flush_outbox(&self) -> Result<(), ClientError> {
        let logs: Vec<LogId> = self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare_cached("SELECT DISTINCT log FROM outbox WHERE state = 0 ORDER BY log")?;
            let rows = statement.query_map([], |row| row.get(0).map(LogId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        for log in logs {
            self.flush_log(&log).await?;
        }
        Ok(())
    }

    async fn flush_log(&self, log: &LogId) -> Result<(), ClientError> {
        // Each round sends a batch; a lost race brings the log up to date and seals again.
        for _ in 0..MAX_ROUNDS {
            let organisation = self.organisation()?;
            let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else { return Ok(()) };
            let ready =
                followed.status == log::LogStatus::Live && followed.state.revoked_leaves(&organisation).is_empty();
            // While a leaf is revoked nothing is sent: the commit that removes it comes first, with the next pass.
            if !ready {
                return Ok(());
            }
            let queued = self.store.read(|connection| queued(connection, log))?;
            if queued.is_empty() {
                return Ok(());
            }
            for item in &queued {
                for blob in &item.blobs {
                    self.upload(log, blob).await?;
                }
            }
            let append = Append { entries: self.seal_batch(&followed.state, &queued)? };
            match self.api.post::<_, AppendedAll>(&format!("/v1/logs/{log}/entries"), &append).await? {
                Answer::Done(_) => self.catch_up(log).await?,
                Answer::Problem(problem) => match problem.code {
                    ProblemCode::StaleEpoch | ProblemCode::Gap => self.catch_up(log).await?,
                    ProblemCode::Refused | ProblemCode::Forbidden | ProblemCode::TooLarge => {
                        self.fail(&queued, problem.code)?;
                    }
                    _ => return Answer::<()>::Problem(problem).done(),
                },
            }
        }
        Ok(())
    }

    /// Seals a batch for the epoch the log is in. Counters are given once and kept when an event is sealed again.
    fn seal_batch(&self, state: &LogState, queued: &[Queued]) -> Result<Vec<SignedEntry>, ClientError> {
        let organisation = self.organisation()?.position();
        self.store.with_tx(|tx| {
            let log = &state.log;
            let archive = groups::archive_key(tx.sql(), log, state.epoch)?.ok_or(ClientError::Halted)?;
            let key = groups::event_key(&archive);
            let first = self.next_counter(state);
            let mut entries = Vec::with_capacity(queued.len());
            for (counter, item) in (first..).zip(queued) {
                if item.counter != Some(counter) {
                    tx.execute(
                        "UPDATE outbox SET ctr = ?2, attempts = attempts + 1 WHERE event = ?1",
                        (item.event.as_bytes(), counter),
                    )?;
                }
                let header = Header {
                    counter,
                    blobs: item.blobs.clone(),
                    ..self.entry_header(state, organisation, item.event, Class::Content, item.created_at)
                };
                let body = seal(&key, &header.seal_context(), &item.payload, &*self.ports.entropy);
                entries.push(header.sign(Some(body), Purpose::Event, &self.keys.event));
            }
            Ok(entries)
        })
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

    fn fail(&self, queued: &[Queued], code: ProblemCode) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            // The first is the one that was refused: the server checks in order.
            let Some(item) = queued.first() else { return Ok(()) };
            tx.execute(
                "UPDATE outbox SET state = 2, last_error = ?2 WHERE event = ?1",
                (item.event.as_bytes(), format!("{code:?}")),
            )?;
            tx.execute(
                "UPDATE message SET state = ?2 WHERE event = ?1 AND seq IS NULL",
                (item.event.as_bytes(), MessageState::Failed as i64),
            )?;
            tx.touch(Topic::Outbox);
            Ok(())
        })
    }

    /// Brings a sealed file to the server, from where the last try ended.
    async fn upload(&self, log: &LogId, blob: &BlobId) -> Result<(), ClientError> {
        let done: bool = self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT 1 FROM upload WHERE blob = ?1 AND state = 0")?;
            Ok(!statement.exists([blob.as_bytes()])?)
        })?;
        if done {
            return Ok(());
        }
        let files = &self.files;
        let size = files.len(blob.as_bytes())?;
        let hash = self.hash_file(blob, size)?;
        let path = format!("/v1/logs/{log}/blobs/{blob}");
        let mut state: BlobState = self.api.post(&path, &BlobStart { size, hash }).await?.done()?;
        while !state.complete {
            let len = (size - state.offset).min(MAX_PART / 4);
            let part = self.read_file(blob, state.offset, len)?;
            let path = format!("{path}?offset={}", state.offset);
            state = self.api.put_part(&path, Bytes::from(part)).await?.done()?;
        }
        self.store.with_tx(|tx| {
            tx.execute("UPDATE upload SET state = 1 WHERE blob = ?1", [blob.as_bytes()])?;
            Ok(())
        })
    }

    fn hash_file(&self, blob: &BlobId, size: u64) -> Result<Hash, ClientError> {
        use sha2::Digest;
        let mut hash = sha2::Sha256::new();
        let mut offset = 0;
        while offset < size {
            let part = self.read_file(blob, offset, (size - offset).min(1 << 20))?;
            hash.update(&part);
            offset += part.len() as u64;
        }
        Ok(Hash(hash.finalize().into()))
    }

    fn read_file(&self, blob: &BlobId, offset: u64, len: u64) -> Result<Vec<u8>, ClientError> {
        let mut part = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        let read = self.files.read_at(blob.as_bytes(), offset, &mut part)?;
        if read == 0 {
            return Err(ClientError::Damaged("a sealed file"));
        }
        part.truncate(read);
        Ok(part)
    }

    /// Tells the server to forget a part of the interface that is not needed any more.
    pub(crate) async fn delete(&self, path: &str) -> Result<(), ClientError> {
        self.api.send::<()>(Method::DELETE, path, None).await?.done()
    }
}

/// Rounds of sending before the rest waits for the next sync.
const MAX_ROUNDS: usize = 40;

fn queued(connection: &Connection, log: &LogId) -> Result<Vec<Queued>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT event, ctr, created_at, payload FROM outbox WHERE log = ?1 AND state = 0 ORDER BY ord LIMIT ?2",
    )?;
    let mut queued: Vec<Queued> = statement
        .query_map((log.as_bytes(), BATCH), |row| {
            Ok(Queued {
                event: EventId(row.get(0)?),
                counter: row.get(1)?,
                created_at: row.get(2)?,
                payload: row.get(3)?,
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
