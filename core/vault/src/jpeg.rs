//! JPEG files as a list of segments (ITU-T T.81, annex B): the header, and the file without its metadata.
//! Nothing is decoded here.

use crate::{PhotoError, colour::Space, exif, metadata::Stripped};

/// Start of image, the first marker.
pub(crate) const SOI: u8 = 0xD8;
/// End of image, the last marker that counts.
pub(crate) const EOI: u8 = 0xD9;
/// Start of scan: a header, then entropy-coded data.
pub(crate) const SOS: u8 = 0xDA;
/// Quantisation tables.
pub(crate) const DQT: u8 = 0xDB;
/// Huffman tables.
pub(crate) const DHT: u8 = 0xC4;
/// Restart interval.
pub(crate) const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

/// JFIF 1.01 without density and thumbnail: tells decoders that three components mean YCbCr.
const JFIF: [u8; 18] = *b"\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00";

/// How a segment with a part of an ICC profile begins; behind it, the part's number and how many there are.
const ICC: &[u8] = b"ICC_PROFILE\0";

/// Encoders write about ten. Each scan of a large picture costs time, however short it is.
const MAX_SCANS: usize = 32;

/// One marker with what belongs to it.
pub(crate) struct Segment<'a> {
    /// The byte behind 0xFF.
    pub(crate) marker: u8,
    /// The parameters, without the length field.
    pub(crate) body: &'a [u8],
    /// The entropy-coded data behind [`SOS`], restart markers included; else empty.
    pub(crate) scan: &'a [u8],
}

/// Walks the segments from behind SOI up to and including EOI, or up to the first thing that is wrong.
pub(crate) struct Segments<'a> {
    rest: &'a [u8],
    done: bool,
}

impl<'a> Segments<'a> {
    /// Starts a walk. The bytes must begin with SOI.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        match bytes.strip_prefix(&[0xFF, SOI]) {
            Some(rest) => Self { rest, done: false },
            None => Self { rest: &[], done: true },
        }
    }

    fn step(&mut self) -> Option<Segment<'a>> {
        let (&0xFF, mut rest) = self.rest.split_first()? else {
            return None;
        };
        // Any number of 0xFF may fill the space before a marker.
        let marker = loop {
            let (&byte, tail) = rest.split_first()?;
            rest = tail;
            if byte != 0xFF {
                break byte;
            }
        };
        let mut segment = Segment { marker, body: &[], scan: &[] };
        if marker == EOI {
            self.done = true;
            return Some(segment);
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        segment.body = rest.get(2..length)?;
        rest = rest.get(length..)?;
        if marker == SOS {
            (segment.scan, rest) = rest.split_at_checked(next_marker(rest)?)?;
        }
        self.rest = rest;
        Some(segment)
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, PhotoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done |= step.is_none();
        Some(step.ok_or(PhotoError::Broken("it ends early, or its parts do not follow each other")))
    }
}

/// Where entropy-coded data ends: at the first 0xFF that neither stuffs a byte nor marks a restart.
fn next_marker(data: &[u8]) -> Option<usize> {
    const STEP: usize = 64;
    let is_marker = |first: u8, second: u8| first == 0xFF && second != 0 && second & 0xF8 != 0xD0;
    let mut at = 0;
    // A photo is nearly all scan, so this loop is nearly all of stripping. Without early exits inside a step it
    // compiles to vector instructions.
    while let (Some(first), Some(second)) = (data.get(at..at + STEP), data.get(at + 1..=at + STEP)) {
        let hits = first
            .iter()
            .zip(second)
            .fold(0, |hits, (&a, &b)| hits | (u8::from(a == 0xFF) & u8::from(b != 0) & u8::from(b & 0xF8 != 0xD0)));
        if hits != 0 {
            break;
        }
        at += STEP;
    }
    let tail = data.get(at..)?;
    tail.windows(2).position(|pair| is_marker(pair[0], pair[1])).map(|offset| at + offset)
}

/// One colour component of a frame.
#[derive(Clone, Copy)]
pub(crate) struct Component {
    /// Its id, by which scans name it.
    pub(crate) id: u8,
    /// Horizontal sampling factor, 1..=4.
    pub(crate) h: u8,
    /// Vertical sampling factor, 1..=4.
    pub(crate) v: u8,
    /// Its quantisation table, 0..=3.
    pub(crate) quantisation: u8,
}

/// The frame header (SOF).
pub(crate) struct Frame {
    /// Whether the picture is spread over several refining scans.
    pub(crate) progressive: bool,
    /// Stored width in pixels.
    pub(crate) width: u16,
    /// Stored height in pixels.
    pub(crate) height: u16,
    /// One or three.
    pub(crate) components: Vec<Component>,
}

impl Frame {
    /// Reads SOF0, SOF1 or SOF2; other coding processes are refused.
    pub(crate) fn read(marker: u8, body: &[u8]) -> Result<Self, PhotoError> {
        let progressive = match marker {
            0xC0 | 0xC1 => false,
            0xC2 => true,
            _ => return Err(PhotoError::Unsupported("lossless or arithmetic JPEG")),
        };
        let broken = PhotoError::Broken("its frame header is wrong");
        let (&[precision, h1, h0, w1, w0, count], list) = body.split_first_chunk().ok_or(broken)?;
        if precision != 8 {
            return Err(PhotoError::Unsupported("JPEG with more than 8 bits"));
        }
        let (list, rest) = list.as_chunks::<3>();
        if list.len() != usize::from(count) || !rest.is_empty() || !matches!(count, 1 | 3 | 4) {
            return Err(broken);
        }
        // What its inks look like depends on the press that it was made for.
        if count == 4 {
            return Err(PhotoError::Unsupported("JPEG in CMYK, for printing"));
        }
        let components: Vec<_> =
            list.iter().map(|&[id, hv, quantisation]| Component { id, h: hv >> 4, v: hv & 15, quantisation }).collect();
        if components.iter().any(|c| !(1..=4).contains(&c.h) || !(1..=4).contains(&c.v) || c.quantisation > 3) {
            return Err(broken);
        }
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        Ok(Self { progressive, width, height, components })
    }

