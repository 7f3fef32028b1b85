//! Slots: what two devices leave for each other, in parts that are written once.

use verband_protocol::id::SlotId;
use verband_protocol::wire::SLOT_PARTS;

/// The parts of a slot, as far as they are written.
pub type SlotParts = [Option<Vec<u8>>; SLOT_PARTS];

/// A part to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewSlotPart<'a> {
    /// Of which slot.
    pub slot: SlotId,
    /// Which one; the first opens the slot.
    pub part: usize,
    /// Its bytes.
    pub sealed: &'a [u8],
    /// The server's clock, in milliseconds since the Unix epoch.
    pub now: u64,
    /// When a slot that is opened now is over, in milliseconds since the Unix epoch.
    pub expires_at: u64,
    /// The most slots at the same time.
    pub slots: u64,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotOutcome {
    /// It stands there, from now on or since before.
    Kept,
    /// Something else stands there.
    Taken,
    /// The time of the slot is over, or it never was.
    Gone,
    /// There are too many slots to open another one.
    Crowded,
}
