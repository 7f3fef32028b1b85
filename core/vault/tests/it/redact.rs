//! What was covered is nowhere in what leaves: pictures that differ only there come out the same, byte for byte.

use image::{Rgb, RgbImage};
use jpeg_encoder::SamplingFactor;
use proptest::prelude::*;
use verband_protocol::port::Entropy;
use verband_vault::redact::{
    CoverFill, CoverShape, MAX_MARKS, MarkError, PhotoArea, PhotoMark, PhotoPoint, RedactError, redact,
};
use verband_vault::{Kind, Orientation, Photo, PhotoError, ingest, sample};

use crate::common::{
    DISPLAY_P3, decode_jpeg, holds, icc, jpeg, jpeg_with_profile, markers, pattern, png, srgb_curve, upright, webp,
};

/// Chance that is none.
struct Dice(u8);

impl Entropy for Dice {
    fn fill(&self, out: &mut [u8]) {
        out.fill(self.0);
    }
}

const DICE: Dice = Dice(0x80);

fn area(x: i32, y: i32, width: u32, height: u32) -> PhotoArea {
    PhotoArea { x, y, width, height }
}

fn cover(x: i32, y: i32, width: u32, height: u32, fill: CoverFill) -> PhotoMark {
    PhotoMark::Cover { shape: CoverShape::Rectangle(area(x, y, width, height)), fill }
}

fn outputs(photo: Photo) -> [Vec<u8>; 3] {
    [photo.original, photo.preview, photo.thumbnail]
}

/// Files of each kind with the same pixels.
fn files(picture: &RgbImage) -> Vec<(&'static str, Vec<u8>)> {
    let p3 = icc(*b"RGB ", DISPLAY_P3, &srgb_curve());
    vec![
        ("JPEG", jpeg(picture, |_| {})),
        ("JPEG in Display P3", jpeg_with_profile(jpeg(picture, |_| {}), &p3)),
        ("JPEG 4:4:4", jpeg(picture, |e| e.set_sampling_factor(SamplingFactor::F_1_1))),
        ("JPEG 4:2:2", jpeg(picture, |e| e.set_sampling_factor(SamplingFactor::F_2_1))),
        ("JPEG 4:1:1", jpeg(picture, |e| e.set_sampling_factor(SamplingFactor::F_4_1))),
        ("progressive JPEG", jpeg(picture, |e| e.set_progressive(true))),
        ("PNG", png(&picture.clone().into())),
        ("WebP", webp(picture)),
    ]
}

/// A picture of noise, and the same with other noise wherever `covered` says so of an upright pixel.
fn twins(
    (width, height): (u32, u32),
    orientation: Orientation,
    seed: u64,
    covered: impl Fn(i32, i32) -> bool,
) -> (RgbImage, RgbImage) {
    let mut state = seed | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    let one = RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()]));
    // Where each stored pixel comes to lie is asked of another library.
    let places = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 0]));
    let mut other = one.clone();
    for (x, y, place) in upright(&places, orientation.value()).enumerate_pixels() {
        if covered(x.cast_signed(), y.cast_signed()) {
            other.put_pixel(place[0].into(), place[1].into(), Rgb([next(), next(), next()]));
        }
    }
    (one, other)
}

/// Whether a shape goes over a pixel, told without the code under test.
fn over(shape: &CoverShape, x: i32, y: i32) -> bool {
    match shape {
        CoverShape::Rectangle(a) => {
            (a.x..a.x + a.width.cast_signed()).contains(&x) && (a.y..a.y + a.height.cast_signed()).contains(&y)
        }
        CoverShape::Stroke { points, width } => points.windows(2).any(|pair| {
            (0..=200).any(|step| {
                let share = f64::from(step) / 200.0;
                let between = |from: i32, to: i32| f64::from(from) + share * f64::from(to - from);
                let (u, v) = (between(pair[0].x, pair[1].x), between(pair[0].y, pair[1].y));
                (u - f64::from(x)).hypot(v - f64::from(y)) <= f64::from(*width) / 2.0
            })
        }),
    }
}

