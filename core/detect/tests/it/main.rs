//! What is found, in whichever of four ways the picture lies, and that nothing that is a picture makes it stumble.

#[path = "../draw/mod.rs"]
#[allow(unreachable_pub, reason = "it is a module of an example as well")]
mod draw;

mod bars;

use std::sync::LazyLock;

use image::{GrayImage, Luma, imageops};
use proptest::prelude::*;
use verband_detect::{FACE_SIDE, FaceModel, Finding, NotTheModel, Picture, codes, faces};

static MODEL: LazyLock<FaceModel> = LazyLock::new(|| FaceModel::read(&file()).expect("the model"));

fn file() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/seeta_fd_frontal_v1.0.bin")).expect("it lies there")
}

/// The portrait, and where its face is.
fn portrait() -> (GrayImage, Finding) {
    let bytes = include_bytes!("../photos/astronaut.png");
    let picture = image::load_from_memory(bytes).expect("a picture").into_luma8();
    (picture, Finding { x: 85, y: 70, width: 95, height: 110, confidence: 100 })
}

/// A room with a portrait of `side` pixels at a place.
fn room(side: u32, x: u32, y: u32) -> (GrayImage, Finding) {
    let (portrait, face) = portrait();
    let scaled = |length: u32| length * side / portrait.width();
    let small = imageops::resize(&portrait, side, side, imageops::FilterType::Triangle);
    let mut room = GrayImage::from_fn(960, 720, |x, y| Luma([(90 + x / 12 + y / 24) as u8]));
    imageops::replace(&mut room, &small, x.into(), y.into());
    let face = Finding {
        x: x + scaled(face.x),
        y: y + scaled(face.y),
        width: scaled(face.width),
        height: scaled(face.height),
        confidence: 100,
    };
    (room, face)
}

fn look(picture: &GrayImage) -> Picture<'_> {
    Picture::new(picture.width(), picture.height(), picture.as_raw()).expect("a picture within the limits")
}

/// A picture turned clockwise by quarters, with a rectangle in it.
fn turned(picture: &GrayImage, at: Finding, quarters: usize) -> (GrayImage, Finding) {
    (0..quarters).fold((picture.clone(), at), |(picture, at), _| {
        let x = picture.height() - at.y - at.height;
        (imageops::rotate90(&picture), Finding { x, y: at.x, width: at.height, height: at.width, ..at })
    })
}

/// Whether a proposal takes in the middle and most of a face.
fn covers(found: &Finding, face: &Finding) -> bool {
    let shared = |start: u32, length: u32, other: u32, other_length: u32| {
        (start + length).min(other + other_length).saturating_sub(start.max(other))
    };
    let common = shared(found.x, found.width, face.x, face.width) * shared(found.y, found.height, face.y, face.height);
    5 * common >= 4 * face.width * face.height && found.width * found.height <= 8 * face.width * face.height
}

#[test]
fn faces_are_found_in_all_four_positions() {
    let mut figures = Vec::new();
    for quarters in 0..4 {
        let (mut found, mut all, mut wrong) = (0, 0, 0);
        for (side, mirrored) in
            [(700, false), (420, false), (420, true), (256, false), (256, true), (160, false), (128, true)]
        {
            let (mut picture, mut face) = room(side, 960 - side - 20, 10);
            if mirrored {
                picture = imageops::flip_horizontal(&picture);
                face.x = picture.width() - face.x - face.width;
            }
            let (picture, face) = turned(&picture, face, quarters);
            let proposals = faces(&MODEL, look(&picture));
            all += 1;
            found += usize::from(proposals.iter().any(|proposal| covers(proposal, &face)));
            wrong += proposals.iter().filter(|proposal| !covers(proposal, &face)).count();
        }
        figures.push((90 * quarters, found, all, wrong));
    }
    println!("degrees, found, of, wrong: {figures:?}");
    assert!(figures.iter().all(|(_, found, all, _)| found == all), "{figures:?}");
}

