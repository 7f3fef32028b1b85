//! The frame of a marker, to a fraction of a pixel: the middle of its bars at many places of each side, a line through those of a
//! side, and the corners where the lines meet.

#![expect(clippy::cast_sign_loss, reason = "places in a picture and lengths are never below nothing")]

use crate::marker::{BAR, CODE, MODULES, side_of};
use crate::{MeasureError, Plane, Point};

/// A picture in shades of grey, row by row; 0 is black.
#[derive(Clone, Copy)]
pub struct Grey<'a> {
    width: usize,
    height: usize,
    samples: &'a [u8],
}

impl<'a> Grey<'a> {
    /// None with other samples than it has pixels, or without any.
    pub fn new(width: u32, height: u32, samples: &'a [u8]) -> Option<Self> {
        let (width, height) = (width as usize, height as usize);
        (samples.len() == width * height && !samples.is_empty()).then_some(Self { width, height, samples })
    }

    /// The brightness at a point, between the middles of four pixels; none outside.
    fn at(&self, point: Point) -> Option<f64> {
        let (x, y) = (point.x - 0.5, point.y - 0.5);
        let inside = x >= 0.0 && y >= 0.0 && x < (self.width - 1) as f64 && y < (self.height - 1) as f64;
        if !inside {
            return None;
        }
        let (column, row) = (x as usize, y as usize);
        let (right, down) = (x - column as f64, y - row as f64);
        let sample = |column: usize, row: usize| f64::from(self.samples[row * self.width + column]);
        let upper = sample(column, row) * (1.0 - right) + sample(column + 1, row) * right;
        let lower = sample(column, row + 1) * (1.0 - right) + sample(column + 1, row + 1) * right;
        Some(upper * (1.0 - down) + lower * down)
    }
}

/// A code that was read in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What it says.
    pub content: String,
    /// Corners around it, to a few pixels: its upper left one, and one module beyond its right and lower sides.
    pub corners: [Point; 4],
}

/// The frame of a marker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// How wide it is, from outside to outside, in millimetres.
    pub side_mm: u32,
    /// Where the middles of its bars meet, around it, in pixels.
    pub corners: [Point; 4],
    /// By how many pixels each of their numbers is likely to be off: a standard deviation.
    pub spread: f64,
}

/// The shortest side that is measured, in pixels.
const SHORTEST: f64 = 60.0;
/// How far from where a bar is expected it is looked for, in modules.
const REACH: f64 = 3.2;
/// Places of a side at which its bar is looked for, at most.
const PLACES: usize = 96;
/// The part of a side that is looked at, so that its neighbours' bars stay out of it.
const PART: std::ops::RangeInclusive<f64> = 0.09..=0.91;
/// The least difference between white and black.
const CONTRAST: f64 = 40.0;
/// How many of its places a side must have.
const ENOUGH: f64 = 0.6;
/// The most that a side may be bowed, of its length.
const BOWED: f64 = 0.012;
/// What stays unsure even where the line is perfect: the pixels of a camera and how it made colours of them.
const LEAST_SPREAD: f64 = 0.06;

/// The frames of all markers among the codes that were read in a picture. One that is not clear is left out if there is another.
///
/// # Errors
/// [`MeasureError::NoMarker`], [`MeasureError::MarkerSmall`], [`MeasureError::MarkerUnclear`], [`MeasureError::MarkerBent`].
pub fn frames(picture: Grey<'_>, codes: &[Seen]) -> Result<Vec<Frame>, MeasureError> {
    let mut found = Vec::new();
    let mut flaw = MeasureError::NoMarker;
    for code in codes {
        let Some(side_mm) = side_of(&code.content) else { continue };
        match frame(picture, side_mm, &code.corners) {
            Ok(frame) => found.push(frame),
            Err(error) => flaw = error,
        }
    }
    if found.is_empty() { Err(flaw) } else { Ok(found) }
}

/// A square of the marker's plane, in modules, from so many of them to so many.
fn square(from: f64, to: f64) -> [Point; 4] {
    [Point::new(from, from), Point::new(to, from), Point::new(to, to), Point::new(from, to)]
}