    /// How many 8 × 8 blocks the picture is made of.
    pub(crate) fn blocks(&self) -> u64 {
        let most = |factor: fn(&Component) -> u8| self.components.iter().map(factor).max().map_or(1, u64::from);
        let (h, v) = (most(|c| c.h), most(|c| c.v));
        let units = u64::from(self.width).div_ceil(8 * h) * u64::from(self.height).div_ceil(8 * v);
        units * self.components.iter().map(|c| u64::from(c.h) * u64::from(c.v)).sum::<u64>()
    }

    /// Width and height in pixels of what is coded together: a block of each component.
    pub(crate) fn unit(&self) -> (usize, usize) {
        let most = |factor: fn(&Component) -> u8| self.components.iter().map(factor).max().map_or(1, usize::from);
        (8 * most(|c| c.h), 8 * most(|c| c.v))
    }

    /// Bytes that decoding to full size takes: the picture, and all coefficients if they come in several scans.
    pub(crate) fn memory(&self) -> u64 {
        let picture = u64::from(self.width) * u64::from(self.height) * 3;
        picture + if self.progressive { self.blocks() * 128 } else { 0 }
    }
}

/// Whether a marker starts a frame.
pub(crate) const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, DHT | 0xC8 | 0xCC)
}

/// Finds the frame header.
pub(crate) fn frame(bytes: &[u8]) -> Result<Frame, PhotoError> {
    for segment in Segments::new(bytes) {
        let segment = segment?;
        if is_frame(segment.marker) {
            return Frame::read(segment.marker, segment.body);
        }
    }
    Err(PhotoError::Broken("it has no frame header"))
}

/// How many components the first scan holds.
pub(crate) fn first_scan_components(bytes: &[u8]) -> Option<usize> {
    let scan = Segments::new(bytes).flatten().find(|segment| segment.marker == SOS)?;
    scan.body.first().map(|&count| count.into())
}

/// The transform byte of Adobe's APP14: 0 for RGB as it is, 1 for YCbCr.
pub(crate) fn adobe_transform(segment: &Segment<'_>) -> Option<u8> {
    if segment.marker != APP14 || !segment.body.starts_with(b"Adobe") {
        return None;
    }
    segment.body.get(11).copied()
}

/// Whether a segment is a JFIF header.
pub(crate) fn is_jfif(segment: &Segment<'_>) -> bool {
    segment.marker == APP0 && segment.body.starts_with(b"JFIF\0")
}

/// Copies what decoding needs and nothing else: tables, frame, scans, and the two colour hints (JFIF, Adobe) with
/// every other field of theirs set to a constant. A profile of ours stands for the one that was there. What follows EOI is gone.
pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, PhotoError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xFF, SOI]);
    let mut orientation = None;
    let mut frame: Option<Frame> = None;
    let (mut coded, mut scans) = (0, 0);
    let mut icc = Vec::new();
    let mut space = Space::Srgb;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        match segment.marker {
            SOS | DQT | DHT | DRI => push(&mut out, &segment),
            marker if is_frame(marker) => {
                if frame.replace(Frame::read(marker, segment.body)?).is_some() {
                    return Err(PhotoError::Broken("it has two frame headers"));
                }
                space = Space::of(&icc);
                if let Some(profile) = space.profile() {
                    let body = [ICC, &[1, 1], profile].concat();
                    push(&mut out, &Segment { marker: APP2, body: &body, scan: &[] });
                }
                push(&mut out, &segment);
            }
            APP0 if is_jfif(&segment) => out.extend_from_slice(&JFIF),
            APP1 if orientation.is_none() => {
                orientation = segment.body.strip_prefix(b"Exif\0\0").map(exif::orientation);
            }
            // One that is too long for a segment comes in several, one after the other.
            APP2 => {
                if let Some([_, _, part @ ..]) = segment.body.strip_prefix(ICC) {
                    icc.extend_from_slice(part);
                }
            }
            APP14 => {
                if let Some(transform) = adobe_transform(&segment) {
                    out.extend_from_slice(b"\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00");
                    out.push(transform);
                }
            }
            EOI => out.extend_from_slice(&[0xFF, EOI]),
            _ => {}
        }
        if segment.marker == SOS {
            scans += 1;
            if scans > MAX_SCANS {
                return Err(PhotoError::Unsupported("JPEG in more scans than any camera writes"));
            }
            if frame.is_none() {
                return Err(PhotoError::Broken("its data come before its frame header"));
            }
            coded += segment.scan.len() as u64;
        }
    }
    // Each block takes two bits at the least, one for its mean and one for its end. Progressive pictures can
    // leave whole runs of blocks out, but not their means.
    let blocks = frame.ok_or(PhotoError::Broken("it has no frame header"))?.blocks();
    if coded * 8 < blocks {
        return Err(PhotoError::Broken("it has fewer data than its size says"));
    }
    Ok(Stripped { bytes: out, orientation: orientation.unwrap_or_default(), space })
}

fn push(out: &mut Vec<u8>, segment: &Segment<'_>) {
    let length =
        u16::try_from(segment.body.len() + 2).expect("it was read from a 16-bit length, or is our short profile");
    out.extend_from_slice(&[0xFF, segment.marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(segment.body);
    out.extend_from_slice(segment.scan);
}
