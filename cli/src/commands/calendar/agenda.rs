//! Showing what takes place.

use serde::Serialize;
use verband_client::calendar::{PlainWhen, Status, in_words};
use verband_client::texts::Language;
use verband_client::{AgendaRow, Attendance, Invitees};

use super::{Which, find, today};
use crate::failure::Failure;
use crate::output::{Output, local_time, local_zone, one_line, printable, short, table};
use crate::profile::Profile;
use crate::session::Session;

/// Options of `calendar agenda`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband calendar agenda
  verband calendar agenda --from 2026-12-01 --days 31 --conversation 'Station 3'")]
pub(crate) struct Agenda {
    /// The first day, as 2026-12-01; today if it is left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// How many days
    #[arg(long, default_value_t = 7, value_name = "N")]
    days: u32,
    /// Everything of this conversation, by title or id, instead of what concerns you
    #[arg(long, value_name = "TITLE|ID")]
    conversation: Option<String>,
    /// The zone in which days and times are told; this machine's if it is left out
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
}

/// Options of `calendar show`.
#[derive(clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    which: Which,
}

/// A row of the agenda in JSON.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row of JSON")]
pub(super) struct Row {
    day: String,
    conversation: String,
    conversation_title: String,
    appointment: String,
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
    status: &'static str,
    reminders: Vec<u32>,
    author: String,
    author_name: String,
    own: bool,
    changeable: bool,
    open: bool,
    answerable: bool,
    invited: bool,
    answer: &'static str,
    yes: u32,
    maybe: u32,
    no: u32,
    conflicts: u32,
    conflict: String,
    waiting: bool,
}

impl From<AgendaRow> for Row {
    fn from(row: AgendaRow) -> Self {
        Self {
            day: row.day,
            conversation: row.conversation.to_string(),
            conversation_title: row.conversation_title,
            appointment: row.event.to_string(),
            occurrence: row.occurrence,
            title: row.title,
            place: row.place,
            description: row.description,
            starts: row.starts,
            ends: row.ends,
            whole_days: row.whole_days,
            local: row.local,
            zone: row.zone,
            rule: row.rule,
            status: status_word(row.status),
            reminders: row.reminders,
            author: row.author.to_string(),
            author_name: row.author_name,
            own: row.own,
            changeable: row.changeable,
            open: row.open,
            answerable: row.answerable,
            invited: row.invited,
            answer: answer_word(row.answer),
            yes: row.yes,
            maybe: row.maybe,
            no: row.no,
            conflicts: row.conflicts,
            conflict: row.conflict,
            waiting: row.waiting,
        }
    }
}

pub(super) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
    }
}

pub(super) fn answer_word(answer: Attendance) -> &'static str {
    match answer {
        Attendance::None => "none",
        Attendance::Yes => "yes",
        Attendance::Maybe => "maybe",
        Attendance::No => "no",
    }
}

pub(super) async fn agenda(args: &Agenda, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let client = &session.client;
    let zone = args.zone.clone().unwrap_or_else(local_zone);
    let from = args.from.clone().map_or_else(|| today(client, 0), Ok)?;
    let rows = match &args.conversation {
        Some(wanted) => client.calendar(&session.conversation(wanted).await?.log, &from, args.days, &zone)?,
        None => client.agenda(&from, args.days, &zone)?,
    };
    let text = if rows.is_empty() { format!("nothing in {} days from {from}", args.days) } else { told(&rows, &zone) };
    output.result(&rows.into_iter().map(Row::from).collect::<Vec<_>>(), || text);
    Ok(())
}

fn told(rows: &[AgendaRow], here: &str) -> String {
    let lines: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let time = if row.whole_days { "all day".to_owned() } else { clock(row.starts, here) };
            let mut notes = Vec::new();
            match row.status {
                Status::Confirmed => {}
                other => notes.push(status_word(other).to_owned()),
            }
            if row.answerable && !row.own {
                notes.push(format!("your answer: {}", answer_word(row.answer)));
            }
            if row.conflicts > 0 {
                notes.push(format!("at the same time as \"{}\"", one_line(&row.conflict)));
            }
            if row.waiting {
                notes.push("not sent yet".to_owned());
            }
            let title = match row.place.as_str() {
                "" => one_line(&row.title),
                place => format!("{}, {}", one_line(&row.title), one_line(place)),
            };
            let notes = if notes.is_empty() { String::new() } else { format!("[{}]", notes.join("; ")) };
            let name = format!("{} {}", short(&row.event), row.occurrence);
            [format!("{} {time}", row.day), title, one_line(&row.conversation_title), name, notes]
        })
        .collect();
    table(&lines)
}

/// The time of day at a moment.
fn clock(ms: i64, zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(ms);
    moment.map_or_else(|_| "?".to_owned(), |moment| moment.to_zoned_datetime(zone).strftime("%H:%M").to_string())
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    row: Row,
    start: String,
    end: String,
    recurrence: String,
    /// None is everybody in the conversation.
    invitees: Option<Vec<String>>,
    attendees: Vec<Attendee>,
}

#[derive(Serialize)]
struct Attendee {
    member: String,
    name: String,
    answer: &'static str,
    at: Option<u64>,
    author: bool,
}

pub(super) async fn show(args: &Show, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let client = &session.client;
    let row = find(&session, &args.which).await?;
    let details = client.appointment(&row.conversation, &row.event, Some(&row.occurrence))?;
    let when = PlainWhen::from(&verband_client::calendar::When::once(details.span.clone()));
    let recurrence = in_words(&details.when, Language::English);
    let attendees = client.attendees(&row.conversation, &row.event, &row.occurrence)?;
    let mut text = format!("{}\n{} to {}", one_line(&row.title), when.start, when.end);
    if !when.zone.is_empty() {
        text = format!("{text} ({})", when.zone);
    }
    for line in [&recurrence, &row.place, &row.description].into_iter().filter(|line| !line.is_empty()) {
        text.push('\n');
        text.push_str(&printable(line));
    }
    for row in &attendees {
        let at = row.at.map_or_else(String::new, |at| format!(", {}", local_time(at)));
        text = format!("{text}\n  {}: {}{at}", one_line(&row.name), answer_word(row.answer));
    }
    let shown = Shown {
        start: when.start,
        end: when.end,
        recurrence,
        invitees: match details.invitees {
            Invitees::Everybody => None,
            Invitees::Members(members) => Some(members.iter().map(ToString::to_string).collect()),
        },
        attendees: attendees
            .into_iter()
            .map(|row| Attendee {
                member: row.member.to_string(),
                name: row.name,
                answer: answer_word(row.answer),
                at: row.at,
                author: row.author,
            })
            .collect(),
        row: row.into(),
    };
    output.result(&shown, || text);
    Ok(())
}
