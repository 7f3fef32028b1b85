//! What a wound is: whose, where, of which kind, since when; and who consented to what. Terms are codes of the lists in
//! `verband-texts`. What somebody enters is held against the lists; what comes from the log only against its form, so that
//! the terms of a newer version are kept and shown by their codes.

use minicbor::{Decode, Encode};
use verband_calendar::Date;
use verband_texts::codes;

use super::error::WoundError;

/// The longest patient reference, in characters.
pub const MAX_PATIENT: usize = 64;
/// The longest note about how the patient lies, in characters.
pub(super) const MAX_POSITION: usize = 200;
/// The longest other text, in characters.
pub(super) const MAX_NOTE: usize = 2_000;
/// The longest code, in bytes.
const MAX_CODE: usize = 32;
/// A silhouette is so wide and high.
pub(super) const SILHOUETTE: u32 = 1_000;

/// Where a wound is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct BodySite {
    /// Which silhouette: a code of `view`, or empty.
    #[n(0)]
    pub view: String,
    /// The point on it, in thousandths of its width from the left.
    #[n(1)]
    pub x: Option<u32>,
    /// The same, in thousandths of its height from the top.
    #[n(2)]
    pub y: Option<u32>,
    /// A code of `region`, or empty.
    #[n(3)]
    pub region: String,
    /// Of the patient's body: a code of `side`, or empty.
    #[n(4)]
    pub side: String,
    /// As on the face of a clock, 1 to 12; 12 is towards the head.
    #[n(5)]
    pub clock: Option<u32>,
}

/// What a wound is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct WoundDetails {
    /// Whose it is, as the house refers to patients: a case number, a bed, or a name. At most 64 characters.
    #[n(0)]
    pub patient: String,
    /// Where it is.
    #[n(1)]
    pub site: BodySite,
    /// A code of `type`, or empty.
    #[n(2)]
    pub kind: String,
    /// A code of `stage` that goes with it, or empty.
    #[n(3)]
    pub stage: String,
    /// Since when, as exactly as it is known: `2026`, `2026-10` or `2026-10-05`; or empty.
    #[n(4)]
    pub since: String,
    /// Whether it has been there before, if that is known.
    #[n(5)]
    pub recurrent: Option<bool>,
    /// How the patient lies for a photo, such as "linke Seitenlage"; at most 200 characters.
    #[n(6)]
    pub position: String,
    /// Anything else; at most 2,000 characters.
    #[n(7)]
    pub note: String,
}

/// Whether the patient consents to photos.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WoundConsent {
    /// A code of `consent`.
    #[n(0)]
    pub state: String,
    /// By whom: a code of `consent-by`, or empty.
    #[n(1)]
    pub by: String,
    /// When, in milliseconds since the Unix epoch.
    #[n(2)]
    pub at: Option<u64>,
    /// To what: codes of `purpose`. None at all: to what wounds are documented for.
    #[n(3)]
    pub purposes: Vec<String>,
    /// Anything else, such as where the paper is; at most 2,000 characters.
    #[n(4)]
    pub note: String,
}

impl Default for WoundConsent {
    fn default() -> Self {
        Self { state: UNKNOWN.to_owned(), by: String::new(), at: None, purposes: Vec::new(), note: String::new() }
    }
}

/// The state of a consent that nobody has asked for.
pub(super) const UNKNOWN: &str = "unknown";

impl WoundConsent {
    /// Whether photos of the wound are refused.
    pub(super) fn refuses_photos(&self) -> bool {
        self.state == "refused" && (self.purposes.is_empty() || self.purposes.iter().any(|purpose| purpose == "photos"))
    }

    /// What is wrong with it. Strictly, its codes are held against the lists.
    pub(super) fn check(&self, strict: bool) -> Result<(), WoundError> {
        code("consent", &self.state, strict)?;
        if self.state.is_empty() {
            return Err(WoundError::Term("consent"));
        }
        code("consent-by", &self.by, strict)?;
        ticked("purpose", &self.purposes, strict)?;
        moment("consent", self.at)?;
        written("note", &self.note, MAX_NOTE)
    }
}

