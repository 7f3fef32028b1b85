//! Redaction: a photo becomes a new picture in which what was marked is not there any more. What lives here: the marks,
//! what is wrong with one, and the order in which they are painted; [`cover`] decides which blocks go, [`coarse`] what
//! stands in their place, [`draw`] makes arrows and text. Nothing here decides whether a photo has to be redacted.
//!
//! Decode → turn upright → cover → colours → draw → encode: all that leaves is made from the painted pixels, preview and
//! thumbnail from the new original. A cover reaches to the borders of the blocks that the file was coded in, since what
//! lay under it has left traces all over them, and a little beyond, since decoders smooth those borders.

mod coarse;
mod cover;
mod draw;
mod letters;

use verband_protocol::port::Entropy;

use crate::{Kind, Orientation, Photo, PhotoError, Stripped, decode::decode, ingest, jpeg, probe, render, strip};
use cover::Grid;

/// Most marks on a photo.
pub const MAX_MARKS: usize = 500;
/// Most points of a brush stroke.
pub const MAX_POINTS: usize = 5_000;
/// Most letters of a text.
pub const MAX_LETTERS: usize = 200;

/// A place in pixels of the upright photo in full size, counted from its upper left corner. It may lie outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoPoint {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// An upright rectangle in the same pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoArea {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// At least one.
    pub width: u32,
    /// At least one.
    pub height: u32,
}

/// What is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverShape {
    /// A rectangle.
    Rectangle(PhotoArea),
    /// What a brush went over.
    Stroke {
        /// Where it went; one point is a dab.
        points: Vec<PhotoPoint>,
        /// How wide the brush is, in pixels; at least one.
        width: u32,
    },
}

/// What stands in the place of what is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CoverFill {
    /// Black.
    #[default]
    Solid,
    /// Blocks of one colour each, at most eight across all that hangs together, with noise upon each.
    Pixelated,
}

/// One mark on a photo. Marks are a list: to undo is to leave the last one out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoMark {
    /// Something that must not be recognised.
    Cover {
        /// What.
        shape: CoverShape,
        /// And by what.
        fill: CoverFill,
    },
    /// An arrow.
    Arrow {
        /// Its foot.
        from: PhotoPoint,
        /// Its point.
        to: PhotoPoint,
    },
    /// A line of text, white on black, a fortieth of the photo's longer side high. It moves inwards or becomes smaller
    /// where it would not fit.
    Text {
        /// Its upper left corner.
        at: PhotoPoint,
        /// In letters of Western European languages.
        text: String,
    },
}

impl PhotoMark {
    /// Whether it makes something unrecognisable.
    pub const fn covers(&self) -> bool {
        matches!(self, Self::Cover { .. })
    }

    fn check(&self) -> Result<(), MarkError> {
        match self {
            Self::Cover { shape: CoverShape::Rectangle(area), .. } if area.width == 0 || area.height == 0 => {
                Err(MarkError::Empty)
            }
            Self::Cover { shape: CoverShape::Stroke { points, width }, .. } if points.is_empty() || *width == 0 => {
                Err(MarkError::Empty)
            }
            Self::Cover { shape: CoverShape::Stroke { points, .. }, .. } if points.len() > MAX_POINTS => {
                Err(MarkError::TooLong(MAX_POINTS))
            }
            Self::Arrow { from, to } if from == to => Err(MarkError::Empty),
            Self::Text { text, .. } if text.trim().is_empty() => Err(MarkError::Empty),
            Self::Text { text, .. } if text.chars().count() > MAX_LETTERS => Err(MarkError::TooLong(MAX_LETTERS)),
            Self::Text { text, .. } => match text.chars().find(|&letter| letters::of(letter).is_none()) {
                Some(letter) => Err(MarkError::Letter(letter)),
                None => Ok(()),
            },
            Self::Cover { .. } | Self::Arrow { .. } => Ok(()),
        }
    }
}

/// What is wrong with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// It has no extent, or no letters.
    #[error("a mark has no extent")]
    Empty,
    /// It covers nothing of the photo.
    #[error("a mark lies outside of the photo, which has {width} × {height} pixels")]
    Outside {
        /// The photo's width as displayed.
        width: u32,
        /// The photo's height as displayed.
        height: u32,
    },
    /// More than [`MAX_MARKS`].
    #[error("a photo takes {MAX_MARKS} marks at most")]
    TooMany,
    /// More points or letters than this.
    #[error("a stroke takes {MAX_POINTS} points and a text {MAX_LETTERS} letters: this has more than {0}")]
    TooLong(usize),
    /// The letters that photos are written on with do not have this one.
    #[error("{0:?} cannot be written on a photo")]
    Letter(char),
}

/// Why a photo was not redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedactError {
    /// The photo.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// A mark on it.
    #[error(transparent)]
    Mark(#[from] MarkError),
}

/// Paints marks on a photo and takes in what that gives: an upright JPEG in sRGB with preview and thumbnail of its own.
/// `held` is how a photo of ours was held, whose file does not say it any more; a file from outside says it itself.
///
/// # Errors
/// [`RedactError`] for what is no photo as for [`ingest`], and for marks that cannot be painted.
pub fn redact(
    bytes: &[u8],
    held: Option<Orientation>,
    marks: &[PhotoMark],
    entropy: &dyn Entropy,
) -> Result<Photo, RedactError> {
    if marks.len() > MAX_MARKS {
        return Err(MarkError::TooMany.into());
    }
    marks.iter().try_for_each(PhotoMark::check)?;
    let header = probe(bytes)?;
    let Stripped { bytes, orientation, space } = strip(bytes)?;
    let orientation = held.unwrap_or(orientation);
    let unit = if header.kind == Kind::Jpeg { jpeg::frame(&bytes)?.unit() } else { (1, 1) };

    let mut grid = Grid::new(&header, unit, orientation);
    for mark in marks {
        if let PhotoMark::Cover { shape, fill } = mark
            && !grid.cover(shape, *fill)
        {
            let (width, height) = orientation.displayed(header.width, header.height);
            return Err(MarkError::Outside { width, height }.into());
        }
    }
    let mut picture = decode(&bytes, header.kind, None)?.upright(orientation);
    drop(bytes);
    grid.paint(&mut picture, entropy);
    let mut picture = space.to_srgb(picture);
    for mark in marks {
        match mark {
            PhotoMark::Arrow { from, to } => draw::arrow(&mut picture, *from, *to),
            PhotoMark::Text { at, text } => draw::text(&mut picture, *at, text),
            PhotoMark::Cover { .. } => {}
        }
    }
    Ok(ingest(&render::export(&picture))?)
}
