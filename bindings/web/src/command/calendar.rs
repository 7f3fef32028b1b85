//! Appointments: what everybody does with them.

use serde::Deserialize;
use verband_client::Client;
use verband_client::calendar::{When as CoreWhen, in_words};
use verband_client::protocol::id::{EventId, LogId};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::calendar::{
    Agenda, Answer, Attendee, Change, Details, DueReminder, Imported, New, Plan, Reminder, ScopeName, ToExport, When,
};
use crate::rows::invitations::LanguageName;
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Calendar {
    Agenda {
        from: String,
        days: u32,
        zone: String,
    },
    ConversationAgenda {
        conversation: Id<LogId>,
        from: String,
        days: u32,
        zone: String,
    },
    Appointment {
        conversation: Id<LogId>,
        event: Id<EventId>,
        occurrence: Option<String>,
        language: LanguageName,
    },
    RecurrenceInWords {
        when: When,
        language: LanguageName,
    },
    Create {
        conversation: Id<LogId>,
        appointment: New,
    },
    Change {
        conversation: Id<LogId>,
        event: Id<EventId>,
        scope: ScopeName,
        change: Change,
    },
    Cancel {
        conversation: Id<LogId>,
        event: Id<EventId>,
        scope: ScopeName,
    },
    Remove {
        conversation: Id<LogId>,
        event: Id<EventId>,
        scope: ScopeName,
    },
    Answer {
        conversation: Id<LogId>,
        event: Id<EventId>,
        occurrence: Option<String>,
        answer: Answer,
    },
    Attendees {
        conversation: Id<LogId>,
        event: Id<EventId>,
        occurrence: String,
    },
    DueReminders {
        until: u64,
        zone: String,
    },
    SnoozeReminder {
        reminder: Reminder,
        until: u64,
    },
    DismissReminder {
        reminder: Reminder,
    },
    Export {
        what: ToExport,
        zone: String,
    },
    PlanImport {
        conversation: Id<LogId>,
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        zone: String,
        language: LanguageName,
    },
    ImportAppointments {
        conversation: Id<LogId>,
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        zone: String,
        language: LanguageName,
    },
    UndoImport {
        id: u64,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Calendar) -> Result<JsValue, Failure> {
    use Calendar as Asks;
    match command {
        Asks::Agenda { from, days, zone } => row::<Vec<Agenda>, _>(client.agenda(&from, days, &zone)?),
        Asks::ConversationAgenda { conversation, from, days, zone } => {
            row::<Vec<Agenda>, _>(client.calendar(&conversation.0, &from, days, &zone)?)
        }
        Asks::Appointment { conversation, event, occurrence, language } => {
            let details = client.appointment(&conversation.0, &event.0, occurrence.as_deref())?;
            to_js(&Details::new(details, language.core()))
        }
        Asks::RecurrenceInWords { when, language } => {
            let when = CoreWhen::try_from(&when.core()).map_err(verband_client::ClientError::from)?;
            to_js(&in_words(&when, language.core()))
        }
        Asks::Create { conversation, appointment } => {
            to_js(&Id(client.create_appointment(&conversation.0, &appointment.core()?)?))
        }
        Asks::Change { conversation, event, scope, change } => {
            to_js(&Id(client.change_appointment(&conversation.0, &event.0, scope.core()?, &change.core()?)?))
        }
        Asks::Cancel { conversation, event, scope } => {
            to_js(&Id(client.cancel_appointment(&conversation.0, &event.0, scope.core()?)?))
        }
        Asks::Remove { conversation, event, scope } => {
            let removed = client.remove_appointment(&conversation.0, &event.0, scope.core()?, true)?;
            to_js(&Vec::<Id<_>>::plain(removed))
        }
        Asks::Answer { conversation, event, occurrence, answer } => {
            to_js(&Id(client.answer_appointment(&conversation.0, &event.0, occurrence.as_deref(), answer.core())?))
        }
        Asks::Attendees { conversation, event, occurrence } => {
            row::<Vec<Attendee>, _>(client.attendees(&conversation.0, &event.0, &occurrence)?)
        }
        Asks::DueReminders { until, zone } => row::<Vec<DueReminder>, _>(client.due_reminders(until, &zone)?),
        Asks::SnoozeReminder { reminder, until } => {
            client.snooze_reminder(&reminder.core(), until)?;
            Ok(JsValue::UNDEFINED)
        }
        Asks::DismissReminder { reminder } => {
            client.dismiss_reminder(&reminder.core())?;
            Ok(JsValue::UNDEFINED)
        }
        Asks::Export { what, zone } => to_js(&client.export_appointments(&what.core(), &zone)?),
        Asks::PlanImport { conversation, file, zone, language } => {
            let language = language.core();
            let said = |error| Failure::said(error, language);
            to_js(&Plan::new(client.plan_import(&conversation.0, &file, &zone).map_err(said)?, language))
        }
        Asks::ImportAppointments { conversation, file, zone, language } => {
            let said = |error| Failure::said(error, language.core());
            row::<Imported, _>(client.import_appointments(&conversation.0, &file, &zone).map_err(said)?)
        }
        Asks::UndoImport { id } => {
            client.undo_import(id)?;
            Ok(JsValue::UNDEFINED)
        }
    }
}
