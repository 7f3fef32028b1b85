//! The message of ITI-105: a `DocumentReference` with the document in it, after the profile `ISiKDokumentenMetadaten`.

use serde_json::{Value, json};
use verband_texts::Language;

use super::{RecordContext, RecordTarget};
use crate::kind::wound::{Class, attachment, fhir_moment};

/// The profile that the message follows.
const PROFILE: &str = "https://gematik.de/fhir/isik/v3/Dokumentenaustausch/StructureDefinition/ISiKDokumentenMetadaten";

/// What is sent.
pub(crate) struct Message<'a> {
    pub(crate) description: &'a str,
    pub(crate) author: &'a str,
    pub(crate) content: &'a [u8],
    /// Of which kind the content is.
    pub(crate) class: Class,
    pub(crate) language: Language,
    /// When the document is made, in milliseconds since the Unix epoch.
    pub(crate) at: u64,
    /// When its content came about: a photo is taken before.
    pub(crate) created_at: u64,
    /// The document that it takes the place of, as `DocumentReference/789`.
    pub(crate) replaces: Option<&'a str>,
}

/// The message as JSON. `id` is the document's, which stays the same in every try.
pub(crate) fn message(target: &RecordTarget, context: &RecordContext, id: &[u8; 16], message: &Message<'_>) -> Vec<u8> {
    let id = json!({ "system": "urn:ietf:rfc:3986", "value": oid(id) });
    let coded = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    let mut about = json!({
        "facilityType": coded("http://ihe-d.de/CodeSystems/PatientBezogenenGesundheitsversorgung", &target.facility),
        "practiceSetting": coded("http://ihe-d.de/CodeSystems/AerztlicheFachrichtungen", &target.setting),
    });
    if !context.encounter.is_empty() {
        about["encounter"] = json!([{ "reference": context.encounter }]);
    }
    let mut sent: Value = json!({
        "resourceType": "DocumentReference", "meta": { "profile": [PROFILE] }, "masterIdentifier": id, "identifier": [id],
        "status": "current", "docStatus": "final", "type": message.class.concept(),
        "subject": { "reference": context.patient }, "date": fhir_moment(message.at),
        "author": [{ "display": message.author }], "description": message.description,
        "securityLabel": [coded("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "N")],
        "content": [{
            "attachment": attachment(message.class, message.content, message.language, message.created_at),
            "format": {
                "system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient", "display": "mimeType Sufficient",
            },
        }],
        "context": about,
    });
    if let Some(replaced) = message.replaces {
        sent["relatesTo"] = json!([{ "code": "replaces", "target": { "reference": replaced } }]);
    }
    sent.to_string().into_bytes()
}

/// An id as an OID, which `ISiK` wants: a UUID below 2.25 needs nobody's leave (ITU-T X.667).
pub(crate) fn oid(id: &[u8; 16]) -> String {
    format!("urn:oid:2.25.{}", u128::from_be_bytes(*id))
}
