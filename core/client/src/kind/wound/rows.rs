//! What UIs show of wounds. Terms are codes; [`wound_term`] has the word for each.

use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_texts::{Language, WOUND, term};
use verband_vault::redact::PhotoPoint;

use super::details::{WoundConsent, WoundDetails};
use super::finding::WoundFinding;
use crate::kind::PhotoEvidence;

/// A term that people tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundTerm {
    /// Of which list, such as `region`.
    pub list: String,
    /// Its code in there, which travels and is kept.
    pub code: String,
    /// The word that people see.
    pub word: String,
}

/// All terms, list by list, in the order in which a UI offers them.
pub fn wound_terms(language: Language) -> Vec<WoundTerm> {
    let of_list = |list: &'static str, codes: &'static [&'static str]| {
        codes.iter().map(move |code| WoundTerm {
            list: list.to_owned(),
            code: (*code).to_owned(),
            word: term(language, list, code),
        })
    };
    WOUND.iter().flat_map(|(list, codes)| of_list(list, codes)).collect()
}

/// The word for a code of a list; a code that this version does not know is given back as it is.
pub fn wound_term(language: Language, list: &str, code: &str) -> String {
    term(language, list, code)
}

/// A wound, with what was found last.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub struct WoundRow {
    /// In which channel.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The event that made it, which is also that of the message in the conversation.
    pub event: EventId,
    /// Whose it is, where it is, and of which kind.
    pub details: WoundDetails,
    /// Whether photos of it are consented to.
    pub consent: WoundConsent,
    /// Who made it.
    pub author: MemberId,
    /// Her name.
    pub author_name: String,
    /// Whether this person did.
    pub own: bool,
    /// When, by the author's clock, in milliseconds since the Unix epoch.
    pub made_at: u64,
    /// Whether it is closed.
    pub closed: bool,
    /// Why: a code of `reason`; empty while it is open.
    pub closed_reason: String,
    /// What was written to it.
    pub closed_note: String,
    /// When it was closed, in milliseconds since the Unix epoch; 0 while it is open.
    pub closed_at: u64,
    /// By whom; empty while it is open.
    pub closed_by_name: String,
    /// How many photos belong to it.
    pub photos: u32,
    /// The last of them.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// When it was taken, in milliseconds since the Unix epoch; 0 if there is none.
    pub photo_at: u64,
    /// How many findings it has.
    pub findings: u32,
    /// When the last one was made, in milliseconds since the Unix epoch; 0 if there is none.
    pub found_at: u64,
    /// The last size that was measured, in square millimetres.
    pub area: Option<u32>,
    /// Whether that is length times width, because no area was given.
    pub area_by_sides: bool,
    /// When the dressing is to be changed next, as the last finding says, in milliseconds since the Unix epoch.
    pub next_change: Option<u64>,
    /// Whether six weeks of findings show no healing tendency and the team has not answered yet: see
    /// [`six_week_question`](crate::six_week_question).
    pub question: bool,
    /// When the earlier of the two findings was made that it is about, in milliseconds since the Unix epoch; 0 without a
    /// question.
    pub question_from: u64,
    /// When the later one was made.
    pub question_to: u64,
    /// The earlier size, in square millimetres.
    pub question_before: u32,
    /// The later one.
    pub question_after: u32,
    /// Whether both are length times width.
    pub question_by_sides: bool,
    /// Until when the question was put off, in milliseconds since the Unix epoch, if it was and is not asked again yet.
    pub put_off_until: Option<u64>,
    /// When it was documented in the patient's record last, in milliseconds since the Unix epoch.
    pub documented_at: Option<u64>,
    /// The name of that record; empty if it was in none.
    pub documented_in: String,
    /// How many of its photos and findings are not in the record, or were corrected since.
    pub undocumented: u32,
    /// Whether something of it has not been sent yet.
    pub waiting: bool,
}

/// What something in the course of a wound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WoundItemKind {
    /// The wound was made.
    Made,
    /// Its details were changed: see [`Client::wound_versions`](crate::Client::wound_versions).
    Changed,
    /// What the patient consents to was entered.
    Consented,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// A finding.
    Found,
    /// A finding was corrected: see [`Client::finding_versions`](crate::Client::finding_versions).
    Corrected,
    /// A finding was struck.
    Struck,
    /// A photo.
    Photo,
    /// A photo was moved to another wound, or taken off.
    PhotoGone,
    /// The question after six weeks was answered or put off.
    Answered,
    /// It was taken out of the vault.
    Exported,
    /// It, or something of it, was documented in the patient's record: `documented_in` says where.
    Documented,
    /// That was taken back: `text` says why.
    Withdrawn,
}

