//! Appointments and reminders.

use verband_client::calendar::{PlainWhen, Scope, Span, Status as AppointmentStatus, When, read_local};
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::texts::Language;
use verband_client::{
    self as core, AgendaRow, Attendance, AttendeeRow, CalendarExport, CalendarImport, ClientError, PlannedState,
    Reminder, ReminderRow,
};

/// How sure an appointment is.
#[uniffi::remote(Enum)]
pub enum AppointmentStatus {
    /// It takes place.
    Confirmed,
    /// It may take place.
    Tentative,
    /// It was called off, and is still shown.
    Cancelled,
}

/// What somebody says to an invitation.
#[uniffi::remote(Enum)]
pub enum Attendance {
    /// Nothing, or nothing any more.
    None,
    /// She comes.
    Yes,
    /// She may come.
    Maybe,
    /// She does not come.
    No,
}

/// What an appointment of a file is to a conversation.
#[uniffi::remote(Enum)]
pub enum PlannedState {
    /// It is not there.
    New,
    /// It is there, and the file knows something newer.
    Changed,
    /// It is there as in the file, or newer.
    Unchanged,
    /// It is there and differs, and belongs to somebody else.
    NotAllowed,
}

/// When something is.
#[uniffi::remote(Record)]
pub struct PlainWhen {
    /// What the clock shows at the start, as `2026-12-01T06:00`, or the first of whole days, as `2026-12-01`.
    pub start: String,
    /// The same at the end, or the last day.
    pub end: String,
    /// The zone in which the clock hangs, as `Europe/Berlin`; empty is wherever the reader is.
    pub zone: String,
    /// How it recurs, as iCalendar writes it (`FREQ=WEEKLY;INTERVAL=2`); empty when it does not.
    pub rule: String,
    /// Further starts beside those of the rule.
    pub extra: Vec<String>,
}

/// Which occurrences a change is about. They are named as rows of the agenda name them.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum AppointmentScope {
    /// All.
    All,
    /// This one and the following.
    From {
        /// This one.
        occurrence: String,
    },
    /// Only this one.
    One {
        /// This one.
        occurrence: String,
    },
}

impl TryFrom<AppointmentScope> for Scope {
    type Error = ClientError;

    fn try_from(scope: AppointmentScope) -> Result<Self, ClientError> {
        let named = |name: &str| read_local(name).ok_or(ClientError::NotFound("occurrence"));
        Ok(match scope {
            AppointmentScope::All => Self::All,
            AppointmentScope::From { occurrence } => Self::From(named(&occurrence)?),
            AppointmentScope::One { occurrence } => Self::One(named(&occurrence)?),
        })
    }
}

/// An appointment to make.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewAppointment {
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When it is.
    pub when: PlainWhen,
    /// Minutes before the start at which devices remind of it.
    pub reminders: Vec<u32>,
    /// How sure it is.
    pub status: AppointmentStatus,
    /// Who is asked to come; none is everybody in the conversation.
    pub invitees: Option<Vec<MemberId>>,
    /// Whether everybody in the conversation may change it.
    pub open: bool,
}

impl TryFrom<NewAppointment> for core::NewAppointment {
    type Error = ClientError;

    fn try_from(new: NewAppointment) -> Result<Self, ClientError> {
        Ok(Self {
            title: new.title,
            place: new.place,
            description: new.description,
            when: When::try_from(&new.when)?,
            reminders: new.reminders,
            status: new.status,
            invitees: invitees(new.invitees),
            open: new.open,
        })
    }
}

fn invitees(list: Option<Vec<MemberId>>) -> core::Invitees {
    list.map_or(core::Invitees::Everybody, core::Invitees::Members)
}

fn invited(invitees: core::Invitees) -> Option<Vec<MemberId>> {
    match invitees {
        core::Invitees::Everybody => None,
        core::Invitees::Members(members) => Some(members),
    }
}

