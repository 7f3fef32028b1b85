//! Erasing what is over. Any device of a conversation does it that is online: one after the other has its turn, so that
//! not all of them do it at once, and from a day on anybody. What a prune names is erased by the server and by every device
//! that comes by.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use verband_protocol::entry::{Class, Header, MAX_PRUNED, Record};
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, AppendedAll, ProblemCode};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_rules::retention::DAY;
use verband_store::{StoreError, Topic, Tx};

use super::picture::Picture;
use crate::api::Answer;
use crate::client::Inner;
use crate::deletion::Manner;
use crate::error::ClientError;
use crate::kind;
use crate::log::{self, LogStatus};

const HOUR: u64 = 3_600_000;

/// How long the last in the roster leaves it to the others, in hours.
const LAST_TURN: usize = 24;

/// Prunes of one round: what is more waits for the next day.
const MAX_PRUNES: usize = 20;

/// Rounds of sending before the rest waits for the next day.
const MAX_TRIES: usize = 5;

/// When this device looks at each conversation again. What decides over it is kept beside it: of another policy it
/// looks at once.
#[derive(Default)]
pub(crate) struct Rounds(Mutex<BTreeMap<LogId, Round>>);

#[derive(Clone, Copy)]
struct Round {
    organisation: u64,
    epoch: u64,
    /// None while no policy erases anything here.
    next: Option<u64>,
}

impl Rounds {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<LogId, Round>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_due(&self, log: &LogId, organisation: u64, epoch: u64, now: u64) -> bool {
        let known = self.lock().get(log).copied();
        known.is_none_or(|round| {
            round.organisation != organisation
                || round.epoch != epoch
                // A clock that was set back does not wait until it is there again.
                || round.next.is_some_and(|next| next <= now || next > now + 2 * DAY)
        })
    }

    /// When it looks again at any of them, in milliseconds since the Unix epoch.
    pub(crate) fn next(&self) -> Option<u64> {
        self.lock().values().filter_map(|round| round.next).min()
    }
}

/// Whether and when this device has a turn.
enum Turn {
    Now { horizon: u64, targets: Vec<EventId> },
    Later(Option<u64>),
}

impl Inner {
    /// Conversations of which this device has all, and at which it has to look again.
    pub(crate) fn to_prune(&self) -> Result<Vec<LogId>, ClientError> {
        let (organisation, now) = (self.organisation()?.position().seq, self.ports.clock.now_ms());
        Ok(self.store.read(|connection| {
            let sql = "SELECT id, epoch FROM log WHERE kind <> 0 AND state = ?1 AND history IS NULL ORDER BY id";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([LogStatus::Live as i64], |row| Ok((LogId(row.get(0)?), row.get(1)?)))?;
            let logs: Vec<(LogId, u64)> = rows.collect::<Result<_, _>>()?;
            let due = logs.into_iter().filter(|(log, epoch)| self.rounds.is_due(log, organisation, *epoch, now));
            Ok::<_, StoreError>(due.map(|(log, _)| log).collect())
        })?)
    }

    /// Erases what is over in a conversation that is up to date, if this device has its turn. Whether it did.
    pub(crate) async fn prune(&self, log: &LogId) -> Result<bool, ClientError> {
        let mut pruned = false;
        for _ in 0..MAX_TRIES {
            let organisation = self.organisation()?;
            let followed = self.store.read(|connection| log::followed(connection, log))?;
            // Who has not read all of it does not know what belongs together.
            let whole = followed.filter(|followed| followed.status == LogStatus::Live && followed.history.is_none());
            let Some(state) = whole.map(|followed| followed.state) else { return Ok(pruned) };
            let now = self.ports.clock.now_ms();
            let seq = organisation.position().seq;
            if !self.rounds.is_due(log, seq, state.epoch, now) || !state.revoked_leaves(&organisation).is_empty() {
                return Ok(pruned);
            }
            let note = |next| {
                let round = Round { organisation: seq, epoch: state.epoch, next };
                self.rounds.lock().insert(*log, round);
            };
            let (horizon, targets) = match self.store.with_tx(|tx| self.turn_of(tx, &state, &organisation, now))? {
                Turn::Now { horizon, targets } => (horizon, targets),
                Turn::Later(next) => {
                    note(next);
                    return Ok(pruned);
                }
            };
            let append = self.prunes(&state, &organisation, horizon, &targets, now);
            match self.api.post::<_, AppendedAll>(&format!("/v1/logs/{log}/entries"), &append).await? {
                Answer::Done(_) => {
                    note(Some(now + DAY));
                    self.catch_up(log).await?;
                    pruned = true;
                }
                Answer::Problem(problem) => match problem.code {
                    // Somebody else wrote first: what is left is seen on top of that.
                    ProblemCode::StaleEpoch | ProblemCode::Gap => self.catch_up(log).await?,
                    // This clock is wrong, or somebody holds it by now: another day, and nothing else waits for it.
                    ProblemCode::TooEarly
                    | ProblemCode::Held
                    | ProblemCode::Refused
                    | ProblemCode::Forbidden
                    | ProblemCode::TooLarge => {
                        note(Some(now + DAY));
                        return Ok(pruned);
                    }
                    _ => return Answer::<bool>::Problem(problem).done(),
                },
            }
        }
        Ok(pruned)
    }

