//! A ZIP archive of stored files, written in one form alone: no times, no extra fields, no comments.

use crc32fast::hash as crc32;

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
/// The first of January 1980, the earliest day that the format has.
const DAY: u16 = 0x21;

/// The archive with these files, in this order. None if it would have more than four gigabytes.
pub(crate) fn write(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, data) in files {
        let offset = u32::try_from(out.len()).ok()?;
        let head = head(name, data)?;
        out.extend_from_slice(LOCAL);
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
        central.extend_from_slice(CENTRAL);
        central.extend_from_slice(&20_u16.to_le_bytes());
        central.extend_from_slice(&head);
        // No comment, the first disk, no attributes.
        central.extend_from_slice(&[0; 10]);
        central.extend_from_slice(&offset.to_le_bytes());
        central.extend_from_slice(name.as_bytes());
    }
    let (start, length) = (u32::try_from(out.len()).ok()?, u32::try_from(central.len()).ok()?);
    let count = u16::try_from(files.len()).ok()?;
    out.extend_from_slice(&central);
    out.extend_from_slice(END);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    u32::try_from(out.len()).ok()?;
    Some(out)
}

/// What both records of a file have in common.
fn head(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    let size = u32::try_from(data.len()).ok()?.to_le_bytes();
    let mut head = Vec::with_capacity(26);
    head.extend_from_slice(&10_u16.to_le_bytes());
    // Names are UTF-8; stored.
    head.extend_from_slice(&0x0800_u16.to_le_bytes());
    head.extend_from_slice(&[0; 4]);
    head.extend_from_slice(&DAY.to_le_bytes());
    head.extend_from_slice(&crc32(data).to_le_bytes());
    head.extend_from_slice(&size);
    head.extend_from_slice(&size);
    head.extend_from_slice(&u16::try_from(name.len()).ok()?.to_le_bytes());
    head.extend_from_slice(&[0; 2]);
    Some(head)
}

/// The files of an archive, as far as they can be read, by whichever of the two records of each is whole: by the list at the
/// end, or else one behind the other. Whether the archive is as it was written, only writing it again says.
pub(crate) fn read(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let listed = listed(bytes).unwrap_or_default();
    let walked = walked(bytes);
    if walked.len() > listed.len() { walked } else { listed }
}

fn listed(bytes: &[u8]) -> Option<Vec<(String, &[u8])>> {
    let end = bytes.windows(4).rposition(|window| window == END)?;
    let mut at = number(bytes, end + 16)?;
    let mut files = Vec::new();
    while bytes.get(at..)?.starts_with(CENTRAL) {
        let (length, extra, comment) = (short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?);
        let name = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + length)?).into_owned();
        let (packed, local) = (number(bytes, at + 20)?, number(bytes, at + 42)?);
        if let Some(data) = data(bytes, local, packed) {
            files.push((name, data));
        }
        at += 46 + length + extra + comment;
    }
    Some(files)
}

/// Stored data behind a record of a file.
fn data(bytes: &[u8], local: usize, length: usize) -> Option<&[u8]> {
    let start = local.checked_add(30)? + short(bytes, local + 26)? + short(bytes, local + 28)?;
    bytes.get(start..start.checked_add(length)?)
}

fn walked(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let (mut at, mut files) = (0, Vec::new());
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(LOCAL)) {
        let record = (|| {
            let (length, name) = (number(bytes, at + 18)?, short(bytes, at + 26)?);
            let name = bytes.get(at + 30..at + 30 + name)?;
            let data = data(bytes, at, length)?;
            Some((String::from_utf8_lossy(name).into_owned(), data))
        })();
        let Some((name, data)) = record else { break };
        at = data.as_ptr() as usize - bytes.as_ptr() as usize + data.len();
        files.push((name, data));
    }
    files
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
