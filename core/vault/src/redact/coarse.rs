//! Coarse pixelation. All covered blocks that hang together are divided into at most eight by eight parts; each gets
//! its mean colour with noise upon it. Strokes and boxes that touch are one, so that many small ones keep no more than a
//! large one.
//!
//! What a mosaic is attacked by is trying out what it may have been made from, and comparing means. The noise is of
//! the size by which means differ between two numbers or two faces, it is drawn anew each time, and nobody keeps it.

use verband_protocol::port::{self, Entropy};

use super::CoverFill;
use super::cover::{Grid, Rect, fill};
use crate::picture::{Picture, Plane};

/// Parts along the longer side of what hangs together.
const PARTS: usize = 8;
/// Most that noise changes brightness, and colours, of 255.
const NOISE: [i32; 3] = [24, 8, 8];

/// Pixelates the blocks that are marked so.
pub(super) fn paint(grid: &Grid, picture: &mut Picture, entropy: &dyn Entropy) {
    let mut seen = vec![false; grid.width() * grid.height()];
    for row in 0..grid.height() {
        for column in 0..grid.width() {
            let patch = patch(grid, &mut seen, (column, row));
            if !patch.is_empty() {
                paint_patch(grid, picture, &patch, entropy);
            }
        }
    }
}

/// All pixelated blocks that hang together with one, corners included. None if it was seen or is none.
fn patch(grid: &Grid, seen: &mut [bool], start: (usize, usize)) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut waiting = vec![start];
    while let Some((column, row)) = waiting.pop() {
        let known = &mut seen[row * grid.width() + column];
        if *known || grid.fill(column, row) != Some(CoverFill::Pixelated) {
            continue;
        }
        *known = true;
        found.push((column, row));
        for row in row.saturating_sub(1)..(row + 2).min(grid.height()) {
            for column in column.saturating_sub(1)..(column + 2).min(grid.width()) {
                waiting.push((column, row));
            }
        }
    }
    found
}

fn paint_patch(grid: &Grid, picture: &mut Picture, patch: &[(usize, usize)], entropy: &dyn Entropy) {
    let range = |of: fn(&(usize, usize)) -> usize| {
        let (low, high) = patch.iter().map(of).fold((usize::MAX, 0), |(low, high), at| (low.min(at), high.max(at)));
        (low, high + 1 - low)
    };
    let ((left, width), (top, height)) = (range(|block| block.0), range(|block| block.1));
    let side = width.max(height).div_ceil(PARTS);
    let across = width.div_ceil(side);
    let part = |&(column, row): &(usize, usize)| (row - top) / side * across + (column - left) / side;

    let mut sums = vec![[(0_u64, 0_u64); 3]; across * height.div_ceil(side)];
    for block in patch {
        let rect = grid.rect(block.0, block.1);
        let half = Rect {
            left: rect.left / 2,
            top: rect.top / 2,
            right: rect.right.div_ceil(2),
            bottom: rect.bottom.div_ceil(2),
        };
        let planes = [(&picture.luma, rect), (&picture.cb, half), (&picture.cr, half)];
        for ((sum, count), (plane, rect)) in sums[part(block)].iter_mut().zip(planes) {
            let (more, samples) = total(plane, rect);
            *sum += more;
            *count += samples;
        }
    }
    let colours: Vec<[u8; 3]> = sums.into_iter().map(|sums| noisy(sums, port::random(entropy))).collect();
    for block in patch {
        fill(picture, grid.rect(block.0, block.1), colours[part(block)]);
    }
}

/// The sum of samples, and how many there are.
fn total(plane: &Plane, rect: Rect) -> (u64, u64) {
    let (right, bottom) = (rect.right.min(plane.width), rect.bottom.min(plane.height));
    let rows = (rect.top..bottom).map(|y| &plane.row(y)[rect.left..right]);
    rows.fold((0, 0), |(sum, count), row| {
        (sum + row.iter().map(|&sample| u64::from(sample)).sum::<u64>(), count + row.len() as u64)
    })
}

/// Means with noise upon them.
fn noisy(sums: [(u64, u64); 3], chance: [u8; 6]) -> [u8; 3] {
    std::array::from_fn(|at| {
        let (sum, count) = sums[at];
        let mean = (sum / count.max(1)) as i32;
        let chance = i32::from(u16::from_le_bytes([chance[2 * at], chance[2 * at + 1]]));
        let noise = ((chance * (2 * NOISE[at] + 1)) >> 16) - NOISE[at];
        (mean + noise).clamp(0, 255).cast_unsigned() as u8
    })
}
