//! Channels as those see them who are not in: cards, and requests to join.

use verband_protocol::channel::join_message;
use verband_protocol::id::{LogId, MemberId};
use verband_protocol::policy::{ConversationKind, Join};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{JoinRequest, JoinRequests, ListedChannels, MAX_CARD};
use verband_rules::conversation::LogState;

use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

/// The most requests in one answer. Whoever answers them gets the others afterwards.
const MAX_REQUESTS: u32 = 500;

/// Shows a channel. Only moderators do, and no hidden one.
pub(crate) fn put_card(server: &Inner, caller: &Caller, log: &LogId, sealed: &[u8]) -> Result<(), Failure> {
    if sealed.len() > MAX_CARD {
        return Err(Failure::TooLarge);
    }
    let state = moderated(server, caller, log)?;
    let join = shown(&state).ok_or_else(|| Failure::refused("what is not shown has no card"))?;
    Ok(server.store.put_card(&caller.organisation, log, join, sealed)?)
}

/// The channels that are shown.
pub(crate) fn list(
    server: &Inner,
    caller: &Caller,
    after: Option<&LogId>,
    bytes: usize,
) -> Result<ListedChannels, Failure> {
    Ok(server.store.listed_channels(&caller.organisation, &caller.member, after, bytes)?)
}

/// Asks to join, for the caller's member. Asked again, the newer one counts.
pub(crate) fn ask(server: &Inner, caller: &Caller, log: &LogId, request: &JoinRequest) -> Result<(), Failure> {
    // A hidden channel is as absent as one that never was.
    let state = server.store.conversation(&caller.organisation, log)?.ok_or(Failure::NotFound)?;
    if !matches!(shown(&state), Some(Join::Open | Join::Invitation)) {
        return Err(Failure::NotFound);
    }
    if state.has_member(&caller.member) {
        return Err(Failure::refused("she is in"));
    }
    if state.policy.as_ref().and_then(|policy| policy.gone(&caller.member)).is_some_and(|gone| gone.barred) {
        return Err(Failure::Forbidden);
    }
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    let device = organisation.device(&caller.device).ok_or(Failure::Unauthenticated)?;
    let message = join_message(&caller.organisation, log, &caller.member, &caller.device, request.at);
    let signed = device.certificate.event.verify(Purpose::Join, &message, &request.signature);
    if request.device != caller.device || signed.is_err() {
        return Err(Failure::refused("another device asks"));
    }
    server.store.put_request(&caller.organisation, log, &caller.member, request)?;
    server.hub.requested(state.roster.keys(), *log);
    Ok(())
}

/// Takes the request of the caller's member back, if there is one.
pub(crate) fn take_back(server: &Inner, caller: &Caller, log: &LogId) -> Result<(), Failure> {
    if server.store.drop_request(&caller.organisation, log, &caller.member)?
        && let Some(state) = server.store.conversation(&caller.organisation, log)?
    {
        server.hub.requested(state.roster.keys(), *log);
    }
    Ok(())
}

/// The requests that wait, for whoever is in.
pub(crate) fn requests(server: &Inner, caller: &Caller, log: &LogId) -> Result<JoinRequests, Failure> {
    Ok(JoinRequests { requests: server.store.requests(&caller.organisation, log, MAX_REQUESTS)? })
}

/// A moderator refuses a request.
pub(crate) fn refuse(server: &Inner, caller: &Caller, log: &LogId, member: &MemberId) -> Result<(), Failure> {
    let state = moderated(server, caller, log)?;
    if server.store.refuse_request(&caller.organisation, log, member)? {
        server.hub.requested(state.roster.keys(), *log);
    }
    Ok(())
}

/// A conversation that the caller moderates.
fn moderated(server: &Inner, caller: &Caller, log: &LogId) -> Result<LogState, Failure> {
    let state = server.store.conversation(&caller.organisation, log)?.ok_or(Failure::NotFound)?;
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    if state.moderates(&caller.member, organisation.position().seq, &organisation) {
        Ok(state)
    } else {
        Err(Failure::Forbidden)
    }
}

/// How one comes into a channel, if it is one that is shown.
fn shown(state: &LogState) -> Option<Join> {
    let policy = state.policy.as_ref().filter(|policy| policy.kind == ConversationKind::Channel)?;
    Some(policy.join).filter(|join| *join != Join::Hidden && !state.is_deserted())
}
