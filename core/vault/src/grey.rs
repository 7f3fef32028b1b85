//! The brightness of a photo, for whoever looks for something in it.

use crate::{Header, Orientation, PhotoError, Stripped, decode::decode, picture::Plane, probe, strip};

/// An upright picture in shades of grey.
pub struct Grey {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row by row, 0 is black.
    pub samples: Vec<u8>,
    /// Width and height of the whole photo as displayed, which the samples were shrunk from.
    pub full: (u32, u32),
}

/// A photo in shades of grey, upright, its longer side shrunk to at most `side` pixels. `held` is how a photo of ours was
/// held, whose file does not say it any more; a file from outside says it itself.
///
/// # Errors
/// As [`crate::ingest`].
pub fn grey(bytes: &[u8], held: Option<Orientation>, side: u32) -> Result<Grey, PhotoError> {
    let Header { kind, width, height } = probe(bytes)?;
    let Stripped { bytes, orientation, .. } = strip(bytes)?;
    let orientation = held.unwrap_or(orientation);
    let picture = decode(&bytes, kind, Some(side as usize))?;
    let luma = picture.shrunk(side as usize).unwrap_or(picture).upright(orientation).luma;
    let full = orientation.displayed(width, height);
    Ok(Grey { width: luma.width as u32, height: luma.height as u32, samples: luma.samples, full })
}

impl Grey {
    /// The same with a longer side of at most `side` pixels.
    pub fn shrunk(&self, side: u32) -> Self {
        let long = self.width.max(self.height).max(1);
        let scaled = |length: u32| (u64::from(length) * u64::from(side) / u64::from(long)).max(1) as usize;
        let plane = Plane { width: self.width as usize, height: self.height as usize, samples: self.samples.clone() };
        let small = if long > side { plane.resized(scaled(self.width), scaled(self.height)) } else { plane };
        Self { width: small.width as u32, height: small.height as u32, samples: small.samples, full: self.full }
    }
}
