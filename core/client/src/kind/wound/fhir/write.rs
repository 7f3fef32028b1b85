//! Writing a bundle.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use verband_calendar::Timestamp;
use verband_documents::{Fact, Report};
use verband_protocol::id::{EventId, Hash, MemberId};
use verband_texts::{Language, term};

use super::codes::{CONSENT, Class, SOURCE_SIGNATURE, URI, hl7, loinc, own};
use super::observation::{Entries, Panel};
use crate::kind::wound::finding::WoundFinding;
use crate::kind::wound::rows::{WoundItem, WoundItemKind, WoundPhotoRow, WoundRow};

/// What a bundle is made of.
pub(in crate::kind::wound) struct Source<'a> {
    pub(in crate::kind::wound) language: Language,
    /// The document's own id; the same id is the same document.
    pub(in crate::kind::wound) id: String,
    /// When it is made, in milliseconds since the Unix epoch.
    pub(in crate::kind::wound) at: u64,
    /// Who makes it.
    pub(in crate::kind::wound) author: Author,
    pub(in crate::kind::wound) organisation: &'a str,
    pub(in crate::kind::wound) row: &'a WoundRow,
    pub(in crate::kind::wound) items: &'a [WoundItem],
    pub(in crate::kind::wound) photos: Vec<Shown<'a>>,
    /// What the report says, for whoever understands nothing else.
    pub(in crate::kind::wound) paper: &'a Report,
    pub(in crate::kind::wound) pdf: &'a [u8],
}

/// A photo.
pub(in crate::kind::wound) struct Shown<'a> {
    pub(in crate::kind::wound) row: &'a WoundPhotoRow,
    /// Its preview.
    pub(in crate::kind::wound) jpeg: &'a [u8],
    /// What was signed of it, if that holds.
    pub(in crate::kind::wound) capture: Option<Capture>,
    /// What to say of it, if that does not hold.
    pub(in crate::kind::wound) warning: Option<String>,
}

/// What was signed when a photo came into being on a device.
pub(in crate::kind::wound) struct Capture {
    /// Who did.
    pub(in crate::kind::wound) author: Author,
    /// When, in milliseconds since the Unix epoch.
    pub(in crate::kind::wound) at: u64,
    /// What it was made of, if that was another photo: then nobody states who took it.
    pub(in crate::kind::wound) derived: Option<Derived>,
    /// Statement and signature, as they travel.
    pub(in crate::kind::wound) signed: Vec<u8>,
}

/// What a photo was made of.
pub(in crate::kind::wound) struct Derived {
    /// SHA-256 of the original.
    pub(in crate::kind::wound) from: Hash,
    /// Whether it is the same picture: it was forwarded, or moved here.
    pub(in crate::kind::wound) same: bool,
}

/// Somebody who wrote something.
#[derive(Clone)]
pub(in crate::kind::wound) struct Author {
    pub(in crate::kind::wound) member: MemberId,
    pub(in crate::kind::wound) name: String,
}

/// The bundle, as JSON.
pub(in crate::kind::wound) fn bundle(source: &Source<'_>) -> Value {
    let mut writer = Writer { source, people: BTreeMap::new(), entries: Vec::new() };
    writer.write();
    let people = writer.people.into_values().map(|(address, name)| (address, practitioner(&name)));
    let entries: Vec<Value> = writer.entries.into_iter().chain(people).map(entry).collect();
    json!({
        "resourceType": "Bundle", "type": "document", "timestamp": moment(source.at),
        "identifier": { "system": URI, "value": source.id }, "entry": entries,
    })
}

fn entry((address, resource): (String, Value)) -> Value {
    json!({ "fullUrl": address, "resource": resource })
}

fn practitioner(name: &str) -> Value {
    json!({ "resourceType": "Practitioner", "name": [{ "text": or_none(name) }] })
}

struct Writer<'a> {
    source: &'a Source<'a>,
    people: BTreeMap<MemberId, (String, String)>,
    entries: Entries,
}

