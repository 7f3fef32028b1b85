//! How many faces are found that lie between the four turns: `cargo run --release -p verband-detect --example turned`. One
//! portrait (NASA, public domain) in seven sizes, turned by so many degrees to either side. `docs/redaction.md` has the figures.

use std::error::Error;

use image::{GrayImage, Luma, imageops};
use verband_detect::{FaceModel, Picture, faces};

fn main() -> Result<(), Box<dyn Error>> {
    let model = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/seeta_fd_frontal_v1.0.bin"))?;
    let model = FaceModel::read(&model)?;
    let portrait = image::load_from_memory(include_bytes!("../tests/photos/astronaut.png"))?.into_luma8();
    for degrees in [0, 10, 20, 30, 40, 45] {
        let (mut found, mut all) = (0, 0);
        for side in [640, 512, 420, 320, 256, 200, 160] {
            for sign in [-1.0, 1.0] {
                let picture = turned(&portrait, side, sign * f64::from(degrees));
                let look = Picture::new(picture.width(), picture.height(), picture.as_raw()).ok_or("it is small")?;
                // The face in the middle of the portrait's upper half.
                let (sin, cos) = (sign * f64::from(degrees)).to_radians().sin_cos();
                let (x, y) = (-0.24 * f64::from(side), -0.25 * f64::from(side));
                let middle = (480.0 + x * cos - y * sin, 480.0 + x * sin + y * cos);
                let holds = |from: u32, length: u32, at: f64| (f64::from(from)..f64::from(from + length)).contains(&at);
                let proposals = faces(&model, look);
                let hit =
                    proposals.iter().any(|one| holds(one.x, one.width, middle.0) && holds(one.y, one.height, middle.1));
                all += 1;
                found += usize::from(hit);
            }
        }
        println!("| {degrees}° | {found} of {all} |");
    }
    Ok(())
}

/// The portrait in a size, turned around the middle of a grey picture.
fn turned(portrait: &GrayImage, side: u32, degrees: f64) -> GrayImage {
    let small = imageops::resize(portrait, side, side, imageops::FilterType::Triangle);
    let (sin, cos) = degrees.to_radians().sin_cos();
    GrayImage::from_fn(960, 960, |x, y| {
        let (x, y) = (f64::from(x) - 480.0, f64::from(y) - 480.0);
        let (x, y) = (x * cos + y * sin + f64::from(side) / 2.0, y * cos - x * sin + f64::from(side) / 2.0);
        let inside = x >= 0.0 && y >= 0.0 && x < f64::from(side - 1) && y < f64::from(side - 1);
        if !inside {
            return Luma([110]);
        }
        #[expect(clippy::cast_sign_loss, reason = "it lies inside")]
        let (left, top) = (x as u32, y as u32);
        let (right, down) = (x.fract(), y.fract());
        let shade = |x: u32, y: u32| f64::from(small.get_pixel(x, y).0[0]);
        let upper = shade(left, top) * (1.0 - right) + shade(left + 1, top) * right;
        let lower = shade(left, top + 1) * (1.0 - right) + shade(left + 1, top + 1) * right;
        #[expect(clippy::cast_sign_loss, reason = "shades are not negative")]
        let mixed = (upper * (1.0 - down) + lower * down).round() as u8;
        Luma([mixed])
    })
}
