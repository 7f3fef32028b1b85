//! The port to everything the server remembers besides blobs.
//!
//! Every method is one whole operation: it is done durably when it returns, or it is not done at all. The store knows
//! no rules; what may be appended is decided above it, on the state after a position, and [`Store::append`] does
//! nothing if the log has moved on since ([`StoreError::Conflict`]). So several servers can share one store.

mod append;
mod fault;
mod mail;
mod slot;
pub mod sqlite;

pub use append::{Append, Change, NewEntry, NewWelcome, Regroup};
pub(crate) use fault::Struck;
pub use fault::{Call, Fate, Faults, StoreFault};
pub use mail::{KnownMail, MailKey, MailOutcome, WaitingMail};
pub use slot::{NewSlotPart, SlotOutcome, SlotParts};

use verband_protocol::entry::SignedEntry;
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, InvitationId, LogId, MemberId, SlotId};
use verband_protocol::language::Language;
use verband_protocol::policy::Join;
use verband_protocol::wire;
use verband_rules::conversation::LogState;

/// What a store cannot do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The log is at another position than the append expected.
    #[error("the log has moved on")]
    Conflict,
    /// Something that has to be unique is there already.
    #[error("{0} exists already")]
    Exists(&'static str),
    /// No space left.
    #[error("no space left")]
    Full,
    /// The blobs of a log may not take more.
    #[error("the quota of the conversation is used up")]
    Quota,
    /// A test ended the process here.
    #[error("the process is dead")]
    Dead,
    /// Anything else.
    #[error("store: {0}")]
    Fault(String),
}

/// A set-up token as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetUpToken {
    /// End of validity in milliseconds since the Unix epoch.
    pub expires_at: u64,
    /// The organisation that was founded with it.
    pub used_for: Option<LogId>,
}

/// A session as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredSession {
    /// The organisation that the device belongs to.
    pub organisation: LogId,
    /// The device.
    pub device: DeviceId,
    /// End of validity in milliseconds since the Unix epoch.
    pub expires_at: u64,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEvent {
    /// The event.
    pub event: EventId,
    /// Its position.
    pub seq: u64,
    /// Its author.
    pub author: DeviceId,
}

/// Which entries of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageQuery {
    /// Where the page is.
    pub from: PageFrom,
    /// No entries up to this position.
    pub floor: u64,
    /// The most entries.
    pub limit: u32,
    /// The most bytes, of which one entry may exceed.
    pub bytes: usize,
}

/// Where a page of a log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFrom {
    /// The first entries after a position.
    After(u64),
    /// The last entries before a position.
    Before(u64),
}

/// What a member may read of a conversation that she has a device in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Whether the device that asks is in, and not only another one of hers.
    pub in_roster: bool,
    /// Nothing up to this position.
    pub floor: u64,
}

/// Where a blob stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobStage {
    /// It is being uploaded.
    Growing,
    /// It is whole, verified and visible.
    Whole,
    /// It is erased; only its file may still be there.
    Doomed,
}

/// A blob as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its id.
    pub blob: BlobId,
    /// The log it belongs to.
    pub log: LogId,
    /// Who uploads it.
    pub device: DeviceId,
    /// Bytes in all.
    pub size: u64,
    /// SHA-256 of all bytes.
    pub hash: Hash,
    /// Bytes that are durably there.
    pub received: u64,
    /// Where it stands.
    pub stage: BlobStage,
    /// The event it belongs to.
    pub event: Option<EventId>,
    /// When it was announced, in milliseconds since the Unix epoch.
    pub created_at: u64,
}

/// Which entry of a log is broken, as far as an operator has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreReport {
    /// What the database says about itself; empty if it is sound.
    pub database: Vec<String>,
    /// Logs whose chain of heads does not verify, with the position.
    pub broken_chains: Vec<(LogId, u64)>,
    /// Organisations, with the bytes each one uses.
    pub organisations: Vec<(LogId, u64)>,
    /// Entries in all logs.
    pub entries: u64,
    /// All blobs.
    pub blobs: Vec<(LogId, StoredBlob)>,
    /// E-mails that wait for the relay.
    pub waiting_mails: u64,
    /// The latest time that was written down, in milliseconds since the Unix epoch.
    pub latest_time: u64,
}

