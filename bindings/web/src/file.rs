//! Files that the page reads and writes in pieces, by numbers.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, ClientError, FileReader, FileWriter};
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::rows::{Id, to_js};

/// The largest piece that is read at once, in bytes.
const MAX_PIECE: u32 = 1 << 20;

/// What the page asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Piecewise {
    Add {
        conversation: Id<LogId>,
        folder: Option<Id<EventId>>,
        name: String,
        media: Option<String>,
        size: Option<u64>,
    },
    AddVersion {
        conversation: Id<LogId>,
        item: Id<EventId>,
        media: Option<String>,
        size: Option<u64>,
    },
    Append {
        writer: u32,
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    Finish {
        writer: u32,
    },
    Abandon {
        writer: u32,
    },
    Open {
        conversation: Id<LogId>,
        item: Id<EventId>,
        version: Option<Id<EventId>>,
        export: bool,
    },
    Read {
        reader: u32,
        offset: u64,
        max: u32,
    },
    Close {
        reader: u32,
    },
}

/// A file that was opened.
#[derive(Serialize)]
struct Opened {
    reader: u32,
    size: u64,
}

/// What is open.
#[derive(Default)]
pub(crate) struct OpenFiles {
    writers: RefCell<BTreeMap<u32, Rc<FileWriter>>>,
    readers: RefCell<BTreeMap<u32, Rc<FileReader>>>,
    next: Cell<u32>,
}

impl OpenFiles {
    pub(crate) async fn perform(&self, client: &Client, request: Piecewise) -> Result<JsValue, Failure> {
        match request {
            Piecewise::Add { conversation, folder, name, media, size } => {
                let folder = folder.map(|folder| folder.0);
                return Ok(self.write(client.add_file(&conversation.0, folder, &name, media.as_deref(), size)?).into());
            }
            Piecewise::AddVersion { conversation, item, media, size } => {
                return Ok(self.write(client.add_version(&conversation.0, &item.0, media.as_deref(), size)?).into());
            }
            Piecewise::Append { writer, bytes } => {
                let writer = self.writers.borrow().get(&writer).cloned();
                writer.ok_or(ClientError::Locked)?.append(&Zeroizing::new(bytes))?;
            }
            Piecewise::Finish { writer } => {
                let writer = self.writers.borrow_mut().remove(&writer);
                return to_js(&Id(writer.ok_or(ClientError::Locked)?.finish()?));
            }
            Piecewise::Abandon { writer } => drop(self.writers.borrow_mut().remove(&writer)),
            Piecewise::Open { conversation, item, version, export } => {
                let version = version.map(|version| version.0);
                let file = if export {
                    client.export_file(&conversation.0, &item.0, version.as_ref()).await?
                } else {
                    client.open_file(&conversation.0, &item.0, version.as_ref()).await?
                };
                return self.opened(file);
            }
            Piecewise::Read { reader, offset, max } => {
                let reader = self.readers.borrow().get(&reader).cloned().ok_or(ClientError::Locked)?;
                let mut piece = Zeroizing::new(vec![0; max.min(MAX_PIECE) as usize]);
                let read = reader.read_at(offset, &mut piece)?;
                return Ok(Uint8Array::from(&piece[..read]).into());
            }
            Piecewise::Close { reader } => drop(self.readers.borrow_mut().remove(&reader)),
        }
        Ok(JsValue::UNDEFINED)
    }

    /// Hands out a number for what was opened.
    pub(crate) fn opened(&self, file: FileReader) -> Result<JsValue, Failure> {
        let (reader, size) = (self.number(), file.len());
        self.readers.borrow_mut().insert(reader, Rc::new(file));
        to_js(&Opened { reader, size })
    }

    /// Lets go of everything.
    pub(crate) fn clear(&self) {
        self.writers.borrow_mut().clear();
        self.readers.borrow_mut().clear();
    }

    fn write(&self, writer: FileWriter) -> u32 {
        let number = self.number();
        self.writers.borrow_mut().insert(number, Rc::new(writer));
        number
    }

    fn number(&self) -> u32 {
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        number
    }
}
