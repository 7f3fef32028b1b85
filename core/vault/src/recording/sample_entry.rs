//! How samples are coded: the sample entry of a track (ISO/IEC 14496-12, section 8.5.2), written anew with what a decoder
//! needs and nothing else.

use super::RecordingError;
use super::bytes::{Boxes, Fields, Name, find, put};

/// The largest box of a decoder's settings, in bytes.
const MAX_SETTINGS: usize = 64 << 10;

/// What a track brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    Sound,
    Picture,
}

const PICTURES: &[&Name] = &[b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"av01", b"vp08", b"vp09", b"mp4v"];
const SOUNDS: &[&Name] = &[b"mp4a", b"Opus", b"fLaC", b"alac", b"ac-3", b"ec-3"];

/// Settings of decoders, how wide a pixel is, and what colours mean by number.
const SETTINGS: &[&Name] = &[
    b"avcC", b"hvcC", b"av1C", b"vpcC", b"esds", b"dOps", b"dfLa", b"alac", b"dac3", b"dec3", b"dvcC", b"dvvC",
    b"pasp", b"mdcv", b"clli", b"SmDm", b"CoLL",
];

/// A sample entry, and what it says of a picture.
pub(super) struct Entry {
    pub(super) bytes: Vec<u8>,
    pub(super) size: Option<(u16, u16)>,
}

/// Reads the one sample entry of a track out of its `stsd`, and writes it anew.
pub(super) fn clean(stsd: &[u8], media: Media) -> Result<Entry, RecordingError> {
    let mut fields = Fields(stsd);
    let (version, _) = fields.full()?;
    if fields.u32()? != 1 {
        return Err(RecordingError::Unsupported("a track that is coded in several ways"));
    }
    let (name, body) = Boxes(fields.0).next().ok_or(RecordingError::Broken("a box is missing"))??;
    match media {
        Media::Picture => picture(&name, body),
        Media::Sound => sound(&name, body, version),
    }
}

fn known(name: &Name, of: &[&Name]) -> Result<(), RecordingError> {
    match name {
        b"encv" | b"enca" => Err(RecordingError::Unsupported("it is encrypted")),
        name if of.contains(&name) => Ok(()),
        _ => Err(RecordingError::Unsupported("a codec that phones and browsers do not play")),
    }
}

fn picture(name: &Name, body: &[u8]) -> Result<Entry, RecordingError> {
    known(name, PICTURES)?;
    let mut fields = Fields(body);
    // Reserved and the data reference, then more that is zero.
    fields.take(8 + 16)?;
    let (width, height) = (fields.u16()?, fields.u16()?);
    // Resolution, pictures a sample, the name of the encoder, depth.
    fields.take(4 + 4 + 4 + 2 + 32 + 2 + 2)?;
    let mut out = Vec::new();
    let mut settings = Ok(());
    put(&mut out, name, |out| {
        out.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 1]);
        out.extend_from_slice(&[0; 16]);
        out.extend_from_slice(&width.to_be_bytes());
        out.extend_from_slice(&height.to_be_bytes());
        out.extend_from_slice(&[0, 0x48, 0, 0, 0, 0x48, 0, 0, 0, 0, 0, 0, 0, 1]);
        out.extend_from_slice(&[0; 32]);
        out.extend_from_slice(&[0, 0x18, 0xFF, 0xFF]);
        settings = put_settings(out, fields.0);
    });
    settings.map(|()| Entry { bytes: out, size: Some((width, height)) })
}

fn sound(name: &Name, body: &[u8], table_version: u8) -> Result<Entry, RecordingError> {
    known(name, SOUNDS)?;
    let mut fields = Fields(body);
    fields.take(8)?;
    let version = fields.u16()?;
    fields.take(6)?;
    let (mut channels, bits) = (fields.u16()?, fields.u16()?);
    fields.take(4)?;
    let mut rate = fields.u32()?;
    // QuickTime has more fields here, and lets a box lie around the settings.
    match (table_version, version) {
        (0, 1) => fields.take(16).map(drop)?,
        (0, 2) => {
            let mut more = Fields(fields.take(36)?);
            more.take(4)?;
            let exact = f64::from_bits(more.u64()?);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
            let whole = exact as u32;
            rate = whole.min(0xFFFF) << 16;
            channels = u16::try_from(more.u32()?).unwrap_or(u16::MAX);
        }
        _ => {}
    }
    let settings = match find(fields.0, b"wave")? {
        Some(wave) if find(fields.0, b"esds")?.is_none() => wave,
        _ => fields.0,
    };
    let bits = if matches!(version, 0 | 1) && bits > 0 { bits } else { 16 };
    let mut out = Vec::new();
    let mut written = Ok(());
    put(&mut out, name, |out| {
        out.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 1]);
        out.extend_from_slice(&[0; 8]);
        out.extend_from_slice(&channels.to_be_bytes());
        out.extend_from_slice(&bits.to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&rate.to_be_bytes());
        written = put_settings(out, settings);
    });
    written.map(|()| Entry { bytes: out, size: None })
}

fn put_settings(out: &mut Vec<u8>, boxes: &[u8]) -> Result<(), RecordingError> {
    for found in Boxes(boxes) {
        let (name, body) = found?;
        let body = match &name {
            // Colours by number; a profile in their place would have a maker's name.
            b"colr" => match body.first_chunk() {
                Some(b"nclx") => body.get(..11),
                Some(b"nclc") => body.get(..10),
                _ => None,
            },
            name if SETTINGS.contains(&name) => Some(body),
            _ => None,
        };
        let Some(body) = body else { continue };
        RecordingError::check("bytes of a decoder's settings", body.len() as u64, MAX_SETTINGS as u64)?;
        put(out, &name, |out| out.extend_from_slice(body));
    }
    Ok(())
}
