//! What of a long text is shown around the words that were found.

use std::ops::Range;

/// Characters of an excerpt, about.
const LENGTH: usize = 160;

/// Characters before the first word that was found.
const BEFORE: usize = 40;

/// What stands where something was left out.
const GAP: &str = "…";

/// A place in a text that is shown otherwise, in UTF-16 code units: what Kotlin, Swift's `NSString` and JavaScript
/// count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins.
    pub start: u32,
    /// How long it is.
    pub len: u32,
}

/// The part of a text around the first of some places, cut between words, and the places in it.
pub(crate) fn excerpt(text: &str, places: &[Range<usize>]) -> (String, Vec<Mark>) {
    let first = places.first().map_or(0, |place| place.start);
    let (start, end) = if text.chars().nth(LENGTH).is_none() { (0, text.len()) } else { window(text, first) };
    let mut shown = String::with_capacity(end - start + 2 * GAP.len());
    if start > 0 {
        shown.push_str(GAP);
    }
    let offset = shown.len();
    shown.push_str(&text[start..end]);
    if end < text.len() {
        shown.push_str(GAP);
    }
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let marks = places.iter().filter(|place| place.start >= start && place.start < end).map(|place| {
        let begins = place.start - start + offset;
        let ends = place.end.min(end) - start + offset;
        Mark { start: units(&shown[..begins]), len: units(&shown[begins..ends]) }
    });
    let marks = marks.collect();
    (shown, marks)
}

/// Where an excerpt begins and ends.
fn window(text: &str, first: usize) -> (usize, usize) {
    let back = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    // At the beginning of a word; a word without end is cut.
    let start = if back == 0 {
        0
    } else {
        let space = text[back..first].char_indices().find(|(_, character)| character.is_whitespace());
        space.map_or(back, |(at, character)| back + at + character.len_utf8())
    };
    let Some((cut, _)) = text[start..].char_indices().nth(LENGTH) else { return (start, text.len()) };
    let cut = start + cut;
    let space = text[start..cut].rfind(char::is_whitespace).map(|at| start + at).filter(|at| *at > first);
    (start, space.unwrap_or(cut))
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one place is what is marked")]
mod tests {
    use super::*;

    /// The marked parts of an excerpt, as who counts in UTF-16 cuts them out.
    fn marked(shown: &str, marks: &[Mark]) -> Vec<String> {
        let units: Vec<u16> = shown.encode_utf16().collect();
        let cut = |mark: &Mark| String::from_utf16(&units[mark.start as usize..][..mark.len as usize]).expect("whole");
        marks.iter().map(cut).collect()
    }

    #[test]
    fn a_short_text_is_shown_as_it_is() {
        let text = "👍🏽 Größe 3 cm";
        let at = text.find("Größe").expect("it is there");
        let (shown, marks) = excerpt(text, &[at..at + "Größe".len()]);
        assert_eq!(shown, text);
        assert_eq!(marks, [Mark { start: 5, len: 5 }]);
        assert_eq!(marked(&shown, &marks), ["Größe"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = format!("{} FERSE {}", "lorem ipsum ".repeat(300), "dolor sit ".repeat(300));
        let at = text.find("FERSE").expect("it is there");
        let (shown, marks) = excerpt(&text, &[at..at + 5, text.len() - 4..text.len() - 1]);
        assert!(shown.starts_with("…ipsum") || shown.starts_with("…lorem"), "{shown}");
        assert!(shown.ends_with("dolor…") || shown.ends_with("sit…"), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 2);
        assert_eq!(marked(&shown, &marks), ["FERSE"]);
    }

    #[test]
    fn words_without_end_are_cut_too() {
        let text = format!("{}ferse{}", "ö".repeat(5_000), "👍".repeat(5_000));
        let at = text.find("ferse").expect("it is there");
        let (shown, marks) = excerpt(&text, &[at..at + 5]);
        assert_eq!(marked(&shown, &marks), ["ferse"]);
        let (shown, marks) = excerpt(&text, &[0..text.len()]);
        assert_eq!((shown.chars().count(), marks.len()), (LENGTH + 1, 1));
        assert_eq!(excerpt("", &[]), (String::new(), Vec::new()));
    }
}
