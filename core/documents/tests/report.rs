//! Reports for the patient's record, printed and read back.

mod common;

use common::{flat, house, info_of, metadata_of, structure_of, text_of};
use verband_documents::{Curve, DocumentError, Fact, Part, Picture, Report, report};
use verband_texts::Language;

/// The smallest JPEG header that says how large a picture is and how many colours it has.
fn jpeg(components: u8) -> Vec<u8> {
    let mut bytes =
        vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 8 + 3 * components, 8, 0, 30, 0, 40, components];
    bytes.extend(vec![1; 3 * usize::from(components)]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn picture(jpeg: Vec<u8>, caption: &str) -> Picture {
    Picture { jpeg, width: 40, height: 30, caption: caption.to_owned() }
}

fn fact(label: &str, text: &str) -> Fact {
    Fact { label: label.to_owned(), text: text.to_owned() }
}

fn sample() -> Report {
    Report {
        title: "Wunddokumentation".to_owned(),
        facts: vec![fact("Patientenbezug", "Fall 4711"), fact("Lagerung", " ")],
        curve: Some(Curve {
            heading: "Verlauf".to_owned(),
            alt: "kleiner geworden".to_owned(),
            largest: "1200 mm²".to_owned(),
            ends: ["1. November".to_owned(), "26. November".to_owned()],
            points: vec![[1.0, 1200.0], [26.0, 400.0]],
        }),
        parts: vec![Part {
            heading: "Befund vom 26. November".to_owned(),
            facts: vec![fact("Bemerkung", "nässt 👍\nbitte \u{1F9B6} hochlagern")],
        }],
        pictures_heading: "Fotos".to_owned(),
        pictures: vec![picture(jpeg(3), "Nahaufnahme"), picture(jpeg(1), "in Grau")],
        closing: vec!["Erstellt am 27. November von Anna Müller.".to_owned()],
    }
}

#[test]
fn a_report_says_everything_in_order_and_aloud() {
    let pdf = report(&house(), &sample(), Language::German).expect("a report");
    let text = flat(&text_of(&pdf));
    let mut from = 0;
    for told in [
        "Wunddokumentation",
        "Patientenbezug: Fall 4711",
        "Verlauf",
        "Befund vom 26. November",
        "Bemerkung: nässt [U+1F44D] bitte [U+1F9B6] hochlagern",
        "Fotos",
        "Erstellt am 27. November von Anna Müller.",
    ] {
        from += text[from..].find(told).unwrap_or_else(|| panic!("{told} after {}", &text[..from]));
    }
    assert!(!text.contains("Lagerung"), "what says nothing is left out: {text}");
    for said in ["/Alt (kleiner geworden)", "/Alt (Nahaufnahme)", "/Alt (in Grau)"] {
        assert!(pdf.windows(said.len()).any(|bytes| bytes == said.as_bytes()), "{said}");
    }
    assert_eq!(structure_of(&pdf).matches("Figure").count(), 3);
    assert!(flat(&info_of(&pdf)).contains("Title: Wunddokumentation"));
    let metadata = metadata_of(&pdf);
    assert!(metadata.contains("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"), "{metadata}");
    // The same in, the same out: nothing in it says when or where it was written.
    assert_eq!(report(&house(), &sample(), Language::German).expect("a report"), pdf);
}

#[test]
fn long_notes_and_many_pictures_flow_over_pages() {
    let long = Report {
        parts: vec![Part { heading: "Befund".to_owned(), facts: vec![fact("Bemerkung", &"sehr lang ".repeat(2_000))] }],
        pictures: (0..40).map(|number| picture(jpeg(3), &format!("Foto {number}."))).collect(),
        curve: None,
        ..sample()
    };
    let text = text_of(&report(&house(), &long, Language::German).expect("a report"));
    assert_eq!((text.matches("sehr").count(), text.matches("lang").count()), (2_000, 2_000));
    for number in 0..40 {
        assert!(text.contains(&format!("Foto {number}.")), "{number}");
    }
}

#[test]
fn what_is_no_photo_is_an_error() {
    for wrong in [b"no JPEG".to_vec(), jpeg(4), jpeg(3)[..9].to_vec(), Vec::new()] {
        let bad = Report { pictures: vec![picture(wrong, "Foto")], ..sample() };
        let refused = report(&house(), &bad, Language::German);
        assert!(matches!(refused, Err(DocumentError::Pdf(_))), "{refused:?}");
    }
}
