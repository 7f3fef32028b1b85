//! Forwarding: the same words, the same photo or the same recording in other conversations, under keys of their own, so that nobody there
//! comes to read anything of where it is from.

use verband_protocol::id::{EventId, LogId};
use zeroize::Zeroizing;

use super::{FORWARDED, Message};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::row_of;
use crate::photos::PhotoSize;

impl Client {
    /// Puts a message, a photo, a voice note or a video into other conversations as well. What is not on this device is fetched first.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for what cannot be forwarded, [`ClientError::NotLookedThrough`] for a photo or a video,
    /// [`ClientError::Offline`] if it has to be fetched; as for [`Self::send_message`].
    pub async fn forward(&self, log: &LogId, event: &EventId, to: &[LogId]) -> Result<Vec<EventId>, ClientError> {
        let inner = self.readable()?;
        let (text, photo, recording) = inner.store.with_tx(|tx| -> Result<_, ClientError> {
            let row = row_of(tx, log, event)?.filter(crate::kind::Placed::has_own_text);
            let row = row.ok_or(ClientError::NotFound("message"))?;
            let photo = tx.query_row("SELECT photo FROM message WHERE id = ?1", [row.id], |row| row.get(0))?;
            let photo = Option::<[u8; 16]>::map(photo, verband_protocol::id::BlobId);
            let recording = row.is_recording();
            Ok((row.text, photo, recording))
        })?;
        if recording {
            let made = inner.copy_recording(log, event, to, &text).await?;
            inner.note_forwarded(log, event, to, &made)?;
            return Ok(made);
        }
        let mut made = Vec::with_capacity(to.len());
        match photo {
            None => {
                let message = Message { text, flags: Some(FORWARDED), ..Message::default() };
                let (kind, payload) = message.payload()?;
                inner.store.with_tx(|tx| -> Result<(), ClientError> {
                    for log in to {
                        Inner::may_write(tx, log)?;
                        made.push(inner.enqueue(tx, log, kind, payload.clone(), &[])?);
                    }
                    Ok(())
                })?;
            }
            Some(photo) => {
                let original: Zeroizing<Vec<u8>> = self.open_photo(&photo, PhotoSize::Original).await?.read_all()?;
                let preview = self.open_photo(&photo, PhotoSize::Preview).await?.read_all()?;
                for log in to {
                    made.push(inner.copy_photo(&photo, &original, &preview, log, &text)?);
                }
                inner.note_forwarded(log, event, to, &made)?;
            }
        }
        Ok(made)
    }
}
