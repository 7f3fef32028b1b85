//! What the tests of papers share: an organisation, its letters, and a printed page read back with poppler's programs.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::PathBuf;
use std::process::Command;

use verband_documents::{House, Letter, Notice, Paragraph};
use verband_texts::{Date, Language};

pub(crate) const CODE: &str = "1G7K-0QRT-8BZ2-5SVW-6XYN";
pub(crate) const LINK: &str =
    "verband://join?server=https%3A%2F%2Fverband.sonnenschein.example#1G7K-0QRT-8BZ2-5SVW-6XYN";
pub(crate) const LONG_NAME: &str = "Maria Theresia Gräfin von Wittgenstein-Hohenlohe-Langenburg-Schillingsfürst";

pub(crate) fn house() -> House {
    House {
        name: "Pflegedienst Sonnenschein".to_owned(),
        address: vec!["Hauptstraße 12".to_owned(), "24103 Kiel".to_owned()],
        server: "https://verband.sonnenschein.example".to_owned(),
        fingerprint: "Apfel Brücke Garten Hafen Insel Jacke".to_owned(),
        contact: "Sabine Krüger, Telefon 0431 12345-67".to_owned(),
        notices: vec![notice(Language::German, "Verantwortlich ist die Leitung.")],
    }
}

pub(crate) fn long_house() -> House {
    House {
        name: "Gemeinnützige Gesellschaft für ambulante Alten- und Krankenpflege, Familienunterstützung und \
               Hauswirtschaft im Landkreis Schwäbisch Hall-Crailsheim mbH"
            .to_owned(),
        server: "https://messenger.pflege-und-familienunterstuetzung.landkreis-schwaebisch-hall.example:8443"
            .to_owned(),
        contact: "Frau Dr. Annegret Schulze-Hohenlohe-Waldenburg, Stabsstelle Digitalisierung und \
                  Informationssicherheit, Gebäude 4, Zimmer 4.217, Telefon 0791 12345-6789"
            .to_owned(),
        ..house()
    }
}

pub(crate) fn notice(language: Language, told: &str) -> Notice {
    let paragraphs = vec![Paragraph::Heading("Wer".to_owned()), Paragraph::Text(told.to_owned())];
    Notice { language, paragraphs }
}

pub(crate) fn letter(name: &str, language: Language) -> Letter<'_> {
    Letter {
        name,
        function: "Pflegefachfrau",
        ward: "Wohnbereich 2",
        code: CODE,
        link: LINK,
        expires: Date::new(2026, 11, 26).expect("a day"),
        reference: "9F2C",
        language,
    }
}

