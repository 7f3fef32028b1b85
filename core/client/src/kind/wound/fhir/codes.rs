//! The codes of a bundle. Those of LOINC are the ones that HL7's guide "Skin and Wound Assessment" (2020) uses, with their
//! names there; the score of pain is 72514-3. Of what has no code in a system of others there is a word, and our own code in
//! a system that says so: none is made up in a name of somebody else's.

use serde_json::{Value, json};
use verband_texts::{Language, term};

pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const UCUM: &str = "http://unitsofmeasure.org";
/// The lists of terms of this project: `LIST.CODE`, as `edge.macerated`.
pub(super) const OWN: &str = "urn:uuid:6f0c7f4e-3a55-4a0b-9f57-0f8f5d0f2c71";
/// What identifies something that an event made, or a document.
pub(super) const URI: &str = "urn:ietf:rfc:3986";
/// The list of clinical document classes of DVMD, which `ISiK` wants.
const KDL: &str = "http://dvmd.de/fhir/CodeSystem/kdl";

/// What a device signs when a photo comes into being on it: the signature of a source (ISO/ASTM E1762).
pub(super) const SOURCE_SIGNATURE: (&str, &str, &str) =
    ("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.14", "Source Signature");

/// A code of LOINC with its name.
pub(super) type Loinc = (&'static str, &'static str);

pub(super) const ASSESSMENT: Loinc = ("39135-9", "Wound assessment panel");
pub(super) const SIZE: Loinc = ("72287-6", "Wound size panel");
pub(super) const LENGTH: Loinc = ("39126-8", "Length of Wound");
pub(super) const WIDTH: Loinc = ("39125-0", "Width of Wound");
pub(super) const DEPTH: Loinc = ("39127-6", "Depth of Wound");
pub(super) const AREA: Loinc = ("89260-4", "Area of wound");
pub(super) const POCKET: Loinc = ("72293-4", "Undermining [Length] of Wound");
pub(super) const CLOCK: Loinc = ("72294-2", "Undermining clock position of Wound");
pub(super) const BED: Loinc = ("72371-8", "Appearance of Wound base");
pub(super) const SHARE: Loinc = ("72370-0", "Area of identified wound bed appearance/Area of wound bed of Wound base");
pub(super) const EDGE: Loinc = ("72304-9", "Edge of wound description");
pub(super) const SKIN: Loinc = ("72301-5", "Description of Periwound");
pub(super) const EXUDATE_AMOUNT: Loinc = ("39116-9", "Drainage amount of Wound");
pub(super) const EXUDATE_KIND: Loinc = ("72290-0", "Appearance of Exudate from wound");
pub(super) const EXUDATE_COLOUR: Loinc = ("72289-2", "Color of Exudate from wound");
pub(super) const ODOUR: Loinc = ("72288-4", "Odor of Exudate from wound");
pub(super) const PAIN: Loinc = ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported");
pub(super) const CONSENT: Loinc = ("59284-0", "Consent Document");

/// What a document is, as the list of classes has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The report of a wound, a PDF.
    Report,
    /// A photo of a wound, a JPEG.
    Photo,
    /// One of a pressure ulcer, for which the list has a class of its own.
    PressureUlcerPhoto,
}

impl Class {
    /// Of photos of a wound, by its type.
    pub(crate) fn of_photo(kind: &str) -> Self {
        if kind == "pressure-ulcer" { Self::PressureUlcerPhoto } else { Self::Photo }
    }

    /// The class as a concept.
    pub(crate) fn concept(self) -> Value {
        let (code, display) = match self {
            Self::Report => ("VL230101", "Wunddokumentationsbogen"),
            Self::Photo => ("VL230103", "Fotodokumentation Wunden"),
            Self::PressureUlcerPhoto => ("VL160115", "Fotodokumentation Dekubitus"),
        };
        json!({ "coding": [{ "system": KDL, "code": code, "display": display }] })
    }

    /// What its content is.
    pub(super) fn content_type(self) -> &'static str {
        if self == Self::Report { "application/pdf" } else { "image/jpeg" }
    }
}

/// A code of LOINC as a concept.
pub(super) fn loinc(code: Loinc) -> Value {
    json!({ "coding": [{ "system": LOINC, "code": code.0, "display": code.1 }], "text": code.1 })
}

/// A term of ours as a concept: its word, and its code in our list.
pub(super) fn own(language: Language, list: &str, code: &str) -> Value {
    let word = term(language, list, code);
    json!({ "coding": [{ "system": OWN, "code": format!("{list}.{code}"), "display": word }], "text": word })
}

/// A code of a system of HL7's terminology.
pub(super) fn hl7(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code }] })
}

/// A number with its unit of UCUM.
pub(super) fn quantity(value: u32, unit: &str) -> Value {
    json!({ "value": value, "unit": unit, "system": UCUM, "code": unit })
}

/// The same of tenths.
pub(super) fn tenths(value: u32, unit: &str) -> Value {
    json!({ "value": f64::from(value) / 10.0, "unit": unit, "system": UCUM, "code": unit })
}
