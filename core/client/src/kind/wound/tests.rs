//! Limits and arithmetic, without a world around them.

use verband_texts::{Language, WOUND};

use super::details::{BodySite, WoundConsent, WoundDetails};
use super::error::WoundError;
use super::finding::{TissuePart, Undermining, WoundFinding};
use super::healing::{SIX_WEEKS_MS, doubt};
use super::rows::{wound_term, wound_terms};

const DAY: u64 = 86_400_000;

fn details() -> WoundDetails {
    let site = BodySite {
        view: "back".to_owned(),
        x: Some(480),
        y: Some(520),
        region: "sacrum".to_owned(),
        clock: Some(12),
        ..BodySite::default()
    };
    let (kind, stage) = ("pressure-ulcer".to_owned(), "pressure-3".to_owned());
    WoundDetails {
        patient: "4711".to_owned(),
        site,
        kind,
        stage,
        since: "2026-10".to_owned(),
        ..WoundDetails::default()
    }
}

fn at(site: BodySite) -> WoundDetails {
    WoundDetails { site, ..details() }
}

#[test]
fn what_is_wrong_with_details_is_named() {
    assert_eq!(details().check(true), Ok(()));
    let patient = |patient: &str| WoundDetails { patient: patient.to_owned(), ..details() }.check(true);
    assert_eq!(patient(""), Err(WoundError::Length("patient", 64)));
    assert_eq!(patient(&"ä".repeat(64)), Ok(()));
    assert_eq!(patient(&"ä".repeat(65)), Err(WoundError::Length("patient", 64)));
    assert_eq!(patient("47\u{7}11"), Err(WoundError::Length("patient", 64)));
    let site = details().site;
    assert_eq!(at(BodySite { x: Some(1_001), ..site.clone() }).check(true), Err(WoundError::Range("point", 0, 1_000)));
    assert_eq!(at(BodySite { y: None, ..site.clone() }).check(true), Err(WoundError::Empty("point")));
    assert_eq!(at(BodySite { view: String::new(), ..site.clone() }).check(true), Err(WoundError::Empty("point")));
    assert_eq!(at(BodySite { clock: Some(13), ..site.clone() }).check(true), Err(WoundError::Range("clock", 1, 12)));
    let unknown = at(BodySite { region: "fourth-arm".to_owned(), ..site });
    assert_eq!(unknown.check(true), Err(WoundError::Term("region")));
    assert_eq!(unknown.check(false), Ok(()), "a newer version may have it");
    let odd = WoundDetails { kind: "Pressure Ulcer".to_owned(), ..details() };
    assert_eq!(odd.check(false), Err(WoundError::Term("type")));
    let burnt = WoundDetails { stage: "burn-2a".to_owned(), ..details() };
    assert_eq!(burnt.check(true), Err(WoundError::Term("stage")), "a pressure ulcer has no degree of burns");
    for since in ["2026", "2026-02", "2026-02-28", ""] {
        assert_eq!(WoundDetails { since: since.to_owned(), ..details() }.check(true), Ok(()), "{since}");
    }
    for since in ["26", "2026-13", "2026-02-30", "gestern", "2026-1"] {
        let checked = WoundDetails { since: since.to_owned(), ..details() }.check(true);
        assert_eq!(checked, Err(WoundError::Time("since")), "{since}");
    }
}

#[test]
fn what_is_wrong_with_a_consent_is_named() {
    assert_eq!(WoundConsent::default().check(true), Ok(()));
    let none = WoundConsent { state: String::new(), ..WoundConsent::default() };
    assert_eq!(none.check(true), Err(WoundError::Term("consent")));
    let twice = vec!["photos".to_owned(); 2];
    let twice = WoundConsent { purposes: twice, ..WoundConsent::default() };
    assert_eq!(twice.check(true), Err(WoundError::List("purpose")));
    let refused = |purposes: &[&str]| {
        let purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
        WoundConsent { state: "refused".to_owned(), purposes, ..WoundConsent::default() }.refuses_photos()
    };
    assert!(refused(&[]) && refused(&["teaching", "photos"]) && !refused(&["teaching"]));
}

