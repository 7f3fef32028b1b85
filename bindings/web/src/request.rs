//! What the page asks of the worker, as values.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use verband_client::ClientError;
use verband_client::protocol::code::{InvitationCode, InvitationLink};
use verband_client::protocol::id::{BlobId, LogId};
use zeroize::Zeroizing;

use crate::command::Command;

/// What the page asks for. What comes of each is named in `js/verband.ts`.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Request {
    IsEnrolled,
    LookUp {
        invitation: Invitation,
    },
    Found {
        organisation: Organisation,
        #[serde(flatten)]
        key: Key,
    },
    Enrol {
        invitation: Invitation,
        #[serde(flatten)]
        key: Key,
    },
    Unlock {
        #[serde(flatten)]
        key: Key,
    },
    ChangePin {
        new: Zeroizing<String>,
        #[serde(flatten)]
        key: Key,
    },
    Lock,
    Follow,
    Pause,
    Status,
    Account,
    Perform {
        command: Command,
    },
    SendPhoto {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        #[serde(with = "serde_bytes")]
        photo: Vec<u8>,
        caption: String,
    },
    Photo {
        #[serde(deserialize_with = "id")]
        photo: BlobId,
        form: PhotoForm,
    },
    OpenFeed {
        kind: FeedKind,
    },
    NextBatch {
        feed: u32,
    },
    GrowFeed {
        feed: u32,
    },
    CloseFeed {
        feed: u32,
    },
    #[cfg(feature = "testing")]
    Panic {
        later: bool,
    },
}

/// The two halves that open a profile.
#[derive(Deserialize)]
pub(crate) struct Key {
    pub(crate) pin: Zeroizing<String>,
    #[serde(deserialize_with = "secret")]
    pub(crate) secret: Zeroizing<[u8; 32]>,
}

/// An invitation as a person brings it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Invitation {
    /// From a QR code or a link.
    Link { link: Zeroizing<String> },
    /// Typed from a letter.
    Code { server: String, code: Zeroizing<String> },
}

impl Invitation {
    pub(crate) fn link(self) -> Result<InvitationLink, ClientError> {
        Ok(match self {
            Self::Link { link } => InvitationLink::parse(&link)?,
            Self::Code { server, code } => InvitationLink { server, code: InvitationCode::parse(&code)? },
        })
    }
}

/// An organisation to be founded.
#[derive(Deserialize)]
pub(crate) struct Organisation {
    pub(crate) server: String,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) founder: String,
}

/// Which form of a photo.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PhotoForm {
    Original,
    Preview,
    Export,
}

/// What a feed shows.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum FeedKind {
    Conversations,
    Messages {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
    },
}

/// An id is hex text.
pub(crate) fn id<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(value: D) -> Result<T, D::Error> {
    String::deserialize(value)?.parse().map_err(D::Error::custom)
}

/// A list of ids.
pub(crate) fn ids<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(value: D) -> Result<Vec<T>, D::Error> {
    let texts = Vec::<String>::deserialize(value)?;
    texts.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
}

fn secret<'de, D: Deserializer<'de>>(value: D) -> Result<Zeroizing<[u8; 32]>, D::Error> {
    let bytes = Zeroizing::new(serde_bytes::ByteBuf::deserialize(value)?.into_vec());
    let secret = bytes.as_slice().try_into().map_err(|_| D::Error::custom("the secret has 32 bytes"))?;
    Ok(Zeroizing::new(secret))
}
