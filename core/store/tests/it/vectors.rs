//! The flattened schema in `schema.sql`, and one database per schema version in `tests/vectors/store`, written once by
//! that version and opened by every later one. `cargo run -p verband-store --example vectors` writes them.
//!
//! Every table of such a database has one row, made from its columns alone: each blob is 32 times 0x07, each text is
//! [`TEXT`], each number is 1. The key is 32 times 0x42.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;
use verband_store::{DbKey, Place, SCHEMA_VERSION, Store, StoreError, index_text};

/// Every text in a vector database.
pub(crate) const TEXT: &str = "Ösophagusvarizenblutung";

/// `schema.sql` of this room.
pub(crate) fn schema_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql")
}

/// The database that a schema version wrote.
pub(crate) fn database_file(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/vectors/store/v{version:04}.sqlite"))
}

/// Opens a vector database.
pub(crate) fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(&Place::File(path.to_owned()), &DbKey::new([0x42; 32]))
}

/// The schema of a store as SQL, in the order of creation, without the tables that FTS5 makes for itself.
pub(crate) fn schema(store: &Store) -> Result<String, StoreError> {
    store.read(|sql| {
        let mut statement = sql.prepare(
            "SELECT sql || ';' FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'message\\_text\\_%' ESCAPE '\\' ORDER BY rowid",
        )?;
        let statements: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(format!(
            "-- The schema after all migrations, for reading. Written by `cargo run -p verband-store --example vectors`.\n\
             PRAGMA user_version = {SCHEMA_VERSION};\n\n{}\n",
            statements.join("\n\n")
        ))
    })
}

/// Columns of a table, each with its value in a vector database.
pub(crate) type Columns = Vec<(String, Value)>;

/// Tables of a store in the order of creation, full-text index aside, each with its columns.
pub(crate) fn tables(sql: &Connection) -> rusqlite::Result<Vec<(String, Columns)>> {
    let names: Vec<String> = sql
        .prepare(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'message\\_text%' ESCAPE '\\' ORDER BY rowid",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let columns = |table: &String| {
        sql.prepare("SELECT name, type FROM pragma_table_info(?1) ORDER BY cid")?
            .query_map([table], |row| {
                let value = match row.get::<_, String>(1)?.as_str() {
                    "BLOB" => Value::Blob(vec![7; 32]),
                    "TEXT" => Value::Text(TEXT.to_owned()),
                    _ => Value::Integer(1),
                };
                Ok((row.get(0)?, value))
            })?
            .collect::<rusqlite::Result<_>>()
    };
    names.into_iter().map(|table| Ok((table.clone(), columns(&table)?))).collect()
}

/// Fills a fresh store with one row per table.
#[allow(dead_code, reason = "the example writes, the tests read")]
pub(crate) fn fill(store: &Store) -> Result<(), StoreError> {
    store.with_tx(|tx| {
        for (table, columns) in tables(tx.sql())? {
            let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
            let marks = vec!["?"; columns.len()].join(", ");
            let insert = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
            tx.execute(&insert, rusqlite::params_from_iter(columns.iter().map(|(_, value)| value)))?;
        }
        index_text(tx, 1, TEXT)
    })
}
