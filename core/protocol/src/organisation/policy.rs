//! The policy of the organisation: what its devices do and do not do. It stands in the log, signed; every client and
//! the server apply the newest one.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};

use super::pattern::{MAX_PATTERN, MAX_PATTERNS, PatientPattern, PatternFlaw};
use crate::certificate::DeviceClass;

/// The shortest PIN that a policy can permit.
pub const SHORTEST_PIN: u8 = 6;

/// The longest PIN that a policy can demand.
pub const LONGEST_PIN: u8 = 16;

/// How strictly photos are redacted before they leave the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Redaction {
    /// Offered.
    #[n(0)]
    Offered,
    /// Asked for before sending.
    #[n(1)]
    Asked,
    /// Nothing is sent that nobody looked through for faces and names.
    #[n(2)]
    Required,
}

/// Who may start a chat with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Contact {
    /// Everybody with everybody.
    #[n(0)]
    Everybody,
    /// People who share a team, and those who have the right to write to anyone.
    #[n(1)]
    Teams,
}

/// A version of the program: major, minor, patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct ProgramVersion(#[n(0)] pub u16, #[n(1)] pub u16, #[n(2)] pub u16);

/// It is no version of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version has three numbers, such as 1.4.0")]
pub struct NoVersion;

impl FromStr for ProgramVersion {
    type Err = NoVersion;

    /// Reads `1.4.0`. What follows it in a version of Cargo, such as `-rc.1`, does not count.
    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let numbers = text.split(['-', '+']).next().unwrap_or_default();
        let numbers: Vec<u16> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().map_err(|_| NoVersion)?;
        match numbers[..] {
            [major, minor, patch] => Ok(Self(major, minor, patch)),
            _ => Err(NoVersion),
        }
    }
}

impl fmt::Display for ProgramVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A switch of the policy that the core itself obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Photos can be taken: [`OrganisationPolicy::camera`].
    Camera,
    /// Photos can come from files: [`OrganisationPolicy::files`].
    Files,
    /// Photos can leave the vault: [`OrganisationPolicy::export`].
    Export,
    /// A location can be sent: [`OrganisationPolicy::location`].
    Location,
    /// Voice notes can be recorded: [`OrganisationPolicy::microphone`].
    Microphone,
    /// Videos can be recorded: [`OrganisationPolicy::video`].
    Video,
    /// Wounds can be measured in photos: [`OrganisationPolicy::measuring`].
    Measuring,
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Camera => "camera",
            Self::Files => "files",
            Self::Export => "export",
            Self::Location => "location",
            Self::Microphone => "microphone",
            Self::Video => "video",
            Self::Measuring => "measuring",
        })
    }
}

/// What the organisation decided for all devices. [`Default`] is what holds before anything was decided: cautious
/// about what leaves the device, sparing with what is asked of people.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(clippy::struct_excessive_bools, reason = "it is a list of switches")]
pub struct OrganisationPolicy {
    /// Digits of a PIN, at least.
    #[n(0)]
    pub pin_length: u8,
    /// Seconds out of sight, or without a touch, after which the app locks.
    #[n(1)]
    pub lock_after_s: u32,
    /// Whether fingerprint or face may stand for the PIN.
    #[n(2)]
    pub biometrics: bool,
    /// After how many wrong PINs in a row a profile is wiped.
    #[n(3)]
    pub wipe_after_tries: Option<u8>,
    /// Whether screenshots are possible, where the platform can forbid them.
    #[n(4)]
    pub screenshots: bool,
    /// Whether text can be copied out of the app.
    #[n(5)]
    pub copy: bool,
    /// Whether photos and files can leave the vault.
    #[n(6)]
    pub export: bool,
    /// Whether photos can be taken.
    #[n(7)]
    pub camera: bool,
    /// Whether voice notes can be recorded.
    #[n(8)]
    pub microphone: bool,
    /// Whether videos can be recorded.
    #[n(9)]
    pub video: bool,
    /// Whether a location can be sent.
    #[n(10)]
    pub location: bool,
    /// Whether files of any type can be sent.
    #[n(11)]
    pub files: bool,
    /// Whether members can switch read receipts on.
    #[n(12)]
    pub read_receipts: bool,
    /// Days after which content is erased everywhere; never, if absent.
    #[n(13)]
    pub retention_days: Option<u32>,
    /// Days after which a photo that was never sent is erased; never, if absent.
    #[n(14)]
    pub unsent_days: Option<u32>,
    /// How strictly photos are redacted.
    #[n(15)]
    pub redaction: Redaction,
    /// Devices with an older program do not reach the server.
    #[n(16)]
    pub minimum_version: ProgramVersion,
    /// Days without the server after which a device shows nothing until it has reached it again.
    #[n(17)]
    pub max_offline_days: Option<u16>,
    /// Kinds of machine that a device may be, ascending: see [`Self::permits_class`].
    #[n(18)]
    pub device_classes: Vec<DeviceClass>,
    /// Who may start a chat with whom.
    #[n(19)]
    pub contact: Contact,
    /// Whether a claim waits for approval if its code went by e-mail: a mailbox is read by others more easily than a
    /// letter.
    #[n(20)]
    pub approve_mailed: bool,
    /// How much the photos and files of one conversation may take on the server, in MiB of 1,048,576 bytes; as much as there
    /// is, if absent.
    #[n(21)]
    pub conversation_quota_mb: Option<u32>,
    /// Whether the original of a redacted photo is kept, sealed in the personal space of who redacted it; else it is
    /// destroyed.
    #[n(22)]
    #[cbor(default)]
    pub keep_originals: bool,
    /// Legal hold: nothing is erased in any conversation, neither because its time is over nor by anybody's delete.
    #[n(23)]
    #[cbor(default)]
    pub legal_hold: bool,
    /// Whether findings and photos of wounds stay beyond their time until they are in the patient record.
    #[n(24)]
    #[cbor(default)]
    pub keep_undocumented: bool,
    /// Whether wounds can be measured in photos. Off until the organisation has had that reviewed.
    #[n(25)]
    #[cbor(default)]
    pub measuring: bool,
    /// What a reference to a patient looks like in a code on a wristband or a label: [`PatientPattern`], any of them. Empty: any code
    /// is one. What somebody types is not held against them.
    #[n(26)]
    #[cbor(default)]
    pub patient_patterns: Vec<String>,
}

