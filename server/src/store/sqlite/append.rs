//! The one transaction that moves a log on.

use verband_protocol::cbor;
use verband_protocol::id::{DeviceId, EventId, LogId, MemberId};
use verband_protocol::policy::{History, Join, Leaf};

use super::{Tx, channel, log_number, one};
use crate::store::{Append, Change, NewEntry, Regroup, StoreError, StoreResult};

pub(super) fn append(tx: &Tx<'_>, append: &Append<'_>) -> StoreResult<()> {
    let organisation = &append.organisation;
    for change in &append.changes {
        if let Change::Found { token } = change {
            let used = "UPDATE set_up_token SET used_for = ?2 WHERE token = ?1 AND used_for IS NULL";
            expect_one(tx.execute(used, (token.0, organisation.0))?)?;
            tx.execute("INSERT INTO organisation (organisation) VALUES (?1)", [organisation.0])?;
        }
    }
    let number = advance(tx, append)?;
    // Erasing comes first: on a full disk the new entry fits into the place that becomes free.
    for change in &append.changes {
        if let Change::Erase(event) = change {
            erase(tx, organisation, number, event)?;
        }
    }
    for entry in &append.entries {
        insert(tx, organisation, number, entry, append.now)?;
    }
    for change in &append.changes {
        match change {
            Change::Found { .. } => {}
            // Again, for what is written and erased by the same append.
            Change::Erase(event) => erase(tx, organisation, number, event)?,
            Change::AddDevice(device) => {
                let add = "INSERT INTO device (device, organisation) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
                if tx.execute(add, (device.0, organisation.0))? == 0 {
                    return Err(StoreError::Exists("device"));
                }
            }
            Change::DropDevice(device) => drop_device(tx, organisation, device)?,
            Change::DropBackups(member) => {
                tx.execute("DELETE FROM backup WHERE organisation = ?1 AND member = ?2", (organisation.0, member.0))?;
            }
            Change::InvitationBundle { invitation, bundle } => {
                let add = "INSERT INTO invitation (invitation, organisation, bundle) VALUES (?1, ?2, ?3)
                           ON CONFLICT DO NOTHING";
                if tx.execute(add, (invitation.0, organisation.0, *bundle))? == 0 {
                    return Err(StoreError::Exists("invitation"));
                }
            }
            Change::Regroup(regroup) => self::regroup(tx, number, regroup)?,
            Change::State(state) => {
                tx.execute("UPDATE conversation SET state = ?2 WHERE log = ?1", (number, cbor::encode(state)))?;
                if state.is_deserted() {
                    channel::follow(tx, number, None)?;
                }
            }
            Change::AddLink { epoch, link } => {
                let add = "INSERT INTO link (log, epoch, number, link)
                           SELECT ?1, ?2, count(*), ?3 FROM link WHERE log = ?1 AND epoch = ?2";
                tx.execute(add, (number, epoch, *link))?;
            }
            Change::ClaimBlob { blob, event } => {
                let claim = "UPDATE blob SET event = ?4 WHERE organisation = ?1 AND blob = ?2 AND log = ?3
                             AND stage = 1 AND event IS NULL";
                expect_one(tx.execute(claim, (organisation.0, blob.0, number, event.0))?)?;
            }
        }
    }
    Ok(())
}

/// What somebody else changed meanwhile is a conflict: the caller looks again.
fn expect_one(changed: usize) -> StoreResult<()> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}

/// Moves the log from the position expected to the one after the entries.
fn advance(tx: &Tx<'_>, append: &Append<'_>) -> StoreResult<i64> {
    let (organisation, log) = (append.organisation, append.log);
    let after = append.before + append.entries.len() as u64;
    let moved = if append.before == 0 {
        let create = "INSERT INTO log (organisation, log, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        tx.execute(create, (organisation.0, log.0, after))?
    } else {
        let advance = "UPDATE log SET seq = ?3 WHERE organisation = ?1 AND log = ?2 AND seq = ?4";
        tx.execute(advance, (organisation.0, log.0, after, append.before))?
    };
    expect_one(moved)?;
    log_number(tx.sql, &organisation, &log)?.ok_or(StoreError::Conflict)
}

fn insert(tx: &Tx<'_>, organisation: &LogId, number: i64, entry: &NewEntry<'_>, now: u64) -> StoreResult<()> {
    let NewEntry { at, header, signed } = entry;
    let insert = "INSERT INTO entry (log, seq, head, event, author, received_at, header, signature, body)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.execute(
        insert,
        (
            number,
            at.seq,
            at.head.0,
            header.event.0,
            header.author.0,
            now,
            &signed.header,
            signed.signature.0,
            signed.body(),
        ),
    )?;
    let count = "INSERT INTO counter (log, device, counter) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET counter = excluded.counter";
    tx.execute(count, (number, header.author.0, header.counter))?;
    let bytes = signed.body().map_or(0, <[u8]>::len);
    tx.execute("UPDATE organisation SET bytes = bytes + ?2 WHERE organisation = ?1", (organisation.0, bytes))?;
    Ok(())
}

