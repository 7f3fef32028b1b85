//! Archive keys: what an epoch's secret gives, the links that chain the epochs, and the walk back along them.

use std::collections::BTreeMap;

use verband_protocol::cbor;
use verband_protocol::id::{Hash, LogId};
use verband_protocol::port::Entropy;
use verband_protocol::seal::{SealKey, open, seal};
use verband_protocol::wire::Link;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::GroupError;

/// The label of the MLS exporter (RFC 9420 section 8.5) that gives the archive key of an epoch.
pub(crate) const EXPORTER: &str = "verband/archive/1";

/// `K_ev`: what events of the epoch are sealed with.
pub fn event_key(archive: &SealKey) -> SealKey {
    archive.derive(b"verband/ev/1")
}

/// `K_ln`: what the link to the epoch before is sealed with.
fn link_key(archive: &SealKey) -> SealKey {
    archive.derive(b"verband/ln/1")
}

/// `kc`: the public commitment to the archive key of an epoch.
pub fn commitment(archive: &SealKey, log: &LogId, epoch: u64) -> Hash {
    let mut info = b"verband/kc/1".to_vec();
    info.extend_from_slice(log.as_bytes());
    info.extend_from_slice(&epoch.to_be_bytes());
    Hash(*archive.derive(&info).expose())
}

fn link_context(log: &LogId, epoch: u64, before: Hash) -> Vec<u8> {
    cbor::encode(&(*log, epoch, before))
}

/// The link of an epoch: the archive key of the epoch before, sealed with its own. Epochs count from 0, which has
/// none.
pub fn seal_link(log: &LogId, epoch: u64, archive: &SealKey, before: &SealKey, entropy: &dyn Entropy) -> Vec<u8> {
    let context = link_context(log, epoch, commitment(before, log, epoch.saturating_sub(1)));
    seal(&link_key(archive), &context, before.expose(), entropy)
}

/// Opens the link of an epoch, and checks that the key in it is the one whose commitment the log published.
pub fn open_link(log: &LogId, epoch: u64, archive: &SealKey, published: Hash, link: &[u8]) -> Option<SealKey> {
    let before = epoch.checked_sub(1)?;
    let plain = open(&link_key(archive), &link_context(log, epoch, published), link).ok()?;
    let key = SealKey::from_bytes(plain.as_slice().try_into().ok()?);
    (commitment(&key, log, before) == published).then_some(key)
}

/// How far a walk back came.
pub struct WalkBack {
    /// Archive keys with their epochs, newest first: of the epoch before the start, the one before that, …
    pub keys: Vec<(u64, SealKey)>,
    /// The epoch whose link is missing, or whose link cannot be checked because the log published no commitment for
    /// the epoch before it. None when epoch 0 was reached.
    pub hole: Option<u64>,
}

/// Walks from the archive key of an epoch down to epoch 0.
///
/// `published` are the commitments from the commit records of the log. `links` are candidates as the server gives
/// them, in any order, several of an epoch: those that do not fit are passed over.
pub fn walk_back(
    log: &LogId,
    epoch: u64,
    archive: &SealKey,
    published: &BTreeMap<u64, Hash>,
    links: &[Link],
) -> WalkBack {
    let mut candidates: BTreeMap<u64, Vec<&[u8]>> = BTreeMap::new();
    for link in links {
        candidates.entry(link.epoch).or_default().push(&link.link);
    }
    let mut keys: Vec<(u64, SealKey)> = Vec::new();
    for epoch in (1..=epoch).rev() {
        let archive = keys.last().map_or(archive, |(_, key)| key);
        let found = published.get(&(epoch - 1)).and_then(|published| {
            let candidates = candidates.get(&epoch)?;
            candidates.iter().find_map(|link| open_link(log, epoch, archive, *published, link))
        });
        match found {
            Some(key) => keys.push((epoch - 1, key)),
            None => {
                return WalkBack { keys, hole: Some(epoch) };
            }
        }
    }
    WalkBack { keys, hole: None }
}

/// Keeps the archive key of an epoch. The log has to be in the store already.
///
/// # Errors
/// [`GroupError::State`] if another key of this epoch is known.
pub fn keep(tx: &Tx<'_>, log: &LogId, epoch: u64, archive: &SealKey) -> Result<(), GroupError> {
    let kc = commitment(archive, log, epoch);
    let sql = "INSERT INTO archive_key (log, epoch, key, kc) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let new = tx.execute(sql, (log.0, epoch, archive.expose(), kc.0))? == 1;
    if !new && archive_key(tx.sql(), log, epoch)?.is_some_and(|known| known.expose() != archive.expose()) {
        return Err(GroupError::State(format!("two archive keys of epoch {epoch}")));
    }
    Ok(())
}

/// The archive key of an epoch, if this device knows it.
///
/// # Errors
/// [`StoreError`].
pub fn archive_key(sql: &Connection, log: &LogId, epoch: u64) -> Result<Option<SealKey>, StoreError> {
    let key = sql
        .prepare_cached("SELECT key FROM archive_key WHERE log = ?1 AND epoch = ?2")?
        .query_row((log.0, epoch), |row| row.get(0).map(Zeroizing::<[u8; 32]>::new))
        .optional()?;
    Ok(key.map(|key| SealKey::from_bytes(*key)))
}

/// The newest epoch whose archive key is known.
pub(crate) fn newest_epoch(sql: &Connection, log: &LogId) -> Result<Option<u64>, StoreError> {
    let mut statement = sql.prepare_cached("SELECT max(epoch) FROM archive_key WHERE log = ?1")?;
    Ok(statement.query_row([log.0], |row| row.get(0))?)
}

/// The link of an epoch for others who miss it (after an external commit): none if this device does not know both
/// keys. Its place is the body of a late-link entry. Only for an epoch that an external commit started: where history was
/// cut on purpose, it would open what newcomers must not read.
///
/// # Errors
/// [`StoreError`].
pub fn late_link(tx: &Tx<'_>, entropy: &dyn Entropy, log: &LogId, epoch: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(before) = epoch.checked_sub(1) else {
        return Ok(None);
    };
    let keys = (archive_key(tx.sql(), log, epoch)?, archive_key(tx.sql(), log, before)?);
    let (Some(archive), Some(before)) = keys else {
        return Ok(None);
    };
    Ok(Some(seal_link(log, epoch, &archive, &before, entropy)))
}
