//! Content kinds: what people put into conversations. Each kind is one module with its payload, how it changes the
//! store, and its commands. A new kind is a new module and one line in [`apply`].

mod details;
mod message;
mod photo;

use verband_protocol::body::Kind;
use verband_protocol::entry::Header;
use verband_protocol::id::{LogId, MemberId};
use verband_store::{StoreError, Topic, Tx, next_message_id};

use crate::error::ClientError;

pub(crate) use details::Details;
pub(crate) use message::TextMessage;
pub(crate) use photo::{Attachment, PhotoMessage, Source, keep_captured, photo_source};

/// An event that was opened, at its place.
pub(crate) struct Event<'a> {
    pub(crate) log: &'a LogId,
    pub(crate) seq: u64,
    pub(crate) header: &'a Header,
    pub(crate) member: MemberId,
    /// Whether this device's own person wrote it.
    pub(crate) own: bool,
    /// Whether it is new, rather than from the past that a newcomer reads up on.
    pub(crate) live: bool,
}

impl Event<'_> {
    /// The author's clock as a column holds it. It is her word and may be any number.
    fn sent_at(&self) -> u64 {
        self.header.sent_at.min(i64::MAX.unsigned_abs())
    }
}

/// Applies the payload of an event to the store. What this version does not know or cannot read is shown as
/// unreadable, and the log goes on.
pub(crate) fn apply(tx: &Tx<'_>, event: &Event<'_>, kind: Kind, payload: &[u8]) -> Result<(), ClientError> {
    let known = match kind {
        details::KIND => details::apply(tx, event, payload)?,
        message::KIND => message::apply(tx, event, payload)?,
        photo::KIND => photo::apply(tx, event, payload)?,
        _ => false,
    };
    if !known {
        unreadable(tx, event)?;
    }
    Ok(())
}

/// Shows an event that cannot be read.
pub(crate) fn unreadable(tx: &Tx<'_>, event: &Event<'_>) -> Result<(), ClientError> {
    place_row(tx, event, &Row { kind: 0, text: "", photo: None, state: MessageState::Unreadable })?;
    Ok(())
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// On this device only; it is sent as soon as there is a network.
    Waiting = 0,
    /// In the log.
    Sent = 1,
    /// Refused for good.
    Failed = 2,
    /// Somebody else's, and it cannot be opened.
    Unreadable = 3,
}

impl MessageState {
    /// The state behind a stored number.
    pub(crate) fn from_row(value: i64) -> Self {
        match value {
            0 => Self::Waiting,
            2 => Self::Failed,
            3 => Self::Unreadable,
            _ => Self::Sent,
        }
    }
}

/// What a kind shows in the conversation.
pub(crate) struct Row<'a> {
    pub(crate) kind: u16,
    pub(crate) text: &'a str,
    pub(crate) photo: Option<&'a [u8; 16]>,
    pub(crate) state: MessageState,
}

/// Writes the row of an event at its position in the log; an own row that waited moves there.
pub(crate) fn place_row(tx: &Tx<'_>, event: &Event<'_>, row: &Row<'_>) -> Result<(), StoreError> {
    let waiting = if event.own { waiting_row(tx, event)? } else { None };
    if let Some(id) = waiting {
        tx.execute(
            "UPDATE message SET place = ?2, seq = ?2, state = ?3, author_member = ?4 WHERE id = ?1",
            (id, event.seq, row.state as i64, event.member.as_bytes()),
        )?;
    } else {
        let id = next_message_id(tx, event.sent_at())?;
        tx.execute(
            "INSERT INTO message (id, log, place, seq, event, author_device, author_member, sent_at, kind, text,
                                  photo, state)
             VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            (
                id,
                event.log.as_bytes(),
                event.seq,
                event.header.event.as_bytes(),
                event.header.author.as_bytes(),
                event.member.as_bytes(),
                event.sent_at(),
                row.kind,
                row.text,
                row.photo,
                row.state as i64,
            ),
        )?;
        verband_store::index_text(tx, id, row.text)?;
    }
    // What is live is newer than everything that is here, so one condition serves both.
    tx.execute(
        "UPDATE conversation SET last_seq = ?2, last_at = ?3, last_text = ?4, unread = unread + (?5 AND read_seq < ?2)
         WHERE log = ?1 AND last_seq < ?2",
        (event.log.as_bytes(), event.seq, event.sent_at(), row.text, event.live && !event.own),
    )?;
    tx.touch(Topic::Conversation(event.log.0));
    tx.touch(Topic::Conversations);
    Ok(())
}

/// The row of an own event that has waited for its position.
fn waiting_row(tx: &Tx<'_>, event: &Event<'_>) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM message WHERE event = ?1 AND log = ?2 AND seq IS NULL";
    tx.query_opt(sql, (event.header.event.as_bytes(), event.log.as_bytes()), |row| row.get(0))
}
