//! What is still to be read of conversations: newer entries first, then the past of those that this device joined late.
//!
//! Conversations take turns, a page each, and some are asked for at the same time, so that neither a long one nor one
//! that the server gives slowly or not at all holds up the others. What is on the screen has its turn first, then who
//! misses least: the list of conversations is right as early as it can be. The newest page of every past comes before
//! the second one of any.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use verband_protocol::id::LogId;
use verband_protocol::wire::{Page, ProblemCode, SyncFrame};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use crate::client::Inner;
use crate::error::{ClientError, Retry};
use crate::log::LogStatus;
use crate::past::PastPage;
use crate::port::BoxFuture;

/// Pages that are asked for at the same time, beside those of slow conversations.
const AT_ONCE: usize = 4;

/// Pages that are asked for at the same time in all.
const MOST: usize = 32;

/// How long nothing may come before the conversations that are asked for count as slow, in milliseconds.
const PATIENCE: u64 = 2_000;

/// Requests in a row without an answer, each for another conversation, after which the line is down.
const UNANSWERED: u32 = 3;

/// A page that was asked for.
pub(crate) enum Answer {
    /// Entries after a position.
    Newer(LogId, u64, Result<Page, ClientError>),
    /// The past before what is here; none if it cannot be read now.
    Past(LogId, Result<Option<PastPage>, ClientError>),
}

impl Answer {
    /// Of which conversation, and whether it is its past.
    fn of(&self) -> (LogId, bool) {
        match self {
            Self::Newer(log, ..) => (*log, false),
            Self::Past(log, _) => (*log, true),
        }
    }
}

/// What is still to be read, and what is asked for.
pub(crate) struct Backlog<'a> {
    inner: &'a Inner,
    /// Conversations that are behind, with the position that the server told of.
    behind: BTreeMap<LogId, u64>,
    /// Whose turn it is: to be asked for newer entries, and for the past.
    newer: VecDeque<LogId>,
    past: VecDeque<LogId>,
    asked: FuturesUnordered<BoxFuture<'a, Answer>>,
    /// What is asked for ([`Answer::of`]), and what of it is slow.
    open: BTreeSet<(LogId, bool)>,
    slow: BTreeSet<(LogId, bool)>,
}

