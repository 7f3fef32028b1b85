//! Recording voice notes and videos, finishing what was not finished, and playing.

use std::sync::Arc;

use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::texts::Language;
use verband_client::{self as core, RecordingKind, UnfinishedRecording};

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::file::FileReader;
use crate::rows::recordings::NewRecording;
use crate::work::{CancelToken, guarded, said, work};

/// Takes in a recording piece by piece. Let go before its end, or when the app is locked or killed, it leaves an unfinished recording.
#[derive(uniffi::Object)]
pub struct RecordingWriter(Arc<core::RecordingWriter>);

#[uniffi::export]
impl RecordingWriter {
    /// Its id on this device, by which it is found if it is not finished.
    pub fn id(&self) -> Result<BlobId, VerbandError> {
        guarded(|| Ok(self.0.id()))
    }

    /// Takes the next piece: it is sealed and on disk when this returns. A second is a good length for one. `levels` say how loud it
    /// was meanwhile, from 0 to 255, in steps of the same length; they may be empty.
    pub fn write(&self, piece: &[u8], levels: Vec<u8>) -> Result<(), VerbandError> {
        guarded(|| self.0.write(piece, &levels))
    }

    /// Ends the recording and puts it into the conversation, without its metadata. After an error it is unfinished, and can be
    /// finished again or discarded.
    pub async fn finish(
        &self,
        new: NewRecording,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<EventId, VerbandError> {
        let (writer, new) = (Arc::clone(&self.0), new.into());
        let done = work(cancel, async move { Ok(writer.finish(&new).await) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Throws the recording away.
    pub fn discard(&self) -> Result<(), VerbandError> {
        guarded(|| self.0.discard())
    }
}

#[uniffi::export]
impl VerbandClient {
    /// Begins to record a voice note or a video. `media` is what the recorder of the platform gives: MP4 in fragments, or WebM.
    pub fn start_recording(
        &self,
        conversation: LogId,
        kind: RecordingKind,
        media: String,
        language: Language,
    ) -> Result<Arc<RecordingWriter>, VerbandError> {
        let writer = said(language, || self.client.start_recording(&conversation, kind, &media))?;
        Ok(Arc::new(RecordingWriter(Arc::new(writer))))
    }

    /// The same for one that lies in a file, which the organisation may not permit.
    pub fn add_recording(
        &self,
        conversation: LogId,
        kind: RecordingKind,
        media: String,
        language: Language,
    ) -> Result<Arc<RecordingWriter>, VerbandError> {
        let writer = said(language, || self.client.add_recording(&conversation, kind, &media))?;
        Ok(Arc::new(RecordingWriter(Arc::new(writer))))
    }

    /// Recordings that were begun on this device and neither finished nor discarded, the oldest first.
    pub fn unfinished_recordings(&self) -> Result<Vec<UnfinishedRecording>, VerbandError> {
        guarded(|| self.client.unfinished_recordings())
    }

    /// Finishes a recording that an earlier life of the app began.
    pub async fn finish_recording(
        &self,
        recording: BlobId,
        new: NewRecording,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<EventId, VerbandError> {
        let (client, new) = (self.client.clone(), new.into());
        let done = work(cancel, async move { Ok(client.finish_recording(&recording, &new).await) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Throws a recording away that was not finished.
    pub fn discard_recording(&self, recording: BlobId) -> Result<(), VerbandError> {
        guarded(|| self.client.discard_recording(&recording))
    }

    /// Opens a voice note or a video for playing from any place in it; fetches it first if it is not on this device.
    pub async fn open_recording(
        &self,
        conversation: LogId,
        event: EventId,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<FileReader>, VerbandError> {
        let client = self.client.clone();
        let reader = work(cancel, async move { client.open_recording(&conversation, &event).await }).await?;
        Ok(Arc::new(FileReader(reader)))
    }

    /// The same for somewhere else: it leaves the vault, and the app decides where to.
    pub async fn export_recording(
        &self,
        conversation: LogId,
        event: EventId,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<FileReader>, VerbandError> {
        let client = self.client.clone();
        let reader = work(cancel, async move { client.export_recording(&conversation, &event).await }).await?;
        Ok(Arc::new(FileReader(reader)))
    }
}
