//! The letter that invites a person: A4 for a window envelope (DIN 5008, form B), and the privacy notice behind it.
//!
//! Nothing secret is above the first fold, where the window is.

use verband_texts::{Language, text};
use zeroize::Zeroizing;

use crate::error::Fault;
use crate::fonts::{Fonts, clean};
use crate::layout::{Style, mm};
use crate::paper::{Paper, Tag, heading};
use crate::sheet::{BODY, LEFT, QR_SIDE, SMALL, Sheet, TEXT, feet, fold_marks};
use crate::{DocumentError, House, Letter, Notice, Paragraph};

/// Where the text of a letter begins, two lines below the window.
const BODY_TOP: f32 = 98.5;

const TITLE: Style = Style::bold(14.0);
const HEADING: Style = Style::bold(11.0);

/// Sizes of the text, tried until the letter itself is one page.
const SCALES: [f32; 4] = [1.0, 0.94, 0.88, 0.82];

/// Letters in one PDF, in this order. When there are several, each begins on the front of a sheet, so that a printer
/// that uses both sides never puts two people on one.
///
/// # Errors
/// [`DocumentError::NoLetters`] for none; what cannot be printed, with the person it belongs to.
pub fn letters(house: &House, letters: &[Letter<'_>]) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let first = letters.first().ok_or(DocumentError::NoLetters)?;
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    for (index, letter) in letters.iter().enumerate() {
        if paper.pages() % 2 == 1 {
            paper.start_page();
        }
        write(&mut paper, house, letter, index + 1).map_err(|fault| {
            let name = whose(&fault, house, letter);
            fault.of(name)
        })?;
    }
    let title = text(
        first.language,
        "letter-document",
        &[("letters", letters.len().into()), ("organisation", house.name.as_str().into())],
    );
    paper.finish(&title, &house.name, first.language).map(Zeroizing::new)
}

/// Whose text it is that a fault is about.
fn whose<'a>(fault: &Fault, house: &'a House, letter: &Letter<'a>) -> &'a str {
    let own = [letter.name, letter.function, letter.ward, letter.reference, letter.code];
    match fault {
        Fault::Unprintable(character) if own.iter().any(|text| text.contains(*character)) => letter.name,
        _ => &house.name,
    }
}

fn write(paper: &mut Paper<'_>, house: &House, letter: &Letter<'_>, number: usize) -> Result<(), Fault> {
    let language = letter.language;
    let first = paper.pages();
    let scale = fitting(paper.fonts, house, letter)?;
    paper.start_element(Tag::Part(language));
    front(paper, house, letter, scale)?;
    let entry = text(language, "letter-outline", &[("number", number.into()), ("name", letter.name.into())]);
    paper.remember(first, &entry, mm(15.0));
    if let Some(notice) = notice(house, language) {
        privacy(paper, notice, language)?;
    }
    paper.end_element();
    feet(paper, first, house, letter.reference, language)
}

/// The largest size in which the letter is one page. What is too long even for the smallest flows on to a second one.
fn fitting(fonts: &Fonts, house: &House, letter: &Letter<'_>) -> Result<f32, Fault> {
    for scale in SCALES {
        let mut trial = Paper::new(fonts);
        front(&mut trial, house, letter, scale)?;
        if trial.pages() == 1 {
            return Ok(scale);
        }
    }
    Ok(1.0)
}

fn front(paper: &mut Paper<'_>, house: &House, letter: &Letter<'_>, scale: f32) -> Result<(), Fault> {
    let language = letter.language;
    let mut sheet = Sheet::new(paper, language);
    fold_marks(sheet.paper);
    sheet.head(house)?;
    window(&mut sheet, house, letter)?;
    information(&mut sheet, letter)?;

    sheet.scale = scale;
    sheet.y = BODY_TOP;
    let title = text(language, "letter-title", &[]);
    sheet.text(heading(1, &title), &title, TITLE)?;
    sheet.space(2.5);
    sheet.text(Tag::P, &text(language, "letter-greeting", &[("name", letter.name.into())]), BODY)?;
    sheet.space(1.5);
    let intro = text(language, "letter-intro", &[("organisation", house.name.as_str().into())]);
    sheet.text(Tag::P, &intro, BODY)?;
    sheet.space(3.0);
    steps(&mut sheet, letter)?;
    sheet.space(1.0);
    code(&mut sheet, house, letter)?;
    sheet.space(5.0);
    let check = text(language, "letter-fingerprint-use", &[]);
    sheet.facts(&[
        (&text(language, "letter-fingerprint", &[]), &[house.fingerprint.as_str(), &check]),
        (&text(language, "letter-contact", &[]), &[&house.contact]),
    ])?;
    sheet.space(1.5);
    sheet.text(Tag::P, &text(language, "letter-keep", &[]), BODY)
}

/// What shows in the window of the envelope.
fn window(sheet: &mut Sheet<'_, '_>, house: &House, letter: &Letter<'_>) -> Result<(), Fault> {
    const WIDTH: f32 = 80.0;
    let back: Vec<String> = [&house.name].into_iter().chain(&house.address).map(|line| clean(line)).collect();
    if back.len() > 1 {
        let blocks = sheet.fit(&[(&back.join(" · "), Style::regular(7.0).gray())], WIDTH, 8.0)?;
        let end = sheet.stack(Tag::P, &blocks, LEFT, 45.5);
        sheet.rule(LEFT, LEFT + WIDTH, end + 0.4);
    }
    let personal = text(sheet.language, "letter-personal", &[]);
    let blocks = sheet.fit(&[(&personal, Style::bold(9.5))], WIDTH, 5.0)?;
    sheet.stack(Tag::P, &blocks, LEFT, 57.5);
    let lines = [(letter.name, Style::regular(11.5)), (letter.function, BODY), (letter.ward, BODY)];
    let blocks = sheet.fit(&lines, WIDTH, 27.3)?;
    sheet.stack(Tag::P, &blocks, LEFT, 63.0);
    Ok(())
}

/// The block right of the window: until when, and which letter.
fn information(sheet: &mut Sheet<'_, '_>, letter: &Letter<'_>) -> Result<(), Fault> {
    const X: f32 = 125.0;
    let language = sheet.language;
    let valid = text(language, "letter-valid-until", &[("date", letter.expires.into())]);
    let facts = [
        (text(language, "letter-valid", &[]), valid.as_str()),
        (text(language, "letter-reference", &[]), letter.reference),
    ];
    let mut y = 58.0;
    for (label, fact) in &facts {
        let blocks = sheet.fit(&[(label, SMALL), (fact, Style::bold(10.5))], LEFT + TEXT - X, 14.0)?;
        y = sheet.stack(Tag::P, &blocks, X, y) + 2.0;
    }
    Ok(())
}

/// What to do, with the QR code beside it.
fn steps(sheet: &mut Sheet<'_, '_>, letter: &Letter<'_>) -> Result<(), Fault> {
    let language = sheet.language;
    let open = text(language, "letter-step-open", &[]);
    let scan = text(language, "letter-step-scan", &[]);
    let check = text(language, "letter-step-check", &[]);
    // These are our own sentences, no taller than the code beside them.
    sheet.room(QR_SIDE + 10.0);
    let top = sheet.y;
    sheet.width = TEXT - QR_SIDE - 1.0;
    sheet.space(3.0);
    sheet.list(true, &[("1.", &[&open]), ("2.", &[&scan]), ("3.", &[&check])], 8.0, 2.5)?;
    sheet.width = TEXT;
    // The white around the code reaches into the margin, so that its edge is that of the text.
    sheet.qr(letter.link, text(language, "letter-qr", &[]), LEFT + TEXT - QR_SIDE + 3.0, top)?;
    sheet.y = sheet.y.max(top + QR_SIDE);
    Ok(())
}

/// The code to type, with the server that it is for.
fn code(sheet: &mut Sheet<'_, '_>, house: &House, letter: &Letter<'_>) -> Result<(), Fault> {
    let language = sheet.language;
    let server = format!("{}: {}", text(language, "letter-server", &[]), house.server);
    let server = sheet.set(&server, Style::regular(12.0), TEXT)?;
    sheet.boxed(&text(language, "letter-code", &[]), letter.code, 25.0, Some(server))
}

fn notice(house: &House, language: Language) -> Option<&Notice> {
    let told = || house.notices.iter().filter(|notice| !notice.paragraphs.is_empty());
    told().find(|notice| notice.language == language).or_else(|| told().next())
}

/// The notice on pages of its own, on the back of the letter.
fn privacy(paper: &mut Paper<'_>, notice: &Notice, language: Language) -> Result<(), Fault> {
    let mut sheet = Sheet::new(paper, language);
    let title = text(language, "letter-privacy", &[]);
    sheet.text(heading(2, &title), &title, TITLE)?;
    sheet.space(3.0);
    sheet.language = notice.language;
    sheet.paper.start_element(Tag::Section(notice.language));
    for paragraph in &notice.paragraphs {
        match paragraph {
            Paragraph::Heading(title) => {
                sheet.space(2.5);
                sheet.text(heading(3, title), title, HEADING)?;
                sheet.space(0.8);
            }
            Paragraph::Text(told) => {
                sheet.text(Tag::P, told, BODY)?;
                sheet.space(2.0);
            }
        }
    }
    sheet.paper.end_element();
    Ok(())
}
