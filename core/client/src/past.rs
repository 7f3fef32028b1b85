//! The past of a conversation that this device joined late: read backwards, page by page, with the keys that the chain of
//! links gives.

use std::collections::BTreeMap;

use verband_groups as groups;
use verband_protocol::entry::{Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, Hash, LogId, MemberId};
use verband_protocol::policy::History as HistoryPolicy;
use verband_protocol::seal::SealKey;
use verband_protocol::wire::{HeadAt, Links, MAX_PAGE, Page};
use verband_rules::Refusal;
use verband_rules::history::{History, Past};
use verband_rules::organisation::OrganisationState;
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

use crate::client::Inner;
use crate::error::ClientError;
use crate::kind::cut_key;
use crate::log::{self, AlarmKind, LogStatus};

/// Entries of the past verified and written in one transaction.
const PAST_PAGE: u32 = 200;

/// A page of the past that was verified, with the keys that open it.
pub(crate) struct PastPage {
    /// What it is the past of.
    before: Position,
    history: History,
    past: Vec<Past>,
    entries: Vec<SignedEntry>,
    keys: Vec<(u64, SealKey)>,
    complete: bool,
}

impl Inner {
    /// Asks for the newest page of the past that is not here, and verifies it. None if there is none or it cannot be read
    /// now.
    pub(crate) async fn ask_past(&self, log: &LogId) -> Result<Option<PastPage>, ClientError> {
        let followed = self.store.read(|connection| log::followed(connection, log))?;
        let Some((mut history, state)) = followed.and_then(|followed| Some((followed.history?, followed.state))) else {
            return Ok(None);
        };
        let from_join = state.policy.is_some_and(|policy| policy.history == HistoryPolicy::FromJoin);
        let before = history.before;
        let (next, limit) = (before.seq + 1, PAST_PAGE.min(MAX_PAGE));
        let page: Page = self.api.get(&format!("/v1/logs/{log}/entries?before={next}&limit={limit}")).await?;
        let start = page.entries.first().map_or(0, |first| first.seq.saturating_sub(1));
        let start = self.head_before(log, start).await?;
        let mut entries: Vec<SignedEntry> = page.entries.into_iter().map(|placed| placed.entry).collect();
        let (newest, organisation, roster) = (history.epoch, self.organisation()?, history.roster.clone());
        let mut past = match history.check_page(start, &entries, &organisation) {
            Ok(past) => past,
            Err(Refusal::OrganisationBehind(seq)) => {
                self.withheld(log, seq, entries.iter())?;
                return Ok(None);
            }
            _ => {
                self.store.with_tx(|tx| {
                    self.alarm(tx, log, AlarmKind::Fork, "the past that the server gives is not this log's")
                })?;
                return Ok(None);
            }
        };
        if let Some(first) = entries.first().filter(|_| history.complete())
            && let Err(refusal) = self.state(log)?.check_first(first, &organisation)
        {
            // Here it is proven to be the first entry: another one was given to whoever asked when she joined.
            self.false_beginning(log, &refusal)?;
            self.store.with_tx(|tx| log::set_status(tx, log, LogStatus::Halted))?;
            return Ok(None);
        }
        // What is older than her admission is not this person's, whatever the server gives.
        let admitted = if from_join { admission(&past, roster, &self.account.member, &organisation) } else { None };
        let oldest = match admitted {
            Some((index, epoch)) => {
                past.drain(..index);
                entries.drain(..index);
                epoch
            }
            None => history.epoch,
        };
        let Some(keys) = self.past_keys(log, newest, oldest, &history).await? else {
            // Keys over a cut come with the personal space.
            if from_join || self.state(log)?.unpublished.contains(&newest) {
                // This device came in by itself, and nobody who has the key of the epoch before was here since.
                return Ok(None);
            }
            // Not the page is wrong but its keys: it is read again as soon as they come.
            let detail = format!("the server withholds keys between epochs {oldest} and {newest}");
            self.store.with_tx(|tx| self.alarm(tx, log, AlarmKind::Omission, &detail))?;
            return Ok(None);
        };
        let complete = history.complete() || admitted.is_some();
        Ok(Some(PastPage { before, history, past, entries, keys, complete }))
    }

    /// Writes a page of the past. Whether there is more.
    pub(crate) fn take_past(&self, log: &LogId, page: Option<PastPage>) -> Result<bool, ClientError> {
        let Some(page) = page else { return Ok(false) };
        let organisation = self.organisation()?;
        self.store.with_tx(|tx| {
            let followed = log::followed(tx.sql(), log)?;
            let Some(history) = followed.and_then(|followed| followed.history) else { return Ok(false) };
            if history.before != page.before {
                // It was removed and came back meanwhile: another past begins where it is now.
                return Ok(true);
            }
            for (epoch, key) in &page.keys {
                groups::keep(tx, log, *epoch, key)?;
            }
            self.apply_past(tx, &organisation, &page.history, &page.past, &page.entries)?;
            log::keep_history(tx, log, (!page.complete).then_some(&page.history))?;
            Ok(!page.complete)
        })
    }

