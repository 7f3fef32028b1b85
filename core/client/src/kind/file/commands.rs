//! What people do with files and folders. Each act is one event for each item, on disk before the call returns.

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx, WAITING};

use super::KIND;
use super::payload::{FOLDER, Folder, NAME, Name, PLACE, Place, RESTORE, Restore, checked_name};
use crate::client::{Client, Inner};
use crate::deletion::Manner;
use crate::error::ClientError;

/// The most targets of one delete.
const MAX_TARGETS: usize = 100;

impl Client {
    /// Makes a folder, in another one or in the root.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::FileName`], [`ClientError::NotFound`], [`ClientError::Halted`].
    pub fn create_folder(&self, log: &LogId, folder: Option<EventId>, name: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let name = checked_name(name)?;
        inner.store.with_tx(|tx| {
            has_folder(tx, log, folder)?;
            inner.change(tx, log, FOLDER, cbor::encode(&Folder { name, folder }))
        })
    }

    /// Gives a file or folder another name. If several people do so, the last one in the log counts.
    ///
    /// # Errors
    /// As for [`Self::create_folder`].
    pub fn rename_file(&self, log: &LogId, item: &EventId, name: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let name = checked_name(name)?;
        inner.store.with_tx(|tx| {
            is_folder(tx, log, item)?;
            inner.change(tx, log, NAME, cbor::encode(&Name { item: *item, name }))
        })
    }

    /// Puts a file or folder into another folder, or into the root.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for a folder that would lie in itself; as for [`Self::create_folder`].
    pub fn move_file(&self, log: &LogId, item: &EventId, folder: Option<EventId>) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            is_folder(tx, log, item)?;
            has_folder(tx, log, folder)?;
            let mut above = folder;
            while let Some(id) = above {
                if id == *item {
                    return Err(ClientError::Refused(verband_rules::Refusal::NotAllowed));
                }
                above = place(tx, log, &id)?;
            }
            inner.change(tx, log, PLACE, cbor::encode(&Place { item: *item, folder }))
        })
    }

    /// Makes an earlier version of a file count again. All versions stay.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Halted`].
    pub fn restore_version(&self, log: &LogId, item: &EventId, version: &EventId) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let sql = "SELECT 1 FROM file_version WHERE log = ?1 AND item = ?2 AND event = ?3";
            tx.query_opt(sql, (log.as_bytes(), item.as_bytes(), version.as_bytes()), |_| Ok(()))?
                .ok_or(ClientError::NotFound("version"))?;
            inner.change(tx, log, RESTORE, cbor::encode(&Restore { item: *item, version: *version }))
        })
    }

    /// Deletes files and folders, with everything that lies in them, for everybody. It is gone from the lists at once. If it
    /// is to be undoable it is sent after ten seconds; until then [`Self::undo_delete`] brings all of it back with what this
    /// gives. What was not sent yet never will be, and does not come back.
    ///
    /// # Errors
    /// [`ClientError::Refused`] if something is another's and this person does not moderate: then nothing is deleted;
    /// [`ClientError::NotFound`], [`ClientError::Halted`].
    pub fn delete_files(&self, log: &LogId, items: &[EventId], undoable: bool) -> Result<Vec<EventId>, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let mut targets = Vec::new();
            for item in with_contents(tx, log, items)? {
                if waits(tx, log, &item)? && Inner::cancel_waiting(tx, log, &item)? {
                    continue;
                }
                targets.extend(inner.deletable(tx, log, &item)?);
            }
            targets.dedup();
            let mut deletes = Vec::new();
            for targets in targets.chunks(MAX_TARGETS) {
                let event = inner.enqueue_delete(tx, log, targets, Manner::Plain)?;
                if undoable {
                    inner.hold(tx, &event)?;
                }
                deletes.push(event);
            }
            tx.touch(Topic::Kind(KIND.name));
            Ok(deletes)
        })
    }
}

impl Inner {
    /// Puts an event without files into the outbox.
    pub(super) fn change(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        number: Kind,
        payload: Vec<u8>,
    ) -> Result<EventId, ClientError> {
        Self::may_write(tx, log)?;
        self.enqueue(tx, log, number, payload, &[])
    }
}

/// Whether an item is a folder. One that is not there, or about to go, is an error.
pub(super) fn is_folder(tx: &Tx<'_>, log: &LogId, item: &EventId) -> Result<bool, ClientError> {
    let sql = "SELECT folder FROM file_item WHERE log = ?1 AND event = ?2
               AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = ?2)";
    let found = tx.query_opt(sql, (log.as_bytes(), item.as_bytes()), |row| row.get(0))?;
    found.ok_or(ClientError::NotFound("file"))
}

/// Whether something can be put there.
pub(super) fn has_folder(tx: &Tx<'_>, log: &LogId, folder: Option<EventId>) -> Result<(), ClientError> {
    match folder {
        Some(folder) if !is_folder(tx, log, &folder)? => Err(ClientError::NotFound("folder")),
        _ => Ok(()),
    }
}

/// Whether an item is not in the log yet.
fn waits(tx: &Tx<'_>, log: &LogId, item: &EventId) -> Result<bool, ClientError> {
    let sql = "SELECT seq >= ?3 FROM file_item WHERE log = ?1 AND event = ?2";
    Ok(tx.query_opt(sql, (log.as_bytes(), item.as_bytes(), WAITING), |row| row.get(0))?.unwrap_or(false))
}

/// The folder that shows an item.
fn place(tx: &Tx<'_>, log: &LogId, item: &EventId) -> Result<Option<EventId>, ClientError> {
    let sql = "SELECT place FROM file_item WHERE log = ?1 AND event = ?2";
    let found = tx.query_opt(sql, (log.as_bytes(), item.as_bytes()), |row| row.get::<_, Option<[u8; 16]>>(0))?;
    Ok(found.flatten().map(EventId))
}

/// Items with everything that lies in them, the outer before the inner.
pub(super) fn with_contents(tx: &Tx<'_>, log: &LogId, items: &[EventId]) -> Result<Vec<EventId>, ClientError> {
    let mut all: Vec<EventId> = Vec::new();
    for item in items {
        is_folder(tx, log, item)?;
        if !all.contains(item) {
            all.push(*item);
        }
    }
    let mut next = 0;
    while let Some(item) = all.get(next).copied() {
        next += 1;
        let sql = "SELECT event FROM file_item WHERE log = ?1 AND place = ?2 ORDER BY event";
        let inside = tx.query_map(sql, (log.as_bytes(), item.as_bytes()), |row| row.get(0).map(EventId))?;
        all.extend(inside.into_iter().filter(|inside| !items.contains(inside)));
    }
    Ok(all)
}
