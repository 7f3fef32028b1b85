//! Content kinds: what people put into conversations. Each kind is one folder with its payloads, its tables, how its
//! events change them, and its commands. A new kind is a new folder and one line in [`KINDS`].
//!
//! A log is read in both directions: a newcomer gets the past newest page first, so that a change may be applied before
//! what it changes, and an own event is applied once when it is made and again when it has its position. Tables keep
//! the operations by their event, and what counts is decided by the highest position: the end is the same in any order.

pub(crate) mod album;
mod appointment;
mod cut;
mod deletion;
mod details;
pub(crate) mod documented;
mod file;
mod message;
mod photo;
mod recording;
pub(crate) mod responsibility;
mod row;
mod settings;
pub(crate) mod survey;
pub(crate) mod wound;

use verband_protocol::body::Kind;
use verband_protocol::entry::Header;
use verband_protocol::id::{BlobId, DeviceId, EventId, LogId, MemberId};
use verband_protocol::sign::SecretKey;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{Part, Store, StoreError, Topic, Tx};

use crate::client::Inner;
use crate::drafts;
use crate::error::ClientError;

pub use album::{AlbumPatientRow, AlbumPlace, AlbumQuery, AlbumRow, FilingKind, FilingRow};
pub(crate) use appointment::{AgendaQuestion, NAME as APPOINTMENT, agenda_rows};
pub use appointment::{
    AgendaRow, AppointmentChange, AppointmentDetails, Attendance, AttendeeRow, CalendarExport, CalendarImport,
    CalendarPlan, Invitees, NewAppointment, PlannedAppointment, PlannedState, Reminder, ReminderRow,
};
pub(crate) use cut::cut_key;
pub(crate) use deletion::{UNDO_MS, author_device, delete, erased, forget, parts_of, sent_at, trace};
pub use details::ChannelDetails;
pub use documented::{DocumentedRow, UndocumentedItem, UndocumentedRow};
pub(crate) use documented::{DocumentedState, documented_of_wound, documented_state};
pub use file::{FileKind, FileRow, FileWriter, FolderId, MAX_FILE, MAX_NAME, VersionRow};
pub(crate) use file::{Writers, files, look};
pub use message::{Confirmation, Location, Mention, Mentioned, NewMessage, Reaction, Version};
pub(crate) use message::{extras as message_extras, may_alert_in};
pub use photo::PhotoEvidence;
pub(crate) use photo::{
    Attachment, EVIDENCE, Form, MAX_CAPTION, PhotoMessage, came_again, photo_facts, photo_of, photo_source, seen,
    statement_of, unseen,
};
pub use recording::{NewRecording, RecordingKind, RecordingRow, RecordingWriter, UnfinishedRecording};
pub(crate) use recording::{Recorded, Recorders, recording_row};
pub use responsibility::{
    Eligible, Escalation, EscalationRow, HandOverRow, RequestAct, RequestActRow, RequestRow, RequestState,
    RoleAddressRow, RoleAddressSettings, ShiftEnd, ShiftFact, ShiftFactKind, ShiftView,
};
pub use row::{MessageState, RowKind};
pub(crate) use row::{Placed, ROW_ID, Row, place_row, row_of, set_text};
pub use settings::FOR_GOOD;
pub(crate) use settings::{muted_until, read_receipts};
pub use survey::{
    AnswerFlaw, Availability, DateSlot, NewSurvey, Question, QuestionForm, QuestionResult, ResultBar, ResultState,
    Survey, SurveyAnswer, SurveyError, SurveyFlaw, SurveyResults, SurveyRow, SurveyState, SurveyTable, VoteState,
    Voter, VoterAnswer, survey_secrecy,
};
pub use wound::{
    BodySite, BundleFigures, BundleFinding, FhirError, FindingVersionRow, HEALING_SHARE_PERCENT, MAX_PATIENT,
    PhotoMeasure, SIX_WEEKS_MS, TissuePart, Undermining, WoundConsent, WoundCurvePoint, WoundDetails, WoundError,
    WoundFigure, WoundFinding, WoundGhost, WoundItem, WoundItemKind, WoundMarker, WoundMeasurement, WoundPair,
    WoundPhotoRow, WoundRow, WoundRuler, WoundTerm, WoundVersionRow, measuring_caveat, read_wound_bundle,
    six_week_question, wound_term, wound_terms,
};
pub use wound::{PatientCode, try_patient_pattern};

