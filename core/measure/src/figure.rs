//! Figures, each with what it may be off by. The error counts where corners and points may be off, how much that weighs at the
//! place of the outline (far from the marker and at a tilt it weighs more), and what paper and lens are off by. It knows nothing of
//! where a person sees the edge of a wound, of curvature, and of what lies above or below the marker's plane.

use crate::marker::middle_mm;
use crate::outline::{across, area, crosses, longest, perimeter, thinned, widest};
use crate::{Frame, MeasureError, Plane, Point};

/// The version of this arithmetic: who kept figures knows by it whether the same points give the same ones today. It is raised
/// whenever they do not.
pub const ARITHMETIC: u32 = 1;

/// Of a standard deviation, the figure for 95 of 100.
const OF_95: f64 = 2.0;
/// What paper and lens are off by, as a part of a length: a standard deviation.
const PAPER: f64 = 0.006;
/// How well a point is set by hand: so many of the longer side's pixels make one of a standard deviation.
const BY_HAND: f64 = 1_000.0;
/// Of a drawn line, only so many points err by themselves: the hand shakes slowly.
const BY_THEMSELVES: f64 = 12.0;
/// A photo with a ruler alone is taken straight from above, to so much of a length: the cosine of twenty degrees.
const HELD_STRAIGHT: f64 = 0.064;
/// The most tilt of a marker, as the square of its cosine: fifty degrees.
const MOST_TILT: f64 = 0.41;
/// The most that a length may be off, of itself; an area twice as much.
const MOST_OFF: f64 = 0.2;
/// Lengths that a ruler may give, in millimetres.
const RULER_MM: std::ops::RangeInclusive<u32> = 5..=1_000;
/// The fewest pixels between two points of a ruler.
const RULER_PIXELS: f64 = 40.0;
/// How far two markers may differ, of a length, beyond their errors.
const DIFFER: f64 = 0.03;

/// Two points on a ruler.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruler {
    /// One point, in pixels.
    pub from: Point,
    /// The other one.
    pub to: Point,
    /// What lies between them, in millimetres, 5 to 1,000.
    pub mm: u32,
}

/// What says how large something is.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Markers, of which the one counts that gives the smallest error; the others have to agree.
    Markers(Vec<Frame>),
    /// A ruler: the photo is taken for one straight from above.
    Ruler(Ruler),
}

/// A figure and what it may be off by: in 95 of 100 photos it is less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// In millimetres or square millimetres.
    pub value: f64,
    /// In the same.
    pub error: f64,
}

/// What an outline comes to. Of two points it is their distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// The longest extent, in millimetres.
    pub length: Figure,
    /// The widest one across it.
    pub width: Option<Figure>,
    /// The area within, in square millimetres.
    pub area: Option<Figure>,
    /// The length of the outline.
    pub perimeter: Option<Figure>,
}

/// Measures what somebody drew: an outline, or the two ends of a length. Points and size of the photo are in pixels, of the same
/// photo as the scale's.
///
/// # Errors
/// [`MeasureError`], all but those of [`frames`](crate::frames).
pub fn measure(scale: &Scale, drawn: &[Point], photo: (u32, u32)) -> Result<Figures, MeasureError> {
    let within = |point: &Point| {
        point.x >= 0.0 && point.y >= 0.0 && point.x <= f64::from(photo.0) && point.y <= f64::from(photo.1)
    };
    if !drawn.iter().all(within) {
        return Err(MeasureError::Outside);
    }
    let points = thinned(drawn)?;
    if crosses(&points) {
        return Err(MeasureError::OutlineCrosses);
    }
    // A square of three pixels is no outline.
    if points.len() > 2 && area(&points) < 9.0 {
        return Err(MeasureError::OutlineEmpty);
    }
    let hand = (f64::from(photo.0.max(photo.1)) / BY_HAND).max(1.0);
    let drawn = Drawn { points, hand };
    let figures = match scale {
        Scale::Ruler(ruler) => {
            if !within(&ruler.from) || !within(&ruler.to) {
                return Err(MeasureError::Outside);
            }
            drawn.by_ruler(ruler)?
        }
        Scale::Markers(frames) => drawn.by_markers(frames)?,
    };
    let off = figures.length.error / figures.length.value;
    let off_area = figures.area.map_or(0.0, |area| area.error / area.value / 2.0);
    // What is no number is not below either.
    if off.max(off_area) < MOST_OFF { Ok(figures) } else { Err(MeasureError::TooFar) }
}

