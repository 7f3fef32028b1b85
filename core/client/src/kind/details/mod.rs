//! The details of a conversation: its title. The newest event in the log counts.

use minicbor::{Decode, Encode};
use verband_protocol::body;
use verband_protocol::cbor;
use verband_store::{Topic, Tx};

use super::{ContentKind, Event, keep_all, no_parts};
use crate::error::ClientError;

pub(super) const KIND: ContentKind = ContentKind {
    name: "details",
    payloads: &[NUMBER],
    schema: &[],
    apply,
    erase: keep_all,
    parts: no_parts,
    holds: None,
};

const NUMBER: body::Kind = body::Kind(1);

/// The longest title, in bytes of UTF-8.
pub(crate) const MAX_TITLE: usize = 200;

/// The payload.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct Details {
    /// The title that people see.
    #[n(0)]
    pub(crate) title: String,
}

impl Details {
    /// Kind and payload of a new title.
    pub(crate) fn payload(title: &str) -> Result<(body::Kind, Vec<u8>), ClientError> {
        let title = title.trim();
        if title.is_empty() || title.len() > MAX_TITLE {
            return Err(ClientError::Length("a title", MAX_TITLE));
        }
        Ok((NUMBER, cbor::encode(&Self { title: title.to_owned() })))
    }
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, _: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(details) = cbor::decode::<Details>(payload) else { return Ok(false) };
    // What waits is shown by what counts here already; it counts for others when it is in the log.
    if !event.waiting {
        tx.execute(
            "UPDATE conversation SET title = ?2, title_seq = ?3 WHERE log = ?1 AND title_seq < ?3",
            (event.log.as_bytes(), details.title, event.seq),
        )?;
        tx.touch(Topic::Conversations);
    }
    Ok(true)
}
