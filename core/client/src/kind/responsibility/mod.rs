//! Responsibility: role addresses of a channel ("Wunddienst", "Spätdienst"), who holds them, and requests to them, which
//! somebody takes over.
//!
//! Everything here follows from acts in the order of the log: who holds an address, whose a request is, and from when on
//! it waits. Nothing is written by a clock; what has waited for too long is computed when somebody looks.

mod address;
mod commands;
mod escalation;
mod payload;
mod request;
mod rows;
mod shift;
mod view;

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx};

use super::{ContentKind, Event, Stays, Until, Whole};
use crate::error::ClientError;
use payload::{ActPayload, AddressPayload, HandOverPayload, RequestPayload};

pub use escalation::EscalationRow;
pub use payload::{Eligible, Escalation, RequestAct, RoleAddressSettings};
pub use request::RequestState;
pub use rows::{HandOverRow, RequestActRow, RequestRow, RoleAddressRow};
pub use shift::{ShiftEnd, ShiftFact, ShiftFactKind, ShiftView};
pub(crate) use view::{open_requests, role_addresses};

/// Its name, for feeds that watch it.
pub(crate) const NAME: &str = "responsibility";

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &[payload::ADDRESS, payload::HAND_OVER, payload::REQUEST, payload::ACT],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: None,
    begun: &[],
    stays: Stays::Wholes(&[payload::ADDRESS, payload::HAND_OVER], wholes),
};

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    match number {
        payload::ADDRESS => {
            let Some(payload) = read(payload, AddressPayload::fits) else { return Ok(false) };
            address::apply_settings(tx, event, payload)?;
        }
        payload::HAND_OVER => {
            let Some(payload) = read(payload, HandOverPayload::fits) else { return Ok(false) };
            address::apply_hand_over(tx, event, &payload)?;
        }
        payload::REQUEST => {
            let Some(payload) = read(payload, RequestPayload::fits) else { return Ok(false) };
            request::apply_request(tx, event, &payload)?;
        }
        payload::ACT => {
            let Some(payload) = read(payload, |_: &ActPayload| true) else { return Ok(false) };
            request::apply_act(tx, event, &payload)?;
        }
        _ => return Ok(false),
    }
    // What a row of the conversation shows of a request.
    tx.touch(Topic::Conversation(event.log.0));
    Ok(true)
}

fn read<T>(payload: &[u8], fits: impl FnOnce(&T) -> bool) -> Option<T>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    cbor::decode(payload).ok().filter(fits)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let here = (log.as_bytes(), event.as_bytes());
    let address = "SELECT address FROM address_step WHERE log = ?1 AND event = ?2";
    if let Some(address) = tx.query_opt(address, here, |row| row.get(0).map(EventId))? {
        tx.execute("DELETE FROM address_step WHERE log = ?1 AND event = ?2", here)?;
        address::resolve(tx, log, &address)?;
    }
    let request = "SELECT request FROM request_act WHERE log = ?1 AND event = ?2";
    if let Some(request) = tx.query_opt(request, here, |row| row.get(0).map(EventId))? {
        tx.execute("DELETE FROM request_act WHERE log = ?1 AND event = ?2", here)?;
        request::resolve(tx, log, &request)?;
    }
    tx.execute("DELETE FROM request WHERE log = ?1 AND event = ?2", here)?;
    Ok(())
}

/// A request stays while it is open, or somebody has it and it is not done.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let sql = "SELECT event, state < 2 FROM request WHERE log = ?1 ORDER BY event";
    Ok(tx.query_map(sql, [log.as_bytes()], |row| {
        let until = if row.get(1)? { Until::Open } else { Until::Newest };
        Ok(Whole::of(EventId(row.get(0)?), until))
    })?)
}

/// With a request goes what was done with it, and with a role address its hand-overs.
fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM request_act WHERE log = ?1 AND request = ?2
               UNION SELECT event FROM address_step WHERE log = ?1 AND address = ?2 AND event <> ?2";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}
