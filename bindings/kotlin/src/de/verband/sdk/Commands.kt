/* What people do, one function each. */
package de.verband.sdk

import de.verband.sdk.ffi.Command
import de.verband.sdk.ffi.CommandResult
import kotlin.time.Duration

/** One pass: applies what the server has, sends what waits. For a wake-up by a push; [Verband.start] does it always. */
suspend fun Verband.sync() {
    perform<CommandResult.Done>(Command.Sync)
}

// Writing and reading

/** Writes a text. It is on disk and in the feed when this returns, with or without a network. */
suspend fun Verband.sendText(conversation: LogId, text: String): EventId =
    perform<CommandResult.Event>(Command.SendText(conversation, text)).event

/** Sends again what was refused. */
suspend fun Verband.resend(event: EventId) {
    perform<CommandResult.Done>(Command.Resend(event))
}

/** The newest messages, oldest first, once. A screen takes [Verband.messages] instead. */
suspend fun Verband.newestMessages(conversation: LogId, limit: Int): List<MessageRow> =
    perform<CommandResult.Messages>(Command.Messages(conversation, limit.toUInt())).rows

/** Notes that this person has seen a conversation to its end. */
suspend fun Verband.markRead(conversation: LogId) {
    perform<CommandResult.Done>(Command.MarkRead(conversation))
}

// Conversations

/** Founds a channel; its founder moderates it. */
suspend fun Verband.createChannel(title: String, join: Join): LogId =
    perform<CommandResult.Conversation>(Command.CreateChannel(title, join)).conversation

/** Starts a closed chat: nobody can ever be added. */
suspend fun Verband.createChat(members: List<MemberId>): LogId =
    perform<CommandResult.Conversation>(Command.CreateChat(members)).conversation

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

// The organisation

/** Everybody in the organisation, by name. */
suspend fun Verband.members(): List<MemberRow> = perform<CommandResult.Members>(Command.Members).rows

/** All devices, one's own first. */
suspend fun Verband.devices(): List<DeviceRow> = perform<CommandResult.Devices>(Command.Devices).rows

/** All invitations, newest first. */
suspend fun Verband.invitations(): List<InvitationRow> = perform<CommandResult.Invitations>(Command.Invitations).rows

/** All alarms, newest first. */
suspend fun Verband.alarms(): List<AlarmRow> = perform<CommandResult.Alarms>(Command.Alarms).rows

/** Invites a person, who is added to [conversations] as soon as she has enrolled. The code is for her letter. */
suspend fun Verband.invite(
    name: String,
    conversations: List<LogId>,
    validFor: Duration,
    approval: Boolean = false,
): Invited {
    val command = Command.Invite(name, conversations, validFor.inWholeMilliseconds.toULong(), approval)
    return perform<CommandResult.Invited>(command).invited
}

/** Withdraws an invitation. */
suspend fun Verband.withdrawInvitation(invitation: InvitationId) {
    perform<CommandResult.Done>(Command.WithdrawInvitation(invitation))
}

/** Approves a claim that waits. */
suspend fun Verband.approve(member: MemberId) {
    perform<CommandResult.Done>(Command.Approve(member))
}

/** Makes a member an administrator, or takes it back. */
suspend fun Verband.setAdmin(member: MemberId, admin: Boolean) {
    perform<CommandResult.Done>(Command.SetAdmin(member, admin))
}

/** A member leaves the organisation: she loses access at once. */
suspend fun Verband.revokeMember(member: MemberId) {
    perform<CommandResult.Done>(Command.RevokeMember(member))
}

/** A device is lost. */
suspend fun Verband.revokeDevice(device: DeviceId) {
    perform<CommandResult.Done>(Command.RevokeDevice(device))
}
