//! Tables that leave for a spreadsheet, as CSV (RFC 4180).

use std::borrow::Cow;

use verband_texts::Language;

/// Lines as CSV as the spreadsheets of a language open them by a double click: in German with `;` and a byte order mark, in
/// English with `,`.
///
/// A field that a spreadsheet would take for a formula is written with an apostrophe before it: whoever opens the table
/// does not run what somebody else wrote.
pub fn csv(lines: &[Vec<String>], language: Language) -> Vec<u8> {
    let (delimiter, mark): (u8, &[u8]) = match language {
        Language::German => (b';', b"\xef\xbb\xbf"),
        Language::English => (b',', b""),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(mark.to_vec());
    for line in lines {
        writer.write_record(line.iter().map(|field| harmless(field))).expect("writing to memory does not fail");
    }
    writer.into_inner().expect("writing to memory does not fail")
}

fn harmless(field: &str) -> Cow<'_, [u8]> {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}").into_bytes().into()
    } else {
        field.as_bytes().into()
    }
}
