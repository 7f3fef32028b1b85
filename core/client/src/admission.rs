//! How a profile comes into being: it is written whole before the server hears of it, what makes its device part of
//! the organisation is sent until the server has answered, and a profile that the server refuses leaves nothing.
//!
//! The lock file is written last and removed first: a profile exists if and only if its lock does. Whatever else lies
//! in its place opens by no key that is left, and goes when the next profile is made there.

use std::sync::{Mutex, PoisonError};

use futures_util::lock::MutexGuard;
use verband_protocol::port::random;
use verband_protocol::wire::{Appended, AppendedAll, Claim, Found, Founded, Recover};
use verband_rules::organisation::OrganisationState;
use verband_store::{DbKey, Store, StoreError, Tx};
use zeroize::Zeroizing;

use crate::account::{self, Account, Admission, DeviceKeys};
use crate::backup;
use crate::client::{Client, Inner, open_store};
use crate::error::{ClientError, Retry};
use crate::lock::{self, NewPin};
use crate::log::LogStatus;
use crate::port::Ports;
use crate::recovery;
use crate::wipe::erase;
use crate::{kind, limits};

/// Held while a profile is made: of two calls at the same time, the second one finds the profile of the first.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

impl Client {
    /// Whether there is a profile to unlock.
    ///
    /// # Errors
    /// [`ClientError::Files`].
    pub fn enrolled(ports: &Ports) -> Result<bool, ClientError> {
        Ok(ports.lock.load()?.is_some())
    }

    /// Writes a new profile: from here on a killed app goes on where it was.
    pub(crate) fn begin(
        ports: Ports,
        account: Account,
        keys: DeviceKeys,
        admission: &Admission,
        pin: NewPin<'_>,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        let _one_at_a_time = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        if Self::enrolled(&ports)? {
            return Err(ClientError::AlreadyEnrolled);
        }
        erase(&ports)?;
        let written = Self::write(ports.clone(), account, keys, admission, pin, secret);
        if written.is_err() {
            // What could not be written, a full disk perhaps, is not left lying there.
            let _ = erase(&ports);
        }
        written
    }

    fn write(
        ports: Ports,
        account: Account,
        keys: DeviceKeys,
        admission: &Admission,
        pin: NewPin<'_>,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        let key = Zeroizing::new(random::<32>(&*ports.entropy));
        let store = open_store(&ports, &DbKey::new(*key))?;
        let client = Self::assemble(ports, store, account, keys);
        let inner = client.inner()?;
        inner.store.with_tx(|tx| {
            account::create(tx, &inner.account, &inner.keys, admission)?;
            inner.know_founding(tx, admission)?;
            inner.await_personal_space(tx)
        })?;
        lock::write(&inner.ports, pin, secret, &key)?;
        if matches!(admission, Admission::Found { .. }) {
            // Its policy is known already. What does not go now, goes when this profile is unlocked.
            let _in_step = inner.policy().and_then(|policy| inner.keep_lock_in_step(&policy));
        }
        Ok(client)
    }

    /// Waits for this device's turn to talk to the server about logs, and brings it into the organisation if the server has
    /// not taken it yet: it would look like a revoked one otherwise. If the server refuses it, the profile is gone and this client locked, unless somebody has made
    /// something in it already.
    pub(crate) async fn turn<'a>(&self, inner: &'a Inner) -> Result<MutexGuard<'a, ()>, ClientError> {
        let turn = inner.syncing.lock().await;
        let Err(error) = inner.admission().await else { return Ok(turn) };
        let refused = matches!(
            error,
            ClientError::Server(..) | ClientError::InvitationGone | ClientError::LinkGone | ClientError::LinkTaken
        );
        let gone = refused && error.retry() == Retry::Never && matches!(has_content(&inner.store), Ok(false));
        if gone {
            // What does not go now, goes with the next profile.
            let _ = self.wipe(&inner.ports);
        }
        Err(error)
    }
}

impl Inner {
    /// Takes the first entries of an organisation that is founded here, so that channels can be made before the server has
    /// them. It will give the same.
    fn know_founding(&self, tx: &Tx<'_>, admission: &Admission) -> Result<(), ClientError> {
        let Admission::Found { entries, .. } = admission else { return Ok(()) };
        let mut state = OrganisationState::new();
        for entry in entries {
            self.apply_organisation_entry(tx, &mut state, entry)?;
        }
        limits::hear(tx, self.ports.clock.now_ms())?;
        Ok(())
    }

    /// Sends what makes this device part of the organisation, if the server does not have it yet. Asked again, the
    /// server answers again.
    async fn admission(&self) -> Result<(), ClientError> {
        let Some(admission) = self.store.read(account::admission)? else { return Ok(()) };
        // Who comes by a paper is to be introduced, or has backups that its key opens.
        let mut papers = None;
        let linked = matches!(admission, Admission::Link { .. });
        match admission {
            Admission::Found { token, entries } => {
                let found = Found { token, entries };
                let founded: Founded = self.anonymous().post("/v1/organisations", &found).await?.done()?;
                if founded.organisation != self.account.organisation {
                    return Err(ClientError::Answer("another organisation was founded".to_owned()));
                }
            }
            Admission::Claim { invitation, entry } => {
                let path = format!("/v1/invitations/{invitation}/claim");
                let _: Appended = self.anonymous().post(&path, &Claim { entry }).await?.done()?;
            }
            Admission::Paper { key, entries, restores } => {
                let recover = Recover { entries };
                let _: AppendedAll = self.anonymous().post(&recovery::path(&key), &recover).await?.done()?;
                papers = Some(restores.map(|key| Zeroizing::new(Vec::from(key))));
            }
            Admission::Link { slot, proof } => self.agree(&slot, proof).await?,
        }
        self.store.with_tx(|tx| {
            match &papers {
                Some(Some(key)) => backup::begin_restoring(tx, key)?,
                Some(None) => recovery::begin_introducing(tx)?,
                None => {}
            }
            if linked {
                limits::come_later(tx)?;
            }
            Ok(account::admitted(tx)?)
        })
    }

    /// A server that lets this device in no more is told from one that never has: there the claim waits for an
    /// administrator, who has to approve it first.
    pub(crate) fn not_let_in(&self, error: ClientError) -> ClientError {
        let was_in = |organisation: &OrganisationState| organisation.device(&self.keys.id).is_some();
        match error {
            ClientError::Revoked if !self.organisation().is_ok_and(|organisation| was_in(&organisation)) => {
                ClientError::WaitingForApproval
            }
            other => other,
        }
    }
}

/// Whether there is anything that a person would miss: what she writes, she writes into a conversation. That her own one waits
/// to be there is nothing yet.
fn has_content(store: &Store) -> Result<bool, StoreError> {
    let begun = kind::begun().fold(String::new(), |sql, table| sql + " UNION ALL SELECT 1 FROM " + table);
    let sql = format!("SELECT 1 FROM conversation WHERE state <> ?1 UNION ALL SELECT 1 FROM outbox{begun}");
    store.read(|connection| Ok(connection.prepare_cached(&sql)?.exists([LogStatus::Awaited as i64])?))
}