    fn turn_of(
        &self,
        tx: &Tx<'_>,
        state: &LogState,
        organisation: &OrganisationState,
        now: u64,
    ) -> Result<Turn, ClientError> {
        let seq = organisation.position().seq;
        let days = state.retention_days(seq, organisation).filter(|_| state.hold(seq, organisation).is_none());
        let Some(days) = days else { return Ok(Turn::Later(None)) };
        let own = "SELECT max(at) FROM prune WHERE log = ?1 AND author = ?2 AND at <= ?3";
        let last: Option<u64> =
            tx.query_row(own, (state.log.as_bytes(), self.keys.id.as_bytes(), now), |row| row.get(0))?;
        if let Some(next) = last.map(|last| last + DAY).filter(|next| *next > now) {
            return Ok(Turn::Later(Some(next)));
        }
        let keeps = organisation.policy().keep_undocumented;
        let picture = Picture::load(tx, &state.log, days, keeps, (now, now))?;
        let rank = state.roster.keys().position(|device| *device == self.keys.id).unwrap_or(LAST_TURN);
        let patience = rank.min(LAST_TURN) as u64 * HOUR;
        let over = picture.over(now);
        if picture.over(now.saturating_sub(patience)).is_empty() {
            let next = if over.is_empty() { picture.next(now) + patience } else { now + HOUR };
            return Ok(Turn::Later(Some(next)));
        }
        Ok(Turn::Now { horizon: picture.horizon(now), targets: over.into_iter().map(|item| item.event).collect() })
    }

    /// The entries that erase: the newest first, so that what was added to something goes before it or with it.
    fn prunes(
        &self,
        state: &LogState,
        organisation: &OrganisationState,
        horizon: u64,
        targets: &[EventId],
        now: u64,
    ) -> Append {
        let newest: Vec<EventId> = targets.iter().rev().copied().collect();
        let first = self.next_counter(state);
        let entries = newest.chunks(MAX_PRUNED).take(MAX_PRUNES).zip(first..).map(|(targets, counter)| {
            let event = EventId::at(now, &*self.ports.entropy);
            let header = Header {
                counter,
                targets: targets.to_vec(),
                record: Some(Record::Prune(horizon)),
                ..self.entry_header(state, organisation.position(), event, Class::Prune, now)
            };
            header.sign(None, Purpose::Event, &self.keys.event)
        });
        Append { entries: entries.collect() }
    }
}

/// Applies a prune: what it names goes without a trace, and so do the traces of what was deleted up to there. Gives the
/// parts that it left out.
pub(crate) fn apply(
    tx: &Tx<'_>,
    organisation: &OrganisationState,
    seq: u64,
    header: &Header,
    member: &MemberId,
    horizon: u64,
) -> Result<Vec<EventId>, ClientError> {
    let log = &header.log;
    let at = header.sent_at.min(i64::MAX.unsigned_abs());
    // It is its author's word; the log is no longer than its columns count.
    let horizon = horizon.min(seq);
    tx.execute(
        "INSERT INTO prune (log, event, seq, author, horizon, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (log.as_bytes(), header.event.as_bytes(), seq, header.author.as_bytes(), horizon, at),
    )?;
    let parts = kind::delete(tx, organisation, seq, header, member, Manner::Part)?;
    let traces = "SELECT event FROM message WHERE log = ?1 AND place <= ?2 AND deleted = 1";
    for event in tx.query_map(traces, (log.as_bytes(), horizon), |row| row.get(0).map(EventId))? {
        kind::forget(tx, log, &event, false)?;
    }
    tx.touch(Topic::Conversation(log.0));
    Ok(parts)
}

/// The position up to which a conversation was pruned; 0 if it never was.
pub(crate) fn pruned_to(tx: &Tx<'_>, log: &LogId) -> Result<u64, ClientError> {
    let sql = "SELECT coalesce(max(horizon), 0) FROM prune WHERE log = ?1";
    Ok(tx.query_row(sql, [log.as_bytes()], |row| row.get(0))?)
}
