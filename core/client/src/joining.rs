//! Coming into a conversation that others founded: by a welcome, whose place in the log is found before anything of it
//! is believed. And out of it by the server's word alone, for whom may not read the commit that says so.

use verband_groups::{self as groups, GroupError};
use verband_protocol::entry::{Class, Header, Record, SignedEntry};
use verband_protocol::evidence::Evidence;
use verband_protocol::id::{DeviceId, LogId, MemberId};
use verband_protocol::policy::{History as HistoryPolicy, roster_hash};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Page, SyncFrame, Welcome, Welcomes};
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::history::History;
use verband_store::Tx;

use crate::apply::certified;
use crate::backlog::Failures;
use crate::catching_up::PAGE;
use crate::client::Inner;
use crate::conversations::insert_conversation;
use crate::error::ClientError;
use crate::log::{self, AlarmKind, LogStatus};
use crate::log::{is_joining, kind_number};

/// How far a place in the log is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// The commit itself: the log is followed from there.
    Commit,
    /// The end of the log, for who comes in by herself: all that is there is past.
    End,
}

impl Inner {
    pub(crate) async fn join_welcomes(&self, failures: &mut Failures) -> Result<(), ClientError> {
        let waiting: Welcomes = self.api.get("/v1/welcomes").await?;
        if !waiting.welcomes.is_empty() {
            // Whoever is in by a welcome that is there now stands in the organisation log as it is now.
            self.sync_organisation().await?;
        }
        for welcome in waiting.welcomes {
            failures.note(self.take_welcome(&welcome).await)?;
        }
        Ok(())
    }

    async fn take_welcome(&self, welcome: &Welcome) -> Result<(), ClientError> {
        self.join(welcome).await?;
        self.delete(&format!("/v1/welcomes/{}/{}", welcome.log, welcome.epoch)).await
    }

    /// Joins a conversation with the keys of a welcome. Its place in the log is found next. A join without a place does
    /// not stand in the way of another one: a member may have made up the group that she welcomed this device to.
    async fn join(&self, welcome: &Welcome) -> Result<(), ClientError> {
        let log = welcome.log;
        // Who was removed and added again first learns of her removal: until then she has the old group.
        self.let_back(&log)?;
        self.catch_up_to(&log, u64::MAX).await?;
        let old = self.store.read(|connection| log::followed(connection, &log))?;
        let unsettled = old.as_ref().is_some_and(is_joining);
        let cut_off = old.as_ref().is_some_and(|old| {
            let policy = old.state.policy.as_ref();
            old.status == LogStatus::Left && policy.is_some_and(|policy| policy.history == HistoryPolicy::FromJoin)
        });
        let returning = old.as_ref().is_some_and(|old| old.status == LogStatus::Returning);
        // Who comes back goes on counting: nobody else knows how far this device was.
        let counter = old.and_then(|old| old.state.counters.get(&self.keys.id).copied());
        let organisation = self.organisation()?;
        let directory = |device: &_| certified(&organisation, device);
        let joined = self.store.with_tx(|tx| -> Result<(), ClientError> {
            if unsettled {
                groups::unjoin(tx, &log)?;
            }
            if cut_off {
                // She may not read the commit that took her out of the old group.
                groups::forget(tx, &log)?;
            }
            if returning {
                // Somebody was faster than this device's own commit.
                groups::discard_pending(tx, &log)?;
            }
            tx.execute(
                "INSERT OR IGNORE INTO log (id, kind, head, state) VALUES (?1, 1, zeroblob(32), 0)",
                [log.as_bytes()],
            )?;
            let joined = groups::join(tx, &self.identity(), &log, &welcome.welcome, &welcome.tree, &directory)?;
            let kind = kind_number(&joined.policy);
            let mut state = LogState::of_group(log, joined.position, joined.epoch, joined.policy, &joined.roster);
            state.counters.extend(counter.map(|counter| (self.keys.id, counter)));
            log::follow(tx, kind, &state, None, LogStatus::Joining)?;
            self.backup_is_due();
            Ok(())
        });
        match joined {
            // Joined before the last kill, or removed since: there is nothing more in this welcome.
            Ok(()) | Err(ClientError::Group(GroupError::Joined | GroupError::Stale { .. })) => {}
            Err(ClientError::Group(GroupError::Refused(reason))) => self
                .store
                .with_tx(|tx| self.alarm(tx, &log, AlarmKind::Ghost, &format!("a welcome was refused: {reason}")))?,
            Err(error) => return Err(error),
        }
        self.settle_join(&log).await
    }

