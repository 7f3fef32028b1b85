//! Logging in.

use axum::Extension;
use axum::extract::State;

use verband_protocol::wire::{Challenge, ChallengeRequest, Login, Session};

use super::answer::Cbor;
use super::gate::From;
use crate::domain::rate::Asker;
use crate::domain::session;
use crate::failure::Failure;
use crate::server::Server;

/// Gives a challenge.
pub(super) async fn challenge(
    State(server): State<Server>,
    Cbor(request): Cbor<ChallengeRequest>,
) -> Result<Cbor<Challenge>, Failure> {
    let nonce = session::challenge(&server.inner, &request.device);
    Ok(Cbor(Challenge { nonce: nonce.into() }))
}

/// Opens a session.
pub(super) async fn login(
    State(server): State<Server>,
    Extension(From(address)): Extension<From>,
    Cbor(login): Cbor<Login>,
) -> Result<Cbor<Session>, Failure> {
    let session = server.run(move |inner| {
        inner.rates.take(Asker::Login(address, login.device), 1, inner.now())?;
        session::login(inner, &login.device, &login.nonce, &login.signature)
    });
    Ok(Cbor(session.await?))
}
