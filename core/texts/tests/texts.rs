//! Tests of what a text is made of: plurals, dates, variables, languages.

use verband_texts::{Date, Language, text};

#[test]
fn dates_are_written_as_people_write_them() {
    let date = Date::new(2026, 11, 6).unwrap();
    assert_eq!(date.written(Language::German), "06.11.2026");
    assert_eq!(date.written(Language::English), "6 November 2026");
}

#[test]
fn only_days_of_the_calendar_are_dates() {
    assert!(Date::new(2028, 2, 29).is_some());
    assert!(Date::new(2000, 2, 29).is_some());
    for (year, month, day) in [(2027, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)] {
        assert!(Date::new(year, month, day).is_none(), "{year}-{month}-{day}");
    }
}

#[test]
fn a_moment_falls_on_a_day_of_the_readers_calendar() {
    const HOUR: i32 = 3600;
    for (ms, offset, day) in [
        (0, 0, (1970, 1, 1)),
        (1_795_650_000_000, 0, (2026, 11, 25)),
        (1_795_650_000_000, HOUR, (2026, 11, 26)),
        (951_782_399_999, 0, (2000, 2, 28)),
        (951_782_400_000, 0, (2000, 2, 29)),
        (951_868_800_000, 0, (2000, 3, 1)),
        (951_868_800_000, -HOUR, (2000, 2, 29)),
        (4_107_542_399_999, 0, (2100, 2, 28)),
        (4_107_542_400_000, 0, (2100, 3, 1)),
        (1_798_761_599_999, 0, (2026, 12, 31)),
        (1_798_761_600_000, 0, (2027, 1, 1)),
    ] {
        let (year, month, date) = day;
        assert_eq!(Date::of(ms, offset), Date::new(year, month, date), "{ms} {offset}");
    }
    assert_eq!(Date::of(u64::MAX, 0), None);
}

#[test]
fn a_tag_chooses_the_language_and_german_is_the_default() {
    for tag in ["en", "EN", "en-GB", "en_US.UTF-8"] {
        assert_eq!(Language::from_tag(tag), Language::English, "{tag}");
    }
    for tag in ["de", "de-AT", "", "fr", "eng", "end-of-tag"] {
        assert_eq!(Language::from_tag(tag), Language::German, "{tag}");
    }
}

#[test]
fn numbers_choose_the_plural() {
    let count = |language, letters: usize| text(language, "list-count", &[("letters", letters.into())]);
    assert_eq!(count(Language::German, 1), "1 Brief");
    assert_eq!(count(Language::German, 1200), "1200 Briefe");
    assert_eq!(count(Language::English, 1), "1 letter");
    assert_eq!(count(Language::English, 0), "0 letters");
}

#[test]
fn a_value_stays_as_it_is() {
    // Neither Fluent's own syntax nor invisible marks.
    let name = "{ $name } \u{2764} { letter-title }";
    let greeting = text(Language::German, "letter-greeting", &[("name", name.into())]);
    assert_eq!(greeting, format!("Guten Tag {name},"));
}

#[test]
fn an_unknown_id_is_shown() {
    assert_eq!(text(Language::English, "no-such-text", &[]), "no-such-text");
}
