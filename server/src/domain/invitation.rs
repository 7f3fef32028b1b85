//! Invitations: kept for whoever holds the code, and used once the rules and the clock agree. Whatever the reason
//! why one cannot be used, unknown ones included, the answer is the same, and the store is asked the same for it: of what
//! a code opens nothing is read before it is known to be good.

use verband_protocol::entry::{Record, SignedEntry};
use verband_protocol::id::{InvitationId, LogId};
use verband_protocol::organisation::details::MAX_NOTICE;
use verband_protocol::organisation::{OrganisationRecord, ProgramVersion};
use verband_protocol::wire::Invite;

use super::organisation;
use super::session::{Caller, check_program};
use crate::failure::Failure;
use crate::server::Inner;

/// The largest bundle, in bytes: it has the privacy notice in two languages.
const MAX_BUNDLE: usize = 2 * MAX_NOTICE + (8 << 10);

/// No organisation: ids of those are hashes.
const NOWHERE: LogId = LogId([0; 32]);

/// Keeps invitations with what their codes open.
pub(crate) fn invite(server: &Inner, caller: &Caller, invite: &Invite) -> Result<Vec<u64>, Failure> {
    if invite.bundles.iter().any(|bundle| bundle.len() > MAX_BUNDLE) {
        return Err(Failure::TooLarge);
    }
    if invite.entries.is_empty() || invite.entries.len() != invite.bundles.len() {
        return Err(Failure::refused("not a bundle for each invitation"));
    }
    let mut bundles = Vec::with_capacity(invite.bundles.len());
    for (entry, bundle) in invite.entries.iter().zip(&invite.bundles) {
        let Some(Record::Organisation(OrganisationRecord::Invitation(invitation))) = entry.read()?.record else {
            return Err(Failure::refused("not an invitation"));
        };
        bundles.push((invitation.id, bundle.as_slice()));
    }
    organisation::append(server, &caller.organisation, &caller.device, &invite.entries, &bundles)
}

/// What the code of an invitation opens, while it can be used.
pub(crate) fn look_up(server: &Inner, invitation: &InvitationId, program: ProgramVersion) -> Result<Vec<u8>, Failure> {
    let organisation = issued_in(server, invitation)?;
    usable_until(server, &organisation, invitation)?;
    check_program(&*server.organisations.get(&*server.store, &organisation)?, program)?;
    server.store.invitation_bundle(invitation)?.ok_or(Failure::InvitationGone)
}

/// Uses an invitation. Asked again by the same device, it answers again.
pub(crate) fn claim(
    server: &Inner,
    invitation: &InvitationId,
    entry: &SignedEntry,
    program: ProgramVersion,
) -> Result<u64, Failure> {
    let header = entry.read()?;
    match &header.record {
        Some(Record::Organisation(OrganisationRecord::Claim { invitation: named, .. })) if named == invitation => {}
        _ => return Err(Failure::refused("not a claim of this invitation")),
    }
    let organisation = issued_in(server, invitation)?;
    if server.store.known_events(&organisation, &organisation, &[header.event])?.is_empty() {
        usable_until(server, &organisation, invitation)?;
        check_program(&*server.organisations.get(&*server.store, &organisation)?, program)?;
    }
    let seqs = organisation::append(server, &organisation, &header.author, std::slice::from_ref(entry), &[])?;
    only(&seqs)
}

/// The organisation of an invitation; of one that nobody made the one that nobody founded, where it is looked for like
/// others in theirs.
fn issued_in(server: &Inner, invitation: &InvitationId) -> Result<LogId, Failure> {
    Ok(server.store.organisation_of_invitation(invitation)?.unwrap_or(NOWHERE))
}

/// The end of an invitation that can be used.
pub(crate) fn usable_until(server: &Inner, organisation: &LogId, invitation: &InvitationId) -> Result<u64, Failure> {
    let state = server.organisations.get(&*server.store, organisation)?;
    let not_after = state.usable_invitation(invitation)?.invitation.not_after;
    if not_after <= server.now() { Err(Failure::InvitationGone) } else { Ok(not_after) }
}

fn only(seqs: &[u64]) -> Result<u64, Failure> {
    seqs.first().copied().ok_or_else(|| Failure::Internal("an append without position".into()))
}
