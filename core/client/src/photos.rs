//! Photos: captured into the vault, sent into conversations, read back. Plaintext exists in memory only, until
//! somebody exports it.

use std::sync::atomic::Ordering;

use verband_protocol::capture::{CaptureStatement, SignedCapture};
use verband_protocol::id::{BlobId, EventId, Hash, LogId};
use verband_protocol::organisation::Switch;
use verband_protocol::seal::SealKey;
use verband_store::{StoreError, Tx};
use verband_vault::{self as vault, Photo};
use zeroize::Zeroizing;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{self, Attachment, Form, PhotoMessage, photo_facts, photo_source};
use crate::outbox::blob_context;
use crate::reader::{Content, FileReader};
use crate::redaction::PhotoReview;

/// Which form of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoSize {
    /// As it was taken, without metadata.
    Original,
    /// JPEG of 2016 pixels on the long side, upright.
    Preview,
    /// JPEG in full size for somewhere else, without metadata and upright. It leaves the vault: the caller decides
    /// where to.
    Export,
}

/// Where a photo comes from and goes.
pub(crate) struct Origin<'a> {
    pub(crate) log: &'a LogId,
    /// The wound that it is taken of.
    pub(crate) wound: Option<EventId>,
    /// The hash of the original that it is made of, if it is not one.
    pub(crate) derived_from: Option<Hash>,
    /// In milliseconds since the Unix epoch.
    pub(crate) taken_at: u64,
}

impl Client {
    /// Takes a photo (JPEG, PNG or WebP) that the camera has just made and sends it. All metadata is removed; it is sealed
    /// on disk and shown when this returns, with or without a network.
    ///
    /// # Errors
    /// [`ClientError::Photo`], [`ClientError::Vault`], [`ClientError::Length`], [`ClientError::NotFound`],
    /// [`ClientError::ByPolicy`], [`ClientError::NotLookedThrough`].
    pub fn send_photo(&self, log: &LogId, photo: &[u8], caption: &str) -> Result<EventId, ClientError> {
        self.send_reviewed_photo(log, photo, caption, &PhotoReview::default())
    }

    /// The same with a photo that lies in a file or a gallery.
    ///
    /// # Errors
    /// As for [`Self::send_photo`].
    pub fn send_photo_file(&self, log: &LogId, photo: &[u8], caption: &str) -> Result<EventId, ClientError> {
        self.send_reviewed_photo_file(log, photo, caption, &PhotoReview::default())
    }

    /// Opens a photo for reading; fetches it first if it is not on this device. The lock ends the reader.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Offline`] if it has to be fetched, [`ClientError::Vault`],
    /// [`ClientError::OfflineTooLong`], [`ClientError::ByPolicy`] for [`PhotoSize::Export`].
    pub async fn open_photo(&self, photo: &BlobId, size: PhotoSize) -> Result<FileReader, ClientError> {
        let inner = self.readable()?;
        if size == PhotoSize::Export {
            inner.check_switch(Switch::Export)?;
        }
        let (reader, orientation) = inner.open_source(photo, size).await?;
        if size != PhotoSize::Export {
            return Ok(reader);
        }
        let orientation = vault::Orientation::new(orientation).ok_or(ClientError::Damaged("the database"))?;
        let upright = vault::export_jpeg(&reader.read_all()?, orientation)?;
        inner.readers.open(Content::Memory(Zeroizing::new(upright)))
    }

    /// A whole [`PhotoSize::Export`].
    ///
    /// # Errors
    /// As for [`Self::open_photo`].
    pub async fn export_photo(&self, photo: &BlobId) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        self.open_photo(photo, PhotoSize::Export).await?.read_all()
    }

    /// A whole [`PhotoSize::Preview`].
    ///
    /// # Errors
    /// As for [`Self::open_photo`].
    pub async fn photo_preview(&self, photo: &BlobId) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        self.open_photo(photo, PhotoSize::Preview).await?.read_all()
    }
}

impl Inner {
    /// Removes sealed files that nothing refers to: a kill or a full disk came between sealing and writing the row.
    /// Their keys were never written, so nobody can open them. Only before anything else runs: a photo that is just
    /// being taken has no row yet either.
    pub(crate) fn sweep_files(&self) -> Result<(), ClientError> {
        Ok(self.files.sweep(&|id| Ok(kind::holds(&self.store, id)?))?)
    }

