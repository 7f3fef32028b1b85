//! The key backup: what opens the past for a member who has nothing left but her key on paper. Every device of hers keeps
//! one on the server, which only that key opens; a device that came back by it takes what all of them hold.

use std::sync::atomic::Ordering;

use http::Method;
use verband_groups::{self as groups, GroupError};
use verband_protocol::backup::{BackedUp, KeyBackup, SignedBackup, backup_context, backup_message};
use verband_protocol::cbor;
use verband_protocol::code::RecoveryKey;
use verband_protocol::handover::{HandoverKey, hand_over};
use verband_protocol::id::{Hash, LogId};
use verband_protocol::seal::SealKey;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Backup, Backups};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::account;
use crate::client::Inner;
use crate::directory;
use crate::directory_key::{directory_keys, keep_key};
use crate::error::ClientError;
use crate::log::{self, LogStatus};

/// What the last backup was made of.
const BACKED_UP: &str = "backed-up";

/// The key on paper of a member who is coming back, until her backups are here.
const RESTORING: &str = "restoring";

/// Conversations in a backup: more fit into none. The newest ones are in it.
const MOST: u32 = 10_000;

/// Notes that the backups of this key are to be fetched.
pub(crate) fn begin_restoring(tx: &Tx<'_>, key: &[u8]) -> Result<(), StoreError> {
    account::put(tx, RESTORING, key)
}

impl Inner {
    /// Something has changed that a backup holds.
    pub(crate) fn backup_is_due(&self) {
        self.backup_due.store(true, Ordering::Release);
    }

    /// Brings the backup of this device up to date, if its member has a key on paper.
    pub(crate) async fn back_up(&self) -> Result<(), ClientError> {
        if !self.backup_due.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let done = self.put_backup().await;
        if done.is_err() {
            self.backup_is_due();
        }
        done
    }

    async fn put_backup(&self) -> Result<(), ClientError> {
        let organisation = self.organisation()?;
        let recovery = organisation.member(&self.account.member).and_then(|member| member.recovery);
        let Some(recovery) = recovery.filter(|_| organisation.device_active(&self.keys.id)) else { return Ok(()) };
        let contents = Zeroizing::new(cbor::encode(&self.store.read(contents)?));
        let made_of = Hash::labelled("verband/backed-up/1", &[&recovery.hpke, &contents]);
        if self.store.read(|connection| account::get(connection, BACKED_UP))?.as_deref() == Some(&made_of.0) {
            return Ok(());
        }
        let (log, member, device) = (self.account.organisation, self.account.member, self.keys.id);
        let sealed = hand_over(&recovery.hpke, &backup_context(&log, &member, &device), &contents);
        // Nobody but this member could have published a key that is none.
        let Ok(sealed) = sealed else { return Ok(()) };
        let message = backup_message(&log, &member, &device, &sealed);
        let signature = self.keys.event.sign(Purpose::Backup, &message);
        let backup = cbor::encode(&SignedBackup { sealed, signature }).into();
        self.api.send(Method::PUT, "/v1/backup", Some(&Backup { device, backup })).await?.done()?;
        self.store.with_tx(|tx| Ok(account::put(tx, BACKED_UP, &made_of.0)?))
    }

    /// Takes what the backups of this member hold, if she comes back by her key on paper.
    pub(crate) async fn restore_backups(&self) -> Result<(), ClientError> {
        let Some(key) = self.store.read(|connection| account::get(connection, RESTORING))? else { return Ok(()) };
        let key = Zeroizing::new(key);
        let key = key.as_slice().try_into().map_err(|_| ClientError::Damaged("the database"))?;
        let handover = HandoverKey::from_seed(&RecoveryKey::from_bytes(key).handover_seed());
        let backups: Backups = self.api.get("/v1/backups").await?;
        let organisation = self.organisation()?;
        let opened = backups.backups.iter().filter_map(|backup| self.open_backup(&organisation, &handover, backup));
        let opened: Vec<KeyBackup> = opened.collect();
        self.store.with_tx(|tx| {
            for backup in &opened {
                take_backup(tx, &organisation, backup)?;
            }
            directory::reread(tx, &organisation)?;
            tx.execute("DELETE FROM meta WHERE key = ?1", [RESTORING])?;
            Ok(())
        })
    }

    /// Only what a device of this member made counts: anybody can seal something for a public key.
    fn open_backup(
        &self,
        organisation: &OrganisationState,
        handover: &HandoverKey,
        backup: &Backup,
    ) -> Option<KeyBackup> {
        let (log, member) = (self.account.organisation, self.account.member);
        let device = organisation.device(&backup.device).filter(|device| device.member == member)?;
        let SignedBackup { sealed, signature } = cbor::decode(&backup.backup).ok()?;
        let message = backup_message(&log, &member, &backup.device, &sealed);
        device.certificate.event.verify(Purpose::Backup, &message, &signature).ok()?;
        let opened = handover.open(&backup_context(&log, &member, &backup.device), &sealed).ok()?;
        cbor::decode(&opened).ok()
    }
}

fn take_backup(tx: &Tx<'_>, organisation: &OrganisationState, backup: &KeyBackup) -> Result<(), ClientError> {
    for (generation, key) in &backup.directory {
        let Ok(key) = <[u8; 32]>::try_from(key.as_slice()) else { continue };
        keep_key(tx, organisation, *generation, &SealKey::from_bytes(key))?;
    }
    for BackedUp { log, epoch, key } in &backup.conversations {
        let Ok(key) = <[u8; 32]>::try_from(key.as_slice()) else { continue };
        let followed = log::followed(tx.sql(), log)?;
        if followed.is_none_or(|followed| followed.status == LogStatus::Awaited) {
            log::follow(tx, 1, &LogState::new(*log, None), None, LogStatus::Returning)?;
        }
        match groups::keep(tx, log, *epoch, &SealKey::from_bytes(key)) {
            // What is here already is what the log has led to.
            Ok(()) | Err(GroupError::State(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn contents(connection: &Connection) -> Result<KeyBackup, ClientError> {
    let keys = directory_keys(connection)?;
    let directory = keys.iter().map(|(generation, key)| (*generation, key.expose().to_vec().into())).collect();
    let read = || -> Result<Vec<BackedUp>, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT archive_key.log, max(archive_key.epoch), archive_key.key
             FROM archive_key JOIN log ON log.id = archive_key.log LEFT JOIN conversation ON conversation.log = log.id
             WHERE log.state IN (0, 1, 5)
             GROUP BY archive_key.log ORDER BY conversation.last_at DESC, archive_key.log LIMIT ?1",
        )?;
        let rows = statement.query_map([MOST], |row| {
            Ok(BackedUp { log: LogId(row.get(0)?), epoch: row.get(1)?, key: row.get::<_, Vec<u8>>(2)?.into() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    Ok(KeyBackup { directory, conversations: read()? })
}
