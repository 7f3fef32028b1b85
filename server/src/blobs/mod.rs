//! The port to the bytes of blobs, which are ciphertext to the server. What is known about them is in the store.

mod folder;

pub use folder::FolderBlobs;

use verband_protocol::id::{BlobId, Hash, LogId};

use crate::store::Struck;

/// What the keeper of blobs cannot do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlobsError {
    /// No space left.
    #[error("no space left")]
    Full,
    /// A test ended the process here.
    #[error("the process is dead")]
    Dead,
    /// Anything else.
    #[error("blobs: {0}")]
    Fault(String),
}

impl From<Struck> for BlobsError {
    fn from(struck: Struck) -> Self {
        match struck {
            Struck::Full => Self::Full,
            Struck::Dead => Self::Dead,
        }
    }
}

/// A file that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptBlob {
    /// The organisation.
    pub organisation: LogId,
    /// The blob.
    pub blob: BlobId,
    /// Whether it is whole, or a part that grows.
    pub whole: bool,
    /// Its length in bytes.
    pub size: u64,
}

/// Keeps the bytes of blobs. A blob grows as a part and becomes visible whole, or not at all.
pub trait Blobs: Send + Sync {
    /// Writes a piece of a growing blob. Not durable before [`Self::sync`].
    ///
    /// # Errors
    /// [`BlobsError::Full`].
    fn write(&self, organisation: &LogId, blob: &BlobId, offset: u64, bytes: &[u8]) -> Result<(), BlobsError>;

    /// Makes durable what was written of a growing blob.
    ///
    /// # Errors
    /// [`BlobsError::Fault`] if there is nothing of it.
    fn sync(&self, organisation: &LogId, blob: &BlobId) -> Result<(), BlobsError>;

    /// Verifies a growing blob and makes it whole, durably. Asked again, it finds it whole. False if the bytes are
    /// not the announced ones: then they are removed.
    ///
    /// # Errors
    /// [`BlobsError::Fault`].
    fn finish(&self, organisation: &LogId, blob: &BlobId, size: u64, hash: &Hash) -> Result<bool, BlobsError>;

    /// Bytes that are free where blobs lie; none where nobody can tell.
    fn free(&self) -> Option<u64>;

    /// Reads a piece of a whole blob.
    ///
    /// # Errors
    /// [`BlobsError::Fault`] if it is shorter.
    fn read(&self, organisation: &LogId, blob: &BlobId, offset: u64, length: usize) -> Result<Vec<u8>, BlobsError>;

    /// Removes a blob, whole or not. Nothing happens if it is gone.
    ///
    /// # Errors
    /// [`BlobsError::Fault`].
    fn remove(&self, organisation: &LogId, blob: &BlobId) -> Result<(), BlobsError>;

    /// Everything that is there.
    ///
    /// # Errors
    /// [`BlobsError::Fault`].
    fn list(&self) -> Result<Vec<KeptBlob>, BlobsError>;
}
