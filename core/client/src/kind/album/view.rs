//! Reading albums: of a conversation, of all, of the tray; by patient and wound; and what ends when.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, Row};
use verband_store::{StoreError, Topic};
use verband_texts::{Language, Value, text};

use super::NAME;
use crate::client::{Client, Inner};
use crate::ending::Ending;
use crate::error::ClientError;
use crate::kind::wound::patient_of;
use crate::kind::{MessageState, ROW_ID, RowKind};
use crate::{order, view};

/// Where photos of an album lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlbumPlace {
    /// In all conversations, the tray among them.
    #[default]
    All,
    /// In one conversation.
    Conversation(LogId),
    /// In the personal space, and never sent anywhere from there.
    Tray,
    /// The same, without a patient reference: to be sorted.
    Unsorted,
}

/// What an album shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlbumQuery {
    /// Where the photos lie.
    pub place: AlbumPlace,
    /// Those of one patient reference alone, exactly as it is written.
    pub patient: Option<String>,
    /// Those of one wound alone.
    pub wound: Option<EventId>,
}

impl AlbumQuery {
    /// Whether a change of this may show in it.
    pub(crate) fn concerns(&self, topic: Topic) -> bool {
        match (self.place, topic) {
            (AlbumPlace::Conversation(log), Topic::Conversation(changed)) => log.0 == changed,
            (_, Topic::Kind(kind)) => [NAME, crate::kind::wound::NAME].contains(&kind),
            (_, topic) => matches!(topic, Topic::Conversation(_) | Topic::Organisation | Topic::Outbox),
        }
    }
}

/// A photo, a voice note or a video in an album.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlbumRow {
    /// What it is.
    pub kind: RowKind,
    /// Its sealed file, by which a photo is opened; a voice note or a video is by its event.
    pub photo: BlobId,
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The event that brought it.
    pub event: EventId,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub taken_at: u64,
    /// Who brought it.
    pub author: MemberId,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether this person did.
    pub own: bool,
    /// What was written to it.
    pub caption: String,
    /// Whose it is: the wound's patient, or else what it was filed under; may be empty.
    pub patient: String,
    /// The wound that it belongs to.
    pub wound: Option<EventId>,
    /// JPEG of 320 pixels on the long side; none of a voice note.
    pub thumbnail: Option<Vec<u8>>,
    /// Pixels as shown.
    pub width: u32,
    /// Pixels as shown.
    pub height: u32,
    /// Of a voice note or a video: how long it takes, in milliseconds.
    pub duration_ms: Option<u64>,
    /// How far it has come.
    pub state: MessageState,
    /// Of one in the personal space: whether it has become something elsewhere, by being forwarded or redacted.
    pub sent: bool,
    /// Of one in the tray: when it is deleted if it is not sent before, in milliseconds since the Unix epoch.
    pub ends_at: Option<u64>,
    /// The days until then; of the last day 1, of one that is over 0.
    pub days_left: Option<u32>,
}

/// A patient reference that photos are filed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlbumPatientRow {
    /// The reference.
    pub patient: String,
    /// How many photos.
    pub photos: u32,
    /// When the last of them was taken, in milliseconds since the Unix epoch.
    pub newest_at: u64,
}

