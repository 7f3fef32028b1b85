//! When what nobody sends ends: photos in the tray, and recordings that nobody finishes.

use verband_rules::retention::DAY;
use verband_store::rusqlite::Connection;

use crate::error::ClientError;
use crate::limits::{came_later, heard, policy_of};

/// How long what nobody sends stays, by the policy; the default lets nothing end. What was captured before its device had heard
/// of the policy stays as long from then on: nobody could know. A further device of the same person cannot tell when that was;
/// it shows what is so as a rule, and waits as long itself before it lets anything end.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ending {
    time: Option<u64>,
    /// Since when this device has known the policy.
    heard: u64,
    /// Whether it may have been another one that captured without knowing.
    later: bool,
}

impl Ending {
    pub(crate) fn of(connection: &Connection) -> Result<Self, ClientError> {
        let policy = policy_of(connection)?;
        let heard = heard(connection)?;
        // While a legal hold binds, nothing ends, nor before the policy is known.
        let days = policy.unsent_days.filter(|_| !policy.legal_hold && heard.is_some());
        Ok(Self {
            time: days.map(|days| u64::from(days) * DAY),
            heard: heard.unwrap_or(0),
            later: came_later(connection)?,
        })
    }

    /// When something ends that was captured at this time.
    pub(crate) fn ends_at(self, at: u64) -> Option<u64> {
        if self.later { Some(at.saturating_add(self.time?)) } else { self.due(at) }
    }

    /// When this device lets it end, if no other one did before.
    pub(crate) fn due(self, at: u64) -> Option<u64> {
        Some(at.max(self.heard).saturating_add(self.time?))
    }

    /// Until when something was captured that is over now.
    pub(crate) fn over(self, now: u64) -> Option<u64> {
        let until = now.checked_sub(self.time?)?;
        (self.heard <= until).then_some(until)
    }

    /// Days until then, a day that has begun as one.
    pub(crate) fn days_left(ends_at: u64, now: u64) -> u32 {
        u32::try_from(ends_at.saturating_sub(now).div_ceil(DAY)).unwrap_or(u32::MAX)
    }

    /// When there is a day less.
    pub(crate) fn changes(ends_at: u64, now: u64) -> Option<u64> {
        let left = ends_at.checked_sub(now).filter(|left| *left > 0)?;
        Some(now + (left - 1) % DAY + 1)
    }
}
