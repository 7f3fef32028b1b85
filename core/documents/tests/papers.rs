//! Letters, lists and recovery papers as they come out of a printer and as a screen reader walks them.

mod common;

use common::{
    CODE, LINK, LONG_NAME, collisions, flat, fonts_of, house, info_of, letter, long_house, metadata_of, notice,
    pages_of, qr_of, structure_of, text_in, text_of,
};
use verband_documents::{
    DocumentError, House, Letter, Notice, PaperKey, Paragraph, hand_out_list, letters, recovery_card, recovery_sheet,
    unprintable,
};
use verband_texts::{Date, Language, text};

const GERMAN: Language = Language::German;
const ENGLISH: Language = Language::English;

fn one(house: &House, letter: Letter<'_>) -> Vec<u8> {
    letters(house, &[letter]).expect("a letter").to_vec()
}

fn error(house: &House, letter: Letter<'_>) -> DocumentError {
    letters(house, &[letter]).expect_err("no letter")
}

fn key(language: Language) -> PaperKey<'static> {
    PaperKey {
        key: "0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA",
        qr: "verband://recover#0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA",
        made: Date::new(2026, 11, 26).expect("a day"),
        language,
    }
}

#[test]
fn the_printed_code_is_read_by_a_scanner() {
    for language in Language::ALL {
        let (says, side) = qr_of(&one(&house(), letter("Anna Müller", language)));
        assert_eq!(says, LINK);
        assert!(side >= 35.0, "{side} mm");
    }
    let far = format!("verband://join?server=https%3A%2F%2F{}.example#{CODE}", "messenger.".repeat(12));
    let (says, side) = qr_of(&one(&long_house(), Letter { link: &far, ..letter(LONG_NAME, GERMAN) }));
    assert_eq!(says, far);
    assert!(side >= 35.0, "{side} mm");
}

#[test]
fn a_letter_says_what_a_person_needs() {
    for (language, day) in [(GERMAN, "26.11.2026"), (ENGLISH, "26 November 2026")] {
        let house = house();
        let told = text_of(&one(&house, letter("Anna Müller", language)));
        let sentences = [
            text(language, "letter-step-open", &[]),
            text(language, "letter-step-scan", &[]),
            text(language, "letter-step-check", &[]),
            text(language, "letter-fingerprint-use", &[]),
            text(language, "letter-keep", &[]),
            text(language, "letter-valid-until", &[("date", Date::new(2026, 11, 26).unwrap().into())]),
        ];
        let facts = ["Anna Müller", "Pflegefachfrau", "Wohnbereich 2", &house.name, &house.server, &house.contact];
        let more = [&house.fingerprint, "Hauptstraße 12", day, "9F2C", &CODE.replace('-', " ")];
        for wanted in sentences.iter().map(String::as_str).chain(facts).chain(more) {
            assert!(told.contains(&flat(wanted)), "{wanted} in {told}");
        }
        assert!(!told.contains("{ $") && !told.contains("letter-"), "{told}");
    }
}

#[test]
fn the_window_of_the_envelope_shows_the_address_and_nothing_above_the_fold_the_code() {
    let pdf = one(&house(), letter("Anna Müller", GERMAN));
    let window = text_in(&pdf, [20, 45, 85, 45]);
    assert_eq!(
        window,
        "Pflegedienst Sonnenschein · Hauptstraße 12 · 24103 Kiel Persönlich Anna Müller Pflegefachfrau Wohnbereich 2"
    );
    let above = text_in(&pdf, [0, 0, 210, 105]);
    for group in CODE.split('-') {
        assert!(!above.contains(group), "{above}");
    }
}

#[test]
fn a_screen_reader_walks_the_letter_in_its_order() {
    let house = house();
    let pdf = one(&house, letter("Anna Müller", GERMAN));
    let structure = structure_of(&pdf);
    let order = [
        "Part",
        "Anna Müller",
        "H1",
        "Ihr Zugang",
        "Guten Tag",
        "LBody",
        "Figure",
        "1G7K",
        "Apfel",
        "H2",
        "Sect",
        "H3",
    ];
    let mut from = 0;
    for mark in order {
        let at = structure[from..].find(mark);
        from += at.unwrap_or_else(|| panic!("{mark} after {}", &structure[..from]));
    }
    assert!(structure.contains("Ihr Zugang zu Verband"), "{structure}");
    // Fold marks, rules, page numbers and what stands at the foot are not read out.
    assert!(!structure.contains("Seite 1"), "{structure}");
    let info = info_of(&pdf);
    for fact in ["Tagged: yes", "Title: Einladung zu Verband, Pflegedienst Sonnenschein", "Page size: 595.276 x 841.89"]
    {
        assert!(flat(&info).contains(fact), "{info}");
    }
    assert!(flat(&info_of(&one(&house, letter("Anna", ENGLISH)))).contains("Title: Invitation to Verband"));
}

