//! The logs of conversations: appending events and commits, one at a time for each log.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use verband_protocol::entry::{Class, Header, Record, SignedEntry};
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::policy::{ConversationPolicy, History};
use verband_protocol::wire::CommitBundle;
use verband_rules::conversation::{LogState, Surroundings, check_transition};
use verband_rules::organisation::OrganisationState;

use super::group::{self, Checked, Expected};
use super::organisation::{ATTEMPTS, known};
use super::rate::Asker;
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;
use crate::store::{
    Append, BlobStage, Change, NewEntry, NewWelcome, PageFrom, PageQuery, Regroup, StoreError,
};

/// Logs that share a lock. Two busy logs rarely meet in one of so many.
const SHARDS: usize = 64;

/// States that one shard keeps at hand.
const KEPT: usize = 8;

/// Candidates of a link that an epoch can have.
const MAX_LINKS: usize = 3;

/// The largest link, in bytes.
const MAX_LINK: usize = 1 << 10;

/// The most entries of one append, and the most targets of one delete.
const MAX_BATCH: usize = 1_000;

type Shard = BTreeMap<(LogId, LogId), LogState>;

/// The states of conversations that were in use lately, each behind the lock of its log.
pub(crate) struct Conversations {
    shards: [Mutex<Shard>; SHARDS],
}

impl Default for Conversations {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

/// A conversation while something is appended to it.
struct Working<'a> {
    server: &'a Inner,
    organisation: Arc<OrganisationState>,
    caller: &'a Caller,
    log: LogId,
    state: LogState,
    /// Heads of entries that are placed and not in the store yet.
    heads: Vec<(u64, Hash)>,
    placed: Vec<NewEntry<'a>>,
    changes: Vec<Change<'a>>,
    /// Devices to be told, besides those who are in afterwards.
    gone: Vec<DeviceId>,
    welcomed: Vec<DeviceId>,
}

/// Appends events to a conversation, all or none. What is in the log already keeps its position.
pub(crate) fn append(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    entries: &[SignedEntry],
) -> Result<Vec<u64>, Failure> {
    if entries.len() > MAX_BATCH {
        return Err(Failure::TooLarge);
    }
    let headers = read_own(caller, entries)?;
    if headers.iter().any(|header| header.class == Class::Commit) {
        return Err(Failure::refused("a commit comes as a bundle"));
    }
    place(
        server,
        caller,
        log,
        entries,
        &headers,
        &|working, entry, header| working.event(entry, header),
    )
}

/// Appends a commit with all that goes with it.
pub(crate) fn commit(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    bundle: &CommitBundle,
) -> Result<u64, Failure> {
    server
        .rates
        .take(Asker::Commit(caller.organisation, *log), 1, server.now())?;
    let entries = std::slice::from_ref(&bundle.entry);
    let headers = read_own(caller, entries)?;
    let seqs = place(
        server,
        caller,
        log,
        entries,
        &headers,
        &|working, entry, header| working.commit(entry, header, bundle),
    )?;
    seqs.first()
        .copied()
        .ok_or_else(|| Failure::Internal("a commit without position".into()))
}

/// Founds a conversation.
pub(crate) fn create(
    server: &Inner,
    caller: &Caller,
    bundle: &CommitBundle,
) -> Result<u64, Failure> {
    let log = bundle.entry.read()?.log;
    let headers = read_own(caller, std::slice::from_ref(&bundle.entry))?;
    let (Some(header), Some(tree)) = (headers.first(), &bundle.tree) else {
        return Err(Failure::refused("a founding brings its tree"));
    };
    if bundle.welcome.is_some() || bundle.link.is_some() {
        return Err(Failure::refused("a founding has neither welcome nor link"));
    }
    if let Some(seq) = known(
        server,
        &caller.organisation,
        &log,
        &[header.event],
        &headers,
    )?
    .get(&header.event)
    {
        return Ok(*seq);
    }
    if server.store.last(&caller.organisation, &log)?.is_some() {
        return Err(Failure::refused("the log exists"));
    }
    let organisation = server
        .organisations
        .get(&*server.store, &caller.organisation)?;
    let roster = BTreeMap::from([(caller.device, caller.member)]);
    let expected = expected(&log, header.epoch, &caller.device, &roster, &organisation);
    let checked = group::found(&bundle.group_info, tree, &expected)?;
    let state = LogState::new(log, Some(checked.policy.clone()));
    let mut working = Working::new(server, organisation, caller, state);
    let header = working.check(&bundle.entry, header)?;
    working.regroup(&bundle.entry, header, bundle, checked)?;
    match working.store()? {
        Some(_) => Ok(1),
        None => Err(Failure::refused("the log exists")),
    }
}

/// Reads the headers of entries that have to be the caller's own.
fn read_own(caller: &Caller, entries: &[SignedEntry]) -> Result<Vec<Header>, Failure> {
    let headers = entries
        .iter()
        .map(SignedEntry::read)
        .collect::<Result<Vec<_>, _>>()?;
    if headers.iter().any(|header| header.author != caller.device) {
        return Err(Failure::Forbidden);
    }
    check_bodies(entries, &headers)?;
    Ok(headers)
}