#[test]
fn a_wall_has_no_face() {
    let wall = GrayImage::from_fn(640, 480, |x, y| Luma([(120 + (x * 7 + y * 13) % 11) as u8]));
    assert_eq!(faces(&MODEL, look(&wall)), []);
}

#[test]
fn codes_are_proposed_with_what_stands_beside_them() {
    let code = qrcode::QrCode::new(b"4711").expect("it is short");
    let modules = code.width() as u32;
    let dots = code.to_colors();
    let mut page = GrayImage::from_pixel(900, 700, Luma([240]));
    for (at, dot) in dots.iter().enumerate() {
        let (x, y) = (at as u32 % modules, at as u32 / modules);
        for (dx, dy) in (0..16).map(|at| (at % 4, at / 4)) {
            let ink = if *dot == qrcode::Color::Dark { 20 } else { 240 };
            page.put_pixel(400 + 4 * x + dx, 300 + 4 * y + dy, Luma([ink]));
        }
    }
    let size = 4 * modules;
    let code = Finding { x: 400, y: 300, width: size, height: size, confidence: 0 };
    for quarters in 0..4 {
        let (page, code) = turned(&page, code, quarters);
        let found = codes(look(&page));
        let [found] = found[..] else { panic!("one code, not {found:?}") };
        assert!(found.confidence > 90, "it was read");
        assert!(found.x + size / 2 < code.x && found.y + size / 2 < code.y, "{found:?}");
        assert!(found.x + found.width > code.x + size * 3 / 2, "{found:?}");
        assert!(found.width < 4 * size, "{found:?}");
    }
    assert_eq!(codes(look(&GrayImage::from_pixel(300, 200, Luma([200])))), []);
}

#[test]
fn a_page_full_of_finder_patterns_does_not_hold_anybody_up() {
    for (scale, gap) in [(3, 3), (2, 2), (6, 40)] {
        let cell = 7 * scale + gap;
        let page = GrayImage::from_fn(1_000, 1_000, |x, y| {
            let (column, row) = (x % cell / scale, y % cell / scale);
            let inside = column < 7 && row < 7;
            let ring = column == 0 || column == 6 || row == 0 || row == 6;
            let stone = (2..5).contains(&column) && (2..5).contains(&row);
            Luma([if inside && (ring || stone) { 20 } else { 230 }])
        });
        let [found] = codes(look(&page))[..] else { panic!("all of it, as one") };
        assert!(found.width > 950 && found.height > 950, "{found:?}");
    }
}

#[test]
fn only_the_model_is_read() {
    assert_eq!(FaceModel::read(&[]).err(), Some(NotTheModel));
    let mut bytes = file();
    bytes[1000] ^= 1;
    assert_eq!(FaceModel::read(&bytes).err(), Some(NotTheModel));
    assert_eq!(FaceModel::read(&bytes[..1000]).err(), Some(NotTheModel));
}

#[test]
fn beyond_the_limits_nothing_is_looked_at() {
    assert!(Picture::new(0, 5, &[]).is_none());
    assert!(Picture::new(2, 2, &[0; 3]).is_none());
    assert!(Picture::new(4_033, 1, &[0; 4_033]).is_none());
    let wide = vec![0; (FACE_SIDE as usize + 1) * 40];
    assert_eq!(faces(&MODEL, Picture::new(FACE_SIDE + 1, 40, &wide).expect("codes may be in it")), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_picture_makes_it_stumble(width in 1..90_u32, height in 1..90_u32, seed in any::<u64>()) {
        let mut state = seed | 1;
        let noise = GrayImage::from_fn(width, height, |_, _| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            Luma([(state >> 24) as u8])
        });
        for found in faces(&MODEL, look(&noise)).into_iter().chain(codes(look(&noise))) {
            prop_assert!(found.x + found.width <= width && found.y + found.height <= height);
        }
    }
}
