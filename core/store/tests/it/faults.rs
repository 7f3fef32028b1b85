//! Death at every call of a write path, and what is found afterwards.

use tempfile::tempdir;
use verband_store::testing::{FaultAt, for_every_fault, remains};
use verband_store::{Fate, Place, SCHEMA_VERSION, Store, StoreError, Topic};

use crate::{count, found_conversation, key, open, write_message};

#[test]
fn dying_at_any_call_leaves_all_or_nothing() {
    let mut after_commit = 0;
    let deaths = for_every_fault(|fault| {
        let folder = tempdir().unwrap();
        let path = folder.path().join("a.db");
        open(&path).with_tx(found_conversation).unwrap();

        let store = Store::open_with(&Place::File(path.clone()), &key(1), fault.clone()).unwrap();
        let subscription = store.subscribe();
        let result = store.with_tx(|tx| {
            tx.touch(Topic::Conversations);
            write_message(tx, 1, "erste")?;
            write_message(tx, 2, "zweite")
        });
        if fault.struck() {
            assert!(matches!(result, Err(StoreError::Died)));
            assert_eq!(subscription.take(), []);
            // A dead process does nothing more.
            assert!(matches!(store.with_tx(|tx| write_message(tx, 3, "Geist")), Err(StoreError::Died)));
            assert!(matches!(store.read(|_| Ok::<_, StoreError>(())), Err(StoreError::Died)));
        } else {
            result.unwrap();
        }

        let grave = tempdir().unwrap();
        let found = open(&remains(&path, grave.path()).unwrap());
        found.verify().unwrap();
        match count(&found, "message") {
            0 => assert!(fault.struck()),
            2 => after_commit += u32::from(fault.struck()),
            other => panic!("{other} messages: neither all nor nothing"),
        }
    });
    // Begin, three statements and, as the second message finds its second taken, four; commit, committed.
    assert_eq!(deaths, 10);
    assert_eq!(after_commit, 1); // only after the commit is all there although the caller saw a failure
}

#[test]
fn dying_while_the_schema_is_made_leaves_a_file_that_opens() {
    let deaths = for_every_fault(|fault| {
        let folder = tempdir().unwrap();
        let path = folder.path().join("a.db");
        let born = Store::open_with(&Place::File(path.clone()), &key(1), fault.clone());
        assert_eq!(born.is_err(), fault.struck());
        drop(born);
        let store = open(&path);
        store.with_tx(found_conversation).unwrap();
        store.verify().unwrap();
    });
    // Begin, commit and committed of each migration, and the question whether more follow.
    assert_eq!(deaths, 3 * u64::from(SCHEMA_VERSION) + 1);
}

#[test]
fn a_disk_that_is_full_at_any_call_is_survived_without_reopening() {
    for k in 1.. {
        let folder = tempdir().unwrap();
        let path = folder.path().join("a.db");
        open(&path).with_tx(found_conversation).unwrap();
        let fault = FaultAt::new(k, Fate::Full);
        let store = Store::open_with(&Place::File(path), &key(1), fault.clone()).unwrap();
        let result = store.with_tx(|tx| write_message(tx, 1, "erste"));
        if result.is_ok() {
            assert_eq!(k, 6); // begin, three statements and the commit can fail; what is committed stands
            break;
        }
        assert!(matches!(result, Err(StoreError::Full)));
        assert_eq!(count(&store, "message"), 0);
        store.with_tx(|tx| write_message(tx, 1, "erste")).unwrap();
        assert_eq!(count(&store, "message"), 1);
    }
}
