//! The way up. An event is ready to be sent once all of its files are on the server.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use verband_protocol::id::{BlobId, EventId, Hash, LogId};
use verband_protocol::wire::{BlobStart, BlobState, ProblemCode};
use verband_store::{StoreError, Topic};

use super::{COMPLETE, FAILED, PART, WAITING, breathe, stops_all};
use crate::client::Inner;
use crate::error::ClientError;

/// From this size on, in sealed bytes, a file does not hold up what was written after it in its conversation. What is
/// smaller, as photos are, keeps its place before it.
pub(crate) const LARGE: u64 = 8 << 20;

/// Bytes of a file that are hashed at once.
const PIECE: u64 = 1 << 20;

/// A file that is to go up.
struct Upload {
    blob: BlobId,
    event: EventId,
    log: LogId,
    size: u64,
    hash: Option<Hash>,
}

/// What is known for as long as somebody uploads.
#[derive(Default)]
struct Round {
    /// Where the server is with what it was told of, in sealed bytes.
    offsets: BTreeMap<BlobId, u64>,
    /// What cannot be brought now.
    stuck: BTreeSet<BlobId>,
    first: Option<ClientError>,
}

impl Inner {
    /// Brings everything up that can be brought.
    pub(crate) async fn upload_all(&self) -> Result<(), ClientError> {
        self.upload_until(|_| false).await.map(drop)
    }

    /// Brings files up until an event is ready to be sent, or was refused. False: there is nothing more to bring up.
    pub(crate) async fn upload_next(&self) -> Result<bool, ClientError> {
        self.upload_until(|ready| ready).await
    }

    async fn upload_until(&self, enough: impl Fn(bool) -> bool) -> Result<bool, ClientError> {
        let _one_at_a_time = self.transfers.uploading.lock().await;
        let mut round = Round::default();
        let mut worked = false;
        let ended = loop {
            match self.measure_uploads() {
                Err(error) if stops_all(&error) => break Err(error),
                measured => round.first = round.first.or(measured.err()),
            }
            let Some(next) = self.next_upload(&round.stuck)? else { break round.first.map_or(Ok(false), Err) };
            self.transfers.set_active(Some(next.blob));
            worked = true;
            match self.upload_part(&next, &mut round).await {
                Ok(ready) if enough(ready) => break Ok(true),
                Ok(_) => {}
                Err(error) if stops_all(&error) => break Err(error),
                // It was taken back, or paused, meanwhile.
                Err(_) if !self.is_wanted(&next.blob)? => {}
                Err(error) => {
                    round.stuck.insert(next.blob);
                    if !self.note_failure(&next, &error)? {
                        round.first.get_or_insert(error);
                    } else if enough(true) {
                        // What had to wait for it does not any more.
                        break Ok(true);
                    }
                }
            }
        };
        self.transfers.set_active(None);
        if worked {
            // Nothing is on its way any more. Whoever locked meanwhile shows nothing.
            let _ = self.tell_transfers();
        }
        ended
    }

