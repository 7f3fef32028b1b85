//! The end of a recording: from its sealed pieces to one sealed file without metadata, and into a conversation. At no time is
//! any of it on disk in clear, and at no time is more than a piece in memory.

use std::sync::{Arc, Mutex, PoisonError};

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::seal::SealKey;
use verband_store::{StoreError, Tx};
use verband_vault::{self as vault, BlobFiles, FileError, RecordingError, RecordingSource, Remux, SealedReader};
use zeroize::Zeroizing;

use super::payload::{RecordingMessage, VIDEO, waveform};
use super::recorder::{Source, check_source, forget};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{Attachment, MAX_CAPTION, holds};
use crate::outbox::blob_context;
use crate::transfer::breathe;

/// Bytes that are copied at once.
const PIECE: usize = 512 << 10;

/// What goes along with a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRecording {
    /// What to write to it.
    pub caption: String,
    /// A picture of a video: JPEG, PNG or WebP of any size, of which a small one is made without metadata.
    pub poster: Option<Vec<u8>>,
    /// Whether somebody has looked through a video and says that there is nothing to hide on it.
    pub checked: bool,
}

/// A recorder and its pieces.
struct Recorder {
    log: LogId,
    what: Kind,
    source: Source,
    key: SealKey,
    pieces: Vec<(BlobId, u64)>,
    levels: Vec<u8>,
}

impl Client {
    /// Finishes a recording that was begun on this device, also in an earlier life of the app, and puts it into its
    /// conversation without its metadata. What was recorded is gone from the recorder when this returns, and on disk and shown
    /// in the conversation. After an error it is unfinished, and can be finished again or discarded.
    ///
    /// # Errors
    /// [`ClientError::Recording`], [`ClientError::Photo`] for the poster, [`ClientError::Length`], [`ClientError::ByPolicy`],
    /// [`ClientError::NotLookedThrough`] for a video, [`ClientError::NotFound`], [`ClientError::Vault`],
    /// [`ClientError::Halted`].
    pub async fn finish_recording(&self, id: &BlobId, new: &NewRecording) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        if new.caption.len() > MAX_CAPTION {
            return Err(ClientError::Length("a caption", MAX_CAPTION));
        }
        let recorder = inner.store.with_tx(|tx| read(tx, id))?;
        check_source(&inner, recorder.what, recorder.source)?;
        if recorder.what == VIDEO && !new.checked {
            inner.check_looked_through(&recorder.log)?;
        }
        let poster = new.poster.as_deref().filter(|_| recorder.what == VIDEO).map(vault::thumbnail).transpose()?;
        let message = RecordingMessage {
            caption: new.caption.clone(),
            poster: poster.map(Into::into),
            looked_through: (recorder.what == VIDEO && new.checked).then_some(true),
            ..inner.write_anew(&recorder).await?
        };
        let put = inner.store.with_tx(|tx| {
            Inner::may_write(tx, &recorder.log)?;
            // Somebody else may have finished or discarded it meanwhile.
            tx.query_opt("SELECT 1 FROM recorder WHERE id = ?1", [id.as_bytes()], |_| Ok(()))?
                .ok_or(ClientError::NotFound("recording"))?;
            forget(tx, id)?;
            inner.put_recording(tx, &recorder.log, recorder.what, &message)
        });
        inner.drop_unless_held(&message.sealed, put.is_err());
        if put.is_ok() {
            // What stays of the pieces now, of which the key is gone, goes the next time.
            let _ = inner.clear_litter();
        }
        put
    }
}

