//! A conversation while something is appended to it: entries are checked and take their places one after the other,
//! and what changes with them is gathered, to be written down at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use verband_protocol::entry::{Class, Header, Record, SignedEntry};
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, LogId};
use verband_protocol::policy::{ConversationPolicy, History, Leaf};
use verband_protocol::wire::CommitBundle;
use verband_rules::Refusal;
use verband_rules::conversation::{LogState, Surroundings, Written};
use verband_rules::organisation::OrganisationState;
use verband_rules::retention::DAY;
use verband_rules::transition::check_transition;

use super::conversation::MAX_BATCH;
use super::group::{self, Checked, Expected};
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;
use crate::store::{Append, BlobStage, Change, NewEntry, NewWelcome, PageFrom, PageQuery, Regroup, StoreError};

/// Candidates of a link that an epoch can have.
const MAX_LINKS: usize = 3;

/// The largest link, in bytes.
const MAX_LINK: usize = 1 << 10;

/// How far a device's clock may be ahead when it says that the time of something is over, in milliseconds.
const CLOCK_TOLERANCE: u64 = 600_000;

/// A conversation while something is appended to it.
pub(super) struct Working<'a> {
    server: &'a Inner,
    organisation: Arc<OrganisationState>,
    caller: &'a Caller,
    log: LogId,
    pub(super) state: LogState,
    /// Heads of entries that are placed and not in the store yet.
    heads: Vec<(u64, Hash)>,
    placed: Vec<NewEntry<'a>>,
    changes: Vec<Change<'a>>,
    /// Devices to be told, besides those who are in afterwards.
    gone: Vec<DeviceId>,
    welcomed: Vec<DeviceId>,
}

impl<'a> Working<'a> {
    /// Begins where a conversation stands.
    pub(super) fn new(
        server: &'a Inner,
        organisation: Arc<OrganisationState>,
        caller: &'a Caller,
        state: LogState,
    ) -> Self {
        Self {
            server,
            organisation,
            caller,
            log: state.log,
            state,
            heads: Vec::new(),
            placed: Vec::new(),
            changes: Vec::new(),
            gone: Vec::new(),
            welcomed: Vec::new(),
        }
    }

    /// Checks the next entry by the rules that every client has too.
    pub(super) fn check(&self, entry: &SignedEntry, header: &Header) -> Result<Header, Failure> {
        let new: BTreeSet<EventId> = self.placed.iter().map(|placed| placed.header.event).collect();
        let targets = self.targets(header)?;
        let around = Surroundings {
            organisation: &self.organisation,
            head_at: &|seq| self.head_at(seq),
            known: &|event| new.contains(event),
            written: &|event| targets.get(event).copied(),
            sent_at: &|seq| self.sent_at(seq),
        };
        if header.log != self.log {
            return Err(Failure::refused("an entry of another log"));
        }
        Ok(self.state.check(entry, &around)?)
    }

    fn head_at(&self, seq: u64) -> Option<Hash> {
        let new = self.heads.iter().find(|(placed, _)| *placed == seq).map(|(_, head)| *head);
        new.or_else(|| self.server.store.head_at(&self.caller.organisation, &self.log, seq).ok().flatten())
    }

    /// Takes the next place for an entry.
    fn put(&mut self, entry: &'a SignedEntry, header: Header) {
        self.state.apply(entry, &header);
        let at = self.state.position;
        self.heads.push((at.seq, at.head));
        self.placed.push(NewEntry { at, header, signed: entry });
    }

    /// Takes an entry that is no commit.
    pub(super) fn event(&mut self, entry: &'a SignedEntry, header: Header) -> Result<(), Failure> {
        match (header.class, &header.record) {
            (Class::Content, _) => self.content(&header)?,
            (Class::Delete, _) => self.delete(&header)?,
            (Class::Prune, Some(Record::Prune(horizon))) => self.prune(&header, *horizon)?,
            (Class::LateLink, Some(Record::LateLink(epoch))) => self.late_link(*epoch, entry)?,
            (Class::Leave, None) => {
                self.put(entry, header);
                self.changes.push(Change::State(Box::new(self.state.clone())));
                return Ok(());
            }
            _ => {
                return Err(Failure::refused("an entry of a class that does not belong here"));
            }
        }
        self.put(entry, header);
        Ok(())
    }

    /// Content has its body, room in the organisation, and blobs that are there for it alone.
    fn content(&mut self, header: &Header) -> Result<(), Failure> {
        let organisation = &self.caller.organisation;
        if !header.targets.is_empty() {
            return Err(Failure::refused("only a delete has targets"));
        }
        let used = self.server.store.bytes_used(organisation)?;
        let body = header.body.map_or(0, |body| u64::from(body.len));
        if used.saturating_add(body) > self.server.settings.limits.organisation_bytes {
            return Err(Failure::Full);
        }
        let distinct: BTreeSet<&BlobId> = header.blobs.iter().collect();
        if distinct.len() != header.blobs.len() {
            return Err(Failure::refused("a blob is named twice"));
        }
        for id in &header.blobs {
            let blob = self.server.store.blob(organisation, id)?;
            let free = blob.is_some_and(|blob| {
                blob.log == self.log
                    && blob.stage == BlobStage::Whole
                    && blob.device == header.author
                    && blob.event.is_none()
            });
            if !free {
                return Err(Failure::refused("a blob that is not whole, not the author's, or of another event"));
            }
            self.changes.push(Change::ClaimBlob { blob: *id, event: header.event });
        }
        Ok(())
    }

