//! Lengths and areas in a photo, in millimetres: from a printed marker that lies beside what is measured, or from two points
//! on a ruler. People draw the outline; nothing here looks for a wound or says anything about one.
//!
//! What lives here: the geometry of the marker ([`marker`]), finding its frame to a fraction of a pixel ([`frames`]), the
//! plane that it lies in ([`Plane`]), figures with what they may be off by ([`measure`]). What may not: decoding photos,
//! reading codes, drawing, keeping anything; clocks and chance. Only operations that every machine rounds in the same way
//! are used, so that the same points give the same figures everywhere: addition, multiplication, division, square roots.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts and places in pictures are far below what a number holds exactly"
)]

mod error;
mod figure;
mod frame;
pub mod marker;
mod outline;
mod plane;

pub use error::MeasureError;
pub use figure::{ARITHMETIC, Figure, Figures, Ruler, Scale, measure};
pub use frame::{Frame, Grey, Seen, frames};
pub use outline::{MAX_DRAWN, MAX_KEPT, thinned};
pub use plane::Plane;

/// A point of a picture in pixels from its upper left corner, or of a plane in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// From its two numbers.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(crate) fn times(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    pub(crate) fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub(crate) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// How far it is from here to there.
    pub fn distance(self, other: Self) -> f64 {
        let way = self.minus(other);
        way.dot(way).sqrt()
    }
}
