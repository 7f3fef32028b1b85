//! What a conversation shows: its rows in the order of the log, own ones that wait last.

use verband_protocol::certificate::DeviceClass;
use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension, Row};

use crate::client::Client;
use crate::error::ClientError;
use crate::kind::{
    EVIDENCE, Location, Mention, MessageState, PhotoEvidence, ROW_ID, Reaction, RecordingRow, RowKind, message_extras,
    recording_row, wound,
};
use crate::markup::plain;
use crate::receipts;

/// Something in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Pixels of the photo as shown.
    pub photo_size: Option<(u32, u32)>,
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
    /// Whether its text was changed: see [`Client::message_versions`].
    pub edited: bool,
    /// Whether it comes from another conversation.
    pub forwarded: bool,
    /// Whether it sounds louder.
    pub alarm: bool,
    /// Whether everybody who reads it is asked to confirm that.
    pub confirm: bool,
    /// How many did: see [`Client::confirmations`].
    pub confirmed: u32,
    /// Whether this person did.
    pub confirmed_own: bool,
    /// Of an own one: how many of the others have it, as far as they told. See [`Client::receipts`].
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

/// How much of what a message answers is shown with it, in characters.
const QUOTE: usize = 160;

const COLUMNS: &str = "SELECT message.event, message.seq, message.author_member, coalesce(member.name, ''), \
     message.sent_at, message.text, message.photo, photo.thumb, photo.width, photo.height, message.state, \
     message.kind, message.deleted, message.reply_to, message.flags, \
     (SELECT member FROM deletion WHERE deletion.log = message.log AND deletion.target = message.event \
      ORDER BY seq LIMIT 1), coalesce(device.class, 0),";

const ROWS: &str = "FROM message LEFT JOIN member ON member.id = message.author_member \
     LEFT JOIN device ON device.id = message.author_device \
     LEFT JOIN photo ON photo.id = message.photo \
     WHERE message.log = ?1 AND NOT EXISTS (SELECT 1 FROM deletion \
      WHERE deletion.log = message.log AND deletion.target = message.event AND NOT deletion.trace)";

impl Client {
    /// The newest `limit` rows of a conversation, oldest first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn messages(&self, log: &LogId, limit: u32) -> Result<Vec<MessageRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| newest(connection, &inner.account.member, log, limit))?)
    }

    /// Up to `limit` rows before a position of the log, oldest first: what lies above what is shown.
    ///
    /// # Errors
    /// As for [`Self::messages`].
    pub fn messages_before(&self, log: &LogId, seq: u64, limit: u32) -> Result<Vec<MessageRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| before(connection, &inner.account.member, log, seq, limit))?)
    }

    /// One row, such as what a draft answers.
    ///
    /// # Errors
    /// [`ClientError::NotFound`]; as for [`Self::messages`].
    pub fn message(&self, log: &LogId, event: &EventId) -> Result<MessageRow, ClientError> {
        let inner = self.readable()?;
        let found = inner.store.read(|connection| one(connection, &inner.account.member, log, event))?;
        found.ok_or(ClientError::NotFound("message"))
    }

    /// The messages of others that this person has not seen, oldest first. What was there when she came into a channel is
    /// not among them.
    ///
    /// # Errors
    /// As for [`Self::messages`].
    pub fn unread_messages(&self, log: &LogId) -> Result<Vec<MessageRow>, ClientError> {
        let inner = self.readable()?;
        let own = &inner.account.member;
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let sql = format!("{COLUMNS} {EVIDENCE} {ROWS} AND message.place IN ({UNREAD}) ORDER BY message.place");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map((log.as_bytes(), own.as_bytes()), |row| message_row(row, own))?;
            let mut rows: Vec<MessageRow> = rows.collect::<Result<_, _>>()?;
            rows.iter_mut().try_for_each(|row| complete(connection, log, own, row))?;
            Ok(rows)
        })?;
        Ok(rows)
    }
}

/// The places of the messages in conversation ?1 that person ?2 has not seen: the newest of others behind what she has read,
/// as many as were counted when they came.
pub(crate) const UNREAD: &str = "SELECT unread.place FROM message AS unread
     WHERE unread.log = ?1 AND unread.author_member IS NOT ?2 AND unread.seq IS NOT NULL
         AND unread.place > (SELECT read_seq FROM conversation WHERE log = ?1)
     ORDER BY unread.place DESC LIMIT (SELECT unread FROM conversation WHERE log = ?1)";

pub(crate) fn newest(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    before(connection, own, log, i64::MAX.unsigned_abs(), limit)
}

/// One row.
pub(crate) fn one(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    event: &EventId,
) -> Result<Option<MessageRow>, StoreError> {
    let sql = format!("{COLUMNS} {EVIDENCE} {ROWS} AND message.id = {ROW_ID}");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row((log.as_bytes(), event.as_bytes()), |row| message_row(row, own)).optional()?;
    let Some(mut row) = row else { return Ok(None) };
    complete(connection, log, own, &mut row)?;
    Ok(Some(row))
}

