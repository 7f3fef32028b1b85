//! What can go wrong in the store, as far as a caller would act on it.

use rusqlite::ErrorCode;

/// An error of the store. Whatever it is but [`StoreError::Files`], no file has been deleted and the transaction has
/// been rolled back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The key does not open this database. A damaged first page looks the same.
    #[error("the key does not open this database")]
    WrongKey,
    /// Another process, in the browser another tab, holds the database longer than the store waits.
    #[error("the database is in use")]
    Busy,
    /// No space left for the database.
    #[error("no space left for the database")]
    Full,
    /// A page does not carry the content that was written. The file is left as it is, for repair.
    #[error("the database is damaged")]
    Corrupt,
    /// The database was written by a newer version of the program.
    #[error("the database has schema {found}, this program knows up to {known}")]
    TooNew {
        /// Schema version of the file.
        found: u32,
        /// Newest schema version of this program.
        known: u32,
    },
    /// An earlier statement failed so badly that `SQLite` ended the transaction; nothing of it was kept.
    #[error("the transaction has already been rolled back")]
    RolledBack,
    /// The store was closed, as it is when the app is locked.
    #[error("the store is closed")]
    Closed,
    /// A fault plan ended the life of this store. Only tests see it.
    #[error("the store died by its fault plan")]
    Died,
    /// The files of a database cannot be removed.
    #[error("files of the database: {0}")]
    Files(#[from] std::io::Error),
    /// The browser's file storage is not available: no dedicated worker, no secure context, damaged.
    #[error("browser storage: {0}")]
    Browser(String),
    /// Anything else that `SQLite` reports.
    #[error("database: {0}")]
    Sql(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Sql(error),
        }
    }
}
