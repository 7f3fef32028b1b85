//! Where lines of one direction lie close together: bars of a code, and much besides. What they are is for others to say.

use crate::Picture;

/// The side of a square of the picture whose direction is looked at, in pixels.
const BLOCK: usize = 8;
/// The mean square of differences in brightness from which on there is something to see.
const ENERGY: f32 = 120.0;
/// How much of it has to be in one direction.
const COHERENCE: f32 = 0.55;
/// The cosine of twice the angle by which neighbours may differ.
const ALIKE: f32 = 0.77;
/// Squares that are too few to be a code.
const FEW: usize = 10;
/// Most regions of a picture, the largest. It bounds the time that a picture full of textures takes.
const MOST: usize = 40;

/// A rectangle at an angle, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    /// Its middle.
    pub(crate) middle: (f32, f32),
    /// The direction across its lines, of length one.
    pub(crate) across: (f32, f32),
    /// How far it reaches from its middle in that direction.
    pub(crate) reach: f32,
    /// How far it reaches from its middle along its lines.
    pub(crate) depth: f32,
}

impl Region {
    /// A place by its distances from the middle, across the lines and along them.
    pub(crate) fn at(&self, across: f32, along: f32) -> (f32, f32) {
        let (x, y) = self.across;
        (self.middle.0 + across * x - along * y, self.middle.1 + across * y + along * x)
    }
}

/// Squares and differences summed up over a part of the picture.
#[derive(Clone, Copy, Default)]
struct Tensor {
    xx: f32,
    yy: f32,
    xy: f32,
}

impl Tensor {
    fn add(&mut self, other: Self) {
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }

    /// Twice its angle as a vector, as long as the energy that lies in one direction.
    fn doubled(self) -> (f32, f32) {
        (self.xx - self.yy, 2.0 * self.xy)
    }

    fn coherent(self) -> bool {
        let (all, (x, y)) = (self.xx + self.yy, self.doubled());
        all >= ENERGY && x.hypot(y) >= COHERENCE * all
    }
}

/// The regions of a picture.
pub(crate) fn regions(picture: Picture<'_>) -> Vec<Region> {
    let (columns, rows) = (picture.width as usize / BLOCK, picture.height as usize / BLOCK);
    let blocks = blocks(picture, columns, rows);
    let around = |at: usize| neighbours(at, columns, rows);
    let smooth: Vec<Tensor> = (0..blocks.len())
        .map(|at| {
            let (mut sum, mut count) = (blocks[at], 1.0);
            for near in around(at) {
                sum.add(blocks[near]);
                count += 1.0;
            }
            Tensor { xx: sum.xx / count, yy: sum.yy / count, xy: sum.xy / count }
        })
        .collect();
    let mut free: Vec<bool> = smooth.iter().map(|tensor| tensor.coherent()).collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for first in 0..free.len() {
        if !std::mem::take(&mut free[first]) {
            continue;
        }
        let mut members = vec![first];
        let mut next = 0;
        while let Some(&at) = members.get(next) {
            next += 1;
            for near in around(at) {
                if free[near] && alike(smooth[at], smooth[near]) {
                    free[near] = false;
                    members.push(near);
                }
            }
        }
        if members.len() >= FEW {
            found.push(members);
        }
    }
    if found.len() > MOST {
        found.sort_by_key(|members| std::cmp::Reverse(members.len()));
        found.truncate(MOST);
    }
    found.iter().map(|members| rectangle(members, &blocks, columns)).collect()
}

/// Each square's differences in brightness, by pixel.
fn blocks(picture: Picture<'_>, columns: usize, rows: usize) -> Vec<Tensor> {
    let (width, height, samples) = (picture.width as usize, picture.height as usize, picture.samples);
    let mut blocks = vec![Tensor::default(); columns * rows];
    for y in 1..(rows * BLOCK).min(height.saturating_sub(1)) {
        let row = |y: usize| &samples[y * width..(y + 1) * width];
        let (above, here, below) = (row(y - 1), row(y), row(y + 1));
        for (column, block) in blocks[y / BLOCK * columns..][..columns].iter_mut().enumerate() {
            let (mut xx, mut yy, mut xy) = (0, 0, 0);
            for x in (column * BLOCK).max(1)..((column + 1) * BLOCK).min(width - 1) {
                let across = i32::from(here[x + 1]) - i32::from(here[x - 1]);
                let down = i32::from(below[x]) - i32::from(above[x]);
                xx += across * across;
                yy += down * down;
                xy += across * down;
            }
            let mean = |sum: i32| sum as f32 / (BLOCK * BLOCK) as f32;
            block.add(Tensor { xx: mean(xx), yy: mean(yy), xy: mean(xy) });
        }
    }
    blocks
}

fn neighbours(at: usize, columns: usize, rows: usize) -> impl Iterator<Item = usize> {
    let (column, row) = (at % columns, at / columns);
    let of = |at: usize, most: usize| at.saturating_sub(1)..(at + 2).min(most);
    of(row, rows)
        .flat_map(move |row| of(column, columns).map(move |column| row * columns + column))
        .filter(move |near| *near != at)
}

fn alike(one: Tensor, other: Tensor) -> bool {
    let ((x, y), (other_x, other_y)) = (one.doubled(), other.doubled());
    x * other_x + y * other_y >= ALIKE * x.hypot(y) * other_x.hypot(other_y)
}

fn rectangle(members: &[usize], blocks: &[Tensor], columns: usize) -> Region {
    let mut sum = Tensor::default();
    for at in members {
        sum.add(blocks[*at]);
    }
    let (x, y) = sum.doubled();
    let angle = y.atan2(x) / 2.0;
    let across = (angle.cos(), angle.sin());
    let middle = |at: usize| (at as f32 + 0.5) * BLOCK as f32;
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for at in members {
        let (x, y) = (middle(at % columns), middle(at / columns));
        let (far, deep) = (x * across.0 + y * across.1, y * across.0 - x * across.1);
        low = (low.0.min(far), low.1.min(deep));
        high = (high.0.max(far), high.1.max(deep));
    }
    let (far, deep) = (f32::midpoint(low.0, high.0), f32::midpoint(low.1, high.1));
    let half = BLOCK as f32 / 2.0;
    Region {
        middle: (far * across.0 - deep * across.1, far * across.1 + deep * across.0),
        across,
        reach: (high.0 - low.0) / 2.0 + half,
        depth: (high.1 - low.1) / 2.0 + half,
    }
}
