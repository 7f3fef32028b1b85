//! A write transaction, the only thing that changes the store.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::{CachedStatement, OptionalExtension, Params, Row, Transaction};

use crate::fault::{Call, Life};
use crate::{StoreError, Topic};

/// An open write transaction. Its statements are prepared once per connection and cached.
pub struct Tx<'a> {
    sql: Transaction<'a>,
    life: &'a Life,
    topics: RefCell<BTreeSet<Topic>>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(sql: Transaction<'a>, life: &'a Life) -> Self {
        Self { sql, life, topics: RefCell::default() }
    }

    /// The transaction itself, for functions that read from a `&rusqlite::Connection` inside or outside of a
    /// transaction. Writes go through [`execute`](Self::execute), where fault plans see them.
    pub fn sql(&self) -> &Transaction<'a> {
        &self.sql
    }

    /// Runs one statement; returns how many rows it changed.
    ///
    /// # Errors
    /// What `SQLite` reports, [`StoreError::RolledBack`] after an error that ended the transaction, or the fault plan.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.statement(sql)?.execute(params)?)
    }

    /// Reads one row.
    ///
    /// # Errors
    /// As [`execute`](Self::execute); no row is [`rusqlite::Error::QueryReturnedNoRows`].
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(self.statement(sql)?.query_row(params, read)?)
    }

    /// Reads one row, if there is one.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub fn query_opt<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.statement(sql)?.query_row(params, read).optional()?)
    }

    /// Reads all rows. A query that may return more than one names its order.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub fn query_map<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes that this transaction changes what `topic` shows. Subscribers hear of it after the commit only.
    pub fn touch(&self, topic: Topic) {
        self.topics.borrow_mut().insert(topic);
    }

    /// Asked for every statement. Some errors, a full disk among them, make `SQLite` roll back by itself; what
    /// came after would be committed one by one.
    fn statement(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        self.life.pass(Call::Statement)?;
        if self.sql.is_autocommit() { Err(StoreError::RolledBack) } else { Ok(self.sql.prepare_cached(sql)?) }
    }

    /// Commits, or rolls back and says why.
    pub(crate) fn commit(self) -> Result<BTreeSet<Topic>, StoreError> {
        self.life.pass(Call::Commit)?;
        if self.sql.is_autocommit() {
            return Err(StoreError::RolledBack);
        }
        self.sql.commit()?;
        self.life.pass(Call::Committed)?;
        Ok(self.topics.into_inner())
    }
}
