//! The policy of the organisation and its privacy notice.

use uniffi::custom_type;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::organisation::details::Notice;
use verband_client::protocol::organisation::{Contact, OrganisationPolicy, ProgramVersion, Redaction};

use super::parse;

custom_type!(ProgramVersion, String, {
    remote,
    lower: |version| version.to_string(),
    try_lift: |text| Ok(parse(&text)?)
});

/// How strictly photos are redacted before they leave the vault.
#[uniffi::remote(Enum)]
pub enum Redaction {
    /// Offered.
    Offered,
    /// Asked for before sending.
    Asked,
    /// Nothing is sent that nobody looked through for faces and names.
    Required,
}

/// Who may start a chat with whom.
#[uniffi::remote(Enum)]
pub enum Contact {
    /// Everybody with everybody.
    Everybody,
    /// People who share a team, and those who have the right to write to anyone.
    Teams,
}

/// What the organisation decided for all devices.
#[uniffi::remote(Record)]
pub struct OrganisationPolicy {
    /// Digits of a PIN, at least.
    pub pin_length: u8,
    /// Seconds out of sight, or without a touch, after which the app locks.
    pub lock_after_s: u32,
    /// Whether fingerprint or face may stand for the PIN.
    pub biometrics: bool,
    /// After how many wrong PINs in a row a profile is wiped.
    pub wipe_after_tries: Option<u8>,
    /// Whether screenshots are possible, where the platform can forbid them.
    pub screenshots: bool,
    /// Whether text can be copied out of the app.
    pub copy: bool,
    /// Whether photos and files can leave the vault.
    pub export: bool,
    /// Whether photos can be taken.
    pub camera: bool,
    /// Whether voice notes can be recorded.
    pub microphone: bool,
    /// Whether videos can be recorded.
    pub video: bool,
    /// Whether a location can be sent.
    pub location: bool,
    /// Whether files of any type can be sent.
    pub files: bool,
    /// Whether members can switch read receipts on.
    pub read_receipts: bool,
    /// Days after which content is erased everywhere; never, if absent.
    pub retention_days: Option<u32>,
    /// Days after which a photo that was never sent is erased; never, if absent.
    pub unsent_days: Option<u32>,
    /// How strictly photos are redacted.
    pub redaction: Redaction,
    /// Devices with an older program do not reach the server: three numbers, such as `1.4.0`.
    pub minimum_version: ProgramVersion,
    /// Days without the server after which a device shows nothing until it has reached it again.
    pub max_offline_days: Option<u16>,
    /// Kinds of machine that a device may be; ascending.
    pub device_classes: Vec<DeviceClass>,
    /// Who may start a chat with whom.
    pub contact: Contact,
    /// Whether a claim waits for approval if its code went by e-mail: a mailbox is read by others more easily than a
    /// letter.
    pub approve_mailed: bool,
    /// How much the photos and files of one conversation may take on the server, in MiB; as much as there is, if absent.
    pub conversation_quota_mb: Option<u32>,
    /// Whether the original of a redacted photo is kept, sealed in the personal space of who redacted it; else it is
    /// destroyed.
    pub keep_originals: bool,
    /// Legal hold: nothing is erased in any conversation, neither because its time is over nor by anybody's delete.
    pub legal_hold: bool,
    /// Whether findings and photos of wounds stay beyond their time until they are in the patient record.
    pub keep_undocumented: bool,
    /// Whether wounds can be measured in photos. Off until the organisation has had that reviewed.
    pub measuring: bool,
    /// What a reference to a patient looks like in a code on a wristband or a label: patterns (`docs/admin.md`), any of them. Empty: any
    /// code is one. What somebody types is not held against them.
    pub patient_patterns: Vec<String>,
}

/// What people are told about their data (Article 13 GDPR). Paragraphs are separated by empty lines; a line that begins with
/// `# ` is a heading.
#[uniffi::remote(Record)]
pub struct Notice {
    /// Counts from 1.
    pub version: u32,
    /// In German.
    pub german: String,
    /// In English; the German text is shown where it is empty.
    pub english: String,
}
