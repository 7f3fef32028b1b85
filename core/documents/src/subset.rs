//! A font with the glyphs that a document uses and no others (OpenType, TrueType outlines). Glyphs keep their numbers.

use std::collections::BTreeSet;

/// What a PDF needs of a font, in the order of a font's directory.
const TABLES: [[u8; 4]; 6] = [*b"glyf", *b"head", *b"hhea", *b"hmtx", *b"loca", *b"maxp"];

/// The font with the outlines of these glyphs and of those that they are put together from. None if it is no such font.
pub(crate) fn subset(font: &[u8], used: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let mut tables = TABLES.map(|tag| table(font, tag).map(<[u8]>::to_vec));
    let [Some(glyf), Some(head), _, _, Some(loca), Some(maxp)] = &mut tables else { return None };
    let long = u16_at(head, 50)? == 1;
    let place = |id: u16| -> Option<std::ops::Range<usize>> {
        let offset = |index: usize| {
            Some(if long { u32_at(loca, index * 4)? as usize } else { usize::from(u16_at(loca, index * 2)?) * 2 })
        };
        Some(offset(usize::from(id))?..offset(usize::from(id) + 1)?)
    };
    let mut wanted = used.clone();
    wanted.insert(0);
    let mut open: Vec<u16> = wanted.iter().copied().collect();
    while let Some(id) = open.pop() {
        for part in parts(glyf.get(place(id)?)?)? {
            if wanted.insert(part) {
                open.push(part);
            }
        }
    }
    let (mut outlines, mut places) = (Vec::new(), Vec::new());
    for id in 0..u16_at(maxp, 4)? {
        places.extend(u32::try_from(outlines.len()).ok()?.to_be_bytes());
        if wanted.contains(&id) {
            outlines.extend_from_slice(glyf.get(place(id)?)?);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    places.extend(u32::try_from(outlines.len()).ok()?.to_be_bytes());
    // Places in four bytes; and no sum over the old file.
    head.get_mut(50..52)?.copy_from_slice(&1u16.to_be_bytes());
    head.get_mut(8..12)?.fill(0);
    (*glyf, *loca) = (outlines, places);
    file(tables)
}

/// The glyphs that one is put together from; none for one that has outlines of its own.
fn parts(glyph: &[u8]) -> Option<Vec<u16>> {
    const WORDS: u16 = 1;
    const SCALE: u16 = 8;
    const MORE: u16 = 0x20;
    const TWO_SCALES: u16 = 0x40;
    const MATRIX: u16 = 0x80;
    let mut found = Vec::new();
    // A negative number of contours.
    if glyph.is_empty() || u16_at(glyph, 0)? < 0x8000 {
        return Some(found);
    }
    let mut at = 10;
    loop {
        let flags = u16_at(glyph, at)?;
        found.push(u16_at(glyph, at + 2)?);
        at += if flags & WORDS == 0 { 6 } else { 8 };
        for (flag, bytes) in [(SCALE, 2), (TWO_SCALES, 4), (MATRIX, 8)] {
            at += if flags & flag == 0 { 0 } else { bytes };
        }
        if flags & MORE == 0 {
            return Some(found);
        }
    }
}

/// A font file of these tables.
fn file(tables: [Option<Vec<u8>>; 6]) -> Option<Vec<u8>> {
    // Version 1, six tables, and what a search by halves needs to know of six.
    let mut out = vec![0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32];
    let mut at = out.len() + 16 * tables.len();
    let mut body = Vec::new();
    for (tag, table) in TABLES.into_iter().zip(tables) {
        let mut table = table?;
        let length = table.len();
        table.resize(length.next_multiple_of(4), 0);
        let words = table.chunks_exact(4).filter_map(|word| u32_at(word, 0));
        let sum = words.fold(0, u32::wrapping_add);
        out.extend(tag);
        for number in [sum, u32::try_from(at).ok()?, u32::try_from(length).ok()?] {
            out.extend(number.to_be_bytes());
        }
        at += table.len();
        body.extend(table);
    }
    out.extend(body);
    Some(out)
}

fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let tables = usize::from(u16_at(font, 4)?);
    let record = font.get(12..)?.chunks_exact(16).take(tables).find(|record| record.starts_with(&tag))?;
    let (start, length) = (u32_at(record, 8)? as usize, u32_at(record, 12)? as usize);
    font.get(start..start.checked_add(length)?)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
