//! E-mails to invited people.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use verband_protocol::wire::{InvitationMail, MailInvitation, MailTemplate};

use super::answer::{Cbor, id};
use crate::domain::mail;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// Keeps an e-mail to be sent.
pub(super) async fn ask(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(ask): Cbor<MailInvitation>,
) -> Result<Cbor<InvitationMail>, Failure> {
    Ok(Cbor(server.run(move |inner| mail::ask(inner, &caller, &ask)).await?))
}

/// Tells what became of one.
pub(super) async fn state(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path(invitation): Path<String>,
) -> Result<Cbor<InvitationMail>, Failure> {
    let state = server.run(move |inner| mail::state(inner, &caller, &id(&invitation)?));
    Ok(Cbor(state.await?))
}

/// Gives the organisation's words.
pub(super) async fn template(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<MailTemplate>, Failure> {
    Ok(Cbor(server.run(move |inner| mail::template(inner, &caller)).await?))
}

/// Sets the organisation's words.
pub(super) async fn set_template(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(template): Cbor<MailTemplate>,
) -> Result<StatusCode, Failure> {
    server.run(move |inner| mail::set_template(inner, &caller, &template)).await?;
    Ok(StatusCode::NO_CONTENT)
}
