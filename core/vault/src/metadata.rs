//! Takes all metadata out of a photo without touching its pixels.
//!
//! Gone are Exif with GPS and maker notes, XMP, IPTC, colour profiles, comments, embedded thumbnails and further
//! pictures (MPF), texts and times, unknown parts, and everything behind the picture's end (motion photos, glued
//! archives). What remains is what decoding needs, byte for byte, and where the numbers do not mean sRGB a profile of ours
//! that says so.

use crate::{MAX_INPUT, Orientation, PhotoError, colour::Space, jpeg, png, probe, webp};

/// A photo without metadata.
pub struct Stripped {
    /// The file, of the same kind as before and with the same pixels.
    pub bytes: Vec<u8>,
    /// How the stored pixels become the upright picture; this is nowhere in `bytes`.
    pub orientation: Orientation,
    /// What the numbers of its pixels mean; `bytes` say it too.
    pub(crate) space: Space,
}

/// Takes all metadata out of a JPEG, PNG or WebP. The pixels stay bit for bit as they are; nothing is decoded.
///
/// # Errors
/// [`PhotoError`] when the bytes are no photo, break a limit, or end early.
pub fn strip(bytes: &[u8]) -> Result<Stripped, PhotoError> {
    let stripped = match probe(bytes)?.kind {
        probe::Kind::Jpeg => jpeg::strip(bytes),
        probe::Kind::Png => png::strip(bytes),
        probe::Kind::Webp => webp::strip(bytes),
    }?;
    // A profile of ours may be longer than the one that was there.
    PhotoError::check("bytes", stripped.bytes.len() as u64, MAX_INPUT as u64)?;
    Ok(stripped)
}
