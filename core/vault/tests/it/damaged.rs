//! Damaged files give a photo or a typed error, never a panic and never half a photo.

use std::sync::LazyLock;

use proptest::prelude::*;
use verband_vault::{Kind, PhotoError, export_jpeg, ingest, sample, strip};

use crate::common::{
    DISPLAY_P3, LOSSY_WEBP, decode_jpeg, icc, jpeg, jpeg_with_profile, pattern, png, png_with_profile, riff,
    srgb_curve, tiff, webp, webp_of, webp_with_profile,
};

/// Small files of every kind and layout; the strip is long enough for half-size decoding.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = pattern(40, 24);
    let flags = riff(*b"VP8X", &[0x08, 0, 0, 0, 39, 0, 0, 23, 0, 0]);
    let p3 = icc(*b"RGB ", DISPLAY_P3, &srgb_curve());
    vec![
        jpeg_with_profile(jpeg(&picture, |_| {}), &p3),
        png_with_profile(png(&picture.clone().into()), &p3),
        webp_with_profile(&picture, &p3),
        sample::wound_photo(40, 24, 1),
        jpeg(&picture, |e| e.set_progressive(true)),
        jpeg(&pattern(3900, 8), |e| e.set_restart_interval(3)),
        png(&picture.clone().into()),
        png(&image::DynamicImage::from(picture.clone()).into_rgba16().into()),
        webp(&picture),
        webp_of(&[flags, webp(&picture)[12..].to_vec(), riff(*b"EXIF", &tiff(8, true))]),
        LOSSY_WEBP.to_vec(),
    ]
});

/// Takes in what may be anything, and checks what must hold for whatever gets in.
fn take(bytes: &[u8]) -> Result<(), PhotoError> {
    let photo = ingest(bytes)?;
    let stripped = strip(&photo.original)?;
    assert_eq!(stripped.bytes, photo.original);
    assert!(decode_jpeg(&photo.preview).width() > 0);
    export_jpeg(&photo.original, photo.orientation)?;
    Ok(())
}

#[test]
fn the_undamaged_files_are_taken() {
    for file in FILES.iter() {
        assert_eq!(take(file), Ok(()));
    }
}

#[test]
fn no_truncated_file_is_taken() {
    for file in FILES.iter() {
        for end in 0..file.len() {
            // WebP writers may leave out the last padding byte.
            let whole = Kind::of(file) == Some(Kind::Webp) && end + 1 == file.len();
            assert!(whole || ingest(&file[..end]).is_err(), "{end} of {} bytes", file.len());
        }
    }
}

#[test]
fn a_picture_whose_data_end_early_inside_a_whole_file_is_broken() {
    let file = strip(&jpeg(&pattern(4032, 64), |_| {})).expect("a good picture").bytes;
    let half = [&file[..file.len() / 2], &[0xFF, 0xD9]].concat();
    assert!(matches!(ingest(&half), Err(PhotoError::Broken(_))));
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12);
    (0..FILES.len(), changes, any::<bool>()).prop_map(|(file, changes, header_only)| {
        let mut bytes = FILES[file].clone();
        let reach = if header_only { bytes.len().min(700) } else { bytes.len() };
        for (at, value) in changes {
            bytes[at.index(reach)] = value;
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_damage_makes_it_panic(bytes in damaged()) {
        let _ = take(&bytes);
    }

    #[test]
    fn no_garbage_behind_good_first_bytes_makes_it_panic(file in 0..FILES.len(), head in 0..64_usize, tail: Vec<u8>) {
        let file = &FILES[file];
        let _ = take(&[&file[..head.min(file.len())], &tail].concat());
    }
}
