//! Huffman decoding of entropy-coded JPEG data (T.81, annex F), built for speed: one table look-up per symbol.

/// Codes up to this length are found by one look-up. Eleven bits: 8 KiB a table, and in photos nearly every code.
const LOOKUP_BITS: u32 = 11;

/// One decoded code: how many bits it has, how many bits of value follow it, and how far it moves along the block.
#[derive(Clone, Copy, Default)]
pub(crate) struct Symbol {
    /// Length of the code in bits; 0 for bits that are no code.
    length: u8,
    /// Bits of value behind the code, 0..=15.
    pub(crate) size: u8,
    /// For AC codes: zeros skipped plus one, so the step to the coefficient; 64 for the end of the block.
    pub(crate) step: u8,
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
                let symbol = Symbol { length, size, step };
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

/// Reads bits, most significant first, and drops the zero bytes stuffed behind each 0xFF.
pub(crate) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, left-aligned.
    buffer: u64,
    /// How many of them are filled.
    filled: u32,
    /// How many of the filled are made up because the data ended.
    invented: u32,
}

impl<'a> Bits<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, buffer: 0, filled: 0, invented: 0 }
    }

    /// Makes sure that a code and its value can be read: at most 16 + 15 bits.
    #[inline(always)]
    fn refill(&mut self) {
        if self.filled >= 32 {
            return;
        }
        // Four bytes at once unless one of them is 0xFF (the classic test for a zero byte, on the complement).
        if let Some(&next) = self.data.get(self.at..).and_then(<[u8]>::first_chunk) {
            let word = u32::from_be_bytes(next);
            if (!word).wrapping_sub(0x0101_0101) & word & 0x8080_8080 == 0 {
                self.buffer |= u64::from(word) << (32 - self.filled);
                self.filled += 32;
                self.at += 4;
                return;
            }
        }
        self.refill_slowly();
    }

    #[cold]
    fn refill_slowly(&mut self) {
        while self.filled <= 56 {
            let byte = match self.data.get(self.at..) {
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some([byte, ..]) if *byte != 0xFF => {
                    self.at += 1;
                    *byte
                }
                // A marker or the end: decoders read on in zeros, and look afterwards whether they needed any.
                _ => {
                    self.invented += 8;
                    0
                }
            };
            self.buffer |= u64::from(byte) << (56 - self.filled);
            self.filled += 8;
        }
    }

    /// Whether more was read than there is.
    pub(crate) fn overrun(&self) -> bool {
        self.invented > self.filled
    }

    /// Goes on behind the next restart marker. False if there is none where it has to be.
    pub(crate) fn restart(&mut self) -> bool {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let is_restart = !self.overrun() && matches!(rest, [0xFF, 0xD0..=0xD7, ..]);
        let unread = self.filled - self.invented.min(self.filled);
        *self = Self { at: self.at + 2, ..Self::new(self.data) };
        // What is left of the interval is less than a byte of padding.
        is_restart && unread < 8
    }

    /// Reads one code and the value behind it, extended to a signed number (T.81, F.2.2.1).
    #[inline(always)]
    pub(crate) fn symbol(&mut self, table: &Table) -> Option<(Symbol, i32)> {
        // The smallest positive value of each size, and what is added to those below it.
        const HALF: [i32; 16] = half();
        const OFFSET: [i32; 16] = offset();

        self.refill();
        let mut symbol = table.short[(self.buffer >> (64 - LOOKUP_BITS)) as usize];
        if symbol.length == 0 {
            symbol = table.long((self.buffer >> 48) as u16)?;
        }
        let size = usize::from(symbol.size & 15);
        // Two shifts, because the size can be nought and a shift by 64 does not exist.
        let value = ((self.buffer << symbol.length) >> 1 >> (63 - size)) as i32;
        let used = u32::from(symbol.length) + size as u32;
        self.buffer <<= used;
        self.filled -= used;
        let value = value + if value < HALF[size] { OFFSET[size] } else { 0 };
        Some((symbol, value))
    }
}

const fn half() -> [i32; 16] {
    let mut table = [0; 16];
    let mut size = 1;
    while size < 16 {
        table[size] = 1 << (size - 1);
        size += 1;
    }
    table
}

const fn offset() -> [i32; 16] {
    let mut table = [0; 16];
    let mut size = 1;
    while size < 16 {
        table[size] = 1 - (1 << size);
        size += 1;
    }
    table
}
