//! Linear codes: what is read, what is only seen, and what is taken for neither.

#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "what is drawn is small")]

use image::{GrayImage, Luma, imageops};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use verband_detect::{Finding, Picture, codes, read_bars};

use crate::draw::{Chance, Shot, modules, symbols};
use crate::look;

fn texts(picture: &GrayImage) -> Vec<String> {
    read_bars(look(picture)).into_iter().map(|code| code.text).collect()
}

fn label(text: &str, shot: Shot) -> GrayImage {
    shot.of(&modules(&symbols(text), 0))
}

/// Some text, and how it was taken: bars of two pixels, blurred by half of that, in noise at worst.
fn by_chance(seed: u64) -> (String, Shot) {
    let mut chance = Chance(seed);
    let length = 4 + chance.next() % 12;
    let text: String = (0..length).map(|_| char::from(b' ' + 1 + (chance.next() % 90) as u8)).collect();
    let shot = Shot {
        size: (900, 900),
        middle: (450.0, 450.0),
        module: chance.between(1.8, 3.0),
        degrees: chance.between(0.0, 360.0),
        blur: chance.between(0.2, 1.0),
        noise: chance.between(0.0, 12.0),
        tilt: chance.between(0.0, 0.15),
        seed,
        ..Shot::default()
    };
    (text, shot)
}

/// Whether a proposal has all of the bars in it.
fn covers(found: &Finding, shot: &Shot, text: &str) -> bool {
    let (sin, cos) = shot.degrees.to_radians().sin_cos();
    let (long, high) = (modules(&symbols(text), 0).len() as f64 * shot.module / 2.0, shot.high * shot.module / 2.0);
    [(-long, -high), (long, -high), (long, high), (-long, high)].iter().all(|(u, v)| {
        let (x, y) = (shot.middle.0 + u * cos - v * sin, shot.middle.1 + u * sin + v * cos);
        let within = |at: f64, from: u32, length: u32| at >= f64::from(from) && at <= f64::from(from + length);
        within(x, found.x, found.width) && within(y, found.y, found.height)
    })
}

#[test]
fn codes_of_all_kinds_are_read_whichever_way_they_lie() {
    for (text, says, gs1) in [
        ("F20260417", "F20260417", false),
        ("12345678", "12345678", false),
        ("PID-4711/26 b", "PID-4711/26 b", false),
        ("\u{1d}8018401234500000012345", "8018401234500000012345", true),
        ("\u{1d}10AB12\u{1d}80197", "10AB12\u{1d}80197", true),
    ] {
        for degrees in [0.0, 7.0, 30.0, 45.0, 90.0, 133.0, 180.0, 270.0, 341.0] {
            let shot = Shot { degrees, module: 2.6, size: (700, 700), middle: (350.0, 350.0), ..Shot::default() };
            let found = read_bars(look(&label(text, shot)));
            let [code] = &found[..] else { panic!("{text} at {degrees}: {found:?}") };
            assert_eq!((code.text.as_str(), code.gs1), (says, gs1), "at {degrees}");
            let (x, y) = code.corners.iter().fold((0, 0), |(x, y), corner| (x + corner.0, y + corner.1));
            assert!((x / 4).abs_diff(350) < 30 && (y / 4).abs_diff(350) < 30, "{:?}", code.corners);
        }
    }
}

#[test]
fn codes_are_read_small_blurred_noisy_dim_bent_and_torn() {
    let plain = Shot::default();
    for (shot, how) in [
        (Shot { module: 1.6, ..plain }, "small"),
        (Shot { module: 6.0, size: (1400, 900), middle: (700.0, 450.0), ..plain }, "large"),
        (Shot { blur: 2.0, ..plain }, "blurred"),
        (Shot { noise: 25.0, ..plain }, "noisy"),
        (Shot { shades: (30.0, 75.0), degrees: 12.0, ..plain }, "dim"),
        (Shot { shadow: 0.7, ..plain }, "half in shadow"),
        (Shot { tilt: 0.25, degrees: 5.0, ..plain }, "at an angle"),
        (Shot { wrist: 90.0, ..plain }, "around a wrist"),
        (Shot { torn: (0.45, 1.0), ..plain }, "half torn off"),
        (Shot { high: 8.0, ..plain }, "low"),
    ] {
        assert_eq!(texts(&label("F20260417", shot)), ["F20260417"], "{how}");
    }
}

