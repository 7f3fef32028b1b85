//! The agenda: what takes place on which day, over all conversations or in one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use verband_calendar::{
    Busy, Date, DateTime, Occurrence, Part, Span, Status, Time, TimeZone, Timestamp, When, Window, conflicts, later,
    write_local, zone,
};
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;

use super::commands::occurrence_of;
use super::payload::{Attendance, Invitees};
use super::series::{Series, load, load_all};
use crate::client::Client;
use crate::directory;
use crate::error::ClientError;
use crate::log::{self, LogStatus};
use crate::order;
use crate::view;

/// The most days that one question is about.
const MAX_DAYS: u32 = 400;

/// An appointment on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
pub struct AgendaRow {
    /// The day that it stands under, where the reader is, as `2026-12-01`. What takes longer stands under each of its days.
    pub day: String,
    /// Its conversation.
    pub conversation: LogId,
    /// What that is called; of a chat, the names of the others.
    pub conversation_title: String,
    /// The appointment.
    pub event: EventId,
    /// Which occurrence, as `20261201T060000`: what changes and answers about it name.
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
    /// Whether it is sure, not sure, or called off.
    pub status: Status,
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

impl AgendaRow {
    /// What stays the same while a row changes.
    pub(crate) fn key(&self) -> [u8; 32] {
        let mut key = [0; 32];
        let parts = [self.event.as_bytes().as_slice(), self.occurrence.get(2..).unwrap_or_default().as_bytes()];
        let days = self.day.bytes().filter(u8::is_ascii_digit).skip(6);
        for (place, byte) in key.iter_mut().zip(parts.concat().into_iter().chain(days)) {
            *place = byte;
        }
        key
    }
}

/// What a form shows that changes an appointment: an occurrence, in the stretch of the series that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentDetails {
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When the stretch is, and how it recurs.
    pub when: When,
    /// When the occurrence is.
    pub span: Span,
    /// Minutes before the start.
    pub reminders: Vec<u32>,
    /// Whether it is sure.
    pub status: Status,
    /// Who is asked to come.
    pub invitees: Invitees,
    /// Whether everybody in the conversation may change it.
    pub open: bool,
    /// Whether this person may.
    pub changeable: bool,
}

/// What is asked for.
pub(crate) struct Question<'a> {
    /// Who moderates where, which says who may write.
    pub(crate) organisation: &'a OrganisationState,
    /// Only of this conversation, and all of it; else what concerns this person, over all of them.
    pub(crate) log: Option<&'a LogId>,
    /// The first day, as `2026-12-01`.
    pub(crate) from: &'a str,
    /// How many days.
    pub(crate) days: u32,
    /// The zone of the device.
    pub(crate) zone: &'a str,
}

impl Client {
    /// What stands in this person's agenda, over all conversations: from a day on, as `2026-12-01`, so many days, where
    /// clocks show the time of this zone of the IANA database.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a day or zone that is none, [`ClientError::Store`], [`ClientError::Locked`],
    /// [`ClientError::OfflineTooLong`].
    pub fn agenda(&self, from: &str, days: u32, zone: &str) -> Result<Vec<AgendaRow>, ClientError> {
        self.ask(None, from, days, zone)
    }

    /// The same for a conversation: everything in it, for whomever it is.
    ///
    /// # Errors
    /// As for [`Self::agenda`].
    pub fn calendar(&self, log: &LogId, from: &str, days: u32, zone: &str) -> Result<Vec<AgendaRow>, ClientError> {
        self.ask(Some(log), from, days, zone)
    }

    /// An occurrence of an appointment, named as rows of the agenda name it; the first one when none is named.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn appointment(
        &self,
        log: &LogId,
        event: &EventId,
        occurrence: Option<&str>,
    ) -> Result<AppointmentDetails, ClientError> {
        let inner = self.readable()?;
        let here = TimeZone::UTC;
        let series = inner.store.read(|connection| load(connection, log, event))?;
        let series = series.ok_or(ClientError::NotFound("appointment"))?;
        let missing = || ClientError::NotFound("occurrence");
        let found = if let Some(id) = occurrence.map(occurrence_of).transpose()? {
            series.part_of(id, &here)
        } else {
            series.parts.iter().find_map(|part| Some((part, part.appointment.first(&here)?)))
        };
        let (part, occurrence) = found.ok_or_else(missing)?;
        let view = part.appointment.view(occurrence.id);
        Ok(AppointmentDetails {
            title: view.title.to_owned(),
            place: view.place.to_owned(),
            description: view.description.to_owned(),
            when: part.appointment.whole(&here).ok_or_else(missing)?.when,
            span: occurrence.span,
            reminders: view.reminders.to_vec(),
            status: view.status,
            invitees: series.invited.clone(),
            open: series.open,
            changeable: series.changeable(&inner.account.member),
        })
    }

    fn ask(&self, log: Option<&LogId>, from: &str, days: u32, zone: &str) -> Result<Vec<AgendaRow>, ClientError> {
        let inner = self.readable()?;
        let question = Question { organisation: &*inner.organisation()?, log, from, days, zone };
        inner.store.read(|connection| rows(connection, &inner.account.member, &question))
    }
}

