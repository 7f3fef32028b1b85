//! What lies before the first of those who are in a conversation without history for newcomers: nobody is given it.

use rusqlite::Connection;

use verband_protocol::cbor;
use verband_protocol::entry::{Class, Header};
use verband_protocol::id::{EventId, LogId};

use super::append::erase;
use super::{Tx, all, log_number, one};
use crate::store::StoreResult;

/// Entries that are looked at in one transaction.
const PAGE: usize = 1_000;

/// Since when the first one is in who is in.
const FIRST: &str = "(SELECT min(since) FROM roster WHERE roster.log = log.id)";

pub(super) fn conversations(sql: &Connection, organisation: &LogId) -> StoreResult<Vec<LogId>> {
    let query = format!(
        "SELECT log.log FROM conversation JOIN log ON log.id = conversation.log
         WHERE log.organisation = ?1 AND conversation.from_join AND {FIRST} > 1 ORDER BY log.log"
    );
    all(sql, &query, [organisation.0], |row| row.get(0).map(LogId))
}

pub(super) fn erase_before(
    tx: &Tx<'_>,
    organisation: &LogId,
    log: &LogId,
    received_until: u64,
    after: u64,
) -> StoreResult<Option<u64>> {
    let Some(number) = log_number(tx.sql, organisation, log)? else { return Ok(None) };
    let query = format!(
        "SELECT {FIRST} FROM log JOIN conversation ON conversation.log = log.id WHERE log.id = ?1 AND from_join"
    );
    let first = one(tx.sql, &query, [number], |row| row.get::<_, Option<u64>>(0))?;
    let Some(first) = first.flatten() else { return Ok(None) };
    let query = "SELECT seq, event, header FROM entry
                 WHERE log = ?1 AND seq > ?2 AND seq < ?3 AND received_at <= ?4 AND body IS NOT NULL
                 ORDER BY seq LIMIT ?5";
    let found = all(tx.sql, query, (number, after, first, received_until, PAGE), |row| {
        Ok((row.get::<_, u64>(0)?, EventId(row.get(1)?), row.get::<_, Vec<u8>>(2)?))
    })?;
    for (_, event, header) in &found {
        // What commits say of the group stays, as with every other prune.
        if cbor::decode::<Header>(header).is_ok_and(|header| header.class == Class::Content) {
            erase(tx, organisation, number, event)?;
        }
    }
    Ok(found.last().filter(|_| found.len() == PAGE).map(|(seq, ..)| *seq))
}
