//! Who a profile is, how it comes about, and how it stands with the server.

use serde::Serialize;
use verband_client::protocol::code::fingerprint;
use verband_client::protocol::id::{DeviceId, MemberId};
use verband_client::protocol::wire::InvitationBundle;
use verband_client::{self as core, Recoverable};

use super::plain::flat;
use super::policy::Notice;
use super::{Id, Plain};

/// Who a profile is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    server: String,
    organisation: String,
    organisation_name: String,
    member: String,
    name: String,
    device: String,
}

impl Account {
    pub(crate) fn new(account: core::Account, device: DeviceId) -> Self {
        Self {
            server: account.server,
            organisation: account.organisation.to_string(),
            organisation_name: account.organisation_name,
            member: account.member.to_string(),
            name: account.name,
            device: device.to_string(),
        }
    }
}

/// What an invitation says, to be checked before a PIN is chosen.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preview {
    organisation_name: String,
    fingerprint: String,
    name: String,
    registration_key: bool,
    renewal: bool,
    notice: Option<Notice>,
    pin_length: u8,
}

impl From<InvitationBundle> for Preview {
    fn from(bundle: InvitationBundle) -> Self {
        Self {
            organisation_name: bundle.organisation_name,
            fingerprint: fingerprint(&bundle.organisation),
            name: bundle.name,
            registration_key: bundle.registration.is_some(),
            renewal: bundle.renews.is_some(),
            notice: Option::plain(bundle.notice),
            pin_length: bundle.pin_length,
        }
    }
}

flat!(
    /// What a key on paper brings back.
    Found = Recoverable {
        organisation_name: String,
        fingerprint: String,
        pin_length: u8,
        administrators: Vec<Id<MemberId>>,
    }
);

/// Whether the server is reached, and what waits.
#[derive(Serialize)]
pub(crate) struct Status {
    pub(crate) online: bool,
    pub(crate) waiting: u64,
    pub(crate) refused: u64,
    pub(crate) ended: Option<&'static str>,
}
