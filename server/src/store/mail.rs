//! What the store keeps of e-mails: all of one while it waits for the relay, then that it was sent or has failed.

use verband_protocol::id::{EventId, InvitationId, LogId};
use verband_protocol::wire::InvitationMail;

/// Names an e-mail: the request for it, of which each invitation keeps the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailKey {
    /// Whose.
    pub organisation: LogId,
    /// For which invitation.
    pub invitation: InvitationId,
    /// Chosen by who asked.
    pub request: EventId,
}

/// An e-mail that waits. It has no `Debug`, because of the address.
pub struct WaitingMail {
    /// Its name.
    pub key: MailKey,
    /// When it was asked for, in milliseconds since the Unix epoch.
    pub asked_at: u64,
    /// How often it was taken to be sent, this time included.
    pub attempts: u32,
    /// To whom.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// An e-mail as it is known afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMail {
    /// The request that it answers.
    pub request: EventId,
    /// What became of it.
    pub mail: InvitationMail,
}

/// What came of an attempt, or of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// It is sent: address and text go.
    Sent,
    /// It has failed for good: address and text go.
    Failed(String),
    /// It is tried again.
    Later {
        /// When, in milliseconds since the Unix epoch.
        due_at: u64,
        /// Why.
        reason: String,
    },
}
