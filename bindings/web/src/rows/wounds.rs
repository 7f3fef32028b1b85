//! The wound record: wounds of a channel, findings, photos and the question after six weeks.

use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, PhotoEvidence, WoundItemKind};

use super::Id;
use super::measuring::WoundMeasurement;
use super::plain::{flat, words};

words!(
    /// What something in the course of a wound is.
    ItemKind = WoundItemKind { Made, Changed, Consented, Closed, Reopened, Found, Corrected, Struck, Photo, PhotoGone, Answered, Exported, Documented, Withdrawn }
);

words!(
    /// What is known of where a photo comes from.
    Evidence = PhotoEvidence { None, Valid, Invalid, Stated }
);

flat!(
    /// Where a wound is.
    BodySite = core::BodySite {
        view: String,
        x: Option<u32>,
        y: Option<u32>,
        region: String,
        side: String,
        clock: Option<u32>,
    }
);

flat!(
    /// What a wound is.
    WoundDetails = core::WoundDetails {
        patient: String,
        site: BodySite,
        kind: String,
        stage: String,
        since: String,
        recurrent: Option<bool>,
        position: String,
        note: String,
    }
);

flat!(
    /// Whether the patient consents to photos.
    WoundConsent = core::WoundConsent {
        state: String,
        by: String,
        at: Option<u64>,
        purposes: Vec<String>,
        note: String,
    }
);

flat!(
    /// A pocket under the edge of a wound.
    Undermining = core::Undermining {
        from: u32,
        to: u32,
        depth: Option<u32>,
    }
);

flat!(
    /// A part of the wound bed.
    TissuePart = core::TissuePart {
        tissue: String,
        percent: u32,
    }
);

flat!(
    /// What was seen at a wound.
    WoundFinding = core::WoundFinding {
        examined_at: u64,
        length: Option<u32>,
        width: Option<u32>,
        depth: Option<u32>,
        area: Option<u32>,
        measured: String,
        undermining: Vec<Undermining>,
        tissue: Vec<TissuePart>,
        edge: Vec<String>,
        skin: Vec<String>,
        exudate_amount: String,
        exudate_kind: String,
        exudate_colour: String,
        odour: String,
        pain: Option<u32>,
        infection: Vec<String>,
        dressing: String,
        next_change: Option<u64>,
        note: String,
    }
);

flat!(
    /// A term that people tick.
    WoundTerm = core::WoundTerm {
        list: String,
        code: String,
        word: String,
    }
);

flat!(
    /// A wound, with what was found last.
    Wound = core::WoundRow {
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        details: WoundDetails,
        consent: WoundConsent,
        author: Id<MemberId>,
        author_name: String,
        own: bool,
        made_at: u64,
        closed: bool,
        closed_reason: String,
        closed_note: String,
        closed_at: u64,
        closed_by_name: String,
        photos: u32,
        photo: Option<Id<BlobId>>,
        thumbnail: Option<ByteBuf>,
        photo_at: u64,
        findings: u32,
        found_at: u64,
        area: Option<u32>,
        area_by_sides: bool,
        next_change: Option<u64>,
        question: bool,
        question_from: u64,
        question_to: u64,
        question_before: u32,
        question_after: u32,
        question_by_sides: bool,
        put_off_until: Option<u64>,
        documented_at: Option<u64>,
        documented_in: String,
        undocumented: u32,
        waiting: bool,
    }
);

flat!(
    /// Something in the course of a wound.
    WoundItem = core::WoundItem {
        event: Id<EventId>,
        kind: ItemKind,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        own: bool,
        photo_event: Option<Id<EventId>>,
        photo: Option<Id<BlobId>>,
        thumbnail: Option<ByteBuf>,
        role: String,
        other_wound: Option<Id<EventId>>,
        finding: Option<Id<EventId>>,
        content: Option<WoundFinding>,
        measurement: Option<WoundMeasurement>,
        corrections: u32,
        struck: bool,
        moved_from: Option<Id<EventId>>,
        code: String,
        until: Option<u64>,
        text: String,
        documented_at: Option<u64>,
        documented_in: String,
        waiting: bool,
    }
);

flat!(
    /// A photo of a wound.
    WoundPhoto = core::WoundPhotoRow {
        event: Id<EventId>,
        photo: Id<BlobId>,
        thumbnail: ByteBuf,
        width: u32,
        height: u32,
        evidence: Evidence,
        taken_at: u64,
        role: String,
        by: Id<MemberId>,
        by_name: String,
        documented_at: Option<u64>,
        documented_in: String,
        waiting: bool,
    }
);

flat!(
    /// Two photos to look at side by side.
    WoundPair = core::WoundPair {
        first: WoundPhoto,
        second: WoundPhoto,
    }
);

flat!(
    /// What a camera shows through while the next photo of a series is taken.
    WoundGhost = core::WoundGhost {
        last: WoundPhoto,
        position: String,
    }
);

flat!(
    /// One point of the curve of a wound.
    WoundCurvePoint = core::WoundCurvePoint {
        finding: Id<EventId>,
        at: u64,
        area: u32,
        by_sides: bool,
        measured: String,
        error: Option<u32>,
    }
);

flat!(
    /// One version of what is known of a wound. What is none was not changed by it.
    WoundVersion = core::WoundVersionRow {
        event: Id<EventId>,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        details: Option<WoundDetails>,
        consent: Option<WoundConsent>,
        closed: Option<bool>,
        reason: String,
        note: String,
        waiting: bool,
    }
);

flat!(
    /// One version of a finding.
    FindingVersion = core::FindingVersionRow {
        event: Id<EventId>,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        content: Option<WoundFinding>,
        reason: String,
        waiting: bool,
    }
);
