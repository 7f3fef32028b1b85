//! What an operator can set about the server itself, however he sets it: origin, quota, limits.

use serde::Deserialize;

use verband_protocol::wire::MAX_BLOB;

use crate::app::{AppFile, BUILT_IN};

/// Settings of a [`Server`](crate::Server).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where clients reach the server, `https://verband.example`: devices sign it when they log in.
    pub origin: String,
    /// Whether the address of a client stands in the last `x-forwarded-for` header, because a proxy is in front.
    pub behind_proxy: bool,
    /// Origins of web clients that may call this server from a browser.
    pub web_origins: Vec<String>,
    /// Origins of patients' records that the web app may send documents to, beside this server.
    pub record_origins: Vec<String>,
    /// Limits.
    pub limits: Limits,
    /// How work that waits for the disk is run.
    pub work: Work,
    /// The web app that it hands out.
    pub app: &'static [AppFile],
}

impl Settings {
    /// Default settings for an origin.
    pub fn new(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            behind_proxy: false,
            web_origins: Vec::new(),
            record_origins: Vec::new(),
            limits: Limits::default(),
            work: Work::Threads,
            app: BUILT_IN,
        }
    }
}

/// How work that waits for the disk is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// On threads of its own, so that requests do not wait for each other.
    Threads,
    /// Where the request is served: for worlds of tests that must run the same way every time.
    Inline,
}

/// Limits, each for one organisation, device, address or log.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of bodies and blobs that one organisation may keep.
    pub organisation_bytes: u64,
    /// Bytes of one blob.
    pub blob_bytes: u64,
    /// Sync streams that one device may hold open; a further one ends the oldest.
    pub streams_per_device: usize,
    /// Unused key packages that the server keeps for one device.
    pub key_packages_per_device: u32,
    /// E-mails that one organisation may ask for at once, and in an hour on average.
    pub mails_per_hour: u32,
    /// E-mails that one organisation may ask for at once to one address, and in a day on average.
    pub mails_per_address_and_day: u32,
    /// Founding attempts of one address.
    pub found: Rate,
    /// Invitation look-ups and claims of one address, of which one person who comes in needs three. A whole house can share one
    /// on its first day; a code is guarded by its 85 bits.
    pub invitation: Rate,
    /// Parts of slots written by one address.
    pub slot_write: Rate,
    /// Parts of slots read by one address; many devices of a house can share one.
    pub slot_read: Rate,
    /// Login attempts for one device from one address.
    pub login: Rate,
    /// Requests without a session of one address, of all kinds.
    pub anonymous: Rate,
    /// Key packages taken by one device.
    pub key_package: Rate,
    /// Commits to one conversation.
    pub commit: Rate,
    /// Marks of one device: how far it has come, and that somebody types.
    pub mark: Rate,
    /// Requests of one device, of all kinds.
    pub device: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            organisation_bytes: 100 << 30,
            blob_bytes: MAX_BLOB,
            streams_per_device: 4,
            key_packages_per_device: 200,
            mails_per_hour: 500,
            mails_per_address_and_day: 3,
            found: Rate { burst: 10, per_minute: 1 },
            invitation: Rate { burst: 300, per_minute: 120 },
            slot_write: Rate { burst: 120, per_minute: 60 },
            slot_read: Rate { burst: 600, per_minute: 600 },
            login: Rate { burst: 20, per_minute: 10 },
            anonymous: Rate { burst: 600, per_minute: 300 },
            key_package: Rate { burst: 600, per_minute: 60 },
            commit: Rate { burst: 120, per_minute: 30 },
            mark: Rate { burst: 300, per_minute: 120 },
            device: Rate { burst: 6_000, per_minute: 3_000 },
        }
    }
}

impl Limits {
    /// Rates so high that nobody meets them: for worlds of tests that work around the clock.
    pub fn unlimited_rates() -> Self {
        let rate = Rate { burst: u32::MAX, per_minute: u32::MAX };
        Self {
            mails_per_hour: u32::MAX,
            mails_per_address_and_day: u32::MAX,
            found: rate,
            invitation: rate,
            slot_write: rate,
            slot_read: rate,
            login: rate,
            anonymous: rate,
            key_package: rate,
            commit: rate,
            mark: rate,
            device: rate,
            ..Self::default()
        }
    }
}

/// A token bucket: so many at once, so many a minute on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// How many come back in a minute.
    pub per_minute: u32,
}
