//! Coming back into conversations by oneself: a device whose member is in, and which has no group, brings itself in by an
//! external commit (RFC 9420 section 12.4.3.2). It cannot know the archive key of the epoch that it ends: whoever does
//! posts a late link, and the next commit publishes what the external one could not.

use verband_groups as groups;
use verband_protocol::entry::{Class, Header, Record, SignedEntry};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, Appended, AppendedAll, Group, MAX_PAGE, Page, ProblemCode};
use verband_rules::conversation::LogState;

use crate::api::Answer;
use crate::apply::certified;
use crate::backlog::Failures;
use crate::client::Inner;
use crate::committing::MAX_ROUNDS;
use crate::error::ClientError;
use crate::joining::Until;
use crate::log::{self, AlarmKind, LogStatus};

impl Inner {
    /// Brings this device into the conversations that its backup told of, as far as nobody has added it meanwhile.
    pub(crate) async fn come_back(&self, failures: &mut Failures) -> Result<(), ClientError> {
        for log in self.logs_with(LogStatus::Returning)? {
            failures.note(self.come_back_into(&log).await)?;
        }
        Ok(())
    }

    async fn come_back_into(&self, log: &LogId) -> Result<(), ClientError> {
        for _ in 0..MAX_ROUNDS {
            // What a kill interrupted is sent again as it was.
            if self.store.with_tx(|tx| groups::pending(tx, log))?.is_none() && !self.build_external(log).await? {
                return Ok(());
            }
            let Some(pending) = self.store.with_tx(|tx| groups::pending(tx, log))? else { return Ok(()) };
            let bundle = self.bundle(log, &pending)?;
            match self.api.post::<_, Appended>(&format!("/v1/conversations/{log}/commits"), &bundle).await? {
                Answer::Done(_) => return self.catch_up(log).await,
                Answer::Problem(problem) => {
                    self.store.with_tx(|tx| groups::discard_pending(tx, log))?;
                    match problem.code {
                        // Another commit came first: this one is built anew on top of it.
                        ProblemCode::StaleEpoch | ProblemCode::Gap => {}
                        ProblemCode::Refused => return Ok(()),
                        _ => return Answer::Problem(problem).done(),
                    }
                }
            }
        }
        Ok(())
    }

    /// Builds the commit on top of what the server says the group is, once the log shows that it is. Whether it did.
    async fn build_external(&self, log: &LogId) -> Result<bool, ClientError> {
        let group = match self.api.get::<Group>(&format!("/v1/conversations/{log}/group")).await {
            Ok(group) => group,
            Err(ClientError::Server(ProblemCode::NotFound, _)) => {
                // Her old devices were removed before this one came: whoever is there adds it.
                self.store.with_tx(|tx| Ok::<_, ClientError>(log::set_status(tx, log, LogStatus::Left)?))?;
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        let organisation = self.organisation()?;
        let directory = |device: &_| certified(&organisation, device);
        let outside = self.store.with_tx(|tx| groups::outside(tx, log, &group.group_info, &group.tree, &directory));
        let outside = match outside {
            Ok(outside) => outside,
            Err(groups::GroupError::Refused(reason)) => {
                let detail = format!("the group that the server gives is refused: {reason}");
                self.store.with_tx(|tx| self.alarm(tx, log, AlarmKind::Ghost, &detail))?;
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        };
        let state = LogState::of_group(*log, outside.position, outside.epoch, outside.policy, &outside.roster);
        let Some(mut state) = self.place(state, Until::End).await? else { return Ok(false) };
        state.unpublished = self.unpublished_before(&state).await?;
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            self.begin(tx, &state, LogStatus::Returning)?;
            let (info, tree) = (&group.group_info, &group.tree);
            groups::external_commit(tx, &self.identity(), &*self.ports.entropy, &state, info, tree, &directory)?;
            Ok(())
        })?;
        Ok(true)
    }

    /// Epochs whose key commitments no commit has published yet: each of the newest commits in a row that were external
    /// has left one.
    async fn unpublished_before(&self, state: &LogState) -> Result<std::collections::BTreeSet<u64>, ClientError> {
        let mut unpublished = std::collections::BTreeSet::new();
        let (log, mut before) = (state.log, state.position.seq + 1);
        loop {
            let page: Page = self.api.get(&format!("/v1/logs/{log}/entries?before={before}&limit={MAX_PAGE}")).await?;
            let Some(first) = page.entries.first() else { return Ok(unpublished) };
            before = first.seq;
            for placed in page.entries.iter().rev() {
                match self.signed_by_device(&log, &placed.entry)?.map(|header| (header.epoch, header.record)) {
                    Some((epoch, Some(Record::Commit(commit)))) if commit.external => unpublished.insert(epoch),
                    Some((_, Some(Record::Commit(_)))) => return Ok(unpublished),
                    _ => continue,
                };
            }
        }
    }

    /// Helps devices that came in by themselves: gives them the key of the epoch that they ended, if this device has it.
    pub(crate) async fn post_late_links(&self, log: &LogId) -> Result<(), ClientError> {
        let state = self.state(log)?;
        if state.unpublished.is_empty() {
            return Ok(());
        }
        let organisation = self.organisation()?.position();
        let now = self.ports.clock.now_ms();
        let entries = self.store.with_tx(|tx| -> Result<Vec<SignedEntry>, ClientError> {
            let mut entries = Vec::new();
            for epoch in state.unpublished.iter().map(|ended| ended + 1) {
                let Some(link) = groups::late_link(tx, &*self.ports.entropy, log, epoch)? else { continue };
                let event = EventId::random(&*self.ports.entropy);
                let header = Header {
                    counter: self.next_counter(&state) + entries.len() as u64,
                    record: Some(Record::LateLink(epoch)),
                    ..self.entry_header(&state, organisation, event, Class::LateLink, now)
                };
                entries.push(header.sign(Some(link), Purpose::Event, &self.keys.event));
            }
            Ok(entries)
        })?;
        if entries.is_empty() {
            return Ok(());
        }
        let posted = self.api.post::<_, AppendedAll>(&format!("/v1/logs/{log}/entries"), &Append { entries }).await?;
        match posted {
            // Somebody else was faster, or has helped already.
            Answer::Done(_) => self.catch_up(log).await,
            Answer::Problem(problem) => match problem.code {
                ProblemCode::StaleEpoch | ProblemCode::Gap | ProblemCode::Refused => self.catch_up(log).await,
                _ => Answer::Problem(problem).done(),
            },
        }
    }
}