/// What is changed of an appointment; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AppointmentChange {
    /// The title.
    #[uniffi(default = None)]
    pub title: Option<String>,
    /// The place.
    #[uniffi(default = None)]
    pub place: Option<String>,
    /// The description.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// When it is; of one occurrence without recurrence.
    #[uniffi(default = None)]
    pub when: Option<PlainWhen>,
    /// The reminders.
    #[uniffi(default = None)]
    pub reminders: Option<Vec<u32>>,
    /// How sure it is.
    #[uniffi(default = None)]
    pub status: Option<AppointmentStatus>,
    /// Everybody in the conversation is asked to come from now on.
    #[uniffi(default = false)]
    pub everybody: bool,
    /// These people are.
    #[uniffi(default = None)]
    pub invitees: Option<Vec<MemberId>>,
    /// Whether everybody in the conversation may change it; only who made it says so.
    #[uniffi(default = None)]
    pub open: Option<bool>,
}

impl TryFrom<AppointmentChange> for core::AppointmentChange {
    type Error = ClientError;

    fn try_from(change: AppointmentChange) -> Result<Self, ClientError> {
        let everybody = change.everybody.then_some(core::Invitees::Everybody);
        Ok(Self {
            title: change.title,
            place: change.place,
            description: change.description,
            when: change.when.as_ref().map(When::try_from).transpose()?,
            reminders: change.reminders,
            status: change.status,
            invitees: everybody.or(change.invitees.map(core::Invitees::Members)),
            open: change.open,
        })
    }
}

/// What a form shows that changes an appointment: an occurrence, in the stretch of the series that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AppointmentDetails {
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When the stretch is, and how it recurs.
    pub when: PlainWhen,
    /// When the occurrence is.
    pub occurrence: PlainWhen,
    /// How it recurs, in words; empty when it does not.
    pub recurrence: String,
    /// Minutes before the start.
    pub reminders: Vec<u32>,
    /// How sure it is.
    pub status: AppointmentStatus,
    /// Who is asked to come; none is everybody in the conversation.
    pub invitees: Option<Vec<MemberId>>,
    /// Whether everybody in the conversation may change it.
    pub open: bool,
    /// Whether this person may.
    pub changeable: bool,
}

impl AppointmentDetails {
    pub(crate) fn new(details: core::AppointmentDetails, language: Language) -> Self {
        let once = |span: Span| PlainWhen::from(&When::once(span));
        Self {
            title: details.title,
            place: details.place,
            description: details.description,
            when: PlainWhen::from(&details.when),
            occurrence: once(details.span),
            recurrence: core::calendar::in_words(&details.when, language),
            reminders: details.reminders,
            status: details.status,
            invitees: invited(details.invitees),
            open: details.open,
            changeable: details.changeable,
        }
    }
}

/// An appointment on a day.
#[uniffi::remote(Record)]
pub struct AgendaRow {
    /// The day that it stands under, where the reader is, as `2026-12-01`. What takes longer stands under each of its days.
    pub day: String,
    /// Its conversation.
    pub conversation: LogId,
    /// What that is called; of a chat, the names of the others.
    pub conversation_title: String,
    /// The appointment.
    pub event: EventId,
    /// Which occurrence: what changes and answers about it name.
    pub occurrence: String,
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When it starts, in milliseconds since the Unix epoch.
    pub starts: i64,
    /// When it ends, in milliseconds since the Unix epoch.
    pub ends: i64,
    /// Whether it takes whole days.
    pub whole_days: bool,
    /// What the clock shows where it takes place, as `2026-12-01T06:00`; a day as `2026-12-01`.
    pub local: String,
    /// The zone where it takes place; empty is wherever the reader is.
    pub zone: String,
    /// How it recurs, as iCalendar writes it; empty when it does not.
    pub rule: String,
    /// How sure it is.
    pub status: AppointmentStatus,
    /// Minutes before the start at which this device reminds of it.
    pub reminders: Vec<u32>,
    /// Who made it.
    pub author: MemberId,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether this person made it.
    pub own: bool,
    /// Whether this person may change it.
    pub changeable: bool,
    /// Whether everybody in the conversation may.
    pub open: bool,
    /// Whether this person can answer: she is asked to come, and may write where it is. In announcements only those who
    /// moderate them do.
    pub answerable: bool,
    /// Whether it stands in this person's own agenda: she made it or is asked to come.
    pub invited: bool,
    /// What this person answered.
    pub answer: Attendance,
    /// How many come.
    pub yes: u32,
    /// How many may come.
    pub maybe: u32,
    /// How many do not come.
    pub no: u32,
    /// How many appointments that this person comes to are at the same time. Whole days do not count.
    pub conflicts: u32,
    /// The first of them; empty when there is none.
    pub conflict: String,
    /// Whether something of it has not been sent yet.
    pub waiting: bool,
}

