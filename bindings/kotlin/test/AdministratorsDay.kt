/* An administrator's day. bindings/swift/Tests plays the same in Swift, test for test. */

import de.verband.sdk.*
import java.io.File
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first

/** Eight digits, as the policy of this day asks for. */
private const val PIN = "73915482"

/** A list as an office exports it: one is new twice, one works here already, one has no name. */
private val LIST = """
    Name;Funktion;Station;Sprache
    Rita Ring;Pflegefachfrau;Station 3;de
    Tom Tal;Arzt;;en
    Ute Ufer;;Station 3;
    rita ring;;;
    Nora Nurse;;;
    ;Hebamme;;
    Ute Ufer;;Station 5;
""".trimIndent()

class AdministratorsDay(
    private val folder: File,
    private val server: ServerProcess,
    private val admin: Verband,
    private val nurse: Verband,
    private val channel: LogId,
    private val sheet: RecoverySheet,
) {
    private val secret = ByteArray(32) { 4 }
    private val desk = Desk(listOf("Am Ring 1", "12345 Musterstadt"), "Anna Admin, Zimmer 12")
    private lateinit var letters: List<Letter>
    private lateinit var vera: Verband

    suspend fun run(tests: Tests) {
        tests.test("policy and privacy notice are set", ::decides)
        tests.test("roles and teams are defined and given", ::rolesAndTeams)
        tests.test("three people are invited by a list", ::invitesByList)
        tests.test("their letters are a PDF of six pages", ::printsLetters)
        tests.test("a registration key: she says her name and is approved", ::registers)
        tests.test("a member is renamed and says when she is there", ::renamesMember)
        tests.test("an invitation is made anew and withdrawn", ::reissues)
        tests.test("an invitation goes by e-mail, in the words of the house", ::mails)
        tests.test("a device is renamed and revoked", ::revokesDevice)
        tests.test("people and the log are verified, and counted", ::proves)
        tests.test("a phone is lost: invited again, and taken back into a chat", ::losesPhone)
        tests.test("a second device is linked, and revoked", ::linksDevice)
        tests.test("several people have profiles on one device", ::sharesDevice)
        tests.test("a phone is lost: the card at home brings everything back", ::returnsByCard)
        tests.test("no administrator is left: the sheet from the safe lets one in", ::returnsBySheet)
    }

    private fun profile(name: String) = Profile(folder.resolve(name).path, null, DeviceClass.PHONE)

    private suspend fun member(name: String): MemberRow {
        admin.sync()
        return admin.members().single { it.name == name && !it.revoked }
    }

    private suspend fun decides() {
        val before = admin.policy()
        val policy = before.copy(pinLength = 8u, copy = true, retentionDays = 365u, approveMailed = false)
        admin.setPolicy(policy)
        nurse.sync()
        equal(policy, nurse.policy())
        equal("not-allowed", throws<VerbandException.NotAllowed> { admin.setPolicy(before.copy(pinLength = 3u)) }.code)
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.setPolicy(before) }.code)

        equal(null, admin.notice())
        equal(1u, admin.setNotice("# Ihre Daten\n\nWer sie sieht, und wie lange.", "# Your data\n\nWho sees it."))
        nurse.sync()
        equal("# Ihre Daten\n\nWer sie sieht, und wie lange.", nurse.notice()?.german)
        equal(true, nurse.noticeIsNew())
        nurse.acceptNotice(1u)
        equal(false, nurse.noticeIsNew())
        nurse.sync()
        admin.sync()
        equal(1u, admin.acceptedNotice(nurse.account().member))
        equal(null, admin.acceptedNotice(member("Otto Other").id))
    }

    private suspend fun rolesAndTeams() {
        val who = nurse.account().member
        val role = admin.defineRole("Wundmanagement", listOf(Right.INVITE, Right.MANAGE_TEAMS))
        val team = admin.defineTeam("Nachtdienst")
        admin.assignRoles(who, listOf(BuiltInRole.MEMBER.id, role))
        admin.assignTeams(who, listOf(team))
        nurse.sync()
        equal(listOf(BuiltInRole.MEMBER, BuiltInRole.MODERATOR, BuiltInRole.GUEST, null), nurse.roles().map { it.builtIn })
        val row = nurse.roles().last()
        equal(listOf("Wundmanagement", listOf(who)), listOf(row.title, row.members))
        equal(TeamRow(team, "Nachtdienst", listOf(who)), nurse.teams().single())
        equal(true, Right.INVITE in nurse.rightsOf(who))
        equal(team, nurse.defineTeam("Spätdienst", team))
        equal(role, admin.defineRole("Wunden", listOf(Right.MANAGE_TEAMS), role))
        admin.sync()
        equal("Spätdienst" to "Wunden", admin.teams().single().title to admin.roles().last().title)
        equal(false, Right.INVITE in admin.rightsOf(who))
        admin.retireRole(role)
        admin.retireTeam(team)
        equal(3 to 0, admin.roles().size to admin.teams().size)
        equal(listOf(Right.CREATE_CHANNELS, Right.START_CHATS, Right.ALERT), admin.rightsOf(who))
    }

    private suspend fun invitesByList() {
        val plan = admin.readPeople(LIST.toByteArray(), Language.GERMAN)
        equal(listOf("Rita Ring", "Tom Tal", "Ute Ufer"), plan.new.map { it.name })
        equal(listOf(Language.GERMAN, Language.ENGLISH, null), plan.new.map { it.language })
        equal(listOf(5u) to listOf("Nora Nurse"), plan.duplicates.map { it.line } to plan.members.map { it.name })
        equal(setOf(admin.account().member, member("Otto Other").id), plan.missing.toSet())
        val similar = plan.similar.single()
        equal(listOf(8u, 4u), listOf(similar.person.line, similar.line))
        equal(Resembled.LISTED to "Station 3", similar.resembles to similar.like.ward)
        equal(7u, plan.problems.single().line)
        check("Name" in plan.problems.single().text) { plan.problems.single().text }

        val refused = throws<VerbandException.BadInput> { admin.readPeople("%PDF-1.7".toByteArray(), Language.GERMAN) }
        equal("people" to "people-no-header", refused.code to refused.failure.reference)
        check("Spalte" in refused.failure.sentence) { refused.failure.sentence }

        val invited = admin.inviteListed(plan.new, terms(listOf(channel)))
        letters = invited.zip(plan.new) { one, person -> Letter(one, person.language ?: Language.GERMAN) }
        equal(MemberDetails("Rita Ring", "Pflegefachfrau", "Station 3"), letters.first().invited.person)
        val again = admin.readPeople(LIST.toByteArray(), Language.GERMAN)
        equal(3 to Resembled.INVITED, again.invited.size to again.similar.single().resembles)
        equal(invited.map { it.id }, again.undo)
    }

    private suspend fun printsLetters() {
        // A letter and the privacy notice for each.
        equal(6, pages(admin.letters(letters, desk)))
        equal(1, pages(admin.handOutList(letters, Language.GERMAN, desk)))
        val draft = admin.mailDraft(letters[1], "anna@klinik.example", "tom@example.org", desk).decodeToString()
        check("X-Unsent: 1" in draft && letters[1].invited.code in draft)
        val refused = throws<VerbandException.BadInput> { admin.mailDraft(letters[1], "anna", "tom@example.org") }
        equal("document" to "address", refused.code to refused.failure.reference)
        check("anna" in refused.failure.sentence && "anna" !in refused.failure.text)
    }

    private suspend fun registers() {
        val key = admin.makeRegistrationKey("Aushang Station 3", 5, terms(listOf(channel), approval = true))
        val code = invitation(server.address, key.code)
        val preview = Verband.lookUp(profile("vera"), code)
        equal(true to "", preview.registrationKey to preview.name)
        equal(8u.toUByte() to 1u, preview.pinLength to preview.notice?.version)
        val short = throws<VerbandException.BadInput> { Verband.enrol(profile("vera"), code, "739154", secret, "Vera") }
        equal("pin-too-short", short.code)
        equal("length", throws<VerbandException.BadInput> { Verband.enrol(profile("vera"), code, PIN, secret) }.code)
        val waits = throws<VerbandException.Enrolment> { Verband.enrol(profile("vera"), code, PIN, secret, "Vera Vogel") }
        equal("waiting-for-approval", waits.code)
        vera = Verband.unlock(profile("vera"), PIN, secret)
        val row = member("Vera Vogel")
        equal(false, row.approved)
        admin.approve(row.id)
        vera.start()
        vera.conversations().rows.first { rows -> rows.any { it.log == channel && it.writable } }
        equal(vera.account().member to true, member("Vera Vogel").let { it.id to it.approved })
        equal(1u, admin.acceptedNotice(row.id))
        equal(1u, admin.invitations().single { it.id == key.id }.claims)
    }

    private suspend fun renamesMember() {
        val who = vera.account().member
        admin.setMemberDetails(who, MemberDetails("Vera Vogel-Weber", "Wundexpertin", "Station 3"))
        vera.setStatus("bis 16 Uhr")
        nurse.sync()
        val row = nurse.findMembers("vogel wund").single()
        equal(who, row.id)
        equal(listOf("Vera Vogel-Weber", "Wundexpertin", "Station 3", "bis 16 Uhr"),
            listOf(row.name, row.function, row.ward, row.availability))
        val details = MemberDetails("Anders", "", "")
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.setMemberDetails(who, details) }.code)
    }

    private suspend fun reissues() {
        val old = letters[1].invited
        val fresh = admin.reissueInvitation(old.id)
        equal(old.person, fresh.person)
        equal("invitation-gone", throws<VerbandException.Enrolment> {
            Verband.lookUp(profile("other"), invitation(old.link))
        }.code)
        equal("Tom Tal", Verband.lookUp(profile("other"), invitation(fresh.link)).name)
        admin.withdrawInvitations(listOf(fresh.id))
        equal("invitation-gone", throws<VerbandException.Enrolment> {
            Verband.lookUp(profile("other"), invitation(fresh.link))
        }.code)
        val rows = admin.invitations().filter { it.name == "Tom Tal" }
        equal(List(2) { InvitationStanding.WITHDRAWN }, rows.map { it.state })
    }

    private suspend fun mails() {
        val invitation = letters[2].invited.id
        val before = admin.mailTemplate()
        val ours = MailTemplate(before.german.copy(subject = "Ihr Zugang zu {organisation}"), before.english)
        admin.setMailTemplate(ours)
        equal(ours, admin.mailTemplate())
        equal("server-refused", throws<VerbandException.NotAllowed> {
            admin.mailInvitation(invitation, "no address", Language.GERMAN)
        }.code)
        // Nobody answers at the relay of this server.
        equal(MailState.WAITING, admin.mailInvitation(invitation, "ute@example.org", Language.GERMAN).state)
        equal(MailState.WAITING, admin.invitationMail(invitation).state)
    }

    private suspend fun revokesDevice() {
        val device = vera.account().device
        vera.renameDevice(device, "Stationshandy")
        admin.sync()
        equal("Stationshandy" to false, admin.devices().single { it.id == device }.let { it.name to it.revoked })
        vera.stop()
        admin.revokeDevice(device)
        equal(true, admin.devices().single { it.id == device }.revoked)
        equal("revoked", throws<VerbandException.Revoked> { vera.sync() }.code)
        vera.close()
    }

    private suspend fun proves() {
        val who = nurse.account().member
        nurse.sync()
        val code = nurse.verificationCode(Language.GERMAN)
        equal(Verified(who, "Nora Nurse"), admin.verifyPerson(code.link))
        equal(code.words, admin.wordsOf(who, Language.GERMAN))
        equal(who, admin.verifyWords(who, code.words.uppercase()).member)
        equal(true, member("Nora Nurse").verified)
        val other = throws<VerbandException.NotAllowed> { admin.verifyWords(who, admin.organisationWords(Language.GERMAN)) }
        equal("not-verified" to "Words", other.code to other.failure.reference)

        val lines = admin.history(Language.GERMAN, 200)
        equal((1uL..lines.size.toULong()).toList().reversed(), lines.map { it.seq })
        check(lines.any { it.sentence.contains("Vera Vogel") } && lines.none { it.refused })
        equal(lines.drop(1).take(2), admin.history(Language.GERMAN, 2, lines.first().seq))
        check(admin.exportOrganisation().size > 1000)

        val policy = admin.policy()
        check(admin.policyInWords(Language.ENGLISH).any { "8" in it.text })
        val change = admin.policyChanges(policy.copy(pinLength = 9u), Language.ENGLISH).single()
        check("8" in change.before && "9" in change.after) { "$change" }
        val counts = admin.statistics()
        equal(1uL to admin.members().count { !it.revoked && it.approved }.toULong(),
            counts.conversations to counts.membersActive)
        equal("server-refused", throws<VerbandException.NotAllowed> { nurse.statistics() }.code)
    }

    private suspend fun losesPhone() {
        val lost = Verband.enrol(profile("rita"), invitation(letters[0].invited.link), PIN, secret)
        lost.sync()
        val who = lost.account().member
        admin.sync()
        val chat = admin.createChat(listOf(who))
        admin.sendText(chat, "nur für uns")
        lost.start()
        lost.messages(chat).rows.first { rows -> rows.any { it.text == "nur für uns" } }
        lost.close()

        val again = admin.inviteAgain(who)
        val letter = invitation(again.link)
        equal(true to "Rita Ring", Verband.lookUp(profile("rita-2"), letter).let { it.renewal to it.name })
        val found = Verband.enrol(profile("rita-2"), letter, PIN, secret)
        found.use {
            it.start()
            equal(who, it.account().member)
            admin.sync()
            equal(listOf(who), admin.awaitingConsent(chat))
            equal(1u, admin.members().single { row -> row.id == who }.renewals)
            check(admin.alarms().any { alarm -> alarm.kind == AlarmKind.RENEWAL })
            admin.takeBack(chat, who)
            it.messages(chat).rows.first { rows -> rows.any { row -> row.text == "nur für uns" } }
            equal(emptyList(), admin.awaitingConsent(chat))
        }
    }

    private suspend fun linksDevice() = coroutineScope {
        val offer = offerLink(profile("tablet"), server.address)
        val letIn = async {
            nurse.readLink(offer.link).use { request ->
                equal(DeviceClass.PHONE, request.deviceClass)
                // She chose her PIN before this day's policy.
                nurse.verifyPin("739154", ByteArray(32) { 2 }).use { nurse.linkDevice(request, "Tablet", it) }
            }
        }
        val whose = offer.answer()
        equal(listOf("Klinik am Ring", "Nora Nurse", "8"),
            listOf(whose.organisationName, whose.name, whose.pinLength.toString()))
        offer.accept(PIN, secret).use { tablet ->
            equal(tablet.account().device, letIn.await())
            tablet.start()
            tablet.conversations().rows.first { rows -> rows.any { it.log == channel && it.writable } }
            equal(setOf("Tablet", ""), nurse.devices().filter { it.member == nurse.account().member }.map { it.name }.toSet())
            equal(listOf(tablet.account().device), nurse.fallsWith(nurse.account().device))
            check(admin.deviceContacts().any { it.device == tablet.account().device && it.last != LastContact.NEVER })
            tablet.stop()
            nurse.revokeDevice(tablet.account().device)
            equal("revoked", throws<VerbandException.Revoked> { tablet.sync() }.code)
        }
        offer.close()
        equal("code", throws<VerbandException.Enrolment> { nurse.readLink("no code") }.code)
    }

    private suspend fun sharesDevice() {
        Profiles.open(folder.resolve("ward").path).use { profiles ->
            val (first, second) = profiles.create() to profiles.create("N. N.")
            equal("1" to "N. N.", first.label to second.label)
            equal(emptyList(), profiles.list())
            equal(false, Verband.isEnrolled(Profile(profiles.folder(first.id), null, DeviceClass.SHARED)))
            profiles.remove(first.id)
            throws<VerbandException.NotFound> { profiles.folder(first.id) }
        }
    }

    private suspend fun returnsByCard() {
        // Otto of the sample, who chose his PIN before this day's policy.
        val lost = Verband.unlock(profile("other"), "739154", ByteArray(32) { 3 })
        equal(false, lost.hasRecoveryKey())
        equal("wrong-pin", throws<VerbandException.WrongPin> { lost.verifyPin(PIN, ByteArray(32) { 3 }) }.code)
        val (dead, card) = lost.verifyPin("739154", ByteArray(32) { 3 }).use { lost.makeRecoveryKey(it) to lost.makeRecoveryKey(it) }
        equal(true, lost.hasRecoveryKey())
        equal(1, pages(lost.recoveryCard(card, Language.GERMAN, desk)))
        lost.sync()
        val before = lost.newestMessages(channel, 50).map { it.text }
        val who = lost.account().member
        lost.close()

        throws<VerbandException.NotFound> { Verband.lookUpRecovery(profile("otto"), paperKey(dead.link)) }
        val typed = paperKey(server.address, card.key.lowercase())
        val found = Verband.lookUpRecovery(profile("otto"), typed)
        equal("Klinik am Ring" to 8u.toUByte(), found.organisationName to found.pinLength)
        Verband.recover(profile("otto"), paperKey(card.link), PIN, secret).use { back ->
            back.start()
            equal(who, back.account().member)
            back.messages(channel).rows.first { rows -> rows.map { it.text }.containsAll(before) }
            equal(listOf(true, false), back.devices().filter { it.member == who }.map { it.revoked })
        }
    }

    private suspend fun returnsBySheet() {
        equal(1, pages(admin.recoverySheet(sheet, Language.ENGLISH, desk)))
        val found = Verband.lookUpRoot(profile("emil"), paperKey(sheet.link))
        equal(listOf(admin.account().member), found.administrators)
        Verband.restore(profile("emil"), paperKey(sheet.link), newAdministrator("Emil Ernst"), PIN, secret).use { emil ->
            emil.sync()
            equal(Right.entries.toList(), emil.rightsOf(emil.account().member))
        }
        equal(true, member("Emil Ernst").admin)
    }

    /** How many pages a PDF has. */
    private fun pages(pdf: ByteArray): Int {
        val text = pdf.toString(Charsets.ISO_8859_1)
        check(text.startsWith("%PDF-"))
        return Regex("/Type ?/Page\\b").findAll(text).count()
    }
}
