//! What can be wrong with a photo.

/// Why a photo was refused. None of these depends on anything but the bytes given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// The bytes are not a JPEG, PNG or WebP picture.
    #[error("this is not a JPEG, PNG or WebP photo")]
    NotAPhoto,
    /// The bytes are a HEIF picture, which phones can give as JPEG.
    #[error("this is a HEIC photo: have the camera make JPEG (iPhone: Settings, Camera, Formats, Most Compatible)")]
    Heif,
    /// The file is damaged or ends early.
    #[error("the photo is damaged: {0}")]
    Broken(&'static str),
    /// The file uses a variant of its format that no camera writes.
    #[error("this kind of picture is not supported: {0}")]
    Unsupported(&'static str),
    /// The picture is beyond a limit; nothing was decoded.
    #[error("the photo is too large: {is} {unit}, at most {limit}")]
    TooLarge {
        /// What was counted.
        unit: &'static str,
        /// How much the photo has.
        is: u64,
        /// How much is permitted.
        limit: u64,
    },
}

impl PhotoError {
    /// `Err(TooLarge)` if `is` is above `limit`.
    pub(crate) fn check(unit: &'static str, is: u64, limit: u64) -> Result<(), Self> {
        if is > limit {
            return Err(Self::TooLarge { unit, is, limit });
        }
        Ok(())
    }
}
