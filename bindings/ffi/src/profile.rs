//! Getting a client: founding, enrolling, unlocking.

use std::path::Path;
use std::sync::Arc;

use verband_client::port::Ports;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::code::{InvitationCode, InvitationLink, fingerprint};
use verband_client::protocol::id::LogId;
use verband_client::protocol::organisation::details::Notice;
use verband_client::protocol::wire::InvitationBundle;
use verband_client::{self as core, Client, ClientError, Enrolment, LockScreen, NewOrganisation, platform};
use zeroize::Zeroizing;

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::rows::not_printed;
use crate::work::{CancelToken, guarded, work};

/// Where a person's data lies on this device and how her server is reached.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Profile {
    /// A folder of the app's own, outside of backups. It is made if it is missing.
    pub folder: String,
    /// The certificate authority of the organisation's server (PEM): the only one that is trusted. Without one, the
    /// public ones are.
    pub authority: Option<String>,
    /// What kind of device this is.
    pub device: DeviceClass,
}

/// An invitation as a person brings it.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum Invitation {
    /// From a QR code or a link.
    Link {
        /// Its whole text.
        text: String,
    },
    /// Typed from a letter.
    Code {
        /// The server's address.
        server: String,
        /// The code. Spaces, dashes and case do not matter.
        code: String,
    },
}

/// What an invitation says, for the person to check before she chooses a PIN.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct InvitationPreview {
    /// The organisation that invites.
    pub organisation_name: String,
    /// Its fingerprint, as it stands on the letter.
    pub fingerprint: String,
    /// Her name as colleagues will see it; empty for a registration key.
    pub name: String,
    /// Whether she says her name herself: it is a registration key.
    pub registration_key: bool,
    /// Whether she starts anew with it: her devices of before fall, and everybody is told.
    pub renewal: bool,
    /// Whether it is a bot's: what enrols with it is one, and not a person's device.
    pub bot: bool,
    /// The privacy notice, which she accepts by enrolling.
    pub notice: Option<Notice>,
    /// Digits that her PIN needs, at least.
    pub pin_length: u8,
}

impl From<InvitationBundle> for InvitationPreview {
    fn from(bundle: InvitationBundle) -> Self {
        Self {
            organisation_name: bundle.organisation_name,
            fingerprint: fingerprint(&bundle.organisation),
            name: bundle.name,
            registration_key: bundle.registration.is_some(),
            renewal: bundle.renews.is_some(),
            bot: bundle.bot,
            notice: bundle.notice,
            pin_length: bundle.pin_length,
        }
    }
}

/// An organisation to be founded.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Organisation {
    /// The server's address.
    pub server: String,
    /// The one-time token that the server printed when it was started.
    pub token: String,
    /// The organisation's name.
    pub name: String,
    /// The founder's own name.
    pub founder: String,
}

/// A founded organisation, and its first administrator's client.
#[derive(uniffi::Record)]
pub struct Founded {
    /// The client.
    pub client: Arc<VerbandClient>,
    /// To be printed and locked away: it is nowhere else.
    pub sheet: RecoverySheet,
}

/// What the founder prints and locks away.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RecoverySheet {
    /// The organisation's name.
    pub organisation_name: String,
    /// Its id.
    pub organisation: LogId,
    /// The root key in groups of four.
    pub root_key: String,
    /// The same as a link for a QR code.
    pub link: String,
}

impl From<core::RecoverySheet> for RecoverySheet {
    fn from(sheet: core::RecoverySheet) -> Self {
        Self {
            organisation_name: sheet.organisation_name,
            organisation: sheet.organisation,
            root_key: sheet.root_key.to_string(),
            link: sheet.link.to_string(),
        }
    }
}

impl From<RecoverySheet> for core::RecoverySheet {
    fn from(sheet: RecoverySheet) -> Self {
        Self {
            organisation_name: sheet.organisation_name,
            organisation: sheet.organisation,
            root_key: sheet.root_key.into(),
            link: sheet.link.into(),
        }
    }
}

not_printed!(Invitation, Organisation, RecoverySheet);

