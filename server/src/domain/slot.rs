//! Slots, in which a new device and a device of the same person meet before the new one belongs to anybody. Whoever has a
//! slot's id may read and write it; the id follows from a code that only the two see, and so does the key to what they
//! leave there.

use verband_protocol::id::SlotId;
use verband_protocol::wire::{MAX_SLOT_PART, SLOT_PARTS, SLOT_VALIDITY};

use crate::failure::Failure;
use crate::server::Inner;
use crate::store::{NewSlotPart, SlotOutcome};

/// Slots at the same time: nobody needs a session to open one, and together they must not fill the disk.
const MAX_SLOTS: u64 = 10_000;

/// Writes a part. Asked again with the same bytes, it answers again.
pub(crate) fn put(server: &Inner, slot: SlotId, part: usize, sealed: &[u8]) -> Result<(), Failure> {
    if part >= SLOT_PARTS {
        return Err(Failure::NotFound);
    }
    if sealed.len() > MAX_SLOT_PART {
        return Err(Failure::TooLarge);
    }
    let now = server.now();
    let new = NewSlotPart { slot, part, sealed, now, expires_at: now + SLOT_VALIDITY, slots: MAX_SLOTS };
    match server.store.put_slot_part(&new)? {
        SlotOutcome::Kept => Ok(()),
        SlotOutcome::Taken => Err(Failure::SlotTaken),
        SlotOutcome::Gone => Err(Failure::SlotGone),
        SlotOutcome::Crowded => Err(Failure::Busy),
    }
}

/// Reads a part: none as long as nobody has written it.
pub(crate) fn read(server: &Inner, slot: &SlotId, part: usize) -> Result<Option<Vec<u8>>, Failure> {
    if part >= SLOT_PARTS {
        return Err(Failure::NotFound);
    }
    let parts = server.store.slot(slot, server.now())?.ok_or(Failure::SlotGone)?;
    Ok(parts.into_iter().nth(part).flatten())
}
