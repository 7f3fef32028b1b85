//! Photos that are computed: a marker and an outline in a plane, seen by a camera, with what a camera and a hand add: a lens that
//! bends, blur, noise, light from one side, JPEG, a printer that scales, and a finger that shakes. Each from a seed.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::manual_midpoint,
    clippy::float_cmp,
    reason = "photos are computed here: places, counts and shades"
)]

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, GrayImage};
use verband_detect::{Picture, read_codes};
use verband_measure::marker::{BAR, MARGIN, MODULES, QUIET, content};
use verband_measure::{Figures, Frame, Grey, MeasureError, Point, Scale, Seen, frames, measure};

/// Pixels of the photo, of which only the part around the marker is computed.
pub(crate) const PHOTO: (u32, u32) = (4_032, 3_024);

/// Numbers from a seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.part()
    }

    /// Around zero, with this standard deviation.
    pub(crate) fn spread(&mut self, deviation: f64) -> f64 {
        ((0..12).map(|_| self.part()).sum::<f64>() - 6.0) * deviation
    }
}

type Vector = [f64; 3];

fn dot(one: Vector, other: Vector) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// A camera that looks at a point of the plane z = 0, in millimetres.
pub(crate) struct Camera {
    /// What is right, down and forward to it.
    axes: [Vector; 3],
    at: Vector,
    focal: f64,
    bend: f64,
}

impl Camera {
    pub(crate) fn new(chance: &mut Chance, tilt: f64, target: Point, distance: f64) -> Self {
        let (towards, roll) = (chance.between(0.0, std::f64::consts::TAU), chance.between(0.0, std::f64::consts::TAU));
        let (sin, cos) = tilt.sin_cos();
        let forward = [sin * towards.cos(), sin * towards.sin(), cos];
        let level = [-towards.sin(), towards.cos(), 0.0];
        let up = [cos * towards.cos(), cos * towards.sin(), -sin];
        let mix = |one: f64, other: f64| [0, 1, 2].map(|at| level[at] * one + up[at] * other);
        let (sin, cos) = roll.sin_cos();
        let target = [target.x, target.y, 0.0];
        Self {
            axes: [mix(cos, sin), mix(-sin, cos), forward],
            at: [0, 1, 2].map(|at| target[at] - distance * forward[at]),
            focal: 0.75 * f64::from(PHOTO.0),
            bend: chance.between(-0.003, 0.003),
        }
    }

    fn middle() -> Point {
        Point::new(f64::from(PHOTO.0) / 2.0, f64::from(PHOTO.1) / 2.0)
    }

    /// Where a lens without fault shows what a pixel shows.
    fn straightened(&self, pixel: Point) -> Point {
        let middle = Self::middle();
        let way = Point::new((pixel.x - middle.x) / middle.x, (pixel.y - middle.y) / middle.x);
        let factor = 1.0 + self.bend * (way.x * way.x + way.y * way.y);
        Point::new(middle.x + way.x * factor * middle.x, middle.y + way.y * factor * middle.x)
    }

    /// Where a point in space is seen.
    pub(crate) fn sees(&self, point: Vector) -> Point {
        let way = [0, 1, 2].map(|at| point[at] - self.at[at]);
        let [right, down, forward] = self.axes.map(|axis| dot(axis, way));
        let straight =
            Point::new(Self::middle().x + self.focal * right / forward, Self::middle().y + self.focal * down / forward);
        let mut pixel = straight;
        for _ in 0..6 {
            let back = self.straightened(pixel);
            pixel = Point::new(pixel.x + straight.x - back.x, pixel.y + straight.y - back.y);
        }
        pixel
    }

    /// What a pixel shows of the plane.
    fn shows(&self, pixel: Point) -> Point {
        let straight = self.straightened(pixel);
        let (right, down) = (straight.x - Self::middle().x, straight.y - Self::middle().y);
        let ray = [0, 1, 2]
            .map(|at| self.axes[0][at] * right / self.focal + self.axes[1][at] * down / self.focal + self.axes[2][at]);
        let far = -self.at[2] / ray[2];
        Point::new(self.at[0] + far * ray[0], self.at[1] + far * ray[1])
    }
}

