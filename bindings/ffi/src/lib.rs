//! The client as Kotlin and Swift see it: annotations and type mapping, written by the proc macros of `UniFFI`.
//!
//! What lives here: one object, [`VerbandClient`], with its feeds, readers and writers of files and recordings; what people do is a
//! value, a [`Command`], [`Messaging`], [`Filing`], [`Measuring`], [`Administration`], [`Inviting`], [`Proof`] or [`Search`], so that this surface stays small when functions grow. Every call fails
//! as a [`VerbandError`], panics included.
//!
//! Not here: any rule of the product, any decision, any state but handles. What an app sees of this crate is the
//! hand-written façade of its language (`bindings/kotlin`, `bindings/swift`).

#![expect(clippy::missing_errors_doc, reason = "every call fails as a VerbandError, whose codes are in one list")]

mod calendar_file;
mod client;
mod command;
mod error;
mod feed;
mod file;
mod linking;
mod paper;
mod patient;
mod photo;
mod profile;
mod profiles;
mod recording;
mod returning;
mod rows;
#[cfg(feature = "testing")]
mod testing;
#[cfg(test)]
mod tests;
mod work;

pub use client::{PinProof, VerbandClient};
pub use command::administration::{Administration, AdministrationResult};
pub use command::calendar::{Calendar, CalendarResult};
pub use command::conversations::{Command, CommandResult};
pub use command::files::{Filing, FilingResult};
pub use command::invitations::{Inviting, InvitingResult};
pub use command::measuring::{Measuring, MeasuringResult};
pub use command::messages::{Messaging, MessagingResult};
pub use command::proof::{Proof, ProofResult};
pub use command::record::{PatientRecord, PatientRecordResult};
pub use command::responsibility::{Responsibility, ResponsibilityResult};
pub use command::retention::{Retaining, RetainingResult};
pub use command::search::{Search, SearchResult};
pub use command::surveys::{Surveying, SurveyingResult};
pub use command::wounds::{WoundPhoto, WoundRecord, WoundRecordResult};
pub use error::{Retry, VerbandError};
pub use feed::{Feed, FeedKind, Patch, Row};
pub use file::{FileReader, FileWriter};
pub use linking::{LinkOffer, LinkPreview, LinkRequest, offer_link};
pub use patient::try_patient_pattern;
pub use photo::{Faces, PhotoForm, Proposals, propose_marks};
pub use profile::{Founded, Invitation, InvitationPreview, Organisation, Profile, RecoverySheet};
pub use profile::{enrol, found, is_enrolled, lock_screen, look_up, unlock};
pub use profiles::Profiles;
pub use recording::RecordingWriter;
pub use returning::{Administrator, PaperKey, RecoveryCard, look_up_recovery, look_up_root, recover, restore};
pub use rows::calendar::{
    AppointmentChange, AppointmentDetails, AppointmentScope, AppointmentsToExport, CalendarPlan, NewAppointment,
    PlannedAppointment,
};
pub use rows::invitations::{Invited, bot_terms, usual_terms};
pub use rows::members::built_in_role;
pub use rows::messages::MessageRow;
pub use rows::papers::{Letter, ListProblem, ListedPerson, MailedLetter, PeoplePlan, SimilarPerson};
pub use rows::profile::{Account, Status};
pub use rows::proof::HistoryLine;
pub use rows::record::RecordTarget;
pub use rows::recordings::{NewRecording, RecordingRow};
pub use rows::responsibility::{ShiftFact, ShiftView};
#[cfg(feature = "testing")]
pub use testing::{panic_for_test, panic_later_for_test};
pub use work::CancelToken;

uniffi::setup_scaffolding!();
