//! Commits on their way. What has to be sent is kept beside the MLS state, in the same transaction, until the log
//! shows the commit or the server refuses it: after a crash the very same bytes are sent again.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use openmls_traits::OpenMlsProvider;
use verband_protocol::cbor;
use verband_protocol::entry::CommitRecord;
use verband_protocol::id::{EventId, Hash, LogId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};

use crate::GroupError;
use crate::error::broken;
use crate::group::{erase, load};
use crate::provider::Provider;
use crate::storage::Kind;

/// A commit that was built and is not in the log yet. The client signs an entry over `record` and `mls` with the
/// event id given here and sends both with the rest as one bundle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PendingCommit {
    /// The id of the entry. It stays the same when the bundle is sent again.
    #[n(0)]
    pub event: EventId,
    /// The epoch that it ends.
    #[n(1)]
    pub epoch: u64,
    /// The record of the entry.
    #[n(2)]
    pub record: CommitRecord,
    /// The body of the entry: the MLS `PublicMessage`.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub mls: Vec<u8>,
    /// MLS `GroupInfo` after the commit, without tree.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub group_info: Vec<u8>,
    /// MLS `Welcome` for all added devices, without tree.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub welcome: Option<Vec<u8>>,
    /// The link to the archive key of the epoch it ends. None where history is cut, and for an external commit.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub link: Option<Vec<u8>>,
}

impl PendingCommit {
    /// Whether this is the commit with that body.
    pub(crate) fn is(&self, body: &[u8]) -> bool {
        Hash::of(&self.mls) == Hash::of(body)
    }

    pub(crate) fn store(&self, tx: &Tx<'_>, log: &LogId) -> Result<(), GroupError> {
        let sql = "INSERT INTO mls (kind, grp, key, value) VALUES (?1, ?2, x'', ?3)";
        tx.execute(sql, (Kind::Pending as u8, log.0, cbor::encode(self)))?;
        Ok(())
    }
}

/// The commit of this device that is on its way in a conversation.
///
/// # Errors
/// [`GroupError::Store`].
pub fn pending(tx: &Tx<'_>, log: &LogId) -> Result<Option<PendingCommit>, GroupError> {
    let sql = "SELECT value FROM mls WHERE kind = ?1 AND grp = ?2 AND key = x''";
    let bytes: Option<Vec<u8>> = tx.query_opt(sql, (Kind::Pending as u8, log.0), |row| row.get(0))?;
    bytes.map(|bytes| cbor::decode(&bytes).map_err(broken)).transpose()
}

/// Conversations whose commit is on its way.
///
/// # Errors
/// [`StoreError`].
pub fn all_pending(sql: &Connection) -> Result<BTreeSet<LogId>, StoreError> {
    let mut statement = sql.prepare_cached("SELECT grp FROM mls WHERE kind = ?1 AND key = x''")?;
    let rows = statement.query_map([Kind::Pending as u8], |row| row.get(0).map(LogId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives up the commit that is on its way, if there is one: the server refused it, or another one came first.
/// ([`process`](crate::process) does it by itself when it applies another one.) An external commit leaves no group
/// behind; archive keys stay.
///
/// # Errors
/// [`GroupError::Store`].
pub fn discard_pending(tx: &Tx<'_>, log: &LogId) -> Result<(), GroupError> {
    let Some(commit) = pending(tx, log)? else {
        return Ok(());
    };
    settle(tx, log)?;
    let provider = Provider::new(tx);
    if commit.record.external {
        return erase(&provider, log);
    }
    let mut group = load(&provider, log)?.ok_or(GroupError::NotJoined)?;
    let cleared = group.clear_pending_commit(provider.storage());
    provider.done(cleared, broken)
}

/// Forgets that a commit was on its way.
pub(crate) fn settle(tx: &Tx<'_>, log: &LogId) -> Result<(), GroupError> {
    tx.execute("DELETE FROM mls WHERE kind = ?1 AND grp = ?2", (Kind::Pending as u8, log.0))?;
    Ok(())
}