impl Client {
    /// Photos by when they were taken, the newest first, at most so many.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn album(&self, query: &AlbumQuery, limit: u32) -> Result<Vec<AlbumRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| album(connection, &inner, query, limit))?.0)
    }

    /// The patient references that photos are filed under, by whose photo is the newest.
    ///
    /// # Errors
    /// As for [`Self::album`].
    pub fn album_patients(&self) -> Result<Vec<AlbumPatientRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT item.patient, count(*), max(item.taken_at) FROM album_item AS item
                 WHERE item.patient <> '' AND {SHOWN} GROUP BY item.patient ORDER BY max(item.taken_at) DESC, item.patient"
            ))?;
            let rows = statement.query_map([], |row| {
                Ok(AlbumPatientRow { patient: row.get(0)?, photos: row.get(1)?, newest_at: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?)
    }

    /// What of the tray is deleted if it is not sent before, and when: what ends first comes first. Empty if the policy lets
    /// nothing end.
    ///
    /// # Errors
    /// As for [`Self::album`].
    pub fn unsent_ending(&self) -> Result<Vec<AlbumRow>, ClientError> {
        let tray = AlbumQuery { place: AlbumPlace::Tray, ..AlbumQuery::default() };
        let mut rows = self.album(&tray, u32::MAX)?;
        rows.retain(|row| row.ends_at.is_some());
        order::by_key(&mut rows, |row| (row.ends_at, row.event));
        Ok(rows)
    }

    /// The same as a sentence: how many photos, and when the first of them ends. None if nothing ends.
    ///
    /// # Errors
    /// As for [`Self::album`].
    pub fn unsent_in_words(&self, language: Language) -> Result<Option<String>, ClientError> {
        let rows = self.unsent_ending()?;
        let Some(days) = rows.first().and_then(|row| row.days_left) else { return Ok(None) };
        let (count, days) = (rows.len().into(), Value::Number(days.into()));
        Ok(Some(text(language, "album-ending", &[("count", count), ("days", days)])))
    }
}

/// What is being deleted, or moved, is not shown.
const SHOWN: &str =
    "NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = item.log AND deletion.target = item.event)";

/// The personal space is the only one of its kind.
pub(super) const SPACE: &str = "(SELECT log FROM conversation WHERE kind = 3)";

/// The rows of an album, and when they change by themselves.
pub(crate) fn album(
    connection: &Connection,
    inner: &Inner,
    query: &AlbumQuery,
    limit: u32,
) -> Result<(Vec<AlbumRow>, Option<u64>), ClientError> {
    let now = inner.ports.clock.now_ms();
    let rows = rows(connection, &inner.account.member, query, limit, (Ending::of(connection)?, now))?;
    let due = rows.iter().filter_map(|row| Ending::changes(row.ends_at?, now)).min();
    Ok((rows, due))
}

fn rows(
    connection: &Connection,
    own: &MemberId,
    query: &AlbumQuery,
    limit: u32,
    (ending, now): (Ending, u64),
) -> Result<Vec<AlbumRow>, StoreError> {
    let (place, log) = match query.place {
        AlbumPlace::All => ("?2 IS NULL".to_owned(), None),
        AlbumPlace::Conversation(log) => ("item.log = ?2".to_owned(), Some(log)),
        AlbumPlace::Tray => (format!("?2 IS NULL AND item.log IN {SPACE} AND item.sent = 0"), None),
        AlbumPlace::Unsorted => (
            format!(
                "?2 IS NULL AND item.log IN {SPACE} AND item.sent = 0 AND item.patient = '' AND item.wound IS NULL"
            ),
            None,
        ),
    };
    let patient = if query.patient.is_some() { "item.patient = ?3 AND item.patient <> ''" } else { "?3 IS NULL" };
    let wound = if query.wound.is_some() { "item.wound = ?4" } else { "?4 IS NULL" };
    let sql = format!(
        "SELECT item.log, item.event, item.kind, item.item, item.taken_at, item.member, coalesce(member.name, ''),
                item.wound, item.patient, item.sent, coalesce(photo.thumb, recording.poster),
                coalesce(photo.width, recording.width, 0), coalesce(photo.height, recording.height, 0),
                item.at, item.log IN {SPACE}, recording.duration
         FROM album_item AS item LEFT JOIN photo ON photo.id = item.item LEFT JOIN member ON member.id = item.member
         LEFT JOIN recording ON recording.log = item.log AND recording.event = item.event
         WHERE {place} AND {patient} AND {wound} AND {SHOWN} ORDER BY item.taken_at DESC, item.event DESC LIMIT ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let key = (limit, log.as_ref().map(LogId::as_bytes), &query.patient, query.wound.as_ref().map(EventId::as_bytes));
    let rows = statement.query_map(key, |row| album_row(row, own, ending, now))?;
    let mut rows: Vec<AlbumRow> = rows.collect::<Result<_, _>>()?;
    let mut titles = BTreeMap::new();
    for row in &mut rows {
        complete(connection, own, row, &mut titles)?;
    }
    Ok(rows)
}

fn album_row(
    row: &Row<'_>,
    own: &MemberId,
    ending: Ending,
    now: u64,
) -> Result<AlbumRow, verband_store::rusqlite::Error> {
    let (member, sent, here): (_, bool, bool) = (MemberId(row.get(5)?), row.get(9)?, row.get(14)?);
    let ends_at = ending.ends_at(row.get(13)?).filter(|_| here && !sent);
    Ok(AlbumRow {
        kind: RowKind::from_row(row.get(2)?, false),
        photo: BlobId(row.get(3)?),
        conversation: LogId(row.get(0)?),
        conversation_title: String::new(),
        event: EventId(row.get(1)?),
        taken_at: row.get(4)?,
        author: member,
        author_name: row.get(6)?,
        own: member == *own,
        caption: String::new(),
        patient: row.get(8)?,
        wound: row.get::<_, Option<[u8; 16]>>(7)?.map(EventId),
        thumbnail: row.get(10)?,
        width: row.get(11)?,
        height: row.get(12)?,
        duration_ms: row.get(15)?,
        state: MessageState::Sent,
        sent,
        ends_at,
        days_left: ends_at.map(|ends| Ending::days_left(ends, now)),
    })
}

/// Adds what lies in other tables.
fn complete(
    connection: &Connection,
    own: &MemberId,
    row: &mut AlbumRow,
    titles: &mut BTreeMap<LogId, String>,
) -> Result<(), StoreError> {
    let log = row.conversation;
    row.conversation_title = match titles.entry(log) {
        Entry::Occupied(title) => title.get().clone(),
        Entry::Vacant(place) => place.insert(view::title_of(connection, &log, own)?).clone(),
    };
    let mut statement = connection.prepare_cached(&format!("SELECT text, state FROM message WHERE id = {ROW_ID}"))?;
    let mut found = statement.query((log.as_bytes(), row.event.as_bytes()))?;
    if let Some(message) = found.next()? {
        (row.caption, row.state) = (message.get(0)?, MessageState::from_row(message.get(1)?));
    }
    if let Some(wound) = row.wound {
        // It may be gone, or have not come yet.
        let there = patient_of(connection, &log, &wound)?.is_some() && !is_hidden(connection, &log, &wound)?;
        row.wound = row.wound.filter(|_| there);
    }
    Ok(())
}

fn is_hidden(connection: &Connection, log: &LogId, event: &EventId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM deletion WHERE log = ?1 AND target = ?2")?;
    Ok(statement.exists((log.as_bytes(), event.as_bytes()))?)
}
