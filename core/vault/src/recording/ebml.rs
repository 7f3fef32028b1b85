//! Elements of Matroska (RFC 8794 and RFC 9559): read out of a file, filtered by what may stay, and written.

use super::{RecordingError, Window};

pub(super) const EBML: u32 = 0x1A45_DFA3;
pub(super) const DOC_TYPE: u32 = 0x4282;
pub(super) const SEGMENT: u32 = 0x1853_8067;
pub(super) const INFO: u32 = 0x1549_A966;
pub(super) const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
pub(super) const DURATION: u32 = 0x4489;
pub(super) const MUXING_APP: u32 = 0x4D80;
pub(super) const WRITING_APP: u32 = 0x5741;
pub(super) const TRACKS: u32 = 0x1654_AE6B;
pub(super) const TRACK: u32 = 0xAE;
pub(super) const TRACK_NUMBER: u32 = 0xD7;
pub(super) const TRACK_UID: u32 = 0x73C5;
pub(super) const TRACK_TYPE: u32 = 0x83;
pub(super) const LANGUAGE: u32 = 0x0022_B59C;
pub(super) const CODEC: u32 = 0x86;
pub(super) const DEFAULT_DURATION: u32 = 0x0023_E383;
pub(super) const ENCODINGS: u32 = 0x6D80;
pub(super) const VIDEO: u32 = 0xE0;
pub(super) const WIDTH: u32 = 0xB0;
pub(super) const HEIGHT: u32 = 0xBA;
pub(super) const PROJECTION: u32 = 0x7670;
pub(super) const ROLL: u32 = 0x7675;
pub(super) const CUES: u32 = 0x1C53_BB6B;
pub(super) const CUE_POINT: u32 = 0xBB;
pub(super) const CUE_TIME: u32 = 0xB3;
pub(super) const CUE_POSITIONS: u32 = 0xB7;
pub(super) const CUE_TRACK: u32 = 0xF7;
pub(super) const CUE_CLUSTER: u32 = 0xF1;
pub(super) const CLUSTER: u32 = 0x1F43_B675;
pub(super) const TIMESTAMP: u32 = 0xE7;
pub(super) const SIMPLE_BLOCK: u32 = 0xA3;
pub(super) const BLOCK_GROUP: u32 = 0xA0;
pub(super) const BLOCK: u32 = 0xA1;
pub(super) const BLOCK_DURATION: u32 = 0x9B;
pub(super) const REFERENCE: u32 = 0xFB;
pub(super) const PADDING: u32 = 0x75A2;

/// The other elements that a segment has, which end a cluster of which the length is not told.
pub(super) const OTHERS: [u32; 4] = [0x114D_9B74, 0x1254_C367, 0x1941_A469, 0x1043_A770];

const CUT: RecordingError = RecordingError::Broken("an element of it ends early");

/// Where an element lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    pub(super) id: u32,
    pub(super) start: u64,
    pub(super) body: u64,
    /// Bytes of its body; none if that is not told, as while it is recorded.
    pub(super) len: Option<u64>,
}

impl Element {
    /// Where it ends, if that is told.
    pub(super) fn end(&self) -> Option<u64> {
        self.len.and_then(|len| self.body.checked_add(len))
    }
}

/// The element at an offset; none at the end of the file, or where it was cut off in the middle of a header.
pub(super) fn element(window: &mut Window<'_>, at: u64) -> Result<Option<Element>, RecordingError> {
    let head = window.peek(at, 12)?;
    let Some((id, id_len)) = id(head)? else { return Ok(None) };
    let Some((len, len_len)) = vint(&head[id_len..])? else { return Ok(None) };
    Ok(Some(Element { id, start: at, body: at + (id_len + len_len) as u64, len }))
}

/// An id with its marker, and its length.
fn id(bytes: &[u8]) -> Result<Option<(u32, usize)>, RecordingError> {
    let Some(first) = bytes.first() else { return Ok(None) };
    let len = first.leading_zeros() as usize + 1;
    if len > 4 {
        return Err(RecordingError::Broken("an element of it has no name"));
    }
    let Some(bytes) = bytes.get(..len) else { return Ok(None) };
    Ok(Some((bytes.iter().fold(0, |id, byte| id << 8 | u32::from(*byte)), len)))
}

/// A length, and how many bytes it takes. Ones alone say that it is not told.
pub(super) fn vint(bytes: &[u8]) -> Result<Option<(Option<u64>, usize)>, RecordingError> {
    let Some(first) = bytes.first() else { return Ok(None) };
    let len = first.leading_zeros() as usize + 1;
    if len > 8 {
        return Err(RecordingError::Broken("an element of it has no length"));
    }
    let Some(bytes) = bytes.get(..len) else { return Ok(None) };
    let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let most = (1_u64 << (7 * len)) - 1;
    let number = number & most;
    Ok(Some(((number != most).then_some(number), len)))
}

/// The elements in the body of one that lies in memory.
pub(super) struct Elements<'a>(pub(super) &'a [u8]);

impl<'a> Elements<'a> {
    fn step(&mut self) -> Result<Option<(u32, &'a [u8])>, RecordingError> {
        let Some((id, id_len)) = id(self.0)? else { return Ok(None) };
        let rest = &self.0[id_len..];
        let (len, len_len) = vint(rest)?.ok_or(CUT)?;
        let len = len.and_then(|len| usize::try_from(len).ok()).ok_or(CUT)?;
        let (body, rest) = rest[len_len..].split_at_checked(len).ok_or(CUT)?;
        self.0 = rest;
        Ok(Some((id, body)))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<(u32, &'a [u8]), RecordingError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.0 = &[];
        }
        step.transpose()
    }
}

/// The first element with an id.
pub(super) fn find(bytes: &[u8], id: u32) -> Result<Option<&[u8]>, RecordingError> {
    for found in Elements(bytes) {
        let (found, body) = found?;
        if found == id {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

/// A number, if it is one.
pub(super) fn number(bytes: &[u8]) -> Result<u64, RecordingError> {
    if bytes.len() > 8 {
        return Err(RecordingError::Broken("a number of it is none"));
    }
    Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A number with a fraction.
pub(super) fn float(bytes: &[u8]) -> f64 {
    match (<[u8; 4]>::try_from(bytes), <[u8; 8]>::try_from(bytes)) {
        (Ok(short), _) => f32::from_be_bytes(short).into(),
        (_, Ok(long)) => f64::from_be_bytes(long),
        _ => 0.0,
    }
}

/// Writes the id of an element and a length of eight bytes.
pub(super) fn put_head(out: &mut Vec<u8>, id: u32, len: u64) {
    let bytes = id.to_be_bytes();
    out.extend_from_slice(&bytes[id.leading_zeros() as usize / 8..]);
    out.extend_from_slice(&(len | 1 << 56).to_be_bytes());
}

/// Writes an element.
pub(super) fn put(out: &mut Vec<u8>, id: u32, body: &[u8]) {
    let bytes = id.to_be_bytes();
    out.extend_from_slice(&bytes[id.leading_zeros() as usize / 8..]);
    match u8::try_from(body.len()) {
        Ok(len) if len < 0x7F => out.push(len | 0x80),
        _ => out.extend_from_slice(&(body.len() as u64 | 1 << 56).to_be_bytes()),
    }
    out.extend_from_slice(body);
}

/// Writes an element with a number of eight bytes.
pub(super) fn put_number(out: &mut Vec<u8>, id: u32, number: u64) {
    put(out, id, &number.to_be_bytes());
}
