//! The client: everything an app does, behind one type, [`Client`].
//!
//! What lives here: opening and locking a profile, enrolling, sync with the server, the outbox, the content kinds
//! and the feeds that UIs draw. It is the only room of the core that waits for a network, and the only one that
//! knows a runtime, through the ports in [`port`].
//!
//! Not here: rules of validity (`verband-rules`), MLS (`verband-groups`), photos and sealed files
//! (`verband-vault`), SQL schema (`verband-store`), and anything about drawing.

mod account;
mod administration;
mod admission;
mod alarms;
mod api;
mod apply;
mod archive;
mod attention;
mod backlog;
mod backup;
mod catching_up;
mod channels;
mod client;
mod committing;
mod conversations;
mod deletion;
mod directory;
mod directory_key;
mod drafts;
mod ending;
mod enrolment;
mod error;
mod evidence;
mod feed;
mod finding;
mod founding;
mod history;
mod invitations;
mod joining;
mod kind;
mod limits;
mod linking;
mod listing;
mod lock;
mod log;
mod mail;
mod markup;
mod order;
mod organisation;
mod outbox;
mod paper;
mod past;
mod personal;
mod photos;
mod pin;
mod policy_words;
pub mod port;
mod reader;
mod reading;
mod receipts;
mod record;
mod recovery;
mod redaction;
mod retention;
mod returning;
mod rights;
mod scanning;
mod search;
mod statistics;
mod storage;
mod sync;
mod timeline;
mod transfer;
mod unsent;
mod verification;
mod view;
mod wipe;
mod withheld;

// The one switch between the two kinds of machine.
#[cfg_attr(not(target_family = "wasm"), path = "native.rs")]
#[cfg_attr(target_family = "wasm", path = "web.rs")]
pub mod platform;

pub use account::Account;
pub use alarms::AlarmRow;
pub use attention::Attention;
pub use channels::{ChannelChange, NewChannel};
pub use client::{Client, Online};
pub use drafts::{DraftKey, MAX_DRAFT};
pub use enrolment::Enrolment;
pub use error::{ClientError, Retry, Unverified};
pub use evidence::{PackageEntry, PackageFault, PackageVerdict, is_package, package_organisation, verify_package};
pub use feed::{Batch, Feed, FeedKind, Patch, Row};
pub use founding::{NewOrganisation, RecoverySheet};
pub use history::{HistoryAct, HistoryRow};
pub use invitations::{Invited, NewInvitation, NewRegistrationKey, Terms, VALIDITY};
pub use kind::PhotoEvidence;
pub use kind::{
    AgendaRow, AppointmentChange, AppointmentDetails, Attendance, AttendeeRow, CalendarExport, CalendarImport,
    CalendarPlan, FOR_GOOD, Invitees, NewAppointment, PlannedAppointment, PlannedState, Reminder, ReminderRow,
};
pub use kind::{AlbumPatientRow, AlbumPlace, AlbumQuery, AlbumRow, FilingKind, FilingRow};
pub use kind::{
    AnswerFlaw, Availability, DateSlot, NewSurvey, Question, QuestionForm, QuestionResult, ResultBar, ResultState,
    Survey, SurveyAnswer, SurveyError, SurveyFlaw, SurveyResults, SurveyRow, SurveyState, SurveyTable, VoteState,
    Voter, VoterAnswer, survey_secrecy,
};
pub use kind::{
    BodySite, BundleFigures, BundleFinding, FhirError, FindingVersionRow, HEALING_SHARE_PERCENT, MAX_PATIENT,
    PhotoMeasure, SIX_WEEKS_MS, TissuePart, Undermining, WoundConsent, WoundCurvePoint, WoundDetails, WoundError,
    WoundFigure, WoundFinding, WoundGhost, WoundItem, WoundItemKind, WoundMarker, WoundMeasurement, WoundPair,
    WoundPhotoRow, WoundRow, WoundRuler, WoundTerm, WoundVersionRow, measuring_caveat, read_wound_bundle,
    six_week_question, wound_term, wound_terms,
};
pub use kind::{
    ChannelDetails, Confirmation, Location, Mention, Mentioned, MessageState, NewMessage, Reaction, RowKind, Version,
};
pub use kind::{DocumentedRow, UndocumentedItem, UndocumentedRow};
pub use kind::{
    Eligible, Escalation, EscalationRow, HandOverRow, RequestAct, RequestActRow, RequestRow, RequestState,
    RoleAddressRow, RoleAddressSettings, ShiftEnd, ShiftFact, ShiftFactKind, ShiftView,
};
pub use kind::{FileKind, FileRow, FileWriter, FolderId, MAX_FILE, MAX_NAME, VersionRow};
pub use kind::{NewRecording, RecordingKind, RecordingRow, RecordingWriter, UnfinishedRecording};
pub use kind::{PatientCode, try_patient_pattern};
pub use linking::{LinkOffer, LinkRequest};
pub use listing::{ChannelRow, JoinRequestRow, history_in_words};
pub use lock::{LockScreen, MIN_PIN};
pub use log::AlarmKind;
pub use mail::{MailTo, Mailed};
pub use markup::{Span, Style, markup};
pub use paper::{Desk, PeoplePlan, Resembled, SimilarPerson};
pub use photos::PhotoSize;
pub use pin::PinProof;
pub use policy_words::{PolicyChange, PolicySentence, policy_changes, policy_in_words};
pub use reader::FileReader;
pub use receipts::{MOST_PEOPLE, Receipt};
pub use record::{RecordContext, RecordError, RecordReceipt, RecordTarget};
pub use recovery::{Administrator, Recoverable, RecoveryCard};
pub use redaction::{FaceModel, PhotoReview, Proposal, ProposalKind, Proposals, propose_marks};
pub use retention::{
    Kept, MAX_AHEAD, Retention, RetentionCount, RetentionItem, RetentionPreview, WARNING_DAYS, kept_in_words,
};
pub use rights::{RoleRow, TeamRow};
pub use scanning::{CameraFrame, MAX_FRAME, draw_code, read_codes};
pub use search::{Findings, Mark, SearchHit, SearchQuery};
pub use storage::{ConversationStorage, KindStorage, StorageUse};
pub use timeline::MessageRow;
pub use transfer::{Direction, TransferRow, TransferState};
pub use unsent::{OutboxRow, OutboxState};
pub use verband_calendar as calendar;
#[cfg(feature = "face-model")]
pub use verband_detect::MODEL as FACE_MODEL;
pub use verband_documents as documents;
pub use verband_protocol as protocol;
pub use verband_rules as rules;
pub use verband_texts as texts;
pub use verband_vault::redact::{CoverFill, CoverShape, MarkError, PhotoArea, PhotoMark, PhotoPoint};
pub use verification::{VerificationCode, Verified};
pub use view::{ConversationRow, DeviceRow, InvitationRow, InvitationStanding, InvitationUse, MemberRow};
