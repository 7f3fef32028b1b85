//! Whether lines beside each other cross the bars of one code, although they cannot be read.

use super::line::Edge;

/// Edges that stand one above the other, at least.
const EDGES: usize = 20;
/// Pairs of lines beside each other that have them in one row, at least.
const PAIRS: usize = 4;
/// How far an edge may be from where the line beside it has it, in narrow bars, and at least in pixels.
const AMISS: f32 = 0.3;
const AMISS_PIXELS: f32 = 0.6;
/// Of so many edges one may have no partner, besides two.
const ALONE: usize = 5;
/// How far on a line may cross the bars compared with the one beside it, in pixels.
const FURTHER: f32 = 3.0;
/// How many times as wide as a narrow bar the widest one may be.
const WIDEST: f32 = 7.0;
/// How much widths differ, at least, as standard deviation over mean: the slats of a blind and the lines of a ruler are all alike.
const VARIED: f32 = 0.25;
/// How many shades lie between dark and light in the mean, at least; and how much steps may differ, as above.
const CONTRAST: f32 = 14.0;
const UNEVEN: f32 = 0.55;
/// How far the bars reach along themselves, at least, as a part of their length.
const HIGH: f32 = 0.06;

/// Where bars are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// The first line across them, and the last one.
    pub(crate) lines: (usize, usize),
}

/// What lines have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rows {
    /// Nothing that would be long enough.
    None,
    /// Lines which are no bars.
    Lines,
    /// Bars.
    Bars(Seen),
}

/// A row of edges that two lines have in common.
#[derive(Clone, Copy)]
struct Common {
    from: f32,
    to: f32,
    bars: bool,
}

/// What the lines cross, which are so many pixels apart. Narrow bars have at least so many, too.
pub(crate) fn bars_of(lines: &[Vec<Edge>], between: f32, least: f32) -> Rows {
    let common: Vec<Option<Common>> = lines.windows(2).map(|pair| common(&pair[0], &pair[1], least)).collect();
    let mut best: Option<Seen> = None;
    let mut first = 0;
    while first < common.len() {
        let Some(start) = common[first].filter(|common| common.bars) else {
            first += 1;
            continue;
        };
        // As long as what pairs have in common lies in the same place.
        let (mut from, mut to, mut last) = (start.from, start.to, first);
        while let Some(next) = common.get(last + 1).copied().flatten().filter(|common| common.bars) {
            let shared = (to.min(next.to) - from.max(next.from)) / (to - from).max(next.to - next.from);
            if shared < 0.6 {
                break;
            }
            (from, to, last) = (from.min(next.from), to.max(next.to), last + 1);
        }
        let (pairs, high) = (last + 1 - first, (last + 1 - first) as f32 * between);
        let larger = best.is_none_or(|best| best.lines.1 - best.lines.0 < pairs);
        if pairs >= PAIRS && high >= HIGH * (to - from) && larger {
            best = Some(Seen { from, to, lines: (first, last + 1) });
        }
        first = last + 1;
    }
    match best {
        Some(best) => Rows::Bars(best),
        None if common.iter().flatten().count() >= PAIRS => Rows::Lines,
        None => Rows::None,
    }
}

/// The longest row of edges that two lines have in common.
fn common(one: &[Edge], other: &[Edge], least: f32) -> Option<Common> {
    let mut best: Option<&[Edge]> = None;
    let mut from = 0;
    for (first, edge) in one.iter().enumerate() {
        if first < from {
            continue;
        }
        // The partner: the nearest edge of the same kind.
        let after = other.partition_point(|other| other.at < edge.at);
        let near =
            (after.saturating_sub(2)..(after + 2).min(other.len())).filter(|near| other[*near].dark == edge.dark);
        let far = |near: usize| (other[near].at - edge.at).abs();
        let Some(partner) = near.min_by(|one, other| far(*one).total_cmp(&far(*other))) else { continue };
        let (length, shared) = in_step(&one[first..], &other[partner..]);
        from = first + length.max(1);
        if shared >= EDGES && best.is_none_or(|best| best.len() < length) {
            best = Some(&one[first..first + length]);
        }
    }
    let row = among(best?);
    (row.len() >= EDGES).then(|| {
        let bars = narrow(&widths(row)) >= least && bars(row);
        Common { from: row[0].at, to: row[row.len() - 1].at, bars }
    })
}

/// The longest part of a row without a gap that no code has: beside it are the edges of the label and what stands there.
fn among(row: &[Edge]) -> &[Edge] {
    let widest = WIDEST * narrow(&widths(row));
    let (mut best, mut first) = (&row[..0], 0);
    for next in 1..=row.len() {
        if next == row.len() || row[next].at - row[next - 1].at > widest {
            if next - first > best.len() {
                best = &row[first..next];
            }
            first = next;
        }
    }
    best
}

fn widths(row: &[Edge]) -> Vec<f32> {
    row.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}

/// A narrow one of widths: a fifth of them are narrower. In quarters of a pixel, up to sixteen.
fn narrow(widths: &[f32]) -> f32 {
    let mut counts = [0; 64];
    for width in widths {
        counts[((4.0 * width) as usize).min(63)] += 1;
    }
    let mut narrower = 0;
    let quarters = counts.iter().position(|count| {
        narrower += count;
        5 * narrower > widths.len()
    });
    (quarters.unwrap_or(63) as f32 + 0.5) / 4.0
}

/// How many edges of a line have a partner in another one at the same distance, and among how many of its edges. A few that only one
/// has are those of bars too narrow to be seen each time.
fn in_step(one: &[Edge], other: &[Edge]) -> (usize, usize) {
    let (mut length, mut shared, mut alone) = (0, 0, 0);
    let (mut at, mut beside) = (0, 0);
    // A line may cross the bars a little further on than the one beside it.
    let mut shift = other[0].at - one[0].at;
    while let Some((a, b)) = one.get(at).zip(other.get(beside)) {
        let narrow = one.get(at + 1).map_or(f32::MAX, |next| next.at - a.at).min(20.0);
        let slack = (AMISS * narrow).max(AMISS_PIXELS);
        let apart = b.at - a.at - shift;
        if a.dark == b.dark && apart.abs() <= slack {
            shift += apart / 8.0;
            shared += 1;
            (at, beside) = (at + 1, beside + 1);
            length = at;
        } else {
            alone += 1;
            if apart > 0.0 { at += 1 } else { beside += 1 }
        }
        if alone * ALONE > shared + 2 * ALONE || shift.abs() > FURTHER {
            break;
        }
    }
    (length, shared)
}

/// Whether edges in a row are those of bars: of few widths, and as dark as each other.
fn bars(row: &[Edge]) -> bool {
    // Dark and light each by itself: the lines of a ruler are narrow, and what is between them is wide.
    let widths = widths(row);
    let [(_, one), (_, other)] =
        [0, 1].map(|first| spread(&widths.iter().skip(first).step_by(2).copied().collect::<Vec<_>>()));
    let varied = one.min(other);
    let steps: Vec<f32> = row.iter().map(|edge| edge.step).collect();
    let (contrast, uneven) = spread(&steps);
    varied >= VARIED && contrast >= CONTRAST && uneven <= UNEVEN
}

/// The mean, and the standard deviation as a part of it.
fn spread(all: &[f32]) -> (f32, f32) {
    let count = all.len() as f32;
    let mean = all.iter().sum::<f32>() / count;
    let variance = all.iter().map(|one| (one - mean).powi(2)).sum::<f32>() / count;
    (mean, variance.sqrt() / mean)
}
