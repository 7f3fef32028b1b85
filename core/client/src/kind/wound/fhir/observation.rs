//! A finding as observations: a panel, whose members are what was seen.

use serde_json::{Map, Value, json};
use verband_texts::Language;

use super::codes::{
    AREA, ASSESSMENT, BED, CLOCK, DEPTH, EDGE, EXUDATE_AMOUNT, EXUDATE_COLOUR, EXUDATE_KIND, LENGTH, Loinc, ODOUR,
    PAIN, POCKET, SHARE, SIZE, SKIN, WIDTH, hl7, loinc, own, quantity, tenths,
};
use super::write::{moment, panel_address, reference, uuid};
use crate::kind::wound::finding::WoundFinding;
use crate::kind::wound::measuring::measuring_caveat;
use crate::kind::wound::rows::{WoundFigure, WoundMeasurement};

/// Writes the observations of one finding.
pub(super) struct Panel<'a> {
    pub(super) language: Language,
    /// The event of the finding: ids are made of it.
    pub(super) event: &'a [u8; 16],
    pub(super) subject: &'a Value,
    /// The condition.
    pub(super) focus: &'a Value,
    pub(super) performer: Value,
    pub(super) at: u64,
    /// What its sizes were measured by.
    pub(super) measurement: Option<&'a WoundMeasurement>,
    /// The photo in which they were, if the bundle has it.
    pub(super) photo: Option<Value>,
}

/// Resources with the addresses that they have in the bundle.
pub(super) type Entries = Vec<(String, Value)>;

