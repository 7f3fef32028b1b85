//! Key packages.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

use verband_protocol::wire::{KeyPackageCount, KeyPackages, TakeKeyPackages, TakenKeyPackages};

use super::answer::Cbor;
use crate::domain::key_package;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// Keeps key packages of the device.
pub(super) async fn put(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(packages): Cbor<KeyPackages>,
) -> Result<StatusCode, Failure> {
    server.run(move |inner| key_package::put(inner, &caller, &packages)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts those that are left.
pub(super) async fn count(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<KeyPackageCount>, Failure> {
    let count = server.run(move |inner| key_package::count(inner, &caller)).await?;
    Ok(Cbor(KeyPackageCount { count }))
}

/// Takes those of others.
pub(super) async fn take(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(take): Cbor<TakeKeyPackages>,
) -> Result<Cbor<TakenKeyPackages>, Failure> {
    let packages = server.run(move |inner| key_package::take(inner, &caller, &take.devices)).await?;
    Ok(Cbor(TakenKeyPackages { packages }))
}
