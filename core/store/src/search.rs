//! The full-text index over message texts.
//!
//! Index rows are written directly, in the transaction that writes the message. A trigger would open a savepoint per
//! statement, and FTS5 flushes its pending terms at each: five times the work for the same rows.

use crate::{StoreError, Tx};

/// Puts the text of message `id` into the index. The message row holds the same text.
///
/// # Errors
/// As [`Tx::execute`].
pub fn index_text(tx: &Tx<'_>, id: i64, text: &str) -> Result<(), StoreError> {
    tx.execute("INSERT INTO message_text (rowid, text) VALUES (?1, ?2)", (id, text))?;
    Ok(())
}

/// Takes the text of message `id` out of the index, leaving nothing of it. `text` is what was indexed; called
/// before the message row changes.
///
/// # Errors
/// As [`Tx::execute`].
pub fn unindex_text(tx: &Tx<'_>, id: i64, text: &str) -> Result<(), StoreError> {
    tx.execute("INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', ?1, ?2)", (id, text))?;
    Ok(())
}
