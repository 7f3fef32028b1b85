//! The organisation log: founding, appending, and who belongs to the organisation now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use verband_protocol::code::SetUpToken;
use verband_protocol::entry::{Header, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_rules::organisation::OrganisationState;

use super::conversation::check_bodies;
use crate::failure::Failure;
use crate::server::{Inner, set_up_token_hash};
use crate::store::{Append, Change, NewEntry, Store, StoreError};

/// A founding is a handful of entries.
const MAX_FOUNDING: usize = 64;

/// How far a device's clock may be ahead, in milliseconds.
const CLOCK_TOLERANCE: u64 = 5 * 60 * 1000;

/// How often an append is tried again if another server was faster.
pub(crate) const ATTEMPTS: usize = 5;

/// The states of all organisations, as far as they were needed.
#[derive(Default)]
pub(crate) struct Organisations {
    slots: Mutex<BTreeMap<LogId, Arc<Slot>>>,
}

#[derive(Default)]
pub(super) struct Slot {
    current: RwLock<Arc<OrganisationState>>,
    /// Held while appending: appends to one organisation log stand in line.
    appending: Mutex<()>,
}

impl Organisations {
    /// What is known of an organisation.
    pub(super) fn slot(&self, organisation: &LogId) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(*organisation).or_default())
    }

    /// The state of an organisation after its newest entry, whoever appended it: several servers can share a store.
    pub(crate) fn get(&self, store: &dyn Store, organisation: &LogId) -> Result<Arc<OrganisationState>, Failure> {
        let slot = self.slot(organisation);
        let current = slot.current();
        match store.last(organisation, organisation)? {
            Some(last) if last > current.position().seq => slot.catch_up(store, organisation),
            _ => Ok(current),
        }
    }
}

impl Slot {
    /// Waits for this one's turn to append. While it is held nothing is appended to the log.
    pub(super) fn line(&self) -> MutexGuard<'_, ()> {
        self.appending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> Arc<OrganisationState> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, state: Arc<OrganisationState>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Applies what the log has and the state has not.
    fn catch_up(&self, store: &dyn Store, organisation: &LogId) -> Result<Arc<OrganisationState>, Failure> {
        let current = self.current();
        let entries = store.organisation_entries(organisation, current.position().seq)?;
        if entries.is_empty() {
            return Ok(current);
        }
        let mut state = (*current).clone();
        for entry in &entries {
            state.apply(entry).map_err(|refusal| Failure::Internal(format!("organisation log: {refusal}")))?;
        }
        let state = Arc::new(state);
        self.set(Arc::clone(&state));
        Ok(state)
    }
}

/// Founds an organisation with a set-up token. Asked again, it answers again.
pub(crate) fn found(server: &Inner, token: &str, entries: &[SignedEntry]) -> Result<LogId, Failure> {
    let hash = set_up_token_hash(&SetUpToken::parse(token).map_err(|_| Failure::Forbidden)?);
    let token = server.store.set_up_token(&hash)?.ok_or(Failure::Forbidden)?;
    if entries.len() > MAX_FOUNDING {
        return Err(Failure::TooLarge);
    }
    let mut state = OrganisationState::new();
    let mut placed = Vec::with_capacity(entries.len());
    for signed in entries {
        let header = state.apply(signed)?;
        check_bodies(std::slice::from_ref(signed), std::slice::from_ref(&header))?;
        placed.push(NewEntry { at: state.position(), header, signed });
    }
    let organisation = state.id().ok_or_else(|| Failure::refused("no genesis"))?;
    if token.used_for == Some(organisation) {
        return Ok(organisation);
    }
    // Whoever has the token may know what became of it: the person who set up the server made it.
    if token.used_for.is_some() {
        return Err(Failure::SetUpUsed);
    }
    if token.expires_at <= server.now() {
        return Err(Failure::SetUpExpired);
    }
    let administered = state.devices().any(|(id, device)| state.device_active(id) && state.is_admin(&device.member));
    if !administered {
        return Err(Failure::refused("nobody administers it"));
    }
    let mut changes = vec![Change::Found { token: hash }];
    changes.extend(placed.iter().filter_map(|entry| added_device(&entry.header)).map(Change::AddDevice));
    let append = Append { organisation, log: organisation, before: 0, entries: placed, changes, now: server.now() };
    server.store.append(&append).map_err(|error| match error {
        // Somebody was faster with the same token.
        StoreError::Conflict => Failure::SetUpUsed,
        StoreError::Exists(what) => Failure::refused(format!("{what} exists")),
        error => error.into(),
    })?;
    tracing::info!(organisation = ?organisation, "organisation founded");
    Ok(organisation)
}

