//! Outlines: closed lines that somebody drew.

use crate::{MeasureError, Point};

/// The most points that are taken from a drawing.
pub const MAX_DRAWN: usize = 10_000;
/// The most that are left of it when it is thinned out.
pub const MAX_KEPT: usize = 300;

/// A drawing with the points that its shape needs, at most [`MAX_KEPT`]: others lie within half a pixel of the line, or as little
/// more as it takes. Points that follow each other are different, and the first is not given again at the end.
///
/// # Errors
/// [`MeasureError::OutlineEmpty`] with fewer than two different points, [`MeasureError::OutlineLong`] with more than
/// [`MAX_DRAWN`].
pub fn thinned(drawn: &[Point]) -> Result<Vec<Point>, MeasureError> {
    if drawn.len() > MAX_DRAWN {
        return Err(MeasureError::OutlineLong);
    }
    let mut points = drawn.to_vec();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 2 {
        return Err(MeasureError::OutlineEmpty);
    }
    let mut within = 0.5;
    loop {
        let kept = without_needless(&points, within);
        if kept.len() <= MAX_KEPT {
            return Ok(kept);
        }
        within *= 1.5;
    }
}

/// Douglas and Peucker's way, on the two halves between the first point and the one that is farthest from it.
fn without_needless(points: &[Point], within: f64) -> Vec<Point> {
    let Some(first) = points.first() else { return Vec::new() };
    let far = |one: &usize, other: &usize| points[*one].distance(*first).total_cmp(&points[*other].distance(*first));
    let far = (0..points.len()).max_by(far).unwrap_or(0);
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[far] = true;
    let mut parts = vec![(0, far), (far, points.len())];
    while let Some((from, to)) = parts.pop() {
        let (start, end) = (points[from], points[to % points.len()]);
        let off = |at: &usize| from_segment(points[*at], start, end);
        let worst = (from + 1..to).max_by(|one, other| off(one).total_cmp(&off(other)));
        if let Some(worst) = worst.filter(|worst| off(worst) > within) {
            keep[worst] = true;
            parts.extend([(from, worst), (worst, to)]);
        }
    }
    points.iter().zip(keep).filter_map(|(point, keep)| keep.then_some(*point)).collect()
}

/// How far a point is from a segment.
fn from_segment(point: Point, start: Point, end: Point) -> f64 {
    let (way, there) = (end.minus(start), point.minus(start));
    let length = way.dot(way);
    let along = if length > 0.0 { (there.dot(way) / length).clamp(0.0, 1.0) } else { 0.0 };
    there.distance(way.times(along))
}

/// Whether sides that are no neighbours meet.
pub(crate) fn crosses(points: &[Point]) -> bool {
    let side = |at: usize| (points[at], points[(at + 1) % points.len()]);
    (0..points.len()).any(|one| {
        // The last side has the first one for a neighbour.
        let last = points.len() - usize::from(one == 0);
        (one + 2..last).any(|other| meet(side(one), side(other)))
    })
}

fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let of = |from: Point, to: Point, point: Point| to.minus(from).cross(point.minus(from));
    let [one, two, three, four] = [of(a, b, c), of(a, b, d), of(c, d, a), of(c, d, b)];
    let within = |from: Point, to: Point, point: Point| {
        point.x >= from.x.min(to.x)
            && point.x <= from.x.max(to.x)
            && point.y >= from.y.min(to.y)
            && point.y <= from.y.max(to.y)
    };
    (one * two < 0.0 && three * four < 0.0)
        || (one == 0.0 && within(a, b, c))
        || (two == 0.0 && within(a, b, d))
        || (three == 0.0 && within(c, d, a))
        || (four == 0.0 && within(c, d, b))
}

/// The area within.
pub(crate) fn area(points: &[Point]) -> f64 {
    let next = points.iter().cycle().skip(1);
    // From the first point on, so that numbers stay small.
    let zero = points.first().copied().unwrap_or_default();
    let twice: f64 = points.iter().zip(next).map(|(one, next)| one.minus(zero).cross(next.minus(zero))).sum();
    twice.abs() / 2.0
}

