//! Draws labels with a Code 128 as a camera sees them. The modules of its symbols stand here as bits, drawn up apart from the table that the
//! reader has.

#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "what is drawn is small")]

use image::{GrayImage, Luma};

/// The modules of each symbol, the first one highest; 1 is a bar.
const SYMBOLS: [u16; 106] = [
    0x6cc, 0x66c, 0x666, 0x498, 0x48c, 0x44c, 0x4c8, 0x4c4, 0x464, 0x648, 0x644, 0x624, 0x59c, 0x4dc, 0x4ce, 0x5cc,
    0x4ec, 0x4e6, 0x672, 0x65c, 0x64e, 0x6e4, 0x674, 0x76e, 0x74c, 0x72c, 0x726, 0x764, 0x734, 0x732, 0x6d8, 0x6c6,
    0x636, 0x518, 0x458, 0x446, 0x588, 0x468, 0x462, 0x688, 0x628, 0x622, 0x5b8, 0x58e, 0x46e, 0x5d8, 0x5c6, 0x476,
    0x776, 0x68e, 0x62e, 0x6e8, 0x6e2, 0x6ee, 0x758, 0x746, 0x716, 0x768, 0x762, 0x71a, 0x77a, 0x642, 0x78a, 0x530,
    0x50c, 0x4b0, 0x486, 0x42c, 0x426, 0x590, 0x584, 0x4d0, 0x4c2, 0x434, 0x432, 0x612, 0x650, 0x7ba, 0x614, 0x47a,
    0x53c, 0x4bc, 0x49e, 0x5e4, 0x4f4, 0x4f2, 0x7a4, 0x794, 0x792, 0x6de, 0x6f6, 0x7b6, 0x578, 0x51e, 0x45e, 0x5e8,
    0x5e2, 0x7a8, 0x7a2, 0x5de, 0x5ee, 0x75e, 0x7ae, 0x684, 0x690, 0x69c,
];
const STOP: u16 = 0b1_1000_1110_1011;

/// Numbers that look like chance, the same each time.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.part()
    }

    /// As noise is: a mean of 0 and a deviation of 1.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.part()).sum::<f64>() - 6.0
    }
}

/// The symbols of a text: pairs of digits together. With U+001D before it, a code with fields after GS1.
pub fn symbols(text: &str) -> Vec<u8> {
    let signs = text.as_bytes();
    let pairs = |at: usize| signs[at..].iter().take_while(|sign| sign.is_ascii_digit()).count() / 2;
    let mut at = 0;
    let mut digits = signs.first() == Some(&0x1d) || pairs(0) >= 2;
    let mut symbols = vec![if digits { 105 } else { 104 }];
    while at < signs.len() {
        if signs[at] == 0x1d {
            symbols.push(102);
            at += 1;
        } else if digits && pairs(at) > 0 {
            symbols.push(10 * (signs[at] - b'0') + signs[at + 1] - b'0');
            at += 2;
        } else if digits {
            symbols.push(100);
            digits = false;
        } else if pairs(at) >= 2 && signs[at..].len().is_multiple_of(2) {
            symbols.push(99);
            digits = true;
        } else {
            symbols.push(signs[at] - 32);
            at += 1;
        }
    }
    symbols
}

/// The modules of a code, with a check symbol that is off by so much.
pub fn modules(symbols: &[u8], wrong: u32) -> Vec<bool> {
    let sum: u32 =
        symbols.iter().zip([1].into_iter().chain(1..)).map(|(symbol, place)| u32::from(*symbol) * place).sum();
    let all = symbols.iter().copied().chain([((sum + wrong) % 103) as u8]);
    let bits = |pattern: u16, count: u32| (0..count).rev().map(move |bit| pattern >> bit & 1 == 1);
    all.flat_map(|symbol| bits(SYMBOLS[usize::from(symbol)], 11)).chain(bits(STOP, 13)).collect()
}

/// A label with a code before a wall, and how it was taken.
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    /// Of the picture.
    pub size: (u32, u32),
    /// The middle of the code.
    pub middle: (f64, f64),
    /// Pixels of a module.
    pub module: f64,
    /// How high the bars are, in modules.
    pub high: f64,
    /// How the label is turned.
    pub degrees: f64,
    /// The radius of the wrist that it lies around, in modules; 0: it is flat.
    pub wrist: f64,
    /// How much nearer one end is than the other.
    pub tilt: f64,
    /// The deviation of the blur, in pixels.
    pub blur: f64,
    /// The deviation of the noise, in shades.
    pub noise: f64,
    /// Dark and light.
    pub shades: (f64, f64),
    /// How much of its light one side of the picture lacks.
    pub shadow: f64,
    /// From which part of the code's height on it is torn off, to which.
    pub torn: (f64, f64),
    pub seed: u64,
}

