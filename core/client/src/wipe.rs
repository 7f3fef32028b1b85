//! How a profile goes: its lock first, with which the key of the database is gone; then the database and the sealed
//! files, to the last byte. What was never sent goes with it.
//!
//! The server's word is not enough. A device that it lets in no more asks for the entries of the organisation log that
//! say so, and checks them with the rules, on top of what it knows: only what an entitled member has signed wipes.

use verband_rules::organisation::OrganisationState;
use verband_store::Store;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::port::Ports;

impl Client {
    /// Does something that needs the server. If it fails because the server turns this device away, and the organisation
    /// has really revoked it, the profile is gone when this returns [`ClientError::Revoked`].
    pub(crate) async fn in_contact<T>(
        &self,
        inner: &Inner,
        work: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, ClientError> {
        let error = match work.await {
            Err(error @ (ClientError::Revoked | ClientError::WaitingForApproval)) => error,
            other => return other,
        };
        // Without a proof, whatever the reason, everything stays as it is.
        if !matches!(inner.is_proven_revoked().await, Ok(true)) {
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

    /// Whether the organisation has revoked this device: by what is here, or by what the server gives as proof. Nothing of
    /// that is kept: if it is one, nothing is.
    async fn is_proven_revoked(&self) -> Result<bool, ClientError> {
        let mut state = (*self.organisation()?).clone();
        while !self.is_revoked_in(&state) {
            let page = self.api.revocation(state.position().seq).await?;
            // An honest server has no entry that the rules refuse, and a proof does not go on without end.
            let goes_on = page.entries.iter().all(|placed| state.apply(&placed.entry).is_ok());
            if page.entries.is_empty() || !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
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
