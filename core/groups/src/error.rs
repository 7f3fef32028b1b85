//! What can go wrong here, as far as a caller would act on it.

use verband_protocol::id::LogId;
use verband_rules::Refusal;
use verband_store::StoreError;

/// An error of a group operation. Whoever gets one rolls the transaction back, with one exception: after
/// [`GroupError::Refused`] from [`process`](crate::process) nothing has been written, so that the log can go on
/// over a commit that has no effect.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// A message breaks a rule. For a commit: every honest member refuses it, now and later.
    #[error("refused: {0}")]
    Refused(#[from] Reason),
    /// The message belongs to another epoch than the one this device is in.
    #[error("it is for epoch {got}, the group is in epoch {expected}")]
    Stale {
        /// The epoch of the group on this device.
        expected: u64,
        /// The epoch of the message.
        got: u64,
    },
    /// This device has no group for the conversation, or is no longer in it, or is not in it yet.
    #[error("this device is not in the conversation")]
    NotJoined,
    /// This device is in the conversation already.
    #[error("this device is in the conversation already")]
    Joined,
    /// A commit is on its way: send it again ([`pending`](crate::pending)) or discard it.
    #[error("a commit is on its way already")]
    Pending,
    /// The archive key of this epoch is needed and not known yet: a late link is missing.
    #[error("the archive key of epoch {0} is not known yet")]
    MissingKey(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The state at hand does not fit together; it cannot come from messages alone.
    #[error("state of the group: {0}")]
    State(String),
}

/// The rule that a message breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// One of the rules that all logs share.
    #[error(transparent)]
    Rule(#[from] Refusal),
    /// Not a message of the expected kind, or not valid MLS (RFC 9420). The text is for developers.
    #[error("MLS: {0}")]
    Mls(String),
    /// The MLS sender is not the author of the entry.
    #[error("the MLS sender is not the author of the entry")]
    Sender,
    /// A proposal of a kind that is not permitted, or by reference.
    #[error("a proposal that is not permitted")]
    Proposal,
    /// A commit without a path, which renews nothing.
    #[error("it renews no keys")]
    NoPath,
    /// The credential of a leaf is not what the organisation certified.
    #[error("a leaf is not what the organisation certified")]
    Credential,
    /// The group context holds something else than policy and required capabilities.
    #[error("the group context is not as it has to be")]
    Context,
    /// A key package is out of date or has a validity that is not permitted.
    #[error("the key package is out of date")]
    Expired,
    /// It belongs to another conversation.
    #[error("it belongs to conversation {0}")]
    OtherGroup(LogId),
}

impl From<Refusal> for GroupError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// The text of an error of OpenMLS that a message caused.
pub(crate) fn invalid(error: impl std::fmt::Display) -> GroupError {
    Reason::Mls(error.to_string()).into()
}

/// The text of an error of OpenMLS that no message can cause.
pub(crate) fn broken(error: impl std::fmt::Display) -> GroupError {
    GroupError::State(error.to_string())
}
