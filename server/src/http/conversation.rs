//! Conversations: founding, commits, and what joining one needs.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use verband_protocol::wire::{Appended, CommitBundle, Group, Links, Welcomes};

use super::MAX_PAGE_BYTES;
use super::answer::{Cbor, id};
use super::gate::Place;
use crate::domain::conversation;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// The most links in one answer.
const MAX_LINKS: u32 = 3_000;

/// Founds a conversation.
pub(super) async fn create(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(bundle): Cbor<CommitBundle>,
) -> Result<Cbor<Appended>, Failure> {
    let seq = server.run(move |inner| conversation::create(inner, &caller, &bundle)).await?;
    Ok(Cbor(Appended { seq }))
}

/// Appends a commit.
pub(super) async fn commit(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Cbor(bundle): Cbor<CommitBundle>,
) -> Result<Cbor<Appended>, Failure> {
    let seq = server.run(move |inner| conversation::commit(inner, &caller, &place.log, &bundle)).await?;
    Ok(Cbor(Appended { seq }))
}

/// Which epochs.
#[derive(Debug, Deserialize)]
pub(super) struct Epochs {
    from: Option<u64>,
    to: Option<u64>,
}

/// Gives links of the archive key chain.
pub(super) async fn links(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    epochs: Result<Query<Epochs>, axum::extract::rejection::QueryRejection>,
) -> Result<Cbor<Links>, Failure> {
    let Query(epochs) = epochs.map_err(|_| Failure::Malformed("from, to".into()))?;
    let (from, to) = (epochs.from.unwrap_or(0), epochs.to.unwrap_or(u64::MAX));
    let links =
        server.run(move |inner| Ok(inner.store.links(&caller.organisation, &place.log, from, to, MAX_LINKS)?));
    Ok(Cbor(Links { links: links.await? }))
}

/// Gives what an external commit starts from.
pub(super) async fn group(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
) -> Result<Cbor<Group>, Failure> {
    let group = server.run(move |inner| inner.store.group(&caller.organisation, &place.log)?.ok_or(Failure::NotFound));
    Ok(Cbor(group.await?))
}

/// Gives the welcomes that wait for the device.
pub(super) async fn welcomes(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<Welcomes>, Failure> {
    let welcomes =
        server.run(move |inner| Ok(inner.store.welcomes(&caller.organisation, &caller.device, MAX_PAGE_BYTES)?));
    Ok(Cbor(Welcomes { welcomes: welcomes.await? }))
}

/// Drops a welcome that the device has used. It may be gone already.
pub(super) async fn drop_welcome(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path((log, epoch)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    let (log, epoch) = (id(&log)?, id(&epoch)?);
    let dropped =
        server.run(move |inner| Ok(inner.store.drop_welcome(&caller.organisation, &caller.device, &log, epoch)?));
    dropped.await.map(|_| StatusCode::NO_CONTENT)
}
