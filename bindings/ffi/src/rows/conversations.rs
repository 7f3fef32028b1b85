//! Conversations, messages and alarms.

use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::protocol::policy::{ConversationKind, History, Join};
use verband_client::{AlarmKind, AlarmRow, ConversationRow, MessageState};

/// Who may join a channel.
#[uniffi::remote(Enum)]
pub enum Join {
    /// Whoever asks is admitted by any member's device.
    Open,
    /// A moderator admits, or the administrator's invitation names the channel.
    Invitation,
    /// As by invitation, and the channel is not listed.
    Hidden,
}

/// What kind a conversation is.
#[uniffi::remote(Enum)]
pub enum ConversationKind {
    /// A room of a team; members come and go.
    Channel,
    /// A closed chat of the people who were in it at its start.
    Chat,
    /// One member's own notes and files, on all her devices.
    Personal,
}

/// What somebody who comes later may read.
#[uniffi::remote(Enum)]
pub enum History {
    /// Everything from the first entry on.
    Full,
    /// What is written after her admission.
    FromJoin,
    /// Nobody comes later.
    Closed,
}

/// How far a message has come.
#[uniffi::remote(Enum)]
pub enum MessageState {
    /// On this device only; it is sent as soon as there is a network.
    Waiting,
    /// In the log.
    Sent,
    /// Refused for good.
    Failed,
    /// Somebody else's, and it cannot be opened.
    Unreadable,
}

/// What an alarm is about.
#[uniffi::remote(Enum)]
pub enum AlarmKind {
    /// Two histories of one log.
    Fork,
    /// Something by an author whom the organisation does not know.
    Ghost,
    /// An entry that breaks another rule.
    Refused,
    /// The server left entries out or changed their order.
    Omission,
    /// A commit that no honest device makes.
    Commit,
    /// A member started anew with a new letter: ask her whether it was she.
    Renewal,
    /// Nothing new in the organisation for three weeks: no administrator was online, or the server hides the end of its log.
    Stale,
    /// A device of this person's came in by another one of hers, or by her paper key.
    NewDevice,
}

/// A conversation in the list.
#[uniffi::remote(Record)]
pub struct ConversationRow {
    /// Its id.
    pub log: LogId,
    /// What kind it is.
    pub kind: ConversationKind,
    /// Its title; of a chat, the names of the others.
    pub title: String,
    /// What newcomers read.
    pub history: History,
    /// Text of the newest message.
    pub last_text: String,
    /// Time of the newest message, in milliseconds since the Unix epoch; 0 if there is none.
    pub last_at: u64,
    /// Messages that this person has not seen.
    pub unread: u64,
    /// Whether she marked it as unread.
    pub marked_unread: bool,
    /// What was begun and not sent.
    pub draft: String,
    /// What it is for, in a sentence or two.
    pub description: String,
    /// Whether this device is still in it and can write.
    pub writable: bool,
    /// Whether an alarm stopped it.
    pub halted: bool,
}

/// An alarm.
#[uniffi::remote(Record)]
pub struct AlarmRow {
    /// Counts the alarms of this profile.
    pub id: i64,
    /// When it was raised, in milliseconds since the Unix epoch.
    pub at: u64,
    /// In which log.
    pub log: Option<LogId>,
    /// What kind it is.
    pub kind: AlarmKind,
    /// Ids and positions, for whoever looks into it.
    pub detail: String,
    /// Whether there is evidence, which `verband alarms --evidence` writes to a file.
    pub evidence: bool,
}

/// A message in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MessageRow {
    /// The event.
    pub event: EventId,
    /// Its position in the log; none while it waits.
    pub seq: Option<u64>,
    /// Who wrote it.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether a bot wrote it.
    pub author_bot: bool,
    /// Whether it is this person's own.
    pub own: bool,
    /// The author's clock, in milliseconds since the Unix epoch.
    pub sent_at: u64,
    /// The text, or the caption of a photo.
    pub text: String,
    /// The photo, if it is one.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Width of the photo as shown, in pixels; 0 if it is none.
    pub photo_width: u32,
    /// Height of the photo as shown, in pixels; 0 if it is none.
    pub photo_height: u32,
    /// How far it has come.
    pub state: MessageState,
}

impl From<verband_client::MessageRow> for MessageRow {
    fn from(row: verband_client::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: row.event,
            seq: row.seq,
            author: row.author,
            author_name: row.author_name,
            author_bot: row.author_bot,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text,
            photo: row.photo,
            thumbnail: row.thumbnail,
            photo_width,
            photo_height,
            state: row.state,
        }
    }
}
