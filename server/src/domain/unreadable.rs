//! What nobody may read who is in a conversation: in a channel without history for newcomers, what is older than the first
//! of those who are still in. None of their devices can name it in a prune, because no device has ever been given it, so
//! the server erases it by itself when its time is over. Nobody loses anything by that.

use verband_protocol::id::LogId;
use verband_rules::retention::DAY;

use crate::failure::Failure;
use crate::server::Inner;

/// Erases what nobody may read and the policies do not keep any longer. Its files go with the next clearing. Where that fails,
/// the others go on; the first failure is told.
pub(crate) fn erase_unreadable(server: &Inner) -> Result<(), Failure> {
    let mut told = Ok(());
    for id in server.store.organisations()? {
        for log in server.store.cut_conversations(&id)? {
            told = told.and(erase_of(server, &id, &log));
        }
    }
    told
}

fn erase_of(server: &Inner, id: &LogId, log: &LogId) -> Result<(), Failure> {
    let mut after = Some(0);
    while let Some(last) = after {
        after = erase_page(server, id, log, last)?;
    }
    Ok(())
}

/// Erases one page of a conversation, if nothing holds it. Until the page is gone nobody sets a hold: who set one finds all
/// that was there.
fn erase_page(server: &Inner, id: &LogId, log: &LogId, after: u64) -> Result<Option<u64>, Failure> {
    let slot = server.organisations.slot(id);
    let _no_policy = slot.line();
    let _no_entry = server.conversations.shard(id, log);
    let organisation = server.organisations.get(&*server.store, id)?;
    let newest = organisation.position().seq;
    let Some(state) = server.store.conversation(id, log)? else { return Ok(None) };
    if state.hold(newest, &organisation).is_some() {
        return Ok(None);
    }
    let days = state.retention_days(newest, &organisation);
    let Some(until) = days.and_then(|days| server.now().checked_sub(u64::from(days) * DAY)) else { return Ok(None) };
    Ok(server.store.erase_cut(id, log, until, after)?)
}
