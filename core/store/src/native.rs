//! Opening the store where there is a file system.
#![cfg(not(target_family = "wasm"))]

use std::path::Path;
use std::sync::Once;
use std::time::Duration;
use std::{fs, io, thread};

use rusqlite::{Connection, OpenFlags};

use crate::connections::{Connections, prepare, prepare_writer};
use crate::fault::Life;
use crate::{DbKey, Place, StoreError};

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Returns once the cipher is ready. SQLite declares itself initialised before it initialises SQLCipher, so of two
/// threads that open a first database at once, the later one could find no cipher for its key.
fn await_cipher() {
    const TRIES: u32 = 10_000;
    static READY: Once = Once::new();
    READY.call_once(|| {
        // The first to come is made to initialise all of it; where another part of the process was faster, a key is
        // accepted as soon as that one is done. A cipher that never gets ready is reported by the open that follows.
        let accepts_key = || Connection::open_in_memory()?.execute_batch("PRAGMA key = 'ready'");
        for _ in 0..TRIES {
            if accepts_key().is_ok() {
                break;
            }
            thread::yield_now();
        }
    });
}

impl Connections {
    /// Opens the writer and, for a file, a reader beside it.
    pub(crate) fn open(place: &Place, key: &DbKey, life: &Life) -> Result<Self, StoreError> {
        let Place::File(path) = place else {
            let mut writer = Connection::open_in_memory()?;
            prepare(&writer)?;
            prepare_writer(&mut writer, life)?;
            return Ok(Self::new(writer, None));
        };
        await_cipher();
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
