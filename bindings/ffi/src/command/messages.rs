//! Messages: writing them, and what one does with what was written.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Attention, Client, ClientError, Confirmation, Mention, NewMessage, Span, Version};

use crate::rows::messages::MessageRow;

/// What a person does with messages.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Messaging {
    /// The newest rows of a conversation, oldest first. Gives `Messages`.
    Newest {
        /// Which conversation.
        conversation: LogId,
        /// How many at most.
        limit: u32,
    },
    /// Rows before a position of the log, oldest first. Gives `Messages`.
    Before {
        /// Which conversation.
        conversation: LogId,
        /// The position.
        seq: u64,
        /// How many at most.
        limit: u32,
    },
    /// One row, such as what a draft answers. Gives `Messages`, with it alone.
    One {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
    },
    /// Messages of others that this person has not seen, oldest first. Gives `Messages`.
    Unread {
        /// Which conversation.
        conversation: LogId,
    },
    /// Writes a text. It is on disk when this returns, with or without a network. Gives `Event`.
    SendText {
        /// Into which conversation.
        conversation: LogId,
        /// The text.
        text: String,
    },
    /// Writes a message. Gives `Event`.
    Send {
        /// Into which conversation.
        conversation: LogId,
        /// The message.
        message: NewMessage,
    },
    /// Writes the same message into all of these conversations, or into none. Gives `Events`.
    Broadcast {
        /// Into which conversations.
        conversations: Vec<LogId>,
        /// The message.
        message: NewMessage,
    },
    /// Gives an own message another text. Gives `Event`.
    Edit {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
        /// The new text.
        text: String,
        /// Whom it calls.
        mentions: Vec<Mention>,
    },
    /// The texts that a message has had. Gives `Versions`.
    Versions {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
    },
    /// Puts a sign beside a message, or takes it away again. Gives `Event`.
    React {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
        /// The sign.
        sign: String,
        /// Whether it is to be there.
        there: bool,
    },
    /// Confirms a message that asks for it. Gives `Done`.
    Confirm {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
    },
    /// Who confirmed a message, and who did not. Gives `Confirmations`.
    Confirmations {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
    },
    /// Puts a message or a photo into other conversations as well. Gives `Events`.
    Forward {
        /// From which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
        /// Into which conversations.
        to: Vec<LogId>,
    },
    /// Deletes something for everybody: out of sight at once, and gone after ten seconds. Gives `Events`, which undo it until
    /// then.
    Delete {
        /// In which conversation.
        conversation: LogId,
        /// Which events.
        events: Vec<EventId>,
    },
    /// Brings back what was deleted: messages, files, appointments. Gives `Undone`.
    UndoDelete {
        /// In which conversation.
        conversation: LogId,
        /// What deleting it gave.
        deletes: Vec<EventId>,
    },
    /// Undoes sending, within ten seconds or while it waits. Gives `Done`.
    UndoSend {
        /// In which conversation.
        conversation: LogId,
        /// Which event.
        event: EventId,
    },
    /// Takes something out of the outbox. Gives `Cancelled`.
    Cancel {
        /// In which conversation.
        conversation: LogId,
        /// Which event.
        event: EventId,
    },
    /// Sends again what was refused. Gives `Done`.
    Resend {
        /// Which event.
        event: EventId,
    },
    /// How much attention a row wants from this person now: what rings. Gives `Attention`.
    Attention {
        /// In which conversation.
        conversation: LogId,
        /// Which event.
        event: EventId,
    },
    /// The styled parts of a text. Gives `Markup`.
    Markup {
        /// The text.
        text: String,
    },
    /// Keeps what was begun and not sent; an empty text lets go of it. Gives `Done`.
    SetDraft {
        /// In which conversation.
        conversation: LogId,
        /// The text.
        text: String,
        /// The event it answers.
        reply_to: Option<EventId>,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum MessagingResult {
    /// It is done.
    Done,
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Events were written, in the order of the conversations.
    Events {
        /// Their ids.
        events: Vec<EventId>,
    },
    /// Messages.
    Messages {
        /// One row each.
        rows: Vec<MessageRow>,
    },
    /// Texts.
    Versions {
        /// One row each, the present one last.
        rows: Vec<Version>,
    },
    /// Confirmations.
    Confirmations {
        /// One row each; who did not comes first.
        rows: Vec<Confirmation>,
    },
    /// Whether it is undone.
    Undone {
        /// False if it was too late.
        undone: bool,
    },
    /// How much attention.
    Attention {
        /// What rings.
        attention: Attention,
    },
    /// Parts of a text.
    Markup {
        /// By where they begin.
        spans: Vec<Span>,
    },
    /// Whether it was in the outbox and was taken out.
    Cancelled {
        /// Whether it was.
        cancelled: bool,
    },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Messaging) -> Result<MessagingResult, ClientError> {
    use MessagingResult as Gives;
    let messages = |rows: Vec<verband_client::MessageRow>| Gives::Messages {
        rows: rows.into_iter().map(MessageRow::from).collect(),
    };
    Ok(match command {
        Messaging::Newest { conversation, limit } => messages(client.messages(&conversation, limit)?),
        Messaging::Before { conversation, seq, limit } => {
            messages(client.messages_before(&conversation, seq, limit)?)
        }
        Messaging::One { conversation, event } => messages(vec![client.message(&conversation, &event)?]),
        Messaging::Unread { conversation } => messages(client.unread_messages(&conversation)?),
        Messaging::SendText { conversation, text } => Gives::Event { event: client.send_text(&conversation, &text)? },
        Messaging::Send { conversation, message } => {
            Gives::Event { event: client.send_message(&conversation, &message)? }
        }
        Messaging::Broadcast { conversations, message } => {
            Gives::Events { events: client.broadcast(&conversations, &message)? }
        }
        Messaging::Edit { conversation, event, text, mentions } => {
            Gives::Event { event: client.edit_message(&conversation, &event, &text, &mentions)? }
        }
        Messaging::Versions { conversation, event } => {
            Gives::Versions { rows: client.message_versions(&conversation, &event)? }
        }
        Messaging::React { conversation, event, sign, there } => {
            Gives::Event { event: client.react(&conversation, &event, &sign, there)? }
        }
        Messaging::Confirm { conversation, event } => {
            client.confirm_message(&conversation, &event)?;
            Gives::Done
        }
        Messaging::Confirmations { conversation, event } => {
            Gives::Confirmations { rows: client.confirmations(&conversation, &event)? }
        }
        Messaging::Forward { conversation, event, to } => {
            Gives::Events { events: client.forward(&conversation, &event, &to).await? }
        }
        Messaging::Delete { conversation, events } => {
            Gives::Events { events: client.delete_undoable(&conversation, &events)? }
        }
        Messaging::UndoDelete { conversation, deletes } => {
            Gives::Undone { undone: client.undo_delete(&conversation, &deletes)? }
        }
        Messaging::UndoSend { conversation, event } => {
            client.undo_send(&conversation, &event)?;
            Gives::Done
        }
        Messaging::Cancel { conversation, event } => {
            Gives::Cancelled { cancelled: client.cancel(&conversation, &event)? }
        }
        Messaging::Resend { event } => {
            client.retry(&event)?;
            Gives::Done
        }
        Messaging::Attention { conversation, event } => {
            Gives::Attention { attention: client.attention(&conversation, &event)? }
        }
        Messaging::Markup { text } => Gives::Markup { spans: verband_client::markup(&text) },
        Messaging::SetDraft { conversation, text, reply_to } => {
            client.set_draft(&conversation, &text, reply_to)?;
            Gives::Done
        }
    })
}
