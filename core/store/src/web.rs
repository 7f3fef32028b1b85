//! Opening the store in the browser: files in the origin private file system, through SQLite's pool of access
//! handles. Needs a dedicated worker in a secure context; one worker owns the pool.
#![cfg(target_family = "wasm")]

use rusqlite::Connection;
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager;
use sqlite_wasm_vfs::sahpool::{self, OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil};

use crate::connections::{Connections, prepare, prepare_writer};
use crate::fault::Life;
use crate::{DbKey, Place, StoreError};

/// Files the pool has room for: a database and its journal for each of several people on one computer.
const POOL_FILES: usize = 16;

/// Opens the pool of database files in this directory of the origin private file system. Databases are opened in it
/// by name from then on. Calling it again is harmless.
///
/// # Errors
/// [`StoreError::Busy`] while another owns the pool: another tab, or for up to two seconds after its end a worker that
/// was ended in the middle of its work, so try again for a while. [`StoreError::Browser`] outside of a dedicated worker
/// or without a secure context.
pub async fn install(directory: &str) -> Result<(), StoreError> {
    pool(directory).await.map(drop)
}

/// Whether the pool holds a database of this name.
///
/// # Errors
/// As [`install`].
pub async fn contains(directory: &str, name: &str) -> Result<bool, StoreError> {
    pool(directory).await?.contains(name).map_err(browser)
}

/// Deletes a database from the pool. It must be closed.
///
/// # Errors
/// As [`install`], and [`StoreError::Browser`] while the database is open.
pub async fn remove(directory: &str, name: &str) -> Result<(), StoreError> {
    let pool = pool(directory).await?;
    // The journals first: one left behind would be played back into the next database of this name.
    for file in [format!("{name}-journal"), format!("{name}-wal"), name.to_owned()] {
        pool.remove(&file).map_err(browser)?;
    }
    Ok(())
}

async fn pool(directory: &str) -> Result<OpfsSAHPoolUtil, StoreError> {
    let options = OpfsSAHPoolCfgBuilder::new().directory(directory).initial_capacity(POOL_FILES).build();
    sahpool::install::<WasmOsCallback>(&options, true).await.map_err(browser)
}

/// The browser names this error when another tab, or a worker that has not quite ended, owns the pool.
const OWNED_BY_ANOTHER: &str = "NoModificationAllowedError";

fn browser(error: OpfsSAHError) -> StoreError {
    match error {
        OpfsSAHError::Opfs { message, .. } if message.starts_with(OWNED_BY_ANOTHER) => StoreError::Busy,
        other => StoreError::Browser(other.to_string()),
    }
}

impl Connections {
    /// Opens the one connection: the pool gives a file to one connection at a time.
    ///
    /// There is no shared memory here, so the write-ahead log needs the exclusive mode, set before the first read
    /// (<https://sqlite.org/wal.html#noshm>). A small commit takes a seventh of the time of a rollback journal.
    pub(crate) fn open(place: &Place, key: &DbKey, life: &Life) -> Result<Self, StoreError> {
        let mut writer = match place {
            Place::Memory => Connection::open_in_memory()?,
            Place::File(name) => {
                let connection = Connection::open(name)?;
                connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
                key.apply(&connection)?;
                connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
                connection
            }
        };
        prepare(&writer)?;
        prepare_writer(&mut writer, life)?;
        Ok(Self::new(writer, None))
    }
}
