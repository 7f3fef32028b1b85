//! What a device owes the album by itself: to let photos end that nobody has sent in the time that the policy gives them, and
//! to take photos that were moved out of where they were.

use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};

use super::moving;
use super::view::SPACE;
use crate::client::Inner;
use crate::ending::Ending;
use crate::error::ClientError;

/// What of the tray came into it up to a time. What is being deleted or moved is on its way already.
const OVER: &str = "SELECT item.log, item.event FROM album_item AS item
    WHERE item.sent = 0 AND item.at <= ?1 AND NOT EXISTS (SELECT 1 FROM deletion
        WHERE deletion.log = item.log AND deletion.target = item.event)
        AND NOT EXISTS (SELECT 1 FROM album_move WHERE from_log = item.log AND from_event = item.event)";

fn over(connection: &Connection, until: u64) -> Result<Vec<(LogId, EventId)>, StoreError> {
    let sql = format!("{OVER} AND item.log IN {SPACE} ORDER BY item.at, item.event");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([until], |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Does what is due. Whether there is something to send now.
pub(super) fn perform(inner: &Inner) -> Result<bool, ClientError> {
    let now = inner.ports.clock.now_ms();
    let mut written = moving::finish(inner, now)?;
    let over = match inner.store.read(Ending::of)?.over(now) {
        Some(until) => inner.store.read(|connection| over(connection, until))?,
        None => Vec::new(),
    };
    for (log, event) in over {
        written |= inner.store.with_tx(|tx| inner.let_end(tx, &log, &event))?;
    }
    Ok(written)
}

/// When something is due next, in milliseconds since the Unix epoch.
pub(super) fn due(connection: &Connection, _: &MemberId) -> Result<Option<u64>, StoreError> {
    let moved = moving::due(connection)?;
    // A policy that cannot be read lets nothing end.
    let ending = Ending::of(connection).unwrap_or_default();
    let first = format!("SELECT min(at) FROM album_item AS item WHERE sent = 0 AND item.log IN {SPACE}");
    let first: Option<u64> = connection.prepare_cached(&first)?.query_row([], |row| row.get(0))?;
    Ok(first.and_then(|at| ending.due(at)).into_iter().chain(moved).min())
}

impl Inner {
    /// Deletes something, if the conversation takes deletes now. Whether it was.
    pub(super) fn let_end(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        match self.delete_event(tx, log, event) {
            Ok(()) => Ok(true),
            Err(ClientError::Refused(_) | ClientError::Halted | ClientError::NotFound(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
