//! Fingerprints: short enough to compare on a letter and a screen, or to read aloud, long enough that nobody finds another
//! organisation or person with the same. Their words stand in `verband-texts`.

use super::symbols;
use crate::id::{Hash, LogId, MemberId};

/// Symbols of a fingerprint: 100 bits.
const LEN: usize = 20;

/// Words of a fingerprint, of a byte each: 96 bits.
pub const FINGERPRINT_WORDS: usize = 12;

/// Whether a text, in upper or lower case and however grouped, is the fingerprint of an organisation.
pub fn is_fingerprint(text: &str, organisation: &LogId) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    plain(text) == plain(&fingerprint(organisation))
}

/// The fingerprint of an organisation in groups of four.
pub fn fingerprint(organisation: &LogId) -> String {
    let mut all = [0; LEN];
    symbols::spread(&organisation_hash(organisation).0, &mut all);
    symbols::write(&all).to_string()
}

/// The same fingerprint as bytes, each of which is a word.
pub fn fingerprint_bytes(organisation: &LogId) -> [u8; FINGERPRINT_WORDS] {
    begin(&organisation_hash(organisation))
}

/// The fingerprint of a person in an organisation, as bytes, each of which is a word. It is another one after she has
/// started anew (`generation` counts how often), because her keys are others.
pub fn person_fingerprint(organisation: &LogId, member: &MemberId, generation: u32) -> [u8; FINGERPRINT_WORDS] {
    let parts = [&organisation.0[..], &member.0, &generation.to_be_bytes()];
    begin(&Hash::labelled("verband/fingerprint/person/1", &parts))
}

fn organisation_hash(organisation: &LogId) -> Hash {
    Hash::labelled("verband/fingerprint/1", &[organisation.as_bytes()])
}

fn begin(hash: &Hash) -> [u8; FINGERPRINT_WORDS] {
    std::array::from_fn(|index| hash.0[index])
}
