//! Numbers that give messages their order.

use crate::{StoreError, Tx};

/// Room for messages of the same millisecond.
const PER_MILLISECOND: i64 = 1 << 20;

/// Own messages that wait for a position stand after every position a log can have.
const WAITING: i64 = 1 << 62;

/// The row id of a message sent at this time (milliseconds since the Unix epoch): the next free one of its
/// millisecond, so that rows lie in the order of time. A clock beyond the year 2109 counts as that year.
///
/// # Errors
/// As [`Tx::execute`].
pub fn next_message_id(tx: &Tx<'_>, sent_at: u64) -> Result<i64, StoreError> {
    let millisecond = i64::try_from(sent_at)
        .unwrap_or(i64::MAX)
        .min((1 << 42) - 1);
    let first = millisecond * PER_MILLISECOND;
    tx.query_row(
        "SELECT coalesce(max(id) + 1, ?1) FROM message WHERE id >= ?1 AND id < ?2",
        (first, first + PER_MILLISECOND),
        |row| row.get(0),
    )
}

/// The place of an own message that has no position yet: after everything in its conversation.
///
/// # Errors
/// As [`Tx::execute`].
pub fn next_waiting_place(tx: &Tx<'_>, log: &[u8; 32]) -> Result<i64, StoreError> {
    tx.query_row(
        "SELECT coalesce(max(place) + 1, ?2) FROM message WHERE log = ?1 AND place >= ?2",
        (log, WAITING),
        |row| row.get(0),
    )
}