/// What is known of a recorder.
fn read(tx: &Tx<'_>, id: &BlobId) -> Result<Recorder, ClientError> {
    let sql = "SELECT log, what, source, file_key FROM recorder WHERE id = ?1";
    let found = tx.query_opt(sql, [id.as_bytes()], |row| {
        let source = if row.get::<_, i64>(2)? == Source::File as i64 { Source::File } else { Source::Recorder };
        Ok((LogId(row.get(0)?), Kind(row.get(1)?), source, SealKey::from_bytes(row.get(3)?)))
    })?;
    let (log, what, source, key) = found.ok_or(ClientError::NotFound("recording"))?;
    let sql = "SELECT blob, size, levels FROM recorder_piece WHERE recorder = ?1 ORDER BY number";
    let rows = tx.query_map(sql, [id.as_bytes()], |row| {
        Ok((BlobId(row.get(0)?), row.get::<_, u64>(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    let levels = rows.iter().flat_map(|(_, _, levels)| levels).copied().collect();
    let pieces = rows.into_iter().map(|(blob, size, _)| (blob, size)).collect();
    Ok(Recorder { log, what, source, key, pieces, levels })
}

impl Inner {
    /// Seals a recording without its metadata.
    async fn write_anew(&self, recorder: &Recorder) -> Result<RecordingMessage, ClientError> {
        let pieces = Pieces::new(Arc::clone(&self.files), recorder);
        let mut remux = Remux::plan(&pieces)?;
        let recording = remux.recording;
        match (recorder.what == VIDEO, recording.size) {
            (true, None) => return Err(RecordingError::Unsupported("a video without a picture").into()),
            (false, Some(_)) => return Err(RecordingError::Unsupported("a voice note with a picture").into()),
            _ => {}
        }
        let (mut writer, blob, key) = self.begin_blob()?;
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        loop {
            let read = remux.read(&pieces, &mut piece)?;
            if read == 0 {
                break;
            }
            writer.append(&piece[..read])?;
            breathe().await;
        }
        let size = writer.len();
        writer.finish()?;
        let message = RecordingMessage {
            sealed: Attachment { blob, key: *key.expose(), size },
            media: recording.media.to_owned(),
            duration_ms: recording.duration_ms,
            caption: String::new(),
            waveform: waveform(&recorder.levels).map(Into::into),
            poster: None,
            width: recording.size.map(|(width, _)| width),
            height: recording.size.map(|(_, height)| height),
            looked_through: None,
        };
        if message.is_sound(recorder.what) {
            return Ok(message);
        }
        self.drop_unless_held(&message.sealed, true);
        Err(RecordingError::Broken("its times or its size make no sense").into())
    }

    /// Puts a sealed recording into the outbox.
    pub(super) fn put_recording(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        what: Kind,
        message: &RecordingMessage,
    ) -> Result<EventId, ClientError> {
        self.enqueue(tx, log, what, cbor::encode(message), &[message.sealed.blob])
    }

    /// Removes a file that was written for an event which then failed. The error may have come after the store has kept it; if
    /// it has not, nobody can name the file any more.
    pub(super) fn drop_unless_held(&self, sealed: &Attachment, failed: bool) {
        let held = || -> Result<bool, StoreError> { holds(&self.store, &sealed.blob.0) };
        if failed && matches!(held(), Ok(false)) {
            let _ = self.files.remove(sealed.blob.as_bytes());
        }
    }
}

/// The pieces of a recorder as one file.
struct Pieces {
    files: Arc<dyn BlobFiles>,
    key: SealKey,
    /// Where each begins.
    starts: Vec<(u64, BlobId)>,
    len: u64,
    /// The one that was read last, open.
    open: Mutex<Option<(usize, SealedReader)>>,
}

impl Pieces {
    fn new(files: Arc<dyn BlobFiles>, recorder: &Recorder) -> Self {
        let mut len = 0;
        let mut starts = Vec::with_capacity(recorder.pieces.len());
        for (blob, size) in &recorder.pieces {
            starts.push((len, *blob));
            len += size;
        }
        Self { files, key: recorder.key.clone(), starts, len, open: Mutex::default() }
    }
}

impl RecordingSource for Pieces {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut done = 0;
        while done < out.len() && offset.saturating_add(done as u64) < self.len {
            let at = offset + done as u64;
            let number = self.starts.partition_point(|(start, _)| *start <= at) - 1;
            let (start, blob) = self.starts[number];
            let reader = match open.take() {
                Some((there, reader)) if there == number => reader,
                _ => {
                    let files = Arc::clone(&self.files);
                    SealedReader::open(files, blob.as_bytes(), &self.key, &blob_context(&blob))?
                }
            };
            let read = reader.read_at(at - start, &mut out[done..])?;
            *open = Some((number, reader));
            if read == 0 {
                return Err(FileError::NotFound);
            }
            done += read;
        }
        Ok(done)
    }
}
