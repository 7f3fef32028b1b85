//! How points of a picture lie in a plane: a homography from four corners.

use crate::Point;

/// A map from a picture to a plane, or back: a homography.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane([[f64; 3]; 3]);

impl Plane {
    /// The map that takes four points to four others; they go around a convex four-sided figure. None if they do not, or if three of
    /// them lie in a line.
    pub fn between(from: &[Point; 4], to: &[Point; 4]) -> Option<Self> {
        if !is_convex(from) || !is_convex(to) {
            return None;
        }
        // Around zero and of size one, so that the equations are of one size (Hartley 1997).
        let (from, from_to_unit) = unit(from)?;
        let (to, to_to_unit) = unit(to)?;
        let mut rows = [[0.0; 9]; 8];
        for (index, (from, to)) in from.iter().zip(&to).enumerate() {
            let Point { x, y } = *from;
            rows[2 * index] = [x, y, 1.0, 0.0, 0.0, 0.0, -to.x * x, -to.x * y, to.x];
            rows[2 * index + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -to.y * x, -to.y * y, to.y];
        }
        let all = solved(rows)?;
        let row = |at: usize| [all[at], all[at + 1], all[at + 2]];
        let unit = Self([row(0), row(3), [all[6], all[7], 1.0]]);
        Some(to_to_unit.inverse()?.after(&unit).after(&from_to_unit))
    }

    /// Where a point comes to lie; none for one that lies behind the horizon of the plane, or almost.
    pub fn map(&self, point: Point) -> Option<Point> {
        // The middle of the corners has 1 here.
        const HORIZON: f64 = 0.05;
        let of = |row: &[f64; 3]| row[0] * point.x + row[1] * point.y + row[2];
        let [x, y, w] = [of(&self.0[0]), of(&self.0[1]), of(&self.0[2])];
        (w > HORIZON).then(|| Point::new(x / w, y / w))
    }

    /// The square of the cosine of the angle that the plane is tilted by at a point of it, for a map from a plane to a
    /// picture: by how much a small circle becomes an ellipse.
    pub(crate) fn cosine_squared(&self, at: Point) -> Option<f64> {
        const STEP: f64 = 0.01;
        let along = |step: Point| Some(self.map(at.plus(step))?.minus(self.map(at.minus(step))?));
        let (right, down) = (along(Point::new(STEP, 0.0))?, along(Point::new(0.0, STEP))?);
        let (one, other, both) = (right.dot(right), down.dot(down), right.dot(down));
        let middle = f64::midpoint(one, other);
        let half = ((one - other) * (one - other) / 4.0 + both * both).sqrt();
        (middle > 0.0).then(|| (middle - half) / (middle + half))
    }

    /// This one after another one.
    fn after(&self, first: &Self) -> Self {
        let mut all = [[0.0; 3]; 3];
        for (row, products) in self.0.iter().zip(&mut all) {
            for (column, product) in products.iter_mut().enumerate() {
                *product = row.iter().zip(&first.0).map(|(factor, other)| factor * other[column]).sum();
            }
        }
        Self(all)
    }

    /// The way back, of a map that only moves and stretches.
    fn inverse(&self) -> Option<Self> {
        let [[scale, _, x], [_, _, y], _] = self.0;
        let back = 1.0 / scale;
        back.is_finite().then(|| Self([[back, 0.0, -x * back], [0.0, back, -y * back], [0.0, 0.0, 1.0]]))
    }
}

/// Whether four points go around a figure that is convex, and not flat.
fn is_convex(points: &[Point; 4]) -> bool {
    let turn = |at: usize| {
        let [one, corner, next] = [points[at], points[(at + 1) % 4], points[(at + 2) % 4]];
        corner.minus(one).cross(next.minus(corner))
    };
    let turns = [turn(0), turn(1), turn(2), turn(3)];
    turns.iter().all(|turn| *turn > 1e-9) || turns.iter().all(|turn| *turn < -1e-9)
}

