//! Playing recordings, taking them out of the vault, and forwarding them.

use verband_protocol::body::Kind;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::Tx;

use super::payload::{RecordingMessage, VIDEO};
use super::view;
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::Attachment;
use crate::reader::{Content, FileReader};

impl Client {
    /// Opens a voice note or a video for playing inside the app, from any place in it; fetches it first if it is not on this
    /// device. The lock ends the reader.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Offline`] if it has to be fetched, [`ClientError::Vault`],
    /// [`ClientError::Cancelled`] if somebody pauses or cancels that, [`ClientError::OfflineTooLong`].
    pub async fn open_recording(&self, log: &LogId, event: &EventId) -> Result<FileReader, ClientError> {
        let inner = self.readable()?;
        let message = inner.store.with_tx(|tx| facts(tx, log, event))?;
        let sealed = inner.open_sealed(Some(log), &message.sealed, "").await?;
        inner.readers.open(Content::Sealed(sealed))
    }

    /// The same for somewhere else: it leaves the vault, and the caller decides where to.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`]; as for [`Self::open_recording`].
    pub async fn export_recording(&self, log: &LogId, event: &EventId) -> Result<FileReader, ClientError> {
        self.readable()?.check_switch(Switch::Export)?;
        self.open_recording(log, event).await
    }
}

impl Inner {
    /// Puts a recording into other conversations, in each under a key of its own.
    pub(crate) async fn copy_recording(
        &self,
        log: &LogId,
        event: &EventId,
        to: &[LogId],
        caption: &str,
    ) -> Result<Vec<EventId>, ClientError> {
        let known = self.store.with_tx(|tx| facts(tx, log, event))?;
        let what = if known.width.is_some() { VIDEO } else { super::VOICE };
        let mut made = Vec::with_capacity(to.len());
        for other in to {
            if what == VIDEO && known.looked_through != Some(true) {
                self.check_looked_through(other)?;
            }
            self.store.with_tx(|tx| Self::may_write(tx, other))?;
            let sealed = self.copy_sealed(log, &known.sealed, "").await?;
            let message = RecordingMessage { sealed, caption: caption.to_owned(), ..known.clone() };
            let put = self.store.with_tx(|tx| {
                Self::may_write(tx, other)?;
                self.put_recording(tx, other, what, &message)
            });
            self.drop_unless_held(&message.sealed, put.is_err());
            made.push(put?);
        }
        Ok(made)
    }
}

/// A recording on its way into another conversation.
pub(crate) struct Recorded {
    what: Kind,
    message: RecordingMessage,
}

impl Recorded {
    /// One that is there, with what was written to it.
    pub(crate) fn find(tx: &Tx<'_>, log: &LogId, event: &EventId, caption: String) -> Result<Self, ClientError> {
        let message = facts(tx, log, event)?;
        let what = if message.width.is_some() { VIDEO } else { super::VOICE };
        Ok(Self { what, message: RecordingMessage { caption, ..message } })
    }

    /// Whether it may leave where every photo has to be looked through.
    pub(crate) fn is_looked_through(&self) -> bool {
        self.what != VIDEO || self.message.looked_through == Some(true)
    }

    pub(crate) fn caption(self) -> String {
        self.message.caption
    }

    pub(crate) fn set_caption(&mut self, caption: String) {
        self.message.caption = caption;
    }
}

impl Inner {
    /// Seals a recording under a key of its own; fetches it first if it is not on this device.
    pub(crate) async fn seal_anew(&self, log: &LogId, recorded: &mut Recorded) -> Result<(), ClientError> {
        recorded.message.sealed = self.copy_sealed(log, &recorded.message.sealed, "").await?;
        Ok(())
    }

    pub(crate) fn put_recorded(&self, tx: &Tx<'_>, log: &LogId, recorded: &Recorded) -> Result<EventId, ClientError> {
        self.put_recording(tx, log, recorded.what, &recorded.message)
    }
}

/// What is known of a recording, without a caption.
fn facts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<RecordingMessage, ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    let sql = "SELECT blob, file_key, looked_through FROM recording WHERE log = ?1 AND event = ?2
               AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = ?2)";
    let found = tx.query_opt(sql, key, |row| Ok((BlobId(row.get(0)?), row.get(1)?, row.get::<_, bool>(2)?)))?;
    let row = view::row(tx.sql(), log, event)?;
    let ((blob, key, looked_through), row) = found.zip(row).ok_or(ClientError::NotFound("recording"))?;
    Ok(RecordingMessage {
        sealed: Attachment { blob, key, size: row.bytes },
        media: row.media,
        duration_ms: row.duration_ms,
        caption: String::new(),
        waveform: row.waveform.map(Into::into),
        poster: row.poster.map(Into::into),
        width: row.size.map(|(width, _)| width),
        height: row.size.map(|(_, height)| height),
        looked_through: looked_through.then_some(true),
    })
}