    /// Looks how large the files are that are to go up.
    ///
    /// # Errors
    /// What the first one says that cannot be looked at: the others are known all the same.
    pub(crate) fn measure_uploads(&self) -> Result<(), ClientError> {
        let unknown: Vec<BlobId> = self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT blob FROM upload WHERE state <> 1 AND size = 0")?;
            let rows = statement.query_map([], |row| row.get(0).map(BlobId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let mut first = Ok(());
        for blob in unknown {
            let measured = self.files.len(blob.as_bytes()).map_err(ClientError::from).and_then(|size| {
                let sql = "UPDATE upload SET size = ?2 WHERE blob = ?1";
                Ok(self.store.with_tx(|tx| tx.execute(sql, (blob.as_bytes(), size)).map(drop))?)
            });
            first = first.and(measured);
        }
        first
    }

    /// What goes up next: what is nearest to its end, so that the small overtakes the large.
    fn next_upload(&self, stuck: &BTreeSet<BlobId>) -> Result<Option<Upload>, ClientError> {
        Ok(self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT upload.blob, upload.event, upload.log, upload.size, upload.hash FROM upload
                 JOIN outbox ON outbox.event = upload.event JOIN log ON log.id = upload.log
                 WHERE upload.state = 0 AND upload.size > 0 AND outbox.state = 0 AND log.state = 1
                 ORDER BY upload.size - upload.done, upload.blob",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let blob = BlobId(row.get(0)?);
                if !stuck.contains(&blob) {
                    return Ok(Some(Upload {
                        blob,
                        event: EventId(row.get(1)?),
                        log: LogId(row.get(2)?),
                        size: row.get(3)?,
                        hash: row.get::<_, Option<[u8; 32]>>(4)?.map(Hash),
                    }));
                }
            }
            Ok(None)
        })?)
    }

    fn is_wanted(&self, blob: &BlobId) -> Result<bool, ClientError> {
        Ok(self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT 1 FROM upload WHERE blob = ?1 AND state = 0")?;
            Ok(statement.exists([blob.as_bytes()])?)
        })?)
    }

    /// Brings one part of a file up. Whether its event is now ready to be sent.
    async fn upload_part(&self, upload: &Upload, round: &mut Round) -> Result<bool, ClientError> {
        let path = format!("/v1/logs/{}/blobs/{}", upload.log, upload.blob);
        let state: BlobState = match round.offsets.get(&upload.blob) {
            None => {
                let hash = match upload.hash {
                    Some(hash) => hash,
                    None => self.hash_upload(upload).await?,
                };
                self.api.post(&path, &BlobStart { size: upload.size, hash }).await?.done()?
            }
            Some(&offset) => {
                let part = self.read_file(&upload.blob, offset, (upload.size - offset).min(PART))?;
                self.api.put_part(&format!("{path}?offset={offset}"), Bytes::from(part)).await?.done()?
            }
        };
        if state.offset > upload.size {
            return Err(ClientError::Answer("more of a file than it has".to_owned()));
        }
        round.offsets.insert(upload.blob, state.offset);
        self.note_progress(upload, &state)
    }

    /// Keeps how far a file has come. Whether its event is now ready to be sent.
    fn note_progress(&self, upload: &Upload, state: &BlobState) -> Result<bool, ClientError> {
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.touch(Topic::Transfers);
            tx.execute(
                "UPDATE upload SET done = ?2, state = iif(?3, ?4, state), reason = NULL WHERE blob = ?1",
                (upload.blob.as_bytes(), state.offset, state.complete, COMPLETE),
            )?;
            if !state.complete {
                return Ok(false);
            }
            let sql = "SELECT 1 FROM upload WHERE event = ?1 AND state <> 1 LIMIT 1";
            let ready = tx.query_opt(sql, [upload.event.as_bytes()], |_| Ok(()))?.is_none();
            if ready {
                tx.touch(Topic::Outbox);
            }
            Ok(ready)
        })?)
    }

    /// Keeps why a file does not go up. Whether the server refused it: then it is not tried again by itself, and neither is
    /// its event.
    fn note_failure(&self, upload: &Upload, error: &ClientError) -> Result<bool, ClientError> {
        let refused = match error {
            ClientError::Quota => true,
            ClientError::Server(code, _) => {
                matches!(code, ProblemCode::Refused | ProblemCode::Forbidden | ProblemCode::TooLarge)
            }
            _ => false,
        };
        self.store.with_tx(|tx| {
            let state = if refused { FAILED } else { WAITING };
            tx.execute(
                "UPDATE upload SET state = ?2, reason = ?3 WHERE blob = ?1 AND state = 0",
                (upload.blob.as_bytes(), state, error.code()),
            )?;
            tx.touch(Topic::Transfers);
            if refused {
                crate::outbox::fail(tx, &upload.event, error.code())?;
            }
            Ok(refused)
        })
    }

    /// Hashes a file, once: the server wants to know it before the first byte.
    async fn hash_upload(&self, upload: &Upload) -> Result<Hash, ClientError> {
        let mut hash = Sha256::new();
        let mut offset = 0;
        while offset < upload.size {
            let piece = self.read_file(&upload.blob, offset, (upload.size - offset).min(PIECE))?;
            hash.update(&piece);
            offset += piece.len() as u64;
            breathe().await;
        }
        let hash = Hash(hash.finalize().into());
        let sql = "UPDATE upload SET hash = ?2 WHERE blob = ?1";
        self.store.with_tx(|tx| tx.execute(sql, (upload.blob.as_bytes(), &hash.0)))?;
        Ok(hash)
    }

    fn read_file(&self, blob: &BlobId, offset: u64, len: u64) -> Result<Vec<u8>, ClientError> {
        let mut part = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        let read = self.files.read_at(blob.as_bytes(), offset, &mut part)?;
        if read == 0 {
            return Err(ClientError::Damaged("a sealed file"));
        }
        part.truncate(read);
        Ok(part)
    }
}
