//! From a stripped file to a decoded picture. Only files that [`crate::strip`] has let through come here, so every
//! size is within the limits.

use crate::baseline;
use crate::jpeg::{self, Frame};
use crate::picture::Picture;
use crate::{Kind, MAX_MEMORY, MAX_SIDE, PhotoError};
use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{ColorType, ImageDecoder, Limits};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

/// The header is good, the data are not.
pub(crate) const UNDECODABLE: PhotoError = PhotoError::Broken("its picture data cannot be decoded");

/// Decodes a photo. With `side`, a JPEG may come out at half or quarter size as long as its longer side keeps nearly
/// that many pixels: 5 % fewer are better than resampling.
pub(crate) fn decode(bytes: &[u8], kind: Kind, side: Option<usize>) -> Result<Picture, PhotoError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    match kind {
        Kind::Jpeg => {
            let frame = jpeg::frame(bytes)?;
            let long = usize::from(frame.width.max(frame.height));
            let shrink = [4, 2].into_iter().find(|shrink| side.is_some_and(|side| long / shrink >= side - side / 20));
            match baseline::decode(bytes, &frame, shrink.unwrap_or(1))? {
                Some(picture) => Ok(picture),
                None => unusual_jpeg(bytes, &frame),
            }
        }
        Kind::Png => raster(PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(|_| UNDECODABLE)?),
        Kind::Webp => {
            let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| UNDECODABLE)?;
            decoder.set_limits(limits).map_err(|_| UNDECODABLE)?;
            raster(decoder)
        }
    }
}

/// Progressive JPEGs, and those in RGB or with rare sampling. Damaged ones are refused rather than shown in
/// part: a wound that is half grey is no finding.
fn unusual_jpeg(bytes: &[u8], frame: &Frame) -> Result<Picture, PhotoError> {
    // The decoder below mixes up the blocks of baseline scans that hold some of the components only.
    if !frame.progressive && jpeg::first_scan_components(bytes) != Some(frame.components.len()) {
        return Err(PhotoError::Unsupported("JPEG with a scan for each colour"));
    }
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MAX_SIDE as usize)
        .set_max_height(MAX_SIDE as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let rgb = decoder.decode().map_err(|_| UNDECODABLE)?;
    let info = decoder.info().ok_or(UNDECODABLE)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    if width == 0 || rgb.len() != 3 * width * height {
        return Err(UNDECODABLE);
    }
    Ok(Picture::from_rows(width, height, |y, row| {
        row.copy_from_slice(&rgb[3 * width * y..3 * width * (y + 1)]);
    }))
}

/// PNG and WebP: whatever the samples are, they become 8-bit RGB over white.
fn raster(decoder: impl ImageDecoder) -> Result<Picture, PhotoError> {
    let (width, height) = decoder.dimensions();
    let colour = decoder.color_type();
    PhotoError::check("bytes of memory", decoder.total_bytes(), MAX_MEMORY)?;
    let mut samples = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut samples).map_err(|_| UNDECODABLE)?;
    let pixel: fn(&[u8]) -> [u8; 4] = match colour {
        ColorType::L8 => |p| [p[0], p[0], p[0], 255],
        ColorType::La8 => |p| [p[0], p[0], p[0], p[1]],
        ColorType::Rgb8 => |p| [p[0], p[1], p[2], 255],
        ColorType::Rgba8 => |p| [p[0], p[1], p[2], p[3]],
        ColorType::L16 => |p| [high(p, 0), high(p, 0), high(p, 0), 255],
        ColorType::La16 => |p| [high(p, 0), high(p, 0), high(p, 0), high(p, 1)],
        ColorType::Rgb16 => |p| [high(p, 0), high(p, 1), high(p, 2), 255],
        ColorType::Rgba16 => |p| [high(p, 0), high(p, 1), high(p, 2), high(p, 3)],
        _ => return Err(PhotoError::Unsupported("samples that are no bytes")),
    };
    let (width, height) = (width as usize, height as usize);
    let size = usize::from(colour.bytes_per_pixel());
    Ok(Picture::from_rows(width, height, |y, row| {
        let line = &samples[size * width * y..size * width * (y + 1)];
        for (out, source) in row.as_chunks_mut::<3>().0.iter_mut().zip(line.chunks_exact(size)) {
            let [r, g, b, alpha] = pixel(source);
            *out = [r, g, b].map(|value| over_white(value, alpha));
        }
    }))
}

/// The better byte of the 16-bit sample number `at`, which the decoder left in this machine's byte order.
fn high(pixel: &[u8], at: usize) -> u8 {
    (u16::from_ne_bytes([pixel[2 * at], pixel[2 * at + 1]]) >> 8) as u8
}

fn over_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}
