//! Conversations, messages, alarms, and the changes of feeds.

use serde::Serialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::id::LogId;
use verband_client::protocol::policy::{ConversationKind, History, Join};
use verband_client::{self as core, AlarmKind, MessageState};
use wasm_bindgen::JsValue;

use super::plain::words;
use super::responsibility::{Request, RoleAddress};
use super::{Id, Plain, to_js};
use crate::error::Failure;

/// A list of rows.
pub(crate) fn list<R, T: From<R> + Serialize>(rows: Vec<R>) -> Result<JsValue, Failure> {
    to_js(&rows.into_iter().map(T::from).collect::<Vec<_>>())
}

words!(
    /// Who may join a channel.
    JoinName = Join { Open, Invitation, Hidden }
);

words!(
    /// What kind a conversation is.
    Kind = ConversationKind { Channel, Chat, Personal }
);

words!(
    /// What newcomers read.
    HistoryName = History { Full, FromJoin, Closed }
);

words!(
    /// How far a message has come.
    State = MessageState { Waiting, Sent, Failed, Unreadable }
);

words!(
    /// What an alarm is about.
    AlarmName = AlarmKind { Fork, Ghost, Refused, Omission, Commit, Renewal, Stale, NewDevice }
);

/// A conversation in the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Conversation {
    id: Id<LogId>,
    kind: Kind,
    title: String,
    history: HistoryName,
    last_text: String,
    last_at: u64,
    unread: u64,
    marked_unread: bool,
    draft: String,
    description: String,
    writable: bool,
    halted: bool,
}

impl From<core::ConversationRow> for Conversation {
    fn from(row: core::ConversationRow) -> Self {
        Self {
            id: Id(row.log),
            kind: Kind::plain(row.kind),
            title: row.title,
            history: HistoryName::plain(row.history),
            last_text: row.last_text,
            last_at: row.last_at,
            unread: row.unread,
            marked_unread: row.marked_unread,
            draft: row.draft,
            description: row.description,
            writable: row.writable,
            halted: row.halted,
        }
    }
}

/// A message in a conversation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    event: String,
    seq: Option<u64>,
    author: Option<String>,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    text: String,
    photo: Option<String>,
    thumbnail: Option<ByteBuf>,
    photo_width: u32,
    photo_height: u32,
    state: State,
}

impl From<core::MessageRow> for Message {
    fn from(row: core::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: row.event.to_string(),
            seq: row.seq,
            author: row.author.map(|id| id.to_string()),
            author_name: row.author_name,
            author_bot: row.author_bot,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text,
            photo: row.photo.map(|id| id.to_string()),
            thumbnail: row.thumbnail.map(ByteBuf::from),
            photo_width,
            photo_height,
            state: State::plain(row.state),
        }
    }
}

/// An alarm.
#[derive(Serialize)]
pub(crate) struct Alarm {
    id: i64,
    at: u64,
    conversation: Option<Id<LogId>>,
    kind: AlarmName,
    detail: String,
    evidence: bool,
}

impl From<core::AlarmRow> for Alarm {
    fn from(row: core::AlarmRow) -> Self {
        Self {
            id: row.id,
            at: row.at,
            conversation: row.log.map(Id),
            kind: AlarmName::plain(row.kind),
            detail: row.detail,
            evidence: row.evidence,
        }
    }
}

/// A row of a feed.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Row {
    Conversation(Conversation),
    Message(Message),
    Request(Request),
    RoleAddress(RoleAddress),
}

impl From<core::Row> for Row {
    fn from(row: core::Row) -> Self {
        match row {
            core::Row::Conversation(row) => Self::Conversation(row.into()),
            core::Row::Message(row) => Self::Message(row.into()),
            core::Row::Request(row) => Self::Request(Request::plain(row)),
            core::Row::RoleAddress(row) => Self::RoleAddress(RoleAddress::plain(row)),
        }
    }
}

/// One change to the rows of a feed.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Patch {
    Reset { rows: Vec<Row> },
    Insert { index: usize, row: Row },
    Update { index: usize, row: Row },
    Remove { index: usize },
}

impl From<core::Patch> for Patch {
    fn from(patch: core::Patch) -> Self {
        match patch {
            core::Patch::Reset(rows) => Self::Reset { rows: rows.into_iter().map(Row::from).collect() },
            core::Patch::Insert(index, row) => Self::Insert { index, row: row.into() },
            core::Patch::Update(index, row) => Self::Update { index, row: row.into() },
            core::Patch::Remove(index) => Self::Remove { index },
        }
    }
}
