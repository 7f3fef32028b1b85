//! Limits on how often: token buckets by kind of request and by who asks.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use verband_protocol::id::{DeviceId, Hash, LogId};

use crate::failure::Failure;
use crate::settings::{Limits, Rate};

/// Who asks, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asker {
    /// An address founds.
    Found(IpAddr),
    /// An address looks for an invitation or claims one.
    Invitation(IpAddr),
    /// An address writes into slots.
    SlotWrite(IpAddr),
    /// An address reads slots, as devices do that wait there.
    SlotRead(IpAddr),
    /// An address logs a device in. The address counts too, so that nobody can lock out somebody else's device.
    Login(IpAddr, DeviceId),
    /// An address does anything without a session.
    Anonymous(IpAddr),
    /// A device takes key packages.
    KeyPackage(DeviceId),
    /// Somebody commits to a conversation of an organisation.
    Commit(LogId, LogId),
    /// A device tells how far it has come, or that somebody types.
    Mark(DeviceId),
    /// A device does anything.
    Device(DeviceId),
    /// An organisation asks for an e-mail.
    Mail(LogId),
    /// An organisation asks for an e-mail to an address, of which there is a hash and only here, in memory.
    MailTo(LogId, Hash),
}

/// More buckets than this are never kept: full ones are dropped, and if none is full, all are.
const MAX_BUCKETS: usize = 100_000;

/// A [`Rate`] for any span of time.
#[derive(Debug, Clone, Copy)]
struct Pace {
    burst: u32,
    tokens: u32,
    /// In this many milliseconds.
    per: u64,
}

const MINUTE: u64 = 60 * 1000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl From<Rate> for Pace {
    fn from(rate: Rate) -> Self {
        Self { burst: rate.burst, tokens: rate.per_minute, per: MINUTE }
    }
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Thousandths of tokens, so that slow rates fill up as well.
    millitokens: u64,
    at: u64,
}

/// All buckets.
pub(crate) struct Rates {
    limits: Limits,
    buckets: Mutex<BTreeMap<Asker, Bucket>>,
}

impl Rates {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, buckets: Mutex::default() }
    }

    /// Takes tokens, or nothing.
    ///
    /// # Errors
    /// [`Failure::Busy`] if there are not enough.
    pub(crate) fn take(&self, asker: Asker, tokens: u32, now: u64) -> Result<(), Failure> {
        let pace = self.pace(asker);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_BUCKETS && !buckets.contains_key(&asker) {
            self.retain(&mut buckets, now);
            if buckets.len() >= MAX_BUCKETS {
                buckets.clear();
            }
        }
        let full = Bucket { millitokens: u64::from(pace.burst) * 1000, at: now };
        let bucket = buckets.entry(asker).or_insert(full);
        *bucket = refill(*bucket, pace, now);
        let wanted = u64::from(tokens) * 1000;
        bucket.millitokens = bucket.millitokens.checked_sub(wanted).ok_or(Failure::Busy)?;
        Ok(())
    }

    /// Drops the buckets of those who have not asked for long.
    pub(crate) fn drop_full(&self, now: u64) {
        self.retain(&mut self.buckets.lock().unwrap_or_else(PoisonError::into_inner), now);
    }

    fn retain(&self, buckets: &mut BTreeMap<Asker, Bucket>, now: u64) {
        buckets.retain(|asker, bucket| {
            let pace = self.pace(*asker);
            refill(*bucket, pace, now).millitokens < u64::from(pace.burst) * 1000
        });
    }

    fn pace(&self, asker: Asker) -> Pace {
        match asker {
            Asker::Found(_) => self.limits.found.into(),
            Asker::Invitation(_) => self.limits.invitation.into(),
            Asker::SlotWrite(_) => self.limits.slot_write.into(),
            Asker::SlotRead(_) => self.limits.slot_read.into(),
            Asker::Login(..) => self.limits.login.into(),
            Asker::Anonymous(_) => self.limits.anonymous.into(),
            Asker::KeyPackage(_) => self.limits.key_package.into(),
            Asker::Commit(..) => self.limits.commit.into(),
            Asker::Mark(_) => self.limits.mark.into(),
            Asker::Device(_) => self.limits.device.into(),
            Asker::Mail(_) => {
                let tokens = self.limits.mails_per_hour;
                Pace { burst: tokens, tokens, per: HOUR }
            }
            Asker::MailTo(..) => {
                let tokens = self.limits.mails_per_address_and_day;
                Pace { burst: tokens, tokens, per: DAY }
            }
        }
    }
}

fn refill(bucket: Bucket, pace: Pace, now: u64) -> Bucket {
    // A clock that was set back fills nothing and starts anew from there.
    let passed = now.saturating_sub(bucket.at);
    let filled = u128::from(passed) * u128::from(pace.tokens) * 1000 / u128::from(pace.per);
    if passed > 0 && filled == 0 {
        // Less than the smallest part of a token: time goes on counting, however often somebody asks.
        return bucket;
    }
    let capacity = u64::from(pace.burst) * 1000;
    let millitokens = bucket.millitokens.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX)).min(capacity);
    Bucket { millitokens, at: now }
}
