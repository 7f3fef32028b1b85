//! Decodes a camera's JPEG at full, half or quarter size, straight into the planes that our own JPEGs are made of.
//!
//! A 4032 × 3024 photo at half size is 2016 × 1512, the preview's own size, so nothing has to be resampled and
//! three quarters of the transform are never done. At full size chroma stays as it was stored, where a detour over
//! RGB would blur it. Handled is what cameras write: baseline, grey or YCbCr with at most doubled luma. For
//! anything else this gives `None`.

#![expect(
    clippy::cast_precision_loss,
    clippy::inline_always,
    reason = "coefficients have at most 16 bits; measured: their loop has to stay in registers"
)]

use crate::PhotoError;
use crate::decode::UNDECODABLE;
use crate::huffman::{Bits, Table, unstuff};
use crate::idct::{Basis, transform};
use crate::jpeg::{self, Frame, Segment, Segments};
use crate::picture::{Picture, Plane};
use crate::tables::{Slots, Tables, slots};

/// Decodes `bytes` at `1 / shrink` of its size, where `shrink` is 1, 2 or 4. None when it is not one of the plain
/// files described above.
///
/// # Errors
/// [`UNDECODABLE`] for a plain file that is damaged.
pub(crate) fn decode(bytes: &[u8], frame: &Frame, shrink: usize) -> Result<Option<Picture>, PhotoError> {
    let Some(mut layout) = Layout::new(frame, shrink) else {
        return Ok(None);
    };
    let mut tables = Tables::default();
    // Without a word from Adobe or JFIF, three components are RGB if they are called so.
    let mut ycbcr = !frame.components.iter().map(|c| c.id).eq(*b"RGB");
    let mut adobe = false;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        tables.take(&segment).ok_or(UNDECODABLE)?;
        if let Some(transform) = jpeg::adobe_transform(&segment) {
            (adobe, ycbcr) = (true, transform == 1);
        }
        ycbcr |= jpeg::is_jfif(&segment) && !adobe;
        if segment.marker == jpeg::SOS {
            if !ycbcr && frame.components.len() > 1 {
                return Ok(None);
            }
            layout.scan(&segment, &tables).ok_or(UNDECODABLE)?;
            if layout.channels.iter().all(|channel| channel.done) {
                return layout.finish(shrink).map(Some).ok_or(UNDECODABLE);
            }
        }
    }
    Err(UNDECODABLE)
}

/// The picture in the making.
struct Layout {
    width: usize,
    height: usize,
    /// Units (MCU) across and down, of 8 × 8 times the luma's factors.
    units: (usize, usize),
    channels: Vec<Channel>,
}

/// One component.
struct Channel {
    id: u8,
    quantisation: usize,
    /// Blocks across and down in each unit.
    factors: (usize, usize),
    /// Blocks across and down that hold pixels.
    blocks: (usize, usize),
    /// Samples across and down that each block becomes.
    samples: (usize, usize),
    basis: Bases,
    plane: Plane,
    done: bool,
}

/// Down and across.
enum Bases {
    Small(Basis<4>, Basis<4>),
    Full(Box<(Basis<8>, Basis<8>)>),
}

/// A component within one scan.
struct Part<'a> {
    channel: &'a mut Channel,
    dc: &'a Table,
    ac: &'a Table,
    slots: Slots,
    mean: i32,
    /// Blocks across and down in each unit of this scan.
    factors: (usize, usize),
}

impl Layout {
    fn new(frame: &Frame, shrink: usize) -> Option<Self> {
        let (width, height) = (usize::from(frame.width), usize::from(frame.height));
        let (h, v) = match frame.components.as_slice() {
            // A single component has no neighbours to be sampled differently from.
            [_] => (1, 1),
            [luma, cb, cr] if [cb.h, cb.v, cr.h, cr.v] == [1; 4] && luma.h <= 2 && luma.v <= 2 => {
                (usize::from(luma.h), usize::from(luma.v))
            }
            _ => return None,
        };
        if frame.progressive {
            return None;
        }
        let units = (width.div_ceil(8 * h), height.div_ceil(8 * v));
        let side = 8 / shrink;
        let channels = frame.components.iter().enumerate().map(|(at, component)| {
            // Chroma comes out at half the size of luma, however it was stored.
            let (factors, blocks, samples) = if at == 0 {
                ((h, v), (width.div_ceil(8), height.div_ceil(8)), (side, side))
            } else {
                ((1, 1), units, (side * h / 2, side * v / 2))
            };
            let basis = if samples.0.max(samples.1) > 4 {
                Bases::Full(Box::new((Basis::down(samples.1), Basis::across(samples.0))))
            } else {
                Bases::Small(Basis::down(samples.1), Basis::across(samples.0))
            };
            Channel {
                id: component.id,
                quantisation: component.quantisation.into(),
                factors,
                blocks,
                samples,
                basis,
                plane: Plane::new(units.0 * factors.0 * samples.0, units.1 * factors.1 * samples.1),
                done: false,
            }
        });
        Some(Self { width, height, units, channels: channels.collect() })
    }

