//! PNG files as a list of chunks (PNG third edition): the header, and the file without its metadata.
//! No pixel is inflated here.

use crate::{PhotoError, colour::Space, exif, metadata::Stripped};

/// The first eight bytes of every PNG.
pub(crate) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

const BROKEN: PhotoError = PhotoError::Broken("it ends early, or its chunks do not follow each other");

struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    /// Length, type, data and checksum.
    whole: &'a [u8],
}

/// Takes one chunk off the front.
fn chunk<'a>(rest: &mut &'a [u8]) -> Option<Chunk<'a>> {
    let (length, tail) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (kind, _) = tail.split_first_chunk::<4>()?;
    let (whole, next) = rest.split_at_checked(length.checked_add(12)?)?;
    *rest = next;
    Some(Chunk { kind: *kind, data: whole.get(8..8 + length)?, whole })
}

/// What the header says.
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Bits of one pixel in the file.
    bits: u64,
    /// Bytes of one pixel once decoded, transparency included.
    decoded: u64,
}

impl Header {
    fn read(data: &[u8]) -> Result<Self, PhotoError> {
        let broken = PhotoError::Broken("its header is wrong");
        let &[w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, _, _, _] =
            <&[u8; 13]>::try_from(data).map_err(|_| broken)?;
        let (channels, decoded) = match colour {
            0 => (1, 2),
            2 => (3, 4),
            3 => (1, 4),
            4 => (2, 2),
            6 => (4, 4),
            _ => return Err(broken),
        };
        let depth = u64::from(depth);
        if !matches!(depth, 1 | 2 | 4 | 8 | 16) {
            return Err(broken);
        }
        Ok(Self {
            width: u32::from_be_bytes([w3, w2, w1, w0]),
            height: u32::from_be_bytes([h3, h2, h1, h0]),
            bits: channels * depth,
            decoded: decoded * depth.div_ceil(8),
        })
    }

    /// Bytes that decoding takes.
    pub(crate) fn memory(&self) -> u64 {
        (u64::from(self.width) * u64::from(self.height)).saturating_mul(self.decoded)
    }

    /// Bytes of the picture before compression, at the least.
    fn raw(&self) -> u64 {
        (u64::from(self.width) * self.bits).div_ceil(8).saturating_mul(self.height.into())
    }
}

/// Reads the header.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, PhotoError> {
    let mut rest = bytes.get(SIGNATURE.len()..).ok_or(BROKEN)?;
    let first = chunk(&mut rest).filter(|c| &c.kind == b"IHDR").ok_or(BROKEN)?;
    Header::read(first.data)
}

/// Copies what decoding needs and nothing else. Colour hints stay only where they have their one fixed length, so
/// that they can carry nothing; a profile of ours stands where there was one. An animation becomes its still picture. What
/// follows IEND is gone.
pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, PhotoError> {
    // Deflate cannot shrink by more than this.
    const DEFLATE_LIMIT: u64 = 1032;

    let header = header(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&SIGNATURE);
    let mut orientation = None;
    let mut coded = 0;
    let mut rest = bytes.get(SIGNATURE.len()..).ok_or(BROKEN)?;
    let mut headers = 0;
    let mut space = None;
    loop {
        let chunk = chunk(&mut rest).ok_or(BROKEN)?;
        match (&chunk.kind, chunk.data.len()) {
            (b"IHDR", _) => headers += 1,
            (b"IDAT", length) => coded += length as u64,
            (b"PLTE", 3..=768) | (b"tRNS", 1..=256) | (b"gAMA", 4) | (b"sRGB", 1) | (b"IEND", 0) => {}
            (b"eXIf", _) => {
                orientation.get_or_insert_with(|| exif::orientation(chunk.data));
                continue;
            }
            (b"iCCP", _) if space.is_none() => {
                let found = Space::of(&inflated_profile(chunk.data).unwrap_or_default());
                out.extend(found.profile().map(profile_chunk).unwrap_or_default());
                space = Some(found);
                continue;
            }
            // A lower-case first letter says that the picture can be shown without this chunk.
            ([first, ..], _) if first.is_ascii_lowercase() => continue,
            _ => return Err(PhotoError::Broken("it has a chunk that no PNG has")),
        }
        out.extend_from_slice(chunk.whole);
        if &chunk.kind == b"IEND" {
            break;
        }
    }
    if headers != 1 {
        return Err(PhotoError::Broken("it has two headers"));
    }
    if coded.saturating_mul(DEFLATE_LIMIT) < header.raw() {
        return Err(PhotoError::Broken("it has fewer data than its size says"));
    }
    Ok(Stripped { bytes: out, orientation: orientation.unwrap_or_default(), space: space.unwrap_or_default() })
}

/// The profile in the data of iCCP: behind a name that ends with zero, and zero for the only way to compress.
fn inflated_profile(data: &[u8]) -> Option<Vec<u8>> {
    /// What is longer is not looked at.
    const MAX: usize = 4 << 20;
    let end = data.iter().position(|&byte| byte == 0)?;
    fdeflate::decompress_to_vec_bounded(data.get(end + 2..)?, MAX).ok()
}

/// The whole iCCP chunk with a profile.
fn profile_chunk(profile: &[u8]) -> Vec<u8> {
    let named = [b"iCCPICC\0\0".as_slice(), &fdeflate::compress_to_vec(profile)].concat();
    let length = u32::try_from(named.len() - 4).expect("our profiles are short");
    [&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}