fn shape() -> impl Strategy<Value = CoverShape> {
    let point = || (0..100, 0..100).prop_map(|(x, y)| PhotoPoint { x, y });
    prop_oneof![
        (0..60, 0..60, 1..50_u32, 1..50_u32).prop_map(|(x, y, w, h)| CoverShape::Rectangle(area(x, y, w, h))),
        (prop::collection::vec(point(), 2..5), 1..20_u32)
            .prop_map(|(points, width)| CoverShape::Stroke { points, width }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The promise. Noise on both sides of the border is the hardest case: whatever survives shows.
    #[test]
    fn no_pixel_under_a_solid_cover_survives(
        size in (60..121_u32, 60..121_u32),
        held in 1..9_u8,
        seed in any::<u64>(),
        shapes in prop::collection::vec(shape(), 1..4),
        text in any::<bool>(),
    ) {
        let orientation = Orientation::new(held).expect("1 to 8");
        let (one, other) = twins(size, orientation, seed, |x, y| shapes.iter().any(|shape| over(shape, x, y)));
        prop_assume!(one != other);
        let mut marks: Vec<PhotoMark> =
            shapes.into_iter().map(|shape| PhotoMark::Cover { shape, fill: CoverFill::Solid }).collect();
        // Neither does it come back through what else is painted.
        marks.push(PhotoMark::Arrow { from: PhotoPoint { x: 5, y: 50 }, to: PhotoPoint { x: 50, y: 5 } });
        if text {
            marks.push(cover(0, 0, 40, 40, CoverFill::Pixelated));
            marks.push(PhotoMark::Text { at: PhotoPoint { x: 10, y: 10 }, text: "Ferse".into() });
        }
        for ((name, one), (_, other)) in files(&one).into_iter().zip(files(&other)) {
            let [one, other] = [one, other].map(|file| redact(&file, Some(orientation), &marks, &DICE));
            match (one, other) {
                (Ok(one), Ok(other)) => prop_assert!(outputs(one) == outputs(other), "{} differs", name),
                // A stroke may lie outside of a small picture; then it does so for both.
                (one, other) => prop_assert_eq!(one.err(), other.err()),
            }
        }
    }

    /// Of a coarse cover only the means of its parts count: pixels that change places within one change nothing.
    #[test]
    fn a_coarse_cover_knows_means_only(seed in any::<u64>(), dice in any::<u8>()) {
        // Eight parts of 16 pixels across, each of which holds tiles of 2 × 2 pixels, which share their colour.
        let (one, _) = twins((160, 160), Orientation::UPRIGHT, seed, |_, _| false);
        let other = RgbImage::from_fn(160, 160, |x, y| {
            let inside = (16..144).contains(&x) && (16..144).contains(&y);
            if inside { *one.get_pixel(x ^ 0b0110, y ^ 0b1100) } else { *one.get_pixel(x, y) }
        });
        prop_assert!(one != other);
        let marks = [cover(20, 20, 120, 120, CoverFill::Pixelated)];
        let [one, other] = [one, other].map(|picture| {
            redact(&png(&picture.into()), None, &marks, &Dice(dice)).map(outputs).expect("redacted")
        });
        prop_assert!(one == other);
    }
}

#[test]
fn a_cover_is_black_to_its_edges_in_all_sizes() {
    let photo = jpeg(&pattern(640, 480), |_| {});
    let photo = redact(&photo, None, &[cover(100, 90, 200, 150, CoverFill::Solid)], &DICE).expect("redacted");
    assert_eq!(
        (photo.kind, photo.orientation, photo.width, photo.height),
        (Kind::Jpeg, Orientation::UPRIGHT, 640, 480)
    );
    for (name, picture, scale) in
        [("original", &photo.original, 1), ("preview", &photo.preview, 1), ("thumbnail", &photo.thumbnail, 2)]
    {
        let picture = decode_jpeg(picture);
        assert_eq!(picture.width(), 640 / scale);
        for (x, y) in [(100, 90), (299, 90), (100, 239), (299, 239), (200, 160)] {
            let pixel = picture.get_pixel(x / scale, y / scale);
            assert!(pixel.0.iter().all(|&channel| channel < 24), "{name}: {pixel:?} at {x}, {y}");
        }
        let free = picture.get_pixel(400 / scale, 400 / scale);
        assert!(free.0.iter().any(|&channel| channel > 90), "{name} shows the rest");
    }
}

#[test]
fn marks_are_where_the_upright_photo_shows_them() {
    for orientation in Orientation::ALL {
        let photo = sample::wound_photo_held(203, 157, 1, orientation);
        let shown = decode_jpeg(&ingest(&photo).expect("a photo").preview);
        // Both ways to know how it was held: by the file, and by what we keep beside it.
        let kept = ingest(&photo).expect("a photo");
        let marks = [cover(0, 0, 40, 30, CoverFill::Solid)];
        for redacted in [redact(&photo, None, &marks, &DICE), redact(&kept.original, Some(orientation), &marks, &DICE)]
        {
            let redacted = redacted.expect("redacted");
            assert_eq!((redacted.width, redacted.height), shown.dimensions());
            let picture = decode_jpeg(&redacted.original);
            assert!(picture.get_pixel(20, 15).0.iter().all(|&channel| channel < 24), "{orientation:?}");
            let (x, y) = (picture.width() - 20, picture.height() - 20);
            let near = picture.get_pixel(x, y).0.iter().zip(shown.get_pixel(x, y).0).all(|(a, b)| a.abs_diff(b) < 40);
            assert!(near, "{orientation:?}: the rest is as it was");
        }
    }
}

#[test]
fn nothing_of_the_file_comes_along() {
    let photo = sample::wound_photo(400, 300, 7);
    let photo = redact(&photo, None, &[cover(10, 10, 60, 60, CoverFill::Pixelated)], &DICE).expect("redacted");
    for output in outputs(photo) {
        for trace in sample::TRACES {
            assert!(!holds(&output, trace.as_bytes()), "{trace} is gone");
        }
        assert!(markers(&output).iter().all(|marker| !(0xE1..=0xEF).contains(marker) && *marker != 0xFE));
    }
}

#[test]
fn a_coarse_cover_has_eight_parts_at_most_and_noise_upon_them() {
    let photo = jpeg(&pattern(640, 480), |_| {});
    // Many small boxes that touch are as coarse as the one that holds them all.
    let small: Vec<PhotoMark> = (0..20).map(|at| cover(100 + 16 * at, 100, 16, 200, CoverFill::Pixelated)).collect();
    let large = [cover(100, 100, 320, 200, CoverFill::Pixelated)];
    let [small, large] = [&small[..], &large].map(|marks| redact(&photo, None, marks, &DICE).expect("redacted"));
    assert_eq!(
        outputs(small),
        outputs(redact(&photo, None, &[cover(100, 100, 320, 200, CoverFill::Pixelated)], &DICE).expect("redacted"))
    );
    let row: Vec<u8> = {
        let picture = decode_jpeg(&large.original);
        (104..416).map(|x| picture.get_pixel(x, 200)[0]).collect()
    };
    let steps = row.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) > 5).count();
    assert!(steps <= 2 * 8, "{steps} steps along the row");
    let other =
        redact(&photo, None, &[cover(100, 100, 320, 200, CoverFill::Pixelated)], &Dice(0x10)).expect("redacted");
    assert_ne!(outputs(other), outputs(large), "chance decides too");
}

