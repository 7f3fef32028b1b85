//! The marker: a black square frame around a QR code that says how large the frame is. The code is found and read, but it is the
//! frame that is measured: its bars are long and straight, and the middle of a bar stays where it is when a photo is blurred
//! or a printer spreads its ink.

/// Sides in millimetres that a marker may have.
pub const SIDES_MM: std::ops::RangeInclusive<u32> = 10..=100;

/// The frame from outside to outside is so many modules of its code wide.
pub const MODULES: f64 = 31.0;
/// The bars of the frame, in modules.
pub const BAR: f64 = 2.0;
/// White between the frame and the code, in modules.
pub const QUIET: f64 = 3.0;
/// The code, in modules: version 1.
pub const CODE: f64 = 21.0;
/// White that belongs around the frame, in modules.
pub const MARGIN: f64 = 3.0;

/// What the code of every marker begins with; the digit is the version of this geometry.
const PREFIX: &str = "VERBAND:M1:";

/// What the code of a marker says whose frame is so wide, from outside to outside. In signs of which version 1 holds 16 with a quarter
/// of them lost.
pub fn content(side_mm: u32) -> String {
    format!("{PREFIX}{side_mm}")
}

/// The side that a code states, in millimetres; none if it is not that of a marker.
pub fn side_of(content: &str) -> Option<u32> {
    let side = content.strip_prefix(PREFIX)?;
    let digits =
        (2..=3).contains(&side.len()) && !side.starts_with('0') && side.bytes().all(|sign| sign.is_ascii_digit());
    side.parse().ok().filter(|side| digits && SIDES_MM.contains(side))
}

/// From the middle of one bar of the frame to that of the opposite one, in millimetres.
pub fn middle_mm(side_mm: u32) -> f64 {
    f64::from(side_mm) * (MODULES - BAR) / MODULES
}

#[cfg(test)]
mod tests {
    //! What a code says, and what is none.

    use super::*;

    #[test]
    fn a_marker_says_how_large_it_is() {
        for side in SIDES_MM {
            assert_eq!(side_of(&content(side)), Some(side));
            assert!(content(side).len() <= 16, "version 1 of a code holds it");
        }
        for other in
            ["", "VERBAND:M1:", "VERBAND:M1:9", "VERBAND:M1:020", "VERBAND:M1:+20", "VERBAND:M1:101", "VERBAND:M2:20"]
        {
            assert_eq!(side_of(other), None, "{other}");
        }
        const { assert!((BAR + QUIET) * 2.0 + CODE == MODULES) };
    }
}