    /// A delete, which the rules found permitted.
    fn delete(&mut self, header: &Header) -> Result<(), Failure> {
        if !header.blobs.is_empty() {
            return Err(Failure::refused("a delete has no blobs"));
        }
        self.erase(header)
    }

    /// A prune, which the rules found permitted by the clocks of the devices: nobody makes things vanish early by setting
    /// hers, because here is another one.
    fn prune(&mut self, header: &Header, horizon: u64) -> Result<(), Failure> {
        let newest = self.organisation.position().seq;
        let days = self.state.retention_days(newest, &self.organisation).ok_or(Refusal::Retention)?;
        let received = self.server.store.received_at(&self.caller.organisation, &self.log, horizon)?;
        let age = u64::from(days) * DAY;
        // What was written without a network comes later than it was written.
        let least = age - DAY.min(age / 2);
        let now = self.server.now();
        let old = received.is_some_and(|received| received.saturating_add(least) <= now);
        if !old || header.sent_at > now.saturating_add(CLOCK_TOLERANCE) {
            return Err(Refusal::Retention.into());
        }
        self.erase(header)
    }

    /// Erases what an entry names, unless the organisation holds it by now, whatever the author had seen.
    fn erase(&mut self, header: &Header) -> Result<(), Failure> {
        if self.state.hold(self.organisation.position().seq, &self.organisation).is_some() {
            return Err(Refusal::Hold.into());
        }
        self.changes.extend(header.targets.iter().map(|target| Change::Erase(*target)));
        Ok(())
    }

    /// What an entry wants to be erased. All of it has to be in the log.
    fn targets(&self, header: &Header) -> Result<BTreeMap<EventId, Written>, Failure> {
        if header.targets.len() > MAX_BATCH {
            return Err(Failure::refused("too many targets"));
        }
        let mut targets = BTreeMap::new();
        for event in &header.targets {
            let new = self.placed.iter().find(|placed| placed.header.event == *event);
            let written = match new {
                Some(NewEntry { at, header, .. }) => {
                    Some(Written { author: header.author, class: header.class, seq: at.seq })
                }
                None => self.written(event)?,
            };
            targets.insert(*event, written.ok_or_else(|| Failure::refused("a target that is not in the log"))?);
        }
        Ok(targets)
    }

    /// An event that is in the store.
    fn written(&self, event: &EventId) -> Result<Option<Written>, Failure> {
        let (store, organisation) = (&self.server.store, &self.caller.organisation);
        let found = store.known_events(organisation, &self.log, std::slice::from_ref(event))?;
        let Some(known) = found.first() else { return Ok(None) };
        let query = PageQuery { from: PageFrom::After(known.seq - 1), floor: 0, limit: 1, bytes: 0 };
        let page = store.page(organisation, &self.log, query)?;
        let header = page.entries.first().map(|placed| placed.entry.read()).transpose()?;
        Ok(header.map(|header| Written { author: known.author, class: header.class, seq: known.seq }))
    }

    /// The author's clock of an entry that is in the log.
    fn sent_at(&self, seq: u64) -> Option<u64> {
        let new = self.placed.iter().find(|placed| placed.at.seq == seq).map(|placed| placed.header.sent_at);
        new.or_else(|| {
            let query = PageQuery { from: PageFrom::After(seq.checked_sub(1)?), floor: 0, limit: 1, bytes: 0 };
            let page = self.server.store.page(&self.caller.organisation, &self.log, query).ok()?;
            page.entries.first().filter(|placed| placed.seq == seq)?.entry.read().ok().map(|header| header.sent_at)
        })
    }

    fn late_link(&mut self, epoch: u64, entry: &'a SignedEntry) -> Result<(), Failure> {
        let link = entry.body().ok_or_else(|| Failure::refused("a late link without body"))?;
        let limit = u32::try_from(MAX_LINKS).unwrap_or(u32::MAX);
        let there = self.server.store.links(&self.caller.organisation, &self.log, epoch, epoch, limit)?.len();
        let coming = |change: &&Change<'_>| matches!(change, Change::AddLink { epoch: other, .. } if *other == epoch);
        if link.len() > MAX_LINK || there + self.changes.iter().filter(coming).count() >= MAX_LINKS {
            return Err(Failure::refused("a link that is too large, or one too many"));
        }
        self.changes.push(Change::AddLink { epoch, link });
        Ok(())
    }

