//! The port to sealed files: written once, whole or not at all, read in any order. Natively a folder, in the browser
//! a table of the encrypted store, in tests memory that can fail at any call. What comes from elsewhere may grow over
//! several lives of the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use verband_protocol::seal::SealError;
use verband_store::StoreError;

/// The name of a sealed file: 16 random bytes.
pub type FileId = [u8; 16];

/// What can go wrong with sealed files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// No such file.
    #[error("the file is not in the vault")]
    NotFound,
    /// A file of this name is there already.
    #[error("the file is in the vault already")]
    Exists,
    /// No space left.
    #[error("no space left for the vault")]
    Full,
    /// The file does not open: another key, or changed or missing bytes.
    #[error("sealed file: {0}")]
    Sealed(#[from] SealError),
    /// The store that holds the files.
    #[error(transparent)]
    Store(StoreError),
    /// Anything else that the platform says.
    #[error("vault: {0}")]
    Io(std::io::Error),
}

impl FileError {
    /// Whether there is no space left.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full)
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            std::io::ErrorKind::AlreadyExists => Self::Exists,
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            other => Self::Store(other),
        }
    }
}

/// Keeps sealed files.
pub trait BlobFiles: Send + Sync {
    /// Starts a file. It is in the vault when [`BlobWriter::finish`] returns, and until then nowhere.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::Full`].
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError>;

    /// Goes on with a file that an earlier [`Self::resume`] has begun, or begins it. Two of a kind are not to be open at
    /// the same time.
    ///
    /// # Errors
    /// [`FileError::Exists`] if it is whole or another process writes it, [`FileError::Full`].
    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError>;

    /// Whether the file is in the vault.
    ///
    /// # Errors
    /// What the platform says.
    fn exists(&self, id: &FileId) -> Result<bool, FileError>;

    /// Its length in bytes.
    ///
    /// # Errors
    /// [`FileError::NotFound`].
    fn len(&self, id: &FileId) -> Result<u64, FileError>;

    /// Reads into `out` from an offset; how many bytes it gave, fewer only at the end of the file.
    ///
    /// # Errors
    /// [`FileError::NotFound`].
    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError>;

    /// Deletes a file, also one that is not whole yet. One that is not there is no error.
    ///
    /// # Errors
    /// What the platform says.
    fn remove(&self, id: &FileId) -> Result<(), FileError>;

    /// All files, in order.
    ///
    /// # Errors
    /// What the platform says.
    fn list(&self) -> Result<Vec<FileId>, FileError>;

    /// Removes what a kill left behind: files that are not to be kept, also those that still grow, and what is half
    /// written. Only before anything else runs here: what was just written is to be kept as soon as somebody has noted
    /// its name. Where another process may have the same files open, nothing is removed as long as it has.
    ///
    /// # Errors
    /// What the platform or `keep` says; what was not removed goes the next time.
    fn sweep(&self, keep: &dyn Fn(&FileId) -> Result<bool, FileError>) -> Result<(), FileError> {
        remove_others(self, keep)
    }
}

/// Removes all files that are not to be kept.
pub(crate) fn remove_others<F: BlobFiles + ?Sized>(
    files: &F,
    keep: &dyn Fn(&FileId) -> Result<bool, FileError>,
) -> Result<(), FileError> {
    for id in files.list()? {
        if !keep(&id)? {
            files.remove(&id)?;
        }
    }
    Ok(())
}

/// A file that is being written. Dropped before its end, it leaves nothing.
pub trait BlobWriter: Send {
    /// Appends bytes.
    ///
    /// # Errors
    /// [`FileError::Full`].
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError>;

    /// Ends the file, durably.
    ///
    /// # Errors
    /// [`FileError::Full`].
    fn finish(self: Box<Self>) -> Result<(), FileError>;
}

/// A file that grows over several lives. Dropped before its end, it leaves what it has to the next [`BlobFiles::resume`].
/// After a power cut that may be anything: whoever goes on checks it.
pub trait BlobPart: BlobWriter {
    /// Bytes that are there.
    fn grown(&self) -> u64;

    /// Reads of them into `out` from an offset; how many bytes it gave, fewer only at their end.
    ///
    /// # Errors
    /// What the platform says.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError>;

    /// Takes away what lies behind so many bytes.
    ///
    /// # Errors
    /// What the platform says.
    fn truncate(&mut self, len: u64) -> Result<(), FileError>;
}

