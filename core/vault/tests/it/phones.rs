//! Photos in the structures that phones write: what their makers put around the picture goes, the picture stays as it is, and
//! upright.

use verband_vault::sample::recording::video;
use verband_vault::sample::wound_photo_held;
use verband_vault::{Orientation, PhotoError, ingest, strip};

use crate::common::{
    DISPLAY_P3, decode_jpeg, holds, icc, jpeg, jpeg_with_profile, markers, pattern, srgb_curve, upright, with_segment,
};

/// A picture of its own that lies in, or behind, another one.
fn inner() -> Vec<u8> {
    with_segment(jpeg(&pattern(32, 24), |_| {}), 0xE1, b"Exif\0\0SECRET inner picture")
}

/// An Exif block with a second directory for a preview picture, as every camera writes it (Exif 3.0, section 4.5).
fn exif_with_preview(orientation: u8) -> Vec<u8> {
    let preview = inner();
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    // Orientation, and a text that lies behind the directories.
    let first = [entry(0x0112, 3, 1, orientation.into()), entry(0x0131, 2, 12, 68)].concat();
    tiff.extend([&2_u16.to_le_bytes()[..], &first, &38_u32.to_le_bytes()].concat());
    let second = [entry(0x0201, 4, 1, 80), entry(0x0202, 4, 1, preview.len() as u32)].concat();
    tiff.extend([&2_u16.to_le_bytes()[..], &second, &0_u32.to_le_bytes()].concat());
    tiff.extend_from_slice(b"SECRET 17.4\0");
    [b"Exif\0\0".to_vec(), tiff, preview].concat()
}

/// The index of a file with several pictures (CIPA DC-007), which says that another one lies behind the first.
fn several_pictures() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let list = [entry(0xB000, 7, 4, 0x3031_3030), entry(0xB001, 4, 1, 2), entry(0xB002, 7, 32, 50)].concat();
    [b"MPF\0MM\0*\0\0\0\x08\0\x03".to_vec(), list, vec![0; 4], b"SECRET index of two pictures....".to_vec()].concat()
}

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// What phones make of a picture.
fn phones(plain: &[u8], orientation: u8) -> Vec<(&'static str, Vec<u8>)> {
    let exif = |file: Vec<u8>| with_segment(file, 0xE1, &exif_with_preview(orientation));
    let xmp = |file: Vec<u8>, words: &str| with_segment(file, 0xE1, &[XMP, words.as_bytes()].concat());
    let behind = |file: Vec<u8>, more: &[u8]| [file.as_slice(), more].concat();
    let gain = {
        let file = xmp(plain.to_vec(), "<hdrgm:Version=1.0 Container:Directory SECRET>");
        let file = with_segment(file, 0xE2, b"urn:iso:std:iso:ts:21496:-1\0\0\0\0SECRET");
        behind(exif(with_segment(file, 0xE2, &several_pictures())), &inner())
    };
    let extended = {
        let part = [b"http://ns.adobe.com/xmp/extension/\0", &b"SECRET depth map "[..]].concat();
        let file = with_segment(with_segment(plain.to_vec(), 0xE1, &part), 0xE1, &part);
        exif(xmp(file, "<xmpNote:HasExtendedXMP SECRET>"))
    };
    let samsung = [&b"SECRET Image_UTC_Data1767225600000"[..], b"SEFH\x6B\0\0\0\x01\0\0\0", b"SEFT"].concat();
    let p3 = icc(*b"RGB ", DISPLAY_P3, &srgb_curve());
    vec![
        ("preview in Exif", exif(plain.to_vec())),
        ("Ultra HDR", gain),
        ("depth in extended XMP", extended),
        ("Samsung's trailer", behind(exif(plain.to_vec()), &samsung)),
        ("motion photo", behind(exif(xmp(plain.to_vec(), "<GCamera:MotionPhoto=1 SECRET>")), &video(20))),
        (
            "iPhone",
            behind(exif(with_segment(jpeg_with_profile(plain.to_vec(), &p3), 0xE2, &several_pictures())), &inner()),
        ),
        (
            "IPTC and comment",
            with_segment(with_segment(exif(plain.to_vec()), 0xED, b"Photoshop 3.0\0SECRET"), 0xFE, b"SECRET"),
        ),
    ]
}

#[test]
fn what_makers_put_around_a_picture_goes_and_the_picture_stays() {
    let picture = pattern(83, 61);
    for plain in [jpeg(&picture, |_| {}), jpeg(&picture, |encoder| encoder.set_progressive(true))] {
        for value in 1..=8 {
            for (phone, taken) in phones(&plain, value) {
                assert!(holds(&taken, b"SECRET"), "{phone}: it is in the sample");
                let stripped = strip(&taken).expect("a good photo");
                assert_eq!(stripped.orientation.value(), value, "{phone}");
                assert!(!holds(&stripped.bytes, b"SECRET"), "{phone}: something is left");
                assert!(!holds(&stripped.bytes, b"MPF") && !holds(&stripped.bytes, b"ftyp"), "{phone}");
                let ends = markers(&stripped.bytes).into_iter().filter(|marker| *marker == 0xD9).count();
                assert_eq!(ends, 1, "{phone}: one picture");
                assert_eq!(decode_jpeg(&stripped.bytes), decode_jpeg(&plain), "{phone}: the same pixels");
            }
        }
    }
}

#[test]
fn previews_are_upright_whichever_way_the_phone_was_held() {
    for orientation in Orientation::ALL {
        let photo = ingest(&wound_photo_held(96, 64, 5, orientation)).expect("a good photo");
        let preview = decode_jpeg(&photo.preview);
        assert_eq!((photo.width, photo.height), preview.dimensions());
        let stored = decode_jpeg(&photo.original);
        assert_eq!(upright(&stored, orientation.value()).dimensions(), preview.dimensions());
    }
}

#[test]
fn what_phones_write_and_not_every_device_shows_is_refused_by_its_name() {
    let heic = b"\0\0\0\x28ftypheic\0\0\0\0mif1MiHBMiHEMiPrmiafheictmap".to_vec();
    assert_eq!(ingest(&heic).err(), Some(PhotoError::Heif));
    assert!(PhotoError::Heif.to_string().contains("Most Compatible"), "it says what to do");
    let mut press = jpeg(&pattern(16, 16), |_| {});
    // Four components where there are three: the frame of a picture for a press.
    let frame = press.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("it has a frame");
    press[frame + 3] = 20;
    press[frame + 9] = 4;
    press.splice(frame + 19..frame + 19, [4, 0x11, 0]);
    let refused = ingest(&press).err().expect("refused");
    assert!(refused.to_string().contains("CMYK"), "{refused}");
}
