//! The list on which people sign for their letters. It has no secret in it.

use verband_texts::{Language, text};

use crate::error::Fault;
use crate::fonts::Fonts;
use crate::layout::{Block, Style, mm};
use crate::paper::{Paper, Scope, Tag, heading};
use crate::sheet::{BODY, LEFT, Sheet, TEXT, feet};
use crate::{DocumentError, House, Letter};

/// Left edges of the columns, from the left margin.
const COLUMNS: [f32; 5] = [0.0, 11.0, 62.0, 109.0, 129.0];
/// Room to sign.
const ROW: f32 = 12.0;
const CELL: Style = Style::regular(10.0);

/// The list of these letters in their order, each with its number in the bulk.
///
/// # Errors
/// [`DocumentError::NoLetters`] for none; what cannot be printed, with the person it belongs to.
pub fn hand_out_list(house: &House, letters: &[Letter<'_>], language: Language) -> Result<Vec<u8>, DocumentError> {
    if letters.is_empty() {
        return Err(DocumentError::NoLetters);
    }
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    let title = text(language, "list-title", &[]);
    let mut sheet = Sheet::new(&mut paper, language);
    begin(&mut sheet, house, &title, letters.len()).map_err(|fault| fault.of(&house.name))?;
    sheet.paper.start_element(Tag::TBody);
    for (index, letter) in letters.iter().enumerate() {
        row(&mut sheet, letter, index + 1).map_err(|fault| fault.of(letter.name))?;
    }
    sheet.paper.end_element();
    sheet.paper.end_element();
    feet(&mut paper, 0, house, &title, language).map_err(|fault| fault.of(&house.name))?;
    paper.finish(&format!("{title}, {}", house.name), &house.name, language)
}

fn begin(sheet: &mut Sheet<'_, '_>, house: &House, title: &str, letters: usize) -> Result<(), Fault> {
    let language = sheet.language;
    sheet.head(house)?;
    sheet.y = 42.0;
    sheet.paper.remember(0, title, mm(sheet.y));
    sheet.text(heading(1, title), title, Style::bold(14.0))?;
    sheet.space(1.5);
    let count = text(language, "list-count", &[("letters", letters.into())]);
    sheet.text(Tag::P, &count, Style::bold(BODY.size))?;
    sheet.space(1.0);
    sheet.text(Tag::P, &text(language, "list-intro", &[]), BODY)?;
    sheet.space(4.0);
    sheet.paper.start_element(Tag::Table);
    let cells = header(sheet)?;
    sheet.paper.start_element(Tag::THead);
    sheet.paper.start_element(Tag::TR);
    for (block, x) in cells.into_iter().zip(COLUMNS) {
        sheet.stack(Tag::TH(Scope::Column), &[block], LEFT + x, sheet.y);
    }
    sheet.paper.end_element();
    sheet.paper.end_element();
    end_header(sheet);
    Ok(())
}

fn header(sheet: &Sheet<'_, '_>) -> Result<Vec<Block>, Fault> {
    let language = sheet.language;
    let names = [
        text(language, "list-number", &[]),
        text(language, "list-name", &[]),
        text(language, "list-place", &[]),
        text(language, "list-reference", &[]),
        text(language, "list-signature", &[]),
    ];
    let names = names.iter().enumerate();
    names.map(|(column, name)| sheet.set(name, Style::bold(9.5), width(column))).collect()
}

fn end_header(sheet: &mut Sheet<'_, '_>) {
    sheet.y += 6.0;
    sheet.rule(LEFT, LEFT + TEXT, sheet.y);
}

fn width(column: usize) -> f32 {
    let edge = |column: usize| COLUMNS.get(column).copied().unwrap_or(TEXT);
    edge(column + 1) - edge(column) - 2.0
}

fn row(sheet: &mut Sheet<'_, '_>, letter: &Letter<'_>, number: usize) -> Result<(), Fault> {
    let number = number.to_string();
    let cells: [&[&str]; 4] = [&[&number], &[letter.name], &[letter.function, letter.ward], &[letter.reference]];
    let mut blocks = Vec::new();
    for (column, cell) in cells.iter().enumerate() {
        let texts: Vec<(&str, Style)> = cell.iter().map(|text| (*text, CELL)).collect();
        blocks.push(sheet.fit(&texts, width(column), 60.0)?);
    }
    let heights = blocks.iter().map(|cell| cell.iter().map(Block::height).sum());
    let height = (heights.fold(0.0, f32::max) / mm(1.0) + 3.0).max(ROW);
    let pages = sheet.paper.pages();
    sheet.room(height);
    if sheet.paper.pages() > pages {
        // To the eye every page has the header; a screen reader knows it from the first one.
        for (block, x) in header(sheet)?.iter().zip(COLUMNS) {
            sheet.paper.repeated(block, mm(LEFT + x), mm(sheet.y));
        }
        end_header(sheet);
    }
    sheet.paper.start_element(Tag::TR);
    for (column, (blocks, x)) in blocks.iter().zip(COLUMNS).enumerate() {
        // The name says whose row it is.
        if column == 1 {
            sheet.stack(Tag::TH(Scope::Row), blocks, LEFT + x, sheet.y + 1.5);
        } else {
            sheet.stack(Tag::TD, blocks, LEFT + x, sheet.y + 1.5);
        }
    }
    // The cell to sign in is empty to the eye; without it the table would have a hole for a screen reader.
    let empty = sheet.set("\u{a0}", CELL, width(4))?;
    sheet.stack(Tag::TD, &[empty], LEFT + COLUMNS[4], sheet.y + 1.5);
    sheet.paper.end_element();
    sheet.y += height;
    sheet.rule(LEFT, LEFT + TEXT, sheet.y);
    Ok(())
}