#[test]
fn arrows_and_letters_stand_where_they_were_put() {
    let photo = jpeg(&RgbImage::from_pixel(800, 600, Rgb([200, 120, 110])), |_| {});
    let arrow = PhotoMark::Arrow { from: PhotoPoint { x: 700, y: 500 }, to: PhotoPoint { x: 400, y: 300 } };
    // Beyond the lower right corner: it moves inwards.
    let text = PhotoMark::Text { at: PhotoPoint { x: 790, y: 590 }, text: "Größe – Ödem".into() };
    let redacted = redact(&photo, None, &[arrow, text], &DICE).expect("painted");
    let picture = decode_jpeg(&redacted.original);
    let skin = |x: u32, y: u32| picture.get_pixel(x, y).0.iter().zip([200, 120, 110]).all(|(a, b)| a.abs_diff(b) < 12);
    assert!(skin(100, 100) && skin(550, 300), "the rest is as it was");
    assert!(!skin(550, 400), "the arrow's shaft");
    assert!(!skin(430, 302), "its head");
    let plate = (600..799).flat_map(|x| (572..599).map(move |y| (x, y)));
    let (white, black) = plate.fold((0, 0), |(white, black), (x, y)| {
        let luma = picture.get_pixel(x, y)[1];
        (white + u32::from(luma > 200), black + u32::from(luma < 60))
    });
    assert!(white > 300 && black > 1_000, "{white} white and {black} black pixels");
}

