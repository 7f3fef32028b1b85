//! What channels show, who asks to join them, and the marks of devices.

use rusqlite::Connection;

use verband_protocol::id::{DeviceId, LogId, MemberId};
use verband_protocol::policy::Join;
use verband_protocol::sign::Signature;
use verband_protocol::wire::{
    JoinRequest, JoinState, ListedChannel, ListedChannels, LogPosition, MARK_VALIDITY, Mark, Marks, NewMark,
};

use super::{Tx, all, log_number, one};
use crate::store::{StoreError, StoreResult};

fn number_of(sql: &Connection, organisation: &LogId, log: &LogId) -> StoreResult<i64> {
    log_number(sql, organisation, log)?.ok_or(StoreError::Conflict)
}

pub(super) fn put_card(tx: &Tx<'_>, organisation: &LogId, log: &LogId, join: Join, sealed: &[u8]) -> StoreResult<()> {
    let number = number_of(tx.sql, organisation, log)?;
    let put = "INSERT OR REPLACE INTO card (log, join_rule, sealed) VALUES (?1, ?2, ?3)";
    tx.execute(put, (number, join as i64, sealed))?;
    Ok(())
}

pub(super) fn listed(
    sql: &Connection,
    organisation: &LogId,
    member: &MemberId,
    after: Option<&LogId>,
    bytes: usize,
) -> StoreResult<ListedChannels> {
    let query = "SELECT log.log, card.sealed, card.join_rule,
                        EXISTS (SELECT 1 FROM roster WHERE roster.log = log.id AND roster.member = ?2), request.refused
                 FROM card JOIN log ON log.id = card.log
                 LEFT JOIN request ON request.log = log.id AND request.member = ?2
                 WHERE log.organisation = ?1 AND log.log > ?3 ORDER BY log.log";
    let mut statement = sql.prepare_cached(query)?;
    let after: &[u8] = after.map_or(&[], |after| &after.0);
    let mut rows = statement.query((organisation.0, member.0, after))?;
    let (mut channels, mut total) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let sealed: Vec<u8> = row.get(1)?;
        total += sealed.len() + 64;
        if total > bytes && !channels.is_empty() {
            return Ok(ListedChannels { channels, more: true });
        }
        let join = match row.get::<_, i64>(2)? {
            0 => Join::Open,
            3 => Join::Everyone,
            _ => Join::Invitation,
        };
        let request =
            row.get::<_, Option<bool>>(4)?.map(|refused| if refused { JoinState::Refused } else { JoinState::Waiting });
        let (log, inside) = (LogId(row.get(0)?), row.get(3)?);
        channels.push(ListedChannel { log, sealed: sealed.into(), join, inside, request });
    }
    Ok(ListedChannels { channels, more: false })
}

/// Keeps the card in step with the policy: what is not shown any more has none, and nobody asks for it.
pub(super) fn follow(tx: &Tx<'_>, number: i64, join: Option<Join>) -> StoreResult<()> {
    if let Some(join) = join {
        tx.execute("UPDATE card SET join_rule = ?2 WHERE log = ?1", (number, join as i64))?;
    } else {
        tx.execute("DELETE FROM card WHERE log = ?1", [number])?;
    }
    if !matches!(join, Some(Join::Open | Join::Invitation)) {
        tx.execute("DELETE FROM request WHERE log = ?1", [number])?;
    }
    Ok(())
}

pub(super) fn put_request(
    tx: &Tx<'_>,
    organisation: &LogId,
    log: &LogId,
    member: &MemberId,
    request: &JoinRequest,
) -> StoreResult<()> {
    let number = number_of(tx.sql, organisation, log)?;
    let at = i64::try_from(request.at).unwrap_or(i64::MAX);
    let put = "INSERT OR REPLACE INTO request (log, member, device, at, signature) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.execute(put, (number, member.0, request.device.0, at, request.signature.0))?;
    Ok(())
}

pub(super) fn drop_request(tx: &Tx<'_>, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool> {
    let delete =
        "DELETE FROM request WHERE log = (SELECT id FROM log WHERE organisation = ?1 AND log = ?2) AND member = ?3";
    Ok(tx.execute(delete, (organisation.0, log.0, member.0))? == 1)
}

