//! The language of queries: words and phrases, what the index is asked for them, and where they stand in a text.
//!
//! Several words are all looked for, wherever they stand; quotes make a phrase. A word is found inside of other words
//! too, unless it is very short: one or two letters are the beginning of a word, or all of it. Umlauts are found however
//! they are written: ö, oe and o are one letter, in what is looked for and in what is there.

use crate::order;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use verband_store::{fold, fold_with};

/// Words and phrases that count; a query of more is cut.
const MAX_TERMS: usize = 16;

/// Letters of a word or phrase that count.
const MAX_LETTERS: usize = 100;

/// Letters of a term of the index.
const GRAM: usize = 3;

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words(Vec<Term>);

/// One word or phrase, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    letters: Vec<Letter>,
    /// Whether a word has to begin with it, because it is too short to be looked for everywhere.
    begins: bool,
}

/// One letter of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letter {
    /// This one.
    Is(char),
    /// A vowel that may have dots, or an e behind it instead. Whether it was asked for with the e.
    Vowel(char, bool),
    /// Any letter of the Latin alphabet, digit or end of the word.
    Any,
}

/// Where words stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Whether each of them stands there as a whole word.
    pub(crate) whole: bool,
    /// Every place, in bytes of the text, in order and apart.
    pub(crate) places: Vec<Range<usize>>,
}

impl Words {
    /// Reads what somebody has typed; a quote that is not closed yet closes at the end.
    pub(crate) fn parse(query: &str) -> Self {
        let is_quote = |c: char| matches!(c, '"' | '„' | '“' | '”' | '«' | '»');
        let mut terms: Vec<Term> = Vec::new();
        for (index, part) in query.split(is_quote).enumerate() {
            let phrase = index % 2 == 1;
            let words: Vec<&str> = if phrase { vec![part] } else { part.split_whitespace().collect() };
            for term in words.into_iter().filter_map(Term::new) {
                if terms.len() < MAX_TERMS && !terms.contains(&term) {
                    terms.push(term);
                }
            }
        }
        Self(terms)
    }

    /// Whether nothing is looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the index is asked for: terms that a text with these words has, and maybe others have too. Whether it is to
    /// have them as whole words.
    pub(crate) fn index_query(&self, whole: bool) -> String {
        let mut all: Vec<Vec<String>> = Vec::new();
        for group in self.0.iter().flat_map(|term| term.grams(whole)) {
            if !all.contains(&group) {
                all.push(group);
            }
        }
        let one_of = |group: Vec<String>| {
            let grams: Vec<String> = group.into_iter().map(|gram| format!("\"{gram}\"")).collect();
            if grams.len() == 1 { grams.concat() } else { format!("({})", grams.join(" OR ")) }
        };
        all.into_iter().map(one_of).collect::<Vec<_>>().join(" AND ")
    }

    /// Where the words stand, if all of them do.
    pub(crate) fn find(&self, text: &str) -> Option<Found> {
        let (mut letters, mut bytes) = (Vec::with_capacity(text.len() + 2), Vec::with_capacity(text.len() + 2));
        fold_with(text, |letter, at| {
            letters.push(letter);
            bytes.push(at);
        });
        let mut found = Found { whole: true, places: Vec::new() };
        for term in &self.0 {
            let places = term.places(&letters);
            if places.is_empty() {
                return None;
            }
            found.whole &= places.iter().any(|place| letters[place.start - 1] == ' ' && letters[place.end] == ' ');
            found.places.extend(places.into_iter().map(|place| bytes[place.start]..after(text, bytes[place.end - 1])));
        }
        order::by_key(&mut found.places, |place| (place.start, place.end));
        found.places.dedup_by(|next, last| {
            let touches = next.start <= last.end;
            if touches {
                last.end = last.end.max(next.end);
            }
            touches
        });
        Some(found)
    }

