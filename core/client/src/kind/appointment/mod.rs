//! Appointments: one's own in the personal space, those of a channel or chat, those of the organisation in its
//! announcements. Who may write makes them; who made one changes it, or everybody in the conversation if it says so.
//!
//! Here is what their events do to the tables; what they mean together is in `series.rs` and in `verband-calendar`.

mod agenda;
mod commands;
mod exchange;
mod payload;
mod people;
mod reminders;
mod series;
mod time;

use verband_calendar::TimeZone;
use verband_protocol::body;
use verband_protocol::id::{EventId, LogId};
use verband_store::Tx;

use self::payload::{ANSWERED, Answered, CHANGED, Changed, MADE, Made};
use super::{ContentKind, Event, Row, Stays, Until, Whole, erased, place_row, row_of, set_text};
use crate::error::ClientError;

pub use agenda::{AgendaRow, AppointmentDetails};
pub(crate) use agenda::{Question as AgendaQuestion, rows as agenda_rows, starting};
pub use commands::{AppointmentChange, NewAppointment};
pub use exchange::{CalendarExport, CalendarImport, CalendarPlan, PlannedAppointment, PlannedState};
pub use payload::{Attendance, Invitees};
pub use people::AttendeeRow;
pub use reminders::{Reminder, ReminderRow};

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &[MADE, CHANGED, ANSWERED],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: None,
    begun: &[],
    stays: Stays::Wholes(&[], wholes),
};

/// The kind's name, also of its topic.
pub(crate) const NAME: &str = "appointment";

/// A day, in milliseconds: how far zones can move an occurrence without one.
const DAY_MS: i64 = 86_400_000;

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    match number {
        MADE => made(tx, event, payload),
        CHANGED => changed(tx, event, payload),
        _ => answered(tx, event, payload),
    }
}

fn made(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(beginning) = Made::read(payload, &event.event) else { return Ok(false) };
    tx.execute(
        "INSERT INTO appointment (log, event, seq, member, made, starts, ends) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (event.log.as_bytes(), event.event.as_bytes(), event.seq, event.member.as_bytes(), payload),
    )?;
    place_row(tx, event, &Row::new(MADE, &beginning.appointment.title))?;
    settle(tx, event.log, &event.event)?;
    Ok(true)
}

fn changed(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(said) = Changed::read(payload) else { return Ok(false) };
    if erased(tx, event.log, &said.target)?.is_some() {
        return Ok(true);
    }
    tx.execute(
        "INSERT INTO appointment_change (log, event, seq, target, member, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            said.target.as_bytes(),
            event.member.as_bytes(),
            payload,
        ),
    )?;
    settle(tx, event.log, &said.target)?;
    Ok(true)
}

fn answered(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(answered) = Answered::read(payload) else { return Ok(false) };
    if erased(tx, event.log, &answered.target)?.is_some() {
        return Ok(true);
    }
    tx.execute(
        "INSERT INTO appointment_answer (log, event, seq, target, member, occurrence, answer, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            answered.target.as_bytes(),
            event.member.as_bytes(),
            answered.occurrence.unwrap_or_default(),
            answered.answer,
            event.sent_at,
        ),
    )?;
    Ok(true)
}

/// Brings what is found without reading the whole appointment in step with its changes: its title in the conversation,
/// and between when all of it lies.
fn settle(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let Some(series) = series::load(tx.sql(), log, event)? else { return Ok(()) };
    let bounds = series.parts.iter().map(|part| part.appointment.bounds(&TimeZone::UTC));
    let bounds: Vec<(i64, Option<i64>)> = bounds
        .map(|(starts, ends)| {
            let ends = ends.map(|ends| ends.as_millisecond().saturating_add(DAY_MS));
            (starts.as_millisecond().saturating_sub(DAY_MS), ends)
        })
        .collect();
    let starts = bounds.iter().map(|(starts, _)| *starts).min().unwrap_or(i64::MAX);
    let endless = bounds.iter().any(|(_, ends)| ends.is_none());
    let ends = bounds.iter().filter_map(|(_, ends)| *ends).max().unwrap_or(i64::MIN);
    tx.execute(
        "UPDATE appointment SET starts = ?3, ends = ?4 WHERE log = ?1 AND event = ?2",
        (log.as_bytes(), event.as_bytes(), starts, (!endless).then_some(ends)),
    )?;
    let title = series.parts.first().map(|part| part.appointment.title.as_str());
    if let (Some(row), Some(title)) = (row_of(tx, log, event)?, title)
        && row.text != title
    {
        set_text(tx, log, &row, title, row.flags)?;
    }
    Ok(())
}

/// Its changes and answers, of whichever author.
fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM appointment_change WHERE log = ?1 AND target = ?2
               UNION ALL SELECT event FROM appointment_answer WHERE log = ?1 AND target = ?2";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}

/// An appointment goes when its last occurrence is over for so long; one without an end stays.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let sql = "SELECT event, ends FROM appointment WHERE log = ?1 ORDER BY event";
    Ok(tx.query_map(sql, [log.as_bytes()], |row| {
        let ends: Option<i64> = row.get(1)?;
        let until = ends.map_or(Until::Open, |ends| Until::Time(u64::try_from(ends).unwrap_or_default()));
        Ok(Whole::of(EventId(row.get(0)?), until))
    })?)
}

/// Forgets an appointment with all that belongs to it, or one change, or one answer.
fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    for sql in [
        "DELETE FROM appointment WHERE log = ?1 AND event = ?2",
        "DELETE FROM appointment_change WHERE log = ?1 AND target = ?2",
        "DELETE FROM appointment_answer WHERE log = ?1 AND target = ?2",
        "DELETE FROM appointment_answer WHERE log = ?1 AND event = ?2",
        "DELETE FROM appointment_reminder WHERE log = ?1 AND event = ?2",
        "DELETE FROM appointment_import WHERE log = ?1 AND event = ?2",
    ] {
        tx.execute(sql, key)?;
    }
    let change = "DELETE FROM appointment_change WHERE log = ?1 AND event = ?2 RETURNING target";
    if let Some(target) = tx.query_opt(change, key, |row| row.get(0).map(EventId))? {
        settle(tx, log, &target)?;
    }
    Ok(())
}
