//! Reading photos in pieces: whole media never cross the boundary.

use verband_client::protocol::id::BlobId;
use verband_client::{self as core, Client, ClientError, PhotoSize};

use crate::error::VerbandError;
use crate::work::guarded;

/// The largest piece that is read at once, in bytes.
const MAX_PIECE: u32 = 256 << 10;

/// Which form of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoForm {
    /// As it was taken, without metadata, perhaps not upright.
    Original,
    /// Upright JPEG of 2016 pixels on the long side: what a screen shows.
    Preview,
    /// Upright JPEG in full size without metadata, for somewhere else. It leaves the vault: the app decides where to.
    Export,
}

impl From<PhotoForm> for PhotoSize {
    fn from(form: PhotoForm) -> Self {
        match form {
            PhotoForm::Original => Self::Original,
            PhotoForm::Preview => Self::Preview,
            PhotoForm::Export => Self::Export,
        }
    }
}

/// Reads a photo piece by piece, in any order, until the app is locked.
#[derive(uniffi::Object)]
pub struct PhotoReader(core::PhotoReader);

impl PhotoReader {
    pub(crate) async fn open(client: Client, photo: &BlobId, form: PhotoForm) -> Result<Self, ClientError> {
        Ok(Self(client.open_photo(photo, form.into()).await?))
    }
}

#[uniffi::export]
impl PhotoReader {
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
