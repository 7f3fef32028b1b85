//! The policy in plain words: nothing in it is kept from people.

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::organisation::{Contact, OrganisationPolicy, ProgramVersion, Redaction};
use verband_client::texts::Language;
use verband_client::{policy_changes, policy_in_words};

/// The policy with one field after the other changed, each twice where it has more than two values.
fn each_field_changed() -> Vec<(&'static str, OrganisationPolicy)> {
    let old = OrganisationPolicy::default;
    vec![
        ("pin_length", OrganisationPolicy { pin_length: 8, ..old() }),
        ("lock_after_s", OrganisationPolicy { lock_after_s: 61, ..old() }),
        ("lock_after_s", OrganisationPolicy { lock_after_s: 120, ..old() }),
        ("biometrics", OrganisationPolicy { biometrics: false, ..old() }),
        ("wipe_after_tries", OrganisationPolicy { wipe_after_tries: Some(10), ..old() }),
        ("screenshots", OrganisationPolicy { screenshots: true, ..old() }),
        ("copy", OrganisationPolicy { copy: true, ..old() }),
        ("export", OrganisationPolicy { export: false, ..old() }),
        ("camera", OrganisationPolicy { camera: false, ..old() }),
        ("microphone", OrganisationPolicy { microphone: false, ..old() }),
        ("video", OrganisationPolicy { video: false, ..old() }),
        ("location", OrganisationPolicy { location: true, ..old() }),
        ("files", OrganisationPolicy { files: false, ..old() }),
        ("read_receipts", OrganisationPolicy { read_receipts: true, ..old() }),
        ("retention_days", OrganisationPolicy { retention_days: Some(1), ..old() }),
        ("unsent_days", OrganisationPolicy { unsent_days: None, ..old() }),
        ("unsent_days", OrganisationPolicy { unsent_days: Some(31), ..old() }),
        ("redaction", OrganisationPolicy { redaction: Redaction::Asked, ..old() }),
        ("redaction", OrganisationPolicy { redaction: Redaction::Required, ..old() }),
        ("minimum_version", OrganisationPolicy { minimum_version: ProgramVersion(1, 4, 0), ..old() }),
        ("max_offline_days", OrganisationPolicy { max_offline_days: None, ..old() }),
        ("max_offline_days", OrganisationPolicy { max_offline_days: Some(14), ..old() }),
        ("device_classes", OrganisationPolicy { device_classes: vec![DeviceClass::Phone], ..old() }),
        ("contact", OrganisationPolicy { contact: Contact::Teams, ..old() }),
        ("approve_mailed", OrganisationPolicy { approve_mailed: false, ..old() }),
        ("conversation_quota_mb", OrganisationPolicy { conversation_quota_mb: Some(500), ..old() }),
        ("keep_originals", OrganisationPolicy { keep_originals: true, ..old() }),
        ("legal_hold", OrganisationPolicy { legal_hold: true, ..old() }),
        ("keep_undocumented", OrganisationPolicy { keep_undocumented: true, ..old() }),
        ("patient_patterns", OrganisationPolicy { patient_patterns: vec!["9{8}".to_owned()], ..old() }),
        ("measuring", OrganisationPolicy { measuring: true, ..old() }),
    ]
}

#[test]
fn each_field_changes_one_sentence_in_both_languages() {
    let old = OrganisationPolicy::default();
    for language in Language::ALL {
        assert!(policy_changes(&old, &old, language).is_empty());
        for (field, new) in each_field_changed() {
            let changes = policy_changes(&old, &new, language);
            assert_eq!(changes.len(), 1, "{field}: {changes:?}");
            assert_ne!(changes[0].before, changes[0].after, "{field}");
        }
    }
}

#[test]
fn the_list_above_has_every_field() {
    // `Debug` of a structure names its fields.
    let names = format!("{:?}", OrganisationPolicy::default());
    let changed: std::collections::BTreeSet<_> = each_field_changed().into_iter().map(|(field, _)| field).collect();
    assert_eq!(changed.len(), policy_in_words(&OrganisationPolicy::default(), Language::German).len());
    for field in &changed {
        assert!(names.contains(&format!("{field}: ")), "{field}");
    }
    assert_eq!(names.matches(": ").count(), changed.len(), "a field is missing here: {names}");
}

#[test]
fn sentences_are_whole_and_count_as_people_do() {
    let days = |days| OrganisationPolicy { retention_days: Some(days), ..OrganisationPolicy::default() };
    let told = |policy: &OrganisationPolicy| {
        let sentences = policy_in_words(policy, Language::German);
        assert!(sentences.iter().all(|sentence| sentence.text.ends_with('.') && !sentence.title.is_empty()));
        sentences.into_iter().map(|sentence| sentence.text).collect::<String>()
    };
    assert!(told(&days(1)).contains("nach 1 Tag auf allen Geräten"));
    assert!(told(&days(90)).contains("nach 90 Tagen auf allen Geräten"));
    assert!(
        told(&days(90)).contains("Telefon oder Tablet, gemeinsames Gerät, Computer, Browser. Bots dürfen mitarbeiten.")
    );
}
