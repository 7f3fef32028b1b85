//! The names of files in a package: a closed list. What has another name is not looked at by whoever examines one, so nothing has.

use std::fmt;

use verband_protocol::id::EventId;

use super::{BUNDLE, ORGANISATION, REPORT};

/// How a photo may be packed.
const PACKED: [&str; 3] = ["jpg", "png", "webp"];

/// A file of a package, beside the list and its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// The report.
    Report,
    /// The FHIR bundle.
    Bundle,
    /// The organisation's log.
    Organisation,
    /// A photo as it was sealed, with the ending of its format.
    Photo(EventId, &'static str),
    /// Its preview.
    Preview(EventId),
    /// What was stated of it.
    Statement(EventId),
    /// An entry of the conversation.
    Entry(EventId),
}

impl Name {
    /// What a name is one of; none: of nothing.
    pub(super) fn read(name: &str) -> Option<Self> {
        let read = match name.split_once('/') {
            None => [Self::Report, Self::Bundle, Self::Organisation].into_iter().find(|one| one.to_string() == name)?,
            Some((folder, file)) => {
                let (event, ending) = file.split_once('.')?;
                let event = event.parse().ok()?;
                match (folder, ending) {
                    ("photos", "preview.jpg") => Self::Preview(event),
                    ("photos", ending) => Self::Photo(event, PACKED.into_iter().find(|packed| *packed == ending)?),
                    ("statements", "cbor") => Self::Statement(event),
                    ("entries", "cbor") => Self::Entry(event),
                    _ => return None,
                }
            }
        };
        // Each has one name: an id in capitals is another.
        (read.to_string() == name).then_some(read)
    }

    /// The photo that it belongs to, beside itself.
    pub(super) fn of_photo(self) -> Option<EventId> {
        match self {
            Self::Preview(event) | Self::Statement(event) => Some(event),
            _ => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report => f.write_str(REPORT),
            Self::Bundle => f.write_str(BUNDLE),
            Self::Organisation => f.write_str(ORGANISATION),
            Self::Photo(event, ending) => write!(f, "photos/{event}.{ending}"),
            Self::Preview(event) => write!(f, "photos/{event}.preview.jpg"),
            Self::Statement(event) => write!(f, "statements/{event}.cbor"),
            Self::Entry(event) => write!(f, "entries/{event}.cbor"),
        }
    }
}