/// Forgets the body of an event, and dooms its blobs.
pub(super) fn erase(tx: &Tx<'_>, organisation: &LogId, number: i64, event: &EventId) -> StoreResult<()> {
    let query = "SELECT seq, length(body) FROM entry WHERE log = ?1 AND event = ?2 AND body IS NOT NULL";
    let found = one(tx.sql, query, (number, event.0), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    if let Some((seq, bytes)) = found {
        tx.execute("UPDATE entry SET body = NULL WHERE log = ?1 AND seq = ?2", (number, seq))?;
        tx.execute("UPDATE organisation SET bytes = bytes - ?2 WHERE organisation = ?1", (organisation.0, bytes))?;
    }
    let doom = "UPDATE blob SET stage = 2 WHERE organisation = ?1 AND log = ?2 AND event = ?3";
    tx.execute(doom, (organisation.0, number, event.0))?;
    Ok(())
}

fn drop_device(tx: &Tx<'_>, organisation: &LogId, device: &DeviceId) -> StoreResult<()> {
    tx.execute("DELETE FROM session WHERE organisation = ?1 AND device = ?2", (organisation.0, device.0))?;
    tx.execute("DELETE FROM key_package WHERE organisation = ?1 AND device = ?2", (organisation.0, device.0))?;
    tx.execute("DELETE FROM waiting WHERE device = ?1", [device.0])?;
    tx.execute("DELETE FROM request WHERE device = ?1", [device.0])?;
    tx.execute("UPDATE device SET contact_day = NULL WHERE device = ?1", [device.0])?;
    drop_fetched_welcomes(tx)
}

/// Drops welcomes that nobody waits for.
pub(super) fn drop_fetched_welcomes(tx: &Tx<'_>) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM welcome WHERE NOT EXISTS
             (SELECT 1 FROM waiting WHERE waiting.log = welcome.log AND waiting.epoch = welcome.epoch)",
        (),
    )?;
    Ok(())
}

fn regroup(tx: &Tx<'_>, number: i64, regroup: &Regroup<'_>) -> StoreResult<()> {
    let Regroup { state, added, removed, group_info, tree, since, welcome } = regroup;
    let put =
        "INSERT INTO conversation (log, epoch, from_join, state, group_info, tree) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT DO UPDATE SET epoch = excluded.epoch, from_join = excluded.from_join,
                   state = excluded.state, group_info = excluded.group_info, tree = excluded.tree";
    let from_join = state.policy.as_ref().is_some_and(|policy| policy.history == History::FromJoin);
    tx.execute(put, (number, state.epoch, from_join, cbor::encode(state), *group_info, tree))?;
    let since: Vec<u64> =
        added.iter().map(|leaf| since_when(tx, number, &leaf.member, *since)).collect::<StoreResult<_>>()?;
    for device in removed.iter().chain(added.iter().map(|leaf| &leaf.device)) {
        tx.execute("DELETE FROM waiting WHERE device = ?1 AND log = ?2", (device.0, number))?;
    }
    let shown = state.policy.as_ref().map(|policy| policy.join).filter(|join| *join != Join::Hidden);
    channel::follow(tx, number, shown)?;
    for leaf in added {
        tx.execute("DELETE FROM request WHERE log = ?1 AND member = ?2", (number, leaf.member.0))?;
    }
    for device in removed {
        tx.execute("DELETE FROM mark WHERE log = ?1 AND device = ?2", (number, device.0))?;
        tx.execute("DELETE FROM roster WHERE log = ?1 AND device = ?2", (number, device.0))?;
    }
    for (Leaf { device, member }, since) in added.iter().zip(since) {
        let add = "INSERT INTO roster (log, device, member, since) VALUES (?1, ?2, ?3, ?4)";
        tx.execute(add, (number, device.0, member.0, since))?;
    }
    if let Some(welcome) = welcome {
        let put = "INSERT INTO welcome (log, epoch, welcome, tree) VALUES (?1, ?2, ?3, ?4)";
        tx.execute(put, (number, state.epoch, welcome.welcome, tree))?;
        for device in &welcome.devices {
            let wait = "INSERT INTO waiting (device, log, epoch) VALUES (?1, ?2, ?3)";
            tx.execute(wait, (device.0, number, state.epoch))?;
        }
    }
    drop_fetched_welcomes(tx)
}

/// Since when a member is in: as long as her devices that are in already, or from now on.
fn since_when(tx: &Tx<'_>, number: i64, member: &MemberId, now: u64) -> StoreResult<u64> {
    let query = "SELECT min(since) FROM roster WHERE log = ?1 AND member = ?2";
    let earlier = one(tx.sql, query, (number, member.0), |row| row.get::<_, Option<u64>>(0))?;
    Ok(earlier.flatten().unwrap_or(now))
}
