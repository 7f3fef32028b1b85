//! The wound record: wounds of a channel, findings, photos and the question after six weeks. Terms are codes of lists.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{
    BodySite, FindingVersionRow, PhotoEvidence, TissuePart, Undermining, WoundConsent, WoundCurvePoint, WoundDetails,
    WoundFinding, WoundGhost, WoundItem, WoundItemKind, WoundMeasurement, WoundPair, WoundPhotoRow, WoundRow,
    WoundTerm, WoundVersionRow,
};

/// What something in the course of a wound is.
#[uniffi::remote(Enum)]
pub enum WoundItemKind {
    /// The wound was made.
    Made,
    /// Its details were changed: see `wound_versions`.
    Changed,
    /// What the patient consents to was entered.
    Consented,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// A finding.
    Found,
    /// A finding was corrected: see `finding_versions`.
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

/// What is known of where a photo comes from.
#[uniffi::remote(Enum)]
pub enum PhotoEvidence {
    /// Nothing: an older program sent it.
    None,
    /// The device that sent it states and signs what it is, and what was opened of it on this device is that.
    Valid,
    /// A statement comes with it that is not its sender's, not of this photo, or of another wound than those where it was put.
    Invalid,
    /// The device that sent it states and signs what it is. On this device nobody has opened it yet.
    Stated,
}

/// Where a wound is.
#[uniffi::remote(Record)]
pub struct BodySite {
    /// Which silhouette: a code of `view`, or empty.
    pub view: String,
    /// The point on it, in thousandths of its width from the left.
    pub x: Option<u32>,
    /// The same, in thousandths of its height from the top.
    pub y: Option<u32>,
    /// A code of `region`, or empty.
    pub region: String,
    /// Of the patient's body: a code of `side`, or empty.
    pub side: String,
    /// As on the face of a clock, 1 to 12; 12 is towards the head.
    pub clock: Option<u32>,
}

/// What a wound is.
#[uniffi::remote(Record)]
pub struct WoundDetails {
    /// Whose it is, as the house refers to patients: a case number, a bed, or a name. At most 64 characters.
    pub patient: String,
    /// Where it is.
    pub site: BodySite,
    /// A code of `type`, or empty.
    pub kind: String,
    /// A code of `stage` that goes with it, or empty.
    pub stage: String,
    /// Since when, as exactly as it is known: `2026`, `2026-10` or `2026-10-05`; or empty.
    pub since: String,
    /// Whether it has been there before, if that is known.
    pub recurrent: Option<bool>,
    /// How the patient lies for a photo, such as "linke Seitenlage"; at most 200 characters.
    pub position: String,
    /// Anything else; at most 2,000 characters.
    pub note: String,
}

/// Whether the patient consents to photos.
#[uniffi::remote(Record)]
pub struct WoundConsent {
    /// A code of `consent`.
    pub state: String,
    /// By whom: a code of `consent-by`, or empty.
    pub by: String,
    /// When, in milliseconds since the Unix epoch.
    pub at: Option<u64>,
    /// To what: codes of `purpose`. None at all: to what wounds are documented for.
    pub purposes: Vec<String>,
    /// Anything else, such as where the paper is; at most 2,000 characters.
    pub note: String,
}

/// A pocket under the edge of a wound.
#[uniffi::remote(Record)]
pub struct Undermining {
    /// From where on, clockwise: 1 to 12.
    pub from: u32,
    /// To where: 1 to 12.
    pub to: u32,
    /// How deep, in millimetres.
    pub depth: Option<u32>,
}

/// A part of the wound bed.
#[uniffi::remote(Record)]
pub struct TissuePart {
    /// A code of `tissue`.
    pub tissue: String,
    /// Of the whole; all parts together are at most 100.
    pub percent: u32,
}

/// What was seen at a wound.
#[uniffi::remote(Record)]
pub struct WoundFinding {
    /// When, in milliseconds since the Unix epoch; 0, in what is to be written: now.
    pub examined_at: u64,
    /// The longest side, in millimetres, up to 2,000.
    pub length: Option<u32>,
    /// Across it, in millimetres, up to 2,000.
    pub width: Option<u32>,
    /// In millimetres, up to 500.
    pub depth: Option<u32>,
    /// In square millimetres, up to 2,000,000.
    pub area: Option<u32>,
    /// How it was measured: a code of `measured`, or empty.
    pub measured: String,
    /// At most 12.
    pub undermining: Vec<Undermining>,
    /// Each tissue once.
    pub tissue: Vec<TissuePart>,
    /// Codes of `edge`.
    pub edge: Vec<String>,
    /// Codes of `skin`.
    pub skin: Vec<String>,
    /// A code of `exudate-amount`, or empty.
    pub exudate_amount: String,
    /// A code of `exudate-kind`, or empty.
    pub exudate_kind: String,
    /// A code of `exudate-colour`, or empty.
    pub exudate_colour: String,
    /// A code of `odour`, or empty.
    pub odour: String,
    /// As the patient says, 0 to 10.
    pub pain: Option<u32>,
    /// Codes of `infection`: signs that were seen, or that there were `none`.
    pub infection: Vec<String>,
    /// What was put on and done; at most 2,000 characters.
    pub dressing: String,
    /// When the dressing is to be changed next, in milliseconds since the Unix epoch.
    pub next_change: Option<u64>,
    /// Anything else; at most 2,000 characters.
    pub note: String,
}

/// A term that people tick.
#[uniffi::remote(Record)]
pub struct WoundTerm {
    /// Of which list, such as `region`.
    pub list: String,
    /// Its code in there, which travels and is kept.
    pub code: String,
    /// The word that people see.
    pub word: String,
}

/// A wound, with what was found last.
#[uniffi::remote(Record)]
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
    /// `six_week_question`.
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

/// Something in the course of a wound.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
pub struct WoundPair {
    /// The earlier one.
    pub first: WoundPhotoRow,
    /// The later one.
    pub second: WoundPhotoRow,
}

/// What a camera shows through while the next photo of a series is taken.
#[uniffi::remote(Record)]
pub struct WoundGhost {
    /// The last close-up; its preview is `photo_preview`.
    pub last: WoundPhotoRow,
    /// How the patient lay.
    pub position: String,
}

/// One point of the curve of a wound.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