/// The zone with this name.
pub(super) fn zone_of(name: &str) -> Result<TimeZone, ClientError> {
    zone(name).ok_or(ClientError::NotFound("time zone"))
}

/// An occurrence with what it belongs to.
pub(super) struct Held<'a> {
    pub(super) series: &'a Series,
    pub(super) part: &'a Part,
    pub(super) occurrence: Occurrence,
    pub(super) answer: Attendance,
}

impl Held<'_> {
    pub(super) fn id(&self) -> DateTime {
        self.occurrence.id
    }

    pub(super) fn status(&self) -> Status {
        self.part.appointment.view(self.id()).status
    }

    /// Whether this person's time is taken by it.
    fn takes_time(&self) -> bool {
        self.answer == Attendance::Yes && self.is_timed()
    }

    fn is_timed(&self) -> bool {
        matches!(self.occurrence.span, Span::Time { .. }) && self.status() != Status::Cancelled
    }
}

/// The appointments that may have an occurrence in a window.
pub(super) fn series_in(connection: &Connection, window: &Window) -> Result<Vec<Series>, ClientError> {
    // What is being deleted is not shown any more.
    let sql = "SELECT log, event FROM appointment WHERE (ends IS NULL OR ends > ?1) AND starts < ?2
               AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = appointment.log
                               AND deletion.target = appointment.event)
               ORDER BY log, event";
    load_all(connection, sql, (window.from.as_millisecond(), window.until.as_millisecond()))
}

/// What starts soon in a conversation.
pub(crate) struct Soon {
    pub(crate) event: EventId,
    pub(crate) title: String,
    /// In milliseconds since the Unix epoch.
    pub(crate) starts: u64,
}

/// What starts in a conversation from a moment on and before another one, in milliseconds since the Unix epoch, by start:
/// a fact for whoever comes on duty. What was called off is left out.
pub(crate) fn starting(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    (from, until): (u64, u64),
    zone: &str,
) -> Result<Vec<Soon>, ClientError> {
    let moment = |ms: u64| {
        let ms = i64::try_from(ms).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(ms).map_err(|_| ClientError::NotFound("day"))
    };
    let window = Window { from: moment(from)?, until: moment(until)?, here: zone_of(zone)? };
    let mut series = series_in(connection, &window)?;
    series.retain(|series| series.log == *log);
    let held = held(&series, own, &window);
    let soon = held.iter().filter(|held| held.status() != Status::Cancelled).filter_map(|held| {
        let starts = u64::try_from(held.occurrence.starts.as_millisecond()).ok().filter(|starts| *starts >= from)?;
        let title = held.part.appointment.view(held.id()).title.to_owned();
        Some(Soon { event: held.series.event, title, starts })
    });
    Ok(soon.collect())
}

/// Their occurrences in the window, with what this person answered.
pub(super) fn held<'a>(series: &'a [Series], own: &MemberId, window: &Window) -> Vec<Held<'a>> {
    let mut found: Vec<Held<'a>> = series
        .iter()
        .flat_map(|series| series.parts.iter().map(move |part| (series, part)))
        .flat_map(|(series, part)| {
            part.appointment.occurrences(window).into_iter().map(move |occurrence| {
                let reply = series.replies(part, occurrence.id).get(own).map(|reply| reply.answer);
                Held { series, part, occurrence, answer: reply.unwrap_or(Attendance::None) }
            })
        })
        .collect();
    order::by_key(&mut found, |held| (held.occurrence.starts, held.series.event, held.occurrence.id));
    found
}

