//! What is known of blobs; their bytes are elsewhere.

use rusqlite::{Connection, Row};

use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, LogId};

use super::{Tx, all, channel, log_number, one};
use crate::store::{BlobStage, StoreError, StoreResult, StoredBlob};

pub(super) const COLUMNS: &str = "blob.blob, log.log, blob.device, blob.size, blob.hash, blob.received, blob.stage,
                                  blob.event, blob.created_at";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<StoredBlob> {
    Ok(StoredBlob {
        blob: BlobId(row.get(0)?),
        log: LogId(row.get(1)?),
        device: DeviceId(row.get(2)?),
        size: row.get(3)?,
        hash: Hash(row.get(4)?),
        received: row.get(5)?,
        stage: match row.get::<_, u8>(6)? {
            0 => BlobStage::Growing,
            1 => BlobStage::Whole,
            _ => BlobStage::Doomed,
        },
        event: row.get::<_, Option<_>>(7)?.map(EventId),
        created_at: row.get(8)?,
    })
}

pub(super) fn bytes_used(sql: &Connection, organisation: &LogId) -> StoreResult<u64> {
    let query = "SELECT bytes FROM organisation WHERE organisation = ?1";
    Ok(one(sql, query, [organisation.0], |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn blob(sql: &Connection, organisation: &LogId, blob: &BlobId) -> StoreResult<Option<StoredBlob>> {
    let query = format!(
        "SELECT {COLUMNS} FROM blob JOIN log ON log.id = blob.log WHERE blob.organisation = ?1 AND blob.blob = ?2"
    );
    one(sql, &query, (organisation.0, blob.0), read)
}

pub(super) fn blobs_of(
    sql: &Connection,
    organisation: &LogId,
    log: &LogId,
    event: &EventId,
) -> StoreResult<Vec<BlobId>> {
    let Some(number) = log_number(sql, organisation, log)? else {
        return Ok(Vec::new());
    };
    let query = "SELECT blob FROM blob WHERE organisation = ?1 AND log = ?2 AND event = ?3";
    all(sql, query, (organisation.0, number, event.0), |row| row.get(0).map(BlobId))
}

pub(super) fn start(
    tx: &Tx<'_>,
    organisation: &LogId,
    blob: &StoredBlob,
    quota: u64,
    log_quota: Option<u64>,
) -> StoreResult<()> {
    let number = log_number(tx.sql, organisation, &blob.log)?.ok_or(StoreError::Conflict)?;
    if bytes_used(tx.sql, organisation)?.saturating_add(blob.size) > quota {
        return Err(StoreError::Full);
    }
    if let Some(quota) = log_quota
        && channel::storage(tx.sql, number)?.saturating_add(blob.size) > quota
    {
        return Err(StoreError::Quota);
    }
    let insert = "INSERT INTO blob (organisation, blob, log, device, size, hash, received, stage, created_at)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7) ON CONFLICT DO NOTHING";
    let StoredBlob { device, size, hash, created_at, .. } = blob;
    if tx.execute(insert, (organisation.0, blob.blob.0, number, device.0, size, hash.0, created_at))? == 0 {
        return Err(StoreError::Exists("blob"));
    }
    tx.execute("UPDATE organisation SET bytes = bytes + ?2 WHERE organisation = ?1", (organisation.0, size))?;
    Ok(())
}

pub(super) fn set_received(tx: &Tx<'_>, organisation: &LogId, blob: &BlobId, received: u64) -> StoreResult<()> {
    let set = "UPDATE blob SET received = ?3 WHERE organisation = ?1 AND blob = ?2 AND stage = 0";
    tx.execute(set, (organisation.0, blob.0, received))?;
    Ok(())
}

pub(super) fn set_whole(tx: &Tx<'_>, organisation: &LogId, blob: &BlobId) -> StoreResult<()> {
    let set = "UPDATE blob SET stage = 1 WHERE organisation = ?1 AND blob = ?2 AND stage = 0";
    tx.execute(set, (organisation.0, blob.0))?;
    Ok(())
}

pub(super) fn forget(tx: &Tx<'_>, organisation: &LogId, blob: &BlobId) -> StoreResult<()> {
    let bytes = "UPDATE organisation SET bytes = bytes - coalesce(
                     (SELECT size FROM blob WHERE organisation = ?1 AND blob = ?2), 0) WHERE organisation = ?1";
    tx.execute(bytes, (organisation.0, blob.0))?;
    tx.execute("DELETE FROM blob WHERE organisation = ?1 AND blob = ?2", (organisation.0, blob.0))?;
    Ok(())
}

pub(super) fn doom(tx: &Tx<'_>, before: u64) -> StoreResult<Vec<(LogId, BlobId)>> {
    tx.execute("UPDATE blob SET stage = 2 WHERE event IS NULL AND stage < 2 AND created_at < ?1", [before])?;
    let query = "SELECT organisation, blob FROM blob WHERE stage = 2";
    all(tx.sql, query, (), |row| Ok((LogId(row.get(0)?), BlobId(row.get(1)?))))
}
