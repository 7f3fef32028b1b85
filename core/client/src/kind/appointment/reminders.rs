//! Reminders: computed on the device from what it has, so that nobody else learns of them.

use verband_calendar::{SignedDuration, Status, Timestamp, Window, read_local, write_local};
use verband_protocol::id::{EventId, LogId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic};

use super::NAME;
use super::agenda::{held, series_in, zone_of};
use super::payload::Attendance;
use crate::client::Client;
use crate::error::ClientError;
use crate::order;
use crate::view;

/// How long a reminder that nobody has seen is still given after its time, in milliseconds: a day.
const KEPT_MS: u64 = 86_400_000;
/// How far ahead reminders are computed, in milliseconds: two months.
const AHEAD_MS: u64 = 62 * 86_400_000;
/// How long it is remembered what became of one, in milliseconds: half a year.
const FORGOTTEN_MS: u64 = 183 * 86_400_000;
/// The earliest that a reminder comes, in milliseconds before the start: four weeks.
const EARLIEST_MS: i64 = 28 * 86_400_000;
/// The most reminders that are given at once.
const MAX_GIVEN: usize = 500;

/// Which reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The conversation.
    pub conversation: LogId,
    /// The appointment.
    pub event: EventId,
    /// The occurrence.
    pub occurrence: String,
    /// How many minutes before the start it was set to.
    pub minutes: u32,
}

/// A reminder to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The conversation.
    pub conversation: LogId,
    /// What that is called.
    pub conversation_title: String,
    /// The appointment.
    pub event: EventId,
    /// The occurrence.
    pub occurrence: String,
    /// How many minutes before the start it was set to.
    pub minutes: u32,
    /// What takes place.
    pub title: String,
    /// Where.
    pub place: String,
    /// When it starts, in milliseconds since the Unix epoch.
    pub starts: i64,
    /// When it ends, in milliseconds since the Unix epoch.
    pub ends: i64,
    /// Whether it takes whole days.
    pub whole_days: bool,
    /// Whether it was put off until now.
    pub snoozed: bool,
}

impl Client {
    /// The reminders up to a moment, in milliseconds since the Unix epoch, by their time: those that the app gives to the
    /// system to show, and those of the last day that nobody has put away. At most two months ahead. What this person said
    /// no to, and what was called off, is left out.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a zone that is none, [`ClientError::Store`], [`ClientError::Locked`],
    /// [`ClientError::OfflineTooLong`].
    pub fn due_reminders(&self, until: u64, zone: &str) -> Result<Vec<ReminderRow>, ClientError> {
        let inner = self.readable()?;
        let now = inner.ports.clock.now_ms();
        let here = zone_of(zone)?;
        let until = until.min(now.saturating_add(AHEAD_MS));
        let (first, last) = (moment(now.saturating_sub(KEPT_MS)), moment(until));
        // What was put off may have begun by now.
        let margin = SignedDuration::from_millis(EARLIEST_MS);
        let window = Window {
            from: first.checked_sub(margin).unwrap_or(first),
            until: last.checked_add(margin).unwrap_or(last),
            here,
        };
        let own = inner.account.member;
        inner.store.read(|connection| {
            let series = series_in(connection, &window)?;
            let mut rows = Vec::new();
            for one in held(&series, &own, &window) {
                let silent = one.answer == Attendance::No || one.status() == Status::Cancelled;
                if silent || !one.series.concerns(&own) {
                    continue;
                }
                let view = one.part.appointment.view(one.id());
                let starts = one.occurrence.starts.as_millisecond();
                for minutes in view.reminders {
                    let said = said(connection, &one.series.log, &one.series.event, &write_local(one.id()), *minutes)?;
                    let set = starts.saturating_sub(i64::from(*minutes) * 60_000);
                    let at = match said {
                        Said::Nothing => u64::try_from(set).unwrap_or(0),
                        Said::Again(at) => at,
                        Said::Away => continue,
                    };
                    if at > until || at < now.saturating_sub(KEPT_MS) {
                        continue;
                    }
                    rows.push(ReminderRow {
                        at,
                        conversation: one.series.log,
                        conversation_title: view::title_of(connection, &one.series.log, &own)?,
                        event: one.series.event,
                        occurrence: write_local(one.id()),
                        minutes: *minutes,
                        title: view.title.to_owned(),
                        place: view.place.to_owned(),
                        starts,
                        ends: one.occurrence.ends.as_millisecond(),
                        whole_days: matches!(one.occurrence.span, verband_calendar::Span::Days { .. }),
                        snoozed: said != Said::Nothing,
                    });
                }
            }
            order::by_key(&mut rows, |row| (row.at, row.starts, row.event, row.minutes));
            rows.truncate(MAX_GIVEN);
            Ok(rows)
        })
    }

    /// Puts a reminder off to a moment, in milliseconds since the Unix epoch. Only on this device.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn snooze_reminder(&self, reminder: &Reminder, until: u64) -> Result<(), ClientError> {
        self.put_away(reminder, Some(until))
    }

    /// Puts a reminder away for good. Only on this device.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn dismiss_reminder(&self, reminder: &Reminder) -> Result<(), ClientError> {
        self.put_away(reminder, None)
    }

    fn put_away(&self, reminder: &Reminder, again: Option<u64>) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let Reminder { conversation: log, event, occurrence, minutes } = reminder;
        read_local(occurrence).ok_or(ClientError::NotFound("occurrence"))?;
        let now = inner.ports.clock.now_ms();
        inner.store.with_tx(|tx| {
            let known = "SELECT 1 FROM appointment WHERE log = ?1 AND event = ?2";
            let known = tx.query_opt(known, (log.as_bytes(), event.as_bytes()), |_| Ok(()))?;
            known.ok_or(ClientError::NotFound("appointment"))?;
            tx.execute("DELETE FROM appointment_reminder WHERE at < ?1", [now.saturating_sub(FORGOTTEN_MS)])?;
            tx.execute(
                "INSERT INTO appointment_reminder (log, event, occurrence, minutes, again, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (log, event, occurrence, minutes) DO UPDATE SET again = excluded.again, at = excluded.at",
                (
                    log.as_bytes(),
                    event.as_bytes(),
                    occurrence,
                    minutes,
                    again.map(|again| again.min(i64::MAX.unsigned_abs())),
                    now,
                ),
            )?;
            tx.touch(Topic::Kind(NAME));
            Ok(())
        })
    }
}

fn moment(ms: u64) -> Timestamp {
    i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

/// What became of a reminder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    /// It comes again then.
    Again(u64),
    /// It was put away.
    Away,
}

fn said(
    connection: &Connection,
    log: &LogId,
    event: &EventId,
    occurrence: &str,
    minutes: u32,
) -> Result<Said, StoreError> {
    let sql = "SELECT again FROM appointment_reminder
               WHERE log = ?1 AND event = ?2 AND occurrence = ?3 AND minutes = ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((log.as_bytes(), event.as_bytes(), occurrence, minutes))?;
    Ok(match rows.next()? {
        None => Said::Nothing,
        Some(row) => row.get::<_, Option<u64>>(0)?.map_or(Said::Away, Said::Again),
    })
}
