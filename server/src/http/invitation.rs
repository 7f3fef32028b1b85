//! Invitations.

use axum::Extension;
use axum::extract::{Path, State};

use verband_protocol::id::InvitationId;
use verband_protocol::wire::{Appended, AppendedAll, Claim, InvitationFound, Invite};

use super::answer::Cbor;
use super::gate::Program;
use crate::domain::invitation;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// Keeps invitations.
pub(super) async fn invite(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(invite): Cbor<Invite>,
) -> Result<Cbor<AppendedAll>, Failure> {
    let seqs = server.run(move |inner| invitation::invite(inner, &caller, &invite)).await?;
    Ok(Cbor(AppendedAll { seqs }))
}

/// Gives what the code of an invitation opens.
pub(super) async fn look_up(
    State(server): State<Server>,
    Extension(Program(program)): Extension<Program>,
    Path(invitation): Path<String>,
) -> Result<Cbor<InvitationFound>, Failure> {
    let id = id(&invitation)?;
    let bundle = server.run(move |inner| invitation::look_up(inner, &id, program)).await?;
    Ok(Cbor(InvitationFound { bundle: bundle.into() }))
}

/// Uses an invitation.
pub(super) async fn claim(
    State(server): State<Server>,
    Extension(Program(program)): Extension<Program>,
    Path(invitation): Path<String>,
    Cbor(claim): Cbor<Claim>,
) -> Result<Cbor<Appended>, Failure> {
    let id = id(&invitation)?;
    let seq = server.run(move |inner| invitation::claim(inner, &id, &claim.entry, program)).await?;
    Ok(Cbor(Appended { seq }))
}

/// What is no id is answered like an unknown one.
fn id(text: &str) -> Result<InvitationId, Failure> {
    text.parse().map_err(|_| Failure::InvitationGone)
}
