//! Logs in the store: entries as they were signed, the cursor and state of each log, and alarms.

use verband_protocol::cbor;
use verband_protocol::entry::{Position, SignedEntry};
use verband_protocol::evidence::Evidence;
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::policy::ConversationPolicy;
use verband_protocol::sign::Signature;
use verband_rules::conversation::{LogState, Written};
use verband_rules::history::History;
use verband_store::rusqlite::{Connection, OptionalExtension, Row};
use verband_store::{StoreError, Topic, Tx};

use crate::drafts;
use crate::error::ClientError;

/// What became of a log on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogStatus {
    /// Founded here or being joined; the server's log has not confirmed it yet.
    Joining = 0,
    /// Followed.
    Live = 1,
    /// This device was removed.
    Left = 2,
    /// An entry needs a newer program.
    Paused = 3,
    /// The log was forked or a commit broke the rules.
    Halted = 4,
    /// A key backup told of it; this device is not in it yet.
    Returning = 5,
    /// The personal space, before it is here: what is put into it waits.
    Awaited = 6,
}

impl LogStatus {
    pub(crate) fn from_row(value: i64) -> Self {
        match value {
            0 => Self::Joining,
            2 => Self::Left,
            3 => Self::Paused,
            4 => Self::Halted,
            5 => Self::Returning,
            6 => Self::Awaited,
            _ => Self::Live,
        }
    }
}

/// What must not be overlooked and does not go away by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlarmKind {
    /// Two histories of one log: the server or a member shows different people different things.
    Fork = 1,
    /// Something by an author whom the organisation does not know.
    Ghost = 2,
    /// An entry that breaks another rule.
    Refused = 3,
    /// The server left entries out or changed their order.
    Omission = 4,
    /// A commit that no honest device makes.
    Commit = 5,
    /// A member started anew with a new letter: whoever got hold of it is taken for her. Ask her whether it was she.
    Renewal = 6,
    /// Nothing new in the organisation's log for three weeks, not even an administrator's sign of life: no administrator was
    /// online, or the server hides the end of the log.
    Stale = 7,
    /// A device of this person's came in by another one of hers, or by her paper key. If that was not her, somebody else
    /// is in.
    NewDevice = 8,
    /// Somebody became an administrator by the organisation's recovery sheet. Ask who took it out of the safe.
    Sheet = 9,
}

impl AlarmKind {
    /// The kind behind a stored number.
    pub fn from_row(value: i64) -> Self {
        match value {
            1 => Self::Fork,
            2 => Self::Ghost,
            4 => Self::Omission,
            5 => Self::Commit,
            6 => Self::Renewal,
            7 => Self::Stale,
            8 => Self::NewDevice,
            9 => Self::Sheet,
            _ => Self::Refused,
        }
    }
}

/// An entry from the columns author, header, sig, body.
pub(crate) fn entry_of(row: &Row<'_>) -> Result<SignedEntry, verband_store::rusqlite::Error> {
    Ok(SignedEntry {
        author: DeviceId(row.get(0)?),
        header: row.get(1)?,
        signature: Signature(row.get(2)?),
        body: row.get::<_, Option<Vec<u8>>>(3)?.map(Into::into),
    })
}

/// Keeps an entry at its place.
pub(crate) fn keep(
    tx: &Tx<'_>,
    log: &LogId,
    position: &Position,
    event: &EventId,
    entry: &SignedEntry,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry (log, seq, event, author, header, sig, body, head)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            log.as_bytes(),
            position.seq,
            event.as_bytes(),
            entry.author.as_bytes(),
            &entry.header,
            &entry.signature.0,
            entry.body(),
            &position.head.0,
        ),
    )?;
    Ok(())
}

/// The head at a position, if the entry is here.
pub(crate) fn head_at(connection: &Connection, log: &LogId, seq: u64) -> Option<Hash> {
    if seq == 0 {
        return Some(Hash::ZERO);
    }
    connection
        .prepare_cached("SELECT head FROM entry WHERE log = ?1 AND seq = ?2")
        .and_then(|mut statement| statement.query_row((log.as_bytes(), seq), |row| row.get(0)).optional())
        .ok()
        .flatten()
        .map(Hash)
}

/// Whether an event is here.
pub(crate) fn known(connection: &Connection, log: &LogId, event: &EventId) -> bool {
    connection
        .prepare_cached("SELECT 1 FROM entry WHERE event = ?1 AND log = ?2")
        .and_then(|mut statement| statement.exists((event.as_bytes(), log.as_bytes())))
        .unwrap_or(false)
}

/// What is here of an event, as far as erasing it is concerned.
pub(crate) fn written(connection: &Connection, log: &LogId, event: &EventId) -> Option<Written> {
    let (entry, seq) = connection
        .prepare_cached("SELECT author, header, sig, NULL, seq FROM entry WHERE event = ?1 AND log = ?2")
        .and_then(|mut statement| {
            let read = |row: &Row<'_>| Ok((entry_of(row)?, row.get(4)?));
            statement.query_row((event.as_bytes(), log.as_bytes()), read).optional()
        })
        .ok()??;
    Some(Written { author: entry.author, class: entry.read().ok()?.class, seq })
}

/// The author's clock of the entry at a position, if it is here and can be read.
pub(crate) fn sent_at(connection: &Connection, log: &LogId, seq: u64) -> Option<u64> {
    let entry = connection
        .prepare_cached("SELECT author, header, sig, NULL FROM entry WHERE log = ?1 AND seq = ?2")
        .and_then(|mut statement| statement.query_row((log.as_bytes(), seq), entry_of).optional())
        .ok()??;
    Some(entry.read().ok()?.sent_at)
}

