//! Appointments: the agenda, making and changing them, answers, reminders, iCalendar files.

mod agenda;
mod edit;
mod exchange;
mod reminders;

use clap::Subcommand;
use verband_client::calendar::TimeZone;
use verband_client::{AgendaRow, Client};

use crate::failure::Failure;
use crate::names::pick;
use crate::output::{Output, local_zone};
use crate::profile::Profile;
use crate::session::Session;

/// Commands of `calendar`.
#[derive(Subcommand)]
pub(crate) enum Calendar {
    /// List what takes place in the next days, of all conversations or of one
    Agenda(agenda::Agenda),
    /// Show an appointment: how it recurs, and who comes
    Show(agenda::Show),
    /// Make an appointment
    Add(Box<edit::Add>),
    /// Change an appointment, from an occurrence on, or one occurrence
    Change(Box<edit::Change>),
    /// Call an appointment off: it is still shown, as called off
    Cancel(edit::Act),
    /// Take occurrences out as if they had never been planned, or delete the whole appointment for everybody
    Remove(edit::Act),
    /// Say whether you come
    Answer(edit::Answer),
    /// List reminders that are due within so many minutes
    Reminders(reminders::Reminders),
    /// Put a reminder off, on this device
    Snooze(reminders::Snooze),
    /// Put a reminder away, on this device
    Dismiss(reminders::Dismiss),
    /// Import an iCalendar file (.ics) into a conversation
    Import(exchange::Import),
    /// Undo one of the last five imports of this device
    UndoImport(exchange::Undo),
    /// Write appointments to an iCalendar file (.ics)
    Export(exchange::Export),
}

/// Runs a command of `calendar`.
pub(crate) async fn calendar(command: Calendar, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Calendar::Agenda(args) => agenda::agenda(&args, profile, output).await,
        Calendar::Show(args) => agenda::show(&args, profile, output).await,
        Calendar::Add(args) => edit::add(*args, profile, output).await,
        Calendar::Change(args) => edit::change(*args, profile, output).await,
        Calendar::Cancel(args) => edit::cancel(args, profile, output).await,
        Calendar::Remove(args) => edit::remove(args, profile, output).await,
        Calendar::Answer(args) => edit::answer(args, profile, output).await,
        Calendar::Reminders(args) => reminders::list(&args, profile, output),
        Calendar::Snooze(args) => reminders::snooze(&args, profile, output),
        Calendar::Dismiss(args) => reminders::dismiss(&args, profile, output),
        Calendar::Import(args) => exchange::import(args, profile, output).await,
        Calendar::UndoImport(args) => exchange::undo(&args, profile, output).await,
        Calendar::Export(args) => exchange::export(args, profile, output).await,
    }
}

/// An appointment, and which of its occurrences.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// Its title, or the first digits of its id
    appointment: String,
    /// Among those of this conversation, by title or id
    #[arg(long, value_name = "TITLE|ID")]
    conversation: Option<String>,
    /// Only this occurrence, as `calendar agenda` names it
    #[arg(long, value_name = "OCCURRENCE")]
    occurrence: Option<String>,
}

/// The day on which it is now, so many days later.
fn today(client: &Client, days: i64) -> Result<String, Failure> {
    let now = client.from_now(0)?;
    let timestamp = i64::try_from(now).ok().and_then(|now| jiff::Timestamp::from_millisecond(now).ok());
    let timestamp = timestamp.ok_or_else(|| Failure::general("clock", "this machine's clock is wrong"))?;
    let zone = TimeZone::get(&local_zone()).unwrap_or(TimeZone::UTC);
    let day = timestamp.to_zoned_datetime(zone).date().checked_add(jiff::Span::new().days(days));
    day.map(|day| day.to_string()).map_err(|error| Failure::usage("date", error))
}

/// How many days around now are searched for what is named.
const SEARCHED: u32 = 400;

/// The row that is meant: of an occurrence if one is named, else of the first one that is shown.
async fn find(session: &Session, which: &Which) -> Result<AgendaRow, Failure> {
    let client = &session.client;
    let from = today(client, -31)?;
    let rows = match &which.conversation {
        Some(wanted) => client.calendar(&session.conversation(wanted).await?.log, &from, SEARCHED, &local_zone())?,
        None => client.agenda(&from, SEARCHED, &local_zone())?,
    };
    let mut each: Vec<AgendaRow> = Vec::new();
    for row in &rows {
        if each.iter().all(|other| other.event != row.event) {
            each.push(row.clone());
        }
    }
    let found = pick("appointment", &which.appointment, &each, |row| row.event.to_string(), |row| row.title.clone())?;
    let Some(occurrence) = &which.occurrence else { return Ok(found) };
    let named = rows.into_iter().find(|row| row.event == found.event && row.occurrence == *occurrence);
    named.ok_or_else(|| {
        let message = format!("\"{}\" does not take place at {occurrence}", crate::output::one_line(&found.title));
        Failure::general("not-found", message)
    })
}
