//! Brightness along a straight line, and where it changes between dark and light.

use super::region::Region;
use crate::Picture;

/// A change is one if it has this part of the contrast around it, or so many shades.
const SHARE: f32 = 0.16;
const LEAST: f32 = 6.0;
/// Samples whose contrast is looked at together; those of two such parts to each side count as well.
const PART: usize = 32;

/// A change between light and dark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    /// How far from the middle of the region, in pixels.
    pub(crate) at: f32,
    /// Whether it is dark from here on.
    pub(crate) dark: bool,
    /// By how many shades it changes.
    pub(crate) step: f32,
}

/// Shades on a line across a region.
pub(crate) struct Line {
    shades: Vec<f32>,
    /// How far its first one is from the middle of the region.
    first: f32,
}

/// The line across a region that is so far from its middle: the mean of what lies so many pixels to both sides.
pub(crate) fn line(picture: Picture<'_>, region: &Region, along: f32, beside: u8) -> Line {
    // What is beside a code belongs to it: without a margin it is none.
    let reach = (region.reach * 1.35 + 12.0).ceil();
    let steps = 2 * reach as usize + 1;
    let inside: Vec<(f32, f32)> = (0..steps)
        .map(|step| step as f32 - reach)
        .filter_map(|across| Some((across, shade(picture, region, (across, along), beside)?)))
        .collect();
    Line {
        first: inside.first().map_or(0.0, |(across, _)| *across),
        shades: inside.into_iter().map(|(_, shade)| shade).collect(),
    }
}

impl Line {
    /// Its edges in their order.
    pub(crate) fn edges(&self) -> Vec<Edge> {
        let turns = turns(&self.shades);
        let found = turns.windows(2).filter_map(|pair| {
            let [(from, high), (to, low)] = [pair[0], pair[1]].map(|at| (at, self.shades[at]));
            let middle = f32::midpoint(high, low);
            let crossing = (from..to).find(|at| (self.shades[*at] >= middle) != (self.shades[at + 1] >= middle))?;
            let (here, next) = (self.shades[crossing], self.shades[crossing + 1]);
            let at = self.first + crossing as f32 + (middle - here) / (next - here);
            Some(Edge { at, dark: low < high, step: (high - low).abs() })
        });
        found.collect()
    }

    /// Where it begins and ends.
    pub(crate) fn ends(&self) -> (f32, f32) {
        (self.first, self.first + self.shades.len() as f32 - 1.0)
    }

    /// The same with more of what blur takes away: so many times its difference from what lies so many pixels to both sides.
    pub(crate) fn sharpened(&self, apart: usize, times: f32) -> Self {
        let shades = (0..self.shades.len()).map(|at| {
            let near = [at.saturating_sub(apart), (at + apart).min(self.shades.len() - 1)].map(|at| self.shades[at]);
            self.shades[at] + times * (2.0 * self.shades[at] - near[0] - near[1])
        });
        Self { shades: shades.collect(), first: self.first }
    }
}

/// The mean of pixels beside each other along the bars, so many to both sides; none outside of the picture.
fn shade(picture: Picture<'_>, region: &Region, (across, along): (f32, f32), beside: u8) -> Option<f32> {
    let (beside, mut sum) = (i16::from(beside), 0.0);
    for at in -beside..=beside {
        let (x, y) = region.at(across, along + f32::from(at));
        if x < 0.0 || y < 0.0 || x >= (picture.width - 1) as f32 || y >= (picture.height - 1) as f32 {
            return None;
        }
        let at = y as usize * picture.width as usize + x as usize;
        let (right, down) = (x.fract(), y.fract());
        let pair = |at: usize| {
            let [left, next] = [at, at + 1].map(|at| f32::from(picture.samples[at]));
            left + (next - left) * right
        };
        let (upper, lower) = (pair(at), pair(at + picture.width as usize));
        sum += upper + (lower - upper) * down;
    }
    Some(sum / f32::from(2 * beside + 1))
}

/// Where the shades turn from rising to falling and back, with what is only noise left out.
fn turns(shades: &[f32]) -> Vec<usize> {
    let ranges: Vec<(f32, f32)> =
        shades.chunks(PART).map(|part| range(part.iter().map(|shade| (*shade, *shade)))).collect();
    let least: Vec<f32> = (0..ranges.len())
        .map(|at| {
            let (low, high) = range(ranges[at.saturating_sub(2)..(at + 3).min(ranges.len())].iter().copied());
            (SHARE * (high - low)).max(LEAST)
        })
        .collect();
    let mut turns = Vec::new();
    let (mut low, mut high) = (0, 0);
    let mut rising = None;
    for (at, shade) in shades.iter().enumerate() {
        let least = least[at / PART];
        if *shade < shades[low] {
            low = at;
        }
        if *shade > shades[high] {
            high = at;
        }
        if rising != Some(false) && *shade <= shades[high] - least {
            turns.push(high);
            (rising, low) = (Some(false), at);
        } else if rising != Some(true) && *shade >= shades[low] + least {
            turns.push(low);
            (rising, high) = (Some(true), at);
        }
    }
    turns.extend(match rising {
        Some(true) => Some(high),
        Some(false) => Some(low),
        None => None,
    });
    turns
}

fn range(all: impl Iterator<Item = (f32, f32)>) -> (f32, f32) {
    all.fold((f32::MAX, f32::MIN), |(low, high), (least, most)| (low.min(least), high.max(most)))
}
