//! The patient's record: what is documented there, and what is not.

use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, UndocumentedItem};

use super::Id;
use super::plain::{flat, words};

words!(
    /// What is not in the patient's record.
    Item = UndocumentedItem { Photo, Finding }
);

flat!(
    /// Something that was said of an item: that it is in the patient's record, or that it is not after all.
    Documented = core::DocumentedRow {
        event: Id<EventId>,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        own: bool,
        withdrawn: bool,
        reason: String,
        record: String,
        document: String,
        by_hand: bool,
        waiting: bool,
    }
);

flat!(
    /// Something of a patient that is not in the record, or not as it is now.
    Undocumented = core::UndocumentedRow {
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        kind: Item,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        wound: Option<Id<EventId>>,
        patient: String,
        photo: Option<Id<BlobId>>,
        thumbnail: Option<ByteBuf>,
    }
);
