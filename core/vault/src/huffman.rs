//! Huffman decoding of entropy-coded JPEG data (T.81, annex F), built for speed: one table look-up per symbol.

#![expect(clippy::inline_always, reason = "measured: the loop over coefficients has to stay in registers")]

/// Codes up to this length are found by one look-up. Eleven bits: 8 KiB a table, and in photos nearly every code.
const LOOKUP_BITS: u32 = 11;

/// One decoded code: how many bits it has, how many bits of value follow it, and how far it moves along the block.
#[derive(Clone, Copy, Default)]
#[repr(align(4))]
struct Symbol {
    /// Length of the code in bits; 0 for bits that are no code.
    length: u8,
    /// Bits of value behind the code, 0..=15.
    size: u8,
    /// Both together.
    used: u8,
    /// For AC codes: zeros skipped plus one, so the step to the coefficient; 64 for the end of the block.
    step: u8,
}

/// A Huffman table ready for use.
pub(crate) struct Table {
    short: Box<[Symbol; 1 << LOOKUP_BITS]>,
    /// The longer codes in ascending order: the code left-aligned in 16 bits, and its symbol.
    long: Vec<(u16, Symbol)>,
}

impl Table {
    /// Builds a table from the number of codes of each length 1..=16 and their symbols in order.
    /// None when the lengths are no prefix code.
    pub(crate) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut short = Box::new([Symbol::default(); 1 << LOOKUP_BITS]);
        let mut long = Vec::new();
        let mut symbols = symbols.iter();
        let mut code: u32 = 0;
        for (length, &count) in (1..=16_u8).zip(counts) {
            for _ in 0..count {
                let &value = symbols.next()?;
                let (run, size) = (value >> 4, value & 15);
                let step = match (run, size) {
                    (15, 0) => 16,
                    (_, 0) => 64,
                    _ => run + 1,
                };
                let symbol = Symbol { length, size, used: length + size, step };
                let aligned = code << (16 - length);
                if code >> length != 0 {
                    return None;
                }
                if u32::from(length) <= LOOKUP_BITS {
                    let first = (aligned >> (16 - LOOKUP_BITS)) as usize;
                    let many = 1 << (LOOKUP_BITS - u32::from(length));
                    short.get_mut(first..first + many)?.fill(symbol);
                } else {
                    long.push((aligned as u16, symbol));
                }
                code += 1;
            }
            code <<= 1;
        }
        Some(Self { short, long })
    }

    /// The symbol of a code too long for the look-up.
    #[cold]
    fn long(&self, bits: u16) -> Option<Symbol> {
        let at = self.long.partition_point(|&(code, _)| code <= bits);
        let &(code, symbol) = self.long.get(at.checked_sub(1)?)?;
        (bits ^ code).checked_shr(16 - u32::from(symbol.length)).is_none_or(|rest| rest == 0).then_some(symbol)
    }
}

/// Copies entropy-coded data up to the next marker, without the zero bytes that are stuffed behind each 0xFF, so that
/// reading bits needs no care. Gives what follows the marker, or nothing if there is none.
pub(crate) fn unstuff<'a>(mut data: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    out.clear();
    out.reserve(data.len());
    loop {
        // Whole pieces without 0xFF, which most are.
        while let Some((piece, rest)) = data.split_first_chunk::<32>() {
            if piece.iter().fold(0, |found, &byte| found | u8::from(byte == 0xFF)) != 0 {
                break;
            }
            out.extend_from_slice(piece);
            data = rest;
        }
        let plain = data.iter().take(32).position(|&byte| byte == 0xFF).unwrap_or(data.len().min(32));
        let (piece, rest) = data.split_at(plain);
        out.extend_from_slice(piece);
        data = match rest {
            [0xFF, 0, rest @ ..] => {
                out.push(0xFF);
                rest
            }
            [0xFF, _, rest @ ..] => return rest,
            [0xFF] | [] => return &[],
            _ => rest,
        };
    }
}

/// Reads bits, most significant first. Behind the end there are zeros for ever.
#[derive(Clone, Copy)]
pub(crate) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, left-aligned.
    buffer: u64,
    /// How many of them count.
    filled: u32,
}

impl<'a> Bits<'a> {
    /// Reads unstuffed data.
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, buffer: 0, filled: 0 }
    }

    /// Fills up to at least 56 bits (a multiple of eight is added, up to 63): a code and its value have at most 16 + 15. Without a branch on how many are left,
    /// because that one would be guessed wrong too often.
    #[inline(always)]
    fn refill(&mut self) {
        let next = match self.data.get(self.at..).and_then(<[u8]>::first_chunk) {
            Some(&next) => u64::from_be_bytes(next),
            None => self.last_bytes(),
        };
        self.buffer |= next >> self.filled;
        self.at += ((63 - self.filled) >> 3) as usize;
        self.filled |= 0b11_1000;
    }

    #[cold]
    fn last_bytes(self) -> u64 {
        let mut bytes = [0; 8];
        let rest = self.data.get(self.at..).unwrap_or_default();
        bytes.iter_mut().zip(rest).for_each(|(byte, &rest)| *byte = rest);
        u64::from_be_bytes(bytes)
    }

    /// Whether more was read than there is.
    pub(crate) fn overrun(&self) -> bool {
        8 * self.at as u64 > 8 * self.data.len() as u64 + u64::from(self.filled)
    }

    /// Reads one code and the value behind it, extended to a signed number (T.81, F.2.2.1). Gives the code's step
    /// and the value; none if the bits are no code.
    #[inline(always)]
    pub(crate) fn symbol(&mut self, table: &Table) -> Option<(u8, i32)> {
        self.refill();
        let mut symbol = table.short[(self.buffer >> (64 - LOOKUP_BITS)) as usize];
        if symbol.length == 0 {
            symbol = table.long((self.buffer >> 48) as u16)?;
        }
        let size = u32::from(symbol.size & 15);
        let rest = self.buffer << (symbol.length & 31);
        // Two shifts, because the size can be nought and a shift by 64 does not exist.
        let value = (rest >> 1 >> (63 - size)) as i32;
        // A first bit of 0 says that the number is negative. Computed without a branch: the sign is anybody's guess.
        let negative = !((rest.cast_signed() >> 63) as i32);
        self.buffer <<= symbol.used & 63;
        self.filled -= u32::from(symbol.used);
        Some((symbol.step, value + (negative & ((-1 << size) + 1))))
    }
}
