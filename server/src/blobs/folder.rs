//! Blobs in a folder: `<organisation>/<first byte>/<blob>`, and `.part` behind it while it grows. Paths are made
//! from the bytes of ids and from nothing else.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use verband_protocol::id::{BlobId, Hash, LogId};

use super::{Blobs, BlobsError, KeptBlob};
use crate::native::disk_space;
use crate::store::{Call, Faults};

/// What is written at once; between two slices a test can end the process.
const SLICE: usize = 64 << 10;

/// Writers of different blobs rarely share one of these locks; writers of one blob always do, so that nobody writes
/// into a file while it is verified and renamed.
const LOCKS: usize = 64;

/// Blobs in a folder.
pub struct FolderBlobs {
    root: PathBuf,
    locks: [Mutex<()>; LOCKS],
    faults: Faults,
}

impl FolderBlobs {
    /// The name of the folder in the data folder.
    pub const FOLDER: &'static str = "blobs";

    /// Opens the blobs in a data folder, or creates their folder.
    ///
    /// # Errors
    /// [`BlobsError::Fault`] if the folder cannot be made.
    pub fn open(data: &Path, faults: Faults) -> Result<Self, BlobsError> {
        let root = data.join(Self::FOLDER);
        make_folder(&root)?;
        Ok(Self { root, locks: std::array::from_fn(|_| Mutex::default()), faults })
    }

    fn lock(&self, blob: &BlobId) -> MutexGuard<'_, ()> {
        let index = usize::from(blob.0[0]) % LOCKS;
        self.locks[index].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folder(&self, organisation: &LogId, blob: &BlobId) -> PathBuf {
        self.root.join(organisation.to_string()).join(hex::encode(&blob.0[..1]))
    }

    fn whole(&self, organisation: &LogId, blob: &BlobId) -> PathBuf {
        self.folder(organisation, blob).join(blob.to_string())
    }

    fn part(&self, organisation: &LogId, blob: &BlobId) -> PathBuf {
        self.folder(organisation, blob).join(format!("{blob}.part"))
    }
}

impl Blobs for FolderBlobs {
    fn write(&self, organisation: &LogId, blob: &BlobId, offset: u64, bytes: &[u8]) -> Result<(), BlobsError> {
        let _lock = self.lock(blob);
        self.faults.alive()?;
        make_folder(&self.folder(organisation, blob))?;
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(self.part(organisation, blob))?;
        let mut at = offset;
        for slice in bytes.chunks(SLICE) {
            self.faults.pass(Call::BlobSlice)?;
            file.write_all_at(slice, at)?;
            at += slice.len() as u64;
        }
        Ok(())
    }

    fn sync(&self, organisation: &LogId, blob: &BlobId) -> Result<(), BlobsError> {
        let _lock = self.lock(blob);
        self.faults.pass(Call::BlobSync)?;
        File::open(self.part(organisation, blob))?.sync_all()?;
        Ok(sync_folder(&self.folder(organisation, blob))?)
    }

    fn finish(&self, organisation: &LogId, blob: &BlobId, size: u64, hash: &Hash) -> Result<bool, BlobsError> {
        let _lock = self.lock(blob);
        self.faults.alive()?;
        let (part, whole) = (self.part(organisation, blob), self.whole(organisation, blob));
        if !whole.exists() {
            if !part.exists() || hash_file(&part)? != (size, *hash) {
                remove_file(&part)?;
                return Ok(false);
            }
            self.faults.pass(Call::BlobRename)?;
            fs::rename(&part, &whole)?;
        }
        self.faults.pass(Call::BlobFolderSync)?;
        sync_folder(&self.folder(organisation, blob))?;
        Ok(true)
    }

    fn free(&self) -> Option<u64> {
        disk_space(&self.root).ok().map(|(free, _)| free)
    }

    fn read(&self, organisation: &LogId, blob: &BlobId, offset: u64, length: usize) -> Result<Vec<u8>, BlobsError> {
        self.faults.alive()?;
        let mut bytes = vec![0; length];
        File::open(self.whole(organisation, blob))?.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }

    fn remove(&self, organisation: &LogId, blob: &BlobId) -> Result<(), BlobsError> {
        let _lock = self.lock(blob);
        self.faults.pass(Call::BlobRemove)?;
        remove_file(&self.part(organisation, blob))?;
        remove_file(&self.whole(organisation, blob))?;
        match sync_folder(&self.folder(organisation, blob)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            result => Ok(result?),
        }
    }

    fn list(&self) -> Result<Vec<KeptBlob>, BlobsError> {
        self.faults.alive()?;
        let mut kept = Vec::new();
        for (name, path) in entries(&self.root)? {
            let Ok(organisation) = name.parse::<LogId>() else {
                continue;
            };
            for (_, folder) in entries(&path)? {
                for (name, path) in entries(&folder)? {
                    let (name, whole) = name.strip_suffix(".part").map_or((&*name, true), |name| (name, false));
                    let Ok(blob) = name.parse::<BlobId>() else {
                        continue;
                    };
                    kept.push(KeptBlob { organisation, blob, whole, size: fs::metadata(path)?.len() });
                }
            }
        }
        kept.sort_unstable_by_key(|kept| (kept.organisation, kept.blob, kept.whole));
        Ok(kept)
    }
}

impl From<io::Error> for BlobsError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            // The text of the kind and not of the error, which may name the path.
            kind => Self::Fault(kind.to_string()),
        }
    }
}

/// Makes a folder that nobody else may look into, durably, with those it stands in.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folder(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => folder.parent().map_or(Ok(()), sync_folder),
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

fn hash_file(path: &Path) -> io::Result<(u64, Hash)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, Hash(hash.finalize().into())));
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}

fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            found.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
        }
    }
    Ok(found)
}
