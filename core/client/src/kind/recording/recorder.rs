//! Recording: pieces are taken in while it goes on. A kill leaves what was taken, and the key to it, in the database.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use verband_protocol::body::Kind;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_protocol::seal::SealKey;
use verband_store::{StoreError, Topic, Tx};
use verband_vault as vault;

use super::payload::{VIDEO, VOICE, is_accepted};
use super::{KIND, NewRecording, RecordingKind};
use crate::client::{Client, Inner};
use crate::ending::Ending;
use crate::error::ClientError;
use crate::kind::MAX_FILE;
use crate::outbox::blob_context;

/// Most levels that come with one piece.
const MAX_LEVELS: usize = 1_000;

/// A recording that is not finished, and that nobody in this app is at work on: the app ended before it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedRecording {
    /// Its id on this device.
    pub id: BlobId,
    /// Where it is to go.
    pub log: LogId,
    /// What it is.
    pub kind: RecordingKind,
    /// When it was begun, in milliseconds since the Unix epoch.
    pub began_at: u64,
    /// Bytes that were taken.
    pub bytes: u64,
    /// When it is discarded by itself, in milliseconds since the Unix epoch, if the policy lets what nobody sends end.
    pub ends_at: Option<u64>,
}

/// Takes in a recording piece by piece, as the recorder of the platform gives it. Dropped, or when the app is locked or killed,
/// it leaves an unfinished recording: see [`Client::unfinished_recordings`].
pub struct RecordingWriter {
    client: Client,
    id: BlobId,
    /// Pieces come one after the other.
    turn: Mutex<()>,
    /// Says that somebody is at work on it.
    _at_work: Arc<()>,
}

/// Where a recording comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Recorder = 0,
    File = 1,
}

/// The switches that permit it.
pub(super) fn check_source(inner: &Inner, what: Kind, source: Source) -> Result<(), ClientError> {
    inner.check_switch(match (source, what) {
        (Source::File, _) => Switch::Files,
        (Source::Recorder, VIDEO) => Switch::Video,
        (Source::Recorder, _) => Switch::Microphone,
    })
}

impl Client {
    /// Begins to record a voice note or a video for a conversation. `media` is what the recorder will give: MP4, in fragments
    /// or it cannot be saved when the app is killed, or WebM. A second is a good length for a piece.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`], [`ClientError::Recording`] for another media type, [`ClientError::NotFound`],
    /// [`ClientError::Halted`], [`ClientError::Refused`].
    pub fn start_recording(
        &self,
        log: &LogId,
        kind: RecordingKind,
        media: &str,
    ) -> Result<RecordingWriter, ClientError> {
        self.begin_recording(log, kind, media, Source::Recorder)
    }

    /// The same for one that lies in a file: it may be an MP4 with its index at the end, or a film of an iPhone (MOV).
    ///
    /// # Errors
    /// As for [`Self::start_recording`].
    pub fn add_recording(&self, log: &LogId, kind: RecordingKind, media: &str) -> Result<RecordingWriter, ClientError> {
        self.begin_recording(log, kind, media, Source::File)
    }

