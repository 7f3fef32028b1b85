//! A file on its way into the vault: sealed as the platform hands it in, whatever its size. A picture that its metadata can
//! be taken out of is gathered instead, and sealed without them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use verband_protocol::cbor;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_protocol::seal::{SealKey, sealed_len};
use verband_vault::{self as vault, SealedWriter};
use zeroize::Zeroizing;

use super::commands::{has_folder, is_folder};
use super::media::{HEAD, UNKNOWN, is_picture, media_type};
use super::payload::{Content, FILE, File, MAX_FILE, Picture, VERSION, Version, checked_name, is_media};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{Attachment, holds};
use crate::outbox::blob_context;

/// What becomes of the bytes.
#[derive(Clone)]
enum Goal {
    File { name: String, folder: Option<EventId> },
    Version { item: EventId, name: String },
}

/// Where the bytes are so far.
enum State {
    /// Too few to tell what they are.
    Head(Zeroizing<Vec<u8>>),
    /// A picture: all of it, in pieces, because a vector that grows leaves bytes behind.
    Picture(Vec<Zeroizing<Vec<u8>>>, usize),
    /// Sealed as they come, with what tells their type.
    Sealing { writer: SealedWriter, blob: BlobId, key: SealKey, head: Zeroizing<Vec<u8>> },
}

type Shared = Mutex<Option<State>>;

/// Takes in a file piece by piece. Dropped before its end, and when the app is locked, it leaves nothing.
pub struct FileWriter {
    client: Client,
    log: LogId,
    goal: Goal,
    media: Option<String>,
    state: Arc<Shared>,
}

impl Client {
    /// Begins a file in a folder or the root. `media` is what the platform takes it for; its first bytes and its name say
    /// more. JPEG, PNG and WebP are kept without their metadata, and refused if they cannot be; everything else stays as
    /// it is, with what it may tell of its author.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`], [`ClientError::Length`] if `size` is known and too large, [`ClientError::FileName`],
    /// [`ClientError::NotFound`], [`ClientError::Halted`].
    pub fn add_file(
        &self,
        log: &LogId,
        folder: Option<EventId>,
        name: &str,
        media: Option<&str>,
        size: Option<u64>,
    ) -> Result<FileWriter, ClientError> {
        let inner = self.inner()?;
        let name = checked_name(name)?;
        inner.store.with_tx(|tx| has_folder(tx, log, folder))?;
        self.begin_file(&inner, log, Goal::File { name, folder }, media, size)
    }

    /// Begins another version of a file. The ones before stay.
    ///
    /// # Errors
    /// As for [`Self::add_file`].
    pub fn add_version(
        &self,
        log: &LogId,
        item: &EventId,
        media: Option<&str>,
        size: Option<u64>,
    ) -> Result<FileWriter, ClientError> {
        let inner = self.inner()?;
        let name = inner.store.with_tx(|tx| {
            if is_folder(tx, log, item)? {
                return Err(ClientError::NotFound("file"));
            }
            let sql = "SELECT name FROM file_item WHERE log = ?1 AND event = ?2";
            Ok::<String, ClientError>(tx.query_row(sql, (log.as_bytes(), item.as_bytes()), |row| row.get(0))?)
        })?;
        self.begin_file(&inner, log, Goal::Version { item: *item, name }, media, size)
    }

    fn begin_file(
        &self,
        inner: &Inner,
        log: &LogId,
        goal: Goal,
        media: Option<&str>,
        size: Option<u64>,
    ) -> Result<FileWriter, ClientError> {
        inner.check_switch(Switch::Files)?;
        inner.store.with_tx(|tx| Inner::may_write(tx, log))?;
        if size.is_some_and(|size| size > MAX_FILE) {
            return Err(too_large());
        }
        let state = inner.writers.open(State::Head(Zeroizing::default()))?;
        let media = media.filter(|media| is_media(media) && *media != UNKNOWN).map(str::to_ascii_lowercase);
        Ok(FileWriter { client: self.clone(), log: *log, goal, media, state })
    }
}

