//! Recordings that the page takes in piece by piece, by numbers, and those that were not finished.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, RecordingWriter};
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::file::OpenFiles;
use crate::rows::recordings::{Kind, NewRecording, Unfinished};
use crate::rows::{Id, Plain, to_js};

/// What the page asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Capture {
    Start {
        conversation: Id<LogId>,
        kind: Kind,
        media: String,
        file: bool,
    },
    Write {
        writer: u32,
        piece: ByteBuf,
        levels: ByteBuf,
    },
    Finish {
        writer: u32,
        recording: NewRecording,
    },
    Discard {
        writer: u32,
    },
    /// The page is not at work on it any more.
    Leave {
        writer: u32,
    },
    Unfinished,
    FinishUnfinished {
        id: Id<BlobId>,
        recording: NewRecording,
    },
    DiscardUnfinished {
        id: Id<BlobId>,
    },
    Open {
        conversation: Id<LogId>,
        event: Id<EventId>,
        export: bool,
    },
}

/// Recordings that the page is at work on.
#[derive(Default)]
pub(crate) struct OpenRecordings {
    writers: RefCell<BTreeMap<u32, Rc<RecordingWriter>>>,
    next: Cell<u32>,
}

impl OpenRecordings {
    pub(crate) async fn perform(
        &self,
        client: &Client,
        files: &OpenFiles,
        request: Capture,
        language: Language,
    ) -> Result<JsValue, Failure> {
        let said = |error: ClientError| Failure::said(error, language);
        match request {
            Capture::Start { conversation, kind, media, file } => {
                let kind = kind.core();
                let writer = if file {
                    client.add_recording(&conversation.0, kind, &media)
                } else {
                    client.start_recording(&conversation.0, kind, &media)
                };
                let number = self.next.get();
                self.next.set(number.wrapping_add(1));
                self.writers.borrow_mut().insert(number, Rc::new(writer.map_err(said)?));
                return Ok(number.into());
            }
            Capture::Write { writer, piece, levels } => {
                self.writer(writer)?.write(&Zeroizing::new(piece.into_vec()), &levels)?;
            }
            Capture::Finish { writer, recording } => {
                let event = self.writer(writer)?.finish(&recording.core()).await.map_err(said)?;
                self.writers.borrow_mut().remove(&writer);
                return to_js(&Id(event));
            }
            Capture::Discard { writer } => {
                self.writer(writer)?.discard()?;
                self.writers.borrow_mut().remove(&writer);
            }
            Capture::Leave { writer } => drop(self.writers.borrow_mut().remove(&writer)),
            Capture::Unfinished => return to_js(&Vec::<Unfinished>::plain(client.unfinished_recordings()?)),
            Capture::FinishUnfinished { id, recording } => {
                return to_js(&Id(client.finish_recording(&id.0, &recording.core()).await.map_err(said)?));
            }
            Capture::DiscardUnfinished { id } => client.discard_recording(&id.0)?,
            Capture::Open { conversation, event, export } => {
                let reader = if export {
                    client.export_recording(&conversation.0, &event.0).await?
                } else {
                    client.open_recording(&conversation.0, &event.0).await?
                };
                return files.opened(reader);
            }
        }
        Ok(JsValue::UNDEFINED)
    }

    /// Lets go of all of them: they are unfinished then.
    pub(crate) fn clear(&self) {
        self.writers.borrow_mut().clear();
    }

    fn writer(&self, number: u32) -> Result<Rc<RecordingWriter>, ClientError> {
        self.writers.borrow().get(&number).cloned().ok_or(ClientError::Locked)
    }
}
