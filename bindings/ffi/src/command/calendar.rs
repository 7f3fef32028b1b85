//! Appointments: what everybody does with them. Zones are names of the IANA database, as `Europe/Berlin`.

use verband_client::calendar::{PlainWhen, Scope, When, in_words};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{AgendaRow, Attendance, AttendeeRow, Client, ClientError, Reminder, ReminderRow};

use crate::rows::calendar::{
    AppointmentChange, AppointmentDetails, AppointmentScope, AppointmentsToExport, NewAppointment,
};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Calendar {
    /// What stands in this person's agenda, over all conversations. Gives `Agenda`.
    Agenda {
        /// The first day, as `2026-12-01`.
        from: String,
        /// How many days.
        days: u32,
        /// The zone of the device.
        zone: String,
    },
    /// The same for a conversation: everything in it, for whomever it is. Gives `Agenda`.
    ConversationAgenda {
        /// Which conversation.
        conversation: LogId,
        /// The first day, as `2026-12-01`.
        from: String,
        /// How many days.
        days: u32,
        /// The zone of the device.
        zone: String,
    },
    /// An occurrence of an appointment, to be changed in a form. Gives `Details`.
    Appointment {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrence; the first one when it is left out.
        occurrence: Option<String>,
        /// The language of the recurrence in words.
        language: Language,
    },
    /// How something recurs, in words. Gives `Words`.
    RecurrenceInWords {
        /// When it is.
        when: PlainWhen,
        /// The language of the words.
        language: Language,
    },
    /// Makes an appointment: one's own in the personal space, one of the organisation in its announcements. Gives `Event`.
    Create {
        /// In which conversation.
        conversation: LogId,
        /// What it says.
        appointment: NewAppointment,
    },
    /// Changes an appointment. Gives `Event`.
    Change {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrences.
        scope: AppointmentScope,
        /// What is changed.
        change: AppointmentChange,
    },
    /// Calls it off: it is still shown, as called off. Gives `Event`.
    Cancel {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrences.
        scope: AppointmentScope,
    },
    /// Takes occurrences out, as if they had never been planned; all of them for everybody and for good. Gives `Deletes`.
    Remove {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrences.
        scope: AppointmentScope,
    },
    /// Answers an invitation. Gives `Event`.
    Answer {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrence; the whole series when it is left out.
        occurrence: Option<String>,
        /// The answer.
        answer: Attendance,
    },
    /// Who is asked to come, and what they answered. Gives `Attendees`.
    Attendees {
        /// In which conversation.
        conversation: LogId,
        /// Which appointment.
        event: EventId,
        /// Which occurrence.
        occurrence: String,
    },
    /// Reminders up to a moment, for the app to give to the system. Gives `Reminders`.
    DueReminders {
        /// Milliseconds since the Unix epoch.
        until: u64,
        /// The zone of the device.
        zone: String,
    },
    /// Puts a reminder off. Only on this device. Gives `Done`.
    SnoozeReminder {
        /// Which reminder.
        reminder: Reminder,
        /// Until when, in milliseconds since the Unix epoch.
        until: u64,
    },
    /// Puts a reminder away for good. Only on this device. Gives `Done`.
    DismissReminder {
        /// Which reminder.
        reminder: Reminder,
    },
    /// An iCalendar file. Gives `File`.
    Export {
        /// Of what.
        what: AppointmentsToExport,
        /// The zone of the device.
        zone: String,
    },
    /// Undoes one of the last five imports of this device. Gives `Done`.
    UndoImport {
        /// Which one.
        id: u64,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
#[allow(clippy::large_enum_variant, reason = "it is on its way to another language")]
pub enum CalendarResult {
    /// It is done.
    Done,
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// What undoes it within ten seconds, by `UndoDelete` of messages.
    Deletes {
        /// The events.
        deletes: Vec<EventId>,
    },
    /// By day and start.
    Agenda {
        /// The rows.
        rows: Vec<AgendaRow>,
    },
    /// An occurrence.
    Details {
        /// With its stretch of the series.
        details: AppointmentDetails,
    },
    /// A recurrence.
    Words {
        /// Empty when there is none.
        words: String,
    },
    /// By name.
    Attendees {
        /// The rows.
        rows: Vec<AttendeeRow>,
    },
    /// By their time.
    Reminders {
        /// The rows.
        rows: Vec<ReminderRow>,
    },
    /// A file.
    File {
        /// Its text.
        text: String,
    },
}

/// Which call of the client each of them is. It runs off the threads of the runtime.
pub(crate) fn perform(client: &Client, command: Calendar) -> Result<CalendarResult, ClientError> {
    use Calendar as Asks;
    use CalendarResult as Gives;
    match command {
        Asks::Agenda { from, days, zone } => {
            return Ok(Gives::Agenda { rows: client.agenda(&from, days, &zone)? });
        }
        Asks::ConversationAgenda { conversation, from, days, zone } => {
            return Ok(Gives::Agenda { rows: client.calendar(&conversation, &from, days, &zone)? });
        }
        Asks::Appointment { conversation, event, occurrence, language } => {
            let details = client.appointment(&conversation, &event, occurrence.as_deref())?;
            return Ok(Gives::Details { details: AppointmentDetails::new(details, language) });
        }
        Asks::RecurrenceInWords { when, language } => {
            return Ok(Gives::Words { words: in_words(&When::try_from(&when)?, language) });
        }
        Asks::Create { conversation, appointment } => {
            return Ok(Gives::Event { event: client.create_appointment(&conversation, &appointment.try_into()?)? });
        }
        Asks::Change { conversation, event, scope, change } => {
            let (scope, change) = (Scope::try_from(scope)?, change.try_into()?);
            return Ok(Gives::Event { event: client.change_appointment(&conversation, &event, scope, &change)? });
        }
        Asks::Cancel { conversation, event, scope } => {
            return Ok(Gives::Event { event: client.cancel_appointment(&conversation, &event, scope.try_into()?)? });
        }
        Asks::Remove { conversation, event, scope } => {
            let deletes = client.remove_appointment(&conversation, &event, scope.try_into()?, true)?;
            return Ok(Gives::Deletes { deletes });
        }
        Asks::Answer { conversation, event, occurrence, answer } => {
            let event = client.answer_appointment(&conversation, &event, occurrence.as_deref(), answer)?;
            return Ok(Gives::Event { event });
        }
        Asks::Attendees { conversation, event, occurrence } => {
            return Ok(Gives::Attendees { rows: client.attendees(&conversation, &event, &occurrence)? });
        }
        Asks::DueReminders { until, zone } => {
            return Ok(Gives::Reminders { rows: client.due_reminders(until, &zone)? });
        }
        Asks::SnoozeReminder { reminder, until } => client.snooze_reminder(&reminder, until)?,
        Asks::DismissReminder { reminder } => client.dismiss_reminder(&reminder)?,
        Asks::Export { what, zone } => {
            return Ok(Gives::File { text: client.export_appointments(&what.into(), &zone)? });
        }
        Asks::UndoImport { id } => client.undo_import(id)?,
    }
    Ok(Gives::Done)
}
