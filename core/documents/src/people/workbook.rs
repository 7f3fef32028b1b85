//! The first sheet of an XLSX workbook (ISO/IEC 29500) as rows of cells: texts and numbers, nothing that is computed or
//! formatted. It is read cell by cell: a sheet that claims a million columns takes no memory.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::table::{MAX_COLUMNS, push, shortened};
use super::{PeopleError, Row};

pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<Row>, PeopleError> {
    let mut archive = Archive::open(bytes)?;
    let sheet = first_sheet(&mut archive)?;
    let strings = shared_strings(&mut archive)?;
    rows(&part(&mut archive, &sheet)?, &strings)
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<Vec<u8>, PeopleError> {
    archive.part(name)?.ok_or(PeopleError::NotATable)
}

/// The name of the first sheet's part.
fn first_sheet(archive: &mut Archive<'_>) -> Result<String, PeopleError> {
    let mut id = None;
    each(&part(archive, "xl/workbook.xml")?, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = &event
            && tag.local_name().as_ref() == "sheet"
        {
            id = id.take().or_else(|| attribute(tag, "id"));
        }
    })?;
    let mut target = None;
    each(&part(archive, "xl/_rels/workbook.xml.rels")?, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = &event
            && id.is_some()
            && attribute(tag, "Id") == id
        {
            target = attribute(tag, "Target");
        }
    })?;
    let target = target.ok_or(PeopleError::NotATable)?;
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), ToOwned::to_owned))
}

/// The texts that cells name by their number.
fn shared_strings(archive: &mut Archive<'_>) -> Result<Vec<String>, PeopleError> {
    let mut strings = Vec::new();
    let Some(part) = archive.part("xl/sharedStrings.xml")? else { return Ok(strings) };
    let mut text = Text::default();
    each(&part, |event| {
        text.take(&event);
        if let Event::End(tag) = &event
            && tag.local_name().as_ref() == "si"
        {
            strings.push(text.finish());
        }
        if let Event::Empty(tag) = &event
            && tag.local_name().as_ref() == "si"
        {
            strings.push(String::new());
        }
    })?;
    Ok(strings)
}

fn rows(sheet: &[u8], strings: &[String]) -> Result<Vec<Row>, PeopleError> {
    let mut rows = Vec::new();
    let mut row = Row { line: 0, cells: Vec::new() };
    let (mut kind, mut column, mut text) = (String::new(), 0, Text::default());
    let mut full = Ok(());
    each(sheet, |event| match &event {
        Event::Start(tag) if tag.local_name().as_ref() == "row" => {
            let told = attribute(tag, "r").and_then(|line| line.parse().ok());
            let next = Row { line: told.unwrap_or(row.line + 1), cells: Vec::new() };
            if full.is_ok() {
                full = push(&mut rows, std::mem::replace(&mut row, next));
            }
            column = 0;
        }
        Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
            kind = attribute(tag, "t").unwrap_or_default();
            column = attribute(tag, "r").and_then(|place| column_of(&place)).unwrap_or(column);
            text = Text::default();
            if matches!(event, Event::Empty(_)) {
                column += 1;
            }
        }
        Event::End(tag) if tag.local_name().as_ref() == "c" => {
            if column < MAX_COLUMNS {
                row.cells.resize(row.cells.len().max(column + 1), String::new());
                if let Some(place) = row.cells.get_mut(column) {
                    *place = written(&kind, &text.finish(), strings);
                }
            }
            column += 1;
        }
        _ => text.take(&event),
    })?;
    full?;
    push(&mut rows, row)?;
    Ok(rows)
}

/// What a cell shows, from what it holds.
fn written(kind: &str, held: &str, strings: &[String]) -> String {
    match kind {
        "s" => held
            .parse()
            .ok()
            .and_then(|index: usize| strings.get(index))
            .map(|text| shortened(text))
            .unwrap_or_default(),
        "str" | "inlineStr" => shortened(held),
        // A number that is whole; others are none of a person.
        "" | "n" => held.strip_suffix(".0").unwrap_or(held).to_owned(),
        // Dates, errors, yes and no say nothing of a person.
        _ => String::new(),
    }
}

/// The column of a cell's place, such as 27 of `AB3`, counted from zero.
fn column_of(place: &str) -> Option<usize> {
    let letters = place
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .map(|letter| usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    letters.take(4).fold(0, |column, letter| column * 26 + letter).checked_sub(1)
}

/// Gathers the text inside of `t` and `v`, but not how it is pronounced (`rPh`).
#[derive(Default)]
struct Text {
    gathered: String,
    inside: bool,
    aside: bool,
}

impl Text {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" | "v" => self.inside = true,
                "rPh" => self.aside = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" | "v" => self.inside = false,
                "rPh" => self.aside = false,
                _ => {}
            },
            Event::Text(text) if self.inside && !self.aside => {
                self.gathered.push_str(&text.xml10_content());
            }
            Event::CData(text) if self.inside && !self.aside => self.gathered.push_str(&text.xml10_content()),
            // `&amp;`, `&#228;` and the like.
            Event::GeneralRef(name) if self.inside && !self.aside => {
                self.gathered.extend(name.resolve_char_ref().ok().flatten());
                self.gathered.push_str(resolve_predefined_entity(name).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn finish(&mut self) -> String {
        std::mem::take(self).gathered
    }
}

fn each(xml: &[u8], mut take: impl FnMut(Event<'_>)) -> Result<(), PeopleError> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).map_err(|_| PeopleError::NotATable)?);
    loop {
        match reader.read_event().map_err(|_| PeopleError::NotATable)? {
            Event::Eof => return Ok(()),
            event => take(event),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}
