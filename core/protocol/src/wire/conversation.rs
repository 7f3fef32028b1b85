//! Messages about logs, conversations and their blobs, and about channels for those who are not in.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::entry::SignedEntry;
use crate::id::{DeviceId, Hash, LogId};
use crate::sign::Signature;

/// The most entries in one page of a log.
pub const MAX_PAGE: u32 = 1_000;

/// The largest blob, in bytes of ciphertext: a file of 2 GiB, sealed.
pub const MAX_BLOB: u64 = (2 << 30) + (4 << 20);

/// The largest part of a blob in one request, in bytes.
pub const MAX_PART: u64 = 8 << 20;

/// The largest card of a channel, in bytes.
pub const MAX_CARD: usize = 48 << 10;

/// The largest mark of a device in a conversation, in bytes.
pub const MAX_MARK: usize = 512;

/// How long a mark lasts by the server's clock if it is not written again, in milliseconds: 30 days.
pub const MARK_VALIDITY: u64 = 30 * 24 * 60 * 60 * 1000;

message! {
    /// Appends entries, all or none: `POST /v1/logs/{log}/entries`.
    Append {
        /// In order.
        0 entries: Vec<SignedEntry>,
    }
    /// Answer to [`Append`].
    AppendedAll {
        /// The position of each.
        0 seqs: Vec<u64>,
    }
    /// Entries of a log: answer to `GET /v1/logs/{log}/entries?after=&limit=` (ascending) and
    /// `?before=&limit=` (the `limit` entries before a position, ascending).
    Page {
        /// Each with its position. Erased bodies are absent.
        0 entries: Vec<Placed>,
        /// The newest position in the log.
        1 last: u64,
    }
    /// An entry at its position.
    Placed {
        /// Position, from 1.
        0 seq: u64,
        /// The entry.
        1 entry: SignedEntry,
    }
    /// The head after an entry: answer to `GET /v1/logs/{log}/heads/{seq}`. A claim that the page of entries after it
    /// proves.
    HeadAt {
        /// The head.
        0 head: Hash,
    }
    /// Creates a conversation (`POST /v1/conversations`) or changes its members
    /// (`POST /v1/conversations/{log}/commits`): one transaction.
    CommitBundle {
        /// The commit entry. Its header names the epoch it ends.
        0 entry: SignedEntry,
        /// MLS `GroupInfo` after the commit, without tree.
        1 group_info: ByteVec,
        /// MLS ratchet tree after the commit; sent at creation only, the server keeps it up to date itself.
        2 tree: Option<ByteVec>,
        /// MLS Welcome for all added devices, without tree.
        3 welcome: Option<ByteVec>,
        /// The link to the archive key of the epoch it ends: absent at creation, in an external commit, and
        /// where the history is cut.
        4 link: Option<ByteVec>,
    }
    /// A link of the archive key chain.
    Link {
        /// Opens with the archive key of this epoch and holds the one before.
        0 epoch: u64,
        /// `seal(K_ln(epoch), …)`.
        1 link: ByteVec,
    }
    /// Answer to `GET /v1/conversations/{log}/links?from=&to=`: candidates, ascending; there may be several
    /// for an epoch, the commitment tells the right one.
    Links {
        /// The links.
        0 links: Vec<Link>,
    }
    /// Answer to `GET /v1/conversations/{log}/group`: what an external commit starts from.
    Group {
        /// MLS `GroupInfo`.
        0 group_info: ByteVec,
        /// MLS ratchet tree.
        1 tree: ByteVec,
        /// The epoch of both.
        2 epoch: u64,
    }
    /// A welcome that waits for this device: in the answer to `GET /v1/welcomes`. It is deleted by
    /// `DELETE /v1/welcomes/{log}/{epoch}` once the device has joined.
    Welcome {
        /// The conversation.
        0 log: LogId,
        /// The epoch it leads into.
        1 epoch: u64,
        /// MLS Welcome.
        2 welcome: ByteVec,
        /// MLS ratchet tree of that epoch.
        3 tree: ByteVec,
    }
    /// Answer to `GET /v1/welcomes`.
    Welcomes {
        /// Oldest first.
        0 welcomes: Vec<Welcome>,
    }
    /// Gives key packages for others to add this device with: `POST /v1/key-packages`.
    KeyPackages {
        /// Each is used once.
        0 packages: Vec<ByteVec>,
        /// Used when the others are used up.
        1 last_resort: Option<ByteVec>,
    }
    /// Answer to `GET /v1/key-packages`.
    KeyPackageCount {
        /// How many unused ones the server has, without the last resort.
        0 count: u32,
    }
    /// Takes one key package of each device: `POST /v1/key-packages/take`.
    TakeKeyPackages {
        /// Whose.
        0 devices: Vec<DeviceId>,
    }
    /// A key package of a device.
    DeviceKeyPackage {
        /// Whose.
        0 device: DeviceId,
        /// MLS `KeyPackage`.
        1 package: ByteVec,
    }
    /// Answer to [`TakeKeyPackages`]; devices without any are missing.
    TakenKeyPackages {
        /// In the order asked for.
        0 packages: Vec<DeviceKeyPackage>,
    }
    /// Announces a blob: `POST /v1/logs/{log}/blobs/{blob}`. Parts follow by
    /// `PUT …?offset=` with the ciphertext as body; the last part makes it visible if size and hash are right.
    BlobStart {
        /// Bytes in all.
        0 size: u64,
        /// SHA-256 of all bytes.
        1 hash: Hash,
    }
    /// Answer to [`BlobStart`], to every part, and to `HEAD`-like `GET …/state`.
    BlobState {
        /// Bytes that are durably there: the next part starts here.
        0 offset: u64,
        /// Bytes in all.
        1 size: u64,
        /// Whether it is whole, verified and visible.
        2 complete: bool,
    }
    /// The newest position of a log that this device may read.
    LogPosition {
        /// The log.
        0 log: LogId,
        /// Its newest position.
        1 seq: u64,
    }
    /// A frame of `GET /v1/sync`: an endless answer of frames, each after its length as u32 big endian. The
    /// first frame has every log; later ones what changed; an empty one comes every 20 seconds.
    SyncFrame {
        /// Logs with news.
        0 logs: Vec<LogPosition>,
        /// Whether welcomes wait.
        1 welcomes: bool,
        /// Unused key packages of this device, told in the first frame only.
        2 key_packages: Option<u32>,
        /// Conversations with new marks of other devices, each with the number of the newest; in the first frame all that
        /// have any.
        3 marks: Vec<LogPosition>,
        /// Channels whose requests to join have changed; in the first frame all that have any.
        4 requests: Vec<LogId>,
    }
    /// Shows a channel to all of the organisation: `PUT /v1/conversations/{log}/card`, by a moderator. It takes the place
    /// of the card before.
    Card {
        /// Sealed under the directory key: see [`channel`](crate::channel).
        0 sealed: ByteVec,
    }
    /// A channel that is shown.
    ListedChannel {
        /// Which.
        0 log: LogId,
        /// Its card.
        1 sealed: ByteVec,
        /// How one comes in.
        2 join: crate::policy::Join,
        /// Whether the caller's member is in.
        3 inside: bool,
        /// What became of her request to join, if there is one.
        4 request: Option<JoinState>,
    }
    /// Answer to `GET /v1/channels?after=`: channels after this one, in order of id.
    ListedChannels {
        /// The channels.
        0 channels: Vec<ListedChannel>,
        /// Whether there are more.
        1 more: bool,
    }
    /// Asks to join a channel: `PUT /v1/conversations/{log}/request`. `DELETE` takes it back.
    JoinRequest {
        /// The device that asks, for its member.
        0 device: DeviceId,
        /// When, by its clock, in milliseconds since the Unix epoch.
        1 at: u64,
        /// By its event key over [`join_message`](crate::channel::join_message).
        2 signature: Signature,
    }
    /// Answer to `GET /v1/conversations/{log}/requests`: the oldest first. A moderator refuses one by
    /// `DELETE …/requests/{member}`; a member who comes in has no request any more.
    JoinRequests {
        /// Those that wait.
        0 requests: Vec<JoinRequest>,
    }
    /// What a device tells the others of a conversation for a while, in the place of what it told before:
    /// `PUT /v1/conversations/{log}/mark`.
    NewMark {
        /// The epoch that it is sealed for.
        0 epoch: u64,
        /// At most [`MAX_MARK`] bytes: see [`mark`](crate::mark).
        1 sealed: ByteVec,
    }
    /// A mark.
    Mark {
        /// Whose.
        0 device: DeviceId,
        /// The epoch that it is sealed for.
        1 epoch: u64,
        /// Sealed.
        2 sealed: ByteVec,
    }
    /// Answer to `GET /v1/conversations/{log}/marks?after=`: what changed after this number.
    Marks {
        /// In the order in which they were written.
        0 marks: Vec<Mark>,
        /// The number of the newest.
        1 newest: u64,
    }
    /// What the files of a conversation take: answer to `GET /v1/conversations/{log}/storage`.
    Storage {
        /// Bytes of its blobs.
        0 used: u64,
        /// How many it may have, if the policy of the organisation says so.
        1 quota: Option<u64>,
    }
}

/// What became of a request to join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum JoinState {
    /// It waits for somebody to answer.
    #[n(0)]
    Waiting,
    /// A moderator refused it.
    #[n(1)]
    Refused,
}
