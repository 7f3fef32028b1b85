//! The markup of messages: what is marked, what only looks like it, and that no text is too strange.

use proptest::prelude::*;
use verband_client::{Style, markup};

/// The styled parts of a text, as the text that they are.
fn parts(text: &str) -> Vec<(Style, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = |start: u32, len: u32| String::from_utf16_lossy(&units[start as usize..(start + len) as usize]);
    let spans = markup(text).into_iter().filter(|span| span.style != Style::Mark);
    spans.map(|span| (span.style, part(span.start, span.len))).collect()
}

fn one(style: Style, text: &str) -> Vec<(Style, String)> {
    vec![(style, text.to_owned())]
}

#[test]
fn each_mark_has_its_style() {
    assert_eq!(parts("bitte **sofort** kommen"), one(Style::Bold, "sofort"));
    assert_eq!(parts("👩🏽‍⚕️ _heute_"), one(Style::Italic, "heute"), "counted in UTF-16");
    assert_eq!(parts("~~Zimmer 4~~ Zimmer 5"), one(Style::Struck, "Zimmer 4"));
    assert_eq!(parts("`a_b_c`"), one(Style::Code, "a_b_c"), "code is taken as it is");
    assert_eq!(
        parts("- Ferse\n2. Knie"),
        [(Style::Bullet, "- Ferse".to_owned()), (Style::Numbered, "2. Knie".to_owned())]
    );
    let both = parts("**sehr _sehr_ wichtig**");
    assert_eq!(both, [(Style::Bold, "sehr _sehr_ wichtig".to_owned()), (Style::Italic, "sehr".to_owned())]);
}

#[test]
fn what_only_looks_like_a_mark_is_text() {
    for text in ["2 * 3 * 4", "snake_case_name", "** nicht fett **", "_", "**", "``", "a ** b", "5.10.2026", "-5 Grad"]
    {
        assert_eq!(parts(text), [], "{text}");
    }
}

#[test]
fn a_link_ends_where_the_sentence_goes_on() {
    assert_eq!(parts("siehe https://haus.example/plan_a_b."), one(Style::Link, "https://haus.example/plan_a_b"));
    assert_eq!(parts("(http://a.example/x_(y))"), one(Style::Link, "http://a.example/x_(y)"));
    assert_eq!(parts("https:// javascript:alert(1)"), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_parts_that_lie_in_it(text in prop_oneof![any::<String>(), "[*_~` a-b.\\n\u{1f600}:/hpts1-]{0,60}"]) {
        let units = text.encode_utf16().count() as u64;
        for span in markup(&text) {
            prop_assert!(span.len > 0 && u64::from(span.start) + u64::from(span.len) <= units, "{span:?}");
        }
    }
}
