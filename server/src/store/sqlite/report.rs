//! What `doctor` asks of a database.

use rusqlite::Connection;

use verband_protocol::entry::Position;
use verband_protocol::id::{Hash, LogId};

use super::{all, blob, log, one};
use crate::store::{StoreReport, StoreResult};

pub(super) fn report(sql: &Connection) -> StoreResult<StoreReport> {
    let database: Vec<String> = all(sql, "PRAGMA integrity_check(20)", (), |row| row.get(0))?;
    let query = format!(
        "SELECT {}, blob.organisation FROM blob JOIN log ON log.id = blob.log ORDER BY blob.organisation, blob.blob",
        blob::COLUMNS
    );
    Ok(StoreReport {
        database: database.into_iter().filter(|line| line != "ok").collect(),
        broken_chains: broken_chains(sql)?,
        organisations: all(sql, "SELECT organisation, bytes FROM organisation", (), |row| {
            Ok((LogId(row.get(0)?), row.get(1)?))
        })?,
        entries: one(sql, "SELECT count(*) FROM entry", (), |row| row.get(0))?.unwrap_or(0),
        blobs: all(sql, &query, (), |row| Ok((LogId(row.get(9)?), blob::read(row)?)))?,
        waiting_mails: one(sql, "SELECT count(*) FROM mail WHERE state = 0", (), |row| row.get(0))?.unwrap_or(0),
        latest_time: one(sql, "SELECT max(received_at) FROM entry", (), |row| row.get::<_, Option<u64>>(0))?
            .flatten()
            .unwrap_or(0),
    })
}

/// Computes the heads of every log again.
fn broken_chains(sql: &Connection) -> StoreResult<Vec<(LogId, u64)>> {
    let logs = all(sql, "SELECT id, log, seq FROM log", (), |row| {
        Ok((row.get::<_, i64>(0)?, LogId(row.get(1)?), row.get::<_, u64>(2)?))
    })?;
    let mut statement =
        sql.prepare_cached("SELECT author, header, signature, NULL, seq, head FROM entry WHERE log = ?1 ORDER BY seq")?;
    let mut broken = Vec::new();
    for (number, log, last) in logs {
        let mut position = Position::START;
        let mut rows = statement.query([number])?;
        while let Some(row) = rows.next()? {
            position = position.next(&log::signed_entry(row)?);
            if (position.seq, position.head) != (row.get(4)?, Hash(row.get(5)?)) {
                broken.push((log, position.seq));
                break;
            }
        }
        if position.seq != last && broken.last().is_none_or(|(found, _)| *found != log) {
            broken.push((log, last));
        }
    }
    Ok(broken)
}