/// What was drawn, and by how many pixels its points are likely to be off.
struct Drawn {
    points: Vec<Point>,
    hand: f64,
}

impl Drawn {
    fn by_ruler(&self, ruler: &Ruler) -> Result<Figures, MeasureError> {
        let pixels = ruler.from.distance(ruler.to);
        if pixels < RULER_PIXELS || !RULER_MM.contains(&ruler.mm) {
            return Err(MeasureError::Ruler);
        }
        let per_pixel = f64::from(ruler.mm) / pixels;
        let map = |point: Point| Some(point.times(per_pixel));
        let shape = Shape::of(&self.points, &map).ok_or(MeasureError::TooFar)?;
        let scale = 2.0_f64.sqrt() * self.hand / pixels;
        let variance = |figure: Kind, power: f64| {
            Some(self.by_hand(&map, &shape, figure) + square(figure.value(&shape) * power * scale))
        };
        shape.figures(variance, HELD_STRAIGHT).ok_or(MeasureError::TooFar)
    }

    fn by_markers(&self, frames: &[Frame]) -> Result<Figures, MeasureError> {
        let markers: Vec<Marker> = frames.iter().map(Marker::of).collect::<Result<_, _>>()?;
        let mut best: Option<(usize, Figures)> = None;
        for (at, marker) in markers.iter().enumerate() {
            let Some(figures) = self.by_marker(marker) else { continue };
            let off = |figures: &Figures| figures.length.error / figures.length.value;
            if best.as_ref().is_none_or(|(_, before)| off(&figures) < off(before)) {
                best = Some((at, figures));
            }
        }
        let Some((at, figures)) = best else {
            return Err(if frames.is_empty() { MeasureError::NoMarker } else { MeasureError::TooFar });
        };
        let agree = markers.iter().enumerate().all(|(other, marker)| other == at || markers[at].agrees(marker));
        if agree { Ok(figures) } else { Err(MeasureError::MarkersDisagree) }
    }

    fn by_marker(&self, marker: &Marker) -> Option<Figures> {
        let map = |point: Point| marker.plane.map(point);
        let shape = Shape::of(&self.points, &map)?;
        let moved = marker.moved.iter().map(|moved| {
            Some(Shape { extremes: shape.extremes, ..Shape::of(&self.points, &|point| moved.map(point))? })
        });
        let moved: Vec<Shape> = moved.collect::<Option<_>>()?;
        let variance = |figure: Kind, _| {
            let off = |other: &Shape| square(figure.value(other) - figure.value(&shape));
            Some(self.by_hand(&map, &shape, figure) + moved.iter().map(off).sum::<f64>())
        };
        shape.figures(variance, 0.0)
    }

    /// The variance of a figure from how its points are set.
    fn by_hand(&self, map: &dyn Fn(Point) -> Option<Point>, shape: &Shape, figure: Kind) -> f64 {
        let count = self.points.len();
        let mut spread = 0.0;
        for (at, point) in self.points.iter().enumerate() {
            let (before, after) = ((at + count - 1) % count, (at + 1) % count);
            for step in [Point::new(self.hand, 0.0), Point::new(0.0, self.hand)] {
                let Some(moved) = map(point.plus(step)).or_else(|| map(point.minus(step))) else { continue };
                spread += square(figure.moved(shape, at, moved, before, after));
            }
        }
        match figure {
            Kind::Area | Kind::Perimeter => spread * (count as f64 / BY_THEMSELVES).max(1.0),
            // The farthest of many points: those that the hand set too far out win.
            Kind::Length | Kind::Width => spread * 1.5,
        }
    }
}

fn square(value: f64) -> f64 {
    value * value
}

/// Which figure.
#[derive(Clone, Copy)]
enum Kind {
    Length,
    Width,
    Area,
    Perimeter,
}

/// What was drawn, in its plane, and the points that its extremes are at.
struct Shape {
    points: Vec<Point>,
    extremes: [usize; 4],
}

impl Shape {
    fn of(points: &[Point], map: &dyn Fn(Point) -> Option<Point>) -> Option<Self> {
        let points: Vec<Point> = points.iter().map(|point| map(*point)).collect::<Option<_>>()?;
        let (from, to) = longest(&points);
        let (left, right) = widest(&points, (from, to));
        Some(Self { points, extremes: [from, to, left, right] })
    }

