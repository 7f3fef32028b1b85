//! Parts of the schema that come from above: whoever defines what its rows mean brings the tables too, and the store
//! applies each SQL file once, in the one write path.

use crate::{Store, StoreError};

/// A part of the schema with SQL files of its own, in order. A released file is never edited. Its tables are STRICT and
/// carry the part's name in theirs.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its name, once and for all.
    pub name: &'static str,
    /// Its SQL files.
    pub files: &'static [&'static str],
}

impl Store {
    /// Brings parts up to date, each file in a transaction.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] for a part that a newer program wrote; else what `SQLite` reports.
    pub fn extend(&self, parts: impl IntoIterator<Item = Part>) -> Result<(), StoreError> {
        for part in parts {
            while self.extend_once(&part)? {}
        }
        Ok(())
    }

    /// Applies the next file of a part. Whether there was one.
    fn extend_once(&self, part: &Part) -> Result<bool, StoreError> {
        let known = part.files.len();
        let version = |found: Option<u32>| found.unwrap_or_default();
        let read = "SELECT version FROM part WHERE name = ?1";
        let current = self.read(|sql| -> Result<_, StoreError> {
            use rusqlite::OptionalExtension as _;
            Ok(version(sql.prepare_cached(read)?.query_row([part.name], |row| row.get(0)).optional()?))
        })?;
        if current as usize == known {
            return Ok(false);
        }
        self.with_tx(|tx| {
            // Read again: another process may have been faster.
            let found = version(tx.query_opt(read, [part.name], |row| row.get(0))?);
            let Some(file) = part.files.get(found as usize) else {
                let known = u32::try_from(known).unwrap_or(u32::MAX);
                return if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(false) };
            };
            tx.sql().execute_batch(file)?;
            tx.execute(
                "INSERT INTO part (name, version) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET version = excluded.version",
                (part.name, found + 1),
            )?;
            Ok(true)
        })
    }
}
