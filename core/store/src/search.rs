//! The full-text index over message texts, folded as `fold.rs` says.
//!
//! Index rows are written directly, in the transaction that writes the message. A trigger would open a savepoint per
//! statement, and FTS5 flushes its pending terms at each: five times the work for the same rows.

use rusqlite::Connection;

use crate::fold::fold;
use crate::{StoreError, Tx};

const INDEX: &str = "INSERT INTO message_text (rowid, text) VALUES (?1, ?2)";

/// Puts the text of message `id` into the index. The message row holds the same text.
///
/// # Errors
/// As [`Tx::execute`].
pub fn index_text(tx: &Tx<'_>, id: i64, text: &str) -> Result<(), StoreError> {
    tx.execute(INDEX, (id, fold(text)))?;
    Ok(())
}

/// Takes the text of message `id` out of the index, leaving nothing of it. `text` is what was indexed; called
/// before the message row changes.
///
/// # Errors
/// As [`Tx::execute`].
pub fn unindex_text(tx: &Tx<'_>, id: i64, text: &str) -> Result<(), StoreError> {
    tx.execute("INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', ?1, ?2)", (id, fold(text)))?;
    Ok(())
}

/// Fills an index that a migration has made.
pub(crate) fn index_all(connection: &Connection) -> Result<(), StoreError> {
    let mut messages = connection.prepare("SELECT id, text FROM message ORDER BY id")?;
    let mut index = connection.prepare(INDEX)?;
    let mut rows = messages.query([])?;
    while let Some(row) = rows.next()? {
        index.execute((row.get::<_, i64>(0)?, fold(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)))?;
    }
    Ok(())
}
