//! Key packages that wait for somebody to add their device.

use rusqlite::Connection;

use verband_protocol::id::{DeviceId, LogId};
use verband_protocol::wire::DeviceKeyPackage;

use super::{Tx, one};
use crate::store::StoreResult;

pub(super) fn put(
    tx: &Tx<'_>,
    organisation: &LogId,
    device: &DeviceId,
    packages: &[(Vec<u8>, u64)],
    last_resort: Option<&(Vec<u8>, u64)>,
) -> StoreResult<()> {
    let insert = "INSERT INTO key_package (organisation, device, package, expires_at, last_resort)
                  VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    for (package, expires_at) in packages {
        tx.execute(insert, (organisation.0, device.0, package, expires_at, false))?;
    }
    if let Some((package, expires_at)) = last_resort {
        let delete = "DELETE FROM key_package WHERE organisation = ?1 AND device = ?2 AND last_resort = 1";
        tx.execute(delete, (organisation.0, device.0))?;
        tx.execute(insert, (organisation.0, device.0, package, expires_at, true))?;
    }
    Ok(())
}

pub(super) fn count(sql: &Connection, organisation: &LogId, device: &DeviceId, now: u64) -> StoreResult<u32> {
    let query = "SELECT count(*) FROM key_package
                 WHERE organisation = ?1 AND device = ?2 AND last_resort = 0 AND expires_at > ?3";
    Ok(one(sql, query, (organisation.0, device.0, now), |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn take(
    tx: &Tx<'_>,
    organisation: &LogId,
    devices: &[DeviceId],
    now: u64,
) -> StoreResult<Vec<DeviceKeyPackage>> {
    let mut taken = Vec::new();
    for device in devices {
        let query = "SELECT id, package, last_resort FROM key_package
                     WHERE organisation = ?1 AND device = ?2 AND expires_at > ?3
                     ORDER BY last_resort, id LIMIT 1";
        let found = one(tx.sql, query, (organisation.0, device.0, now), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, bool>(2)?))
        })?;
        let Some((id, package, last_resort)) = found else {
            continue;
        };
        if !last_resort {
            tx.execute("DELETE FROM key_package WHERE id = ?1", [id])?;
        }
        taken.push(DeviceKeyPackage { device: *device, package: package.into() });
    }
    Ok(taken)
}
