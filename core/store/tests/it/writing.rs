//! The write path: all or nothing, readers undisturbed, full disks.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::tempdir;
use verband_store::{Place, Store, StoreError, Tx, next_message_id};

use crate::{LOG, count, found_conversation, key, open, write_message};

#[test]
fn an_error_rolls_everything_back() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    let result = store.with_tx(|tx| {
        found_conversation(tx)?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(matches!(result, Err(StoreError::Busy)));
    assert_eq!(count(&store, "conversation"), 0);
}

#[test]
fn a_panic_rolls_back_and_leaves_the_store_usable() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    let other = store.clone();
    let panicked = thread::spawn(move || {
        other.with_tx(|tx| -> Result<(), StoreError> {
            found_conversation(tx)?;
            panic!("in the middle");
        })
    });
    assert!(panicked.join().is_err());
    assert_eq!(count(&store, "conversation"), 0);
    store.with_tx(found_conversation).unwrap();
    assert_eq!(count(&store, "conversation"), 1);
}

#[test]
fn a_reader_does_not_wait_for_the_writer() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    store.with_tx(found_conversation).unwrap();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let (read, was_read) = mpsc::channel();
    let (writer, reader) = (store.clone(), store.clone());
    let writing = thread::spawn(move || {
        writer.with_tx(|tx| {
            write_message(tx, 1, "noch nicht zu sehen")?;
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok::<_, StoreError>(())
        })
    });
    has_begun.recv().unwrap();
    let reading = thread::spawn(move || read.send(count(&reader, "message")).unwrap());
    let seen = was_read.recv_timeout(Duration::from_secs(30)); // the write transaction stays open until we have read
    go_on.send(()).unwrap();
    writing.join().unwrap().unwrap();
    reading.join().unwrap();
    assert_eq!(seen, Ok(0));
    assert_eq!(count(&store, "message"), 1);
}

#[test]
fn a_read_sees_one_snapshot() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    store.with_tx(found_conversation).unwrap();
    store
        .read(|sql| {
            let count = || sql.query_row("SELECT count(*) FROM message", [], |row| row.get::<_, u64>(0));
            assert_eq!(count()?, 0);
            store.with_tx(|tx| write_message(tx, 1, "dazwischen"))?;
            assert_eq!(count()?, 0);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(count(&store, "message"), 1);
}

#[test]
fn a_read_cannot_write() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    let refused = store.read(|sql| Ok::<_, StoreError>(sql.execute("INSERT INTO meta VALUES ('a', x'00')", [])?));
    assert!(matches!(refused, Err(StoreError::Sql(_))));
}

#[test]
fn a_full_disk_says_so_and_recovers() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    store.with_tx(found_conversation).unwrap();
    let limit = |store: &Store, pages: u32| {
        store
            .with_tx(|tx| {
                Ok::<_, StoreError>(tx.sql().pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?)
            })
            .unwrap();
    };
    limit(&store, 1); // SQLite takes the present size if that is larger
    let mut seq = 0;
    let full = loop {
        seq += 1;
        if let Err(error) = store.with_tx(|tx| write_message(tx, seq, &"Kompressionsverband ".repeat(50))) {
            break error;
        }
    };
    assert!(matches!(full, StoreError::Full), "{full}");
    assert_eq!(count(&store, "message"), seq - 1); // reading goes on, nothing half written
    limit(&store, 1_000_000);
    store.with_tx(|tx| write_message(tx, seq, &"Kompressionsverband ".repeat(50))).unwrap();
    assert_eq!(count(&store, "message"), seq);
    store.verify().unwrap();
}

#[test]
fn what_follows_an_ended_transaction_is_not_written() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    let result = store.with_tx(|tx| {
        found_conversation(tx)?;
        tx.sql().execute_batch("ROLLBACK")?; // as SQLite itself does after some errors
        let refused = tx.execute("INSERT INTO meta VALUES ('alone', x'00')", []);
        assert!(matches!(refused, Err(StoreError::RolledBack)));
        Ok::<_, StoreError>(())
    });
    assert!(matches!(result, Err(StoreError::RolledBack)));
    assert_eq!(count(&store, "meta"), 0);
}

#[test]
fn messages_are_numbered_in_the_order_of_time() {
    let folder = tempdir().unwrap();
    let store = open(&folder.path().join("a.db"));
    store.with_tx(found_conversation).unwrap();
    let mut ids = Vec::new();
    let seconds = [20, 20, 20, 10, 21, 20, 1_000, u64::MAX / 1000, u64::MAX / 1000];
    store
        .with_tx(|tx| {
            for (seq, second) in (1..).zip(seconds) {
                let id = next_message_id(tx, second * 1000)?;
                write_row(tx, id, seq)?;
                ids.push(id);
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(ids, [20, 21, 22, 10, 23, 24, 1_000, 1 << 40, (1 << 40) + 1]);
}

#[test]
fn a_burst_of_messages_in_one_second_stays_dense() {
    let store = Store::open(&Place::Memory, &key(1)).unwrap();
    store.with_tx(found_conversation).unwrap();
    let ids = store.with_tx(|tx| {
        write_row(tx, 700, 9_999)?; // already there, in the middle of where the burst will lie
        (0..1_000)
            .map(|seq| {
                let id = next_message_id(tx, 100_000)?;
                write_row(tx, id, seq)?;
                Ok(id)
            })
            .collect::<Result<Vec<_>, StoreError>>()
    });
    let ids = ids.unwrap();
    assert!(ids.is_sorted());
    assert!(ids.iter().all(|id| (100..2_000).contains(id)), "{ids:?}");
}

/// A message row with this id.
fn write_row(tx: &Tx<'_>, id: i64, seq: u32) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO message (id, log, place, event, author_device, sent_at, kind, state)
         VALUES (?1, ?2, ?3, ?4, x'', 0, 0, 1)",
        (id, LOG, seq, seq.to_be_bytes()),
    )?;
    Ok(())
}