#[test]
fn what_is_small_blurred_and_noisy_at_once_is_read_and_as_nothing_else() {
    for seed in [
        // Not read without sharpening less.
        15_334_235_211_792_569_458,
        2_148_698_493_669_518_354,
        // Nor without thick lines.
        7_394_926_427_863_965_291,
        10_677_845_599_879_235_807,
        // Said something else, too, in half its size.
        7_993_640_743_071_837_470,
    ] {
        let (text, shot) = by_chance(seed);
        assert_eq!(texts(&label(&text, shot)), [text], "{seed}");
    }
}

#[test]
fn what_is_damaged_is_not_read_as_something_else() {
    let plain = Shot::default();
    for wrong in 1..103 {
        let shot = Shot { module: 2.0, size: (420, 120), middle: (210.0, 60.0), ..plain };
        assert_eq!(
            texts(&shot.of(&modules(&symbols("F20260417"), wrong))),
            [""; 0],
            "a check symbol that is off by {wrong}"
        );
    }
    let torn = label("F20260417", Shot { torn: (0.0, 1.0), ..plain });
    assert_eq!(texts(&torn), [""; 0]);
    // Two labels whose halves are stuck together: neither of both.
    let (one, other) = (label("F20260417", plain), label("F20260418", plain));
    let mut stuck = one.clone();
    imageops::replace(&mut stuck, &imageops::crop_imm(&other, 450, 0, 450, 600).to_image(), 450, 0);
    assert!(texts(&stuck).iter().all(|text| text != "F20260417"), "{:?}", texts(&stuck));
}

#[test]
fn labels_with_several_codes_give_all_of_them() {
    let mut page = GrayImage::from_pixel(900, 1_000, Luma([230]));
    for (text, at) in [("F20260417", 0), ("P0815", 480)] {
        imageops::replace(
            &mut page,
            &label(text, Shot { size: (900, 480), middle: (450.0, 240.0), ..Shot::default() }),
            0,
            at,
        );
    }
    let mut found = texts(&page);
    found.sort();
    assert_eq!(found, ["F20260417", "P0815"]);
    assert_eq!(codes(look(&page)).len(), 2);
}

#[test]
fn codes_are_proposed_to_be_covered_readable_or_not() {
    let plain = Shot::default();
    for (shot, wrong, how) in [
        (plain, 0, "readable"),
        (Shot { degrees: 40.0, ..plain }, 0, "readable at an angle"),
        (plain, 7, "not a code after all"),
        (Shot { degrees: 27.0, ..plain }, 7, "nor at an angle"),
        (Shot { blur: 3.4, ..plain }, 0, "blurred"),
        (Shot { module: 1.3, noise: 8.0, ..plain }, 5, "small"),
    ] {
        let picture = shot.of(&modules(&symbols("F20260417"), wrong));
        let found = codes(look(&picture));
        assert!(found.iter().any(|found| covers(found, &shot, "F20260417")), "{how}: {found:?}");
    }
}

