//! Decodes a camera's JPEG at half or quarter size, straight into the planes that the preview is made of.
//!
//! A 4032 × 3024 photo at half size is 2016 × 1512, the preview's own size, so nothing has to be resampled and
//! three quarters of the transform are never done. Handled is what cameras write: one baseline scan, grey or
//! YCbCr with at most doubled luma. For anything else, and for damaged data, this gives `None` and the general
//! decoder takes over.

use crate::huffman::{Bits, Table, unstuff};
use crate::idct::{Basis, Block, transform};
use crate::jpeg::{self, Frame, Segment, Segments};
use crate::picture::{Picture, Plane};

/// From zigzag order to the place in the lowest 4 × 4 coefficients; 16 stands for "not used". Twice as long as a
/// block, so that a damaged run can point behind the block without harm.
const PLACES: [u8; 128] = {
    let mut places = [16; 128];
    let low = [
        (0, 0),
        (1, 1),
        (2, 4),
        (3, 8),
        (4, 5),
        (5, 2),
        (6, 3),
        (7, 6),
        (8, 9),
        (9, 12),
        (11, 13),
        (12, 10),
        (13, 7),
        (17, 11),
        (18, 14),
        (24, 15),
    ];
    let mut n = 0;
    while n < low.len() {
        places[low[n].0] = low[n].1;
        n += 1;
    }
    places
};

/// How one component is decoded.
struct Channel<'a> {
    /// Blocks across and down in each unit (MCU).
    h: usize,
    v: usize,
    /// Samples across and down that each block becomes.
    across: usize,
    down: usize,
    across_basis: Basis,
    down_basis: Basis,
    dc: &'a Table,
    ac: &'a Table,
    /// Factor and place of each coefficient in zigzag order.
    slots: [(f32, u8); 128],
    plane: Plane,
    mean: i32,
}

/// The tables met so far on the way to the scan.
#[derive(Default)]
struct Tables {
    quantisation: [Option<[u16; 64]>; 4],
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    restart: usize,
}

impl Tables {
    fn take(&mut self, segment: &Segment<'_>) -> Option<()> {
        let mut body = segment.body;
        match segment.marker {
            jpeg::DRI => self.restart = usize::from(u16::from_be_bytes(*body.first_chunk()?)),
            jpeg::DQT => {
                while let Some((&id, rest)) = body.split_first() {
                    let mut factors = [0; 64];
                    if id >> 4 == 0 {
                        let (bytes, rest) = rest.split_first_chunk::<64>()?;
                        factors = bytes.map(u16::from);
                        body = rest;
                    } else {
                        let (bytes, rest) = rest.split_first_chunk::<128>()?;
                        for (factor, pair) in factors.iter_mut().zip(bytes.as_chunks().0) {
                            *factor = u16::from_be_bytes(*pair);
                        }
                        body = rest;
                    }
                    *self.quantisation.get_mut(usize::from(id & 15))? = Some(factors);
                }
            }
            jpeg::DHT => {
                while let Some((&id, rest)) = body.split_first() {
                    let (counts, rest) = rest.split_first_chunk::<16>()?;
                    let (symbols, rest) =
                        rest.split_at_checked(counts.iter().map(|&n| usize::from(n)).sum())?;
                    let class = if id >> 4 == 0 {
                        &mut self.dc
                    } else {
                        &mut self.ac
                    };
                    *class.get_mut(usize::from(id & 15))? = Some(Table::new(counts, symbols)?);
                    body = rest;
                }
            }
            _ => {}
        }
        Some(())
    }
}

/// Decodes `bytes` at `1 / shrink` of its size, where `shrink` is 2 or 4. None when it is not one of the plain files
/// described above.
pub(crate) fn decode(bytes: &[u8], shrink: usize) -> Option<Picture> {
    let mut tables = Tables::default();
    let mut frame = None;
    let (mut adobe, mut jfif) = (None, false);
    for segment in Segments::new(bytes) {
        let segment = segment.ok()?;
        tables.take(&segment)?;
        adobe = adobe.or(jpeg::adobe_transform(&segment));
        jfif |= jpeg::is_jfif(&segment);
        if jpeg::is_frame(segment.marker) {
            frame = Some(
                Frame::read(segment.marker, segment.body)
                    .ok()
                    .filter(|f| !f.progressive)?,
            );
        }
        if segment.marker == jpeg::SOS {
            let frame = frame?;
            let rgb_ids = frame.components.iter().map(|c| c.id).eq(*b"RGB");
            let ycbcr = adobe.map_or(jfif || !rgb_ids, |transform| transform == 1);
            let grey = frame.components.len() == 1;
            return (ycbcr || grey).then(|| scan(&frame, &tables, &segment, shrink))?;
        }
    }
    None
}

