//! Tools for tests of write paths, here and in the rooms above: die at the k-th store call, for every k.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use crate::{Call, Fate, StoreFault};

/// A plan that strikes once, at the k-th store call, counted from 1.
pub struct FaultAt {
    k: u64,
    fate: Fate,
    calls: AtomicU64,
}

impl FaultAt {
    /// Strikes with `fate` at call `k`; 0 never strikes and only counts.
    pub fn new(k: u64, fate: Fate) -> Arc<Self> {
        Arc::new(Self { k, fate, calls: AtomicU64::new(0) })
    }

    /// How many calls there have been.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Whether it has struck.
    pub fn struck(&self) -> bool {
        self.k != 0 && self.calls() >= self.k
    }
}

impl StoreFault for FaultAt {
    fn at(&self, _: Call) -> Fate {
        if self.calls.fetch_add(1, Ordering::SeqCst) + 1 == self.k { self.fate } else { Fate::Live }
    }
}

/// Runs `life` with a store that dies at its first call, then at its second, and so on, until a life ends
/// undisturbed. Returns how many deaths there were.
///
/// `life` prepares a fresh store, opens it with the plan it is given ([`Store::open_with`](crate::Store::open_with)),
/// runs the write path, opens what [`remains`] and checks that nothing is lost, doubled or half done.
pub fn for_every_fault(mut life: impl FnMut(Arc<FaultAt>)) -> u64 {
    let mut k = 1;
    loop {
        let fault = FaultAt::new(k, Fate::Die);
        life(Arc::clone(&fault));
        if !fault.struck() {
            return k - 1;
        }
        k += 1;
    }
}

/// Copies what a killed process would leave of the database at `path`: the file and its write-ahead log, without the
/// clean-up of an orderly close. Call it before the store is dropped. Returns the path of the copy in `folder`.
///
/// # Errors
/// What copying a file may report.
pub fn remains(path: &Path, folder: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let copy = folder.join(name);
    let log = |path: &Path| {
        let mut path = path.as_os_str().to_owned();
        path.push("-wal");
        PathBuf::from(path)
    };
    fs::copy(path, &copy)?;
    if log(path).exists() {
        fs::copy(log(path), log(&copy))?;
    }
    Ok(copy)
}
