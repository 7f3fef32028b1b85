//! Files as people see them: the rows of a folder, and the versions of a file.

use std::collections::BTreeSet;

use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, OptionalExtension, Row};
use verband_store::{StoreError, WAITING};
use verband_texts::Language;
use verband_vault::BlobFiles;

use crate::client::Client;
use crate::error::ClientError;
use crate::kind::MessageState;
use crate::order;

/// A folder of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FolderId {
    /// What lies in no other.
    #[default]
    Root,
    /// The photos that were sent in the conversation. Nothing can be put there.
    Photos,
    /// One that somebody made, by its event.
    Folder(EventId),
}

impl FolderId {
    /// What people call a folder that has no name of its own.
    pub fn title(self, language: Language) -> Option<String> {
        (self == Self::Photos).then(|| verband_texts::text(language, "files-photos", &[]))
    }
}

impl From<Option<EventId>> for FolderId {
    fn from(folder: Option<EventId>) -> Self {
        folder.map_or(Self::Root, Self::Folder)
    }
}

/// What a row of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// The folder of photos.
    Photos,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A photo that was sent as a message: opened as one.
    Photo,
}

/// A file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// The event that made it, by which it is known; of [`FileKind::Photos`] zeros.
    pub event: EventId,
    /// What it is.
    pub kind: FileKind,
    /// Its name; with a number if something else in the folder is called the same. Of a photo its caption, of
    /// [`FileKind::Photos`] nothing.
    pub name: String,
    /// Media type; of a folder nothing.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// What lies in a folder.
    pub items: u32,
    /// Who made it, or its newest version.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// When, by her clock, in milliseconds since the Unix epoch.
    pub changed_at: u64,
    /// Versions that a file has.
    pub versions: u32,
    /// Of a picture: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Width of a picture as shown, in pixels; otherwise 0.
    pub width: u32,
    /// Height of a picture as shown, in pixels; otherwise 0.
    pub height: u32,
    /// The sealed file that it is, by which transfers know it; of a photo that by which it is opened.
    pub blob: Option<BlobId>,
    /// Whether its bytes are on this device.
    pub here: bool,
    /// How far it has come.
    pub state: MessageState,
}

/// A version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// The event that brought it, by which it is known.
    pub event: EventId,
    /// Whether it is the one that counts.
    pub current: bool,
    /// Who made it.
    pub author: MemberId,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// When, by her clock, in milliseconds since the Unix epoch.
    pub made_at: u64,
    /// Media type.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// Of a picture: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// The sealed file.
    pub blob: BlobId,
    /// Whether its bytes are on this device.
    pub here: bool,
}

/// How many files of others than ?2 are new in conversation ?1, or have a new version, since ?3, and the newest of them: a fact
/// for whoever comes on duty.
pub(crate) const NEW_FILES: &str = "SELECT count(DISTINCT file_version.item),
         (SELECT newest.item FROM file_version AS newest WHERE newest.log = ?1 AND newest.member <> ?2 AND newest.at > ?3
          ORDER BY newest.seq DESC LIMIT 1)
     FROM file_version JOIN file_item ON file_item.log = file_version.log AND file_item.event = file_version.item
     WHERE file_version.log = ?1 AND file_version.member <> ?2 AND file_version.at > ?3
         AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = file_version.item)";

impl Client {
    /// What lies in a folder: folders first, by name.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn files(&self, log: &LogId, folder: FolderId) -> Result<Vec<FileRow>, ClientError> {
        let inner = self.readable()?;
        let mut rows = inner.store.read(|connection| files(connection, log, folder, u32::MAX))?;
        look(&*inner.files, &mut rows)?;
        Ok(rows)
    }

    /// A file or folder, or the file that a version belongs to.
    ///
    /// # Errors
    /// [`ClientError::NotFound`]; as for [`Self::files`].
    pub fn file(&self, log: &LogId, event: &EventId) -> Result<FileRow, ClientError> {
        let inner = self.readable()?;
        let row = inner.store.read(|connection| one(connection, log, event))?;
        let mut rows = [row.ok_or(ClientError::NotFound("file"))?];
        look(&*inner.files, &mut rows)?;
        let [row] = rows;
        Ok(row)
    }

    /// All versions of a file, newest first.
    ///
    /// # Errors
    /// As for [`Self::file`].
    pub fn file_versions(&self, log: &LogId, item: &EventId) -> Result<Vec<VersionRow>, ClientError> {
        let inner = self.readable()?;
        let mut rows = inner.store.read(|connection| versions(connection, log, item))?;
        if rows.is_empty() {
            return Err(ClientError::NotFound("file"));
        }
        for row in &mut rows {
            row.here = inner.files.exists(row.blob.as_bytes())?;
        }
        Ok(rows)
    }
}