impl Writer<'_> {
    fn write(&mut self) {
        let source = self.source;
        let row = source.row;
        let subject = json!({ "type": "Patient", "identifier": { "value": row.details.patient } });
        let wound = uuid(&[row.event.as_bytes(), b"wound"]);
        let focus = reference(&wound);
        let author = self.person(&source.author.member, &source.author.name);
        let title = |fact: &[Fact], heading: &str| narrative(heading, fact);

        let condition = self.condition(&subject);
        let mut sections = vec![json!({
            "title": source.paper.title, "text": title(&source.paper.facts, &source.paper.title), "entry": [focus.clone()],
        })];
        let mut body = vec![(wound, condition)];
        if let Some(consent) = self.consent(&subject) {
            let address = uuid(&[row.event.as_bytes(), b"consent"]);
            if let Some(Value::Array(entries)) = sections[0].get_mut("entry") {
                entries.push(reference(&address));
            }
            body.push((address, consent));
        }
        // The report's parts are the same findings in the same order.
        let parts = source.paper.parts.iter();
        for (item, part) in source.items.iter().filter(|item| counts(item)).zip(parts) {
            let Some(finding) = &item.content else { continue };
            let panel = self.panel(item, finding, &subject, &focus);
            let first = panel.first().map(|(address, _)| reference(address));
            sections.push(json!({
                "title": part.heading, "text": title(&part.facts, &part.heading), "entry": first.into_iter().collect::<Vec<_>>(),
            }));
            body.extend(panel);
        }
        let photos = self.photos(&subject);
        if !photos.is_empty() {
            let of = photos.iter().map(|(address, _)| reference(address)).collect::<Vec<_>>();
            sections.push(json!({ "title": source.paper.pictures_heading, "entry": of }));
        }
        body.extend(photos);
        let document = uuid(&[source.id.as_bytes(), b"document"]);
        let closing: Vec<Fact> =
            source.paper.closing.iter().map(|text| Fact { label: String::new(), text: text.clone() }).collect();
        sections.push(json!({
            "title": "PDF", "text": title(&closing, "PDF"), "entry": [reference(&document)],
        }));
        body.push((document, self.document(&subject, &author)));

        let composition = uuid(&[source.id.as_bytes(), b"composition"]);
        let targets: Vec<Value> =
            [&composition].into_iter().chain(body.iter().map(|(address, _)| address)).map(|to| reference(to)).collect();
        let composed = json!({
            "resourceType": "Composition", "status": "final", "type": Class::Report.concept(), "subject": subject,
            "identifier": { "system": URI, "value": source.id }, "date": moment(source.at), "author": [author],
            "title": format!("{}: {}", source.paper.title, row.details.patient),
            "language": source.language.tag(), "section": sections,
        });
        self.entries.push((composition, composed));
        self.entries.append(&mut body);
        let provenance = json!({
            "resourceType": "Provenance", "target": targets, "recorded": moment(source.at),
            "activity": hl7("v3-DataOperation", "CREATE"),
            "agent": [{ "type": hl7("provenance-participant-type", "assembler"), "who": author, "onBehalfOf": { "display": source.organisation } }],
        });
        self.entries.push((uuid(&[source.id.as_bytes(), b"provenance"]), provenance));
        self.captures();
    }

    /// A reference to somebody, who is in the bundle once.
    fn person(&mut self, member: &MemberId, name: &str) -> Value {
        let known = self.people.entry(*member);
        let (address, _) = known.or_insert_with(|| (person_address(member), name.to_owned()));
        reference(address)
    }

    fn condition(&mut self, subject: &Value) -> Value {
        let (row, language) = (self.source.row, self.source.language);
        let details = &row.details;
        let status = match (row.closed, row.closed_reason.as_str()) {
            (true, "healed") => "resolved",
            (true, _) => "inactive",
            (false, _) if details.recurrent == Some(true) => "recurrence",
            (false, _) => "active",
        };
        let recorder = self.person(&row.author, &row.author_name);
        let mut condition = json!({
            "resourceType": "Condition", "clinicalStatus": hl7("condition-clinical", status), "subject": subject,
            "identifier": [{ "system": URI, "value": named_event(&row.event) }],
            "recorder": recorder,
            "code": if details.kind.is_empty() { json!({ "text": self.source.paper.title }) } else { own(language, "type", &details.kind) },
        });
        let mut put = |key: &str, value: Value| condition[key] = value;
        if let Some(at) = moment(row.made_at) {
            put("recordedDate", at.into());
        }
        if !details.since.is_empty() {
            put("onsetDateTime", details.since.clone().into());
        }
        if row.closed
            && let Some(at) = moment(row.closed_at)
        {
            put("abatementDateTime", at.into());
        }
        if !details.stage.is_empty() {
            put("stage", json!([{ "summary": own(language, "stage", &details.stage) }]));
        }
        let site = &details.site;
        let codings: Vec<Value> = [("region", &site.region), ("side", &site.side), ("view", &site.view)]
            .into_iter()
            .filter(|(_, code)| !code.is_empty())
            .map(|(list, code)| own(language, list, code))
            .chain(site.clock.map(|clock| json!({ "text": format!("{} {clock}", term(language, "field", "clock")) })))
            .collect();
        if !codings.is_empty() {
            put("bodySite", codings.into());
        }
        let notes: Vec<Value> = [&details.position, &details.note, &row.closed_note]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| json!({ "text": text }))
            .collect();
        if !notes.is_empty() {
            put("note", notes.into());
        }
        condition
    }

    /// Whether the patient consents to photos; none if nobody has asked.
    fn consent(&self, subject: &Value) -> Option<Value> {
        let (language, consent) = (self.source.language, &self.source.row.consent);
        let (status, provision) = match consent.state.as_str() {
            "given" => ("active", "permit"),
            "refused" => ("rejected", "deny"),
            _ => return None,
        };
        let purposes: Vec<Value> = consent.purposes.iter().map(|code| own(language, "purpose", code)).collect();
        let mut provision = json!({ "type": provision });
        if !purposes.is_empty() {
            provision["code"] = purposes.into();
        }
        let policy = if consent.note.is_empty() { term(language, "field", "consent") } else { consent.note.clone() };
        let mut written = json!({
            "resourceType": "Consent", "status": status, "scope": hl7("consentscope", "patient-privacy"),
            "category": [loinc(CONSENT)], "patient": subject, "policyRule": { "text": policy }, "provision": provision,
        });
        if let Some(at) = consent.at.and_then(moment) {
            written["dateTime"] = at.into();
        }
        if !consent.by.is_empty() {
            written["performer"] = json!([{ "display": term(language, "consent-by", &consent.by) }]);
        }
        Some(written)
    }

    /// Who took each photo, with what the device signed of it. Whoever only sent on what somebody took, or covered something on it,
    /// brought it here and is not its author.
    fn captures(&mut self) {
        for shown in &self.source.photos {
            let Some(Capture { author, at, derived, signed }) = &shown.capture else { continue };
            let who = self.person(&author.member, &author.name);
            let (system, code, display) = SOURCE_SIGNATURE;
            let part = if derived.is_some() { "enterer" } else { "author" };
            let mut provenance = json!({
                "resourceType": "Provenance", "target": [reference(&photo_address(&shown.row.event))],
                "recorded": moment(*at), "agent": [{ "type": hl7("provenance-participant-type", part), "who": who }],
                "signature": [{
                    "type": [{ "system": system, "code": code, "display": display }], "when": moment(*at), "who": who,
                    "targetFormat": "image/jpeg", "sigFormat": "application/cbor", "data": BASE64_STANDARD.encode(signed),
                }],
            });
            match derived {
                Some(Derived { from, same }) => {
                    let what = json!({ "identifier": { "system": URI, "value": named_by(from) } });
                    let role = if *same { "quotation" } else { "derivation" };
                    provenance["entity"] = json!([{ "role": role, "what": what }]);
                }
                None => provenance["activity"] = hl7("v3-DataOperation", "CREATE"),
            }
            self.entries.push((uuid(&[shown.row.event.as_bytes(), b"capture"]), provenance));
        }
    }

    fn panel(&mut self, item: &WoundItem, finding: &WoundFinding, subject: &Value, focus: &Value) -> Entries {
        let performer = self.person(&item.by, &item.by_name);
        let (event, at) = (item.event, finding.examined_at);
        let measurement = item.measurement.as_ref();
        let photo = measurement.and_then(|measurement| {
            let here = self.source.photos.iter().find(|shown| shown.row.event == measurement.photo_event)?;
            Some(reference(&photo_address(&here.row.event)))
        });
        let event = event.as_bytes();
        let panel = Panel { language: self.source.language, event, subject, focus, performer, at, measurement, photo };
        panel.write(finding)
    }

    fn photos(&mut self, subject: &Value) -> Entries {
        let language = self.source.language;
        let mut entries = Vec::new();
        for Shown { row, jpeg, capture, warning } in &self.source.photos {
            let mut media = json!({
                "resourceType": "Media", "status": "completed", "type": hl7("media-type", "image"), "subject": subject,
                "identifier": [{ "system": URI, "value": named_event(&row.event) }],
                "width": row.width, "height": row.height,
                "content": { "contentType": "image/jpeg", "data": BASE64_STANDARD.encode(jpeg) },
            });
            // Whoever took it. Who put it here is somebody else, or may be.
            if let Some(Capture { author, derived: None, .. }) = capture {
                media["operator"] = self.person(&author.member, &author.name);
            }
            if let Some(at) = moment(row.taken_at) {
                media["content"]["creation"] = at.clone().into();
                media["createdDateTime"] = at.into();
            }
            if !row.role.is_empty() {
                media["view"] = own(language, "photo", &row.role);
            }
            if let Some(warning) = warning {
                media["note"] = json!([{ "text": warning }]);
            }
            entries.push((photo_address(&row.event), media));
        }
        entries
    }

    fn document(&self, subject: &Value, author: &Value) -> Value {
        let source = self.source;
        json!({
            "resourceType": "DocumentReference", "status": "current", "docStatus": "final", "type": Class::Report.concept(), "subject": subject,
            "masterIdentifier": { "system": URI, "value": format!("{}#pdf", source.id) },
            "date": moment(source.at), "author": [author], "description": source.paper.title,
            "content": [{ "attachment": attachment(Class::Report, source.pdf, source.language, source.at) }],
        })
    }
}

