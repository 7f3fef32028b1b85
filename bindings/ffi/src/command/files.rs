//! Files and folders of conversations, what is on its way, and what waits to be sent.

use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, FileRow, FolderId, OutboxRow, TransferRow, VersionRow};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Filing {
    /// What lies in a folder: folders first, by name. Gives `Files`.
    Files {
        /// In which conversation.
        conversation: LogId,
        /// In which folder.
        folder: FolderId,
    },
    /// One file or folder, or the file that a version belongs to. Gives `File`.
    File {
        /// In which conversation.
        conversation: LogId,
        /// Which one.
        item: EventId,
    },
    /// All versions of a file, newest first. Gives `Versions`.
    FileVersions {
        /// In which conversation.
        conversation: LogId,
        /// Of which file.
        item: EventId,
    },
    /// Makes a folder. Gives `Event`.
    CreateFolder {
        /// In which conversation.
        conversation: LogId,
        /// In which folder; none is the root.
        folder: Option<EventId>,
        /// Its name.
        name: String,
    },
    /// Gives a file or folder another name. Gives `Event`.
    RenameFile {
        /// In which conversation.
        conversation: LogId,
        /// Which one.
        item: EventId,
        /// Its new name.
        name: String,
    },
    /// Puts a file or folder into another folder. Gives `Event`.
    MoveFile {
        /// In which conversation.
        conversation: LogId,
        /// Which one.
        item: EventId,
        /// Into which folder; none is the root.
        folder: Option<EventId>,
    },
    /// Copies a file, or a folder with all that lies in it, under keys of its own. Gives `Event`.
    CopyFile {
        /// From which conversation.
        conversation: LogId,
        /// Which one.
        item: EventId,
        /// To which conversation.
        to: LogId,
        /// Into which folder; none is the root.
        folder: Option<EventId>,
    },
    /// Deletes files and folders with all that lies in them, for everybody: within ten seconds `UndoDelete` brings them
    /// back. Gives `Deletes`.
    DeleteFiles {
        /// In which conversation.
        conversation: LogId,
        /// Which ones.
        items: Vec<EventId>,
    },
    /// Makes an earlier version of a file count again. Gives `Event`.
    RestoreVersion {
        /// In which conversation.
        conversation: LogId,
        /// Of which file.
        item: EventId,
        /// Which version.
        version: EventId,
    },
    /// Wishes that a file is on this device, also if that takes several lives. Gives `Done`.
    DownloadFile {
        /// In which conversation.
        conversation: LogId,
        /// Which file.
        item: EventId,
        /// Another version than the one that counts.
        version: Option<EventId>,
    },
    /// Frees the room that a file takes on this device; it can be fetched again. Gives `Done`.
    FreeFile {
        /// In which conversation.
        conversation: LogId,
        /// Which file.
        item: EventId,
        /// Another version than the one that counts.
        version: Option<EventId>,
    },
    /// What people call the folder of photos. Gives `Title`.
    PhotosFolder {
        /// In which language.
        language: Language,
    },
    /// Files on their way. Gives `Transfers`.
    Transfers,
    /// Stops a transfer until somebody resumes it. Gives `Done`.
    PauseTransfer {
        /// Of which sealed file.
        blob: BlobId,
    },
    /// Goes on with what was paused, or tries again what failed. Gives `Done`.
    ResumeTransfer {
        /// Of which sealed file.
        blob: BlobId,
    },
    /// Ends a download; nothing of it stays. What goes up is taken back with its event. Gives `Done`.
    CancelTransfer {
        /// Of which sealed file.
        blob: BlobId,
    },
    /// What waits to be sent, in the order in which it was made. Gives `Outbox`.
    OutboxItems,
}

/// What came of a command.
#[derive(uniffi::Enum)]
pub enum FilingResult {
    /// It is done.
    Done,
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Files and folders.
    Files {
        /// One row each.
        rows: Vec<FileRow>,
    },
    /// A file or folder.
    File {
        /// Its row.
        row: FileRow,
    },
    /// Versions of a file.
    Versions {
        /// One row each.
        rows: Vec<VersionRow>,
    },
    /// What undoes a deletion.
    Deletes {
        /// The events that delete.
        deletes: Vec<EventId>,
    },
    /// A title.
    Title {
        /// The title.
        title: String,
    },
    /// Files on their way.
    Transfers {
        /// One row each.
        rows: Vec<TransferRow>,
    },
    /// What waits to be sent.
    Outbox {
        /// One row each.
        rows: Vec<OutboxRow>,
    },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Filing) -> Result<FilingResult, ClientError> {
    use FilingResult as Gives;
    let event = |event: EventId| Ok(Gives::Event { event });
    match command {
        Filing::Files { conversation, folder } => Ok(Gives::Files { rows: client.files(&conversation, folder)? }),
        Filing::File { conversation, item } => Ok(Gives::File { row: client.file(&conversation, &item)? }),
        Filing::FileVersions { conversation, item } => {
            Ok(Gives::Versions { rows: client.file_versions(&conversation, &item)? })
        }
        Filing::CreateFolder { conversation, folder, name } => {
            event(client.create_folder(&conversation, folder, &name)?)
        }
        Filing::RenameFile { conversation, item, name } => event(client.rename_file(&conversation, &item, &name)?),
        Filing::MoveFile { conversation, item, folder } => event(client.move_file(&conversation, &item, folder)?),
        Filing::CopyFile { conversation, item, to, folder } => {
            event(client.copy_file(&conversation, &item, &to, folder).await?)
        }
        Filing::DeleteFiles { conversation, items } => {
            Ok(Gives::Deletes { deletes: client.delete_files(&conversation, &items, true)? })
        }
        Filing::RestoreVersion { conversation, item, version } => {
            event(client.restore_version(&conversation, &item, &version)?)
        }
        Filing::DownloadFile { conversation, item, version } => {
            client.download_file(&conversation, &item, version.as_ref())?;
            Ok(Gives::Done)
        }
        Filing::FreeFile { conversation, item, version } => {
            client.free_file(&conversation, &item, version.as_ref())?;
            Ok(Gives::Done)
        }
        Filing::PhotosFolder { language } => {
            Ok(Gives::Title { title: FolderId::Photos.title(language).unwrap_or_default() })
        }
        Filing::Transfers => Ok(Gives::Transfers { rows: client.transfers()? }),
        Filing::PauseTransfer { blob } => {
            client.pause_transfer(&blob)?;
            Ok(Gives::Done)
        }
        Filing::ResumeTransfer { blob } => {
            client.resume_transfer(&blob)?;
            Ok(Gives::Done)
        }
        Filing::CancelTransfer { blob } => {
            client.cancel_transfer(&blob)?;
            Ok(Gives::Done)
        }
        Filing::OutboxItems => Ok(Gives::Outbox { rows: client.outbox_items()? }),
    }
}
