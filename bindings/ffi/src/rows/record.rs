//! The patient's record: what is documented there, and what is not.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{DocumentedRow, UndocumentedItem, UndocumentedRow};

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
