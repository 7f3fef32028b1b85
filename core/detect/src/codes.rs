//! Codes that machines read. Beside one stand the same things in letters, so what is proposed is larger than it.

use rqrr::PreparedImage;

use crate::bars::proposed;
use crate::patterns::patterns;
use crate::reading::MOST_PATTERNS;
use crate::{Finding, Picture, distinct, surest_first};

/// How much larger than a code is what is proposed.
const AROUND: i64 = 3;
/// A code that could be read is one.
const READ: u8 = 99;
/// Something with three finder patterns.
const SEEN: u8 = 60;

/// Looks for QR codes and linear ones and gives each with what is likely to belong to it, surest first. What they say is not kept.
/// Of a picture with more than five QR codes it gives all that they are in as one.
pub fn codes(picture: Picture<'_>) -> Vec<Finding> {
    let mut found = distinct(squares(picture));
    // Each covers what stands beside it, so none stands for another one.
    found.extend(proposed(picture));
    surest_first(&mut found);
    found
}

/// QR codes.
fn squares(picture: Picture<'_>) -> Vec<Finding> {
    let Picture { width, height, samples } = picture;
    let all = patterns(picture);
    if all.count > MOST_PATTERNS {
        let reach = |from: u32, to: u32| i64::from(to - from) / 10;
        let (across, down) = (reach(all.from.0, all.to.0), reach(all.from.1, all.to.1));
        let from = (i64::from(all.from.0) - across, i64::from(all.from.1) - down);
        let to = (i64::from(all.to.0) + across + 1, i64::from(all.to.1) + down + 1);
        return Finding::between(from, to, SEEN, (width, height)).into_iter().collect();
    }
    let columns = width as usize;
    let mut prepared = PreparedImage::prepare_from_greyscale(columns, height as usize, |x, y| samples[y * columns + x]);
    let grids = prepared.detect_grids();
    let found = grids.iter().filter_map(|grid| {
        let range = |of: fn(&rqrr::Point) -> i32| {
            let all = grid.bounds.iter().map(of).map(i64::from);
            all.fold((i64::MAX, i64::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((left, right), (top, bottom)) = (range(|point| point.x), range(|point| point.y));
        let size = (right - left).max(bottom - top).max(1);
        let middle = (i64::midpoint(left, right), i64::midpoint(top, bottom));
        let reach = AROUND * size / 2;
        let confidence = if grid.decode_to(std::io::sink()).is_ok() { READ } else { SEEN };
        let (from, to) = ((middle.0 - reach, middle.1 - reach), (middle.0 + reach, middle.1 + reach));
        Finding::between(from, to, confidence, (width, height))
    });
    found.collect()
}
