//! Catching up with a log: what the server has beyond what is here is asked for page by page, checked and applied, each page on
//! disk before the next. When that is done is for `sync.rs` and `backlog.rs` to say.

use verband_protocol::entry::SignedEntry;
use verband_protocol::evidence::Evidence;
use verband_protocol::id::LogId;
use verband_protocol::policy::History;
use verband_protocol::wire::{Page, Placed};
use verband_rules::Refusal;
use verband_rules::organisation::OrganisationState;
use verband_store::{StoreError, Tx};

use crate::apply::{Applied, skipped_event};
use crate::client::Inner;
use crate::directory;
use crate::error::ClientError;
use crate::log::{self, AlarmKind, LogStatus, is_joining};

/// Entries of a log applied in one transaction.
pub(crate) const PAGE: u32 = 500;

impl Inner {
    /// Catches up with the organisation log.
    pub(crate) async fn sync_organisation(&self) -> Result<(), ClientError> {
        let log = self.account.organisation;
        let known = self.organisation()?;
        let mut newer = Newer { inner: self, state: None };
        loop {
            let after = newer.state.as_ref().unwrap_or(&known).position().seq;
            let page = self.page_after(&log, after).await.map_err(|error| self.not_let_in(error))?;
            if page.entries.is_empty() {
                self.check_tail(&log, after, page.last)?;
                let newest = newer.state.as_ref().unwrap_or(&known);
                self.check_anchor(newest)?;
                self.check_standing(newest)?;
                if newer.state.is_some() {
                    // What does not go now, goes when this profile is unlocked.
                    let _in_step = self.keep_lock_in_step(&newest.policy());
                }
                return Ok(());
            }
            let mut state = newer.state.take().unwrap_or_else(|| (*known).clone());
            if state.id().is_none() {
                let mut first = OrganisationState::new();
                let _refused = page.entries.first().map(|placed| first.apply(&placed.entry));
                if first.id() != Some(log) {
                    return Err(self.another_organisation("another genesis entry")?);
                }
            }
            let written = self.store.with_tx(|tx| -> Result<bool, ClientError> {
                for placed in &page.entries {
                    if placed.seq != state.position().seq + 1 {
                        return Err(ClientError::Answer("the organisation log has a gap".to_owned()));
                    }
                    if !self.apply_organisation_entry(tx, &mut state, &placed.entry)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            });
            let goes_on = match written {
                Ok(goes_on) => goes_on,
                Err(error) => {
                    // The state has gone further than the disk: it is read from there the next time.
                    self.forget_organisation();
                    return Err(error);
                }
            };
            newer.state = Some(state);
            if !goes_on {
                return Err(ClientError::Halted);
            }
        }
    }

    /// Takes the next entry of the organisation log. Whether the log goes on: an entry that was signed on top of another
    /// history does not belong to this one, nor does what comes after it.
    pub(crate) fn apply_organisation_entry(
        &self,
        tx: &Tx<'_>,
        state: &mut OrganisationState,
        entry: &SignedEntry,
    ) -> Result<bool, ClientError> {
        let applied = state.apply(entry);
        let position = state.position();
        let log = self.account.organisation;
        if applied == Err(Refusal::OrganisationFork) {
            let detail = format!("after position {} of the organisation: {}", position.seq, Refusal::OrganisationFork);
            let seen = entry.read().map_or(position.seq, |header| header.seen.seq);
            let evidence = log::evidence(tx.sql(), &log, seen, Some(entry));
            self.alarm_with(tx, &log, AlarmKind::Fork, &detail, evidence.as_ref())?;
            return Ok(false);
        }
        tx.execute(
            "INSERT INTO log (id, kind, seq, head) VALUES (?1, 0, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, head = excluded.head",
            (log.as_bytes(), position.seq, &position.head.0),
        )?;
        match applied {
            Ok(header) => {
                log::keep(tx, &log, &position, &header.event, entry)?;
                directory::project(tx, state, entry, &header, &self.keys)?;
                if let Some(member) = directory::renewed(state, &header) {
                    let detail = format!("position {} of the organisation: {member} started anew", position.seq);
                    self.alarm_about(tx, &member, AlarmKind::Renewal, &detail)?;
                }
                if let Some(member) = directory::by_sheet(state, &header) {
                    let detail = format!("position {} of the organisation: {member} administers", position.seq);
                    self.alarm_about(tx, &member, AlarmKind::Sheet, &detail)?;
                }
                if let Some(device) = directory::added_elsewhere(state, &header, &self.keys.id) {
                    let detail = format!("position {} of the organisation: device {device} came in", position.seq);
                    self.alarm(tx, &log, AlarmKind::NewDevice, &detail)?;
                }
            }
            Err(refusal) => {
                let detail = format!("position {} of the organisation: {refusal}", position.seq);
                self.alarm(tx, &log, AlarmKind::Refused, &detail)?;
                log::keep(tx, &log, &position, &skipped_event(position.seq), entry)?;
            }
        }
        Ok(true)
    }

    /// The log must contain the position that the invitation names: a server that serves another, or an older
    /// one, is found out here.
    fn check_anchor(&self, state: &OrganisationState) -> Result<(), ClientError> {
        let anchor = self.account.anchor;
        if state.head_at(anchor.seq) == Some(anchor.head) {
            return Ok(());
        }
        Err(self.another_organisation("not the invitation's log")?)
    }

    /// Raises the alarm for an organisation log that is not the one that this device was invited to.
    fn another_organisation(&self, detail: &str) -> Result<ClientError, StoreError> {
        let (log, anchor) = (self.account.organisation, self.account.anchor);
        self.store.with_tx(|tx| {
            let evidence = log::evidence(tx.sql(), &log, anchor.seq, None);
            let evidence = evidence.map(|evidence| Evidence { told: Some(anchor), ..evidence });
            self.alarm_with(tx, &log, AlarmKind::Fork, detail, evidence.as_ref())
        })?;
        Ok(ClientError::Halted)
    }

    pub(crate) async fn catch_up_to(&self, log: &LogId, seq: u64) -> Result<(), ClientError> {
        let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else { return Ok(()) };
        if is_joining(&followed) {
            self.settle_join(log).await?;
            return self.catch_up(log).await;
        }
        // Who is not in yet has no group to apply commits to.
        let behind = followed.state.position.seq < seq && followed.status != LogStatus::Returning;
        if behind { self.catch_up(log).await } else { Ok(()) }
    }

    /// Applies everything that the server has of a conversation when it is asked. What comes in while this is read, the
    /// next frame tells of.
    pub(crate) async fn catch_up(&self, log: &LogId) -> Result<(), ClientError> {
        let mut last = u64::MAX;
        loop {
            let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else {
                return Ok(());
            };
            let following = matches!(followed.status, LogStatus::Live | LogStatus::Joining | LogStatus::Returning);
            let after = followed.state.position.seq;
            if !following || is_joining(&followed) || after >= last {
                return Ok(());
            }
            let page = self.page_after(log, after).await?;
            last = last.min(page.last);
            if !self.take_page(log, after, &page).await? {
                return Ok(());
            }
        }
    }

    /// Asks for the entries after a position.
    pub(crate) async fn page_after(&self, log: &LogId, after: u64) -> Result<Page, ClientError> {
        self.api.get(&format!("/v1/logs/{log}/entries?after={after}&limit={PAGE}")).await
    }

    /// Applies a page of the entries after a position. Whether the log goes on.
    pub(crate) async fn take_page(&self, log: &LogId, after: u64, page: &Page) -> Result<bool, ClientError> {
        let Some(last) = page.entries.last() else {
            self.check_tail(log, after, page.last)?;
            return Ok(false);
        };
        let state = self.state(log)?;
        let here = state.position.seq;
        if here > after && here >= last.seq {
            // It came from elsewhere in the meantime.
            return Ok(true);
        }
        let reads_on = page.entries.first().is_some_and(|first| first.seq == after + 1);
        if !reads_on && state.policy.is_some_and(|policy| policy.history == History::FromJoin) {
            // She was taken out and let in again: what was written in between is not hers, her removal included. The
            // server's word makes this log read-only and no more; a welcome leads on.
            self.taken_out(log)?;
            return Ok(false);
        }
        self.apply_all(log, &page.entries).await
    }

    /// Applies a page, with what it needs of the organisation log. Whether the log goes on.
    async fn apply_all(&self, log: &LogId, entries: &[Placed]) -> Result<bool, ClientError> {
        loop {
            let organisation = self.organisation()?;
            let applied = self.store.with_tx(|tx| self.apply_page(tx, &organisation, log, entries))?;
            match applied {
                Applied::All => return Ok(true),
                Applied::Ended => return Ok(false),
                Applied::NeedOrganisation(seq) => {
                    self.sync_organisation().await?;
                    if self.organisation()?.position().seq < seq {
                        self.withheld(log, seq, entries.iter().map(|placed| &placed.entry))?;
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// A server whose log is shorter than what it gave before has lost or hidden something.
    fn check_tail(&self, log: &LogId, known: u64, last: u64) -> Result<(), ClientError> {
        if last >= known {
            return Ok(());
        }
        let detail = format!("the server has {last} of {known} entries");
        self.store.with_tx(|tx| {
            let evidence = log::evidence(tx.sql(), log, known, None);
            Ok(self.alarm_with(tx, log, AlarmKind::Omission, &detail, evidence.as_ref())?)
        })
    }
}

/// The organisation after the pages that are on disk. It is copied once for all of them, because that of a large house is
/// large; and noted when this goes, also if the call is cancelled between two pages.
struct Newer<'a> {
    inner: &'a Inner,
    state: Option<OrganisationState>,
}

impl Drop for Newer<'_> {
    fn drop(&mut self) {
        if let Some(state) = self.state.take() {
            self.inner.set_organisation(state);
        }
    }
}
