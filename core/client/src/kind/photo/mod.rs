//! A photo in a conversation. The sealed original and preview are blobs; their keys, the thumbnail and what is
//! needed to show it travel in the event.

pub(super) mod evidence;

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::body;
use verband_protocol::capture::SignedCapture;
use verband_protocol::cbor;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::seal::SealKey;
use verband_protocol::wire::MAX_BLOB;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Topic, Tx};

use super::message::change::resolve;
use super::{ContentKind, Event, Row, Stays, album, no_parts, place_row};
use crate::error::ClientError;

pub use evidence::PhotoEvidence;
pub(crate) use evidence::{EVIDENCE, Form, came_again, seen, statement_of, unseen};

pub(super) const KIND: ContentKind = ContentKind {
    name: "photo",
    payloads: &[NUMBER],
    schema: &[include_str!("schema.sql"), include_str!("evidence.sql"), include_str!("seen.sql")],
    apply,
    erase,
    parts: no_parts,
    holds: Some("SELECT log FROM photo WHERE id = ?1 OR preview = ?1"),
    begun: &[],
    stays: Stays::Nothing,
};

pub(super) const NUMBER: body::Kind = body::Kind(3);

/// The longest caption, in bytes of UTF-8.
pub(crate) const MAX_CAPTION: usize = 2_000;

/// A sealed blob and the key that opens it.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Attachment {
    #[n(0)]
    pub(crate) blob: BlobId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) key: [u8; 32],
    /// Bytes of plaintext.
    #[n(2)]
    pub(crate) size: u64,
}

impl Attachment {
    pub(crate) fn seal_key(&self) -> SealKey {
        SealKey::from_bytes(self.key)
    }
}

/// What a payload of this kind says, if it is one.
pub(crate) fn photo_of(number: body::Kind, payload: &[u8]) -> Option<PhotoMessage> {
    (number == NUMBER).then(|| cbor::decode(payload).ok()).flatten()
}

/// The payload.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(crate) struct PhotoMessage {
    /// The original without metadata.
    #[n(0)]
    pub(crate) original: Attachment,
    /// JPEG of 2016 pixels on the long side.
    #[n(1)]
    pub(crate) preview: Attachment,
    /// JPEG of 320 pixels on the long side.
    #[n(2)]
    pub(crate) thumbnail: ByteVec,
    /// Pixels as shown.
    #[n(3)]
    pub(crate) width: u32,
    /// Pixels as shown.
    #[n(4)]
    pub(crate) height: u32,
    /// EXIF orientation of the original, 1 to 8.
    #[n(5)]
    pub(crate) orientation: u8,
    /// When it was taken, in milliseconds since the Unix epoch.
    #[n(6)]
    pub(crate) taken_at: u64,
    /// What was written to it.
    #[n(7)]
    pub(crate) caption: String,
    /// Whether somebody covered something on it or said that there is nothing to hide: true or absent.
    #[n(8)]
    pub(crate) looked_through: Option<bool>,
    /// What the device that it was taken on states of it.
    #[n(9)]
    pub(crate) evidence: Option<SignedCapture>,
}

impl PhotoMessage {
    /// Kind and payload.
    pub(crate) fn payload(&self) -> Result<(body::Kind, Vec<u8>), ClientError> {
        if self.caption.len() > MAX_CAPTION {
            return Err(ClientError::Length("a caption", MAX_CAPTION));
        }
        Ok((NUMBER, cbor::encode(self)))
    }
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, _: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(photo) = cbor::decode::<PhotoMessage>(payload) else { return Ok(false) };
    // The server erases and authorises by the header: what the event opens must be what the header names.
    if *event.blobs != [photo.original.blob, photo.preview.blob] {
        return Ok(false);
    }
    // No honest client writes numbers that no blob and no clock has, and no column holds them.
    let sizes = [photo.original.size, photo.preview.size];
    if sizes.iter().any(|size| *size > MAX_BLOB) || i64::try_from(photo.taken_at).is_err() {
        return Ok(false);
    }
    keep(tx, event, &photo)?;
    let shown = (event.event.as_bytes(), event.log.as_bytes(), photo.original.blob.as_bytes());
    // A file that another event has named already is that one's.
    if tx.query_opt("SELECT 1 FROM photo WHERE event = ?1 AND log = ?2 AND id = ?3", shown, |_| Ok(()))?.is_some() {
        let item = album::Item { kind: NUMBER, id: photo.original.blob.as_bytes(), taken_at: photo.taken_at };
        album::place(tx, event, &item)?;
    }
    let row = Row::new(NUMBER, &photo.caption).photo(photo.original.blob.as_bytes());
    place_row(tx, event, &row)?;
    resolve(tx, event.log, &event.event)?;
    Ok(true)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    tx.execute("DELETE FROM photo WHERE event = ?1 AND log = ?2", (event.as_bytes(), log.as_bytes()))?;
    tx.touch(Topic::Vault);
    Ok(())
}

