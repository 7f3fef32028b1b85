//! Counts of an organisation.

use axum::Extension;
use axum::extract::State;

use verband_protocol::wire::Statistics;

use super::answer::Cbor;
use crate::domain::session::Caller;
use crate::domain::statistics;
use crate::failure::Failure;
use crate::server::Server;

/// Counts.
pub(super) async fn statistics(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<Statistics>, Failure> {
    Ok(Cbor(server.run(move |inner| statistics::statistics(inner, &caller)).await?))
}
