/* Messages: writing them, and what one does with what was written, one function each. */
package de.verband.sdk

import de.verband.sdk.ffi.Messaging
import de.verband.sdk.ffi.MessagingResult

// Writing

/** Writes a text. It is on disk and in the feed when this returns, with or without a network. */
suspend fun Verband.sendText(conversation: LogId, text: String): EventId =
    message<MessagingResult.Event>(Messaging.SendText(conversation, text)).event

/** Writes a message: an answer, with mentions, to be confirmed, with an alarm. */
suspend fun Verband.send(conversation: LogId, message: NewMessage): EventId =
    message<MessagingResult.Event>(Messaging.Send(conversation, message)).event

/** Writes the same message into all of these conversations, or into none. */
suspend fun Verband.broadcast(conversations: List<LogId>, message: NewMessage): List<EventId> =
    message<MessagingResult.Events>(Messaging.Broadcast(conversations, message)).events

/** Keeps a message that was begun and not sent; an empty text lets go of it. Other forms: [keepDraft]. */
suspend fun Verband.setDraft(conversation: LogId, text: String, replyTo: EventId? = null) {
    message<MessagingResult.Done>(Messaging.SetDraft(conversation, text, replyTo))
}

// Reading

/** The newest messages, oldest first, once. A screen takes [Verband.messages] instead. */
suspend fun Verband.newestMessages(conversation: LogId, limit: Int): List<MessageRow> =
    message<MessagingResult.Messages>(Messaging.Newest(conversation, limit.toUInt())).rows

/** Messages before a position of the log, oldest first. */
suspend fun Verband.messagesBefore(conversation: LogId, seq: ULong, limit: Int): List<MessageRow> =
    message<MessagingResult.Messages>(Messaging.Before(conversation, seq, limit.toUInt())).rows

/** One message, such as what a draft answers. */
suspend fun Verband.oneMessage(conversation: LogId, event: EventId): MessageRow =
    message<MessagingResult.Messages>(Messaging.One(conversation, event)).rows.single()

/** Messages of others that this person has not seen, oldest first. */
suspend fun Verband.unreadMessages(conversation: LogId): List<MessageRow> =
    message<MessagingResult.Messages>(Messaging.Unread(conversation)).rows

/** The texts that a message has had, the present one last. */
suspend fun Verband.messageVersions(conversation: LogId, event: EventId): List<Version> =
    message<MessagingResult.Versions>(Messaging.Versions(conversation, event)).rows

/** How much attention a row wants from this person now: what rings. */
suspend fun Verband.attention(conversation: LogId, event: EventId): Attention =
    message<MessagingResult.Attention>(Messaging.Attention(conversation, event)).attention

/** The styled parts of a text: a small part of Markdown, and links. */
suspend fun Verband.markup(text: String): List<Span> =
    message<MessagingResult.Markup>(Messaging.Markup(text)).spans

// What was written

/** Gives an own message another text; earlier ones stay to be seen. */
suspend fun Verband.editMessage(
    conversation: LogId,
    event: EventId,
    text: String,
    mentions: List<Mention> = emptyList(),
): EventId = message<MessagingResult.Event>(Messaging.Edit(conversation, event, text, mentions)).event

/** Puts a sign beside a message, or takes it away again. */
suspend fun Verband.react(conversation: LogId, event: EventId, sign: String, there: Boolean = true): EventId =
    message<MessagingResult.Event>(Messaging.React(conversation, event, sign, there)).event

/** Confirms a message that asks for it. */
suspend fun Verband.confirmMessage(conversation: LogId, event: EventId) {
    message<MessagingResult.Done>(Messaging.Confirm(conversation, event))
}

/** Who confirmed a message; who did not comes first. */
suspend fun Verband.confirmations(conversation: LogId, event: EventId): List<Confirmation> =
    message<MessagingResult.Confirmations>(Messaging.Confirmations(conversation, event)).rows

/** Puts a message or a photo into other conversations as well. */
suspend fun Verband.forward(conversation: LogId, event: EventId, to: List<LogId>): List<EventId> =
    message<MessagingResult.Events>(Messaging.Forward(conversation, event, to)).events

/**
 * Deletes something for everybody; that something was there stays to be seen. It is out of sight at once and gone after ten
 * seconds: until then [undoDelete] brings it back with what this gives.
 */
suspend fun Verband.delete(conversation: LogId, events: List<EventId>): List<EventId> =
    message<MessagingResult.Events>(Messaging.Delete(conversation, events)).events

/** Brings back what was deleted: messages, files, appointments. False if it was too late for some of it. */
suspend fun Verband.undoDelete(conversation: LogId, deletes: List<EventId>): Boolean =
    message<MessagingResult.Undone>(Messaging.UndoDelete(conversation, deletes)).undone

/** Undoes sending, within ten seconds or while it waits. */
suspend fun Verband.undoSend(conversation: LogId, event: EventId) {
    message<MessagingResult.Done>(Messaging.UndoSend(conversation, event))
}

/** Takes something out of the outbox. Whether it was there. */
suspend fun Verband.cancel(conversation: LogId, event: EventId): Boolean =
    message<MessagingResult.Cancelled>(Messaging.Cancel(conversation, event)).cancelled

/** Sends again what was refused. */
suspend fun Verband.resend(event: EventId) {
    message<MessagingResult.Done>(Messaging.Resend(event))
}
