//! How texts are compared: without case and accents, as words with one space before and after each.
//!
//! The index holds folded texts, and whoever looks something up folds what is looked for in the same way. Only what is
//! the same everywhere in a text is folded here: "oe" stays as it is, or parts that begin with its "e" would not be
//! found. That it may stand for an "ö" is for who asks.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// From here on Unicode has arrows, signs and pictures, which people look for: each is a word by itself.
const SYMBOLS: char = '\u{2190}';

/// Folds a text: gives `emit` one character after the other, each with the byte of the text that it comes from. What
/// stands between words becomes one space, as do beginning and end, so that a word begins wherever a space is. A text
/// without words gives nothing.
pub fn fold_with(text: &str, mut emit: impl FnMut(char, usize)) {
    let (mut any, mut in_word) = (false, false);
    let mut take = |character: char, at: usize| {
        let letter = character.is_alphanumeric();
        if letter || (character >= SYMBOLS && !character.is_whitespace()) {
            if !(letter && in_word) {
                emit(' ', at);
            }
            emit(character, at);
            (any, in_word) = (true, letter);
        } else {
            in_word = false;
        }
    };
    for (at, character) in text.char_indices() {
        if character.is_ascii() {
            take(character.to_ascii_lowercase(), at);
        } else if !is_invisible(character) {
            let bare = std::iter::once(character).nfkd().filter(|part| !is_combining_mark(*part));
            for part in bare.flat_map(char::to_lowercase).filter(|part| !is_combining_mark(*part)) {
                match two_letters(part) {
                    Some(letters) => letters.chars().for_each(|letter| take(letter, at)),
                    None => take(part, at),
                }
            }
        }
    }
    if any {
        emit(' ', text.len());
    }
}

/// A folded text: see [`fold_with`].
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 2);
    fold_with(text, |character, _| folded.push(character));
    folded
}

/// What breaks lines or joins characters inside of a word and belongs to none.
fn is_invisible(character: char) -> bool {
    is_combining_mark(character) || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters that Unicode does not take apart.
fn two_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_with};

    #[test]
    fn case_accents_and_sharp_s_are_gone() {
        assert_eq!(fold("GRÖẞE"), " grosse ");
        assert_eq!(fold("Größe"), fold("Gro\u{308}ße"));
        assert_eq!(fold("Çağla Łukasz Søren İpek ﬁn"), " cagla lukasz soren ipek fin ");
        assert_eq!(fold("Groesse"), " groesse ");
    }

    #[test]
    fn between_words_is_one_space() {
        assert_eq!(fold("„Ferse“ – 3,5 × 2\u{a0}cm,\r\n\r\n120/80"), " ferse 3 5 2 cm 120 80 ");
        assert_eq!(fold("Ver\u{ad}band\u{200b}wechsel"), " verbandwechsel ");
        assert_eq!(fold("gut👍🏽👍!"), " gut 👍 🏽 👍 ");
        assert_eq!(fold(" …\n\0"), "");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn every_character_knows_its_place() {
        let text = "Öl, Maß";
        let mut places = Vec::new();
        fold_with(text, |character, at| places.push((character, at)));
        let at = |part| text.find(part).expect("it is in there");
        let (oe, l, m, a, s) = (at("Ö"), at("l"), at("M"), at("a"), at("ß"));
        let expected =
            [(' ', oe), ('o', oe), ('l', l), (' ', m), ('m', m), ('a', a), ('s', s), ('s', s), (' ', text.len())];
        assert_eq!(places, expected);
    }
}
