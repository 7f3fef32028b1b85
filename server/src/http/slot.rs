//! Slots, in which two devices meet.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use verband_protocol::id::SlotId;
use verband_protocol::wire::{SlotFound, SlotPart};

use super::answer::Cbor;
use crate::domain::slot;
use crate::failure::Failure;
use crate::server::Server;

/// Writes a part.
pub(super) async fn put(
    State(server): State<Server>,
    Path((slot, part)): Path<(String, String)>,
    Cbor(SlotPart { sealed }): Cbor<SlotPart>,
) -> Result<StatusCode, Failure> {
    let (slot, part) = place(&slot, &part)?;
    server.run(move |inner| slot::put(inner, slot, part, &sealed)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads a part.
pub(super) async fn read(
    State(server): State<Server>,
    Path((slot, part)): Path<(String, String)>,
) -> Result<Cbor<SlotFound>, Failure> {
    let (slot, part) = place(&slot, &part)?;
    let sealed = server.run(move |inner| slot::read(inner, &slot, part)).await?;
    Ok(Cbor(SlotFound { sealed: sealed.map(Into::into) }))
}

/// What is no id is as gone as an unknown one.
fn place(slot: &str, part: &str) -> Result<(SlotId, usize), Failure> {
    Ok((slot.parse().map_err(|_| Failure::SlotGone)?, part.parse().map_err(|_| Failure::NotFound)?))
}