/// Looks which of them are on this device.
pub(crate) fn look(files: &dyn BlobFiles, rows: &mut [FileRow]) -> Result<(), ClientError> {
    for row in rows {
        if let Some(blob) = &row.blob {
            row.here = files.exists(blob.as_bytes())?;
        }
    }
    Ok(())
}

const ITEMS: &str = "SELECT item.event, item.folder, item.name, coalesce(version.media, ''), coalesce(version.size, 0), \
     (SELECT count(*) FROM file_item inside WHERE inside.log = item.log AND inside.place = item.event), \
     coalesce(version.member, item.member), coalesce(member.name, ''), coalesce(version.at, item.at), \
     (SELECT count(*) FROM file_version WHERE file_version.log = item.log AND file_version.item = item.event), \
     version.thumb, coalesce(version.width, 0), coalesce(version.height, 0), version.blob, coalesce(version.seq, item.seq), outbox.state, item.seq \
     FROM file_item item \
     LEFT JOIN file_version version ON version.log = item.log AND version.event = item.current \
     LEFT JOIN member ON member.id = coalesce(version.member, item.member) \
     LEFT JOIN outbox ON outbox.event = coalesce(version.event, item.event) \
     WHERE item.log = ?1 AND NOT EXISTS (SELECT 1 FROM deletion \
      WHERE deletion.log = item.log AND deletion.target = item.event)";

fn item_row(row: &Row<'_>) -> Result<(u64, FileRow), verband_store::rusqlite::Error> {
    let folder: bool = row.get(1)?;
    let waiting = row.get::<_, u64>(14)? >= WAITING;
    let refused = row.get::<_, Option<i64>>(15)? == Some(2);
    Ok((
        row.get(16)?,
        FileRow {
            event: EventId(row.get(0)?),
            kind: if folder { FileKind::Folder } else { FileKind::File },
            name: row.get(2)?,
            media: row.get(3)?,
            size: row.get(4)?,
            items: row.get(5)?,
            author: Some(MemberId(row.get(6)?)),
            author_name: row.get(7)?,
            changed_at: row.get(8)?,
            versions: row.get(9)?,
            thumbnail: row.get(10)?,
            width: row.get(11)?,
            height: row.get(12)?,
            blob: row.get::<_, Option<[u8; 16]>>(13)?.map(BlobId),
            here: false,
            state: match (waiting, refused) {
                (true, true) => MessageState::Failed,
                (true, false) => MessageState::Waiting,
                (false, _) => MessageState::Sent,
            },
        },
    ))
}

/// Reads what [`Client::files`] gives, at most so many photos.
pub(crate) fn files(
    connection: &Connection,
    log: &LogId,
    folder: FolderId,
    limit: u32,
) -> Result<Vec<FileRow>, StoreError> {
    let parent = match folder {
        FolderId::Photos => return photos(connection, log, limit),
        FolderId::Root => None,
        FolderId::Folder(event) => Some(event),
    };
    let mut statement = connection.prepare_cached(&format!("{ITEMS} AND item.place IS ?2"))?;
    let rows = statement.query_map((log.as_bytes(), parent.as_ref().map(EventId::as_bytes)), item_row)?;
    let mut rows = number(rows.collect::<Result<_, _>>()?);
    if folder == FolderId::Root {
        rows.splice(0..0, photos_folder(connection, log)?);
    }
    Ok(rows)
}

