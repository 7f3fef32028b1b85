//! Linear codes. Where lines of one direction lie close together, brightness is read along several lines across them: each is
//! tried as Code 128, and compared with those beside it, since the edges of bars stand one above the other and those of hair,
//! cloth and wounds do not.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places in a picture have a dozen bits and are held against its sides"
)]

mod code128;
mod line;
mod parallel;
mod region;

use self::code128::readings;
use self::line::{Line, line};
use self::parallel::{Rows, bars_of};
use self::region::regions;
use crate::{Code, Finding, Picture};

/// A code that could be read is one.
const READ: u8 = 99;
/// Bars that no code that we know is made of, or that are too blurred.
const SEEN: u8 = 70;
/// Pictures are looked at in half their size, and that in half, until a side has fewer pixels.
const SMALLEST: u32 = 240;
/// Lines across a region: at least so many pixels apart, and at most so many.
const APART: f32 = 2.0;
const MOST_LINES: f32 = 24.0;
/// How wide narrow bars are in a picture that was made smaller, in pixels.
const FINE: f32 = 2.5;
/// What is not read as it is is sharpened, by comparison with what lies so many pixels away.
const SHARP: [usize; 2] = [2, 1];
/// So many lines have to say the same, and so many times as many as say something else beside it.
const AGREED: usize = 2;
const AHEAD: usize = 3;

/// Bars in a picture.
#[derive(Debug, Clone, PartialEq)]
struct Bars {
    /// What they say, and whether in fields after GS1, if they could be read.
    text: Option<(String, bool)>,
    /// Their corners in pixels: from the beginning of what they say, and around.
    corners: [(f32, f32); 4],
}

/// Reads the linear codes of a picture (Code 128), each once.
pub fn read_bars(picture: Picture<'_>) -> Vec<Code> {
    let codes = bars(picture, false).into_iter().filter_map(|bars| {
        let (text, gs1) = bars.text?;
        Some(Code { text, gs1, corners: bars.corners.map(|(x, y)| (x.round() as i32, y.round() as i32)) })
    });
    codes.collect()
}

/// Where linear codes are, of whichever kind, with what is likely to belong to them: half their length to all sides.
pub(crate) fn proposed(picture: Picture<'_>) -> impl Iterator<Item = Finding> {
    bars(picture, true).into_iter().filter_map(move |bars| {
        let [first, end, ..] = bars.corners;
        let reach = (end.0 - first.0).hypot(end.1 - first.1) / 2.0;
        let range = |of: fn(&(f32, f32)) -> f32| {
            let all = bars.corners.iter().map(of);
            let (low, high) = all.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)));
            ((low - reach).floor() as i64, (high + reach).ceil() as i64)
        };
        let ((left, right), (top, bottom)) = (range(|at| at.0), range(|at| at.1));
        let confidence = if bars.text.is_some() { READ } else { SEEN };
        Finding::between((left, top), (right, bottom), confidence, (picture.width, picture.height))
    })
}

/// The bars of a picture in all its sizes; with those that cannot be read, if asked for.
fn bars(picture: Picture<'_>, unread: bool) -> Vec<Bars> {
    let mut found = of_size(picture, unread, 1.0);
    let (mut half, mut times) = (halved(picture), 2.0);
    while half.0.min(half.1) >= SMALLEST {
        let (width, height, samples) = &half;
        let small = Picture { width: *width, height: *height, samples };
        for bars in of_size(small, unread, times) {
            if !found.iter().any(|known| known.is(&bars)) {
                found.push(bars);
            }
        }
        (half, times) = (halved(small), times * 2.0);
    }
    found
}

impl Bars {
    /// Whether two are the same code: they say the same, and the middle of one lies beside that of the other.
    fn is(&self, other: &Self) -> bool {
        let middle = |bars: &Self| {
            let [x, y] = [|at: &(f32, f32)| at.0, |at: &(f32, f32)| at.1]
                .map(|of| bars.corners.iter().map(of).sum::<f32>() / 4.0);
            (x, y)
        };
        let ((x, y), (other_x, other_y)) = (middle(self), middle(other));
        let length = (self.corners[1].0 - self.corners[0].0).hypot(self.corners[1].1 - self.corners[0].1);
        let apart = (x - other_x).hypot(y - other_y);
        let same = self.text.is_none() || other.text.is_none() || self.text == other.text;
        same && apart < length / 2.0
    }
}

