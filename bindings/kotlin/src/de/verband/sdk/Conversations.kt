/* Conversations: what everybody does, one function each. */
package de.verband.sdk

import de.verband.sdk.ffi.Command
import de.verband.sdk.ffi.CommandResult

/**
 * One pass: applies what the server has, sends what waits. For a wake-up by a push, or when the system says that there is a
 * network; [Verband.start] does it always.
 */
suspend fun Verband.sync() {
    perform<CommandResult.Done>(Command.Sync)
}

// Reading

/** Notes that this person has seen a conversation to its end. */
suspend fun Verband.markRead(conversation: LogId) {
    perform<CommandResult.Done>(Command.MarkRead(conversation))
}

/** Notes that this person has seen a conversation up to a position of its log, and no further. */
suspend fun Verband.markReadTo(conversation: LogId, seq: ULong) {
    perform<CommandResult.Done>(Command.MarkReadTo(conversation, seq))
}

/** Marks a conversation as unread, to come back to it. */
suspend fun Verband.markUnread(conversation: LogId) {
    perform<CommandResult.Done>(Command.MarkUnread(conversation))
}

/** Mutes a conversation until a time, in milliseconds since the Unix epoch; 0 to hear of it again. */
suspend fun Verband.mute(conversation: LogId, until: ULong = Long.MAX_VALUE.toULong()) {
    perform<CommandResult.Done>(Command.Mute(conversation, until))
}

/** Makes a conversation a favourite, which stands first, or takes it back. */
suspend fun Verband.setFavourite(conversation: LogId, favourite: Boolean) {
    perform<CommandResult.Done>(Command.SetFavourite(conversation, favourite))
}

/** Puts a conversation into the archive, which stands last, or takes it out. */
suspend fun Verband.setArchived(conversation: LogId, archived: Boolean) {
    perform<CommandResult.Done>(Command.SetArchived(conversation, archived))
}

// Drafts: what somebody has begun, on this device alone

/** Keeps what a form was filled with; an empty text lets go of it. */
suspend fun Verband.keepDraft(draft: DraftKey, text: String) {
    perform<CommandResult.Done>(Command.KeepDraft(draft, text))
}

/** What was kept of a form; null if nothing was. */
suspend fun Verband.draft(draft: DraftKey): String? = perform<CommandResult.Draft>(Command.Draft(draft)).text

/** Lets go of what was kept of a form. */
suspend fun Verband.dropDraft(draft: DraftKey) {
    perform<CommandResult.Done>(Command.DropDraft(draft))
}

// Who is in it

/** Founds a channel; its founder moderates it. */
suspend fun Verband.createChannel(title: String, join: Join): LogId =
    perform<CommandResult.Conversation>(Command.CreateChannel(title, join)).conversation

/** Starts a closed chat: nobody can ever be added. */
suspend fun Verband.createChat(members: List<MemberId>): LogId =
    perform<CommandResult.Conversation>(Command.CreateChat(members)).conversation

/** The chat with one person alone: the one that there is, or a new one. */
suspend fun Verband.chatWith(member: MemberId): LogId =
    perform<CommandResult.Conversation>(Command.ChatWith(member)).conversation

/** Gives a conversation another title. */
suspend fun Verband.rename(conversation: LogId, title: String): EventId =
    perform<CommandResult.Event>(Command.Rename(conversation, title)).event

/** Who is in a conversation. */
suspend fun Verband.conversationMembers(conversation: LogId): List<MemberId> =
    perform<CommandResult.MemberIds>(Command.ConversationMembers(conversation)).members

/** Adds members to a channel, with all their devices. */
suspend fun Verband.addMembers(conversation: LogId, members: List<MemberId>) {
    perform<CommandResult.Done>(Command.AddMembers(conversation, members))
}

/** Removes members from a channel, with all their devices. */
suspend fun Verband.removeMembers(conversation: LogId, members: List<MemberId>) {
    perform<CommandResult.Done>(Command.RemoveMembers(conversation, members))
}

/** People of a closed chat who started anew with a new letter, and read nothing before [takeBack]. */
suspend fun Verband.awaitingConsent(conversation: LogId): List<MemberId> =
    perform<CommandResult.MemberIds>(Command.AwaitingConsent(conversation)).members

/** Takes somebody back into a closed chat who started anew: this person knows that it is she. */
suspend fun Verband.takeBack(conversation: LogId, member: MemberId) {
    perform<CommandResult.Done>(Command.TakeBack(conversation, member))
}