    /// Whether all words stand in a text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

impl Term {
    fn new(text: &str) -> Option<Self> {
        let folded: Vec<char> = fold(text).trim().chars().take(MAX_LETTERS).collect();
        let mut letters: Vec<Letter> = Vec::with_capacity(folded.len());
        let mut at = 0;
        while let Some(&letter) = folded.get(at) {
            // In "neu", "Bauer" and "Quelle" the u is none with dots.
            let before = at.checked_sub(1).map(|before| folded[before]);
            let dots = matches!(letter, 'a' | 'o') || (letter == 'u' && !matches!(before, Some('a' | 'e' | 'o' | 'q')));
            let long = dots && folded.get(at + 1) == Some(&'e');
            letters.push(if dots { Letter::Vowel(letter, long) } else { Letter::Is(letter) });
            at += 1 + usize::from(long);
        }
        if letters.is_empty() {
            return None;
        }
        Some(Self { begins: letters.len() < GRAM, letters })
    }

    /// Groups of terms of the index: a text with this word has one of each.
    fn grams(&self, whole: bool) -> Vec<Vec<String>> {
        let mut letters = self.letters.clone();
        if whole || self.begins {
            letters.insert(0, Letter::Is(' '));
        }
        if whole {
            letters.push(Letter::Is(' '));
        } else if letters.len() < GRAM {
            letters.push(Letter::Any);
        }
        (0..letters.len()).filter_map(|start| grams_from(&letters[start..])).collect()
    }

    /// Every place in a folded text, in order and apart.
    fn places(&self, text: &[char]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut start = 1;
        while start < text.len() {
            let here =
                (!self.begins || text[start - 1] == ' ').then(|| length(&self.letters, &text[start..])).flatten();
            if let Some(len) = here {
                places.push(start..start + len);
            }
            start += here.unwrap_or(1);
        }
        places
    }
}

/// The terms of the index that letters may begin with; none if they may be too few for one.
fn grams_from(letters: &[Letter]) -> Option<Vec<String>> {
    let mut grams = Vec::new();
    let mut open = vec![(String::new(), letters)];
    while let Some((begun, rest)) = open.pop() {
        if begun.chars().count() >= GRAM {
            let gram: String = begun.chars().take(GRAM).collect();
            if !grams.contains(&gram) {
                grams.push(gram);
            }
            continue;
        }
        let (letter, rest) = rest.split_first()?;
        let mut with = |more: &[char]| open.push((begun.chars().chain(more.iter().copied()).collect(), rest));
        match *letter {
            Letter::Is(letter) => with(&[letter]),
            Letter::Vowel(vowel, _) => [&[vowel][..], &[vowel, 'e']].into_iter().for_each(with),
            Letter::Any => ('a'..='z').chain('0'..='9').chain([' ']).for_each(|letter| with(&[letter])),
        }
    }
    grams.sort_unstable();
    Some(grams)
}

/// How much of a text letters take that stand at its beginning.
fn length(letters: &[Letter], text: &[char]) -> Option<usize> {
    let Some((letter, letters)) = letters.split_first() else { return Some(0) };
    let (first, text) = text.split_first()?;
    match *letter {
        Letter::Is(letter) => (letter == *first).then(|| length(letters, text))?.map(|len| 1 + len),
        Letter::Vowel(vowel, with_e) => {
            if vowel != *first {
                return None;
            }
            let short = || length(letters, text).map(|len| 1 + len);
            let long = || length(letters, text.strip_prefix(&['e'])?).map(|len| 2 + len);
            if with_e { long().or_else(short) } else { short().or_else(long) }
        }
        Letter::Any => None,
    }
}

/// The end of the character that begins at a byte, with the marks above and below it.
fn after(text: &str, at: usize) -> usize {
    let mut rest = text[at..].char_indices().skip(1).skip_while(|(_, character)| is_combining_mark(*character));
    rest.next().map_or(text.len(), |(len, _)| at + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a text is found.
    fn found<'a>(query: &str, text: &'a str) -> Option<Vec<&'a str>> {
        let found = Words::parse(query).find(text)?;
        Some(found.places.into_iter().map(|place| &text[place]).collect())
    }

