//! How many faces are found: `cargo run --release -p verband-detect --example recall -- FOLDER`, where each picture (PNG) in
//! the folder has one face, anywhere. Prints for each of four turns how many of them have a proposal, and how many
//! proposals there were in all. `docs/redaction.md` has the figures.

use std::error::Error;

use image::imageops;
use verband_detect::{FaceModel, Picture, faces};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("a folder of pictures is needed")?;
    let model = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/seeta_fd_frontal_v1.0.bin"))?;
    let model = FaceModel::read(&model)?;
    let mut figures = [(0, 0); 4];
    let mut all = 0;
    for entry in std::fs::read_dir(folder)? {
        let mut picture = image::open(entry?.path())?.into_luma8();
        all += 1;
        for (found, proposals) in &mut figures {
            let look = Picture::new(picture.width(), picture.height(), picture.as_raw());
            let proposed = faces(&model, look.ok_or("a picture is too large")?).len();
            *found += usize::from(proposed > 0);
            *proposals += proposed;
            picture = imageops::rotate90(&picture);
        }
    }
    for (turn, (found, proposals)) in figures.into_iter().enumerate() {
        println!("{}°: {found} of {all} with a proposal, {proposals} proposals", 90 * turn);
    }
    Ok(())
}
