//! Nothing that a photo says besides its pixels gets in, and its pixels get in as they are.

use image::DynamicImage;
use jpeg_encoder::SamplingFactor;
use verband_vault::{Kind, export_jpeg, ingest, sample, strip};

use crate::common::{
    LOSSY_WEBP, chunk, decode, decode_jpeg, holds, jpeg, markers, pattern, png, riff, tiff, webp, webp_of, with_segment,
};

#[test]
fn the_sample_loses_all_traces_and_keeps_all_pixels() {
    let taken = sample::wound_photo(320, 240, 3);
    let photo = ingest(&taken).expect("a good photo");
    let export = export_jpeg(&photo.original, photo.orientation).expect("our own file");
    for trace in sample::TRACES {
        assert!(holds(&taken, trace.as_bytes()), "{trace} is in the sample");
        for file in [&photo.original, &photo.preview, &photo.thumbnail, &export] {
            assert!(!holds(file, trace.as_bytes()), "{trace} is left");
        }
    }
    for file in [&photo.original, &photo.preview, &photo.thumbnail, &export] {
        assert!(!holds(file, b"Exif"));
        assert!(markers(file).iter().all(|m| !matches!(m, 0xE1..=0xEF | 0xFE)));
    }
    assert_eq!(photo.kind, Kind::Jpeg);
    assert_eq!(decode_jpeg(&photo.original), decode_jpeg(&taken));
}

#[test]
fn every_kind_of_jpeg_keeps_its_pixels_and_loses_every_application_segment() {
    let picture = pattern(83, 61);
    let files = [
        jpeg(&picture, |_| {}),
        jpeg(&picture, |e| e.set_progressive(true)),
        jpeg(&picture, |e| e.set_restart_interval(2)),
        jpeg(&picture, |e| e.set_sampling_factor(SamplingFactor::F_1_1)),
        jpeg(&picture, |e| e.set_optimized_huffman_tables(true)),
    ];
    for plain in files {
        let mut file = plain.clone();
        for marker in (0xE1..=0xEF).chain([0xFE]) {
            file = with_segment(file, marker, b"SECRET in a segment");
        }
        let jfxx = [&b"JFXX\0\x10"[..], b"SECRET thumbnail"].concat();
        file = with_segment(file, 0xE0, &jfxx);
        // Two pictures and an archive behind the end, as motion photos and portrait modes leave them.
        file.extend_from_slice(&plain);
        file.extend_from_slice(b"PK\x03\x04 SECRET archive");
        let stripped = strip(&file).expect("a good picture").bytes;
        assert!(!holds(&stripped, b"SECRET"));
        assert!(markers(&stripped).iter().all(|m| !matches!(m, 0xE1..=0xEF | 0xFE)));
        let ends: Vec<_> = markers(&stripped).into_iter().filter(|&m| m == 0xD9).collect();
        assert_eq!(ends.len(), 1);
        assert!(stripped.ends_with(&[0xFF, 0xD9]));
        assert_eq!(decode_jpeg(&stripped), decode_jpeg(&plain));
    }
}

#[test]
fn a_jfif_header_keeps_its_meaning_only() {
    let plain = jpeg(&pattern(16, 16), |_| {});
    // Resolution and a thumbnail of one pixel in the JFIF segment itself.
    let body = [b"JFIF\0\x01\x02\x01\x12\x34\x12\x34\x01\x01", &b"\xAA\xBB\xCC"[..]].concat();
    let mut file = plain.clone();
    file.drain(2..20);
    let stripped = strip(&with_segment(file, 0xE0, &body)).expect("a good picture").bytes;
    assert!(!holds(&stripped, b"\x12\x34") && !holds(&stripped, b"\xAA\xBB\xCC"));
    assert_eq!(decode_jpeg(&stripped), decode_jpeg(&plain));
}

#[test]
fn adobes_colour_transform_stays_or_colours_would_change() {
    // RGB without a transform: what Adobe's segment with transform 0 says.
    let mut file = jpeg(&pattern(32, 32), |e| e.set_sampling_factor(SamplingFactor::F_1_1));
    file.drain(2..20);
    let plain = strip(&file).expect("a good picture").bytes;
    let file = with_segment(file, 0xEE, b"Adobe\0\x64\x80\x12\x34\x56\0SECRET");
    let stripped = strip(&file).expect("a good picture").bytes;
    assert!(markers(&stripped).contains(&0xEE));
    assert!(!holds(&stripped, b"SECRET") && !holds(&stripped, b"\x12\x34\x56"));
    assert_eq!(decode_jpeg(&stripped), decode_jpeg(&file));
    assert_ne!(decode_jpeg(&stripped), decode_jpeg(&plain), "the segment matters");
}

