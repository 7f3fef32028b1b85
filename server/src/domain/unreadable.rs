//! What nobody may read who is in a conversation: in a channel without history for newcomers, what is older than the first
//! of those who are still in. None of their devices can name it in a prune, because no device has ever been given it, so
//! the server erases it by itself when its time is over. Nobody loses anything by that.

use verband_rules::retention::DAY;

use crate::failure::Failure;
use crate::server::Inner;

/// Erases what nobody may read and the policies do not keep any longer. Its files go with the next clearing.
pub(crate) fn erase_unreadable(server: &Inner) -> Result<(), Failure> {
    let store = &*server.store;
    for id in store.organisations()? {
        let organisation = server.organisations.get(store, &id)?;
        let newest = organisation.position().seq;
        for log in store.cut_conversations(&id)? {
            let Some(state) = store.conversation(&id, &log)? else { continue };
            if state.hold(newest, &organisation).is_some() {
                continue;
            }
            let days = state.retention_days(newest, &organisation);
            let Some(until) = days.and_then(|days| server.now().checked_sub(u64::from(days) * DAY)) else { continue };
            let mut after = 0;
            while let Some(last) = store.erase_cut(&id, &log, until, after)? {
                after = last;
            }
        }
    }
    Ok(())
}
