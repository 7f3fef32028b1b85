//! Deleting for everybody. The delete names events in clear, so that the server erases their bodies and blobs; this is
//! what the devices do with it. A trace stays in the conversation: that something was there, whose, and who deleted it.

use verband_protocol::entry::{Class, Header};
use verband_protocol::id::{BlobId, DeviceId, EventId, LogId, MemberId};
use verband_rules::organisation::OrganisationState;
use verband_store::{StoreError, Topic, Tx, WAITING};

use super::{Event, KINDS, row};
use crate::deletion::Manner;
use crate::drafts;
use crate::error::ClientError;

/// How long after sending it can be undone without a trace, in milliseconds by the author's clock.
pub(crate) const UNDO_MS: u64 = 10_000;

/// Applies a delete: the first target and, without a trace of their own, its parts. Gives the parts that it left out.
pub(crate) fn delete(
    tx: &Tx<'_>,
    organisation: &OrganisationState,
    seq: u64,
    header: &Header,
    member: &MemberId,
    manner: Manner,
) -> Result<Vec<EventId>, ClientError> {
    let log = &header.log;
    let mut parts = Vec::new();
    for (index, target) in header.targets.iter().enumerate() {
        let before = erased(tx, log, target)?;
        let sent = sent_at(tx, log, target)?;
        let in_time = sent.is_none_or(|sent| header.sent_at.saturating_sub(sent) <= UNDO_MS);
        let trace = index == 0
            && match manner {
                Manner::Plain => true,
                Manner::Undo => !in_time,
                Manner::Part => false,
            };
        tx.execute(
            "INSERT INTO deletion (log, target, event, seq, member, trace) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (log, target, event) DO UPDATE SET seq = excluded.seq, trace = excluded.trace",
            (log.as_bytes(), target.as_bytes(), header.event.as_bytes(), seq, member.as_bytes(), trace),
        )?;
        if before.is_none() {
            parts.extend(parts_of(tx, log, target)?);
            forget(tx, log, target, trace)?;
            if trace && row::row_of(tx, log, target)?.is_none() {
                // Whoever comes by later gets the event without its body, and has the trace all the same.
                leave_trace(tx, organisation, log, target)?;
            }
        }
    }
    parts.retain(|part| !header.targets.contains(part));
    Ok(parts)
}

/// Whether an event was deleted, and with it whether a trace of it stays.
pub(crate) fn erased(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<bool>, StoreError> {
    // The first delete in the order of the log is the one that counts.
    let sql = "SELECT trace, min(seq) FROM deletion WHERE log = ?1 AND target = ?2";
    let first = tx.query_opt(sql, (log.as_bytes(), event.as_bytes()), |row| {
        Ok(row.get::<_, Option<bool>>(0)?.zip(row.get::<_, Option<u64>>(1)?))
    })?;
    Ok(first.flatten().filter(|(_, seq)| *seq < WAITING).map(|(trace, _)| trace))
}

/// Forgets all that an event brought: its body, its row or all but a trace of it, what its kind keeps, its files.
pub(crate) fn forget(tx: &Tx<'_>, log: &LogId, event: &EventId, trace: bool) -> Result<(), ClientError> {
    row::clear(tx, log, event, trace)?;
    drafts::drop_about(tx, log, event)?;
    for kind in KINDS {
        (kind.erase)(tx, log, event)?;
        tx.touch(Topic::Kind(kind.name));
    }
    for blob in blobs_of(tx, log, event)? {
        tx.execute("INSERT OR IGNORE INTO litter (blob) VALUES (?1)", [blob.as_bytes()])?;
        tx.touch(Topic::Vault);
    }
    tx.execute("UPDATE entry SET body = NULL WHERE event = ?1 AND log = ?2", (event.as_bytes(), log.as_bytes()))?;
    Ok(())
}

/// Leaves the trace of an event that was erased before it came; none if it has not come yet.
fn leave_trace(
    tx: &Tx<'_>,
    organisation: &OrganisationState,
    log: &LogId,
    target: &EventId,
) -> Result<(), ClientError> {
    let seq = "SELECT seq FROM entry WHERE event = ?1 AND log = ?2";
    let seq: Option<u64> = tx.query_opt(seq, (target.as_bytes(), log.as_bytes()), |row| row.get(0))?;
    let (Some(header), Some(seq)) = (header_of(tx, log, target)?, seq) else { return Ok(()) };
    match organisation.device(&header.author) {
        Some(device) if header.class == Class::Content => {
            trace(tx, &Event::of(&header, seq, device.member, organisation))
        }
        _ => Ok(()),
    }
}

/// Leaves the trace of an event that came after its deletion.
pub(crate) fn trace(tx: &Tx<'_>, event: &Event<'_>) -> Result<(), ClientError> {
    super::place_row(tx, event, &super::Row::new(verband_protocol::body::Kind(0), ""))?;
    row::clear(tx, event.log, &event.event, true)?;
    Ok(())
}

/// Events that go with this one when it is deleted.
pub(crate) fn parts_of(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let mut parts = Vec::new();
    for kind in KINDS {
        parts.extend((kind.parts)(tx, log, event)?);
    }
    Ok(parts)
}

/// The sealed files that an event named, sent or not.
fn blobs_of(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<BlobId>, StoreError> {
    let mut blobs =
        tx.query_map("SELECT blob FROM upload WHERE event = ?1 ORDER BY ord", [event.as_bytes()], |row| {
            row.get(0).map(BlobId)
        })?;
    blobs.extend(header_of(tx, log, event)?.map(|header| header.blobs).unwrap_or_default());
    Ok(blobs)
}

/// When something was made, by its author's clock: in the log, or waiting to get there.
pub(crate) fn sent_at(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<u64>, StoreError> {
    let waiting = "SELECT created_at FROM outbox WHERE event = ?1 AND log = ?2";
    Ok(match header_of(tx, log, event)? {
        Some(header) => Some(header.sent_at),
        None => tx.query_opt(waiting, (event.as_bytes(), log.as_bytes()), |row| row.get(0))?,
    })
}

/// The device that made something: in the log, or waiting to get there.
pub(crate) fn author_device(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<DeviceId>, StoreError> {
    let sql = "SELECT author FROM entry WHERE event = ?1 AND log = ?2
               UNION ALL SELECT author_device FROM message WHERE event = ?1 AND log = ?2 AND seq IS NULL LIMIT 1";
    tx.query_opt(sql, (event.as_bytes(), log.as_bytes()), |row| row.get(0).map(DeviceId))
}

fn header_of(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Option<Header>, StoreError> {
    let sql = "SELECT author, header, sig, NULL FROM entry WHERE event = ?1 AND log = ?2";
    let entry = tx.query_opt(sql, (event.as_bytes(), log.as_bytes()), crate::log::entry_of)?;
    Ok(entry.and_then(|entry| entry.read().ok()))
}
