//! The port to sealed files keeps its word in a folder, in the store's table and in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use verband_store::testing::{for_every_fault, remains};
use verband_store::{DbKey, Place, Store};
use verband_vault::files::FilePlan;
use verband_vault::{BlobFiles, FileError, FileId, Folder, MemoryFiles, StoreFiles};

const ONE: FileId = [0x1A; 16];
const TWO: FileId = [0xF0; 16];

pub(crate) fn store(folder: &std::path::Path) -> Store {
    let place = Place::File(folder.join("store.db"));
    Store::open(&place, &DbKey::new([1; 32])).expect("the store opens")
}

/// Every implementation, with the folder that some of them live in.
pub(crate) fn all(test: impl Fn(&str, Arc<dyn BlobFiles>)) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    test("memory", Arc::new(MemoryFiles::default()));
    let files = Folder::open(&folder.path().join("vault")).expect("a new folder");
    test("folder", Arc::new(files));
    test("table", Arc::new(StoreFiles::new(store(folder.path()))));
}

fn write(files: &dyn BlobFiles, id: &FileId, pieces: &[&[u8]]) -> Result<(), FileError> {
    let mut file = files.create(id)?;
    for piece in pieces {
        file.append(piece)?;
    }
    file.finish()
}

fn read(files: &dyn BlobFiles, id: &FileId) -> Result<Vec<u8>, FileError> {
    let mut bytes = vec![0; files.len(id)? as usize];
    let read = files.read_at(id, 0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

#[test]
fn files_are_written_whole_and_read_in_any_order() {
    // More than two rows of the table.
    let long: Vec<u8> = (0..600_000_u32).map(|n| (n % 251) as u8).collect();
    all(|what, files| {
        let files = &*files;
        write(files, &ONE, &[&long[..10], &long[10..300_000], &long[300_000..]]).expect(what);
        write(files, &TWO, &[]).expect(what);
        assert!(read(files, &ONE).expect(what) == long, "{what}");
        assert_eq!(read(files, &TWO).expect(what), b"", "{what}");
        assert_eq!(files.list().expect(what), [ONE, TWO], "{what}");
        for (offset, len) in [(0, 1), (262_100, 100), (262_144, 262_145), (599_990, 100), (600_000, 5), (900_000, 5)] {
            let mut out = vec![0xEE; len];
            let read = files.read_at(&ONE, offset as u64, &mut out).expect(what);
            let expected = long.get(offset..).unwrap_or_default();
            let expected = &expected[..expected.len().min(len)];
            assert_eq!(&out[..read], expected, "{what} at {offset}");
        }
        assert!(matches!(files.read_at(&[3; 16], 0, &mut [0]), Err(FileError::NotFound)), "{what}");
        assert!(matches!(files.len(&[3; 16]), Err(FileError::NotFound)), "{what}");
    });
}

#[test]
fn a_file_is_nowhere_until_it_is_finished() {
    all(|what, files| {
        let mut file = files.create(&ONE).expect(what);
        file.append(b"half").expect(what);
        assert!(!files.exists(&ONE).expect(what), "{what}");
        assert!(files.list().expect(what).is_empty(), "{what}");
        assert!(matches!(files.len(&ONE), Err(FileError::NotFound)), "{what}");
        drop(file);
        write(&*files, &ONE, &[b"whole"]).expect("an abandoned file is not in the way");
        assert_eq!(read(&*files, &ONE).expect(what), b"whole", "{what}");
    });
}

#[test]
fn a_file_that_is_there_is_never_written_over() {
    all(|what, files| {
        write(&*files, &ONE, &[b"first"]).expect(what);
        assert!(matches!(files.create(&ONE), Err(FileError::Exists)), "{what}");
        assert_eq!(read(&*files, &ONE).expect(what), b"first", "{what}");
    });
}

#[test]
fn removed_files_are_gone_and_can_be_written_again() {
    all(|what, files| {
        files.remove(&ONE).expect("a file that is not there is no error");
        write(&*files, &ONE, &[b"first"]).expect(what);
        files.remove(&ONE).expect(what);
        assert!(!files.exists(&ONE).expect(what), "{what}");
        assert!(files.list().expect(what).is_empty(), "{what}");
        write(&*files, &ONE, &[b"second"]).expect(what);
        assert_eq!(read(&*files, &ONE).expect(what), b"second", "{what}");
    });
}

#[test]
fn a_folder_survives_a_kill_in_the_middle_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files = Folder::open(folder.path()).expect("a new folder");
    write(&files, &ONE, &[b"whole"]).expect("room enough");
    let mut file = files.create(&TWO).expect("room enough");
    file.append(b"half").expect("room enough");
    // A killed process drops nothing; the system lets go of its locks.
    std::mem::forget(file);
    drop(files);

    let files = Folder::open(folder.path()).expect("the same folder");
    files.sweep(&|_| Ok(true)).expect("a good folder");
    assert_eq!(files.list().expect("a good folder"), [ONE]);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a good folder").count(), 1);
    write(&files, &TWO, &[b"whole"]).expect("room enough");
}

#[test]
fn files_that_are_not_kept_are_swept_away() {
    all(|what, files| {
        write(&*files, &ONE, &[b"kept"]).expect(what);
        write(&*files, &TWO, &[b"forgotten"]).expect(what);
        files.sweep(&|id| Ok(*id == ONE)).expect(what);
        assert_eq!(files.list().expect(what), [ONE], "{what}");
    });
}

#[test]
fn nothing_is_swept_away_while_another_process_has_the_folder_open() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    // Locks tell open files apart, not processes.
    let open = || Folder::open(folder.path()).expect("a good folder");
    let nothing_kept = |files: &Folder| files.sweep(&|_| Ok(false)).expect("a good folder");
    let (writing, reading) = (open(), open());
    nothing_kept(&writing);
    write(&writing, &ONE, &[b"not noted yet"]).expect("room enough");
    let mut half = writing.create(&TWO).expect("room enough");
    half.append(b"half").expect("room enough");
    nothing_kept(&reading);
    half.finish().expect("it is still there");
    drop(writing);
    nothing_kept(&open());
    assert_eq!(reading.list().expect("a good folder"), [ONE, TWO], "the reader may write too");
    drop(reading);
    let last = open();
    nothing_kept(&last);
    assert_eq!(last.list().expect("a good folder"), [[0; 16]; 0]);
}