/// Only what is in the log already may be without its body.
pub(crate) fn check_bodies(entries: &[SignedEntry], headers: &[Header]) -> Result<(), Failure> {
    let bare =
        |(entry, header): (&SignedEntry, &Header)| header.body.is_some() && entry.body().is_none();
    if entries.iter().zip(headers).any(bare) {
        Err(Failure::refused("a body is missing"))
    } else {
        Ok(())
    }
}

type Take<'a, 't> = dyn Fn(&mut Working<'a>, &'a SignedEntry, Header) -> Result<(), Failure> + 't;

/// Places entries one after the other, under the lock of their log.
fn place<'a>(
    server: &'a Inner,
    caller: &'a Caller,
    log: &LogId,
    entries: &'a [SignedEntry],
    headers: &[Header],
    take: &Take<'a, '_>,
) -> Result<Vec<u64>, Failure> {
    let events: Vec<EventId> = headers.iter().map(|header| header.event).collect();
    let key = (caller.organisation, *log);
    let mut shard = server.conversations.shards[shard_of(&key)]
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for _ in 0..ATTEMPTS {
        let state = match shard.remove(&key) {
            Some(state) => state,
            None => server
                .store
                .conversation(&caller.organisation, log)?
                .ok_or(Failure::NotFound)?,
        };
        let known = known(server, &caller.organisation, log, &events, headers)?;
        let organisation = server
            .organisations
            .get(&*server.store, &caller.organisation)?;
        let mut working = Working::new(server, organisation, caller, state);
        let mut seqs = Vec::with_capacity(entries.len());
        for (entry, header) in entries.iter().zip(headers) {
            if let Some(seq) = known.get(&header.event) {
                seqs.push(*seq);
                continue;
            }
            let checked = working.check(entry, header)?;
            take(&mut working, entry, checked)?;
            seqs.push(working.state.position.seq);
        }
        // Whatever failed before this line left the state out of the shard: it is read again the next time.
        if let Some(state) = working.store()? {
            if shard.len() >= KEPT {
                shard.pop_first();
            }
            shard.insert(key, state);
            return Ok(seqs);
        }
    }
    Err(Failure::Busy)
}

fn shard_of(key: &(LogId, LogId)) -> usize {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or(0)
}

fn expected<'a>(
    log: &'a LogId,
    epoch: u64,
    author: &'a DeviceId,
    roster: &'a BTreeMap<DeviceId, MemberId>,
    organisation: &'a OrganisationState,
) -> Expected<'a> {
    Expected {
        log,
        epoch,
        author,
        roster,
        organisation,
    }
}

