//! Files made to take more time or memory than they are worth: what they promise is not what they hold. Each of them is small.

use super::recording::{video, video_pieces, webm_pieces};
use super::wound_photo;

/// Frames of an animation, pictures in a picture, scans: a hundred thousand.
const MANY: usize = 100_000;

/// A file that is no good.
pub struct Bomb {
    /// What is wrong with it.
    pub name: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it is refused; otherwise what is good in it is taken, and the rest is left out.
    pub refused: bool,
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

/// A PNG that says so of itself, in grey.
fn png(width: u32, height: u32, more: &[u8], data: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let image = [chunk(*b"IHDR", &header), more.to_vec(), chunk(*b"IDAT", data), chunk(*b"IEND", b"")].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), image].concat()
}

fn riff(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    [&kind[..], &(data.len() as u32).to_le_bytes(), data, padding].concat()
}

/// A JPEG that says another size of itself.
fn jpeg_of(size: u16) -> Vec<u8> {
    let mut jpeg = wound_photo(64, 48, 1);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("it has a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[size.to_be_bytes(), size.to_be_bytes()].concat());
    jpeg
}

/// Photos.
pub fn photo_bombs() -> Vec<Bomb> {
    let refused = |name, bytes| Bomb { name, bytes, refused: true };
    let taken = |name, bytes| Bomb { name, bytes, refused: false };
    let nothing = fdeflate::compress_to_vec(&vec![0; 24 << 20]);
    let four = fdeflate::compress_to_vec(&[0; 4 * 5]);
    let profile = chunk(*b"iCCP", &[b"a\0\0", nothing.as_slice()].concat());
    let frame = [chunk(*b"fcTL", &[0; 26]), chunk(*b"fdAT", &[0; 8])].concat();
    let animation = [chunk(*b"acTL", &[0, 1, 0x86, 0xA0, 0, 0, 0, 0]), frame.repeat(MANY)].concat();
    let frames = [riff(*b"VP8X", &[2, 0, 0, 0, 3, 0, 0, 3, 0, 0]), riff(*b"ANMF", &[0; 24]).repeat(MANY)].concat();
    let photo = wound_photo(640, 480, 2);
    // Behind the picture, before its end: a scan of nothing, again and again.
    let scan = [&photo[..photo.len() - 2], &b"\xFF\xDA\0\x08\x01\x01\0\x01\x3F\0\0".repeat(MANY), b"\xFF\xD9"].concat();
    let comments = [b"\xFF\xD8".to_vec(), b"\xFF\xFE\0\x04ab".repeat(MANY), photo[2..].to_vec()].concat();
    vec![
        refused("a PNG of 2³¹ pixels a side", png(i32::MAX as u32, i32::MAX as u32, b"", &four)),
        refused("a PNG of 50,000 pixels a side", png(50_000, 50_000, b"", &four)),
        refused("a JPEG of 65,535 pixels a side", jpeg_of(65_535)),
        refused("a JPEG that is too small for its size", jpeg_of(7_000)),
        refused("a PNG that is too small for its size", png(8_000, 8_000, b"", &four)),
        taken("24 MB of nothing in a PNG of 4 pixels a side", png(4, 4, b"", &nothing)),
        taken("24 MB of nothing in a profile", png(4, 4, &profile, &four)),
        taken("a hundred thousand frames in a PNG", png(4, 4, &animation, &four)),
        refused("a hundred thousand frames in a WebP", riff(*b"RIFF", &[b"WEBP", frames.as_slice()].concat())),
        taken("a hundred thousand pictures behind a JPEG", [photo.clone(), b"\xFF\xD8\xFF\xD9".repeat(MANY)].concat()),
        refused("a hundred thousand scans in a JPEG", scan),
        taken("a hundred thousand comments in a JPEG", comments),
        refused("half a JPEG", photo[..photo.len() / 2].to_vec()),
        refused("a PDF with a JPEG in it", [b"%PDF-1.7\n".to_vec(), photo.clone()].concat()),
        refused("a page with a JPEG in it", [b"<html>".to_vec(), photo.clone()].concat()),
        taken("a JPEG with an archive behind it", [photo, b"PK\x03\x04 <script> archive".repeat(MANY / 10)].concat()),
    ]
}

/// Recordings.
pub fn recording_bombs() -> Vec<Bomb> {
    let refused = |name, bytes| Bomb { name, bytes, refused: true };
    let with = |table: &[u8; 4], skip: usize, number: u32| {
        let mut file = video(20);
        let at = file.windows(4).position(|window| window == table).expect("it is in the sample") + 4 + skip;
        file[at..at + 4].copy_from_slice(&number.to_be_bytes());
        file
    };
    // One size for four billion samples.
    let mut uniform = with(b"stsz", 4, 1);
    let at = uniform.windows(4).position(|window| window == b"stsz").expect("it is in the sample") + 12;
    uniform[at..at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    // No fields of its own, a size for all, and four billion of them.
    let mut fragment = video_pieces(10).concat();
    let at = fragment.windows(4).position(|window| window == b"trun").expect("it has a fragment");
    fragment[at + 4..at + 12].copy_from_slice(&[1_u32.to_be_bytes(), u32::MAX.to_be_bytes()].concat());
    // The same bytes named again and again.
    let mut again = video(20);
    let stco = again.windows(4).position(|window| window == b"stco").expect("it has offsets");
    again.copy_within(stco + 12..stco + 16, stco + 16);
    let deep = (0..10_000_u32).rev().fold(Vec::new(), |mut inner: Vec<u8>, left| {
        inner.extend_from_slice(&(8 * (left + 1)).to_be_bytes());
        inner.extend_from_slice(b"moov");
        inner
    });
    let front = b"\0\0\0\x10ftypisom\0\0\0\0".to_vec();
    let huge = [b"\0\0\0\x01moov\0\0\0\x7F\xFF\xFF\xFF\xFF".to_vec(), vec![0; 64]].concat();
    let webm = webm_pieces(0, false).concat();
    let endless = [webm.as_slice(), b"\x1F\x43\xB6\x75\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"].concat();
    vec![
        refused("four billion samples of one size", uniform),
        refused("four billion samples in a fragment", fragment),
        refused("a table of four billion places", with(b"stco", 4, u32::MAX)),
        refused("a table of four billion sizes", with(b"stsz", 8, u32::MAX)),
        refused("the same bytes again and again", again),
        refused("ten thousand boxes in each other", [front.clone(), deep].concat()),
        refused("an index that is larger than any file", [front.clone(), huge].concat()),
        refused("half a million empty boxes", [front, b"\0\0\0\x08free".repeat(5 * MANY)].concat()),
        refused("more clusters than any recording has", [webm, b"\x1F\x43\xB6\x75\x80".repeat(2 * MANY)].concat()),
        refused("three million empty blocks", [endless, b"\xA3\x84\x81\0\0\x80".repeat(30 * MANY)].concat()),
        refused("half a video", {
            let whole = video(60);
            whole[..whole.len() / 2].to_vec()
        }),
        refused("a page with a video in it", [b"<html>".to_vec(), video(20)].concat()),
    ]
}
