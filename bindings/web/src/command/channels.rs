//! Channels: joining and leaving them, what holds in them, and how far others have come in a conversation.

use serde::Deserialize;
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::{Client, history_in_words};
use wasm_bindgen::JsValue;

use serde_bytes::ByteBuf;

use crate::error::Failure;
use crate::rows::channels::{Change, Channel, Details, JoinRequest, New, Policy, Receipt, Storage};
use crate::rows::conversations::HistoryName;
use crate::rows::invitations::LanguageName;
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Channels {
    Create { new: New },
    Listed,
    HistoryInWords { history: HistoryName, language: LanguageName },
    AskToJoin { conversation: Id<LogId> },
    TakeBackRequest { conversation: Id<LogId> },
    JoinRequests { conversation: Id<LogId> },
    AnswerRequest { conversation: Id<LogId>, member: Id<MemberId>, admit: bool },
    Leave { conversation: Id<LogId> },
    SetDetails { conversation: Id<LogId>, details: Details },
    Picture { conversation: Id<LogId> },
    Policy { conversation: Id<LogId> },
    SetPolicy { conversation: Id<LogId>, change: Change },
    PersonalSpace,
    StorageOf { conversation: Id<LogId> },
    Receipts { conversation: Id<LogId>, event: Id<EventId> },
    SetReadReceipts { on: bool },
    ReadReceipts,
    SetTyping { conversation: Id<LogId> },
    Typing { conversation: Id<LogId> },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Channels) -> Result<JsValue, Failure> {
    use Channels as Asks;
    match command {
        Asks::Create { new } => return to_js(&Id(client.create_channel_with(&new.core())?)),
        Asks::Listed => return row::<Vec<Channel>, _>(client.listed_channels().await?),
        Asks::HistoryInWords { history, language } => {
            return to_js(&history_in_words(history.core(), language.core()));
        }
        Asks::AskToJoin { conversation } => client.ask_to_join(&conversation.0).await?,
        Asks::TakeBackRequest { conversation } => client.take_back_request(&conversation.0).await?,
        Asks::JoinRequests { conversation } => {
            return row::<Vec<JoinRequest>, _>(client.join_requests(&conversation.0)?);
        }
        Asks::AnswerRequest { conversation, member, admit } => {
            client.answer_request(&conversation.0, member.0, admit).await?;
        }
        Asks::Leave { conversation } => client.leave(&conversation.0)?,
        Asks::SetDetails { conversation, details } => client.set_details(&conversation.0, &details.core())?,
        Asks::Picture { conversation } => {
            return row::<Option<ByteBuf>, _>(client.conversation_picture(&conversation.0)?);
        }
        Asks::Policy { conversation } => {
            let policy = client.conversation_policy(&conversation.0)?;
            return to_js(&Policy {
                join: Plain::plain(policy.join),
                history: Plain::plain(policy.history),
                write: Plain::plain(policy.write),
                invite: Plain::plain(policy.invite),
                moderators: Plain::plain(policy.moderators),
                moderates: client.moderates(&conversation.0)?,
            });
        }
        Asks::SetPolicy { conversation, change } => client.set_channel_policy(&conversation.0, change.core()).await?,
        Asks::PersonalSpace => return row::<Option<Id<LogId>>, _>(client.personal_space()?),
        Asks::StorageOf { conversation } => return row::<Storage, _>(client.storage_of(&conversation.0).await?),
        Asks::Receipts { conversation, event } => {
            return row::<Vec<Receipt>, _>(client.receipts(&conversation.0, &event.0)?);
        }
        Asks::SetReadReceipts { on } => client.set_read_receipts(on)?,
        Asks::ReadReceipts => return to_js(&client.read_receipts()?),
        Asks::SetTyping { conversation } => client.set_typing(&conversation.0)?,
        Asks::Typing { conversation } => return row::<Vec<Id<MemberId>>, _>(client.typing(&conversation.0)?),
    }
    Ok(JsValue::UNDEFINED)
}
