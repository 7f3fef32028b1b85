//! A photo for demonstrations and tests, drawn by code: a wound on skin with a paper ruler beside it, saved as a
//! phone would save it, with everything in its metadata that has no business in a chat.

#![expect(clippy::cast_sign_loss, reason = "places and brightnesses are never negative")]

pub mod bombs;
pub mod recording;

use crate::Orientation;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Words that stand in the metadata of every sample, and nowhere once it was taken in.
pub const TRACES: [&str; 6] = [
    "Verband Camera",
    "2026:02:03 04:05:06",
    "MakerNote of serial 4711",
    "W5M0MpCehiHzreSzNTczkc9d",
    "Photoshop 3.0",
    "room 12",
];

/// A JPEG of `width` × `height` stored pixels, taken with the phone held upright (orientation 6, so it is displayed
/// as `height` × `width`), with GPS position, maker note, XMP, IPTC and a comment. The same seed gives the same bytes.
pub fn wound_photo(width: u16, height: u16, seed: u64) -> Vec<u8> {
    wound_photo_held(width, height, seed, Orientation::ALL[5])
}

/// The same for any way to hold the phone. Size and seed decide the upright picture; `width` and `height` are those
/// of the stored pixels.
pub fn wound_photo_held(width: u16, height: u16, seed: u64, orientation: Orientation) -> Vec<u8> {
    encoded(width, height, orientation, |x, y, size| scene(x, y, size, seed, 1.0))
}

/// [`wound_photo`] of a wound that has healed in part, down to so many percent of its length and width.
pub fn healing_wound(width: u16, height: u16, seed: u64, percent: u32) -> Vec<u8> {
    encoded(width, height, Orientation::ALL[5], |x, y, size| scene(x, y, size, seed, f64::from(percent) / 100.0))
}

/// What a phone writes of an upright scene: of a pixel's place and the picture's width and height its colour.
fn encoded(
    width: u16,
    height: u16,
    orientation: Orientation,
    scene: impl Fn(u32, u32, (u32, u32)) -> [u8; 3],
) -> Vec<u8> {
    let rgb = stored_pixels(width, height, orientation, scene);
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 92);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta/>";
    let iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0C\x1C\x02\x50\0\x07room 12";
    for (number, data) in [(1, exif(orientation)), (1, xmp.to_vec()), (13, iptc.to_vec())] {
        encoder.add_app_segment(number, data).expect("the number is in range and the data are short");
    }
    encoder.encode(&rgb, width, height, ColorType::Rgb).expect("the pixels match the size");
    // Behind SOI and the encoder's JFIF segment.
    out.splice(20..20, b"\xFF\xFE\x00\x09room 12".iter().copied());
    out
}

/// RGB pixels in the order in which the sensor stores them.
fn stored_pixels(
    width: u16,
    height: u16,
    orientation: Orientation,
    scene: impl Fn(u32, u32, (u32, u32)) -> [u8; 3],
) -> Vec<u8> {
    let (shown_width, shown_height) = orientation.displayed(width.into(), height.into());
    let mut out = Vec::with_capacity(3 * usize::from(width) * usize::from(height));
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let (across, down) = if orientation.swaps_sides() { (y, x) } else { (x, y) };
            let across = if orientation.mirrors_x() { shown_width - 1 - across } else { across };
            let down = if orientation.mirrors_y() { shown_height - 1 - down } else { down };
            out.extend(scene(across, down, (shown_width, shown_height)));
        }
    }
    out
}

/// One pixel of the upright scene, whose wound has this part of its full length and width.
fn scene(x: u32, y: u32, (width, height): (u32, u32), seed: u64, part: f64) -> [u8; 3] {
    let unit = f64::from(width.min(height));
    let (u, v) = (f64::from(x) / unit, f64::from(y) / unit);
    let (centre_u, centre_v) = (f64::from(width) / unit * 0.45, f64::from(height) / unit * 0.42);
    let (du, dv) = ((u - centre_u) / (0.24 * part), (v - centre_v) / (0.33 * part));
    let blotches = clouds(u * 9.0, v * 9.0, seed) - 0.5;
    let distance = (du * du + dv * dv).sqrt() + 0.25 * blotches;
    let light = 1.0 - 0.25 * (u - 0.3).abs() - 0.1 * v;

    let (ruler_top, ruler_height) = (height - height / 6, height / 9);
    let colour = if (ruler_top..ruler_top + ruler_height).contains(&y) && x > width / 10 && x < width - width / 6 {
        // Ticks run down from the upper edge, each fifth one further.
        let tick = u * 50.0;
        let length = if (tick as u32).is_multiple_of(5) { 0.6 } else { 0.35 };
        let depth = f64::from(y - ruler_top) / f64::from(ruler_height);
        if tick.fract() < 0.15 && depth < length { [30.0, 30.0, 34.0] } else { [236.0, 236.0, 228.0] }
    } else if distance < 0.8 {
        let fibrin = 0.6 * clouds(u * 14.0, v * 14.0, seed ^ 1) + 0.4 * clouds(u * 45.0, v * 45.0, seed ^ 2);
        mix([150.0, 28.0, 30.0], [206.0, 168.0, 84.0], ((fibrin - 0.5) * 5.0).clamp(0.0, 1.0))
    } else {
        let rim = ((distance - 0.8) * 3.0).clamp(0.0, 1.0);
        mix([178.0, 78.0, 70.0], [222.0, 174.0, 146.0], rim)
    };
    let grain = (f64::from((hash(u64::from(x) << 32 | u64::from(y), seed) & 0xFF) as u8) - 127.5) / 24.0;
    colour.map(|c| (c * light * (1.0 + 0.16 * blotches) + grain).clamp(0.0, 255.0) as u8)
}

