//! Flat rows as JavaScript gets them: ids are hex text, times are milliseconds since the Unix epoch.

use serde::Serialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::DeviceId;
use verband_client::protocol::policy::{ConversationKind, History};
use verband_client::{self as core, AlarmKind, MessageState};
use wasm_bindgen::JsValue;

use crate::error::Failure;

/// A value for JavaScript: structs become objects, nothing becomes `null`, bytes become a `Uint8Array`.
pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Failure> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    Ok(value.serialize(&serializer)?)
}

/// A list of rows.
pub(crate) fn list<R, T: From<R> + Serialize>(rows: Vec<R>) -> Result<JsValue, Failure> {
    to_js(&rows.into_iter().map(T::from).collect::<Vec<_>>())
}

/// A conversation in the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Conversation {
    id: String,
    kind: &'static str,
    title: String,
    history: &'static str,
    last_text: String,
    last_at: u64,
    unread: u64,
    writable: bool,
    halted: bool,
}

impl From<core::ConversationRow> for Conversation {
    fn from(row: core::ConversationRow) -> Self {
        Self {
            id: row.log.to_string(),
            kind: match row.kind {
                ConversationKind::Channel => "channel",
                ConversationKind::Chat => "chat",
                ConversationKind::Personal => "personal",
            },
            title: row.title,
            history: match row.history {
                History::Full => "full",
                History::FromJoin => "fromJoin",
                History::Closed => "closed",
            },
            last_text: row.last_text,
            last_at: row.last_at,
            unread: row.unread,
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
    own: bool,
    sent_at: u64,
    text: String,
    photo: Option<String>,
    thumbnail: Option<ByteBuf>,
    photo_width: u32,
    photo_height: u32,
    state: &'static str,
}

impl From<core::MessageRow> for Message {
    fn from(row: core::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: row.event.to_string(),
            seq: row.seq,
            author: row.author.map(|id| id.to_string()),
            author_name: row.author_name,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text,
            photo: row.photo.map(|id| id.to_string()),
            thumbnail: row.thumbnail.map(ByteBuf::from),
            photo_width,
            photo_height,
            state: match row.state {
                MessageState::Waiting => "waiting",
                MessageState::Sent => "sent",
                MessageState::Failed => "failed",
                MessageState::Unreadable => "unreadable",
            },
        }
    }
}

/// A member of the organisation.
#[derive(Serialize)]
pub(crate) struct Member {
    id: String,
    name: String,
    function: String,
    ward: String,
    availability: String,
    picture: Option<ByteBuf>,
    admin: bool,
    approved: bool,
    revoked: bool,
    until: Option<u64>,
    renewals: u32,
}

impl From<core::MemberRow> for Member {
    fn from(row: core::MemberRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            function: row.function,
            ward: row.ward,
            availability: row.availability,
            picture: row.picture.map(ByteBuf::from),
            admin: row.admin,
            approved: row.approved,
            revoked: row.revoked,
            until: row.until,
            renewals: row.renewals,
        }
    }
}

/// A device.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Device {
    id: String,
    member: String,
    member_name: String,
    name: String,
    class: &'static str,
    revoked: bool,
    own: bool,
}

impl From<core::DeviceRow> for Device {
    fn from(row: core::DeviceRow) -> Self {
        Self {
            id: row.id.to_string(),
            member: row.member.to_string(),
            member_name: row.member_name,
            name: row.name,
            class: match row.class {
                DeviceClass::Phone => "phone",
                DeviceClass::Shared => "shared",
                DeviceClass::Desktop => "desktop",
                DeviceClass::Web => "web",
                DeviceClass::Bot => "bot",
            },
            revoked: row.revoked,
            own: row.own,
        }
    }
}

/// An invitation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invitation {
    id: String,
    name: String,
    registration_key: bool,
    claims: u32,
    not_after: u64,
    used: bool,
    withdrawn: bool,
}

impl From<core::InvitationRow> for Invitation {
    fn from(row: core::InvitationRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            registration_key: row.registration_key,
            claims: row.claims,
            not_after: row.not_after,
            used: row.used,
            withdrawn: row.withdrawn,
        }
    }
}

/// An alarm.
#[derive(Serialize)]
pub(crate) struct Alarm {
    at: u64,
    conversation: Option<String>,
    kind: &'static str,
    detail: String,
}

impl From<core::AlarmRow> for Alarm {
    fn from(row: core::AlarmRow) -> Self {
        Self {
            at: row.at,
            conversation: row.log.map(|id| id.to_string()),
            kind: match row.kind {
                AlarmKind::Fork => "fork",
                AlarmKind::Ghost => "ghost",
                AlarmKind::Refused => "refused",
                AlarmKind::Omission => "omission",
                AlarmKind::Commit => "commit",
                AlarmKind::Renewal => "renewal",
                AlarmKind::Stale => "stale",
                AlarmKind::NewDevice => "new-device",
            },
            detail: row.detail,
        }
    }
}

/// An invitation and the code for its letter.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invited {
    id: String,
    code: String,
    link: String,
    not_after: u64,
}

impl From<core::Invited> for Invited {
    fn from(invited: core::Invited) -> Self {
        Self {
            id: invited.id.to_string(),
            code: invited.code.to_string(),
            link: invited.link.to_string(),
            not_after: invited.not_after,
        }
    }
}

/// Who a profile is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    server: String,
    organisation: String,
    organisation_name: String,
    member: String,
    name: String,
    device: String,
}

impl Account {
    pub(crate) fn new(account: core::Account, device: DeviceId) -> Self {
        Self {
            server: account.server,
            organisation: account.organisation.to_string(),
            organisation_name: account.organisation_name,
            member: account.member.to_string(),
            name: account.name,
            device: device.to_string(),
        }
    }
}

/// What an invitation says, to be checked before a PIN is chosen.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preview {
    pub(crate) organisation_name: String,
    pub(crate) name: String,
}

/// What the founder prints and locks away.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecoverySheet {
    pub(crate) organisation_name: String,
    pub(crate) organisation: String,
    pub(crate) root_key: String,
}

/// Whether the server is reached, and what waits.
#[derive(Serialize)]
pub(crate) struct Status {
    pub(crate) online: bool,
    pub(crate) waiting: u64,
    pub(crate) refused: u64,
    pub(crate) ended: Option<&'static str>,
}

/// A row of a feed.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Row {
    Conversation(Conversation),
    Message(Message),
}

impl From<core::Row> for Row {
    fn from(row: core::Row) -> Self {
        match row {
            core::Row::Conversation(row) => Self::Conversation(row.into()),
            core::Row::Message(row) => Self::Message(row.into()),
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