/// Points around zero, on average as far from it as a corner of a unit square is, and the map that brought them there.
fn unit(points: &[Point; 4]) -> Option<([Point; 4], Plane)> {
    let middle = points.iter().fold(Point::default(), |sum, point| sum.plus(*point)).times(0.25);
    let far = points.iter().map(|point| point.distance(middle)).sum::<f64>() / 4.0;
    let scale = 2.0_f64.sqrt() / far;
    let map = Plane([[scale, 0.0, -middle.x * scale], [0.0, scale, -middle.y * scale], [0.0, 0.0, 1.0]]);
    scale.is_finite().then(|| (points.map(|point| point.minus(middle).times(scale)), map))
}

/// Solves eight equations; the last column is what they come to.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for at in 0..8 {
        let best = (at..8).max_by(|one, other| rows[*one][at].abs().total_cmp(&rows[*other][at].abs()))?;
        rows.swap(at, best);
        let first = rows[at];
        if first[at].abs() < 1e-12 {
            return None;
        }
        for (index, row) in rows.iter_mut().enumerate() {
            if index != at {
                let factor = row[at] / first[at];
                row.iter_mut().zip(&first).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    let mut solution = [0.0; 8];
    for (at, value) in solution.iter_mut().enumerate() {
        *value = rows[at][8] / rows[at][at];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    //! There and back, and what is no figure.

    use super::*;

    const SQUARE: [Point; 4] =
        [Point::new(0.0, 0.0), Point::new(20.0, 0.0), Point::new(20.0, 20.0), Point::new(0.0, 20.0)];

    #[test]
    fn corners_go_to_corners_and_back() {
        let seen = [
            Point::new(810.0, 402.0),
            Point::new(1_004.0, 380.5),
            Point::new(1_050.0, 590.0),
            Point::new(800.0, 640.25),
        ];
        let (there, back) = (Plane::between(&SQUARE, &seen), Plane::between(&seen, &SQUARE));
        let (there, back) = (there.expect("convex"), back.expect("convex"));
        for (plane, seen) in SQUARE.iter().zip(&seen) {
            assert!(there.map(*plane).expect("in front").distance(*seen) < 1e-9);
        }
        for point in [Point::new(3.0, 17.5), Point::new(-30.0, 44.0), Point::new(10.0, 10.0)] {
            let again = back.map(there.map(point).expect("in front")).expect("in front");
            assert!(again.distance(point) < 1e-8, "{again:?}");
        }
        let straight = Plane::between(&SQUARE, &SQUARE.map(|point| point.times(3.0))).expect("convex");
        assert!((straight.cosine_squared(Point::new(10.0, 10.0)).expect("in front") - 1.0).abs() < 1e-9);
        let halved = Plane::between(&SQUARE, &SQUARE.map(|point| Point::new(point.x, point.y / 2.0))).expect("convex");
        assert!((halved.cosine_squared(Point::new(10.0, 10.0)).expect("in front") - 0.25).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_four_sided_figure_gives_no_plane() {
        let [a, b, c, d] = SQUARE;
        for odd in
            [[a, c, b, d], [a, b, b, d], [a, b, Point::new(40.0, 0.0), d], [a, b, Point::new(1.0, 1.0), d], [a; 4]]
        {
            assert_eq!(Plane::between(&odd, &SQUARE), None);
            assert_eq!(Plane::between(&SQUARE, &odd), None);
        }
        let bad = [Point::new(f64::NAN, 0.0), b, c, d];
        assert_eq!(Plane::between(&bad, &SQUARE), None);
    }

    #[test]
    fn behind_the_horizon_there_is_nothing() {
        let seen = [Point::new(40.0, 0.0), Point::new(60.0, 0.0), Point::new(100.0, 50.0), Point::new(0.0, 50.0)];
        let plane = Plane::between(&seen, &SQUARE).expect("convex");
        assert!(plane.map(Point::new(50.0, 25.0)).is_some());
        assert_eq!(plane.map(Point::new(50.0, -40.0)), None);
    }
}
