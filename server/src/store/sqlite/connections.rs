//! The connections of a store: one that writes and a few that read beside it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::store::{StoreError, StoreResult};

/// The steps of the schema. How many of them a database has, it keeps in `user_version`.
const STEPS: [&str; 3] =
    [include_str!("schema.sql"), include_str!("schema_mail.sql"), include_str!("schema_channels.sql")];

/// Readers that are kept open; a moment with more readers opens more.
const KEPT_READERS: usize = 4;

/// Milliseconds that a connection waits for another process, `doctor` for instance.
const PATIENCE: u32 = 5_000;

pub(super) struct Connections {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    /// Closed last: then it empties and removes the write-ahead log.
    writer: Mutex<Connection>,
}

impl Connections {
    pub(super) fn open(path: &Path, max_pages: Option<u32>) -> StoreResult<Self> {
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        writer.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;     -- a commit is on the disk before it is acknowledged
             PRAGMA fullfsync = ON;         -- on Apple's systems too
             PRAGMA secure_delete = ON;     -- what is erased is overwritten
             PRAGMA foreign_keys = ON;
             PRAGMA journal_size_limit = 16777216;",
        )?;
        assert_durable(&writer)?;
        migrate(&mut writer)?;
        if let Some(pages) = max_pages {
            writer.pragma_update(None, "max_page_count", pages)?;
        }
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::default() })
    }

    pub(super) fn open_read_only(path: &Path) -> StoreResult<Self> {
        let reader = open_reader(path)?;
        if version(&reader)? != STEPS.len() {
            return Err(StoreError::Fault("the database is of another version of the program".into()));
        }
        Ok(Self { path: path.to_owned(), writer: Mutex::new(reader), readers: Mutex::default() })
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        let kept = lock(&self.readers).pop();
        let reader = match kept {
            Some(reader) => reader,
            None => open_reader(&self.path)?,
        };
        // One snapshot for all that is read together.
        let snapshot = reader.unchecked_transaction()?;
        let result = work(&snapshot);
        drop(snapshot);
        let mut readers = lock(&self.readers);
        if readers.len() < KEPT_READERS {
            readers.push(reader);
        }
        result
    }
}

/// A panic while a connection was held rolled its transaction back, so that the connection is fit for use.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open_reader(path: &Path) -> StoreResult<Connection> {
    let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    prepare(&reader)?;
    Ok(reader)
}

fn prepare(connection: &Connection) -> StoreResult<()> {
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "busy_timeout", PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

/// SQLite answers a pragma that it does not follow with silence, so its answer is read back.
fn assert_durable(writer: &Connection) -> StoreResult<()> {
    let journal: String = writer.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: u32 = writer.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let secure_delete: u32 = writer.pragma_query_value(None, "secure_delete", |row| row.get(0))?;
    if journal == "wal" && synchronous == 2 && secure_delete == 1 {
        return Ok(());
    }
    Err(StoreError::Fault(format!(
        "not durable: journal {journal}, synchronous {synchronous}, erasing {secure_delete}"
    )))
}

fn version(connection: &Connection) -> StoreResult<usize> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Takes the steps that a database lacks, all or none.
fn migrate(writer: &mut Connection) -> StoreResult<()> {
    if version(writer)? == STEPS.len() {
        return Ok(());
    }
    // Looked at again inside: another process may be at it.
    let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version = version(&transaction)?;
    let steps = STEPS.get(version..);
    for step in steps.ok_or_else(|| StoreError::Fault(format!("schema {version} is of a newer program")))? {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len())?;
    Ok(transaction.commit()?)
}

/// Moves the write-ahead log into the database and empties it, so that it holds no erased body. While others read
/// this may not be possible; then it happens the next time.
pub(super) fn checkpoint(writer: &Connection) -> StoreResult<()> {
    Ok(writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?)
}
