//! The policy of the organisation in plain words: what it means for a person, and what a change would change. A pure
//! function of the policy, in the order in which its fields stand there.

use verband_protocol::certificate::DeviceClass;
use verband_protocol::organisation::{Contact, OrganisationPolicy, ProgramVersion, Redaction};
use verband_texts::{Language, Value, text};

use crate::client::Client;
use crate::error::ClientError;

/// What one point of the policy means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySentence {
    /// What it is about.
    pub title: String,
    /// What it means for a person.
    pub text: String,
}

/// A point of the policy that a change concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChange {
    /// What it is about.
    pub title: String,
    /// What holds until now.
    pub before: String,
    /// What would hold from then on.
    pub after: String,
}

impl Client {
    /// What the policy that is in force means for a person.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn policy_in_words(&self, language: Language) -> Result<Vec<PolicySentence>, ClientError> {
        Ok(policy_in_words(&self.policy()?, language))
    }
}

/// What changes for people if one policy takes the place of another.
pub fn policy_changes(old: &OrganisationPolicy, new: &OrganisationPolicy, language: Language) -> Vec<PolicyChange> {
    let pairs = policy_in_words(old, language).into_iter().zip(policy_in_words(new, language));
    let changed = pairs.filter(|(before, after)| before.text != after.text);
    changed.map(|(before, after)| PolicyChange { title: after.title, before: before.text, after: after.text }).collect()
}

/// What a policy means for a person: always the same points, in the same order.
pub fn policy_in_words(policy: &OrganisationPolicy, language: Language) -> Vec<PolicySentence> {
    // By its fields: whoever adds one has to say here what it means.
    let OrganisationPolicy {
        pin_length,
        lock_after_s,
        biometrics,
        wipe_after_tries,
        screenshots,
        copy,
        export,
        camera,
        microphone,
        video,
        location,
        files,
        read_receipts,
        retention_days,
        unsent_days,
        redaction,
        minimum_version,
        max_offline_days,
        device_classes,
        contact,
        approve_mailed,
        conversation_quota_mb,
        keep_originals,
        legal_hold,
        keep_undocumented,
        measuring,
        patient_patterns,
    } = policy;
    let sentence = |title: String, text: String| PolicySentence { title, text };
    let switch = |on: &bool, yes: String, no: String| if *on { yes } else { no };
    vec![
        sentence(
            text(language, "policy-pin", &[]),
            text(language, "policy-pin-length", &[("digits", number(*pin_length))]),
        ),
        sentence(text(language, "policy-lock", &[]), lock(*lock_after_s, language)),
        sentence(
            text(language, "policy-biometrics", &[]),
            switch(
                biometrics,
                text(language, "policy-biometrics-on", &[]),
                text(language, "policy-biometrics-off", &[]),
            ),
        ),
        sentence(
            text(language, "policy-wipe", &[]),
            match wipe_after_tries {
                Some(tries) => text(language, "policy-wipe-after", &[("tries", number(*tries))]),
                None => text(language, "policy-wipe-never", &[]),
            },
        ),
        sentence(
            text(language, "policy-screenshots", &[]),
            switch(
                screenshots,
                text(language, "policy-screenshots-on", &[]),
                text(language, "policy-screenshots-off", &[]),
            ),
        ),
        sentence(
            text(language, "policy-copy", &[]),
            switch(copy, text(language, "policy-copy-on", &[]), text(language, "policy-copy-off", &[])),
        ),
        sentence(
            text(language, "policy-export", &[]),
            switch(export, text(language, "policy-export-on", &[]), text(language, "policy-export-off", &[])),
        ),
        sentence(
            text(language, "policy-camera", &[]),
            switch(camera, text(language, "policy-camera-on", &[]), text(language, "policy-camera-off", &[])),
        ),
        sentence(
            text(language, "policy-microphone", &[]),
            switch(
                microphone,
                text(language, "policy-microphone-on", &[]),
                text(language, "policy-microphone-off", &[]),
            ),
        ),
        sentence(
            text(language, "policy-video", &[]),
            switch(video, text(language, "policy-video-on", &[]), text(language, "policy-video-off", &[])),
        ),
        sentence(
            text(language, "policy-location", &[]),
            switch(location, text(language, "policy-location-on", &[]), text(language, "policy-location-off", &[])),
        ),
        sentence(
            text(language, "policy-files", &[]),
            switch(files, text(language, "policy-files-on", &[]), text(language, "policy-files-off", &[])),
        ),
        sentence(
            text(language, "policy-receipts", &[]),
            switch(
                read_receipts,
                text(language, "policy-receipts-on", &[]),
                text(language, "policy-receipts-off", &[]),
            ),
        ),
        sentence(
            text(language, "policy-retention", &[]),
            match retention_days {
                Some(days) => text(language, "policy-retention-days", &[("days", number(*days))]),
                None => text(language, "policy-retention-never", &[]),
            },
        ),
        sentence(
            text(language, "policy-unsent", &[]),
            match unsent_days {
                Some(days) => text(language, "policy-unsent-days", &[("days", number(*days))]),
                None => text(language, "policy-unsent-never", &[]),
            },
        ),
        sentence(
            text(language, "policy-redaction", &[]),
            match redaction {
                Redaction::Offered => text(language, "policy-redaction-offered", &[]),
                Redaction::Asked => text(language, "policy-redaction-asked", &[]),
                Redaction::Required => text(language, "policy-redaction-required", &[]),
            },
        ),
        sentence(text(language, "policy-version", &[]), version(*minimum_version, language)),
        sentence(
            text(language, "policy-offline", &[]),
            match max_offline_days {
                Some(days) => text(language, "policy-offline-days", &[("days", number(*days))]),
                None => text(language, "policy-offline-never", &[]),
            },
        ),
        sentence(text(language, "policy-devices", &[]), devices(device_classes, language)),
        sentence(
            text(language, "policy-contact", &[]),
            match contact {
                Contact::Everybody => text(language, "policy-contact-everybody", &[]),
                Contact::Teams => text(language, "policy-contact-teams", &[]),
            },
        ),
        sentence(
            text(language, "policy-mailed", &[]),
            switch(approve_mailed, text(language, "policy-mailed-on", &[]), text(language, "policy-mailed-off", &[])),
        ),
        sentence(
            text(language, "policy-quota", &[]),
            match conversation_quota_mb {
                Some(mb) => text(language, "policy-quota-mb", &[("mb", number(*mb))]),
                None => text(language, "policy-quota-none", &[]),
            },
        ),
        sentence(
            text(language, "policy-originals", &[]),
            switch(
                keep_originals,
                text(language, "policy-originals-kept", &[]),
                text(language, "policy-originals-destroyed", &[]),
            ),
        ),
        sentence(
            text(language, "policy-hold", &[]),
            switch(legal_hold, text(language, "policy-hold-on", &[]), text(language, "policy-hold-off", &[])),
        ),
        sentence(
            text(language, "policy-undocumented", &[]),
            switch(
                keep_undocumented,
                text(language, "policy-undocumented-kept", &[]),
                text(language, "policy-undocumented-erased", &[]),
            ),
        ),
        sentence(
            text(language, "policy-measuring", &[]),
            switch(measuring, text(language, "policy-measuring-on", &[]), text(language, "policy-measuring-off", &[])),
        ),
        sentence(
            text(language, "policy-patterns", &[]),
            if patient_patterns.is_empty() {
                text(language, "policy-patterns-none", &[])
            } else {
                let all = patient_patterns.join(" · ");
                text(language, "policy-patterns-some", &[("patterns", Value::Text(&all))])
            },
        ),
    ]
}