impl Profile {
    pub(crate) fn ports(&self) -> Result<Ports, ClientError> {
        platform::ports(Path::new(&self.folder), self.authority.as_deref().map(str::as_bytes))
    }
}

impl Invitation {
    fn link(self) -> Result<InvitationLink, ClientError> {
        Ok(match self {
            Self::Link { text } => InvitationLink::parse(&Zeroizing::new(text))?,
            Self::Code { server, code } => {
                InvitationLink { server, code: InvitationCode::parse(&Zeroizing::new(code))? }
            }
        })
    }
}

/// Whether somebody has enrolled in this profile: if so it is unlocked, if not she enrols.
#[uniffi::export]
pub fn is_enrolled(profile: Profile) -> Result<bool, VerbandError> {
    guarded(|| Client::enrolled(&profile.ports()?))
}

/// What a lock screen has to know before it asks for a PIN.
#[uniffi::remote(Record)]
pub struct LockScreen {
    /// Whether the organisation permits that fingerprint or face stands for the PIN, as of the last contact. If not, an app
    /// forgets what it has kept for that.
    pub biometrics: bool,
    /// How long the PIN is at least.
    pub pin_length: u8,
    /// How long to wait before the next try counts, in milliseconds.
    pub wait_ms: u64,
    /// Wrong PINs until the profile is wiped, if the organisation wants that.
    pub tries_left: Option<u32>,
}

/// What the lock screen of a profile has to know. It is no secret.
#[uniffi::export]
pub fn lock_screen(profile: Profile) -> Result<LockScreen, VerbandError> {
    guarded(|| Client::lock_screen(&profile.ports()?))
}

/// Unlocks a profile with the PIN and the device's secret (32 bytes, which the platform's key store keeps).
#[uniffi::export]
pub async fn unlock(profile: Profile, pin: String, secret: Vec<u8>) -> Result<Arc<VerbandClient>, VerbandError> {
    let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
    let client = work(None, async move { Client::unlock(profile.ports()?, &pin, &secret) }).await?;
    Ok(VerbandClient::new(client))
}

/// Looks up an invitation.
#[uniffi::export]
pub async fn look_up(
    profile: Profile,
    invitation: Invitation,
    cancel: Option<Arc<CancelToken>>,
) -> Result<InvitationPreview, VerbandError> {
    let bundle = work(cancel, async move { Client::look_up(&profile.ports()?, &invitation.link()?).await }).await?;
    Ok(bundle.into())
}

/// Enrols with an invitation, under a new PIN and a new secret of the device; with a registration key under a name. A
/// killed or cancelled enrolment goes on after unlocking.
#[uniffi::export]
pub async fn enrol(
    profile: Profile,
    invitation: Invitation,
    name: Option<String>,
    pin: String,
    secret: Vec<u8>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Arc<VerbandClient>, VerbandError> {
    let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
    let client = work(cancel, async move {
        let enrolment = Enrolment { class: profile.device, pin: &pin, name: name.as_deref() };
        Client::enrol(profile.ports()?, &invitation.link()?, enrolment, &secret).await
    })
    .await?;
    Ok(VerbandClient::new(client))
}

/// Founds an organisation with this device as its first administrator.
#[uniffi::export]
pub async fn found(
    profile: Profile,
    organisation: Organisation,
    pin: String,
    secret: Vec<u8>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Founded, VerbandError> {
    let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
    let (client, sheet) = work(cancel, async move {
        let new = NewOrganisation {
            server: &organisation.server,
            token: &organisation.token,
            organisation_name: &organisation.name,
            name: &organisation.founder,
        };
        Client::found(profile.ports()?, &new, profile.device, &pin, &secret).await
    })
    .await?;
    Ok(Founded { client: VerbandClient::new(client), sheet: sheet.into() })
}

pub(crate) fn device_secret(bytes: Vec<u8>) -> Result<Zeroizing<[u8; 32]>, VerbandError> {
    let bytes = Zeroizing::new(bytes);
    let secret = bytes.as_slice().try_into().map_err(|_| VerbandError::argument("the secret has 32 bytes"))?;
    Ok(Zeroizing::new(secret))
}
