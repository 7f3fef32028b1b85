//! A log as a file, for whoever examines it without a profile, a network or us. Bodies stay as sealed as they are.
//!
//! ```text
//! file  = "verband-log" ‖ version 1 (one byte) ‖ u64be(last position) ‖ head there (32) ‖ frame…
//! frame = u32be(length) ‖ SignedEntry, deterministic CBOR
//! ```
//!
//! The entries stand in order from position 1. The end that the file names makes a cut between two frames visible.
//! Whether what is in it is valid, `verband-rules` says.

use crate::cbor::{self, CborError};
use crate::entry::{Position, SignedEntry};
use crate::id::Hash;

const MAGIC: &[u8] = b"verband-log";

/// The version of the format.
const EXPORT_VERSION: u8 = 1;

/// Why a file, or what follows in it, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It does not begin like an export.
    #[error("this is no exported log")]
    Format,
    /// A newer program wrote it.
    #[error("version {0} of the format needs a newer program")]
    Version(u8),
    /// It ends in the middle of an entry.
    #[error("the file ends in the middle of an entry")]
    Cut,
    /// What stands here is no entry.
    #[error("not an entry: {0}")]
    Entry(#[from] CborError),
}

/// The first bytes of a file with a log that ends here.
pub fn begin(end: &Position) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(EXPORT_VERSION);
    out.extend_from_slice(&end.seq.to_be_bytes());
    out.extend_from_slice(&end.head.0);
    out
}

/// An entry as it stands in the file.
///
/// # Panics
/// Never for entries that fit into a message.
pub fn frame(entry: &SignedEntry) -> Vec<u8> {
    let entry = cbor::encode(entry);
    let len = u32::try_from(entry.len()).expect("entries are far smaller than 4 GiB");
    [&len.to_be_bytes()[..], &entry].concat()
}

/// Reads an exported log entry by entry. It ends with the first one that cannot be read.
#[derive(Debug, Clone)]
pub struct Export<'a> {
    end: Position,
    rest: &'a [u8],
}

impl<'a> Export<'a> {
    /// Reads the beginning of a file.
    ///
    /// # Errors
    /// [`ExportError::Format`], [`ExportError::Version`].
    pub fn read(file: &'a [u8]) -> Result<Self, ExportError> {
        let rest = file.strip_prefix(MAGIC).ok_or(ExportError::Format)?;
        let (version, rest) = rest.split_first().ok_or(ExportError::Format)?;
        if *version != EXPORT_VERSION {
            return Err(ExportError::Version(*version));
        }
        let (seq, rest) = rest.split_first_chunk().ok_or(ExportError::Format)?;
        let (head, rest) = rest.split_first_chunk().ok_or(ExportError::Format)?;
        Ok(Self { end: Position { seq: u64::from_be_bytes(*seq), head: Hash(*head) }, rest })
    }

    /// Where the file says that the log ends.
    pub fn end(&self) -> Position {
        self.end
    }

    fn frame(&mut self) -> Result<SignedEntry, ExportError> {
        let (len, rest) = self.rest.split_first_chunk().ok_or(ExportError::Cut)?;
        let len = usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX);
        let (entry, rest) = rest.split_at_checked(len).ok_or(ExportError::Cut)?;
        let entry = cbor::decode(entry)?;
        self.rest = rest;
        Ok(entry)
    }
}

impl Iterator for Export<'_> {
    type Item = Result<SignedEntry, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let frame = self.frame();
        if frame.is_err() {
            self.rest = &[];
        }
        Some(frame)
    }
}
