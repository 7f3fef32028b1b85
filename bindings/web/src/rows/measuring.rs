//! Measuring in photos of wounds.

use verband_client as core;
use verband_client::protocol::id::EventId;

use super::Id;
use super::photos::Point;
use super::plain::flat;

flat!(
    /// Two points on a ruler in a photo.
    WoundRuler = core::WoundRuler {
        from: Point,
        to: Point,
        mm: u32,
    }
);

flat!(
    /// What somebody drew in a photo to measure it.
    PhotoMeasure = core::PhotoMeasure {
        photo: Id<EventId>,
        ruler: Option<WoundRuler>,
        outline: Vec<Point>,
    }
);

flat!(
    /// A marker that was found in a photo.
    WoundMarker = core::WoundMarker {
        side_mm: u32,
        corners: Vec<Point>,
    }
);

flat!(
    /// A figure and what it may be off by.
    WoundFigure = core::WoundFigure {
        value: u32,
        error: u32,
    }
);

flat!(
    /// What was measured in a photo.
    WoundMeasurement = core::WoundMeasurement {
        photo_event: Id<EventId>,
        method: String,
        markers: Vec<WoundMarker>,
        ruler: Option<WoundRuler>,
        outline: Vec<Point>,
        length: WoundFigure,
        width: Option<WoundFigure>,
        area: Option<WoundFigure>,
        perimeter: Option<WoundFigure>,
        arithmetic: u32,
    }
);
