//! The directory key: seals what the organisation knows of its members against the server, in generations. Here it is
//! handed over, kept, and used; what the bodies say is for `directory`.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::entry::{Header, SignedEntry};
use verband_protocol::handover::{Handover, HandoverKey, directory_commitment, hand_over};
use verband_protocol::id::{DeviceId, InvitationId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::port::Entropy;
use verband_protocol::seal::{SealKey, open, seal};
use verband_protocol::wire::Registration;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::account::DeviceKeys;
use crate::error::ClientError;

/// A sealed body: under which generation of the directory key, and the sealed bytes.
#[derive(Encode, Decode)]
struct SealedBody(#[n(0)] u32, #[n(1)] ByteVec);

/// Every generation of the directory key, as handed over.
#[derive(Encode, Decode)]
struct Keys(#[n(0)] Vec<(u32, ByteVec)>);

const LABEL: &[u8] = b"verband/directory/1";

/// Seals the body of an entry under the newest directory key.
pub(crate) fn seal_body<T: Encode<()>>(
    (generation, key): &(u32, SealKey),
    header: &Header,
    body: &T,
    entropy: &dyn Entropy,
) -> Vec<u8> {
    let sealed = seal(&key.derive(LABEL), &header.seal_context(), &cbor::encode(body), entropy);
    cbor::encode(&SealedBody(*generation, sealed.into()))
}

/// Opens the body of an entry: none if its key is not here, it was erased, or it is something else.
pub(crate) fn open_body<T>(tx: &Tx<'_>, header: &Header, entry: &SignedEntry) -> Result<Option<T>, StoreError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let Some(SealedBody(generation, sealed)) = entry.body().and_then(|body| cbor::decode(body).ok()) else {
        return Ok(None);
    };
    let Some(key) = key_of(tx, generation)? else { return Ok(None) };
    let opened = open(&key.derive(LABEL), &header.seal_context(), &sealed).ok();
    Ok(opened.and_then(|body| cbor::decode(&body).ok()))
}

/// A name that a person gives herself when she uses a registration key: for which generation of the directory key, and
/// the hand-over to whoever has it.
#[derive(Encode, Decode)]
struct SealedRegistration(#[n(0)] u32, #[n(1)] Handover);

const REGISTRATION: &[u8] = b"verband/registration/1";

/// What a registration key's code tells: the public key that names are sealed to, before anybody has handed the
/// newcomer the directory key.
pub(crate) fn registration(connection: &Connection) -> Result<Registration, ClientError> {
    let (generation, key) = directory_keys(connection)?.pop().ok_or(ClientError::WaitingForApproval)?;
    Ok(Registration { generation, key: registration_key(&key).public() })
}

/// Whoever has the directory key opens what is sealed to it.
fn registration_key(key: &SealKey) -> HandoverKey {
    HandoverKey::from_seed(key.derive(REGISTRATION).expose())
}

/// The body of a claim by a registration key.
pub(crate) fn seal_registration(
    registration: &Registration,
    invitation: &InvitationId,
    device: &DeviceId,
    details: &MemberDetails,
) -> Result<Vec<u8>, ClientError> {
    let context = cbor::encode(&(*invitation, *device));
    let handover = hand_over(&registration.key, &context, &cbor::encode(details))
        .map_err(|_| ClientError::Answer("the registration key's public key".to_owned()))?;
    Ok(cbor::encode(&SealedRegistration(registration.generation, handover)))
}

/// Opens the name in a claim by a registration key.
pub(crate) fn open_registration(
    tx: &Tx<'_>,
    invitation: &InvitationId,
    device: &DeviceId,
    entry: &SignedEntry,
) -> Result<Option<MemberDetails>, StoreError> {
    let body = entry.body().and_then(|body| cbor::decode::<SealedRegistration>(body).ok());
    let Some(SealedRegistration(generation, handover)) = body else { return Ok(None) };
    let Some(key) = key_of(tx, generation)? else { return Ok(None) };
    let context = cbor::encode(&(*invitation, *device));
    let opened = registration_key(&key).open(&context, &handover).ok();
    Ok(opened.and_then(|details| cbor::decode(&details).ok()).filter(MemberDetails::fits))
}

/// Opens what an entry hands over to this device and keeps the keys that the log commits to. Whether there was any.
pub(crate) fn take_keys(
    tx: &Tx<'_>,
    state: &OrganisationState,
    entry: &SignedEntry,
    (generation, to): (u32, &[DeviceId]),
    keys: &DeviceKeys,
) -> Result<bool, StoreError> {
    let Some(index) = to.iter().position(|device| *device == keys.id) else { return Ok(false) };
    let handovers = entry.body().and_then(|body| cbor::decode::<Vec<Handover>>(body).ok());
    let Some(handover) = handovers.as_ref().and_then(|handovers| handovers.get(index)) else { return Ok(false) };
    let context = cbor::encode(&(generation, keys.id));
    let Ok(opened) = keys.handover.open(&context, handover) else { return Ok(false) };
    let Ok(Keys(handed)) = cbor::decode::<Keys>(&opened) else { return Ok(false) };
    for (generation, bytes) in handed {
        let Ok(bytes) = <[u8; 32]>::try_from(bytes.as_slice()) else { continue };
        keep_key(tx, state, generation, &SealKey::from_bytes(bytes))?;
    }
    Ok(true)
}

/// Keeps a directory key if it is the one that the log commits to.
pub(crate) fn keep_key(
    tx: &Tx<'_>,
    state: &OrganisationState,
    generation: u32,
    key: &SealKey,
) -> Result<(), StoreError> {
    if state.directory_commitment(generation) == Some(directory_commitment(key, generation)) {
        tx.execute(
            "INSERT OR IGNORE INTO directory_key (generation, key) VALUES (?1, ?2)",
            (generation, key.expose()),
        )?;
    }
    Ok(())
}

fn key_of(tx: &Tx<'_>, generation: u32) -> Result<Option<SealKey>, StoreError> {
    let sql = "SELECT key FROM directory_key WHERE generation = ?1";
    let key = tx.query_opt(sql, [generation], |row| row.get::<_, [u8; 32]>(0))?;
    Ok(key.map(SealKey::from_bytes))
}

/// All generations of the directory key that this device has, ascending.
pub(crate) fn directory_keys(connection: &Connection) -> Result<Vec<(u32, SealKey)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT generation, key FROM directory_key ORDER BY generation")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, SealKey::from_bytes(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The record and body that hand all directory keys to these devices.
pub(crate) fn hand_keys(keys: &[(u32, SealKey)], to: &[(DeviceId, [u8; 32])]) -> Option<(OrganisationRecord, Vec<u8>)> {
    let (generation, newest) = keys.last()?;
    let handed = Keys(keys.iter().map(|(number, key)| (*number, key.expose().to_vec().into())).collect());
    let handed = Zeroizing::new(cbor::encode(&handed));
    let (mut devices, mut handovers) = (Vec::new(), Vec::new());
    for (device, public) in to {
        // A device with a key that is none cannot be handed anything.
        if let Ok(handover) = hand_over(public, &cbor::encode(&(*generation, *device)), &handed) {
            devices.push(*device);
            handovers.push(handover);
        }
    }
    let record = OrganisationRecord::DirectoryKey {
        generation: *generation,
        commitment: directory_commitment(newest, *generation),
        to: devices,
    };
    (!handovers.is_empty()).then(|| (record, cbor::encode(&handovers)))
}
