//! The personal space: one conversation of each member with herself, for what she notes, keeps, and wants on all of her
//! devices. Her first device founds it by itself; further ones are added as to any conversation she is in.

use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationPolicy, personal_space};
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::log;

impl Client {
    /// The personal space of this person, once it is on this device: none before the first sync, and on a further device
    /// before another one of hers has added it. It is a conversation like any other, that nobody leaves and nobody lists.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn personal_space(&self) -> Result<Option<LogId>, ClientError> {
        self.inner()?.personal_space()
    }
}

impl Inner {
    /// The personal space, if it is here.
    pub(crate) fn personal_space(&self) -> Result<Option<LogId>, ClientError> {
        // The organisation may have to be read from the store itself, and one read does not wait inside of another.
        let log = personal_space(&self.organisation()?.closed_member(self.account.member));
        let here = self.store.read(|connection| log::is_here(connection, &log))?;
        Ok(here.then_some(log))
    }

    /// The same inside of a transaction that takes entries of a log.
    pub(crate) fn personal_log(
        &self,
        connection: &Connection,
        organisation: &OrganisationState,
    ) -> Result<Option<LogId>, ClientError> {
        let log = personal_space(&organisation.closed_member(self.account.member));
        Ok(log::is_here(connection, &log)?.then_some(log))
    }

    /// Founds the personal space, if this is the device that has to: the first one of hers that is left.
    pub(crate) fn found_personal_space(&self) -> Result<(), ClientError> {
        let organisation = self.organisation()?;
        let owner = organisation.closed_member(self.account.member);
        let log = personal_space(&owner);
        if self.store.read(|connection| log::followed(connection, &log))?.is_some() {
            return Ok(());
        }
        let devices = organisation.active_devices_of(&owner.member);
        let first = devices.min_by_key(|(id, device)| (device.added_at, **id)).map(|(id, _)| *id);
        // A bot keeps nothing for itself.
        if first == Some(self.keys.id) && !organisation.is_bot(&owner.member) {
            self.create_as(log, &ConversationPolicy::personal(owner), None)?;
        }
        Ok(())
    }
}
