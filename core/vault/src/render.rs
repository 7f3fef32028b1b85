//! The JPEGs that we write: preview, thumbnail and export. All are 4:2:0, upright, and without metadata.

use crate::picture::Picture;
use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor};

/// Longest side of a preview in pixels: exactly half of the usual 4032, which needs no resampling.
pub const PREVIEW_SIDE: u32 = 2016;
/// Longest side of a thumbnail in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;
/// Most bytes of a thumbnail, which travels inside its event.
pub const THUMBNAIL_BYTES: usize = 24_000;

const PREVIEW_QUALITY: u8 = 85;
const EXPORT_QUALITY: u8 = 92;
/// Tried in turn until a thumbnail is small enough. The last one is for pictures of pure noise.
const THUMBNAIL_QUALITIES: [u8; 5] = [75, 60, 45, 25, 5];

/// A picture no larger than the preview.
pub(crate) fn preview_size(picture: Picture) -> Picture {
    picture.shrunk(PREVIEW_SIDE as usize).unwrap_or(picture)
}

/// The preview of a picture of that size.
pub(crate) fn preview(picture: &Picture) -> Vec<u8> {
    encode(picture, PREVIEW_QUALITY)
}

/// The thumbnail, made from the preview's picture.
pub(crate) fn thumbnail(picture: &Picture) -> Vec<u8> {
    let small = picture.shrunk(THUMBNAIL_SIDE as usize);
    let small = small.as_ref().unwrap_or(picture);
    let mut jpegs = THUMBNAIL_QUALITIES.iter().map(|&quality| encode(small, quality));
    let first = jpegs.next().unwrap_or_default();
    if first.len() <= THUMBNAIL_BYTES { first } else { jpegs.find(|j| j.len() <= THUMBNAIL_BYTES).unwrap_or_default() }
}

/// A full-size JPEG.
pub(crate) fn export(picture: &Picture) -> Vec<u8> {
    encode(picture, EXPORT_QUALITY)
}

fn encode(picture: &Picture, quality: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(picture.luma.samples.len() / 4 + 1024);
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode_image(Rows(picture)).expect("a picture has pixels, fits 16-bit sizes, and memory takes any bytes");
    out
}

/// Hands rows to the encoder.
struct Rows<'a>(&'a Picture);

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.0.luma.width as u16
    }

    fn height(&self) -> u16 {
        self.0.luma.height as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let y = usize::from(y);
        let [luma, cb, cr, _] = buffers;
        luma.extend_from_slice(self.0.luma.row(y));
        for (plane, buffer) in [(&self.0.cb, cb), (&self.0.cr, cr)] {
            // The encoder wants chroma at full size and then takes every second sample again.
            let (start, width) = (buffer.len(), self.0.luma.width);
            buffer.resize(start + 2 * plane.width, 0);
            for (pair, &sample) in buffer[start..].as_chunks_mut::<2>().0.iter_mut().zip(plane.row(y / 2)) {
                *pair = [sample, sample];
            }
            buffer.truncate(start + width);
        }
    }
}
