//! The policy of the organisation and its privacy notice.

use verband_client::protocol::organisation::details;
use verband_client::protocol::organisation::{Contact, OrganisationPolicy, ProgramVersion, Redaction};

use super::Id;
use super::members::Class;
use super::plain::{flat, words};

words!(
    /// How strictly photos are redacted.
    RedactionName = Redaction { Offered, Asked, Required }
);

words!(
    /// Who may start a chat with whom.
    ContactName = Contact { Everybody, Teams }
);

flat!(
    /// What the organisation decided for all devices.
    Policy = OrganisationPolicy {
        pin_length: u8,
        lock_after_s: u32,
        biometrics: bool,
        wipe_after_tries: Option<u8>,
        screenshots: bool,
        copy: bool,
        export: bool,
        camera: bool,
        microphone: bool,
        video: bool,
        location: bool,
        files: bool,
        read_receipts: bool,
        retention_days: Option<u32>,
        unsent_days: Option<u32>,
        redaction: RedactionName,
        minimum_version: Id<ProgramVersion>,
        max_offline_days: Option<u16>,
        device_classes: Vec<Class>,
        contact: ContactName,
        approve_mailed: bool,
        conversation_quota_mb: Option<u32>,
        keep_originals: bool,
        legal_hold: bool,
        keep_undocumented: bool,
        measuring: bool,
        patient_patterns: Vec<String>,
    }
);

flat!(
    /// What people are told about their data.
    Notice = details::Notice { version: u32, german: String, english: String }
);
