//! Files, what is on its way, and what waits to be sent.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{
    Direction, FileKind, FileRow, FolderId, MessageState, OutboxRow, OutboxState, RowKind, TransferRow, TransferState,
    VersionRow,
};

/// A folder of a conversation.
#[uniffi::remote(Enum)]
pub enum FolderId {
    /// What lies in no other.
    Root,
    /// The photos that were sent in the conversation. Nothing can be put there.
    Photos,
    /// One that somebody made, by its event.
    Folder(EventId),
}

/// What a row of a folder is.
#[uniffi::remote(Enum)]
pub enum FileKind {
    /// The folder of photos.
    Photos,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A photo that was sent as a message: opened as one.
    Photo,
}

/// A file or folder.
#[uniffi::remote(Record)]
pub struct FileRow {
    /// The event that made it, by which it is known; of the folder of photos zeros.
    pub event: EventId,
    /// What it is.
    pub kind: FileKind,
    /// Its name; with a number if something else in the folder is called the same. Of a photo its caption, of the folder of
    /// photos nothing.
    pub name: String,
    /// Media type; of a folder nothing.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// What lies in a folder.
    pub items: u32,
    /// Who made it, or its newest version.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// When, by her clock, in milliseconds since the Unix epoch.
    pub changed_at: u64,
    /// Versions that a file has.
    pub versions: u32,
    /// Of a picture: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Width of a picture as shown, in pixels; otherwise 0.
    pub width: u32,
    /// Height of a picture as shown, in pixels; otherwise 0.
    pub height: u32,
    /// The sealed file that it is, by which transfers know it; of a photo that by which it is opened.
    pub blob: Option<BlobId>,
    /// Whether its bytes are on this device.
    pub here: bool,
    /// How far it has come.
    pub state: MessageState,
}

/// A version of a file.
#[uniffi::remote(Record)]
pub struct VersionRow {
    /// The event that brought it, by which it is known.
    pub event: EventId,
    /// Whether it is the one that counts.
    pub current: bool,
    /// Who made it.
    pub author: MemberId,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// When, by her clock, in milliseconds since the Unix epoch.
    pub made_at: u64,
    /// Media type.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// Of a picture: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// The sealed file.
    pub blob: BlobId,
    /// Whether its bytes are on this device.
    pub here: bool,
}

/// Where a file goes.
#[uniffi::remote(Enum)]
pub enum Direction {
    /// To the server.
    Up,
    /// To this device.
    Down,
}

/// How a transfer is doing.
#[uniffi::remote(Enum)]
pub enum TransferState {
    /// For its turn, or for a network.
    Waiting,
    /// On its way.
    Running,
    /// Until somebody resumes it.
    Paused,
    /// Until somebody tries again.
    Failed,
}

/// A file on its way.
#[uniffi::remote(Record)]
pub struct TransferRow {
    /// The sealed file.
    pub blob: BlobId,
    /// The conversation.
    pub log: LogId,
    /// The event that it goes up for: cancelling is taking that back.
    pub event: Option<EventId>,
    /// What people call it; empty for photos.
    pub name: String,
    /// Where it goes.
    pub direction: Direction,
    /// Sealed bytes that are there.
    pub done: u64,
    /// Sealed bytes in all; 0 while that is not known.
    pub total: u64,
    /// How it is doing.
    pub state: TransferState,
    /// Code of the error that it met last.
    pub reason: Option<String>,
}

/// How far something has come on its way to the server.
#[uniffi::remote(Enum)]
pub enum OutboxState {
    /// For a network, or for its conversation.
    Waiting,
    /// Until it cannot be undone any more.
    Held,
    /// For its files, which go up or are paused.
    Files,
    /// Refused: until somebody tries again or takes it back.
    Failed,
}

/// Something that is not in the log yet.
#[uniffi::remote(Record)]
pub struct OutboxRow {
    /// The event.
    pub event: EventId,
    /// The conversation.
    pub log: LogId,
    /// What that is called.
    pub title: String,
    /// What it is.
    pub kind: RowKind,
    /// What it shows in the conversation; empty for what shows nothing.
    pub text: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub since: u64,
    /// How far it has come.
    pub state: OutboxState,
    /// Code of the last error that kept it or one of its files.
    pub reason: Option<String>,
    /// How often it was on its way.
    pub attempts: u32,
    /// Sealed bytes of its files that the server has.
    pub done: u64,
    /// Sealed bytes of its files; 0 if it has none.
    pub total: u64,
    /// When it stops to be held, in milliseconds since the Unix epoch.
    pub hold_until: Option<u64>,
}