impl<'a> Working<'a> {
    fn new(
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
    fn check(&self, entry: &SignedEntry, header: &Header) -> Result<Header, Failure> {
        let new: BTreeSet<EventId> = self
            .placed
            .iter()
            .map(|placed| placed.header.event)
            .collect();
        let around = Surroundings {
            organisation: &self.organisation,
            head_at: &|seq| self.head_at(seq),
            known: &|event| new.contains(event),
        };
        if header.log != self.log {
            return Err(Failure::refused("an entry of another log"));
        }
        Ok(self.state.check(entry, &around)?)
    }

    fn head_at(&self, seq: u64) -> Option<Hash> {
        let new = self
            .heads
            .iter()
            .find(|(placed, _)| *placed == seq)
            .map(|(_, head)| *head);
        new.or_else(|| {
            self.server
                .store
                .head_at(&self.caller.organisation, &self.log, seq)
                .ok()
                .flatten()
        })
    }

    /// Takes the next place for an entry.
    fn put(&mut self, entry: &'a SignedEntry, header: Header) {
        self.state.apply(entry, &header);
        let at = self.state.position;
        self.heads.push((at.seq, at.head));
        self.placed.push(NewEntry {
            at,
            header,
            signed: entry,
        });
    }

    /// Takes an entry that is no commit.
    fn event(&mut self, entry: &'a SignedEntry, header: Header) -> Result<(), Failure> {
        match (header.class, &header.record) {
            (Class::Content, _) => self.content(&header)?,
            (Class::Delete, _) => self.delete(&header)?,
            (Class::LateLink, Some(Record::LateLink(epoch))) => self.late_link(*epoch, entry)?,
            _ => {
                return Err(Failure::refused(
                    "an entry of a class that does not belong here",
                ));
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
                return Err(Failure::refused(
                    "a blob that is not whole, not the author's, or of another event",
                ));
            }
            self.changes.push(Change::ClaimBlob {
                blob: *id,
                event: header.event,
            });
        }
        Ok(())
    }

    /// A delete erases content of the author's own member, or anybody's content if she moderates.
    fn delete(&mut self, header: &Header) -> Result<(), Failure> {
        if header.targets.len() > MAX_BATCH || !header.blobs.is_empty() {
            return Err(Failure::refused("too many targets, or blobs"));
        }
        let store = &self.server.store;
        let organisation = &self.caller.organisation;
        let moderates = self
            .state
            .policy
            .as_ref()
            .is_some_and(|policy| policy.is_moderator(&self.caller.member));
        let found = store.known_events(organisation, &self.log, &header.targets)?;
        if found.len() != header.targets.len() {
            return Err(Failure::refused("a target that is not in the log"));
        }
        for target in found {
            let member = self
                .organisation
                .device(&target.author)
                .map(|device| device.member);
            if !moderates && member != Some(self.caller.member) {
                return Err(Failure::Forbidden);
            }
            let from = PageFrom::After(target.seq - 1);
            let query = PageQuery {
                from,
                floor: 0,
                limit: 1,
                bytes: 0,
            };
            let page = store.page(organisation, &self.log, query)?;
            let class = page
                .entries
                .first()
                .map(|placed| placed.entry.read().map(|header| header.class));
            if class != Some(Ok(Class::Content)) {
                return Err(Failure::refused("only content can be erased"));
            }
            self.changes.push(Change::Erase(target.event));
        }
        Ok(())
    }

    fn late_link(&mut self, epoch: u64, entry: &'a SignedEntry) -> Result<(), Failure> {
        let link = entry
            .body()
            .ok_or_else(|| Failure::refused("a late link without body"))?;
        let limit = u32::try_from(MAX_LINKS).unwrap_or(u32::MAX);
        let there = self
            .server
            .store
            .links(&self.caller.organisation, &self.log, epoch, epoch, limit)?
            .len();
        let coming = |change: &&Change<'_>| matches!(change, Change::AddLink { epoch: other, .. } if *other == epoch);
        if link.len() > MAX_LINK || there + self.changes.iter().filter(coming).count() >= MAX_LINKS
        {
            return Err(Failure::refused(
                "a link that is too large, or one too many",
            ));
        }
        self.changes.push(Change::AddLink { epoch, link });
        Ok(())
    }

    /// Takes a commit whose entry was checked.
    fn commit(
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
        let old = self
            .server
            .store
            .group(&self.caller.organisation, &self.log)?
            .ok_or(Failure::NotFound)?;
        let mut after = self.state.clone();
        after.apply(entry, &header);
        let author = header.author;
        let expected = expected(
            &self.log,
            after.epoch,
            &author,
            &after.roster,
            &self.organisation,
        );
        let checked = group::commit(
            &old,
            message,
            record.external,
            &bundle.group_info,
            &expected,
        )?;
        self.check_link(record.external, &checked.policy, bundle)?;
        match (&bundle.welcome, record.external || record.added.is_empty()) {
            (None, true) => {}
            (Some(welcome), false) => group::check_welcome(welcome, record.added.len())?,
            _ => {
                return Err(Failure::refused(
                    "a welcome goes with devices that are added, and only with them",
                ));
            }
        }
        if let Some(policy) = &self.state.policy {
            check_transition(policy, &checked.policy)?;
        }
        self.regroup(entry, header, bundle, checked)
    }

    /// A link comes with every commit but an external one; only a conversation without history may cut it.
    fn check_link(
        &self,
        external: bool,
        policy: &ConversationPolicy,
        bundle: &CommitBundle,
    ) -> Result<(), Failure> {
        let due = match (&bundle.link, external) {
            (Some(link), false) => link.len() <= MAX_LINK,
            (None, true) => true,
            (Some(_), true) => false,
            (None, false) => policy.history == History::FromJoin,
        };
        if due {
            Ok(())
        } else {
            Err(Failure::refused(
                "the link of the archive key chain is missing or misplaced",
            ))
        }
    }

    /// Takes the commit into the state and notes what changes with it.
    fn regroup(
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
            return Err(Failure::refused(
                "the group info names a position that is not in the log",
            ));
        }
        if !header.blobs.is_empty() || !header.targets.is_empty() {
            return Err(Failure::refused("a commit has neither blobs nor targets"));
        }
        self.put(entry, header);
        self.state.policy = Some(checked.policy);
        if let Some(link) = &bundle.link {
            self.changes.push(Change::AddLink {
                epoch: self.state.epoch,
                link,
            });
        }
        self.welcomed = match bundle.welcome {
            Some(_) => record.added.iter().map(|leaf| leaf.device).collect(),
            None => Vec::new(),
        };
        let welcome = bundle.welcome.as_ref().map(|welcome| NewWelcome {
            welcome,
            devices: self.welcomed.clone(),
        });
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
    fn store(self) -> Result<Option<LogState>, Failure> {
        if self.placed.is_empty() {
            return Ok(Some(self.state));
        }
        let erases = self
            .changes
            .iter()
            .any(|change| matches!(change, Change::Erase(_)));
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
        hub.moved(
            self.state.roster.keys().chain(&self.gone),
            self.log,
            self.state.position.seq,
        );
        hub.welcomed(&self.welcomed);
        if erases && let Err(failure) = self.server.clear_erased() {
            // The bodies are gone from the database; house-keeping tries the rest again.
            tracing::warn!(reason = %failure, "erasing is not finished");
        }
        Ok(Some(self.state))
    }
}
