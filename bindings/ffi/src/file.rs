//! Reading and writing in pieces: whole media never cross the boundary.

use verband_client as core;

use verband_client::protocol::id::EventId;

use crate::error::VerbandError;
use crate::work::guarded;

/// The largest piece that is read at once, in bytes.
const MAX_PIECE: u32 = 256 << 10;

/// Reads a photo or file piece by piece, in any order, until the app is locked.
#[derive(uniffi::Object)]
pub struct FileReader(pub(crate) core::FileReader);

#[uniffi::export]
impl FileReader {
    /// Bytes in all.
    pub fn size(&self) -> Result<u64, VerbandError> {
        guarded(|| Ok(self.0.len()))
    }

    /// Reads a piece: at most `max` bytes and at most 256 KiB; fewer at the end, none behind it.
    pub fn read_at(&self, offset: u64, max: u32) -> Result<Vec<u8>, VerbandError> {
        guarded(|| {
            let mut piece = vec![0; max.min(MAX_PIECE) as usize];
            let read = self.0.read_at(offset, &mut piece)?;
            piece.truncate(read);
            Ok(piece)
        })
    }
}

/// Takes in a file piece by piece. Let go before its end, and when the app is locked, it leaves nothing.
#[derive(uniffi::Object)]
pub struct FileWriter(pub(crate) core::FileWriter);

#[uniffi::export]
impl FileWriter {
    /// Takes more bytes, as many as the app has at hand; they are sealed at once.
    pub fn append(&self, bytes: &[u8]) -> Result<(), VerbandError> {
        guarded(|| self.0.append(bytes))
    }

    /// Ends the file and puts it into the conversation. It is on disk and shown when this returns, with or without a
    /// network.
    pub fn finish(&self) -> Result<EventId, VerbandError> {
        guarded(|| self.0.finish())
    }
}
