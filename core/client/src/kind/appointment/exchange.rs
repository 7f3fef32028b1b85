//! iCalendar files out and in. A file that comes in is compared first with what is there, by identifier and number of
//! changes, and what it brought can be undone.

use std::collections::BTreeMap;

use verband_calendar::{Appointment, Change, Exception, Flaw, Scope, Span, TimeZone, Timestamp, When, read, write};
use verband_protocol::id::{EventId, LogId};
use verband_store::Tx;
use verband_store::rusqlite::Connection;

use super::agenda::zone_of;
use super::payload::{Invitees, Said};
use super::series::{Series, load, load_all};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::view;

/// Imports that can be undone.
const KEPT: u64 = 5;

/// What to write into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarExport {
    /// One appointment with its changes.
    One(LogId, EventId),
    /// Everything of a conversation.
    Conversation(LogId),
    /// Everything that stands in this person's agenda.
    Own,
}

/// What an appointment of a file is to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// An appointment of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPlan {
    /// Its appointments, in its order.
    pub appointments: Vec<PlannedAppointment>,
    /// What was left out or cut, by line.
    pub flaws: Vec<Flaw>,
}

/// What a file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarImport {
    /// By which it is undone, on this device.
    pub id: u64,
    /// How many appointments are new.
    pub new: u32,
    /// How many were changed.
    pub changed: u32,
}

impl Client {
    /// An iCalendar file. Names of people are not in it. What is meant wherever the reader is, is read in this zone.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn export_appointments(&self, what: &CalendarExport, zone: &str) -> Result<String, ClientError> {
        let inner = self.readable()?;
        let (own, here) = (inner.account.member, zone_of(zone)?);
        let now = i64::try_from(inner.ports.clock.now_ms()).ok();
        let now = now.and_then(|now| Timestamp::from_millisecond(now).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
        inner.store.read(|connection| {
            let (named, series) = match what {
                CalendarExport::One(log, event) => {
                    let one = load(connection, log, event)?.ok_or(ClientError::NotFound("appointment"))?;
                    (String::new(), vec![one])
                }
                CalendarExport::Conversation(log) => {
                    (view::title_of(connection, log, &own)?, all(connection, Some(log))?)
                }
                CalendarExport::Own => {
                    let series = all(connection, None)?.into_iter().filter(|series| series.concerns(&own));
                    (String::new(), series.collect())
                }
            };
            let appointments: Vec<Appointment> = series.iter().flat_map(|series| series.exported(&here)).collect();
            Ok(write(&appointments, &named, now, &here))
        })
    }

