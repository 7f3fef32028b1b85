//! Preview and thumbnail: their sizes, their likeness to the photo, and that all ways of decoding agree.

use image::imageops::{FilterType, resize};
use image::{DynamicImage, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use verband_vault::{
    Kind, Orientation, PREVIEW_SIDE, PhotoError, THUMBNAIL_BYTES, THUMBNAIL_SIDE, export_jpeg, ingest, sample,
};

use crate::common::{decode_jpeg, jpeg, markers, pattern, png, psnr, webp};

fn quality_of_preview(file: &[u8], picture: &RgbImage) -> f64 {
    let photo = ingest(file).expect("a good photo");
    let preview = decode_jpeg(&photo.preview);
    psnr(&preview, &resize(picture, preview.width(), preview.height(), FilterType::Lanczos3))
}

#[test]
fn sizes_are_bounded_and_nothing_is_enlarged() {
    for (width, height, preview, thumbnail) in [
        (4032, 100, (2016, 50), (320, 8)),
        (100, 4000, (50, 2000), (8, 320)),
        (4080, 60, (2016, 30), (320, 5)),
        (3000, 60, (2016, 40), (320, 6)),
        (8064, 64, (2016, 16), (320, 3)),
        (2017, 40, (2016, 40), (320, 6)),
        (2016, 40, (2016, 40), (320, 6)),
        (300, 200, (300, 200), (300, 200)),
        (5000, 1, (2016, 1), (320, 1)),
        (1, 1, (1, 1), (1, 1)),
    ] {
        let photo = ingest(&jpeg(&pattern(width, height), |_| {})).expect("a good photo");
        assert_eq!((photo.width, photo.height), (width, height));
        assert_eq!(decode_jpeg(&photo.preview).dimensions(), preview, "{width} × {height}");
        assert_eq!(decode_jpeg(&photo.thumbnail).dimensions(), thumbnail, "{width} × {height}");
        assert!(preview.0 <= PREVIEW_SIDE && thumbnail.0 <= THUMBNAIL_SIDE);
    }
}

#[test]
fn half_size_decoding_agrees_with_full_decoding_for_every_layout_that_cameras_write() {
    let picture = pattern(4032, 72);
    let files = [
        ("4:2:0", jpeg(&picture, |_| {})),
        ("4:4:4", jpeg(&picture, |e| e.set_sampling_factor(SamplingFactor::F_1_1))),
        ("4:2:2", jpeg(&picture, |e| e.set_sampling_factor(SamplingFactor::F_2_1))),
        ("4:4:0", jpeg(&picture, |e| e.set_sampling_factor(SamplingFactor::F_1_2))),
        ("restart intervals", jpeg(&picture, |e| e.set_restart_interval(7))),
        ("odd size", jpeg(&pattern(4031, 71), |_| {})),
    ];
    for (what, file) in files {
        // A comparison in colour: chroma at half size goes its own way through the decoder.
        let preview = decode_jpeg(&ingest(&file).expect("a good photo").preview);
        let full = resize(&decode_jpeg(&file), preview.width(), preview.height(), FilterType::Triangle);
        for channel in 0..3 {
            let only = |picture: &RgbImage| {
                RgbImage::from_fn(picture.width(), picture.height(), |x, y| Rgb([picture.get_pixel(x, y)[channel]; 3]))
            };
            let quality = psnr(&only(&preview), &only(&full));
            assert!(quality > 27.0, "{what}, channel {channel}: {quality:.1} dB");
        }
    }
}

#[test]
fn grey_quarter_size_and_unusual_jpegs_look_right() {
    let picture = pattern(4032, 72);
    let grey = DynamicImage::from(picture.clone()).into_luma8();
    let mut file = Vec::new();
    Encoder::new(&mut file, 92).encode(&grey, 4032, 72, ColorType::Luma).expect("encoding into memory");
    assert!(quality_of_preview(&file, &DynamicImage::from(grey).into_rgb8()) > 30.0, "grey");

    let long = pattern(8064, 80);
    assert!(quality_of_preview(&jpeg(&long, |_| {}), &long) > 28.0, "quarter");
    for (what, file) in [
        ("progressive", jpeg(&picture, |e| e.set_progressive(true))),
        ("one scan for each component", jpeg(&picture, |e| e.set_optimized_huffman_tables(true))),
    ] {
        assert!(quality_of_preview(&file, &picture) > 28.0, "{what}");
    }

    // Four luma samples to one of chroma, and in scans of their own: no decoder of ours shows that rightly.
    let rare = jpeg(&picture, |e| e.set_sampling_factor(SamplingFactor::F_4_1));
    assert!(matches!(ingest(&rare), Err(PhotoError::Unsupported(_))));

    let small = pattern(64, 48);
    // Components that are red, green and blue, as Adobe's segment says.
    let mut rgb = Vec::new();
    let mut encoder = Encoder::new(&mut rgb, 92);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(small.as_raw(), 64, 48, ColorType::Ycbcr).expect("encoding into memory");
    rgb.splice(2..20, b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0".iter().copied());
    assert!(quality_of_preview(&rgb, &small) > 30.0, "RGB");
}

#[test]
fn png_and_webp_come_out_as_jpegs_that_look_the_same() {
    let picture = pattern(120, 90);
    let files = [
        (Kind::Png, png(&picture.clone().into())),
        (Kind::Png, png(&DynamicImage::from(picture.clone()).into_rgb16().into())),
        (Kind::Webp, webp(&picture)),
    ];
    for (kind, file) in files {
        let photo = ingest(&file).expect("a good picture");
        assert_eq!(photo.kind, kind);
        let export = export_jpeg(&photo.original, Orientation::UPRIGHT).expect("our own file");
        assert_eq!(markers(&export).first(), Some(&0xD8));
        assert!(psnr(&decode_jpeg(&export), &picture) > 31.0);
        assert!(psnr(&decode_jpeg(&photo.preview), &picture) > 30.0);
    }
    let grey = DynamicImage::from(picture).into_luma8();
    let photo = ingest(&png(&grey.clone().into())).expect("a good picture");
    assert!(psnr(&decode_jpeg(&photo.preview), &DynamicImage::from(grey).into_rgb8()) > 30.0);
}

#[test]
fn transparency_becomes_white_paper() {
    let clear = RgbaImage::from_fn(32, 32, |x, _| Rgba([200, 0, 0, if x < 16 { 0 } else { 255 }]));
    let preview = decode_jpeg(&ingest(&png(&clear.into())).expect("a good picture").preview);
    assert!(preview.get_pixel(4, 16).0.iter().all(|&c| c > 245));
    let red = preview.get_pixel(28, 16).0;
    assert!(red[0] > 180 && red[1] < 30);
}

#[test]
fn a_thumbnail_fits_into_its_event_even_when_it_shows_noise() {
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(400, 400, |_, _| {
        Rgb(std::array::from_fn(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }))
    });
    let thumbnail = ingest(&png(&noise.into())).expect("a good picture").thumbnail;
    assert!(thumbnail.len() <= THUMBNAIL_BYTES, "{} bytes", thumbnail.len());
    assert_eq!(decode_jpeg(&thumbnail).dimensions(), (320, 320));
}

#[test]
fn a_sample_is_the_same_for_the_same_seed_and_another_one_for_another() {
    assert_eq!(sample::wound_photo(80, 60, 1), sample::wound_photo(80, 60, 1));
    assert_ne!(sample::wound_photo(80, 60, 1), sample::wound_photo(80, 60, 2));
}
