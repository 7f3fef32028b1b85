//! Key packages: given by a device, taken one by one by whoever adds it.

use verband_protocol::id::DeviceId;
use verband_protocol::wire::{DeviceKeyPackage, KeyPackages};

use super::group::check_key_package;
use super::rate::Asker;
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

/// The most devices whose key packages are taken at once.
const MAX_TAKEN: usize = 500;

/// The largest key package, in bytes: many times one of ours.
const MAX_KEY_PACKAGE: usize = 4 << 10;

/// Keeps key packages of the caller's device.
pub(crate) fn put(server: &Inner, caller: &Caller, packages: &KeyPackages) -> Result<(), Failure> {
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    let device = organisation.device(&caller.device).ok_or(Failure::Unauthenticated)?;
    let check = |package: &[u8], wanted: bool| {
        if package.len() > MAX_KEY_PACKAGE {
            return Err(Failure::TooLarge);
        }
        let (expires_at, last_resort) = check_key_package(package, &caller.device, &device.certificate.mls)?;
        if last_resort != wanted {
            return Err(Failure::refused("marked as last resort and given as another, or the reverse"));
        }
        Ok((package.to_vec(), expires_at))
    };
    let kept = count(server, caller)?;
    let limit = server.settings.limits.key_packages_per_device;
    if packages.packages.len() as u64 + u64::from(kept) > u64::from(limit) {
        return Err(Failure::TooLarge);
    }
    let single = packages.packages.iter().map(|package| check(package, false)).collect::<Result<Vec<_>, _>>()?;
    let last_resort = packages.last_resort.as_ref().map(|package| check(package, true)).transpose()?;
    server.store.put_key_packages(&caller.organisation, &caller.device, &single, last_resort.as_ref())?;
    // Whoever heard of the new device before it could be added looks again.
    if kept == 0 {
        let devices = organisation.devices().map(|(id, _)| id);
        server.hub.moved(devices, caller.organisation, organisation.position().seq);
    }
    Ok(())
}

/// How many the caller's device has left.
pub(crate) fn count(server: &Inner, caller: &Caller) -> Result<u32, Failure> {
    Ok(server.store.count_key_packages(&caller.organisation, &caller.device, server.now())?)
}

/// Takes one of each device of the caller's organisation. Devices without any are left out, and so are others.
pub(crate) fn take(server: &Inner, caller: &Caller, devices: &[DeviceId]) -> Result<Vec<DeviceKeyPackage>, Failure> {
    let tokens = u32::try_from(devices.len()).ok().filter(|_| devices.len() <= MAX_TAKEN).ok_or(Failure::TooLarge)?;
    let now = server.now();
    server.rates.take(Asker::KeyPackage(caller.device), tokens, now)?;
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    let active: Vec<DeviceId> = devices.iter().filter(|device| organisation.device_active(device)).copied().collect();
    Ok(server.store.take_key_packages(&caller.organisation, &active, now)?)
}
