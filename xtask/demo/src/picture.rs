//! Pictures, looked at with eyes of their own: another decoder than the product's, another reader of Exif, and a
//! comparison that forgives compression and nothing else.

use anyhow::{Context, Result, ensure};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// An upright picture.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    rgb: Vec<u8>,
}

/// How far two pictures of the same size are apart, in steps of 0 to 255, after shrinking to [`GRID`] cells a side.
pub(crate) struct Difference {
    /// On average.
    pub(crate) mean: f64,
    /// In the worst cell.
    pub(crate) worst: f64,
}

/// Cells a side that are compared.
const GRID: usize = 48;

/// What saving as JPEG once more may change in a cell.
const TOLERANCE_MEAN: f64 = 2.0;
const TOLERANCE_WORST: f64 = 12.0;

impl Difference {
    /// Whether the two are the same picture, saved differently.
    pub(crate) fn is_none(&self) -> bool {
        self.mean <= TOLERANCE_MEAN && self.worst <= TOLERANCE_WORST
    }
}

impl Picture {
    /// Decodes a JPEG and turns it upright as its Exif says.
    pub(crate) fn read(jpeg: &[u8]) -> Result<Self> {
        ensure!(jpeg.starts_with(&[0xff, 0xd8, 0xff]), "it is no JPEG");
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB).set_strict_mode(true);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
        let rgb = decoder.decode().map_err(|error| anyhow::anyhow!("it cannot be decoded: {error}"))?;
        let (width, height) = decoder.dimensions().context("it has no size")?;
        ensure!(width > 0 && rgb.len() == 3 * width * height, "it has no colours that are known");
        let orientation = decoder.exif().and_then(|exif| orientation(exif)).unwrap_or(1);
        Ok(Self { width, height, rgb }.upright(orientation))
    }

    fn upright(self, orientation: u16) -> Self {
        let (width, height) = if orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) };
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                // Where the pixel stands in the file (Exif 2.32, tag 0x0112: row 0 and column 0 are named there).
                let (right, bottom) = (self.width - 1, self.height - 1);
                let (column, row) = match orientation {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    8 => (right - y, x),
                    _ => (x, y),
                };
                let at = 3 * (row * self.width + column);
                rgb.extend_from_slice(&self.rgb[at..at + 3]);
            }
        }
        Self { width, height, rgb }
    }

    /// The picture upside down: what a comparison must tell apart.
    pub(crate) fn upside_down(&self) -> Self {
        Self { width: self.width, height: self.height, rgb: self.rgb.clone() }.upright(3)
    }

    /// How far two pictures of the same size are apart.
    pub(crate) fn difference(&self, other: &Self) -> Difference {
        let (ours, theirs) = (self.shrunk(), other.shrunk());
        let (mut sum, mut count, mut worst) = (0.0, 0.0, 0.0_f64);
        for (a, b) in ours.iter().zip(&theirs) {
            sum += (a - b).abs();
            count += 1.0;
            worst = worst.max((a - b).abs());
        }
        Difference { mean: sum / count, worst }
    }

    /// Mean colours of a grid of cells.
    fn shrunk(&self) -> Vec<f64> {
        let (columns, rows) = (GRID.min(self.width), GRID.min(self.height));
        let mut sums = vec![0.0; 3 * columns * rows];
        let mut counts = vec![0.0; columns * rows];
        for (index, pixel) in self.rgb.chunks_exact(3).enumerate() {
            let (x, y) = (index % self.width, index / self.width);
            let cell = y * rows / self.height * columns + x * columns / self.width;
            counts[cell] += 1.0;
            for (sum, value) in sums[3 * cell..].iter_mut().zip(pixel) {
                *sum += f64::from(*value);
            }
        }
        sums.iter().zip(counts.iter().flat_map(|count| [count; 3])).map(|(sum, count)| sum / count).collect()
    }
}

/// The orientation in an Exif body (a TIFF file), if it has one.
fn orientation(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = exif.get(at..at + 4)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    let entries = (0..usize::from(short(directory)?)).map(|index| directory + 2 + 12 * index);
    let mut found = entries.filter(|at| short(*at) == Some(0x0112)).filter_map(|at| short(at + 8));
    found.find(|value| (1..=8).contains(value))
}

/// The segments of a JPEG that are not needed to draw it, and what lies behind its end.
pub(crate) fn metadata(jpeg: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some(&[0xff, marker]) = jpeg.get(at..at + 2) {
        match marker {
            // Between the lines of a scan: restart markers and stuffed bytes have no length.
            0xff => at += 1,
            0xd9 => {
                if jpeg.len() > at + 2 {
                    found.push(format!("{} bytes behind its end", jpeg.len() - at - 2));
                }
                return found;
            }
            _ => {
                let Some(&[high, low]) = jpeg.get(at + 2..at + 4) else { break };
                let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
                let body = jpeg.get(at + 4..end).unwrap_or_default();
                match marker {
                    // JFIF without a thumbnail, and what tells the colours apart.
                    0xe0 if body.starts_with(b"JFIF\0") && body.len() == 14 => {}
                    0xee if body.starts_with(b"Adobe") && body.len() == 12 => {}
                    0xe0..=0xef => found.push(format!("APP{}", marker - 0xe0)),
                    0xfe => found.push("a comment".to_owned()),
                    _ => {}
                }
                at = if marker == 0xda { after_scan(jpeg, end) } else { end };
            }
        }
    }
    found.push("an end that is not one".to_owned());
    found
}

/// Where the next marker is that does not belong to the scan.
fn after_scan(jpeg: &[u8], mut at: usize) -> usize {
    while let Some(&[first, second]) = jpeg.get(at..at + 2) {
        if first == 0xff && !matches!(second, 0 | 0xd0..=0xd7) {
            return at;
        }
        at += 1;
    }
    jpeg.len()
}

#[cfg(test)]
mod tests {
    use verband_vault::{Orientation, export_jpeg, ingest, sample};

    use super::{Picture, metadata};

    #[test]
    fn a_photo_held_in_any_way_is_the_same_picture_after_the_vault() {
        for orientation in Orientation::ALL {
            let taken = sample::wound_photo_held(320, 240, 3, orientation);
            let photo = ingest(&taken).expect("a photo");
            let exported = export_jpeg(&photo.original, photo.orientation).expect("a photo");
            let (before, after) =
                (Picture::read(&taken).expect("a picture"), Picture::read(&exported).expect("a picture"));
            assert_eq!((before.width, before.height), (after.width, after.height), "{orientation:?}");
            assert!(after.difference(&before).is_none(), "{orientation:?}");
            assert!(!after.difference(&before.upside_down()).is_none(), "{orientation:?}: another picture");
        }
    }

    #[test]
    fn metadata_are_seen_where_they_are() {
        let taken = sample::wound_photo(320, 240, 3);
        assert_eq!(metadata(&taken), ["a comment", "APP1", "APP1", "APP13"]);
        let photo = ingest(&taken).expect("a photo");
        assert!(metadata(&photo.original).is_empty());
        let glued = [&photo.original[..], b"more"].concat();
        assert_eq!(metadata(&glued), ["4 bytes behind its end"]);
        assert!(!metadata(&photo.original[..photo.original.len() / 2]).is_empty(), "it has no end");
    }

    #[test]
    fn what_is_no_jpeg_is_told() {
        for bytes in [&b"no photo"[..], b"\xff\xd8\xff", b""] {
            assert!(Picture::read(bytes).is_err());
        }
    }
}