fn too_large() -> ClientError {
    ClientError::Length("a file", usize::try_from(MAX_FILE).unwrap_or(usize::MAX))
}

impl FileWriter {
    /// Takes more bytes, as many as the platform has at hand.
    ///
    /// # Errors
    /// [`ClientError::Length`] beyond 2 GiB, [`ClientError::Photo`] for a picture that is too large to take its metadata
    /// out, [`ClientError::Vault`], [`ClientError::Locked`]. After an error it is over.
    pub fn append(&self, bytes: &[u8]) -> Result<(), ClientError> {
        let inner = self.client.inner()?;
        let mut shared = self.lock();
        let state = shared.take().ok_or(ClientError::Locked)?;
        *shared = Some(state.append(&inner, bytes)?);
        Ok(())
    }

    /// Ends the file and puts it into the conversation. It is on disk and shown when this returns, with or without a
    /// network.
    ///
    /// # Errors
    /// [`ClientError::Photo`] for a picture whose metadata cannot be taken out; [`ClientError::NotLookedThrough`] for one where
    /// the policy wants every photo to be looked through: it is sent as a photo then; as for [`Client::add_file`] and
    /// [`Self::append`].
    pub fn finish(&self) -> Result<EventId, ClientError> {
        let inner = self.client.inner()?;
        let state = self.lock().take().ok_or(ClientError::Locked)?;
        let name = match &self.goal {
            Goal::File { name, .. } | Goal::Version { name, .. } => name.clone(),
        };
        let content = state.end(&inner, &name, self.media.as_deref())?;
        let blob = content.sealed.blob;
        let put = inner.put_content(&self.log, &self.goal, &name, content);
        // An error may come after the store has kept it; if it has not, nobody can name the file any more.
        if put.is_err() && matches!(holds(&inner.store, &blob.0), Ok(false)) {
            let _ = inner.files.remove(blob.as_bytes());
        }
        put
    }

    fn lock(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn append(self, inner: &Inner, bytes: &[u8]) -> Result<Self, ClientError> {
        match self {
            Self::Head(mut head) => {
                head.reserve_exact(HEAD);
                let (now, later) = bytes.split_at(bytes.len().min(HEAD - head.len()));
                head.extend_from_slice(now);
                if head.len() < HEAD { Ok(Self::Head(head)) } else { Self::sort(inner, head)?.append(inner, later) }
            }
            Self::Picture(mut pieces, len) => {
                let len = len + bytes.len();
                if len > vault::MAX_INPUT {
                    let (is, limit) = (len as u64, vault::MAX_INPUT as u64);
                    return Err(vault::PhotoError::TooLarge { unit: "bytes", is, limit }.into());
                }
                pieces.push(Zeroizing::new(bytes.to_vec()));
                Ok(Self::Picture(pieces, len))
            }
            Self::Sealing { mut writer, blob, key, head } => {
                if writer.len() + bytes.len() as u64 > MAX_FILE {
                    return Err(too_large());
                }
                writer.append(bytes)?;
                Ok(Self::Sealing { writer, blob, key, head })
            }
        }
    }

    /// Decides by the first bytes how to go on.
    fn sort(inner: &Inner, head: Zeroizing<Vec<u8>>) -> Result<Self, ClientError> {
        if vault::Kind::of(&head).is_some() {
            let len = head.len();
            return Ok(Self::Picture(vec![head], len));
        }
        let (mut writer, blob, key) = inner.begin_blob()?;
        writer.append(&head)?;
        Ok(Self::Sealing { writer, blob, key, head })
    }

    fn end(self, inner: &Inner, name: &str, media: Option<&str>) -> Result<Content, ClientError> {
        match self {
            Self::Head(head) => Self::sort(inner, head)?.end(inner, name, media),
            Self::Picture(pieces, len) => {
                let mut whole = Zeroizing::new(Vec::with_capacity(len));
                for piece in &pieces {
                    whole.extend_from_slice(piece);
                }
                drop(pieces);
                let photo = vault::ingest(&whole)?;
                let sealed = inner.seal_file(&photo.original)?;
                let media = photo.kind.media_type().to_owned();
                Ok(Content { sealed, media, picture: Some(Picture::of(&photo)) })
            }
            Self::Sealing { writer, blob, key, head } => {
                let size = writer.len();
                writer.finish()?;
                let told = media_type(name, &head);
                let media = if told == UNKNOWN { media.unwrap_or(UNKNOWN) } else { told }.to_owned();
                Ok(Content { sealed: Attachment { blob, key: *key.expose(), size }, media, picture: None })
            }
        }
    }
}

impl Inner {
    /// Begins a sealed file with a key of its own.
    pub(crate) fn begin_blob(&self) -> Result<(SealedWriter, BlobId, SealKey), ClientError> {
        let blob = BlobId::random(&*self.ports.entropy);
        let key = SealKey::random(&*self.ports.entropy);
        let writer =
            SealedWriter::begin(&*self.files, blob.as_bytes(), &key, &blob_context(&blob), &*self.ports.entropy)?;
        Ok((writer, blob, key))
    }

