/* Inviting people: by letter, by registration key, from a list; and the e-mails of the server. */
package de.verband.sdk

import de.verband.sdk.ffi.InvitingResult
import java.nio.ByteBuffer
import kotlin.time.Duration
import de.verband.sdk.ffi.Inviting as Asks

// Invitations

/** All invitations, newest first. */
suspend fun Verband.invitations(): List<InvitationRow> = inviting<InvitingResult.Invitations>(Asks.Invitations).rows

/** What an invitation brings: a member of the house, for two weeks, unless something else is said. */
fun terms(
    conversations: List<LogId> = emptyList(),
    roles: List<RoleId>? = null,
    teams: List<TeamId> = emptyList(),
    until: ULong? = null,
    validFor: Duration? = null,
    approval: Boolean = false,
    mailed: Boolean = false,
): Terms {
    val usual = mapped { de.verband.sdk.ffi.usualTerms() }
    val validity = validFor?.inWholeMilliseconds?.toULong() ?: usual.validFor
    return Terms(conversations, roles ?: usual.roles, teams, until, validity, approval, mailed)
}

/** Invites a person. The code comes back once and is for her letter. */
suspend fun Verband.invite(person: MemberDetails, terms: Terms = terms()): Invited =
    invite(listOf(NewInvitation(person, terms))).single()

/** Invites people, all or none. */
suspend fun Verband.invite(people: List<NewInvitation>): List<Invited> =
    inviting<InvitingResult.Invited>(Asks.Invite(people)).invited

/** Invites a bot: an automatic member whom everybody sees as one. Without [terms] it has no rights. */
suspend fun Verband.inviteBot(name: String, terms: Terms = mapped { de.verband.sdk.ffi.botTerms() }): Invited {
    val bot = NewInvitation(MemberDetails(name, "", ""), terms)
    return inviting<InvitingResult.Invited>(Asks.InviteBot(bot)).invited.single()
}

/** Makes a registration key for [limit] people; each of them says her own name. */
suspend fun Verband.makeRegistrationKey(title: String, limit: Int, terms: Terms = terms()): Invited {
    val key = NewRegistrationKey(title, limit.toUInt(), terms)
    return inviting<InvitingResult.Invited>(Asks.MakeRegistrationKey(key)).invited.single()
}

/** A new letter for a member who lost everything: she stays who she is, and everybody is told when she uses it. */
suspend fun Verband.inviteAgain(member: MemberId): Invited =
    inviting<InvitingResult.Invited>(Asks.InviteAgain(member)).invited.single()

/** Makes an open invitation anew, with another code. */
suspend fun Verband.reissueInvitation(invitation: InvitationId): Invited =
    inviting<InvitingResult.Invited>(Asks.Reissue(invitation)).invited.single()

/** Withdraws invitations; those that were used or withdrawn already are left as they are. */
suspend fun Verband.withdrawInvitations(invitations: List<InvitationId>) {
    inviting<InvitingResult.Done>(Asks.Withdraw(invitations))
}

// Lists

/** Reads a list of people (CSV or XLSX) and says what it would do. Problems are sentences in [language]. */
suspend fun Verband.readPeople(file: ByteArray, language: Language): PeoplePlan {
    val direct = ByteBuffer.allocateDirect(file.size).put(file).flip() as ByteBuffer
    return call { client.readPeople(direct, language) }
}

/** Invites people of a list, all or none, in its order. */
suspend fun Verband.inviteListed(people: List<ListedPerson>, terms: Terms = terms()): List<Invited> =
    inviting<InvitingResult.Invited>(Asks.InviteListed(people, terms)).invited

// E-mails of the server

/** Asks the server to mail an invited person the way to it. The code is not in the e-mail. */
suspend fun Verband.mailInvitation(invitation: InvitationId, to: String, language: Language): InvitationMail =
    inviting<InvitingResult.Mail>(Asks.MailInvitation(invitation, to, language)).mail

/** Asks the server to mail several invited people, without codes. Asked again, nothing is sent again. */
suspend fun Verband.mailInvitations(mails: List<MailTo>): List<Mailed> =
    inviting<InvitingResult.Mails>(Asks.MailInvitations(mails)).rows

/** What became of the newest e-mail for an invitation. */
suspend fun Verband.invitationMail(invitation: InvitationId): InvitationMail =
    inviting<InvitingResult.Mail>(Asks.InvitationMail(invitation)).mail

/** The organisation's words in these e-mails. */
suspend fun Verband.mailTemplate(): MailTemplate = inviting<InvitingResult.MailTemplate>(Asks.MailTemplate).template

/** Sets them. */
suspend fun Verband.setMailTemplate(template: MailTemplate) {
    inviting<InvitingResult.Done>(Asks.SetMailTemplate(template))
}
