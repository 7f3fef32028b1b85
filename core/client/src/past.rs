//! The past of a conversation that this device joined late: read backwards, page by page, with the keys that the chain of
//! links gives.

use verband_groups as groups;
use verband_protocol::entry::{Position, SignedEntry};
use verband_protocol::id::LogId;
use verband_protocol::seal::SealKey;
use verband_protocol::wire::{HeadAt, Links, MAX_PAGE, Page};
use verband_rules::Refusal;
use verband_rules::history::History;

use crate::client::Inner;
use crate::error::ClientError;
use crate::log::{self, AlarmKind};

/// Entries of the past verified and written in one transaction.
const PAST_PAGE: u32 = 200;

impl Inner {
    /// Reads one page of the past. Whether there is more.
    pub(crate) async fn read_past(&self, log: &LogId) -> Result<bool, ClientError> {
        let followed = self.store.read(|connection| log::followed(connection, log))?;
        let Some(mut history) = followed.and_then(|followed| followed.history) else { return Ok(false) };
        let before = history.before.seq + 1;
        let limit = PAST_PAGE.min(MAX_PAGE);
        let page: Page = self.api.get(&format!("/v1/logs/{log}/entries?before={before}&limit={limit}")).await?;
        let start = page.entries.first().map_or(0, |first| first.seq.saturating_sub(1));
        let start = self.head_before(log, start).await?;
        let entries: Vec<SignedEntry> = page.entries.into_iter().map(|placed| placed.entry).collect();
        let (newest, organisation) = (history.epoch, self.organisation()?);
        let past = match history.check_page(start, &entries, &organisation) {
            Ok(past) => past,
            Err(Refusal::OrganisationBehind(seq)) => {
                self.withheld(log, seq)?;
                return Ok(false);
            }
            _ => {
                self.store.with_tx(|tx| {
                    self.alarm(tx, log, AlarmKind::Fork, "the past that the server gives is not this log's")
                })?;
                return Ok(false);
            }
        };
        let Some(keys) = self.past_keys(log, newest, &history).await? else {
            // Not the page is wrong but its keys: it is read again as soon as they come.
            let detail = format!("the server withholds keys between epochs {} and {newest}", history.epoch);
            self.store.with_tx(|tx| self.alarm(tx, log, AlarmKind::Omission, &detail))?;
            return Ok(false);
        };
        let complete = history.complete();
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            for (epoch, key) in &keys {
                groups::keep(tx, log, *epoch, key)?;
            }
            self.apply_past(tx, &organisation, &history, &past, &entries)?;
            log::keep_history(tx, log, (!complete).then_some(&history))?;
            Ok(())
        })?;
        Ok(!complete)
    }

    /// The head before a page of the past: the server's claim, which the page proves.
    async fn head_before(&self, log: &LogId, seq: u64) -> Result<Position, ClientError> {
        if seq == 0 {
            return Ok(Position::START);
        }
        let head: HeadAt = self.api.get(&format!("/v1/logs/{log}/heads/{seq}")).await?;
        Ok(Position { seq, head: head.head })
    }

    /// Walks the chain of archive keys from the newest epoch of a page to its oldest; none if a link on the way is
    /// missing or wrong.
    async fn past_keys(
        &self,
        log: &LogId,
        newest: u64,
        history: &History,
    ) -> Result<Option<Vec<(u64, SealKey)>>, ClientError> {
        if history.epoch == newest {
            return Ok(Some(Vec::new()));
        }
        let known = self.store.read(|connection| groups::archive_key(connection, log, newest))?;
        let Some(known) = known else { return Ok(None) };
        let path = format!("/v1/conversations/{log}/links?from={}&to={newest}", history.epoch + 1);
        let links: Links = self.api.get(&path).await?;
        let walk = groups::walk_back(log, newest, &known, &history.commitments, &links.links);
        Ok(walk.hole.is_none_or(|hole| hole <= history.epoch).then_some(walk.keys))
    }
}
