//! The way down. Every chunk is opened before it is kept; a file is in the vault only when it is whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use verband_protocol::id::{BlobId, LogId};
use verband_protocol::seal::sealed_len;
use verband_store::{StoreError, Topic};
use verband_vault::{BlobFiles, FileError, SealedPart, SealedReader};

use super::{FAILED, PART, WAITING, breathe, stops_all};
use crate::client::Inner;
use crate::error::ClientError;
use crate::kind::{self, Attachment};
use crate::outbox::blob_context;

/// How often to look whether another process has brought a file, in milliseconds.
const LOOK_EVERY: u64 = 500;

/// A file that is to come down.
struct Download {
    log: LogId,
    attachment: Attachment,
    name: String,
}

impl Inner {
    /// A reader of a sealed file; fetches it first if it is not on this device. `log` is where it can be fetched from.
    pub(crate) async fn open_sealed(
        &self,
        log: Option<&LogId>,
        attachment: &Attachment,
        name: &str,
    ) -> Result<SealedReader, ClientError> {
        let blob = &attachment.blob;
        let open = || {
            let files: Arc<dyn BlobFiles> = Arc::clone(&self.files);
            SealedReader::open(files, blob.as_bytes(), &attachment.seal_key(), &blob_context(blob))
        };
        if !self.files.exists(blob.as_bytes())? {
            self.fetch(log, attachment, name).await?;
        }
        match open() {
            // The disk lost it: what others have is the same and can be fetched.
            Err(FileError::Sealed(_)) if log.is_some() && !self.waits(blob)? => {
                self.files.remove(blob.as_bytes())?;
                self.fetch(log, attachment, name).await?;
                Ok(open()?)
            }
            opened => Ok(opened?),
        }
    }

