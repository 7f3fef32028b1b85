//! Pictures to take in, and other people's decoders to look at the result.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_jpeg::zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

/// A picture with edges, gradients and colours that looks different from all eight sides.
pub(crate) fn pattern(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |at: u32, size: u32, most: u32| (at * most / size.max(1)) as u8;
        let mark = x < width / 3 && y < height / 4;
        let grid = if (x / 24 + y / 24) % 2 == 0 { 40 } else { 0 };
        if mark { [220, 40, 40].into() } else { [wave(x, width, 200), wave(y, height, 180) + grid, 90 + grid].into() }
    })
}

/// Encodes as other people's cameras would; `set` changes what it likes.
pub(crate) fn jpeg(picture: &RgbImage, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 92);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    set(&mut encoder);
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).expect("encoding into memory");
    out
}

pub(crate) fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut out = Vec::new();
    picture.write_with_encoder(image::codecs::png::PngEncoder::new(&mut out)).expect("encoding into memory");
    out
}

/// A lossless WebP without further chunks.
pub(crate) fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image::codecs::webp::WebPEncoder::new_lossless(&mut out)
        .write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .expect("encoding into memory");
    out
}

/// A lossy WebP of one pixel.
pub(crate) const LOSSY_WEBP: &[u8] =
    b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0";

/// Decodes a JPEG; orientation, if there were any, is left alone.
pub(crate) fn decode_jpeg(bytes: &[u8]) -> RgbImage {
    let options = DecoderOptions::default().set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().expect("a whole JPEG");
    let info = decoder.info().expect("decoded just now");
    RgbImage::from_raw(info.width.into(), info.height.into(), pixels).expect("three bytes a pixel")
}

/// Decodes a PNG or WebP with all its channels.
pub(crate) fn decode(bytes: &[u8]) -> DynamicImage {
    image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .expect("reading memory")
        .decode()
        .expect("a whole picture")
}

/// Turns pixels upright as the Exif standard says, with another library's code.
pub(crate) fn upright(picture: &RgbImage, orientation: u8) -> RgbImage {
    let mut picture = DynamicImage::from(picture.clone());
    picture.apply_orientation(image::metadata::Orientation::from_exif(orientation).expect("1 to 8"));
    picture.into_rgb8()
}

/// Peak signal to noise ratio of luma in decibels. Above 30 two pictures look the same at a glance.
pub(crate) fn psnr(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let luma = |p: &image::Rgb<u8>| {
        let [r, g, b] = p.0.map(f64::from);
        0.299 * r + 0.587 * g + 0.114 * b
    };
    let sum: f64 = a.pixels().zip(b.pixels()).map(|(a, b)| (luma(a) - luma(b)).powi(2)).sum();
    let mean = sum / f64::from(a.width() * a.height());
    10.0 * (255.0 * 255.0 / mean.max(1e-9)).log10()
}

/// The markers of a JPEG in order, found by a walk of this test's own.
pub(crate) fn markers(jpeg: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < jpeg.len() {
        assert_eq!(jpeg[at], 0xFF, "a marker at {at}");
        let marker = jpeg[at + 1];
        found.push(marker);
        at += 2;
        if marker == 0xD8 || marker == 0xD9 {
            continue;
        }
        at += usize::from(u16::from_be_bytes([jpeg[at], jpeg[at + 1]]));
        if marker == 0xDA {
            while jpeg[at] != 0xFF || jpeg[at + 1] == 0 || (0xD0..=0xD7).contains(&jpeg[at + 1]) {
                at += 1;
            }
        }
    }
    found
}

/// Adds a segment behind SOI.
pub(crate) fn with_segment(mut jpeg: Vec<u8>, marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    jpeg.splice(2..2, [&[0xFF, marker], &length[..], body].concat());
    jpeg
}

/// Whether `bytes` hold `part` anywhere.
pub(crate) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A PNG chunk.
pub(crate) fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let checksum = !kind.iter().chain(data).fold(!0_u32, |mut crc, &byte| {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    });
    [&(data.len() as u32).to_be_bytes()[..], &kind, data, &checksum.to_be_bytes()].concat()
}

/// A RIFF chunk with its padding.
pub(crate) fn riff(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    [&kind[..], &(data.len() as u32).to_le_bytes()[..], data, padding].concat()
}

/// A WebP of these chunks.
pub(crate) fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    riff(*b"RIFF", &body)
}

/// A TIFF structure that says an orientation and a secret, in either byte order.
pub(crate) fn tiff(orientation: u8, big: bool) -> Vec<u8> {
    let short = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut out = if big { b"MM".to_vec() } else { b"II".to_vec() };
    out.extend(short(42));
    out.extend(long(8));
    out.extend(short(2));
    // Make, eleven bytes of text behind the directory.
    out.extend([&short(0x010F)[..], &short(2), &long(11), &long(38)].concat());
    out.extend([&short(0x0112)[..], &short(3), &long(1), &short(orientation.into()), &[0, 0]].concat());
    out.extend(long(0));
    out.extend(b"SECRET-4711");
    out
}

