//! Sync: brings this device up to the log and the log up to this device. One pass does everything in one order;
//! whoever wants something sent or seen asks for a pass.

use std::future::pending;
use std::slice;
use std::sync::Arc;

use futures_util::FutureExt;
use verband_groups as groups;
use verband_protocol::id::LogId;
use verband_protocol::wire::{KeyPackages, SyncFrame};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic};

use crate::account;
use crate::api::Frames;
use crate::backlog::{Answer, Backlog, Failures, cursors};
use crate::client::{Client, Inner};
use crate::error::{ClientError, Retry};
use crate::kind;
use crate::log::LogStatus;
use crate::outbox::waiting_logs;

/// Unused key packages that the server should have, and from which number on they are refilled.
const KEY_PACKAGES: usize = 20;
const KEY_PACKAGES_LOW: u32 = 8;
const LAST_RESORT: &str = "last-resort-key-package";

/// Waits between tries without network, in milliseconds: the first, and the longest.
const FIRST_WAIT: u64 = 500;
const LONGEST_WAIT: u64 = 30_000;
const HOUR: u64 = 3_600_000;

impl Client {
    /// One pass: everything the server has is applied, everything that waits here is sent. What goes wrong with one
    /// conversation does not stop the others.
    ///
    /// # Errors
    /// [`ClientError::Offline`] and others; what was done is kept. [`ClientError::Outdated`];
    /// [`ClientError::Revoked`], after which the profile is gone if the organisation's log proves it. [`ClientError::InvitationGone`] or
    /// [`ClientError::Server`] with [`Retry::Never`] if the server refuses a founding or a claim that it had not heard of
    /// yet: then the profile is gone and this client locked, unless something was made in it.
    pub async fn sync(&self) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let pass = async {
            let caught_up = {
                let _turn = self.turn(&inner).await?;
                let (_, frame) = inner.connect().await?;
                inner.set_online(true);
                let (mut backlog, mut failures) = (Backlog::new(&inner), Failures::default());
                inner.pass(&frame, &mut backlog, &mut failures).await?;
                while let Some(answer) = backlog.next().await? {
                    inner.take(answer, &mut backlog, &mut failures).await?;
                }
                inner.back_up().await?;
                failures.end()
            };
            let brought = self.transfer(&inner).await;
            caught_up.and(brought)
        };
        Box::pin(self.in_contact(&inner, pass)).await
    }

    /// Brings files up and down, and sends each event as soon as its files are on the server.
    async fn transfer(&self, inner: &Inner) -> Result<(), ClientError> {
        loop {
            let more = inner.upload_next().await;
            if !matches!(more, Ok(false)) {
                let _turn = self.turn(inner).await?;
                let mut failures = Failures::default();
                for log in inner.store.read(waiting_logs)? {
                    failures.note(inner.flush_log(&log).await)?;
                }
                failures.end()?;
            }
            if !more? {
                return inner.download_all().await;
            }
        }
    }

    /// Follows the server for as long as the client is unlocked: applies what comes, sends what is made, waits and
    /// tries again without network. It does not wait on when something is made, nor when [`Self::sync`] has reached the server: call
    /// that when the system says that there is a network. Ends when the client is locked or the device revoked.
    ///
    /// # Errors
    /// [`ClientError::Revoked`], [`ClientError::Outdated`], [`ClientError::Locked`], and as for [`Self::sync`] if the server refuses the profile;
    /// never for want of a network.
    pub async fn run(&self) -> Result<(), ClientError> {
        let mut wait = FIRST_WAIT;
        loop {
            let inner = self.inner()?;
            inner.set_online(false);
            inner.forget_unsent(inner.ports.clock.now_ms())?;
            let followed = Box::pin(self.in_contact(&inner, self.follow(&inner, &mut wait))).await;
            let Err(error) = followed else { continue };
            let Ok(inner) = self.inner() else {
                // Locked meanwhile, or the server refused this profile, and it is gone.
                return Err(if error.retry() == Retry::Never { error } else { ClientError::Locked });
            };
            inner.set_online(false);
            if error.retry() == Retry::Never && !matches!(error, ClientError::Answer(_) | ClientError::Server(..)) {
                return Err(error);
            }
            if inner.pause(wait).await {
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }

    async fn follow(&self, inner: &Inner, wait: &mut u64) -> Result<(), ClientError> {
        drop(self.turn(inner).await?);
        let following = inner.follow(wait).fuse();
        let transfers = inner.keep_transferring().fuse();
        let releasing = inner.keep_releasing().fuse();
        futures_util::pin_mut!(following, transfers, releasing);
        futures_util::select_biased! {
            ended = following => ended,
            ended = transfers => ended,
            ended = releasing => ended,
        }
    }
}

/// Why a device that follows does something.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, on the stack")]
enum Woken {
    /// The server told of something, or ended the stream.
    Frame(Option<SyncFrame>),
    /// Something was made here.
    Wish,
    /// A page of the backlog is there.
    Page(Answer),
    /// What failed is tried again.
    Again,
}

impl Inner {
    /// Waits for the next try, in milliseconds at most. Whether all of the time is over.
    async fn pause(&self, most: u64) -> bool {
        let wishes = self.store.subscribe();
        let over = self.ports.timer.sleep(most).fuse();
        futures_util::pin_mut!(over);
        loop {
            let next_wish = wishes.next().fuse();
            futures_util::pin_mut!(next_wish);
            futures_util::select_biased! {
                topics = next_wish => match topics {
                    Some(topics) if topics.contains(&Topic::Outbox) || self.is_online() => return false,
                    Some(_) => {}
                    None => return false,
                },
                () = over => return true,
            }
        }
    }

    /// Follows one sync stream to its end.
    async fn follow(&self, wait: &mut u64) -> Result<(), ClientError> {
        let wishes = self.store.subscribe();
        let mut backlog = Backlog::new(self);
        let mut failures = Failures::default();
        let (mut frames, mut known) = {
            // No pass may come between the first frame and its use: what a pass founds or joins is not in that frame.
            let _one_at_a_time = self.syncing.lock().await;
            let (frames, first) = self.connect().await?;
            self.set_online(true);
            self.pass(&first, &mut backlog, &mut failures).await?;
            self.back_up().await?;
            *wait = FIRST_WAIT;
            (frames, SyncFrame { key_packages: None, ..first })
        };
        let mut again = FIRST_WAIT;
        loop {
            let woken = {
                let next_frame = frames.next().fuse();
                let next_wish = wishes.next().fuse();
                let next_page = async {
                    match backlog.next().await.transpose() {
                        Some(answer) => answer,
                        None => pending().await,
                    }
                };
                let next_page = next_page.fuse();
                let next_try =
                    async { if failures.any() { self.ports.timer.sleep(again).await } else { pending().await } };
                let next_try = next_try.fuse();
                let next_duty = self.until_due()?.fuse();
                futures_util::pin_mut!(next_frame, next_wish, next_duty, next_page, next_try);
                futures_util::select_biased! {
                    frame = next_frame => Woken::Frame(frame?),
                    () = next_duty => Woken::Wish,
                    topics = next_wish => match topics {
                        Some(topics) if topics.contains(&Topic::Outbox) => Woken::Wish,
                        Some(_) => continue,
                        None => return Err(ClientError::Locked),
                    },
                    () = next_try => Woken::Again,
                    answer = next_page => Woken::Page(answer?),
                }
            };
            let _one_at_a_time = self.syncing.lock().await;
            match woken {
                Woken::Page(answer) => {
                    self.take(answer, &mut backlog, &mut failures).await?;
                    continue;
                }
                Woken::Frame(Some(frame)) => known = frame,
                Woken::Frame(None) => return Ok(()),
                Woken::Wish if failures.any() => {}
                Woken::Wish => {
                    known.welcomes = false;
                    known.requests.clear();
                }
                Woken::Again => again = (again * 2).min(LONGEST_WAIT),
            }
            failures = Failures::default();
            self.pass(&known, &mut backlog, &mut failures).await?;
            self.back_up().await?;
            if !failures.any() {
                again = FIRST_WAIT;
            }
            *wait = FIRST_WAIT;
        }
    }

    /// Waits until something is due that nobody asks for. Clocks jump and sleep: it looks again at least every hour.
    fn until_due(&self) -> Result<impl Future<Output = ()> + use<>, ClientError> {
        let due = self.store.read(|connection| kind::due(connection, &self.account.member))?;
        let due = due.into_iter().chain(self.rounds.next()).min();
        let now = self.ports.clock.now_ms();
        // What is over and still due could not be done in the pass that has just been.
        let wait = due.map(|due| if due > now { (due - now).clamp(FIRST_WAIT, HOUR) } else { HOUR });
        let timer = Arc::clone(&self.ports.timer);
        Ok(async move {
            match wait {
                Some(wait) => timer.sleep(wait).await,
                None => std::future::pending().await,
            }
        })
    }

    /// Opens a sync stream and waits for its first frame, which has every log.
    async fn connect(&self) -> Result<(Frames, SyncFrame), ClientError> {
        let mut frames = self.api.sync().await.map_err(|error| self.not_let_in(error))?;
        match frames.next().await? {
            Some(first) => Ok((frames, first)),
            None => Err(ClientError::Answer("a sync without a frame".to_owned())),
        }
    }

    /// Applies what a frame tells of, then does this device's duties, then sends. Conversations that are slow or fail stay
    /// in the backlog, and so does the past.
    async fn pass(
        &self,
        frame: &SyncFrame,
        backlog: &mut Backlog<'_>,
        failures: &mut Failures,
    ) -> Result<(), ClientError> {
        self.sync_organisation().await?;
        self.restore_backups().await?;
        self.found_personal_space()?;
        if let Some(count) = frame.key_packages {
            self.give_key_packages(count).await?;
            // Only the first frame of a stream tells of key packages, and it has every log.
            self.compare_logs(frame)?;
        }
        if frame.welcomes {
            self.join_welcomes(failures).await?;
        }
        backlog.note(frame, failures).await?;
        backlog.catch_up(failures).await?;
        self.come_back(failures).await?;
        self.do_organisation_duties().await?;
        self.introduce().await?;
        let organisation = self.organisation()?.position().seq;
        let pending = self.store.read(groups::all_pending)?;
        for (log, cursor) in self.store.read(cursors)? {
            let followed = matches!(cursor.status, LogStatus::Live | LogStatus::Joining);
            let owes = pending.contains(&log) || !self.owes.nothing(&log, cursor.seq, organisation);
            if followed && owes && !backlog.is_behind(&log) {
                failures.note(self.look_after(&log).await)?;
            }
        }
        for log in &frame.requests {
            failures.note(self.hear_requests(slice::from_ref(log)).await)?;
        }
        kind::perform_duties(self)?;
        self.flush_outbox(backlog, failures).await?;
        // What was sent may be what a duty waited for.
        if kind::perform_duties(self)? {
            self.flush_outbox(backlog, failures).await?;
        }
        if self.prune_all(backlog, failures).await? {
            self.flush_outbox(backlog, failures).await?;
        }
        self.leave_conversations().await?;
        self.note_contact()?;
        self.clear_litter()?;
        self.take_marks(&frame.marks).await?;
        self.tell_marks(&self.logs_with(LogStatus::Live)?).await
    }

    /// Erases what is over in conversations that are up to date. Whether there was something.
    async fn prune_all(&self, backlog: &mut Backlog<'_>, failures: &mut Failures) -> Result<bool, ClientError> {
        let mut pruned = false;
        for log in self.to_prune()? {
            if !backlog.is_behind(&log) {
                let outcome = self.prune(&log).await;
                pruned |= matches!(outcome, Ok(true));
                failures.note(outcome.map(drop))?;
            }
        }
        Ok(pruned)
    }

    /// Sends what waits in conversations that are up to date.
    async fn flush_outbox(&self, backlog: &mut Backlog<'_>, failures: &mut Failures) -> Result<(), ClientError> {
        for log in self.store.read(waiting_logs)? {
            if !backlog.is_behind(&log) {
                failures.note(self.flush_log(&log).await)?;
            }
        }
        Ok(())
    }

    /// Takes a page of the backlog, and does for a conversation that is up to date by it what a pass did not do.
    async fn take(
        &self,
        answer: Answer,
        backlog: &mut Backlog<'_>,
        failures: &mut Failures,
    ) -> Result<(), ClientError> {
        if let Some(log) = backlog.take(answer, failures).await? {
            failures.note(self.look_after(&log).await)?;
            failures.note(self.flush_log(&log).await)?;
        }
        Ok(())
    }

    /// Does what is to be done for a conversation that has changed.
    async fn look_after(&self, log: &LogId) -> Result<(), ClientError> {
        self.do_duties(log).await?;
        // What fails is done again with the next pass.
        self.show_channels(slice::from_ref(log)).await.inspect_err(|_| self.owes.forget(log))
    }

    /// Gives the server key packages, so that others can add this device while it is off.
    async fn give_key_packages(&self, count: u32) -> Result<(), ClientError> {
        let first = self.store.read(|connection| account::get(connection, LAST_RESORT))?.is_none();
        if count >= KEY_PACKAGES_LOW && !first {
            return Ok(());
        }
        let identity = self.identity();
        let now = self.ports.clock.now_ms();
        let missing = KEY_PACKAGES - (count as usize).min(KEY_PACKAGES);
        let (packages, last_resort) = self.store.with_tx(|tx| -> Result<_, ClientError> {
            groups::prune_key_packages(tx, now)?;
            let packages = groups::key_packages(tx, &identity, missing, false, now)?;
            let last_resort = if first { groups::key_packages(tx, &identity, 1, true, now)?.pop() } else { None };
            Ok((packages, last_resort))
        })?;
        let give = KeyPackages {
            packages: packages.into_iter().map(Into::into).collect(),
            last_resort: last_resort.map(Into::into),
        };
        self.api.send(http::Method::POST, "/v1/key-packages", Some(&give)).await?.done()?;
        self.store.with_tx(|tx| Ok(account::put(tx, LAST_RESORT, &[1])?))
    }

    pub(crate) fn logs_with(&self, status: LogStatus) -> Result<Vec<LogId>, ClientError> {
        let logs = self.store.read(|connection: &Connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare_cached("SELECT id FROM log WHERE kind <> 0 AND state = ?1 ORDER BY id")?;
            let rows = statement.query_map([status as i64], |row| row.get(0).map(LogId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(logs)
    }
}
