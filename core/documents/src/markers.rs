//! The sheet with markers to measure by in photos: to cut out, each for one patient and one photo series, with rulers that
//! show whether it was printed in its size. What a marker looks like is for `verband-measure`.

use verband_measure::marker::{BAR, MARGIN, MODULES, QUIET, content};
use verband_texts::{Language, Value, text};

use crate::error::Fault;
use crate::fonts::Fonts;
use crate::layout::{Style, mm, set};
use crate::paper::{Look, Paper, Shape, Tag, heading};
use crate::qr;
use crate::sheet::{BODY, LEFT, SMALL, Sheet, TEXT, feet};
use crate::{DocumentError, House};

const TITLE: Style = Style::bold(16.0);
const LABEL: Style = Style::regular(7.5);

/// The sides of the markers on a sheet, in millimetres.
pub const MARKER_SIDES_MM: [u32; 3] = [20, 30, 50];
/// How many there are of each, from the top down.
const ROWS: [(u32, usize); 3] = [(30, 4), (50, 2), (20, 6)];
/// Room for the size of a marker below it.
const LABEL_HEIGHT: f32 = 4.5;
/// Between two markers, and between two rows of them.
const GAP: f32 = 4.0;
/// The rulers, in millimetres: along the foot of the instructions, and along the left edge.
const ACROSS: u16 = 100;
const DOWN: u16 = 150;

/// A sheet of markers (A4), PDF/A as all papers. It says nothing about anybody.
///
/// # Errors
/// [`DocumentError`] for what cannot be printed of the house.
pub fn marker_sheet(house: &House, language: Language) -> Result<Vec<u8>, DocumentError> {
    let fonts = Fonts::load();
    let mut paper = Paper::new(&fonts);
    let title = text(language, "markers-title", &[]);
    draw(&mut paper, house, &title, language).map_err(|fault| fault.of(&house.name))?;
    paper.finish(&title, &house.name, language)
}

fn draw(paper: &mut Paper<'_>, house: &House, title: &str, language: Language) -> Result<(), Fault> {
    let mut sheet = Sheet::new(paper, language);
    sheet.head(house)?;
    sheet.y = 30.0;
    sheet.text(heading(1, title), title, TITLE)?;
    sheet.space(1.5);
    let [print, lay, once] =
        [text(language, "markers-print", &[]), text(language, "markers-lay", &[]), text(language, "markers-once", &[])];
    sheet.list(true, &[("1.", &[&print]), ("2.", &[&lay]), ("3.", &[&once])], 7.0, 0.8)?;
    sheet.space(2.0);
    let check = text(language, "markers-check", &[("mm", Value::Number(ACROSS.into()))]);
    sheet.text(Tag::P, &check, Style::bold(BODY.size))?;
    let top = sheet.y + 1.5;
    ruler(&mut sheet, [LEFT, top], ACROSS, false)?;
    let mut y = top + 11.0;
    ruler(&mut sheet, [8.0, y], DOWN, true)?;
    for (side, count) in ROWS {
        y = row(&mut sheet, side, count, y)? + GAP;
    }
    let what = text(language, "markers-foot", &[]);
    feet(paper, 0, house, &what, language)
}

/// A row of markers of one size; gives where it ends.
fn row(sheet: &mut Sheet<'_, '_>, side: u32, count: usize, y: f32) -> Result<f32, Fault> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some millimetres")]
    let (module, modules, margin) = (side as f32 / MODULES as f32, MODULES as f32, MARGIN as f32);
    let cell = module * (modules + 2.0 * margin);
    let height = cell + LABEL_HEIGHT;
    for index in 0..count {
        #[expect(clippy::cast_precision_loss, reason = "few")]
        let x = LEFT + index as f32 * (cell + GAP);
        debug_assert!(x + cell <= LEFT + TEXT, "it stays on the page");
        marker(sheet, side, [x + margin * module, y + margin * module], module)?;
        let label = text(sheet.language, "markers-label", &[("mm", Value::Number(side.into()))]);
        let blocks = sheet.fit(&[(&label, LABEL)], cell - margin * module - 1.0, LABEL_HEIGHT)?;
        sheet.stack(Tag::P, &blocks, x + margin * module, y + cell - 0.3);
        let corners = [[x, y], [x + cell, y], [x + cell, y + height], [x, y + height]];
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            sheet.paper.decorate(Shape::Segment(from.map(mm), to.map(mm)), Look::Dashed);
        }
    }
    Ok(y + height)
}

/// A marker whose frame has its upper left corner here.
fn marker(sheet: &mut Sheet<'_, '_>, side: u32, [x, y]: [f32; 2], module: f32) -> Result<(), Fault> {
    #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
    let [modules, bar, quiet] = [MODULES as f32, BAR as f32, QUIET as f32].map(|count| count * module);
    let code = bar + quiet;
    let mut dark = qr::of_marker(&content(side), mm(x + code), mm(y + code), mm(module))?;
    let bars = [
        [x, y, modules, bar],
        [x, y + modules - bar, modules, bar],
        [x, y + bar, bar, modules - 2.0 * bar],
        [x + modules - bar, y + bar, bar, modules - 2.0 * bar],
    ];
    dark.extend(bars.map(|bar| bar.map(mm)));
    let alt = text(sheet.language, "markers-alt", &[("mm", Value::Number(side.into()))]);
    sheet.paper.figure(Shape::Rectangles(dark), alt, [x, y, modules, modules].map(mm));
    Ok(())
}

/// A ruler of so many millimetres from a point to the right or down, with the centimetres written beside it.
fn ruler(sheet: &mut Sheet<'_, '_>, [x, y]: [f32; 2], length: u16, down: bool) -> Result<(), Fault> {
    /// How wide a stroke is.
    const STROKE: f32 = 0.15;
    let place = |along: f32, beside: f32| if down { [x + beside, y + along] } else { [x + along, y + beside] };
    let stroke = |along: f32, long: f32, deep: f32| {
        let [left, top] = place(along - STROKE / 2.0, 0.0);
        let (width, height) = if down { (deep, long) } else { (long, deep) };
        [left, top, width, height].map(mm)
    };
    let mut strokes = vec![stroke(0.0, f32::from(length) + STROKE, STROKE)];
    for at in 0..=length {
        let deep = match at {
            at if at.is_multiple_of(10) => 4.0,
            at if at.is_multiple_of(5) => 3.0,
            _ => 2.0,
        };
        strokes.push(stroke(f32::from(at), STROKE, deep));
    }
    let ([left, top], [right, bottom]) = (place(0.0, 0.0), place(f32::from(length), 4.0));
    let alt = text(sheet.language, "markers-ruler", &[("mm", Value::Number(length.into()))]);
    sheet.paper.figure(Shape::Rectangles(strokes), alt, [left, top, right - left, bottom - top].map(mm));
    for at in (0..=length).step_by(10) {
        let number = set(sheet.paper.fonts, &(at / 10).to_string(), SMALL, mm(8.0))?;
        let [left, top] = place(f32::from(at), 4.3);
        let (back, up) = if down { (0.0, SMALL.leading() / 2.0) } else { (number.width() / 2.0, 0.0) };
        sheet.paper.repeated(&number, mm(left) - back, mm(top) - up);
    }
    Ok(())
}