#[test]
fn names_in_a_folder_come_from_ids_only_and_strangers_are_ignored() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files = Folder::open(folder.path()).expect("a new folder");
    write(&files, &TWO, &[b"x"]).expect("room enough");
    assert!(folder.path().join("f0".repeat(16)).is_file());
    std::fs::write(folder.path().join("notes.txt"), "not ours").expect("room enough");
    assert_eq!(files.list().expect("a good folder"), [TWO]);
}

#[test]
fn a_kill_at_any_store_call_leaves_the_whole_file_or_none() {
    let content = vec![7; 600_000];
    let deaths = for_every_fault(|fault| {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = Place::File(folder.path().join("store.db"));
        let key = DbKey::new([1; 32]);
        let written = Store::open_with(&place, &key, fault)
            .map_err(FileError::from)
            .and_then(|store| write(&StoreFiles::new(store), &ONE, &[&content]));
        let rest = tempfile::tempdir().expect("a folder for the test");
        remains(&folder.path().join("store.db"), rest.path()).expect("copying what a dead process leaves");
        let files = StoreFiles::new(store(rest.path()));
        let there = files.exists(&ONE).expect("the store opens again");
        assert!(there || written.is_err(), "what was acknowledged is there");
        if there {
            assert!(read(&files, &ONE).expect("a whole file") == content);
        }
    });
    assert!(deaths > 3, "{deaths} places to die at");
}

/// Fails from the k-th call on, as a dead process or a full disk does.
pub(crate) fn failing_from(k: u64, error: fn() -> FileError) -> (FilePlan, Arc<AtomicU64>) {
    let calls = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&calls);
    let plan: FilePlan =
        Arc::new(move || if counter.fetch_add(1, Ordering::SeqCst) + 1 >= k { Err(error()) } else { Ok(()) });
    (plan, calls)
}
