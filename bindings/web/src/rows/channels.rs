//! Channels: what they show, who asks, what holds in them, and how far others have come.

use serde::Serialize;
use serde_bytes::ByteBuf;
use verband_client as core;
use verband_client::protocol::id::{LogId, MemberId};
use verband_client::protocol::policy::{Invite, Write};
use verband_client::protocol::wire::{self, JoinState};

use super::Id;
use super::conversations::{HistoryName, JoinName};
use super::plain::{flat, words};

words!(
    /// Who may write.
    WriteName = Write { Everyone, Moderators }
);

words!(
    /// Who may bring somebody in.
    InviteName = Invite { Everyone, Moderators }
);

words!(
    /// What became of a request to join.
    JoinStateName = JoinState { Waiting, Refused }
);

flat!(
    /// What people see of a channel besides what is written in it.
    Details = core::ChannelDetails { title: String, description: String, picture: Option<ByteBuf> }
);

flat!(
    /// What a channel is founded with.
    New = core::NewChannel {
        details: Details,
        join: JoinName,
        history: HistoryName,
        write: WriteName,
        invite: InviteName,
    }
);

flat!(
    /// What changes in the policy of a channel.
    Change = core::ChannelChange {
        join: Option<JoinName>,
        history: Option<HistoryName>,
        write: Option<WriteName>,
        invite: Option<InviteName>,
        moderators: Option<Vec<Id<MemberId>>>,
        retention_days: Option<u32>,
        hold: Option<bool>,
    }
);

flat!(
    /// A channel that is shown to the whole organisation.
    Channel = core::ChannelRow {
        log: Id<LogId>,
        title: String,
        description: String,
        picture: Option<ByteBuf>,
        join: JoinName,
        history: HistoryName,
        write: WriteName,
        inside: bool,
        request: Option<JoinStateName>,
    }
);

flat!(
    /// Somebody who asks to join a channel.
    JoinRequest = core::JoinRequestRow { log: Id<LogId>, member: Id<MemberId>, name: String, at: u64 }
);

flat!(
    /// How far a message has come with somebody.
    Receipt = core::Receipt { member: Id<MemberId>, name: String, received: bool, read: bool }
);

flat!(
    /// What the photos and files of a conversation take on the server.
    Storage = wire::Storage { used: u64, quota: Option<u64> }
);

/// What holds in a conversation.
#[derive(Serialize)]
pub(crate) struct Policy {
    pub(crate) join: JoinName,
    pub(crate) history: HistoryName,
    pub(crate) write: WriteName,
    pub(crate) invite: InviteName,
    pub(crate) moderators: Vec<Id<MemberId>>,
    pub(crate) moderates: bool,
}