/// Appends to the organisation log. `by` posts the entries and has to be their author, unless the root key is.
/// The bundles of invitations go along in the same transaction.
pub(crate) fn append(
    server: &Inner,
    organisation: &LogId,
    by: &DeviceId,
    entries: &[SignedEntry],
    bundles: &[(InvitationId, &[u8])],
) -> Result<Vec<u64>, Failure> {
    let headers = entries.iter().map(SignedEntry::read).collect::<Result<Vec<_>, _>>()?;
    if headers.iter().any(|header| header.author != *by && header.author != DeviceId::ROOT) {
        return Err(Failure::Forbidden);
    }
    check_bodies(entries, &headers)?;
    let state = server.organisations.get(&*server.store, organisation)?;
    if headers.iter().any(|header| ends_before_its_time(&state, header, server.now())) {
        return Err(Failure::refused("a membership or an invitation that is not over yet"));
    }
    let events: Vec<EventId> = headers.iter().map(|header| header.event).collect();
    let slot = server.organisations.slot(organisation);
    let _line = slot.line();
    for _ in 0..ATTEMPTS {
        let before = server.organisations.get(&*server.store, organisation)?;
        let known = known(server, organisation, organisation, &events, &headers)?;
        let mut state = (*before).clone();
        let mut seqs = Vec::with_capacity(entries.len());
        let mut placed = Vec::new();
        for (signed, event) in entries.iter().zip(&events) {
            if let Some(seq) = known.get(event) {
                seqs.push(*seq);
                continue;
            }
            let header = state.apply(signed)?;
            seqs.push(state.position().seq);
            placed.push(NewEntry { at: state.position(), header, signed });
        }
        if placed.is_empty() {
            return Ok(seqs);
        }
        let dropped = dropped_devices(&before, &state);
        let bundles = bundles.iter().map(|&(invitation, bundle)| Change::InvitationBundle { invitation, bundle });
        let mut changes: Vec<Change<'_>> = bundles.collect();
        changes.extend(placed.iter().filter_map(|entry| added_device(&entry.header)).map(Change::AddDevice));
        changes.extend(dropped.iter().copied().map(Change::DropDevice));
        changes.extend(without_paper(&before, &state).map(Change::DropBackups));
        let append = Append {
            organisation: *organisation,
            log: *organisation,
            before: before.position().seq,
            entries: placed,
            changes,
            now: server.now(),
        };
        match server.store.append(&append) {
            Ok(()) => {}
            Err(StoreError::Conflict) => continue,
            Err(StoreError::Exists(what)) => {
                return Err(Failure::refused(format!("{what} exists")));
            }
            Err(error) => return Err(error.into()),
        }
        let seq = state.position().seq;
        let state = Arc::new(state);
        slot.set(Arc::clone(&state));
        server.hub.moved(state.devices().map(|(id, _)| id), *organisation, seq);
        let shut_out = |state: &OrganisationState, id| state.shut_out_at(id).is_some();
        for (device, _) in state.devices().filter(|(id, _)| shut_out(&state, id) && !shut_out(&before, id)) {
            server.hub.end(device);
        }
        return Ok(seqs);
    }
    Err(Failure::Busy)
}

/// The positions of those events that are in a log already. An event of somebody else under the same id is refused.
pub(crate) fn known(
    server: &Inner,
    organisation: &LogId,
    log: &LogId,
    events: &[EventId],
    headers: &[Header],
) -> Result<BTreeMap<EventId, u64>, Failure> {
    let known = server.store.known_events(organisation, log, events)?;
    let authors: BTreeMap<_, _> = headers.iter().map(|header| (header.event, header.author)).collect();
    if known.iter().any(|known| authors.get(&known.event) != Some(&known.author)) {
        return Err(Failure::refused("another author's event has this id"));
    }
    Ok(known.into_iter().map(|known| (known.event, known.seq)).collect())
}

/// Whether an entry says, by its author's clock, that a membership or an invitation is over, which by this one it is not.
fn ends_before_its_time(state: &OrganisationState, header: &Header, now: u64) -> bool {
    let ahead = header.sent_at > now.saturating_add(CLOCK_TOLERANCE);
    ahead
        && match &header.record {
            Some(Record::Organisation(OrganisationRecord::Expire(_))) => true,
            // Whoever takes one back before its end, by whatever clock, may.
            Some(Record::Organisation(OrganisationRecord::InvitationRevoke(id))) => state
                .invitation(id)
                .map(|known| known.invitation.not_after)
                .is_some_and(|end| end > now && end <= header.sent_at),
            _ => false,
        }
}

/// The device that an entry brings in.
pub(super) fn added_device(header: &Header) -> Option<DeviceId> {
    match &header.record {
        Some(Record::Organisation(
            OrganisationRecord::Claim { device, .. } | OrganisationRecord::DeviceAdd { device, .. },
        )) => Some(device.id()),
        _ => None,
    }
}

/// Members whose recovery key of before is dead, and with it what was sealed for it.
fn without_paper<'a>(
    before: &'a OrganisationState,
    after: &'a OrganisationState,
) -> impl Iterator<Item = MemberId> + 'a {
    let opens = |state: &OrganisationState, id: &MemberId| {
        let member = state.member(id).filter(|_| state.member_active(id));
        member.and_then(|member| member.recovery)
    };
    let had = before.members().filter_map(move |(id, _)| opens(before, id).map(|key| (*id, key)));
    had.filter(move |(id, key)| opens(after, id) != Some(*key)).map(|(id, _)| id)
}

/// Devices that were trusted and are not any more.
fn dropped_devices(before: &OrganisationState, after: &OrganisationState) -> Vec<DeviceId> {
    let active: BTreeSet<_> = after.devices().map(|(id, _)| id).filter(|id| after.device_active(id)).collect();
    before.devices().map(|(id, _)| id).filter(|id| before.device_active(id) && !active.contains(id)).copied().collect()
}
