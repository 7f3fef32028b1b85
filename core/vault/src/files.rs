//! The port to sealed files: written once, whole or not at all, read in any order. Natively a folder, in the browser
//! a table of the encrypted store, in tests memory that can fail at any call.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use verband_protocol::seal::SealError;
use verband_store::{Store, StoreError};

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

    /// Deletes a file. One that is not there is no error.
    ///
    /// # Errors
    /// What the platform says.
    fn remove(&self, id: &FileId) -> Result<(), FileError>;

    /// All files, in order.
    ///
    /// # Errors
    /// What the platform says.
    fn list(&self) -> Result<Vec<FileId>, FileError>;

    /// Removes what a kill left behind: files that are not to be kept, and what is half written. Only before anything else
    /// runs here: what was just written is to be kept as soon as somebody has noted its name. Where another process may have
    /// the same files open, nothing is removed as long as it has.
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

/// Decides before each call whether it fails: for tests.
pub type FilePlan = Arc<dyn Fn() -> Result<(), FileError> + Send + Sync>;

/// Files in memory, for tests.
#[derive(Clone, Default)]
pub struct MemoryFiles {
    files: Arc<Mutex<BTreeMap<FileId, Vec<u8>>>>,
    plan: Option<FilePlan>,
}

impl MemoryFiles {
    /// The same files, with calls that fail as the plan says.
    #[must_use]
    pub fn with_plan(&self, plan: FilePlan) -> Self {
        Self { files: Arc::clone(&self.files), plan: Some(plan) }
    }

    fn pass(&self) -> Result<MutexGuard<'_, BTreeMap<FileId, Vec<u8>>>, FileError> {
        if let Some(plan) = &self.plan {
            plan()?;
        }
        Ok(self.files.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl BlobFiles for MemoryFiles {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        if self.pass()?.contains_key(id) {
            return Err(FileError::Exists);
        }
        Ok(Box::new(MemoryWriter { files: self.clone(), id: *id, bytes: Vec::new() }))
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
        let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
        let read = rest.len().min(out.len());
        out[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        self.pass()?.remove(id);
        Ok(())
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        Ok(self.pass()?.keys().copied().collect())
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

/// Bytes in one row of the table.
const ROW: usize = 256 << 10;

/// Files in a table of the encrypted store: for the browser, which has no folder to keep them in.
#[derive(Clone)]
pub struct StoreFiles(Store);

impl StoreFiles {
    /// Files in this store.
    pub fn new(store: Store) -> Self {
        Self(store)
    }
}

impl BlobFiles for StoreFiles {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        if self.exists(id)? {
            return Err(FileError::Exists);
        }
        Ok(Box::new(StoreWriter { store: self.0.clone(), id: *id, pending: Vec::new(), rows: Vec::new() }))
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        Ok(self.0.read(|connection| -> Result<_, StoreError> {
            Ok(connection.prepare_cached("SELECT 1 FROM vault_file WHERE id = ?1")?.exists([id])?)
        })?)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        let len: Option<u64> = self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT size FROM vault_file WHERE id = ?1")?;
            let mut rows = statement.query([id])?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
        })?;
        len.ok_or(FileError::NotFound)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let len = self.len(id)?;
        let mut done = 0;
        while done < out.len() && offset + (done as u64) < len {
            let at = offset + done as u64;
            let row: Vec<u8> = self.0.read(|connection| -> Result<_, StoreError> {
                let mut statement =
                    connection.prepare_cached("SELECT data FROM blob_chunk WHERE id = ?1 AND n = ?2")?;
                Ok(statement.query_row((id, at / ROW as u64), |row| row.get(0))?)
            })?;
            let rest = row.get((at % ROW as u64) as usize..).unwrap_or_default();
            let read = rest.len().min(out.len() - done);
            if read == 0 {
                break;
            }
            out[done..done + read].copy_from_slice(&rest[..read]);
            done += read;
        }
        Ok(done)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        Ok(self.0.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute("DELETE FROM blob_chunk WHERE id = ?1", [id])?;
            tx.execute("DELETE FROM vault_file WHERE id = ?1", [id])?;
            Ok(())
        })?)
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        Ok(self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT id FROM vault_file ORDER BY id")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?)
    }
}

struct StoreWriter {
    store: Store,
    id: FileId,
    pending: Vec<u8>,
    rows: Vec<Vec<u8>>,
}

impl BlobWriter for StoreWriter {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.pending.extend_from_slice(bytes);
        while self.pending.len() >= ROW {
            let rest = self.pending.split_off(ROW);
            self.rows.push(std::mem::replace(&mut self.pending, rest));
        }
        Ok(())
    }

    // One transaction: a kill leaves the whole file or nothing of it.
    fn finish(mut self: Box<Self>) -> Result<(), FileError> {
        if !self.pending.is_empty() {
            self.rows.push(std::mem::take(&mut self.pending));
        }
        let size: usize = self.rows.iter().map(Vec::len).sum();
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute("INSERT INTO vault_file (id, size, state) VALUES (?1, ?2, 1)", (&self.id, size as u64))?;
            for (n, row) in self.rows.iter().enumerate() {
                tx.execute("INSERT INTO blob_chunk (id, n, data) VALUES (?1, ?2, ?3)", (&self.id, n as u64, row))?;
            }
            Ok(())
        })?)
    }
}