pub(super) fn refuse_request(tx: &Tx<'_>, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool> {
    let refuse = "UPDATE request SET refused = 1
                  WHERE log = (SELECT id FROM log WHERE organisation = ?1 AND log = ?2) AND member = ?3 AND refused = 0";
    Ok(tx.execute(refuse, (organisation.0, log.0, member.0))? == 1)
}

pub(super) fn requests(
    sql: &Connection,
    organisation: &LogId,
    log: &LogId,
    limit: u32,
) -> StoreResult<Vec<JoinRequest>> {
    let query = "SELECT device, at, signature FROM request JOIN log ON log.id = request.log
                 WHERE log.organisation = ?1 AND log.log = ?2 AND refused = 0 ORDER BY at, device LIMIT ?3";
    all(sql, query, (organisation.0, log.0, limit), |row| {
        Ok(JoinRequest { device: DeviceId(row.get(0)?), at: row.get(1)?, signature: Signature(row.get(2)?) })
    })
}

/// The channels that a device is in and somebody asks to join.
pub(super) fn requested(sql: &Connection, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<LogId>> {
    let query = "SELECT log.log FROM roster JOIN log ON log.id = roster.log
                 WHERE roster.device = ?2 AND log.organisation = ?1
                   AND EXISTS (SELECT 1 FROM request WHERE request.log = log.id AND refused = 0) ORDER BY log.log";
    all(sql, query, (organisation.0, device.0), |row| row.get(0).map(LogId))
}

/// Writes a mark and gives it the next number, which no other one ever had: the server's clock, or one more.
pub(super) fn put_mark(
    tx: &Tx<'_>,
    organisation: &LogId,
    log: &LogId,
    device: &DeviceId,
    mark: &NewMark,
    now: u64,
) -> StoreResult<u64> {
    let number = number_of(tx.sql, organisation, log)?;
    let query = "SELECT max(?2, coalesce(max(number), 0) + 1) FROM mark WHERE log = ?1";
    let next: u64 = one(tx.sql, query, (number, now), |row| row.get(0))?.unwrap_or(now);
    let epoch = i64::try_from(mark.epoch).unwrap_or(i64::MAX);
    let put = "INSERT OR REPLACE INTO mark (log, device, number, epoch, sealed, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.execute(put, (number, device.0, next, epoch, mark.sealed.as_slice(), now))?;
    Ok(next)
}

pub(super) fn marks(sql: &Connection, organisation: &LogId, log: &LogId, after: u64, limit: u32) -> StoreResult<Marks> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let query = "SELECT device, epoch, sealed, number FROM mark JOIN log ON log.id = mark.log
                 WHERE log.organisation = ?1 AND log.log = ?2 AND number > ?3 ORDER BY number LIMIT ?4";
    let marks = all(sql, query, (organisation.0, log.0, after, limit), |row| {
        let mark = Mark { device: DeviceId(row.get(0)?), epoch: row.get(1)?, sealed: row.get::<_, Vec<u8>>(2)?.into() };
        Ok((mark, row.get::<_, u64>(3)?))
    })?;
    let newest = marks.last().map_or(after.unsigned_abs(), |(_, number)| *number);
    Ok(Marks { marks: marks.into_iter().map(|(mark, _)| mark).collect(), newest })
}

/// The conversations that a device is in and others have marks in, each with the number of the newest.
pub(super) fn marked(sql: &Connection, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<LogPosition>> {
    let query = "SELECT log.log, max(mark.number) FROM roster JOIN log ON log.id = roster.log
                 JOIN mark ON mark.log = log.id AND mark.device <> ?2
                 WHERE roster.device = ?2 AND log.organisation = ?1 GROUP BY log.id ORDER BY log.log";
    all(sql, query, (organisation.0, device.0), |row| Ok(LogPosition { log: LogId(row.get(0)?), seq: row.get(1)? }))
}

pub(super) fn drop_expired(tx: &Tx<'_>, now: u64) -> StoreResult<()> {
    tx.execute("DELETE FROM mark WHERE at <= ?1", [now.saturating_sub(MARK_VALIDITY)])?;
    Ok(())
}

/// Bytes of a conversation's blobs.
pub(super) fn storage(sql: &Connection, number: i64) -> StoreResult<u64> {
    let query = "SELECT coalesce(sum(size), 0) FROM blob WHERE log = ?1 AND stage < 2";
    Ok(one(sql, query, [number], |row| row.get(0))?.unwrap_or(0))
}