/// A marker that lies in the plane.
#[derive(Clone, Copy)]
pub(crate) struct Laid {
    pub(crate) side_mm: u32,
    pub(crate) middle: Point,
    pub(crate) turn: f64,
    /// How much larger it was printed.
    pub(crate) printed: f64,
}

impl Laid {
    /// A corner of what lies so many modules from its middle, by signs.
    fn corner(&self, modules: f64, right: f64, down: f64) -> Point {
        let module = f64::from(self.side_mm) * self.printed / MODULES;
        let (sin, cos) = self.turn.sin_cos();
        let (x, y) = (right * modules * module, down * modules * module);
        Point::new(self.middle.x + x * cos - y * sin, self.middle.y + x * sin + y * cos)
    }

    /// How bright it is at a point: none beside it.
    fn brightness(&self, code: &[bool], at: Point) -> Option<f64> {
        const PAPER: f64 = 0.8;
        const INK: f64 = 0.05;
        let module = f64::from(self.side_mm) * self.printed / MODULES;
        let (sin, cos) = self.turn.sin_cos();
        let (x, y) = ((at.x - self.middle.x) / module, (at.y - self.middle.y) / module);
        let (x, y) = (x * cos + y * sin + MODULES / 2.0, y * cos - x * sin + MODULES / 2.0);
        let off = x.min(y).min(MODULES - x).min(MODULES - y);
        if off < -MARGIN {
            return None;
        }
        let dark = if (0.0..BAR).contains(&off) {
            true
        } else if off >= BAR + QUIET {
            let place = |at: f64| ((at - BAR - QUIET) as usize).min(20);
            code[place(y) * 21 + place(x)]
        } else {
            false
        };
        Some(if dark { INK } else { PAPER })
    }
}

/// What happens to the light.
#[derive(Clone, Copy)]
pub(crate) struct Light {
    pub(crate) blur: f64,
    pub(crate) noise: f64,
    pub(crate) quality: u8,
    /// By how much brighter it is on the right and below than on the left and above.
    pub(crate) slope: Point,
}

/// A part of the photo, and where its upper left corner is.
pub(crate) struct Part {
    pub(crate) picture: GrayImage,
    pub(crate) left: u32,
    pub(crate) top: u32,
}

/// Photographs the part of the plane around markers.
pub(crate) fn photograph(chance: &mut Chance, camera: &Camera, markers: &[Laid], light: Light) -> Part {
    let code = |side| {
        let code = qrcode::QrCode::with_error_correction_level(content(side), qrcode::EcLevel::Q).expect("short");
        assert_eq!(code.width(), 21);
        code.to_colors().iter().map(|color| *color == qrcode::Color::Dark).collect::<Vec<bool>>()
    };
    let codes: Vec<Vec<bool>> = markers.iter().map(|marker| code(marker.side_mm)).collect();
    let corners = markers.iter().flat_map(|marker| {
        let signs = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        signs.map(|(right, down)| marker.corner(MODULES / 2.0 + MARGIN, right, down))
    });
    let seen: Vec<Point> = corners.map(|corner| camera.sees([corner.x, corner.y, 0.0])).collect();
    let range = |of: fn(&Point) -> f64, side: u32| {
        let low = seen.iter().map(of).fold(f64::MAX, f64::min) - 40.0;
        let high = seen.iter().map(of).fold(f64::MIN, f64::max) + 40.0;
        (low.clamp(0.0, f64::from(side - 64)) as u32, high.clamp(64.0, f64::from(side)) as u32)
    };
    let ((left, right), (top, bottom)) = (range(|point| point.x, PHOTO.0), range(|point| point.y, PHOTO.1));
    let (width, height) = ((right - left) as usize, (bottom - top) as usize);
    let mut samples = vec![0.0; width * height];
    for (index, sample) in samples.iter_mut().enumerate() {
        let (x, y) = ((index % width) as f64 + f64::from(left), (index / width) as f64 + f64::from(top));
        for (right, down) in (0..4).map(|at| (f64::from(at % 2), f64::from(at / 2))) {
            let pixel = Point::new(x + (right + 0.5) / 2.0, y + (down + 0.5) / 2.0);
            let at = camera.shows(pixel);
            let skin = 0.3 + 0.03 * ((at.x * 0.9).sin() + (at.y * 0.7).cos());
            let marker = markers.iter().zip(&codes).find_map(|(marker, code)| marker.brightness(code, at));
            let middle = Camera::middle();
            let lit =
                1.0 + light.slope.x * (pixel.x - middle.x) / middle.x + light.slope.y * (pixel.y - middle.y) / middle.y;
            *sample += marker.unwrap_or(skin) * lit.max(0.1) / 4.0;
        }
    }
    let samples = blurred(&blurred(&samples, width, light.blur), height, light.blur);
    let samples = samples.iter().map(|sample| {
        let shown = 255.0 * sample.max(0.0).powf(1.0 / 2.2) + chance.spread(light.noise);
        shown.round().clamp(0.0, 255.0) as u8
    });
    let samples: Vec<u8> = samples.collect();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, light.quality)
        .encode(&samples, width as u32, height as u32, ExtendedColorType::L8)
        .expect("a picture");
    let picture = image::load_from_memory(&jpeg).expect("a picture").into_luma8();
    Part { picture, left, top }
}

