//! What waits to be sent, item by item, as people see and steer it: [`Client::retry`] sends again, [`Client::cancel`] takes
//! back.

use verband_protocol::body::unpack;
use verband_protocol::entry::Class;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use crate::client::Client;
use crate::error::ClientError;
use crate::kind::RowKind;
use crate::view;

/// How far something has come on its way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxState {
    /// For a network, or for its conversation.
    Waiting,
    /// Until it cannot be undone any more.
    Held,
    /// For its files, which go up or are paused.
    Files,
    /// Refused: until somebody tries again or takes it back.
    Failed,
}

/// Something that is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// The event.
    pub event: EventId,
    /// The conversation.
    pub log: LogId,
    /// What that is called.
    pub title: String,
    /// What it is. Of a deletion [`RowKind::Deleted`].
    pub kind: RowKind,
    /// What it shows in the conversation; empty for what shows nothing.
    pub text: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub since: u64,
    /// How far it has come.
    pub state: OutboxState,
    /// Code of the last error that kept it or one of its files, as of [`ClientError::code`].
    pub reason: Option<String>,
    /// How often it was on its way.
    pub attempts: u32,
    /// Sealed bytes of its files that the server has.
    pub done: u64,
    /// Sealed bytes of its files; 0 if it has none, or nobody has looked yet.
    pub total: u64,
    /// When it stops to be held, in milliseconds since the Unix epoch.
    pub hold_until: Option<u64>,
}

impl Client {
    /// What waits to be sent, in the order in which it was made.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn outbox_items(&self) -> Result<Vec<OutboxRow>, ClientError> {
        let inner = self.readable()?;
        let now = inner.ports.clock.now_ms();
        Ok(inner.store.read(|connection| items(connection, &inner.account.member, now))?)
    }
}

/// When the next of what is held is sent, in milliseconds since the Unix epoch.
pub(crate) fn next_release(connection: &Connection, now: u64) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT min(hold_until) FROM outbox WHERE state = 0 AND hold_until > ?1";
    Ok(connection.prepare_cached(sql)?.query_row([now], |row| row.get(0))?)
}

/// Reads what [`Client::outbox_items`] gives.
pub(crate) fn items(connection: &Connection, own: &MemberId, now: u64) -> Result<Vec<OutboxRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT outbox.event, outbox.log, outbox.class, outbox.payload, coalesce(message.text, ''), outbox.created_at,
                outbox.state, coalesce(outbox.last_error, (SELECT max(reason) FROM upload WHERE upload.event = outbox.event)),
                outbox.attempts, outbox.hold_until,
                (SELECT coalesce(sum(done), 0) FROM upload WHERE upload.event = outbox.event),
                (SELECT coalesce(sum(size), 0) FROM upload WHERE upload.event = outbox.event),
                EXISTS (SELECT 1 FROM upload WHERE upload.event = outbox.event AND upload.state <> 1)
         FROM outbox LEFT JOIN message ON message.event = outbox.event AND message.seq IS NULL
         ORDER BY outbox.ord",
    )?;
    let rows = statement.query_map([], |row| {
        let deletes = row.get::<_, i64>(2)? == Class::Delete as i64;
        let number = unpack(&row.get::<_, Vec<u8>>(3)?).map_or(0, |(kind, _)| kind.0);
        let hold_until = row.get(9).map(|until: u64| Some(until).filter(|until| *until > now))?;
        Ok(OutboxRow {
            event: EventId(row.get(0)?),
            log: LogId(row.get(1)?),
            title: String::new(),
            kind: RowKind::from_row(number, deletes),
            text: row.get(4)?,
            since: row.get(5)?,
            state: match row.get::<_, i64>(6)? {
                2 => OutboxState::Failed,
                _ if hold_until.is_some() => OutboxState::Held,
                _ if row.get(12)? => OutboxState::Files,
                _ => OutboxState::Waiting,
            },
            reason: row.get(7)?,
            attempts: row.get(8)?,
            done: row.get(10)?,
            total: row.get(11)?,
            hold_until,
        })
    })?;
    let mut rows: Vec<OutboxRow> = rows.collect::<Result<_, _>>()?;
    for row in &mut rows {
        row.title = view::title_of(connection, &row.log, own)?;
    }
    Ok(rows)
}
