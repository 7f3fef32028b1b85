/* Channels: joining and leaving them, what holds in them, and how far others have come in a conversation. */
package de.verband.sdk

import de.verband.sdk.ffi.ChannelsResult
import de.verband.sdk.ffi.Channels as Asks

// Channels that are shown

/** Founds a channel; its id comes back. */
suspend fun Verband.createChannel(new: NewChannel): LogId =
    gather<ChannelsResult.Conversation>(Asks.Create(new)).conversation

/** The channels that are shown, by title. Hidden ones never are. */
suspend fun Verband.listedChannels(): List<ChannelRow> = gather<ChannelsResult.Listed>(Asks.Listed).rows

/** What somebody who joins reads, in plain words. */
suspend fun Verband.historyInWords(history: History, language: Language): String =
    gather<ChannelsResult.Words>(Asks.HistoryInWords(history, language)).text

/** Asks to join a channel. */
suspend fun Verband.askToJoin(conversation: LogId) {
    gather<ChannelsResult>(Asks.AskToJoin(conversation))
}

/** Takes that back. */
suspend fun Verband.takeBackRequest(conversation: LogId) {
    gather<ChannelsResult>(Asks.TakeBackRequest(conversation))
}

/** Who asks to join a channel that this person may let somebody into. */
suspend fun Verband.joinRequests(conversation: LogId): List<JoinRequestRow> =
    gather<ChannelsResult.Requests>(Asks.JoinRequests(conversation)).rows

/** Lets somebody in who asked, or refuses her. */
suspend fun Verband.answerRequest(conversation: LogId, member: MemberId, admit: Boolean) {
    gather<ChannelsResult>(Asks.AnswerRequest(conversation, member, admit))
}

/** Leaves a channel: out as soon as one of the others has taken this person out. */
suspend fun Verband.leave(conversation: LogId) {
    gather<ChannelsResult>(Asks.Leave(conversation))
}

// What holds and what is shown

/** Changes title, description and picture of a channel. */
suspend fun Verband.setDetails(conversation: LogId, details: ChannelDetails) {
    gather<ChannelsResult>(Asks.SetDetails(conversation, details))
}

/** The picture of a conversation. */
suspend fun Verband.picture(conversation: LogId): ByteArray? =
    gather<ChannelsResult.Picture>(Asks.Picture(conversation)).picture

/** What holds in a conversation. */
suspend fun Verband.conversationPolicy(conversation: LogId): ConversationPolicy =
    gather<ChannelsResult.Policy>(Asks.Policy(conversation)).policy

/** Changes that in a channel. */
suspend fun Verband.setPolicy(conversation: LogId, change: ChannelChange) {
    gather<ChannelsResult>(Asks.SetPolicy(conversation, change))
}

/** The personal space of this person, once it is on this device. */
suspend fun Verband.personalSpace(): LogId? =
    gather<ChannelsResult.Personal>(Asks.PersonalSpace).conversation

/** What photos and files of a conversation take on the server. */
suspend fun Verband.storageOf(conversation: LogId): Storage =
    gather<ChannelsResult.Storage>(Asks.StorageOf(conversation)).storage

// How far others have come

/** How far a message has come with everybody else. */
suspend fun Verband.receipts(conversation: LogId, event: EventId): List<Receipt> =
    gather<ChannelsResult.Receipts>(Asks.Receipts(conversation, event)).rows

/** Tells the others what this person reads and that she types, or does so no more. */
suspend fun Verband.setReadReceipts(on: Boolean) {
    gather<ChannelsResult>(Asks.SetReadReceipts(on))
}

/** Whether she tells, as far as the policy permits it. */
suspend fun Verband.readReceipts(): Boolean = gather<ChannelsResult.Tells>(Asks.ReadReceipts).on

/** This person types just now; to be said again while she does. */
suspend fun Verband.setTyping(conversation: LogId) {
    gather<ChannelsResult>(Asks.SetTyping(conversation))
}

/** Who types just now. */
suspend fun Verband.typing(conversation: LogId): List<MemberId> =
    gather<ChannelsResult.Members>(Asks.Typing(conversation)).members
