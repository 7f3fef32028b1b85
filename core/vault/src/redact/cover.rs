//! Which parts of a photo are covered: whole blocks of the file that it comes from, and the solid fill over them.

#![expect(clippy::cast_precision_loss, reason = "no side of a photo has more pixels than a float counts")]

use verband_protocol::port::Entropy;

use super::{CoverFill, CoverShape, PhotoArea, PhotoPoint, coarse};
use crate::picture::{Picture, Plane};
use crate::{Header, Orientation};

/// The smallest block in pixels: what a JPEG with the usual sampling codes together, and what WebP does.
const BLOCK: usize = 16;
/// How far beyond its block a pixel can show in what decoders give: by the smoothing of colours (JPEG) or borders (WebP).
const MARGIN: usize = 4;
/// The colour of a solid cover: black.
const BLACK: [u8; 3] = [0, 128, 128];

/// Columns and rows of an upright picture.
#[derive(Clone, Copy)]
pub(super) struct Rect {
    pub(super) left: usize,
    pub(super) top: usize,
    /// Behind the last column.
    pub(super) right: usize,
    /// Behind the last row.
    pub(super) bottom: usize,
}

/// The blocks of a photo, turned upright, and what is to happen to each.
pub(super) struct Grid {
    /// Where the columns of blocks begin, and where the last one ends.
    columns: Vec<usize>,
    /// The same for rows.
    rows: Vec<usize>,
    /// Row by row.
    fills: Vec<Option<CoverFill>>,
}

impl Grid {
    /// Nothing is covered. `unit` is the width and height that the file codes together, as stored.
    pub(super) fn new(header: &Header, unit: (usize, usize), orientation: Orientation) -> Self {
        let stored = [
            (header.width as usize, unit.0.max(BLOCK).next_multiple_of(unit.0)),
            (header.height as usize, unit.1.max(BLOCK).next_multiple_of(unit.1)),
        ];
        let [across, down] = if orientation.swaps_sides() { [stored[1], stored[0]] } else { stored };
        let columns = borders(across, orientation.mirrors_x());
        let rows = borders(down, orientation.mirrors_y());
        let fills = vec![None; (columns.len() - 1) * (rows.len() - 1)];
        Self { columns, rows, fills }
    }

    /// Blocks in a row.
    pub(super) fn width(&self) -> usize {
        self.columns.len() - 1
    }

    /// Blocks in a column.
    pub(super) fn height(&self) -> usize {
        self.rows.len() - 1
    }

    /// What happens to a block.
    pub(super) fn fill(&self, column: usize, row: usize) -> Option<CoverFill> {
        self.fills[row * self.width() + column]
    }

    /// Its pixels.
    pub(super) fn rect(&self, column: usize, row: usize) -> Rect {
        Rect {
            left: self.columns[column],
            top: self.rows[row],
            right: self.columns[column + 1],
            bottom: self.rows[row + 1],
        }
    }

    /// Marks all blocks that a shape touches. Whether there are any. A solid cover stays one.
    pub(super) fn cover(&mut self, shape: &CoverShape, fill: CoverFill) -> bool {
        match shape {
            CoverShape::Rectangle(area) => self.cover_where(*area, fill, |_| true),
            CoverShape::Stroke { points, width } => {
                let (first, rest) = (points.first().copied().into_iter(), points.windows(2));
                let dab = first.map(|point| (point, point));
                let mut any = false;
                for (from, to) in dab.chain(rest.map(|pair| (pair[0], pair[1]))) {
                    any |= self.cover_line(from, to, *width, fill);
                }
                any
            }
        }
    }