impl Panel<'_> {
    /// The panel, and behind it its members, and what it was measured by.
    pub(super) fn write(&self, finding: &WoundFinding) -> Entries {
        let members = self.members(finding);
        let mut panel = self.observation(loinc(ASSESSMENT));
        let of = members.iter().map(|(address, _)| reference(address)).collect::<Vec<_>>();
        if !of.is_empty() {
            panel.insert("hasMember".to_owned(), of.into());
        }
        let mut parts = Vec::new();
        if !finding.dressing.is_empty() {
            parts.push(json!({ "code": own(self.language, "field", "dressing"), "valueString": finding.dressing }));
        }
        if let Some(at) = finding.next_change.and_then(moment) {
            parts.push(json!({ "code": own(self.language, "field", "next-change"), "valueDateTime": at }));
        }
        if !parts.is_empty() {
            panel.insert("component".to_owned(), parts.into());
        }
        if !finding.note.is_empty() {
            panel.insert("note".to_owned(), json!([{ "text": finding.note }]));
        }
        let mut entries = vec![(panel_address(self.event), panel.into())];
        entries.extend(members);
        entries.extend(self.measurement.map(|measurement| (self.scale_address(), self.scale(measurement))));
        entries
    }

    fn scale_address(&self) -> String {
        uuid(&[self.event, b"scale"])
    }

    /// What says how large something in the photo is: printed markers, or two points on a ruler.
    fn scale(&self, measurement: &WoundMeasurement) -> Value {
        let markers = measurement.markers.iter().map(|marker| ("marker", marker.side_mm));
        let sides: Vec<_> = markers.chain(measurement.ruler.as_ref().map(|ruler| ("ruler", ruler.mm))).collect();
        let what = own(self.language, "scale", sides.first().map_or("ruler", |(what, _)| what));
        let property = |(list, mm): &(&str, u32)| json!({ "type": own(self.language, "scale", list), "valueQuantity": [quantity(*mm, "mm")] });
        json!({
            "resourceType": "Device", "deviceName": [{ "name": what["text"], "type": "user-friendly-name" }], "type": what,
            "version": [{ "value": measurement.arithmetic.to_string() }],
            "property": sides.iter().map(property).collect::<Vec<_>>(),
        })
    }

    fn members(&self, finding: &WoundFinding) -> Entries {
        let mut members = Vec::new();
        members.extend(self.size(finding));
        for pocket in &finding.undermining {
            let mut seen = self.observation(loinc(POCKET));
            match pocket.depth {
                Some(depth) => seen.insert("valueQuantity".to_owned(), quantity(depth, "mm")),
                None => seen.insert("dataAbsentReason".to_owned(), hl7("data-absent-reason", "unknown")),
            };
            let clock = |hour: u32| json!({ "code": loinc(CLOCK), "valueInteger": hour });
            seen.insert("component".to_owned(), json!([clock(pocket.from), clock(pocket.to)]));
            members.push(seen);
        }
        for part in &finding.tissue {
            let mut seen = self.ticked(BED, "tissue", &part.tissue);
            let share = json!({ "code": loinc(SHARE), "valueQuantity": quantity(part.percent, "%") });
            seen.insert("component".to_owned(), json!([share]));
            members.push(seen);
        }
        members.extend(finding.edge.iter().map(|code| self.ticked(EDGE, "edge", code)));
        members.extend(finding.skin.iter().map(|code| self.ticked(SKIN, "skin", code)));
        for (what, list, code) in [
            (EXUDATE_AMOUNT, "exudate-amount", &finding.exudate_amount),
            (EXUDATE_KIND, "exudate-kind", &finding.exudate_kind),
            (EXUDATE_COLOUR, "exudate-colour", &finding.exudate_colour),
            (ODOUR, "odour", &finding.odour),
        ] {
            if !code.is_empty() {
                members.push(self.ticked(what, list, code));
            }
        }
        if let Some(pain) = finding.pain {
            let mut seen = self.observation(loinc(PAIN));
            seen.insert("valueQuantity".to_owned(), quantity(pain, "{score}"));
            members.push(seen);
        }
        // There is no code for a list of signs of infection: our own says which list it is.
        for code in &finding.infection {
            let mut seen = self.observation(own(self.language, "field", "infection"));
            seen.insert("valueCodeableConcept".to_owned(), own(self.language, "infection", code));
            members.push(seen);
        }
        let numbered = members.into_iter().enumerate();
        numbered.map(|(index, seen)| (uuid(&[self.event, index.to_string().as_bytes()]), seen.into())).collect()
    }

    fn size(&self, finding: &WoundFinding) -> Option<Map<String, Value>> {
        let sides = [
            (LENGTH, finding.length, "mm"),
            (WIDTH, finding.width, "mm"),
            (DEPTH, finding.depth, "mm"),
            (AREA, finding.area, "mm2"),
        ];
        let measured = self.measurement;
        let figure = |code| match code {
            LENGTH => measured.map(|measured| measured.length),
            WIDTH => measured.and_then(|measured| measured.width),
            _ => None,
        };
        let part = |(code, value, unit): (Loinc, Option<u32>, &str)| {
            let whole = quantity(value?, unit);
            // What was measured is as exact as it was, and not as it was entered.
            let exact = figure(code).map(|figure| tenths(figure.value, unit));
            Some(json!({ "code": loinc(code), "valueQuantity": exact.unwrap_or(whole) }))
        };
        let mut parts: Vec<Value> = sides.into_iter().filter_map(part).collect();
        if let Some(measured) = measured {
            let off =
                |side, quantity: Value| json!({ "code": own(self.language, "error", side), "valueQuantity": quantity });
            let length = |side, figure: WoundFigure| off(side, tenths(figure.error, "mm"));
            parts.push(length("length", measured.length));
            parts.extend(measured.width.map(|figure| length("width", figure)));
            parts.extend(measured.area.map(|figure| off("area", quantity(figure.error, "mm2"))));
        }
        if parts.is_empty() && finding.measured.is_empty() {
            return None;
        }
        let mut size = self.observation(loinc(SIZE));
        if !parts.is_empty() {
            size.insert("component".to_owned(), parts.into());
        }
        if !finding.measured.is_empty() {
            size.insert("method".to_owned(), own(self.language, "measured", &finding.measured));
        }
        if let Some(measured) = measured {
            size.insert("device".to_owned(), reference(&self.scale_address()));
            let caveat = measuring_caveat(&measured.method, self.language);
            size.insert("note".to_owned(), json!([{ "text": caveat }]));
            if let Some(photo) = &self.photo {
                size.insert("derivedFrom".to_owned(), json!([photo]));
            }
        }
        Some(size)
    }

    fn ticked(&self, what: Loinc, list: &str, code: &str) -> Map<String, Value> {
        let mut seen = self.observation(loinc(what));
        seen.insert("valueCodeableConcept".to_owned(), own(self.language, list, code));
        seen
    }

    fn observation(&self, code: Value) -> Map<String, Value> {
        let mut seen = Map::new();
        seen.insert("resourceType".to_owned(), "Observation".into());
        seen.insert("status".to_owned(), "final".into());
        seen.insert("category".to_owned(), json!([hl7("observation-category", "exam")]));
        seen.insert("code".to_owned(), code);
        seen.insert("subject".to_owned(), self.subject.clone());
        seen.insert("focus".to_owned(), json!([self.focus]));
        seen.insert("performer".to_owned(), json!([self.performer]));
        if let Some(at) = moment(self.at) {
            seen.insert("effectiveDateTime".to_owned(), at.into());
        }
        seen
    }
}