/// The length of the whole line.
pub(crate) fn perimeter(points: &[Point]) -> f64 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(one, next)| one.distance(*next)).sum()
}

/// The two points that are farthest from each other.
pub(crate) fn longest(points: &[Point]) -> (usize, usize) {
    let pairs = (0..points.len()).flat_map(|one| (one..points.len()).map(move |other| (one, other)));
    let far = |(one, other): &(usize, usize)| points[*one].distance(points[*other]);
    pairs.max_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or((0, 0))
}

/// The two points that are farthest apart across the way from one point to another.
pub(crate) fn widest(points: &[Point], (from, to): (usize, usize)) -> (usize, usize) {
    let way = points[to].minus(points[from]);
    let side = |one: &usize, other: &usize| way.cross(points[*one]).total_cmp(&way.cross(points[*other]));
    let all = || 0..points.len();
    (all().min_by(side).unwrap_or(0), all().max_by(side).unwrap_or(0))
}

/// How far apart two points are across a way.
pub(crate) fn across(way: Point, one: Point, other: Point) -> f64 {
    way.cross(other.minus(one)).abs() / way.dot(way).sqrt()
}

#[cfg(test)]
mod tests {
    //! Shapes whose figures are known.

    use super::*;

    fn points(all: &[(f64, f64)]) -> Vec<Point> {
        all.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    #[test]
    fn a_rectangle_has_the_figures_of_one() {
        let shape = points(&[(100.0, 100.0), (140.0, 100.0), (140.0, 130.0), (100.0, 130.0)]);
        assert_eq!((area(&shape), perimeter(&shape)), (1_200.0, 140.0));
        let long = longest(&shape);
        assert!((shape[long.0].distance(shape[long.1]) - 50.0).abs() < 1e-9, "from corner to corner");
        let wide = widest(&shape, long);
        let width = across(shape[long.1].minus(shape[long.0]), shape[wide.0], shape[wide.1]);
        assert!((width - 48.0).abs() < 1e-9, "{width}");
        assert!(!crosses(&shape));
    }

    #[test]
    fn lines_that_cross_themselves_are_seen() {
        assert!(crosses(&points(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)])));
        assert!(crosses(&points(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 0.0), (0.0, 10.0)])), "it touches");
        assert!(!crosses(&points(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 4.0), (0.0, 10.0)])));
        assert!(!crosses(&points(&[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)])));
    }

    #[test]
    fn a_drawing_keeps_its_shape_when_it_is_thinned() {
        let straight: Vec<Point> = (0..100).map(|at| Point::new(f64::from(at), 0.0)).collect();
        let back = (0..100).map(|at| Point::new(f64::from(99 - at), 40.0));
        let drawn: Vec<Point> = straight.into_iter().chain(back).collect();
        assert_eq!(thinned(&drawn).expect("few").len(), 4);
        // A circle of many points, by rotating a vector again and again.
        let (mut at, step) = (Point::new(400.0, 0.0), Point::new(0.999_998, 0.002));
        let circle: Vec<Point> = (0..3_142)
            .map(|_| {
                at = Point::new(at.x * step.x - at.y * step.y, at.x * step.y + at.y * step.x);
                at.plus(Point::new(1_000.0, 1_000.0))
            })
            .collect();
        let kept = thinned(&circle).expect("few");
        assert!(kept.len() <= MAX_KEPT && (area(&kept) / area(&circle) - 1.0).abs() < 0.002, "{}", kept.len());
        // Even a scribble comes to an end.
        let scribble: Vec<Point> =
            (0..MAX_DRAWN).map(|at| Point::new((at * 7_919 % 1_009) as f64, (at * 104_729 % 1_013) as f64)).collect();
        assert!(thinned(&scribble).expect("few").len() <= MAX_KEPT);
        assert_eq!(thinned(&vec![Point::default(); MAX_DRAWN + 1]), Err(MeasureError::OutlineLong));
        assert_eq!(thinned(&[Point::default(); 9]), Err(MeasureError::OutlineEmpty));
    }
}
