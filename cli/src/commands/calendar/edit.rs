//! Making, changing, calling off and answering.

use clap::ValueEnum;
use serde::Serialize;
use verband_client::calendar::{PlainWhen, Scope, Status, When, read_local};
use verband_client::{AgendaRow, AppointmentChange, Attendance, ClientError, Invitees, NewAppointment};
use verband_protocol::id::EventId;

use super::{Which, find};
use crate::failure::Failure;
use crate::output::{Output, local_zone, one_line, short};
use crate::profile::Profile;
use crate::session::{Delivery, Later, Session};

/// How often something recurs.
#[derive(Clone, Copy, ValueEnum)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// When something is.
#[derive(clap::Args)]
struct Time {
    /// When it starts, as 2026-12-01T06:00; of whole days the first one, as 2026-12-24
    #[arg(long, value_name = "TIME|DAY")]
    start: Option<String>,
    /// When it ends, or the last of whole days; an hour later, or the same day, if it is left out
    #[arg(long, value_name = "TIME|DAY", requires = "start")]
    end: Option<String>,
    /// The zone of these times; this machine's if it is left out
    #[arg(long, value_name = "ZONE", requires = "start")]
    zone: Option<String>,
    /// It recurs
    #[arg(long, value_enum, requires = "start")]
    every: Option<Every>,
    /// Every how many of them
    #[arg(long, value_name = "N", requires = "every")]
    interval: Option<u16>,
    /// On these days, as MO,WE,FR, or of months and years as 2TU (the second Tuesday) or -1FR (the last Friday)
    #[arg(long, value_name = "DAYS", requires = "every")]
    on: Option<String>,
    /// How many times
    #[arg(long, value_name = "N", requires = "every", conflicts_with = "until")]
    count: Option<u32>,
    /// Up to and with this day
    #[arg(long, value_name = "DAY", requires = "every")]
    until: Option<String>,
    /// It recurs as this rule of iCalendar says
    #[arg(long, value_name = "RRULE", requires = "start", conflicts_with = "every")]
    rule: Option<String>,
}

impl Time {
    /// None when no start was given.
    fn when(&self) -> Result<Option<When>, Failure> {
        let Some(start) = &self.start else { return Ok(None) };
        let whole_days = !start.contains('T');
        let end = match &self.end {
            Some(end) => end.clone(),
            None if whole_days => start.clone(),
            None => hour_later(start)?,
        };
        let zone = if whole_days { String::new() } else { self.zone.clone().unwrap_or_else(local_zone) };
        let rule = self.rule.clone().unwrap_or_else(|| self.recurrence());
        let plain = PlainWhen { start: start.clone(), end, zone, rule, extra: Vec::new() };
        Ok(Some(When::try_from(&plain).map_err(ClientError::from)?))
    }

