//! Bytes of a file into rows of cells: CSV in the encodings that spreadsheets write; workbooks are in `workbook`.

use std::borrow::Cow;

use super::workbook::workbook;
use super::{MAX_CHARACTERS, MAX_ROWS, PeopleError, Row, header};

/// Cells beyond this column belong to no list of people.
pub(super) const MAX_COLUMNS: usize = 200;
/// The header and some lines above it are no people.
const MAX_LINES: usize = MAX_ROWS + 20;

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, PeopleError> {
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    // What Office wraps an encrypted workbook in; the format of its programs before 2007, too.
    let is_ole = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if is_ole {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted { PeopleError::Encrypted } else { PeopleError::NotATable });
    }
    if is_zip { workbook(bytes) } else { separated(&decode(bytes)?) }
}

/// Windows-1252 from 0x80 on, where it is not Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn decode(bytes: &[u8]) -> Result<String, PeopleError> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| -> String {
        let (units, _) = bytes.as_chunks::<2>();
        char::decode_utf16(units.iter().map(|two| unit(*two)))
            .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    let text: Cow<'_, str> = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => std::str::from_utf8(bytes).map_or_else(|_| windows_1252(bytes).into(), Cow::Borrowed),
    };
    // One kind of line end, so that lines can be counted.
    if text.contains('\0') { Err(PeopleError::NotATable) } else { Ok(text.replace("\r\n", "\n").replace('\r', "\n")) }
}

fn windows_1252(bytes: &[u8]) -> String {
    let special = |byte: u8| byte.checked_sub(0x80).and_then(|index| WINDOWS_1252.get(usize::from(index)));
    bytes.iter().map(|byte| special(*byte).copied().unwrap_or(char::from(*byte))).collect()
}

/// CSV with the separator by which the most columns are known.
fn separated(text: &str) -> Result<Vec<Row>, PeopleError> {
    let mut best: Option<(usize, Vec<Row>)> = None;
    for separator in [b';', b',', b'\t'] {
        let rows = records(text, separator)?;
        let known = rows.iter().take(10).map(|row| header::known_words(&row.cells)).max().unwrap_or_default();
        if best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, rows));
        }
    }
    Ok(best.map(|(_, rows)| rows).unwrap_or_default())
}

fn records(text: &str, separator: u8) -> Result<Vec<Row>, PeopleError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|_| PeopleError::NotATable)?;
        // The reader tells where it was before it skipped empty lines.
        let told = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let empty = text.get(told..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\n').len());
        let start = told + empty;
        line += text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start;
        let cells: Vec<String> = record.iter().take(MAX_COLUMNS).map(shortened).collect();
        push(&mut rows, Row { line, cells })?;
    }
    Ok(rows)
}

/// A long cell is refused later with its row; here it only must not be copied in full ten thousand times.
pub(super) fn shortened(cell: &str) -> String {
    cell.chars().take(4 * MAX_CHARACTERS).collect()
}

/// Keeps a row that says something. Excel's first line `sep=;` says nothing about people.
pub(super) fn push(rows: &mut Vec<Row>, row: Row) -> Result<(), PeopleError> {
    let is_empty = row.cells.iter().all(|cell| cell.trim().is_empty());
    let is_separator = rows.is_empty() && row.cells.first().is_some_and(|cell| cell.starts_with("sep="));
    if is_empty || is_separator {
        return Ok(());
    }
    if rows.len() > MAX_LINES {
        return Err(PeopleError::TooMany);
    }
    rows.push(row);
    Ok(())
}