/// Somebody who is asked to come.
#[uniffi::remote(Record)]
pub struct AttendeeRow {
    /// Who.
    pub member: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What she answered.
    pub answer: Attendance,
    /// When, by her clock, in milliseconds since the Unix epoch; none while she did not, or not since the appointment
    /// got its time.
    pub at: Option<u64>,
    /// Whether she made the appointment.
    pub author: bool,
}

/// Which reminder.
#[uniffi::remote(Record)]
pub struct Reminder {
    /// The conversation.
    pub conversation: LogId,
    /// The appointment.
    pub event: EventId,
    /// The occurrence.
    pub occurrence: String,
    /// How many minutes before the start it was set to.
    pub minutes: u32,
}

/// A reminder to give.
#[uniffi::remote(Record)]
pub struct ReminderRow {
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The conversation.
    pub conversation: LogId,
    /// What that is called.
    pub conversation_title: String,
    /// The appointment.
    pub event: EventId,
    /// The occurrence.
    pub occurrence: String,
    /// How many minutes before the start it was set to.
    pub minutes: u32,
    /// What takes place.
    pub title: String,
    /// Where.
    pub place: String,
    /// When it starts, in milliseconds since the Unix epoch.
    pub starts: i64,
    /// When it ends, in milliseconds since the Unix epoch.
    pub ends: i64,
    /// Whether it takes whole days.
    pub whole_days: bool,
    /// Whether it was put off until now.
    pub snoozed: bool,
}

/// What to write into an iCalendar file.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum AppointmentsToExport {
    /// One appointment with its changes.
    One {
        /// The conversation.
        conversation: LogId,
        /// The appointment.
        event: EventId,
    },
    /// Everything of a conversation.
    Conversation {
        /// The conversation.
        conversation: LogId,
    },
    /// Everything that stands in this person's agenda.
    Own,
}

impl From<AppointmentsToExport> for CalendarExport {
    fn from(what: AppointmentsToExport) -> Self {
        match what {
            AppointmentsToExport::One { conversation, event } => Self::One(conversation, event),
            AppointmentsToExport::Conversation { conversation } => Self::Conversation(conversation),
            AppointmentsToExport::Own => Self::Own,
        }
    }
}

/// An appointment of a file.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PlannedAppointment {
    /// What it is.
    pub title: String,
    /// When it first starts, in milliseconds since the Unix epoch.
    pub starts: i64,
    /// How it recurs, as iCalendar writes it; empty when it does not.
    pub rule: String,
    /// What happens to it.
    pub state: PlannedState,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CalendarPlan {
    /// Its appointments, in its order.
    pub appointments: Vec<PlannedAppointment>,
    /// What was left out or cut, as sentences with the line of the file.
    pub flaws: Vec<String>,
}

impl CalendarPlan {
    pub(crate) fn new(plan: core::CalendarPlan, language: Language) -> Self {
        let planned = plan.appointments.into_iter().map(|planned| PlannedAppointment {
            title: planned.title,
            starts: planned.starts,
            rule: planned.rule,
            state: planned.state,
        });
        Self { appointments: planned.collect(), flaws: plan.flaws.iter().map(|flaw| flaw.text(language)).collect() }
    }
}

/// What a file did.
#[uniffi::remote(Record)]
pub struct CalendarImport {
    /// By which it is undone, on this device.
    pub id: u64,
    /// How many appointments are new.
    pub new: u32,
    /// How many were changed.
    pub changed: u32,
}
