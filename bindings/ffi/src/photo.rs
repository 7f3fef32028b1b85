//! Reading photos in pieces: whole media never cross the boundary.

use verband_client::protocol::id::BlobId;
use verband_client::{self as core, Client, ClientError, PhotoSize};
use zeroize::Zeroizing;

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

/// Reads a photo piece by piece, in any order.
#[derive(uniffi::Object)]
pub struct PhotoReader {
    client: Client,
    source: Source,
}

enum Source {
    Vault(core::PhotoReader),
    Memory(Zeroizing<Vec<u8>>),
}

impl PhotoReader {
    pub(crate) async fn open(client: Client, photo: &BlobId, form: PhotoForm) -> Result<Self, ClientError> {
        let source = match form {
            PhotoForm::Original => Source::Vault(client.open_photo(photo, PhotoSize::Original).await?),
            PhotoForm::Preview => Source::Vault(client.open_photo(photo, PhotoSize::Preview).await?),
            PhotoForm::Export => Source::Memory(client.export_photo(photo).await?),
        };
        Ok(Self { client, source })
    }
}

#[uniffi::export]
impl PhotoReader {
    /// Bytes in all.
    pub fn size(&self) -> Result<u64, VerbandError> {
        guarded(|| {
            Ok(match &self.source {
                Source::Vault(reader) => reader.len(),
                Source::Memory(bytes) => bytes.len() as u64,
            })
        })
    }

    /// Reads a piece: at most `max` bytes and at most 256 KiB; fewer at the end, none behind it.
    pub fn read_at(&self, offset: u64, max: u32) -> Result<Vec<u8>, VerbandError> {
        let max = max.min(MAX_PIECE) as usize;
        guarded(|| {
            // Nothing is shown any more once the app is locked.
            self.client.device()?;
            match &self.source {
                Source::Vault(reader) => {
                    let mut piece = vec![0; max];
                    let read = reader.read_at(offset, &mut piece)?;
                    piece.truncate(read);
                    Ok(piece)
                }
                Source::Memory(bytes) => {
                    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                    let end = start.saturating_add(max).min(bytes.len());
                    Ok(bytes[start..end].to_vec())
                }
            }
        })
    }
}
