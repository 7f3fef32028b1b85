//! The lock: how a PIN and the device's secret open the database. A random key encrypts the database; the lock
//! file holds it, sealed under Argon2id of the PIN (RFC 9106) and the secret that the platform keeps.

use argon2::{Algorithm, Argon2, Params, Version};
use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::organisation::{OrganisationPolicy, SHORTEST_PIN};
use verband_protocol::port::random;
use verband_protocol::seal::{SealKey, open, seal};
use verband_store::DbKey;
use zeroize::Zeroizing;

use crate::error::ClientError;
use crate::port::{Ports, Stretch};

/// The shortest PIN of all; an organisation may ask for more.
pub const MIN_PIN: usize = SHORTEST_PIN as usize;

/// Wrong PINs that cost no waiting.
const FREE_TRIES: u32 = 5;

/// The wait after the first try that is not free, in milliseconds; it doubles with each further one.
const FIRST_WAIT_MS: u64 = 30_000;

/// The longest wait: a day.
const MAX_WAIT_MS: u64 = 86_400_000;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Record {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[n(2)]
    memory_kib: u32,
    #[n(3)]
    passes: u32,
    /// The database key, sealed.
    #[cbor(n(4), with = "minicbor::bytes")]
    key: Vec<u8>,
    /// Wrong PINs since the last right one.
    #[n(5)]
    failures: u32,
    /// No try before this time, in milliseconds since the Unix epoch.
    #[n(6)]
    not_before: u64,
    /// After how many wrong PINs in a row the profile is wiped: of the organisation's policy, which lies in the database
    /// that this opens.
    #[n(7)]
    wipe_after: Option<u8>,
    /// Whether fingerprint or face may stand for the PIN: of the policy too. Not known to an older program.
    #[n(8)]
    biometrics: Option<bool>,
    /// How long the PIN had to be at least when it was chosen: how long it is stands nowhere.
    #[n(9)]
    asked: Option<u8>,
}

/// What a lock screen has to know before anything is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockScreen {
    /// Whether the organisation permits that fingerprint or face stands for the PIN, as of the last contact. If not, an app
    /// forgets what it has kept for that.
    pub biometrics: bool,
    /// How long the PIN is at least.
    pub pin_length: u8,
    /// How long to wait before the next try counts, in milliseconds.
    pub wait_ms: u64,
    /// Wrong PINs until the profile is wiped, if the organisation wants that.
    pub tries_left: Option<u32>,
}

/// A PIN that somebody chooses, as long as it has to be.
#[derive(Clone, Copy)]
pub(crate) struct NewPin<'a> {
    pin: &'a str,
    asked: u8,
}

impl<'a> NewPin<'a> {
    /// Checks its length; `least` is what the organisation asks for.
    pub(crate) fn of(pin: &'a str, least: u8) -> Result<Self, ClientError> {
        let asked = least.max(SHORTEST_PIN);
        if length(pin) < asked.into() { Err(ClientError::PinTooShort(asked.into())) } else { Ok(Self { pin, asked }) }
    }
}

/// How long a PIN is.
pub(crate) fn length(pin: &str) -> usize {
    pin.chars().count()
}

const CONTEXT: &[u8] = b"verband/lock/1";

/// Opens the lock. The try is counted on disk before it is made, so that killing the app does not give it back.
pub(crate) fn unlock(ports: &Ports, pin: &str, secret: &[u8; 32]) -> Result<DbKey, ClientError> {
    let _held = ports.lock.hold()?;
    Ok(DbKey::new(*try_pin(ports, pin, secret)?))
}

/// Tries a PIN without opening anything, with the same price for a wrong one.
pub(crate) fn verify(ports: &Ports, pin: &str, secret: &[u8; 32]) -> Result<(), ClientError> {
    let _held = ports.lock.hold()?;
    try_pin(ports, pin, secret).map(drop)
}

/// Changes the PIN.
pub(crate) fn change(ports: &Ports, old: &str, new: NewPin<'_>, secret: &[u8; 32]) -> Result<(), ClientError> {
    // Between the two nobody may count a try, which would write the old PIN back.
    let _held = ports.lock.hold()?;
    let key = try_pin(ports, old, secret)?;
    write(ports, new, secret, &key)
}

/// Notes what the organisation wants of unlocking.
pub(crate) fn keep_policy(ports: &Ports, policy: &OrganisationPolicy) -> Result<(), ClientError> {
    let (wipe_after, biometrics) = (policy.wipe_after_tries, Some(policy.biometrics));
    let _held = ports.lock.hold()?;
    match load(ports)? {
        Some(record) if (record.wipe_after, record.biometrics) != (wipe_after, biometrics) => {
            save(ports, &Record { wipe_after, biometrics, ..record })
        }
        _ => Ok(()),
    }
}

