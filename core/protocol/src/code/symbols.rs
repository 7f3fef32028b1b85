//! Symbols on paper: Crockford base32 in groups of four, read back as forgivingly as its alphabet allows.

use zeroize::{Zeroize, Zeroizing};

use super::CodeError;
use super::check::{Verdict, verdict};
use crate::port::Entropy;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// The character of a symbol, which is a number below 32.
pub(super) fn character(symbol: u8) -> u8 {
    ALPHABET[usize::from(symbol % 32)]
}

/// What stands between symbols and is skipped: white space, dashes, the dot and the invisible marks that programs
/// put where a line may break.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2010}'..='\u{2015}' | '\u{2060}')
        || matches!(character, '\u{2212}' | '\u{feff}')
}

fn value(character: char) -> Option<u8> {
    let folded = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = ALPHABET.iter().position(|known| char::from(*known) == folded)?;
    u8::try_from(index).ok()
}

/// Random symbols: five of eight random bits each, so that each symbol is as likely as any other.
pub(super) fn fill(symbols: &mut [u8], entropy: &dyn Entropy) {
    entropy.fill(symbols);
    for symbol in symbols {
        *symbol &= 31;
    }
}

/// The places where a text has `n` symbols in a row that begin and end with a word, however they are grouped.
pub(super) fn rows(text: &str, n: usize) -> impl Iterator<Item = &str> {
    let mut inside = false;
    let starts = text.char_indices().filter(move |(_, c)| {
        let outside = !inside;
        inside = c.is_alphanumeric();
        outside && inside
    });
    starts.filter_map(move |(start, _)| row(&text[start..], n))
}

/// The first `n` symbols of a text, if nothing but separators is between them and a word ends with the last one.
fn row(text: &str, n: usize) -> Option<&str> {
    let mut left = n;
    for (at, character) in text.char_indices() {
        match (left, value(character)) {
            (0, _) if character.is_alphanumeric() => return None,
            (0, _) => return Some(&text[..at]),
            (_, Some(_)) => left -= 1,
            (_, None) if is_separator(character) => {}
            (_, None) => return None,
        }
    }
    (left == 0).then_some(text)
}

/// Reads the `N` symbols of a code, in upper or lower case, with O for 0 and I or L for 1, however grouped.
pub(super) fn read<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, CodeError> {
    let mut symbols = Zeroizing::new([0; N]);
    let mut got = 0;
    for character in text.chars().filter(|character| !is_separator(*character)) {
        let Some(value) = value(character) else {
            return Err(CodeError::UnknownSymbol { position: got + 1, symbol: character });
        };
        if let Some(symbol) = symbols.get_mut(got) {
            *symbol = value;
        }
        got += 1;
    }
    if got != N {
        return Err(CodeError::Length { expected: N, got });
    }
    match verdict(symbols.as_slice()) {
        Verdict::Right => Ok(symbols),
        Verdict::Wrong(index) => Err(CodeError::WrongSymbol { position: index + 1 }),
        Verdict::ManyWrong => Err(CodeError::Checksum),
    }
}

/// Writes symbols in groups of four with dashes between them.
pub(super) fn write(symbols: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(symbols.len() + symbols.len() / GROUP));
    for (index, group) in symbols.chunks(GROUP).enumerate() {
        if index > 0 {
            text.push('-');
        }
        text.extend(group.iter().map(|symbol| char::from(character(*symbol))));
    }
    text
}

/// Spreads bytes over symbols, five bits each from the highest bit on; bits beyond the bytes are zero.
pub(super) fn spread(bytes: &[u8], symbols: &mut [u8]) {
    for (index, symbol) in symbols.iter_mut().enumerate() {
        *symbol = (index * 5..index * 5 + 5)
            .fold(0, |symbol, bit| symbol << 1 | bytes.get(bit / 8).map_or(0, |byte| byte >> (7 - bit % 8) & 1));
    }
}

/// Collects what [`spread`] has spread. False when a bit beyond the bytes is set; the bytes are zero then.
pub(super) fn collect(symbols: &[u8], bytes: &mut [u8]) -> bool {
    bytes.fill(0);
    for bit in 0..symbols.len() * 5 {
        let set = symbols[bit / 5] >> (4 - bit % 5) & 1;
        match bytes.get_mut(bit / 8) {
            Some(byte) => *byte |= set << (7 - bit % 8),
            None if set == 0 => {}
            None => {
                bytes.zeroize();
                return false;
            }
        }
    }
    true
}
