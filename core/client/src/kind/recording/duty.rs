//! What a device owes recordings by itself: one that nobody finishes ends when the policy says that what nobody sends does.

use verband_protocol::id::{BlobId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use super::recorder::forget;
use crate::client::Inner;
use crate::ending::Ending;
use crate::error::ClientError;
use crate::kind::Duties;

pub(crate) const DUTIES: Duties = Duties { perform, due };

/// Does what is due. There is never something to send.
fn perform(inner: &Inner) -> Result<bool, ClientError> {
    let now = inner.ports.clock.now_ms();
    let Some(until) = inner.store.read(Ending::of)?.over(now) else { return Ok(false) };
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
    let ending = Ending::of(connection).unwrap_or_default();
    let first: Option<u64> =
        connection.prepare_cached("SELECT min(began_at) FROM recorder")?.query_row([], |row| row.get(0))?;
    Ok(first.and_then(|began| ending.due(began)))
}
