//! Slots, in which two devices meet.

use rusqlite::Connection;

use verband_protocol::id::SlotId;

use super::{Tx, one};
use crate::store::{NewSlotPart, SlotOutcome, SlotParts, StoreResult};

pub(super) fn put(tx: &Tx<'_>, new: &NewSlotPart<'_>) -> StoreResult<SlotOutcome> {
    drop_expired(tx, new.now)?;
    let found = slot(tx.sql, &new.slot, new.now)?;
    if let Some(kept) = found.as_ref().and_then(|parts| parts.get(new.part)?.as_deref()) {
        return Ok(if kept == new.sealed { SlotOutcome::Kept } else { SlotOutcome::Taken });
    }
    match (new.part, found) {
        (0, _) => {
            let slots: u64 = one(tx.sql, "SELECT count(*) FROM slot", (), |row| row.get(0))?.unwrap_or(0);
            if slots >= new.slots {
                return Ok(SlotOutcome::Crowded);
            }
            let open = "INSERT INTO slot (slot, expires_at, part_0) VALUES (?1, ?2, ?3)";
            tx.execute(open, (new.slot.0, new.expires_at, new.sealed))?;
        }
        (_, None) => return Ok(SlotOutcome::Gone),
        (1, Some(_)) => {
            tx.execute("UPDATE slot SET part_1 = ?2 WHERE slot = ?1", (new.slot.0, new.sealed))?;
        }
        (_, Some(_)) => {
            tx.execute("UPDATE slot SET part_2 = ?2 WHERE slot = ?1", (new.slot.0, new.sealed))?;
        }
    }
    Ok(SlotOutcome::Kept)
}

pub(super) fn slot(sql: &Connection, slot: &SlotId, now: u64) -> StoreResult<Option<SlotParts>> {
    let query = "SELECT part_0, part_1, part_2 FROM slot WHERE slot = ?1 AND expires_at > ?2";
    one(sql, query, (slot.0, now), |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
}

pub(super) fn drop_expired(tx: &Tx<'_>, now: u64) -> StoreResult<()> {
    tx.execute("DELETE FROM slot WHERE expires_at <= ?1", [now])?;
    Ok(())
}
