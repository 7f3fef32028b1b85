//! However the camera was held, people see the photo upright.

use verband_vault::{Orientation, export_jpeg, ingest, sample, strip};

use crate::common::{chunk, decode_jpeg, pattern, png, psnr, riff, tiff, upright, webp, webp_of};

#[test]
fn preview_and_export_are_upright_for_all_eight_orientations() {
    // Sizes with and without remainders of blocks and of the tiles in which pixels are turned.
    for (width, height) in [(160, 96), (99, 61), (7, 50), (3, 2)] {
        for orientation in Orientation::ALL {
            let taken = sample::wound_photo_held(width, height, 5, orientation);
            let expected = upright(&decode_jpeg(&taken), orientation.value());
            let photo = ingest(&taken).expect("a good photo");
            assert_eq!(photo.orientation, orientation);
            assert_eq!((photo.width, photo.height), expected.dimensions());
            let preview = psnr(&decode_jpeg(&photo.preview), &expected);
            let export = export_jpeg(&photo.original, orientation).expect("our own file");
            let export = psnr(&decode_jpeg(&export), &expected);
            // In a picture of six pixels, chroma of half the size is most of the picture.
            let least = if width < 5 { 25.0 } else { 30.0 };
            let what = format!("{width} × {height} held as {}", orientation.value());
            assert!(preview > least, "{what}: preview {preview:.1} dB");
            assert!(export > least, "{what}: export {export:.1} dB");
        }
    }
}

#[test]
fn a_photo_that_is_decoded_at_half_size_is_upright_too() {
    for orientation in Orientation::ALL {
        let taken = sample::wound_photo_held(4032, 80, 1, orientation);
        let photo = ingest(&taken).expect("a good photo");
        let original = upright(&decode_jpeg(&taken), orientation.value());
        let (width, height) = original.dimensions();
        let expected = image::imageops::resize(&original, width / 2, height / 2, image::imageops::FilterType::Triangle);
        let quality = psnr(&decode_jpeg(&photo.preview), &expected);
        assert!(quality > 29.0, "{}: {quality:.1} dB", orientation.value());
    }
}

#[test]
fn the_sides_are_those_seen_by_people() {
    let photo = ingest(&sample::wound_photo(160, 96, 0)).expect("a good photo");
    assert_eq!(photo.orientation.value(), 6);
    assert_eq!((photo.width, photo.height), (96, 160));
}

#[test]
fn orientation_is_read_from_every_kind_of_file_in_both_byte_orders() {
    let picture = pattern(48, 32);
    let plain_png = png(&picture.clone().into());
    let plain_webp = webp(&picture);
    for orientation in 1..=8 {
        for big in [true, false] {
            let exif = tiff(orientation, big);
            let mut with_chunk = plain_png.clone();
            // Behind IHDR, which ends at byte 33.
            with_chunk.splice(33..33, chunk(*b"eXIf", &exif));
            let mut flags = vec![0x08, 0, 0, 0, 47, 0, 0, 31, 0, 0];
            let bare = webp_of(&[riff(*b"VP8X", &flags), plain_webp[12..].to_vec(), riff(*b"EXIF", &exif)]);
            flags[0] |= 0x04;
            let prefixed = [b"Exif\0\0", &exif[..]].concat();
            let prefixed = webp_of(&[riff(*b"VP8X", &flags), plain_webp[12..].to_vec(), riff(*b"EXIF", &prefixed)]);
            let mut jpeg = crate::common::jpeg(&picture, |_| {});
            let body = [b"Exif\0\0", &exif[..]].concat();
            let length = (body.len() as u16 + 2).to_be_bytes();
            jpeg.splice(2..2, [&[0xFF, 0xE1], &length[..], &body].concat());
            for file in [with_chunk, bare, prefixed, jpeg] {
                let stripped = strip(&file).expect("a good picture");
                assert_eq!(stripped.orientation.value(), orientation, "big endian: {big}");
                let photo = ingest(&file).expect("a good picture");
                let expected = upright(&picture, orientation);
                assert!(psnr(&decode_jpeg(&photo.preview), &expected) > 29.0);
            }
        }
    }
}

#[test]
fn nonsense_in_exif_means_upright() {
    let good = tiff(6, true);
    let mut outside = good.clone();
    outside[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut value = good.clone();
    value[31] = 9;
    let mut kind = good.clone();
    kind[25] = 4;
    let mut endless = good.clone();
    endless[8..10].copy_from_slice(&u16::MAX.to_be_bytes());
    endless[22] = 0x77;
    for exif in [outside, value, kind, endless, good[..5].to_vec(), Vec::new()] {
        let mut file = png(&pattern(8, 8).into());
        file.splice(33..33, chunk(*b"eXIf", &exif));
        let stripped = strip(&file).expect("metadata do not make a picture unreadable");
        assert_eq!(stripped.orientation, Orientation::UPRIGHT);
    }
}
