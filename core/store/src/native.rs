//! Opening the store where there is a file system.
#![cfg(not(target_family = "wasm"))]

use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use rusqlite::{Connection, OpenFlags};

use crate::connections::{Connections, prepare, prepare_writer};
use crate::fault::Life;
use crate::{DbKey, Place, StoreError};

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

impl Connections {
    /// Opens the writer and, for a file, a reader beside it.
    pub(crate) fn open(place: &Place, key: &DbKey, life: &Life) -> Result<Self, StoreError> {
        let Place::File(path) = place else {
            let mut writer = Connection::open_in_memory()?;
            prepare(&writer)?;
            prepare_writer(&mut writer, life)?;
            return Ok(Self::new(writer, None));
        };
        let connect = || {
            let flags =
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(PATIENCE)?;
            key.apply(&connection)?;
            prepare(&connection)?;
            // The write-ahead log lets readers go on beside the writer; FULL makes a commit survive loss of power.
            connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
            Ok::<_, StoreError>(connection)
        };
        let mut writer = connect()?;
        prepare_writer(&mut writer, life)?;
        let reader = connect()?;
        reader.execute_batch("PRAGMA query_only = ON")?;
        Ok(Self::new(writer, Some(reader)))
    }

    /// Removes a database. Its journals go first: one left behind would be played back into the next database of this
    /// name.
    pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
        for ending in ["-journal", "-wal", "-shm", ""] {
            let mut file = path.as_os_str().to_owned();
            file.push(ending);
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}
