//! Reading conversations: state, roster, links, welcomes.

use rusqlite::Connection;

use verband_protocol::cbor;
use verband_protocol::entry::Position;
use verband_protocol::id::{DeviceId, Hash, LogId, MemberId};
use verband_protocol::policy::PERSONAL_PREFIX;
use verband_protocol::wire::{Group, Link, LogPosition, Welcome};
use verband_rules::conversation::LogState;

use super::append::drop_fetched_welcomes;
use super::{Tx, all, log_number, one};
use crate::store::{Reading, StoreError, StoreResult};

/// The state as the last commit, or whoever leaves since, left it, with position and counters as they are now.
pub(super) fn conversation(sql: &Connection, organisation: &LogId, log: &LogId) -> StoreResult<Option<LogState>> {
    let Some(number) = log_number(sql, organisation, log)? else {
        return Ok(None);
    };
    let query = "SELECT state FROM conversation WHERE log = ?1";
    let Some(state) = one(sql, query, [number], |row| row.get::<_, Vec<u8>>(0))? else {
        return Ok(None);
    };
    let mut state: LogState = cbor::decode(&state).map_err(|e| StoreError::Fault(format!("state: {e}")))?;
    let query = "SELECT seq, head FROM entry WHERE log = ?1 ORDER BY seq DESC LIMIT 1";
    let position = one(sql, query, [number], |row| Ok(Position { seq: row.get(0)?, head: Hash(row.get(1)?) }))?;
    state.position = position.ok_or_else(|| StoreError::Fault("a conversation without entries".into()))?;
    let query = "SELECT device, counter FROM counter WHERE log = ?1";
    state.counters = all(sql, query, [number], |row| Ok((DeviceId(row.get(0)?), row.get(1)?)))?.into_iter().collect();
    Ok(Some(state))
}

pub(super) fn group(sql: &Connection, organisation: &LogId, log: &LogId) -> StoreResult<Option<Group>> {
    let Some(number) = log_number(sql, organisation, log)? else {
        return Ok(None);
    };
    one(sql, "SELECT group_info, tree, epoch FROM conversation WHERE log = ?1", [number], |row| {
        let (group_info, tree): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        Ok(Group { group_info: group_info.into(), tree: tree.into(), epoch: row.get(2)? })
    })
}

pub(super) fn reading(
    sql: &Connection,
    organisation: &LogId,
    log: &LogId,
    device: &DeviceId,
    member: &MemberId,
) -> StoreResult<Option<Reading>> {
    let query = "SELECT roster.device, roster.since, conversation.from_join
                 FROM log
                 JOIN roster ON roster.log = log.id
                 JOIN conversation ON conversation.log = log.id
                 WHERE log.organisation = ?1 AND log.log = ?2 AND roster.member = ?3";
    let devices = all(sql, query, (organisation.0, log.0, member.0), |row| {
        Ok((DeviceId(row.get(0)?), row.get::<_, u64>(1)?, row.get::<_, bool>(2)?))
    })?;
    let Some(since) = devices.iter().map(|(_, since, _)| *since).min() else {
        return Ok(None);
    };
    Ok(Some(Reading {
        in_roster: devices.iter().any(|(other, ..)| other == device),
        floor: if devices.iter().any(|(.., from_join)| *from_join) { since.saturating_sub(1) } else { 0 },
    }))
}

pub(super) fn conversations_of(
    sql: &Connection,
    organisation: &LogId,
    device: &DeviceId,
) -> StoreResult<Vec<LogPosition>> {
    let query = "SELECT log.log, log.seq FROM roster JOIN log ON log.id = roster.log
                 WHERE roster.device = ?2 AND log.organisation = ?1 ORDER BY log.log";
    all(sql, query, (organisation.0, device.0), |row| Ok(LogPosition { log: LogId(row.get(0)?), seq: row.get(1)? }))
}

pub(super) fn count(sql: &Connection, organisation: &LogId) -> StoreResult<u64> {
    let query = "SELECT count(*) FROM conversation JOIN log ON log.id = conversation.log
                 WHERE log.organisation = ?1 AND substr(log.log, 1, ?3) <> ?2";
    let personal = (organisation.0, PERSONAL_PREFIX, PERSONAL_PREFIX.len());
    Ok(one(sql, query, personal, |row| row.get(0))?.unwrap_or_default())
}

pub(super) fn links(
    sql: &Connection,
    organisation: &LogId,
    log: &LogId,
    from: u64,
    to: u64,
    limit: u32,
) -> StoreResult<Vec<Link>> {
    let Some(number) = log_number(sql, organisation, log)? else {
        return Ok(Vec::new());
    };
    let Ok(from) = i64::try_from(from) else {
        return Ok(Vec::new());
    };
    let to = i64::try_from(to).unwrap_or(i64::MAX);
    let query = "SELECT epoch, link FROM link WHERE log = ?1 AND epoch BETWEEN ?2 AND ?3
                 ORDER BY epoch, number LIMIT ?4";
    all(sql, query, (number, from, to, limit), |row| {
        Ok(Link { epoch: row.get(0)?, link: row.get::<_, Vec<u8>>(1)?.into() })
    })
}

pub(super) fn welcomes(
    sql: &Connection,
    organisation: &LogId,
    device: &DeviceId,
    bytes: usize,
) -> StoreResult<Vec<Welcome>> {
    let query = "SELECT log.log, welcome.epoch, welcome.welcome, welcome.tree
                 FROM waiting
                 JOIN log ON log.id = waiting.log
                 JOIN welcome ON welcome.log = waiting.log AND welcome.epoch = waiting.epoch
                 WHERE waiting.device = ?2 AND log.organisation = ?1
                 ORDER BY log.id, welcome.epoch";
    let mut statement = sql.prepare_cached(query)?;
    let mut rows = statement.query((organisation.0, device.0))?;
    let mut welcomes: Vec<Welcome> = Vec::new();
    let mut total = 0;
    while let Some(row) = rows.next()? {
        let (welcome, tree): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
        total += welcome.len() + tree.len() + 64;
        if total > bytes && !welcomes.is_empty() {
            break;
        }
        let log = LogId(row.get(0)?);
        welcomes.push(Welcome { log, epoch: row.get(1)?, welcome: welcome.into(), tree: tree.into() });
    }
    Ok(welcomes)
}

pub(super) fn has_welcomes(sql: &Connection, organisation: &LogId, device: &DeviceId) -> StoreResult<bool> {
    let query = "SELECT 1 FROM waiting JOIN log ON log.id = waiting.log
                 WHERE waiting.device = ?2 AND log.organisation = ?1 LIMIT 1";
    Ok(one(sql, query, (organisation.0, device.0), |_| Ok(()))?.is_some())
}

pub(super) fn drop_welcome(
    tx: &Tx<'_>,
    organisation: &LogId,
    device: &DeviceId,
    log: &LogId,
    epoch: u64,
) -> StoreResult<bool> {
    let Some(number) = log_number(tx.sql, organisation, log)? else {
        return Ok(false);
    };
    let Ok(epoch) = i64::try_from(epoch) else {
        return Ok(false);
    };
    let delete = "DELETE FROM waiting WHERE device = ?1 AND log = ?2 AND epoch = ?3";
    let dropped = tx.execute(delete, (device.0, number, epoch))? == 1;
    drop_fetched_welcomes(tx)?;
    Ok(dropped)
}
