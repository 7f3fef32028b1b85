//! Whatever people write, nothing panics: a paper comes out, or an error that says why not.

use proptest::prelude::*;
use verband_documents::{
    Draft, House, Letter, Notice, PaperKey, Paragraph, hand_out_list, letters, mail_draft, people, recovery_card,
    recovery_sheet, unprintable,
};
use verband_texts::{Date, Language};

/// Any characters, and often those that our fonts have.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-ZäöüßÄÖÜ0-9 .,'’-]{0,200}",
        "[\\u{300}-\\u{36f}a-z\\u{400}-\\u{4ff}\\u{1e00}-\\u{1eff}]{0,40}",
        "[A-ZÄÖÜ][a-zäöüß]{100,400}",
    ]
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::German), Just(Language::English)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_or_refused(
        own in prop::array::uniform6(anything()),
        house in prop::array::uniform6(anything()),
        language in language(),
        date in (any::<u16>(), 1..=12_u8, 1..=28_u8),
    ) {
        let [name, function, ward, code, link, reference] = &own;
        let [house_name, address, server, fingerprint, contact, told] = house;
        let paragraphs = vec![Paragraph::Heading(told.clone()), Paragraph::Text(told)];
        let house = House {
            name: house_name,
            address: vec![address],
            server,
            fingerprint,
            contact,
            notices: vec![Notice { language, paragraphs }],
        };
        let date = Date::new(date.0, date.1, date.2).unwrap();
        let letter = Letter { name, function, ward, code, link, expires: date, reference, language };
        let key = PaperKey { key: code, qr: link, made: date, language };
        let is_pdf = |bytes: &[u8]| bytes.starts_with(b"%PDF-1.7");
        match letters(&house, &[letter, letter]) {
            Ok(pdf) => prop_assert!(is_pdf(&pdf)),
            Err(error) => prop_assert!(!error.text(language).is_empty() && error.code() != "pdf", "{:?}", error),
        }
        if let Some(character) = unprintable(name) {
            prop_assert!(name.contains(character));
        }
        for paper in [recovery_sheet(&house, &key), recovery_card(&house, name, &key)] {
            prop_assert!(paper.map_or_else(|error| error.code() != "pdf", |pdf| is_pdf(&pdf)));
        }
        let list = hand_out_list(&house, &[letter], language);
        prop_assert!(list.map_or_else(|error| error.code() != "pdf", |pdf| is_pdf(&pdf)));
        let draft = Draft { to: "anna@haus.example", from: "buero@haus.example", written: i64::from(date.written(language).len() as u32) };
        prop_assert!(mail_draft(&house, &letter, &draft).is_ok());
    }

    #[test]
    fn any_bytes_are_a_list_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000), head in 0..5_usize) {
        let heads: [&[u8]; 5] = [b"", b"Name;E-Mail;Station\n", b"\xff\xfeN\0a\0m\0e\0\n\0", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];
        if let Ok(file) = people::read(&[heads[head], &bytes].concat()) {
            prop_assert!(file.people.iter().all(|person| !person.name.is_empty()));
            let people = file.people.len();
            let plan = people::Plan::new(file.people, &[]);
            prop_assert_eq!(plan.new.len() + plan.duplicates.len(), people);
        }
    }
}