/// A conversation's log as this device follows it.
pub(crate) struct Followed {
    pub(crate) state: LogState,
    pub(crate) history: Option<History>,
    pub(crate) status: LogStatus,
}

/// Reads the state of a conversation's log.
pub(crate) fn followed(connection: &Connection, log: &LogId) -> Result<Option<Followed>, ClientError> {
    let row = connection
        .prepare_cached("SELECT snapshot, history, state FROM log WHERE id = ?1 AND kind <> 0")
        .map_err(StoreError::from)?
        .query_row([log.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()
        .map_err(StoreError::from)?;
    let Some((snapshot, history, state)) = row else { return Ok(None) };
    let damaged = |_| ClientError::Damaged("the database");
    Ok(Some(Followed {
        state: cbor::decode(&snapshot).map_err(damaged)?,
        history: history.map(|history| cbor::decode(&history)).transpose().map_err(damaged)?,
        status: LogStatus::from_row(state),
    }))
}

/// The state of a conversation's log.
pub(crate) fn state(connection: &Connection, log: &LogId) -> Result<LogState, ClientError> {
    followed(connection, log)?.map(|followed| followed.state).ok_or(ClientError::NotFound("conversation"))
}

/// Whether a conversation is on this device, as something to read and write.
pub(crate) fn is_here(connection: &Connection, log: &LogId) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM conversation WHERE log = ?1")?.exists([log.as_bytes()])?)
}

/// Whether the place of a welcome in the log is still to be found. A log founded here has an empty roster until its
/// first entry.
pub(crate) fn is_joining(followed: &Followed) -> bool {
    followed.status == LogStatus::Joining && !followed.state.roster.is_empty()
}

/// The number of a kind of conversation in the store.
pub(crate) fn kind_number(policy: &ConversationPolicy) -> i64 {
    policy.kind as i64 + 1
}

/// Starts to follow a conversation.
pub(crate) fn follow(
    tx: &Tx<'_>,
    kind: i64,
    state: &LogState,
    history: Option<&History>,
    status: LogStatus,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO log (id, kind, seq, head, epoch, state, snapshot, history)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, head = excluded.head, epoch = excluded.epoch,
             state = excluded.state, snapshot = excluded.snapshot, history = excluded.history",
        (
            state.log.as_bytes(),
            kind,
            state.position.seq,
            &state.position.head.0,
            state.epoch,
            status as i64,
            cbor::encode(state),
            history.map(cbor::encode),
        ),
    )?;
    tx.touch(Topic::Conversations);
    Ok(())
}

/// Keeps the state after a batch.
pub(crate) fn keep_state(tx: &Tx<'_>, state: &LogState) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE log SET seq = ?2, head = ?3, epoch = ?4, snapshot = ?5 WHERE id = ?1",
        (state.log.as_bytes(), state.position.seq, &state.position.head.0, state.epoch, cbor::encode(state)),
    )?;
    Ok(())
}

/// Keeps how far back the past is verified; none once the first entry is reached.
pub(crate) fn keep_history(tx: &Tx<'_>, log: &LogId, history: Option<&History>) -> Result<(), StoreError> {
    tx.execute("UPDATE log SET history = ?2 WHERE id = ?1", (log.as_bytes(), history.map(cbor::encode)))?;
    Ok(())
}

/// Notes what became of a log.
pub(crate) fn set_status(tx: &Tx<'_>, log: &LogId, status: LogStatus) -> Result<(), StoreError> {
    tx.execute("UPDATE log SET state = ?2 WHERE id = ?1", (log.as_bytes(), status as i64))?;
    tx.execute("UPDATE conversation SET state = ?2 WHERE log = ?1", (log.as_bytes(), status as i64))?;
    if status == LogStatus::Left {
        drafts::drop_of(tx, log)?;
    }
    tx.touch(Topic::Conversations);
    tx.touch(Topic::Status);
    Ok(())
}

/// Writes an alarm, once for the same thing.
pub(crate) fn alarm(
    tx: &Tx<'_>,
    at: u64,
    log: Option<&LogId>,
    kind: AlarmKind,
    detail: &str,
    evidence: Option<&Evidence>,
    about: Option<&MemberId>,
) -> Result<(), StoreError> {
    let raised = tx.execute(
        "INSERT INTO alarm (at, log, kind, detail, evidence, member) SELECT ?1, ?2, ?3, ?4, ?5, ?6
         WHERE NOT EXISTS (SELECT 1 FROM alarm WHERE log IS ?2 AND kind = ?3 AND detail = ?4)",
        (
            at,
            log.map(LogId::as_bytes),
            kind as i64,
            detail,
            evidence.map(Evidence::to_bytes),
            about.map(MemberId::as_bytes),
        ),
    )?;
    if raised > 0 {
        tx.touch(Topic::Status);
    }
    Ok(())
}

/// What this device has at a position of a log, as evidence against an entry that was signed on top of something else or of
/// more; without one, against a server that has the position no more.
pub(crate) fn evidence(
    connection: &Connection,
    log: &LogId,
    seq: u64,
    against: Option<&SignedEntry>,
) -> Option<Evidence> {
    let known = Position { seq, head: head_at(connection, log, seq)? };
    let entry = connection
        .prepare_cached("SELECT author, header, sig, NULL FROM entry WHERE log = ?1 AND seq = ?2")
        .and_then(|mut statement| statement.query_row((log.as_bytes(), seq), entry_of).optional())
        .ok()?;
    let against = against.map(|entry| SignedEntry { body: None, ..entry.clone() });
    Some(Evidence { log: *log, known, entry, against, told: None, shown: None })
}
