//! The lists of words of fingerprints: complete, and nothing in them that is misheard as something else.

use std::collections::BTreeSet;

use verband_texts::{Language, word_list, words};

/// Whether one word becomes the other by changing, adding or leaving out one letter.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    match long.len() - short.len() {
        0 => short.iter().zip(&long).filter(|(a, b)| a != b).count() <= 1,
        1 => (0..long.len()).any(|at| [&long[..at], &long[at + 1..]].concat() == short),
        _ => false,
    }
}

#[test]
fn every_byte_has_a_word_of_its_own_that_is_like_no_other() {
    for language in Language::ALL {
        let list: Vec<String> = word_list(language).into_iter().map(str::to_lowercase).collect();
        assert_eq!(list.len(), 256, "{language:?}");
        assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), 256, "{language:?}");
        for (at, word) in list.iter().enumerate() {
            assert!((3..=8).contains(&word.len()) && word.chars().all(|c| c.is_ascii_lowercase()), "{word}");
            for other in &list[at + 1..] {
                assert!(!one_apart(word, other), "{word} and {other}");
            }
        }
    }
}

#[test]
fn words_stand_for_bytes_in_order() {
    assert_eq!(words(Language::German, &[0, 1, 255, 0]), "Abend Acker Zwerg Abend");
    assert_eq!(words(Language::English, &[0, 1, 255, 0]), "acorn actor zebra acorn");
}