#[test]
fn png_keeps_pixels_palette_and_transparency_only() {
    let picture = pattern(40, 30);
    let mut rgba = DynamicImage::from(picture.clone()).into_rgba8();
    rgba.pixels_mut().for_each(|p| p.0[3] = p.0[0]);
    let wide = DynamicImage::from(DynamicImage::from(picture.clone()).into_rgba16());
    for original in [picture.into(), rgba.into(), wide] {
        let mut file = png(&original);
        let mut extra = Vec::new();
        for kind in [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"iCCP", b"pHYs", b"vpAg", b"eXIf", b"acTL", b"sPLT"] {
            extra.extend(chunk(*kind, b"SECRET in a chunk"));
        }
        // Colour hints of a wrong length could smuggle something.
        extra.extend(chunk(*b"gAMA", b"SECRET in a colour hint"));
        file.splice(33..33, extra);
        file.extend_from_slice(b"PK\x03\x04 SECRET archive");
        let stripped = strip(&file).expect("a good picture").bytes;
        assert!(!holds(&stripped, b"SECRET"));
        assert_eq!(decode(&stripped), original);
    }
    // Palette with transparency, one pixel of index 1.
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0];
    let file = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &header),
        chunk(*b"gAMA", &[0, 0, 0xB1, 0x8F]),
        chunk(*b"PLTE", &[1, 2, 3, 40, 50, 60]),
        chunk(*b"tRNS", &[255, 128]),
        chunk(*b"IDAT", &[0x78, 0x01, 0x01, 2, 0, 0xFD, 0xFF, 0, 1, 0, 2, 0, 2]),
        chunk(*b"IEND", &[]),
    ]
    .concat();
    let stripped = strip(&file).expect("a good picture").bytes;
    assert_eq!(stripped, file, "nothing to remove");
    assert_eq!(decode(&stripped).into_rgba8().get_pixel(0, 0).0, [40, 50, 60, 128]);
}

#[test]
fn webp_keeps_pixels_only_and_says_so_in_its_flags() {
    let picture = pattern(41, 30);
    let plain = webp(&picture);
    let flags = |flags: u8, width: u8, height: u8| riff(*b"VP8X", &[flags, 0, 0, 0, width, 0, 0, height, 0, 0]);
    let metadata =
        [riff(*b"EXIF", &tiff(3, false)), riff(*b"XMP ", b"SECRET description"), riff(*b"JUNK", b"SECRET unknown")]
            .concat();
    for (image, width, height) in [(&plain[12..], 40, 29), (&LOSSY_WEBP[12..], 0, 0)] {
        let mut file =
            webp_of(&[flags(0x2C, width, height), riff(*b"ICCP", b"SECRET profile"), image.to_vec(), metadata.clone()]);
        file.extend_from_slice(b"PK\x03\x04 SECRET archive");
        let stripped = strip(&file).expect("a good picture");
        assert_eq!(stripped.orientation.value(), 3);
        assert_eq!(stripped.bytes, webp_of(&[flags(0, width, height), image.to_vec()]));
        assert_eq!(decode(&stripped.bytes), decode(&webp_of(&[image.to_vec()])));
    }
    assert_eq!(strip(&plain).expect("a good picture").bytes, plain, "nothing to remove");
}

#[test]
fn stripping_twice_changes_nothing() {
    let picture = pattern(50, 40);
    for file in [sample::wound_photo(96, 64, 1), png(&picture.clone().into()), webp(&picture)] {
        let once = strip(&file).expect("a good picture").bytes;
        let twice = strip(&once).expect("our own file");
        assert_eq!(twice.bytes, once);
        assert_eq!(twice.orientation.value(), 1);
    }
}

#[test]
fn an_upright_jpeg_is_exported_byte_for_byte() {
    let photo = ingest(&jpeg(&pattern(64, 48), |_| {})).expect("a good photo");
    assert_eq!(export_jpeg(&photo.original, photo.orientation).expect("our own file"), photo.original);
}
