//! How a profile goes: its lock first, with which the key of the database is gone; then the database and the sealed
//! files, to the last byte. What was never sent goes with it.
//!
//! The server's word is not enough. A device that it lets in no more asks for the entries of the organisation log that
//! say so, and checks them with the rules, on top of what it knows: only what an entitled member has signed wipes, or, where the
//! policy does not permit this kind of machine any more, shuts.

use verband_rules::organisation::OrganisationState;
use verband_store::{Store, Topic};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::limits::keep_policy;
use crate::port::Ports;

impl Client {
    /// Erases a profile, whoever asks: its lock first, with which the key of everything else is gone. It must be locked. What was
    /// never sent goes with it; the organisation knows the device until somebody revokes it.
    ///
    /// # Errors
    /// [`ClientError::Files`], [`ClientError::Store`]: what does not go now opens by no key that is left.
    pub fn remove(ports: &Ports) -> Result<(), ClientError> {
        let held = ports.lock.hold()?;
        ports.lock.remove()?;
        drop(held);
        erase(ports)
    }

    /// Does something that needs the server. If it fails because the server turns this device away, and the organisation
    /// has really revoked it, the profile is gone when this returns [`ClientError::Revoked`]. If the organisation really does
    /// not permit this kind of machine any more, nothing is shown from then on.
    pub(crate) async fn in_contact<T>(
        &self,
        inner: &Inner,
        work: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, ClientError> {
        let error = match work.await {
            Err(error @ (ClientError::Revoked | ClientError::WaitingForApproval | ClientError::DeviceClass)) => error,
            other => return other,
        };
        // Without a proof, whatever the reason, everything stays as it is.
        if matches!(error, ClientError::DeviceClass) {
            let _unproven = inner.shut().await;
            return Err(error);
        }
        if !matches!(inner.proven(|organisation| inner.is_revoked_in(organisation)).await, Ok(Some(_))) {
            return Err(error);
        }
        // What does not go now, goes with the next contact or the next profile.
        let _ = self.wipe(&inner.ports);
        Err(ClientError::Revoked)
    }

    /// Wipes this profile and locks this client. What a kill leaves on the way opens by no key that is left.
    pub(crate) fn wipe(&self, ports: &Ports) -> Result<(), ClientError> {
        // Whoever counts a try right now would write the lock file back.
        let held = ports.lock.hold()?;
        ports.lock.remove()?;
        drop(held);
        self.lock();
        erase(ports)
    }
}

impl Inner {
    /// Whether an organisation as this device has verified it, or would, has revoked this device.
    pub(crate) fn is_revoked_in(&self, organisation: &OrganisationState) -> bool {
        let own = organisation.device(&self.keys.id);
        organisation.id() == Some(self.account.organisation) && own.is_some_and(|own| own.revoked_at.is_some())
    }

    /// Shows nothing any more, if the policy really does not permit this kind of machine.
    async fn shut(&self) -> Result<(), ClientError> {
        if self.check_class(&self.policy()?).is_err() {
            return Ok(());
        }
        let forbidden = |organisation: &OrganisationState| self.check_class(&organisation.policy()).is_err();
        let Some(organisation) = self.proven(forbidden).await? else { return Ok(()) };
        self.store.with_tx(|tx| {
            // Its entry comes with the log, as soon as the server gives that again.
            keep_policy(tx, &organisation.policy())?;
            tx.touch(Topic::Conversations);
            tx.touch(Topic::Status);
            Ok(())
        })
    }

    /// The organisation in which something holds that shuts this device out: by what is here, or by what the server gives as
    /// proof. None of its entries is kept: they come without bodies.
    async fn proven(
        &self,
        holds: impl Fn(&OrganisationState) -> bool,
    ) -> Result<Option<OrganisationState>, ClientError> {
        let mut state = (*self.organisation()?).clone();
        while !holds(&state) {
            let page = self.api.revocation(state.position().seq).await?;
            // An honest server has no entry that the rules refuse, and a proof does not go on without end.
            let goes_on = page.entries.iter().all(|placed| state.apply(&placed.entry).is_ok());
            if page.entries.is_empty() || !goes_on {
                return Ok(None);
            }
        }
        Ok(Some(state))
    }
}

/// Removes the database and the sealed files of a profile whose lock is gone. It must be closed here.
pub(crate) fn erase(ports: &Ports) -> Result<(), ClientError> {
    Store::remove(&ports.place)?;
    if let Some(files) = &ports.files {
        for id in files.list()? {
            files.remove(&id)?;
        }
    }
    Ok(())
}
