//! What bytes are, and whether they may be decoded: told from the first bytes and the header alone.

use crate::{PhotoError, jpeg, png, webp};

/// Largest photo file accepted, in bytes.
pub const MAX_INPUT: usize = 40_000_000;
/// Longest side accepted, in pixels.
pub const MAX_SIDE: u32 = 12_000;
/// Most pixels accepted.
pub const MAX_PIXELS: u64 = 64_000_000;
/// Most memory that decoding may take, in bytes.
pub const MAX_MEMORY: u64 = 256 << 20;

/// Whether these are the first bytes of a HEIF picture: HEIC of phones, AVIF.
pub(crate) fn is_heif(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp"));
    matches!(
        brand,
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif" | b"avis")
    )
}

/// The kinds of picture we accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// ITU-T T.81.
    Jpeg,
    /// W3C PNG.
    Png,
    /// RFC 9649.
    Webp,
}

impl Kind {
    /// The kind whose first bytes these are. Names and declared types are never asked.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, jpeg::SOI, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(&png::SIGNATURE) {
            Some(Self::Png)
        } else if webp::is_webp(bytes) {
            Some(Self::Webp)
        } else {
            None
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// What the header of a photo says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What it is.
    pub kind: Kind,
    /// Stored width in pixels.
    pub width: u32,
    /// Stored height in pixels.
    pub height: u32,
}

/// Reads a photo's header and holds it against the limits, before anything is decoded or allocated.
///
/// # Errors
/// [`PhotoError`] when the bytes are no photo of ours, or one beyond [`MAX_INPUT`], [`MAX_SIDE`], [`MAX_PIXELS`]
/// or [`MAX_MEMORY`].
pub fn probe(bytes: &[u8]) -> Result<Header, PhotoError> {
    PhotoError::check("bytes", bytes.len() as u64, MAX_INPUT as u64)?;
    let kind = match Kind::of(bytes) {
        Some(kind) => kind,
        None if is_heif(bytes) => return Err(PhotoError::Heif),
        None => return Err(PhotoError::NotAPhoto),
    };
    let (width, height, memory) = match kind {
        Kind::Jpeg => {
            let frame = jpeg::frame(bytes)?;
            (frame.width.into(), frame.height.into(), frame.memory())
        }
        Kind::Png => {
            let header = png::header(bytes)?;
            (header.width, header.height, header.memory())
        }
        Kind::Webp => {
            let (width, height) = webp::size(bytes)?;
            (width, height, u64::from(width) * u64::from(height) * 4)
        }
    };
    if width == 0 || height == 0 {
        return Err(PhotoError::Broken("it has no pixels"));
    }
    PhotoError::check("pixels on one side", width.max(height).into(), MAX_SIDE.into())?;
    PhotoError::check("pixels", u64::from(width) * u64::from(height), MAX_PIXELS)?;
    PhotoError::check("bytes of memory", memory, MAX_MEMORY)?;
    Ok(Header { kind, width, height })
}
