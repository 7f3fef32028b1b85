//! The tables that a JPEG defines on its way to a scan (T.81, B.2.4), and where its coefficients belong.

use crate::huffman::Table;
use crate::jpeg::{self, Segment};

/// Row and column of each coefficient in the order in which they are stored.
const ZIGZAG: [(u8, u8); 64] = {
    let mut order = [(0, 0); 64];
    let (mut row, mut column, mut n) = (0, 0, 0);
    while n < 64 {
        order[n] = (row, column);
        let up = (row + column) % 2 == 0;
        if up && column < 7 && row > 0 {
            (row, column) = (row - 1, column + 1);
        } else if !up && row < 7 && column > 0 {
            (row, column) = (row + 1, column - 1);
        } else if (up && column < 7) || (!up && row == 7) {
            column += 1;
        } else {
            row += 1;
        }
        n += 1;
    }
    order
};

/// Factor and place of each coefficient in the order in which they are stored. Twice as long as a block, so that a
/// damaged run can point behind the block without harm.
pub(crate) type Slots = [(f32, u8); 128];

/// Slots for the lowest `side` × `side` coefficients; all others go to the place behind these.
pub(crate) fn slots(factors: &[u16; 64], side: u8) -> Slots {
    let mut slots = [(0.0, side * side); 128];
    for ((slot, &factor), (row, column)) in slots.iter_mut().zip(factors).zip(ZIGZAG) {
        if row < side && column < side {
            *slot = (f32::from(factor), side * row + column);
        }
    }
    slots
}

/// The tables defined so far.
#[derive(Default)]
pub(crate) struct Tables {
    /// Quantisation factors.
    pub(crate) quantisation: [Option<[u16; 64]>; 4],
    /// Huffman tables for means.
    pub(crate) dc: [Option<Table>; 4],
    /// Huffman tables for all other coefficients.
    pub(crate) ac: [Option<Table>; 4],
    /// Units between restarts; 0 for none.
    pub(crate) restart: usize,
}

impl Tables {
    /// Takes in a segment, if it defines tables. None if it is wrong.
    pub(crate) fn take(&mut self, segment: &Segment<'_>) -> Option<()> {
        match segment.marker {
            jpeg::DRI => {
                self.restart = u16::from_be_bytes(*segment.body.first_chunk()?).into();
                Some(())
            }
            jpeg::DQT => self.quantisation(segment.body),
            jpeg::DHT => self.huffman(segment.body),
            _ => Some(()),
        }
    }

    fn quantisation(&mut self, mut body: &[u8]) -> Option<()> {
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
        Some(())
    }

    fn huffman(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((&id, rest)) = body.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let sum = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(sum)?;
            let class = if id >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *class.get_mut(usize::from(id & 15))? = Some(Table::new(counts, symbols)?);
            body = rest;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::ZIGZAG;

    #[test]
    fn the_order_is_that_of_the_standard() {
        // T.81, figure A.6: the start, the corners, the turns of the middle, the end.
        let known = [
            (1, (0, 1)),
            (2, (1, 0)),
            (3, (2, 0)),
            (4, (1, 1)),
            (5, (0, 2)),
            (9, (3, 0)),
            (20, (5, 0)),
            (28, (0, 7)),
            (35, (7, 0)),
            (36, (7, 1)),
            (62, (7, 6)),
            (63, (7, 7)),
        ];
        for (at, place) in known {
            assert_eq!(ZIGZAG[at], place, "{at}");
        }
    }
}