/// The result of a store operation.
pub type StoreResult<T> = Result<T, StoreError>;

/// Everything the server remembers besides blobs. See the module.
#[expect(clippy::missing_errors_doc, reason = "every method fails as StoreError says")]
pub trait Store: Send + Sync {
    /// The key that login challenges are made with: `fresh` if there was none before.
    fn challenge_key(&self, fresh: [u8; 32]) -> StoreResult<[u8; 32]>;

    /// All organisations.
    fn organisations(&self) -> StoreResult<Vec<LogId>>;

    /// Keeps a set-up token. All earlier unused ones end at `now`.
    fn put_set_up_token(&self, token: &Hash, now: u64, expires_at: u64) -> StoreResult<()>;

    /// A set-up token.
    fn set_up_token(&self, token: &Hash) -> StoreResult<Option<SetUpToken>>;

    /// Appends to a log, with everything that goes with it. [`StoreError::Conflict`] if the log is elsewhere.
    fn append(&self, append: &Append<'_>) -> StoreResult<()>;

    /// The newest position of a log.
    fn last(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<u64>>;

    /// The head at a position.
    fn head_at(&self, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<Hash>>;

    /// When the entry at a position was received, in milliseconds since the Unix epoch.
    fn received_at(&self, organisation: &LogId, log: &LogId, seq: u64) -> StoreResult<Option<u64>>;

    /// Those of the events that are in the log.
    fn known_events(&self, organisation: &LogId, log: &LogId, events: &[EventId]) -> StoreResult<Vec<KnownEvent>>;

    /// A page of a log, ascending, with the newest position. Erased bodies are absent.
    fn page(&self, organisation: &LogId, log: &LogId, query: PageQuery) -> StoreResult<wire::Page>;

    /// All entries of an organisation's own log after a position.
    fn organisation_entries(&self, organisation: &LogId, after: u64) -> StoreResult<Vec<SignedEntry>>;

    /// The organisation of a device.
    fn organisation_of(&self, device: &DeviceId) -> StoreResult<Option<LogId>>;

    /// The organisation of an invitation.
    fn organisation_of_invitation(&self, invitation: &InvitationId) -> StoreResult<Option<LogId>>;

    /// What an invitation's code opens.
    fn invitation_bundle(&self, invitation: &InvitationId) -> StoreResult<Option<Vec<u8>>>;

    /// Keeps the key backup of a device in the place of its last one.
    fn put_backup(&self, organisation: &LogId, device: &DeviceId, member: &MemberId, backup: &[u8]) -> StoreResult<()>;

    /// The key backups of a member's devices, in order of device.
    fn backups(&self, organisation: &LogId, member: &MemberId) -> StoreResult<Vec<wire::Backup>>;

    /// Opens a session, unless the challenge was used before: then false.
    fn open_session(&self, token: &Hash, challenge: &Hash, session: &StoredSession) -> StoreResult<bool>;

    /// A session, and the day of the last contact of its device.
    fn session(&self, token: &Hash) -> StoreResult<Option<(StoredSession, Option<u32>)>>;

    /// Notes the day of the last contact of a device, in days since the Unix epoch.
    fn note_contact(&self, device: &DeviceId, day: u32) -> StoreResult<()>;

    /// The devices of an organisation that had contact, each with the day of the last one.
    fn contacts(&self, organisation: &LogId) -> StoreResult<Vec<(DeviceId, u32)>>;

    /// Writes a part of a slot, once.
    fn put_slot_part(&self, part: &NewSlotPart<'_>) -> StoreResult<SlotOutcome>;

    /// The parts of a slot whose time is not over at `now`.
    fn slot(&self, slot: &SlotId, now: u64) -> StoreResult<Option<SlotParts>>;

    /// What the rules know of a conversation.
    fn conversation(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<LogState>>;

    /// The MLS group of a conversation, in the form that clients get.
    fn group(&self, organisation: &LogId, log: &LogId) -> StoreResult<Option<wire::Group>>;

    /// What a device may read of a conversation; none if neither it nor another device of its member is in.
    fn reading(
        &self,
        organisation: &LogId,
        log: &LogId,
        device: &DeviceId,
        member: &MemberId,
    ) -> StoreResult<Option<Reading>>;

    /// The conversations that a device is in, each with its newest position.
    fn conversations_of(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<wire::LogPosition>>;

    /// How many conversations an organisation has, without personal spaces.
    fn count_conversations(&self, organisation: &LogId) -> StoreResult<u64>;

    /// Links of the epochs `from..=to`, ascending, at most `limit`.
    fn links(&self, organisation: &LogId, log: &LogId, from: u64, to: u64, limit: u32) -> StoreResult<Vec<wire::Link>>;

    /// Welcomes that wait for a device, oldest first, as many as `bytes` allow but at least one.
    fn welcomes(&self, organisation: &LogId, device: &DeviceId, bytes: usize) -> StoreResult<Vec<wire::Welcome>>;

    /// Whether welcomes wait for a device.
    fn has_welcomes(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<bool>;

    /// Takes a welcome from a device's queue. False if there was none.
    fn drop_welcome(&self, organisation: &LogId, device: &DeviceId, log: &LogId, epoch: u64) -> StoreResult<bool>;

    /// Adds key packages of a device, each with the end of its validity, and replaces the last resort.
    fn put_key_packages(
        &self,
        organisation: &LogId,
        device: &DeviceId,
        packages: &[(Vec<u8>, u64)],
        last_resort: Option<&(Vec<u8>, u64)>,
    ) -> StoreResult<()>;

    /// How many unused key packages of a device there are that are good at `now`, without the last resort.
    fn count_key_packages(&self, organisation: &LogId, device: &DeviceId, now: u64) -> StoreResult<u32>;

    /// Takes one key package of each device that is good at `now`: the oldest, else the last resort, which remains.
    fn take_key_packages(
        &self,
        organisation: &LogId,
        devices: &[DeviceId],
        now: u64,
    ) -> StoreResult<Vec<wire::DeviceKeyPackage>>;

    /// Bytes that an organisation uses.
    fn bytes_used(&self, organisation: &LogId) -> StoreResult<u64>;

    /// A blob.
    fn blob(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<Option<StoredBlob>>;

    /// The blobs of an event.
    fn blobs_of(&self, organisation: &LogId, log: &LogId, event: &EventId) -> StoreResult<Vec<BlobId>>;

    /// Announces a blob and reserves its bytes, as long as the organisation then uses at most `quota` bytes:
    /// [`StoreError::Full`] otherwise; and the blobs of its log at most `log_quota`: [`StoreError::Quota`].
    fn start_blob(
        &self,
        organisation: &LogId,
        blob: &StoredBlob,
        quota: u64,
        log_quota: Option<u64>,
    ) -> StoreResult<()>;

    /// Bytes of the blobs of a log.
    fn storage(&self, organisation: &LogId, log: &LogId) -> StoreResult<u64>;

    /// Notes how much of a growing blob is durable.
    fn set_blob_received(&self, organisation: &LogId, blob: &BlobId, received: u64) -> StoreResult<()>;

    /// Makes a blob visible.
    fn set_blob_whole(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<()>;

    /// Forgets a blob whose file is gone, and returns its bytes to the organisation.
    fn forget_blob(&self, organisation: &LogId, blob: &BlobId) -> StoreResult<()>;

    /// Blobs whose files have to go: erased ones, and ones that no event has claimed since `before`, which are doomed
    /// by this.
    fn doom_blobs(&self, before: u64) -> StoreResult<Vec<(LogId, BlobId)>>;

    /// Keeps an e-mail to be sent, in the place of an earlier one for the same invitation. Of the same request it
    /// changes nothing.
    fn spool_mail(&self, mail: &WaitingMail) -> StoreResult<()>;

    /// What is known of the newest e-mail for an invitation.
    fn mail(&self, organisation: &LogId, invitation: &InvitationId) -> StoreResult<Option<KnownMail>>;

    /// Takes the e-mail that has been due longest at `now`. Nobody else gets it before `until`.
    fn take_mail(&self, now: u64, until: u64) -> StoreResult<Option<WaitingMail>>;

    /// Writes down what came of an e-mail that was taken, unless a newer request has taken its place.
    fn note_mail(&self, key: &MailKey, now: u64, outcome: &MailOutcome) -> StoreResult<()>;

    /// When the next e-mail is due.
    fn next_mail(&self) -> StoreResult<Option<u64>>;

    /// An organisation's own words in e-mails of a language.
    fn mail_text(&self, organisation: &LogId, language: Language) -> StoreResult<Option<wire::MailText>>;

    /// Sets or removes an organisation's own words, of all of these languages or none.
    fn set_mail_texts(&self, organisation: &LogId, texts: &[(Language, Option<&wire::MailText>)]) -> StoreResult<()>;

    /// Keeps the card of a channel in the place of its last one.
    fn put_card(&self, organisation: &LogId, log: &LogId, join: Join, sealed: &[u8]) -> StoreResult<()>;

    /// The channels that have cards, after one in order of id, as many as `bytes` allow but at least one; with what
    /// became of a member's requests.
    fn listed_channels(
        &self,
        organisation: &LogId,
        member: &MemberId,
        after: Option<&LogId>,
        bytes: usize,
    ) -> StoreResult<wire::ListedChannels>;

    /// Keeps a request to join in the place of the member's last one for this log.
    fn put_request(
        &self,
        organisation: &LogId,
        log: &LogId,
        member: &MemberId,
        request: &wire::JoinRequest,
    ) -> StoreResult<()>;

    /// Forgets a request to join. False if there was none.
    fn drop_request(&self, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool>;

    /// Notes that a request to join was refused. False if none waited.
    fn refuse_request(&self, organisation: &LogId, log: &LogId, member: &MemberId) -> StoreResult<bool>;

    /// The requests to join that wait, oldest first, at most `limit`.
    fn requests(&self, organisation: &LogId, log: &LogId, limit: u32) -> StoreResult<Vec<wire::JoinRequest>>;

    /// The channels that a device is in and where requests wait.
    fn requested(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<LogId>>;

    /// Keeps the mark of a device in the place of its last one, and tells its number.
    fn put_mark(
        &self,
        organisation: &LogId,
        log: &LogId,
        device: &DeviceId,
        mark: &wire::NewMark,
        now: u64,
    ) -> StoreResult<u64>;

    /// The marks of a log that changed after a number, in that order, at most `limit`.
    fn marks(&self, organisation: &LogId, log: &LogId, after: u64, limit: u32) -> StoreResult<wire::Marks>;

    /// The conversations that a device is in and others have marks in, each with the number of the newest.
    fn marked(&self, organisation: &LogId, device: &DeviceId) -> StoreResult<Vec<wire::LogPosition>>;

    /// Drops what has ended: sessions, challenges, tokens, key packages, slots, marks.
    fn drop_expired(&self, now: u64) -> StoreResult<()>;

    /// Conversations without history for newcomers that have something older than the first of those who are in.
    fn cut_conversations(&self, organisation: &LogId) -> StoreResult<Vec<LogId>>;

    /// Erases content after a position that is older than the first of those who are in, as far as it was received at or
    /// before a time. If that is not all, the position after which it goes on.
    fn erase_cut(&self, organisation: &LogId, log: &LogId, received_until: u64, after: u64)
    -> StoreResult<Option<u64>>;

    /// Lets nothing of what was erased remain in auxiliary files.
    fn checkpoint(&self) -> StoreResult<()>;

    /// Examines itself.
    fn report(&self) -> StoreResult<StoreReport>;
}
