//! What decides over a conversation: its kind, history, rights and, for a closed chat, its fixed roster. It
//! travels in the MLS group context and never comes from a field that the server fills.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::id::{DeviceId, Hash, LogId, MemberId};

/// The MLS group context extension that holds the [`ConversationPolicy`] as deterministic CBOR (RFC 9420
/// section 17.3, private use). The group context holds it and the required capabilities, and nothing else.
pub const POLICY_EXTENSION: u16 = 0xF0B1;

/// The MLS group info extension that holds the [`Position`](crate::entry::Position) of the log that the signer of
/// the group info had verified, as deterministic CBOR.
pub const POSITION_EXTENSION: u16 = 0xF0B2;

/// The MLS key package extension that holds the end of its validity in milliseconds since the Unix epoch, as u64
/// big endian. Whoever adds a device refuses an old package by it. The MLS lifetime itself is always `0..=u64::MAX`
/// and anything else is refused: MLS libraries check it against the receiver's clock on every commit that adds
/// somebody, and clocks must not decide what is valid.
pub const EXPIRY_EXTENSION: u16 = 0xF0B3;

/// What kind of conversation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ConversationKind {
    /// A room of a team; members come and go.
    #[n(0)]
    Channel,
    /// A closed chat of the people who were in it at its start.
    #[n(1)]
    Chat,
    /// One member's own notes and files, on all her devices.
    #[n(2)]
    Personal,
}

/// What somebody who comes later may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum History {
    /// Everything from the first entry on.
    #[n(0)]
    Full,
    /// What is written after her admission.
    #[n(1)]
    FromJoin,
    /// Nobody comes later. New devices of the same people read everything.
    #[n(2)]
    Closed,
}

/// How somebody comes into a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Join {
    /// Whoever asks is admitted by any member's device.
    #[n(0)]
    Open,
    /// A moderator admits, or the administrator's invitation names the channel.
    #[n(1)]
    Invitation,
    /// As by invitation, and the channel is not listed.
    #[n(2)]
    Hidden,
    /// Every person of the organisation is in, without being asked: announcements, which moderators write.
    #[n(3)]
    Everyone,
}

/// Who may bring somebody into a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Invite {
    /// Moderators only.
    #[n(0)]
    Moderators,
    /// Everybody who is in.
    #[n(1)]
    Everyone,
}

/// Somebody who was in a channel and is not expected back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Gone {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// Whether a moderator took her out: then only a moderator brings her back. Otherwise she left, and her invitation
    /// does not bring her back by itself.
    #[n(1)]
    pub barred: bool,
}

/// Who may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Write {
    /// Every member.
    #[n(0)]
    Everyone,
    /// Moderators only.
    #[n(1)]
    Moderators,
}

/// One of the people of a closed chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct ClosedMember {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// How often she had started anew when the chat began, or when the others last took her back.
    #[n(1)]
    pub generation: u32,
}

/// The policy of a conversation (MLS group context extension 0xF0B1).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ConversationPolicy {
    /// Kind of conversation.
    #[n(0)]
    pub kind: ConversationKind,
    /// What newcomers read.
    #[n(1)]
    pub history: History,
    /// How one comes in.
    #[n(2)]
    pub join: Join,
    /// Who may write.
    #[n(3)]
    pub write: Write,
    /// Who may admit, remove and change the policy; ascending.
    #[n(4)]
    pub moderators: Vec<MemberId>,
    /// The people of a closed chat, ascending; empty for a channel.
    #[n(5)]
    pub closed: Vec<ClosedMember>,
    /// People of a channel whose last device was revoked while they stayed in the organisation, ascending: they lost a
    /// phone, not their place, and any member's device adds their next one.
    #[n(6)]
    pub away: Vec<MemberId>,
    /// Who may bring somebody into a channel.
    #[n(7)]
    pub invite: Invite,
    /// People who were in a channel and are not expected back, ascending.
    #[n(8)]
    pub gone: Vec<Gone>,
    /// Days after which content of this channel is erased everywhere. The policy of the organisation may be shorter.
    #[n(9)]
    pub retention_days: Option<u32>,
    /// Legal hold: nothing of this channel is erased, neither because its time is over nor by anybody's delete.
    #[cbor(n(10), skip_if = "is_off")]
    pub hold: bool,
}