fn mix(from: [f64; 3], to: [f64; 3], share: f64) -> [f64; 3] {
    std::array::from_fn(|at| from[at] + (to[at] - from[at]) * share)
}

/// Smooth noise in 0..1: four corners of a lattice, blended.
fn clouds(u: f64, v: f64, seed: u64) -> f64 {
    let corner = |du: f64, dv: f64| {
        let cell = ((u.floor() + du) as u64) << 32 | (v.floor() + dv) as u64;
        f64::from((hash(cell, seed) >> 48) as u16) / 65_535.0
    };
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fu, fv) = (ease(u.fract()), ease(v.fract()));
    let upper = corner(0.0, 0.0) * (1.0 - fu) + corner(1.0, 0.0) * fu;
    let lower = corner(0.0, 1.0) * (1.0 - fu) + corner(1.0, 1.0) * fu;
    upper * (1.0 - fv) + lower * fv
}

/// The finaliser of `SplitMix64`.
fn hash(value: u64, seed: u64) -> u64 {
    let mut z = value.wrapping_add(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// The body of an Exif segment as phones write it.
fn exif(orientation: Orientation) -> Vec<u8> {
    const ASCII: u16 = 2;
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    const RATIONAL: u16 = 5;
    const UNDEFINED: u16 = 7;
    let degrees = |d: u32, m: u32, s: u32| [d, 1, m, 1, s, 100].map(u32::to_be_bytes).concat();

    let mut tiff = b"MM\0*\0\0\0\0".to_vec();
    let gps = directory(
        &mut tiff,
        &[
            (1, ASCII, 2, b"N\0".to_vec()),
            (2, RATIONAL, 3, degrees(52, 31, 3_612)),
            (3, ASCII, 2, b"E\0".to_vec()),
            (4, RATIONAL, 3, degrees(13, 22, 3_588)),
        ],
    );
    let note = b"MakerNote of serial 4711".to_vec();
    let private = directory(&mut tiff, &[(0x927C, UNDEFINED, note.len() as u32, note)]);
    let main = directory(
        &mut tiff,
        &[
            (0x010F, ASCII, 15, b"Verband Camera\0".to_vec()),
            (0x0112, SHORT, 1, vec![0, orientation.value()]),
            (0x0132, ASCII, 20, b"2026:02:03 04:05:06\0".to_vec()),
            (0x8769, LONG, 1, private.to_be_bytes().to_vec()),
            (0x8825, LONG, 1, gps.to_be_bytes().to_vec()),
        ],
    );
    tiff[4..8].copy_from_slice(&main.to_be_bytes());
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// Appends a TIFF directory of (tag, type, count, value) and gives its offset.
fn directory(tiff: &mut Vec<u8>, entries: &[(u16, u16, u32, Vec<u8>)]) -> u32 {
    let start = tiff.len();
    let mut spill = start + 2 + 12 * entries.len() + 4;
    let mut values = Vec::new();
    tiff.extend_from_slice(&(entries.len() as u16).to_be_bytes());
    for (tag, kind, count, value) in entries {
        tiff.extend_from_slice(&tag.to_be_bytes());
        tiff.extend_from_slice(&kind.to_be_bytes());
        tiff.extend_from_slice(&count.to_be_bytes());
        if value.len() <= 4 {
            let mut inline = [0; 4];
            inline[..value.len()].copy_from_slice(value);
            tiff.extend_from_slice(&inline);
        } else {
            tiff.extend_from_slice(&(spill as u32).to_be_bytes());
            values.extend_from_slice(value);
            spill += value.len();
        }
    }
    tiff.extend_from_slice(&[0; 4]);
    tiff.append(&mut values);
    start as u32
}