fn frame(picture: Grey<'_>, side_mm: u32, code: &[Point; 4]) -> Result<Frame, MeasureError> {
    let around = (MODULES - CODE) / 2.0;
    let middle = square(BAR / 2.0, MODULES - BAR / 2.0);
    let seen = square(around, MODULES - around + 1.0);
    let mut plane = Plane::between(&seen, code).ok_or(MeasureError::MarkerUnclear)?;
    let mut spread = 0.0;
    let mut corners = *code;
    // The second time from where the first found the frame.
    for _ in 0..2 {
        let mut sides = [Line::default(); 4];
        for (at, side) in sides.iter_mut().enumerate() {
            *side = bar(picture, &plane, middle[at], middle[(at + 1) % 4])?;
        }
        for (at, corner) in corners.iter_mut().enumerate() {
            *corner = sides[(at + 3) % 4].meets(&sides[at]).ok_or(MeasureError::MarkerUnclear)?;
        }
        spread = sides.iter().map(|side| side.spread).fold(LEAST_SPREAD, f64::max);
        if sides.iter().any(|side| side.bowed > BOWED) {
            return Err(MeasureError::MarkerBent);
        }
        plane = Plane::between(&middle, &corners).ok_or(MeasureError::MarkerUnclear)?;
    }
    let shortest = (0..4).map(|at| corners[at].distance(corners[(at + 1) % 4])).fold(f64::MAX, f64::min);
    if shortest < SHORTEST {
        return Err(MeasureError::MarkerSmall);
    }
    // The code has to stand in the frame where it was printed: else this is the frame of something else.
    let module = shortest / (MODULES - BAR);
    let fits = seen
        .iter()
        .zip(code)
        .all(|(corner, seen)| plane.map(*corner).is_some_and(|corner| corner.distance(*seen) < 1.5 * module));
    if fits { Ok(Frame { side_mm, corners, spread }) } else { Err(MeasureError::MarkerUnclear) }
}

/// The line through the middle of the bar from a corner to the next one.
fn bar(picture: Grey<'_>, plane: &Plane, from: Point, to: Point) -> Result<Line, MeasureError> {
    let way = to.minus(from);
    // From the inside outwards.
    let out = Point::new(way.y, -way.x).times(1.0 / way.dot(way).sqrt());
    let ends = plane.map(from).zip(plane.map(to)).ok_or(MeasureError::MarkerUnclear)?;
    let length = ends.0.distance(ends.1);
    let places = (length as usize).clamp(8, PLACES);
    let mut points = Vec::with_capacity(places);
    for place in 0..places {
        let share = PART.start() + (PART.end() - PART.start()) * place as f64 / (places - 1) as f64;
        points.extend(middle_of_bar(picture, plane, from.plus(way.times(share)), out));
    }
    if (points.len() as f64) < ENOUGH * places as f64 {
        return Err(MeasureError::MarkerUnclear);
    }
    Line::through(points, length, places).ok_or(MeasureError::MarkerUnclear)
}

/// The middle of the bar across a place: between the two points where it is half as dark as it gets, each against the white on
/// its own side, since light falls from somewhere.
fn middle_of_bar(picture: Grey<'_>, plane: &Plane, place: Point, out: Point) -> Option<Point> {
    let at = |way: f64| plane.map(place.plus(out.times(way)));
    let pixels = at(-REACH)?.distance(at(REACH)?);
    let steps = ((pixels * 3.0) as usize).clamp(24, 600);
    let way = |step: f64| REACH * (2.0 * step / steps as f64 - 1.0);
    let profile: Vec<f64> = (0..=steps).map(|step| picture.at(at(way(step as f64))?)).collect::<Option<_>>()?;
    // The bar is the darkest that is about as wide as it.
    let half = ((BAR / 4.0) / REACH * steps as f64 / 2.0) as usize;
    let dark = |step: usize| profile[step - half..=step + half].iter().sum::<f64>();
    let darkest = (half..=steps - half).min_by(|one, other| dark(*one).total_cmp(&dark(*other)))?;
    let black = profile[darkest - half..=darkest + half].iter().copied().fold(f64::MAX, f64::min);
    let edge = |steps: &mut dyn Iterator<Item = usize>| {
        // White is what it rises to before it falls again by a quarter of that.
        let mut seen: Vec<(usize, f64)> = Vec::new();
        let mut white = black;
        for step in steps {
            let value = profile[step];
            if value < white - (white - black) / 4.0 && white - black > CONTRAST {
                break;
            }
            white = white.max(value);
            seen.push((step, value));
        }
        let half = f64::midpoint(black, white);
        let pair = seen.windows(2).find(|pair| pair[0].1 < half && pair[1].1 >= half)?;
        let share = (half - pair[0].1) / (pair[1].1 - pair[0].1);
        let step = pair[0].0 as f64 + share * (pair[1].0 as f64 - pair[0].0 as f64);
        (white - black > CONTRAST).then_some(step)
    };
    let inner = edge(&mut (0..=darkest).rev())?;
    let outer = edge(&mut (darkest..=steps))?;
    at(way(f64::midpoint(inner, outer)))
}