impl WoundDetails {
    /// The same without spaces around its texts.
    pub(super) fn trimmed(&self) -> Self {
        Self {
            patient: self.patient.trim().to_owned(),
            position: self.position.trim().to_owned(),
            note: self.note.trim().to_owned(),
            ..self.clone()
        }
    }

    /// What is wrong with it. Strictly, its codes are held against the lists.
    pub(super) fn check(&self, strict: bool) -> Result<(), WoundError> {
        if self.patient.is_empty() || self.patient.contains('\n') {
            return Err(WoundError::Length("patient", MAX_PATIENT));
        }
        written("patient", &self.patient, MAX_PATIENT)?;
        let site = &self.site;
        code("view", &site.view, strict)?;
        code("region", &site.region, strict)?;
        code("side", &site.side, strict)?;
        let point = site.x.is_some();
        if point != site.y.is_some() || (point && site.view.is_empty()) {
            return Err(WoundError::Empty("point"));
        }
        for thousandths in [site.x, site.y] {
            within("point", thousandths, 0, SILHOUETTE)?;
        }
        within("clock", site.clock, 1, 12)?;
        code("type", &self.kind, strict)?;
        code("stage", &self.stage, strict)?;
        if strict && !stage_fits(&self.kind, &self.stage) {
            return Err(WoundError::Term("stage"));
        }
        if !self.since.is_empty() && !is_day(&self.since) {
            return Err(WoundError::Time("since"));
        }
        written("position", &self.position, MAX_POSITION)?;
        written("note", &self.note, MAX_NOTE)
    }

    /// What search finds, and what the list of conversations shows. Of words that depend on a language there are none:
    /// all devices keep the same.
    pub(super) fn words(&self) -> String {
        let parts = [&self.patient, &self.position, &self.note];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    }
}

/// What is wrong with a reference to a patient, or with none.
pub(crate) fn patient_reference(patient: &str) -> Result<(), WoundError> {
    if patient.contains('\n') || patient.trim() != patient {
        return Err(WoundError::Length("patient", MAX_PATIENT));
    }
    written("patient", patient, MAX_PATIENT)
}

/// Each scale is for wounds of its own.
fn stage_fits(kind: &str, stage: &str) -> bool {
    match stage.split_once('-').map_or("", |(scale, _)| scale) {
        "pressure" => kind == "pressure-ulcer",
        "wagner" => kind == "diabetic-foot",
        "tear" => kind == "skin-tear",
        "burn" => kind == "burn",
        _ => true,
    }
}

/// Whether it is a year, a month or a day.
fn is_day(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    full.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && full.parse::<Date>().is_ok()
}

/// One code of a list, or none.
pub(super) fn code(list: &'static str, value: &str, strict: bool) -> Result<(), WoundError> {
    let formed = value.len() <= MAX_CODE
        && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let known = value.is_empty() || !strict || codes(list).contains(&value);
    if formed && known { Ok(()) } else { Err(WoundError::Term(list)) }
}

/// Several codes of a list, each once.
pub(super) fn ticked(list: &'static str, values: &[String], strict: bool) -> Result<(), WoundError> {
    const MOST: usize = 20;
    for (index, value) in values.iter().enumerate() {
        code(list, value, strict)?;
        if value.is_empty() || values[..index].contains(value) {
            return Err(WoundError::List(list));
        }
    }
    if values.len() > MOST { Err(WoundError::List(list)) } else { Ok(()) }
}

/// A text, or none.
pub(super) fn written(field: &'static str, text: &str, most: usize) -> Result<(), WoundError> {
    let odd = |sign: char| sign.is_control() && sign != '\n';
    if text.chars().count() > most || text.contains(odd) { Err(WoundError::Length(field, most)) } else { Ok(()) }
}

/// A number, or none.
pub(super) fn within(field: &'static str, value: Option<u32>, least: u32, most: u32) -> Result<(), WoundError> {
    match value {
        Some(value) if !(least..=most).contains(&value) => Err(WoundError::Range(field, least, most)),
        _ => Ok(()),
    }
}

/// A time that a column can hold, or none.
pub(super) fn moment(field: &'static str, at: Option<u64>) -> Result<(), WoundError> {
    if at.is_some_and(|at| i64::try_from(at).is_err()) { Err(WoundError::Time(field)) } else { Ok(()) }
}
