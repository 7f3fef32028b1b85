//! The album: saying whose photos are, moving them, and the room that everything takes.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{AlbumPatientRow, AlbumQuery, AlbumRow, Client, ClientError, FilingRow, StorageUse};

/// What a person asks for.
#[derive(Clone, uniffi::Enum)]
pub enum Album {
    /// Photos by when they were taken, the newest first. Gives `Photos`.
    Photos {
        /// Which ones.
        query: AlbumQuery,
        /// How many at most.
        limit: u32,
    },
    /// The patient references that photos are filed under, by whose photo is the newest. Gives `Patients`.
    Patients,
    /// Says whose photos of a conversation are, all or none; an empty reference: nobody's. Gives `Events`.
    FilePhotos {
        /// In which conversation.
        conversation: LogId,
        /// The events of the photos.
        photos: Vec<EventId>,
        /// As the house refers to patients.
        patient: String,
    },
    /// Who said when whose a photo is, the newest first. Gives `Filings`.
    PhotoFilings {
        /// In which conversation.
        conversation: LogId,
        /// The event of the photo.
        photo: EventId,
    },
    /// Moves photos from the personal space, or from another conversation, into one, all or none; to a wound there, if one is named.
    /// What is not on this device is fetched first. The events of the copies come back. Gives `Events`.
    MovePhotos {
        /// Where they are.
        from: LogId,
        /// Their events.
        photos: Vec<EventId>,
        /// Where they go.
        to: LogId,
        /// The wound there that they belong to.
        wound: Option<EventId>,
    },
    /// What of the tray is deleted if it is not sent before; what ends first comes first. Gives `Photos`.
    UnsentEnding,
    /// The same as a sentence; empty if nothing ends. Gives `Text`.
    UnsentInWords,
    /// What photos, files and the database take on this device. Gives `Room`.
    Room,
    /// Frees what can be fetched again, of one conversation or of all. The bytes that were freed come back. Gives `Freed`.
    FreeStorage {
        /// Of which conversation.
        conversation: Option<LogId>,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum AlbumResult {
    /// Photos.
    Photos {
        /// One row each.
        rows: Vec<AlbumRow>,
    },
    /// Patient references.
    Patients {
        /// One row each.
        rows: Vec<AlbumPatientRow>,
    },
    /// Events were written.
    Events {
        /// Their ids.
        events: Vec<EventId>,
    },
    /// The trace of a photo.
    Filings {
        /// One row each.
        rows: Vec<FilingRow>,
    },
    /// A sentence.
    Text {
        /// It.
        text: String,
    },
    /// What everything takes.
    Room {
        /// It.
        used: StorageUse,
    },
    /// Room was freed.
    Freed {
        /// So many bytes.
        bytes: u64,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Album, language: Language) -> Result<AlbumResult, ClientError> {
    use AlbumResult as Gives;
    Ok(match command {
        Album::Photos { query, limit } => Gives::Photos { rows: client.album(&query, limit)? },
        Album::Patients => Gives::Patients { rows: client.album_patients()? },
        Album::FilePhotos { conversation, photos, patient } => {
            Gives::Events { events: client.file_photos(&conversation, &photos, &patient)? }
        }
        Album::PhotoFilings { conversation, photo } => {
            Gives::Filings { rows: client.photo_filings(&conversation, &photo)? }
        }
        Album::MovePhotos { from, photos, to, wound } => {
            Gives::Events { events: client.move_photos(&from, &photos, &to, wound.as_ref()).await? }
        }
        Album::UnsentEnding => Gives::Photos { rows: client.unsent_ending()? },
        Album::UnsentInWords => Gives::Text { text: client.unsent_in_words(language)?.unwrap_or_default() },
        Album::Room => Gives::Room { used: client.storage_use()? },
        Album::FreeStorage { conversation } => Gives::Freed { bytes: client.free_storage(conversation.as_ref())? },
    })
}
