//! A report for the patient's record: facts, a curve, findings and pictures, as an archive keeps it (PDF/A).
//!
//! What it says is passed in, word for word; here is how it stands on the page. Text that people wrote is never left out:
//! a sign that no font on board has is printed by its number in Unicode.

use verband_texts::{Language, text};

use crate::error::Fault;
use crate::fonts::{Fonts, printable};
use crate::layout::{Block, Style, mm};
use crate::paper::{Look, Paper, Shape, Tag, heading};
use crate::sheet::{BODY, LEFT, SMALL, Sheet, TEXT, feet};
use crate::{DocumentError, House};

const TITLE: Style = Style::bold(16.0);
const HEADING: Style = Style::bold(11.5);
const CAPTION: Style = Style::regular(9.0);

/// Between two pictures beside each other.
const GUTTER: f32 = 5.0;
/// The tallest picture.
const TALLEST: f32 = 95.0;
/// Height of the curve without its words.
const CURVE: f32 = 40.0;

/// A word and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The word.
    pub label: String,
    /// What is said; nothing leaves the fact out.
    pub text: String,
}

/// A part of a report with a heading of its own, such as a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub facts: Vec<Fact>,
}

/// A curve over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its heading.
    pub heading: String,
    /// What to say of it to those who do not see it.
    pub alt: String,
    /// The words for the largest value, at the upper end.
    pub largest: String,
    /// The words for the first and the last day, below.
    pub ends: [String; 2],
    /// Time and value of each point, in order; in any unit.
    pub points: Vec<[f32; 2]>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG, upright, in sRGB or gray.
    pub jpeg: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What stands below it, which is also said to those who do not see it.
    pub caption: String,
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// What stands first.
    pub facts: Vec<Fact>,
    /// A curve, if there is enough for one.
    pub curve: Option<Curve>,
    /// The parts in their order.
    pub parts: Vec<Part>,
    /// The heading of the pictures.
    pub pictures_heading: String,
    /// The pictures in their order.
    pub pictures: Vec<Picture>,
    /// What stands last, each a paragraph: who made the report and when.
    pub closing: Vec<String>,
}

/// The report as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`DocumentError::Pdf`] for a picture that is no JPEG; what cannot be printed.
pub fn report(house: &House, report: &Report, language: Language) -> Result<Vec<u8>, DocumentError> {
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    write(&mut paper, house, report, language).map_err(|fault| fault.of(&report.title))?;
    paper.finish(&report.title, &house.name, language)
}

fn write(paper: &mut Paper<'_>, house: &House, report: &Report, language: Language) -> Result<(), Fault> {
    paper.remember(0, &report.title, mm(42.0));
    let mut sheet = Sheet::new(paper, language);
    sheet.head(house)?;
    sheet.y = 42.0;
    sheet.text(heading(1, &report.title), &report.title, TITLE)?;
    sheet.space(3.0);
    facts(&mut sheet, &report.facts)?;
    if let Some(curve) = &report.curve {
        draw(&mut sheet, curve)?;
    }
    for part in &report.parts {
        head(&mut sheet, &part.heading, 16.0)?;
        facts(&mut sheet, &part.facts)?;
    }
    if !report.pictures.is_empty() {
        let first = report.pictures.chunks(2).next().map_or(Ok(0.0), |pair| row_height(&sheet, pair))?;
        head(&mut sheet, &report.pictures_heading, first)?;
        for pair in report.pictures.chunks(2) {
            pictures(&mut sheet, pair)?;
        }
    }
    sheet.space(4.0);
    for told in &report.closing {
        sheet.text(Tag::P, &printable(sheet.paper.fonts, told), BODY)?;
    }
    sheet.room(24.0);
    sheet.space(16.0);
    sheet.rule(LEFT, LEFT + 110.0, sheet.y);
    sheet.space(1.0);
    sheet.text(Tag::P, &text(language, "report-signature", &[]), Style::regular(9.0))?;
    feet(paper, 0, house, &report.title, language)
}

/// A heading, on one page with this height of what follows.
fn head(sheet: &mut Sheet<'_, '_>, title: &str, following: f32) -> Result<(), Fault> {
    let title = printable(sheet.paper.fonts, title);
    sheet.space(4.0);
    sheet.room(8.0 + following);
    let (page, y) = (sheet.paper.pages() - 1, mm(sheet.y));
    sheet.paper.remember(page, &title, y);
    sheet.text(heading(2, &title), &title, HEADING)?;
    sheet.space(1.5);
    Ok(())
}