/// Everything that the rest of the client has to know of a kind.
pub(crate) struct ContentKind {
    /// Its name, also of its part of the schema and of its topic.
    pub(crate) name: &'static str,
    /// The numbers of its payloads.
    pub(crate) payloads: &'static [Kind],
    /// Its tables: SQL files of its folder, each applied once, in order.
    pub(crate) schema: &'static [&'static str],
    /// Applies a payload. False if this version cannot read it: then it is shown as unreadable.
    pub(crate) apply: fn(&Tx<'_>, &Event<'_>, Kind, &[u8]) -> Result<bool, ClientError>,
    /// Forgets what an event brought: it was deleted, or taken back before it was sent.
    pub(crate) erase: fn(&Tx<'_>, &LogId, &EventId) -> Result<(), ClientError>,
    /// Events whose bodies go with this one when it is deleted: its changes, of whichever author.
    pub(crate) parts: fn(&Tx<'_>, &LogId, &EventId) -> Result<Vec<EventId>, ClientError>,
    /// SQL that answers whether the sealed file with the id ?1 is needed, and by which conversation, if it has files.
    pub(crate) holds: Option<&'static str>,
    /// Its tables of what somebody has begun in a conversation, by their column `log`: it is on this device alone. What
    /// forms were filled with is in [`drafts`].
    pub(crate) begun: &'static [&'static str],
    /// What of it stays when its time is over.
    pub(crate) stays: Stays,
}

/// What of a kind stays when the time that the policy gives is over.
pub(crate) enum Stays {
    /// Nothing: each event goes at its own time.
    Nothing,
    /// Everything: it says how things are, and not what was.
    Everything,
    /// Payloads of these numbers; and of the others, what goes as a whole.
    Wholes(&'static [Kind], fn(&Tx<'_>, &LogId) -> Result<Vec<Whole>, ClientError>),
}

/// Events that go together, with the parts that each has.
pub(crate) struct Whole {
    /// What it begins with.
    pub(crate) event: EventId,
    /// What belongs to it besides its parts.
    pub(crate) with: Vec<EventId>,
    /// What is about it and stays as long as it does, without keeping it.
    pub(crate) about: Vec<EventId>,
    pub(crate) until: Until,
    /// Which of them should be in the patient record before they go, and are not.
    pub(crate) undocumented: Vec<EventId>,
}

impl Whole {
    /// Something with its parts and nothing else.
    pub(crate) fn of(event: EventId, until: Until) -> Self {
        Self { event, with: Vec::new(), about: Vec::new(), until, undocumented: Vec::new() }
    }
}

/// How long a whole is in use: never shorter than its newest event stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// No longer than that.
    Newest,
    /// And until this moment, in milliseconds since the Unix epoch, is as long ago.
    Time(u64),
    /// Somebody still has to end it.
    Open,
    /// It says how things are: for good.
    Always,
}

/// All kinds.
static KINDS: &[ContentKind] = &[
    album::KIND,
    appointment::KIND,
    cut::KIND,
    details::KIND,
    documented::KIND,
    file::KIND,
    message::KIND,
    photo::KIND,
    recording::KIND,
    responsibility::KIND,
    settings::KIND,
    survey::KIND,
    wound::KIND,
];

/// What a device owes a kind by itself.
pub(crate) struct Duties {
    /// Does what is due, when everything that the server has is here. Whether there is something to send now.
    pub(crate) perform: fn(&Inner) -> Result<bool, ClientError>,
    /// When something is due next, by this device's clock in milliseconds since the Unix epoch.
    pub(crate) due: fn(&Connection, &MemberId) -> Result<Option<u64>, StoreError>,
}

/// Those of all kinds that have some.
static DUTIES: &[Duties] = &[album::DUTIES, recording::DUTIES, survey::DUTIES];

/// An event that was opened, at its place.
#[allow(clippy::struct_field_names, reason = "its id is called an event everywhere")]
pub(crate) struct Event<'a> {
    pub(crate) log: &'a LogId,
    /// Its position; while it waits, a number above every position.
    pub(crate) seq: u64,
    /// Whether it is an own one that is not in the log yet.
    pub(crate) waiting: bool,
    pub(crate) event: EventId,
    pub(crate) author: DeviceId,
    pub(crate) member: MemberId,
    /// The author's clock in milliseconds since the Unix epoch, as a column holds it. It is her word.
    pub(crate) sent_at: u64,
    pub(crate) blobs: &'a [BlobId],
    /// Whether this device's own person wrote it.
    pub(crate) own: bool,
    /// Whether it is new, rather than from the past that a newcomer reads up on.
    pub(crate) live: bool,
    /// The organisation, and how much of it the author had seen: what she had the right to does not change later.
    pub(crate) organisation: &'a OrganisationState,
    pub(crate) organisation_seq: u64,
}

impl<'a> Event<'a> {
    /// The event behind a verified header.
    pub(crate) fn of(header: &'a Header, seq: u64, member: MemberId, organisation: &'a OrganisationState) -> Self {
        Self {
            log: &header.log,
            seq,
            waiting: false,
            event: header.event,
            author: header.author,
            member,
            sent_at: header.sent_at.min(i64::MAX.unsigned_abs()),
            blobs: &header.blobs,
            own: false,
            live: false,
            organisation,
            organisation_seq: header.organisation.seq,
        }
    }
}

