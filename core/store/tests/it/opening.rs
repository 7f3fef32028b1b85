//! Opening: keys, damage, versions.

use std::fs;

use tempfile::tempdir;
use verband_store::rusqlite::Connection;
use verband_store::{Place, SCHEMA_VERSION, Store, StoreError};

use crate::{count, found_conversation, key, open, write_message};

#[test]
fn what_was_written_is_there_after_opening_again() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(found_conversation).unwrap();
    store.with_tx(|tx| write_message(tx, 1, "Verbandwechsel")).unwrap();
    drop(store);
    let store = open(&path);
    assert_eq!(count(&store, "message"), 1);
    store.verify().unwrap();
}

#[test]
fn a_wrong_key_is_refused_and_changes_nothing() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    open(&path).with_tx(found_conversation).unwrap();
    let before = fs::read(&path).unwrap();
    for wrong in [0, 2, 255] {
        let refused = Store::open(&Place::File(path.clone()), &key(wrong));
        assert!(matches!(refused, Err(StoreError::WrongKey)));
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(count(&open(&path), "conversation"), 1);
}

#[test]
fn a_plain_database_is_refused_and_kept() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(Store::open(&Place::File(path.clone()), &key(1)), Err(StoreError::WrongKey)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_flipped_bit_in_any_page_is_found_and_the_file_is_kept() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(found_conversation).unwrap();
    store.with_tx(|tx| (1..200).try_for_each(|seq| write_message(tx, seq, "Wundspülung").map(drop))).unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    assert!(pages > 20);
    for page in 0..pages {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 1000] ^= 4;
        fs::write(&path, &damaged).unwrap();
        let result = Store::open(&Place::File(path.clone()), &key(1)).and_then(|store| store.verify());
        match page {
            0 => assert!(matches!(result, Err(StoreError::WrongKey))),
            _ => assert!(matches!(result, Err(StoreError::Corrupt)), "page {page}: {result:?}"),
        }
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
}

#[test]
fn a_newer_schema_is_refused_and_named() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(|tx| Ok::<_, StoreError>(tx.sql().pragma_update(None, "user_version", SCHEMA_VERSION + 1)?)).unwrap();
    drop(store);
    let refused = Store::open(&Place::File(path), &key(1));
    assert!(matches!(refused, Err(StoreError::TooNew { found, known })
        if found == SCHEMA_VERSION + 1 && known == SCHEMA_VERSION));
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempdir().unwrap();
    let refused = Store::open(&Place::File(folder.path().join("no/a.db")), &key(1));
    assert!(matches!(refused, Err(StoreError::Sql(_))));
}

#[test]
fn durability_and_erasure_are_switched_on() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    let pragma = |name: &str| {
        store
            .with_tx(|tx| {
                Ok::<_, StoreError>(
                    tx.sql().pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))?,
                )
            })
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
    assert_eq!(pragma("synchronous"), 2.into());
    assert_eq!(pragma("secure_delete"), 1.into());
    assert_eq!(pragma("foreign_keys"), 1.into());
    assert_eq!(pragma("temp_store"), 2.into());
}

#[test]
fn a_store_in_memory_works_the_same() {
    let store = Store::open(&Place::Memory, &key(1)).unwrap();
    store.with_tx(found_conversation).unwrap();
    assert_eq!(count(&store, "conversation"), 1);
}

#[test]
fn closing_ends_every_clone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    let clone = store.clone();
    store.close();
    assert!(matches!(clone.with_tx(found_conversation), Err(StoreError::Closed)));
    assert!(matches!(clone.read(|_| Ok::<_, StoreError>(())), Err(StoreError::Closed)));
    assert_eq!(count(&open(&path), "conversation"), 0);
}
