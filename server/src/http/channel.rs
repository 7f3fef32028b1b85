//! Channels as those see them who are not in, and marks of those who are.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use verband_protocol::wire::{Card, JoinRequest, JoinRequests, ListedChannels, Marks, NewMark, Storage};

use super::MAX_PAGE_BYTES;
use super::answer::{Cbor, id};
use super::gate::Place;
use crate::domain::session::Caller;
use crate::domain::{blob, channel, mark};
use crate::failure::Failure;
use crate::server::Server;

/// Shows a channel.
pub(super) async fn put_card(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Cbor(Card { sealed }): Cbor<Card>,
) -> Result<StatusCode, Failure> {
    server.run(move |inner| channel::put_card(inner, &caller, &place.log, &sealed)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a list goes on.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    after: Option<String>,
}

/// Lists the channels that are shown.
pub(super) async fn list(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    after: Result<Query<After>, axum::extract::rejection::QueryRejection>,
) -> Result<Cbor<ListedChannels>, Failure> {
    let malformed = || Failure::Malformed("after".into());
    let Query(After { after }) = after.map_err(|_| malformed())?;
    let after = after.map(|after| after.parse()).transpose().map_err(|_| malformed())?;
    let listed = server.run(move |inner| channel::list(inner, &caller, after.as_ref(), MAX_PAGE_BYTES));
    Ok(Cbor(listed.await?))
}

/// Asks to join.
pub(super) async fn ask(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path(log): Path<String>,
    Cbor(request): Cbor<JoinRequest>,
) -> Result<StatusCode, Failure> {
    let log = id(&log)?;
    server.run(move |inner| channel::ask(inner, &caller, &log, &request)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back.
pub(super) async fn take_back(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path(log): Path<String>,
) -> Result<StatusCode, Failure> {
    let log = id(&log)?;
    server.run(move |inner| channel::take_back(inner, &caller, &log)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the requests that wait.
pub(super) async fn requests(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
) -> Result<Cbor<JoinRequests>, Failure> {
    Ok(Cbor(server.run(move |inner| channel::requests(inner, &caller, &place.log)).await?))
}

/// Refuses one.
pub(super) async fn refuse(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Path((_, member)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    let member = id(&member)?;
    server.run(move |inner| channel::refuse(inner, &caller, &place.log, &member)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps the mark of a device.
pub(super) async fn put_mark(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Cbor(new): Cbor<NewMark>,
) -> Result<StatusCode, Failure> {
    server.run(move |inner| mark::put(inner, &caller, &place.log, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which marks.
#[derive(Debug, Deserialize)]
pub(super) struct Since {
    after: Option<u64>,
}

/// Gives the marks of a conversation.
pub(super) async fn marks(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    since: Result<Query<Since>, axum::extract::rejection::QueryRejection>,
) -> Result<Cbor<Marks>, Failure> {
    let Query(Since { after }) = since.map_err(|_| Failure::Malformed("after".into()))?;
    Ok(Cbor(server.run(move |inner| mark::read(inner, &caller, &place.log, after.unwrap_or(0))).await?))
}

/// Tells what the files of a conversation take.
pub(super) async fn storage(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
) -> Result<Cbor<Storage>, Failure> {
    Ok(Cbor(server.run(move |inner| blob::storage(inner, &caller, &place.log)).await?))
}