    /// Removes the sealed files of what was deleted. Their keys went with the event; a kill leaves the rest for the next
    /// time.
    pub(crate) fn clear_litter(&self) -> Result<(), ClientError> {
        let litter = self.store.read(|connection| -> Result<Vec<[u8; 16]>, StoreError> {
            let mut statement = connection.prepare_cached("SELECT blob FROM litter")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        for blob in litter {
            if !kind::holds(&self.store, &blob)? {
                self.files.remove(&blob)?;
            }
            self.store.with_tx(|tx| tx.execute("DELETE FROM litter WHERE blob = ?1", [blob]).map(drop))?;
        }
        if self.erased.swap(false, Ordering::Relaxed) && self.store.checkpoint().is_err() {
            // Somebody reads just now: with the next pass.
            self.erased.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Puts a photo into another conversation, under keys of its own.
    pub(crate) fn copy_photo(
        &self,
        photo: &BlobId,
        original: &[u8],
        preview: &[u8],
        log: &LogId,
        caption: &str,
    ) -> Result<EventId, ClientError> {
        let known =
            self.store.read(|connection| photo_facts(connection, photo))?.ok_or(ClientError::NotFound("photo"))?;
        if known.looked_through != Some(true) {
            self.check_looked_through(log)?;
        }
        // The statement of the first photo names a conversation that is nobody's business here.
        let came_from = Some(Hash::of(original));
        let origin = Origin { log, wound: None, derived_from: came_from, taken_at: known.taken_at };
        let message = PhotoMessage {
            original: self.seal_file(original)?,
            preview: self.seal_file(preview)?,
            caption: caption.to_owned(),
            evidence: Some(self.state_of_photo(&origin, original, preview)),
            ..known
        };
        self.store.with_tx(|tx| {
            Self::may_write(tx, log)?;
            self.enqueue_photo(tx, log, &message)
        })
    }

    /// Puts a sealed photo into the outbox.
    pub(crate) fn enqueue_photo(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        message: &PhotoMessage,
    ) -> Result<EventId, ClientError> {
        let (kind, payload) = message.payload()?;
        self.enqueue(tx, log, kind, payload, &[message.original.blob, message.preview.blob])
    }

    /// Seals original and preview into the vault.
    pub(crate) fn capture(
        &self,
        photo: Photo,
        caption: &str,
        origin: &Origin<'_>,
    ) -> Result<PhotoMessage, ClientError> {
        let evidence = Some(self.state_of_photo(origin, &photo.original, &photo.preview));
        let original = self.seal_file(&photo.original)?;
        let preview = self.seal_file(&photo.preview)?;
        Ok(PhotoMessage {
            original,
            preview,
            thumbnail: photo.thumbnail.into(),
            width: photo.width,
            height: photo.height,
            orientation: photo.orientation.value(),
            taken_at: origin.taken_at,
            caption: caption.to_owned(),
            looked_through: None,
            evidence,
        })
    }

    /// What this device states of a photo.
    pub(crate) fn state_of_photo(&self, origin: &Origin<'_>, original: &[u8], preview: &[u8]) -> SignedCapture {
        let statement = CaptureStatement {
            log: *origin.log,
            device: self.keys.id,
            member: self.account.member,
            taken_at: origin.taken_at,
            original: Hash::of(original),
            preview: Hash::of(preview),
            wound: origin.wound,
            derived_from: origin.derived_from,
        };
        statement.sign(&self.keys.event)
    }

    pub(crate) fn seal_file(&self, plain: &[u8]) -> Result<Attachment, ClientError> {
        let blob = BlobId::random(&*self.ports.entropy);
        let key = SealKey::random(&*self.ports.entropy);
        vault::write_sealed(&*self.files, blob.as_bytes(), &key, &blob_context(&blob), plain, &*self.ports.entropy)?;
        Ok(Attachment { blob, key: *key.expose(), size: plain.len() as u64 })
    }

    /// A reader of the sealed file behind a form of a photo, and the orientation of the original.
    pub(crate) async fn open_source(&self, photo: &BlobId, size: PhotoSize) -> Result<(FileReader, u8), ClientError> {
        let preview = size == PhotoSize::Preview;
        let source = self.store.read(|connection| photo_source(connection, photo, preview))?;
        let source = source.ok_or(ClientError::NotFound("photo"))?;
        let reader = self.open_sealed(source.log.as_ref(), &source.attachment, "").await?;
        let reader = self.readers.open(Content::Sealed(reader))?;
        self.hold_against_statement(photo, if preview { Form::Preview } else { Form::Original }, &reader)?;
        Ok((reader, source.orientation))
    }

    /// Looks whether a form of a photo is what was stated of it, when it is opened for the first time. It is shown all the same.
    fn hold_against_statement(&self, photo: &BlobId, form: Form, reader: &FileReader) -> Result<(), ClientError> {
        let Some(stated) = self.store.read(|connection| kind::unseen(connection, photo, form))? else { return Ok(()) };
        let is_it = stated == reader.hash()?;
        // A full disk hides no photo: then it is looked at the next time.
        let _another_time = self.store.with_tx(|tx| kind::seen(tx, photo, form, is_it));
        Ok(())
    }
}