/// Facts, each a paragraph: what people wrote may be longer than a page.
fn facts(sheet: &mut Sheet<'_, '_>, facts: &[Fact]) -> Result<(), Fault> {
    for fact in facts.iter().filter(|fact| !fact.text.trim().is_empty()) {
        for (index, line) in fact.text.lines().enumerate() {
            let told = if index == 0 { format!("{}: {line}", fact.label) } else { line.to_owned() };
            sheet.text(Tag::P, &printable(sheet.paper.fonts, &told), BODY)?;
        }
        sheet.space(0.8);
    }
    Ok(())
}

fn draw(sheet: &mut Sheet<'_, '_>, curve: &Curve) -> Result<(), Fault> {
    head(sheet, &curve.heading, CURVE + 14.0)?;
    let (left, top, width, height) = (mm(LEFT), mm(sheet.y + 5.0), mm(TEXT), mm(CURVE));
    let spread = |of: usize| {
        let values = || curve.points.iter().map(move |point| point[of]);
        let (least, most) = (values().fold(f32::INFINITY, f32::min), values().fold(0.0, f32::max));
        (if of == 0 { least } else { 0.0 }, most)
    };
    let ((first, last), (_, largest)) = (spread(0), spread(1));
    let share = |value: f32, from: f32, to: f32| if to > from { (value - from) / (to - from) } else { 0.0 };
    let place = |[at, value]: [f32; 2]| {
        [left + share(at, first, last) * width, top + (1.0 - share(value, 0.0, largest)) * height]
    };
    let corner = [left, top + height];
    let mut shapes = vec![
        (Shape::Segment([left, top], corner), Look::Line),
        (Shape::Segment(corner, [left + width, top + height]), Look::Line),
    ];
    for pair in curve.points.windows(2) {
        shapes.push((Shape::Segment(place(pair[0]), place(pair[1])), Look::Line));
    }
    let dots = curve.points.iter().map(|point| {
        let [x, y] = place(*point);
        [x - mm(0.8), y - mm(0.8), mm(1.6), mm(1.6)]
    });
    shapes.push((Shape::Rectangles(dots.collect()), Look::Filled(0)));
    sheet.paper.drawing(shapes, curve.alt.clone(), [left, top, width, height]);
    // The words at the axes say what the picture says; they are read out with it.
    let words = [(&curve.largest, LEFT, sheet.y), (&curve.ends[0], LEFT, sheet.y + CURVE + 6.0)];
    for (told, x, y) in words {
        let block = sheet.set(told, SMALL, TEXT / 2.0)?;
        sheet.paper.repeated(&block, mm(x), mm(y));
    }
    let end = sheet.set(&curve.ends[1], SMALL, TEXT / 2.0)?;
    let x = mm(LEFT + TEXT) - end.width();
    sheet.paper.repeated(&end, x, mm(sheet.y + CURVE + 6.0));
    sheet.y += CURVE + 12.0;
    Ok(())
}

/// Width of one of two pictures beside each other.
const COLUMN: f32 = (TEXT - GUTTER) / 2.0;

/// How large a picture is printed.
#[expect(clippy::cast_precision_loss, reason = "a picture has some thousand pixels a side")]
fn size(picture: &Picture) -> (f32, f32) {
    let ratio = picture.height.max(1) as f32 / picture.width.max(1) as f32;
    let width = COLUMN.min(TALLEST / ratio);
    (width, width * ratio)
}

/// What stands below a picture, set and as it is said.
fn caption(sheet: &Sheet<'_, '_>, picture: &Picture) -> Result<(Block, String), Fault> {
    let caption = printable(sheet.paper.fonts, &picture.caption);
    Ok((sheet.set(&caption, CAPTION, COLUMN)?, caption))
}

/// How much of a page pictures beside each other take with what stands below them.
fn row_height(sheet: &Sheet<'_, '_>, pair: &[Picture]) -> Result<f32, Fault> {
    let mut captions = 0.0_f32;
    for picture in pair {
        captions = captions.max(caption(sheet, picture)?.0.height() / mm(1.0));
    }
    Ok(tallest(pair) + captions + 5.0)
}

fn tallest(pair: &[Picture]) -> f32 {
    pair.iter().map(|picture| size(picture).1).fold(0.0, f32::max)
}

/// One or two pictures beside each other, with what stands below them.
fn pictures(sheet: &mut Sheet<'_, '_>, pair: &[Picture]) -> Result<(), Fault> {
    let height = row_height(sheet, pair)?;
    sheet.room(height);
    let (mut x, below) = (LEFT, sheet.y + tallest(pair) + 1.0);
    for picture in pair {
        let (block, said) = caption(sheet, picture)?;
        let (width, high) = size(picture);
        let place = [mm(x), mm(sheet.y), mm(width), mm(high)];
        sheet.paper.picture(picture.jpeg.clone(), [picture.width, picture.height], said, place);
        sheet.paper.repeated(&block, mm(x), mm(below));
        x += COLUMN + GUTTER;
    }
    sheet.y += height;
    Ok(())
}