    /// Whether a sealed file has not reached the server yet: then this device has the only one.
    pub(crate) fn waits(&self, blob: &BlobId) -> Result<bool, ClientError> {
        Ok(self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT 1 FROM upload WHERE blob = ?1 AND state <> 1")?;
            Ok(statement.exists([blob.as_bytes()])?)
        })?)
    }

    /// Wishes that a file comes down, also if that takes several lives.
    pub(crate) fn request_download(&self, log: &LogId, attachment: &Attachment, name: &str) -> Result<(), ClientError> {
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute(
                "INSERT INTO download (blob, log, file_key, size, name) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (blob) DO UPDATE SET state = 0, reason = NULL",
                (attachment.blob.as_bytes(), log.as_bytes(), &attachment.key, attachment.size, name),
            )?;
            tx.touch(Topic::Transfers);
            Ok(())
        })?)
    }

    /// Brings everything down that is wished for and can be brought; what is nearest to its end comes first.
    pub(crate) async fn download_all(&self) -> Result<(), ClientError> {
        let mut stuck = BTreeSet::new();
        let mut first = None;
        while let Some(next) = self.next_download(&stuck)? {
            let Err(error) = self.fetch(Some(&next.log), &next.attachment, &next.name).await else { continue };
            if stops_all(&error) {
                return Err(error);
            }
            stuck.insert(next.attachment.blob);
            if !matches!(error, ClientError::Cancelled) {
                self.note_stuck(&next.attachment.blob, &error)?;
                first.get_or_insert(error);
            }
        }
        first.map_or(Ok(()), Err)
    }

    fn next_download(&self, stuck: &BTreeSet<BlobId>) -> Result<Option<Download>, ClientError> {
        Ok(self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT blob, log, file_key, size, name FROM download WHERE state = 0 ORDER BY size - done, blob",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let blob = BlobId(row.get(0)?);
                if !stuck.contains(&blob) {
                    let attachment = Attachment { blob, key: row.get(2)?, size: row.get(3)? };
                    return Ok(Some(Download { log: LogId(row.get(1)?), attachment, name: row.get(4)? }));
                }
            }
            Ok(None)
        })?)
    }

    /// Fetches a file, from where the last try ended. Of two calls for the same one the second waits and finds it.
    async fn fetch(&self, log: Option<&LogId>, attachment: &Attachment, name: &str) -> Result<(), ClientError> {
        let log = log.ok_or(ClientError::NotFound("file"))?;
        let blob = &attachment.blob;
        let turn = self.transfers.turn(blob);
        let _one_at_a_time = turn.lock().await;
        // What comes in one request is not worth a row.
        let wished = sealed_len(attachment.size) > PART;
        if !self.files.exists(blob.as_bytes())? {
            if wished {
                self.request_download(log, attachment, name)?;
            }
            let Some(mut part) = self.open_part(attachment).await? else { return self.arrived(blob) };
            while !part.recheck()? {
                breathe().await;
            }
            while !part.is_complete() {
                self.fetch_part(log, blob, &mut part).await?;
                if wished && !self.note_arrived(blob, part.done())? {
                    drop(part);
                    return Err(self.not_wished(blob)?);
                }
            }
            self.store.with_tx(|tx| kind::came_again(tx, blob))?;
            part.finish()?;
        }
        self.arrived(blob)
    }

    /// Goes on with a file. None: another process has brought it meanwhile.
    async fn open_part(&self, attachment: &Attachment) -> Result<Option<SealedPart>, ClientError> {
        let blob = attachment.blob.as_bytes();
        let (key, context) = (attachment.seal_key(), blob_context(&attachment.blob));
        loop {
            match SealedPart::resume(&*self.files, blob, &key, &context, attachment.size) {
                Err(FileError::Exists) if self.files.exists(blob)? => return Ok(None),
                Err(FileError::Exists) => self.ports.timer.sleep(LOOK_EVERY).await,
                opened => return Ok(Some(opened?)),
            }
        }
    }

    /// Takes a file that is here off the list.
    fn arrived(&self, blob: &BlobId) -> Result<(), ClientError> {
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            if tx.execute("DELETE FROM download WHERE blob = ?1", [blob.as_bytes()])? > 0 {
                tx.touch(Topic::Transfers);
                tx.touch(Topic::Vault);
            }
            Ok(())
        })?)
    }

    async fn fetch_part(&self, log: &LogId, blob: &BlobId, part: &mut SealedPart) -> Result<(), ClientError> {
        let (from, to) = (part.done(), (part.done() + PART).min(part.total()));
        let bytes = self.api.get_range(&format!("/v1/logs/{log}/blobs/{blob}"), from, to).await?;
        if part.append(&bytes)? == 0 {
            return Err(ClientError::Answer("an empty part of a file".to_owned()));
        }
        Ok(())
    }

    /// Keeps how much is here. False: nobody wishes for it any more.
    fn note_arrived(&self, blob: &BlobId, done: u64) -> Result<bool, ClientError> {
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.touch(Topic::Transfers);
            let sql = "UPDATE download SET done = ?2, reason = NULL WHERE blob = ?1 AND state = ?3";
            Ok(tx.execute(sql, (blob.as_bytes(), done, WAITING))? > 0)
        })?)
    }

    /// Ends a download that was paused or cancelled: of a cancelled one nothing stays.
    fn not_wished(&self, blob: &BlobId) -> Result<ClientError, ClientError> {
        let paused: bool = self.store.read(|connection| -> Result<_, StoreError> {
            Ok(connection.prepare_cached("SELECT 1 FROM download WHERE blob = ?1")?.exists([blob.as_bytes()])?)
        })?;
        if !paused {
            self.files.remove(blob.as_bytes())?;
        }
        Ok(ClientError::Cancelled)
    }

    /// Keeps why a file does not come. What is gone, or not what was sealed, is not asked for again by itself.
    fn note_stuck(&self, blob: &BlobId, error: &ClientError) -> Result<(), ClientError> {
        let over = matches!(error, ClientError::Vault(FileError::Sealed(_))) || error.code() == "server-refused";
        Ok(self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute(
                "UPDATE download SET state = ?2, reason = ?3 WHERE blob = ?1 AND state = 0",
                (blob.as_bytes(), if over { FAILED } else { WAITING }, error.code()),
            )?;
            tx.touch(Topic::Transfers);
            Ok(())
        })?)
    }
}