#[test]
fn what_cannot_be_painted_is_refused() {
    let photo = sample::wound_photo(64, 48, 1);
    let text = |text: &str| PhotoMark::Text { at: PhotoPoint { x: 0, y: 0 }, text: text.to_owned() };
    let stroke = |points: usize, width| PhotoMark::Cover {
        shape: CoverShape::Stroke { points: vec![PhotoPoint { x: 1, y: 1 }; points], width },
        fill: CoverFill::Solid,
    };
    let outside = MarkError::Outside { width: 48, height: 64 };
    let at = PhotoPoint { x: 3, y: 3 };
    for (mark, expected) in [
        (cover(48, 0, 10, 10, CoverFill::Solid), outside),
        (cover(-10, 0, 10, 10, CoverFill::Pixelated), outside),
        (cover(i32::MIN, i32::MIN, 5, 5, CoverFill::Solid), outside),
        (cover(0, 0, 0, 10, CoverFill::Solid), MarkError::Empty),
        (stroke(0, 5), MarkError::Empty),
        (stroke(1, 0), MarkError::Empty),
        (stroke(5_001, 5), MarkError::TooLong(5_000)),
        (PhotoMark::Arrow { from: at, to: at }, MarkError::Empty),
        (text("  "), MarkError::Empty),
        (text("Ferse ✓"), MarkError::Letter('✓')),
        (text(&"x".repeat(201)), MarkError::TooLong(200)),
    ] {
        let refused = redact(&photo, None, std::slice::from_ref(&mark), &DICE).err();
        assert_eq!(refused, Some(RedactError::Mark(expected)), "{mark:?}");
    }
    let many = vec![stroke(1, 5); MAX_MARKS + 1];
    assert_eq!(redact(&photo, None, &many, &DICE).err(), Some(RedactError::Mark(MarkError::TooMany)));
    assert_eq!(redact(b"no photo", None, &[], &DICE).err(), Some(RedactError::Photo(PhotoError::NotAPhoto)));
    // Numbers at the ends of what there is.
    let extreme = PhotoMark::Cover {
        shape: CoverShape::Stroke {
            points: vec![PhotoPoint { x: i32::MIN, y: i32::MIN }, PhotoPoint { x: i32::MAX, y: i32::MAX }],
            width: u32::MAX,
        },
        fill: CoverFill::Pixelated,
    };
    let far = PhotoMark::Arrow { from: PhotoPoint { x: i32::MIN, y: 0 }, to: PhotoPoint { x: i32::MAX, y: 40 } };
    let huge = cover(i32::MIN, i32::MIN, u32::MAX, u32::MAX, CoverFill::Solid);
    redact(&photo, None, &[extreme, far, huge, text("W"), stroke(1, 3)], &DICE).expect("all of it is covered");
}
