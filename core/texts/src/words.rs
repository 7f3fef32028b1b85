//! Fingerprints as words: one of 256 for each byte, so that two people can compare twelve of them over the telephone.
//!
//! The words are short nouns that everybody knows. No two of a list are one letter apart, and none is there twice.
//! The lists never change: what was compared once has to be the same tomorrow.

use crate::Language;

/// The words of these bytes, with spaces between them.
pub fn words(language: Language, bytes: &[u8]) -> String {
    let all = list(language);
    bytes.iter().filter_map(|byte| all.get(usize::from(*byte)).copied()).collect::<Vec<_>>().join(" ")
}

/// The 256 words of a language, in order of their bytes.
pub fn list(language: Language) -> Vec<&'static str> {
    let words = match language {
        Language::German => include_str!("../words_de.txt"),
        Language::English => include_str!("../words_en.txt"),
    };
    words.lines().collect()
}
