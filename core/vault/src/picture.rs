//! The one form of a decoded picture: YCbCr 4:2:0 planes, as every JPEG that we write stores them. Decoders fill it,
//! turning and shrinking work on it plane by plane, the encoder reads it; no colour is converted twice.

use crate::Orientation;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// Samples of one component, row by row.
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) samples: Vec<u8>,
}

impl Plane {
    /// An all-black plane.
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self::filled(width, height, 0)
    }

    /// A plane of one value.
    pub(crate) fn filled(width: usize, height: usize, value: u8) -> Self {
        Self { width, height, samples: vec![value; width * height] }
    }

    /// One row.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.samples[y * self.width..(y + 1) * self.width]
    }

    /// The upper left part.
    pub(crate) fn cropped(mut self, width: usize, height: usize) -> Self {
        if width < self.width {
            for y in 1..height {
                self.samples.copy_within(y * self.width..y * self.width + width, y * width);
            }
        }
        self.samples.truncate(width * height);
        Self { width, height, ..self }
    }

    /// Turned upright.
    fn upright(self, orientation: Orientation) -> Self {
        let (mirror_x, mirror_y) = (orientation.mirrors_x(), orientation.mirrors_y());
        if orientation.swaps_sides() {
            return self.transposed(mirror_x, mirror_y);
        }
        let Self { width, height, mut samples } = self;
        if mirror_x && mirror_y {
            samples.reverse();
        } else if mirror_x {
            samples.chunks_exact_mut(width).for_each(<[u8]>::reverse);
        } else if mirror_y {
            let (upper, lower) = samples.split_at_mut(height / 2 * width);
            let lower = lower.chunks_exact_mut(width).rev();
            upper.chunks_exact_mut(width).zip(lower).for_each(|(a, b)| a.swap_with_slice(b));
        }
        Self { width, height, samples }
    }

    /// Rows become columns; then columns and rows are mirrored as asked.
    fn transposed(&self, mirror_x: bool, mirror_y: bool) -> Self {
        let mut out = Self::new(self.height, self.width);
        // Upright column x is stored row `row(x)`, upright row y is stored column `column(y)`.
        let row = |x: usize| if mirror_x { self.height - 1 - x } else { x };
        let column = |y: usize| if mirror_y { self.width - 1 - y } else { y };
        let (even_width, even_height) = (out.width & !7, out.height & !7);
        for left in (0..even_width).step_by(8) {
            for top in (0..even_height).step_by(8) {
                let first = column(top).min(column(top + 7));
                let tile = std::array::from_fn(|x| {
                    let row = &self.row(row(left + x))[first..];
                    u64::from_le_bytes(*row.first_chunk().expect("eight columns were checked to be there"))
                });
                for (y, line) in transpose_tile(tile).into_iter().enumerate() {
                    let y = if mirror_y { top + 7 - y } else { top + y };
                    let start = y * out.width + left;
                    out.samples[start..start + 8].copy_from_slice(&line.to_le_bytes());
                }
            }
        }
        for y in 0..out.height {
            let rest = if y < even_height { even_width } else { 0 };
            for x in rest..out.width {
                out.samples[y * out.width + x] = self.samples[row(x) * self.width + column(y)];
            }
        }
        out
    }

    /// Resampled with a Lanczos window of three lobes.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Self {
        // Typed: the other kinds of pixel that the library knows would be 2 MB of the core.
        let mut out = Self::new(width, height);
        let source = TypedImageRef::<U8>::from_buffer(self.width as u32, self.height as u32, &self.samples)
            .expect("a plane has as many samples as its size says");
        let mut target = TypedImage::<U8>::from_buffer(width as u32, height as u32, &mut out.samples)
            .expect("a plane has as many samples as its size says");
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize_typed(&source, &mut target, &options).expect("both planes hold something");
        drop(target);
        out
    }
}

