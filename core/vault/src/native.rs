//! Sealed files in a folder. A file gets its name when it is whole and on disk; until then it has another one, which
//! the next start sweeps away unless somebody is to go on with it. Several processes may have the folder open, as when a script reads while the client runs in the
//! background; only one that is alone sweeps.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use verband_protocol::id::BlobId;

use crate::files::{BlobFiles, BlobPart, BlobWriter, FileError, FileId, remove_others};

/// A folder of sealed files. Paths are built from the ids' hex digits and from nothing else.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// The folder itself. Each process that has swept or tried to holds a shared lock on it until it drops this.
    open: Arc<File>,
}

/// What a file's name ends with until it is whole.
const PART: &str = "part";

/// The same of one that may grow over several lives.
const GROWING: &str = "growing";

impl Folder {
    /// Opens the folder, and creates it if it is missing.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        fs::create_dir_all(path)?;
        Ok(Self { path: path.to_owned(), open: Arc::new(File::open(path)?) })
    }

    fn path(&self, id: &FileId) -> PathBuf {
        self.path.join(BlobId(*id).to_string())
    }

    fn remove_parts(&self, keep: &dyn Fn(&FileId) -> Result<bool, FileError>) -> Result<(), FileError> {
        for file in fs::read_dir(&self.path)? {
            let path = file?.path();
            let kept = match path.extension().and_then(|extension| extension.to_str()) {
                Some(PART) => false,
                Some(GROWING) => match path.file_stem().and_then(|stem| stem.to_str()?.parse::<BlobId>().ok()) {
                    Some(id) => keep(&id.0)?,
                    None => false,
                },
                _ => true,
            };
            if !kept {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

impl BlobFiles for Folder {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        let path = self.path(id);
        if path.try_exists()? {
            return Err(FileError::Exists);
        }
        let part = path.with_extension(PART);
        // Of two writers of the same file the second one gets `Exists`.
        let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        Ok(Box::new(FolderWriter { file, part, path, keep: false }))
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        let path = self.path(id);
        if path.try_exists()? {
            return Err(FileError::Exists);
        }
        let part = path.with_extension(GROWING);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&part)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FileError::Exists),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let grown = file.seek(SeekFrom::End(0))?;
        Ok(Box::new(FolderPart { writer: FolderWriter { file, part, path, keep: true }, grown }))
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        Ok(self.path(id).try_exists()?)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        Ok(fs::metadata(self.path(id))?.len())
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        read_file_at(&File::open(self.path(id))?, offset, out)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        let mut removed = false;
        for path in [self.path(id).with_extension(GROWING), self.path(id)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
                Ok(()) => removed = true,
            }
        }
        // What was erased must not come back after a power cut.
        if removed { sync_folder(&self.path) } else { Ok(()) }
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        let mut ids = Vec::new();
        for file in fs::read_dir(&self.path)? {
            let name = file?.file_name();
            let id = name.to_str().and_then(|name| name.parse::<BlobId>().ok());
            ids.extend(id.map(|id| id.0));
        }
        ids.sort_unstable();
        Ok(ids)
    }

    fn sweep(&self, keep: &dyn Fn(&FileId) -> Result<bool, FileError>) -> Result<(), FileError> {
        let swept = match self.open.try_lock() {
            Ok(()) => {
                let swept = self.remove_parts(keep).and_then(|()| remove_others(self, keep));
                self.open.unlock()?;
                swept
            }
            Err(TryLockError::WouldBlock) => Ok(()),
            Err(TryLockError::Error(error)) => Err(error.into()),
        };
        // Waits for another one's sweep, which is short.
        self.open.lock_shared()?;
        swept
    }
}

struct FolderWriter {
    file: File,
    part: PathBuf,
    path: PathBuf,
    /// Whether the part stays when this goes.
    keep: bool,
}

impl BlobWriter for FolderWriter {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        Ok(self.file.write_all(bytes)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), FileError> {
        self.file.sync_all()?;
        fs::rename(&self.part, &self.path)?;
        self.keep = true;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        sync_folder(folder).inspect_err(|_| {
            // The file is there, but its name may not last: an error means that there is none.
            let _ = fs::remove_file(&self.path);
        })
    }
}

struct FolderPart {
    writer: FolderWriter,
    grown: u64,
}

impl BlobWriter for FolderPart {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.writer.append(bytes)?;
        self.grown += bytes.len() as u64;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), FileError> {
        Box::new(self.writer).finish()
    }
}

impl BlobPart for FolderPart {
    fn grown(&self) -> u64 {
        self.grown
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        read_file_at(&self.writer.file, offset, out)
    }

    fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        if len < self.grown {
            self.writer.file.set_len(len)?;
            self.grown = self.writer.file.seek(SeekFrom::End(0))?;
        }
        Ok(())
    }
}

fn read_file_at(file: &File, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
    let mut done = 0;
    while done < out.len() {
        match file.read_at(&mut out[done..], offset + done as u64)? {
            0 => break,
            read => done += read,
        }
    }
    Ok(done)
}

/// Makes names that came or went last.
fn sync_folder(folder: &Path) -> Result<(), FileError> {
    Ok(File::open(folder)?.sync_all()?)
}

impl Drop for FolderWriter {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_file(&self.part);
        }
    }
}
