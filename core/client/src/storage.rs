//! What the vault takes on this device, by kind and by conversation, and how much of it the server has as well. Freeing takes
//! away what can be fetched again, and keeps what a screen needs at once.
//!
//! Not here: what a conversation takes on the server, which the server says ([`Client::storage_of`]).

use std::collections::BTreeMap;

use verband_protocol::id::{BlobId, LogId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic};
use verband_vault::FileId;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind;
use crate::limits::policy_of;
use crate::log::LogStatus;
use crate::{order, view};

/// What the sealed files of one kind take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindStorage {
    /// The kind: `photo`, `file`, `recording`; empty for what no kind refers to any more, which goes by itself.
    pub kind: String,
    /// Sealed bytes.
    pub bytes: u64,
    /// In how many sealed files; a photo has two.
    pub files: u32,
}

/// What the sealed files of one conversation take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationStorage {
    /// The conversation.
    pub conversation: LogId,
    /// Its title.
    pub title: String,
    /// Sealed bytes.
    pub bytes: u64,
    /// Of these, what [`Client::free_storage`] would free.
    pub freeable: u64,
}

/// What everything takes on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageUse {
    /// Sealed files by kind, the largest first.
    pub kinds: Vec<KindStorage>,
    /// Sealed files by conversation, the largest first.
    pub conversations: Vec<ConversationStorage>,
    /// Sealed bytes of all of them.
    pub files: u64,
    /// Bytes of the database: messages, thumbnails, the index.
    pub database: u64,
    /// What [`Client::free_storage`] would free.
    pub freeable: u64,
    /// How much the photos and files of one conversation may take on the server, by the policy, in bytes.
    pub conversation_quota: Option<u64>,
}

/// A sealed file on this device.
struct Kept {
    id: FileId,
    bytes: u64,
    kind: &'static str,
    log: Option<LogId>,
    freeable: bool,
}

impl Client {
    /// What photos, files and the database take on this device.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Vault`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn storage_use(&self) -> Result<StorageUse, ClientError> {
        let inner = self.readable()?;
        let kept = inner.kept_files()?;
        let files = kept.iter().map(|file| file.bytes).sum();
        let mut kinds: BTreeMap<&'static str, KindStorage> = BTreeMap::new();
        let mut conversations: BTreeMap<LogId, ConversationStorage> = BTreeMap::new();
        for file in &kept {
            let kind = kinds.entry(file.kind).or_insert_with(|| KindStorage {
                kind: file.kind.to_owned(),
                bytes: 0,
                files: 0,
            });
            kind.bytes += file.bytes;
            kind.files += 1;
            let Some(log) = file.log else { continue };
            let conversation = conversations.entry(log).or_insert_with(|| ConversationStorage {
                conversation: log,
                title: String::new(),
                bytes: 0,
                freeable: 0,
            });
            conversation.bytes += file.bytes;
            conversation.freeable += if file.freeable { file.bytes } else { 0 };
        }
        let (mut kinds, mut conversations) =
            (kinds.into_values().collect::<Vec<_>>(), conversations.into_values().collect::<Vec<_>>());
        order::by_key(&mut kinds, |kind| std::cmp::Reverse(kind.bytes));
        order::by_key(&mut conversations, |conversation| std::cmp::Reverse(conversation.bytes));
        let database = inner.store.read(|connection| -> Result<_, StoreError> {
            for conversation in &mut conversations {
                conversation.title = view::title_of(connection, &conversation.conversation, &inner.account.member)?;
            }
            database(connection)
        })?;
        let policy = inner.store.read(policy_of)?;
        Ok(StorageUse {
            kinds,
            files,
            database,
            freeable: conversations.iter().map(|conversation| conversation.freeable).sum(),
            conversations,
            conversation_quota: policy.conversation_quota_mb.map(|mb| u64::from(mb) << 20),
        })
    }

    /// Frees the room that photos and files take on this device, of one conversation or of all, if the server has them: they are
    /// fetched again when somebody opens them. Thumbnails and previews of photos stay, and so does everything of
    /// conversations that this device cannot fetch from any more. Gives the bytes that were freed.
    ///
    /// # Errors
    /// As for [`Self::storage_use`].
    pub fn free_storage(&self, log: Option<&LogId>) -> Result<u64, ClientError> {
        let inner = self.readable()?;
        let mut freed = 0;
        for file in inner.kept_files()? {
            let wanted = file.freeable && log.is_none_or(|log| file.log == Some(*log));
            // Something may have begun to need it since.
            if wanted && !inner.waits(&BlobId(file.id))? {
                inner.files.remove(&file.id)?;
                freed += file.bytes;
            }
        }
        inner.store.with_tx(|tx| {
            tx.touch(Topic::Vault);
            Ok::<_, StoreError>(())
        })?;
        Ok(freed)
    }
}

impl Inner {
    /// The sealed files on this device.
    fn kept_files(&self) -> Result<Vec<Kept>, ClientError> {
        let live = self.logs_with(LogStatus::Live)?;
        let mut kept = Vec::new();
        for id in self.files.list()? {
            let bytes = self.files.len(&id)?;
            let file = self.store.read(|connection| -> Result<_, StoreError> {
                let needed = kind::needed_by(connection, &id)?;
                let log = needed.and_then(|(_, log)| log);
                let there = log.is_some_and(|log| live.contains(&log)) && !has_row(connection, UPLOAD, &id)?;
                let freeable = there && !has_row(connection, PREVIEW, &id)?;
                Ok(Kept { id, bytes, kind: needed.map_or("", |(kind, _)| kind), log, freeable })
            })?;
            kept.push(file);
        }
        Ok(kept)
    }
}

/// Until its event is in the log, the server may not keep it.
const UPLOAD: &str = "SELECT 1 FROM upload WHERE blob = ?1";

/// What a screen shows at once.
const PREVIEW: &str = "SELECT 1 FROM photo WHERE preview = ?1";

fn has_row(connection: &Connection, sql: &str, id: &FileId) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached(sql)?.exists([id])?)
}

/// Bytes of the database, without the sealed files that are in it where there is no folder for them.
fn database(connection: &Connection) -> Result<u64, StoreError> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    // SQLCipher answers this one itself, in words.
    let page = connection.query_row("PRAGMA cipher_page_size", [], |row| row.get::<_, String>(0))?;
    let pages = number("PRAGMA page_count")?.saturating_mul(page.parse().unwrap_or_default());
    Ok(pages.saturating_sub(number("SELECT coalesce(sum(size), 0) FROM vault_file")?))
}
