//! Reading back what a bundle of ours tells of a wound, by codes, numbers, times and ids: words change with the language and with
//! versions. Nothing here knows whether it is true.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use verband_protocol::id::{EventId, Hash};

use super::codes::ASSESSMENT;
use super::read::{BundleFinding, FhirError, finding, is, list, moment, own, text};
use crate::kind::wound::details::{WoundConsent, WoundDetails};
use crate::kind::wound::payload::Closing;

/// The kinds of resources that a bundle has, and how many of each at least and at most.
const KINDS: [(&str, usize, usize); 9] = [
    ("Composition", 1, 1),
    ("Condition", 1, 1),
    ("Consent", 0, 1),
    ("DocumentReference", 1, 1),
    ("Observation", 0, usize::MAX),
    ("Device", 0, usize::MAX),
    ("Media", 0, usize::MAX),
    ("Provenance", 1, usize::MAX),
    ("Practitioner", 1, usize::MAX),
];

/// What a bundle tells.
pub(in crate::kind::wound) struct ToldBundle {
    /// What it has that none of ours has, in words.
    pub(in crate::kind::wound) odd: Vec<String>,
    /// The wound.
    pub(in crate::kind::wound) event: Option<EventId>,
    /// The address of who made it, and when.
    pub(in crate::kind::wound) made: (Option<String>, Option<u64>),
    /// What it is.
    pub(in crate::kind::wound) wound: ToldWound,
    /// The findings.
    pub(in crate::kind::wound) findings: Vec<ToldFinding>,
    /// The photos.
    pub(in crate::kind::wound) photos: Vec<ToldPhoto>,
    /// The report.
    pub(in crate::kind::wound) report: Option<Vec<u8>>,
}

/// A finding.
pub(in crate::kind::wound) struct ToldFinding {
    /// Its address.
    pub(in crate::kind::wound) address: String,
    /// The address of who made it.
    pub(in crate::kind::wound) performer: Option<String>,
    /// What was found.
    pub(in crate::kind::wound) found: BundleFinding,
}

/// A photo.
pub(in crate::kind::wound) struct ToldPhoto {
    /// Its event.
    pub(in crate::kind::wound) event: Option<EventId>,
    /// SHA-256 of its bytes.
    pub(in crate::kind::wound) hash: Hash,
    /// When it was taken.
    pub(in crate::kind::wound) at: Option<u64>,
    /// What it shows: a code of `photo`, or empty.
    pub(in crate::kind::wound) role: String,
    /// The address of who took it.
    pub(in crate::kind::wound) operator: Option<String>,
}

/// What a bundle tells of whose a wound is, and of which kind.
#[derive(Default)]
pub(in crate::kind::wound) struct ToldWound {
    patient: String,
    kind: String,
    stage: String,
    since: String,
    region: String,
    side: String,
    view: String,
    clock: Option<u32>,
    status: String,
    ended: Option<u64>,
    notes: Vec<String>,
    consent: Option<ToldConsent>,
}

struct ToldConsent {
    status: String,
    at: Option<u64>,
    purposes: Vec<String>,
    policy: String,
}