#[test]
fn every_font_is_embedded_as_a_subset() {
    let pdf = one(&house(), letter("Nguyễn Thị Ánh", GERMAN));
    let fonts = fonts_of(&pdf);
    assert_eq!(fonts.len(), 3, "{fonts:?}");
    for font in fonts {
        // embedded, subset, mapped to Unicode
        assert!(flat(&font).contains("yes yes yes"), "{font}");
    }
}

#[test]
fn the_longest_names_stay_on_the_paper_and_apart() {
    for language in Language::ALL {
        let long = Letter {
            function: "Praxisanleiterin und stellvertretende Pflegedienstleitung (Palliative Care)",
            ward: "Wohnbereich Schmetterlingswiese, Intensivpflegewohngemeinschaft",
            ..letter(LONG_NAME, language)
        };
        let pdf = one(&long_house(), long);
        assert_eq!(collisions(&pdf), [""; 0]);
        assert_eq!(pages_of(&pdf).len(), 2, "the letter and the notice");
        let list = hand_out_list(&long_house(), &[long; 30], language).unwrap();
        assert_eq!(collisions(&list), [""; 0]);
        assert_eq!(collisions(&recovery_sheet(&long_house(), &key(language)).unwrap()), [""; 0]);
        assert_eq!(collisions(&recovery_card(&long_house(), LONG_NAME, &key(language)).unwrap()), [""; 0]);
    }
}

#[test]
fn a_word_without_end_is_broken_and_complete() {
    let word = "Donaudampfschifffahrtsgesellschaftskapitänspatentprüfung".repeat(3);
    let house = House { contact: word.clone(), ..house() };
    let pdf = one(&house, letter("Anna", GERMAN));
    assert_eq!(collisions(&pdf), [""; 0]);
    let all: String = text_of(&pdf).split_whitespace().collect::<String>().replace(['\u{ad}', '-'], "");
    assert!(all.contains(&word), "{all}");
}

#[test]
fn what_is_not_told_leaves_no_trace() {
    let bare = House { address: vec![], contact: String::new(), notices: vec![], ..house() };
    let pdf = one(&bare, Letter { function: "", ward: " ", ..letter("Anna Müller", GERMAN) });
    let pages = pages_of(&pdf);
    assert_eq!(pages.len(), 1);
    assert!(!pages[0].contains("Fragen") && !pages[0].contains('·') || pages[0].ends_with("Seite 1 von 1"));
    assert_eq!(text_in(&pdf, [20, 45, 85, 45]), "Persönlich Anna Müller");
}

#[test]
fn an_empty_line_of_a_notice_is_nothing_that_a_screen_reader_stops_at() {
    let structure = |paragraphs| {
        let told = House { notices: vec![Notice { language: GERMAN, paragraphs }], ..house() };
        structure_of(&one(&told, letter("Anna", GERMAN)))
    };
    let heading = |text: &str| Paragraph::Heading(text.to_owned());
    let told = |text: &str| Paragraph::Text(text.to_owned());
    let gaps = vec![heading(""), heading("Wer"), told(" "), told("Die Leitung."), heading("\n"), told("")];
    assert_eq!(structure(gaps), structure(vec![heading("Wer"), told("Die Leitung.")]));
}

#[test]
fn the_metadata_stay_xml_whatever_the_organisation_is_called() {
    let strange = House { name: "Haus\u{1} & <Hof>\n\u{b}Kiel".to_owned(), ..house() };
    let (key, anna) = (key(GERMAN), letter("Anna", GERMAN));
    let papers = [
        one(&strange, anna),
        hand_out_list(&strange, &[anna], GERMAN).expect("a list"),
        recovery_sheet(&strange, &key).expect("a sheet").to_vec(),
        recovery_card(&strange, "Anna", &key).expect("a card").to_vec(),
    ];
    for paper in papers {
        let metadata = metadata_of(&paper);
        assert!(metadata.contains("<rdf:li>Haus &amp; &lt;Hof&gt; Kiel</rdf:li>"), "{metadata}");
        assert!(!metadata.trim_end().contains(char::is_control), "{metadata}");
    }
}

