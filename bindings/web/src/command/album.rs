//! The album: capturing into the tray, saying whose photos are, moving them, and the room that everything takes.

use serde::Deserialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::{Id, Plain, album as rows, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Album {
    Photos { query: rows::Query, limit: u32 },
    Patients,
    Capture { photo: ByteBuf, caption: String, patient: String, camera: bool },
    FilePhotos { conversation: Id<LogId>, photos: Vec<Id<EventId>>, patient: String },
    PhotoFilings { conversation: Id<LogId>, photo: Id<EventId> },
    MovePhotos { from: Id<LogId>, photos: Vec<Id<EventId>>, to: Id<LogId>, wound: Option<Id<EventId>> },
    UnsentEnding,
    UnsentInWords,
    StorageUse,
    FreeStorage { conversation: Option<Id<LogId>> },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Album, language: Language) -> Result<JsValue, Failure> {
    let said = |error: ClientError| Failure::said(error, language);
    match command {
        Album::Photos { query, limit } => {
            row::<Vec<rows::AlbumRow>, _>(client.album(&query.core(), limit).map_err(said)?)
        }
        Album::Patients => row::<Vec<rows::AlbumPatient>, _>(client.album_patients().map_err(said)?),
        Album::Capture { photo, caption, patient, camera } => {
            let capture = if camera { Client::capture_photo } else { Client::capture_photo_file };
            to_js(&Id(capture(client, &photo, &caption, &patient).map_err(said)?))
        }
        Album::FilePhotos { conversation, photos, patient } => {
            to_js(&Vec::<Id<_>>::plain(client.file_photos(&conversation.0, &photos.core(), &patient).map_err(said)?))
        }
        Album::PhotoFilings { conversation, photo } => {
            row::<Vec<rows::Filing>, _>(client.photo_filings(&conversation.0, &photo.0).map_err(said)?)
        }
        Album::MovePhotos { from, photos, to, wound } => to_js(&Vec::<Id<_>>::plain(
            client.move_photos(&from.0, &photos.core(), &to.0, wound.core().as_ref()).await.map_err(said)?,
        )),
        Album::UnsentEnding => row::<Vec<rows::AlbumRow>, _>(client.unsent_ending().map_err(said)?),
        Album::UnsentInWords => to_js(&client.unsent_in_words(language).map_err(said)?.unwrap_or_default()),
        Album::StorageUse => row::<rows::StorageUse, _>(client.storage_use().map_err(said)?),
        Album::FreeStorage { conversation } => to_js(&client.free_storage(conversation.core().as_ref()).map_err(said)?),
    }
}