fn one(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<FileRow>, StoreError> {
    let sql = format!(
        "{ITEMS} AND item.event = coalesce((SELECT of.item FROM file_version of WHERE of.log = ?1 AND of.event = ?2), ?2)"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row((log.as_bytes(), event.as_bytes()), item_row).optional()?.map(|(_, row)| row))
}

/// Folders first, by name. Who has a name later than another gets a number behind it.
fn number(mut rows: Vec<(u64, FileRow)>) -> Vec<FileRow> {
    let key = |row: &FileRow| row.name.to_lowercase();
    order::by_key(&mut rows, |(seq, row)| (*seq, row.event));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all: BTreeSet<String> = rows.iter().map(|(_, row)| key(row)).collect();
    for (_, row) in &mut rows {
        if taken.insert(key(row)) {
            continue;
        }
        let (stem, end) = match row.name.rsplit_once('.') {
            Some((stem, end)) if row.kind == FileKind::File && !stem.is_empty() => (stem, format!(".{end}")),
            _ => (row.name.as_str(), String::new()),
        };
        let mut numbered = (2_u32..).map(|n| format!("{stem} ({n}){end}"));
        let name = numbered.find(|name| all.insert(name.to_lowercase()));
        if let Some(name) = name {
            row.name = name;
        }
    }
    let mut rows: Vec<FileRow> = rows.into_iter().map(|(_, row)| row).collect();
    order::by_key(&mut rows, |row| (row.kind, row.name.to_lowercase()));
    rows
}

const SENT_PHOTOS: &str = "FROM photo JOIN message ON message.log = ?1 AND message.photo = photo.id \
     LEFT JOIN member ON member.id = message.author_member \
     WHERE photo.log = ?1 AND message.deleted = 0 AND NOT EXISTS (SELECT 1 FROM deletion \
      WHERE deletion.log = ?1 AND deletion.target = message.event)";

/// The folder of photos, if there are any.
fn photos_folder(connection: &Connection, log: &LogId) -> Result<Option<FileRow>, StoreError> {
    let sql = format!("SELECT count(*), coalesce(max(photo.taken_at), 0) {SENT_PHOTOS}");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([log.as_bytes()], |row| {
        Ok(FileRow {
            event: EventId([0; 16]),
            kind: FileKind::Photos,
            name: String::new(),
            media: String::new(),
            size: 0,
            items: row.get(0)?,
            author: None,
            author_name: String::new(),
            changed_at: row.get(1)?,
            versions: 0,
            thumbnail: None,
            width: 0,
            height: 0,
            blob: None,
            here: true,
            state: MessageState::Sent,
        })
    })?;
    Ok(Some(row).filter(|row| row.items > 0))
}

fn photos(connection: &Connection, log: &LogId, limit: u32) -> Result<Vec<FileRow>, StoreError> {
    let sql = format!(
        "SELECT message.event, message.text, photo.size, message.author_member, coalesce(member.name, ''),
                photo.taken_at, photo.thumb, photo.width, photo.height, photo.id, message.state
         {SENT_PHOTOS} ORDER BY photo.taken_at DESC, photo.id LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((log.as_bytes(), limit), |row| {
        Ok(FileRow {
            event: EventId(row.get(0)?),
            kind: FileKind::Photo,
            name: row.get(1)?,
            media: "image/jpeg".to_owned(),
            size: row.get(2)?,
            items: 0,
            author: row.get::<_, Option<[u8; 32]>>(3)?.map(MemberId),
            author_name: row.get(4)?,
            changed_at: row.get(5)?,
            versions: 1,
            thumbnail: row.get(6)?,
            width: row.get(7)?,
            height: row.get(8)?,
            blob: Some(BlobId(row.get(9)?)),
            here: false,
            state: MessageState::from_row(row.get(10)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn versions(connection: &Connection, log: &LogId, item: &EventId) -> Result<Vec<VersionRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT version.event, version.event = item.current, version.member, coalesce(member.name, ''), version.at,
                version.media, version.size, version.thumb, version.blob
         FROM file_version version JOIN file_item item ON item.log = version.log AND item.event = version.item
         LEFT JOIN member ON member.id = version.member
         WHERE version.log = ?1 AND version.item = ?2 AND NOT EXISTS (SELECT 1 FROM deletion
             WHERE deletion.log = ?1 AND deletion.target IN (version.event, item.event))
         ORDER BY iif(version.event = item.event, 0, version.seq) DESC",
    )?;
    let rows = statement.query_map((log.as_bytes(), item.as_bytes()), |row| {
        Ok(VersionRow {
            event: EventId(row.get(0)?),
            current: row.get(1)?,
            author: MemberId(row.get(2)?),
            author_name: row.get(3)?,
            made_at: row.get(4)?,
            media: row.get(5)?,
            size: row.get(6)?,
            thumbnail: row.get(7)?,
            blob: BlobId(row.get(8)?),
            here: false,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
