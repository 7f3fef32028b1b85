//! What a device owes recordings by itself: one that nobody finishes ends when the policy says that what nobody sends does.

use verband_protocol::id::{BlobId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use super::recorder::forget;
use crate::client::Inner;
use crate::error::ClientError;
use crate::kind::Duties;
use crate::limits::policy_of;

const DAY: u64 = 86_400_000;

pub(crate) const DUTIES: Duties = Duties { perform, due };

/// How long an unfinished recording stays, in milliseconds; for good, if absent.
pub(super) fn stays(connection: &Connection) -> Result<Option<u64>, ClientError> {
    Ok(policy_of(connection)?.unsent_days.map(|days| u64::from(days) * DAY))
}

/// Does what is due. There is never something to send.
fn perform(inner: &Inner) -> Result<bool, ClientError> {
    let now = inner.ports.clock.now_ms();
    let Some(until) = inner.store.read(stays)?.and_then(|stays| now.checked_sub(stays)) else { return Ok(false) };
    let over = inner.store.read(|connection| -> Result<Vec<BlobId>, StoreError> {
        let mut statement = connection.prepare_cached("SELECT id FROM recorder WHERE began_at <= ?1 ORDER BY id")?;
        let rows = statement.query_map([until], |row| row.get(0).map(BlobId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })?;
    if over.is_empty() {
        return Ok(false);
    }
    inner.store.with_tx(|tx| {
        for id in &over {
            if inner.recorders.is_at_work(id) {
                // It is not that old: the clock was wrong when it was begun.
                tx.execute("UPDATE recorder SET began_at = ?2 WHERE id = ?1", (id.as_bytes(), now))?;
            } else {
                forget(tx, id)?;
            }
        }
        Ok::<_, StoreError>(())
    })?;
    inner.clear_litter()?;
    Ok(false)
}

/// When something is due next, in milliseconds since the Unix epoch.
fn due(connection: &Connection, _: &MemberId) -> Result<Option<u64>, StoreError> {
    // A policy that cannot be read lets nothing end.
    let Some(stays) = stays(connection).unwrap_or_default() else { return Ok(None) };
    let first: Option<u64> =
        connection.prepare_cached("SELECT min(began_at) FROM recorder")?.query_row([], |row| row.get(0))?;
    Ok(first.map(|began| began.saturating_add(stays)))
}
