//! Reads codes, for who asks for what they say.

use rqrr::PreparedImage;

use crate::Picture;
use crate::patterns::patterns;

/// Most finder patterns of a picture whose codes are read: those of five codes. Groups of three are tried, and a page full of them
/// would hold everybody up.
pub(crate) const MOST_PATTERNS: usize = 15;

/// A QR code that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it says.
    pub text: String,
    /// Corners around it as columns and rows, to a pixel or two: its upper left one, and one module beyond its right and
    /// lower sides, as the library has it.
    pub corners: [(i32, i32); 4],
}

/// Reads the QR codes of a picture; none of one with more than five, and of the others those that say a text.
pub fn read_codes(picture: Picture<'_>) -> Vec<Code> {
    if patterns(picture).count > MOST_PATTERNS {
        return Vec::new();
    }
    let Picture { width, height, samples } = picture;
    let columns = width as usize;
    let mut prepared = PreparedImage::prepare_from_greyscale(columns, height as usize, |x, y| samples[y * columns + x]);
    let grids = prepared.detect_grids();
    let read = grids.iter().filter_map(|grid| {
        let (_, text) = grid.decode().ok()?;
        Some(Code { text, corners: grid.bounds.map(|point| (point.x, point.y)) })
    });
    read.collect()
}
