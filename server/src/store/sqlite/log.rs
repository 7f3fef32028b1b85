//! Reading logs.

use rusqlite::{Connection, Row};

use verband_protocol::entry::SignedEntry;
use verband_protocol::id::{DeviceId, EventId, Hash, LogId};
use verband_protocol::sign::Signature;
use verband_protocol::wire::{Page, Placed};

use super::{all, log_number, one};
use crate::store::{KnownEvent, PageFrom, PageQuery, StoreResult};

pub(super) fn last(sql: &Connection, organisation: &LogId, log: &LogId) -> StoreResult<Option<u64>> {
    one(sql, "SELECT seq FROM log WHERE organisation = ?1 AND log = ?2", (organisation.0, log.0), |row| row.get(0))
}

pub(super) fn head_at(sql: &Connection, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<Hash>> {
    if seq == 0 {
        return Ok(Some(Hash::ZERO));
    }
    // A position beyond what the database can number is in no log.
    let (Some(number), Ok(seq)) = (log_number(sql, organisation, log)?, i64::try_from(seq)) else {
        return Ok(None);
    };
    one(sql, "SELECT head FROM entry WHERE log = ?1 AND seq = ?2", (number, seq), |row| row.get(0).map(Hash))
}

pub(super) fn received_at(sql: &Connection, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<u64>> {
    let (Some(number), Ok(seq)) = (log_number(sql, organisation, log)?, i64::try_from(seq)) else {
        return Ok(None);
    };
    one(sql, "SELECT received_at FROM entry WHERE log = ?1 AND seq = ?2", (number, seq), |row| row.get(0))
}

pub(super) fn known_events(
    sql: &Connection,
    organisation: &LogId,
    log: &LogId,
    events: &[EventId],
) -> StoreResult<Vec<KnownEvent>> {
    let Some(number) = log_number(sql, organisation, log)? else {
        return Ok(Vec::new());
    };
    let mut known = Vec::new();
    for event in events {
        let query = "SELECT seq, author FROM entry WHERE log = ?1 AND event = ?2";
        known.extend(one(sql, query, (number, event.0), |row| {
            Ok(KnownEvent { event: *event, seq: row.get(0)?, author: DeviceId(row.get(1)?) })
        })?);
    }
    Ok(known)
}

pub(super) fn page(sql: &Connection, organisation: &LogId, log: &LogId, query: PageQuery) -> StoreResult<Page> {
    let found = "SELECT id, seq FROM log WHERE organisation = ?1 AND log = ?2";
    let found = one(sql, found, (organisation.0, log.0), |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    let Some((number, last)) = found else {
        return Ok(Page { entries: Vec::new(), last: 0 });
    };
    let floor = clamp(query.floor);
    let (select, from, to) = match query.from {
        PageFrom::After(after) => (
            "SELECT author, header, signature, body, seq FROM entry
             WHERE log = ?1 AND seq > ?2 AND seq < ?3 ORDER BY seq LIMIT ?4",
            clamp(after).max(floor),
            i64::MAX,
        ),
        PageFrom::Before(before) => (
            "SELECT author, header, signature, body, seq FROM entry
             WHERE log = ?1 AND seq > ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4",
            floor,
            clamp(before),
        ),
    };
    let mut statement = sql.prepare_cached(select)?;
    let mut rows = statement.query((number, from, to, query.limit))?;
    let mut entries = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let entry = signed_entry(row)?;
        bytes += entry.header.len() + entry.body().map_or(0, <[u8]>::len) + ENVELOPE;
        if bytes > query.bytes && !entries.is_empty() {
            break;
        }
        entries.push(Placed { seq: row.get(4)?, entry });
    }
    if matches!(query.from, PageFrom::Before(_)) {
        entries.reverse();
    }
    Ok(Page { entries, last })
}

/// Bytes of an entry in a page besides header and body, at most.
const ENVELOPE: usize = 160;

/// A position as the database numbers it; what is beyond is after every entry.
fn clamp(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

pub(super) fn organisation_entries(
    sql: &Connection,
    organisation: &LogId,
    after: u64,
) -> StoreResult<Vec<SignedEntry>> {
    let Some(number) = log_number(sql, organisation, organisation)? else {
        return Ok(Vec::new());
    };
    let query = "SELECT author, header, signature, body FROM entry WHERE log = ?1 AND seq > ?2 ORDER BY seq";
    all(sql, query, (number, clamp(after)), signed_entry)
}

/// Reads an entry from the columns author, header, signature, body.
pub(super) fn signed_entry(row: &Row<'_>) -> rusqlite::Result<SignedEntry> {
    Ok(SignedEntry {
        author: DeviceId(row.get(0)?),
        header: row.get(1)?,
        signature: Signature(row.get(2)?),
        body: row.get::<_, Option<Vec<u8>>>(3)?.map(Into::into),
    })
}