    /// Decodes one scan: all components together, or some of them.
    fn scan(&mut self, segment: &Segment<'_>, tables: &Tables) -> Option<()> {
        let (&count, header) = segment.body.split_first()?;
        let (selectors, spectral) = header.split_at_checked(2 * usize::from(count))?;
        if spectral != [0, 63, 0] {
            return None;
        }
        let selectors = selectors.as_chunks::<2>().0;
        let mut parts = Vec::with_capacity(selectors.len());
        for channel in &mut self.channels {
            let Some(&[_, table]) = selectors.iter().find(|[id, _]| *id == channel.id) else {
                continue;
            };
            if channel.done {
                return None;
            }
            channel.done = true;
            let factors = tables.quantisation.get(channel.quantisation)?.as_ref()?;
            let side = if matches!(channel.basis, Bases::Full(_)) { 8 } else { 4 };
            parts.push(Part {
                factors: channel.factors,
                channel,
                dc: tables.dc.get(usize::from(table >> 4))?.as_ref()?,
                ac: tables.ac.get(usize::from(table & 15))?.as_ref()?,
                slots: slots(factors, side),
                mean: 0,
            });
        }
        let mut units = self.units;
        if let [only] = parts.as_mut_slice() {
            // A component by itself comes block by block, without those that hold no pixels.
            only.factors = (1, 1);
            units = only.channel.blocks;
        }
        if parts.is_empty() || parts.len() != selectors.len() {
            return None;
        }

        // Each restart interval starts anew; without any, the whole scan is one.
        let all = units.0 * units.1;
        let interval = if tables.restart > 0 { tables.restart } else { all };
        let (mut rest, mut clean) = (segment.scan, Vec::new());
        for first in (0..all).step_by(interval) {
            rest = unstuff(rest, &mut clean);
            let mut bits = Bits::new(&clean);
            for part in &mut parts {
                part.mean = 0;
            }
            for unit in first..all.min(first + interval) {
                for part in &mut parts {
                    part.unit(&mut bits, unit % units.0, unit / units.0)?;
                }
                if bits.overrun() {
                    return None;
                }
            }
        }
        Some(())
    }

    fn finish(self, shrink: usize) -> Option<Picture> {
        let (width, height) = (self.width.div_ceil(shrink), self.height.div_ceil(shrink));
        let mut planes = self.channels.into_iter().map(|channel| channel.plane);
        let luma = planes.next()?.cropped(width, height);
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let mut chroma = || match planes.next() {
            Some(plane) => plane.cropped(half_width, half_height),
            None => Plane::filled(half_width, half_height, 128),
        };
        Some(Picture { cb: chroma(), cr: chroma(), luma })
    }
}

impl Part<'_> {
    /// Decodes this component's blocks of one unit.
    #[inline]
    fn unit(&mut self, bits: &mut Bits<'_>, unit_x: usize, unit_y: usize) -> Option<()> {
        let (h, v) = self.factors;
        for y in 0..v {
            for x in 0..h {
                let place = (unit_x * h + x, unit_y * v + y);
                // One place more than is transformed, for what is dropped, and up to a power of two.
                if let Bases::Small(..) = self.channel.basis {
                    let coefficients = self.coefficients::<32>(bits)?;
                    let Bases::Small(down, across) = &self.channel.basis else {
                        return None;
                    };
                    let samples = transform(&coefficients[..16], down, across);
                    self.channel.put(&samples, place)?;
                } else {
                    let coefficients = self.coefficients::<128>(bits)?;
                    let Bases::Full(bases) = &self.channel.basis else {
                        return None;
                    };
                    let samples = transform(&coefficients[..64], &bases.0, &bases.1);
                    self.channel.put(&samples, place)?;
                }
            }
        }
        Some(())
    }

    /// Reads one block's coefficients; those that are not needed are parsed and dropped.
    #[inline(always)]
    fn coefficients<const M: usize>(&mut self, bits: &mut Bits<'_>) -> Option<[f32; M]> {
        let mut values = [0.0; M];
        // A copy, so that it stays in registers.
        let mut reader = *bits;
        let (_, difference) = reader.symbol(self.dc)?;
        self.mean = self.mean.wrapping_add(difference);
        values[0] = self.mean as f32 * self.slots[0].0;
        let mut at = 0;
        while at < 63 {
            let (step, value) = reader.symbol(self.ac)?;
            at += usize::from(step);
            let (factor, place) = self.slots[at & 127];
            values[usize::from(place) & (M - 1)] = value as f32 * factor;
        }
        *bits = reader;
        Some(values)
    }
}

impl Channel {
    /// Writes a block's samples into the plane.
    #[inline(always)]
    fn put<const N: usize>(&mut self, samples: &[[u8; N]; N], (x, y): (usize, usize)) -> Option<()> {
        let (across, down) = self.samples;
        for (row, samples) in samples.iter().take(down).enumerate() {
            let start = (y * down + row) * self.plane.width + x * across;
            let place = self.plane.samples.get_mut(start..start + across)?;
            place.copy_from_slice(samples.get(..across)?);
        }
        Some(())
    }
}
