//! Founding organisations.

use axum::extract::State;

use verband_protocol::wire::{Found, Founded};

use super::answer::Cbor;
use crate::domain::organisation;
use crate::failure::Failure;
use crate::server::Server;

/// Founds an organisation.
pub(super) async fn found(State(server): State<Server>, Cbor(found): Cbor<Found>) -> Result<Cbor<Founded>, Failure> {
    let organisation = server.run(move |inner| organisation::found(inner, &found.token, &found.entries)).await?;
    Ok(Cbor(Founded { organisation }))
}