    fn put_content(&self, log: &LogId, goal: &Goal, name: &str, content: Content) -> Result<EventId, ClientError> {
        // A picture that was looked through is sent as a photo: a file has no marks, and nobody states anything of it.
        if is_picture(&content.media) {
            self.check_looked_through(log)?;
        }
        self.store.with_tx(|tx| {
            Self::may_write(tx, log)?;
            let name = name.to_owned();
            match goal {
                Goal::File { folder, .. } => {
                    has_folder(tx, log, *folder)?;
                    self.put_file(tx, log, File { name, folder: *folder, content })
                }
                Goal::Version { item, .. } => {
                    is_folder(tx, log, item)?;
                    let blob = content.sealed.blob;
                    let version = Version { item: *item, name, content };
                    let event = self.enqueue(tx, log, VERSION, cbor::encode(&version), &[blob])?;
                    name_upload(tx, &event, &version.name, version.content.sealed.size)?;
                    Ok(event)
                }
            }
        })
    }

    /// Puts a file whose bytes are in the vault into a conversation.
    pub(super) fn put_file(&self, tx: &verband_store::Tx<'_>, log: &LogId, file: File) -> Result<EventId, ClientError> {
        let blob = file.content.sealed.blob;
        let event = self.enqueue(tx, log, FILE, cbor::encode(&file), &[blob])?;
        name_upload(tx, &event, &file.name, file.content.sealed.size)?;
        Ok(event)
    }
}

/// Lets transfers tell what the file is called, and how large it is.
fn name_upload(tx: &verband_store::Tx<'_>, event: &EventId, name: &str, size: u64) -> Result<(), ClientError> {
    let sql = "UPDATE upload SET name = ?2, size = ?3 WHERE event = ?1";
    tx.execute(sql, (event.as_bytes(), name, sealed_len(size)))?;
    tx.touch(verband_store::Topic::Transfers);
    Ok(())
}

/// The files that are being taken in; none once the app is locked.
pub(crate) struct Writers(Mutex<Option<Vec<Weak<Shared>>>>);

impl Writers {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }

    #[allow(clippy::arc_with_non_send_sync, reason = "in the browser there is one thread")]
    fn open(&self, state: State) -> Result<Arc<Shared>, ClientError> {
        let mut writers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let writers = writers.as_mut().ok_or(ClientError::Locked)?;
        let state = Arc::new(Mutex::new(Some(state)));
        writers.retain(|writer| writer.strong_count() > 0);
        writers.push(Arc::downgrade(&state));
        Ok(state)
    }

    /// Ends all of them.
    pub(crate) fn close(&self) {
        let writers = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        for writer in writers.iter().flatten().filter_map(Weak::upgrade) {
            writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}