fn number(value: impl Into<u64>) -> Value<'static> {
    Value::Number(value.into())
}

/// Whole minutes as minutes.
fn lock(seconds: u32, language: Language) -> String {
    if seconds.is_multiple_of(60) {
        text(language, "policy-lock-minutes", &[("minutes", number(seconds / 60))])
    } else {
        text(language, "policy-lock-seconds", &[("seconds", number(seconds))])
    }
}

fn version(minimum: ProgramVersion, language: Language) -> String {
    let ProgramVersion(major, minor, patch) = minimum;
    if minimum == ProgramVersion(0, 0, 0) {
        return text(language, "policy-version-any", &[]);
    }
    let version = format!("{major}.{minor}.{patch}");
    text(language, "policy-version-minimum", &[("version", Value::Text(&version))])
}

fn devices(classes: &[DeviceClass], language: Language) -> String {
    let words = classes.iter().filter_map(|class| match class {
        DeviceClass::Phone => Some(text(language, "device-phone", &[])),
        DeviceClass::Shared => Some(text(language, "device-shared", &[])),
        DeviceClass::Desktop => Some(text(language, "device-desktop", &[])),
        DeviceClass::Web => Some(text(language, "device-web", &[])),
        // Nobody's device: it has a sentence of its own.
        DeviceClass::Bot => None,
    });
    let devices = words.collect::<Vec<_>>().join(", ");
    let bots = if classes.contains(&DeviceClass::Bot) {
        text(language, "policy-bots-on", &[])
    } else {
        text(language, "policy-bots-off", &[])
    };
    format!("{} {bots}", text(language, "policy-devices-allowed", &[("devices", Value::Text(&devices))]))
}
