//! The fingerprint of an organisation: short enough to compare on a letter and a screen, long enough that nobody finds
//! another organisation with the same.

use super::symbols;
use crate::id::{Hash, LogId};

/// Symbols of a fingerprint: 100 bits.
const LEN: usize = 20;

/// Whether a text, in upper or lower case and however grouped, is the fingerprint of an organisation.
pub fn is_fingerprint(text: &str, organisation: &LogId) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    plain(text) == plain(&fingerprint(organisation))
}

/// The fingerprint of an organisation in groups of four.
pub fn fingerprint(organisation: &LogId) -> String {
    let hash = Hash::labelled("verband/fingerprint/1", &[organisation.as_bytes()]);
    let mut all = [0; LEN];
    symbols::spread(&hash.0, &mut all);
    symbols::write(&all).to_string()
}