/// Red, green and blue as XYZ under D50, in 1/65536.
pub(crate) type Primaries = [[i32; 3]; 3];
/// Those that phones write into their Display P3 profiles.
pub(crate) const DISPLAY_P3: Primaries = [[33_759, 15_807, -69], [19_135, 45_367, 2_745], [10_296, 4_363, 51_385]];

/// An ICC profile (ICC.1:2022) of a display for `space` pixels, with a curve of type `para` and a secret.
pub(crate) fn icc(space: [u8; 4], primaries: Primaries, curve: &[u8]) -> Vec<u8> {
    let xyz = |xyz: [i32; 3]| [b"XYZ \0\0\0\0".as_slice(), &xyz.map(i32::to_be_bytes).concat()].concat();
    let text = "SECRET-4711".encode_utf16().flat_map(u16::to_be_bytes);
    let secret = [b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x16\0\0\0\x1C".to_vec(), text.collect()].concat();
    let [red, green, blue] = primaries;
    let tags = [
        (b"desc", secret.clone()),
        (b"cprt", secret),
        (b"wtpt", xyz([63_190, 65_536, 54_061])),
        (b"rXYZ", xyz(red)),
        (b"gXYZ", xyz(green)),
        (b"bXYZ", xyz(blue)),
        (b"rTRC", curve.to_vec()),
        (b"gTRC", curve.to_vec()),
        (b"bTRC", curve.to_vec()),
        (b"kTRC", curve.to_vec()),
    ];
    let (mut table, mut data) = ((tags.len() as u32).to_be_bytes().to_vec(), Vec::new());
    let start = 128 + 4 + 12 * tags.len();
    for (name, tag) in tags {
        table.extend_from_slice(name);
        table.extend_from_slice(&((start + data.len()) as u32).to_be_bytes());
        table.extend_from_slice(&(tag.len() as u32).to_be_bytes());
        data.extend_from_slice(&tag);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut header = [0; 128];
    header[..4].copy_from_slice(&((start + data.len()) as u32).to_be_bytes());
    header[4..24].copy_from_slice(b"SECR\x04\0\0\0mntrRGB XYZ ");
    header[16..20].copy_from_slice(&space);
    header[24..44].copy_from_slice(b"\x07\xEA\0\x02\0\x03\0\x04\0\x05\0\x06acspAPPL");
    header[68..80].copy_from_slice(&[63_190, 65_536, 54_061].map(i32::to_be_bytes).concat());
    [&header[..], &table, &data].concat()
}

/// The curve of sRGB and Display P3.
pub(crate) fn srgb_curve() -> Vec<u8> {
    let numbers = [0x0002_6666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B_u32].map(u32::to_be_bytes).concat();
    [b"para\0\0\0\0\0\x03\0\0".as_slice(), &numbers].concat()
}

/// A JPEG with a profile in two segments, as it comes when it is long.
pub(crate) fn jpeg_with_profile(jpeg: Vec<u8>, icc: &[u8]) -> Vec<u8> {
    let (first, second) = icc.split_at(icc.len() / 2);
    let jpeg = with_segment(jpeg, 0xE2, &[b"ICC_PROFILE\0\x02\x02", second].concat());
    with_segment(jpeg, 0xE2, &[b"ICC_PROFILE\0\x01\x02", first].concat())
}

/// A PNG with a profile.
pub(crate) fn png_with_profile(mut png: Vec<u8>, icc: &[u8]) -> Vec<u8> {
    // Stored as it is: a block of zlib's whole-file format.
    let length = icc.len() as u16;
    let adler = icc.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let zlib = [
        &[0x78, 0x01, 0x01][..],
        &length.to_le_bytes(),
        &(!length).to_le_bytes(),
        icc,
        &(adler.1 << 16 | adler.0).to_be_bytes(),
    ]
    .concat();
    png.splice(33..33, chunk(*b"iCCP", &[b"SECRET name\0\0", &zlib[..]].concat()));
    png
}

/// A lossless WebP with a profile.
pub(crate) fn webp_with_profile(picture: &RgbImage, icc: &[u8]) -> Vec<u8> {
    let ([w0, w1, w2, _], [h0, h1, h2, _]) =
        ((picture.width() - 1).to_le_bytes(), (picture.height() - 1).to_le_bytes());
    let flags = riff(*b"VP8X", &[0x20, 0, 0, 0, w0, w1, w2, h0, h1, h2]);
    webp_of(&[flags, riff(*b"ICCP", icc), webp(picture)[12..].to_vec()])
}