/// Decides before each call whether it fails: for tests.
pub type FilePlan = Arc<dyn Fn() -> Result<(), FileError> + Send + Sync>;

/// Files in memory, for tests.
#[derive(Clone, Default)]
pub struct MemoryFiles {
    files: Arc<Kept>,
    parts: Arc<Kept>,
    plan: Option<FilePlan>,
}

impl MemoryFiles {
    /// The same files, with calls that fail as the plan says.
    #[must_use]
    pub fn with_plan(&self, plan: FilePlan) -> Self {
        Self { plan: Some(plan), ..self.clone() }
    }

    /// How much there is of a file that is not whole yet.
    pub fn part_len(&self, id: &FileId) -> Option<usize> {
        lock(&self.parts).get(id).map(Vec::len)
    }

    fn pass(&self) -> Result<MutexGuard<'_, BTreeMap<FileId, Vec<u8>>>, FileError> {
        if let Some(plan) = &self.plan {
            plan()?;
        }
        Ok(lock(&self.files))
    }
}

type Kept = Mutex<BTreeMap<FileId, Vec<u8>>>;

fn lock(kept: &Kept) -> MutexGuard<'_, BTreeMap<FileId, Vec<u8>>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads of `bytes` from an offset.
fn copy_at(bytes: &[u8], offset: u64, out: &mut [u8]) -> usize {
    let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
    let read = rest.len().min(out.len());
    out[..read].copy_from_slice(&rest[..read]);
    read
}

impl BlobFiles for MemoryFiles {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        if self.pass()?.contains_key(id) {
            return Err(FileError::Exists);
        }
        Ok(Box::new(MemoryWriter { files: self.clone(), id: *id, bytes: Vec::new() }))
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        if self.pass()?.contains_key(id) {
            return Err(FileError::Exists);
        }
        let grown = lock(&self.parts).entry(*id).or_default().len() as u64;
        Ok(Box::new(MemoryPart { files: self.clone(), id: *id, grown }))
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        Ok(self.pass()?.contains_key(id))
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        self.pass()?.get(id).map(|bytes| bytes.len() as u64).ok_or(FileError::NotFound)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let files = self.pass()?;
        let bytes = files.get(id).ok_or(FileError::NotFound)?;
        Ok(copy_at(bytes, offset, out))
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        self.pass()?.remove(id);
        lock(&self.parts).remove(id);
        Ok(())
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        Ok(self.pass()?.keys().copied().collect())
    }

    fn sweep(&self, keep: &dyn Fn(&FileId) -> Result<bool, FileError>) -> Result<(), FileError> {
        let parts: Vec<FileId> = lock(&self.parts).keys().copied().collect();
        for id in parts {
            if !keep(&id)? {
                lock(&self.parts).remove(&id);
            }
        }
        remove_others(self, keep)
    }
}

struct MemoryWriter {
    files: MemoryFiles,
    id: FileId,
    bytes: Vec<u8>,
}

impl BlobWriter for MemoryWriter {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        drop(self.files.pass()?);
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), FileError> {
        let mut files = self.files.pass()?;
        files.insert(self.id, self.bytes);
        Ok(())
    }
}

struct MemoryPart {
    files: MemoryFiles,
    id: FileId,
    grown: u64,
}

impl MemoryPart {
    fn change(&mut self, change: impl FnOnce(&mut Vec<u8>)) -> Result<(), FileError> {
        drop(self.files.pass()?);
        let mut parts = lock(&self.files.parts);
        let bytes = parts.get_mut(&self.id).ok_or(FileError::NotFound)?;
        change(bytes);
        self.grown = bytes.len() as u64;
        Ok(())
    }
}

impl BlobWriter for MemoryPart {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.change(|there| there.extend_from_slice(bytes))
    }

    fn finish(self: Box<Self>) -> Result<(), FileError> {
        let mut files = self.files.pass()?;
        let bytes = lock(&self.files.parts).remove(&self.id).ok_or(FileError::NotFound)?;
        files.insert(self.id, bytes);
        Ok(())
    }
}

impl BlobPart for MemoryPart {
    fn grown(&self) -> u64 {
        self.grown
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        drop(self.files.pass()?);
        Ok(copy_at(lock(&self.files.parts).get(&self.id).ok_or(FileError::NotFound)?, offset, out))
    }

    fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        self.change(|there| there.truncate(usize::try_from(len).unwrap_or(usize::MAX)))
    }
}