/// Runs one of poppler's programs on a PDF.
fn poppler(program: &str, pdf: &[u8], arguments: &[&str], to: &str) -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("written");
    let mut command = Command::new(program);
    command.args(arguments).arg(&file);
    if !to.is_empty() {
        command.arg(if to == "-" { PathBuf::from("-") } else { folder.path().join(to) });
    }
    let out =
        command.output().unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask setup poppler` brings it"));
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    let page = folder.path().join(to);
    (folder, page, out.stdout)
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// The text of the pages in reading order, spaces and line breaks as one space.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    flat(&utf8(poppler("pdftotext", pdf, &["-enc", "UTF-8"], "-").2))
}

pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of each page.
pub(crate) fn pages_of(pdf: &[u8]) -> Vec<String> {
    let text = utf8(poppler("pdftotext", pdf, &["-enc", "UTF-8"], "-").2);
    text.split_terminator('\u{c}').map(flat).collect()
}

/// The text in a part of the first page, in millimetres from the upper left corner.
pub(crate) fn text_in(pdf: &[u8], [x, y, width, height]: [u32; 4]) -> String {
    let points = |mm: u32| (mm * 720 / 254).to_string();
    let [x, y, width, height] = [x, y, width, height].map(points);
    let part = ["-f", "1", "-l", "1", "-r", "72", "-x", &x, "-y", &y, "-W", &width, "-H", &height, "-enc", "UTF-8"];
    flat(&utf8(poppler("pdftotext", pdf, &part, "-").2))
}

/// The structure that a screen reader walks, with its text.
pub(crate) fn structure_of(pdf: &[u8]) -> String {
    utf8(poppler("pdfinfo", pdf, &["-struct-text"], "").2)
}

/// What the file says of itself.
pub(crate) fn info_of(pdf: &[u8]) -> String {
    utf8(poppler("pdfinfo", pdf, &[], "").2)
}

/// What the file says of itself for programs, as XML.
pub(crate) fn metadata_of(pdf: &[u8]) -> String {
    utf8(poppler("pdfinfo", pdf, &["-meta"], "").2)
}

/// The fonts, one a line.
pub(crate) fn fonts_of(pdf: &[u8]) -> Vec<String> {
    utf8(poppler("pdffonts", pdf, &[], "").2).lines().skip(2).map(str::to_owned).collect()
}

/// A word on a page: the page, and left, top, right and bottom in points.
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) edges: [f32; 4],
    pub(crate) text: String,
}

/// Every word with its place.
pub(crate) fn words_of(pdf: &[u8]) -> Vec<Word> {
    let out = utf8(poppler("pdftotext", pdf, &["-bbox", "-enc", "UTF-8"], "-").2);
    let mut page = 0;
    let mut words = Vec::new();
    for line in out.lines().map(str::trim) {
        if line.starts_with("<page") {
            page += 1;
        } else if let Some(rest) = line.strip_prefix("<word ") {
            let values: Vec<&str> = rest.split('"').collect();
            let edge = |index: usize| values[index].parse().expect("a number");
            let text = rest.split(['>', '<']).nth(1).expect("a word").to_owned();
            words.push(Word { page, edges: [edge(1), edge(3), edge(5), edge(7)], text });
        }
    }
    words
}

/// Words that lie on each other or outside of the paper.
pub(crate) fn collisions(pdf: &[u8]) -> Vec<String> {
    let words = words_of(pdf);
    // The boxes are as tall as the font's tallest letters; what is read is the middle half.
    let middle = |word: &Word| {
        let [left, top, right, bottom] = word.edges;
        let quarter = (bottom - top) / 4.0;
        [left + 0.3, top + quarter, right - 0.3, bottom - quarter]
    };
    let mut found = Vec::new();
    for (index, one) in words.iter().enumerate() {
        let a = middle(one);
        if a[0] < 20.0 || a[1] < 20.0 || a[2] > 595.3 - 40.0 || a[3] > 841.9 - 20.0 {
            found.push(format!("{} at the edge of page {}", one.text, one.page));
        }
        for other in words.iter().skip(index + 1).filter(|other| other.page == one.page) {
            let b = middle(other);
            if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                found.push(format!("{} on {} on page {}", one.text, other.text, one.page));
            }
        }
    }
    found
}

/// The QR code on the first page as it is printed: what it says, and its side in millimetres.
pub(crate) fn qr_of(pdf: &[u8]) -> (String, f64) {
    const DPI: f64 = 200.0;
    let (width, height, pixels) = printed(pdf, 200);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the page");
    let [one, two] = [grids[0].bounds[0], grids[0].bounds[1]];
    let side = f64::from((one.x - two.x).pow(2) + (one.y - two.y).pow(2)).sqrt() * 25.4 / DPI;
    (grids[0].decode().expect("a code").1, side)
}

/// The first page as it is printed, in grey: width, height and pixels, at so many dots an inch.
pub(crate) fn printed(pdf: &[u8], dpi: u32) -> (usize, usize, Vec<u8>) {
    let dpi = dpi.to_string();
    let arguments = ["-gray", "-r", &dpi, "-f", "1", "-l", "1", "-singlefile"];
    let (_folder, page, _) = poppler("pdftoppm", pdf, &arguments, "page");
    let image = std::fs::read(page.with_extension("pgm")).expect("a picture");
    // P5, width, height, 255, then the pixels.
    let mut start = 0;
    let mut numbers = Vec::new();
    for _ in 0..4 {
        let end = start + image[start..].iter().position(u8::is_ascii_whitespace).expect("a header");
        numbers.push(String::from_utf8_lossy(&image[start..end]).parse::<usize>().unwrap_or_default());
        start = end + 1;
    }
    let [_, width, height, _] = numbers[..] else { panic!("a picture") };
    (width, height, image[start..].to_vec())
}
