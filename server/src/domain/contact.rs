//! When a device last reached the server: enough to see which one is lost or forgotten, and no more.
//!
//! Kept is one number for each device, the day of its last request (UTC), in the place of the one before: no time of day
//! and no history, so that nobody's shifts can be read from the database. Of her own devices a person sees the day.
//! Whoever manages devices sees of colleagues' devices an age in three steps, which tells the forgotten tablet and not
//! who works at the weekend; without that right, nothing.

use std::collections::BTreeMap;

use verband_protocol::id::DeviceId;
use verband_protocol::organisation::Right;
use verband_protocol::wire::{ContactCounts, DeviceContact, LastContact};
use verband_rules::organisation::OrganisationState;

use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// The day of a time in milliseconds since the Unix epoch, in days since then.
fn day_of(now: u64) -> u32 {
    u32::try_from(now / DAY).unwrap_or(u32::MAX)
}

/// Notes that a device is in contact, at most once a day. `known` is what stands there.
pub(crate) fn note(server: &Inner, device: &DeviceId, known: Option<u32>) {
    let today = day_of(server.now());
    if known >= Some(today) {
        return;
    }
    // It is no reason to turn anybody away that this cannot be written, as on a full disk.
    if let Err(error) = server.store.note_contact(device, today) {
        tracing::warn!(%error, "the day of a contact is not noted");
    }
}

/// The last contacts of devices that the caller may know of.
pub(crate) fn devices(server: &Inner, caller: &Caller) -> Result<Vec<DeviceContact>, Failure> {
    let state = server.organisations.get(&*server.store, &caller.organisation)?;
    let days = days(server, caller)?;
    let manages = state.may(&caller.member, Right::ManageDevices);
    let today = day_of(server.now());
    let active = state.devices().filter(|(id, _)| state.device_active(id));
    let contacts = active.filter_map(|(id, device)| {
        let own = device.member == caller.member;
        let last = match days.get(id) {
            None => LastContact::Never,
            Some(day) if own => LastContact::Day(*day),
            Some(day) => age(today.saturating_sub(*day)),
        };
        (own || manages).then_some(DeviceContact { device: *id, last })
    });
    Ok(contacts.collect())
}

/// How many trusted devices of the caller's organisation last reached the server how long ago.
pub(super) fn counts(server: &Inner, caller: &Caller, state: &OrganisationState) -> Result<ContactCounts, Failure> {
    let (days, today) = (days(server, caller)?, day_of(server.now()));
    let mut counts = ContactCounts { week: 0, month: 0, longer: 0, never: 0 };
    for (id, _) in state.devices().filter(|(id, _)| state.device_active(id)) {
        match days.get(id).map(|day| age(today.saturating_sub(*day))) {
            Some(LastContact::Week | LastContact::Day(_)) => counts.week += 1,
            Some(LastContact::Month) => counts.month += 1,
            Some(LastContact::Longer) => counts.longer += 1,
            Some(LastContact::Never) | None => counts.never += 1,
        }
    }
    Ok(counts)
}

fn days(server: &Inner, caller: &Caller) -> Result<BTreeMap<DeviceId, u32>, Failure> {
    Ok(server.store.contacts(&caller.organisation)?.into_iter().collect())
}

fn age(days: u32) -> LastContact {
    match days {
        0..=7 => LastContact::Week,
        8..=30 => LastContact::Month,
        _ => LastContact::Longer,
    }
}
