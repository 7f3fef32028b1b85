//! What was measured in a photo, as it is kept: the points that people set, what says how large something is, and the figures
//! that follow. The figures are kept because a later program may reckon otherwise; one that reckons in the same way checks
//! them, so that nobody hands in figures of her own as measured.

use minicbor::{Decode, Encode};
use verband_measure::{self as measure, ARITHMETIC, Figures, Frame, MAX_KEPT, MeasureError, Point, Scale, measure};
use verband_protocol::id::EventId;
use verband_vault::redact::PhotoPoint;

use super::finding::WoundFinding;
use super::rows::{WoundFigure, WoundMarker, WoundMeasurement, WoundRuler};

/// The most markers that one photo is measured by.
const MAX_MARKERS: usize = 5;
/// Corners are kept in hundredths of a pixel.
const HUNDREDTHS: f64 = 100.0;
/// The longest side of a photo, in pixels.
const LONGEST: u32 = 65_535;

/// Codes of `measured`.
const BY_MARKER: &str = "marker";
const BY_RULER: &str = "photo-ruler";

/// A pixel of the upright photo in full size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Spot {
    #[n(0)]
    x: u32,
    #[n(1)]
    y: u32,
}

impl Spot {
    fn of(point: PhotoPoint) -> Result<Self, MeasureError> {
        let side = |at: i32| u32::try_from(at).map_err(|_| MeasureError::Outside);
        Ok(Self { x: side(point.x)?, y: side(point.y)? })
    }

    /// The same of a place in hundredths of a pixel.
    #[expect(clippy::cast_sign_loss, reason = "what is below nothing becomes nothing")]
    fn exact(point: Point) -> Self {
        Self { x: (point.x * HUNDREDTHS).round() as u32, y: (point.y * HUNDREDTHS).round() as u32 }
    }

    fn point(self) -> Point {
        Point::new(f64::from(self.x), f64::from(self.y))
    }

    fn shown(self, parts: u32) -> PhotoPoint {
        let side = |at: u32| i32::try_from((at + parts / 2) / parts).unwrap_or(i32::MAX);
        PhotoPoint { x: side(self.x), y: side(self.y) }
    }
}

/// The frame of a marker.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Marker {
    #[n(0)]
    side_mm: u32,
    /// Four, in hundredths of a pixel: where the middles of its bars meet.
    #[n(1)]
    corners: Vec<Spot>,
    /// By how much each is likely to be off, in hundredths of a pixel.
    #[n(2)]
    spread: u32,
}

/// Two points on a ruler.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct RulerSpots {
    #[n(0)]
    from: Spot,
    #[n(1)]
    to: Spot,
    #[n(2)]
    mm: u32,
}

/// A figure and what it may be off by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Sum {
    #[n(0)]
    value: u32,
    #[n(1)]
    error: u32,
}

impl Sum {
    /// In so many parts of a millimetre. The error is rounded up.
    #[expect(clippy::cast_sign_loss, reason = "lengths and areas")]
    fn of(figure: measure::Figure, parts: f64) -> Self {
        Self { value: (figure.value * parts).round() as u32, error: ((figure.error * parts).ceil() as u32).max(1) }
    }

    fn row(self) -> WoundFigure {
        WoundFigure { value: self.value, error: self.error }
    }
}

/// A measurement: by markers, or else by a ruler.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Measurement {
    /// The event of the photo.
    #[n(0)]
    pub(super) photo: EventId,
    /// Its pixels as shown.
    #[n(1)]
    width: u32,
    #[n(2)]
    height: u32,
    #[n(3)]
    markers: Vec<Marker>,
    #[n(4)]
    ruler: Option<RulerSpots>,
    /// The outline, or the two ends of a length.
    #[n(5)]
    outline: Vec<Spot>,
    /// In tenths of a millimetre.
    #[n(6)]
    length: Sum,
    #[n(7)]
    across: Option<Sum>,
    /// In square millimetres.
    #[n(8)]
    pub(super) area: Option<Sum>,
    /// In tenths of a millimetre.
    #[n(9)]
    perimeter: Option<Sum>,
    /// By which version of the arithmetic.
    #[n(10)]
    arithmetic: u32,
}

/// What figures are reckoned from.
pub(super) enum Measure {
    /// The frames of markers, in pixels of the photo.
    Markers(Vec<Frame>),
    /// Two points on a ruler.
    Ruler(WoundRuler),
}

impl Measurement {
    /// Measures what was drawn in a photo of so many pixels.
    pub(super) fn of(
        photo: EventId,
        (width, height): (u32, u32),
        measure: &Measure,
        drawn: &[PhotoPoint],
    ) -> Result<Self, MeasureError> {
        let spots = drawn.iter().map(|point| Spot::of(*point)).collect::<Result<Vec<_>, _>>()?;
        let points: Vec<Point> = spots.into_iter().map(Spot::point).collect();
        let outline = measure::thinned(&points)?;
        #[expect(clippy::cast_sign_loss, reason = "they were whole and not below nothing")]
        let outline = outline.iter().map(|point| Spot { x: point.x as u32, y: point.y as u32 }).collect();
        let (markers, ruler) = match measure {
            Measure::Markers(frames) => (frames.iter().take(MAX_MARKERS).map(Marker::of).collect(), None),
            Measure::Ruler(ruler) => {
                let (from, to) = (Spot::of(ruler.from)?, Spot::of(ruler.to)?);
                (Vec::new(), Some(RulerSpots { from, to, mm: ruler.mm }))
            }
        };
        let nothing = Sum { value: 0, error: 0 };
        let points = Self {
            photo,
            width,
            height,
            markers,
            ruler,
            outline,
            length: nothing,
            across: None,
            area: None,
            perimeter: None,
            arithmetic: ARITHMETIC,
        };
        points.reckoned()
    }

