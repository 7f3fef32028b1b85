//! Photos whose numbers do not mean sRGB are shown in their colours, and say nothing of the device that wrote them.

use std::io::Cursor;

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{ImageDecoder, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};
use verband_vault::{Kind, Orientation, PhotoError, export_jpeg, ingest, probe, strip};
use zune_jpeg::{JpegDecoder, zune_core::bytestream::ZCursor};

use crate::common::{
    DISPLAY_P3, Primaries, decode, decode_jpeg, holds, icc, jpeg, jpeg_with_profile, markers, pattern, png,
    png_with_profile, srgb_curve, webp_with_profile,
};

const ADOBE_RGB: Primaries = [[39_960, 20_389, 1_276], [13_453, 41_004, 3_989], [9_777, 4_143, 48_795]];
const SRGB: Primaries = [[28_578, 14_581, 912], [25_241, 46_981, 6_362], [9_376, 3_972, 46_799]];

/// Side of a patch of one colour.
const PATCH: u32 = 32;
/// Colours by their numbers in the photo, and in sRGB as Little CMS 2.19 converts them from Display P3 and from Adobe RGB
/// (relative colorimetric): greys, primaries beyond sRGB, skin, wounds.
const PATCHES: [[[u8; 3]; 3]; 14] = [
    [[255, 255, 255], [255, 255, 255], [255, 255, 255]],
    [[128, 128, 128], [128, 128, 128], [129, 129, 129]],
    [[20, 20, 20], [20, 20, 20], [12, 12, 12]],
    [[255, 0, 0], [255, 0, 0], [255, 0, 0]],
    [[0, 255, 0], [0, 255, 0], [0, 255, 0]],
    [[0, 0, 255], [0, 0, 255], [0, 0, 255]],
    [[200, 60, 50], [217, 42, 39], [231, 57, 46]],
    [[222, 174, 146], [231, 172, 141], [239, 176, 146]],
    [[150, 28, 30], [164, 0, 21], [176, 21, 24]],
    [[206, 168, 84], [213, 166, 66], [220, 170, 77]],
    [[40, 90, 160], [10, 91, 165], [0, 90, 164]],
    [[64, 190, 110], [0, 193, 101], [0, 191, 105]],
    [[250, 230, 40], [254, 229, 0], [255, 231, 0]],
    [[5, 60, 5], [0, 61, 0], [0, 57, 0]],
];

fn patches() -> RgbImage {
    RgbImage::from_fn(PATCH * PATCHES.len() as u32, PATCH, |x, _| Rgb(PATCHES[(x / PATCH) as usize][0]))
}

fn p3() -> Vec<u8> {
    icc(*b"RGB ", DISPLAY_P3, &srgb_curve())
}

fn adobe() -> Vec<u8> {
    icc(*b"RGB ", ADOBE_RGB, b"curv\0\0\0\0\0\0\0\x01\x02\x33")
}

/// The same pixels as a file of every kind, with a profile.
fn files(picture: &RgbImage, icc: &[u8]) -> [Vec<u8>; 3] {
    [
        jpeg_with_profile(jpeg(picture, |_| {}), icc),
        png_with_profile(png(&picture.clone().into()), icc),
        webp_with_profile(picture, icc),
    ]
}

/// What another decoder finds as the profile of a file.
fn profile(file: &[u8]) -> Option<Vec<u8>> {
    match Kind::of(file).expect("a photo") {
        Kind::Jpeg => {
            let mut decoder = JpegDecoder::new(ZCursor::new(file));
            decoder.decode_headers().expect("a good header");
            decoder.icc_profile()
        }
        Kind::Png => PngDecoder::new(Cursor::new(file)).expect("a good header").icc_profile().expect("readable"),
        Kind::Webp => WebPDecoder::new(Cursor::new(file)).expect("a good header").icc_profile().expect("readable"),
    }
}

/// The three numbers of a tag of a profile.
fn tag(icc: &[u8], name: [u8; 4]) -> [i32; 3] {
    let word = |at: usize| u32::from_be_bytes(*icc[at..].first_chunk().expect("four bytes"));
    let entry = icc.windows(4).position(|four| four == name).expect("the tag is there");
    let start = word(entry + 4) as usize;
    [8, 12, 16].map(|offset| word(start + offset).cast_signed())
}

/// CIE L*a*b* of sRGB numbers.
fn lab(rgb: [f64; 3]) -> [f64; 3] {
    let [red, green, blue] = rgb.map(|number| {
        let number = number / 255.0;
        if number <= 0.040_45 { number / 12.92 } else { ((number + 0.055) / 1.055).powf(2.4) }
    });
    let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    let y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    let z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0890);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Checks that a JPEG of ours shows each patch as column `space` has it.
