//! Conversations: what everybody does.

use serde::Deserialize;
use verband_client::Client;
use verband_client::protocol::id::{LogId, MemberId};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::conversations::{Conversation, DraftKey, JoinName, list};
use crate::rows::{Id, Plain, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Command {
    Sync,
    Conversations,
    CreateChannel { title: String, join: JoinName },
    CreateChat { members: Vec<Id<MemberId>> },
    ChatWith { member: Id<MemberId> },
    AddMembers { conversation: Id<LogId>, members: Vec<Id<MemberId>> },
    RemoveMembers { conversation: Id<LogId>, members: Vec<Id<MemberId>> },
    ConversationMembers { conversation: Id<LogId> },
    AwaitingConsent { conversation: Id<LogId> },
    TakeBack { conversation: Id<LogId>, member: Id<MemberId> },
    Rename { conversation: Id<LogId>, title: String },
    MarkRead { conversation: Id<LogId> },
    MarkReadTo { conversation: Id<LogId>, seq: u64 },
    MarkUnread { conversation: Id<LogId> },
    Mute { conversation: Id<LogId>, until: u64 },
    SetFavourite { conversation: Id<LogId>, favourite: bool },
    SetArchived { conversation: Id<LogId>, archived: bool },
    KeepDraft { draft: DraftKey, text: String },
    Draft { draft: DraftKey },
    DropDraft { draft: DraftKey },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Command) -> Result<JsValue, Failure> {
    match command {
        Command::Sync => client.sync().await?,
        Command::Conversations => return list::<_, Conversation>(client.conversations()?),
        Command::CreateChannel { title, join } => return to_js(&Id(client.create_channel(&title, join.core())?)),
        Command::CreateChat { members } => return to_js(&Id(client.create_chat(&members.core())?)),
        Command::ChatWith { member } => return to_js(&Id(client.chat_with(&member.0)?)),
        Command::AddMembers { conversation, members } => client.add_members(&conversation.0, &members.core()).await?,
        Command::RemoveMembers { conversation, members } => {
            client.remove_members(&conversation.0, &members.core()).await?;
        }
        Command::ConversationMembers { conversation } => {
            return to_js(&Vec::<Id<_>>::plain(client.conversation_members(&conversation.0)?));
        }
        Command::AwaitingConsent { conversation } => {
            return to_js(&Vec::<Id<_>>::plain(client.awaiting_consent(&conversation.0)?));
        }
        Command::TakeBack { conversation, member } => client.take_back(&conversation.0, member.0).await?,
        Command::Rename { conversation, title } => return to_js(&Id(client.rename(&conversation.0, &title)?)),
        Command::MarkRead { conversation } => client.mark_read(&conversation.0)?,
        Command::MarkReadTo { conversation, seq } => client.mark_read_to(&conversation.0, seq)?,
        Command::Mute { conversation, until } => client.mute(&conversation.0, until)?,
        Command::SetFavourite { conversation, favourite } => client.set_favourite(&conversation.0, favourite)?,
        Command::SetArchived { conversation, archived } => client.set_archived(&conversation.0, archived)?,
        Command::MarkUnread { conversation } => client.mark_unread(&conversation.0)?,
        Command::KeepDraft { draft, text } => client.keep_draft(&draft.core(), &text)?,
        Command::Draft { draft } => return to_js(&client.draft(&draft.core())?),
        Command::DropDraft { draft } => client.drop_draft(&draft.core())?,
    }
    Ok(JsValue::UNDEFINED)
}
