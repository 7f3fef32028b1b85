//! WebP files as a list of chunks (RFC 9649): the header, and the file without its metadata.
//! Nothing is decoded here.

use crate::{PhotoError, colour::Space, exif, metadata::Stripped};

const BROKEN: PhotoError = PhotoError::Broken("it ends early, or its chunks do not follow each other");
/// The profile, alpha and animation bits of VP8X.
const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const ANIMATION: u8 = 0x02;

/// What a WebP holds, found without decoding.
struct Parts<'a> {
    /// The flags of VP8X, if there is one.
    extended: Option<u8>,
    icc: Option<&'a [u8]>,
    alpha: Option<&'a [u8]>,
    /// `VP8 ` or `VP8L`, and its data.
    image: ([u8; 4], &'a [u8]),
    exif: Option<&'a [u8]>,
    width: u32,
    height: u32,
}

/// Whether the bytes begin as a WebP does.
pub(crate) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

fn parts(bytes: &[u8]) -> Result<Parts<'_>, PhotoError> {
    let size = bytes.get(4..).and_then(|b| b.first_chunk()).map(|&b| u32::from_le_bytes(b)).ok_or(BROKEN)?;
    let end = usize::try_from(size).ok().and_then(|size| size.checked_add(8)).ok_or(BROKEN)?;
    let mut rest = bytes.get(12..end).ok_or(BROKEN)?;
    let (mut canvas, mut icc, mut alpha, mut image, mut exif) = (None, None, None, None, None);
    while !rest.is_empty() {
        let (kind, tail) = rest.split_first_chunk::<4>().ok_or(BROKEN)?;
        let (length, tail) = tail.split_first_chunk::<4>().ok_or(BROKEN)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| BROKEN)?;
        let (data, tail) = tail.split_at_checked(length).ok_or(BROKEN)?;
        // Chunks are padded to even lengths; writers forget it at the end of the file.
        rest = tail.get(length % 2..).unwrap_or_default();
        match kind {
            b"VP8X" => canvas = canvas.or(Some(canvas_of(data).ok_or(BROKEN)?)),
            b"ICCP" => icc = icc.or(Some(data)),
            b"ALPH" => alpha = alpha.or(Some(data)),
            b"VP8 " | b"VP8L" => image = image.or(Some((*kind, data))),
            b"EXIF" => exif = exif.or(Some(data)),
            b"ANIM" | b"ANMF" => return Err(PhotoError::Unsupported("animation")),
            _ => {}
        }
    }
    let image = image.ok_or(PhotoError::Broken("it holds no picture"))?;
    let (width, height) = match &image.0 {
        b"VP8L" => lossless_size(image.1),
        _ => lossy_size(image.1),
    }
    .ok_or(BROKEN)?;
    let extended = canvas.map(|(flags, ..)| flags);
    if extended.is_some_and(|flags| flags & ANIMATION != 0) {
        return Err(PhotoError::Unsupported("animation"));
    }
    if canvas.is_some_and(|(_, w, h)| (w, h) != (width, height)) {
        return Err(PhotoError::Broken("it states two sizes"));
    }
    Ok(Parts { extended, icc, alpha, image, exif, width, height })
}

fn canvas_of(data: &[u8]) -> Option<(u8, u32, u32)> {
    let &[flags, _, _, _, w0, w1, w2, h0, h1, h2] = data.first_chunk()?;
    Some((flags, 1 + u32::from_le_bytes([w0, w1, w2, 0]), 1 + u32::from_le_bytes([h0, h1, h2, 0])))
}

fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    let &[_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1] = data.first_chunk()? else {
        return None;
    };
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
    Some((side(w0, w1), side(h0, h1)))
}

fn lossless_size(data: &[u8]) -> Option<(u32, u32)> {
    let &[0x2F, b0, b1, b2, b3] = data.first_chunk()? else {
        return None;
    };
    let bits = u32::from_le_bytes([b0, b1, b2, b3]);
    Some((1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)))
}

/// The stored width and height.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), PhotoError> {
    parts(bytes).map(|p| (p.width, p.height))
}

/// Writes a new file of the picture data, the transparency if there is one, a profile of ours for one that there was, and
/// nothing else.
pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, PhotoError> {
    let parts = parts(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    let mut space = Space::Srgb;
    if let Some(flags) = parts.extended {
        space = parts.icc.map(Space::of).unwrap_or_default();
        let profile = space.profile();
        let flags = flags & ALPHA | if profile.is_some() { PROFILE } else { 0 };
        let side = |side: u32| (side - 1).to_le_bytes();
        let ([w0, w1, w2, _], [h0, h1, h2, _]) = (side(parts.width), side(parts.height));
        push(&mut out, *b"VP8X", &[flags, 0, 0, 0, w0, w1, w2, h0, h1, h2]);
        if let Some(profile) = profile {
            push(&mut out, *b"ICCP", profile);
        }
        if let Some(alpha) = parts.alpha {
            push(&mut out, *b"ALPH", alpha);
        }
    }
    push(&mut out, parts.image.0, parts.image.1);
    let size = u32::try_from(out.len() - 8).map_err(|_| BROKEN)?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(Stripped { bytes: out, orientation: parts.exif.map(exif::orientation).unwrap_or_default(), space })
}

fn push(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&kind);
    out.extend_from_slice(&(data.len() as u32).to_le_bytes());
    out.extend_from_slice(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}