/// Decodes the one scan that holds the whole picture.
fn scan(frame: &Frame, tables: &Tables, segment: &Segment<'_>, shrink: usize) -> Option<Picture> {
    let (&count, header) = segment.body.split_first()?;
    let (selectors, spectral) = header.split_at_checked(2 * usize::from(count))?;
    if spectral != [0, 63, 0] || usize::from(count) != frame.components.len() {
        return None;
    }
    let (width, height) = (usize::from(frame.width), usize::from(frame.height));
    let grey = frame.components.len() == 1;
    // The blocks of a single component follow each other row by row, whatever its sampling.
    let factors = |at: usize| {
        frame.components.get(at).map(|c| {
            if grey {
                (1, 1)
            } else {
                (c.h.into(), c.v.into())
            }
        })
    };
    let (h, v): (usize, usize) = factors(0)?;
    if h > 2
        || v > 2
        || !grey && (factors(1)? != (1, 1) || factors(2)? != (1, 1) || frame.components.len() != 3)
    {
        return None;
    }
    let (units_across, units_down) = (width.div_ceil(8 * h), height.div_ceil(8 * v));

    let mut channels = Vec::with_capacity(3);
    for (at, (component, selector)) in frame
        .components
        .iter()
        .zip(selectors.as_chunks::<2>().0)
        .enumerate()
    {
        let [id, table] = *selector;
        if id != component.id {
            return None;
        }
        // Chroma comes out at half the size of luma, however it was stored.
        let samples = 8 / shrink;
        let (own_h, own_v, across, down) = if at == 0 {
            (h, v, samples, samples)
        } else {
            (1, 1, samples * h / 2, samples * v / 2)
        };
        let factors = tables
            .quantisation
            .get(usize::from(component.quantisation))?
            .as_ref()?;
        let mut slots = [(0.0, 16); 128];
        for ((slot, &factor), &place) in slots.iter_mut().zip(factors).zip(&PLACES) {
            *slot = (f32::from(factor), place);
        }
        channels.push(Channel {
            h: own_h,
            v: own_v,
            across,
            down,
            across_basis: Basis::new(across).transposed(),
            down_basis: Basis::new(down),
            dc: tables.dc.get(usize::from(table >> 4))?.as_ref()?,
            ac: tables.ac.get(usize::from(table & 15))?.as_ref()?,
            slots,
            plane: Plane::new(units_across * own_h * across, units_down * own_v * down),
            mean: 0,
        });
    }

    // Each restart interval starts anew; without any, the whole scan is one.
    let units = units_across * units_down;
    let interval = if tables.restart > 0 {
        tables.restart
    } else {
        units
    };
    let (mut rest, mut clean) = (segment.scan, Vec::new());
    for first in (0..units).step_by(interval) {
        rest = unstuff(rest, &mut clean);
        let mut bits = Bits::new(&clean);
        channels.iter_mut().for_each(|channel| channel.mean = 0);
        for unit in first..units.min(first + interval) {
            for channel in &mut channels {
                channel.unit(&mut bits, unit % units_across, unit / units_across)?;
            }
            if bits.overrun() {
                return None;
            }
        }
    }

    let (width, height) = (width.div_ceil(shrink), height.div_ceil(shrink));
    let mut planes = channels.into_iter().map(|channel| channel.plane);
    let luma = planes.next()?.cropped(width, height);
    let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
    let mut chroma = || match planes.next() {
        Some(plane) => plane.cropped(half_width, half_height),
        None => Plane::filled(half_width, half_height, 128),
    };
    Some(Picture {
        cb: chroma(),
        cr: chroma(),
        luma,
    })
}

impl Channel<'_> {
    /// Decodes this component's blocks of one unit into the plane.
    #[inline]
    fn unit(&mut self, bits: &mut Bits<'_>, unit_x: usize, unit_y: usize) -> Option<()> {
        for y in 0..self.v {
            for x in 0..self.h {
                let block = self.block(bits)?;
                let samples = transform(&block, &self.down_basis, &self.across_basis);
                let left = (unit_x * self.h + x) * self.across;
                let top = (unit_y * self.v + y) * self.down;
                for (row, samples) in samples.iter().take(self.down).enumerate() {
                    let start = (top + row) * self.plane.width + left;
                    self.plane
                        .samples
                        .get_mut(start..start + self.across)?
                        .copy_from_slice(&samples[..self.across]);
                }
            }
        }
        Some(())
    }

    /// Reads one block's coefficients; those that are not needed are parsed and dropped.
    #[inline]
    fn block(&mut self, bits: &mut Bits<'_>) -> Option<Block> {
        // One place more than a block has, for what is dropped.
        let mut values = [0.0; 32];
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
            values[usize::from(place) & 31] = value as f32 * factor;
        }
        *bits = reader;
        let mut block = [0.0; 16];
        block.copy_from_slice(&values[..16]);
        Some(block)
    }
}
