//! The store in one SQLite file: write-ahead log, durable at every commit, one writer, readers beside it.

mod append;
mod blob;
mod channel;
mod connections;
mod conversation;
mod cut;
mod key_package;
mod log;
mod mail;
mod report;
mod session;
mod slot;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use verband_protocol::entry::SignedEntry;
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, InvitationId, LogId, MemberId, SlotId};
use verband_protocol::language::Language;
use verband_protocol::policy::Join;
use verband_protocol::wire;
use verband_rules::conversation::LogState;

use self::connections::Connections;
use crate::store::{
    Append, Call, Faults, KnownEvent, KnownMail, MailKey, MailOutcome, NewSlotPart, PageQuery, Reading, SetUpToken,
    SlotOutcome, SlotParts, Store, StoreError, StoreReport, StoreResult, StoredBlob, StoredSession, Struck,
    WaitingMail,
};

/// A store in one SQLite file.
pub struct SqliteStore {
    connections: Connections,
    faults: Faults,
}

/// How a store is opened.
#[derive(Clone, Default)]
pub struct SqliteOptions {
    /// The most pages of 4 KiB that the file may have: how tests fill the disk.
    pub max_pages: Option<u32>,
    /// Faults that tests let happen.
    pub faults: Faults,
}

impl SqliteStore {
    /// The name of the file in the data folder.
    pub const FILE: &'static str = "verband.sqlite";

    /// Opens the store in a folder, or creates it.
    ///
    /// # Errors
    /// [`StoreError::Fault`] if the file is no store, of a newer program, or not durable here.
    pub fn open(folder: &Path, options: SqliteOptions) -> StoreResult<Self> {
        let connections = Connections::open(&path(folder), options.max_pages)?;
        Ok(Self { connections, faults: options.faults })
    }

    /// Opens the store in a folder for reading only, beside a server that may be running.
    ///
    /// # Errors
    /// [`StoreError::Fault`] if there is none.
    pub fn open_read_only(folder: &Path) -> StoreResult<Self> {
        let connections = Connections::open_read_only(&path(folder))?;
        Ok(Self { connections, faults: Faults::none() })
    }

    /// Changes the most pages that the file may have, while it is open.
    ///
    /// # Errors
    /// [`StoreError::Fault`].
    pub fn set_max_pages(&self, pages: u32) -> StoreResult<()> {
        Ok(self.connections.writer().pragma_update(None, "max_page_count", pages)?)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        self.faults.alive()?;
        self.faults.reads(std::any::type_name_of_val(&work));
        self.connections.read(work)
    }

    /// The one way to write: one transaction, durable when this returns.
    fn write<T>(&self, work: impl FnOnce(&Tx<'_>) -> StoreResult<T>) -> StoreResult<T> {
        let mut connection = self.connections.writer();
        self.faults.pass(Call::Begin)?;
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let result = work(&Tx { sql: &transaction, faults: &self.faults })?;
        self.faults.pass(Call::Commit)?;
        transaction.commit()?;
        self.faults.pass(Call::Committed)?;
        Ok(result)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(SqliteStore::FILE)
}

/// An open transaction.
struct Tx<'a> {
    sql: &'a Connection,
    faults: &'a Faults,
}

impl Tx<'_> {
    fn execute(&self, sql: &str, params: impl rusqlite::Params) -> StoreResult<usize> {
        self.faults.pass(Call::Statement)?;
        Ok(self.sql.prepare_cached(sql)?.execute(params)?)
    }
}

/// The internal number of a log: the only way from a log's id to its rows, and it leads through the organisation.
fn log_number(sql: &Connection, organisation: &LogId, log: &LogId) -> StoreResult<Option<i64>> {
    one(sql, "SELECT id FROM log WHERE organisation = ?1 AND log = ?2", (organisation.0, log.0), |row| row.get(0))
}

