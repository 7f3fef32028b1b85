//! Reads QR codes, for who asks for what they say.

use rqrr::PreparedImage;

use crate::Picture;
use crate::patterns::patterns;

/// Most finder patterns of a picture whose codes are read: those of five codes. Groups of three are tried, and a page full of them
/// would hold everybody up.
pub(crate) const MOST_PATTERNS: usize = 15;

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it says. Of a code with fields after GS1 these follow each other, each with its identifier; U+001D stands where one of free
    /// length ends.
    pub text: String,
    /// Whether it has fields after GS1. Of QR codes these cannot be read.
    pub gs1: bool,
    /// Corners around it as columns and rows, to a pixel or two. Of a QR code its upper left one, and one module beyond its right and
    /// lower sides, as the library has it; of bars from their beginning on.
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
        Some(Code { text, gs1: false, corners: grid.bounds.map(|point| (point.x, point.y)) })
    });
    read.collect()
}
