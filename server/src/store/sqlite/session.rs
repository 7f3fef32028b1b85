//! Who may come in: set-up tokens, invitations, devices, sessions.

use rusqlite::Connection;

use verband_protocol::id::{DeviceId, Hash, InvitationId, LogId};

use super::{Tx, all, channel, one, slot};
use crate::store::{SetUpToken, StoreResult, StoredSession};

pub(super) fn challenge_key(tx: &Tx<'_>, fresh: [u8; 32]) -> StoreResult<[u8; 32]> {
    tx.execute("INSERT INTO setting VALUES ('challenge_key', ?1) ON CONFLICT DO NOTHING", [fresh])?;
    let query = "SELECT value FROM setting WHERE name = 'challenge_key'";
    Ok(one(tx.sql, query, (), |row| row.get(0))?.unwrap_or(fresh))
}

/// How long it is remembered that an e-mail was sent or has failed, in milliseconds: 90 days.
const MAIL_MEMORY: u64 = 90 * 24 * 60 * 60 * 1000;

/// How long an unused set-up token is remembered after its end, so that whoever tries it is told why it is refused, in
/// milliseconds: 30 days.
const SET_UP_MEMORY: u64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn put_set_up_token(tx: &Tx<'_>, token: &Hash, now: u64, expires_at: u64) -> StoreResult<()> {
    tx.execute("UPDATE set_up_token SET expires_at = ?1 WHERE used_for IS NULL AND expires_at > ?1", [now])?;
    tx.execute("INSERT INTO set_up_token (token, expires_at) VALUES (?1, ?2)", (token.0, expires_at))?;
    Ok(())
}

pub(super) fn set_up_token(sql: &Connection, token: &Hash) -> StoreResult<Option<SetUpToken>> {
    one(sql, "SELECT expires_at, used_for FROM set_up_token WHERE token = ?1", [token.0], |row| {
        Ok(SetUpToken { expires_at: row.get(0)?, used_for: row.get::<_, Option<_>>(1)?.map(LogId) })
    })
}

pub(super) fn organisation_of(sql: &Connection, device: &DeviceId) -> StoreResult<Option<LogId>> {
    one(sql, "SELECT organisation FROM device WHERE device = ?1", [device.0], |row| row.get(0).map(LogId))
}

pub(super) fn organisation_of_invitation(sql: &Connection, invitation: &InvitationId) -> StoreResult<Option<LogId>> {
    let query = "SELECT organisation FROM invitation WHERE invitation = ?1";
    one(sql, query, [invitation.0], |row| row.get(0).map(LogId))
}

pub(super) fn invitation_bundle(sql: &Connection, invitation: &InvitationId) -> StoreResult<Option<Vec<u8>>> {
    one(sql, "SELECT bundle FROM invitation WHERE invitation = ?1", [invitation.0], |row| row.get(0))
}

pub(super) fn open_session(tx: &Tx<'_>, token: &Hash, challenge: &Hash, session: &StoredSession) -> StoreResult<bool> {
    let insert = "INSERT INTO session (token, organisation, device, expires_at, challenge) VALUES (?1, ?2, ?3, ?4, ?5)
                  ON CONFLICT (challenge) DO NOTHING";
    let StoredSession { organisation, device, expires_at } = session;
    Ok(tx.execute(insert, (token.0, organisation.0, device.0, expires_at, challenge.0))? == 1)
}

pub(super) fn session(sql: &Connection, token: &Hash) -> StoreResult<Option<(StoredSession, Option<u32>)>> {
    let query = "SELECT session.organisation, device, expires_at, contact_day
                 FROM session LEFT JOIN device USING (device) WHERE token = ?1";
    one(sql, query, [token.0], |row| {
        let (organisation, device) = (LogId(row.get(0)?), DeviceId(row.get(1)?));
        Ok((StoredSession { organisation, device, expires_at: row.get(2)? }, row.get(3)?))
    })
}

pub(super) fn note_contact(tx: &Tx<'_>, device: &DeviceId, day: u32) -> StoreResult<()> {
    let later = "UPDATE device SET contact_day = ?2 WHERE device = ?1 AND (contact_day IS NULL OR contact_day < ?2)";
    tx.execute(later, (device.0, day))?;
    Ok(())
}

pub(super) fn contacts(sql: &Connection, organisation: &LogId) -> StoreResult<Vec<(DeviceId, u32)>> {
    let query = "SELECT device, contact_day FROM device WHERE organisation = ?1 AND contact_day IS NOT NULL";
    all(sql, query, [organisation.0], |row| Ok((DeviceId(row.get(0)?), row.get(1)?)))
}

pub(super) fn drop_expired(tx: &Tx<'_>, now: u64) -> StoreResult<()> {
    tx.execute("DELETE FROM session WHERE expires_at <= ?1", [now])?;
    let forgotten = now.saturating_sub(SET_UP_MEMORY);
    tx.execute("DELETE FROM set_up_token WHERE used_for IS NULL AND expires_at <= ?1", [forgotten])?;
    tx.execute("DELETE FROM key_package WHERE expires_at <= ?1", [now])?;
    slot::drop_expired(tx, now)?;
    channel::drop_expired(tx, now)?;
    tx.execute("DELETE FROM mail WHERE state > 0 AND changed_at <= ?1", [now.saturating_sub(MAIL_MEMORY)])?;
    Ok(())
}
