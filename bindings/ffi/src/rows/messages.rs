//! Messages and what belongs to them.

use verband_client::protocol::id::{BlobId, EventId, MemberId, RoleId, TeamId};
use verband_client::{
    Attention, Confirmation, Location, Mention, Mentioned, MessageState, NewMessage, PhotoEvidence, Reaction, RowKind,
    Span, Style, Version,
};

use super::recordings::RecordingRow;

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

/// What a row of a conversation is.
#[uniffi::remote(Enum)]
pub enum RowKind {
    /// A text.
    Text,
    /// A photo with its caption.
    Photo,
    /// A voice note with its caption.
    Voice,
    /// A video with its caption.
    Video,
    /// Something that was deleted for everybody.
    Deleted,
    /// Something that this version or this device cannot read.
    Unreadable,
    /// Something else, by the number of its payload: a file, a survey, an appointment, a request.
    Other(u16),
}

/// Whom a text calls.
#[uniffi::remote(Enum)]
pub enum Mentioned {
    /// A member.
    Member(MemberId),
    /// A team.
    Team(TeamId),
    /// Whoever has a role in the organisation.
    Role(RoleId),
    /// Everybody in the conversation; needs the right to alert.
    Everybody,
    /// Whoever holds a role address of the conversation.
    Address(EventId),
}

/// A mention in a text.
#[uniffi::remote(Record)]
pub struct Mention {
    /// Whom it calls.
    pub who: Mentioned,
    /// Where it begins, in UTF-16 units of the text.
    pub start: u32,
    /// How long it is, in the same units.
    pub len: u32,
}

/// A place on earth.
#[uniffi::remote(Record)]
pub struct Location {
    /// Microdegrees north.
    pub latitude: i32,
    /// Microdegrees east.
    pub longitude: i32,
    /// Metres around it.
    pub accuracy: u32,
}

/// What a platform does when a message has come.
#[uniffi::remote(Enum)]
pub enum Attention {
    /// Nothing: it is one's own, or the conversation is muted.
    None,
    /// A notification.
    Notify,
    /// A notification that says that one is called: by name, team, role, or by an answer.
    Called,
    /// The alarm tone.
    Alarm,
}

/// How a part of a text is drawn.
#[uniffi::remote(Enum)]
pub enum Style {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Struck through.
    Struck,
    /// Code.
    Code,
    /// A line of a list.
    Bullet,
    /// A line of a numbered list.
    Numbered,
    /// An address. It opens outside of the app and only when asked for.
    Link,
    /// The signs themselves, which are not drawn.
    Mark,
}

/// A part of a text with a style. Parts may lie inside of each other.
#[uniffi::remote(Record)]
pub struct Span {
    /// Where it begins, in UTF-16 units of the text.
    pub start: u32,
    /// How long it is, in the same units.
    pub len: u32,
    /// How it is drawn.
    pub style: Style,
}

/// A message to write.
#[uniffi::remote(Record)]
pub struct NewMessage {
    /// The text. May be empty beside a location.
    pub text: String,
    /// The event it answers.
    #[uniffi(default = None)]
    pub reply_to: Option<EventId>,
    /// Whom it calls.
    #[uniffi(default = [])]
    pub mentions: Vec<Mention>,
    /// Whether everybody who reads it is asked to confirm that.
    #[uniffi(default = false)]
    pub confirm: bool,
    /// Whether it sounds louder, for who has the right to alert.
    #[uniffi(default = false)]
    pub alarm: bool,
    /// Where it was written.
    #[uniffi(default = None)]
    pub location: Option<Location>,
}

/// A reaction to a message.
#[uniffi::remote(Record)]
pub struct Reaction {
    /// The sign.
    pub sign: String,
    /// How many people.
    pub count: u32,
    /// Whether this person is one of them.
    pub own: bool,
}

/// Whether somebody confirmed a message.
#[uniffi::remote(Record)]
pub struct Confirmation {
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// When, by her clock, in milliseconds since the Unix epoch; none while she did not.
    pub at: Option<u64>,
}

/// A text that a message has or had.
#[uniffi::remote(Record)]
pub struct Version {
    /// The text.
    pub text: String,
    /// When it was written, by the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// Something in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub struct MessageRow {
    /// The event.
    pub event: EventId,
    /// What it is.
    pub kind: RowKind,
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
    /// The voice note or video, if it is one.
    pub recording: Option<RecordingRow>,
    /// What is known of where the photo comes from.
    pub evidence: PhotoEvidence,
    /// How far it has come.
    pub state: MessageState,
    /// What it answers.
    pub reply_to: Option<EventId>,
    /// Who wrote what it answers; empty if that is not here.
    pub reply_name: String,
    /// The beginning of what it answers; empty if that is deleted or not here.
    pub reply_text: String,
    /// Whom it calls.
    pub mentions: Vec<Mention>,
    /// What people put beside it.
    pub reactions: Vec<Reaction>,
    /// Whether its text was changed: see `MessageVersions`.
    pub edited: bool,
    /// Whether it comes from another conversation.
    pub forwarded: bool,
    /// Whether it sounds louder.
    pub alarm: bool,
    /// Whether everybody who reads it is asked to confirm that.
    pub confirm: bool,
    /// How many did: see `Confirmations`.
    pub confirmed: u32,
    /// Whether this person did.
    pub confirmed_own: bool,
    /// Of an own one: how many of the others have it, as far as they told. See `Receipts`.
    pub received_by: u32,
    /// Of an own one: how many of them have read it and tell so.
    pub read_by: u32,
    /// Where it was written.
    pub location: Option<Location>,
    /// When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now.
    pub documented_at: Option<u64>,
    /// The name of that record; empty if it is in none.
    pub documented_in: String,
    /// Who deleted it, if it was deleted.
    pub deleted_by: Option<MemberId>,
}

impl From<verband_client::MessageRow> for MessageRow {
    fn from(row: verband_client::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: row.event,
            kind: row.kind,
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
            recording: row.recording.map(Into::into),
            evidence: row.evidence,
            state: row.state,
            reply_to: row.reply_to,
            reply_name: row.reply_name,
            reply_text: row.reply_text,
            mentions: row.mentions,
            reactions: row.reactions,
            edited: row.edited,
            forwarded: row.forwarded,
            alarm: row.alarm,
            confirm: row.confirm,
            confirmed: row.confirmed,
            confirmed_own: row.confirmed_own,
            received_by: row.received_by,
            read_by: row.read_by,
            location: row.location,
            documented_at: row.documented_at,
            documented_in: row.documented_in,
            deleted_by: row.deleted_by,
        }
    }
}
