//! Messages and what belongs to them.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{EventId, MemberId, RoleId, TeamId};
use verband_client::{self as core, Attention, Mentioned, MessageState, RowKind, Style};

use super::plain::{flat, words};
use super::recordings::Recording;
use super::wounds::Evidence;
use super::{Id, Plain};

words!(
    /// How far a message has come.
    State = MessageState { Waiting, Sent, Failed, Unreadable }
);

/// What a row of a conversation is.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Kind {
    Text,
    Photo,
    Voice,
    Video,
    Deleted,
    Unreadable,
    Other { number: u16 },
}

impl Plain<RowKind> for Kind {
    fn plain(core: RowKind) -> Self {
        match core {
            RowKind::Text => Self::Text,
            RowKind::Photo => Self::Photo,
            RowKind::Voice => Self::Voice,
            RowKind::Video => Self::Video,
            RowKind::Deleted => Self::Deleted,
            RowKind::Unreadable => Self::Unreadable,
            RowKind::Other(number) => Self::Other { number },
        }
    }

    fn core(self) -> RowKind {
        match self {
            Self::Text => RowKind::Text,
            Self::Photo => RowKind::Photo,
            Self::Voice => RowKind::Voice,
            Self::Video => RowKind::Video,
            Self::Deleted => RowKind::Deleted,
            Self::Unreadable => RowKind::Unreadable,
            Self::Other { number } => RowKind::Other(number),
        }
    }
}

/// Whom a text calls.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "camelCase")]
pub(crate) enum Who {
    Member(Id<MemberId>),
    Team(Id<TeamId>),
    Role(Id<RoleId>),
    Everybody,
    Address(Id<EventId>),
}

impl Plain<Mentioned> for Who {
    fn plain(core: Mentioned) -> Self {
        match core {
            Mentioned::Member(id) => Self::Member(Id(id)),
            Mentioned::Team(id) => Self::Team(Id(id)),
            Mentioned::Role(id) => Self::Role(Id(id)),
            Mentioned::Everybody => Self::Everybody,
            Mentioned::Address(id) => Self::Address(Id(id)),
        }
    }

    fn core(self) -> Mentioned {
        match self {
            Self::Member(id) => Mentioned::Member(id.0),
            Self::Team(id) => Mentioned::Team(id.0),
            Self::Role(id) => Mentioned::Role(id.0),
            Self::Everybody => Mentioned::Everybody,
            Self::Address(id) => Mentioned::Address(id.0),
        }
    }
}

flat!(
    /// A mention in a text, in UTF-16 units.
    Mention = core::Mention { who: Who, start: u32, len: u32 }
);

words!(
    /// What rings.
    AttentionName = Attention { None, Notify, Called, Alarm }
);

words!(
    /// How a part of a text is drawn.
    StyleName = Style { Bold, Italic, Struck, Code, Bullet, Numbered, Link, Mark }
);

flat!(
    /// A part of a text with a style, in UTF-16 units.
    Span = core::Span { start: u32, len: u32, style: StyleName }
);

flat!(
    /// A place on earth, in microdegrees and metres.
    Location = core::Location { latitude: i32, longitude: i32, accuracy: u32 }
);

flat!(
    /// A reaction to a message.
    Reaction = core::Reaction { sign: String, count: u32, own: bool }
);

flat!(
    /// Whether somebody confirmed a message.
    Confirmation = core::Confirmation { member: Id<MemberId>, name: String, at: Option<u64> }
);

flat!(
    /// A text that a message has or had.
    Version = core::Version { text: String, at: u64 }
);

/// A message to write. What is left out is not there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(crate) struct NewMessage {
    text: String,
    reply_to: Option<Id<EventId>>,
    mentions: Vec<Mention>,
    confirm: bool,
    alarm: bool,
    location: Option<Location>,
}

impl NewMessage {
    pub(crate) fn core(self) -> core::NewMessage {
        core::NewMessage {
            text: self.text,
            reply_to: self.reply_to.core(),
            mentions: self.mentions.core(),
            confirm: self.confirm,
            alarm: self.alarm,
            location: self.location.core(),
        }
    }
}

/// Something in a conversation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub(crate) struct Message {
    event: Id<EventId>,
    kind: Kind,
    seq: Option<u64>,
    author: Option<Id<MemberId>>,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    text: String,
    photo: Option<String>,
    thumbnail: Option<ByteBuf>,
    photo_width: u32,
    photo_height: u32,
    recording: Option<Recording>,
    evidence: Evidence,
    state: State,
    reply_to: Option<Id<EventId>>,
    reply_name: String,
    reply_text: String,
    mentions: Vec<Mention>,
    reactions: Vec<Reaction>,
    edited: bool,
    forwarded: bool,
    alarm: bool,
    confirm: bool,
    confirmed: u32,
    confirmed_own: bool,
    received_by: u32,
    read_by: u32,
    location: Option<Location>,
    documented_at: Option<u64>,
    documented_in: String,
    deleted_by: Option<Id<MemberId>>,
}

impl From<core::MessageRow> for Message {
    fn from(row: core::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: Id(row.event),
            kind: Kind::plain(row.kind),
            seq: row.seq,
            author: row.author.map(Id),
            author_name: row.author_name,
            author_bot: row.author_bot,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text,
            photo: row.photo.map(|id| id.to_string()),
            thumbnail: row.thumbnail.map(ByteBuf::from),
            photo_width,
            photo_height,
            recording: row.recording.map(Recording::from),
            evidence: Evidence::plain(row.evidence),
            state: State::plain(row.state),
            reply_to: row.reply_to.map(Id),
            reply_name: row.reply_name,
            reply_text: row.reply_text,
            mentions: Plain::plain(row.mentions),
            reactions: Plain::plain(row.reactions),
            edited: row.edited,
            forwarded: row.forwarded,
            alarm: row.alarm,
            confirm: row.confirm,
            confirmed: row.confirmed,
            confirmed_own: row.confirmed_own,
            received_by: row.received_by,
            read_by: row.read_by,
            location: Plain::plain(row.location),
            documented_at: row.documented_at,
            documented_in: row.documented_in,
            deleted_by: row.deleted_by.map(Id),
        }
    }
}
