//! The schema and how it came about: numbered SQL files, each applied once, in one transaction.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;
use crate::fault::{Call, Life};
use crate::search::index_all;

/// Every migration, in order. A released one is never edited.
const MIGRATIONS: [Migration; 9] = [
    Migration::sql(include_str!("../migrations/0001_first.sql")),
    Migration::sql(include_str!("../migrations/0002_organisation.sql")),
    Migration::sql(include_str!("../migrations/0003_proof.sql")),
    Migration::sql(include_str!("../migrations/0004_conversations.sql")),
    Migration { sql: include_str!("../migrations/0005_search.sql"), then: Some(index_all) },
    Migration::sql(include_str!("../migrations/0006_transfers.sql")),
    Migration::sql(include_str!("../migrations/0007_writers.sql")),
    Migration::sql(include_str!("../migrations/0008_drafts.sql")),
    Migration::sql(include_str!("../migrations/0009_alarm_member.sql")),
];

/// One step of the schema.
struct Migration {
    sql: &'static str,
    /// What SQL cannot do, after it.
    then: Option<Then>,
}

type Then = fn(&Connection) -> Result<(), StoreError>;

impl Migration {
    const fn sql(sql: &'static str) -> Self {
        Self { sql, then: None }
    }
}

/// The schema version this program writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Applies what is missing; refuses a database from a newer program.
pub(crate) fn migrate(connection: &mut Connection, life: &Life) -> Result<(), StoreError> {
    if version(connection)? == SCHEMA_VERSION {
        return Ok(());
    }
    // A migration may rebuild tables that others refer to; the check before its commit stands in for the keys.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    loop {
        life.pass(Call::Begin)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read again: another process may have been faster.
        let found = version(&tx)?;
        if found > SCHEMA_VERSION {
            return Err(StoreError::TooNew { found, known: SCHEMA_VERSION });
        }
        let Some(next) = MIGRATIONS.get(found as usize) else {
            return Ok(());
        };
        tx.execute_batch(next.sql)?;
        if let Some(then) = next.then {
            then(&tx)?;
        }
        tx.pragma_update(None, "user_version", found + 1)?;
        if tx.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(StoreError::Corrupt);
        }
        life.pass(Call::Commit)?;
        tx.commit()?;
        life.pass(Call::Committed)?;
    }
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
