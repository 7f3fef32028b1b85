//! Opening the store in the browser: files in the origin private file system, through SQLite's pool of access
//! handles. Needs a dedicated worker in a secure context; one worker owns the pool.
#![cfg(target_family = "wasm")]

use rusqlite::Connection;
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_vfs::sahpool::{self, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil};

use crate::connections::{Connections, prepare, prepare_writer};
use crate::fault::Life;
use crate::{DbKey, Place, StoreError};

/// Files the pool has room for: a database and its journal for each of several people on one computer.
const POOL_FILES: usize = 16;

/// Opens the pool of database files in this directory of the origin private file system. Databases are opened in it
/// by name from then on. Calling it again is harmless.
pub async fn install(directory: &str) -> Result<(), StoreError> {
    pool(directory).await.map(drop)
}

/// Deletes a database and its journal from the pool. It must be closed.
pub async fn remove(directory: &str, name: &str) -> Result<(), StoreError> {
    pool(directory).await?.delete_db(name).map_err(browser)?;
    Ok(())
}

async fn pool(directory: &str) -> Result<OpfsSAHPoolUtil, StoreError> {
    let options = OpfsSAHPoolCfgBuilder::new()
        .directory(directory)
        .initial_capacity(POOL_FILES)
        .build();
    sahpool::install::<WasmOsCallback>(&options, true)
        .await
        .map_err(browser)
}

fn browser(error: sahpool::OpfsSAHError) -> StoreError {
    StoreError::Browser(error.to_string())
}

impl Connections {
    /// Opens the one connection: the pool gives a file to one connection at a time.
    pub(crate) fn open(place: &Place, key: &DbKey, life: &Life) -> Result<Self, StoreError> {
        let mut writer = match place {
            Place::Memory => Connection::open_in_memory()?,
            Place::File(name) => {
                let connection = Connection::open(name)?;
                key.apply(&connection)?;
                connection
            }
        };
        prepare(&writer)?;
        writer.execute_batch("PRAGMA synchronous = FULL;")?;
        prepare_writer(&mut writer, life)?;
        Ok(Self::new(writer, None))
    }
}
