//! The schema as a whole, and databases written by earlier versions.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::tempdir;
use verband_store::{Place, SCHEMA_VERSION, Store, StoreError};

use crate::key;
use crate::vectors::{Columns, TEXT, database_file, open, schema, schema_file, tables};

const WRITE: &str = "run `cargo run -p verband-store --example vectors`";

#[test]
fn the_flattened_schema_is_what_the_migrations_make() {
    let store = Store::open(&Place::Memory, &key(1)).unwrap();
    let kept = fs::read_to_string(schema_file()).unwrap();
    assert!(kept == schema(&store).unwrap(), "schema.sql is out of date: {WRITE}");
}

#[test]
fn every_table_is_strict() {
    let store = Store::open(&Place::Memory, &key(1)).unwrap();
    let lax: Vec<String> = store
        .read(|sql| {
            sql.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .unwrap();
    assert_eq!(lax, ["sqlite_schema"]);
}

#[test]
fn databases_of_every_version_open_and_keep_their_rows() {
    for version in 1..=SCHEMA_VERSION {
        let folder = tempdir().unwrap();
        let copy = folder.path().join("a.db");
        fs::copy(database_file(version), &copy).unwrap();
        let store = open(&copy).unwrap();
        store.verify().unwrap();
        let fresh = Store::open(&Place::Memory, &key(1)).unwrap();
        assert!(schema(&store).unwrap() == schema(&fresh).unwrap(), "v{version:04}.sqlite has another schema: {WRITE}");

        store.read(|sql| Ok::<_, StoreError>(check_rows(sql, &written_by(version)?)?)).unwrap();
    }
}

/// The tables and columns that a schema version had: what it wrote is all that later ones can keep.
fn written_by(version: u32) -> rusqlite::Result<Vec<(String, Columns)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = fs::read_dir(folder).expect("the migrations").map(|file| file.expect("a migration").path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let sql = Connection::open_in_memory()?;
    for file in files.iter().take(version as usize) {
        sql.execute_batch(&fs::read_to_string(file).expect("a migration"))?;
    }
    tables(&sql)
}

fn check_rows(sql: &Connection, written: &[(String, Columns)]) -> rusqlite::Result<()> {
    for (table, columns) in written {
        for (column, expected) in columns {
            let found: Vec<Value> = sql
                .prepare(&format!("SELECT {column} FROM {table}"))?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            assert_eq!(found, std::slice::from_ref(expected), "{table}.{column}");
        }
    }
    let found: String = sql.query_row(
        "SELECT message.text FROM message_text JOIN message ON message.id = message_text.rowid
         WHERE message_text MATCH '\"var\"'",
        [],
        |row| row.get(0),
    )?;
    assert_eq!(found, TEXT);
    Ok(())
}
