//! Counts of an organisation for whoever has the right to see them: of members, devices, invitations, conversations and
//! bytes. Nothing is counted that one person did, and nobody is named.

use std::collections::BTreeMap;

use verband_protocol::wire::{DeviceCount, Statistics};

use super::contact;
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

/// The counts of the caller's organisation.
pub(crate) fn statistics(server: &Inner, caller: &Caller) -> Result<Statistics, Failure> {
    let state = server.organisations.get(&*server.store, &caller.organisation)?;
    let count = |found: usize| found as u64;
    let members = || state.members().map(|(_, member)| member);
    let mut devices = BTreeMap::new();
    for (id, device) in state.devices() {
        if state.device_active(id) {
            *devices.entry(device.certificate.class).or_default() += 1;
        }
    }
    let now = server.now();
    let open = state.invitations().filter(|(id, _)| {
        let usable = state.usable_invitation(id);
        usable.is_ok_and(|usable| usable.invitation.not_after > now)
    });
    Ok(Statistics {
        members_active: count(state.active_members().count()),
        members_waiting: count(members().filter(|it| it.approved_at.is_none() && it.revoked_at.is_none()).count()),
        members_left: count(members().filter(|it| it.revoked_at.is_some()).count()),
        devices: devices.into_iter().map(|(class, count)| DeviceCount { class, count }).collect(),
        invitations_open: count(open.count()),
        invitations_used: state.invitations().map(|(_, invitation)| u64::from(invitation.claims)).sum(),
        conversations: server.store.count_conversations(&caller.organisation)?,
        bytes_used: server.store.bytes_used(&caller.organisation)?,
        bytes_allowed: server.settings.limits.organisation_bytes,
        contacts: contact::counts(server, caller, &state)?,
        bytes_free: server.blobs.free(),
    })
}
