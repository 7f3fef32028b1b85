//! What must not be found: plaintext in the files, deleted text in the database.

use std::fs;
use std::path::Path;

use tempfile::tempdir;
use verband_store::{Store, StoreError, unindex_text};

use crate::{LOG, found_conversation, open, write_message};

const MARKER: &str = "Fersendekubitus-Markierung-4711";

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    ["a.db", "a.db-wal", "a.db-shm"]
        .map(|name| (name.to_owned(), fs::read(folder.join(name)).expect("the file is there")))
        .into()
}

fn search(store: &Store, trigram: &str) -> Vec<i64> {
    let found = store.read(|sql| {
        sql.prepare_cached("SELECT rowid FROM message_text WHERE message_text MATCH ?1 ORDER BY rowid DESC")?
            .query_map([format!("\"{trigram}\"")], |row| row.get(0))?
            .collect::<Result<_, _>>()
            .map_err(StoreError::from)
    });
    found.expect("the query is right")
}

#[test]
fn no_plaintext_is_in_any_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(found_conversation).unwrap();
    store.with_tx(|tx| (1..100).try_for_each(|seq| write_message(tx, seq, MARKER).map(drop))).unwrap();
    let written = files(folder.path());
    assert!(written.iter().any(|(name, bytes)| name == "a.db-wal" && bytes.len() > 4096));
    store.checkpoint().unwrap();
    let moved = files(folder.path());
    assert!(moved.iter().any(|(name, bytes)| name == "a.db-wal" && bytes.is_empty()));
    for (name, bytes) in written.iter().chain(&moved) {
        for plain in [MARKER.as_bytes(), b"Wundteam", b"SQLite format 3", b"CREATE TABLE", &LOG] {
            assert!(!contains(bytes, plain), "plaintext in {name}");
        }
    }
}

#[test]
fn parts_of_compounds_are_found() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(found_conversation).unwrap();
    let id = store.with_tx(|tx| write_message(tx, 1, "ÖSOPHAGUSVARIZENBLUTUNG")).unwrap();
    store.with_tx(|tx| write_message(tx, 2, "Verbandwechsel")).unwrap();
    for part in ["oso", "var", "ung"] {
        assert_eq!(search(&store, part), [id]);
    }
}

#[test]
fn deleted_text_is_gone_from_every_page() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = open(&path);
    store.with_tx(found_conversation).unwrap();
    let id = store
        .with_tx(|tx| {
            let id = write_message(tx, 1, MARKER)?;
            (2..50).try_for_each(|seq| write_message(tx, seq, "Kompressionsverband").map(drop))?;
            Ok::<_, StoreError>(id)
        })
        .unwrap();
    assert!(contains(&decrypted(&path), MARKER.as_bytes()));
    assert!(contains(&decrypted(&path), b"kub"));
    assert_eq!(search(&store, "kub"), [id]);

    store
        .with_tx(|tx| {
            unindex_text(tx, id, MARKER)?;
            tx.execute("UPDATE message SET text = '', deleted = 1 WHERE id = ?1", [id])
        })
        .unwrap();
    store.checkpoint().unwrap();
    assert_eq!(search(&store, "kub"), []);
    assert_eq!(search(&store, "ver").len(), 48);
    let plain = decrypted(&path);
    assert!(contains(&plain, b"Kompressionsverband"));
    assert!(!contains(&plain, MARKER.as_bytes()));
    // The index keeps a term as the rest of the one before it: "kub", "ubi" stand as they are.
    assert!(!contains(&plain, b"kub"));
    assert!(!contains(&plain, b"471"));
}

/// Every page of the database in clear, unused ones too.
fn decrypted(path: &Path) -> Vec<u8> {
    let mut sql = rusqlite::Connection::open(path).expect("the file is there");
    let key = "01".repeat(32);
    sql.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256"))
        .expect("the key fits");
    sql.serialize("main").expect("every page can be read").to_vec()
}