impl<'a> Backlog<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self {
            inner,
            behind: BTreeMap::new(),
            newer: VecDeque::new(),
            past: VecDeque::new(),
            asked: FuturesUnordered::new(),
            open: BTreeSet::new(),
            slow: BTreeSet::new(),
        }
    }

    /// Notes what a frame tells of, and what failed before. A conversation that this device is about to join finds its
    /// place first.
    pub(crate) async fn note(&mut self, frame: &SyncFrame, failures: &mut Failures) -> Result<(), ClientError> {
        let told: Vec<(LogId, u64)> = frame.logs.iter().map(|position| (position.log, position.seq)).collect();
        for (log, seq) in told {
            let told = self.behind.entry(log).or_insert(seq);
            *told = seq.max(*told);
        }
        let known = self.inner.store.read(cursors)?;
        let mut missing = Vec::new();
        for (log, seq) in std::mem::take(&mut self.behind) {
            let Some(cursor) = known.get(&log) else { continue };
            let mut here = cursor.seq;
            if cursor.status == LogStatus::Joining {
                match self.inner.settled(&log).await {
                    Ok(None) => continue,
                    Ok(Some(seq)) => here = seq,
                    Err(error) => {
                        self.behind.insert(log, seq);
                        failures.note(Err(error))?;
                        continue;
                    }
                }
            }
            // Who is not in yet has no group to apply commits to.
            if matches!(cursor.status, LogStatus::Live | LogStatus::Joining) && here < seq {
                missing.push((seq - here, log));
                self.behind.insert(log, seq);
            }
        }
        missing.sort_unstable();
        let newer = missing.into_iter().map(|(_, log)| log).filter(|log| !self.open.contains(&(*log, false)));
        self.newer = newer.collect();
        for log in self.inner.store.read(with_past)? {
            if !self.past.contains(&log) && !self.open.contains(&(log, true)) {
                self.past.push_back(log);
            }
        }
        Ok(())
    }

    /// Whether a conversation is not up to date.
    pub(crate) fn is_behind(&self, log: &LogId) -> bool {
        self.behind.contains_key(log)
    }

    /// Reads newer entries until all conversations are up to date, but those that are slow or fail.
    pub(crate) async fn catch_up(&mut self, failures: &mut Failures) -> Result<(), ClientError> {
        loop {
            self.ask(false)?;
            if self.behind.is_empty() || self.slow.len() == self.open.len() {
                return Ok(());
            }
            if let Some(answer) = self.wait().await {
                self.take(answer, failures).await?;
            }
        }
    }

    /// The next page, of newer entries or else of the past; none if nothing is left to read. Dropping the future loses
    /// nothing.
    pub(crate) async fn next(&mut self) -> Result<Option<Answer>, ClientError> {
        loop {
            self.ask(true)?;
            if self.open.is_empty() {
                return Ok(None);
            }
            if let Some(answer) = self.wait().await {
                return Ok(Some(answer));
            }
        }
    }

    /// Takes a page that came; the conversation, if it is up to date by that. Nobody else may write about conversations
    /// meanwhile.
    pub(crate) async fn take(&mut self, answer: Answer, failures: &mut Failures) -> Result<Option<LogId>, ClientError> {
        let (log, _) = answer.of();
        let outcome = match answer {
            Answer::Newer(_, after, page) => self.take_newer(&log, after, page).await,
            Answer::Past(_, page) => page.and_then(|page| self.inner.take_past(&log, page)).map(|more| {
                if more {
                    self.past.push_back(log);
                }
                None
            }),
        };
        match outcome {
            Ok(up_to_date) => {
                failures.note(Ok(()))?;
                Ok(up_to_date)
            }
            Err(error) => failures.note(Err(error)).map(|()| None),
        }
    }

    async fn take_newer(
        &mut self,
        log: &LogId,
        after: u64,
        page: Result<Page, ClientError>,
    ) -> Result<Option<LogId>, ClientError> {
        if matches!(page, Err(ClientError::Server(ProblemCode::NotFound, _))) {
            self.inner.taken_out(log)?;
            self.behind.remove(log);
            return Ok(None);
        }
        let goes_on = self.inner.take_page(log, after, &page?).await?;
        let here = self.inner.store.read(|connection| cursor(connection, log))?;
        let missing = self.behind.get(log).is_some_and(|told| here < *told);
        if goes_on && missing {
            self.newer.push_back(*log);
            return Ok(None);
        }
        self.behind.remove(log);
        Ok(Some(*log))
    }

    /// Asks for pages as far as there is room for them.
    fn ask(&mut self, past_too: bool) -> Result<(), ClientError> {
        let inner = self.inner;
        while self.open.len() < (AT_ONCE + self.slow.len()).min(MOST) {
            if let Some(log) = inner.shown.first(&mut self.newer) {
                let after = inner.store.read(|connection| cursor(connection, &log))?;
                self.open.insert((log, false));
                self.asked
                    .push(Box::pin(async move { Answer::Newer(log, after, inner.page_after(&log, after).await) }));
            } else if let Some(log) = past_too.then(|| inner.shown.first(&mut self.past)).flatten() {
                self.open.insert((log, true));
                self.asked.push(Box::pin(async move { Answer::Past(log, inner.ask_past(&log).await) }));
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Waits for what was asked for. None if nothing came for so long that all of it counts as slow from now on.
    async fn wait(&mut self) -> Option<Answer> {
        let answer = if self.slow.len() == self.open.len() {
            self.asked.next().await?
        } else {
            let mut patience = self.inner.ports.timer.sleep(PATIENCE).fuse();
            futures_util::select_biased! {
                answer = self.asked.select_next_some() => answer,
                () = patience => {
                    self.slow.clone_from(&self.open);
                    return None;
                }
            }
        };
        self.open.remove(&answer.of());
        self.slow.remove(&answer.of());
        Some(answer)
    }
}

/// What went wrong with single conversations. It does not stop the others, unless the line is down.
#[derive(Default)]
pub(crate) struct Failures {
    first: Option<ClientError>,
    unanswered: u32,
}

impl Failures {
    /// Notes what came of something for one conversation.
    ///
    /// # Errors
    /// What concerns all of them.
    pub(crate) fn note(&mut self, outcome: Result<(), ClientError>) -> Result<(), ClientError> {
        let Err(error) = outcome else {
            self.unanswered = 0;
            return Ok(());
        };
        let of_all = matches!(
            error,
            ClientError::Store(_)
                | ClientError::Locked
                | ClientError::Revoked
                | ClientError::Outdated
                | ClientError::WaitingForApproval
                | ClientError::Cancelled
        );
        self.unanswered = if error.retry() == Retry::Later { self.unanswered + 1 } else { 0 };
        if of_all || self.unanswered >= UNANSWERED {
            return Err(error);
        }
        self.first.get_or_insert(error);
        Ok(())
    }

    /// Whether anything went wrong.
    pub(crate) fn any(&self) -> bool {
        self.first.is_some()
    }

    /// The first of it.
    pub(crate) fn end(self) -> Result<(), ClientError> {
        self.first.map_or(Ok(()), Err)
    }
}

/// Conversations that are on the screen, by how many feeds: they have their turn first.
#[derive(Default)]
pub(crate) struct Shown(Mutex<BTreeMap<LogId, usize>>);

impl Shown {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<LogId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn open(&self, log: LogId) {
        *self.lock().entry(log).or_insert(0) += 1;
    }

    pub(crate) fn close(&self, log: &LogId) {
        let mut shown = self.lock();
        if let Some(count) = shown.get_mut(log) {
            *count -= 1;
            if *count == 0 {
                shown.remove(log);
            }
        }
    }

    /// Whose turn it is.
    fn first(&self, turns: &mut VecDeque<LogId>) -> Option<LogId> {
        let shown = self.lock();
        let first = turns.iter().position(|log| shown.contains_key(log)).unwrap_or(0);
        turns.remove(first)
    }
}

/// How far a conversation is followed.
pub(crate) struct Cursor {
    pub(crate) seq: u64,
    pub(crate) status: LogStatus,
}

/// How far every conversation is followed.
pub(crate) fn cursors(connection: &Connection) -> Result<BTreeMap<LogId, Cursor>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, seq, state FROM log WHERE kind <> 0")?;
    let rows = statement.query_map([], |row| {
        Ok((LogId(row.get(0)?), Cursor { seq: row.get(1)?, status: LogStatus::from_row(row.get(2)?) }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn cursor(connection: &Connection, log: &LogId) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT seq FROM log WHERE id = ?1")?;
    Ok(statement.query_row([log.as_bytes()], |row| row.get(0))?)
}

/// Conversations whose past is not all here.
fn with_past(connection: &Connection) -> Result<Vec<LogId>, StoreError> {
    let sql = "SELECT id FROM log WHERE kind <> 0 AND state IN (0, 1) AND history IS NOT NULL ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0).map(LogId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