    /// Takes a commit whose entry was checked.
    pub(super) fn commit(
        &mut self,
        entry: &'a SignedEntry,
        header: Header,
        bundle: &'a CommitBundle,
    ) -> Result<(), Failure> {
        let (Some(Record::Commit(record)), Some(message)) = (&header.record, entry.body()) else {
            return Err(Failure::refused("a commit without record or message"));
        };
        if bundle.tree.is_some() {
            return Err(Failure::refused("only a founding brings a tree"));
        }
        let old = self.server.store.group(&self.caller.organisation, &self.log)?.ok_or(Failure::NotFound)?;
        let mut after = self.state.clone();
        after.apply(entry, &header);
        let author = header.author;
        let expected = Expected {
            log: &self.log,
            epoch: after.epoch,
            author: &author,
            roster: &after.roster,
            organisation: &self.organisation,
        };
        let checked = group::commit(&old, message, record.external, &bundle.group_info, &expected)?;
        check_link(record.external, &checked.policy, bundle)?;
        match (&bundle.welcome, record.external || record.added.is_empty()) {
            (None, true) => {}
            (Some(welcome), false) => group::check_welcome(welcome, record.added.len())?,
            _ => {
                return Err(Failure::refused("a welcome goes with devices that are added, and only with them"));
            }
        }
        if let Some(policy) = &self.state.policy {
            let seq = header.organisation.seq;
            let member = self.caller.member;
            let organisation = &self.organisation;
            let transition = self.state.transition(member, &record.added, &record.removed, seq, organisation);
            check_transition(policy, &checked.policy, &transition)?;
        }
        let expects = |leaf: &Leaf| {
            let device = self.organisation.device(&leaf.device);
            device.is_some_and(|device| checked.policy.has_room_for(&leaf.member, device.generation))
        };
        if !record.added.iter().all(expects) {
            return Err(Refusal::Closed.into());
        }
        self.regroup(entry, header, bundle, checked)
    }

    /// Takes the commit into the state and notes what changes with it.
    pub(super) fn regroup(
        &mut self,
        entry: &'a SignedEntry,
        header: Header,
        bundle: &'a CommitBundle,
        checked: Checked,
    ) -> Result<(), Failure> {
        let Some(Record::Commit(record)) = header.record.clone() else {
            return Err(Failure::refused("a commit without record"));
        };
        if checked.policy.hash() != record.policy {
            return Err(Failure::refused("the policy is not the one of the record"));
        }
        if checked.position.seq > self.state.position.seq
            || self.head_at(checked.position.seq) != Some(checked.position.head)
        {
            return Err(Failure::refused("the group info names a position that is not in the log"));
        }
        if !header.blobs.is_empty() || !header.targets.is_empty() {
            return Err(Failure::refused("a commit has neither blobs nor targets"));
        }
        self.put(entry, header);
        self.state.policy = Some(checked.policy);
        if let Some(link) = &bundle.link {
            self.changes.push(Change::AddLink { epoch: self.state.epoch, link });
        }
        self.welcomed = match bundle.welcome {
            Some(_) => record.added.iter().map(|leaf| leaf.device).collect(),
            None => Vec::new(),
        };
        let welcome = bundle.welcome.as_ref().map(|welcome| NewWelcome { welcome, devices: self.welcomed.clone() });
        self.gone.clone_from(&record.removed);
        self.changes.push(Change::Regroup(Box::new(Regroup {
            state: self.state.clone(),
            added: record.added,
            removed: record.removed,
            group_info: &bundle.group_info,
            tree: checked.tree,
            welcome,
            since: checked.position.seq + 1,
        })));
        Ok(())
    }

    /// Writes all of it down and tells whom it concerns. None if the log has moved on meanwhile.
    pub(super) fn store(self) -> Result<Option<LogState>, Failure> {
        if self.placed.is_empty() {
            return Ok(Some(self.state));
        }
        let erases = self.changes.iter().any(|change| matches!(change, Change::Erase(_)));
        let append = Append {
            organisation: self.caller.organisation,
            log: self.log,
            before: self.state.position.seq - self.placed.len() as u64,
            entries: self.placed,
            changes: self.changes,
            now: self.server.now(),
        };
        match self.server.store.append(&append) {
            Ok(()) => {}
            Err(StoreError::Conflict) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let hub = &self.server.hub;
        hub.moved(self.state.roster.keys().chain(&self.gone), self.log, self.state.position.seq);
        hub.welcomed(&self.welcomed);
        if erases && let Err(failure) = self.server.clear_erased() {
            // The bodies are gone from the database; house-keeping tries the rest again.
            tracing::warn!(reason = %failure, "erasing is not finished");
        }
        Ok(Some(self.state))
    }
}

/// A link comes with every commit but an external one; only a conversation without history may cut it.
fn check_link(external: bool, policy: &ConversationPolicy, bundle: &CommitBundle) -> Result<(), Failure> {
    let due = match (&bundle.link, external) {
        (Some(link), false) => link.len() <= MAX_LINK,
        (None, true) => true,
        (Some(_), true) => false,
        (None, false) => policy.history == History::FromJoin,
    };
    if due { Ok(()) } else { Err(Failure::refused("the link of the archive key chain is missing or misplaced")) }
}
