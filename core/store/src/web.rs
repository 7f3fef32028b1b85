//! Opening the store in the browser: files in the origin private file system, through SQLite's pool of access
//! handles. Needs a dedicated worker in a secure context; one worker owns the pool.
#![cfg(target_family = "wasm")]

use std::cell::RefCell;
use std::path::Path;

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
    let options = OpfsSAHPoolCfgBuilder::new().directory(directory).initial_capacity(POOL_FILES).build();
    let pool = sahpool::install::<WasmOsCallback>(&options, true).await.map_err(browser)?;
    POOL.set(Some(pool));
    Ok(())
}

thread_local! {
    /// The pool of this worker.
    static POOL: RefCell<Option<OpfsSAHPoolUtil>> = const { RefCell::new(None) };
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

    /// Removes a database from the pool. Its journals go first: one left behind would be played back into the next
    /// database of this name.
    pub(crate) fn remove(name: &Path) -> Result<(), StoreError> {
        POOL.with_borrow(|pool| {
            let pool = pool.as_ref().ok_or_else(|| StoreError::Browser("no pool was opened".to_owned()))?;
            for ending in ["-journal", "-wal", ""] {
                pool.remove(&format!("{}{ending}", name.display())).map_err(browser)?;
            }
            Ok(())
        })
    }
}
