//! Documents for a house's patient record: IHE MHD "Simplified Publish" (ITI-105), which gematik's `ISiK` module for the exchange
//! of documents makes the duty of every hospital's record.
//!
//! The target is what the platform hands over at each call, and nothing else: neither the server of Verband nor the log names
//! one, and its token is kept nowhere. What goes out is kept beside the log until the record has taken or refused it, under
//! an id of its own, so that a second try is the same document.
//!
//! Not here: what the document says (`kind/wound/`), and the mark that is made of the record's answer (`kind/documented/`).

mod answer;
mod error;
mod line;
mod message;

use verband_protocol::id::EventId;
use zeroize::Zeroizing;

pub use error::RecordError;
pub(crate) use line::RecordLine;
pub(crate) use message::{Message, message};

/// A record that takes documents.
#[derive(Clone)]
pub struct RecordTarget {
    /// What people call it, at most 200 characters: the mark "documented" says so.
    pub name: String,
    /// The base of its FHIR interface, such as `https://kis.example.org/fhir`; `http` only on this machine.
    pub url: String,
    /// The bearer token; empty if it wants none.
    pub token: Zeroizing<String>,
    /// The certificate authority to trust (PEM); none: the public ones. In a browser the browser decides.
    pub authority: Option<Vec<u8>>,
    /// The kind of house, a code of IHE Germany: `KHS` for a hospital.
    pub facility: String,
    /// The medical discipline, a code of IHE Germany: `ALLG`.
    pub setting: String,
    /// How long to wait for an answer, in milliseconds.
    pub wait_ms: u64,
}

impl Default for RecordTarget {
    fn default() -> Self {
        Self {
            name: String::new(),
            url: String::new(),
            token: Zeroizing::default(),
            authority: None,
            facility: "KHS".to_owned(),
            setting: "ALLG".to_owned(),
            wait_ms: 60_000,
        }
    }
}

/// Whose document it is there. `ISiK` wants resources of the record, not the house's reference: the platform has them from the
/// launch of the app, or has looked them up, and has to make sure that it is the right patient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordContext {
    /// The patient, as `Patient/123`.
    pub patient: String,
    /// The stay or visit, as `Encounter/456`; may be empty.
    pub encounter: String,
}

/// That a record has a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordReceipt {
    /// What it is a document of: the wound, or a photo.
    pub item: EventId,
    /// Its id there, as `DocumentReference/789`.
    pub document: String,
    /// The mark "documented" in the log.
    pub event: EventId,
    /// Whether it is what an earlier try or call had sent: what was added since is not in it.
    pub earlier: bool,
}
