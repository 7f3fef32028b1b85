//! Why an entry is not valid: one list for all logs, so that client, server and tests name the same reasons.

use verband_protocol::entry::EntryError;
use verband_protocol::sign::BadSignature;

/// The rule that an entry breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not an entry at all.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// It belongs to another log.
    #[error("it belongs to another log")]
    OtherLog,
    /// Its class and record do not go together or do not belong into this log.
    #[error("class and record do not go together here")]
    Class,
    /// The same event is in the log already.
    #[error("the same event is in the log already")]
    Replay,
    /// An entry of its author is missing before it, or it repeats one.
    #[error("counter {got} where {expected} is due")]
    Counter {
        /// The counter that is due.
        expected: u64,
        /// The counter it has.
        got: u64,
    },
    /// It was signed on top of another history than the one at hand: the log was forked or cut.
    #[error("it was signed on top of another history of this log")]
    Fork,
    /// It was signed on top of another organisation log than the one at hand.
    #[error("it was signed on top of another organisation log")]
    OrganisationFork,
    /// The organisation log is needed up to this position first.
    #[error("the organisation log is needed up to position {0} first")]
    OrganisationBehind(u64),
    /// A commit may not fall back behind the organisation position of an earlier one.
    #[error("it falls back behind an earlier position of the organisation log")]
    OrganisationDecreases,
    /// It is for another epoch than the log is in.
    #[error("it is for epoch {got}, the log is in epoch {expected}")]
    Epoch {
        /// The epoch of the log at this place.
        expected: u64,
        /// The epoch it names.
        got: u64,
    },
    /// Its author is not in the conversation at this place.
    #[error("its author is not in the conversation")]
    NotInRoster,
    /// Its author is unknown to the organisation, revoked or not yet admitted.
    #[error("its author is not an active device of the organisation")]
    NotActive,
    /// Its author has not the right to do this.
    #[error("its author has no right to do this")]
    NotAllowed,
    /// It would start a chat between people whom the policy keeps apart.
    #[error("the policy keeps these people apart")]
    Contact,
    /// It would bring somebody into a closed chat.
    #[error("nobody can be added to a closed chat")]
    Closed,
    /// A device that it adds is not an active device of the member it names.
    #[error("a device it adds is not an active device of that member")]
    UnknownLeaf,
    /// Roster or its hash are not what the changes make.
    #[error("the roster is not what the changes make")]
    Roster,
    /// She is the only one who moderates: she names somebody else before she leaves.
    #[error("the only moderator cannot leave")]
    LastModerator,
    /// Nobody leaves what the whole organisation is in.
    #[error("nobody leaves what the whole organisation is in")]
    Everyone,
    /// It changes the policy in a way that is not permitted.
    #[error("the policy cannot be changed like this")]
    Policy,
    /// A key commitment is missing, wrong, or was published before.
    #[error("the key commitments are not the ones due")]
    Commitment,
    /// The invitation is unknown, used up, withdrawn, or its issuer may not invite any more.
    #[error("the invitation cannot be used")]
    Invitation,
    /// The organisation's policy does not permit this kind of machine.
    #[error("the policy does not permit this kind of machine")]
    DeviceClass,
    /// A legal hold binds: nothing is erased.
    #[error("nothing is erased while a legal hold binds")]
    Hold,
    /// No policy says that the time of what it would erase is over.
    #[error("the time of what it would erase is not over")]
    Retention,
    /// What it is about does not exist or is in another state.
    #[error("what it is about does not exist or is in another state")]
    Target,
}

impl From<BadSignature> for Refusal {
    fn from(error: BadSignature) -> Self {
        Self::Entry(error.into())
    }
}
