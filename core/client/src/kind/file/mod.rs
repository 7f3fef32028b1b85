//! Files and folders: of a person in her personal space, of a channel, of a chat. A file is an event with a sealed blob; a
//! folder, another name, another place and another version are events as well. Everybody who may write in the conversation
//! may change them; only its author and moderators delete.

mod commands;
mod copy;
mod media;
mod payload;
mod reading;
mod tree;
mod view;
mod writing;

use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, LogId};
use verband_store::{StoreError, Topic, Tx};

use super::{ContentKind, Event, Row, Stays, Until, Whole, erased, place_row};
use crate::error::ClientError;
use payload::{Content, Payload};
use tree::{place_files, place_folders, settle};

pub use payload::{MAX_FILE, MAX_NAME};
pub use view::{FileKind, FileRow, FolderId, VersionRow};
pub(crate) use view::{NEW_FILES, files, look};
pub use writing::FileWriter;
pub(crate) use writing::Writers;

pub(super) const KIND: ContentKind = ContentKind {
    name: "file",
    payloads: &[payload::FILE, payload::FOLDER, payload::NAME, payload::PLACE, payload::VERSION, payload::RESTORE],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: Some("SELECT log FROM file_version WHERE blob = ?1"),
    begun: &[],
    stays: Stays::Wholes(&[payload::FOLDER], wholes),
};

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, bytes: &[u8]) -> Result<bool, ClientError> {
    let Some(payload) = Payload::read(number, bytes) else { return Ok(false) };
    match payload {
        Payload::File(file) => {
            // The server erases and authorises by the header: what the event opens must be what the header names.
            if *event.blobs != [file.content.sealed.blob] {
                return Ok(false);
            }
            keep_item(tx, event, false, &file.name, file.folder)?;
            keep_version(tx, event, &event.event, &file.content)?;
            place_row(tx, event, &Row::new(number, &file.name))?;
            settle(tx, event.log, &event.event)?;
        }
        Payload::Version(version) => {
            if *event.blobs != [version.content.sealed.blob] {
                return Ok(false);
            }
            if erased(tx, event.log, &version.item)?.is_none() {
                keep_version(tx, event, &version.item, &version.content)?;
                settle(tx, event.log, &version.item)?;
            }
            place_row(tx, event, &Row::new(number, &version.name))?;
        }
        Payload::Folder(folder) => {
            keep_item(tx, event, true, &folder.name, folder.folder)?;
            settle(tx, event.log, &event.event)?;
            place_files(tx, event.log, &event.event)?;
        }
        Payload::Name(change) => keep_change(tx, event, number, &change.item, Some(&change.name), None)?,
        Payload::Place(change) => keep_change(tx, event, number, &change.item, None, change.folder)?,
        Payload::Restore(change) => keep_change(tx, event, number, &change.item, None, Some(change.version))?,
    }
    Ok(true)
}

fn keep_item(
    tx: &Tx<'_>,
    event: &Event<'_>,
    folder: bool,
    name: &str,
    parent: Option<EventId>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO file_item (log, event, seq, folder, member, at, name0, parent0, name, parent, parent_seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?8, 0)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, at = excluded.at",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            folder,
            event.member.as_bytes(),
            event.sent_at,
            name,
            parent.as_ref().map(EventId::as_bytes),
        ),
    )
    .map(drop)
}

fn keep_version(tx: &Tx<'_>, event: &Event<'_>, item: &EventId, content: &Content) -> Result<(), StoreError> {
    let picture = content.picture.as_ref();
    tx.execute(
        "INSERT INTO file_version (log, event, item, seq, member, at, media, blob, file_key, size,
                                   thumb, width, height, orientation)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, at = excluded.at",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            item.as_bytes(),
            event.seq,
            event.member.as_bytes(),
            event.sent_at,
            &content.media,
            content.sealed.blob.as_bytes(),
            &content.sealed.key,
            content.sealed.size,
            picture.map(|picture| picture.thumbnail.as_slice()),
            picture.map(|picture| picture.width),
            picture.map(|picture| picture.height),
            picture.map(|picture| picture.orientation),
        ),
    )?;
    tx.touch(Topic::Vault);
    Ok(())
}

fn keep_change(
    tx: &Tx<'_>,
    event: &Event<'_>,
    number: Kind,
    item: &EventId,
    name: Option<&str>,
    target: Option<EventId>,
) -> Result<(), StoreError> {
    if erased(tx, event.log, item)?.is_some() {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO file_change (log, event, seq, item, what, name, target) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            item.as_bytes(),
            number.0,
            name,
            target.as_ref().map(EventId::as_bytes),
        ),
    )?;
    settle(tx, event.log, item)
}

/// Forgets an item with its versions and changes, or one of those.
fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    // Their keys go now, whoever made them; what the server has of others' versions goes when those come by.
    let doomed = "SELECT blob FROM file_version WHERE log = ?1 AND ?2 IN (event, item)";
    for blob in tx.query_map(&format!("{doomed} ORDER BY blob"), key, |row| row.get::<_, [u8; 16]>(0))? {
        tx.execute("INSERT OR IGNORE INTO litter (blob) VALUES (?1)", [&blob])?;
        tx.execute("DELETE FROM download WHERE blob = ?1", [&blob])?;
        tx.touch(Topic::Transfers);
    }
    let changed = "SELECT item FROM file_version WHERE log = ?1 AND event = ?2 AND item <> ?2
                   UNION SELECT item FROM file_change WHERE log = ?1 AND event = ?2 ORDER BY 1";
    let changed = tx.query_map(changed, key, |row| row.get(0).map(EventId))?;
    tx.execute("DELETE FROM file_version WHERE log = ?1 AND ?2 IN (event, item)", key)?;
    tx.execute("DELETE FROM file_change WHERE log = ?1 AND ?2 IN (event, item)", key)?;
    for item in changed {
        settle(tx, log, &item)?;
    }
    let folder = "SELECT folder FROM file_item WHERE log = ?1 AND event = ?2";
    let folder = tx.query_opt(folder, key, |row| row.get::<_, bool>(0))?;
    tx.execute("DELETE FROM file_item WHERE log = ?1 AND event = ?2", key)?;
    if folder == Some(true) {
        place_folders(tx, log)?;
        place_files(tx, log, event)?;
    }
    Ok(())
}

/// A file with its versions goes when nothing was done with it for so long; folders stay.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let sql = "SELECT event, folder FROM file_item WHERE log = ?1 ORDER BY event";
    Ok(tx.query_map(sql, [log.as_bytes()], |row| {
        let until = if row.get(1)? { Until::Always } else { Until::Newest };
        Ok(Whole::of(EventId(row.get(0)?), until))
    })?)
}

/// The versions and changes of an item.
fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM file_version WHERE log = ?1 AND item = ?2 AND event <> ?2
               UNION SELECT event FROM file_change WHERE log = ?1 AND item = ?2 ORDER BY 1";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}
