//! A photo from outside becomes one of ours, and one of ours becomes a file that people can pass on.

use crate::{
    Header, Kind, Orientation, PREVIEW_SIDE, PhotoError, Stripped, THUMBNAIL_BYTES, THUMBNAIL_SIDE, colour::Space,
    decode::decode, probe, render, strip,
};

/// A photo ready to be sealed. Nothing in it carries metadata.
pub struct Photo {
    /// What `original` is.
    pub kind: Kind,
    /// How the original's pixels become the upright picture.
    pub orientation: Orientation,
    /// Width as displayed, in pixels.
    pub width: u32,
    /// Height as displayed, in pixels.
    pub height: u32,
    /// The file that came in, less its metadata; its pixels are as they were, and so are its colours.
    pub original: Vec<u8>,
    /// An upright JPEG in sRGB of at most [`PREVIEW_SIDE`] pixels a side.
    pub preview: Vec<u8>,
    /// An upright JPEG in sRGB of at most [`crate::THUMBNAIL_SIDE`] pixels a side and [`crate::THUMBNAIL_BYTES`] bytes.
    pub thumbnail: Vec<u8>,
}

/// Takes in a JPEG, PNG or WebP: checks its limits, removes its metadata, makes preview and thumbnail.
/// Smaller pictures are never enlarged.
///
/// # Errors
/// [`PhotoError`] when it is no photo, beyond a limit, or damaged.
pub fn ingest(bytes: &[u8]) -> Result<Photo, PhotoError> {
    let header = probe(bytes)?;
    let Stripped { bytes: original, orientation, space } = strip(bytes)?;
    let picture = decode(&original, header.kind, Some(PREVIEW_SIDE as usize))?;
    // Turning and colours come after shrinking: they then cost a quarter.
    let picture = space.to_srgb(render::preview_size(picture).upright(orientation));
    let (width, height) = orientation.displayed(header.width, header.height);
    Ok(Photo {
        kind: header.kind,
        orientation,
        width,
        height,
        preview: render::preview(&picture),
        thumbnail: render::thumbnail(&picture),
        original,
    })
}

/// The picture of a person: a JPEG, PNG or WebP as a thumbnail. What is one already keeps its pixels, so that it does not
/// wear off where it is taken over again and again.
///
/// # Errors
/// As [`ingest`].
pub fn thumbnail(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let Header { kind, width, height } = probe(bytes)?;
    let Stripped { bytes, orientation, space } = strip(bytes)?;
    let picture = decode(&bytes, kind, Some(THUMBNAIL_SIDE as usize))?;
    let is_one = kind == Kind::Jpeg && orientation == Orientation::UPRIGHT && space == Space::Srgb;
    if is_one && width.max(height) <= THUMBNAIL_SIDE && bytes.len() <= THUMBNAIL_BYTES {
        return Ok(bytes);
    }
    Ok(render::thumbnail(&space.to_srgb(picture.upright(orientation))))
}

/// The photo as an upright JPEG in sRGB, which everything shows rightly, in full size and without metadata. What is one
/// already stays as it is, byte for byte; anything else is encoded anew.
///
/// # Errors
/// [`PhotoError`] when `original` is not what [`ingest`] gave.
pub fn export_jpeg(original: &[u8], orientation: Orientation) -> Result<Vec<u8>, PhotoError> {
    let header = probe(original)?;
    let Stripped { bytes, space, .. } = strip(original)?;
    if header.kind == Kind::Jpeg && orientation == Orientation::UPRIGHT && space == Space::Srgb {
        return Ok(bytes);
    }
    Ok(render::export(&space.to_srgb(decode(&bytes, header.kind, None)?.upright(orientation))))
}
