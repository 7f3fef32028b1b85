//! Whether the bundle in a package tells what the entries say that are handed out with it. Values are compared: codes, numbers,
//! times, who and whose. Words, names and the report are held against nothing: they are the word of whoever made the package.

use std::collections::BTreeMap;

use verband_protocol::body::Kind;
use verband_protocol::capture::CaptureStatement;
use verband_protocol::id::{EventId, Hash, MemberId};

use super::details::{WoundConsent, WoundDetails};
use super::fhir::{
    BundleFigures, FhirError, ToldBundle, ToldFinding, ToldPhoto, fhir_moment, panel_address, person_address,
};
use super::finding::WoundFinding;
use super::measurement::Measurement;
use super::payload::{Closing, Place, Written};
use crate::evidence::Proven;

/// What a package has beside the bundle.
pub(crate) struct Beside<'a> {
    /// The wound that it is of.
    pub(crate) wound: EventId,
    /// The entries that are what they say.
    pub(crate) entries: &'a BTreeMap<EventId, Proven>,
    /// The photos.
    pub(crate) photos: &'a BTreeMap<EventId, PhotoBeside>,
    /// The report.
    pub(crate) report: &'a [u8],
}

/// A photo of a package.
pub(crate) struct PhotoBeside {
    /// Its file.
    pub(crate) file: String,
    /// SHA-256 of its preview.
    pub(crate) preview: Option<Hash>,
    /// What was stated of it, if that is of it.
    pub(crate) stated: Option<CaptureStatement>,
    /// When it was taken, as its entry says, if it has one.
    pub(crate) taken_at: Option<u64>,
}

/// How a bundle compares to what is beside it.
#[derive(Default)]
pub(crate) struct Comparison {
    /// Where it says something else.
    pub(crate) faults: Vec<String>,
    /// What it says and no entry does.
    pub(crate) unproven: Vec<String>,
}

/// What an entry is about.
#[derive(PartialEq, Eq)]
pub(crate) enum About {
    /// A wound, or a finding of it.
    Wound(EventId),
    /// Where a photo belongs.
    Photo(EventId),
}

/// What an entry with this payload is about, if it is one of wounds.
pub(crate) fn about(event: &EventId, number: Kind, payload: &[u8]) -> Option<About> {
    let written = Written::read(number, payload).filter(Written::adds_up)?;
    match &written {
        Written::Place(place) => Some(About::Photo(place.photo)),
        Written::Answered(_) | Written::Exported(_) => None,
        _ => written.wound(event).map(About::Wound),
    }
}

/// The finding that a payload corrects, if it does.
pub(crate) fn corrects(number: Kind, payload: &[u8]) -> Option<EventId> {
    match Written::read(number, payload)? {
        Written::Correction(correction) => Some(correction.finding),
        _ => None,
    }
}

/// What the entries say.
#[derive(Default)]
struct Said {
    details: Vec<WoundDetails>,
    consents: Vec<WoundConsent>,
    /// With when.
    closings: Vec<(Closing, u64)>,
    findings: BTreeMap<EventId, Vec<(WoundFinding, Option<Measurement>)>>,
    places: Vec<Place>,
}

impl Said {
    fn by(entries: &BTreeMap<EventId, Proven>) -> Self {
        let mut said = Self::default();
        for (event, entry) in entries {
            let Some((number, payload)) = &entry.says else { continue };
            match Written::read(*number, payload) {
                Some(Written::Made(made)) => {
                    said.details.push(made.details);
                    said.consents.extend(made.consent);
                }
                Some(Written::Change(change)) => {
                    said.details.extend(change.details);
                    said.consents.extend(change.consent);
                    said.closings.extend(change.closing.map(|closing| (closing, entry.header.sent_at)));
                }
                Some(Written::Found(found)) => {
                    said.findings.entry(*event).or_default().push((found.finding, found.measurement));
                }
                Some(Written::Correction(correction)) => {
                    let content = correction.content.map(|content| (content, correction.measurement));
                    said.findings.entry(correction.finding).or_default().extend(content);
                }
                Some(Written::Place(place)) => said.places.push(place),
                _ => {}
            }
        }
        said
    }
}

impl Comparison {
    /// Compares a bundle with what is beside it.
    ///
    /// # Errors
    /// [`FhirError`] if it is no bundle of ours.
    pub(crate) fn of(bundle: &[u8], beside: &Beside<'_>) -> Result<Self, FhirError> {
        let told = ToldBundle::read(bundle)?;
        let said = Said::by(beside.entries);
        let mut comparison = Self { faults: told.odd.clone(), ..Self::default() };
        comparison.wound(&told, &said, beside);
        let findings: BTreeMap<String, EventId> =
            beside.entries.keys().chain(said.findings.keys()).map(addressed).collect();
        for finding in &told.findings {
            comparison.finding(finding, findings.get(&finding.address), &said, beside);
        }
        for event in said.findings.keys() {
            if !told.findings.iter().any(|finding| finding.address == panel_address(event.as_bytes())) {
                comparison.fault(format!("leaves out the finding {event}, which stands in an entry"));
            }
        }
        for photo in &told.photos {
            comparison.photo(photo, &said, beside);
        }
        for (event, photo) in beside.photos {
            if !told.photos.iter().any(|told| told.event == Some(*event)) {
                comparison.fault(format!("leaves out {}", photo.file));
            }
        }
        if told.report.as_deref() != Some(beside.report) {
            comparison.fault("has another report in it than report.pdf".to_owned());
        }
        Ok(comparison)
    }

    fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    /// What it says and no entry does: nothing else shows it than the word of whoever made the package.
    fn unproven(&mut self, what: &str) {
        self.unproven.push(format!("says {what}, which stands in no entry"));
    }

    fn wound(&mut self, told: &ToldBundle, said: &Said, beside: &Beside<'_>) {
        if told.event != Some(beside.wound) {
            self.fault("is of another wound than the package".to_owned());
        }
        if let Some(made) = beside.entries.get(&beside.wound) {
            let by = (Some(person_address(&made.member)), Some(made.header.sent_at));
            if told.made != by {
                self.fault("says that somebody else made the wound than its entry, or at another time".to_owned());
            }
        }
        let details = said.details.iter().find(|details| told.wound.says(details));
        match details {
            None if said.details.is_empty() => self.unproven("whose the wound is, where and of which kind"),
            None => self.fault("says something else of the patient or the wound than the entry".to_owned()),
            Some(_) => {}
        }
        let ends =
            |(closing, at): &(Closing, u64)| details.is_some_and(|details| told.wound.ends(details, closing, *at));
        if told.wound.is_closed() && !said.closings.iter().any(ends) {
            self.unproven("that the wound is closed");
        }
        if told.wound.has_consent() && !said.consents.iter().any(|consent| told.wound.consents(consent)) {
            self.unproven("what the patient consents to");
        }
    }

    fn finding(&mut self, told: &ToldFinding, event: Option<&EventId>, said: &Said, beside: &Beside<'_>) {
        let ToldFinding { performer, found, .. } = told;
        let at = fhir_moment(found.finding.examined_at).unwrap_or_default();
        let versions = event.and_then(|event| said.findings.get(event)).filter(|versions| !versions.is_empty());
        let Some(versions) = versions else {
            return self.unproven(&format!("a finding of {at}"));
        };
        let figures = |measurement: &Option<Measurement>| measurement.as_ref().map(figures_of);
        match versions.iter().find(|(content, _)| *content == found.finding) {
            None => self.fault(format!("says something else of the finding of {at} than its entry")),
            Some((_, measurement)) => {
                // They may have been measured before something else was corrected.
                let measured = found.figures.is_some() && measurement.is_none();
                let same = if measured {
                    versions.iter().any(|(_, measurement)| figures(measurement) == found.figures)
                } else {
                    figures(measurement) == found.figures
                };
                if !same {
                    self.fault(format!("says that the sizes of the finding of {at} were measured otherwise"));
                }
            }
        }
        match event.and_then(|event| beside.entries.get(event)) {
            None => self.unproven(&format!("who made the finding of {at}")),
            Some(entry) if *performer != Some(person_address(&entry.member)) => {
                self.fault(format!("says that somebody else made the finding of {at} than its entry"));
            }
            Some(_) => {}
        }
    }

    fn photo(&mut self, told: &ToldPhoto, said: &Said, beside: &Beside<'_>) {
        let photo = told.event.and_then(|event| Some((event, beside.photos.get(&event)?)));
        let Some((event, photo)) = photo else {
            return self.fault("has a photo in it that is not in the package".to_owned());
        };
        let file = &photo.file;
        if photo.preview != Some(told.hash) {
            self.fault(format!("has another picture in it than the preview of {file}"));
        }
        let took = |member: &MemberId| told.operator == Some(person_address(member));
        let stated = photo.stated.as_ref().filter(|stated| stated.derived_from.is_none());
        if told.operator.is_some() && !stated.is_some_and(|stated| took(&stated.member)) {
            self.fault(format!("says that somebody took {file} of whom that was not stated"));
        }
        // What has no entry is named with its file.
        let Some(taken_at) = photo.taken_at else { return };
        if told.at != Some(taken_at) {
            self.fault(format!("says that {file} was taken at another time than its entry"));
        }
        let mut here = said.places.iter().filter(|place| place.photo == event && place.wound == Some(beside.wound));
        if here.clone().next().is_some() && !here.any(|place| place.role == told.role) {
            self.fault(format!("says that {file} shows something else than where it was put"));
        }
    }
}

fn addressed(event: &EventId) -> (String, EventId) {
    (panel_address(event.as_bytes()), *event)
}

/// What a bundle says of a measurement.
fn figures_of(measurement: &Measurement) -> BundleFigures {
    let row = measurement.row();
    BundleFigures {
        length: row.length,
        width: row.width,
        area: row.area,
        markers: row.markers.iter().map(|marker| marker.side_mm).collect(),
        ruler: row.ruler.map(|ruler| ruler.mm),
        arithmetic: row.arithmetic,
    }
}