impl ToldBundle {
    /// Reads a bundle.
    ///
    /// # Errors
    /// [`FhirError`].
    pub(in crate::kind::wound) fn read(json: &[u8]) -> Result<Self, FhirError> {
        let bundle: Value = serde_json::from_slice(json).map_err(|_| FhirError::Json)?;
        let entries = bundle["entry"].as_array().filter(|_| bundle["resourceType"] == "Bundle");
        let entries = entries.ok_or(FhirError::Bundle)?;
        let address = |entry: &Value| entry["fullUrl"].as_str().unwrap_or_default().to_owned();
        let all: BTreeMap<String, Value> =
            entries.iter().map(|entry| (address(entry), entry["resource"].clone())).collect();
        let of = |kind: &str| -> Vec<&Value> {
            entries.iter().filter(|entry| entry["resource"]["resourceType"] == kind).collect()
        };
        let first = |kind: &str| of(kind).first().map(|entry| entry["resource"].clone()).unwrap_or_default();
        let mut odd = Vec::new();
        if all.len() < entries.len() {
            odd.push("has two things at one address".to_owned());
        }
        for (kind, least, most) in KINDS {
            let count = of(kind).len();
            if !(least..=most).contains(&count) {
                odd.push(format!("has {count} resources of the type {kind}"));
            }
        }
        let known = |kind: &Value| KINDS.iter().any(|(known, ..)| kind == known);
        let others = entries.iter().map(|entry| &entry["resource"]["resourceType"]).filter(|kind| !known(kind));
        odd.extend(others.map(|kind| format!("has a resource of the type {}", kind.as_str().unwrap_or("unknown"))));
        let subject = |resource: &Value| {
            let patient = [&resource["subject"], &resource["patient"]];
            patient.into_iter().find_map(|patient| text(&patient["identifier"]["value"])).map(str::to_owned)
        };
        let patients: BTreeSet<String> = all.values().filter_map(subject).collect();
        if patients.len() > 1 {
            odd.push("is of several patients".to_owned());
        }

        let mut findings = Vec::new();
        let mut members = BTreeSet::new();
        for entry in of("Observation").into_iter().filter(|entry| is(&entry["resource"]["code"], ASSESSMENT)) {
            let (address, panel) = (address(entry), &entry["resource"]);
            let found = finding(panel, &all).ok_or_else(|| FhirError::Finding(address.clone()))?;
            let of = list(&panel["hasMember"]).iter().filter_map(|member| text(&member["reference"]));
            members.extend(of.map(str::to_owned).chain([address.clone()]));
            findings.push(ToldFinding { address, performer: referred(list(&panel["performer"]).first()), found });
        }
        if of("Observation").iter().any(|entry| !members.contains(&address(entry))) {
            odd.push("has an observation that is of no finding".to_owned());
        }
        let condition = first("Condition");
        let consent = of("Consent").first().map(|entry| ToldConsent::read(&entry["resource"]));
        let attached =
            |resource: &Value| list(&resource["content"]).first().and_then(|of| bytes(&of["attachment"]["data"]));
        Ok(Self {
            odd,
            event: event_of(&condition),
            made: (referred(Some(&condition["recorder"])), moment(&condition["recordedDate"])),
            wound: ToldWound { consent, ..ToldWound::read(&condition) },
            findings,
            photos: of("Media").iter().map(|entry| ToldPhoto::read(&entry["resource"])).collect(),
            report: attached(&first("DocumentReference")),
        })
    }
}

impl ToldPhoto {
    fn read(media: &Value) -> Self {
        Self {
            event: event_of(media),
            hash: Hash::of(&bytes(&media["content"]["data"]).unwrap_or_default()),
            at: moment(&media["createdDateTime"]),
            role: own(&media["view"], "photo").unwrap_or_default(),
            operator: referred(Some(&media["operator"])),
        }
    }
}

impl ToldConsent {
    fn read(consent: &Value) -> Self {
        let purposes = list(&consent["provision"]["code"]).iter();
        Self {
            status: text(&consent["status"]).unwrap_or_default().to_owned(),
            at: moment(&consent["dateTime"]),
            purposes: purposes.filter_map(|purpose| own(purpose, "purpose")).collect(),
            policy: text(&consent["policyRule"]["text"]).unwrap_or_default().to_owned(),
        }
    }
}

