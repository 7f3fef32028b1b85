//! The store, proved through its public surface.

mod erasing;
mod faults;
mod opening;
mod schema;
mod topics;
mod vectors;
mod writing;

use std::path::Path;

use verband_store::{DbKey, Place, Store, StoreError, Tx, index_text, next_message_id};

/// The conversation of these tests.
pub(crate) const LOG: [u8; 32] = [7; 32];

/// A key; different bytes, different key.
pub(crate) fn key(byte: u8) -> DbKey {
    DbKey::new([byte; 32])
}

/// Opens the store at a path with key 1.
pub(crate) fn open(path: &Path) -> Store {
    Store::open(&Place::File(path.to_owned()), &key(1)).expect("the store opens")
}

/// Writes the conversation that messages belong to.
pub(crate) fn found_conversation(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute("INSERT INTO log (id, kind, head) VALUES (?1, 1, ?2)", (LOG, [0; 32]))?;
    tx.execute(
        "INSERT INTO conversation (log, kind, title, history, created_at) VALUES (?1, 1, 'Wundteam', 0, 0)",
        [LOG],
    )?;
    Ok(())
}

/// Writes one message with its index row, as sync does.
pub(crate) fn write_message(tx: &Tx<'_>, seq: u64, text: &str) -> Result<i64, StoreError> {
    let id = next_message_id(tx, 1_790_000_000_000 + seq)?;
    let event = u128::from(seq).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes();
    tx.execute(
        "INSERT INTO message (id, log, place, seq, event, author_device, sent_at, kind, text, state)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, 0, ?7, 1)",
        (id, LOG, seq, event, [9; 32], 1_790_000_000_000 + seq, text),
    )?;
    index_text(tx, id, text)?;
    Ok(id)
}

/// How many rows a table has, by the reading connection.
pub(crate) fn count(store: &Store, table: &str) -> u64 {
    let sql = format!("SELECT count(*) FROM {table}");
    let rows = store.read(|connection| Ok::<_, StoreError>(connection.query_row(&sql, [], |row| row.get(0))?));
    rows.expect("the table is there")
}