#[test]
fn what_is_wrong_with_a_finding_is_named() {
    let checked = |finding: WoundFinding| finding.check(true);
    let finding = WoundFinding::default;
    assert_eq!(checked(finding()), Ok(()));
    assert_eq!(checked(WoundFinding { length: Some(0), ..finding() }), Err(WoundError::Range("length", 1, 2_000)));
    assert_eq!(checked(WoundFinding { pain: Some(11), ..finding() }), Err(WoundError::Range("pain", 0, 10)));
    let area = WoundFinding { area: Some(2_000_001), ..finding() };
    assert_eq!(checked(area), Err(WoundError::Range("area", 0, 2_000_000)));
    let pocket = Undermining { from: 0, to: 3, depth: None };
    let pocket = WoundFinding { undermining: vec![pocket], ..finding() };
    assert_eq!(checked(pocket), Err(WoundError::Range("undermining", 1, 12)));
    let part = |tissue: &str, percent| TissuePart { tissue: tissue.to_owned(), percent };
    let whole = WoundFinding { tissue: vec![part("fibrin", 70), part("granulation", 30)], ..finding() };
    assert_eq!(checked(whole), Ok(()));
    let more = WoundFinding { tissue: vec![part("fibrin", 70), part("granulation", 31)], ..finding() };
    assert_eq!(checked(more), Err(WoundError::List("tissue")));
    let both = vec!["none".to_owned(), "pus".to_owned()];
    assert_eq!(checked(WoundFinding { infection: both, ..finding() }), Err(WoundError::List("infection")));
    assert_eq!(checked(WoundFinding { odour: "roses".to_owned(), ..finding() }), Err(WoundError::Term("odour")));
    let note = WoundFinding { note: "x".repeat(2_001), ..finding() };
    assert_eq!(checked(note), Err(WoundError::Length("note", 2_000)));
}

/// A finding on a day, with an area or with sides.
fn measured(day: u64, area: Option<u32>, sides: Option<(u32, u32)>) -> WoundFinding {
    let (length, width) = sides.unzip();
    WoundFinding { examined_at: 1_000 * DAY + day * DAY, area, length, width, ..WoundFinding::default() }
}

fn asks(findings: &[WoundFinding], answered: Option<u64>) -> Option<(u32, u32, bool)> {
    let findings: Vec<&WoundFinding> = findings.iter().collect();
    doubt(&findings, answered).map(|doubt| (doubt.before, doubt.after, doubt.by_sides))
}

#[test]
fn six_weeks_without_a_tenth_less_ask_and_nothing_else_does() {
    let area = |day, area| measured(day, Some(area), None);
    assert_eq!(asks(&[], None), None);
    assert_eq!(asks(&[area(0, 500), area(41, 500)], None), None, "not six weeks yet");
    assert_eq!(asks(&[area(0, 500), area(42, 500)], None), Some((500, 500, false)));
    assert_eq!(asks(&[area(0, 500), area(42, 451)], None), Some((500, 451, false)), "less, and not by a tenth");
    assert_eq!(asks(&[area(0, 500), area(42, 450)], None), None, "by a tenth");
    assert_eq!(asks(&[area(0, 0), area(42, 0)], None), None, "there is nothing left to heal");
    // The newest finding that is old enough is the one to compare with.
    assert_eq!(asks(&[area(0, 900), area(10, 500), area(52, 490)], None), Some((500, 490, false)));
    // What cannot be compared asks nothing: an area, and sides.
    assert_eq!(asks(&[measured(0, None, Some((20, 20))), area(42, 500)], None), None);
    let sides = |day, length, width| measured(day, None, Some((length, width)));
    assert_eq!(asks(&[sides(0, 20, 20), sides(50, 20, 19)], None), Some((400, 380, true)));
    // An answer lets it rest for six weeks.
    let findings = [area(0, 500), area(42, 500), area(60, 500), area(90, 500)];
    let answered = 1_000 * DAY + 45 * DAY;
    assert_eq!(asks(&findings[..3], Some(answered)), None);
    assert_eq!(asks(&findings, Some(answered)), Some((500, 500, false)));
    assert_eq!(SIX_WEEKS_MS, 42 * DAY);
}

#[test]
fn every_code_has_a_word_in_both_languages() {
    for language in Language::ALL {
        let terms = wound_terms(language);
        assert_eq!(terms.len(), WOUND.iter().map(|(_, codes)| codes.len()).sum::<usize>());
        assert!(terms.iter().all(|term| !term.word.is_empty() && !term.word.starts_with("wound-")));
    }
    assert_eq!(wound_term(Language::German, "region", "sacrum"), "Kreuzbein");
    assert_eq!(wound_term(Language::German, "region", "fourth-arm"), "fourth-arm", "of a newer version");
    assert!(WoundError::Range("pain", 0, 10).text(Language::German).starts_with("Schmerz"));
}
