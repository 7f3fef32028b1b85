//! Reading logs and appending to them: the organisation's own and those of conversations.

use axum::Extension;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use verband_protocol::wire::{Append, AppendedAll, HeadAt, MAX_PAGE, Page};

use super::MAX_PAGE_BYTES;
use super::answer::Cbor;
use super::gate::Place;
use crate::domain::session::Caller;
use crate::domain::{conversation, organisation};
use crate::failure::Failure;
use crate::server::Server;
use crate::store::{PageFrom, PageQuery};

/// Appends entries.
pub(super) async fn append(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Cbor(append): Cbor<Append>,
) -> Result<Cbor<AppendedAll>, Failure> {
    let seqs = server.run(move |inner| {
        if place.log == caller.organisation {
            organisation::append(inner, &caller.organisation, &caller.device, &append.entries, &[])
        } else {
            conversation::append(inner, &caller, &place.log, &append.entries)
        }
    });
    Ok(Cbor(AppendedAll { seqs: seqs.await? }))
}

/// Which page.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    after: Option<u64>,
    before: Option<u64>,
    limit: Option<u32>,
}

/// Gives a page of entries.
pub(super) async fn page(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Cbor<Page>, Failure> {
    let Query(which) = which.map_err(|_| Failure::Malformed("after, before, limit".into()))?;
    let from = match (which.after, which.before) {
        (after, None) => PageFrom::After(after.unwrap_or(0)),
        (None, Some(before)) => PageFrom::Before(before),
        _ => return Err(Failure::Malformed("either after or before".into())),
    };
    let query = PageQuery {
        from,
        floor: place.floor,
        limit: which.limit.unwrap_or(MAX_PAGE).min(MAX_PAGE),
        bytes: MAX_PAGE_BYTES,
    };
    let page = server.run(move |inner| Ok(inner.store.page(&caller.organisation, &place.log, query)?));
    Ok(Cbor(page.await?))
}

/// Gives the head at a position, for whoever reads the log backwards from a later one.
pub(super) async fn head(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    position: Result<Path<(String, u64)>, axum::extract::rejection::PathRejection>,
) -> Result<Cbor<HeadAt>, Failure> {
    let Path((_, seq)) = position.map_err(|_| Failure::Malformed("position".into()))?;
    // Before the floor there is nothing for this reader.
    let seq = Some(seq).filter(|seq| *seq >= place.floor).ok_or(Failure::NotFound)?;
    let head = server.run(move |inner| {
        let head = inner.store.head_at(&caller.organisation, &place.log, seq)?;
        head.ok_or(Failure::NotFound)
    });
    Ok(Cbor(HeadAt { head: head.await? }))
}
