//! The details of a conversation: its title, what it is for, its picture. The newest event in the log counts.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::body;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::policy::ConversationKind;
use verband_rules::Refusal;
use verband_store::rusqlite::OptionalExtension;
use verband_store::{StoreError, Topic, Tx};

use super::{ContentKind, Event, Stays, keep_all, no_parts};
use crate::client::{Client, Inner};
use crate::error::ClientError;

pub(super) const KIND: ContentKind = ContentKind {
    name: "details",
    payloads: &[NUMBER],
    schema: &[],
    apply,
    erase: keep_all,
    parts: no_parts,
    holds: None,
    begun: &[],
    stays: Stays::Everything,
};

const NUMBER: body::Kind = body::Kind(1);

/// The longest title, in bytes of UTF-8.
pub(crate) const MAX_TITLE: usize = 200;

/// The longest description, in bytes of UTF-8.
pub(crate) const MAX_DESCRIPTION: usize = 2_000;

/// The largest picture, in bytes.
pub(crate) const MAX_PICTURE: usize = 32 << 10;

/// What people see of a channel besides what is written in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelDetails {
    /// The title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// A picture: any photo becomes a small JPEG without metadata.
    pub picture: Option<Vec<u8>>,
}

impl ChannelDetails {
    /// A title alone.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Kind and payload.
    pub(crate) fn payload(&self) -> Result<(body::Kind, Vec<u8>), ClientError> {
        let picture = self.picture.as_deref().map(verband_vault::ingest).transpose()?.map(|photo| photo.thumbnail);
        self.payload_with(picture)
    }

    /// The same with a picture that is fit already.
    fn payload_with(&self, picture: Option<Vec<u8>>) -> Result<(body::Kind, Vec<u8>), ClientError> {
        let (title, description) = (self.title.trim(), self.description.trim());
        if title.is_empty() || title.len() > MAX_TITLE {
            return Err(ClientError::Length("a title", MAX_TITLE));
        }
        if description.len() > MAX_DESCRIPTION {
            return Err(ClientError::Length("a description", MAX_DESCRIPTION));
        }
        let picture = picture.map(ByteVec::from);
        let (title, description) = (title.to_owned(), description.to_owned());
        Ok((NUMBER, cbor::encode(&Details { title, description: Some(description), picture })))
    }
}

/// The payload.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Details {
    /// The title that people see.
    #[n(0)]
    title: String,
    /// What it is for.
    #[n(1)]
    description: Option<String>,
    /// JPEG.
    #[n(2)]
    picture: Option<ByteVec>,
}

impl Details {
    fn fits(&self) -> bool {
        self.title.len() <= MAX_TITLE
            && self.description.as_ref().is_none_or(|description| description.len() <= MAX_DESCRIPTION)
            && self.picture.as_ref().is_none_or(|picture| picture.len() <= MAX_PICTURE)
    }
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, _: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(details) = cbor::decode::<Details>(payload) else { return Ok(false) };
    if !details.fits() {
        return Ok(false);
    }
    // What waits is shown by what counts here already; it counts for others when it is in the log.
    if !event.waiting {
        let Details { title, description, picture } = details;
        tx.execute(
            "UPDATE conversation SET title = ?2, title_seq = ?3, description = ?4, picture = ?5
             WHERE log = ?1 AND title_seq < ?3",
            (
                event.log.as_bytes(),
                title,
                event.seq,
                description.unwrap_or_default(),
                picture.as_ref().map(|picture| picture.as_slice()),
            ),
        )?;
        tx.touch(Topic::Conversations);
    }
    Ok(true)
}

impl Client {
    /// Changes title, description and picture of a channel. It is on disk when this returns, and shown when it is in the
    /// log.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for somebody who does not moderate, and for what is no channel; [`ClientError::Length`],
    /// [`ClientError::Photo`], [`ClientError::NotFound`].
    pub fn set_details(&self, log: &LogId, details: &ChannelDetails) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.may_name(log)?;
        let (kind, payload) = details.payload()?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            inner.enqueue(tx, log, kind, payload, &[]).map(drop)
        })
    }

    /// Gives a channel another title; description and picture stay.
    ///
    /// # Errors
    /// As for [`Self::set_details`].
    pub fn rename(&self, log: &LogId, title: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.may_name(log)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let sql = "SELECT description, picture FROM conversation WHERE log = ?1";
            let (description, picture) = tx.query_row(sql, [log.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let details = ChannelDetails { title: title.to_owned(), description, picture: None };
            let (kind, payload) = details.payload_with(picture)?;
            inner.enqueue(tx, log, kind, payload, &[])
        })
    }

    /// The picture of a conversation: JPEG.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn conversation_picture(&self, log: &LogId) -> Result<Option<Vec<u8>>, ClientError> {
        let found = self.readable()?.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT picture FROM conversation WHERE log = ?1")?;
            Ok(statement.query_row([log.as_bytes()], |row| row.get(0)).optional()?)
        })?;
        found.ok_or(ClientError::NotFound("conversation"))
    }
}

impl Inner {
    /// Whether this person may change what a channel shows.
    fn may_name(&self, log: &LogId) -> Result<(), ClientError> {
        let policy = self.state(log)?.policy;
        if policy.is_none_or(|policy| policy.kind != ConversationKind::Channel) {
            return Err(Refusal::Policy.into());
        }
        if self.moderates(log)? { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
    }
}
