//! Transfers as people see and steer them.

use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::seal::sealed_len;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic};

use super::{FAILED, PAUSED, Transfers, WAITING};
use crate::client::{Client, Inner};
use crate::error::ClientError;

/// Where a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the server.
    Up,
    /// To this device.
    Down,
}

/// How a transfer is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferState {
    /// For its turn, or for a network.
    Waiting,
    /// On its way.
    Running,
    /// Until somebody resumes it.
    Paused,
    /// Until somebody tries again.
    Failed,
}

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRow {
    /// The sealed file.
    pub blob: BlobId,
    /// The conversation.
    pub log: LogId,
    /// The event that it goes up for: cancelling is taking that back.
    pub event: Option<EventId>,
    /// What people call it; empty for photos.
    pub name: String,
    /// Where it goes.
    pub direction: Direction,
    /// Sealed bytes that are there.
    pub done: u64,
    /// Sealed bytes in all; 0 while that is not known.
    pub total: u64,
    /// How it is doing.
    pub state: TransferState,
    /// Code of the error that it met last, as of [`ClientError::code`].
    pub reason: Option<String>,
}

impl Client {
    /// Files on their way, those up first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn transfers(&self) -> Result<Vec<TransferRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| transfers(connection, &inner.transfers))?)
    }

    /// Stops a transfer until somebody resumes it. What is there stays.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn pause_transfer(&self, blob: &BlobId) -> Result<(), ClientError> {
        self.inner()?.set_transfer(blob, PAUSED, WAITING)
    }

    /// Goes on with what was paused, or tries again what failed.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn resume_transfer(&self, blob: &BlobId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let event: Option<EventId> = inner.store.read(|connection| uploads_for(connection, blob))?;
        if let Some(event) = event {
            self.retry(&event)?;
        }
        inner.set_transfer(blob, WAITING, PAUSED)
    }

    /// Ends a download; nothing of it stays. What goes up is taken back with its event: [`Self::cancel`].
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Vault`].
    pub fn cancel_transfer(&self, blob: &BlobId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let found = inner.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.touch(Topic::Transfers);
            tx.execute("DELETE FROM download WHERE blob = ?1", [blob.as_bytes()])
        })?;
        if found == 0 {
            return Err(ClientError::NotFound("transfer"));
        }
        // Whoever is at work on it finds that nobody wishes for it, and leaves nothing either.
        let turn = inner.transfers.turn(blob);
        if turn.try_lock().is_some() {
            inner.files.remove(blob.as_bytes())?;
        }
        Ok(())
    }
}

impl Inner {
    fn set_transfer(&self, blob: &BlobId, state: i64, from: i64) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            let mut found = 0;
            for table in ["upload", "download"] {
                let sql = format!("UPDATE {table} SET state = ?2, reason = NULL WHERE blob = ?1 AND state IN (?3, ?4)");
                let failed = if from == PAUSED { FAILED } else { from };
                found += tx.execute(&sql, (blob.as_bytes(), state, from, failed))?;
            }
            tx.touch(Topic::Transfers);
            tx.touch(Topic::Outbox);
            if found > 0 { Ok(()) } else { Err(ClientError::NotFound("transfer")) }
        })
    }
}

/// The event that a file goes up for.
fn uploads_for(connection: &Connection, blob: &BlobId) -> Result<Option<EventId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT event FROM upload WHERE blob = ?1 AND state = 3")?;
    let mut rows = statement.query([blob.as_bytes()])?;
    Ok(rows.next()?.map(|row| row.get(0).map(EventId)).transpose()?)
}

/// Reads what [`Client::transfers`] gives.
pub(crate) fn transfers(connection: &Connection, at_work: &Transfers) -> Result<Vec<TransferRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 0, upload.blob, upload.log, upload.event, upload.name, upload.done, upload.size, upload.state,
                upload.reason
         FROM upload JOIN outbox ON outbox.event = upload.event WHERE upload.state <> 1
         UNION ALL
         SELECT 1, blob, log, NULL, name, done, size, state, reason FROM download
         ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| {
        let direction = if row.get::<_, i64>(0)? == 0 { Direction::Up } else { Direction::Down };
        let blob = BlobId(row.get(1)?);
        let size: u64 = row.get(6)?;
        Ok(TransferRow {
            blob,
            log: LogId(row.get(2)?),
            event: row.get::<_, Option<[u8; 16]>>(3)?.map(EventId),
            name: row.get(4)?,
            direction,
            done: row.get(5)?,
            total: if direction == Direction::Up { size } else { sealed_len(size) },
            state: match row.get::<_, i64>(7)? {
                PAUSED => TransferState::Paused,
                FAILED => TransferState::Failed,
                _ if at_work.is_active(&blob) => TransferState::Running,
                _ => TransferState::Waiting,
            },
            reason: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
