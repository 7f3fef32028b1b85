//! Sealed files: whole or nothing, readable at any place, and nothing of them in clear on a disk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use verband_protocol::port::Entropy;
use verband_protocol::seal::{CHUNK_LEN, SEALED_CHUNK_LEN, SealKey, sealed_len};
use verband_vault::{
    BlobFiles, BlobPart, BlobWriter, FileError, FileId, Folder, MemoryFiles, SealedReader, SealedWriter, ingest,
    sample, write_sealed,
};

use crate::common::holds;
use crate::files::{all, failing_from};

const ID: FileId = [7; 16];
const CONTEXT: &[u8] = b"where it belongs";

/// The same bytes for every test run.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) {
        for byte in out {
            *byte = (self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8;
        }
    }
}

static ENTROPY: Counting = Counting(AtomicU64::new(0));

fn key() -> SealKey {
    SealKey::from_bytes([3; 32])
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 7 + n / 1000) as u8).collect()
}

fn write(files: &dyn BlobFiles, plain: &[u8]) -> Result<(), FileError> {
    write_sealed(files, &ID, &key(), CONTEXT, plain, &ENTROPY)
}

fn open(files: &Arc<dyn BlobFiles>) -> Result<SealedReader, FileError> {
    SealedReader::open(Arc::clone(files), &ID, &key(), CONTEXT)
}

fn read_all(reader: &SealedReader) -> Vec<u8> {
    let mut out = vec![0; reader.len() as usize];
    assert_eq!(reader.read_at(0, &mut out).expect("a genuine file"), out.len());
    out
}