#[test]
fn a_letter_has_the_notice_of_its_language_or_else_the_first() {
    let both = House {
        notices: vec![notice(GERMAN, "Verantwortlich ist die Leitung."), notice(ENGLISH, "The management answers.")],
        ..house()
    };
    let pages = |house: &House, language| pages_of(&one(house, letter("Anna", language)));
    assert!(pages(&both, ENGLISH)[1].contains("The management answers."));
    assert!(pages(&both, GERMAN)[1].contains("Verantwortlich ist die Leitung."));
    assert!(pages(&house(), ENGLISH)[1].contains("Privacy Wer Verantwortlich ist die Leitung."));
}

#[test]
fn a_long_notice_flows_over_pages() {
    let paragraphs = (1..=90)
        .flat_map(|number| {
            let told = format!("Absatz {number}: {}", "Ein Satz über die Verarbeitung von Daten. ".repeat(6));
            [Paragraph::Heading(format!("Abschnitt {number}")), Paragraph::Text(told)]
        })
        .collect();
    let house = House { notices: vec![Notice { language: GERMAN, paragraphs }], ..house() };
    let pdf = one(&house, letter("Anna", GERMAN));
    let pages = pages_of(&pdf);
    assert!(pages.len() > 5, "{}", pages.len());
    assert_eq!(collisions(&pdf), [""; 0]);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Seite {} von {}", index + 1, pages.len())), "{page}");
    }
    let all = pages.join(" ");
    for number in 1..=90 {
        assert!(all.contains(&format!("Abschnitt {number} Absatz {number}: Ein Satz")), "{number}");
    }
}

#[test]
fn in_bulk_every_letter_begins_on_the_front_of_a_sheet() {
    let bare = House { notices: vec![], ..house() };
    let names = ["Anna Müller", "Šárka Nováková", "Kübra Yıldız"];
    let all: Vec<Letter<'_>> = names.iter().map(|name| letter(name, GERMAN)).collect();
    for (house, last_is_empty) in [(&house(), false), (&bare, true)] {
        let pages = pages_of(&letters(house, &all).unwrap());
        assert_eq!(pages.len(), if last_is_empty { 5 } else { 6 });
        for (name, front) in names.iter().zip(pages.chunks(2)) {
            assert!(front[0].contains(&format!("Guten Tag {name},")), "{}", front[0]);
            assert!(front[0].contains("Seite 1 von"), "{}", front[0]);
            assert!(!front.get(1).is_some_and(|back| back.contains("Guten Tag")));
        }
    }
    assert_eq!(letters(&bare, &[]).err(), Some(DocumentError::NoLetters));
}

#[test]
fn names_of_many_scripts_are_printed() {
    for name in
        ["Nguyễn Thị Ánh Tuyết", "Олена Шевченко", "Γιώργος Παπαδόπουλος", "Łukasz Żółć", "Mu\u{308}ller", "O’Brien"]
    {
        let told = text_of(&one(&house(), letter(name, GERMAN)));
        let composed = name.replace("u\u{308}", "ü");
        assert!(told.contains(name) || told.contains(&composed), "{name} in {told}");
        assert_eq!(unprintable(name), None);
    }
}

#[test]
fn what_no_font_has_is_named_as_it_was_written() {
    // U+0343 is U+0313 to whoever normalises; the text has only the one.
    assert_eq!(unprintable("A\u{343}"), Some('\u{343}'));
    assert_eq!(unprintable("A\u{313}"), Some('\u{313}'));
}

#[test]
fn what_no_font_has_is_an_error_with_name_and_character() {
    for (name, character) in [("محمد Ali", 'م'), ("李明", '李'), ("Anna 😀", '😀'), ("A\u{20dd}", '\u{20dd}')]
    {
        let found = error(&house(), letter(name, GERMAN));
        assert_eq!(found, DocumentError::Unprintable { name: name.to_owned(), character });
        assert_eq!(unprintable(name), Some(character));
        assert!(found.text(GERMAN).contains(name) && found.text(ENGLISH).contains(character));
        // What a log sees has no name in it.
        assert!(!found.to_string().contains(name), "{found}");
    }
    let house = House { name: "李 GmbH".to_owned(), ..house() };
    let found = error(&house, letter("Anna", GERMAN));
    assert_eq!(found, DocumentError::Unprintable { name: house.name.clone(), character: '李' });
}

