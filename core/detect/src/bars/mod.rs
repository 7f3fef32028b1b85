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

use self::code128::{Reading, readings};
use self::line::{Edge, Line, line};
use self::parallel::{Rows, bars_of};
use self::region::{Region, regions};
use crate::{Code, Finding, Picture};

/// A code that could be read is one.
const READ: u8 = 99;
/// Bars that no code that we know is made of, or that are too blurred.
const SEEN: u8 = 70;
/// Pictures are looked at in half their size, and that in half, until a side has fewer pixels.
const SMALLEST: u32 = 240;
/// Lines across a region: at most so many.
const MOST_LINES: f32 = 24.0;
/// Thin lines: at least so many pixels apart, and the mean of what lies so many pixels to both sides.
const THIN: (f32, u8) = (2.0, 1);
/// Thick lines have less noise, and need bars that are straight.
const THICK: (f32, u8) = (4.5, 4);
/// How wide narrow bars are in a picture that was made smaller, in pixels: those that are read, and those that are not. Finer ones
/// become uneven there, and may say something else than they do in the larger picture.
const FINE: (f32, f32) = (1.4, 2.5);
/// What is not read as it is, by the first, is sharpened: by comparison with what lies so many pixels away, by so much. A little brings back
/// narrow bars, much what is blurred over more pixels.
const SHARP: [(usize, f32); 4] = [(1, 0.0), (2, 2.0), (1, 2.0), (1, 1.0)];
/// Two lines that have nothing in common have to say the same, and so many times as many as say something else beside it.
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
    let (narrowest, seen) = if times > 1.0 { FINE } else { (0.0, 0.0) };
    let mut found = Vec::new();
    for region in regions(picture) {
        let thin = Lines::of(picture, region, THIN);
        let mut of_region = thin.said(narrowest);
        if of_region.is_empty() {
            of_region = Lines::of(picture, region, THICK).said(narrowest);
        }
        if unread && of_region.is_empty() {
            for lines in SHARP.into_iter().map(|how| thin.sharpened(how)) {
                match bars_of(&lines.edges(), lines.between, seen) {
                    Rows::None => {}
                    // Sharpened, they would get edges that are none.
                    Rows::Lines => break,
                    Rows::Bars(bars) => {
                        of_region.push(Bars { text: None, corners: lines.corners(bars.from, bars.to, bars.lines) });
                        break;
                    }
                }
            }
        }
        // Pixels of a smaller picture are larger.
        let larger = |at: f32| (at + 0.5) * times - 0.5;
        found.extend(
            of_region
                .into_iter()
                .map(|bars| Bars { corners: bars.corners.map(|(x, y)| (larger(x), larger(y))), ..bars }),
        );
    }
    found
}

/// Lines across a region, side by side.
struct Lines {
    region: Region,
    all: Vec<Line>,
    /// From one to the next, in pixels.
    between: f32,
    /// How many pixels each has beside each other.
    thick: f32,
}

impl Lines {
    fn of(picture: Picture<'_>, region: Region, (apart, beside): (f32, u8)) -> Self {
        let count = (2.0 * region.depth / apart).clamp(4.0, MOST_LINES) as usize;
        let mut lines = Self {
            region,
            all: Vec::new(),
            between: 2.0 * region.depth / count as f32,
            thick: f32::from(2 * beside + 1),
        };
        lines.all = (0..count).map(|at| line(picture, &region, lines.place(at as f32), beside)).collect();
        lines
    }

    fn sharpened(&self, (apart, times): (usize, f32)) -> Self {
        Self { all: self.all.iter().map(|line| line.sharpened(apart, times)).collect(), ..*self }
    }

    fn edges(&self) -> Vec<Vec<Edge>> {
        self.all.iter().map(Line::edges).collect()
    }

    /// What they agree on, as they are or sharpened, of codes whose modules have at least so many pixels.
    fn said(&self, narrowest: f32) -> Vec<Bars> {
        let apart = (self.thick / self.between).ceil() as usize;
        let mut read = vec![Vec::new(); self.all.len()];
        for lines in SHARP.into_iter().map(|how| self.sharpened(how)) {
            for (read, line) in read.iter_mut().zip(&lines.all) {
                read.extend(readings(&line.edges(), line.ends(), narrowest));
            }
            let said = agreed(&read, apart);
            if !said.is_empty() {
                let bars = |said: Agreed| Bars {
                    corners: self.corners(said.from, said.to, said.lines),
                    text: Some((said.text, said.gs1)),
                };
                return said.into_iter().map(bars).collect();
            }
        }
        Vec::new()
    }

    /// How far a line is from the middle of the region.
    fn place(&self, line: f32) -> f32 {
        (line + 0.5) * self.between - self.region.depth
    }

    /// Of what reaches from there to there, from the first line to the last.
    fn corners(&self, from: f32, to: f32, (first, last): (usize, usize)) -> [(f32, f32); 4] {
        let (upper, lower) = (self.place(first as f32 - 0.5), self.place(last as f32 + 0.5));
        [(from, upper), (to, upper), (to, lower), (from, lower)].map(|(across, along)| self.region.at(across, along))
    }
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

/// What is said by lines that are so many apart, and not denied by others between them: somebody is treated by what it says.
fn agreed(lines: &[Vec<Reading>], apart: usize) -> Vec<Agreed> {
    let mut said: Vec<Agreed> = Vec::new();
    for (line, reading) in lines.iter().enumerate().flat_map(|(line, all)| all.iter().map(move |one| (line, one))) {
        let beside = |known: &&mut Agreed| known.from < reading.to && reading.from < known.to;
        let known = said.iter_mut().filter(beside).find(|known| known.text == reading.text && known.gs1 == reading.gs1);
        if let Some(known) = known {
            // Sharpened in two ways it is the same line.
            known.count += usize::from(known.lines.1 < line);
            known.lines.1 = line;
        } else {
            let Reading { text, gs1, from, to } = reading.clone();
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
    let sure: Vec<bool> = said.iter().map(|one| one.lines.1 - one.lines.0 >= apart && !denied(one)).collect();
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
