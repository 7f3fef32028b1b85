//! What one append writes: entries, and the changes that go with them.

use verband_protocol::entry::{Header, Position, SignedEntry};
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, InvitationId, LogId, MemberId};
use verband_protocol::policy::Leaf;
use verband_rules::conversation::LogState;

/// Entries for one log, all or none, with everything that changes with them.
#[derive(Debug)]
pub struct Append<'a> {
    /// The organisation.
    pub organisation: LogId,
    /// The log.
    pub log: LogId,
    /// The position that the log has to be at. At 0 the log is created.
    pub before: u64,
    /// The entries.
    pub entries: Vec<NewEntry<'a>>,
    /// What goes with them.
    pub changes: Vec<Change<'a>>,
    /// The server's clock, in milliseconds since the Unix epoch.
    pub now: u64,
}

/// An entry with its place.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// Its position and the head there.
    pub at: Position,
    /// Its header, read.
    pub header: Header,
    /// The entry as it arrived.
    pub signed: &'a SignedEntry,
}

/// Something that changes together with a log.
#[derive(Debug)]
pub enum Change<'a> {
    /// The organisation of the log begins, with this set-up token, which is used up.
    Found {
        /// Hash of the token.
        token: Hash,
    },
    /// A device comes into the organisation. [`StoreError::Exists`](super::StoreError::Exists) if any organisation
    /// has it.
    AddDevice(DeviceId),
    /// A device is no longer trusted: sessions, key packages and welcomes go.
    DropDevice(DeviceId),
    /// A member's recovery key is dead: the key backups that it would open go.
    DropBackups(MemberId),
    /// What the code of an invitation opens.
    InvitationBundle {
        /// The invitation.
        invitation: InvitationId,
        /// Sealed.
        bundle: &'a [u8],
    },
    /// A conversation is in a new epoch.
    Regroup(Box<Regroup<'a>>),
    /// The rules know more of a conversation in the same epoch.
    State(Box<LogState>),
    /// A link of the archive key chain.
    AddLink {
        /// Opens with the archive key of this epoch.
        epoch: u64,
        /// The link.
        link: &'a [u8],
    },
    /// The body of an event is erased, and its blobs are doomed.
    Erase(EventId),
    /// A blob belongs to an event.
    ClaimBlob {
        /// The blob.
        blob: BlobId,
        /// The event.
        event: EventId,
    },
}

/// A conversation after a commit.
#[derive(Debug)]
pub struct Regroup<'a> {
    /// What the rules know.
    pub state: LogState,
    /// Leaves that came in.
    pub added: Vec<Leaf>,
    /// Devices that went, with their welcomes.
    pub removed: Vec<DeviceId>,
    /// MLS `GroupInfo` of the epoch.
    pub group_info: &'a [u8],
    /// MLS ratchet tree of the epoch.
    pub tree: Vec<u8>,
    /// The first position that somebody who came in may read in a conversation without history for newcomers.
    pub since: u64,
    /// A welcome, for the devices that came in.
    pub welcome: Option<NewWelcome<'a>>,
}

/// A welcome and whom it waits for.
#[derive(Debug)]
pub struct NewWelcome<'a> {
    /// MLS Welcome.
    pub welcome: &'a [u8],
    /// The devices.
    pub devices: Vec<DeviceId>,
}