impl Default for OrganisationPolicy {
    fn default() -> Self {
        Self {
            pin_length: SHORTEST_PIN,
            lock_after_s: 60,
            biometrics: true,
            wipe_after_tries: None,
            screenshots: false,
            copy: false,
            export: true,
            camera: true,
            microphone: true,
            video: true,
            location: false,
            files: true,
            read_receipts: false,
            retention_days: None,
            unsent_days: Some(30),
            redaction: Redaction::Offered,
            minimum_version: ProgramVersion(0, 0, 0),
            max_offline_days: Some(30),
            device_classes: DeviceClass::ALL.to_vec(),
            contact: Contact::Everybody,
            approve_mailed: true,
            conversation_quota_mb: None,
            keep_originals: false,
            legal_hold: false,
            keep_undocumented: false,
            measuring: false,
            patient_patterns: Vec::new(),
        }
    }
}

impl OrganisationPolicy {
    /// Whether a switch is on.
    pub fn permits(&self, switch: Switch) -> bool {
        match switch {
            Switch::Camera => self.camera,
            Switch::Files => self.files,
            Switch::Export => self.export,
            Switch::Location => self.location,
            Switch::Microphone => self.microphone,
            Switch::Video => self.video,
            Switch::Measuring => self.measuring,
        }
    }

    /// Whether a device may be this kind of machine. One that may not, or not any more, neither comes in nor reaches the server,
    /// and shows nothing of what is on it.
    pub fn permits_class(&self, class: DeviceClass) -> bool {
        self.device_classes.contains(&class)
    }

    /// The patterns of references to patients, for who sets them.
    ///
    /// # Errors
    /// The first flaw of one.
    pub fn patterns(&self) -> Result<Vec<PatientPattern>, PatternFlaw> {
        self.patient_patterns.iter().map(|pattern| PatientPattern::parse(pattern)).collect()
    }

    /// Those that this program understands, for who reads by them: a newer one may know more.
    pub fn understood_patterns(&self) -> Vec<PatientPattern> {
        self.patient_patterns.iter().filter_map(|pattern| PatientPattern::parse(pattern).ok()).collect()
    }

    /// Whether it can be followed: a PIN of a sensible length, numbers above zero, a kind of machine to be. Of a pattern only its
    /// length: what its signs mean is for programs that read by it, and a newer one may know more.
    pub fn sound(&self) -> bool {
        (SHORTEST_PIN..=LONGEST_PIN).contains(&self.pin_length)
            && self.lock_after_s > 0
            && self.wipe_after_tries != Some(0)
            && self.retention_days != Some(0)
            && self.unsent_days != Some(0)
            && self.max_offline_days != Some(0)
            && self.conversation_quota_mb != Some(0)
            && !self.device_classes.is_empty()
            && self.device_classes.is_sorted_by(|a, b| a < b)
            && self.patient_patterns.len() <= MAX_PATTERNS
            && self.patient_patterns.iter().all(|pattern| pattern.chars().count() <= MAX_PATTERN)
    }
}
