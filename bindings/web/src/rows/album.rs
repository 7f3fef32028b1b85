//! The album: photos of all conversations, whose they are, and the room that everything takes.

use serde::Deserialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, AlbumPlace, FilingKind};

use super::messages::{Kind, State};
use super::plain::{flat, words};
use super::{Id, Plain};

/// Where photos of an album lie: `all`, `tray`, `unsorted`, or the id of a conversation.
pub(crate) struct Place(AlbumPlace);

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let text = String::deserialize(value)?;
        Ok(Self(match text.as_str() {
            "all" => AlbumPlace::All,
            "tray" => AlbumPlace::Tray,
            "unsorted" => AlbumPlace::Unsorted,
            id => AlbumPlace::Conversation(id.parse().map_err(serde::de::Error::custom)?),
        }))
    }
}

/// What an album shows.
#[derive(Deserialize)]
pub(crate) struct Query {
    place: Place,
    patient: Option<String>,
    wound: Option<Id<EventId>>,
}

impl Query {
    pub(crate) fn core(self) -> core::AlbumQuery {
        core::AlbumQuery { place: self.place.0, patient: self.patient, wound: self.wound.core() }
    }
}

flat!(
    /// A photo in an album.
    AlbumRow = core::AlbumRow {
        kind: Kind,
        photo: Id<BlobId>,
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        taken_at: u64,
        author: Id<MemberId>,
        author_name: String,
        own: bool,
        caption: String,
        patient: String,
        wound: Option<Id<EventId>>,
        thumbnail: Option<ByteBuf>,
        width: u32,
        height: u32,
        duration_ms: Option<u64>,
        state: State,
        sent: bool,
        ends_at: Option<u64>,
        days_left: Option<u32>,
    }
);

flat!(
    /// A patient reference that photos are filed under.
    AlbumPatient = core::AlbumPatientRow { patient: String, photos: u32, newest_at: u64 }
);

words!(
    /// What somebody did with a photo.
    FilingWord = FilingKind { Filed, Placed, Corrected }
);

flat!(
    /// A step in the trace of a photo.
    Filing = core::FilingRow {
        event: Id<EventId>,
        kind: FilingWord,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        own: bool,
        patient_before: String,
        patient: String,
        wound_before: Option<Id<EventId>>,
        wound: Option<Id<EventId>>,
        waiting: bool,
    }
);

flat!(
    /// What the sealed files of one kind take.
    KindStorage = core::KindStorage { kind: String, bytes: u64, files: u32 }
);

flat!(
    /// What the sealed files of one conversation take.
    ConversationStorage = core::ConversationStorage {
        conversation: Id<LogId>,
        title: String,
        bytes: u64,
        freeable: u64,
    }
);

flat!(
    /// What everything takes in this profile.
    StorageUse = core::StorageUse {
        kinds: Vec<KindStorage>,
        conversations: Vec<ConversationStorage>,
        files: u64,
        database: u64,
        freeable: u64,
        conversation_quota: Option<u64>,
    }
);
