//! The directory: what the organisation log says about members, devices, invitations, roles, teams and the privacy
//! notice, written to the store entry by entry. What is valid, the rules decide; who may read it, the directory key.

use verband_protocol::cbor;
use verband_protocol::entry::{Header, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, InvitationId, MemberId};
use verband_protocol::organisation::details::{MemberDetails, MemberStatus, Notice, Title};
use verband_protocol::organisation::{InvitationKind, OrganisationRecord, member_id};
use verband_rules::organisation::{Member, OrganisationState};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx};

use crate::account::DeviceKeys;
use crate::directory_key::{open_body, open_registration, take_keys};
use crate::error::ClientError;
use crate::limits::keep_policy;

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
            // How it stands is for the rules to say; columns for that are of earlier programs.
            tx.execute(
                "INSERT OR IGNORE INTO invitation (id, kind, record, seq) VALUES (?1, ?2, ?3, ?4)",
                (
                    invitation.id.as_bytes(),
                    kind_number(&invitation.kind),
                    cbor::encode(invitation),
                    state.position().seq,
                ),
            )?;
        }
        OrganisationRecord::Claim { device, .. } => {
            if let Some(device) = state.device(&device.id()) {
                write_member(tx, state, &device.member)?;
                write_devices_of(tx, state, &device.member)?;
            }
        }
        OrganisationRecord::DeviceAdd { device, .. } => write_device(tx, state, &device.id())?,
        OrganisationRecord::DeviceRevoke { device, .. } => {
            // And what it certified: devices of the same member.
            if let Some(device) = state.device(device) {
                write_devices_of(tx, state, &device.member)?;
            }
        }
        OrganisationRecord::MemberRevoke(member) | OrganisationRecord::Expire(member) => {
            write_member(tx, state, member)?;
            write_devices_of(tx, state, member)?;
        }
        OrganisationRecord::Approve(member)
        | OrganisationRecord::AdminGrant(member)
        | OrganisationRecord::AdminRevoke(member)
        | OrganisationRecord::RoleAssign { member, .. } => write_member(tx, state, member)?,
        OrganisationRecord::Policy(policy) => keep_policy(tx, policy)?,
        _ => {}
    }
    if let OrganisationRecord::DirectoryKey { generation, to, .. } = record
        && take_keys(tx, state, entry, (*generation, to), keys)?
    {
        reread(tx, state)?;
    }
    read_body(tx, state, entry, header, record)?;
    tx.touch(Topic::Organisation);
    Ok(())
}

/// The member who starts anew with an entry that was taken.
pub(crate) fn renewed(state: &OrganisationState, header: &Header) -> Option<MemberId> {
    let Some(Record::Organisation(OrganisationRecord::Claim { invitation, .. })) = &header.record else { return None };
    match state.invitation(invitation)?.invitation.kind {
        InvitationKind::Renewal(member) => Some(member),
        InvitationKind::Personal { .. } | InvitationKind::RegistrationKey { .. } | InvitationKind::Bot => None,
    }
}

/// The member whom the root key makes an administrator though there was one: somebody has used the recovery sheet. Founding
/// does the same, before anybody administers.
pub(crate) fn by_sheet(state: &OrganisationState, header: &Header) -> Option<MemberId> {
    let Some(Record::Organisation(OrganisationRecord::AdminGrant(member))) = &header.record else { return None };
    let before = state.position().seq.saturating_sub(1);
    let again = header.author == DeviceId::ROOT && state.members().any(|(id, _)| state.is_admin_at(id, before));
    again.then_some(*member)
}

/// A device of this person's that came in without this device, which was hers already.
pub(crate) fn added_elsewhere(state: &OrganisationState, header: &Header, own: &DeviceId) -> Option<DeviceId> {
    let Some(Record::Organisation(OrganisationRecord::DeviceAdd { member, device, .. })) = &header.record else {
        return None;
    };
    let added = device.id();
    let hers = state.device(own).is_some_and(|device| device.member == *member);
    (hers && added != *own && header.author != *own).then_some(added)
}

/// Writes what the sealed body of an entry says, if this device can read it.
fn read_body(
    tx: &Tx<'_>,
    state: &OrganisationState,
    entry: &SignedEntry,
    header: &Header,
    record: &OrganisationRecord,
) -> Result<(), ClientError> {
    match record {
        OrganisationRecord::Invitation(invitation) => {
            let details = match invitation.kind {
                InvitationKind::RegistrationKey { .. } => {
                    open_body::<Title>(tx, header, entry)?.map(|title| MemberDetails::named(title.title))
                }
                _ => open_body(tx, header, entry)?,
            };
            let Some(details) = details else { return Ok(()) };
            tx.execute(
                "UPDATE invitation SET name = ?2, function = ?3, ward = ?4 WHERE id = ?1",
                (invitation.id.as_bytes(), details.name, details.function, details.ward),
            )?;
        }
        OrganisationRecord::Claim { invitation, device, .. } => {
            let details = match state.invitation(invitation).map(|state| state.invitation.kind) {
                Some(InvitationKind::Personal { .. } | InvitationKind::Bot) => {
                    Some(invited_person(tx.sql(), invitation)?)
                }
                Some(InvitationKind::RegistrationKey { .. }) => open_registration(tx, invitation, &device.id(), entry)?,
                // She is called what she was called.
                Some(InvitationKind::Renewal(_)) | None => None,
            };
            if let Some(details) = details {
                write_details(tx, &member_id(&entry.header), &details)?;
            }
        }
        OrganisationRecord::MemberDetails(member) => {
            if let Some(details) = open_body(tx, header, entry)? {
                write_details(tx, member, &details)?;
            }
        }
        OrganisationRecord::MemberStatus => {
            let member = state.device(&header.author).map(|device| device.member);
            let Some((member, status)) = member.zip(open_body::<MemberStatus>(tx, header, entry)?) else {
                return Ok(());
            };
            let picture = status.picture.as_ref().map(|picture| picture.as_slice());
            tx.execute(
                "UPDATE member SET availability = ?2, picture = ?3 WHERE id = ?1",
                (member.as_bytes(), status.availability, picture),
            )?;
        }
        OrganisationRecord::DeviceName(device) => {
            let Some(Title { title }) = open_body(tx, header, entry)? else { return Ok(()) };
            tx.execute("UPDATE device SET name = ?2 WHERE id = ?1", (device.as_bytes(), title))?;
        }
        OrganisationRecord::RoleDefine { role, .. } => write_title(tx, role.as_bytes(), header, entry)?,
        OrganisationRecord::TeamDefine(team) => write_title(tx, team.as_bytes(), header, entry)?,
        OrganisationRecord::Notice(version) => {
            let Some(notice) = open_body::<Notice>(tx, header, entry)? else { return Ok(()) };
            tx.execute(
                "INSERT OR REPLACE INTO notice (version, german, english) VALUES (?1, ?2, ?3)",
                (version, notice.german, notice.english),
            )?;
        }
        _ => {}
    }
    Ok(())
}

