//! What can go wrong while a request is served: one type from the store up to the answer.

use verband_protocol::cbor::CborError;
use verband_protocol::entry::EntryError;
use verband_protocol::wire::{Problem, ProblemCode};
use verband_rules::Refusal;

use crate::blobs::BlobsError;
use crate::store::StoreError;

/// Why the server does not do what it is asked to. Becomes a [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The request is not in the expected form.
    #[error("not in the expected form: {0}")]
    Malformed(String),
    /// There is no session, or it ended.
    #[error("no session")]
    Unauthenticated,
    /// This device may not do that.
    #[error("not permitted")]
    Forbidden,
    /// Not there, or not for this device.
    #[error("not found")]
    NotFound,
    /// Another commit came first.
    #[error("the log is in epoch {0}")]
    StaleEpoch(u64),
    /// An entry of the author is missing.
    #[error("counter {0} is due")]
    Gap(u64),
    /// The invitation cannot be used, or there is none.
    #[error("the invitation cannot be used")]
    InvitationGone,
    /// An organisation was founded with this set-up token already.
    #[error("the set-up link was used")]
    SetUpUsed,
    /// The set-up token is out of date, or a newer one took its place.
    #[error("the set-up link is out of date")]
    SetUpExpired,
    /// The time of the slot is over, or it never was.
    #[error("the slot is gone")]
    SlotGone,
    /// Something else stands in this part of the slot.
    #[error("the part of the slot is taken")]
    SlotTaken,
    /// The operator has not set up what this needs.
    #[error("not configured: {0}")]
    NotConfigured(&'static str),
    /// The policy of the organisation does not permit this kind of machine.
    #[error("this kind of machine is not permitted")]
    DeviceClass,
    /// The program is older than the organisation's policy wants.
    #[error("the program is out of date")]
    Outdated,
    /// Larger than allowed.
    #[error("too large")]
    TooLarge,
    /// The rules of validity refuse it.
    #[error("refused: {0}")]
    Refused(String),
    /// Too many requests.
    #[error("too many requests")]
    Busy,
    /// No space left, or the quota is used up.
    #[error("no space left")]
    Full,
    /// The files of a conversation take what the policy gives each.
    #[error("the quota of the conversation is used up")]
    Quota,
    /// A legal hold binds.
    #[error("held")]
    Held,
    /// The time of what would be erased is not over.
    #[error("too early")]
    TooEarly,
    /// A fault of the server; the text goes to its log and to nobody else.
    #[error("internal: {0}")]
    Internal(String),
}

impl Failure {
    /// A refusal with its reason.
    pub(crate) fn refused(reason: impl ToString) -> Self {
        Self::Refused(reason.to_string())
    }

    /// The code that the answer carries.
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::Malformed(_) => ProblemCode::Malformed,
            Self::Unauthenticated => ProblemCode::Unauthenticated,
            Self::Forbidden => ProblemCode::Forbidden,
            Self::NotFound => ProblemCode::NotFound,
            Self::StaleEpoch(_) => ProblemCode::StaleEpoch,
            Self::Gap(_) => ProblemCode::Gap,
            Self::InvitationGone => ProblemCode::InvitationGone,
            Self::SetUpUsed => ProblemCode::SetUpUsed,
            Self::SetUpExpired => ProblemCode::SetUpExpired,
            Self::SlotGone => ProblemCode::SlotGone,
            Self::SlotTaken => ProblemCode::SlotTaken,
            Self::NotConfigured(_) => ProblemCode::NotConfigured,
            Self::DeviceClass => ProblemCode::DeviceClass,
            Self::Outdated => ProblemCode::Outdated,
            Self::TooLarge => ProblemCode::TooLarge,
            Self::Refused(_) => ProblemCode::Refused,
            Self::Busy => ProblemCode::Busy,
            Self::Full => ProblemCode::Full,
            Self::Quota => ProblemCode::Quota,
            Self::Held => ProblemCode::Held,
            Self::TooEarly => ProblemCode::TooEarly,
            Self::Internal(_) => ProblemCode::Internal,
        }
    }

    /// The body of the answer.
    pub fn problem(&self) -> Problem {
        let expected = match self {
            Self::StaleEpoch(expected) | Self::Gap(expected) => Some(*expected),
            _ => None,
        };
        let reason = match self {
            Self::Refused(reason) | Self::Malformed(reason) => Some(reason.clone()),
            Self::NotConfigured(what) => Some((*what).to_owned()),
            _ => None,
        };
        Problem { code: self.code(), expected, reason }
    }
}

impl From<CborError> for Failure {
    fn from(error: CborError) -> Self {
        match error {
            CborError::TooLong(_) => Self::TooLarge,
            error => Self::Malformed(error.to_string()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Epoch { expected, .. } => Self::StaleEpoch(expected),
            Refusal::Counter { expected, .. } => Self::Gap(expected),
            Refusal::NotAllowed => Self::Forbidden,
            Refusal::Invitation => Self::InvitationGone,
            Refusal::Hold => Self::Held,
            Refusal::Retention => Self::TooEarly,
            Refusal::Entry(error) => error.into(),
            other => Self::refused(other),
        }
    }
}

impl From<EntryError> for Failure {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::TooLarge => Self::TooLarge,
            error => Self::refused(error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Quota => Self::Quota,
            error => Self::Internal(error.to_string()),
        }
    }
}

impl From<BlobsError> for Failure {
    fn from(error: BlobsError) -> Self {
        match error {
            BlobsError::Full => Self::Full,
            error => Self::Internal(error.to_string()),
        }
    }
}
