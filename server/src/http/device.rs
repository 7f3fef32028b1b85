//! Devices: when each last reached the server.

use axum::Extension;
use axum::extract::State;

use verband_protocol::wire::DeviceContacts;

use super::answer::Cbor;
use crate::domain::contact;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// Tells what the caller may know.
pub(super) async fn contacts(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<DeviceContacts>, Failure> {
    let devices = server.run(move |inner| contact::devices(inner, &caller)).await?;
    Ok(Cbor(DeviceContacts { devices }))
}