    /// All figures, with the variance that each has and what is added to it as a part.
    fn figures(&self, variance: impl Fn(Kind, f64) -> Option<f64>, part: f64) -> Option<Figures> {
        let figure = |kind: Kind, power: f64| {
            let value = kind.value(self);
            let spread = (variance(kind, power)? + square(value * power * PAPER)).sqrt();
            Some(Figure { value, error: OF_95 * spread + part * value })
        };
        let outline = self.points.len() > 2;
        let of_outline = |kind, power| if outline { figure(kind, power).map(Some) } else { Some(None) };
        Some(Figures {
            length: figure(Kind::Length, 1.0)?,
            width: of_outline(Kind::Width, 1.0)?,
            area: of_outline(Kind::Area, 2.0)?,
            perimeter: of_outline(Kind::Perimeter, 1.0)?,
        })
    }
}

impl Kind {
    fn value(self, shape: &Shape) -> f64 {
        let [from, to, left, right] = shape.extremes.map(|at| shape.points[at]);
        match self {
            Self::Length => from.distance(to),
            Self::Width => across(to.minus(from), left, right),
            Self::Area => area(&shape.points),
            Self::Perimeter => perimeter(&shape.points),
        }
    }

    /// What a figure changes by when one point moves.
    fn moved(self, shape: &Shape, at: usize, to: Point, before: usize, after: usize) -> f64 {
        let point = shape.points[at];
        match self {
            Self::Area => to.minus(point).cross(shape.points[after].minus(shape.points[before])) / 2.0,
            Self::Perimeter => {
                let around = |point: Point| point.distance(shape.points[before]) + point.distance(shape.points[after]);
                around(to) - around(point)
            }
            Self::Length | Self::Width => {
                let mut ends = shape.extremes.map(|at| shape.points[at]);
                let moves = shape.extremes.map(|end| end == at);
                let value = |[from, to, left, right]: [Point; 4]| match self {
                    Self::Length => from.distance(to),
                    _ => across(to.minus(from), left, right),
                };
                let was = value(ends);
                ends.iter_mut().zip(moves).filter(|(_, moves)| *moves).for_each(|(end, _)| *end = to);
                value(ends) - was
            }
        }
    }
}

/// A marker as a measure.
struct Marker {
    frame: Frame,
    /// From the photo to its plane, in millimetres.
    plane: Plane,
    /// The same with one number of one corner off by its spread.
    moved: Vec<Plane>,
}

impl Marker {
    fn of(frame: &Frame) -> Result<Self, MeasureError> {
        let side = middle_mm(frame.side_mm);
        let flat = [Point::new(0.0, 0.0), Point::new(side, 0.0), Point::new(side, side), Point::new(0.0, side)];
        let plane = |corners: &[Point; 4]| Plane::between(corners, &flat).ok_or(MeasureError::MarkerUnclear);
        let seen = Plane::between(&flat, &frame.corners).ok_or(MeasureError::MarkerUnclear)?;
        let tilt = seen.cosine_squared(Point::new(side / 2.0, side / 2.0)).ok_or(MeasureError::Tilted)?;
        if tilt < MOST_TILT {
            return Err(MeasureError::Tilted);
        }
        let mut moved = Vec::with_capacity(8);
        for at in 0..4 {
            for step in [Point::new(frame.spread, 0.0), Point::new(0.0, frame.spread)] {
                let mut corners = frame.corners;
                corners[at] = corners[at].plus(step);
                moved.push(plane(&corners)?);
            }
        }
        Ok(Self { frame: *frame, plane: plane(&frame.corners)?, moved })
    }

    /// Whether another one is as large as it says when it is measured by this one.
    fn agrees(&self, other: &Self) -> bool {
        let [a, b, c, d] = other.frame.corners;
        let says = middle_mm(other.frame.side_mm);
        [(a, b), (b, c), (c, d), (d, a)].iter().all(|(from, to)| {
            let drawn = Drawn { points: vec![*from, *to], hand: other.frame.spread };
            drawn
                .by_marker(self)
                .is_some_and(|figures| (figures.length.value - says).abs() < figures.length.error + DIFFER * says)
        })
    }
}
