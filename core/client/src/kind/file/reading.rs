//! The bytes of files: read inside the app, or taken out of it if the policy lets them.

use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Topic, WAITING};
use verband_vault as vault;
use zeroize::Zeroizing;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::Attachment;
use crate::reader::{Content, FileReader};

/// What is needed to get at the bytes of a file.
pub(super) struct Source {
    pub(super) sealed: Attachment,
    pub(super) name: String,
    orientation: Option<u8>,
    /// Whether it is not in the log yet: then this device has the only one.
    waiting: bool,
}

impl Client {
    /// Opens a file for reading inside the app, the version that counts or another one; fetches it first if it is not on this device. A
    /// picture is given upright. The lock ends the reader.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Offline`] if it has to be fetched, [`ClientError::Vault`],
    /// [`ClientError::Cancelled`] if somebody pauses or cancels that, [`ClientError::OfflineTooLong`].
    pub async fn open_file(
        &self,
        log: &LogId,
        item: &EventId,
        version: Option<&EventId>,
    ) -> Result<FileReader, ClientError> {
        let inner = self.readable()?;
        let source = inner.file_source(log, item, version)?;
        let sealed = inner.open_sealed(Some(log), &source.sealed, &source.name).await?;
        let reader = inner.readers.open(Content::Sealed(sealed))?;
        match source.orientation.and_then(vault::Orientation::new) {
            None | Some(vault::Orientation::UPRIGHT) => Ok(reader),
            Some(orientation) => {
                let upright = vault::export_jpeg(&reader.read_all()?, orientation)?;
                inner.readers.open(Content::Memory(Zeroizing::new(upright)))
            }
        }
    }

    /// The same for somewhere else: it leaves the vault, and the caller decides where to.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`]; as for [`Self::open_file`].
    pub async fn export_file(
        &self,
        log: &LogId,
        item: &EventId,
        version: Option<&EventId>,
    ) -> Result<FileReader, ClientError> {
        self.readable()?.check_switch(Switch::Export)?;
        self.open_file(log, item, version).await
    }

    /// Wishes that a file is on this device, also if that takes several lives: see [`Self::transfers`].
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Vault`].
    pub fn download_file(&self, log: &LogId, item: &EventId, version: Option<&EventId>) -> Result<(), ClientError> {
        let inner = self.readable()?;
        let source = inner.file_source(log, item, version)?;
        if inner.files.exists(source.sealed.blob.as_bytes())? {
            return Ok(());
        }
        inner.request_download(log, &source.sealed, &source.name)
    }

    /// Frees the room that a file takes on this device. It can be fetched again.
    ///
    /// # Errors
    /// [`ClientError::Refused`] while the server does not have it; as for [`Self::download_file`].
    pub fn free_file(&self, log: &LogId, item: &EventId, version: Option<&EventId>) -> Result<(), ClientError> {
        let inner = self.readable()?;
        let source = inner.file_source(log, item, version)?;
        if source.waiting {
            return Err(ClientError::Refused(verband_rules::Refusal::NotAllowed));
        }
        inner.files.remove(source.sealed.blob.as_bytes())?;
        Ok(inner.store.with_tx(|tx| {
            tx.touch(Topic::Vault);
            Ok::<_, StoreError>(())
        })?)
    }
}

impl Inner {
    pub(super) fn file_source(
        &self,
        log: &LogId,
        item: &EventId,
        version: Option<&EventId>,
    ) -> Result<Source, ClientError> {
        let source = self.store.read(|connection| source(connection, log, item, version))?;
        source.ok_or(ClientError::NotFound("file"))
    }
}

/// Where the bytes of a file come from: of the version that counts, or of another one. A version's own event stands for
/// it too.
fn source(
    connection: &Connection,
    log: &LogId,
    item: &EventId,
    version: Option<&EventId>,
) -> Result<Option<Source>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT version.blob, version.file_key, version.size, item.name, version.orientation, version.seq >= ?4
         FROM file_version version JOIN file_item item ON item.log = version.log AND item.event = version.item
         WHERE version.log = ?1
         AND version.event = coalesce(?3, (SELECT current FROM file_item WHERE log = ?1 AND event = ?2), ?2)
         AND ?2 IN (version.event, item.event)
         AND NOT EXISTS (SELECT 1 FROM deletion
             WHERE deletion.log = ?1 AND deletion.target IN (version.event, item.event))",
    )?;
    let key = (log.as_bytes(), item.as_bytes(), version.map(EventId::as_bytes), WAITING);
    let found = statement.query_row(key, |row| {
        Ok(Source {
            sealed: Attachment { blob: BlobId(row.get(0)?), key: row.get(1)?, size: row.get(2)? },
            name: row.get(3)?,
            orientation: row.get(4)?,
            waiting: row.get(5)?,
        })
    });
    Ok(found.optional()?)
}
