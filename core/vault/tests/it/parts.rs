//! Sealed files that come from elsewhere: over several lives, and never anything but what was sealed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use verband_protocol::port::Entropy;
use verband_protocol::seal::{HEADER_LEN, SEALED_CHUNK_LEN, SealKey, seal};
use verband_vault::{BlobFiles, FileError, FileId, Folder, MemoryFiles, SealedPart, SealedReader};

use crate::files::{all, failing_from};

const ID: FileId = [5; 16];
const CONTEXT: &[u8] = b"from elsewhere";

struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) {
        for byte in out {
            *byte = (self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8;
        }
    }
}

fn key() -> SealKey {
    SealKey::from_bytes([8; 32])
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 11 + n / 997) as u8).collect()
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    seal(&key(), CONTEXT, plain, &Counting(AtomicU64::new(9)))
}

fn resume(files: &dyn BlobFiles, plain: &[u8]) -> Result<SealedPart, FileError> {
    let mut part = SealedPart::resume(files, &ID, &key(), CONTEXT, plain.len() as u64)?;
    while !part.recheck()? {}
    Ok(part)
}

/// Takes in at most so many pieces of this length; whether that was all.
fn take(part: &mut SealedPart, sealed: &[u8], piece: usize, pieces: usize) -> Result<bool, FileError> {
    for _ in 0..pieces {
        let from = usize::try_from(part.done()).expect("small");
        let taken = part.append(&sealed[from..sealed.len().min(from + piece)])?;
        assert!(taken > 0 || part.is_complete(), "it goes on");
    }
    Ok(part.is_complete())
}

fn whole(files: &Arc<dyn BlobFiles>) -> Vec<u8> {
    let reader = SealedReader::open(Arc::clone(files), &ID, &key(), CONTEXT).expect("a whole file");
    let mut plain = vec![0; usize::try_from(reader.len()).expect("small")];
    assert_eq!(reader.read_at(0, &mut plain).expect("genuine"), plain.len());
    plain
}

#[test]
fn a_file_arrives_over_several_lives() {
    for len in [0, 1, 16_383, 16_384, 16_385, 1_000_000] {
        let plain = content(len);
        let sealed = sealed(&plain);
        all(|what, files| {
            files.remove(&ID).expect(what);
            let mut lives = 0;
            loop {
                lives += 1;
                let mut part = resume(&*files, &plain).expect(what);
                assert_eq!(part.total(), sealed.len() as u64);
                // Pieces that end in the middle of chunks; rows of the table are longer than one.
                if take(&mut part, &sealed, 300_000, 2).expect(what) {
                    part.finish().expect(what);
                    break;
                }
                assert!(!files.exists(&ID).expect(what), "{what}: not before its end");
                assert!(files.list().expect(what).is_empty());
            }
            assert!(lives >= len / 600_000, "{what}: {lives} lives");
            assert!(whole(&files) == plain, "{what}: {len} bytes");
            assert!(matches!(resume(&*files, &plain), Err(FileError::Exists)), "{what}");
        });
    }
}

#[test]
fn what_is_not_what_was_sealed_is_refused_and_what_was_there_stays() {
    let plain = content(100_000);
    let sealed = sealed(&plain);
    let second = HEADER_LEN + SEALED_CHUNK_LEN;
    all(|what, files| {
        let mut part = resume(&*files, &plain).expect(what);
        for wrong in [0, 40] {
            let mut spoiled = sealed.clone();
            spoiled[wrong] ^= 1;
            assert!(matches!(part.append(&spoiled), Err(FileError::Sealed(_))), "{what}: the header");
            assert_eq!(part.done(), 0);
        }
        let mut spoiled = sealed.clone();
        spoiled[second + 7] ^= 1;
        assert!(matches!(part.append(&spoiled), Err(FileError::Sealed(_))), "{what}");
        assert_eq!(part.done(), second as u64, "{what}: what came before it is kept");
        // Chunks in another place are not in theirs.
        assert!(matches!(part.append(&sealed[HEADER_LEN..]), Err(FileError::Sealed(_))), "{what}");
        assert!(take(&mut part, &sealed, usize::MAX - second, 1).expect(what));
        part.finish().expect(what);
        assert!(whole(&files) == plain, "{what}");
        files.remove(&ID).expect(what);
    });
}

