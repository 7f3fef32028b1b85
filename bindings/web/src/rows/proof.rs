//! What one can check, in rows.

use serde::Serialize;
use verband_client::protocol::id::MemberId;
use verband_client::protocol::wire::{ContactCounts, DeviceCount, Statistics};
use verband_client::texts::Language;
use verband_client::{HistoryRow, PolicyChange, PolicySentence, VerificationCode, Verified};

use super::Id;
use super::members::Class;
use super::plain::flat;

flat!(
    /// What a person shows or reads aloud to be verified.
    Code = VerificationCode { link: String, words: String }
);

flat!(
    /// A person who was verified.
    VerifiedPerson = Verified { member: Id<MemberId>, name: String }
);

flat!(
    /// What one point of the policy means.
    Sentence = PolicySentence { title: String, text: String }
);

flat!(
    /// A point of the policy that a change concerns.
    Change = PolicyChange { title: String, before: String, after: String }
);

flat!(
    /// Counts of the organisation.
    Counts = Statistics {
        members_active: u64,
        members_waiting: u64,
        members_left: u64,
        devices: Vec<OfKind>,
        invitations_open: u64,
        invitations_used: u64,
        conversations: u64,
        bytes_used: u64,
        bytes_allowed: u64,
        contacts: Contacts,
        bytes_free: Option<u64>,
    }
);

flat!(
    /// How many devices are of a kind.
    OfKind = DeviceCount { class: Class, count: u64 }
);

flat!(
    /// How many devices last reached the server how long ago.
    Contacts = ContactCounts { week: u64, month: u64, longer: u64, never: u64 }
);

/// An entry of the organisation's log, in words.
#[derive(Serialize)]
pub(crate) struct HistoryLine {
    seq: u64,
    at: u64,
    author: Option<Id<MemberId>>,
    member: Option<Id<MemberId>>,
    sentence: String,
    refused: bool,
}

impl HistoryLine {
    pub(crate) fn new(row: &HistoryRow, language: Language) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            author: row.author.map(Id),
            member: row.member.map(Id),
            sentence: row.sentence(language),
            refused: row.refusal.is_some(),
        }
    }
}
