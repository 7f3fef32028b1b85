//! Who a profile is, how it comes about, and how it stands with the server.

use serde::Serialize;
use verband_client::protocol::code::fingerprint;
use verband_client::protocol::id::{DeviceId, MemberId};
use verband_client::protocol::linking::LinkAnswer;
use verband_client::protocol::wire::InvitationBundle;
use verband_client::{self as core, Recoverable};
use zeroize::Zeroizing;

use super::members::Class;
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
    bot: bool,
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
            bot: bundle.bot,
            notice: Option::plain(bundle.notice),
            pin_length: bundle.pin_length,
        }
    }
}

/// A new device that offers itself.
#[derive(Serialize)]
pub(crate) struct Offer {
    pub(crate) link: Zeroizing<String>,
    pub(crate) code: Zeroizing<String>,
}

/// Whose device the new one will be, for the person to check on it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LinkPreview {
    organisation_name: String,
    fingerprint: String,
    name: String,
    pin_length: u8,
}

impl From<&LinkAnswer> for LinkPreview {
    fn from(answer: &LinkAnswer) -> Self {
        Self {
            organisation_name: answer.organisation_name.clone(),
            fingerprint: fingerprint(&answer.organisation),
            name: answer.name.clone(),
            pin_length: answer.pin_length,
        }
    }
}

/// A new device as another one has read it.
#[derive(Serialize)]
pub(crate) struct Read {
    pub(crate) request: u32,
    pub(crate) class: Class,
    pub(crate) device: Id<DeviceId>,
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
    pub(crate) shut: Option<&'static str>,
}

flat!(
    /// What a lock screen has to know before it asks for a PIN.
    LockScreen = verband_client::LockScreen {
        biometrics: bool,
        pin_length: u8,
        wait_ms: u64,
        tries_left: Option<u32>,
    }
);
