//! The album: photos of all conversations, whose they are, and the room that everything takes.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{
    AlbumPatientRow, AlbumPlace, AlbumQuery, AlbumRow, ConversationStorage, FilingKind, FilingRow, KindStorage,
    MessageState, RowKind, StorageUse,
};

/// Where photos of an album lie.
#[uniffi::remote(Enum)]
pub enum AlbumPlace {
    /// In all conversations, the tray among them.
    All,
    /// In one conversation.
    Conversation(LogId),
    /// In the personal space, and never sent anywhere from there.
    Tray,
    /// The same, without a patient reference: to be sorted.
    Unsorted,
}

/// What an album shows.
#[uniffi::remote(Record)]
pub struct AlbumQuery {
    /// Where the photos lie.
    pub place: AlbumPlace,
    /// Those of one patient reference alone, exactly as it is written.
    pub patient: Option<String>,
    /// Those of one wound alone.
    pub wound: Option<EventId>,
}

/// A photo, a voice note or a video in an album.
#[uniffi::remote(Record)]
pub struct AlbumRow {
    /// What it is.
    pub kind: RowKind,
    /// Its sealed file, by which a photo is opened; a voice note or a video is by its event.
    pub photo: BlobId,
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The event that brought it.
    pub event: EventId,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub taken_at: u64,
    /// Who brought it.
    pub author: MemberId,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether this person did.
    pub own: bool,
    /// What was written to it.
    pub caption: String,
    /// Whose it is: the wound's patient, or else what it was filed under; may be empty.
    pub patient: String,
    /// The wound that it belongs to.
    pub wound: Option<EventId>,
    /// JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Pixels as shown.
    pub width: u32,
    /// Pixels as shown.
    pub height: u32,
    /// Of a voice note or a video: how long it takes, in milliseconds.
    pub duration_ms: Option<u64>,
    /// How far it has come.
    pub state: MessageState,
    /// Of one in the personal space: whether it has become something elsewhere, by being forwarded or redacted.
    pub sent: bool,
    /// Of one in the tray: when it is deleted if it is not sent before, in milliseconds since the Unix epoch.
    pub ends_at: Option<u64>,
    /// The days until then; of the last day 1, of one that is over 0.
    pub days_left: Option<u32>,
}

/// A patient reference that photos are filed under.
#[uniffi::remote(Record)]
pub struct AlbumPatientRow {
    /// The reference.
    pub patient: String,
    /// How many photos.
    pub photos: u32,
    /// When the last of them was taken, in milliseconds since the Unix epoch.
    pub newest_at: u64,
}

/// What somebody did with a photo.
#[uniffi::remote(Enum)]
pub enum FilingKind {
    /// She filed the photo under a patient reference, or under none.
    Filed,
    /// She put it into a wound, or took it out of one.
    Placed,
    /// She changed the patient reference of the wound that it belongs to.
    Corrected,
}

/// A step in the trace of a photo.
#[uniffi::remote(Record)]
pub struct FilingRow {
    /// The event.
    pub event: EventId,
    /// What was done.
    pub kind: FilingKind,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Who did it.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Whether this person did.
    pub own: bool,
    /// Whose the photo was before; may be empty.
    pub patient_before: String,
    /// Whose it was from then on; may be empty.
    pub patient: String,
    /// The wound that it belonged to before.
    pub wound_before: Option<EventId>,
    /// The wound that it belonged to from then on.
    pub wound: Option<EventId>,
    /// Whether it has not been sent yet.
    pub waiting: bool,
}

/// What the sealed files of one kind take.
#[uniffi::remote(Record)]
pub struct KindStorage {
    /// The kind, such as `photo` and `file`; empty for what nothing refers to any more, which goes by itself.
    pub kind: String,
    /// Sealed bytes.
    pub bytes: u64,
    /// In how many sealed files; a photo has two.
    pub files: u32,
}

/// What the sealed files of one conversation take.
#[uniffi::remote(Record)]
pub struct ConversationStorage {
    /// The conversation.
    pub conversation: LogId,
    /// Its title.
    pub title: String,
    /// Sealed bytes.
    pub bytes: u64,
    /// Of these, what can be freed.
    pub freeable: u64,
}

/// What everything takes on this device.
#[uniffi::remote(Record)]
pub struct StorageUse {
    /// Sealed files by kind, the largest first.
    pub kinds: Vec<KindStorage>,
    /// Sealed files by conversation, the largest first.
    pub conversations: Vec<ConversationStorage>,
    /// Sealed bytes of all of them.
    pub files: u64,
    /// Bytes of the database: messages, thumbnails, the index.
    pub database: u64,
    /// What can be freed.
    pub freeable: u64,
    /// How much the photos and files of one conversation may take on the server, by the policy, in bytes.
    pub conversation_quota: Option<u64>,
}
