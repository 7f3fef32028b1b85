//! Appointments and reminders.

use serde::{Deserialize, Serialize};
use verband_client::calendar::{
    self, PlainWhen, Scope, Span, Status as AppointmentStatus, When as CoreWhen, read_local,
};
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::texts::Language;
use verband_client::{self as core, Attendance, ClientError, Invitees, PlannedState};

use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// How sure an appointment is.
    StatusName = AppointmentStatus { Confirmed, Tentative, Cancelled }
);

words!(
    /// What somebody says to an invitation.
    Answer = Attendance { None, Yes, Maybe, No }
);

words!(
    /// What an appointment of a file is to a conversation.
    PlannedName = PlannedState { New, Changed, Unchanged, NotAllowed }
);

flat!(
    /// When something is.
    When = PlainWhen { start: String, end: String, zone: String, rule: String, extra: Vec<String> }
);

/// Which occurrences a change is about.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ScopeName {
    All,
    From { occurrence: String },
    One { occurrence: String },
}

impl ScopeName {
    pub(crate) fn core(&self) -> Result<Scope, ClientError> {
        let named = |name: &str| read_local(name).ok_or(ClientError::NotFound("occurrence"));
        Ok(match self {
            Self::All => Scope::All,
            Self::From { occurrence } => Scope::From(named(occurrence)?),
            Self::One { occurrence } => Scope::One(named(occurrence)?),
        })
    }
}

/// An appointment to make.
#[derive(Deserialize)]
pub(crate) struct New {
    title: String,
    place: String,
    description: String,
    when: When,
    reminders: Vec<u32>,
    status: StatusName,
    invitees: Option<Vec<Id<MemberId>>>,
    open: bool,
}

impl New {
    pub(crate) fn core(self) -> Result<core::NewAppointment, ClientError> {
        Ok(core::NewAppointment {
            title: self.title,
            place: self.place,
            description: self.description,
            when: CoreWhen::try_from(&self.when.core())?,
            reminders: self.reminders,
            status: self.status.core(),
            invitees: self.invitees.map_or(Invitees::Everybody, |members| Invitees::Members(members.core())),
            open: self.open,
        })
    }
}

/// What is changed of an appointment.
#[derive(Deserialize)]
pub(crate) struct Change {
    title: Option<String>,
    place: Option<String>,
    description: Option<String>,
    when: Option<When>,
    reminders: Option<Vec<u32>>,
    status: Option<StatusName>,
    #[serde(default)]
    everybody: bool,
    invitees: Option<Vec<Id<MemberId>>>,
    open: Option<bool>,
}

impl Change {
    pub(crate) fn core(self) -> Result<core::AppointmentChange, ClientError> {
        let everybody = self.everybody.then_some(Invitees::Everybody);
        Ok(core::AppointmentChange {
            title: self.title,
            place: self.place,
            description: self.description,
            when: self.when.map(|when| CoreWhen::try_from(&when.core())).transpose()?,
            reminders: self.reminders,
            status: self.status.core(),
            invitees: everybody.or(self.invitees.map(|members| Invitees::Members(members.core()))),
            open: self.open,
        })
    }
}

/// What a form shows that changes an appointment.
#[derive(Serialize)]
pub(crate) struct Details {
    title: String,
    place: String,
    description: String,
    when: When,
    occurrence: When,
    recurrence: String,
    reminders: Vec<u32>,
    status: StatusName,
    invitees: Option<Vec<Id<MemberId>>>,
    open: bool,
    changeable: bool,
}

impl Details {
    pub(crate) fn new(details: core::AppointmentDetails, language: Language) -> Self {
        let once = |span: Span| When::plain(PlainWhen::from(&CoreWhen::once(span)));
        Self {
            title: details.title,
            place: details.place,
            description: details.description,
            when: When::plain(PlainWhen::from(&details.when)),
            occurrence: once(details.span),
            recurrence: calendar::in_words(&details.when, language),
            reminders: details.reminders,
            status: StatusName::plain(details.status),
            invitees: match details.invitees {
                Invitees::Everybody => None,
                Invitees::Members(members) => Some(Plain::plain(members)),
            },
            open: details.open,
            changeable: details.changeable,
        }
    }
}

flat!(
    /// An appointment on a day.
    Agenda = core::AgendaRow {
        day: String,
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        occurrence: String,
        title: String,
        place: String,
        description: String,
        starts: i64,
        ends: i64,
        whole_days: bool,
        local: String,
        zone: String,
        rule: String,
        status: StatusName,
        reminders: Vec<u32>,
        author: Id<MemberId>,
        author_name: String,
        own: bool,
        changeable: bool,
        open: bool,
        answerable: bool,
        invited: bool,
        answer: Answer,
        yes: u32,
        maybe: u32,
        no: u32,
        conflicts: u32,
        conflict: String,
        waiting: bool,
    }
);

flat!(
    /// Somebody who is asked to come.
    Attendee = core::AttendeeRow { member: Id<MemberId>, name: String, answer: Answer, at: Option<u64>, author: bool }
);

flat!(
    /// Which reminder.
    Reminder = core::Reminder { conversation: Id<LogId>, event: Id<EventId>, occurrence: String, minutes: u32 }
);

flat!(
    /// A reminder to give.
    DueReminder = core::ReminderRow {
        at: u64,
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        occurrence: String,
        minutes: u32,
        title: String,
        place: String,
        starts: i64,
        ends: i64,
        whole_days: bool,
        snoozed: bool,
    }
);

/// What to write into an iCalendar file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ToExport {
    One { conversation: Id<LogId>, event: Id<EventId> },
    Conversation { conversation: Id<LogId> },
    Own,
}

impl ToExport {
    pub(crate) fn core(&self) -> core::CalendarExport {
        match self {
            Self::One { conversation, event } => core::CalendarExport::One(conversation.0, event.0),
            Self::Conversation { conversation } => core::CalendarExport::Conversation(conversation.0),
            Self::Own => core::CalendarExport::Own,
        }
    }
}

flat!(
    /// An appointment of a file.
    Planned = core::PlannedAppointment { title: String, starts: i64, rule: String, state: PlannedName }
);

/// What a file would do.
#[derive(Serialize)]
pub(crate) struct Plan {
    appointments: Vec<Planned>,
    flaws: Vec<String>,
}

impl Plan {
    pub(crate) fn new(plan: core::CalendarPlan, language: Language) -> Self {
        let flaws = plan.flaws.iter().map(|flaw| flaw.text(language)).collect();
        Self { appointments: Plain::plain(plan.appointments), flaws }
    }
}

flat!(
    /// What a file did.
    Imported = core::CalendarImport { id: u64, new: u32, changed: u32 }
);