/// Blurred along its rows, and turned.
fn blurred(samples: &[f64], width: usize, deviation: f64) -> Vec<f64> {
    let reach = (3.0 * deviation).ceil() as usize;
    let weights: Vec<f64> =
        (0..=2 * reach).map(|at| (-((at as f64 - reach as f64) / deviation).powi(2) / 2.0).exp()).collect();
    let all: f64 = weights.iter().sum();
    let height = samples.len() / width;
    let mut turned = vec![0.0; samples.len()];
    for (y, row) in samples.chunks_exact(width).enumerate() {
        for x in 0..width {
            let near = weights
                .iter()
                .enumerate()
                .map(|(at, weight)| weight * row[(x + at).saturating_sub(reach).min(width - 1)]);
            turned[x * height + y] = near.sum::<f64>() / all;
        }
    }
    turned
}

/// The frames of the markers of a photo, in its pixels.
pub(crate) fn find(part: &Part) -> Result<Vec<Frame>, MeasureError> {
    let (width, height) = part.picture.dimensions();
    let picture = Picture::new(width, height, part.picture.as_raw()).expect("small enough");
    let codes: Vec<Seen> = read_codes(picture)
        .into_iter()
        .map(|code| Seen {
            content: code.text,
            corners: code.corners.map(|(x, y)| Point::new(f64::from(x), f64::from(y))),
        })
        .collect();
    let grey = Grey::new(width, height, part.picture.as_raw()).expect("of its size");
    let found = frames(grey, &codes)?;
    let moved = |point: Point| Point::new(point.x + f64::from(part.left), point.y + f64::from(part.top));
    Ok(found.into_iter().map(|frame| Frame { corners: frame.corners.map(moved), ..frame }).collect())
}

/// An outline around a point, in millimetres.
pub(crate) fn outline(chance: &mut Chance, middle: Point, radius: f64) -> Vec<Point> {
    let count = chance.between(6.0, 24.0) as usize;
    (0..count)
        .map(|at| {
            let turn = std::f64::consts::TAU * (at as f64 + chance.between(-0.2, 0.2)) / count as f64;
            let far = radius * chance.between(0.55, 1.0);
            Point::new(middle.x + far * turn.cos(), middle.y + 0.8 * far * turn.sin())
        })
        .collect()
}

/// Area, longest extent, and the widest across it.
pub(crate) fn truth(points: &[Point]) -> [f64; 3] {
    let next = |at: usize| points[(at + 1) % points.len()];
    let area: f64 = points.iter().enumerate().map(|(at, one)| one.x * next(at).y - one.y * next(at).x).sum();
    let pairs = points.iter().flat_map(|one| points.iter().map(move |other| (one, other)));
    let (from, to) = pairs.max_by(|a, b| a.0.distance(*a.1).total_cmp(&b.0.distance(*b.1))).expect("some");
    let length = from.distance(*to);
    let side = |point: &Point| ((to.x - from.x) * point.y - (to.y - from.y) * point.x) / length;
    let wide = points.iter().map(side).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
    [area.abs() / 2.0, length, wide.1 - wide.0]
}

