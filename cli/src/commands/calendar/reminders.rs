//! Reminders on this device.

use serde::Serialize;
use verband_client::{Client, Reminder, ReminderRow};

use crate::failure::Failure;
use crate::output::{Output, local_time, local_zone, one_line, short, table};
use crate::profile::Profile;
use crate::session::Session;

/// Options of `calendar reminders`.
#[derive(clap::Args)]
pub(crate) struct Reminders {
    /// Within so many minutes
    #[arg(long, default_value_t = 24 * 60, value_name = "MINUTES")]
    within: u64,
}

/// A reminder as `calendar reminders` lists it.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The first digits of the appointment's id
    appointment: String,
    /// The occurrence; the next one if it is left out
    #[arg(long, value_name = "OCCURRENCE")]
    occurrence: Option<String>,
    /// Which of its reminders, in minutes before the start; the next one if it is left out
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<u32>,
}

/// Options of `calendar snooze`.
#[derive(clap::Args)]
pub(crate) struct Snooze {
    #[command(flatten)]
    which: Which,
    /// Remind again in so many minutes
    #[arg(long = "for", default_value_t = 10, value_name = "MINUTES")]
    minutes_from_now: u64,
}

/// Options of `calendar dismiss`.
#[derive(clap::Args)]
pub(crate) struct Dismiss {
    #[command(flatten)]
    which: Which,
}

#[derive(Serialize)]
struct Row {
    at: u64,
    conversation: String,
    conversation_title: String,
    appointment: String,
    occurrence: String,
    minutes: u32,
    title: String,
    place: String,
    starts: i64,
    ends: i64,
    whole_days: bool,
    snoozed: bool,
}

impl From<ReminderRow> for Row {
    fn from(row: ReminderRow) -> Self {
        Self {
            at: row.at,
            conversation: row.conversation.to_string(),
            conversation_title: row.conversation_title,
            appointment: row.event.to_string(),
            occurrence: row.occurrence,
            minutes: row.minutes,
            title: row.title,
            place: row.place,
            starts: row.starts,
            ends: row.ends,
            whole_days: row.whole_days,
            snoozed: row.snoozed,
        }
    }
}

pub(super) fn list(args: &Reminders, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let until = session.client.from_now(args.within.saturating_mul(60_000))?;
    let rows = session.client.due_reminders(until, &local_zone())?;
    let lines: Vec<[String; 4]> = rows
        .iter()
        .map(|row| {
            let starts = u64::try_from(row.starts).unwrap_or(0);
            let name = format!("{} {} {}", short(&row.event), row.occurrence, row.minutes);
            [local_time(row.at), one_line(&row.title), format!("starts {}", local_time(starts)), name]
        })
        .collect();
    let text = if lines.is_empty() { "no reminders".to_owned() } else { table(&lines) };
    output.result(&rows.into_iter().map(Row::from).collect::<Vec<_>>(), || text);
    Ok(())
}

/// The first reminder that is meant.
fn find(client: &Client, which: &Which) -> Result<Reminder, Failure> {
    let rows = client.due_reminders(u64::MAX, &local_zone())?;
    let wanted = |row: &&ReminderRow| {
        row.event.to_string().starts_with(&which.appointment.to_lowercase())
            && which.occurrence.as_ref().is_none_or(|occurrence| *occurrence == row.occurrence)
            && which.minutes.is_none_or(|minutes| minutes == row.minutes)
    };
    let row = rows.iter().find(wanted);
    let row =
        row.ok_or_else(|| Failure::general("not-found", "there is no reminder like that in the next two months"))?;
    Ok(Reminder {
        conversation: row.conversation,
        event: row.event,
        occurrence: row.occurrence.clone(),
        minutes: row.minutes,
    })
}

#[derive(Serialize)]
struct Done {
    appointment: String,
    occurrence: String,
    minutes: u32,
    again: Option<u64>,
}

pub(super) fn snooze(args: &Snooze, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let reminder = find(&session.client, &args.which)?;
    let again = session.client.from_now(args.minutes_from_now.saturating_mul(60_000))?;
    session.client.snooze_reminder(&reminder, again)?;
    told(output, reminder, Some(again), &format!("again at {}", local_time(again)));
    Ok(())
}

pub(super) fn dismiss(args: &Dismiss, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let reminder = find(&session.client, &args.which)?;
    session.client.dismiss_reminder(&reminder)?;
    told(output, reminder, None, "put away");
    Ok(())
}

fn told(output: &Output, reminder: Reminder, again: Option<u64>, text: &str) {
    let Reminder { event, occurrence, minutes, .. } = reminder;
    output.result(&Done { appointment: event.to_string(), occurrence, minutes, again }, || text.to_owned());
}
