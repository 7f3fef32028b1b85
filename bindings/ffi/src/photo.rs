//! Forms of photos.

use verband_client::PhotoSize;

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