#[test]
fn what_is_sealed_opens_at_every_length_everywhere() {
    let gather = 1 << 20;
    for len in [0, 1, CHUNK_LEN - 1, CHUNK_LEN, CHUNK_LEN + 1, gather - 1, gather, gather + 1, 3 * gather + 5] {
        let plain = content(len);
        all(|what, files| {
            write(&*files, &plain).expect(what);
            assert_eq!(files.len(&ID).expect(what), sealed_len(len as u64));
            let reader = open(&files).expect(what);
            assert_eq!(reader.len(), len as u64);
            assert_eq!(reader.is_empty(), len == 0);
            assert!(read_all(&reader) == plain, "{what}, {len} bytes");
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_part_can_be_read(len in 0..100_000_usize, offset in 0..110_000_usize, size in 0..70_000_usize) {
        let plain = content(len);
        let files: Arc<dyn BlobFiles> = Arc::new(MemoryFiles::default());
        write(&*files, &plain).expect("room enough");
        let mut out = vec![0; size];
        let read = open(&files).expect("a genuine file").read_at(offset as u64, &mut out).expect("a genuine file");
        let expected = plain.get(offset..).unwrap_or_default();
        prop_assert_eq!(&out[..read], &expected[..expected.len().min(size)]);
    }

    #[test]
    fn any_changed_bit_is_noticed(len in 0..40_000_usize, place: prop::sample::Index, bit in 0..8_u8) {
        let files = MemoryFiles::default();
        write(&files, &content(len)).expect("room enough");
        let mut sealed = vec![0; files.len(&ID).expect("just written") as usize];
        files.read_at(&ID, 0, &mut sealed).expect("just written");
        sealed[place.index(len + 57)] ^= 1 << bit;
        let files = holding(&sealed);
        let read = open(&files).and_then(|r| r.read_at(0, &mut vec![0; len]));
        prop_assert!(matches!(read, Err(FileError::Sealed(_))));
    }
}

/// A vault with these bytes as its file.
fn holding(sealed: &[u8]) -> Arc<dyn BlobFiles> {
    let files = MemoryFiles::default();
    let mut file = files.create(&ID).expect("a new file");
    file.append(sealed).expect("room enough");
    file.finish().expect("room enough");
    Arc::new(files)
}

#[test]
fn cut_or_lengthened_files_and_other_keys_do_not_open() {
    let files: Arc<dyn BlobFiles> = Arc::new(MemoryFiles::default());
    write(&*files, &content(50_000)).expect("room enough");
    let mut sealed = vec![0; files.len(&ID).expect("just written") as usize];
    files.read_at(&ID, 0, &mut sealed).expect("just written");

    // Cuts inside and at the borders of chunks.
    for len in [0, 20, 57, 57 + SEALED_CHUNK_LEN, 57 + 2 * SEALED_CHUNK_LEN, sealed.len() - 1] {
        assert!(matches!(open(&holding(&sealed[..len])), Err(FileError::Sealed(_))), "{len} bytes");
    }
    let longer = [&sealed[..], &[0]].concat();
    assert!(matches!(open(&holding(&longer)), Err(FileError::Sealed(_))));
    let other = SealKey::from_bytes([4; 32]);
    for (key, context) in [(&other, CONTEXT), (&key(), b"somewhere else")] {
        let opened = SealedReader::open(Arc::clone(&files), &ID, key, context);
        assert!(matches!(opened, Err(FileError::Sealed(_))));
    }
    files.remove(&ID).expect("removing");
    assert!(matches!(open(&files), Err(FileError::NotFound)));
}

#[test]
fn a_failure_at_any_call_leaves_the_whole_file_or_none() {
    let plain = content(2_500_000);
    for (what, error) in [
        ("full", (|| FileError::Full) as fn() -> FileError),
        ("killed", || FileError::Io(std::io::ErrorKind::Interrupted.into())),
    ] {
        for k in 1.. {
            let disk = MemoryFiles::default();
            let (plan, calls) = failing_from(k, error);
            let written = write(&disk.with_plan(plan), &plain);
            let undisturbed = calls.load(Ordering::SeqCst) < k;
            assert_eq!(written.is_ok(), undisturbed, "{what} at {k}");
            if let Err(error) = written {
                assert_eq!(error.is_full(), what == "full");
                assert!(disk.list().expect("the plain disk").is_empty(), "{what} at {k}: nothing is visible");
                // The next attempt with the same name has nothing in its way.
                write(&disk, &plain).expect("room enough");
            }
            let files: Arc<dyn BlobFiles> = Arc::new(disk);
            assert!(read_all(&open(&files).expect("a whole file")) == plain);
            if undisturbed {
                assert!(k > 4, "only {k} calls were made to fail");
                break;
            }
        }
    }
}

#[test]
fn a_second_file_of_the_same_name_is_refused_and_the_first_one_stays() {
    all(|what, files| {
        write(&*files, b"first").expect(what);
        assert!(matches!(write(&*files, b"second"), Err(FileError::Exists)), "{what}");
        assert_eq!(read_all(&open(&files).expect(what)), b"first");
    });
}

/// Notes how much each call reads and writes.
#[derive(Clone, Default)]
struct Watched {
    files: MemoryFiles,
    reads: Arc<Mutex<Vec<usize>>>,
    writes: Arc<Mutex<Vec<usize>>>,
}

struct WatchedWriter(Box<dyn BlobWriter>, Arc<Mutex<Vec<usize>>>);

impl BlobWriter for WatchedWriter {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.1.lock().expect("no test panics").push(bytes.len());
        self.0.append(bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), FileError> {
        self.0.finish()
    }
}

impl BlobFiles for Watched {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        Ok(Box::new(WatchedWriter(self.files.create(id)?, Arc::clone(&self.writes))))
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        self.files.resume(id)
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        self.files.exists(id)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        self.files.len(id)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        self.reads.lock().expect("no test panics").push(out.len());
        self.files.read_at(id, offset, out)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        self.files.remove(id)
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        self.files.list()
    }
}

#[test]
fn writes_are_large_and_reads_take_only_the_chunks_they_need() {
    let watched = Watched::default();
    write(&watched, &content(5_000_000)).expect("room enough");
    let writes = watched.writes.lock().expect("no test panics").clone();
    let (last, large) = writes.split_last().expect("it wrote");
    assert!(large.iter().all(|&len| len >= 256 << 10), "{writes:?}");
    assert!(large.len() >= 4 && *last > 0);

    let reads = Arc::clone(&watched.reads);
    let files: Arc<dyn BlobFiles> = Arc::new(watched);
    let reader = open(&files).expect("a whole file");
    for offset in [0, 2_000_000, 2_097_152, 2_097_151, 4_999_999] {
        reads.lock().expect("no test panics").clear();
        reader.read_at(offset, &mut vec![0; 64 << 10]).expect("a whole file");
        let reads = reads.lock().expect("no test panics").clone();
        let most = (64 * 1024_usize).div_ceil(CHUNK_LEN) + 1;
        assert_eq!(reads.len(), 1);
        assert!(reads[0] <= most * SEALED_CHUNK_LEN, "{} bytes at {offset}", reads[0]);
    }
}

#[test]
fn a_plaintext_of_any_length_is_sealed_as_it_comes_in_bounded_memory() {
    let watched = Watched::default();
    let mut writer = SealedWriter::begin(&watched, &ID, &key(), CONTEXT, &ENTROPY).expect("room enough");
    let plain = content(9_000_000);
    let mut rest = &plain[..];
    for len in [0, 1, 16_383, 4_000_000, 70_000].into_iter().cycle() {
        let (now, later) = rest.split_at(rest.len().min(len));
        writer.append(now).expect("room enough");
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    assert_eq!((writer.len(), writer.is_empty()), (9_000_000, false));
    writer.finish().expect("room enough");
    let writes = watched.writes.lock().expect("no test panics").clone();
    assert!(writes.iter().all(|len| *len <= 1 << 20), "{writes:?}");
    let files: Arc<dyn BlobFiles> = Arc::new(watched);
    assert!(read_all(&open(&files).expect("a whole file")) == plain);
}

#[test]
fn nothing_of_a_photo_lies_in_clear_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files = Folder::open(folder.path()).expect("a new folder");
    let photo = ingest(&sample::wound_photo(640, 480, 2)).expect("a good photo");
    write(&files, &photo.original).expect("room enough");
    // And a file in the making, as a kill leaves it.
    let mut half = files.create(&[9; 16]).expect("room enough");
    let sealed = verband_protocol::seal::seal(&key(), CONTEXT, &photo.preview, &ENTROPY);
    half.append(&sealed[..sealed.len() / 2]).expect("room enough");

    let mut seen = 0;
    for file in std::fs::read_dir(folder.path()).expect("a good folder") {
        let bytes = std::fs::read(file.expect("a good folder").path()).expect("a file");
        seen += 1;
        for plain in [&photo.original, &photo.preview] {
            for part in plain.chunks(4096) {
                assert!(!holds(&bytes, &part[..part.len().min(24)]));
            }
        }
        assert!(!holds(&bytes, b"JFIF"));
    }
    assert_eq!(seen, 2);
}
