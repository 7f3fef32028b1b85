//! The one thing we read from Exif (a TIFF structure): how the camera was held.

use crate::Orientation;

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation of a TIFF structure, with or without the `Exif\0\0` that some writers put in front.
/// Upright when there is none or it makes no sense: metadata never make a photo unreadable.
pub(crate) fn orientation(bytes: &[u8]) -> Orientation {
    let tiff = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    first_directory(tiff).and_then(Orientation::new).unwrap_or_default()
}

fn first_directory(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let offset = *tiff.get(4..)?.first_chunk()?;
    let start = usize::try_from(if big { u32::from_be_bytes(offset) } else { u32::from_le_bytes(offset) }).ok()?;
    let count = usize::from(u16_at(start)?);
    let list = start.checked_add(2)?;
    let entry = (0..count).map(|n| list.saturating_add(12 * n)).find(|&at| u16_at(at) == Some(ORIENTATION))?;
    // Type, then a count of one, then the value in the first half of the value field.
    if u16_at(entry.checked_add(2)?)? != SHORT {
        return None;
    }
    u8::try_from(u16_at(entry.checked_add(8)?)?).ok()
}
