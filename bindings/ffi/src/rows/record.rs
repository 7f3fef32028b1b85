//! The patient's record: what is documented there, and what is not.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, DocumentedRow, RecordContext, RecordReceipt, UndocumentedItem, UndocumentedRow};

use super::not_printed;

/// A record that takes documents. The app hands it over at each call; it is kept nowhere.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RecordTarget {
    /// What people call it, at most 200 characters.
    pub name: String,
    /// The base of its FHIR interface, such as `https://kis.example.org/fhir`.
    pub url: String,
    /// The bearer token; empty if it wants none.
    pub token: String,
    /// The certificate authority to trust (PEM); none: the public ones.
    pub authority: Option<Vec<u8>>,
    /// The kind of house, a code of IHE Germany: `KHS` for a hospital; empty is that.
    pub facility: String,
    /// The medical discipline, a code of IHE Germany; empty is `ALLG`.
    pub setting: String,
}

not_printed!(RecordTarget);

impl From<RecordTarget> for core::RecordTarget {
    fn from(target: RecordTarget) -> Self {
        let usual = Self::default();
        let or = |said: String, usual: String| if said.is_empty() { usual } else { said };
        Self {
            name: target.name,
            url: target.url,
            token: target.token.into(),
            authority: target.authority,
            facility: or(target.facility, usual.facility),
            setting: or(target.setting, usual.setting),
            wait_ms: usual.wait_ms,
        }
    }
}

/// Whose document it is there. The app has these from its launch, or has looked them up, and makes sure that it is the right
/// patient.
#[uniffi::remote(Record)]
pub struct RecordContext {
    /// The patient, as `Patient/123`.
    pub patient: String,
    /// The stay or visit, as `Encounter/456`; may be empty.
    pub encounter: String,
}

/// That a record has a document.
#[uniffi::remote(Record)]
pub struct RecordReceipt {
    /// What it is a document of: the wound, or a photo.
    pub item: EventId,
    /// Its id there, as `DocumentReference/789`.
    pub document: String,
    /// The mark "documented" in the log.
    pub event: EventId,
    /// Whether it is what an earlier try or call had sent: what was added since is not in it.
    pub earlier: bool,
}

/// Something that was said of an item: that it is in the patient's record, or that it is not after all.
#[uniffi::remote(Record)]
pub struct DocumentedRow {
    /// The event.
    pub event: EventId,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who said it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Whether this person did.
    pub own: bool,
    /// Whether it takes back what was said.
    pub withdrawn: bool,
    /// Why; empty if nothing was taken back.
    pub reason: String,
    /// The name of the record; empty if something was taken back.
    pub record: String,
    /// The id of the document there; empty if nobody knows one.
    pub document: String,
    /// Whether a person says so, because she typed or copied it there; else the server of the record did.
    pub by_hand: bool,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// What is not in the patient's record.
#[uniffi::remote(Enum)]
pub enum UndocumentedItem {
    /// A photo of a wound.
    Photo,
    /// A finding.
    Finding,
}

/// Something of a patient that is not in the record, or not as it is now.
#[uniffi::remote(Record)]
pub struct UndocumentedRow {
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// Its event.
    pub event: EventId,
    /// What it is.
    pub kind: UndocumentedItem,
    /// When it was taken or found, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who put it there.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// The wound that it is of.
    pub wound: Option<EventId>,
    /// Whose it is, as the house refers to patients.
    pub patient: String,
    /// The photo.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
}
