//! Who a profile is and how it stands with the server.

use verband_client::protocol::id::{DeviceId, LogId, MemberId};

/// Who a profile is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Account {
    /// The server's address.
    pub server: String,
    /// The organisation.
    pub organisation: LogId,
    /// Its name.
    pub organisation_name: String,
    /// Who one is.
    pub member: MemberId,
    /// One's name, as the invitation said.
    pub name: String,
    /// This device.
    pub device: DeviceId,
}

impl Account {
    pub(crate) fn new(account: verband_client::Account, device: DeviceId) -> Self {
        Self {
            server: account.server,
            organisation: account.organisation,
            organisation_name: account.organisation_name,
            member: account.member,
            name: account.name,
            device,
        }
    }
}

/// Whether the server is reached, and what waits.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Status {
    /// Whether the server is being followed.
    pub online: bool,
    /// Events that wait to be sent.
    pub waiting: u64,
    /// Events that were refused for good.
    pub refused: u64,
    /// The code of the error that ended following by itself, for example `revoked`.
    pub ended: Option<String>,
    /// The code of the error that everything that reads fails with now, `device-class`, `offline-too-long` or `pin-due`: nothing
    /// is shown as long as it is there.
    pub shut: Option<String>,
}
