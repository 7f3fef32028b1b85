//! Copies: the same bytes under a key of their own, in the same or another conversation, so that neither depends on the
//! other and nobody there comes to read anything of where they are from.

use std::collections::BTreeMap;

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::Tx;
use zeroize::Zeroizing;

use super::commands::{has_folder, with_contents};
use super::media::is_picture;
use super::payload::{Content, FOLDER, File, Folder, Picture};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::Attachment;
use crate::transfer::breathe;

/// Bytes that are copied at once.
const PIECE: usize = 512 << 10;

/// A file or folder as it is copied.
struct Original {
    item: EventId,
    place: Option<EventId>,
    name: String,
    /// None of a folder.
    content: Option<Content>,
}

impl Client {
    /// Copies a file, or a folder with everything in it, into a folder or the root of a conversation. Of a file the version
    /// that counts is copied. What is not on this device is fetched first.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::ByPolicy`], [`ClientError::NotLookedThrough`] for a picture where the policy
    /// wants every photo to be looked through, [`ClientError::Offline`] if something has to be fetched,
    /// [`ClientError::Vault`], [`ClientError::Halted`]: then nothing is copied.
    pub async fn copy_file(
        &self,
        log: &LogId,
        item: &EventId,
        to: &LogId,
        folder: Option<EventId>,
    ) -> Result<EventId, ClientError> {
        let inner = self.readable()?;
        inner.check_switch(Switch::Files)?;
        let mut originals = inner.store.with_tx(|tx| {
            Inner::may_write(tx, to)?;
            has_folder(tx, to, folder)?;
            let items = with_contents(tx, log, &[*item])?;
            items.iter().map(|item| original(tx, log, item)).collect::<Result<Vec<_>, ClientError>>()
        })?;
        let pictured =
            |original: &Original| original.content.as_ref().is_some_and(|content| is_picture(&content.media));
        if originals.iter().any(pictured) {
            inner.check_looked_through(to)?;
        }
        let copied = inner.copy_contents(log, &mut originals).await;
        let copied = copied.and_then(|()| inner.store.with_tx(|tx| inner.put_copies(tx, to, folder, &originals)));
        if copied.is_err() {
            for content in originals.iter().filter_map(|original| original.content.as_ref()) {
                // Those that were not reached are still the originals.
                let _ = inner.forget_copy(log, content);
            }
        }
        copied
    }
}

impl Inner {
    /// Seals the bytes of each file anew. What was not reached keeps the original's.
    async fn copy_contents(&self, log: &LogId, originals: &mut [Original]) -> Result<(), ClientError> {
        for Original { name, content, .. } in originals {
            if let Some(content) = content {
                content.sealed = self.copy_sealed(log, &content.sealed, name).await?;
            }
        }
        Ok(())
    }

    /// Seals the bytes of a file anew, under another key.
    pub(crate) async fn copy_sealed(
        &self,
        log: &LogId,
        from: &Attachment,
        name: &str,
    ) -> Result<Attachment, ClientError> {
        let reader = self.open_sealed(Some(log), from, name).await?;
        let (mut writer, blob, key) = self.begin_blob()?;
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        while writer.len() < reader.len() {
            let read = reader.read_at(writer.len(), &mut piece)?;
            writer.append(&piece[..read])?;
            breathe().await;
        }
        let size = writer.len();
        writer.finish()?;
        Ok(Attachment { blob, key: *key.expose(), size })
    }

    fn put_copies(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        folder: Option<EventId>,
        originals: &[Original],
    ) -> Result<EventId, ClientError> {
        Self::may_write(tx, log)?;
        has_folder(tx, log, folder)?;
        let mut copies: BTreeMap<EventId, EventId> = BTreeMap::new();
        for original in originals {
            let folder = original.place.and_then(|place| copies.get(&place).copied()).or(folder);
            let name = original.name.clone();
            let copy = match &original.content {
                None => self.enqueue(tx, log, FOLDER, cbor::encode(&Folder { name, folder }), &[])?,
                Some(content) => self.put_file(tx, log, File { name, folder, content: content.clone() })?,
            };
            copies.insert(original.item, copy);
        }
        let first = originals.first().and_then(|original| copies.get(&original.item));
        first.copied().ok_or(ClientError::NotFound("file"))
    }

    /// Removes a sealed file that no version names.
    fn forget_copy(&self, log: &LogId, content: &Content) -> Result<(), ClientError> {
        let sql = "SELECT 1 FROM file_version WHERE log = ?1 AND blob = ?2";
        let key = (log.as_bytes(), content.sealed.blob.as_bytes());
        let named = self.store.with_tx(|tx| tx.query_opt(sql, key, |_| Ok(())))?;
        if named.is_none() {
            self.files.remove(content.sealed.blob.as_bytes())?;
        }
        Ok(())
    }
}

fn original(tx: &Tx<'_>, log: &LogId, item: &EventId) -> Result<Original, ClientError> {
    let sql =
        "SELECT item.place, item.name, version.blob, version.file_key, version.size, version.media, version.thumb,
                      version.width, version.height, version.orientation
               FROM file_item item LEFT JOIN file_version version
               ON version.log = item.log AND version.event = item.current
               WHERE item.log = ?1 AND item.event = ?2";
    let found = tx.query_row(sql, (log.as_bytes(), item.as_bytes()), |row| {
        let blob: Option<[u8; 16]> = row.get(2)?;
        let content = match blob {
            None => None,
            Some(blob) => {
                let thumbnail: Option<Vec<u8>> = row.get(6)?;
                let picture = match thumbnail {
                    None => None,
                    Some(thumbnail) => Some(Picture {
                        thumbnail: thumbnail.into(),
                        width: row.get(7)?,
                        height: row.get(8)?,
                        orientation: row.get(9)?,
                    }),
                };
                let sealed =
                    Attachment { blob: verband_protocol::id::BlobId(blob), key: row.get(3)?, size: row.get(4)? };
                Some(Content { sealed, media: row.get(5)?, picture })
            }
        };
        let place = row.get::<_, Option<[u8; 16]>>(0)?.map(EventId);
        Ok(Original { item: *item, place, name: row.get(1)?, content })
    })?;
    Ok(found)
}
