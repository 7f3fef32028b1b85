//! The past of a conversation that this device joined late: read backwards, page by page, with the keys that the chain of
//! links gives.

use std::collections::BTreeMap;

use verband_groups as groups;
use verband_protocol::entry::{Position, Record, SignedEntry};
use verband_protocol::id::{Hash, LogId};
use verband_protocol::seal::SealKey;
use verband_protocol::wire::{HeadAt, Links, MAX_PAGE, Page};
use verband_rules::Refusal;
use verband_rules::history::History;
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

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
            if self.state(log)?.unpublished.contains(&newest) {
                // This device came in by itself, and nobody who has the key of the epoch before was here since.
                return Ok(false);
            }
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
        let known = match known {
            Some(known) => Some(known),
            None => self.linked_key(log, newest).await?,
        };
        let Some(known) = known else { return Ok(None) };
        let path = format!("/v1/conversations/{log}/links?from={}&to={newest}", history.epoch + 1);
        let links: Links = self.api.get(&path).await?;
        let walk = groups::walk_back(log, newest, &known, &history.commitments, &links.links);
        Ok(walk.hole.is_none_or(|hole| hole <= history.epoch).then_some(walk.keys))
    }

    /// The key of an epoch that this device was not in, from the key of a later one: late links lead there.
    async fn linked_key(&self, log: &LogId, epoch: u64) -> Result<Option<SealKey>, ClientError> {
        let later = self.store.read(|connection| later_key(connection, log, epoch))?;
        let Some((later, key)) = later else { return Ok(None) };
        let published = self.store.read(|connection| published(connection, log))?;
        let links: Links =
            self.api.get(&format!("/v1/conversations/{log}/links?from={}&to={later}", epoch + 1)).await?;
        let walk = groups::walk_back(log, later, &key, &published, &links.links);
        let found = walk.keys.iter().find(|(found, _)| *found == epoch).map(|(_, key)| key.clone());
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            for (epoch, key) in &walk.keys {
                groups::keep(tx, log, *epoch, key)?;
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// The oldest key that is newer than an epoch.
fn later_key(connection: &Connection, log: &LogId, epoch: u64) -> Result<Option<(u64, SealKey)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT epoch, key FROM archive_key WHERE log = ?1 AND epoch > ?2 ORDER BY epoch LIMIT 1")?;
    let found = statement.query_row((log.as_bytes(), epoch), |row| Ok((row.get(0)?, SealKey::from_bytes(row.get(1)?))));
    Ok(found.optional()?)
}

/// The key commitments that the entries at hand publish.
fn published(connection: &Connection, log: &LogId) -> Result<BTreeMap<u64, Hash>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT author, header, sig, body FROM entry WHERE log = ?1")?;
    let mut rows = statement.query([log.as_bytes()])?;
    let mut published = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let Ok(header) = log::entry_of(row)?.read() else { continue };
        if let Some(Record::Commit(commit)) = header.record {
            published.extend(commit.commitments.iter().map(|kc| (kc.epoch, kc.commitment)));
        }
    }
    Ok(published)
}