    /// The head before a page of the past: the server's claim, which the page proves.
    async fn head_before(&self, log: &LogId, seq: u64) -> Result<Position, ClientError> {
        if seq == 0 {
            return Ok(Position::START);
        }
        let head: HeadAt = self.api.get(&format!("/v1/logs/{log}/heads/{seq}")).await?;
        Ok(Position { seq, head: head.head })
    }

    /// Walks the chain of archive keys from the newest epoch of a page to its oldest, over cuts with the keys that the
    /// personal space has; none if one on the way is missing or wrong.
    async fn past_keys(
        &self,
        log: &LogId,
        newest: u64,
        oldest: u64,
        history: &History,
    ) -> Result<Option<Vec<(u64, SealKey)>>, ClientError> {
        if oldest == newest {
            return Ok(Some(Vec::new()));
        }
        let known = self.store.read(|connection| groups::archive_key(connection, log, newest))?;
        let known = match known {
            Some(known) => Some(known),
            None => self.linked_key(log, newest).await?,
        };
        let Some(mut known) = known else { return Ok(None) };
        let path = format!("/v1/conversations/{log}/links?from={}&to={newest}", oldest + 1);
        let links: Links = self.api.get(&path).await?;
        let (mut keys, mut from) = (Vec::new(), newest);
        loop {
            let walk = groups::walk_back(log, from, &known, &history.commitments, &links.links);
            keys.extend(walk.keys);
            let Some(before) = walk.hole.filter(|hole| *hole > oldest).map(|hole| hole - 1) else {
                return Ok(Some(keys));
            };
            let published = history.commitments.get(&before);
            let Some(cut) = self.store.read(|connection| cut_key(connection, log, before, published))? else {
                return Ok(None);
            };
            keys.push((before, cut.clone()));
            (from, known) = (before, cut);
        }
    }

    /// The key of an epoch that this device was not in, from the key of a later one: late links lead there.
    async fn linked_key(&self, log: &LogId, epoch: u64) -> Result<Option<SealKey>, ClientError> {
        let later = self.store.read(|connection| later_key(connection, log, epoch))?;
        let Some((later, key)) = later else { return Ok(None) };
        let links: Links =
            self.api.get(&format!("/v1/conversations/{log}/links?from={}&to={later}", epoch + 1)).await?;
        if links.links.is_empty() {
            // Asked with each sync until somebody helps: the log is not read for that.
            return Ok(None);
        }
        let past = self.store.read(|connection| log::followed(connection, log))?.and_then(|followed| followed.history);
        let after = past.map_or(0, |past| past.before.seq);
        let published = self.store.read(|connection| published(connection, log, after))?;
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

/// The commit in a page of the past that let a member in, who had no device in the conversation before: its place in the
/// page, and the epoch that it led to.
fn admission(
    past: &[Past],
    mut roster: BTreeMap<DeviceId, MemberId>,
    member: &MemberId,
    organisation: &OrganisationState,
) -> Option<(usize, u64)> {
    for (index, header) in past.iter().enumerate().rev() {
        let Ok(header) = &header.header else { continue };
        let Some(Record::Commit(record)) = &header.record else { continue };
        for leaf in &record.added {
            roster.remove(&leaf.device);
        }
        let gone = record.removed.iter().filter_map(|id| Some((*id, organisation.device(id)?.member)));
        roster.extend(gone);
        if !roster.values().any(|other| other == member) {
            let epoch = if past[index].seq == 1 { 0 } else { header.epoch + 1 };
            return Some((index, epoch));
        }
    }
    None
}

/// The oldest key that is newer than an epoch.
fn later_key(connection: &Connection, log: &LogId, epoch: u64) -> Result<Option<(u64, SealKey)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT epoch, key FROM archive_key WHERE log = ?1 AND epoch > ?2 ORDER BY epoch LIMIT 1")?;
    let found = statement.query_row((log.as_bytes(), epoch), |row| Ok((row.get(0)?, SealKey::from_bytes(row.get(1)?))));
    Ok(found.optional()?)
}

/// The key commitments that the entries after a position publish.
fn published(connection: &Connection, log: &LogId, after: u64) -> Result<BTreeMap<u64, Hash>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT author, header, sig, body FROM entry WHERE log = ?1 AND seq > ?2")?;
    let mut rows = statement.query((log.as_bytes(), after))?;
    let mut published = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let Ok(header) = log::entry_of(row)?.read() else { continue };
        if let Some(Record::Commit(commit)) = header.record {
            published.extend(commit.commitments.iter().map(|kc| (kc.epoch, kc.commitment)));
        }
    }
    Ok(published)
}
