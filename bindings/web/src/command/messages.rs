//! Messages: writing them, and what one does with what was written.

use serde::Deserialize;
use verband_client::Client;
use verband_client::protocol::id::{EventId, LogId};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::conversations::list;
use crate::rows::messages::{AttentionName, Confirmation, Mention, Message, NewMessage, Span, Version};
use crate::rows::{Id, Plain, row, to_js};

/// What a person does with messages.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Messaging {
    Newest { conversation: Id<LogId>, limit: u32 },
    Before { conversation: Id<LogId>, seq: u64, limit: u32 },
    One { conversation: Id<LogId>, event: Id<EventId> },
    Unread { conversation: Id<LogId> },
    SendText { conversation: Id<LogId>, text: String },
    Send { conversation: Id<LogId>, message: NewMessage },
    Broadcast { conversations: Vec<Id<LogId>>, message: NewMessage },
    Edit { conversation: Id<LogId>, event: Id<EventId>, text: String, mentions: Vec<Mention> },
    Versions { conversation: Id<LogId>, event: Id<EventId> },
    React { conversation: Id<LogId>, event: Id<EventId>, sign: String, there: bool },
    Confirm { conversation: Id<LogId>, event: Id<EventId> },
    Confirmations { conversation: Id<LogId>, event: Id<EventId> },
    Forward { conversation: Id<LogId>, event: Id<EventId>, to: Vec<Id<LogId>> },
    Delete { conversation: Id<LogId>, events: Vec<Id<EventId>> },
    UndoDelete { conversation: Id<LogId>, deletes: Vec<Id<EventId>> },
    UndoSend { conversation: Id<LogId>, event: Id<EventId> },
    Cancel { conversation: Id<LogId>, event: Id<EventId> },
    Resend { event: Id<EventId> },
    Attention { conversation: Id<LogId>, event: Id<EventId> },
    Markup { text: String },
    SetDraft { conversation: Id<LogId>, text: String, reply_to: Option<Id<EventId>> },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Messaging) -> Result<JsValue, Failure> {
    let events = |events: Vec<EventId>| to_js(&Vec::<Id<_>>::plain(events));
    match command {
        Messaging::Newest { conversation, limit } => list::<_, Message>(client.messages(&conversation.0, limit)?),
        Messaging::Before { conversation, seq, limit } => {
            list::<_, Message>(client.messages_before(&conversation.0, seq, limit)?)
        }
        Messaging::One { conversation, event } => to_js(&Message::from(client.message(&conversation.0, &event.0)?)),
        Messaging::Unread { conversation } => list::<_, Message>(client.unread_messages(&conversation.0)?),
        Messaging::SendText { conversation, text } => to_js(&Id(client.send_text(&conversation.0, &text)?)),
        Messaging::Send { conversation, message } => to_js(&Id(client.send_message(&conversation.0, &message.core())?)),
        Messaging::Broadcast { conversations, message } => {
            events(client.broadcast(&conversations.core(), &message.core())?)
        }
        Messaging::Edit { conversation, event, text, mentions } => {
            to_js(&Id(client.edit_message(&conversation.0, &event.0, &text, &mentions.core())?))
        }
        Messaging::Versions { conversation, event } => {
            row::<Vec<Version>, _>(client.message_versions(&conversation.0, &event.0)?)
        }
        Messaging::React { conversation, event, sign, there } => {
            to_js(&Id(client.react(&conversation.0, &event.0, &sign, there)?))
        }
        Messaging::Confirm { conversation, event } => {
            client.confirm_message(&conversation.0, &event.0)?;
            Ok(JsValue::UNDEFINED)
        }
        Messaging::Confirmations { conversation, event } => {
            row::<Vec<Confirmation>, _>(client.confirmations(&conversation.0, &event.0)?)
        }
        Messaging::Forward { conversation, event, to } => {
            events(client.forward(&conversation.0, &event.0, &to.core()).await?)
        }
        Messaging::Delete { conversation, events: those } => {
            events(client.delete_undoable(&conversation.0, &those.core())?)
        }
        Messaging::UndoDelete { conversation, deletes } => {
            Ok(client.undo_delete(&conversation.0, &deletes.core())?.into())
        }
        Messaging::UndoSend { conversation, event } => {
            client.undo_send(&conversation.0, &event.0)?;
            Ok(JsValue::UNDEFINED)
        }
        Messaging::Cancel { conversation, event } => Ok(client.cancel(&conversation.0, &event.0)?.into()),
        Messaging::Resend { event } => {
            client.retry(&event.0)?;
            Ok(JsValue::UNDEFINED)
        }
        Messaging::Attention { conversation, event } => {
            row::<AttentionName, _>(client.attention(&conversation.0, &event.0)?)
        }
        Messaging::Markup { text } => row::<Vec<Span>, _>(verband_client::markup(&text)),
        Messaging::SetDraft { conversation, text, reply_to } => {
            client.set_draft(&conversation.0, &text, reply_to.core())?;
            Ok(JsValue::UNDEFINED)
        }
    }
}
