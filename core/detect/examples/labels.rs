//! How many linear codes are read and found: `cargo run --release -p verband-detect --example labels [FOLDER]`. Draws labels with a Code 128 by
//! chance, the same each time, in rows that differ in one thing, and prints how many are read, read wrongly, and proposed to be
//! covered; of the pictures of a folder, how many have such a proposal. `docs/redaction.md` has the figures. With `--draw FILE` it draws one
//! label (`tests/fixtures/label.jpg`).

#[path = "../tests/draw/mod.rs"]
#[allow(unreachable_pub, reason = "it is a module of tests as well")]
mod draw;

use std::error::Error;
use std::time::Instant;

use draw::{Chance, Shot, modules, symbols};
use verband_detect::{Picture, codes, read_bars};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--draw"), Some(file)) => {
            let shot = Shot { degrees: 11.0, noise: 3.0, wrist: 160.0, shadow: 0.3, ..Shot::default() };
            return Ok(shot.of(&modules(&symbols("F20260417"), 0)).save(file)?);
        }
        (Some(folder), None) => return photos(folder),
        _ => {}
    }
    let each = |vary: &dyn Fn(&mut Shot, &mut Chance)| {
        let (mut read, mut wrong, mut proposed, all) = (0, 0, 0, 20);
        for seed in 0..all {
            let mut chance = Chance(seed);
            let text = text(&mut chance);
            let mut shot = Shot {
                size: (900, 800),
                middle: (450.0, 400.0),
                seed,
                module: chance.between(2.2, 4.0),
                ..Shot::default()
            };
            shot.high = chance.between(20.0, 40.0);
            shot.degrees = chance.between(0.0, 360.0);
            shot.noise = chance.between(1.0, 5.0);
            vary(&mut shot, &mut chance);
            let picture = shot.of(&modules(&symbols(&text), 0));
            let look = Picture::new(picture.width(), picture.height(), picture.as_raw()).ok_or("too large")?;
            let found = read_bars(look);
            read += usize::from(found.iter().any(|code| code.text == text));
            wrong += found.iter().filter(|code| code.text != text).count();
            let middle = |from: u32, length: u32, at: f64| (f64::from(from)..f64::from(from + length)).contains(&at);
            let holds =
                codes(look).iter().any(|one| middle(one.x, one.width, 450.0) && middle(one.y, one.height, 400.0));
            proposed += usize::from(holds);
        }
        Ok::<_, Box<dyn Error>>(format!("{read} | {wrong} | {proposed} | {all}"))
    };
    println!("| | read | read wrongly | proposed | of |\n|---|---|---|---|---|");
    println!("| 2.2 to 4 pixels a module, any angle, light noise | {} |", each(&|_, _| {})?);
    for module in [4.0, 2.5, 2.0, 1.6, 1.3, 1.1] {
        println!("| {module} pixels a module | {} |", each(&|shot, _| shot.module = module)?);
    }
    for blur in [0.3, 0.5, 0.7, 0.9, 1.2] {
        println!("| blurred by {blur} modules (deviation) | {} |", each(&|shot, _| shot.blur = blur * shot.module)?);
    }
    for noise in [10.0, 20.0, 30.0] {
        println!("| noise of {noise} shades | {} |", each(&|shot, _| shot.noise = noise)?);
    }
    for light in [80.0, 60.0, 45.0] {
        println!("| dark: shades from 30 to {light} | {} |", each(&|shot, _| shot.shades = (30.0, light))?);
    }
    println!("| half in shadow | {} |", each(&|shot, _| shot.shadow = 0.7)?);
    for high in [12.0, 8.0, 5.0] {
        println!("| bars {high} modules high | {} |", each(&|shot, _| shot.high = high)?);
    }
    for tilt in [0.15, 0.3] {
        println!("| one end nearer by {tilt} | {} |", each(&|shot, _| shot.tilt = tilt)?);
    }
    for wrist in [120.0, 90.0, 70.0] {
        println!("| around a wrist of {wrist} modules | {} |", each(&|shot, _| shot.wrist = wrist)?);
    }
    println!("| torn off by half | {} |", each(&|shot, _| shot.torn = (0.5, 1.0))?);
    println!("| torn off | {} |", each(&|shot, _| shot.torn = (0.0, 1.0))?);
    Ok(())
}

/// What hospitals print: a number, a letter and a number, a number with signs in it.
fn text(chance: &mut Chance) -> String {
    let number = |chance: &mut Chance, digits: usize| {
        (0..digits).map(|_| char::from(b'0' + (chance.next() % 10) as u8)).collect::<String>()
    };
    match chance.next() % 3 {
        0 => number(chance, 8),
        1 => format!("F{}", number(chance, 9)),
        _ => format!("PID-{}/{}", number(chance, 6), number(chance, 2)),
    }
}

fn photos(folder: &str) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Ok(picture) = image::open(&path) else { continue };
        let picture = picture.into_luma8();
        let Some(look) = Picture::new(picture.width(), picture.height(), picture.as_raw()) else { continue };
        let start = Instant::now();
        let read = read_bars(look);
        let time = start.elapsed();
        println!(
            "{}: {:?} in {time:?}, says {:?}",
            path.display(),
            codes(look),
            read.iter().map(|code| &code.text).collect::<Vec<_>>()
        );
    }
    Ok(())
}
