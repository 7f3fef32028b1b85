//! Rows of the wound record as JSON.

use serde_json::{Value, json};
use verband_client::protocol::id::{BlobId, EventId};
use verband_client::{
    FindingVersionRow, PhotoEvidence, WoundConsent, WoundCurvePoint, WoundDetails, WoundFinding, WoundItem,
    WoundItemKind, WoundPhotoRow, WoundRow, WoundVersionRow,
};

pub(super) fn details(details: &WoundDetails) -> Value {
    let site = &details.site;
    json!({
        "patient": details.patient, "view": site.view, "x": site.x, "y": site.y, "region": site.region,
        "side": site.side, "clock": site.clock, "type": details.kind, "stage": details.stage, "since": details.since,
        "recurrent": details.recurrent, "position": details.position, "note": details.note,
    })
}

pub(super) fn consent(consent: &WoundConsent) -> Value {
    let WoundConsent { state, by, at, purposes, note } = consent;
    json!({ "state": state, "by": by, "at": at, "for": purposes, "note": note })
}

pub(super) fn finding(finding: &WoundFinding) -> Value {
    let pocket = |pocket: &verband_client::Undermining| json!([pocket.from, pocket.to, pocket.depth]);
    let part = |part: &verband_client::TissuePart| json!({ "tissue": part.tissue, "percent": part.percent });
    json!({
        "at": finding.examined_at, "length": finding.length, "width": finding.width, "depth": finding.depth,
        "area": finding.area, "measured": finding.measured,
        "undermining": finding.undermining.iter().map(pocket).collect::<Vec<_>>(),
        "tissue": finding.tissue.iter().map(part).collect::<Vec<_>>(),
        "edge": finding.edge, "skin": finding.skin, "exudate": finding.exudate_amount,
        "exudate_kind": finding.exudate_kind, "exudate_colour": finding.exudate_colour, "odour": finding.odour,
        "pain": finding.pain, "infection": finding.infection, "dressing": finding.dressing,
        "next_change": finding.next_change, "note": finding.note,
    })
}

pub(super) fn wound(row: &WoundRow) -> Value {
    json!({
        "wound": row.event.to_string(), "conversation": row.conversation.to_string(),
        "conversation_title": row.conversation_title, "details": details(&row.details),
        "consent": consent(&row.consent), "author": row.author.to_string(), "author_name": row.author_name,
        "own": row.own, "made_at": row.made_at, "closed": row.closed, "closed_reason": row.closed_reason,
        "closed_note": row.closed_note, "closed_at": row.closed_at, "closed_by_name": row.closed_by_name,
        "photos": row.photos, "photo": blob(row.photo), "photo_at": row.photo_at, "findings": row.findings,
        "found_at": row.found_at, "area": row.area, "area_by_sides": row.area_by_sides,
        "next_change": row.next_change, "question": row.question, "question_from": row.question_from,
        "question_to": row.question_to, "question_before": row.question_before,
        "question_after": row.question_after, "question_by_sides": row.question_by_sides,
        "put_off_until": row.put_off_until, "documented_at": row.documented_at,
        "documented_in": row.documented_in, "undocumented": row.undocumented, "waiting": row.waiting,
    })
}

pub(super) fn kind_word(kind: WoundItemKind) -> &'static str {
    match kind {
        WoundItemKind::Made => "made",
        WoundItemKind::Changed => "changed",
        WoundItemKind::Consented => "consented",
        WoundItemKind::Closed => "closed",
        WoundItemKind::Reopened => "reopened",
        WoundItemKind::Found => "found",
        WoundItemKind::Corrected => "corrected",
        WoundItemKind::Struck => "struck",
        WoundItemKind::Photo => "photo",
        WoundItemKind::PhotoGone => "photo-gone",
        WoundItemKind::Answered => "answered",
        WoundItemKind::Exported => "exported",
        WoundItemKind::Documented => "documented",
        WoundItemKind::Withdrawn => "documented-withdrawn",
    }
}

pub(super) fn item(row: &WoundItem) -> Value {
    json!({
        "event": row.event.to_string(), "kind": kind_word(row.kind), "at": row.at, "by": row.by.to_string(),
        "by_name": row.by_name, "own": row.own, "photo_event": id(row.photo_event), "photo": blob(row.photo),
        "role": row.role, "other_wound": id(row.other_wound), "finding": id(row.finding),
        "content": row.content.as_ref().map(finding),
        "measurement": row.measurement.as_ref().map(super::measure::measurement), "corrections": row.corrections, "struck": row.struck,
        "moved_from": id(row.moved_from), "code": row.code, "until": row.until, "text": row.text,
        "documented_at": row.documented_at, "documented_in": row.documented_in, "waiting": row.waiting,
    })
}

pub(super) fn photo(row: &WoundPhotoRow) -> Value {
    json!({
        "event": row.event.to_string(), "photo": row.photo.to_string(), "width": row.width, "height": row.height,
        "taken_at": row.taken_at, "role": row.role, "by": row.by.to_string(), "by_name": row.by_name, "evidence": evidence(row.evidence),
        "documented_at": row.documented_at, "documented_in": row.documented_in, "waiting": row.waiting,
    })
}

fn evidence(evidence: PhotoEvidence) -> &'static str {
    match evidence {
        PhotoEvidence::None => "none",
        PhotoEvidence::Valid => "valid",
        PhotoEvidence::Invalid => "invalid",
        PhotoEvidence::Stated => "stated",
    }
}

pub(super) fn point(row: &WoundCurvePoint) -> Value {
    json!({ "finding": row.finding.to_string(), "at": row.at, "area": row.area, "by_sides": row.by_sides,
        "measured": row.measured, "error": row.error })
}

pub(super) fn version(row: &WoundVersionRow) -> Value {
    json!({
        "event": row.event.to_string(), "at": row.at, "by": row.by.to_string(), "by_name": row.by_name,
        "details": row.details.as_ref().map(details), "consent": row.consent.as_ref().map(consent),
        "closed": row.closed, "reason": row.reason, "note": row.note, "waiting": row.waiting,
    })
}

pub(super) fn finding_version(row: &FindingVersionRow) -> Value {
    json!({
        "event": row.event.to_string(), "at": row.at, "by": row.by.to_string(), "by_name": row.by_name,
        "content": row.content.as_ref().map(finding), "reason": row.reason, "waiting": row.waiting,
    })
}

fn id(event: Option<EventId>) -> Option<String> {
    event.map(|event| event.to_string())
}

fn blob(photo: Option<BlobId>) -> Option<String> {
    photo.map(|photo| photo.to_string())
}