/// The rows that answer a question, by day and start.
pub(crate) fn rows(
    connection: &Connection,
    own: &MemberId,
    question: &Question<'_>,
) -> Result<Vec<AgendaRow>, ClientError> {
    let here = zone_of(question.zone)?;
    let from: Date = question.from.parse().map_err(|_| ClientError::NotFound("day"))?;
    let days = i64::from(question.days.clamp(1, MAX_DAYS));
    let Some(until) = later(from, days) else { return Err(ClientError::NotFound("day")) };
    let window = Window { from: midnight(from, &here), until: midnight(until, &here), here };
    let series = series_in(connection, &window)?;
    let held = held(&series, own, &window);
    let times: Vec<usize> = (0..held.len()).filter(|at| held.get(*at).is_some_and(Held::is_timed)).collect();
    let busy = times.iter().filter_map(|at| held.get(*at));
    let busy: Vec<Busy> =
        busy.map(|held| Busy { starts: held.occurrence.starts, ends: held.occurrence.ends }).collect();
    let overlaps = conflicts(&busy);
    let (mut rows, mut places) = (Vec::new(), BTreeMap::new());
    for (at, one) in held.iter().enumerate() {
        let shown = match question.log {
            Some(log) => one.series.log == *log,
            None => one.series.concerns(own),
        };
        if !shown {
            continue;
        }
        let place = match places.entry(one.series.log) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Place::read(connection, own, question.organisation, &one.series.log)?),
        };
        let mut row = row(connection, own, one, place)?;
        if let Ok(place) = times.binary_search(&at)
            && one.series.concerns(own)
        {
            let others = overlaps.get(place).into_iter().flatten().filter_map(|other| held.get(*times.get(*other)?));
            let others: Vec<&Held<'_>> = others.filter(|other| other.takes_time()).collect();
            row.conflicts = u32::try_from(others.len()).unwrap_or(u32::MAX);
            let first = others.first().map(|other| other.part.appointment.view(other.id()).title.to_owned());
            row.conflict = first.unwrap_or_default();
        }
        rows.extend(by_day(&row, &one.occurrence, from, until, &window.here));
    }
    order::by_key(&mut rows, |row: &AgendaRow| {
        (row.day.clone(), !row.whole_days, row.starts, row.title.clone(), row.event)
    });
    Ok(rows)
}

pub(super) fn midnight(date: Date, here: &TimeZone) -> Timestamp {
    Span::Days { first: date, days: 1 }.moments(here).0
}

/// What a conversation is to a person.
struct Place {
    title: String,
    writes: bool,
}

impl Place {
    fn read(
        connection: &Connection,
        own: &MemberId,
        organisation: &OrganisationState,
        log: &LogId,
    ) -> Result<Self, ClientError> {
        let followed = log::followed(connection, log)?;
        let there =
            |status| matches!(status, LogStatus::Live | LogStatus::Joining | LogStatus::Returning | LogStatus::Awaited);
        let at = organisation.position().seq;
        let writes =
            followed.is_some_and(|followed| there(followed.status) && followed.state.may_write(own, at, organisation));
        Ok(Self { title: view::title_of(connection, log, own)?, writes })
    }
}

fn row(connection: &Connection, own: &MemberId, held: &Held<'_>, place: &Place) -> Result<AgendaRow, ClientError> {
    let Held { series, part, occurrence, answer } = held;
    let appointment = &part.appointment;
    let view = appointment.view(occurrence.id);
    let replies = series.replies(part, occurrence.id);
    let count = |wanted| {
        let number = replies.values().filter(|reply| reply.answer == wanted).count();
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    let whole_days = matches!(occurrence.span, Span::Days { .. });
    let local = occurrence.span.local();
    let local = if whole_days { local.date().to_string() } else { local.strftime("%Y-%m-%dT%H:%M").to_string() };
    Ok(AgendaRow {
        day: String::new(),
        conversation: series.log,
        conversation_title: place.title.clone(),
        event: series.event,
        occurrence: write_local(occurrence.id),
        title: view.title.to_owned(),
        place: view.place.to_owned(),
        description: view.description.to_owned(),
        starts: occurrence.starts.as_millisecond(),
        ends: occurrence.ends.as_millisecond(),
        whole_days,
        local,
        zone: occurrence.span.zone().to_string(),
        rule: appointment.when.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
        status: view.status,
        reminders: view.reminders.to_vec(),
        author: series.author,
        author_name: directory::name_of(connection, &series.author)?,
        own: series.author == *own,
        changeable: place.writes && series.changeable(own),
        open: series.open,
        answerable: place.writes && series.concerns(own),
        invited: series.concerns(own),
        answer: *answer,
        yes: count(Attendance::Yes),
        maybe: count(Attendance::Maybe),
        no: count(Attendance::No),
        conflicts: 0,
        conflict: String::new(),
        waiting: series.waiting,
    })
}

/// The row under each of its days.
fn by_day(row: &AgendaRow, occurrence: &Occurrence, from: Date, until: Date, here: &TimeZone) -> Vec<AgendaRow> {
    let first = here.to_datetime(occurrence.starts).date();
    let end = here.to_datetime(occurrence.ends);
    // What ends at midnight does not take place on the day that begins then.
    let over = end.time() == Time::midnight() && occurrence.ends > occurrence.starts;
    let last = if over { end.date().yesterday().unwrap_or(first) } else { end.date() };
    let (mut day, last) = (first.max(from), last.min(until.yesterday().unwrap_or(until)));
    let mut rows = Vec::new();
    while day <= last {
        rows.push(AgendaRow { day: day.to_string(), ..row.clone() });
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    rows
}