    /// Where a conversation stands that this device founded, or that it joined as soon as its place is found.
    pub(crate) async fn settled(&self, log: &LogId) -> Result<Option<u64>, ClientError> {
        let followed = || self.store.read(|connection| log::followed(connection, log));
        if followed()?.as_ref().is_some_and(is_joining) {
            self.settle_join(log).await?;
        }
        Ok(followed()?.filter(|followed| !is_joining(followed)).map(|followed| followed.state.position.seq))
    }

    /// Finds the commit that a welcome belongs to: what comes after it is followed from now on, what is before it is
    /// the past, which is read backwards from there. Without a place the server is asked again with the next sync.
    pub(crate) async fn settle_join(&self, log: &LogId) -> Result<(), ClientError> {
        let followed = self.store.read(|connection| log::followed(connection, log))?;
        let Some(state) = followed.filter(is_joining).map(|followed| followed.state) else { return Ok(()) };
        match self.place(state, Until::Commit).await? {
            Some(state) if self.began_rightly(&state).await? => {
                self.store.with_tx(|tx| self.begin(tx, &state, LogStatus::Live))
            }
            _ => Ok(()),
        }
    }

    /// Whether whoever founded a conversation had the right to, as far as a newcomer may know: not where she reads nothing
    /// of what was before her. That the entry truly is the first one is known when its past has been read.
    async fn began_rightly(&self, state: &LogState) -> Result<bool, ClientError> {
        let log = state.log;
        let page: Page = self.api.get(&format!("/v1/logs/{log}/entries?after=0&limit=1")).await?;
        let Some(first) = page.entries.first().filter(|first| first.seq == 1) else {
            return Ok(state.policy.as_ref().is_some_and(|policy| policy.history == HistoryPolicy::FromJoin));
        };
        match state.check_first(&first.entry, &*self.organisation()?) {
            Ok(()) => Ok(true),
            // Asked again as soon as more of the organisation is here.
            Err(Refusal::OrganisationBehind(_)) => Ok(false),
            Err(refusal) => {
                self.false_beginning(&log, &refusal)?;
                Ok(false)
            }
        }
    }

    /// Raises the alarm over a conversation that nobody had the right to found.
    pub(crate) fn false_beginning(&self, log: &LogId, refusal: &Refusal) -> Result<(), ClientError> {
        let detail = format!("it was founded against the rules: {refusal}");
        Ok(self.store.with_tx(|tx| self.alarm(tx, log, AlarmKind::Refused, &detail))?)
    }