fn check(file: &[u8], space: usize, what: &str) {
    let shown = decode_jpeg(file);
    let tenth = |tenths: usize| shown.width() * tenths as u32 / (10 * PATCHES.len() as u32);
    for (at, colours) in PATCHES.iter().enumerate() {
        let (left, reach) = (tenth(10 * at + 3), tenth(4));
        let inside = |channel: usize| {
            let pixels = (left..left + reach).flat_map(|x| (0..shown.height()).map(move |y| (x, y)));
            let sum: f64 = pixels.map(|(x, y)| f64::from(shown.get_pixel(x, y)[channel])).sum();
            sum / f64::from(reach * shown.height())
        };
        let is = [0, 1, 2].map(inside);
        let wanted = colours[space];
        let difference = lab(is).into_iter().zip(lab(wanted.map(f64::from))).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        assert!(difference.sqrt() < 2.5, "{what}: {wanted:?} became {is:?}, ΔE {:.1}", difference.sqrt());
    }
}

#[test]
fn previews_thumbnails_and_exports_have_the_colours_of_the_photo_in_srgb() {
    for (space, icc) in [(1, p3()), (2, adobe())] {
        for file in files(&patches(), &icc) {
            let photo = ingest(&file).expect("a good photo");
            let export = export_jpeg(&photo.original, photo.orientation).expect("our own file");
            for (name, shown) in [("preview", &photo.preview), ("thumbnail", &photo.thumbnail), ("export", &export)] {
                check(shown, space, &format!("{name} of {:?} from space {space}", photo.kind));
                assert!(markers(shown).iter().all(|m| !matches!(m, 0xE1..=0xEF)), "sRGB goes without saying");
            }
        }
    }
}

#[test]
fn an_original_says_its_colours_in_our_words_only() {
    let picture = pattern(60, 40);
    // Another device measured its own screen.
    let other = icc(*b"RGB ", DISPLAY_P3.map(|xyz| xyz.map(|value| value + 9)), &srgb_curve());
    for (one, other) in files(&picture, &p3()).iter().zip(files(&picture, &other)) {
        let stripped = strip(one).expect("a good picture").bytes;
        assert!(!holds(&stripped, b"SECR") && !holds(&stripped, b"S\0E\0C\0R"));
        let kept = profile(&stripped).expect("it has one");
        assert!(!holds(&kept, b"SECR") && !holds(&kept, b"S\0E\0C\0R"));
        for (name, wanted) in [*b"rXYZ", *b"gXYZ", *b"bXYZ"].into_iter().zip(DISPLAY_P3) {
            let stated = tag(&kept, name);
            assert!(stated.into_iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 1), "{stated:?}, not {wanted:?}");
        }
        assert_eq!(
            profile(&strip(&other).expect("a good picture").bytes),
            Some(kept),
            "it tells no device from another"
        );
        assert_eq!(strip(&stripped).expect("our own file").bytes, stripped);
        match probe(one).expect("a photo").kind {
            Kind::Jpeg => assert_eq!(decode_jpeg(&stripped), decode_jpeg(one)),
            _ => assert_eq!(decode(&stripped), decode(one)),
        }
    }
}

#[test]
fn what_is_srgb_or_says_nothing_of_rgb_stays_as_it_is() {
    let srgb = icc(*b"RGB ", SRGB, &srgb_curve());
    let grey = icc(*b"GRAY", DISPLAY_P3, &srgb_curve());
    let mut count = p3();
    count[128..132].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut outside = p3();
    let at = outside.windows(4).position(|four| four == b"gXYZ").expect("a tag");
    outside[at + 4..at + 8].copy_from_slice(&u32::MAX.to_be_bytes());
    let plain = files(&patches(), b"");
    for icc in [srgb, grey, count, outside, p3()[..300].to_vec(), p3()[..20].to_vec(), Vec::new()] {
        for (file, plain) in files(&patches(), &icc).iter().zip(&plain) {
            let photo = ingest(file).expect("metadata do not make a picture unreadable");
            assert_eq!(profile(&photo.original), None);
            assert_eq!(photo.original, strip(plain).expect("a good picture").bytes);
            assert_eq!(photo.preview, ingest(plain).expect("a good picture").preview);
            if photo.kind == Kind::Jpeg {
                assert_eq!(export_jpeg(&photo.original, Orientation::UPRIGHT).expect("our own file"), photo.original);
            }
        }
    }
}

#[test]
fn a_jpeg_for_printing_is_refused_by_its_header() {
    let cmyk: Vec<u8> = pattern(64, 48).pixels().flat_map(|p| [255 - p[0], 255 - p[1], 255 - p[2], 0]).collect();
    for colours in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut file = Vec::new();
        Encoder::new(&mut file, 92).encode(&cmyk, 64, 48, colours).expect("encoding into memory");
        let refused = probe(&file).expect_err("inks are no light");
        assert_eq!(refused, PhotoError::Unsupported("JPEG in CMYK, for printing"));
    }
}
