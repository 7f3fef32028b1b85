//! The row that an event has in its conversation, and what the list of conversations tells of the newest one.

use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::{StoreError, Topic, Tx, WAITING, index_text, next_message_id, unindex_text};

use super::Event;

/// What a row of a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl RowKind {
    /// The kind behind the stored number of a payload.
    pub(crate) fn from_row(number: u16, deleted: bool) -> Self {
        match number {
            _ if deleted => Self::Deleted,
            0 => Self::Unreadable,
            2 => Self::Text,
            3 => Self::Photo,
            90 => Self::Voice,
            91 => Self::Video,
            other => Self::Other(other),
        }
    }
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
    kind: Kind,
    text: &'a str,
    photo: Option<&'a [u8; 16]>,
    reply_to: Option<EventId>,
    flags: u32,
    state: MessageState,
}

impl<'a> Row<'a> {
    /// A row of a kind. Its text is what search finds and the list of conversations shows.
    pub(crate) fn new(kind: Kind, text: &'a str) -> Self {
        Self { kind, text, photo: None, reply_to: None, flags: 0, state: MessageState::Sent }
    }

    pub(crate) fn photo(self, photo: &'a [u8; 16]) -> Self {
        Self { photo: Some(photo), ..self }
    }

    pub(crate) fn reply_to(self, reply_to: Option<EventId>) -> Self {
        Self { reply_to, ..self }
    }

    pub(crate) fn flags(self, flags: u32) -> Self {
        Self { flags, ..self }
    }

    pub(crate) fn state(self, state: MessageState) -> Self {
        Self { state, ..self }
    }
}

/// A row that is there.
pub(crate) struct Placed {
    pub(crate) id: i64,
    pub(crate) author: MemberId,
    pub(crate) text: String,
    pub(crate) flags: u32,
    kind: u16,
}

impl Placed {
    /// Whether it is a voice note or a video.
    pub(crate) fn is_recording(&self) -> bool {
        matches!(self.kind, 90 | 91)
    }

    /// Whether its text is what its author wrote, so that she can change it: a message, the caption of a photo or a recording.
    pub(crate) fn has_own_text(&self) -> bool {
        matches!(self.kind, 2 | 3 | 90 | 91)
    }
}

/// Writes the row of an event at its position in the log; an own row that waited moves there.
pub(crate) fn place_row(tx: &Tx<'_>, event: &Event<'_>, row: &Row<'_>) -> Result<(), StoreError> {
    let waiting = if event.own && !event.waiting { waiting_row(tx, event.log, &event.event)? } else { None };
    if let Some(id) = waiting {
        tx.execute(
            "UPDATE message SET place = ?2, seq = ?2, state = ?3, author_member = ?4 WHERE id = ?1",
            (id, event.seq, row.state as i64, event.member.as_bytes()),
        )?;
    } else {
        let id = next_message_id(tx, event.sent_at)?;
        let state = if event.waiting { MessageState::Waiting } else { row.state };
        tx.execute(
            "INSERT INTO message (id, log, place, seq, event, author_device, author_member, sent_at, kind, text,
                                  photo, state, reply_to, flags)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            (
                id,
                event.log.as_bytes(),
                event.seq,
                (!event.waiting).then_some(event.seq),
                event.event.as_bytes(),
                event.author.as_bytes(),
                event.member.as_bytes(),
                event.sent_at,
                row.kind.0,
                row.text,
                row.photo,
                state as i64,
                row.reply_to.as_ref().map(EventId::as_bytes),
                row.flags,
            ),
        )?;
        index_text(tx, id, row.text)?;
    }
    if !event.waiting {
        // What is live is newer than everything that is here, so one condition serves both.
        tx.execute(
            "UPDATE conversation SET last_seq = ?2, last_at = ?3,
                 last_text = coalesce(?4, (SELECT text FROM message WHERE log = ?1 AND place = ?2)),
                 unread = unread + (?5 AND read_seq < ?2)
             WHERE log = ?1 AND last_seq < ?2",
            (
                event.log.as_bytes(),
                event.seq,
                event.sent_at,
                // What waited may have been changed since.
                waiting.is_none().then_some(row.text),
                event.live && !event.own,
            ),
        )?;
    }
    touch(tx, event.log);
    Ok(())
}