fn write_title(tx: &Tx<'_>, id: &[u8; 16], header: &Header, entry: &SignedEntry) -> Result<(), StoreError> {
    if let Some(Title { title }) = open_body(tx, header, entry)? {
        tx.execute("INSERT OR REPLACE INTO title (id, title) VALUES (?1, ?2)", (id, title))?;
    }
    Ok(())
}

/// The row of a member as she is after the entry.
fn write_member(tx: &Tx<'_>, state: &OrganisationState, id: &MemberId) -> Result<(), StoreError> {
    let Some(member) = state.member(id) else { return Ok(()) };
    let row_state = match (member.approved_at, member.revoked_at) {
        (_, Some(_)) => 2,
        (Some(_), None) => 1,
        (None, None) => 0,
    };
    let until = member.until.map(|until| until.min(i64::MAX.unsigned_abs()));
    tx.execute(
        "INSERT INTO member (id, state, admin, claim_seq, revoked_seq, until, renewals)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, admin = excluded.admin,
             revoked_seq = excluded.revoked_seq, until = excluded.until, renewals = excluded.renewals",
        (id.as_bytes(), row_state, state.is_admin(id), member.claimed_at, member.revoked_at, until, member.renewals()),
    )?;
    Ok(())
}

fn write_details(tx: &Tx<'_>, member: &MemberId, details: &MemberDetails) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE member SET name = ?2, function = ?3, ward = ?4 WHERE id = ?1",
        (member.as_bytes(), &details.name, &details.function, &details.ward),
    )?;
    tx.touch(Topic::Conversations);
    Ok(())
}

fn write_devices_of(tx: &Tx<'_>, state: &OrganisationState, member: &MemberId) -> Result<(), StoreError> {
    let mut devices = state.member(member).into_iter().flat_map(Member::devices);
    devices.try_for_each(|id| write_device(tx, state, id))
}

fn write_device(tx: &Tx<'_>, state: &OrganisationState, id: &DeviceId) -> Result<(), StoreError> {
    let Some(device) = state.device(id) else { return Ok(()) };
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
    Ok(())
}

fn kind_number(kind: &InvitationKind) -> i64 {
    match kind {
        InvitationKind::Personal { .. } => 0,
        InvitationKind::RegistrationKey { .. } => 1,
        InvitationKind::Renewal(_) => 2,
        InvitationKind::Bot => 3,
    }
}

/// Reads all entries again: bodies that were closed until now open.
pub(crate) fn reread(tx: &Tx<'_>, state: &OrganisationState) -> Result<(), ClientError> {
    let Some(organisation) = state.id() else { return Ok(()) };
    let entries: Vec<(SignedEntry, EventId)> = tx.query_map(
        "SELECT author, header, sig, body, event FROM entry WHERE log = ?1 ORDER BY seq",
        [organisation.as_bytes()],
        |row| Ok((crate::log::entry_of(row)?, EventId(row.get(4)?))),
    )?;
    for (entry, event) in entries {
        // An entry that was refused is kept under a name of its own.
        let Ok(header) = entry.read() else { continue };
        if let (true, Some(Record::Organisation(record))) = (header.event == event, &header.record) {
            read_body(tx, state, &entry, &header, record)?;
        }
    }
    Ok(())
}

/// The person whom an invitation is for, as far as this device knows; of a registration key its title as name.
pub(crate) fn invited_person(connection: &Connection, invitation: &InvitationId) -> Result<MemberDetails, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name, function, ward FROM invitation WHERE id = ?1")?;
    let mut rows = statement.query([invitation.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(MemberDetails::default()) };
    Ok(MemberDetails { name: row.get(0)?, function: row.get(1)?, ward: row.get(2)? })
}

/// A version of the privacy notice, if there is one and this device can read it.
pub(crate) fn notice(connection: &Connection, version: u32) -> Result<Option<Notice>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT german, english FROM notice WHERE version = ?1")?;
    let mut rows = statement.query([version])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Notice { version, german: row.get(0)?, english: row.get(1)? }))
}

/// The name of a member, as far as this device knows it.
pub(crate) fn name_of(connection: &Connection, member: &MemberId) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name FROM member WHERE id = ?1")?;
    let mut rows = statement.query([member.as_bytes()])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or_default())
}