impl ToldWound {
    fn read(condition: &Value) -> Self {
        let said = |value: &Value| text(value).unwrap_or_default().to_owned();
        let mut read = Self {
            patient: said(&condition["subject"]["identifier"]["value"]),
            kind: own(&condition["code"], "type").unwrap_or_default(),
            stage: list(&condition["stage"]).first().and_then(|of| own(&of["summary"], "stage")).unwrap_or_default(),
            since: said(&condition["onsetDateTime"]),
            status: list(&condition["clinicalStatus"]["coding"])
                .first()
                .map(|of| said(&of["code"]))
                .unwrap_or_default(),
            ended: moment(&condition["abatementDateTime"]),
            notes: list(&condition["note"]).iter().map(|note| said(&note["text"])).collect(),
            ..Self::default()
        };
        for site in list(&condition["bodySite"]) {
            let Some(coding) = list(&site["coding"]).first().and_then(|coding| text(&coding["code"])) else {
                // The hour has no code: it stands behind its word.
                read.clock = text(&site["text"]).and_then(|text| text.rsplit(' ').next()?.parse().ok());
                continue;
            };
            match coding.split_once('.') {
                Some(("region", code)) => code.clone_into(&mut read.region),
                Some(("side", code)) => code.clone_into(&mut read.side),
                Some(("view", code)) => code.clone_into(&mut read.view),
                _ => {}
            }
        }
        read
    }

    /// Whether it tells of the wound what these details say, and of its end what this says.
    pub(in crate::kind::wound) fn says(&self, details: &WoundDetails) -> bool {
        let site = &details.site;
        let same = [
            (&self.patient, &details.patient),
            (&self.kind, &details.kind),
            (&self.stage, &details.stage),
            (&self.since, &details.since),
            (&self.region, &site.region),
            (&self.side, &site.side),
            (&self.view, &site.view),
        ];
        let recurs = self.is_closed() || (self.status == "recurrence") == (details.recurrent == Some(true));
        let notes = noted(details);
        let behind = self.notes.strip_prefix(notes.as_slice());
        same.iter().all(|(told, said)| told == said)
            && self.clock == site.clock
            && recurs
            && behind.is_some_and(|behind| behind.len() <= usize::from(self.is_closed()))
    }

    /// Whether it tells that the wound is closed.
    pub(in crate::kind::wound) fn is_closed(&self) -> bool {
        matches!(self.status.as_str(), "resolved" | "inactive")
    }

    /// Whether it tells that the wound was closed like this and then, beside these details.
    pub(in crate::kind::wound) fn ends(&self, details: &WoundDetails, closing: &Closing, at: u64) -> bool {
        let behind = self.notes.strip_prefix(noted(details).as_slice()).unwrap_or_default();
        let note: Vec<&String> = [&closing.note].into_iter().filter(|note| !note.is_empty()).collect();
        (self.status == "resolved") == (closing.reason == "healed") && self.ended == Some(at) && behind.iter().eq(note)
    }

    /// Whether it tells of a consent, given or refused.
    pub(in crate::kind::wound) fn has_consent(&self) -> bool {
        self.consent.is_some()
    }

    /// Whether it tells this of it.
    pub(in crate::kind::wound) fn consents(&self, consent: &WoundConsent) -> bool {
        self.consent.as_ref().is_some_and(|told| {
            let given = [("given", "active"), ("refused", "rejected")];
            given.contains(&(consent.state.as_str(), told.status.as_str()))
                && told.at == consent.at
                && told.purposes == consent.purposes
                && (consent.note.is_empty() || told.policy == consent.note)
        })
    }
}

/// What stands in the notes of a wound because of its details.
fn noted(details: &WoundDetails) -> Vec<String> {
    [&details.position, &details.note].into_iter().filter(|text| !text.is_empty()).cloned().collect()
}

/// The event that a resource names.
fn event_of(resource: &Value) -> Option<EventId> {
    let named = text(&list(&resource["identifier"]).first()?["value"])?;
    named.strip_prefix("urn:uuid:")?.replace('-', "").parse().ok()
}

fn referred(reference: Option<&Value>) -> Option<String> {
    text(&reference?["reference"]).map(str::to_owned)
}

fn bytes(data: &Value) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text(data)?).ok()
}