    /// The same with the figures that its points come to today.
    fn reckoned(&self) -> Result<Self, MeasureError> {
        let scale = match &self.ruler {
            Some(ruler) => {
                Scale::Ruler(measure::Ruler { from: ruler.from.point(), to: ruler.to.point(), mm: ruler.mm })
            }
            None => Scale::Markers(self.markers.iter().filter_map(Marker::frame).collect()),
        };
        let outline: Vec<Point> = self.outline.iter().map(|spot| spot.point()).collect();
        let Figures { length, width, area, perimeter } = measure(&scale, &outline, (self.width, self.height))?;
        Ok(Self {
            length: Sum::of(length, 10.0),
            across: width.map(|width| Sum::of(width, 10.0)),
            area: area.map(|area| Sum::of(area, 1.0)),
            perimeter: perimeter.map(|perimeter| Sum::of(perimeter, 10.0)),
            arithmetic: ARITHMETIC,
            ..self.clone()
        })
    }

    /// Whether it has the form of one.
    pub(super) fn fits(&self) -> bool {
        let size = 1..=LONGEST;
        let marked = self.markers.len() <= MAX_MARKERS && self.markers.iter().all(|marker| marker.corners.len() == 4);
        let outline = (2..=MAX_KEPT).contains(&self.outline.len());
        marked
            && outline
            && size.contains(&self.width)
            && size.contains(&self.height)
            && self.markers.is_empty() == self.ruler.is_some()
    }

    /// Whether its points come to its figures, as far as this version of the arithmetic can tell.
    pub(super) fn adds_up(&self) -> bool {
        self.arithmetic != ARITHMETIC || self.reckoned().is_ok_and(|again| again == *self)
    }

    /// A code of `measured`.
    fn method(&self) -> &'static str {
        if self.ruler.is_some() { BY_RULER } else { BY_MARKER }
    }

    /// A finding with these figures instead of those that it had.
    pub(super) fn in_finding(&self, finding: &WoundFinding) -> WoundFinding {
        let whole = |sum: Sum| ((sum.value + 5) / 10).max(1);
        WoundFinding {
            length: Some(whole(self.length)),
            width: self.across.map(whole),
            area: self.area.map(|area| area.value),
            measured: self.method().to_owned(),
            ..finding.clone()
        }
    }

    /// Whether it is what a finding says: somebody may have corrected the figures by hand.
    pub(super) fn is_of(&self, finding: &WoundFinding) -> bool {
        self.in_finding(finding) == *finding
    }

    /// What the area may be off by, in square millimetres.
    pub(super) fn area_error(&self) -> Option<u32> {
        self.area.map(|area| area.error)
    }

    /// As people see it.
    pub(super) fn row(&self) -> WoundMeasurement {
        WoundMeasurement {
            photo_event: self.photo,
            method: self.method().to_owned(),
            markers: self.markers.iter().map(Marker::row).collect(),
            ruler: self.ruler.as_ref().map(|ruler| WoundRuler {
                from: ruler.from.shown(1),
                to: ruler.to.shown(1),
                mm: ruler.mm,
            }),
            outline: self.outline.iter().map(|spot| spot.shown(1)).collect(),
            length: self.length.row(),
            width: self.across.map(Sum::row),
            area: self.area.map(Sum::row),
            perimeter: self.perimeter.map(Sum::row),
            arithmetic: self.arithmetic,
        }
    }
}

impl Marker {
    #[expect(clippy::cast_sign_loss, reason = "a spread is above nothing")]
    pub(super) fn of(frame: &Frame) -> Self {
        Self {
            side_mm: frame.side_mm,
            corners: frame.corners.iter().map(|corner| Spot::exact(*corner)).collect(),
            spread: ((frame.spread * HUNDREDTHS).ceil() as u32).max(1),
        }
    }

    fn frame(&self) -> Option<Frame> {
        let corners: [Spot; 4] = self.corners.as_slice().try_into().ok()?;
        let spread = f64::from(self.spread) / HUNDREDTHS;
        Some(Frame {
            side_mm: self.side_mm,
            corners: corners.map(Spot::point).map(|corner| Point::new(corner.x / HUNDREDTHS, corner.y / HUNDREDTHS)),
            spread,
        })
    }

    pub(super) fn row(&self) -> WoundMarker {
        WoundMarker { side_mm: self.side_mm, corners: self.corners.iter().map(|corner| corner.shown(100)).collect() }
    }
}
