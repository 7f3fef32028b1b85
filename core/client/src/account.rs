//! The account of this profile: which server and organisation, who one is, and the keys of this device. Kept in
//! the encrypted store and nowhere else.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::entry::{Position, SignedEntry};
use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{DeviceId, InvitationId, LogId, MemberId, SlotId};
use verband_protocol::port::{Entropy, random};
use verband_protocol::sign::{PublicKey, SecretKey};
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::error::ClientError;

/// The keys of this device.
pub(crate) struct DeviceKeys {
    pub(crate) login: SecretKey,
    pub(crate) mls: SecretKey,
    pub(crate) event: SecretKey,
    pub(crate) handover: HandoverKey,
    handover_seed: Zeroizing<[u8; 32]>,
    pub(crate) certificate: DeviceCertificate,
    pub(crate) id: DeviceId,
}

impl DeviceKeys {
    pub(crate) fn random(class: DeviceClass, entropy: &dyn Entropy) -> Self {
        let seed = || Zeroizing::new(random(entropy));
        Self::from_seeds(&seed(), &seed(), &seed(), &seed(), class)
    }

    /// The same keys once more.
    pub(crate) fn copied(&self) -> Self {
        let Self { login, mls, event, handover_seed, certificate, .. } = self;
        Self::from_seeds(login.seed(), mls.seed(), event.seed(), handover_seed, certificate.class)
    }

    fn from_seeds(
        login: &[u8; 32],
        mls: &[u8; 32],
        event: &[u8; 32],
        handover_seed: &[u8; 32],
        class: DeviceClass,
    ) -> Self {
        let login = SecretKey::from_seed(*login);
        let mls = SecretKey::from_seed(*mls);
        let event = SecretKey::from_seed(*event);
        let handover = HandoverKey::from_seed(handover_seed);
        let certificate = DeviceCertificate {
            login: login.public(),
            mls: mls.public(),
            event: event.public(),
            hpke: handover.public(),
            class,
        };
        let id = certificate.id();
        let handover_seed = Zeroizing::new(*handover_seed);
        Self { login, mls, event, handover, handover_seed, certificate, id }
    }
}

/// The seeds of the keys as they are stored.
#[derive(Encode, Decode)]
struct Seeds {
    #[cbor(n(0), with = "minicbor::bytes")]
    login: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    mls: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    event: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    handover: [u8; 32],
    #[n(4)]
    class: DeviceClass,
}

impl Drop for Seeds {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.login.zeroize();
        self.mls.zeroize();
        self.event.zeroize();
        self.handover.zeroize();
    }
}

/// What this profile is.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Account {
    /// The server's address, as in the invitation.
    #[n(0)]
    pub server: String,
    /// The organisation.
    #[n(1)]
    pub organisation: LogId,
    /// Its name.
    #[n(2)]
    pub organisation_name: String,
    /// Who one is: known from the moment the claim is signed.
    #[n(3)]
    pub member: MemberId,
    /// One's name, as the invitation says; empty for who comes back and has not heard it yet.
    #[n(4)]
    pub name: String,
    /// A position that the served organisation log must contain.
    #[n(5)]
    pub anchor: Position,
}

/// What has to reach the server before this device belongs to the organisation. Kept until it has, so that a
/// killed app goes on where it was.
#[derive(Encode, Decode)]
pub(crate) enum Admission {
    /// Founds the organisation.
    #[n(0)]
    Found {
        #[n(0)]
        token: String,
        #[n(1)]
        entries: Vec<SignedEntry>,
    },
    /// Claims an invitation.
    #[n(1)]
    Claim {
        #[n(0)]
        invitation: InvitationId,
        #[n(1)]
        entry: SignedEntry,
    },
    /// Comes in by a key on paper.
    #[n(2)]
    Paper {
        /// The public half of the key.
        #[n(0)]
        key: PublicKey,
        #[n(1)]
        entries: Vec<SignedEntry>,
        /// The recovery key itself, until it has opened the backups.
        #[n(2)]
        restores: Option<ByteVec>,
    },
    /// Waits until another device of this person has let this one in.
    #[n(3)]
    Link {
        #[n(0)]
        slot: SlotId,
        /// Sealed: that this device agrees.
        #[n(1)]
        proof: ByteVec,
    },
}

const ACCOUNT: &str = "account";
const KEYS: &str = "device-keys";
const ADMISSION: &str = "admission";
const NOTICE: &str = "notice";

/// Writes account, keys and what is left to do, for a new profile.
pub(crate) fn create(
    tx: &Tx<'_>,
    account: &Account,
    keys: &DeviceKeys,
    admission: &Admission,
) -> Result<(), StoreError> {
    let seeds = Seeds {
        login: *keys.login.seed(),
        mls: *keys.mls.seed(),
        event: *keys.event.seed(),
        handover: *keys.handover_seed,
        class: keys.certificate.class,
    };
    put(tx, ACCOUNT, &cbor::encode(account))?;
    put(tx, KEYS, &Zeroizing::new(cbor::encode(&seeds)))?;
    put(tx, ADMISSION, &cbor::encode(admission))
}

/// Reads account and keys; none if the profile was never completed on disk.
pub(crate) fn load(connection: &Connection) -> Result<Option<(Account, DeviceKeys)>, ClientError> {
    let Some(account) = get(connection, ACCOUNT)? else { return Ok(None) };
    let keys = Zeroizing::new(get(connection, KEYS)?.ok_or(ClientError::Damaged("the database"))?);
    let damaged = |_| ClientError::Damaged("the database");
    let account = cbor::decode(&account).map_err(damaged)?;
    let seeds: Seeds = cbor::decode(&keys).map_err(damaged)?;
    let keys = DeviceKeys::from_seeds(&seeds.login, &seeds.mls, &seeds.event, &seeds.handover, seeds.class);
    Ok(Some((account, keys)))
}

/// What is left to do before this device belongs to the organisation.
pub(crate) fn admission(connection: &Connection) -> Result<Option<Admission>, ClientError> {
    let Some(bytes) = get(connection, ADMISSION)? else { return Ok(None) };
    cbor::decode(&bytes).map(Some).map_err(|_| ClientError::Damaged("the database"))
}

/// Notes that the server has it.
pub(crate) fn admitted(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM meta WHERE key = ?1", [ADMISSION])?;
    Ok(())
}

/// The newest version of the privacy notice that this person accepted on this device.
pub(crate) fn accepted_notice(connection: &Connection) -> Result<Option<u32>, StoreError> {
    let bytes = get(connection, NOTICE)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes))
}

/// Notes that this person accepted a version of the privacy notice.
pub(crate) fn accept_notice(tx: &Tx<'_>, version: u32) -> Result<(), StoreError> {
    put(tx, NOTICE, &version.to_be_bytes())
}

pub(crate) fn put(tx: &Tx<'_>, key: &str, value: &[u8]) -> Result<(), StoreError> {
    tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", (key, value))?;
    Ok(())
}

pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let row = connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(row)
}