/// The one row of a query, if there is one.
fn one<T>(
    sql: &Connection,
    query: &str,
    params: impl rusqlite::Params,
    read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Option<T>> {
    match sql.prepare_cached(query)?.query_row(params, read) {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// All rows of a query.
fn all<T>(
    sql: &Connection,
    query: &str,
    params: impl rusqlite::Params,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Vec<T>> {
    let mut statement = sql.prepare_cached(query)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Fault(error.to_string()),
        }
    }
}

impl From<Struck> for StoreError {
    fn from(struck: Struck) -> Self {
        match struck {
            Struck::Full => Self::Full,
            Struck::Dead => Self::Dead,
        }
    }
}

impl Store for SqliteStore {
    fn challenge_key(&self, fresh: [u8; 32]) -> StoreResult<[u8; 32]> {
        self.write(|tx| session::challenge_key(tx, fresh))
    }

    fn organisations(&self) -> StoreResult<Vec<LogId>> {
        self.read(|sql| all(sql, "SELECT organisation FROM organisation", (), |row| row.get(0).map(LogId)))
    }

    fn put_set_up_token(&self, token: &Hash, now: u64, expires_at: u64) -> StoreResult<()> {
        self.write(|tx| session::put_set_up_token(tx, token, now, expires_at))
    }

    fn set_up_token(&self, token: &Hash) -> StoreResult<Option<SetUpToken>> {
        self.read(|sql| session::set_up_token(sql, token))
    }

    fn append(&self, append: &Append<'_>) -> StoreResult<()> {
        self.write(|tx| append::append(tx, append))
    }

    fn last(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<u64>> {
        self.read(|sql| log::last(sql, organisation, log))
    }

    fn head_at(&self, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<Hash>> {
        self.read(|sql| log::head_at(sql, organisation, log, seq))
    }

    fn received_at(&self, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<u64>> {
        self.read(|sql| log::received_at(sql, organisation, log, seq))
    }

    fn known_events(&self, organisation: &LogId, log: &LogId, events: &[EventId]) -> StoreResult<Vec<KnownEvent>> {
        self.read(|sql| log::known_events(sql, organisation, log, events))
    }

    fn page(&self, organisation: &LogId, log: &LogId, query: PageQuery) -> StoreResult<wire::Page> {
        self.read(|sql| log::page(sql, organisation, log, query))
    }

    fn organisation_entries(&self, organisation: &LogId, after: u64) -> StoreResult<Vec<SignedEntry>> {
        self.read(|sql| log::organisation_entries(sql, organisation, after))
    }

    fn organisation_of(&self, device: &DeviceId) -> StoreResult<Option<LogId>> {
        self.read(|sql| session::organisation_of(sql, device))
    }

    fn organisation_of_invitation(&self, invitation: &InvitationId) -> StoreResult<Option<LogId>> {
        self.read(|sql| session::organisation_of_invitation(sql, invitation))
    }

    fn invitation_bundle(&self, invitation: &InvitationId) -> StoreResult<Option<Vec<u8>>> {
        self.read(|sql| session::invitation_bundle(sql, invitation))
    }

    fn put_backup(&self, organisation: &LogId, device: &DeviceId, member: &MemberId, backup: &[u8]) -> StoreResult<()> {
        self.write(|tx| {
            let put = "INSERT OR REPLACE INTO backup (device, organisation, member, backup) VALUES (?1, ?2, ?3, ?4)";
            tx.execute(put, (device.0, organisation.0, member.0, backup))?;
            Ok(())
        })
    }

    fn backups(&self, organisation: &LogId, member: &MemberId) -> StoreResult<Vec<wire::Backup>> {
        let query = "SELECT device, backup FROM backup WHERE organisation = ?1 AND member = ?2 ORDER BY device";
        self.read(|sql| {
            all(sql, query, (organisation.0, member.0), |row| {
                Ok(wire::Backup { device: row.get(0).map(DeviceId)?, backup: row.get::<_, Vec<u8>>(1)?.into() })
            })
        })
    }

    fn open_session(&self, token: &Hash, challenge: &Hash, session: &StoredSession) -> StoreResult<bool> {
        self.write(|tx| session::open_session(tx, token, challenge, session))
    }

    fn session(&self, token: &Hash) -> StoreResult<Option<(StoredSession, Option<u32>)>> {
        self.read(|sql| session::session(sql, token))
    }

    fn note_contact(&self, device: &DeviceId, day: u32) -> StoreResult<()> {
        self.write(|tx| session::note_contact(tx, device, day))
    }

    fn contacts(&self, organisation: &LogId) -> StoreResult<Vec<(DeviceId, u32)>> {
        self.read(|sql| session::contacts(sql, organisation))
    }

    fn put_slot_part(&self, part: &NewSlotPart<'_>) -> StoreResult<SlotOutcome> {
        self.write(|tx| slot::put(tx, part))
    }

    fn slot(&self, slot: &SlotId, now: u64) -> StoreResult<Option<SlotParts>> {
        self.read(|sql| slot::slot(sql, slot, now))
    }

    fn conversation(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<LogState>> {
        self.read(|sql| conversation::conversation(sql, organisation, log))
    }

    fn group(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<wire::Group>> {
        self.read(|sql| conversation::group(sql, organisation, log))
    }

    fn reading(
        &self,
        organisation: &LogId,
        log: &LogId,
        device: &DeviceId,
        member: &MemberId,
    ) -> StoreResult<Option<Reading>> {
        self.read(|sql| conversation::reading(sql, organisation, log, device, member))
    }

    fn conversations_of(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<wire::LogPosition>> {
        self.read(|sql| conversation::conversations_of(sql, organisation, device))
    }

    fn count_conversations(&self, organisation: &LogId) -> StoreResult<u64> {
        self.read(|sql| conversation::count(sql, organisation))
    }

    fn links(&self, organisation: &LogId, log: &LogId, from: u64, to: u64, limit: u32) -> StoreResult<Vec<wire::Link>> {
        self.read(|sql| conversation::links(sql, organisation, log, from, to, limit))
    }

    fn welcomes(&self, organisation: &LogId, device: &DeviceId, bytes: usize) -> StoreResult<Vec<wire::Welcome>> {
        self.read(|sql| conversation::welcomes(sql, organisation, device, bytes))
    }

    fn has_welcomes(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<bool> {
        self.read(|sql| conversation::has_welcomes(sql, organisation, device))
    }

    fn drop_welcome(&self, organisation: &LogId, device: &DeviceId, log: &LogId, epoch: u64) -> StoreResult<bool> {
        self.write(|tx| conversation::drop_welcome(tx, organisation, device, log, epoch))
    }

    fn put_key_packages(
        &self,
        organisation: &LogId,
        device: &DeviceId,
        packages: &[(Vec<u8>, u64)],
        last_resort: Option<&(Vec<u8>, u64)>,
    ) -> StoreResult<()> {
        self.write(|tx| key_package::put(tx, organisation, device, packages, last_resort))
    }

    fn count_key_packages(&self, organisation: &LogId, device: &DeviceId, now: u64) -> StoreResult<u32> {
        self.read(|sql| key_package::count(sql, organisation, device, now))
    }

    fn take_key_packages(
        &self,
        organisation: &LogId,
        devices: &[DeviceId],
        now: u64,
    ) -> StoreResult<Vec<wire::DeviceKeyPackage>> {
        self.write(|tx| key_package::take(tx, organisation, devices, now))
    }

    fn bytes_used(&self, organisation: &LogId) -> StoreResult<u64> {
        self.read(|sql| blob::bytes_used(sql, organisation))
    }

    fn blob(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<Option<StoredBlob>> {
        self.read(|sql| blob::blob(sql, organisation, blob))
    }

    fn blobs_of(&self, organisation: &LogId, log: &LogId, event: &EventId) -> StoreResult<Vec<BlobId>> {
        self.read(|sql| blob::blobs_of(sql, organisation, log, event))
    }

    fn start_blob(
        &self,
        organisation: &LogId,
        blob: &StoredBlob,
        quota: u64,
        log_quota: Option<u64>,
    ) -> StoreResult<()> {
        self.write(|tx| blob::start(tx, organisation, blob, quota, log_quota))
    }

    fn storage(&self, organisation: &LogId, log: &LogId) -> StoreResult<u64> {
        self.read(|sql| log_number(sql, organisation, log)?.map_or(Ok(0), |number| channel::storage(sql, number)))
    }

    fn put_card(&self, organisation: &LogId, log: &LogId, join: Join, sealed: &[u8]) -> StoreResult<()> {
        self.write(|tx| channel::put_card(tx, organisation, log, join, sealed))
    }

    fn listed_channels(
        &self,
        organisation: &LogId,
        member: &MemberId,
        after: Option<&LogId>,
        bytes: usize,
    ) -> StoreResult<wire::ListedChannels> {
        self.read(|sql| channel::listed(sql, organisation, member, after, bytes))
    }

    fn put_request(
        &self,
        organisation: &LogId,
        log: &LogId,
        member: &MemberId,
        request: &wire::JoinRequest,
    ) -> StoreResult<()> {
        self.write(|tx| channel::put_request(tx, organisation, log, member, request))
    }

    fn drop_request(&self, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool> {
        self.write(|tx| channel::drop_request(tx, organisation, log, member))
    }

    fn refuse_request(&self, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool> {
        self.write(|tx| channel::refuse_request(tx, organisation, log, member))
    }

    fn requests(&self, organisation: &LogId, log: &LogId, limit: u32) -> StoreResult<Vec<wire::JoinRequest>> {
        self.read(|sql| channel::requests(sql, organisation, log, limit))
    }

    fn requested(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<LogId>> {
        self.read(|sql| channel::requested(sql, organisation, device))
    }

    fn put_mark(
        &self,
        organisation: &LogId,
        log: &LogId,
        device: &DeviceId,
        mark: &wire::NewMark,
        now: u64,
    ) -> StoreResult<u64> {
        self.write(|tx| channel::put_mark(tx, organisation, log, device, mark, now))
    }

    fn marks(&self, organisation: &LogId, log: &LogId, after: u64, limit: u32) -> StoreResult<wire::Marks> {
        self.read(|sql| channel::marks(sql, organisation, log, after, limit))
    }

    fn marked(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<wire::LogPosition>> {
        self.read(|sql| channel::marked(sql, organisation, device))
    }

    fn set_blob_received(&self, organisation: &LogId, blob: &BlobId, received: u64) -> StoreResult<()> {
        self.write(|tx| blob::set_received(tx, organisation, blob, received))
    }

    fn set_blob_whole(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<()> {
        self.write(|tx| blob::set_whole(tx, organisation, blob))
    }

    fn forget_blob(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<()> {
        self.write(|tx| blob::forget(tx, organisation, blob))
    }

    fn doom_blobs(&self, before: u64) -> StoreResult<Vec<(LogId, BlobId)>> {
        self.write(|tx| blob::doom(tx, before))
    }

    fn spool_mail(&self, mail: &WaitingMail) -> StoreResult<()> {
        self.write(|tx| mail::spool(tx, mail))
    }

    fn mail(&self, organisation: &LogId, invitation: &InvitationId) -> StoreResult<Option<KnownMail>> {
        self.read(|sql| mail::known(sql, organisation, invitation))
    }

    fn take_mail(&self, now: u64, until: u64) -> StoreResult<Option<WaitingMail>> {
        self.write(|tx| mail::take(tx, now, until))
    }

    fn note_mail(&self, key: &MailKey, now: u64, outcome: &MailOutcome) -> StoreResult<()> {
        self.write(|tx| mail::note(tx, key, now, outcome))
    }

    fn next_mail(&self) -> StoreResult<Option<u64>> {
        self.read(mail::next_due)
    }

    fn mail_text(&self, organisation: &LogId, language: Language) -> StoreResult<Option<wire::MailText>> {
        self.read(|sql| mail::text(sql, organisation, language))
    }

    fn set_mail_texts(&self, organisation: &LogId, texts: &[(Language, Option<&wire::MailText>)]) -> StoreResult<()> {
        self.write(|tx| mail::set_texts(tx, organisation, texts))
    }

    fn drop_expired(&self, now: u64) -> StoreResult<()> {
        self.write(|tx| session::drop_expired(tx, now))
    }

    fn cut_conversations(&self, organisation: &LogId) -> StoreResult<Vec<LogId>> {
        self.read(|sql| cut::conversations(sql, organisation))
    }

    fn erase_cut(
        &self,
        organisation: &LogId,
        log: &LogId,
        received_until: u64,
        after: u64,
    ) -> StoreResult<Option<u64>> {
        self.write(|tx| cut::erase_before(tx, organisation, log, received_until, after))
    }

    fn checkpoint(&self) -> StoreResult<()> {
        self.faults.alive()?;
        connections::checkpoint(&self.connections.writer())
    }

    fn report(&self) -> StoreResult<StoreReport> {
        self.read(report::report)
    }
}