    #[test]
    fn umlauts_are_found_however_they_are_written() {
        for query in ["Größe", "GRÖSSE", "groesse", "grosse", "Gro\u{308}ße"] {
            for text in ["die Größe der", "die Groesse der", "die Grosse der", "die GRO\u{308}SSE der", "die GRÖẞE der"]
            {
                let place = found(query, text).unwrap_or_else(|| panic!("{query} in {text}"));
                assert_eq!(place.len(), 1);
                assert_eq!(fold(place[0]).replace("oe", "o"), " grosse ", "{query} in {text}");
                assert!(Words::parse(query).find(text).expect("it is").whole);
            }
        }
        assert_eq!(found("haeuser", "Krankenhäuser"), Some(vec!["häuser"]));
        assert_eq!(found("mueller", "Frau Muller"), Some(vec!["Muller"]));
        assert_eq!(found("neue", "neun Wunden"), None);
        assert_eq!(found("quelle", "Qulle"), None);
        assert_eq!(found("auer", "Bauer"), Some(vec!["auer"]));
        assert_eq!(found("oete", "Poeten"), Some(vec!["oete"]));
        // While she is typing.
        assert_eq!(found("groe", "Größe"), Some(vec!["Grö"]));
        assert_eq!(found("maß", "Masse, Maß"), Some(vec!["Mass", "Maß"]));
    }

    #[test]
    fn all_words_and_whole_phrases() {
        assert_eq!(found("ferse verband", "Verband an der Ferse"), Some(vec!["Verband", "Ferse"]));
        assert_eq!(found("ferse knie", "Verband an der Ferse"), None);
        assert_eq!(found("\"an der\"", "Verband an der Ferse"), Some(vec!["an der"]));
        assert_eq!(found("„an der", "Verband an\n der Ferse"), Some(vec!["an\n der"]));
        assert_eq!(found("\"der an\"", "Verband an der Ferse"), None);
        assert_eq!(found("120/80", "RR 120 / 80"), Some(vec!["120 / 80"]));
        assert_eq!(found("verband verbandwechsel", "Verbandwechsel"), Some(vec!["Verbandwechsel"]));
        assert!(Words::parse("\" „“ -- ,").is_empty());
    }

    #[test]
    fn one_or_two_letters_begin_a_word() {
        assert_eq!(found("Hb", "Hb-Wert; ohb"), Some(vec!["Hb"]));
        assert_eq!(found("öl", "Ölverband, Oel, Stuhl"), Some(vec!["Öl", "Oel"]));
        assert_eq!(found("l", "links"), Some(vec!["l"]));
        assert_eq!(found("👍", "gut👍"), Some(vec!["👍"]));
        assert_eq!(Words::parse("op").index_query(false), "(\" oe\" OR \" op\")");
        assert!(Words::parse("x").index_query(false).contains("\" x7\""));
    }

    #[test]
    fn the_index_is_asked_for_no_more_than_a_text_has() {
        let texts =
            ["die Größe der Wunde", "Groesse", "grosse Wundgröße am Ödem", "Öl", "Oel", "a b", "neue Bauern", "👍 o"];
        let queries =
            ["größe", "groe", "groesse", "oe", "öl", "o", "ue", "bau", "\"a b\"", "e b", "wund", "odem", "ödem", "👍"];
        for (query, text) in queries.iter().flat_map(|query| texts.map(|text| (query, text))) {
            let words = Words::parse(query);
            let Some(found) = words.find(text) else { continue };
            let folded = fold(text);
            for whole in if found.whole { &[false, true][..] } else { &[false] } {
                for group in words.0.iter().flat_map(|term| term.grams(*whole)) {
                    assert!(group.iter().any(|gram| folded.contains(gram.as_str())), "{query} in {text}: {group:?}");
                }
            }
        }
    }

    #[test]
    fn whole_words_are_told_from_parts() {
        let whole = |query: &str, text: &str| Words::parse(query).find(text).expect("it is there").whole;
        assert!(whole("verband", "Neuer Verband."));
        assert!(!whole("verband", "Kompressionsverband"));
        assert!(whole("verband", "Kompressionsverband, Verband"));
        assert!(!whole("verband neu", "Neuer Verband"));
    }
}
