//! The sheet of markers, printed and measured.

#![allow(clippy::cast_precision_loss, reason = "places on a page")]

mod common;

use common::{collisions, house, info_of, metadata_of, printed, structure_of, text_of};
use verband_documents::{MARKER_SIDES_MM, marker_sheet};
use verband_measure::marker::{middle_mm, side_of};
use verband_measure::{Grey, Point, Seen, frames};
use verband_texts::{Language, Value, text};

#[test]
fn every_marker_on_the_sheet_says_how_large_it_is_and_is_so_large() {
    const DPI: u32 = 300;
    let pdf = marker_sheet(&house(), Language::German).expect("a sheet");
    let (width, height, pixels) = printed(&pdf, DPI);
    let mut seen = Vec::new();
    // One row of markers after the other: the library tries all groups of three finder patterns.
    let rows = 24;
    for row in 0..rows - 6 {
        let (from, to) = (height * row / rows, height * (row + 6) / rows);
        let part = &pixels[from * width..to * width];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, to - from, |x, y| part[y * width + x]);
        for grid in prepared.detect_grids() {
            let Ok((_, content)) = grid.decode() else { continue };
            let corners = grid.bounds.map(|point| Point::new(f64::from(point.x), f64::from(point.y) + from as f64));
            seen.push(Seen { content, corners });
        }
    }
    let (width, height) = (u32::try_from(width).expect("small"), u32::try_from(height).expect("small"));
    let grey = Grey::new(width, height, &pixels).expect("of its size");
    let found = frames(grey, &seen).expect("markers");
    for side in MARKER_SIDES_MM {
        let of_side: Vec<_> = found.iter().filter(|frame| frame.side_mm == side).collect();
        assert!(!of_side.is_empty(), "{side} mm");
        for frame in of_side {
            for (one, next) in frame.corners.iter().zip(frame.corners.iter().cycle().skip(1)) {
                let mm = one.distance(*next) * 25.4 / f64::from(DPI);
                assert!((mm / middle_mm(side) - 1.0).abs() < 0.002, "{mm} mm instead of {}", middle_mm(side));
            }
        }
    }
    let mut places: Vec<(u32, i64, i64)> = found
        .iter()
        .map(|frame| (frame.side_mm, (frame.corners[0].x / 20.0) as i64, (frame.corners[0].y / 20.0) as i64))
        .collect();
    places.sort_unstable();
    places.dedup();
    assert!(places.len() >= 12, "all of them: {places:?}");
    assert!(seen.iter().all(|code| side_of(&code.content).is_some()));
}

#[test]
fn the_sheet_says_how_to_use_it_on_one_page_in_both_languages() {
    for language in Language::ALL {
        let pdf = marker_sheet(&house(), language).expect("a sheet");
        let (words, info) = (text_of(&pdf), info_of(&pdf));
        assert!(info.contains("Pages:           1"), "{info}");
        let once = text(language, "markers-once", &[]);
        assert!(words.contains(&once), "{words}");
        assert!(words.contains(&text(language, "markers-check", &[("mm", Value::Number(100))])), "{words}");
        assert_eq!(words.matches(&text(language, "markers-label", &[("mm", Value::Number(20))])).count(), 6);
        assert_eq!(collisions(&pdf), Vec::<String>::new());
        // For archives and for who listens, as all papers.
        let metadata = metadata_of(&pdf);
        for claim in ["<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1<"] {
            assert!(metadata.contains(claim), "{metadata}");
        }
    }
    // In English: the program that lists the structure writes titles with umlauts as they stand in the file.
    let structure = structure_of(&marker_sheet(&house(), Language::English).expect("a sheet"));
    assert_eq!(structure.matches("Figure").count(), 14, "twelve markers and two rulers: {structure}");
}
