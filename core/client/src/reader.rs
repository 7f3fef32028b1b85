//! Readers of photos and files: handed to whoever shows them, and ended by the lock. After it no reader gives another byte, and
//! the keys and pictures that it held are wiped.

use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use sha2::{Digest, Sha256};
use verband_protocol::id::Hash;
use verband_vault::SealedReader;
use zeroize::Zeroizing;

use crate::error::ClientError;

/// So many bytes are looked at together: a few chunks.
const PIECE: usize = 256 << 10;

/// Where the bytes of a reader come from.
pub(crate) enum Content {
    /// A file of the vault; at most two chunks are open at a time.
    Sealed(SealedReader),
    /// A picture made for somewhere else.
    Memory(Zeroizing<Vec<u8>>),
}

type Shared = RwLock<Option<Content>>;

/// Reads a photo or file piece by piece, in any order, until the app is locked.
pub struct FileReader {
    content: Arc<Shared>,
    len: u64,
}

impl FileReader {
    /// Bytes in all.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads into `out` from an offset; how many bytes it gave, fewer only at the end.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Vault`].
    pub fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, ClientError> {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        match content.as_ref().ok_or(ClientError::Locked)? {
            Content::Sealed(reader) => Ok(reader.read_at(offset, out)?),
            Content::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                let read = out.len().min(bytes.len() - start);
                out[..read].copy_from_slice(&bytes[start..start + read]);
                Ok(read)
            }
        }
    }

    /// SHA-256 of all of it.
    pub(crate) fn hash(&self) -> Result<Hash, ClientError> {
        let (mut hash, mut done) = (Sha256::new(), 0);
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        while done < self.len {
            match self.read_at(done, &mut piece)? {
                0 => return Err(ClientError::Damaged("a sealed file")),
                read => {
                    hash.update(&piece[..read]);
                    done += read as u64;
                }
            }
        }
        Ok(Hash(hash.finalize().into()))
    }

    /// All of it at once.
    pub(crate) fn read_all(&self) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(self.len).unwrap_or(usize::MAX)]);
        let mut done = 0;
        while done < bytes.len() {
            match self.read_at(done as u64, &mut bytes[done..])? {
                0 => return Err(ClientError::Damaged("a sealed file")),
                read => done += read,
            }
        }
        Ok(bytes)
    }
}

/// The readers that are open; none once the app is locked.
pub(crate) struct Readers(Mutex<Option<Vec<Weak<Shared>>>>);

impl Readers {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }

    /// Hands out a reader.
    #[allow(clippy::arc_with_non_send_sync, reason = "in the browser there is one thread")]
    pub(crate) fn open(&self, content: Content) -> Result<FileReader, ClientError> {
        let mut readers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let readers = readers.as_mut().ok_or(ClientError::Locked)?;
        let len = match &content {
            Content::Sealed(reader) => reader.len(),
            Content::Memory(bytes) => bytes.len() as u64,
        };
        let content = Arc::new(RwLock::new(Some(content)));
        readers.retain(|reader| reader.strong_count() > 0);
        readers.push(Arc::downgrade(&content));
        Ok(FileReader { content, len })
    }

    /// Ends every reader, and those that calls under way are about to open.
    pub(crate) fn close(&self) {
        let readers = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        for reader in readers.iter().flatten().filter_map(Weak::upgrade) {
            reader.write().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}