    /// What importing a file into a conversation would do.
    ///
    /// # Errors
    /// [`ClientError::CalendarFile`] for what is no calendar, [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn plan_import(&self, log: &LogId, file: &[u8], zone: &str) -> Result<CalendarPlan, ClientError> {
        let inner = self.inner()?;
        let here = zone_of(zone)?;
        let imported = read(file, &here)?;
        inner.store.read(|connection| {
            let known = Known::read(connection, log, &here)?;
            let planned = imported.appointments.iter().map(|appointment| PlannedAppointment {
                title: appointment.title.clone(),
                starts: appointment.when.span.moments(&here).0.as_millisecond(),
                rule: appointment.when.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
                state: known.state(appointment, &inner, &here),
            });
            Ok(CalendarPlan { appointments: planned.collect(), flaws: imported.flaws })
        })
    }

    /// Imports a file into a conversation, as [`Self::plan_import`] says: all of it or nothing. Everybody in the
    /// conversation is asked to come to what is new.
    ///
    /// # Errors
    /// As for [`Self::plan_import`] and [`Self::create_appointment`].
    pub fn import_appointments(&self, log: &LogId, file: &[u8], zone: &str) -> Result<CalendarImport, ClientError> {
        let inner = self.inner()?;
        let here = zone_of(zone)?;
        let imported = read(file, &here)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let known = Known::read(tx.sql(), log, &here)?;
            let (mut events, mut new, mut changed) = (Vec::new(), 0, 0);
            for appointment in &imported.appointments {
                match known.state(appointment, &inner, &here) {
                    PlannedState::New => {
                        events.push(inner.make(tx, log, appointment, true, &Invitees::Everybody, false)?);
                        new += 1;
                    }
                    PlannedState::Changed => {
                        for said in known.changes(appointment, &imported.appointments) {
                            events.push(inner.say(tx, log, &said)?);
                        }
                        changed += 1;
                    }
                    PlannedState::Unchanged | PlannedState::NotAllowed => {}
                }
            }
            Ok(CalendarImport { id: remember(tx, log, &events)?, new, changed })
        })
    }

    /// Undoes one of the last five imports of this device: what it brought is deleted for everybody, what it changed is as
    /// it was before.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for an import that is not remembered; as for [`Self::delete`].
    pub fn undo_import(&self, import: u64) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let events = inner.store.with_tx(|tx| {
            let sql = "SELECT log, event FROM appointment_import WHERE import = ?1 ORDER BY ord DESC";
            tx.query_map(sql, [import], |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?))))
        })?;
        if events.is_empty() {
            return Err(ClientError::NotFound("import"));
        }
        for (log, event) in events {
            self.delete(&log, &event)?;
        }
        inner.store.with_tx(|tx| {
            tx.execute("DELETE FROM appointment_import WHERE import = ?1", [import])?;
            Ok(())
        })
    }
}

/// Notes what an import brought. Gives its number.
fn remember(tx: &Tx<'_>, log: &LogId, events: &[EventId]) -> Result<u64, ClientError> {
    let next = "SELECT coalesce(max(import), 0) + 1 FROM appointment_import";
    let import: u64 = tx.query_row(next, [], |row| row.get(0))?;
    for (index, event) in (0_i64..).zip(events) {
        tx.execute(
            "INSERT INTO appointment_import (import, ord, log, event) VALUES (?1, ?2, ?3, ?4)",
            (import, index, log.as_bytes(), event.as_bytes()),
        )?;
    }
    tx.execute("DELETE FROM appointment_import WHERE import <= ?1", [import.saturating_sub(KEPT)])?;
    Ok(import)
}

/// All appointments, of a conversation or of all.
fn all(connection: &Connection, log: Option<&LogId>) -> Result<Vec<Series>, ClientError> {
    let sql = "SELECT log, event FROM appointment WHERE (?1 IS NULL OR log = ?1)
               AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = appointment.log
                               AND deletion.target = appointment.event)
               ORDER BY log, event";
    load_all(connection, sql, [log.map(LogId::as_bytes)])
}

/// What a conversation has, by identifier, as a file would have it.
struct Known {
    series: Vec<Series>,
    /// Index of the series and of the stretch, and the stretch as an appointment of its own.
    by_uid: BTreeMap<String, (usize, usize, Appointment)>,
}

impl Known {
    fn read(connection: &Connection, log: &LogId, here: &TimeZone) -> Result<Self, ClientError> {
        let series = all(connection, Some(log))?;
        let mut by_uid = BTreeMap::new();
        for (index, one) in series.iter().enumerate() {
            for (stretch, part) in one.parts.iter().enumerate() {
                if let Some(whole) = part.appointment.whole(here).and_then(|whole| as_in_a_file(&whole, here)) {
                    by_uid.entry(whole.uid.clone()).or_insert((index, stretch, whole));
                }
            }
        }
        Ok(Self { series, by_uid })
    }

    fn state(&self, appointment: &Appointment, inner: &Inner, here: &TimeZone) -> PlannedState {
        let Some((index, _, old)) = self.by_uid.get(&appointment.uid) else { return PlannedState::New };
        let new = as_in_a_file(appointment, here);
        let same = new.is_some_and(|new| Appointment { sequence: old.sequence, ..new } == *old);
        let may = self.series.get(*index).is_some_and(|series| series.changeable(&inner.account.member));
        match () {
            () if same || appointment.sequence < old.sequence => PlannedState::Unchanged,
            () if may => PlannedState::Changed,
            () => PlannedState::NotAllowed,
        }
    }

