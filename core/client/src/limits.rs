//! What the organisation's policy permits this device: what kind of machine it may be, how long it shows anything without the
//! server, how short its PIN and how old its program may be, which switches are on. Asked here, and decided by the policy as the
//! log has it, which is kept beside it so that a screen does not wait for the whole organisation to be read.

use std::sync::Arc;

use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::organisation::{OrganisationPolicy, ProgramVersion, Switch};
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx};

use crate::account::{get, put};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::{kind, lock};

/// The version of this program, as it tells the server.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

const POLICY: &str = "policy";
const CONTACT: &str = "contact";
const HEARD: &str = "heard";
const LATER: &str = "came-later";

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// How long this device has been without its server. Time is added up as the clock moves on: one that was set back stands
/// still for a moment, and wins nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
struct Contact {
    #[n(0)]
    away_ms: u64,
    /// What the clock said when that was added up.
    #[n(1)]
    seen_at: u64,
}

impl Contact {
    fn at(self, now: u64) -> Self {
        Self { away_ms: self.away_ms.saturating_add(now.saturating_sub(self.seen_at)), seen_at: now }
    }
}

/// The version of this program.
pub(crate) fn program() -> ProgramVersion {
    PROGRAM.parse().unwrap_or(ProgramVersion(0, 0, 0))
}

/// Keeps the policy that is in force from an entry on.
pub(crate) fn keep_policy(tx: &Tx<'_>, policy: &OrganisationPolicy) -> Result<(), StoreError> {
    put(tx, POLICY, &cbor::encode(policy))
}

impl Client {
    /// Whether this device shows what is on it. Everything that reads says the same; what is written waits. A UI asks this to say
    /// it once, in the place of all its screens.
    ///
    /// # Errors
    /// [`ClientError::DeviceClass`], [`ClientError::OfflineTooLong`], which the next contact may end; [`ClientError::PinDue`],
    /// which [`Self::change_pin`] ends; [`ClientError::Locked`], [`ClientError::Store`].
    pub fn check_readable(&self) -> Result<(), ClientError> {
        self.readable().map(drop)
    }

    /// The open profile, for whoever wants to show what is in it.
    pub(crate) fn readable(&self) -> Result<Arc<Inner>, ClientError> {
        let inner = self.inner()?;
        let policy = inner.policy()?;
        inner.check_class(&policy)?;
        inner.check_contact(&policy)?;
        inner.check_pin(&policy)?;
        Ok(inner)
    }
}

impl Inner {
    /// The policy that is in force, as far as this device knows.
    pub(crate) fn policy(&self) -> Result<OrganisationPolicy, ClientError> {
        self.store.read(policy_of)
    }

    /// Whether a switch of the policy is on.
    pub(crate) fn check_switch(&self, switch: Switch) -> Result<(), ClientError> {
        if self.policy()?.permits(switch) { Ok(()) } else { Err(ClientError::ByPolicy(switch)) }
    }

    /// Whether this device may go on talking to the server: by the log, whatever the server says.
    pub(crate) fn check_standing(&self, organisation: &OrganisationState) -> Result<(), ClientError> {
        if self.is_revoked_in(organisation) {
            return Err(ClientError::Revoked);
        }
        if program() < organisation.policy().minimum_version {
            return Err(ClientError::Outdated);
        }
        self.check_class(&organisation.policy())
    }

    /// Whether a policy permits the kind of machine that this device is.
    pub(crate) fn check_class(&self, policy: &OrganisationPolicy) -> Result<(), ClientError> {
        if policy.permits_class(self.keys.certificate.class) { Ok(()) } else { Err(ClientError::DeviceClass) }
    }

    /// Brings into the lock file what the policy says about unlocking.
    pub(crate) fn keep_lock_in_step(&self, policy: &OrganisationPolicy) -> Result<(), ClientError> {
        lock::keep_policy(&self.ports, policy)
    }

    /// Notes that the server was reached and everything taken that it has.
    pub(crate) fn note_contact(&self) -> Result<(), ClientError> {
        let now = self.ports.clock.now_ms();
        let known: Option<Contact> = self.store.read(|connection| kept(connection, CONTACT))?;
        let heard = self.store.read(heard)?;
        if heard.is_some() && known.is_some_and(|known| known.at(now).away_ms < HOUR) {
            return Ok(());
        }
        self.store.with_tx(|tx| {
            if heard.is_none() {
                hear(tx, now)?;
                tx.touch(Topic::Kind(kind::album::NAME));
            }
            put(tx, CONTACT, &cbor::encode(&Contact { away_ms: 0, seen_at: now }))?;
            // Whatever was not shown any more is shown again.
            tx.touch(Topic::Conversations);
            tx.touch(Topic::Status);
            Ok(())
        })
    }

    /// Whether the server was reached as recently as the policy wants.
    fn check_contact(&self, policy: &OrganisationPolicy) -> Result<(), ClientError> {
        let Some(days) = policy.max_offline_days else { return Ok(()) };
        let now = self.ports.clock.now_ms();
        let known: Option<Contact> = self.store.read(|connection| kept(connection, CONTACT))?;
        let passed = known.map_or(Contact { away_ms: 0, seen_at: now }, |known| known.at(now));
        if known.is_none_or(|known| now < known.seen_at || now - known.seen_at >= HOUR) {
            self.store.with_tx(|tx| put(tx, CONTACT, &cbor::encode(&passed)))?;
        }
        if passed.away_ms > u64::from(days) * DAY { Err(ClientError::OfflineTooLong) } else { Ok(()) }
    }
}

/// Since when this device has known what the organisation wants, in milliseconds since the Unix epoch. None as long as it has
/// not heard of it.
pub(crate) fn heard(connection: &Connection) -> Result<Option<u64>, ClientError> {
    kept(connection, HEARD)
}

/// Notes that this device knows from now on what the organisation wants.
pub(crate) fn hear(tx: &Tx<'_>, now: u64) -> Result<(), StoreError> {
    put(tx, HEARD, &cbor::encode(&now))
}

/// Notes that another device of the same person let this one in: what it comes upon was made by those that knew already.
pub(crate) fn come_later(tx: &Tx<'_>) -> Result<(), StoreError> {
    put(tx, LATER, &[])
}

/// Whether another device of the same person let this one in.
pub(crate) fn came_later(connection: &Connection) -> Result<bool, StoreError> {
    Ok(get(connection, LATER)?.is_some())
}

/// The policy that is in force, as far as this device knows.
pub(crate) fn policy_of(connection: &Connection) -> Result<OrganisationPolicy, ClientError> {
    Ok(kept(connection, POLICY)?.unwrap_or_default())
}

/// Something of which there is one, if it was ever written.
fn kept<T>(connection: &Connection, key: &str) -> Result<Option<T>, ClientError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let Some(bytes) = get(connection, key)? else { return Ok(None) };
    cbor::decode(&bytes).map(Some).map_err(|_| ClientError::Damaged("the database"))
}
