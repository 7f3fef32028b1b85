//! Marks: what devices of a conversation tell each other for a while. Sealed, the newest of each device alone, and gone by
//! themselves.

use verband_protocol::id::LogId;
use verband_protocol::wire::{MAX_MARK, Marks, NewMark};

use super::rate::Asker;
use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;

/// The most marks in one answer.
const MAX_MARKS: u32 = 2_000;

/// Keeps the mark of the caller's device and tells the others.
pub(crate) fn put(server: &Inner, caller: &Caller, log: &LogId, mark: &NewMark) -> Result<(), Failure> {
    if mark.sealed.len() > MAX_MARK {
        return Err(Failure::TooLarge);
    }
    let now = server.now();
    server.rates.take(Asker::Mark(caller.device), 1, now)?;
    let number = server.store.put_mark(&caller.organisation, log, &caller.device, mark, now)?;
    let state = server.store.conversation(&caller.organisation, log)?.ok_or(Failure::NotFound)?;
    server.hub.marked(state.roster.keys().filter(|device| **device != caller.device), *log, number);
    Ok(())
}

/// The marks that changed after a number.
pub(crate) fn read(server: &Inner, caller: &Caller, log: &LogId, after: u64) -> Result<Marks, Failure> {
    Ok(server.store.marks(&caller.organisation, log, after, MAX_MARKS)?)
}