    /// Walks on from where the author of a group info stood in the log, to the commit that leads into its epoch. All that
    /// leads there has to be signed and to build on what she saw. None if the server puts something else in between, or
    /// has no such commit.
    pub(crate) async fn place(&self, mut state: LogState, until: Until) -> Result<Option<LogState>, ClientError> {
        let log = state.log;
        let start = state.position;
        let mut passed = vec![start];
        let mut found = false;
        loop {
            let after = state.position.seq;
            let page: Page = self.api.get(&format!("/v1/logs/{log}/entries?after={after}&limit={PAGE}")).await?;
            if page.entries.is_empty() {
                state.since = state.position;
                return Ok(found.then_some(state));
            }
            for placed in &page.entries {
                if placed.seq != state.position.seq + 1 {
                    return Err(ClientError::Answer("the log has a gap".to_owned()));
                }
                state.position = state.position.next(&placed.entry);
                let Some(header) = self.signed_by_device(&log, &placed.entry)? else {
                    let detail = format!("position {} by {:?}: nobody signed it", placed.seq, placed.entry.author);
                    self.store.with_tx(|tx| self.alarm(tx, &log, AlarmKind::Ghost, &detail))?;
                    return Ok(None);
                };
                let since =
                    header.seen.seq.checked_sub(start.seq).map(|since| usize::try_from(since).unwrap_or(usize::MAX));
                if since.is_some_and(|since| passed.get(since) != Some(&header.seen)) {
                    let detail = format!("position {}: {}", placed.seq, Refusal::Fork);
                    let known = since.and_then(|since| passed.get(since));
                    let against = Some(SignedEntry { body: None, ..placed.entry.clone() });
                    let evidence = known.map(|known| Evidence {
                        log,
                        known: *known,
                        entry: None,
                        against,
                        told: None,
                        shown: None,
                    });
                    let kind = AlarmKind::Fork;
                    self.store.with_tx(|tx| self.alarm_with(tx, &log, kind, &detail, evidence.as_ref()))?;
                    return Ok(None);
                }
                passed.push(state.position);
                if found && header.class == Class::Leave {
                    state.leaving.extend(state.roster.get(&header.author));
                }
                let Some(Record::Commit(record)) = &header.record else { continue };
                if found {
                    // The group has moved on meanwhile.
                    return Ok(None);
                }
                let leads_to = if placed.seq == 1 { 0 } else { header.epoch + 1 };
                if leads_to != state.epoch || record.roster != roster_hash(&state.leaves()) {
                    continue;
                }
                state.organisation = header.organisation;
                if until == Until::Commit {
                    state.since = state.position;
                    return Ok(Some(state));
                }
                found = true;
            }
        }
    }

    /// The header of an entry of this log, if a device of the organisation signed it.
    pub(crate) fn signed_by_device(&self, log: &LogId, entry: &SignedEntry) -> Result<Option<Header>, ClientError> {
        let key = self.organisation()?.device(&entry.author).map(|device| device.certificate.event);
        let header = key.and_then(|key| entry.verify(Purpose::Event, &key).ok());
        Ok(header.filter(|header| header.log == *log))
    }

    /// Begins a conversation that this device has found its place in, and its way back into the past.
    pub(crate) fn begin(&self, tx: &Tx<'_>, state: &LogState, status: LogStatus) -> Result<(), ClientError> {
        let Some(policy) = &state.policy else { return Err(ClientError::Damaged("the database")) };
        let history = History::new(state.log, state.position, state.epoch, state.leaves());
        // A further device of somebody who was in before reads what she has read.
        let own = |(device, member): (&DeviceId, &MemberId)| *device != self.keys.id && *member == self.account.member;
        let reads = policy.history != HistoryPolicy::FromJoin || state.roster.iter().any(own);
        let history = reads.then_some(&history);
        log::follow(tx, kind_number(policy), state, history, status)?;
        insert_conversation(tx, &state.log, policy, "", self.ports.clock.now_ms())?;
        Ok(())
    }

    /// A conversation that the server does not list any more has removed this device, which may not even read the
    /// commit that says so. The server's word makes it read-only and no more: if it is listed again, it goes on.
    pub(crate) fn compare_logs(&self, frame: &SyncFrame) -> Result<(), ClientError> {
        let listed = |log: &LogId| frame.logs.iter().any(|position| position.log == *log);
        for log in self.logs_with(LogStatus::Live)?.iter().filter(|log| !listed(log)) {
            self.taken_out(log)?;
        }
        for log in self.logs_with(LogStatus::Left)?.iter().filter(|log| listed(log)) {
            self.let_back(log)?;
        }
        Ok(())
    }

    /// Makes a conversation read-only by the server's word.
    pub(crate) fn taken_out(&self, log: &LogId) -> Result<(), ClientError> {
        Ok(self.store.with_tx(|tx| log::set_status(tx, log, LogStatus::Left))?)
    }

    /// Goes on with a conversation that the server's word alone has made read-only.
    pub(crate) fn let_back(&self, log: &LogId) -> Result<(), ClientError> {
        let followed = self.store.read(|connection| log::followed(connection, log))?;
        let left = followed.filter(|followed| followed.status == LogStatus::Left).map(|followed| followed.state);
        if left.is_some_and(|state| state.roster.contains_key(&self.keys.id) && !state.is_deserted()) {
            self.store.with_tx(|tx| log::set_status(tx, log, LogStatus::Live))?;
        }
        Ok(())
    }
}
