//! A text message.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_store::Tx;

use super::{Event, MessageState, Row, place_row};
use crate::error::ClientError;

pub(super) const KIND: Kind = Kind(2);

/// The longest text, in bytes of UTF-8.
pub(crate) const MAX_TEXT: usize = 20_000;

/// The payload.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct TextMessage {
    /// What was written.
    #[n(0)]
    text: String,
}

impl TextMessage {
    /// Kind and payload of a text.
    pub(crate) fn payload(text: &str) -> Result<(Kind, Vec<u8>), ClientError> {
        if text.trim().is_empty() || text.len() > MAX_TEXT {
            return Err(ClientError::Length("a message", MAX_TEXT));
        }
        Ok((KIND, cbor::encode(&Self { text: text.to_owned() })))
    }
}

pub(super) fn apply(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(message) = cbor::decode::<TextMessage>(payload) else { return Ok(false) };
    let row = Row { kind: KIND.0, text: &message.text, photo: None, state: MessageState::Sent };
    place_row(tx, event, &row)?;
    Ok(true)
}
