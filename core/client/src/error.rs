//! Errors of a client: one list, each with a stable code that bindings and scripts rely on.

use verband_calendar::{Flaw, Unfit};
use verband_detect::NotTheModel;
use verband_documents::DocumentError;
use verband_documents::people::PeopleError;
use verband_groups::GroupError;
use verband_protocol::cbor::CborError;
use verband_protocol::code::CodeError;
use verband_protocol::organisation::{MAX_PATTERN, PatternFlaw, Switch};
use verband_protocol::wire::ProblemCode;
use verband_rules::Refusal;
use verband_store::StoreError;
use verband_texts::{Language, Value, text};
use verband_vault::redact::{MAX_MARKS, MarkError, RedactError};
use verband_vault::{FileError, PhotoError, RecordingError};

use crate::kind::{SurveyError, WoundError};
use crate::port::NoAnswer;
use crate::record::RecordError;

/// When trying again makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not without doing something else first.
    Never,
    /// At once or a little later, by itself.
    Later,
    /// After this many milliseconds.
    After(u64),
}

/// What went wrong, as far as the caller would act on it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// No network or no server. What was written waits in the outbox.
    #[error("{0}")]
    Offline(#[from] NoAnswer),
    /// The server said no, or has a fault.
    #[error("the server answered: {0:?}")]
    Server(ProblemCode, Option<String>),
    /// The photos and files of this conversation take what the organisation's policy gives each on the server. What was made
    /// stays on this device and can be sent again once something is deleted there.
    #[error("the photos and files of this conversation take what the policy gives it")]
    Quota,
    /// The server answered something that is no answer.
    #[error("the server's answer is not understood: {0}")]
    Answer(String),
    /// The PIN is wrong.
    #[error("the PIN is wrong{}{}", wait_text(*.wait_ms), tries_text(*.tries_left))]
    WrongPin {
        /// How long to wait before the next try, in milliseconds.
        wait_ms: u64,
        /// Wrong PINs until the profile is wiped, if the organisation wants that.
        tries_left: Option<u32>,
    },
    /// Too many wrong PINs, and the organisation's policy is to wipe then: there is no profile any more.
    #[error("too many wrong PINs: everything of this profile was erased from this device")]
    Wiped,
    /// Too many wrong PINs: no try counts before the wait is over.
    #[error("too many wrong PINs: wait {} seconds", .wait_ms.div_ceil(1000))]
    PinBlocked {
        /// How long to wait, in milliseconds.
        wait_ms: u64,
    },
    /// The PIN is too short.
    #[error("a PIN needs at least {0} digits")]
    PinTooShort(usize),
    /// The PIN that opened this profile is shorter than the organisation's policy asks for by now: nothing is shown until
    /// another one is chosen ([`Client::change_pin`](crate::Client::change_pin)), with or without a network.
    #[error("the organisation asks for a PIN of at least {0} digits: choose another one")]
    PinDue(usize),
    /// For this the PIN is typed again: nobody has shown within the last two minutes that she knows it.
    #[error("for this the PIN has to be typed again")]
    PinAgain,
    /// The app is locked.
    #[error("the app is locked")]
    Locked,
    /// There is no profile in this place.
    #[error("nobody has enrolled on this device yet")]
    NotEnrolled,
    /// There is a profile in this place already.
    #[error("somebody has enrolled on this device already")]
    AlreadyEnrolled,
    /// The device was revoked, or its member left the organisation.
    #[error("this device does not belong to the organisation any more")]
    Revoked,
    /// The server was not reached for longer than the organisation's policy permits: nothing is shown until it was.
    #[error("this device was without its server for too long: it shows nothing until it has reached it")]
    OfflineTooLong,
    /// The organisation's policy wants a newer program. What was written waits.
    #[error("this program is too old for the organisation's policy: a newer one has to be installed")]
    Outdated,
    /// The organisation's policy does not permit the kind of machine that this device is, or not any more: nothing is shown and
    /// nothing sent until it does. What was written waits.
    #[error("the organisation's policy does not permit this kind of machine: nothing is shown until it does")]
    DeviceClass,
    /// A switch of the organisation's policy is off.
    #[error("the organisation's policy does not permit it: {0}")]
    ByPolicy(Switch),
    /// The claim waits for an administrator.
    #[error("an administrator has to approve first")]
    WaitingForApproval,
    /// The code has a typing error.
    #[error("{0}")]
    Code(#[from] CodeError),
    /// The invitation was used, withdrawn, is out of date or never existed.
    #[error("the invitation was used already, withdrawn, or is out of date")]
    InvitationGone,
    /// Another device of this person has not let this one in yet.
    #[error("your other device has to let this one in first")]
    WaitingForLink,
    /// The time to link a device is over, or nobody waits with this code.
    #[error("the new device does not wait any more: begin anew there")]
    LinkGone,
    /// Somebody else has answered the new device, or spoken for it.
    #[error("somebody else has used the code of the new device: begin anew there")]
    LinkTaken,
    /// A new device looks for its organisation on another server.
    #[error("the new device is for the server {0}, where this organisation is not")]
    OtherServer(String),
    /// A rule of the organisation or conversation does not allow it.
    #[error("not allowed: {0}")]
    Refused(#[from] Refusal),
    /// No such thing here.
    #[error("there is no {0} like that")]
    NotFound(&'static str),
    /// A name or text is empty or too long.
    #[error("{0} must not be empty or longer than {1} bytes")]
    Length(&'static str, usize),
    /// A name of a file or folder has something in it that no name has.
    #[error("a name has no / and \\ in it, and nothing that cannot be seen")]
    FileName,
    /// The photo cannot be used.
    #[error("{0}")]
    Photo(#[from] PhotoError),
    /// The recording cannot be used.
    #[error("{0}")]
    Recording(RecordingError),
    /// A mark cannot be painted on a photo.
    #[error("{0}")]
    Mark(#[from] MarkError),
    /// The organisation's policy wants every photo to be looked through, and nobody says so of this one.
    #[error(
        "the organisation's policy wants every photo to be looked through: cover what nobody may recognise, or say that \
         there is nothing to hide"
    )]
    NotLookedThrough,
    /// The file is not the model of faces that this program knows.
    #[error("{0}")]
    FaceModel(#[from] NotTheModel),
    /// Sealed files cannot be read or written.
    #[error("{0}")]
    Vault(#[from] FileError),
    /// Files of the profile cannot be read or written.
    #[error("files of the profile: {0}")]
    Files(#[from] std::io::Error),
    /// A file of the profile is not what was written, or not there any more.
    #[error("{0} is missing or damaged; nothing is changed")]
    Damaged(&'static str),
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The group.
    #[error("{0}")]
    Group(#[from] GroupError),
    /// What should be a server's address is none.
    #[error("{0} is no address of a server, which begins with https:// or http://")]
    Address(String),
    /// The policy wants somebody to approve after a code that went by e-mail was used, and this one waits for nobody.
    #[error("a code that goes by e-mail has to wait for approval: invite with approval, or change the policy")]
    MailedCode,
    /// The server knows a key on paper as one of another organisation than the paper says.
    #[error("this server gives another organisation than the one on the paper")]
    OtherOrganisation,
    /// The server's certificate authority is not readable.
    #[error("the certificate authority is not readable")]
    Certificate,
    /// A document cannot be made.
    #[error("{0}")]
    Document(#[from] DocumentError),
    /// A file is no list of people.
    #[error("{0}")]
    People(#[from] PeopleError),
    /// An appointment is too long, too far away, or has too much of something.
    #[error("{0}")]
    Appointment(#[from] Unfit),
    /// A file is no calendar.
    #[error("{0}")]
    CalendarFile(#[from] Flaw),
    /// A survey cannot be published, or a vote not be cast.
    #[error("{0}")]
    Survey(#[from] SurveyError),
    /// A text is no pattern of references to patients.
    #[error("{0}")]
    Pattern(#[from] PatternFlaw),
    /// Something about a wound cannot be written.
    #[error("{0}")]
    Wound(#[from] WoundError),
    /// A patient's record does not have a document, or nobody knows whether it has.
    #[error("{0}")]
    Record(#[from] RecordError),
    /// The conversation was stopped by an alarm: the server or a member broke its rules.
    #[error("this conversation is stopped by an alarm")]
    Halted,
    /// This person is not in the conversation any more, or it has ended: nothing can be written there.
    #[error("this person is not in the conversation any more, or it has ended")]
    NotIn,
    /// The person whose code was shown is not verified.
    #[error("not verified: {0}")]
    NotVerified(#[from] Unverified),
    /// What was sent longer than ten seconds ago is not undone without a trace; it can be deleted.
    #[error("it was sent too long ago to be undone: it can be deleted")]
    TooLate,
    /// The platform stopped a running call.
    #[error("cancelled")]
    Cancelled,
}

fn tries_text(left: Option<u32>) -> String {
    left.map_or_else(String::new, |left| format!(" (after {left} more of them everything is erased)"))
}

/// Why a person is not verified by the code that she shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// She belongs to another organisation.
    #[error("the code is of another organisation")]
    OtherOrganisation,
    /// Her device has another history of the organisation than this one: an alarm says where.
    #[error("her device knows another history of the organisation")]
    Fork,
    /// The server does not give this device what it gave hers: an alarm says from where on.
    #[error("the server withholds what her device knows of the organisation")]
    Withheld,
    /// She does not belong to the organisation, or not any more.
    #[error("nobody in the organisation has this code")]
    NoMember,
    /// She read other words aloud.
    #[error("these are not her words")]
    Words,
    /// She has started anew since, or no device of hers signed it: it is not her device of now that shows the code.
    #[error("the code is of no device that is hers now")]
    Outdated,
}

fn wait_text(ms: u64) -> String {
    if ms == 0 { String::new() } else { format!(": wait {} seconds", ms.div_ceil(1000)) }
}

impl From<CborError> for ClientError {
    fn from(error: CborError) -> Self {
        Self::Answer(error.to_string())
    }
}

fn mark_text(error: MarkError, language: Language) -> String {
    match error {
        MarkError::Empty => text(language, "mark-empty", &[]),
        MarkError::Outside { width, height } => text(
            language,
            "mark-outside",
            &[("width", Value::Number(width.into())), ("height", Value::Number(height.into()))],
        ),
        MarkError::TooMany => text(language, "mark-too-many", &[("most", MAX_MARKS.into())]),
        MarkError::TooLong(_) => text(language, "mark-too-long", &[]),
        MarkError::Letter(letter) => {
            text(language, "mark-letter", &[("letter", Value::Text(letter.encode_utf8(&mut [0; 4])))])
        }
    }
}

fn pattern_text(flaw: PatternFlaw, language: Language) -> String {
    match flaw {
        PatternFlaw::Long => text(language, "pattern-long", &[("most", MAX_PATTERN.into())]),
        PatternFlaw::Empty => text(language, "pattern-empty", &[]),
        PatternFlaw::Sign(place) => text(language, "pattern-sign", &[("place", place.into())]),
        PatternFlaw::Open(place) => text(language, "pattern-open", &[("place", place.into())]),
    }
}

fn recording_text(error: &RecordingError, language: Language) -> String {
    match error {
        RecordingError::NotARecording => text(language, "recording-not", &[]),
        RecordingError::Unfinished => text(language, "recording-unfinished", &[]),
        RecordingError::Unsupported(_) => text(language, "recording-unsupported", &[]),
        RecordingError::TooLarge { .. } => text(language, "recording-too-large", &[]),
        RecordingError::Broken(_) | RecordingError::File(_) => text(language, "recording-damaged", &[]),
    }
}

impl From<RecordingError> for ClientError {
    fn from(error: RecordingError) -> Self {
        match error {
            RecordingError::File(error) => Self::Vault(error),
            error => Self::Recording(error),
        }
    }
}

impl From<RedactError> for ClientError {
    fn from(error: RedactError) -> Self {
        match error {
            RedactError::Photo(error) => Self::Photo(error),
            RedactError::Mark(error) => Self::Mark(error),
        }
    }
}

impl ClientError {
    /// The stable code: what bindings and scripts decide by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::Server(ProblemCode::Full, _) => "server-full",
            Self::Server(ProblemCode::Busy, _) => "server-busy",
            Self::Server(ProblemCode::Internal, _) => "server-error",
            Self::Server(ProblemCode::SetUpUsed | ProblemCode::SetUpExpired, _) => "set-up-gone",
            Self::Server(ProblemCode::NotConfigured, _) => "not-configured",
            Self::Server(ProblemCode::Held, _) | Self::Refused(Refusal::Hold) => "legal-hold",
            Self::Server(..) => "server-refused",
            Self::Quota => "quota",
            Self::Answer(_) => "server-answer",
            Self::WrongPin { .. } => "wrong-pin",
            Self::PinBlocked { .. } => "pin-blocked",
            Self::PinTooShort(_) => "pin-too-short",
            Self::PinDue(_) => "pin-due",
            Self::PinAgain => "pin-again",
            Self::Locked | Self::Store(StoreError::Closed) => "locked",
            Self::NotEnrolled => "not-enrolled",
            Self::AlreadyEnrolled => "already-enrolled",
            Self::Wiped => "wiped",
            Self::Revoked => "revoked",
            Self::OfflineTooLong => "offline-too-long",
            Self::Outdated => "outdated",
            Self::DeviceClass => "device-class",
            Self::ByPolicy(_) | Self::MailedCode => "policy",
            Self::WaitingForApproval => "waiting-for-approval",
            Self::Code(_) => "code",
            Self::InvitationGone => "invitation-gone",
            Self::WaitingForLink => "waiting-for-link",
            Self::LinkGone => "link-gone",
            Self::LinkTaken => "link-taken",
            Self::OtherServer(_) => "other-server",
            Self::Refused(Refusal::LastModerator) => "last-moderator",
            Self::Refused(_) => "not-allowed",
            Self::NotFound(_) => "not-found",
            Self::Length(..) => "length",
            Self::FileName => "file-name",
            Self::Photo(_) => "photo",
            Self::Recording(_) => "recording",
            Self::Mark(_) => "mark",
            Self::NotLookedThrough => "not-looked-through",
            Self::FaceModel(_) => "face-model",
            Self::Store(StoreError::Full) => "disk-full",
            Self::Vault(error) if error.is_full() => "disk-full",
            Self::Vault(_) => "vault",
            Self::Files(error) if error.kind() == std::io::ErrorKind::StorageFull => "disk-full",
            Self::Files(_) => "files",
            Self::Damaged(_) => "damaged",
            Self::Store(StoreError::TooNew { .. }) => "newer-database",
            Self::Store(_) => "database",
            Self::Group(_) => "group",
            Self::Address(_) => "argument",
            Self::OtherOrganisation => "other-organisation",
            Self::Certificate => "certificate",
            Self::Document(_) => "document",
            Self::People(_) => "people",
            Self::Appointment(_) => "appointment",
            Self::CalendarFile(_) => "calendar-file",
            Self::Survey(_) => "survey",
            Self::Pattern(_) => "pattern",
            Self::Wound(_) => "wound",
            Self::Record(_) => "record",
            Self::Halted => "halted",
            Self::NotIn => "not-in",
            Self::NotVerified(_) => "not-verified",
            Self::TooLate => "too-late",
            Self::Cancelled => "cancelled",
        }
    }

    /// What to tell the person, for errors that the core has a sentence for. It may have a name in it: not for a log.
    pub fn sentence(&self, language: Language) -> Option<String> {
        match self {
            Self::Document(error) => Some(error.text(language)),
            Self::People(error) => Some(error.text(language)),
            Self::CalendarFile(flaw) => Some(flaw.text(language)),
            Self::Survey(error) => Some(error.text(language)),
            Self::Pattern(flaw) => Some(pattern_text(*flaw, language)),
            Self::Wound(error) => Some(error.text(language)),
            Self::Record(error) => Some(error.text(language)),
            Self::Mark(error) => Some(mark_text(*error, language)),
            Self::Photo(PhotoError::Heif) => Some(text(language, "photo-heif", &[])),
            Self::Recording(error) => Some(recording_text(error, language)),
            Self::NotLookedThrough => Some(text(language, "photo-not-looked-through", &[])),
            Self::Server(ProblemCode::Held, _) | Self::Refused(Refusal::Hold) => {
                Some(text(language, "retention-held", &[]))
            }
            _ => None,
        }
    }

    /// When trying again makes sense.
    pub fn retry(&self) -> Retry {
        match self {
            Self::WrongPin { wait_ms, .. } | Self::PinBlocked { wait_ms } => Retry::After(*wait_ms),
            Self::Record(error) if error.passes() => Retry::Later,
            Self::Offline(_)
            | Self::WaitingForApproval
            | Self::WaitingForLink
            | Self::DeviceClass
            | Self::Server(ProblemCode::Busy | ProblemCode::Internal | ProblemCode::Full, _)
            | Self::Store(StoreError::Busy) => Retry::Later,
            _ => Retry::Never,
        }
    }
}
