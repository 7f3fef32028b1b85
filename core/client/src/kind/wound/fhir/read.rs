//! Reading the findings of a bundle of ours back: what it says is what was found.

use std::collections::BTreeMap;

use serde_json::Value;
use verband_calendar::Timestamp;

use super::codes::{
    AREA, ASSESSMENT, BED, DEPTH, EDGE, EXUDATE_AMOUNT, EXUDATE_COLOUR, EXUDATE_KIND, LENGTH, LOINC, Loinc, ODOUR, OWN,
    PAIN, POCKET, SIZE, SKIN, WIDTH,
};
use crate::kind::wound::finding::{TissuePart, Undermining, WoundFinding};
use crate::kind::wound::rows::WoundFigure;

/// Why a bundle cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FhirError {
    /// It is no JSON.
    #[error("this is no JSON")]
    Json,
    /// It is something else than a bundle with wounds in it.
    #[error("this is no FHIR bundle")]
    Bundle,
    /// A panel names a member that is not there, or that says nothing that is known here.
    #[error("the finding {0} is not complete")]
    Finding(String),
}

/// A finding of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BundleFinding {
    /// What was found.
    pub finding: WoundFinding,
    /// What was measured, if its sizes were.
    pub figures: Option<BundleFigures>,
}

/// What was measured in a photo, as a bundle says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BundleFigures {
    /// In tenths of a millimetre.
    pub length: WoundFigure,
    /// In the same.
    pub width: Option<WoundFigure>,
    /// In square millimetres.
    pub area: Option<WoundFigure>,
    /// The sides of the markers that it was measured by, in millimetres.
    pub markers: Vec<u32>,
    /// The distance of two points on a ruler, in millimetres.
    pub ruler: Option<u32>,
    /// The version of the arithmetic.
    pub arithmetic: u32,
}

/// The findings of a bundle, by when they were made, the oldest first.
///
/// # Errors
/// [`FhirError`].
pub fn read_wound_bundle(json: &[u8]) -> Result<Vec<BundleFinding>, FhirError> {
    let bundle: Value = serde_json::from_slice(json).map_err(|_| FhirError::Json)?;
    let entries = bundle["entry"].as_array().filter(|_| bundle["resourceType"] == "Bundle").ok_or(FhirError::Bundle)?;
    let resource = |entry: &'_ Value| Some((entry["fullUrl"].as_str()?.to_owned(), entry["resource"].clone()));
    let all: BTreeMap<String, Value> = entries.iter().filter_map(resource).collect();
    let mut findings = Vec::new();
    for entry in entries {
        let resource = &entry["resource"];
        if resource["resourceType"] == "Observation" && is(&resource["code"], ASSESSMENT) {
            let address = entry["fullUrl"].as_str().unwrap_or_default();
            findings.push(finding(resource, &all).ok_or_else(|| FhirError::Finding(address.to_owned()))?);
        }
    }
    findings.sort_by_key(|finding: &BundleFinding| finding.finding.examined_at);
    Ok(findings)
}

pub(super) fn finding(panel: &Value, all: &BTreeMap<String, Value>) -> Option<BundleFinding> {
    let mut figures = None;
    let mut finding = WoundFinding { examined_at: moment(&panel["effectiveDateTime"])?, ..WoundFinding::default() };
    for part in list(&panel["component"]) {
        match own(&part["code"], "field")?.as_str() {
            "dressing" => text(&part["valueString"])?.clone_into(&mut finding.dressing),
            "next-change" => finding.next_change = Some(moment(&part["valueDateTime"])?),
            _ => return None,
        }
    }
    if let Some(note) = list(&panel["note"]).first() {
        text(&note["text"])?.clone_into(&mut finding.note);
    }
    for member in list(&panel["hasMember"]) {
        let seen = all.get(text(&member["reference"])?)?;
        member_of(&mut finding, seen)?;
        if let Some(device) = text(&seen["device"]["reference"]) {
            figures = Some(figures_of(seen, all.get(device)?)?);
        }
    }
    Some(BundleFinding { finding, figures })
}

