//! The logs of conversations: appending events and commits, one at a time for each log.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use verband_protocol::entry::{Class, Header, SignedEntry};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::wire::CommitBundle;
use verband_rules::conversation::LogState;

use super::group::{self, Expected};
use super::organisation::{ATTEMPTS, known};
use super::rate::Asker;
use super::session::Caller;
use super::working::Working;
use crate::failure::Failure;
use crate::server::Inner;

/// Logs that share a lock. Two busy logs rarely meet in one of so many.
const SHARDS: usize = 64;

/// States that one shard keeps at hand.
const KEPT: usize = 8;

/// The most entries of one append, and the most targets of one delete.
pub(super) const MAX_BATCH: usize = 1_000;

pub(super) type Shard = BTreeMap<(LogId, LogId), LogState>;

/// The states of conversations that were in use lately, each behind the lock of its log.
pub(crate) struct Conversations {
    shards: [Mutex<Shard>; SHARDS],
}

impl Default for Conversations {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl Conversations {
    /// The states of the logs that share a lock with this one. While it is held nothing is appended to it.
    pub(super) fn shard(&self, organisation: &LogId, log: &LogId) -> MutexGuard<'_, Shard> {
        let mut hasher = DefaultHasher::new();
        (organisation, log).hash(&mut hasher);
        let shard = usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or(0);
        self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }
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
    place(server, caller, log, entries, &headers, &|working, entry, header| working.event(entry, header))
}

/// Appends a commit with all that goes with it.
pub(crate) fn commit(server: &Inner, caller: &Caller, log: &LogId, bundle: &CommitBundle) -> Result<u64, Failure> {
    server.rates.take(Asker::Commit(caller.organisation, *log), 1, server.now())?;
    let entries = std::slice::from_ref(&bundle.entry);
    let headers = read_own(caller, entries)?;
    let seqs =
        place(server, caller, log, entries, &headers, &|working, entry, header| working.commit(entry, header, bundle))?;
    seqs.first().copied().ok_or_else(|| Failure::Internal("a commit without position".into()))
}

/// Founds a conversation.
pub(crate) fn create(server: &Inner, caller: &Caller, bundle: &CommitBundle) -> Result<u64, Failure> {
    let log = bundle.entry.read()?.log;
    let headers = read_own(caller, std::slice::from_ref(&bundle.entry))?;
    let (Some(header), Some(tree)) = (headers.first(), &bundle.tree) else {
        return Err(Failure::refused("a founding brings its tree"));
    };
    if bundle.welcome.is_some() || bundle.link.is_some() {
        return Err(Failure::refused("a founding has neither welcome nor link"));
    }
    if let Some(seq) = known(server, &caller.organisation, &log, &[header.event], &headers)?.get(&header.event) {
        return Ok(*seq);
    }
    if server.store.last(&caller.organisation, &log)?.is_some() {
        return Err(Failure::refused("the log exists"));
    }
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    let roster = BTreeMap::from([(caller.device, caller.member)]);
    let expected = Expected {
        log: &log,
        epoch: header.epoch,
        author: &caller.device,
        roster: &roster,
        organisation: &organisation,
    };
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
    let headers = entries.iter().map(SignedEntry::read).collect::<Result<Vec<_>, _>>()?;
    if headers.iter().any(|header| header.author != caller.device) {
        return Err(Failure::Forbidden);
    }
    check_bodies(entries, &headers)?;
    Ok(headers)
}

/// Only what is in the log already may be without its body.
pub(crate) fn check_bodies(entries: &[SignedEntry], headers: &[Header]) -> Result<(), Failure> {
    let bare = |(entry, header): (&SignedEntry, &Header)| header.body.is_some() && entry.body().is_none();
    if entries.iter().zip(headers).any(bare) { Err(Failure::refused("a body is missing")) } else { Ok(()) }
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
    let mut shard = server.conversations.shard(&caller.organisation, log);
    for _ in 0..ATTEMPTS {
        let last = server.store.last(&caller.organisation, log)?;
        let kept = shard.remove(&key).filter(|state| Some(state.position.seq) == last);
        let state = match kept {
            Some(state) => state,
            None => server.store.conversation(&caller.organisation, log)?.ok_or(Failure::NotFound)?,
        };
        let known = known(server, &caller.organisation, log, &events, headers)?;
        let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
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