#[test]
fn an_unfinished_file_is_no_file() {
    let plain = content(100_000);
    let mut part = resume(&MemoryFiles::default(), &plain).expect("room enough");
    take(&mut part, &sealed(&plain), 30_000, 1).expect("genuine");
    assert!(matches!(part.finish(), Err(FileError::Sealed(_))));
}

#[test]
fn what_a_power_cut_left_is_checked_before_it_counts() {
    let plain = content(2_000_000);
    let sealed = sealed(&plain);
    all(|what, files| {
        let mut part = files.resume(&ID).expect(what);
        let mut there = sealed[..1_500_000].to_vec();
        there[1_200_000..].fill(0);
        part.append(&there).expect(what);
        drop(part);
        let part = resume(&*files, &plain).expect(what);
        let genuine = HEADER_LEN + (1_200_000 - HEADER_LEN) / SEALED_CHUNK_LEN * SEALED_CHUNK_LEN;
        // The table keeps whole rows of 256 KiB, so less than all of it may be there.
        assert!(part.done() > genuine as u64 - (300 << 10) && part.done() <= genuine as u64, "{what}: {}", part.done());
        drop(part);
        // Of another file, or longer than it may be: nothing of it counts.
        files.remove(&ID).expect(what);
        let mut part = files.resume(&ID).expect(what);
        part.append(&vec![3; 600_000]).expect(what);
        drop(part);
        let mut part = resume(&*files, &plain).expect(what);
        assert_eq!(part.done(), 0, "{what}");
        assert!(take(&mut part, &sealed, 1 << 20, 2).expect(what));
        part.finish().expect(what);
        assert!(whole(&files) == plain, "{what}");
        files.remove(&ID).expect(what);
    });
}

#[test]
fn a_part_stays_as_long_as_somebody_wants_it() {
    let plain = content(700_000);
    let sealed = sealed(&plain);
    all(|what, files| {
        let begin = || {
            let mut part = resume(&*files, &plain).expect(what);
            take(&mut part, &sealed, 600_000, 1).expect(what);
        };
        begin();
        files.sweep(&|id| Ok(*id == ID)).expect(what);
        assert!(resume(&*files, &plain).expect(what).done() > 500_000, "{what}: it goes on");
        files.sweep(&|_| Ok(false)).expect(what);
        assert_eq!(resume(&*files, &plain).expect(what).done(), 0, "{what}: it begins anew");
        begin();
        files.remove(&ID).expect(what);
        assert_eq!(resume(&*files, &plain).expect(what).done(), 0, "{what}: it begins anew");
        files.remove(&ID).expect(what);
    });
}

#[test]
fn two_processes_do_not_write_one_part() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files = Folder::open(folder.path()).expect("a new folder");
    let plain = content(100_000);
    let mine = resume(&files, &plain).expect("room enough");
    let other = Folder::open(folder.path()).expect("the same folder");
    assert!(matches!(resume(&other, &plain), Err(FileError::Exists)));
    drop(mine);
    assert!(resume(&other, &plain).is_ok());
}

#[test]
fn a_failure_at_any_call_loses_nothing_that_arrived() {
    let plain = content(300_000);
    let sealed = sealed(&plain);
    for k in 1.. {
        let disk = MemoryFiles::default();
        let (plan, calls) = failing_from(k, || FileError::Full);
        let failing = disk.with_plan(plan);
        let arrived = resume(&failing, &plain).and_then(|mut part| {
            while !take(&mut part, &sealed, 40_000, 1)? {}
            part.finish()
        });
        let undisturbed = calls.load(Ordering::SeqCst) < k;
        assert_eq!(arrived.is_ok(), undisturbed, "at {k}");
        let files: Arc<dyn BlobFiles> = Arc::new(disk);
        if !undisturbed {
            let mut part = resume(&*files, &plain).expect("room enough");
            while !take(&mut part, &sealed, 40_000, 1).expect("genuine") {}
            part.finish().expect("room enough");
        }
        assert!(whole(&files) == plain);
        if undisturbed {
            assert!(k > 10, "{k} calls");
            break;
        }
    }
}
