//! Numbers that give messages their order.

use crate::{StoreError, Tx};

/// Own events that wait for a position stand after every position a log can have: this much and their order.
pub const WAITING: u64 = 1 << 62;

/// The row id of a message sent at this time (milliseconds since the Unix epoch): the second, or if it is taken the
/// next free one, so that rows lie in the order of time and close together. The full-text index keeps the gaps between
/// ids: with ids that spread a millisecond over many numbers it grows half as large again.
///
/// # Errors
/// As [`Tx::execute`].
pub fn next_message_id(tx: &Tx<'_>, sent_at: u64) -> Result<i64, StoreError> {
    let second = i64::try_from(sent_at / 1000).unwrap_or(i64::MAX).min(1 << 40);
    // After the last row of a window, unless it is the window's end. A burst of n messages asks log n windows.
    let mut window = 1;
    loop {
        let end = second + window - 1;
        let last = "SELECT id FROM message WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1";
        match tx.query_opt(last, (second, end), |row| row.get::<_, i64>(0))? {
            None => return Ok(second),
            Some(last) if last < end => return Ok(last + 1),
            Some(_) => window *= 16,
        }
    }
}
