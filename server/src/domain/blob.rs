//! Blobs: announced, uploaded part by part, whole or absent. What counts as received is what the store says; the
//! bytes were made durable before.

use verband_protocol::id::{BlobId, LogId};
use verband_protocol::wire::{BlobStart, BlobState, Storage};

use super::session::Caller;
use crate::failure::Failure;
use crate::server::Inner;
use crate::store::{BlobStage, StoreError, StoredBlob};

/// Announces a blob. Asked again, it tells how much of it is there.
pub(crate) fn start(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    blob: &BlobId,
    start: &BlobStart,
) -> Result<BlobState, Failure> {
    let limits = &server.settings.limits;
    if start.size == 0 {
        return Err(Failure::Malformed("a blob without bytes".into()));
    }
    if start.size > limits.blob_bytes {
        return Err(Failure::TooLarge);
    }
    let new = StoredBlob {
        blob: *blob,
        log: *log,
        device: caller.device,
        size: start.size,
        hash: start.hash,
        received: 0,
        stage: BlobStage::Growing,
        event: None,
        created_at: server.now(),
    };
    let quota = quota(server, caller)?;
    match server.store.start_blob(&caller.organisation, &new, limits.organisation_bytes, quota) {
        Ok(()) => Ok(tell(&new)),
        // It can also be there although there is no room for another one.
        Err(error @ (StoreError::Exists(_) | StoreError::Full | StoreError::Quota)) => {
            let there = server.store.blob(&caller.organisation, blob)?.ok_or(error)?;
            let same =
                (there.log, there.device, there.size, there.hash) == (*log, caller.device, start.size, start.hash);
            if !same || there.stage == BlobStage::Doomed {
                return Err(Failure::refused("another blob has this id"));
            }
            settle(server, caller, there)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the blobs of a conversation may take, by the policy of the organisation.
fn quota(server: &Inner, caller: &Caller) -> Result<Option<u64>, Failure> {
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    Ok(organisation.policy().conversation_quota_mb.map(|mb| u64::from(mb) << 20))
}

/// What the blobs of a conversation take, and may.
pub(crate) fn storage(server: &Inner, caller: &Caller, log: &LogId) -> Result<Storage, Failure> {
    let used = server.store.storage(&caller.organisation, log)?;
    Ok(Storage { used, quota: quota(server, caller)? })
}

/// Where an upload of the caller's device stands.
pub(crate) fn state(server: &Inner, caller: &Caller, log: &LogId, blob: &BlobId) -> Result<BlobState, Failure> {
    let there = own(server, caller, log, blob)?;
    settle(server, caller, there)
}

/// How much of a part that starts at `offset` is wanted: none if it starts elsewhere than where the blob ends.
pub(crate) fn wanted(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    blob: &BlobId,
    offset: u64,
) -> Result<Option<u64>, Failure> {
    let there = own(server, caller, log, blob)?;
    let open = there.stage == BlobStage::Growing && there.received == offset && offset < there.size;
    Ok(open.then(|| there.size - offset))
}

/// Writes a piece of a part that is wanted.
pub(crate) fn write(server: &Inner, caller: &Caller, blob: &BlobId, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
    Ok(server.blobs.write(&caller.organisation, blob, offset, bytes)?)
}

/// Counts a part that was written from `from` to `to`, once it is durable; with the last one the blob is verified
/// and becomes visible.
pub(crate) fn end_part(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    blob: &BlobId,
    from: u64,
    to: u64,
) -> Result<BlobState, Failure> {
    let mut there = own(server, caller, log, blob)?;
    if there.stage == BlobStage::Growing && there.received == from && from < to {
        server.blobs.sync(&caller.organisation, blob)?;
        server.store.set_blob_received(&caller.organisation, blob, to)?;
        there.received = to;
    }
    settle(server, caller, there)
}

/// A blob that the caller may read.
pub(crate) fn readable(
    server: &Inner,
    caller: &Caller,
    log: &LogId,
    blob: &BlobId,
    floor: u64,
) -> Result<StoredBlob, Failure> {
    let there = server.store.blob(&caller.organisation, blob)?.ok_or(Failure::NotFound)?;
    if there.log != *log || there.stage != BlobStage::Whole {
        return Err(Failure::NotFound);
    }
    let visible = match there.event {
        None => there.device == caller.device,
        Some(event) => {
            let known = server.store.known_events(&caller.organisation, log, &[event])?;
            known.iter().any(|known| known.seq > floor)
        }
    };
    if visible { Ok(there) } else { Err(Failure::NotFound) }
}

/// Reads a piece of a blob that is readable.
pub(crate) fn read(
    server: &Inner,
    caller: &Caller,
    blob: &BlobId,
    offset: u64,
    length: usize,
) -> Result<Vec<u8>, Failure> {
    Ok(server.blobs.read(&caller.organisation, blob, offset, length)?)
}

fn own(server: &Inner, caller: &Caller, log: &LogId, blob: &BlobId) -> Result<StoredBlob, Failure> {
    server
        .store
        .blob(&caller.organisation, blob)?
        .filter(|there| there.log == *log && there.device == caller.device && there.stage != BlobStage::Doomed)
        .ok_or(Failure::NotFound)
}

/// Makes a blob whole whose bytes are all there, also if the server ended in the middle of that earlier.
fn settle(server: &Inner, caller: &Caller, mut there: StoredBlob) -> Result<BlobState, Failure> {
    let StoredBlob { blob, size, hash, .. } = there;
    if there.stage == BlobStage::Growing && there.received == size {
        if !server.blobs.finish(&caller.organisation, &blob, size, &hash)? {
            server.store.set_blob_received(&caller.organisation, &blob, 0)?;
            return Err(Failure::refused("the bytes are not the announced ones"));
        }
        server.store.set_blob_whole(&caller.organisation, &blob)?;
        there.stage = BlobStage::Whole;
    }
    Ok(tell(&there))
}

fn tell(blob: &StoredBlob) -> BlobState {
    BlobState { offset: blob.received, size: blob.size, complete: blob.stage == BlobStage::Whole }
}