/// A switch that is off is not written: the encoding is that of before there was one.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the encoder passes a reference")]
fn is_off(switch: &bool) -> bool {
    !switch
}

/// What the ids of personal spaces begin with, and no others, so that nobody can take the place of somebody's.
pub const PERSONAL_PREFIX: [u8; 4] = *b"self";

/// The log of a member's personal space: one for each time that she has started anew.
pub fn personal_space(owner: &ClosedMember) -> LogId {
    let mut id = Hash::labelled("verband/personal/1", &[&owner.member.0, &owner.generation.to_be_bytes()]).0;
    id[..PERSONAL_PREFIX.len()].copy_from_slice(&PERSONAL_PREFIX);
    LogId(id)
}

/// Whether a log can be a personal space and nothing else.
pub fn is_personal_space(log: &LogId) -> bool {
    log.0.starts_with(&PERSONAL_PREFIX)
}

impl ConversationPolicy {
    /// A channel with full history.
    pub fn channel(join: Join, founder: MemberId) -> Self {
        Self {
            kind: ConversationKind::Channel,
            history: History::Full,
            join,
            write: Write::Everyone,
            moderators: vec![founder],
            closed: Vec::new(),
            away: Vec::new(),
            invite: Invite::Moderators,
            gone: Vec::new(),
            retention_days: None,
            hold: false,
        }
    }

    /// The announcements of an organisation: everybody reads them from the beginning, moderators write.
    pub fn announcements(founder: MemberId) -> Self {
        Self { write: Write::Moderators, ..Self::channel(Join::Everyone, founder) }
    }

    /// The personal space of a member.
    pub fn personal(owner: ClosedMember) -> Self {
        Self { kind: ConversationKind::Personal, ..Self::chat([owner]) }
    }

    /// A chat of exactly these people.
    pub fn chat(members: impl IntoIterator<Item = ClosedMember>) -> Self {
        let mut closed: Vec<_> = members.into_iter().collect();
        closed.sort_unstable();
        closed.dedup();
        Self {
            kind: ConversationKind::Chat,
            history: History::Closed,
            join: Join::Hidden,
            write: Write::Everyone,
            moderators: Vec::new(),
            closed,
            away: Vec::new(),
            invite: Invite::Moderators,
            gone: Vec::new(),
            retention_days: None,
            hold: false,
        }
    }

    /// Whether this person was in the chat at its start.
    pub fn in_closed_roster(&self, member: &MemberId) -> bool {
        self.closed.iter().any(|entry| entry.member == *member)
    }

    /// Whether a closed chat expects a device of this person: she was in it at its start, and if she started anew since,
    /// somebody took her back. `generation` is how often she had started anew when the device was added.
    pub fn in_closed_chat(&self, member: &MemberId, generation: u32) -> bool {
        self.closed.iter().any(|entry| entry.member == *member && entry.generation >= generation)
    }

    /// Whether it leaves room for a device of this member, added when she had started anew so many times: a closed chat
    /// does for its own people alone.
    pub fn has_room_for(&self, member: &MemberId, generation: u32) -> bool {
        self.history != History::Closed || self.in_closed_chat(member, generation)
    }

    /// Whether this member moderates.
    pub fn is_moderator(&self, member: &MemberId) -> bool {
        self.moderators.contains(member)
    }

    /// Whether and how somebody is not expected back.
    pub fn gone(&self, member: &MemberId) -> Option<&Gone> {
        self.gone.iter().find(|gone| gone.member == *member)
    }

    /// The hash that commit records carry.
    pub fn hash(&self) -> Hash {
        Hash::labelled("verband/policy/1", &[&cbor::encode(self)])
    }
}

/// A leaf of a conversation: a device and the member it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Leaf {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Whose device it is.
    #[n(1)]
    pub member: MemberId,
}

/// The hash of a roster: over its leaves in ascending order of device.
pub fn roster_hash<'a>(leaves: impl IntoIterator<Item = &'a Leaf>) -> Hash {
    let mut sorted: Vec<Leaf> = leaves.into_iter().copied().collect();
    sorted.sort_unstable();
    Hash::labelled("verband/roster/1", &[&cbor::encode(&sorted)])
}