fn touch(tx: &Tx<'_>, log: &LogId) {
    tx.touch(Topic::Conversation(log.0));
    tx.touch(Topic::Conversations);
}

/// The row of an own event that has waited for its position.
fn waiting_row(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM message WHERE event = ?1 AND log = ?2 AND seq IS NULL";
    tx.query_opt(sql, (event.as_bytes(), log.as_bytes()), |row| row.get(0))
}

/// SQL for the id of the row of an event, waiting or not: ?1 is the conversation, ?2 the event. Only what waits is indexed
/// by its event: the rest is found by its position.
pub(crate) const ROW_ID: &str = "coalesce((SELECT id FROM message WHERE event = ?2 AND log = ?1 AND seq IS NULL), \
     (SELECT message.id FROM entry JOIN message ON message.log = entry.log AND message.place = entry.seq \
      WHERE entry.event = ?2 AND entry.log = ?1))";

/// The row of an event, waiting or not.
pub(crate) fn row_of(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<Placed>, StoreError> {
    let sql =
        format!("SELECT id, coalesce(author_member, zeroblob(32)), text, flags, kind FROM message WHERE id = {ROW_ID}");
    tx.query_opt(&sql, (log.as_bytes(), event.as_bytes()), |row| {
        Ok(Placed {
            id: row.get(0)?,
            author: MemberId(row.get(1)?),
            text: row.get(2)?,
            flags: row.get(3)?,
            kind: row.get(4)?,
        })
    })
}

/// Gives a row another text, in the index too.
pub(crate) fn set_text(tx: &Tx<'_>, log: &LogId, row: &Placed, text: &str, flags: u32) -> Result<(), StoreError> {
    if row.text != text {
        unindex_text(tx, row.id, &row.text)?;
        tx.execute("UPDATE message SET text = ?2 WHERE id = ?1", (row.id, text))?;
        index_text(tx, row.id, text)?;
    }
    tx.execute("UPDATE message SET flags = ?2 WHERE id = ?1", (row.id, flags))?;
    summarise(tx, log)?;
    touch(tx, log);
    Ok(())
}

/// Takes a row out, or leaves a trace of it: who wrote it and when, and nothing of what.
pub(super) fn clear(tx: &Tx<'_>, log: &LogId, event: &EventId, trace: bool) -> Result<(), StoreError> {
    let Some(row) = row_of(tx, log, event)? else { return Ok(()) };
    unindex_text(tx, row.id, &row.text)?;
    if trace {
        tx.execute(
            "UPDATE message SET kind = 0, text = '', photo = NULL, reply_to = NULL, flags = 0, state = 1, deleted = 1
             WHERE id = ?1",
            [row.id],
        )?;
        index_text(tx, row.id, "")?;
    } else {
        // It is not there any more to have been unread.
        tx.execute(
            "UPDATE conversation SET unread = max(unread - 1, 0) FROM message
             WHERE conversation.log = ?1 AND message.id = ?2 AND message.seq > conversation.read_seq
                 AND message.seq <= conversation.last_seq",
            (log.as_bytes(), row.id),
        )?;
        tx.execute("DELETE FROM message WHERE id = ?1", [row.id])?;
    }
    summarise(tx, log)?;
    touch(tx, log);
    Ok(())
}

/// Brings what the list of conversations shows in step with the newest row.
fn summarise(tx: &Tx<'_>, log: &LogId) -> Result<(), StoreError> {
    let newest = "SELECT seq, sent_at, text FROM message WHERE log = ?1 AND place < ?2 ORDER BY place DESC LIMIT 1";
    let newest = tx.query_opt(newest, (log.as_bytes(), WAITING), |row| {
        Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?, row.get::<_, String>(2)?))
    })?;
    let (seq, at, text) = newest.unwrap_or_default();
    tx.execute(
        "UPDATE conversation SET last_seq = ?2, last_at = ?3, last_text = ?4 WHERE log = ?1",
        (log.as_bytes(), seq, at, text),
    )?;
    Ok(())
}
