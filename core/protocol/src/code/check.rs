//! Two Reed–Solomon check symbols over GF(32).
//!
//! A code of n symbols is the polynomial c₀xⁿ⁻¹ + … + cₙ₋₁ with roots α and α², where α generates GF(32) = GF(2)[α] /
//! (α⁵ + α² + 1). Codes differ in at least three symbols, so any two wrong symbols are noticed and one wrong symbol
//! is located. n is at most 31.

/// How many check symbols end a code.
pub(super) const CHECKS: usize = 2;

const ALPHA: u8 = 0b00010;
const ALPHA_SQUARED: u8 = 0b00100;
/// Powers of α repeat after this many.
const ORDER: usize = 31;

/// What the check symbols say about a code.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing is wrong, as far as two symbols can tell.
    Right,
    /// The symbol at this index is wrong, unless more than one is.
    Wrong(usize),
    /// More than one symbol is wrong.
    ManyWrong,
}

fn multiply(a: u8, b: u8) -> u8 {
    (0..5).rev().fold(0, |product, bit| {
        let doubled = product << 1;
        let reduced = if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 };
        reduced ^ if b >> bit & 1 == 1 { a } else { 0 }
    })
}

fn power_of_alpha(exponent: usize) -> u8 {
    (0..exponent % ORDER).fold(1, |power, _| multiply(power, ALPHA))
}

/// The exponent e < 31 with αᵉ = value; none for 0.
fn log(value: u8) -> Option<usize> {
    let mut power = 1;
    (0..ORDER).find(|_| {
        let found = power == value;
        power = multiply(power, ALPHA);
        found
    })
}

fn evaluate(symbols: impl Iterator<Item = u8>, point: u8) -> u8 {
    symbols.fold(0, |sum, symbol| multiply(sum, point) ^ symbol)
}

/// The symbols to put behind `data`.
pub(super) fn checks(data: &[u8]) -> [u8; CHECKS] {
    let padded = || data.iter().copied().chain([0; CHECKS]);
    let (at_alpha, at_square) = (evaluate(padded(), ALPHA), evaluate(padded(), ALPHA_SQUARED));
    // The last two coefficients solve c·α + d = at_alpha and c·α² + d = at_square. α + α² = α¹⁹.
    let c = multiply(at_alpha ^ at_square, power_of_alpha(ORDER - 19));
    [c, at_alpha ^ multiply(c, ALPHA)]
}

/// Checks a whole code.
pub(super) fn verdict(code: &[u8]) -> Verdict {
    let at = |point| log(evaluate(code.iter().copied(), point));
    match (at(ALPHA), at(ALPHA_SQUARED)) {
        (None, None) => Verdict::Right,
        // An error v at the power xᵖ gives v·αᵖ and v·α²ᵖ, whose logarithms differ by p.
        (Some(first), Some(second)) => {
            let power = (second + ORDER - first) % ORDER;
            code.len().checked_sub(power + 1).map_or(Verdict::ManyWrong, Verdict::Wrong)
        }
        _ => Verdict::ManyWrong,
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, checks, log, power_of_alpha, verdict};

    #[test]
    fn alpha_generates_the_field() {
        let mut seen: Vec<u8> = (0..31).map(power_of_alpha).collect();
        seen.sort_unstable();
        assert_eq!(seen, (1..32).collect::<Vec<_>>());
        assert_eq!(log(0), None);
        assert_eq!(log(0b00110), Some(19), "α + α²");
    }

    #[test]
    fn every_single_error_is_located_and_every_pair_noticed() {
        let mut code = vec![1, 31, 0, 17, 8, 8, 25, 3, 0, 30, 12, 7, 19, 22, 4, 9, 11, 2];
        code.extend(checks(&code));
        assert_eq!(verdict(&code), Verdict::Right);
        for first in 0..code.len() {
            for error in 1..32 {
                let mut wrong = code.clone();
                wrong[first] ^= error;
                assert_eq!(verdict(&wrong), Verdict::Wrong(first));
                for second in first + 1..code.len() {
                    for other in 1..32 {
                        let mut twice = wrong.clone();
                        twice[second] ^= other;
                        assert_ne!(verdict(&twice), Verdict::Right);
                    }
                }
            }
        }
    }
}
