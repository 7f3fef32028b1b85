//! Arrows and text, drawn over what is left of a photo.

#![expect(clippy::cast_precision_loss, reason = "no side of a photo has more pixels than a float counts")]

use super::PhotoPoint;
use super::cover::distance;
use super::letters;
use crate::picture::{Picture, Plane};

/// A colour as luma, cb, cr.
type Ink = [u8; 3];

const BLACK: Ink = [0, 128, 128];
const WHITE: Ink = [255, 128, 128];
/// Seen on skin, on wounds and on dressings.
const YELLOW: Ink = [210, 16, 158];

/// Dots of a letter's height, and of its width.
const DOTS: f64 = 8.0;

/// An arrow in yellow with a black rim.
pub(super) fn arrow(picture: &mut Picture, from: PhotoPoint, to: PhotoPoint) {
    let half = (picture.long_side() as f64 / 400.0).max(1.0);
    let rim = half * 1.6;
    let [from, to] = [from, to].map(|point| (f64::from(point.x) + 0.5, f64::from(point.y) + 0.5));
    let (along, aside) = (from.0 - to.0, from.1 - to.1);
    let length = along.hypot(aside);
    // Barbs of ten times the thickness, or of half the arrow if it is short; thirty degrees to each side.
    let barb = (20.0 * half).min(length / 2.0) / length;
    let (sin, cos) = (0.5, 3_f64.sqrt() / 2.0);
    let barbs = [sin, -sin].map(|sin| {
        let turned = (along * cos - aside * sin, along * sin + aside * cos);
        (to.0 + turned.0 * barb, to.1 + turned.1 * barb)
    });
    let ends = [from, barbs[0], barbs[1]];
    let all = [from, to, barbs[0], barbs[1]];
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let (low, high) = all.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        (low - rim - 1.0, high + rim + 1.0)
    };
    paint(picture, bounds(|point| point.0), bounds(|point| point.1), |x, y| {
        let near = ends.iter().map(|end| distance((x, y), *end, to)).fold(f64::MAX, f64::min);
        if near <= half { Some(YELLOW) } else { (near <= rim).then_some(BLACK) }
    });
}

/// A line of text in white on black.
pub(super) fn text(picture: &mut Picture, at: PhotoPoint, text: &str) {
    let line: Vec<letters::Dots> = text.trim().chars().filter_map(letters::of).collect();
    let dots = DOTS * line.len() as f64 + 2.0;
    let (width, height) = (picture.luma.width as f64, picture.luma.height as f64);
    // Pixels of a dot. The plate has one dot around the letters.
    let dot = (picture.long_side() as f64 / 40.0 / DOTS).max(1.0).min(width / dots);
    let place = |at: i32, size: f64, whole: f64| f64::from(at).min(whole - size).max(0.0);
    let (plate_width, plate_height) = (dots * dot, (DOTS + 2.0) * dot);
    let (left, top) = (place(at.x, plate_width, width), place(at.y, plate_height, height));
    paint(picture, (left, left + plate_width), (top, top + plate_height), |x, y| {
        let (x, y) = ((x - left) / dot - 1.0, (y - top) / dot - 1.0);
        if !(-1.0..dots - 1.0).contains(&x) || !(-1.0..DOTS + 1.0).contains(&y) {
            return None;
        }
        #[expect(clippy::cast_sign_loss, reason = "left of the first letter there is none")]
        let letter = if x < 0.0 { None } else { line.get((x / DOTS) as usize) };
        let written = letter.is_some_and(|letter| letters::ink(*letter, x % DOTS, y));
        Some(if written { WHITE } else { BLACK })
    });
}

/// Asks for the ink of each pixel within bounds, and for each sample of colour in the middle of its four pixels.
fn paint(picture: &mut Picture, across: (f64, f64), down: (f64, f64), ink: impl Fn(f64, f64) -> Option<Ink>) {
    let Picture { luma, cb, cr } = picture;
    for (plane, scale, channel) in [(luma, 1.0, 0), (cb, 2.0, 1), (cr, 2.0, 2)] {
        let columns = within(across, scale, plane.width);
        for y in within(down, scale, plane.height) {
            for x in columns.clone() {
                if let Some(ink) = ink((x as f64 + 0.5) * scale, (y as f64 + 0.5) * scale) {
                    set(plane, x, y, ink[channel]);
                }
            }
        }
    }
}

fn set(plane: &mut Plane, x: usize, y: usize, value: u8) {
    plane.samples[y * plane.width + x] = value;
}

#[expect(clippy::cast_sign_loss, reason = "they are clamped to the plane")]
fn within((low, high): (f64, f64), scale: f64, length: usize) -> std::ops::Range<usize> {
    let clamp = |at: f64| (at / scale).clamp(0.0, length as f64) as usize;
    clamp(low.floor())..clamp(high.ceil() + scale)
}
