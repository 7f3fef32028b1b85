//! What people do, as values: a new function is a new case here and no new call.

use serde::Deserialize;
use verband_client::protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::policy::Join;
use verband_client::{Client, NewInvitation, Terms};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::request::{id, ids};
use crate::rows::{self, to_js};

/// What a person asks for. The same list as in `bindings/ffi`.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Command {
    Sync,
    Conversations,
    Messages {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        limit: u32,
    },
    Members,
    Devices,
    Invitations,
    Alarms,
    CreateChannel {
        title: String,
        #[serde(with = "JoinName")]
        join: Join,
    },
    CreateChat {
        #[serde(deserialize_with = "ids")]
        members: Vec<MemberId>,
    },
    AddMembers {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        #[serde(deserialize_with = "ids")]
        members: Vec<MemberId>,
    },
    RemoveMembers {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        #[serde(deserialize_with = "ids")]
        members: Vec<MemberId>,
    },
    ConversationMembers {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
    },
    Rename {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        title: String,
    },
    SendText {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
        text: String,
    },
    MarkRead {
        #[serde(deserialize_with = "id")]
        conversation: LogId,
    },
    Resend {
        #[serde(deserialize_with = "id")]
        event: EventId,
    },
    Invite {
        name: String,
        #[serde(deserialize_with = "ids")]
        conversations: Vec<LogId>,
        valid_for_ms: u64,
        approval: bool,
    },
    WithdrawInvitation {
        #[serde(deserialize_with = "id")]
        invitation: InvitationId,
    },
    Approve {
        #[serde(deserialize_with = "id")]
        member: MemberId,
    },
    SetAdmin {
        #[serde(deserialize_with = "id")]
        member: MemberId,
        admin: bool,
    },
    RevokeMember {
        #[serde(deserialize_with = "id")]
        member: MemberId,
    },
    RevokeDevice {
        #[serde(deserialize_with = "id")]
        device: DeviceId,
    },
}

#[derive(Deserialize)]
#[serde(remote = "Join", rename_all = "camelCase")]
enum JoinName {
    Open,
    Invitation,
    Hidden,
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Command) -> Result<JsValue, Failure> {
    match command {
        Command::Sync => client.sync().await?,
        Command::Conversations => return rows::list::<_, rows::Conversation>(client.conversations()?),
        Command::Messages { conversation, limit } => {
            return rows::list::<_, rows::Message>(client.messages(&conversation, limit)?);
        }
        Command::Members => return rows::list::<_, rows::Member>(client.members()?),
        Command::Devices => return rows::list::<_, rows::Device>(client.devices()?),
        Command::Invitations => return rows::list::<_, rows::Invitation>(client.invitations()?),
        Command::Alarms => return rows::list::<_, rows::Alarm>(client.alarms()?),
        Command::CreateChannel { title, join } => return to_js(&client.create_channel(&title, join)?.to_string()),
        Command::CreateChat { members } => return to_js(&client.create_chat(&members)?.to_string()),
        Command::AddMembers { conversation, members } => client.add_members(&conversation, &members).await?,
        Command::RemoveMembers { conversation, members } => client.remove_members(&conversation, &members).await?,
        Command::ConversationMembers { conversation } => {
            let members = client.conversation_members(&conversation)?;
            return to_js(&members.iter().map(ToString::to_string).collect::<Vec<_>>());
        }
        Command::Rename { conversation, title } => return to_js(&client.rename(&conversation, &title)?.to_string()),
        Command::SendText { conversation, text } => return to_js(&client.send_text(&conversation, &text)?.to_string()),
        Command::MarkRead { conversation } => client.mark_read(&conversation)?,
        Command::Resend { event } => client.retry(&event)?,
        Command::Invite { name, conversations, valid_for_ms, approval } => {
            let terms = Terms { conversations, valid_for: valid_for_ms, approval, ..Terms::default() };
            let invitation = NewInvitation { person: MemberDetails::named(name), terms };
            return to_js(&rows::Invited::from(client.invite_one(invitation).await?));
        }
        Command::WithdrawInvitation { invitation } => client.withdraw_invitations(&[invitation]).await?,
        Command::Approve { member } => client.approve(member).await?,
        Command::SetAdmin { member, admin } => client.set_admin(member, admin).await?,
        Command::RevokeMember { member } => client.revoke_member(member).await?,
        Command::RevokeDevice { device } => client.revoke_device(device).await?,
    }
    Ok(JsValue::UNDEFINED)
}
