//! What one can check, in rows.

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::MemberId;
use verband_client::protocol::wire::{ContactCounts, DeviceCount, Statistics};
use verband_client::texts::Language;
use verband_client::{HistoryRow, PolicyChange, PolicySentence, VerificationCode, Verified};

/// What a person shows or reads aloud to be verified.
#[uniffi::remote(Record)]
pub struct VerificationCode {
    /// For a QR code.
    pub link: String,
    /// Twelve words that stand for her.
    pub words: String,
}

/// A person who was verified.
#[uniffi::remote(Record)]
pub struct Verified {
    /// Who she is.
    pub member: MemberId,
    /// Her name, which the person in front of the device should have.
    pub name: String,
}

/// An entry of the organisation's log, in words.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HistoryLine {
    /// Its position.
    pub seq: u64,
    /// The author's clock, in milliseconds since the Unix epoch; advisory.
    pub at: u64,
    /// Whose device signed it; none for the root key.
    pub author: Option<MemberId>,
    /// The member whom it is about.
    pub member: Option<MemberId>,
    /// Who did what.
    pub sentence: String,
    /// Whether it breaks a rule and has no effect.
    pub refused: bool,
}

impl HistoryLine {
    pub(crate) fn new(row: &HistoryRow, language: Language) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            author: row.author,
            member: row.member,
            sentence: row.sentence(language),
            refused: row.refusal.is_some(),
        }
    }
}

/// What one point of the policy means.
#[uniffi::remote(Record)]
pub struct PolicySentence {
    /// What it is about.
    pub title: String,
    /// What it means for a person.
    pub text: String,
}

/// A point of the policy that a change concerns.
#[uniffi::remote(Record)]
pub struct PolicyChange {
    /// What it is about.
    pub title: String,
    /// What holds until now.
    pub before: String,
    /// What would hold from then on.
    pub after: String,
}

/// Counts of the organisation.
#[uniffi::remote(Record)]
pub struct Statistics {
    /// Members who belong to the organisation.
    pub members_active: u64,
    /// Members who wait for approval.
    pub members_waiting: u64,
    /// Members who have left.
    pub members_left: u64,
    /// Devices that are trusted, by kind of machine.
    pub devices: Vec<DeviceCount>,
    /// Invitations that can still be used.
    pub invitations_open: u64,
    /// How often an invitation was used.
    pub invitations_used: u64,
    /// Conversations of every kind.
    pub conversations: u64,
    /// Bytes of the organisation on the server.
    pub bytes_used: u64,
    /// Bytes that it may use there.
    pub bytes_allowed: u64,
    /// Trusted devices by the age of their last contact.
    pub contacts: ContactCounts,
    /// Bytes that are free on the disk of the server, whoever they are for; none where it cannot tell.
    pub bytes_free: Option<u64>,
}

/// How many devices are of a kind.
#[uniffi::remote(Record)]
pub struct DeviceCount {
    /// The kind.
    pub class: DeviceClass,
    /// How many.
    pub count: u64,
}

/// How many devices last reached the server how long ago.
#[uniffi::remote(Record)]
pub struct ContactCounts {
    /// Within 7 days.
    pub week: u64,
    /// Within 30 days.
    pub month: u64,
    /// Longer ago.
    pub longer: u64,
    /// Not yet.
    pub never: u64,
}
