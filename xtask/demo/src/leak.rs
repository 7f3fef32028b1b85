//! Looks for plaintext in the server's folder: every file as it lies there, database, write-ahead log, blobs and
//! logs, for everything that people wrote and every piece of their photos.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use memchr::memmem::Finder;
use verband_vault::ingest;

use crate::stage;

/// Something that must be in no file.
pub(crate) struct Marker {
    /// What it is, for the report.
    pub(crate) what: String,
    bytes: Vec<u8>,
}

/// What a search found.
pub(crate) struct Found {
    /// Files that were read.
    pub(crate) files: usize,
    /// Bytes in all.
    pub(crate) bytes: u64,
    /// Markers, with the file they are in.
    pub(crate) hits: Vec<String>,
}

/// Words shorter than this are found in noise by chance.
const LONG_WORD: usize = 7;

/// A word that stands in the server's own log and tables, since it is the name of the program.
const PRODUCT: &str = "verband";

/// Bytes of a photo that make one marker, and how many of them are taken.
const PIECE: usize = 24;
const PIECES: usize = 12;

/// Markers of a text: the whole of it and its long words, in UTF-8 and both UTF-16, as written and in lower case.
pub(crate) fn of_text(what: &str, text: &str) -> Vec<Marker> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() >= LONG_WORD && !word.eq_ignore_ascii_case(PRODUCT));
    let mut markers = Vec::new();
    for part in std::iter::once(text).chain(words) {
        for part in [part.to_owned(), part.to_lowercase()] {
            let units: Vec<u16> = part.encode_utf16().collect();
            let mut add = |form: &str, bytes: Vec<u8>| {
                markers.push(Marker { what: format!("{what} \"{part}\" ({form})"), bytes });
            };
            add("UTF-16LE", units.iter().flat_map(|unit| unit.to_le_bytes()).collect());
            add("UTF-16BE", units.iter().flat_map(|unit| unit.to_be_bytes()).collect());
            add("UTF-8", part.clone().into_bytes());
        }
    }
    markers
}

/// Markers of a photo: pieces of the file as it was, and of the original, preview and thumbnail that a device makes
/// of it.
pub(crate) fn of_photo(what: &str, jpeg: &[u8]) -> Result<Vec<Marker>> {
    let photo = ingest(jpeg).with_context(|| what.to_owned())?;
    let forms: [(&str, &[u8]); 4] =
        [("file", jpeg), ("original", &photo.original), ("preview", &photo.preview), ("thumbnail", &photo.thumbnail)];
    let mut markers = Vec::new();
    for (form, bytes) in forms {
        // Headers and tables are the same in many photos: the pieces come from behind them.
        let start = bytes.len() / 8;
        let stride = ((bytes.len() - start) / PIECES).max(PIECE);
        let pieces = bytes.get(start..).unwrap_or_default().chunks(stride).filter_map(|chunk| chunk.get(..PIECE));
        for (index, piece) in pieces.enumerate() {
            // A plain area repeats itself: such a piece says nothing.
            if piece.iter().collect::<std::collections::BTreeSet<_>>().len() > PIECE / 3 {
                markers.push(Marker { what: format!("{what}, {form}, piece {index}"), bytes: piece.to_vec() });
            }
        }
    }
    Ok(markers)
}

/// Markers of what stands in a file without being its pixels.
pub(crate) fn of_traces(what: &str, traces: &[&str]) -> Vec<Marker> {
    traces.iter().flat_map(|trace| of_text(what, trace)).collect()
}

/// Reads every file below a folder and looks for every marker.
pub(crate) fn search(folder: &Path, markers: &[Marker]) -> Result<Found> {
    let finders: Vec<(&Marker, Finder<'_>)> =
        markers.iter().map(|marker| (marker, Finder::new(&marker.bytes))).collect();
    let mut found = Found { files: 0, bytes: 0, hits: Vec::new() };
    for path in stage::files(folder)? {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        found.files += 1;
        found.bytes += bytes.len() as u64;
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        for (marker, finder) in &finders {
            if finder.find(&bytes).is_some() || finder.find(name.as_bytes()).is_some() {
                found.hits.push(format!("{} in {name}", marker.what));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use verband_vault::{ingest, sample};

    use super::{of_photo, of_text, search};

    /// Searches a folder with one file of this content.
    fn hits(content: &[u8], markers: &[super::Marker]) -> usize {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("below")).expect("a folder");
        fs::write(folder.path().join("below/file"), content).expect("a file");
        search(folder.path(), markers).expect("a search").hits.len()
    }

    #[test]
    fn text_is_found_in_every_form_and_not_in_other_text() {
        let markers = of_text("a text", "Wundränder gerötet");
        let wide: Vec<u8> = "x Wundränder y".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = "gerötet".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for content in ["Wundränder gerötet".as_bytes(), b"\0\0ger\xc3\xb6tet\0", &wide, &high] {
            assert!(hits(content, &markers) > 0, "{content:?}");
        }
        assert_eq!(hits("Verband der Wunde".as_bytes(), &markers), 0);
    }

    #[test]
    fn a_photo_is_found_as_file_preview_and_thumbnail_and_not_in_another_photo() {
        let taken = sample::wound_photo(640, 480, 3);
        let markers = of_photo("a photo", &taken).expect("a photo");
        let photo = ingest(&taken).expect("a photo");
        for content in [&taken, &photo.original, &photo.preview, &photo.thumbnail] {
            assert!(hits(content, &markers) >= 6, "{} bytes", content.len());
        }
        assert_eq!(hits(&sample::wound_photo(640, 480, 4), &markers), 0);
    }
}
