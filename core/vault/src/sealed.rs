//! Sealed files: written whole, read piece by piece. At no time is more than a few chunks of plaintext in memory
//! that the caller did not bring or ask for.

use std::sync::Arc;

use verband_protocol::port::Entropy;
use verband_protocol::seal::{HEADER_LEN, Opener, SealError, SealKey, Sealer, chunk_range, plain_len};
use zeroize::Zeroizing;

use crate::files::{BlobFiles, FileError, FileId};

/// Bytes sealed before they are written: large writes cost far less than chunk by chunk.
const GATHER: usize = 1 << 20;

/// Seals a plaintext into a file of the vault. It is durable when this returns; after an error there is no file.
///
/// # Errors
/// [`FileError::Exists`], [`FileError::Full`].
pub fn write_sealed(
    files: &dyn BlobFiles,
    id: &FileId,
    key: &SealKey,
    context: &[u8],
    plaintext: &[u8],
    entropy: &dyn Entropy,
) -> Result<(), FileError> {
    let mut file = files.create(id)?;
    let mut out = Vec::with_capacity(plaintext.len().min(GATHER) + GATHER / 64);
    let mut sealer = Sealer::new(key, context, entropy, &mut out);
    for piece in plaintext.chunks(GATHER) {
        sealer.update(piece, &mut out);
        // A shorter piece is the last one; it goes with the end of the file in one write.
        if out.len() >= GATHER {
            file.append(&out)?;
            out.clear();
        }
    }
    sealer.finish(&mut out);
    file.append(&out)?;
    file.finish()
}

/// Reads a sealed file in any order.
pub struct SealedReader {
    files: Arc<dyn BlobFiles>,
    id: FileId,
    opener: Opener,
    len: u64,
}

impl SealedReader {
    /// Opens a file: checks that the key is the right one and that the file is whole.
    ///
    /// # Errors
    /// [`FileError::NotFound`], [`FileError::Sealed`].
    pub fn open(files: Arc<dyn BlobFiles>, id: &FileId, key: &SealKey, context: &[u8]) -> Result<Self, FileError> {
        let mut header = [0; HEADER_LEN];
        if files.read_at(id, 0, &mut header)? != header.len() {
            return Err(SealError::Incomplete.into());
        }
        let opener = Opener::new(key, context, &header)?;
        let len = plain_len(files.len(id)?).ok_or(SealError::Incomplete)?;
        let reader = Self { files, id: *id, opener, len };
        // The last chunk proves the length.
        reader.read_at(len.saturating_sub(1), &mut [0])?;
        Ok(reader)
    }

    /// Bytes of plaintext.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads into `out` from an offset; how many bytes it gave, fewer only at the end. Only the chunks that hold
    /// the range are read and opened.
    ///
    /// # Errors
    /// [`FileError::Sealed`] if the file was changed.
    pub fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let chunks = chunk_range(offset..offset.saturating_add(out.len() as u64), self.len);
        let len = usize::try_from(chunks.sealed.end - chunks.sealed.start).map_err(|_| SealError::Incomplete)?;
        let mut sealed = vec![0; len];
        if self.files.read_at(&self.id, chunks.sealed.start, &mut sealed)? != len {
            return Err(SealError::Incomplete.into());
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(len));
        self.opener.open_range(&chunks, &sealed, &mut plain)?;
        let read = plain.len().min(out.len());
        out[..read].copy_from_slice(&plain[..read]);
        Ok(read)
    }
}