/// A line: a point of it and its direction, of length one.
#[derive(Clone, Copy, Default)]
struct Line {
    point: Point,
    way: Point,
    /// How far a corner at its end may be off, in pixels.
    spread: f64,
    /// By how much its middle lies beside its ends, of its length.
    bowed: f64,
}

impl Line {
    /// Through points that lie along a side of such a length; those far off are left out.
    fn through(mut points: Vec<Point>, length: f64, places: usize) -> Option<Self> {
        for _ in 0..3 {
            let line = Self::fitted(&points, length)?;
            let mut off: Vec<f64> = points.iter().map(|point| line.off(*point).abs()).collect();
            off.sort_by(f64::total_cmp);
            let most = (4.0 * off.get(off.len() / 2)?).max(0.2);
            let before = points.len();
            points.retain(|point| line.off(*point).abs() <= most);
            if points.len() == before {
                break;
            }
        }
        ((points.len() as f64) >= ENOUGH * places as f64).then(|| Self::fitted(&points, length))?
    }

    /// The line from which they are off the least.
    fn fitted(points: &[Point], length: f64) -> Option<Self> {
        let count = points.len() as f64;
        let point = points.iter().fold(Point::default(), |sum, point| sum.plus(*point)).times(1.0 / count);
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for at in points.iter().map(|at| at.minus(point)) {
            xx += at.x * at.x;
            xy += at.x * at.y;
            yy += at.y * at.y;
        }
        // The direction of the larger of two squares' sums, by its own equation.
        let half = ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
        let large = f64::midpoint(xx, yy) + half;
        let (one, other) = (Point::new(large - yy, xy), Point::new(xy, large - xx));
        let way = if one.dot(one) > other.dot(other) { one } else { other };
        let way = way.times(1.0 / way.dot(way).sqrt());
        if !way.x.is_finite() || points.len() < 4 {
            return None;
        }
        let mut line = Self { point, way, spread: 0.0, bowed: 0.0 };
        let squares: f64 = points.iter().map(|at| line.off(*at) * line.off(*at)).sum();
        // A line through so many points is unsure by a root of them, and at its ends by twice as much.
        line.spread = 2.0 * (squares / (count - 2.0)).sqrt() / count.sqrt();
        let (mut middle, mut ends) = (Mean::default(), Mean::default());
        for at in points {
            let along = at.minus(point).dot(way).abs() / length;
            if along < 0.14 {
                middle.add(line.off(*at));
            } else if along > 0.28 {
                ends.add(line.off(*at));
            }
        }
        // Of a bow, these parts show three quarters.
        line.bowed = (middle.value() - ends.value()).abs() / 0.75 / length;
        Some(line)
    }

    fn off(&self, point: Point) -> f64 {
        self.way.cross(point.minus(self.point))
    }

    fn meets(&self, other: &Self) -> Option<Point> {
        let turn = self.way.cross(other.way);
        let along = other.point.minus(self.point).cross(other.way) / turn;
        (turn.abs() > 0.1).then(|| self.point.plus(self.way.times(along)))
    }
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1.0;
    }

    fn value(&self) -> f64 {
        if self.count > 0.0 { self.sum / self.count } else { 0.0 }
    }
}