    /// The blocks that come near a line, told by their middles: rather one too many.
    fn cover_line(&mut self, from: PhotoPoint, to: PhotoPoint, width: u32, fill: CoverFill) -> bool {
        let radius = width.div_ceil(2);
        let reach = i32::try_from(radius).unwrap_or(i32::MAX);
        let around = PhotoArea {
            x: from.x.min(to.x).saturating_sub(reach),
            y: from.y.min(to.y).saturating_sub(reach),
            width: from.x.abs_diff(to.x).saturating_add(2 * radius.min(1 << 30)).saturating_add(1),
            height: from.y.abs_diff(to.y).saturating_add(2 * radius.min(1 << 30)).saturating_add(1),
        };
        let [from, to] = [from, to].map(|point| (f64::from(point.x) + 0.5, f64::from(point.y) + 0.5));
        self.cover_where(around, fill, |rect| {
            let middle = |low: usize, high: usize| (low + high) as f64 / 2.0;
            let half = |low: usize, high: usize| (high - low) as f64 / 2.0;
            let corner = half(rect.left, rect.right).hypot(half(rect.top, rect.bottom));
            let place = (middle(rect.left, rect.right), middle(rect.top, rect.bottom));
            distance(place, from, to) <= f64::from(radius) + corner
        })
    }

    fn cover_where(&mut self, area: PhotoArea, fill: CoverFill, near: impl Fn(Rect) -> bool) -> bool {
        let columns = touched(&self.columns, area.x, area.width);
        let rows = touched(&self.rows, area.y, area.height);
        let mut any = false;
        for row in rows {
            for column in columns.clone() {
                if near(self.rect(column, row)) {
                    any = true;
                    let width = self.width();
                    let known = &mut self.fills[row * width + column];
                    if *known != Some(CoverFill::Solid) {
                        *known = Some(fill);
                    }
                }
            }
        }
        any
    }

    /// Covers what was marked.
    pub(super) fn paint(&self, picture: &mut Picture, entropy: &dyn Entropy) {
        // First, so that no mean of a coarse block knows anything of what is under it.
        for row in 0..self.height() {
            for column in 0..self.width() {
                if self.fill(column, row) == Some(CoverFill::Solid) {
                    fill(picture, self.rect(column, row), BLACK);
                }
            }
        }
        coarse::paint(self, picture, entropy);
    }
}

/// Borders of blocks along one side of the upright picture. What is mirrored begins with the block that was cut off.
fn borders((length, block): (usize, usize), mirrored: bool) -> Vec<usize> {
    let mut borders: Vec<usize> = (0..length).step_by(block).chain([length]).collect();
    if mirrored {
        borders.reverse();
        for border in &mut borders {
            *border = length - *border;
        }
    }
    borders
}

/// The blocks between the borders that have one of `length` pixels from `start` on.
fn touched(borders: &[usize], start: i32, length: u32) -> std::ops::Range<usize> {
    let end = i64::from(start) + i64::from(length);
    let (start, end) = (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0));
    let blocks = borders.len() - 1;
    let first = borders[1..].partition_point(|&border| border <= start);
    let last = borders[..blocks].partition_point(|&border| border < end);
    first..last
}

/// How far a place is from a line between two others.
pub(super) fn distance(place: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (along, aside) = (to.0 - from.0, to.1 - from.1);
    let length = along * along + aside * aside;
    let share = if length > 0.0 {
        (((place.0 - from.0) * along + (place.1 - from.1) * aside) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (place.0 - from.0 - share * along).hypot(place.1 - from.1 - share * aside)
}

/// Gives a block and what is around it one colour. Samples of colour stand for two by two pixels, and where an odd side
/// was mirrored for two others than it seems.
pub(super) fn fill(picture: &mut Picture, rect: Rect, [luma, cb, cr]: [u8; 3]) {
    let Rect { left, top, right, bottom } = rect;
    let (left, top) = (left.saturating_sub(MARGIN), top.saturating_sub(MARGIN));
    let (right, bottom) = (right + MARGIN, bottom + MARGIN);
    fill_plane(&mut picture.luma, Rect { left, top, right, bottom }, luma);
    let half = Rect { left: left / 2, top: top / 2, right: right / 2 + 1, bottom: bottom / 2 + 1 };
    fill_plane(&mut picture.cb, half, cb);
    fill_plane(&mut picture.cr, half, cr);
}

fn fill_plane(plane: &mut Plane, rect: Rect, value: u8) {
    let (right, bottom) = (rect.right.min(plane.width), rect.bottom.min(plane.height));
    for y in rect.top..bottom {
        plane.samples[y * plane.width + rect.left..y * plane.width + right].fill(value);
    }
}
