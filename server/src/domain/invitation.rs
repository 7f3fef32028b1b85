//! Invitations: kept for whoever holds the code, and used once the rules and the clock agree. Whatever the reason
//! why one cannot be used, unknown ones included, the answer is the same.

use verband_protocol::entry::{Record, SignedEntry};
use verband_protocol::id::{InvitationId, LogId};
use verband_protocol::organisation::OrganisationRecord;

use super::organisation;
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

/// The largest bundle, in bytes.
const MAX_BUNDLE: usize = 8 << 10;

/// Keeps an invitation with what its code opens.
pub(crate) fn invite(server: &Inner, caller: &Caller, entry: &SignedEntry, bundle: &[u8]) -> Result<u64, Failure> {
    if bundle.len() > MAX_BUNDLE {
        return Err(Failure::TooLarge);
    }
    let Some(Record::Organisation(OrganisationRecord::Invitation(invitation))) = entry.read()?.record else {
        return Err(Failure::refused("not an invitation"));
    };
    let entries = std::slice::from_ref(entry);
    let bundle = Some((invitation.id, bundle));
    let seqs = organisation::append(server, &caller.organisation, &caller.device, entries, bundle)?;
    only(&seqs)
}

/// What the code of an invitation opens, while it can be used.
pub(crate) fn look_up(server: &Inner, invitation: &InvitationId) -> Result<Vec<u8>, Failure> {
    let (organisation, bundle) = server.store.invitation_bundle(invitation)?.ok_or(Failure::InvitationGone)?;
    check_usable(server, &organisation, invitation)?;
    Ok(bundle)
}

/// Uses an invitation. Asked again by the same device, it answers again.
pub(crate) fn claim(server: &Inner, invitation: &InvitationId, entry: &SignedEntry) -> Result<u64, Failure> {
    let header = entry.read()?;
    match &header.record {
        Some(Record::Organisation(OrganisationRecord::Claim { invitation: named, .. })) if named == invitation => {}
        _ => return Err(Failure::refused("not a claim of this invitation")),
    }
    let (organisation, _) = server.store.invitation_bundle(invitation)?.ok_or(Failure::InvitationGone)?;
    if server.store.known_events(&organisation, &organisation, &[header.event])?.is_empty() {
        check_usable(server, &organisation, invitation)?;
    }
    let seqs = organisation::append(server, &organisation, &header.author, std::slice::from_ref(entry), None)?;
    only(&seqs)
}

fn check_usable(server: &Inner, organisation: &LogId, invitation: &InvitationId) -> Result<(), Failure> {
    let state = server.organisations.get(&*server.store, organisation)?;
    let usable = state.usable_invitation(invitation)?;
    if usable.invitation.not_after <= server.now() { Err(Failure::InvitationGone) } else { Ok(()) }
}

fn only(seqs: &[u64]) -> Result<u64, Failure> {
    seqs.first().copied().ok_or_else(|| Failure::Internal("an append without position".into()))
}