    /// The rule of the options that make one.
    fn recurrence(&self) -> String {
        let Some(every) = self.every else { return String::new() };
        let every = match every {
            Every::Day => "DAILY",
            Every::Week => "WEEKLY",
            Every::Month => "MONTHLY",
            Every::Year => "YEARLY",
        };
        let parts = [
            Some(format!("FREQ={every}")),
            self.interval.map(|interval| format!("INTERVAL={interval}")),
            self.on.as_ref().map(|days| format!("BYDAY={days}")),
            self.count.map(|count| format!("COUNT={count}")),
            self.until.as_ref().map(|day| format!("UNTIL={}", day.replace('-', ""))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(";")
    }
}

fn hour_later(start: &str) -> Result<String, Failure> {
    let start: jiff::civil::DateTime = start.parse().map_err(|error| Failure::usage("date", error))?;
    let end = start.checked_add(jiff::Span::new().hours(1)).map_err(|error| Failure::usage("date", error))?;
    Ok(end.strftime("%Y-%m-%dT%H:%M").to_string())
}

/// Who is asked to come.
#[derive(clap::Args)]
#[group(multiple = false)]
struct Asked {
    /// Ask only this member to come, by name or id; may be repeated
    #[arg(long, value_name = "NAME|ID")]
    invite: Vec<String>,
    /// Ask nobody to come
    #[arg(long)]
    invite_nobody: bool,
    /// Ask everybody in the conversation to come
    #[arg(long)]
    invite_everybody: bool,
}

impl Asked {
    async fn invitees(&self, session: &Session) -> Result<Option<Invitees>, Failure> {
        if self.invite_everybody {
            return Ok(Some(Invitees::Everybody));
        }
        let members = session.members(&self.invite).await?;
        let named = self.invite_nobody || !members.is_empty();
        Ok(named.then(|| Invitees::Members(members.into_iter().map(|row| row.id).collect())))
    }
}

/// Options of `calendar add`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband calendar add 'Station 3' Übergabe --start 2026-12-01T06:00 --end 2026-12-01T06:30 --every week --on MO,TU,WE,TH,FR
  verband calendar add 'Station 3' Teamtag --start 2026-12-24 --remind 1440 --invite 'Berta Brandt'")]
pub(crate) struct Add {
    /// The conversation's title or id
    conversation: String,
    /// What it is
    title: String,
    #[command(flatten)]
    time: Time,
    /// Where it is
    #[arg(long, default_value = "", hide_default_value = true)]
    place: String,
    /// More about it
    #[arg(long, default_value = "", hide_default_value = true)]
    description: String,
    /// Remind of it so many minutes before; may be repeated
    #[arg(long, value_name = "MINUTES")]
    remind: Vec<u32>,
    /// It is not sure yet
    #[arg(long)]
    tentative: bool,
    /// Everybody in the conversation may change it
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    later: Later,
}

/// Options of `calendar change`.
#[derive(clap::Args)]
pub(crate) struct Change {
    #[command(flatten)]
    which: Which,
    /// The named occurrence and all that follow
    #[arg(long, requires = "occurrence")]
    following: bool,
    /// What it is
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    time: Time,
    /// Where it is
    #[arg(long)]
    place: Option<String>,
    /// More about it
    #[arg(long)]
    description: Option<String>,
    /// Remind of it so many minutes before; may be repeated
    #[arg(long, value_name = "MINUTES")]
    remind: Vec<u32>,
    /// Whether it is sure
    #[arg(long, value_enum)]
    status: Option<StatusWord>,
    /// Whether everybody in the conversation may change it
    #[arg(long, value_name = "true|false")]
    open: Option<bool>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    later: Later,
}

/// Whether something is sure.
#[derive(Clone, Copy, ValueEnum)]
enum StatusWord {
    Confirmed,
    Tentative,
    Cancelled,
}

/// Options of `calendar cancel` and `calendar remove`.
#[derive(clap::Args)]
pub(crate) struct Act {
    #[command(flatten)]
    which: Which,
    /// The named occurrence and all that follow
    #[arg(long, requires = "occurrence")]
    following: bool,
    #[command(flatten)]
    later: Later,
}

/// Whether somebody comes.
#[derive(Clone, Copy, ValueEnum)]
enum AnswerWord {
    Yes,
    Maybe,
    No,
    None,
}

/// Options of `calendar answer`.
#[derive(clap::Args)]
#[allow(clippy::struct_field_names, reason = "the argument is called so")]
pub(crate) struct Answer {
    #[command(flatten)]
    which: Which,
    /// Whether you come
    #[arg(value_enum)]
    answer: AnswerWord,
    #[command(flatten)]
    later: Later,
}

#[derive(Serialize)]
struct Written {
    appointment: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

fn tell(output: &Output, event: &EventId, what: &str, title: &str, delivery: Delivery) {
    let (state, reason) = (delivery.word(), delivery.reason());
    let waits = if state == "done" { "" } else { " (waits for the server)" };
    let text = format!("{what} \"{}\" ({}){waits}", one_line(title), short(event));
    output.result(&Written { appointment: event.to_string(), state, reason }, || text);
}

pub(super) async fn add(args: Add, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let log = session.open_conversation(&args.conversation).await?.log;
    let when = args.time.when()?.ok_or_else(|| Failure::usage("arguments", "when does it start? (--start)"))?;
    let invitees = args.asked.invitees(&session).await?.unwrap_or_default();
    let status = if args.tentative { Status::Tentative } else { Status::Confirmed };
    let new = NewAppointment {
        place: args.place,
        description: args.description,
        reminders: args.remind,
        status,
        invitees,
        open: args.open,
        ..NewAppointment::new(args.title.clone(), when)
    };
    let event = session.client.create_appointment(&log, &new)?;
    let delivery = session.deliver(args.later, output).await?;
    tell(output, &event, "made", &args.title, delivery);
    Ok(())
}

/// The occurrences that are meant.
fn scope(which: &Which, following: bool) -> Result<Scope, Failure> {
    let Some(occurrence) = &which.occurrence else { return Ok(Scope::All) };
    let id =
        read_local(occurrence).ok_or_else(|| Failure::usage("arguments", "an occurrence is as 20261201T060000"))?;
    Ok(if following { Scope::From(id) } else { Scope::One(id) })
}

async fn found(which: &Which, following: bool, session: &Session) -> Result<(AgendaRow, Scope), Failure> {
    let scope = scope(which, following)?;
    Ok((find(session, which).await?, scope))
}

pub(super) async fn change(args: Change, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let (row, scope) = found(&args.which, args.following, &session).await?;
    let change = AppointmentChange {
        title: args.title,
        place: args.place,
        description: args.description,
        when: args.time.when()?,
        reminders: Some(args.remind).filter(|reminders| !reminders.is_empty()),
        status: args.status.map(|status| match status {
            StatusWord::Confirmed => Status::Confirmed,
            StatusWord::Tentative => Status::Tentative,
            StatusWord::Cancelled => Status::Cancelled,
        }),
        invitees: args.asked.invitees(&session).await?,
        open: args.open,
    };
    if change == AppointmentChange::default() {
        return Err(Failure::usage("arguments", "what is to be changed? (--help)"));
    }
    session.client.change_appointment(&row.conversation, &row.event, scope, &change)?;
    let delivery = session.deliver(args.later, output).await?;
    tell(output, &row.event, "changed", &row.title, delivery);
    Ok(())
}

pub(super) async fn cancel(args: Act, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let (row, scope) = found(&args.which, args.following, &session).await?;
    session.client.cancel_appointment(&row.conversation, &row.event, scope)?;
    let delivery = session.deliver(args.later, output).await?;
    tell(output, &row.event, "called off", &row.title, delivery);
    Ok(())
}

pub(super) async fn remove(args: Act, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let (row, scope) = found(&args.which, args.following, &session).await?;
    session.client.remove_appointment(&row.conversation, &row.event, scope, false)?;
    let delivery = session.deliver(args.later, output).await?;
    tell(output, &row.event, "removed", &row.title, delivery);
    Ok(())
}

pub(super) async fn answer(args: Answer, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let row = find(&session, &args.which).await?;
    let answer = match args.answer {
        AnswerWord::Yes => Attendance::Yes,
        AnswerWord::Maybe => Attendance::Maybe,
        AnswerWord::No => Attendance::No,
        AnswerWord::None => Attendance::None,
    };
    let occurrence = args.which.occurrence.as_deref();
    session.client.answer_appointment(&row.conversation, &row.event, occurrence, answer)?;
    let delivery = session.deliver(args.later, output).await?;
    tell(output, &row.event, "answered", &row.title, delivery);
    Ok(())
}
