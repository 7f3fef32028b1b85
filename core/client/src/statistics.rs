//! Counts of the organisation, as the server keeps them for whoever has the right to see them.

use verband_protocol::wire::Statistics;

use crate::client::Client;
use crate::error::ClientError;

impl Client {
    /// Counts of members, devices, invitations, conversations and bytes. Nothing in it is about one person.
    ///
    /// # Errors
    /// [`ClientError::Server`] without the right, [`ClientError::Offline`].
    pub async fn statistics(&self) -> Result<Statistics, ClientError> {
        self.inner()?.api.get("/v1/statistics").await
    }
}
