//! The connections of a store: one that writes, and where the platform can, one that reads beside it.
//!
//! How they are opened stands in `native.rs` and `web.rs`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::StoreError;
use crate::fault::Life;
use crate::migrate::migrate;

/// Statements kept prepared per connection: more than the product has.
const CACHED_STATEMENTS: usize = 512;

type Slot = Mutex<Option<Connection>>;

pub(crate) struct Connections {
    writer: Slot,
    /// `None` where readers share the writer's connection.
    reader: Option<Slot>,
}

impl Connections {
    pub(crate) fn new(writer: Connection, reader: Option<Connection>) -> Self {
        Self { writer: Mutex::new(Some(writer)), reader: reader.map(|reader| Mutex::new(Some(reader))) }
    }

    /// The writing connection; empty once closed.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Option<Connection>> {
        lock(&self.writer)
    }

    /// The connection for readers; empty once closed.
    pub(crate) fn reader(&self) -> MutexGuard<'_, Option<Connection>> {
        lock(self.reader.as_ref().unwrap_or(&self.writer))
    }

    /// Closes both, the writer last: the last one to close empties the write-ahead log.
    pub(crate) fn close(&self) {
        self.reader.as_ref().map(|reader| lock(reader).take());
        lock(&self.writer).take();
    }
}

/// A panic while a connection was held has rolled its transaction back, so the connection is fit for use.
fn lock(slot: &Slot) -> MutexGuard<'_, Option<Connection>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Settings of every connection, on every platform.
///
/// `cipher_memory_security` stays off: it would wipe every freed buffer, and made a page of 50 three times and a search
/// twenty times as slow. Keys and the cipher's own buffers are wiped without it.
pub(crate) fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY;    -- nothing in clear beside the database
         PRAGMA secure_delete = ON;     -- deleted rows are overwritten
         PRAGMA trusted_schema = OFF;
         PRAGMA cache_size = -8192;     -- KiB; decrypted pages",
    )?;
    Ok(())
}

/// Brings the schema up to date; from here on foreign keys hold.
pub(crate) fn prepare_writer(connection: &mut Connection, life: &Life) -> Result<(), StoreError> {
    migrate(connection, life)?;
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(())
}