/// Something in the course of a wound.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub struct WoundItem {
    /// The event.
    pub event: EventId,
    /// What it is.
    pub kind: WoundItemKind,
    /// When a photo was taken or a finding made; else the author's clock. In milliseconds since the Unix epoch.
    pub at: u64,
    /// Who wrote it; of a photo, who put it here.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Whether this person did.
    pub own: bool,
    /// The event of the photo.
    pub photo_event: Option<EventId>,
    /// The photo.
    pub photo: Option<BlobId>,
    /// Its thumbnail.
    pub thumbnail: Option<Vec<u8>>,
    /// What it shows: a code of `photo`.
    pub role: String,
    /// The wound where a photo came from or went to.
    pub other_wound: Option<EventId>,
    /// The finding that it is or is about.
    pub finding: Option<EventId>,
    /// What that says now.
    pub content: Option<WoundFinding>,
    /// What its sizes were measured by in a photo; none if they were entered or corrected by hand.
    pub measurement: Option<WoundMeasurement>,
    /// How often it was corrected.
    pub corrections: u32,
    /// Whether it is struck: it stands here, and counts no more.
    pub struck: bool,
    /// The finding of another wound that it was before it was moved.
    pub moved_from: Option<EventId>,
    /// Why it was closed, as a code of `reason`; how the question was answered, as a code of `answer`; as what it was exported, as a
    /// code of `export`.
    pub code: String,
    /// Until when the question was put off, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// What was written to it; the id of a document in the patient's record.
    pub text: String,
    /// When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now.
    pub documented_at: Option<u64>,
    /// The name of that record; empty if it is in none.
    pub documented_in: String,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// A photo of a wound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundPhotoRow {
    /// Its event.
    pub event: EventId,
    /// The photo.
    pub photo: BlobId,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Vec<u8>,
    /// Pixels as shown.
    pub width: u32,
    /// Pixels as shown.
    pub height: u32,
    /// What is known of where it comes from.
    pub evidence: PhotoEvidence,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub taken_at: u64,
    /// What it shows: a code of `photo`, or empty.
    pub role: String,
    /// Who put it here.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now.
    pub documented_at: Option<u64>,
    /// The name of that record; empty if it is in none.
    pub documented_in: String,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// Two photos to look at side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundPair {
    /// The earlier one.
    pub first: WoundPhotoRow,
    /// The later one.
    pub second: WoundPhotoRow,
}

/// What a camera shows through while the next photo of a series is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundGhost {
    /// The last close-up; its preview is [`Client::photo_preview`](crate::Client::photo_preview).
    pub last: WoundPhotoRow,
    /// How the patient lay.
    pub position: String,
}

/// One point of the curve of a wound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundCurvePoint {
    /// The finding.
    pub finding: EventId,
    /// When it was made, in milliseconds since the Unix epoch.
    pub at: u64,
    /// In square millimetres.
    pub area: u32,
    /// Whether that is length times width, because no area was given: it is drawn so that nobody mistakes it for one.
    pub by_sides: bool,
    /// How it was measured: a code of `measured`, or empty.
    pub measured: String,
    /// What it may be off by, in square millimetres, if it was measured in a photo.
    pub error: Option<u32>,
}

/// One version of what is known of a wound. What is none was not changed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundVersionRow {
    /// The event.
    pub event: EventId,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who wrote it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// The details.
    pub details: Option<WoundDetails>,
    /// What the patient consents to.
    pub consent: Option<WoundConsent>,
    /// Whether it was closed or opened again.
    pub closed: Option<bool>,
    /// Why: a code of `reason`.
    pub reason: String,
    /// What was written to that.
    pub note: String,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// One version of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingVersionRow {
    /// The event.
    pub event: EventId,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who wrote it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// What it said then; none: it was struck.
    pub content: Option<WoundFinding>,
    /// Why it was corrected.
    pub reason: String,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// What somebody drew in a photo to measure it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoMeasure {
    /// The event of the photo, which is of the wound.
    pub photo: EventId,
    /// Two points on a ruler in the photo; none: by the markers in it.
    pub ruler: Option<WoundRuler>,
    /// The outline of the wound, in pixels of the upright photo in full size, at most 10,000 points; or the two ends of a length.
    pub outline: Vec<PhotoPoint>,
}

/// Two points on a ruler in a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WoundRuler {
    /// One, in pixels of the upright photo in full size.
    pub from: PhotoPoint,
    /// The other one.
    pub to: PhotoPoint,
    /// What lies between them, in millimetres, 5 to 1,000.
    pub mm: u32,
}

/// A marker that was found in a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundMarker {
    /// The side of its frame, in millimetres.
    pub side_mm: u32,
    /// The four corners of the frame, in the middle of its bars, in pixels of the upright photo in full size.
    pub corners: Vec<PhotoPoint>,
}

/// A figure and what it may be off by: of a hundred flat wounds, in 95 it is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WoundFigure {
    /// Lengths in tenths of a millimetre, areas in square millimetres.
    pub value: u32,
    /// In the same.
    pub error: u32,
}

/// What was measured in a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WoundMeasurement {
    /// The event of the photo. It may have been deleted since.
    pub photo_event: EventId,
    /// How: a code of `measured`; [`measuring_caveat`](crate::measuring_caveat) says what holds of it.
    pub method: String,
    /// By which markers, if by markers.
    pub markers: Vec<WoundMarker>,
    /// By which points on a ruler, if by a ruler.
    pub ruler: Option<WoundRuler>,
    /// What was drawn, thinned to the points that its shape needs.
    pub outline: Vec<PhotoPoint>,
    /// The longest extent, in tenths of a millimetre.
    pub length: WoundFigure,
    /// The widest across it, in the same; none of two points.
    pub width: Option<WoundFigure>,
    /// The area, in square millimetres.
    pub area: Option<WoundFigure>,
    /// The length of the outline, in tenths of a millimetre.
    pub perimeter: Option<WoundFigure>,
    /// The version of the arithmetic that it was reckoned by.
    pub arithmetic: u32,
}
