//! The letters that photos are written on with: a font of eight by eight dots, small enough to lie in every app, with its
//! corners rounded when it is drawn large.

use font8x8::legacy::{BASIC_LEGACY, LATIN_LEGACY};

/// Dots of a letter: rows from above, the first dot of a row in the lowest bit.
pub(super) type Dots = [u8; 8];

/// The dots of a letter, if the font has it: Latin of Western Europe. Quotation marks and dashes of good typography are
/// written as those of a typewriter.
pub(super) fn of(letter: char) -> Option<Dots> {
    let letter = match letter {
        '„' | '“' | '”' => '"',
        '‚' | '‘' | '’' => '\'',
        '–' | '—' | '‑' => '-',
        'ẞ' => 'ß',
        letter => letter,
    };
    match u32::from(letter) as usize {
        code @ 0x20..0x7F => Some(BASIC_LEGACY[code]),
        code @ 0xA0..=0xFF => Some(LATIN_LEGACY[code - 0xA0]),
        _ => None,
    }
}

/// Whether there is ink at a place of a letter, 0 to 8 in both directions. Between the middles of four dots it is where most
/// of them are.
pub(super) fn ink(dots: Dots, x: f64, y: f64) -> bool {
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, lower_share) = (x - left, y - top);
    let dot = |column: f64, row: f64| {
        let inside = (0.0..8.0).contains(&column) && (0.0..8.0).contains(&row);
        #[expect(clippy::cast_sign_loss, reason = "it was checked to lie inside")]
        let set = inside && dots[row as usize] >> column as u32 & 1 == 1;
        f64::from(u8::from(set))
    };
    let upper = dot(left, top) * (1.0 - right_share) + dot(left + 1.0, top) * right_share;
    let lower = dot(left, top + 1.0) * (1.0 - right_share) + dot(left + 1.0, top + 1.0) * right_share;
    upper * (1.0 - lower_share) + lower * lower_share >= 0.5
}