    /// What has to be said so that an appointment is as in the file.
    fn changes(&self, appointment: &Appointment, file: &[Appointment]) -> Vec<Said> {
        let Some((index, stretch, old)) = self.by_uid.get(&appointment.uid) else { return Vec::new() };
        let Some(series) = self.series.get(*index) else { return Vec::new() };
        let sequence = appointment.sequence.max(series.next_sequence());
        let mut said = Vec::new();
        let mut say = |scope, change: Change| {
            let change = Change { sequence: Some(sequence), ..change };
            said.push(Said { target: series.event, scope, change, invited: None, open: None });
        };
        let border = series.parts.get(*stretch).and_then(|part| part.border);
        let scope = border.map_or(Scope::All, Scope::From);
        differences(old, appointment, scope, &mut say);
        // What is said about all is said about the later stretches too: they are said again.
        for part in series.parts.iter().skip(stretch + 1) {
            let Some((_, _, kept)) = self.by_uid.get(&part.appointment.uid) else { continue };
            let wanted = file.iter().find(|other| other.uid == kept.uid).unwrap_or(kept);
            let blank =
                Appointment::new("", "", When::once(Span::Days { first: verband_calendar::Date::MIN, days: 1 }));
            let scope = part.border.map_or(Scope::All, Scope::From);
            differences(&blank, wanted, scope, &mut say);
        }
        said
    }
}

/// What another program would read of it.
fn as_in_a_file(appointment: &Appointment, here: &TimeZone) -> Option<Appointment> {
    let file = write([appointment], "", Timestamp::UNIX_EPOCH, here);
    read(file.as_bytes(), here).ok()?.appointments.into_iter().next()
}

/// Says what makes the one out of the other.
fn differences(old: &Appointment, new: &Appointment, scope: Scope, say: &mut impl FnMut(Scope, Change)) {
    let text = |old: &String, new: &String| (old != new).then(|| new.clone());
    let blank = old.uid.is_empty();
    let whole = Change {
        title: text(&old.title, &new.title),
        place: text(&old.place, &new.place).or_else(|| blank.then(|| new.place.clone())),
        description: text(&old.description, &new.description).or_else(|| blank.then(|| new.description.clone())),
        when: (old.when != new.when).then(|| new.when.clone()),
        reminders: (blank || old.reminders != new.reminders).then(|| new.reminders.clone()),
        status: (blank || old.status != new.status).then_some(new.status),
        removed: None,
        sequence: None,
    };
    let anew = !whole.is_empty();
    if anew {
        say(scope, whole);
    }
    for id in old.removed.symmetric_difference(&new.removed) {
        say(Scope::One(*id), Change { removed: Some(new.removed.contains(id)), ..Change::default() });
    }
    for (id, exception) in &new.exceptions {
        if anew || old.exceptions.get(id) != Some(exception) {
            say(Scope::One(*id), single(new, *id, exception));
        }
    }
    for id in old.exceptions.keys().filter(|id| !new.exceptions.contains_key(id)) {
        say(Scope::One(*id), single(new, *id, &Exception::default()));
    }
}

/// All that an occurrence says, whether it differs or not.
fn single(of: &Appointment, id: verband_calendar::DateTime, exception: &Exception) -> Change {
    let span = exception.span.clone().unwrap_or_else(|| of.when.span.at(id));
    Change {
        title: Some(exception.title.clone().unwrap_or_else(|| of.title.clone())),
        place: Some(exception.place.clone().unwrap_or_else(|| of.place.clone())),
        description: Some(exception.description.clone().unwrap_or_else(|| of.description.clone())),
        when: Some(When::once(span)),
        reminders: Some(exception.reminders.clone().unwrap_or_else(|| of.reminders.clone())),
        status: Some(exception.status.unwrap_or(of.status)),
        removed: None,
        sequence: None,
    }
}
