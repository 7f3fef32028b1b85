//! QR codes that go from one screen to another: letters, cards, links and people. Here is how a camera's picture of one is read
//! and how one is drawn where the platform has nothing for it, as in a browser. What is in one, who made it knows; references to
//! patients are in `kind/wound/code.rs`.

use verband_detect::{self as detect, Picture, READ_SIDE};
use verband_documents::qr_squares;
use verband_vault::PhotoError;

use crate::error::ClientError;

/// The longest side of a frame of a camera, in pixels.
pub const MAX_FRAME: u32 = READ_SIDE;

/// What a camera sees, in shades of grey: the first plane of what Android and iOS hand out.
#[derive(Clone, Copy)]
pub struct CameraFrame<'a> {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from the beginning of a row to that of the next one, at least the width.
    pub stride: u32,
    /// Row by row, 0 is black. The last row may be as short as the width.
    pub samples: &'a [u8],
}

impl CameraFrame<'_> {
    /// Its pixels without what lies between rows.
    ///
    /// # Errors
    /// [`ClientError::Photo`] for a frame that is too large, or has other samples than pixels.
    pub(crate) fn pixels(&self) -> Result<Vec<u8>, ClientError> {
        let CameraFrame { width, height, stride, samples } = *self;
        let side = width.max(height);
        if side > MAX_FRAME {
            return Err(
                PhotoError::TooLarge { unit: "pixels of a side", is: side.into(), limit: MAX_FRAME.into() }.into()
            );
        }
        let fits = width > 0 && height > 0 && stride >= width;
        let least = u64::from(stride) * u64::from(height.saturating_sub(1)) + u64::from(width);
        if !fits || (samples.len() as u64) < least {
            return Err(PhotoError::Broken("other samples than pixels").into());
        }
        let rows = samples.chunks(stride as usize).take(height as usize);
        Ok(rows.flat_map(|row| &row[..width as usize]).copied().collect())
    }
}

/// What the QR codes say that a camera sees at the moment; nothing of the picture is kept.
///
/// # Errors
/// [`ClientError::Photo`] for a frame that is too large, or has other samples than pixels.
pub fn read_codes(frame: &CameraFrame<'_>) -> Result<Vec<String>, ClientError> {
    let samples = frame.pixels()?;
    let codes = Picture::new(frame.width, frame.height, &samples).map(detect::read_codes);
    Ok(codes.unwrap_or_default().into_iter().map(|code| code.text).collect())
}

/// The QR code of a text: whether each square is dark, row by row, without the white around it.
///
/// # Errors
/// [`ClientError::Document`] for a text that no code has room for.
pub fn draw_code(text: &str) -> Result<Vec<Vec<bool>>, ClientError> {
    Ok(qr_squares(text)?)
}
