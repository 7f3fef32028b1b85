//! How many finder patterns of QR codes a picture may have. The library that finds codes tries all groups of three of them and copies the
//! picture for each, which a page full of patterns makes endless. Here they are counted as it sees them, in time that the
//! picture's size limits: the same black and white, the same runs of 1:1:3:1:1, a ring and a stone that do not touch.

use crate::Picture;

/// Where patterns are.
#[derive(Clone, Copy)]
pub(crate) struct Patterns {
    /// How many there are at most.
    pub(crate) count: usize,
    /// The first column and row with a part of one.
    pub(crate) from: (u32, u32),
    /// The last ones.
    pub(crate) to: (u32, u32),
}

/// Counts the patterns of a picture.
pub(crate) fn patterns(picture: Picture<'_>) -> Patterns {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let black = black(picture);
    let mut areas = Areas::of(&black, width);
    let mut rings = Vec::new();
    let mut found = Patterns { count: 0, from: (u32::MAX, u32::MAX), to: (0, 0) };
    for y in 0..height {
        let row = y * width;
        for [left, stone, right] in runs(&black[row..row + width]) {
            let ([ring, other], stone) = ([left, right].map(|x| areas.root(row + x)), areas.root(row + stone));
            if ring != other || ring == stone {
                continue;
            }
            let ratio = areas.sizes[stone] as usize * 100 / areas.sizes[ring] as usize;
            if (11..70).contains(&ratio) {
                rings.push(ring);
                let (left, right, y) = (left as u32, right as u32, y as u32);
                found.from = (found.from.0.min(left), found.from.1.min(y));
                found.to = (found.to.0.max(right), found.to.1.max(y));
            }
        }
    }
    rings.sort_unstable();
    rings.dedup();
    found.count = rings.len();
    found
}

/// What is darker than around it in its row.
fn black(picture: Picture<'_>) -> Vec<bool> {
    let (width, samples) = (picture.width as usize, picture.samples);
    let window = (width / 8).max(1);
    let (mut one, mut other) = (0, 0);
    let mut sums = vec![0_usize; width];
    let mut black = Vec::with_capacity(samples.len());
    for (y, row) in samples.chunks_exact(width).enumerate() {
        sums.fill(0);
        for x in 0..width {
            let (v, u) = if y % 2 == 0 { (width - 1 - x, x) } else { (x, width - 1 - x) };
            one = one * (window - 1) / window + usize::from(row[v]);
            other = other * (window - 1) / window + usize::from(row[u]);
            sums[v] += one;
            sums[u] += other;
        }
        black.extend(row.iter().zip(&sums).map(|(&sample, sum)| usize::from(sample) < sum * 95 / (200 * window)));
    }
    black
}

/// Where in a row black, white, black, white, black follow each other as in the middle of a pattern: a column of the first
/// part, of the stone in the middle, and of the last part.
fn runs(row: &[bool]) -> Vec<[usize; 3]> {
    let mut found = Vec::new();
    let mut lengths = [0_usize; 5];
    let mut changes = 0;
    let mut start = 0;
    for x in 1..=row.len() {
        let white = row.get(x).is_none_or(|black| !black);
        if x < row.len() && row[x] == row[x - 1] {
            continue;
        }
        lengths.rotate_left(1);
        lengths[4] = x - start;
        start = x;
        changes += 1;
        let average = (lengths[0] + lengths[1] + lengths[3] + lengths[4]) / 4;
        let slack = average * 3 / 4;
        let fits = |(length, times): (&usize, usize)| (times * average).abs_diff(*length) <= slack;
        if white && changes >= 5 && lengths.iter().zip([1, 1, 3, 1, 1]).all(fits) {
            let stone = x - lengths[2..].iter().sum::<usize>();
            found.push([x - lengths.iter().sum::<usize>(), stone, x - lengths[4]]);
        }
    }
    found
}

/// Black pixels that hang together by their sides.
struct Areas {
    /// Each pixel's way to the first one of its area.
    parents: Vec<u32>,
    /// Of the first ones: how many there are in the area.
    sizes: Vec<u32>,
}

impl Areas {
    fn of(black: &[bool], width: usize) -> Self {
        let mut areas = Self { parents: (0..black.len() as u32).collect(), sizes: vec![0; black.len()] };
        for (at, _) in black.iter().enumerate().filter(|(_, black)| **black) {
            if at % width > 0 && black[at - 1] {
                areas.join(at - 1, at);
            }
            if at >= width && black[at - width] {
                areas.join(at - width, at);
            }
        }
        for at in (0..black.len()).filter(|at| black[*at]) {
            let root = areas.root(at);
            areas.sizes[root] += 1;
        }
        areas
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] as usize != at {
            self.parents[at] = self.parents[self.parents[at] as usize];
            at = self.parents[at] as usize;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other) as u32;
    }
}