#[test]
fn what_has_lines_is_not_taken_for_a_code() {
    let mut chance = Chance(7);
    let hair: Vec<(f64, f64, f64)> =
        (0..160).map(|_| (chance.between(0.0, 800.0), chance.between(-0.2, 0.2), chance.between(1.0, 3.0))).collect();
    let portrait = image::load_from_memory(include_bytes!("../photos/astronaut.png")).expect("a picture").into_luma8();
    let of = |shade: &dyn Fn(f64, f64) -> f64| {
        GrayImage::from_fn(800, 600, |x, y| Luma([shade(x.into(), y.into()).clamp(0.0, 255.0) as u8]))
    };
    for (picture, what) in [
        (portrait, "a portrait"),
        (of(&|x, _| if x % 18.0 < 9.0 { 60.0 } else { 200.0 }), "a blind"),
        (of(&|x, y| 128.0 + 90.0 * (x * 0.8 + y * 0.1).sin()), "cloth"),
        (
            of(&|x, y| if y < 300.0 && x % 10.0 < 2.0 && (x % 50.0 < 2.0 || y > 150.0) { 30.0 } else { 220.0 }),
            "a ruler",
        ),
        (
            of(&|x, y| {
                let covered = |&(at, lean, wide): &(f64, f64, f64)| (x - at - lean * (y - 300.0)).abs() < wide;
                if hair.iter().any(covered) { 50.0 } else { 170.0 }
            }),
            "hair",
        ),
        (
            of(&|x, y| {
                if y % 48.0 < 24.0 && ((x / 5.0) as u32 * 7 + (y / 3.0) as u32 * 13) % 5 < 2 { 20.0 } else { 235.0 }
            }),
            "print",
        ),
    ] {
        assert_eq!(codes(look(&picture)), [], "{what}");
        assert_eq!(texts(&picture), [""; 0], "{what}");
    }
}

#[test]
fn a_page_full_of_bars_does_not_hold_anybody_up() {
    let mut chance = Chance(3);
    let row: Vec<u8> = (0..4_032).map(|_| if chance.part() < 0.5 { 20 } else { 230 }).collect();
    let page = GrayImage::from_fn(4_032, 3_024, |x, _| Luma([row[(x / 3) as usize]]));
    assert_eq!(texts(&page), [""; 0]);
    // Starts of codes and nothing else.
    let start = modules(&[104], 0);
    let page = GrayImage::from_fn(4_032, 3_024, |x, _| Luma([if start[x as usize / 2 % 11] { 20 } else { 230 }]));
    assert_eq!(texts(&page), [""; 0]);
}

/// How often a label cannot be read, or noise can, is a measure and no certainty: without a seed that somebody asks for it is the
/// same labels each time. `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look further.
fn measured() -> ProptestConfig {
    let config = ProptestConfig { cases: 48, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(1), ..config },
        RngSeed::Fixed(_) => config,
    }
}

proptest! {
    #![proptest_config(measured())]

    #[test]
    fn no_picture_makes_it_stumble(width in 1..300_u32, height in 1..300_u32, seed in any::<u64>(), kind in 0..4_u32) {
        let mut chance = Chance(seed);
        let row: Vec<u8> = (0..width).map(|_| chance.next() as u8).collect();
        let (rough, lean) = (1 + (chance.next() % 7) as u32, (chance.next() % 5) as u32);
        let picture = GrayImage::from_fn(width, height, |x, y| Luma([match kind {
            0 => chance.next() as u8,
            1 => row[(x / rough) as usize],
            2 => row[((x + lean * y) / rough % width) as usize],
            _ => if row[(x / rough) as usize] < 128 { 0 } else { 255 },
        }]));
        for found in codes(look(&picture)) {
            prop_assert!(found.x + found.width <= width && found.y + found.height <= height);
        }
        prop_assert_eq!(texts(&picture), [""; 0]);
        let samples = vec![0; width as usize];
        let line = Picture::new(width, 1, &samples);
        prop_assert!(line.is_none_or(|line| read_bars(line).is_empty()));
    }

    #[test]
    fn what_is_read_is_what_was_written(seed in any::<u64>()) {
        let (text, shot) = by_chance(seed);
        prop_assert_eq!(texts(&label(&text, shot)), [text]);
    }
}