/// The bars of a picture that is so many times smaller than the one that was asked for.
fn of_size(picture: Picture<'_>, unread: bool, times: f32) -> Vec<Bars> {
    let mut found = Vec::new();
    for region in regions(picture) {
        let count = (2.0 * region.depth / APART).clamp(4.0, MOST_LINES) as usize;
        let between = 2.0 * region.depth / count as f32;
        let place = |line: f32| (line + 0.5) * between - region.depth;
        let lines: Vec<Line> = (0..count).map(|at| line(picture, &region, place(at as f32))).collect();
        let corners = |from: f32, to: f32, (first, last): (usize, usize)| {
            let (upper, lower) = (place(first as f32 - 0.5), place(last as f32 + 0.5));
            let corners = [(from, upper), (to, upper), (to, lower), (from, lower)];
            // Pixels of a smaller picture are larger.
            corners
                .map(|(across, along)| region.at(across, along))
                .map(|(x, y)| ((x + 0.5) * times - 0.5, (y + 0.5) * times - 0.5))
        };
        let said = |lines: &[Line]| agreed(lines.iter().map(|line| readings(&line.edges(), line.ends())).collect());
        let sharpened: Vec<Vec<Line>> =
            SHARP.iter().map(|apart| lines.iter().map(|line| line.sharpened(*apart)).collect()).collect();
        let tries = || std::iter::once(&lines).chain(&sharpened);
        let read = tries().map(|lines| said(lines)).find(|read| !read.is_empty());
        let mut seen = None;
        if unread && read.is_none() {
            for lines in tries() {
                let edges: Vec<_> = lines.iter().map(Line::edges).collect();
                // In a smaller picture fine stripes, which are all alike, become uneven ones. Bars that fine were seen before.
                match bars_of(&edges, between, if times > 1.0 { FINE } else { 0.0 }) {
                    Rows::None => {}
                    // Sharpened, they would get edges that are none.
                    Rows::Lines => break,
                    Rows::Bars(bars) => {
                        seen = Some(bars);
                        break;
                    }
                }
            }
        }
        found.extend(
            read.into_iter().flatten().map(|read| Bars {
                text: Some((read.text, read.gs1)),
                corners: corners(read.from, read.to, read.lines),
            }),
        );
        found.extend(seen.map(|seen| Bars { text: None, corners: corners(seen.from, seen.to, seen.lines) }));
    }
    found
}

/// What several lines of a region say.
struct Agreed {
    text: String,
    gs1: bool,
    from: f32,
    to: f32,
    /// The first line that says it, and the last one.
    lines: (usize, usize),
    count: usize,
}

/// What is said by several lines and not denied by others between them: somebody is treated by what it says.
fn agreed(lines: Vec<Vec<code128::Reading>>) -> Vec<Agreed> {
    let mut said: Vec<Agreed> = Vec::new();
    for (line, reading) in
        lines.into_iter().enumerate().flat_map(|(line, all)| all.into_iter().map(move |one| (line, one)))
    {
        let beside = |known: &&mut Agreed| known.from < reading.to && reading.from < known.to;
        let known = said.iter_mut().filter(beside).find(|known| known.text == reading.text && known.gs1 == reading.gs1);
        if let Some(known) = known {
            known.lines.1 = line;
            known.count += 1;
        } else {
            let code128::Reading { text, gs1, from, to } = reading;
            said.push(Agreed { text, gs1, from, to, lines: (line, line), count: 1 });
        }
    }
    let denied = |one: &Agreed| {
        let others = said.iter().filter(|other| other.text != one.text || other.gs1 != one.gs1);
        let meet = |other: &&Agreed| {
            let (first, last) = (one.lines.0.max(other.lines.0), one.lines.1.min(other.lines.1));
            first <= last && one.from < other.to && other.from < one.to
        };
        others.filter(meet).any(|other| one.count < AHEAD * other.count)
    };
    let sure: Vec<bool> = said.iter().map(|one| one.count >= AGREED && !denied(one)).collect();
    said.into_iter().zip(sure).filter_map(|(one, sure)| sure.then_some(one)).collect()
}

/// A picture of half the size.
fn halved(picture: Picture<'_>) -> (u32, u32, Vec<u8>) {
    let (width, height) = (picture.width / 2, picture.height / 2);
    let columns = picture.width as usize;
    let mut samples = Vec::with_capacity(width as usize * height as usize);
    for pair in picture.samples.chunks_exact(2 * columns) {
        let (upper, lower) = pair.split_at(columns);
        let twos = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        samples.extend(
            twos.map(|(one, other)| (one.iter().chain(other).map(|sample| u32::from(*sample)).sum::<u32>() / 4) as u8),
        );
    }
    (width, height, samples)
}