#[test]
fn what_does_not_fit_is_an_error() {
    let endless = "Anna ".repeat(200);
    let found = error(&house(), letter(&endless, GERMAN));
    assert!(matches!(&found, DocumentError::TooLong { start } if start.starts_with("Anna Anna")), "{found:?}");
    for house in [
        House { contact: "Telefon ".repeat(1000), ..house() },
        House { fingerprint: "Apfel ".repeat(1000), ..house() },
        House { server: "https://haus.example/".repeat(300), ..house() },
        House { name: "Haus am See ".repeat(100), ..house() },
    ] {
        let found = error(&house, letter("Anna", GERMAN));
        assert!(matches!(found, DocumentError::TooLong { .. }), "{found:?}");
        let found = recovery_card(&house, "Anna", &key(GERMAN)).map(|pdf| collisions(&pdf));
        assert!(found.is_err() || found == Ok(vec![]), "{found:?}");
    }
    let endless = "1G7K-".repeat(500);
    let found = error(&house(), Letter { code: &endless, ..letter("Anna", GERMAN) });
    assert!(matches!(found, DocumentError::TooLong { .. }), "{found:?}");
    let far = "x".repeat(3000);
    assert_eq!(error(&house(), Letter { link: &far, ..letter("Anna", GERMAN) }), DocumentError::QrTooLong);
}

#[test]
fn the_list_repeats_its_header_and_holds_no_codes() {
    let names: Vec<String> = (1..=60).map(|number| format!("Person {number}")).collect();
    let all: Vec<Letter<'_>> = names.iter().map(|name| letter(name, GERMAN)).collect();
    let pdf = hand_out_list(&house(), &all, GERMAN).unwrap();
    let pages = pages_of(&pdf);
    assert!(pages.len() >= 3);
    for page in &pages {
        for column in ["Nr.", "Name", "Funktion, Bereich", "Zeichen", "Datum, Unterschrift"] {
            assert!(page.contains(column), "{column} in {page}");
        }
        for group in CODE.split('-') {
            assert!(!page.contains(group), "{page}");
        }
    }
    assert!(pages[0].contains("60 Briefe"));
    let all = pages.join(" ");
    for name in &names {
        assert!(all.contains(name.as_str()), "{name}");
    }
    // One header of five cells, and sixty rows with a header cell each; what is repeated is decoration.
    let structure = structure_of(&pdf);
    let count = |tag: &str| {
        structure.lines().filter(|line| line.split([' ', ':']).find(|word| !word.is_empty()) == Some(tag)).count()
    };
    assert_eq!([count("Table"), count("THead"), count("TR"), count("TH"), count("TD")], [1, 1, 61, 65, 240]);
    assert_eq!(hand_out_list(&house(), &[], GERMAN), Err(DocumentError::NoLetters));
}

#[test]
fn recovery_papers_have_the_key_twice() {
    for language in Language::ALL {
        let key = key(language);
        let papers = [recovery_sheet(&house(), &key).unwrap(), recovery_card(&house(), "Anna Müller", &key).unwrap()];
        for paper in papers {
            let (says, side) = qr_of(&paper);
            assert_eq!(says, key.qr);
            assert!(side >= 35.0, "{side} mm");
            let told = text_of(&paper);
            for group in key.key.split('-').chain([house().server.as_str(), &house().name]) {
                assert!(told.contains(group), "{group} in {told}");
            }
            assert!(told.contains(&key.made.written(language)));
            assert_eq!(collisions(&paper), [""; 0]);
            assert_eq!(pages_of(&paper).len(), 1);
        }
        let sheet = text_of(&recovery_sheet(&house(), &key).unwrap());
        assert!(sheet.contains(&house().fingerprint) && sheet.contains(&text(language, "root-keep", &[])));
        let card = text_of(&recovery_card(&house(), "Anna Müller", &key).unwrap());
        for told in ["Anna Müller".to_owned(), text(language, "card-use", &[]), text(language, "card-keep", &[])] {
            assert!(card.contains(&told), "{told} in {card}");
        }
    }
}
