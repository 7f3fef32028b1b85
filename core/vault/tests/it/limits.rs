//! Bombs and things that are no photos are turned away before anything is decoded.

use verband_vault::{Kind, MAX_INPUT, PhotoError, ingest, probe};

use crate::common::{LOSSY_WEBP, chunk, jpeg, pattern, png, riff, webp, webp_of};

/// A PNG with this header and some data.
fn png_of_size(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(*b"IHDR", &header), chunk(*b"IDAT", b"\x78\x01"), chunk(*b"IEND", b"")]
        .concat()
}

/// A small JPEG whose frame header says another size.
fn jpeg_of_size(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut file = jpeg(&pattern(16, 16), |e| e.set_progressive(progressive));
    let marker = if progressive { 0xC2 } else { 0xC0 };
    let frame = file.windows(2).position(|w| w == [0xFF, marker]).expect("it has a frame");
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

fn unit(file: &[u8]) -> Option<&'static str> {
    assert_eq!(probe(file).map(|_| ()), ingest(file).map(|_| ()), "refused by the header alone");
    match probe(file) {
        Err(PhotoError::TooLarge { unit, is, limit }) => {
            assert!(is > limit);
            Some(unit)
        }
        _ => None,
    }
}

#[test]
fn sizes_beyond_the_limits_are_told_from_the_header() {
    let side = Some("pixels on one side");
    assert_eq!(unit(&png_of_size(50_000, 50_000, 8, 2)), side);
    assert_eq!(unit(&png_of_size(12_001, 1, 8, 2)), side);
    assert_eq!(unit(&png_of_size(u32::MAX, u32::MAX, 16, 6)), side);
    assert_eq!(unit(&jpeg_of_size(65_535, 65_535, false)), side);
    assert_eq!(unit(&webp_of(&[riff(*b"VP8L", b"\x2F\xFF\xFF\xFF\x0F")])), side);
    assert_eq!(unit(&png_of_size(12_000, 12_000, 8, 0)), Some("pixels"));
    assert_eq!(unit(&jpeg_of_size(8_001, 8_000, false)), Some("pixels"));
    assert_eq!(unit(&png_of_size(8_000, 8_000, 16, 6)), Some("bytes of memory"));
    assert_eq!(unit(&jpeg_of_size(8_000, 8_000, true)), Some("bytes of memory"));
}

#[test]
fn a_header_that_promises_more_than_its_data_can_hold_is_refused_before_decoding() {
    for file in [png_of_size(8_000, 8_000, 8, 2), jpeg_of_size(8_000, 8_000, false), jpeg_of_size(5_000, 4_000, true)] {
        assert!(probe(&file).is_ok());
        assert_eq!(ingest(&file).err(), Some(PhotoError::Broken("it has fewer data than its size says")));
    }
}

#[test]
fn too_many_bytes_are_refused_whatever_they_are() {
    let mut file = jpeg(&pattern(8, 8), |_| {});
    file.resize(MAX_INPUT + 1, 0);
    assert_eq!(unit(&file), Some("bytes"));
}

#[test]
fn data_that_inflate_to_more_than_the_picture_are_not_inflated_to_the_end() {
    // The data of a large empty picture under the header of a small one.
    let large = png(&image::GrayImage::new(7_000, 7_000).into());
    let mut small = png_of_size(4, 4, 8, 0);
    small.truncate(33);
    small.extend_from_slice(&large[33..]);
    match ingest(&small) {
        Ok(photo) => assert_eq!((photo.width, photo.height), (4, 4)),
        Err(error) => assert!(matches!(error, PhotoError::Broken(_))),
    }
}

#[test]
fn empty_pictures_are_broken() {
    for file in [png_of_size(0, 5, 8, 2), jpeg_of_size(5, 0, false)] {
        assert_eq!(ingest(&file).err(), Some(PhotoError::Broken("it has no pixels")));
    }
}

#[test]
fn only_three_kinds_are_photos() {
    let others: [&[u8]; 9] = [
        b"",
        b"\xFF\xD8",
        b"GIF89a\x01\0\x01\0",
        b"%PDF-1.7",
        b"BM\x46\0\0\0",
        b"II*\0\x08\0\0\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04",
        b"RIFF\x04\0\0\0WAVE",
    ];
    for other in others {
        assert_eq!(ingest(other).err(), Some(PhotoError::NotAPhoto));
        assert_eq!(Kind::of(other), None);
    }
    // What phones make unless they are told not to is called by its name.
    for brand in [b"heic", b"heix", b"mif1", b"avif"] {
        let photo = [b"\0\0\0\x18ftyp", &brand[..], b"\0\0\0\0mif1heic"].concat();
        assert_eq!(ingest(&photo).err(), Some(PhotoError::Heif));
    }
    let picture = pattern(8, 8);
    assert_eq!(Kind::of(&jpeg(&picture, |_| {})), Some(Kind::Jpeg));
    assert_eq!(Kind::of(&png(&picture.clone().into())), Some(Kind::Png));
    assert_eq!(Kind::of(&webp(&picture)), Some(Kind::Webp));
    assert_eq!(Kind::of(LOSSY_WEBP), Some(Kind::Webp));
}

#[test]
fn kinds_of_jpeg_and_webp_that_no_camera_writes_are_named() {
    let mut lossless = jpeg_of_size(16, 16, false);
    let frame = lossless.windows(2).position(|w| w == [0xFF, 0xC0]).expect("it has a frame");
    lossless[frame + 1] = 0xC3;
    let mut deep = jpeg_of_size(16, 16, false);
    deep[frame + 4] = 12;
    let animated = webp_of(&[riff(*b"VP8X", &[0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0]), LOSSY_WEBP[12..].to_vec()]);
    for file in [lossless, deep, animated] {
        assert!(matches!(ingest(&file), Err(PhotoError::Unsupported(_))));
    }
}

#[test]
fn headers_that_contradict_each_other_are_broken() {
    let two_sizes = webp_of(&[riff(*b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 9, 0, 0]), LOSSY_WEBP[12..].to_vec()]);
    let plain = jpeg(&pattern(16, 16), |_| {});
    let frame = plain.windows(2).position(|w| w == [0xFF, 0xC0]).expect("it has a frame");
    let mut two_frames = plain.clone();
    two_frames.splice(frame..frame, plain[frame..frame + 19].iter().copied());
    let mut two_headers = png(&pattern(4, 4).into());
    two_headers.splice(33..33, two_headers[8..33].to_vec());
    for file in [two_sizes, two_frames, two_headers] {
        assert!(matches!(ingest(&file), Err(PhotoError::Broken(_))));
    }
}
