//! Measuring in photos of wounds.

use verband_client::protocol::id::EventId;
use verband_client::{PhotoMeasure, PhotoPoint, WoundFigure, WoundMarker, WoundMeasurement, WoundRuler};

/// Two points on a ruler in a photo.
#[uniffi::remote(Record)]
pub struct WoundRuler {
    /// One, in pixels of the upright photo in full size.
    pub from: PhotoPoint,
    /// The other one.
    pub to: PhotoPoint,
    /// What lies between them, in millimetres, 5 to 1,000.
    pub mm: u32,
}

/// What somebody drew in a photo to measure it.
#[uniffi::remote(Record)]
pub struct PhotoMeasure {
    /// The event of the photo, which is of the wound.
    pub photo: EventId,
    /// Two points on a ruler in the photo; none: by the markers in it.
    pub ruler: Option<WoundRuler>,
    /// The outline of the wound, in pixels of the upright photo in full size, at most 10,000 points; or the two ends of a
    /// length.
    pub outline: Vec<PhotoPoint>,
}

/// A marker that was found in a photo.
#[uniffi::remote(Record)]
pub struct WoundMarker {
    /// The side of its frame, in millimetres.
    pub side_mm: u32,
    /// The four corners of the frame, in the middle of its bars, in pixels of the upright photo in full size.
    pub corners: Vec<PhotoPoint>,
}

/// A figure and what it may be off by: of a hundred flat wounds, in 95 it is less.
#[uniffi::remote(Record)]
pub struct WoundFigure {
    /// Lengths in tenths of a millimetre, areas in square millimetres.
    pub value: u32,
    /// In the same.
    pub error: u32,
}

/// What was measured in a photo.
#[uniffi::remote(Record)]
pub struct WoundMeasurement {
    /// The event of the photo. It may have been deleted since.
    pub photo_event: EventId,
    /// How: a code of `measured`; `measuring_caveat` says what holds of it.
    pub method: String,
    /// By which markers, if by markers.
    pub markers: Vec<WoundMarker>,
    /// By which points on a ruler, if by a ruler.
    pub ruler: Option<WoundRuler>,
    /// What was drawn, thinned to the points that its shape needs.
    pub outline: Vec<PhotoPoint>,
    /// The longest extent, in tenths of a millimetre.
    pub length: WoundFigure,
    /// The widest across it, in the same; none of two points.
    pub width: Option<WoundFigure>,
    /// The area, in square millimetres.
    pub area: Option<WoundFigure>,
    /// The length of the outline, in tenths of a millimetre.
    pub perimeter: Option<WoundFigure>,
    /// The version of the arithmetic that it was reckoned by.
    pub arithmetic: u32,
}
