//! Bytes of a file into rows of cells: CSV in the encodings that spreadsheets write, and XLSX.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use zip::ZipArchive;

use super::{MAX_CHARACTERS, MAX_ROWS, PeopleError, Row, header};

/// What a workbook may unpack to. One of ten thousand people has a few megabytes.
const MAX_UNPACKED: u64 = 100 << 20;
/// Cells beyond this column belong to no list of people.
const MAX_COLUMNS: usize = 200;
/// The header and some lines above it are no people.
const MAX_LINES: usize = MAX_ROWS + 20;

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, PeopleError> {
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    // What Office wraps an encrypted workbook in; the format of its programs before 2007, too.
    let is_ole = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if is_zip || is_ole { workbook(bytes) } else { separated(&decode(bytes)?) }
}

fn decode(bytes: &[u8]) -> Result<String, PeopleError> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 };
        (encoding, 0)
    });
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
    // One kind of line end, so that lines can be counted.
    if text.contains('\0') { Err(PeopleError::NotATable) } else { Ok(text.replace("\r\n", "\n").replace('\r', "\n")) }
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
fn shortened(cell: &str) -> String {
    cell.chars().take(4 * MAX_CHARACTERS).collect()
}

/// Keeps a row that says something. Excel's first line `sep=;` says nothing about people.
fn push(rows: &mut Vec<Row>, row: Row) -> Result<(), PeopleError> {
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

/// The first sheet of a workbook, cell by cell: a sheet that claims a million columns must not be laid out in memory.
fn workbook(bytes: &[u8]) -> Result<Vec<Row>, PeopleError> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.sheet_names().into_iter().next().ok_or(PeopleError::NotATable)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut rows = Vec::new();
    let mut row = Row { line: 0, cells: Vec::new() };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (line, column) = cell.get_position();
        let (line, column) = (line as usize + 1, column as usize);
        if line != row.line {
            push(&mut rows, std::mem::replace(&mut row, Row { line, cells: Vec::new() }))?;
        }
        if column < MAX_COLUMNS {
            row.cells.resize(row.cells.len().max(column + 1), String::new());
            if let Some(place) = row.cells.get_mut(column) {
                *place = written(cell.get_value());
            }
        }
    }
    push(&mut rows, row)?;
    Ok(rows)
}

fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => shortened(text),
        DataRef::SharedString(text) => shortened(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(_) | DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Unpacks a workbook once to nowhere: what an archive says of its sizes cannot be believed.
fn measure(bytes: &[u8]) -> Result<(), PeopleError> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        // Not an archive; whether it is an encrypted workbook is for the reader of workbooks to say.
        return Ok(());
    };
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| PeopleError::NotATable)?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        let unpacked = unpacked.map_err(|_| PeopleError::NotATable)?;
        left = left.checked_sub(unpacked).ok_or(PeopleError::TooBig)?;
    }
    Ok(())
}

fn broken(error: XlsxError) -> PeopleError {
    match error {
        XlsxError::Password => PeopleError::Encrypted,
        _ => PeopleError::NotATable,
    }
}
