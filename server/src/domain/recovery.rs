//! Keys on paper: who comes back by one, and the key backups that wait for that day. The server knows the public halves
//! from the organisation's log and opens nothing.

use std::sync::Arc;

use verband_protocol::entry::SignedEntry;
use verband_protocol::id::{DeviceId, LogId};
use verband_protocol::organisation::ProgramVersion;
use verband_protocol::sign::PublicKey;
use verband_protocol::wire::{Backup, PaperKeyOf, RecoveryFound};
use verband_rules::organisation::OrganisationState;

use super::organisation::{self, added_device};
use super::session::{Caller, check_program};
use crate::failure::Failure;
use crate::server::Inner;

/// Entries that bring somebody back: her device, what revokes her old ones, or what the root key decides.
const MAX_ENTRIES: usize = 64;

/// What a key on paper is good for. One that is of no use, or unknown, is gone like an invitation.
pub(crate) fn look_up(server: &Inner, key: &PublicKey, program: ProgramVersion) -> Result<RecoveryFound, Failure> {
    let (organisation, state, whose) = find(server, key)?;
    check_program(&state, program)?;
    Ok(RecoveryFound {
        organisation,
        organisation_name: state.name().to_owned(),
        position: state.position(),
        pin_length: state.policy().pin_length,
        whose,
    })
}

/// Appends what brings in a device by a key on paper. The rules decide whether the key does; here is decided what
/// somebody without a session may send at all.
pub(crate) fn recover(
    server: &Inner,
    key: &PublicKey,
    entries: &[SignedEntry],
    program: ProgramVersion,
) -> Result<Vec<u64>, Failure> {
    let (organisation, state, _) = find(server, key)?;
    check_program(&state, program)?;
    if entries.len() > MAX_ENTRIES {
        return Err(Failure::TooLarge);
    }
    let headers = entries.iter().map(SignedEntry::read).collect::<Result<Vec<_>, _>>()?;
    let mut added = headers.iter().filter_map(added_device);
    let (Some(device), None) = (added.next(), added.next()) else {
        return Err(Failure::refused("not one device that comes in"));
    };
    if headers.iter().any(|header| header.author != device && header.author != DeviceId::ROOT) {
        return Err(Failure::Forbidden);
    }
    organisation::append(server, &organisation, &device, entries, &[])
}

fn find(server: &Inner, key: &PublicKey) -> Result<(LogId, Arc<OrganisationState>, PaperKeyOf), Failure> {
    for organisation in server.store.organisations()? {
        let state = server.organisations.get(&*server.store, &organisation)?;
        if let Some(member) = state.recovered_by(key) {
            let devices = state.active_devices_of(&member).map(|(id, _)| *id).collect();
            return Ok((organisation, state, PaperKeyOf::Member { member, devices }));
        }
        if state.root() == Some(*key) {
            let counter = state.next_counter(&DeviceId::ROOT);
            let administrators = state.active_members().filter(|member| state.is_admin(member)).collect();
            return Ok((organisation, state, PaperKeyOf::Root { counter, administrators }));
        }
    }
    Err(Failure::InvitationGone)
}

/// Keeps the key backup of the caller's device in the place of its last one.
pub(crate) fn put_backup(server: &Inner, caller: &Caller, backup: &Backup) -> Result<(), Failure> {
    if backup.device != caller.device {
        return Err(Failure::Forbidden);
    }
    Ok(server.store.put_backup(&caller.organisation, &caller.device, &caller.member, &backup.backup)?)
}

/// The key backups of all devices that the caller's member ever had.
pub(crate) fn backups(server: &Inner, caller: &Caller) -> Result<Vec<Backup>, Failure> {
    Ok(server.store.backups(&caller.organisation, &caller.member)?)
}
