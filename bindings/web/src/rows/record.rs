//! The patient's record: what is documented there, and what is not.

use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, UndocumentedItem};

use super::Id;
use super::plain::{flat, words};

/// A record that takes documents.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordTarget {
    name: String,
    url: String,
    #[serde(default)]
    token: String,
    facility: Option<String>,
    setting: Option<String>,
}

impl RecordTarget {
    pub(crate) fn core(self) -> core::RecordTarget {
        let usual = core::RecordTarget::default();
        core::RecordTarget {
            name: self.name,
            url: self.url,
            token: self.token.into(),
            facility: self.facility.unwrap_or(usual.facility.clone()),
            setting: self.setting.unwrap_or(usual.setting.clone()),
            ..usual
        }
    }
}

flat!(
    /// Whose document it is there.
    RecordContext = core::RecordContext { patient: String, encounter: String }
);

flat!(
    /// That a record has a document.
    RecordReceipt =
        core::RecordReceipt { item: Id<EventId>, document: String, event: Id<EventId>, earlier: bool }
);

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