/// What a panel of sizes says that was measured.
fn figures_of(seen: &Value, device: &Value) -> Option<BundleFigures> {
    let parts = list(&seen["component"]);
    let value = |code| parts.iter().find(|part| is(&part["code"], code)).map(|part| &part["valueQuantity"]["value"]);
    let error = |side: &str| {
        let part = parts.iter().find(|part| own(&part["code"], "error").as_deref() == Some(side))?;
        Some(&part["valueQuantity"]["value"])
    };
    let length = |code, side| Some(WoundFigure { value: tenths(value(code)?)?, error: tenths(error(side)?)? });
    let whole = |of: &Value| u32::try_from(of.as_u64()?).ok();
    let mut figures = BundleFigures {
        length: length(LENGTH, "length")?,
        width: length(WIDTH, "width"),
        area: value(AREA)
            .zip(error("area"))
            .and_then(|(value, error)| Some(WoundFigure { value: whole(value)?, error: whole(error)? })),
        arithmetic: text(&list(&device["version"]).first()?["value"])?.parse().ok()?,
        ..BundleFigures::default()
    };
    for side in list(&device["property"]) {
        let mm = number(list(&side["valueQuantity"]).first()?)?;
        match own(&side["type"], "scale")?.as_str() {
            "marker" => figures.markers.push(mm),
            _ => figures.ruler = Some(mm),
        }
    }
    Some(figures)
}

/// A number with at most one digit behind the point, in tenths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies within the limit")]
fn tenths(value: &Value) -> Option<u32> {
    let tenths = (value.as_f64()? * 10.0).round();
    (0.0..=1e9).contains(&tenths).then_some(tenths as u32)
}

fn member_of(finding: &mut WoundFinding, seen: &Value) -> Option<()> {
    let (code, value) = (&seen["code"], &seen["valueCodeableConcept"]);
    if is(code, SIZE) {
        for part in list(&seen["component"]) {
            let side = [
                (LENGTH, &mut finding.length),
                (WIDTH, &mut finding.width),
                (DEPTH, &mut finding.depth),
                (AREA, &mut finding.area),
            ];
            if own(&part["code"], "error").is_some() {
                continue;
            }
            let (_, side) = side.into_iter().find(|(side, _)| is(&part["code"], *side))?;
            let value = &part["valueQuantity"];
            // What was measured is entered in whole millimetres, and as one at least.
            let rounded = || Some(((tenths(&value["value"])? + 5) / 10).max(1));
            *side = Some(if seen["device"].is_null() || value["value"].is_u64() { number(value)? } else { rounded()? });
        }
        if !seen["method"].is_null() {
            finding.measured = own(&seen["method"], "measured")?;
        }
    } else if is(code, POCKET) {
        let [from, to] = list(&seen["component"]) else { return None };
        let hour = |part: &Value| u32::try_from(part["valueInteger"].as_u64()?).ok();
        let depth = &seen["valueQuantity"];
        let depth = if depth.is_null() { None } else { Some(number(depth)?) };
        finding.undermining.push(Undermining { from: hour(from)?, to: hour(to)?, depth });
    } else if is(code, BED) {
        let percent = number(&list(&seen["component"]).first()?["valueQuantity"])?;
        finding.tissue.push(TissuePart { tissue: own(value, "tissue")?, percent });
    } else if is(code, PAIN) {
        finding.pain = Some(number(&seen["valueQuantity"])?);
    } else if is(code, EDGE) {
        finding.edge.push(own(value, "edge")?);
    } else if is(code, SKIN) {
        finding.skin.push(own(value, "skin")?);
    } else if own(code, "field").is_some_and(|list| list == "infection") {
        finding.infection.push(own(value, "infection")?);
    } else {
        let one = [
            (EXUDATE_AMOUNT, "exudate-amount", &mut finding.exudate_amount),
            (EXUDATE_KIND, "exudate-kind", &mut finding.exudate_kind),
            (EXUDATE_COLOUR, "exudate-colour", &mut finding.exudate_colour),
            (ODOUR, "odour", &mut finding.odour),
        ];
        let (_, list, field) = one.into_iter().find(|(one, ..)| is(code, *one))?;
        *field = own(value, list)?;
    }
    Some(())
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

fn number(quantity: &Value) -> Option<u32> {
    u32::try_from(quantity["value"].as_u64()?).ok()
}

pub(super) fn is(concept: &Value, code: Loinc) -> bool {
    list(&concept["coding"]).iter().any(|coding| coding["system"] == LOINC && coding["code"] == code.0)
}

/// The code of one of our lists.
pub(super) fn own(concept: &Value, list_name: &str) -> Option<String> {
    let coding = list(&concept["coding"]).iter().find(|coding| coding["system"] == OWN)?;
    let (list, code) = text(&coding["code"])?.split_once('.')?;
    (list == list_name).then(|| code.to_owned())
}

pub(super) fn moment(value: &Value) -> Option<u64> {
    let moment: Timestamp = text(value)?.parse().ok()?;
    u64::try_from(moment.as_millisecond()).ok()
}