/// The finger of who draws an outline that is seen.
pub(crate) fn drawn(chance: &mut Chance, camera: &Camera, outline: &[Point]) -> Vec<Point> {
    let hand = f64::from(PHOTO.0) / 1_000.0;
    outline
        .iter()
        .map(|point| {
            let seen = camera.sees([point.x, point.y, 0.0]);
            Point::new((seen.x + chance.spread(hand)).round(), (seen.y + chance.spread(hand)).round())
        })
        .collect()
}

/// A scene on a plane: what is true of it, and what was measured.
pub(crate) fn scene(seed: u64, side_mm: u32, tilt: f64) -> ([f64; 3], Result<Figures, MeasureError>) {
    let mut chance = Chance::new(seed);
    let radius = chance.between(8.0, 45.0);
    let gap = chance.between(5.0, 30.0);
    let laid = Laid {
        side_mm,
        middle: Point::new(0.0, 0.0),
        turn: chance.between(0.0, std::f64::consts::TAU),
        printed: 1.0 + chance.spread(0.003),
    };
    let away = chance.between(0.0, std::f64::consts::TAU);
    let far = radius + gap + 0.7 * f64::from(side_mm);
    let wound = Point::new(far * away.cos(), far * away.sin());
    let target = Point::new(wound.x * 0.6 + chance.spread(4.0), wound.y * 0.6 + chance.spread(4.0));
    let reach = (0.6 * far + f64::from(side_mm)).max(0.4 * far + radius);
    let distance = chance.between(200.0, 300.0).max(2.6 * reach);
    let camera = Camera::new(&mut chance, tilt, target, distance);
    let light = Light {
        blur: chance.between(0.6, 2.2),
        noise: chance.between(1.0, 7.0),
        quality: chance.between(70.0, 95.0) as u8,
        slope: Point::new(chance.between(-0.4, 0.4), chance.between(-0.4, 0.4)),
    };
    let outline = outline(&mut chance, wound, radius);
    let part = photograph(&mut chance, &camera, &[laid], light);
    let drawn = drawn(&mut chance, &camera, &outline);
    let measured = find(&part).and_then(|found| measure(&Scale::Markers(found), &drawn, PHOTO));
    (truth(&outline), measured)
}

/// What many scenes came to.
#[derive(Default)]
pub(crate) struct Tally {
    /// Of length and area: by which part each was off, and by which it was said to be at most.
    pub(crate) off: [Vec<(f64, f64)>; 2],
    /// Those that were not measured.
    pub(crate) refused: Vec<MeasureError>,
}

impl Tally {
    pub(crate) fn of(seeds: std::ops::Range<u64>, side_mm: u32, tilt: f64) -> Self {
        let mut tally = Self::default();
        for seed in seeds {
            let ([area, length, _], measured) = scene(seed, side_mm, tilt.to_radians());
            match measured {
                Ok(figures) => {
                    let said = figures.area.expect("an outline");
                    tally.off[0].push((figures.length.value / length - 1.0, figures.length.error / length));
                    tally.off[1].push((said.value / area - 1.0, said.error / area));
                }
                Err(error) => tally.refused.push(error),
            }
        }
        tally
    }

    /// The part by which so many of a hundred are off at most.
    pub(crate) fn percentile(&self, which: usize, percent: usize) -> f64 {
        let mut off: Vec<f64> = self.off[which].iter().map(|(off, _)| off.abs()).collect();
        off.sort_by(f64::total_cmp);
        off.get((off.len() * percent / 100).min(off.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }

    /// The error that was said of most: the median.
    pub(crate) fn said(&self, which: usize) -> f64 {
        let mut said: Vec<f64> = self.off[which].iter().map(|(_, said)| *said).collect();
        said.sort_by(f64::total_cmp);
        said.get(said.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// How many of a hundred lie within what was said.
    pub(crate) fn covered(&self, which: usize) -> f64 {
        let within = self.off[which].iter().filter(|(off, said)| off.abs() <= *said).count();
        100.0 * within as f64 / self.off[which].len() as f64
    }
}
