//! Sealed files: written piece by piece, whole or not at all, and read in any order; what comes sealed from elsewhere is
//! opened before it is kept. At no time is more than a few chunks of plaintext in memory that the caller did not bring or
//! ask for, and never more than about 1 MiB of ciphertext.

use std::sync::Arc;

use verband_protocol::port::Entropy;
use verband_protocol::seal::{
    CHUNK_LEN, HEADER_LEN, Opener, SEALED_CHUNK_LEN, SealError, SealKey, Sealer, chunk_range, plain_len, sealed_len,
};
use zeroize::Zeroizing;

use crate::files::{BlobFiles, BlobPart, BlobWriter, FileError, FileId};

/// Bytes sealed before they are written: large writes cost far less than chunk by chunk.
const GATHER: usize = 512 << 10;

/// Bytes sealed at once, at most.
const PIECE: usize = GATHER / 4;

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
    let mut writer = SealedWriter::begin(files, id, key, context, entropy)?;
    writer.append(plaintext)?;
    writer.finish()
}

/// Seals a plaintext of any length as it comes. Dropped before its end, it leaves nothing.
pub struct SealedWriter {
    file: Box<dyn BlobWriter>,
    sealer: Sealer,
    out: Vec<u8>,
    len: u64,
}

impl SealedWriter {
    /// Starts a file of the vault.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::Full`].
    pub fn begin(
        files: &dyn BlobFiles,
        id: &FileId,
        key: &SealKey,
        context: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Self, FileError> {
        let file = files.create(id)?;
        let mut out = Vec::new();
        let sealer = Sealer::new(key, context, entropy, &mut out);
        Ok(Self { file, sealer, out, len: 0 })
    }

    /// Takes more of the plaintext.
    ///
    /// # Errors
    /// [`FileError::Full`]; then it is of no use any more.
    pub fn append(&mut self, plain: &[u8]) -> Result<(), FileError> {
        for piece in plain.chunks(PIECE) {
            self.sealer.update(piece, &mut self.out);
            // What is left at the end goes with the last chunk in one write.
            if self.out.len() >= GATHER {
                self.file.append(&self.out)?;
                self.out.clear();
            }
        }
        self.len += plain.len() as u64;
        Ok(())
    }

    /// Bytes of plaintext so far.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Ends the file. It is durable when this returns; after an error there is none.
    ///
    /// # Errors
    /// [`FileError::Full`].
    pub fn finish(mut self) -> Result<(), FileError> {
        self.sealer.finish(&mut self.out);
        self.file.append(&self.out)?;
        self.file.finish()
    }
}

/// Takes in a sealed file that comes from elsewhere, over several lives if it has to. Every chunk is opened before it is
/// kept, so that what is kept is genuine and in its place, and whoever sends something else is found out at once.
pub struct SealedPart {
    part: Box<dyn BlobPart>,
    key: SealKey,
    context: Vec<u8>,
    opener: Option<Opener>,
    /// Bytes of the whole sealed file.
    len: u64,
    /// Bytes that are there and genuine.
    genuine: u64,
}

impl SealedPart {
    /// Goes on with a file of `plain_len` bytes of plaintext, or begins it. What an earlier life has left is to be checked
    /// first: see [`Self::recheck`].
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::Full`].
    pub fn resume(
        files: &dyn BlobFiles,
        id: &FileId,
        key: &SealKey,
        context: &[u8],
        plain_len: u64,
    ) -> Result<Self, FileError> {
        let part = files.resume(id)?;
        let (key, context) = (key.clone(), context.to_vec());
        Ok(Self { part, key, context, opener: None, len: sealed_len(plain_len), genuine: 0 })
    }

    /// Checks some more of what an earlier life has left, and takes away what is not genuine; whether all of it is
    /// checked. It is work for the processor, in steps of a few milliseconds.
    ///
    /// # Errors
    /// What the platform says.
    pub fn recheck(&mut self) -> Result<bool, FileError> {
        let rest = self.part.grown().min(self.len) - self.genuine;
        let mut sealed = vec![0; usize::try_from(rest).unwrap_or(usize::MAX).min(GATHER)];
        let read = self.part.read_at(self.genuine, &mut sealed)?;
        let (whole, _) = self.check(&sealed[..read]);
        self.genuine += whole as u64;
        if whole > 0 && self.genuine < self.part.grown() {
            return Ok(false);
        }
        self.part.truncate(self.genuine)?;
        Ok(true)
    }

    /// Bytes of the sealed file that are there: what comes next begins here.
    pub fn done(&self) -> u64 {
        self.genuine
    }

    /// Bytes of the whole sealed file.
    pub fn total(&self) -> u64 {
        self.len
    }

    /// Whether all of it is there.
    pub fn is_complete(&self) -> bool {
        self.genuine == self.len
    }

    /// Takes what comes next, as far as it is whole chunks; how many bytes that was.
    ///
    /// # Errors
    /// [`FileError::Sealed`] if it is not what was sealed, [`FileError::Full`]. What was there before stays.
    pub fn append(&mut self, sealed: &[u8]) -> Result<usize, FileError> {
        let (whole, wrong) = self.check(sealed);
        self.part.append(&sealed[..whole])?;
        self.genuine += whole as u64;
        wrong.map_or(Ok(whole), |error| Err(error.into()))
    }

    /// Ends the file, durably.
    ///
    /// # Errors
    /// [`FileError::Sealed`] if something is missing, [`FileError::Full`].
    pub fn finish(self) -> Result<(), FileError> {
        if self.is_complete() { self.part.finish() } else { Err(SealError::Incomplete.into()) }
    }

    /// How many of these bytes, which come next, are genuine, and what is wrong with the following ones.
    fn check(&mut self, sealed: &[u8]) -> (usize, Option<SealError>) {
        let mut whole = 0;
        if self.genuine == 0 {
            let Some(header) = sealed.first_chunk::<HEADER_LEN>() else { return (0, None) };
            match Opener::new(&self.key, &self.context, header) {
                Ok(opener) => self.opener = Some(opener),
                Err(error) => return (0, Some(error)),
            }
            whole = HEADER_LEN;
        }
        let Some(opener) = &self.opener else { return (0, Some(SealError::Incomplete)) };
        let mut plain = Zeroizing::new(Vec::with_capacity(CHUNK_LEN));
        loop {
            let at = self.genuine + whole as u64;
            // The last chunk is always shorter than the others.
            let left = usize::try_from(self.len - at).unwrap_or(usize::MAX);
            let is_last = left < SEALED_CHUNK_LEN;
            let wanted = left.min(SEALED_CHUNK_LEN);
            let Some(chunk) = sealed.get(whole..whole + wanted).filter(|_| wanted > 0) else { return (whole, None) };
            let index = (at - HEADER_LEN as u64) / SEALED_CHUNK_LEN as u64;
            if let Err(error) = opener.open_chunk(index, chunk, is_last, &mut plain) {
                return (whole, Some(error));
            }
            plain.clear();
            whole += wanted;
        }
    }
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
