//! An appointment with all that was said about it: which changes count, and who answered what.

use std::collections::BTreeMap;

use verband_calendar::{Appointment, DateTime, Occurrence, Part, Scope, resolve, write_local};
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, OptionalExtension, Params, Row};
use verband_store::{StoreError, WAITING};

use super::payload::{Attendance, Changed, Invitees, Made};
use crate::error::ClientError;

/// The most changes of one appointment that count: the first ones.
const MAX_CHANGES: usize = 5_000;

/// An appointment as it is now.
pub(super) struct Series {
    pub(super) log: LogId,
    pub(super) event: EventId,
    pub(super) author: MemberId,
    /// Its stretches; none when all of it was taken out.
    pub(super) parts: Vec<Part>,
    pub(super) invited: Invitees,
    /// Whether everybody in the conversation may change it.
    pub(super) open: bool,
    /// Whether something of it has not reached the log yet.
    pub(super) waiting: bool,
    /// Positions: that of the appointment, then those of the changes that count.
    positions: Vec<u64>,
    answers: Vec<Given>,
}

/// One answer.
struct Given {
    seq: u64,
    member: MemberId,
    occurrence: String,
    answer: Attendance,
    at: u64,
}

/// What somebody answered, and when by her clock, in milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) answer: Attendance,
    pub(super) at: Option<u64>,
}

/// Position, author and payload of an event.
type Event = (u64, MemberId, Vec<u8>);

fn event(row: &Row<'_>) -> Result<Event, verband_store::rusqlite::Error> {
    Ok((row.get(0)?, MemberId(row.get(1)?), row.get(2)?))
}

/// An appointment and its changes, in the order of the log.
fn events(connection: &Connection, log: &LogId, of: &EventId) -> Result<Option<(Event, Vec<Event>)>, StoreError> {
    let key = (log.as_bytes(), of.as_bytes());
    let read = "SELECT seq, member, made FROM appointment WHERE log = ?1 AND event = ?2";
    let Some(made) = connection.prepare_cached(read)?.query_row(key, event).optional()? else { return Ok(None) };
    let read = "SELECT seq, member, changed FROM appointment_change WHERE log = ?1 AND target = ?2
                ORDER BY seq, event LIMIT ?3";
    let mut statement = connection.prepare_cached(read)?;
    let changes = statement.query_map((key.0, key.1, MAX_CHANGES), event)?.collect::<Result<_, _>>()?;
    Ok(Some((made, changes)))
}

/// Reads the appointments that a question finds by conversation and event.
pub(super) fn load_all(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<Series>, ClientError> {
    let found = || -> Result<Vec<(LogId, EventId)>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map(params, |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?))))?;
        Ok(found.collect::<Result<_, _>>()?)
    };
    let loaded = found()?.into_iter().map(|(log, event)| load(connection, &log, &event));
    Ok(loaded.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Reads an appointment; none if there is none, or what there is cannot be read.
pub(super) fn load(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<Series>, ClientError> {
    let Some(((seq, author, made), changed)) = events(connection, log, event)? else { return Ok(None) };
    let Some(beginning) = Made::read(&made, event) else { return Ok(None) };
    let (mut invited, mut open) = (beginning.invited, beginning.open);
    let (mut changes, mut positions) = (Vec::new(), vec![seq]);
    for (seq, member, payload) in changed {
        let Some(said) = Changed::read(&payload) else { continue };
        // Whoever may not change it has said nothing, whatever her device let her do.
        if member != author && !open {
            continue;
        }
        if member == author {
            open = said.open.unwrap_or(open);
        }
        invited = said.invited.unwrap_or(invited);
        changes.push((said.scope, said.change));
        positions.push(seq);
    }
    let waiting = positions.iter().any(|seq| *seq >= WAITING);
    let parts = resolve(&beginning.appointment, &changes);
    let answers = answers(connection, log, event)?;
    Ok(Some(Series { log: *log, event: *event, author, parts, invited, open, waiting, positions, answers }))
}

fn answers(connection: &Connection, log: &LogId, event: &EventId) -> Result<Vec<Given>, StoreError> {
    let read = "SELECT seq, member, occurrence, answer, at FROM appointment_answer WHERE log = ?1 AND target = ?2
                ORDER BY seq, event";
    let mut statement = connection.prepare_cached(read)?;
    let rows = statement.query_map((log.as_bytes(), event.as_bytes()), |row| {
        Ok(Given {
            seq: row.get(0)?,
            member: MemberId(row.get(1)?),
            occurrence: row.get(2)?,
            answer: Attendance::from_number(row.get(3)?).unwrap_or(Attendance::None),
            at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Series {
    /// Whether a person may change it.
    pub(super) fn changeable(&self, member: &MemberId) -> bool {
        self.author == *member || self.open
    }

    /// Whether it stands in a person's own agenda.
    pub(super) fn concerns(&self, member: &MemberId) -> bool {
        self.author == *member || self.invited.includes(member)
    }

    /// The number of the next change in iCalendar.
    pub(super) fn next_sequence(&self) -> u32 {
        let sequence = self.parts.iter().map(|part| part.appointment.sequence).max().unwrap_or(0);
        sequence.saturating_add(1)
    }

    /// The stretch that has this occurrence.
    pub(super) fn part_of(&self, id: DateTime, here: &verband_calendar::TimeZone) -> Option<(&Part, Occurrence)> {
        self.parts.iter().find_map(|part| Some((part, part.appointment.occurrence(id, here)?)))
    }

    /// The occurrences of a scope that exists: a person can only speak of what is there.
    pub(super) fn has(&self, scope: Scope, here: &verband_calendar::TimeZone) -> bool {
        match scope {
            Scope::All => true,
            Scope::From(id) | Scope::One(id) => self.part_of(id, here).is_some(),
        }
    }

    /// What was answered for an occurrence, by whom. Of a person's answers the last one that is about it counts, if she
    /// gave it after the occurrence got the time that it has. Whoever made the appointment comes, unless she says
    /// otherwise.
    pub(super) fn replies(&self, part: &Part, id: DateTime) -> BTreeMap<MemberId, Reply> {
        let timed = part.moved_by.get(&id).copied().unwrap_or(part.timed_by);
        let since = self.positions.get(timed).copied().unwrap_or(0);
        let name = write_local(id);
        let mut replies = BTreeMap::from([(self.author, Reply { answer: Attendance::Yes, at: None })]);
        for given in &self.answers {
            let about = given.occurrence.is_empty() || given.occurrence == name;
            let asked = given.member == self.author || self.invited.includes(&given.member);
            if about && asked && given.seq > since {
                replies.insert(given.member, Reply { answer: given.answer, at: Some(given.at) });
            }
        }
        replies
    }

    /// A stretch as other programs know it.
    pub(super) fn exported(&self, here: &verband_calendar::TimeZone) -> Vec<Appointment> {
        self.parts.iter().filter_map(|part| part.appointment.whole(here)).collect()
    }
}
