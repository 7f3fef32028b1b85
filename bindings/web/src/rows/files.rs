//! Files, what is on its way, and what waits to be sent.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_client::{self as core, Direction, FileKind, FolderId, OutboxState, TransferState};

use super::messages::{Kind, State};
use super::plain::words;
use super::{Id, Plain};

/// A folder: `root`, `photos`, or the id of one that somebody made.
pub(crate) struct Folder(pub(crate) FolderId);

impl<'de> Deserialize<'de> for Folder {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let text = String::deserialize(value)?;
        Ok(Self(match text.as_str() {
            "root" => FolderId::Root,
            "photos" => FolderId::Photos,
            id => FolderId::Folder(id.parse().map_err(D::Error::custom)?),
        }))
    }
}

words!(
    /// What a row of a folder is.
    FileName = FileKind { Photos, Folder, File, Photo }
);

words!(
    /// Where a file goes.
    Way = Direction { Up, Down }
);

words!(
    /// How a transfer is doing.
    Progress = TransferState { Waiting, Running, Paused, Failed }
);

words!(
    /// How far something has come on its way to the server.
    Stage = OutboxState { Waiting, Held, Files, Failed }
);

/// A file or folder.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct File {
    event: Id<EventId>,
    kind: FileName,
    name: String,
    media: String,
    size: u64,
    items: u32,
    author: Option<Id<MemberId>>,
    author_name: String,
    changed_at: u64,
    versions: u32,
    thumbnail: Option<ByteBuf>,
    width: u32,
    height: u32,
    blob: Option<Id<BlobId>>,
    here: bool,
    state: State,
}

impl From<core::FileRow> for File {
    fn from(row: core::FileRow) -> Self {
        Self {
            event: Id(row.event),
            kind: FileName::plain(row.kind),
            name: row.name,
            media: row.media,
            size: row.size,
            items: row.items,
            author: row.author.map(Id),
            author_name: row.author_name,
            changed_at: row.changed_at,
            versions: row.versions,
            thumbnail: row.thumbnail.map(ByteBuf::from),
            width: row.width,
            height: row.height,
            blob: row.blob.map(Id),
            here: row.here,
            state: State::plain(row.state),
        }
    }
}

/// A version of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Version {
    event: Id<EventId>,
    current: bool,
    author: Id<MemberId>,
    author_name: String,
    made_at: u64,
    media: String,
    size: u64,
    thumbnail: Option<ByteBuf>,
    blob: Id<BlobId>,
    here: bool,
}

impl From<core::VersionRow> for Version {
    fn from(row: core::VersionRow) -> Self {
        Self {
            event: Id(row.event),
            current: row.current,
            author: Id(row.author),
            author_name: row.author_name,
            made_at: row.made_at,
            media: row.media,
            size: row.size,
            thumbnail: row.thumbnail.map(ByteBuf::from),
            blob: Id(row.blob),
            here: row.here,
        }
    }
}

/// A file on its way.
#[derive(Serialize)]
pub(crate) struct Transfer {
    blob: Id<BlobId>,
    conversation: Id<LogId>,
    event: Option<Id<EventId>>,
    name: String,
    direction: Way,
    done: u64,
    total: u64,
    state: Progress,
    reason: Option<String>,
}

impl From<core::TransferRow> for Transfer {
    fn from(row: core::TransferRow) -> Self {
        Self {
            blob: Id(row.blob),
            conversation: Id(row.log),
            event: row.event.map(Id),
            name: row.name,
            direction: Way::plain(row.direction),
            done: row.done,
            total: row.total,
            state: Progress::plain(row.state),
            reason: row.reason,
        }
    }
}

/// Something that is not in the log yet.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Unsent {
    event: Id<EventId>,
    conversation: Id<LogId>,
    title: String,
    kind: Kind,
    text: String,
    since: u64,
    state: Stage,
    reason: Option<String>,
    attempts: u32,
    done: u64,
    total: u64,
    hold_until: Option<u64>,
}

impl From<core::OutboxRow> for Unsent {
    fn from(row: core::OutboxRow) -> Self {
        Self {
            event: Id(row.event),
            conversation: Id(row.log),
            title: row.title,
            kind: Kind::plain(row.kind),
            text: row.text,
            since: row.since,
            state: Stage::plain(row.state),
            reason: row.reason,
            attempts: row.attempts,
            done: row.done,
            total: row.total,
            hold_until: row.hold_until,
        }
    }
}