/// What is named by its SHA-256 (RFC 6920).
fn named_by(hash: &Hash) -> String {
    format!("ni:///sha-256;{}", BASE64_URL_SAFE_NO_PAD.encode(hash.as_bytes()))
}

/// Where somebody stands in a bundle.
pub(in crate::kind::wound) fn person_address(member: &MemberId) -> String {
    uuid(&[member.as_bytes(), b"member"])
}

/// Where a finding does.
pub(in crate::kind::wound) fn panel_address(event: &[u8; 16]) -> String {
    uuid(&[event, b"panel"])
}

/// Where a photo does.
fn photo_address(event: &EventId) -> String {
    uuid(&[event.as_bytes(), b"photo"])
}

/// Whether an item is a finding that the report has.
fn counts(item: &WoundItem) -> bool {
    item.kind == WoundItemKind::Found && !item.struck && item.content.is_some()
}

/// A document as it is attached. A photo speaks no language.
pub(crate) fn attachment(class: Class, content: &[u8], language: Language, at: u64) -> Value {
    let mut attached =
        json!({ "contentType": class.content_type(), "creation": moment(at), "data": BASE64_STANDARD.encode(content) });
    if class == Class::Report {
        attached["language"] = language.tag().into();
    }
    attached
}

/// What a section says to whoever understands nothing else.
fn narrative(heading: &str, facts: &[Fact]) -> Value {
    let mut div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">".to_owned();
    let _ = write!(div, "<p><b>{}</b></p>", escaped(heading));
    for fact in facts.iter().filter(|fact| !fact.text.is_empty()) {
        let label = if fact.label.is_empty() { String::new() } else { format!("{}: ", escaped(&fact.label)) };
        let _ = write!(div, "<p>{label}{}</p>", escaped(&fact.text));
    }
    div.push_str("</div>");
    json!({ "status": "generated", "div": div })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text has something in it.
fn or_none(text: &str) -> &str {
    if text.trim().is_empty() { "-" } else { text }
}

pub(super) fn reference(address: &str) -> Value {
    json!({ "reference": address })
}

/// A time as FHIR has it; none for one that has no year of four digits.
pub(crate) fn moment(ms: u64) -> Option<String> {
    let moment = Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()?;
    Some(moment.to_string())
}

/// An address that is the same for the same things: a UUID of version 8 (RFC 9562).
pub(in crate::kind::wound) fn uuid(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new_with_prefix(b"verband/fhir/1");
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    id[6] = id[6] & 0x0f | 0x80;
    id[8] = id[8] & 0x3f | 0x80;
    format!("urn:uuid:{}", hyphened(&id))
}

/// What names an event.
pub(super) fn named_event(event: &EventId) -> String {
    format!("urn:uuid:{}", hyphened(event.as_bytes()))
}

fn hyphened(id: &[u8; 16]) -> String {
    let hex = hex::encode(id);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