/// Transposes 8 × 8 bytes, one row a word, by swapping halves, then quarters, then bytes.
fn transpose_tile(mut rows: [u64; 8]) -> [u64; 8] {
    const LOW: [(usize, u64); 3] = [(4, 0x0000_0000_FFFF_FFFF), (2, 0x0000_FFFF_0000_FFFF), (1, 0x00FF_00FF_00FF_00FF)];
    for (distance, low) in LOW {
        let shift = 8 * distance as u32;
        for upper in (0..8).filter(|row| row & distance == 0) {
            let (a, b) = (rows[upper], rows[upper + distance]);
            rows[upper] = (a & low) | (b & low) << shift;
            rows[upper + distance] = (a >> shift & low) | (b & !low);
        }
    }
    rows
}

/// A picture in 4:2:0: each chroma sample stands for two by two pixels.
pub(crate) struct Picture {
    pub(crate) luma: Plane,
    pub(crate) cb: Plane,
    pub(crate) cr: Plane,
}

impl Picture {
    /// Makes a picture from rows of RGB pixels. `fill` writes row `y` into the slice it gets, three bytes a pixel.
    pub(crate) fn from_rows(width: usize, height: usize, mut fill: impl FnMut(usize, &mut [u8])) -> Self {
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let mut out = Self {
            luma: Plane::new(width, height),
            cb: Plane::new(half_width, half_height),
            cr: Plane::new(half_width, half_height),
        };
        // One pixel more than needed, so that the last column of an odd width has a neighbour.
        let mut rows = [vec![0; 6 * half_width], vec![0; 6 * half_width]];
        let lines = out.cb.samples.chunks_exact_mut(half_width).zip(out.cr.samples.chunks_exact_mut(half_width));
        for ((half_y, (cb, cr)), luma) in lines.enumerate().zip(out.luma.samples.chunks_mut(2 * width)) {
            for (offset, row) in rows.iter_mut().enumerate() {
                fill((2 * half_y + offset).min(height - 1), &mut row[..3 * width]);
                if width % 2 == 1 {
                    row.copy_within(3 * width - 3..3 * width, 3 * width);
                }
            }
            for (luma, row) in luma.chunks_exact_mut(width).zip(&rows) {
                for (luma, &[r, g, b]) in luma.iter_mut().zip(row.as_chunks::<3>().0) {
                    let [r, g, b] = [r, g, b].map(u32::from);
                    *luma = ((19_595 * r + 38_470 * g + 7_471 * b + 0x8000) >> 16) as u8;
                }
            }
            let pairs = rows[0].as_chunks::<6>().0.iter().zip(rows[1].as_chunks::<6>().0);
            for ((cb, cr), (upper, lower)) in cb.iter_mut().zip(cr).zip(pairs) {
                let sum =
                    |at: usize| [upper[at], upper[at + 3], lower[at], lower[at + 3]].map(i32::from).iter().sum::<i32>();
                let (r, g, b) = (sum(0), sum(1), sum(2));
                // Sums of four pixels, hence two bits more to shift out; 128 is added and the result rounded.
                let place = |value: i32| ((value + (128 << 18) + (1 << 17) - 1) >> 18).cast_unsigned() as u8;
                *cb = place(-11_059 * r - 21_709 * g + 32_768 * b);
                *cr = place(32_768 * r - 27_439 * g - 5_329 * b);
            }
        }
        out
    }

    /// The longer side in pixels.
    pub(crate) fn long_side(&self) -> usize {
        self.luma.width.max(self.luma.height)
    }

    /// Turned upright.
    pub(crate) fn upright(self, orientation: Orientation) -> Self {
        let Self { luma, cb, cr } = self;
        Self { luma: luma.upright(orientation), cb: cb.upright(orientation), cr: cr.upright(orientation) }
    }

    /// Shrunk so that the longer side has `side` pixels. None if the picture is no larger than that.
    pub(crate) fn shrunk(&self, side: usize) -> Option<Self> {
        let long = self.long_side();
        if long <= side {
            return None;
        }
        let scaled = |length: usize| ((2 * length * side + long) / (2 * long)).max(1);
        let (width, height) = (scaled(self.luma.width), scaled(self.luma.height));
        let chroma = |plane: &Plane| plane.resized(width.div_ceil(2), height.div_ceil(2));
        Some(Self { luma: self.luma.resized(width, height), cb: chroma(&self.cb), cr: chroma(&self.cr) })
    }
}
