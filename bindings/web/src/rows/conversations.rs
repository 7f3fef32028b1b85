//! Conversations, alarms, and the changes of feeds.

use serde::Serialize;
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::protocol::policy::{ConversationKind, History, Join};
use verband_client::{self as core, AlarmKind};
use wasm_bindgen::JsValue;

use super::album::AlbumRow;
use super::channels::JoinRequest;
use super::files::{File, Transfer, Unsent};
use super::messages::{self, Message};
use super::plain::{flat, words};
use super::responsibility::{Request, RoleAddress};
use super::retention::HoldName;
use super::search::Hit;
use super::surveys::SurveyRow;
use super::wounds::{Wound, WoundItem};
use super::{Id, Plain, to_js};
use crate::error::Failure;

/// A list of rows.
pub(crate) fn list<R, T: From<R> + Serialize>(rows: Vec<R>) -> Result<JsValue, Failure> {
    to_js(&rows.into_iter().map(T::from).collect::<Vec<_>>())
}

words!(
    /// Who may join a channel.
    JoinName = Join { Open, Invitation, Hidden, Everyone }
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
    /// What an alarm is about.
    AlarmName = AlarmKind { Fork, Ghost, Refused, Omission, Commit, Renewal, Stale, NewDevice, Sheet }
);

/// A conversation in the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub(crate) struct Conversation {
    id: Id<LogId>,
    kind: Kind,
    title: String,
    history: HistoryName,
    last_text: String,
    last_kind: Option<messages::Kind>,
    last_at: u64,
    unread: u64,
    marked_unread: bool,
    draft: String,
    draft_reply: Option<Id<EventId>>,
    description: String,
    muted_until: u64,
    favourite: bool,
    archived: bool,
    writable: bool,
    may_alert: bool,
    halted: bool,
    retention_days: Option<u32>,
    hold: Option<HoldName>,
}

impl From<core::ConversationRow> for Conversation {
    fn from(row: core::ConversationRow) -> Self {
        Self {
            id: Id(row.log),
            kind: Kind::plain(row.kind),
            title: row.title,
            history: HistoryName::plain(row.history),
            last_text: row.last_text,
            last_kind: row.last_kind.map(messages::Kind::plain),
            last_at: row.last_at,
            unread: row.unread,
            marked_unread: row.marked_unread,
            draft: row.draft,
            draft_reply: row.draft_reply.map(Id),
            description: row.description,
            muted_until: row.muted_until,
            favourite: row.favourite,
            archived: row.archived,
            writable: row.writable,
            may_alert: row.may_alert,
            halted: row.halted,
            retention_days: row.retention_days,
            hold: row.hold.map(HoldName::plain),
        }
    }
}

flat!(
    /// Which draft it is. What is left out is not there.
    DraftKey = core::DraftKey { conversation: Option<Id<LogId>>, form: String, about: Option<Id<EventId>> }
);

/// An alarm.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alarm {
    id: i64,
    at: u64,
    conversation: Option<Id<LogId>>,
    kind: AlarmName,
    member: Option<Id<MemberId>>,
    member_name: String,
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
            member: row.member.map(Id),
            member_name: row.member_name,
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
    Hit(Hit),
    Album(AlbumRow),
    Agenda(super::calendar::Agenda),
    Request(Request),
    RoleAddress(RoleAddress),
    JoinRequest(JoinRequest),
    Survey(SurveyRow),
    Wound(Wound),
    WoundItem(WoundItem),
    Unsent(Unsent),
    Transfer(Transfer),
    File(File),
}

impl From<core::Row> for Row {
    fn from(row: core::Row) -> Self {
        match row {
            core::Row::Conversation(row) => Self::Conversation(row.into()),
            core::Row::Message(row) => Self::Message(row.into()),
            core::Row::Hit(row) => Self::Hit(row.into()),
            core::Row::Agenda(row) => Self::Agenda(Plain::plain(row)),
            core::Row::Request(row) => Self::Request(Request::plain(row)),
            core::Row::RoleAddress(row) => Self::RoleAddress(RoleAddress::plain(row)),
            core::Row::Album(row) => Self::Album(AlbumRow::plain(row)),
            core::Row::JoinRequest(row) => Self::JoinRequest(JoinRequest::plain(row)),
            core::Row::Survey(row) => Self::Survey(SurveyRow::plain(row)),
            core::Row::Wound(row) => Self::Wound(Wound::plain(row)),
            core::Row::WoundItem(row) => Self::WoundItem(WoundItem::plain(row)),
            core::Row::Unsent(row) => Self::Unsent(row.into()),
            core::Row::Transfer(row) => Self::Transfer(row.into()),
            core::Row::File(row) => Self::File(row.into()),
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
