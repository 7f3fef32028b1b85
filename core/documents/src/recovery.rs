//! Keys on paper: the organisation's recovery sheet and a person's recovery card.

use verband_texts::{Date, Language, text};
use zeroize::Zeroizing;

use crate::error::Fault;
use crate::fonts::Fonts;
use crate::layout::{Style, mm};
use crate::paper::{Look, Paper, Shape, Tag, heading};
use crate::sheet::{BODY, LEFT, QR_SIDE, Sheet, TEXT, feet};
use crate::{DocumentError, House};

const TITLE: Style = Style::bold(16.0);
const HEADING: Style = Style::bold(11.5);

/// A secret key to be printed. It has no `Debug`.
#[derive(Clone, Copy)]
pub struct PaperKey<'a> {
    /// The key in its groups.
    pub key: &'a str,
    /// What the QR code says.
    pub qr: &'a str,
    /// The day it was made.
    pub made: Date,
    /// The language of the paper.
    pub language: Language,
}

/// The sheet with the organisation's root key, for the safe.
///
/// # Errors
/// What cannot be printed.
pub fn recovery_sheet(house: &House, key: &PaperKey<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    write_sheet(&mut paper, house, key).map_err(|fault| fault.of(&house.name))?;
    let title = text(key.language, "root-title", &[]);
    let title = format!("{title}, {}", house.name);
    paper.finish(&title, &house.name, key.language).map(Zeroizing::new)
}

fn write_sheet(paper: &mut Paper<'_>, house: &House, key: &PaperKey<'_>) -> Result<(), Fault> {
    let language = key.language;
    let title = text(language, "root-title", &[]);
    paper.remember(0, &title, mm(42.0));
    let mut sheet = Sheet::new(paper, language);
    sheet.head(house)?;
    sheet.y = 45.0;
    sheet.text(heading(1, &title), &title, TITLE)?;
    sheet.space(3.0);

    let top = sheet.y;
    sheet.width = TEXT - QR_SIDE;
    let intro = text(language, "root-intro", &[("organisation", house.name.as_str().into())]);
    sheet.text(Tag::P, &intro, BODY)?;
    sheet.space(3.0);
    sheet.facts(&[
        (&text(language, "key-made", &[]), &[&key.made.written(language)]),
        (&text(language, "key-server", &[]), &[&house.server]),
        (&text(language, "key-fingerprint", &[]), &[&house.fingerprint]),
    ])?;
    sheet.width = TEXT;
    sheet.qr(key.qr, text(language, "root-qr", &[]), LEFT + TEXT - QR_SIDE + 3.0, top - 3.0)?;
    sheet.y = (sheet.y + 3.0).max(top + QR_SIDE);

    sheet.boxed(&text(language, "root-key", &[]), key.key, 22.0, None)?;
    sheet.space(5.0);
    let parts = [
        (text(language, "root-use-heading", &[]), text(language, "root-use", &[])),
        (text(language, "root-keep-heading", &[]), text(language, "root-keep", &[])),
        (text(language, "root-lost-heading", &[]), text(language, "root-lost", &[])),
    ];
    for (title, told) in &parts {
        sheet.space(2.0);
        sheet.text(heading(2, title), title, HEADING)?;
        sheet.space(0.8);
        sheet.text(Tag::P, told, BODY)?;
    }
    sheet.room(28.0);
    sheet.space(18.0);
    sheet.rule(LEFT, LEFT + 110.0, sheet.y);
    sheet.space(1.0);
    sheet.text(Tag::P, &text(language, "root-witness", &[]), Style::regular(9.0))?;
    feet(paper, 0, house, &title, language)
}

/// The card with a person's paper key, to be cut out. The name stands beside the card, so that whoever finds it does not
/// know whose it is.
///
/// # Errors
/// What cannot be printed.
pub fn recovery_card(house: &House, name: &str, key: &PaperKey<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    write_card(&mut paper, house, name, key).map_err(|fault| match fault {
        Fault::Unprintable(character) if name.contains(character) => fault.of(name),
        fault => fault.of(&house.name),
    })?;
    let title = text(key.language, "card-title", &[]);
    paper.finish(&title, &house.name, key.language).map(Zeroizing::new)
}

fn write_card(paper: &mut Paper<'_>, house: &House, name: &str, key: &PaperKey<'_>) -> Result<(), Fault> {
    const INSIDE: f32 = 6.0;
    let language = key.language;
    let title = text(language, "card-title", &[]);
    paper.remember(0, &title, mm(42.0));
    let mut sheet = Sheet::new(paper, language);
    sheet.head(house)?;
    sheet.y = 42.0;
    sheet.text(heading(1, &title), &title, TITLE)?;
    sheet.space(2.0);
    sheet.text(Tag::P, name, Style::bold(BODY.size))?;
    sheet.space(1.5);
    sheet.text(Tag::P, &text(language, "card-intro", &[]), BODY)?;
    sheet.space(6.0);

    let top = sheet.y;
    (sheet.left, sheet.width, sheet.y) = (LEFT + INSIDE, TEXT - 2.0 * INSIDE, top + INSIDE);
    let card = text(language, "card-heading", &[]);
    sheet.text(heading(2, &card), &card, Style::bold(13.0))?;
    sheet.text(Tag::P, &house.name, BODY)?;
    sheet.space(4.0);
    let beside = sheet.y;
    sheet.width -= QR_SIDE;
    sheet.groups(key.key, 4, 19.0)?;
    sheet.space(3.0);
    sheet.facts(&[
        (&text(language, "key-server", &[]), &[&house.server]),
        (&text(language, "key-fingerprint", &[]), &[&house.fingerprint]),
        (&text(language, "key-made", &[]), &[&key.made.written(language)]),
    ])?;
    sheet.width += QR_SIDE;
    sheet.qr(key.qr, text(language, "card-qr", &[]), LEFT + TEXT - INSIDE - QR_SIDE + 3.0, beside - 3.0)?;
    sheet.y = (sheet.y + 2.0).max(beside + QR_SIDE - 2.0);
    for told in [text(language, "card-use", &[]), text(language, "card-keep", &[]), text(language, "card-lost", &[])] {
        sheet.text(Tag::P, &told, BODY)?;
        sheet.space(1.0);
    }
    // A card that does not fit the page cannot be cut out.
    if sheet.paper.pages() > 1 {
        return Err(Fault::too_long(&house.server));
    }
    let height = sheet.y + INSIDE - 1.0 - top;
    let edge = [mm(LEFT), mm(top), mm(TEXT), mm(height)];
    sheet.paper.decorate(Shape::Rectangles(vec![edge]), Look::Dashed);
    Ok(())
}
