//! The directory: what the organisation log says about members, devices and invitations, and the key that opens
//! their names. Applies the entries of the organisation log to the store.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::entry::{Header, Record, SignedEntry};
use verband_protocol::handover::{Handover, directory_commitment, hand_over};
use verband_protocol::id::{DeviceId, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::port::Entropy;
use verband_protocol::seal::{SealKey, open, seal};
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx};
use zeroize::Zeroizing;

use crate::account::DeviceKeys;
use crate::error::ClientError;

/// A sealed name: under which generation of the directory key, and the sealed bytes.
#[derive(Encode, Decode)]
struct SealedName(#[n(0)] u32, #[n(1)] ByteVec);

/// Every generation of the directory key, as handed over.
#[derive(Encode, Decode)]
struct Keys(#[n(0)] Vec<(u32, ByteVec)>);

/// Reads the organisation log from the store.
pub(crate) fn load(connection: &Connection, organisation: &[u8; 32]) -> Result<OrganisationState, StoreError> {
    let mut state = OrganisationState::new();
    let mut statement =
        connection.prepare_cached("SELECT author, header, sig, body FROM entry WHERE log = ?1 ORDER BY seq")?;
    let mut rows = statement.query([organisation])?;
    while let Some(row) = rows.next()? {
        // What was refused when it came is refused again, with the same (no) effect.
        let _ = state.apply(&crate::log::entry_of(row)?);
    }
    Ok(state)
}

/// Writes what a valid entry says. `state` is the organisation after it.
pub(crate) fn project(
    tx: &Tx<'_>,
    state: &OrganisationState,
    entry: &SignedEntry,
    header: &Header,
    keys: &DeviceKeys,
) -> Result<(), ClientError> {
    let Some(Record::Organisation(record)) = &header.record else { return Ok(()) };
    match record {
        OrganisationRecord::Invitation(invitation) => {
            let name = open_name(tx, header, entry.body())?.unwrap_or_default();
            tx.execute(
                "INSERT OR IGNORE INTO invitation (id, kind, record, state, name, seq) VALUES (?1, ?2, ?3, 0, ?4, ?5)",
                (
                    invitation.id.as_bytes(),
                    i64::from(invitation.kind.limit() > 1),
                    cbor::encode(invitation),
                    name.as_str(),
                    state.position().seq,
                ),
            )?;
        }
        OrganisationRecord::DirectoryKey { generation, to, .. } => {
            take_key(tx, state, entry, *generation, to, keys)?;
        }
        _ => {}
    }
    write_states(tx, state)?;
    tx.touch(Topic::Organisation);
    Ok(())
}

/// Members, devices and invitations as they are after the entry. Only rows that change are written.
fn write_states(tx: &Tx<'_>, state: &OrganisationState) -> Result<(), StoreError> {
    let seq = state.position().seq;
    for (id, member) in state.members() {
        let touched = [Some(member.claimed_at), member.approved_at, member.revoked_at].contains(&Some(seq));
        let row_state = match (member.approved_at, member.revoked_at) {
            (_, Some(_)) => 2,
            (Some(_), None) => 1,
            (None, None) => 0,
        };
        if touched {
            tx.execute(
                "INSERT INTO member (id, name, state, admin, claim_seq, revoked_seq)
                 VALUES (?1, (SELECT name FROM invitation WHERE id = ?2), ?3, ?4, ?5, ?6)
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, revoked_seq = excluded.revoked_seq",
                (
                    id.as_bytes(),
                    member.invitation.as_bytes(),
                    row_state,
                    member.admin,
                    member.claimed_at,
                    member.revoked_at,
                ),
            )?;
            tx.execute("UPDATE invitation SET state = 1 WHERE id = ?1 AND kind = 0", [member.invitation.as_bytes()])?;
        }
        tx.execute("UPDATE member SET admin = ?2 WHERE id = ?1 AND admin <> ?2", (id.as_bytes(), member.admin))?;
    }
    for (id, device) in state.devices() {
        if device.added_at == seq || device.revoked_at == Some(seq) {
            tx.execute(
                "INSERT INTO device (id, member, certificate, class, added_seq, revoked_seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (id) DO UPDATE SET revoked_seq = excluded.revoked_seq",
                (
                    id.as_bytes(),
                    device.member.as_bytes(),
                    cbor::encode(&device.certificate),
                    device.certificate.class as i64,
                    device.added_at,
                    device.revoked_at,
                ),
            )?;
        }
    }
    Ok(())
}

/// Opens what was handed to this device, checks it against the commitments in the log, and reads the names that
/// were closed until now.
fn take_key(
    tx: &Tx<'_>,
    state: &OrganisationState,
    entry: &SignedEntry,
    generation: u32,
    to: &[DeviceId],
    keys: &DeviceKeys,
) -> Result<(), ClientError> {
    let Some(index) = to.iter().position(|device| *device == keys.id) else { return Ok(()) };
    let Some(body) = entry.body() else { return Ok(()) };
    let Ok(handovers) = cbor::decode::<Vec<Handover>>(body) else { return Ok(()) };
    let Some(handover) = handovers.get(index) else { return Ok(()) };
    let context = cbor::encode(&(generation, keys.id));
    let Ok(opened) = keys.handover.open(&context, handover) else { return Ok(()) };
    let Ok(Keys(handed)) = cbor::decode::<Keys>(&opened) else { return Ok(()) };
    for (generation, bytes) in handed {
        let Ok(bytes) = <[u8; 32]>::try_from(bytes.as_slice()) else { continue };
        store_key(tx, state, generation, &SealKey::from_bytes(bytes))?;
    }
    reread_names(tx, state)
}

/// Keeps a directory key if it is the one that the log commits to.
pub(crate) fn store_key(
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

fn reread_names(tx: &Tx<'_>, state: &OrganisationState) -> Result<(), ClientError> {
    let Some(organisation) = state.id() else { return Ok(()) };
    let closed: Vec<(Vec<u8>, SignedEntry)> = tx.query_map(
        "SELECT entry.author, entry.header, entry.sig, entry.body, invitation.id
         FROM invitation JOIN entry ON entry.log = ?1 AND entry.seq = invitation.seq
         WHERE invitation.name = '' ORDER BY invitation.seq",
        [organisation.as_bytes()],
        |row| Ok((row.get(4)?, crate::log::entry_of(row)?)),
    )?;
    for (id, entry) in closed {
        let Ok(header) = entry.read() else { continue };
        if let Some(name) = open_name(tx, &header, entry.body())? {
            tx.execute("UPDATE invitation SET name = ?2 WHERE id = ?1", (&id, name.as_str()))?;
        }
    }
    for (id, member) in state.members() {
        tx.execute(
            "UPDATE member SET name = coalesce((SELECT name FROM invitation WHERE id = ?2), '')
             WHERE id = ?1 AND name = ''",
            (id.as_bytes(), member.invitation.as_bytes()),
        )?;
    }
    tx.touch(Topic::Conversations);
    Ok(())
}

/// Seals a name under the newest directory key.
pub(crate) fn seal_name(
    (generation, key): &(u32, SealKey),
    header: &Header,
    name: &str,
    entropy: &dyn Entropy,
) -> Vec<u8> {
    let sealed = seal(&key.derive(b"verband/name/1"), &header.seal_context(), name.as_bytes(), entropy);
    cbor::encode(&SealedName(*generation, sealed.into()))
}

fn open_name(tx: &Tx<'_>, header: &Header, body: Option<&[u8]>) -> Result<Option<String>, StoreError> {
    let Some(SealedName(generation, sealed)) = body.and_then(|body| cbor::decode(body).ok()) else {
        return Ok(None);
    };
    let key = tx.query_opt("SELECT key FROM directory_key WHERE generation = ?1", [generation], |row| {
        row.get::<_, [u8; 32]>(0)
    })?;
    let Some(key) = key.map(SealKey::from_bytes) else { return Ok(None) };
    let opened = open(&key.derive(b"verband/name/1"), &header.seal_context(), &sealed).ok();
    Ok(opened.and_then(|name| String::from_utf8(name.to_vec()).ok()))
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

/// The name of a member, as far as this device knows it.
pub(crate) fn name_of(connection: &Connection, member: &MemberId) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name FROM member WHERE id = ?1")?;
    let mut rows = statement.query([member.as_bytes()])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or_default())
}