/// What a lock screen has to know; none if there is no profile.
pub(crate) fn screen(ports: &Ports) -> Result<Option<LockScreen>, ClientError> {
    let now = ports.clock.now_ms();
    Ok(load(ports)?.map(|record| LockScreen {
        biometrics: record.biometrics.unwrap_or(false),
        pin_length: record.asked.unwrap_or(SHORTEST_PIN),
        wait_ms: record.wait_ms(now),
        tries_left: record.tries_left(),
    }))
}

impl Record {
    fn wait_ms(&self, now: u64) -> u64 {
        // A clock set back must not lengthen a wait beyond what was set.
        self.not_before.saturating_sub(now).min(MAX_WAIT_MS)
    }

    fn tries_left(&self) -> Option<u32> {
        self.wipe_after.map(|tries| u32::from(tries).saturating_sub(self.failures))
    }
}

fn load(ports: &Ports) -> Result<Option<Record>, ClientError> {
    let Some(bytes) = ports.lock.load()? else { return Ok(None) };
    cbor::decode(&bytes).map(Some).map_err(|_| ClientError::Damaged("the lock file"))
}

fn save(ports: &Ports, record: &Record) -> Result<(), ClientError> {
    Ok(ports.lock.save(&cbor::encode(record))?)
}

fn try_pin(ports: &Ports, pin: &str, secret: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>, ClientError> {
    let mut record = load(ports)?.ok_or(ClientError::NotEnrolled)?;
    let now = ports.clock.now_ms();
    let wait_ms = record.wait_ms(now);
    if wait_ms > 0 {
        return Err(ClientError::PinBlocked { wait_ms });
    }
    record.failures += 1;
    let wait_ms = wait_after(record.failures);
    record.not_before = now + wait_ms;
    save(ports, &record)?;
    let stretch = Stretch { memory_kib: record.memory_kib, passes: record.passes };
    let wrapping = wrapping_key(pin, secret, &record.salt, stretch)?;
    let Ok(key) = open(&wrapping, CONTEXT, &record.key) else {
        let tries_left = record.tries_left();
        if tries_left == Some(0) {
            // From here on nothing opens the database. The caller, who knows whether it is open, erases it.
            ports.lock.remove()?;
            return Err(ClientError::Wiped);
        }
        return Err(ClientError::WrongPin { wait_ms, tries_left });
    };
    let key = key.as_slice().try_into().map_err(|_| ClientError::Damaged("the lock file"))?;
    record.failures = 0;
    record.not_before = 0;
    save(ports, &record)?;
    Ok(Zeroizing::new(key))
}

fn wait_after(failures: u32) -> u64 {
    match failures.checked_sub(FREE_TRIES) {
        None => 0,
        Some(extra) => FIRST_WAIT_MS.saturating_mul(1 << extra.min(20)).min(MAX_WAIT_MS),
    }
}

/// Locks the key of the database under a PIN and the device's secret: of a new profile, or anew.
pub(crate) fn write(ports: &Ports, new: NewPin<'_>, secret: &[u8; 32], key: &[u8; 32]) -> Result<(), ClientError> {
    let salt = random(&*ports.entropy);
    let wrapping = wrapping_key(new.pin, secret, &salt, ports.stretch)?;
    let (wipe_after, biometrics) = load(ports)?.map_or((None, None), |record| (record.wipe_after, record.biometrics));
    let record = Record {
        version: 1,
        salt,
        memory_kib: ports.stretch.memory_kib,
        passes: ports.stretch.passes,
        key: seal(&wrapping, CONTEXT, key, &*ports.entropy),
        failures: 0,
        not_before: 0,
        wipe_after,
        biometrics,
        asked: Some(new.asked),
    };
    save(ports, &record)
}

/// HKDF over the stretched PIN, with the device's secret as salt: neither alone is of use.
fn wrapping_key(pin: &str, secret: &[u8; 32], salt: &[u8; 16], stretch: Stretch) -> Result<SealKey, ClientError> {
    let damaged = |_| ClientError::Damaged("the lock file");
    let params = Params::new(stretch.memory_kib, stretch.passes, 1, Some(32)).map_err(damaged)?;
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, stretched.as_mut_slice())
        .map_err(damaged)?;
    let mut key = Zeroizing::new([0; 32]);
    hkdf::Hkdf::<sha2::Sha256>::new(Some(secret), stretched.as_slice())
        .expand(CONTEXT, key.as_mut_slice())
        .expect("32 bytes are within HKDF's reach");
    Ok(SealKey::from_bytes(*key))
}