    fn begin_recording(
        &self,
        log: &LogId,
        kind: RecordingKind,
        media: &str,
        source: Source,
    ) -> Result<RecordingWriter, ClientError> {
        let inner = self.inner()?;
        let what = kind.number();
        check_source(&inner, what, source)?;
        if !is_accepted(media, what) {
            return Err(vault::RecordingError::NotARecording.into());
        }
        let id = BlobId::random(&*inner.ports.entropy);
        let key = SealKey::random(&*inner.ports.entropy);
        let now = inner.ports.clock.now_ms();
        let at_work = inner.recorders.begin(&id);
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            tx.execute(
                "INSERT INTO recorder (id, log, what, source, file_key, began_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (id.as_bytes(), log.as_bytes(), what.0, source as i64, key.expose(), now),
            )?;
            tx.touch(Topic::Kind(KIND.name));
            Ok::<_, ClientError>(())
        })?;
        Ok(RecordingWriter { client: self.clone(), id, turn: Mutex::default(), _at_work: at_work })
    }

    /// Recordings that were begun on this device and neither finished nor discarded, the oldest first. Without those that are
    /// being recorded.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub fn unfinished_recordings(&self) -> Result<Vec<UnfinishedRecording>, ClientError> {
        let inner = self.readable()?;
        let ending = inner.store.read(Ending::of)?;
        let mut unfinished = inner.store.read(|connection| -> Result<Vec<_>, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT id, log, what, began_at,
                        (SELECT coalesce(sum(size), 0) FROM recorder_piece WHERE recorder = recorder.id)
                 FROM recorder ORDER BY began_at, id",
            )?;
            let rows = statement.query_map([], |row| {
                let began_at = row.get(3)?;
                Ok(UnfinishedRecording {
                    id: BlobId(row.get(0)?),
                    log: LogId(row.get(1)?),
                    kind: RecordingKind::of(row.get(2)?),
                    began_at,
                    bytes: row.get(4)?,
                    ends_at: ending.due(began_at),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        unfinished.retain(|recording| !inner.recorders.is_at_work(&recording.id));
        Ok(unfinished)
    }

    /// Throws a recording away that was not finished. One that is not there is no error.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn discard_recording(&self, id: &BlobId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| forget(tx, id))?;
        // Its key is gone; what stays of its files now, goes the next time.
        let _ = inner.clear_litter();
        Ok(())
    }
}

/// Forgets a recorder and its key, and marks its files to be removed.
pub(super) fn forget(tx: &Tx<'_>, id: &BlobId) -> Result<(), StoreError> {
    let of = [id.as_bytes()];
    tx.execute("INSERT OR IGNORE INTO litter (blob) SELECT blob FROM recorder_piece WHERE recorder = ?1", of)?;
    tx.execute("DELETE FROM recorder_piece WHERE recorder = ?1", of)?;
    tx.execute("DELETE FROM recorder WHERE id = ?1", of)?;
    tx.touch(Topic::Kind(KIND.name));
    Ok(())
}

impl RecordingWriter {
    /// Its id on this device, by which it is found if it is not finished.
    pub fn id(&self) -> BlobId {
        self.id
    }

    /// Takes the next piece: it is sealed and on disk when this returns. `levels` say how loud it was meanwhile, from 0 to
    /// 255, in steps of the same length; they may be left out.
    ///
    /// # Errors
    /// [`ClientError::Length`] beyond 2 GiB, [`ClientError::Vault`], [`ClientError::Locked`], [`ClientError::NotFound`] if it
    /// was finished or discarded. What was taken before stays.
    pub fn write(&self, piece: &[u8], levels: &[u8]) -> Result<(), ClientError> {
        let _one_at_a_time = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = self.client.inner()?;
        if levels.len() > MAX_LEVELS {
            return Err(ClientError::Length("levels", MAX_LEVELS));
        }
        if piece.is_empty() {
            return Ok(());
        }
        let (key, taken, number) = inner.recorder(&self.id)?;
        if taken + piece.len() as u64 > MAX_FILE {
            return Err(ClientError::Length("a recording", usize::try_from(MAX_FILE).unwrap_or(usize::MAX)));
        }
        let (blob, entropy) = (BlobId::random(&*inner.ports.entropy), &*inner.ports.entropy);
        vault::write_sealed(&*inner.files, blob.as_bytes(), &key, &blob_context(&blob), piece, entropy)?;
        let noted = inner.store.with_tx(|tx| {
            tx.execute(
                "INSERT INTO recorder_piece (recorder, number, blob, size, levels)
                 SELECT id, ?2, ?3, ?4, ?5 FROM recorder WHERE id = ?1",
                (self.id.as_bytes(), number, blob.as_bytes(), piece.len() as u64, levels),
            )
        });
        match noted {
            Ok(0) => {
                let _ = inner.files.remove(blob.as_bytes());
                Err(ClientError::NotFound("recording"))
            }
            // An error may come after the store has kept it; if it has not, the next start sweeps the piece away.
            noted => Ok(noted.map(drop)?),
        }
    }

    /// Ends the recording and puts it into the conversation, without its metadata. It is on disk and shown when this returns,
    /// with or without a network. After an error it is unfinished, and can be finished again.
    ///
    /// # Errors
    /// As for [`Client::finish_recording`].
    pub async fn finish(&self, new: &NewRecording) -> Result<EventId, ClientError> {
        self.client.finish_recording(&self.id, new).await
    }

    /// Throws the recording away.
    ///
    /// # Errors
    /// As for [`Client::discard_recording`].
    pub fn discard(&self) -> Result<(), ClientError> {
        self.client.discard_recording(&self.id)
    }
}

impl Inner {
    /// The key of a recorder, the bytes that it has taken, and the number of its next piece.
    fn recorder(&self, id: &BlobId) -> Result<(SealKey, u64, u64), ClientError> {
        let found = self.store.with_tx(|tx| {
            let sql = "SELECT file_key,
                              (SELECT coalesce(sum(size), 0) FROM recorder_piece WHERE recorder = ?1),
                              (SELECT count(*) FROM recorder_piece WHERE recorder = ?1)
                       FROM recorder WHERE id = ?1";
            tx.query_opt(sql, [id.as_bytes()], |row| Ok((SealKey::from_bytes(row.get(0)?), row.get(1)?, row.get(2)?)))
        })?;
        found.ok_or(ClientError::NotFound("recording"))
    }
}

/// The recordings that somebody in this app is at work on.
#[derive(Default)]
pub(crate) struct Recorders(Mutex<Vec<(BlobId, Weak<()>)>>);

impl Recorders {
    fn begin(&self, id: &BlobId) -> Arc<()> {
        let mut recorders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at_work = Arc::new(());
        recorders.retain(|(_, at_work)| at_work.strong_count() > 0);
        recorders.push((*id, Arc::downgrade(&at_work)));
        at_work
    }

    pub(super) fn is_at_work(&self, id: &BlobId) -> bool {
        let recorders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recorders.iter().any(|(other, at_work)| other == id && at_work.strong_count() > 0)
    }
}

impl RecordingKind {
    pub(super) fn number(self) -> Kind {
        match self {
            Self::Voice => VOICE,
            Self::Video => VIDEO,
        }
    }

    /// The kind behind the stored number of a payload.
    pub(super) fn of(number: u16) -> Self {
        if number == VIDEO.0 { Self::Video } else { Self::Voice }
    }
}
