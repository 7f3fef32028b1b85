//! What people do, as values: a new function is a new case here and no new call.

use verband_client::protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::policy::Join;
use verband_client::{
    AlarmRow, Client, ClientError, ConversationRow, DeviceRow, InvitationRow, MemberRow, NewInvitation, Terms,
};

use crate::rows::{Invited, MessageRow};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Command {
    /// One pass: applies what the server has, sends what waits. For a wake-up by a push. Gives `Done`.
    Sync,
    /// Gives `Conversations`, newest first.
    Conversations,
    /// The newest messages of a conversation, oldest first. Gives `Messages`.
    Messages {
        /// In which conversation.
        conversation: LogId,
        /// How many at most.
        limit: u32,
    },
    /// Everybody in the organisation. Gives `Members`.
    Members,
    /// All devices of the organisation, one's own first. Gives `Devices`.
    Devices,
    /// All invitations, newest first. Gives `Invitations`.
    Invitations,
    /// All alarms, newest first. Gives `Alarms`.
    Alarms,
    /// Founds a channel. Gives `Conversation`.
    CreateChannel {
        /// Its title.
        title: String,
        /// Who may join.
        join: Join,
    },
    /// Starts a closed chat: nobody can ever be added. Gives `Conversation`.
    CreateChat {
        /// The others in it.
        members: Vec<MemberId>,
    },
    /// Adds members to a channel. Gives `Done`.
    AddMembers {
        /// To which channel.
        conversation: LogId,
        /// Whom.
        members: Vec<MemberId>,
    },
    /// Removes members from a channel. Gives `Done`.
    RemoveMembers {
        /// From which channel.
        conversation: LogId,
        /// Whom.
        members: Vec<MemberId>,
    },
    /// Who is in a conversation. Gives `MemberIds`.
    ConversationMembers {
        /// Which conversation.
        conversation: LogId,
    },
    /// Gives a conversation another title. Gives `Event`.
    Rename {
        /// Which conversation.
        conversation: LogId,
        /// The new title.
        title: String,
    },
    /// Writes a text. It is on disk when this returns, with or without a network. Gives `Event`.
    SendText {
        /// Into which conversation.
        conversation: LogId,
        /// The text.
        text: String,
    },
    /// Notes that this person has seen a conversation to its end. Gives `Done`.
    MarkRead {
        /// Which conversation.
        conversation: LogId,
    },
    /// Sends again what was refused. Gives `Done`.
    Resend {
        /// Which event.
        event: EventId,
    },
    /// Invites a person. Gives `Invited`, with the code for her letter.
    Invite {
        /// Her name, as colleagues will see it.
        name: String,
        /// Channels that she is added to as soon as she has enrolled.
        conversations: Vec<LogId>,
        /// How long the code is valid, in milliseconds.
        valid_for_ms: u64,
        /// Whether an administrator has to approve her claim.
        approval: bool,
    },
    /// Withdraws an invitation. Gives `Done`.
    WithdrawInvitation {
        /// Which one.
        invitation: InvitationId,
    },
    /// Approves a claim that waits. Gives `Done`.
    Approve {
        /// Whose.
        member: MemberId,
    },
    /// Makes a member an administrator, or takes it back. Gives `Done`.
    SetAdmin {
        /// Whom.
        member: MemberId,
        /// Which of the two.
        admin: bool,
    },
    /// A member leaves the organisation. Gives `Done`.
    RevokeMember {
        /// Who.
        member: MemberId,
    },
    /// A device is lost: one's own other one, or as an administrator anybody's. Gives `Done`.
    RevokeDevice {
        /// Which one.
        device: DeviceId,
    },
}

/// What came of a command.
#[derive(uniffi::Enum)]
pub enum CommandResult {
    /// It is done.
    Done,
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// A conversation was made.
    Conversation {
        /// Its id.
        conversation: LogId,
    },
    /// Conversations.
    Conversations {
        /// One row each.
        rows: Vec<ConversationRow>,
    },
    /// Messages.
    Messages {
        /// One row each.
        rows: Vec<MessageRow>,
    },
    /// Members.
    Members {
        /// One row each.
        rows: Vec<MemberRow>,
    },
    /// Ids of members.
    MemberIds {
        /// The ids.
        members: Vec<MemberId>,
    },
    /// Devices.
    Devices {
        /// One row each.
        rows: Vec<DeviceRow>,
    },
    /// Invitations.
    Invitations {
        /// One row each.
        rows: Vec<InvitationRow>,
    },
    /// Alarms.
    Alarms {
        /// One row each.
        rows: Vec<AlarmRow>,
    },
    /// A person was invited.
    Invited {
        /// With this.
        invited: Invited,
    },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Command) -> Result<CommandResult, ClientError> {
    use CommandResult as Gives;
    match command {
        Command::Sync => client.sync().await?,
        Command::Conversations => return Ok(Gives::Conversations { rows: client.conversations()? }),
        Command::Messages { conversation, limit } => {
            let rows = client.messages(&conversation, limit)?.into_iter().map(MessageRow::from).collect();
            return Ok(Gives::Messages { rows });
        }
        Command::Members => return Ok(Gives::Members { rows: client.members()? }),
        Command::Devices => return Ok(Gives::Devices { rows: client.devices()? }),
        Command::Invitations => return Ok(Gives::Invitations { rows: client.invitations()? }),
        Command::Alarms => return Ok(Gives::Alarms { rows: client.alarms()? }),
        Command::CreateChannel { title, join } => {
            return Ok(Gives::Conversation { conversation: client.create_channel(&title, join)? });
        }
        Command::CreateChat { members } => {
            return Ok(Gives::Conversation { conversation: client.create_chat(&members)? });
        }
        Command::AddMembers { conversation, members } => client.add_members(&conversation, &members).await?,
        Command::RemoveMembers { conversation, members } => {
            client.remove_members(&conversation, &members).await?;
        }
        Command::ConversationMembers { conversation } => {
            return Ok(Gives::MemberIds { members: client.conversation_members(&conversation)? });
        }
        Command::Rename { conversation, title } => {
            return Ok(Gives::Event { event: client.rename(&conversation, &title)? });
        }
        Command::SendText { conversation, text } => {
            return Ok(Gives::Event { event: client.send_text(&conversation, &text)? });
        }
        Command::MarkRead { conversation } => client.mark_read(&conversation)?,
        Command::Resend { event } => client.retry(&event)?,
        Command::Invite { name, conversations, valid_for_ms, approval } => {
            let terms = Terms { conversations, valid_for: valid_for_ms, approval, ..Terms::default() };
            let invitation = NewInvitation { person: MemberDetails::named(name), terms };
            return Ok(Gives::Invited { invited: client.invite_one(invitation).await?.into() });
        }
        Command::WithdrawInvitation { invitation } => client.withdraw_invitations(&[invitation]).await?,
        Command::Approve { member } => client.approve(member).await?,
        Command::SetAdmin { member, admin } => client.set_admin(member, admin).await?,
        Command::RevokeMember { member } => client.revoke_member(member).await?,
        Command::RevokeDevice { device } => client.revoke_device(device).await?,
    }
    Ok(Gives::Done)
}