/// Does what is due for all kinds. Whether there is something to send now.
pub(crate) fn perform_duties(inner: &Inner) -> Result<bool, ClientError> {
    let mut written = false;
    for duties in DUTIES {
        written |= (duties.perform)(inner)?;
    }
    Ok(written)
}

/// When something is due next for any kind.
pub(crate) fn due(connection: &Connection, own: &MemberId) -> Result<Option<u64>, StoreError> {
    let mut next = None;
    for duties in DUTIES {
        next = (duties.due)(connection, own)?.into_iter().chain(next).min();
    }
    Ok(next)
}

/// Brings the tables of all kinds up to date.
pub(crate) fn extend(store: &Store) -> Result<(), StoreError> {
    store.extend(KINDS.iter().map(|kind| Part { name: kind.name, files: kind.schema }))
}

/// Applies the payload of an event to the store. What this version does not know or cannot read is shown as
/// unreadable, and the log goes on.
pub(crate) fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<(), ClientError> {
    let kind = KINDS.iter().find(|kind| kind.payloads.contains(&number));
    let known = match kind {
        Some(kind) => (kind.apply)(tx, event, number, payload)?,
        None => false,
    };
    match kind.filter(|_| known) {
        Some(kind) => tx.touch(Topic::Kind(kind.name)),
        None => unreadable(tx, event)?,
    }
    Ok(())
}

/// The tables, with a column `log`, of what somebody has begun.
pub(crate) fn begun() -> impl Iterator<Item = &'static str> {
    KINDS.iter().flat_map(|kind| kind.begun).copied().chain([drafts::TABLE])
}

/// The kind with this name.
pub(crate) fn by_name(name: &str) -> Option<&'static ContentKind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The name of the kind with a payload of this number; empty if this version does not know it.
pub(crate) fn name_of(number: u16) -> &'static str {
    KINDS.iter().find(|kind| kind.payloads.contains(&Kind(number))).map_or("", |kind| kind.name)
}

/// What of a payload stays when its time is over; none if this version does not know it.
pub(crate) fn stays(number: Kind) -> Option<&'static Stays> {
    KINDS.iter().find(|kind| kind.payloads.contains(&number)).map(|kind| &kind.stays)
}

/// What goes as a whole in a conversation, of all kinds.
pub(crate) fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let mut wholes = Vec::new();
    for kind in KINDS {
        if let Stays::Wholes(_, find) = kind.stays {
            wholes.extend(find(tx, log)?);
        }
    }
    Ok(wholes)
}

/// The payload of an own event that waits in the personal space, for that space under another id. Few name it.
pub(crate) fn readdressed(number: Kind, payload: Vec<u8>, old: &LogId, new: &LogId, key: &SecretKey) -> Vec<u8> {
    let anew = match number {
        photo::NUMBER => photo::evidence::stated_anew(&payload, new, key),
        settings::NUMBER => settings::named_anew(&payload, old, new),
        _ => None,
    };
    anew.unwrap_or(payload)
}

/// Shows an event that cannot be read.
pub(crate) fn unreadable(tx: &Tx<'_>, event: &Event<'_>) -> Result<(), ClientError> {
    place_row(tx, event, &Row::new(Kind(0), "").state(MessageState::Unreadable))?;
    Ok(())
}

/// Whether any kind needs a sealed file.
pub(crate) fn holds(store: &Store, blob: &[u8; 16]) -> Result<bool, StoreError> {
    store.read(|connection| Ok(needed_by(connection, blob)?.is_some()))
}

/// The name of the kind that needs a sealed file, and the conversation that it is in.
pub(crate) fn needed_by(
    connection: &Connection,
    blob: &[u8; 16],
) -> Result<Option<(&'static str, Option<LogId>)>, StoreError> {
    for kind in KINDS {
        let Some(sql) = kind.holds else { continue };
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([blob])?;
        if let Some(row) = rows.next()? {
            // What answers with anything else is needed all the same, by no conversation yet.
            let log = row.get::<_, Option<[u8; 32]>>(0).ok().flatten();
            return Ok(Some((kind.name, log.map(LogId))));
        }
    }
    Ok(None)
}

/// For kinds whose events are never deleted.
#[allow(clippy::unnecessary_wraps, reason = "kinds have one signature")]
pub(crate) fn keep_all(_: &Tx<'_>, _: &LogId, _: &EventId) -> Result<(), ClientError> {
    Ok(())
}

/// For kinds whose events have no parts.
#[allow(clippy::unnecessary_wraps, reason = "kinds have one signature")]
pub(crate) fn no_parts(_: &Tx<'_>, _: &LogId, _: &EventId) -> Result<Vec<EventId>, ClientError> {
    Ok(Vec::new())
}