fn before(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    place: u64,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    let sql = format!("{COLUMNS} {EVIDENCE} {ROWS} AND message.place < ?2 ORDER BY message.place DESC LIMIT ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((log.as_bytes(), place, limit), |row| message_row(row, own))?;
    let mut rows: Vec<MessageRow> = rows.collect::<Result<_, _>>()?;
    rows.reverse();
    for row in &mut rows {
        complete(connection, log, own, row)?;
    }
    Ok(rows)
}

fn message_row(row: &Row<'_>, own: &MemberId) -> Result<MessageRow, verband_store::rusqlite::Error> {
    let author = row.get::<_, Option<[u8; 32]>>(2)?.map(MemberId);
    let size = row.get::<_, Option<u32>>(8)?.zip(row.get::<_, Option<u32>>(9)?);
    let deleted_by = row.get::<_, Option<[u8; 32]>>(15)?.map(MemberId);
    let kind = RowKind::from_row(row.get(11)?, row.get(12)? || deleted_by.is_some());
    let deleted = kind == RowKind::Deleted;
    let flags: u32 = row.get(14)?;
    let flag = |flag| !deleted && flags & flag != 0;
    Ok(MessageRow {
        event: EventId(row.get(0)?),
        kind,
        seq: row.get(1)?,
        own: author == Some(*own),
        author,
        author_name: row.get(3)?,
        author_bot: row.get::<_, i64>(16)? == DeviceClass::Bot as i64,
        sent_at: row.get(4)?,
        // What is being deleted is not shown any more.
        text: if deleted { String::new() } else { row.get(5)? },
        photo: row.get::<_, Option<[u8; 16]>>(6)?.filter(|_| !deleted).map(BlobId),
        thumbnail: row.get::<_, Option<Vec<u8>>>(7)?.filter(|_| !deleted),
        photo_size: size.filter(|_| !deleted),
        recording: None,
        evidence: if deleted { PhotoEvidence::None } else { PhotoEvidence::from_row(row.get(17)?) },
        state: MessageState::from_row(row.get(10)?),
        reply_to: row.get::<_, Option<[u8; 16]>>(13)?.map(EventId),
        reply_name: String::new(),
        reply_text: String::new(),
        mentions: Vec::new(),
        reactions: Vec::new(),
        edited: flag(message_extras::EDITED),
        forwarded: flag(message_extras::FORWARDED),
        alarm: flag(message_extras::ALARM),
        confirm: flag(message_extras::CONFIRM),
        confirmed: 0,
        confirmed_own: false,
        received_by: 0,
        read_by: 0,
        location: None,
        documented_at: None,
        documented_in: String::new(),
        deleted_by,
    })
}

/// Adds what lies in other tables.
fn complete(connection: &Connection, log: &LogId, own: &MemberId, row: &mut MessageRow) -> Result<(), StoreError> {
    if matches!(row.kind, RowKind::Deleted | RowKind::Unreadable) {
        return Ok(());
    }
    if let Some(target) = row.reply_to {
        (row.reply_name, row.reply_text) = quote(connection, log, &target)?;
    }
    if matches!(row.kind, RowKind::Voice | RowKind::Video) {
        row.recording = recording_row(connection, log, &row.event)?;
    }
    row.reactions = message_extras::reactions(connection, log, &row.event, own)?;
    row.mentions = message_extras::mentions_of(connection, log, &row.event)?;
    row.location = message_extras::location_of(connection, log, &row.event)?;
    if let Some(documented) = wound::documentation_of(connection, log, &row.event)? {
        (row.documented_at, row.documented_in) = (Some(documented.at), documented.record);
    }
    if row.confirm {
        (row.confirmed, row.confirmed_own) = message_extras::confirmed(connection, log, &row.event, own)?;
    }
    if let Some(seq) = row.seq.filter(|_| row.own) {
        (row.received_by, row.read_by) = receipts::counts(connection, log, seq, own)?;
    }
    Ok(())
}

/// Author and beginning of what a message answers.
fn quote(connection: &Connection, log: &LogId, target: &EventId) -> Result<(String, String), StoreError> {
    let sql = format!(
        "SELECT coalesce(member.name, ''), message.text FROM message \
         LEFT JOIN member ON member.id = message.author_member WHERE message.id = {ROW_ID}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row((log.as_bytes(), target.as_bytes()), |row| {
        Ok((row.get(0)?, plain(row.get_ref(1)?.as_str()?).chars().take(QUOTE).collect()))
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// Who wrote something.
pub(crate) fn author_of(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<MemberId>, StoreError> {
    let sql = format!("SELECT author_member FROM message WHERE id = {ROW_ID}");
    let mut statement = connection.prepare_cached(&sql)?;
    let author: Option<Option<[u8; 32]>> =
        statement.query_row((log.as_bytes(), event.as_bytes()), |row| row.get(0)).optional()?;
    Ok(author.flatten().map(MemberId))
}
