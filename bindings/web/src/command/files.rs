//! Files and folders of conversations, what is on its way, and what waits to be sent.

use serde::Deserialize;
use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::{Client, FolderId};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::conversations::list;
use crate::rows::files::{File, Folder, Transfer, Unsent, Version};
use crate::rows::invitations::LanguageName;
use crate::rows::{Id, Plain, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Filing {
    Files { conversation: Id<LogId>, folder: Folder },
    File { conversation: Id<LogId>, item: Id<EventId> },
    FileVersions { conversation: Id<LogId>, item: Id<EventId> },
    CreateFolder { conversation: Id<LogId>, folder: Option<Id<EventId>>, name: String },
    RenameFile { conversation: Id<LogId>, item: Id<EventId>, name: String },
    MoveFile { conversation: Id<LogId>, item: Id<EventId>, folder: Option<Id<EventId>> },
    CopyFile { conversation: Id<LogId>, item: Id<EventId>, to: Id<LogId>, folder: Option<Id<EventId>> },
    DeleteFiles { conversation: Id<LogId>, items: Vec<Id<EventId>> },
    RestoreVersion { conversation: Id<LogId>, item: Id<EventId>, version: Id<EventId> },
    DownloadFile { conversation: Id<LogId>, item: Id<EventId>, version: Option<Id<EventId>> },
    FreeFile { conversation: Id<LogId>, item: Id<EventId>, version: Option<Id<EventId>> },
    PhotosFolder { language: LanguageName },
    Transfers,
    PauseTransfer { blob: Id<BlobId> },
    ResumeTransfer { blob: Id<BlobId> },
    CancelTransfer { blob: Id<BlobId> },
    OutboxItems,
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Filing) -> Result<JsValue, Failure> {
    match command {
        Filing::Files { conversation, folder } => return list::<_, File>(client.files(&conversation.0, folder.0)?),
        Filing::File { conversation, item } => return to_js(&File::from(client.file(&conversation.0, &item.0)?)),
        Filing::FileVersions { conversation, item } => {
            return list::<_, Version>(client.file_versions(&conversation.0, &item.0)?);
        }
        Filing::CreateFolder { conversation, folder, name } => {
            return to_js(&Id(client.create_folder(&conversation.0, folder.core(), &name)?));
        }
        Filing::RenameFile { conversation, item, name } => {
            return to_js(&Id(client.rename_file(&conversation.0, &item.0, &name)?));
        }
        Filing::MoveFile { conversation, item, folder } => {
            return to_js(&Id(client.move_file(&conversation.0, &item.0, folder.core())?));
        }
        Filing::CopyFile { conversation, item, to, folder } => {
            return to_js(&Id(client.copy_file(&conversation.0, &item.0, &to.0, folder.core()).await?));
        }
        Filing::DeleteFiles { conversation, items } => {
            let deletes = client.delete_files(&conversation.0, &items.core(), true)?;
            return to_js(&Vec::<Id<_>>::plain(deletes));
        }
        Filing::RestoreVersion { conversation, item, version } => {
            return to_js(&Id(client.restore_version(&conversation.0, &item.0, &version.0)?));
        }
        Filing::DownloadFile { conversation, item, version } => {
            client.download_file(&conversation.0, &item.0, version.core().as_ref())?;
        }
        Filing::FreeFile { conversation, item, version } => {
            client.free_file(&conversation.0, &item.0, version.core().as_ref())?;
        }
        Filing::PhotosFolder { language } => {
            return Ok(FolderId::Photos.title(language.core()).unwrap_or_default().into());
        }
        Filing::Transfers => return list::<_, Transfer>(client.transfers()?),
        Filing::PauseTransfer { blob } => client.pause_transfer(&blob.0)?,
        Filing::ResumeTransfer { blob } => client.resume_transfer(&blob.0)?,
        Filing::CancelTransfer { blob } => client.cancel_transfer(&blob.0)?,
        Filing::OutboxItems => return list::<_, Unsent>(client.outbox_items()?),
    }
    Ok(JsValue::UNDEFINED)
}
