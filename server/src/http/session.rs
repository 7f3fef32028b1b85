//! Logging in.

use axum::Extension;
use axum::extract::State;

use verband_protocol::wire::{Challenge, ChallengeRequest, Login, Page, RevocationRequest, Session};

use super::MAX_PAGE_BYTES;
use super::answer::Cbor;
use super::gate::{From, Program};
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
    Extension(Program(program)): Extension<Program>,
    Cbor(login): Cbor<Login>,
) -> Result<Cbor<Session>, Failure> {
    let session = server.run(move |inner| {
        inner.rates.take(Asker::Login(address, login.device), 1, inner.now())?;
        session::login(inner, &login, program)
    });
    Ok(Cbor(session.await?))
}

/// Gives a revoked device what proves that it is.
pub(super) async fn revocation(
    State(server): State<Server>,
    Extension(From(address)): Extension<From>,
    Cbor(request): Cbor<RevocationRequest>,
) -> Result<Cbor<Page>, Failure> {
    let page = server.run(move |inner| {
        inner.rates.take(Asker::Login(address, request.device), 1, inner.now())?;
        session::revocation(inner, request, MAX_PAGE_BYTES)
    });
    Ok(Cbor(page.await?))
}
