//! What travels about what is in the patient's record.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::EventId;

use crate::error::ClientError;

/// Something is in the patient's record.
pub(super) const DOCUMENTED: Kind = Kind(70);
/// It is not, after all.
pub(super) const WITHDRAWN: Kind = Kind(71);

/// The most items of one event; of more there are several.
pub(super) const MAX_ITEMS: usize = 1_000;
/// The longest name of a record, in characters.
const MAX_RECORD: usize = 200;
/// The longest id of a document, in characters.
const MAX_DOCUMENT: usize = 500;
/// The longest reason, in characters.
const MAX_REASON: usize = 500;

/// Of kind 70.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Documented {
    /// Events: photos, findings with their corrections, wounds with their changes, whatever was written.
    #[n(0)]
    pub(super) items: Vec<EventId>,
    /// The wound as which they are documented.
    #[n(1)]
    pub(super) wound: Option<EventId>,
    /// The name of the record.
    #[n(2)]
    pub(super) record: String,
    /// Its id there; empty if nobody knows one.
    #[n(3)]
    pub(super) document: String,
    /// Whether a person says so, rather than the server of the record.
    #[n(4)]
    pub(super) by_hand: bool,
}

/// Of kind 71.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Withdrawn {
    #[n(0)]
    pub(super) items: Vec<EventId>,
    /// The wound that they are of.
    #[n(1)]
    pub(super) wound: Option<EventId>,
    /// Why.
    #[n(2)]
    pub(super) reason: String,
}

/// What was written.
pub(super) enum Written {
    Documented(Documented),
    Withdrawn(Withdrawn),
}

impl Written {
    /// Reads a payload; none if it is not of its form or breaks a limit.
    pub(super) fn read(number: Kind, payload: &[u8]) -> Option<Self> {
        let read = match number {
            DOCUMENTED => Self::Documented(cbor::decode(payload).ok()?),
            WITHDRAWN => Self::Withdrawn(cbor::decode(payload).ok()?),
            _ => return None,
        };
        read.fits().is_ok().then_some(read)
    }

    pub(super) fn items(&self) -> &[EventId] {
        match self {
            Self::Documented(documented) => &documented.items,
            Self::Withdrawn(withdrawn) => &withdrawn.items,
        }
    }

    fn fits(&self) -> Result<(), ClientError> {
        if self.items().is_empty() || self.items().len() > MAX_ITEMS {
            return Err(ClientError::NotFound("item"));
        }
        match self {
            Self::Documented(documented) => places(&documented.record, &documented.document),
            Self::Withdrawn(withdrawn) => reasons(&withdrawn.reason),
        }
    }
}

/// Whether a record has this name and a document this id.
pub(super) fn places(record: &str, document: &str) -> Result<(), ClientError> {
    line("the name of a record", record, MAX_RECORD)?;
    if document.is_empty() { Ok(()) } else { line("the id of a document", document, MAX_DOCUMENT) }
}

/// Whether it says why.
pub(super) fn reasons(reason: &str) -> Result<(), ClientError> {
    line("a reason", reason, MAX_REASON)
}

fn line(what: &'static str, text: &str, most: usize) -> Result<(), ClientError> {
    let fits = !text.is_empty() && text.chars().count() <= most && !text.contains(char::is_control);
    if fits { Ok(()) } else { Err(ClientError::Length(what, most)) }
}
