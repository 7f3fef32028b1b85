//! Coming back by a key on paper: a member by her recovery card, an administrator by the organisation's recovery sheet.

use std::sync::Arc;

use verband_client::protocol::code::{CodeError, PaperLink, RecoveryKey, RecoveryLink, RootKey, RootLink};
use verband_client::protocol::id::MemberId;
use verband_client::{self as core, Client, ClientError, Recoverable};
use zeroize::Zeroizing;

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::profile::{Profile, device_secret};
use crate::rows::not_printed;
use crate::work::{CancelToken, work};

/// A key on paper as a person brings it.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum PaperKey {
    /// From the QR code. It tells the organisation's fingerprint.
    Link {
        /// Its whole text.
        text: String,
    },
    /// Typed. The person compares the fingerprint herself.
    Typed {
        /// The server's address.
        server: String,
        /// The key. Spaces, dashes and case do not matter.
        key: String,
    },
}

/// What a member's recovery card has on it. It is nowhere else.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RecoveryCard {
    /// The key in groups of four.
    pub key: String,
    /// The same as a link for a QR code.
    pub link: String,
}

not_printed!(PaperKey, RecoveryCard);

/// What a key on paper brings back, for the person to check before anything happens.
#[uniffi::remote(Record)]
pub struct Recoverable {
    /// The organisation's name.
    pub organisation_name: String,
    /// Its fingerprint, to be compared with the one on the paper if the key was typed.
    pub fingerprint: String,
    /// Digits of a PIN, at least.
    pub pin_length: u8,
    /// With the root key: who administers, as far as the log says.
    pub administrators: Vec<MemberId>,
}

/// As whom somebody comes in by the root key.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Administrator {
    /// An administrator who lost everything and stays who she is.
    Again {
        /// Who.
        member: MemberId,
    },
    /// Somebody new.
    New {
        /// Her name.
        name: String,
    },
}

impl PaperKey {
    fn read<K>(
        self,
        link: impl FnOnce(&str) -> Result<PaperLink<K>, CodeError>,
        typed: impl FnOnce(&str) -> Result<K, CodeError>,
    ) -> Result<PaperLink<K>, ClientError> {
        Ok(match self {
            Self::Link { text } => link(&Zeroizing::new(text))?,
            Self::Typed { server, key } => PaperLink { server, fingerprint: None, key: typed(&Zeroizing::new(key))? },
        })
    }

    fn recovery(self) -> Result<RecoveryLink, ClientError> {
        self.read(RecoveryLink::parse, RecoveryKey::parse)
    }

    fn root(self) -> Result<RootLink, ClientError> {
        self.read(RootLink::parse, RootKey::parse)
    }
}

impl From<core::RecoveryCard> for RecoveryCard {
    fn from(card: core::RecoveryCard) -> Self {
        Self { key: card.key.to_string(), link: card.link.to_string() }
    }
}

impl From<RecoveryCard> for core::RecoveryCard {
    fn from(card: RecoveryCard) -> Self {
        Self { key: card.key.into(), link: card.link.into() }
    }
}

/// Looks up what a recovery card brings back.
#[uniffi::export]
pub async fn look_up_recovery(
    profile: Profile,
    paper: PaperKey,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Recoverable, VerbandError> {
    work(cancel, async move { Client::look_up_recovery(&profile.ports()?, &paper.recovery()?).await }).await
}

/// Comes back with a recovery card, under a new PIN and a new secret of the device. Her earlier devices fall. A killed or
/// cancelled return goes on after unlocking.
#[uniffi::export]
pub async fn recover(
    profile: Profile,
    paper: PaperKey,
    pin: String,
    secret: Vec<u8>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Arc<VerbandClient>, VerbandError> {
    let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
    let client = work(cancel, async move {
        Client::recover(profile.ports()?, &paper.recovery()?, profile.device, &pin, &secret).await
    })
    .await?;
    Ok(VerbandClient::new(client))
}

/// Looks up which organisation a recovery sheet belongs to.
#[uniffi::export]
pub async fn look_up_root(
    profile: Profile,
    paper: PaperKey,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Recoverable, VerbandError> {
    work(cancel, async move { Client::look_up_root(&profile.ports()?, &paper.root()?).await }).await
}

/// Comes in as an administrator with the organisation's recovery sheet, when no device of one is left. Everybody is told.
#[uniffi::export]
pub async fn restore(
    profile: Profile,
    paper: PaperKey,
    who: Administrator,
    pin: String,
    secret: Vec<u8>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Arc<VerbandClient>, VerbandError> {
    let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
    let client = work(cancel, async move {
        let who = match &who {
            Administrator::Again { member } => core::Administrator::Again(*member),
            Administrator::New { name } => core::Administrator::New(name),
        };
        Client::restore(profile.ports()?, &paper.root()?, who, profile.device, &pin, &secret).await
    })
    .await?;
    Ok(VerbandClient::new(client))
}