impl Default for Shot {
    fn default() -> Self {
        Self {
            size: (900, 600),
            middle: (450.0, 300.0),
            module: 4.0,
            high: 30.0,
            degrees: 0.0,
            wrist: 0.0,
            tilt: 0.0,
            blur: 0.6,
            noise: 2.0,
            shades: (30.0, 225.0),
            shadow: 0.0,
            torn: (1.0, 1.0),
            seed: 1,
        }
    }
}

impl Shot {
    /// The picture of a label with this code.
    pub fn of(&self, code: &[bool]) -> GrayImage {
        let (width, height) = self.size;
        let mut chance = Chance(self.seed);
        let letters: Vec<bool> = (0..4_000).map(|_| chance.part() < 0.4).collect();
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let long = code.len() as f64;
        let shade = |x: f64, y: f64| {
            let (x, y) = ((x - self.middle.0) / self.module, (y - self.middle.1) / self.module);
            let (mut u, v) = (x * cos + y * sin, y * cos - x * sin);
            let scale = 1.0 + self.tilt * u / long;
            let v = v * scale;
            u *= scale;
            if self.wrist > 0.0 {
                if u.abs() >= self.wrist {
                    return 120.0;
                }
                u = (u / self.wrist).asin() * self.wrist;
            }
            let (u, v) = (u + long / 2.0, v / self.high + 0.5);
            if !(-14.0..long + 14.0).contains(&u) || !(-1.2..1.3).contains(&v) {
                return 0.5 * self.shades.1 + 0.8 * (x + 0.2 * y).rem_euclid(7.0);
            }
            let bar = u >= 0.0 && u < long && (0.0..1.0).contains(&v) && code[u as usize];
            let left = v >= self.torn.0 && v < self.torn.1 && u > long * 0.3;
            // Lines of what looks like letters above and below the bars.
            let (column, row) = ((u / 1.5).floor(), (v * self.high / 2.5).floor());
            let written = (u > 0.0 && u < long * 0.8)
                && ((-1.0..-0.3).contains(&v) || (1.08..1.2).contains(&v))
                && letters[(column as usize * 7 + (row + 50.0) as usize * 613) % letters.len()];
            if (bar && !left) || written { self.shades.0 } else { self.shades.1 }
        };
        let mut picture: Vec<f64> = (0..width * height)
            .map(|at| {
                let (x, y) = (f64::from(at % width), f64::from(at / width));
                let parts =
                    (0..9).map(|part| (f64::from(part % 3) / 3.0 - 1.0 / 3.0, f64::from(part / 3) / 3.0 - 1.0 / 3.0));
                parts.map(|(dx, dy)| shade(x + dx, y + dy)).sum::<f64>() / 9.0
            })
            .collect();
        blur(&mut picture, width as usize, self.blur);
        GrayImage::from_fn(width, height, |x, y| {
            let light = 1.0 - self.shadow * f64::from(x) / f64::from(width);
            let shade = picture[(y * width + x) as usize] * light + self.noise * chance.bell();
            Luma([shade.round().clamp(0.0, 255.0) as u8])
        })
    }
}

fn blur(picture: &mut [f64], width: usize, deviation: f64) {
    if deviation <= 0.0 {
        return;
    }
    let reach = (3.0 * deviation).ceil() as usize;
    let weights: Vec<f64> =
        (0..=2 * reach).map(|at| (-(at as f64 - reach as f64).powi(2) / (2.0 * deviation.powi(2))).exp()).collect();
    let sum: f64 = weights.iter().sum();
    let rows = picture.len() / width;
    for (stride, count, lanes, lane) in [(1, width, rows, width), (width, rows, width, 1)] {
        for start in (0..lanes).map(|at| at * lane) {
            let old: Vec<f64> = (0..count).map(|at| picture[start + at * stride]).collect();
            for at in 0..count {
                let mixed = weights
                    .iter()
                    .enumerate()
                    .map(|(index, weight)| weight * old[(at + index).saturating_sub(reach).min(count - 1)]);
                picture[start + at * stride] = mixed.sum::<f64>() / sum;
            }
        }
    }
}
