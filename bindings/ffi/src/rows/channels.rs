//! Channels: what they show, who asks, what holds in them, and how far others have come.

use verband_client::protocol::id::{LogId, MemberId};
use verband_client::protocol::policy::{History, Invite, Join, Write};
use verband_client::protocol::wire::{JoinState, Storage};
use verband_client::{ChannelChange, ChannelDetails, ChannelRow, JoinRequestRow, NewChannel, Receipt};

/// Who may write.
#[uniffi::remote(Enum)]
pub enum Write {
    /// Everybody who is in.
    Everyone,
    /// Moderators only.
    Moderators,
}

/// Who may bring somebody in.
#[uniffi::remote(Enum)]
pub enum Invite {
    /// Moderators only.
    Moderators,
    /// Everybody who is in.
    Everyone,
}

/// What became of a request to join.
#[uniffi::remote(Enum)]
pub enum JoinState {
    /// It waits for somebody to answer.
    Waiting,
    /// A moderator refused it.
    Refused,
}

/// What people see of a channel besides what is written in it.
#[uniffi::remote(Record)]
pub struct ChannelDetails {
    /// The title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// A picture: any photo becomes a small JPEG without metadata.
    pub picture: Option<Vec<u8>>,
}

/// What a channel is founded with.
#[uniffi::remote(Record)]
pub struct NewChannel {
    /// Its title, description and picture.
    pub details: ChannelDetails,
    /// How one comes in.
    pub join: Join,
    /// What newcomers read.
    pub history: History,
    /// Who may write; in announcements moderators.
    pub write: Write,
    /// Who may bring somebody in.
    pub invite: Invite,
}

/// What changes in the policy of a channel; none stays as it is.
#[uniffi::remote(Record)]
pub struct ChannelChange {
    /// How one comes in.
    #[uniffi(default = None)]
    pub join: Option<Join>,
    /// What newcomers read: never more than before.
    #[uniffi(default = None)]
    pub history: Option<History>,
    /// Who may write.
    #[uniffi(default = None)]
    pub write: Option<Write>,
    /// Who may bring somebody in.
    #[uniffi(default = None)]
    pub invite: Option<Invite>,
    /// Who moderates: at least one.
    #[uniffi(default = None)]
    pub moderators: Option<Vec<MemberId>>,
    /// Days after which content is erased; 0: as the organisation's policy says.
    #[uniffi(default = None)]
    pub retention_days: Option<u32>,
    /// Whether a legal hold keeps everything that is in it.
    #[uniffi(default = None)]
    pub hold: Option<bool>,
}

/// A channel that is shown to the whole organisation.
#[uniffi::remote(Record)]
pub struct ChannelRow {
    /// Which.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// JPEG.
    pub picture: Option<Vec<u8>>,
    /// How one comes in.
    pub join: Join,
    /// What this person would read of it.
    pub history: History,
    /// Who may write.
    pub write: Write,
    /// Whether she is in.
    pub inside: bool,
    /// What became of her request to join, if there is one.
    pub request: Option<JoinState>,
}

/// Somebody who asks to join a channel.
#[uniffi::remote(Record)]
pub struct JoinRequestRow {
    /// Which channel.
    pub log: LogId,
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// When she asked, by her clock, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// How far a message has come with somebody.
#[uniffi::remote(Record)]
pub struct Receipt {
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// Whether one of her devices has the message.
    pub received: bool,
    /// Whether she has read it, and tells so.
    pub read: bool,
}

/// What the photos and files of a conversation take on the server.
#[uniffi::remote(Record)]
pub struct Storage {
    /// Bytes.
    pub used: u64,
    /// How many it may have, if the policy of the organisation says so.
    pub quota: Option<u64>,
}

/// What holds in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConversationPolicy {
    /// How one comes in.
    pub join: Join,
    /// What newcomers read.
    pub history: History,
    /// Who may write.
    pub write: Write,
    /// Who may bring somebody in.
    pub invite: Invite,
    /// Who moderates.
    pub moderators: Vec<MemberId>,
    /// Whether this person does.
    pub moderates: bool,
}
