//! What goes wrong between this device and a record.

use verband_texts::{Language, text};

/// Why a record does not have a document, or nobody knows whether it has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It does not take it: what it says, and the status. Sending the same again would change nothing.
    #[error("the record refuses the document ({0}): {1}")]
    Refused(u16, String),
    /// It does not know the token, or the token does not permit it.
    #[error("the record does not let this app in ({0})")]
    Login(u16),
    /// It has a fault. What was sent is kept for the next try.
    #[error("the record has a fault ({0})")]
    Fault(u16),
    /// It was not reached, or did not answer in time. What was sent is kept for the next try.
    #[error("the record is not reached: {0}")]
    Unreachable(String),
    /// Who answers there cannot show to be the record: its certificate is of nobody whom the target trusts, or of another name.
    /// Nothing was sent, and what was to be is kept for the next try.
    #[error("whoever answers is not shown to be the record: {0}")]
    Untrusted(String),
    /// It answered something that does not say whether it has the document. The next try asks for it.
    #[error("the record's answer is not understood: {0}")]
    Answer(&'static str),
    /// The target is none.
    #[error("{0}")]
    Target(&'static str),
}

impl RecordError {
    /// A stable code of the finer cause.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(..) => "refused",
            Self::Login(_) => "login",
            Self::Fault(_) => "fault",
            Self::Unreachable(_) => "unreachable",
            Self::Untrusted(_) => "untrusted",
            Self::Answer(_) => "answer",
            Self::Target(_) => "target",
        }
    }

    /// Whether trying again later makes sense.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Fault(_) | Self::Unreachable(_) | Self::Answer(_))
    }

    /// What to tell the person.
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Refused(status, said) if said.is_empty() => {
                text(language, "record-refused", &[("said", status.to_string().as_str().into())])
            }
            Self::Refused(_, said) => text(language, "record-refused", &[("said", said.as_str().into())]),
            Self::Login(_) => text(language, "record-login", &[]),
            Self::Fault(_) => text(language, "record-fault", &[]),
            Self::Unreachable(_) => text(language, "record-unreachable", &[]),
            Self::Untrusted(_) => text(language, "record-untrusted", &[]),
            Self::Answer(_) => text(language, "record-answer", &[]),
            Self::Target(_) => text(language, "record-target", &[]),
        }
    }
}