/// Writes what is known of a photo; its id is the blob id of its original.
fn keep(tx: &Tx<'_>, event: &Event<'_>, photo: &PhotoMessage) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR IGNORE INTO photo (id, log, file_key, size, preview, preview_key, preview_size, orientation,
                                      width, height, taken_at, thumb, event, looked_through)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        (
            photo.original.blob.as_bytes(),
            event.log.as_bytes(),
            &photo.original.key,
            photo.original.size,
            photo.preview.blob.as_bytes(),
            &photo.preview.key,
            photo.preview.size,
            photo.orientation,
            photo.width,
            photo.height,
            photo.taken_at,
            photo.thumbnail.as_slice(),
            event.event.as_bytes(),
            photo.looked_through == Some(true),
        ),
    )?;
    evidence::keep(tx, event, photo)?;
    tx.touch(Topic::Vault);
    Ok(())
}

/// Where the bytes of a photo come from.
pub(crate) struct Source {
    pub(crate) log: Option<LogId>,
    pub(crate) attachment: Attachment,
    pub(crate) orientation: u8,
}

/// Looks up the original or preview of a photo.
pub(crate) fn photo_source(
    connection: &Connection,
    photo: &BlobId,
    preview: bool,
) -> Result<Option<Source>, StoreError> {
    let sql = if preview {
        "SELECT log, preview, preview_key, preview_size, orientation FROM photo WHERE id = ?1"
    } else {
        "SELECT log, id, file_key, size, orientation FROM photo WHERE id = ?1"
    };
    let row = connection
        .prepare_cached(sql)?
        .query_row([photo.as_bytes()], |row| {
            Ok(Source {
                log: row.get::<_, Option<[u8; 32]>>(0)?.map(LogId),
                attachment: Attachment { blob: BlobId(row.get(1)?), key: row.get(2)?, size: row.get(3)? },
                orientation: row.get(4)?,
            })
        })
        .optional()?;
    Ok(row)
}

/// What is known of a photo, without a caption.
pub(crate) fn photo_facts(connection: &Connection, photo: &BlobId) -> Result<Option<PhotoMessage>, StoreError> {
    let sql =
        "SELECT id, file_key, size, preview, preview_key, preview_size, thumb, width, height, orientation, taken_at,
                looked_through
               FROM photo WHERE id = ?1";
    let read = |row: &verband_store::rusqlite::Row<'_>| {
        let attachment = |at| {
            Ok::<_, verband_store::rusqlite::Error>(Attachment {
                blob: BlobId(row.get(at)?),
                key: row.get(at + 1)?,
                size: row.get(at + 2)?,
            })
        };
        Ok(PhotoMessage {
            original: attachment(0)?,
            preview: attachment(3)?,
            thumbnail: row.get::<_, Vec<u8>>(6)?.into(),
            width: row.get(7)?,
            height: row.get(8)?,
            orientation: row.get(9)?,
            taken_at: row.get(10)?,
            caption: String::new(),
            looked_through: row.get::<_, bool>(11)?.then_some(true),
            evidence: None,
        })
    };
    Ok(connection.prepare_cached(sql)?.query_row([photo.as_bytes()], read).optional()?)
}
