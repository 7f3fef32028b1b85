/* A team's day: channels, chats, files, messages. Swift and browser play the same, test for test. */

import de.verband.sdk.*
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import kotlin.random.Random
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.flow.toList

private val PHOTO = File("../../tests/fixtures/wound.jpg")

/** Ids of what is not there. */
private val NO_CONVERSATION = "ab".repeat(32)
private val NO_EVENT = "ab".repeat(16)

/** [admin] administers the organisation and founds [ward]; [nurse] is an ordinary member. Both follow the server. */
class TeamsDay(private val admin: Verband, private val nurse: Verband) {
    private lateinit var ward: LogId
    private lateinit var team: LogId
    private lateinit var chat: LogId
    private lateinit var plans: EventId
    private lateinit var december: EventId
    private lateinit var who: MemberId
    private val bytes = Random(7).nextBytes(6_000_000)

    suspend fun run(tests: Tests) {
        tests.test("an open channel is found with what newcomers read, and joined", ::joinsChannel)
        tests.test("a channel is muted, archived and marked as unread", ::arrangesChannel)
        tests.test("who asks to join by invitation is refused, and let in", ::asksToJoin)
        tests.test("a hidden channel is not found; who leaves a channel is out", ::leavesChannel)
        tests.test("a closed chat stays closed, and everybody has a space of her own", ::staysClosed)
        tests.test("a large file goes into a folder, and comes whole to the others", ::putsFile)
        tests.test("a file is renamed, moved, and gets another version", ::changesFile)
        tests.test("photos of messages lie in a folder, and what was deleted comes back", ::deletesFile)
        TeamsPlans(admin, nurse, ward).run(tests)
        tests.test("parts of words are found, umlauts in any spelling, and highlighted", ::findsWords)
        tests.test("what is found is by one person, of one kind, with a photo", ::findsMore)
        tests.test("a draft is kept until something is sent", ::keepsDraft)
        tests.test("one message goes into several conversations, and is forwarded", ::sendsOn)
        tests.test("a place is sent if the policy permits it", ::sendsPlace)
        tests.test("who tells what she reads is seen to read and to type", ::tellsWhatSheReads)
        TeamsWounds(admin, nurse, ward).run(tests)
    }

    /** Lets both catch up until there is something that no feed shows. */
    private suspend fun <T : Any> settled(ask: suspend () -> T?): T {
        while (true) {
            ask()?.let { return it }
            admin.sync()
            nurse.sync()
        }
    }

    /** Waits until a conversation stands in a list as wanted. */
    private suspend fun Verband.row(conversation: LogId, wanted: (ConversationRow) -> Boolean = { true }) =
        conversations().rows.first { rows -> rows.any { it.log == conversation && wanted(it) } }
            .first { it.log == conversation }

    private suspend fun Verband.arrived(conversation: LogId, event: EventId): MessageRow =
        messages(conversation).rows.first { rows -> rows.any { it.event == event } }.first { it.event == event }

    private suspend fun Verband.listed(conversation: LogId) = listedChannels().find { it.log == conversation }

    private fun founded(title: String, join: Join, history: History = History.FULL, purpose: String = "") =
        NewChannel(ChannelDetails(title, purpose, null), join, history, Write.EVERYONE, Invite.MODERATORS)

    // Channels

    private suspend fun joinsChannel() {
        who = nurse.account().member
        ward = admin.createChannel(founded("Station 3", Join.OPEN, purpose = "Was auf der Station anliegt"))
        admin.sendText(ward, "Frau Grün ist zurück")
        val row = settled { nurse.listed(ward) }
        equal("Station 3" to "Was auf der Station anliegt", row.title to row.description)
        equal(Join.OPEN to false, row.join to row.inside)
        equal("Sie lesen dort alles von Anfang an.", nurse.historyInWords(row.history, Language.GERMAN))
        nurse.askToJoin(ward)
        nurse.row(ward) { it.writable && it.description == row.description }
        nurse.messages(ward).rows.first { rows -> rows.any { it.text == "Frau Grün ist zurück" } }
        equal(true, nurse.listed(ward)?.inside)
        val policy = nurse.conversationPolicy(ward)
        equal(listOf(admin.account().member) to false, policy.moderators to policy.moderates)
        val change = ChannelChange(write = Write.MODERATORS)
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.setPolicy(ward, change) }.code)
    }

    private suspend fun arrangesChannel() {
        nurse.markRead(ward)
        nurse.mute(ward)
        nurse.setArchived(ward, true)
        nurse.markUnread(ward)
        val row = nurse.row(ward) { it.archived && it.markedUnread }
        check(row.mutedUntil > 0uL)
        equal(ward, nurse.conversations().rows.first().last().log)
        val (first, second) = admin.sendText(ward, "Visite um zehn") to admin.sendText(ward, "Visite doch um elf")
        equal("Visite doch um elf", nurse.arrived(ward, second).text)
        equal(Attention.NONE, nurse.attention(ward, second))
        val unread = nurse.unreadMessages(ward)
        equal(listOf(first, second), unread.map { it.event })
        nurse.markReadTo(ward, checkNotNull(unread.first().seq))
        equal(listOf(second), nurse.unreadMessages(ward).map { it.event })
        nurse.mute(ward, 0u)
        nurse.setArchived(ward, false)
        nurse.markRead(ward)
        equal(Attention.NOTIFY, nurse.attention(ward, second))
        nurse.row(ward) { !it.archived && !it.markedUnread && it.unread == 0uL && it.mutedUntil == 0uL }
        equal("not-found", throws<VerbandException.NotFound> { nurse.attention(ward, NO_EVENT) }.code)
    }

    private suspend fun asksToJoin() {
        team = admin.createChannel(founded("Leitung", Join.INVITATION, History.FROM_JOIN))
        admin.sendText(team, "vor ihr")
        val row = settled { nurse.listed(team) }
        equal("You will read what is written from now on.", nurse.historyInWords(row.history, Language.ENGLISH))
        nurse.askToJoin(team)
        equal(JoinState.WAITING, nurse.listed(team)?.request)
        nurse.takeBackRequest(team)
        equal(null, nurse.listed(team)?.request)
        nurse.askToJoin(team)
        val asking = admin.joinRequests().rows.first { it.isNotEmpty() }.single()
        equal(team to "Nora Nurse", asking.log to asking.name)
        val nobody = admin.account().member
        equal("not-found", throws<VerbandException.NotFound> { admin.answerRequest(team, nobody, true) }.code)
        admin.answerRequest(team, who, false)
        equal(JoinState.REFUSED, nurse.listed(team)?.request)
        nurse.askToJoin(team)
        admin.joinRequests().rows.first { it.isNotEmpty() }
        equal(listOf(who), admin.joinRequests(team).map { it.member })
        admin.answerRequest(team, who, true)
        nurse.row(team) { it.writable }
        nurse.arrived(team, admin.sendText(team, "mit ihr"))
        check(nurse.newestMessages(team, 50).none { it.text == "vor ihr" })
    }

    private suspend fun leavesChannel() {
        val hidden = admin.createChannel("Betriebsrat", Join.HIDDEN)
        settled { admin.row(hidden).takeIf { admin.status().waiting == 0uL } }
        equal(null, nurse.listed(hidden))
        equal("not-found", throws<VerbandException.NotFound> { nurse.askToJoin(hidden) }.code)
        equal("last-moderator", throws<VerbandException.NotAllowed> { admin.leave(team) }.code)
        nurse.leave(team)
        nurse.row(team) { !it.writable }
        equal("not-in", throws<VerbandException.NotAllowed> { nurse.sendText(team, "zu spät") }.code)
        // Whoever takes her out may hear of it after her.
        val alone = listOf(admin.account().member)
        settled { admin.conversationMembers(team).takeIf { it == alone } }
    }

    private suspend fun staysClosed() {
        chat = admin.createChat(listOf(who))
        val event = admin.sendText(chat, "unter uns")
        equal("unter uns", nurse.arrived(chat, event).text)
        val row = nurse.row(chat)
        equal(listOf("Anna Admin", ConversationKind.CHAT, History.CLOSED), listOf(row.title, row.kind, row.history))
        val other = admin.members().first { it.id != who && it.id != admin.account().member && !it.revoked }.id
        equal("not-allowed", throws<VerbandException.NotAllowed> { admin.addMembers(chat, listOf(other)) }.code)
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.leave(chat) }.code)

        val own = checkNotNull(nurse.personalSpace())
        val note = nurse.sendText(own, "Schlüssel liegt im Dienstzimmer")
        nurse.messages(own).rows.first { rows -> rows.any { it.event == note && it.state == MessageState.SENT } }
        equal(listOf(who), nurse.conversationMembers(own))
        check(own != admin.personalSpace() && nurse.conversations().rows.first().none { it.log == own })
    }

    // Files

    private suspend fun putsFile() {
        plans = admin.createFolder(ward, "Dienstpläne")
        admin.stop()
        december = admin.putFile(ward, "Dezember.bin", ByteArrayInputStream(bytes), plans)
        val waiting = admin.transfers().rows.first { it.isNotEmpty() }.single()
        equal(listOf("Dezember.bin", Direction.UP, 0uL), listOf(waiting.name, waiting.direction, waiting.done))
        check(waiting.total > bytes.size.toULong())
        equal(OutboxState.FILES, admin.outbox().rows.first().first { it.event == december }.state)
        // From part to part, until nothing is on its way any more.
        val rows = admin.transfers().rows.onEach { admin.start() }.takeWhile { it.isNotEmpty() }.toList()
        val done = rows.map { it.single().done }
        equal(done.sorted(), done)

        val row = nurse.files(ward, folder(plans)).rows.first { it.isNotEmpty() }.single()
        equal(listOf("Dezember.bin", FileKind.FILE, false), listOf(row.name, row.kind, row.here))
        equal(bytes.size.toULong() to "Anna Admin", row.size to row.authorName)
        nurse.downloadFile(ward, december)
        nurse.files(ward, folder(plans)).rows.first { it.single().here }
        equal(true, bytes.contentEquals(nurse.read(december)))
        check(nurse.storageOf(ward).used > bytes.size.toULong())
        nurse.freeFile(ward, december)
        equal(false, nurse.file(ward, december).here)
        val bad = throws<VerbandException.BadInput> { admin.putFile(ward, "a/b", ByteArrayInputStream(bytes)) }
        equal("file-name", bad.code)
    }

    private suspend fun Verband.read(item: EventId, version: EventId? = null): ByteArray {
        val out = ByteArrayOutputStream()
        openFile(ward, item, version).use { it.copyTo(out) }
        return out.toByteArray()
    }

    private suspend fun changesFile() {
        nurse.renameFile(ward, december, "Winter.bin")
        val archive = nurse.createFolder(ward, "Archiv", plans)
        nurse.moveFile(ward, december, archive)
        val second = nurse.putVersion(ward, december, ByteArrayInputStream("neu".toByteArray()))
        val row = admin.files(ward, folder(archive)).rows.first { rows -> rows.any { it.versions == 2u } }.single()
        equal(listOf("Winter.bin", "Nora Nurse", 3uL), listOf(row.name, row.authorName, row.size))
        equal("neu", admin.read(december).decodeToString())
        equal(true, bytes.contentEquals(admin.read(december, december)))
        equal(listOf(second to true, december to false), admin.fileVersions(ward, december).map { it.event to it.current })
        admin.restoreVersion(ward, december, december)
        nurse.files(ward, folder(archive)).rows.first { it.single().size == bytes.size.toULong() }
        val copy = admin.copyFile(ward, december, chat)
        equal("Winter.bin", nurse.files(chat).rows.first { rows -> rows.any { it.event == copy } }.single().name)
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.moveFile(ward, plans, archive) }.code)
        equal("not-found", throws<VerbandException.NotFound> { nurse.renameFile(ward, NO_EVENT, "x") }.code)
    }

    private suspend fun deletesFile() {
        val photo = admin.sendPhoto(ward, PHOTO.readBytes(), "Ferse links")
        val photos = nurse.files(ward).rows.first { rows -> rows.any { it.kind == FileKind.PHOTOS } }.first()
        equal("Fotos" to 1u, nurse.photosFolder(Language.GERMAN) to photos.items)
        equal(photo to "Ferse links", nurse.filesIn(ward, photosFolder).single().let { it.event to it.name })

        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.deleteFiles(ward, listOf(plans)) }.code)
        val deletes = admin.deleteFiles(ward, listOf(plans))
        equal(listOf(FileKind.PHOTOS), admin.filesIn(ward).map { it.kind })
        equal(OutboxState.HELD, admin.outbox().rows.first().first().state)
        equal(true, admin.undoDelete(ward, deletes))
        equal(listOf("", "Dienstpläne"), admin.filesIn(ward).map { it.name })
        admin.delete(ward, listOf(december))
        nurse.files(ward, folder(plans)).rows.first { rows -> rows.single().items == 0u }
        equal("not-found", throws<VerbandException.NotFound> { nurse.openFile(ward, december) }.code)
    }

    // Search

    private fun marked(hit: SearchHit) =
        hit.marks.map { hit.excerpt.substring(it.start.toInt(), (it.start + it.len).toInt()) }

    private suspend fun findsWords() {
        val compound = nurse.sendText(ward, "Kompressionsverband gewechselt, Größe unverändert")
        admin.arrived(ward, compound)
        val word = admin.sendText(ward, "Verband trocken")
        // Whole words first, then parts of others.
        val hits = admin.search(SearchQuery("verband", conversation = ward))
        equal(listOf(word, compound), hits.map { it.event })
        equal(listOf(listOf("Verband"), listOf("verband")), hits.map(::marked))
        val large = admin.search(SearchQuery("groesse wechsel", conversation = ward)).single()
        equal(listOf("wechsel", "Größe"), marked(large))
        equal(listOf(word), admin.search(SearchQuery("\"verband trocken\"")).map { it.event })
        check("gefunden" in admin.searchHint(SearchQuery("xylophon"), Language.GERMAN))
        val everything = admin.findEverywhere("nora")
        equal(listOf(who) to true, everything.people.map { it.id } to everything.conversations.any { it.log == chat })
    }

    private suspend fun findsMore() = coroutineScope {
        val query = SearchQuery("verband", conversation = ward)
        equal(listOf("Nora Nurse"), admin.search(query.copy(author = who)).map { it.authorName })
        equal(listOf("survey"), nurse.search(SearchQuery("sommerfest", kind = "survey")).map { it.kind })
        val photo = nurse.search(SearchQuery("ferse", conversation = ward, withPhoto = true)).single()
        check(photo.photo != null && photo.thumbnail != null)
        val rest = admin.search(query.copy(after = admin.search(query, 1).single().position))
        equal(admin.search(query).drop(1).map { it.event }, rest.map { it.event })
        val found = async { admin.searched(query).rows.first { it.size == 3 } }
        val event = nurse.sendText(ward, "Saugverband angelegt")
        equal(true, found.await().any { it.event == event })
        val unknown = throws<VerbandException.NotFound> { admin.search(SearchQuery("verband", kind = "telegram")) }
        equal("not-found", unknown.code)
    }

    // Messages

    private suspend fun keepsDraft() {
        nurse.setDraft(ward, "Zimmer 12 braucht noch")
        equal("Zimmer 12 braucht noch", nurse.row(ward) { it.draft.isNotEmpty() }.draft)
        nurse.sendText(ward, "Zimmer 12 braucht noch Tee")
        nurse.row(ward) { it.draft.isEmpty() }
        equal("not-found", throws<VerbandException.NotFound> { nurse.setDraft(NO_CONVERSATION, "x") }.code)
        val form = DraftKey(ward, "wound")
        nurse.keepDraft(form, "Ferse links")
        equal("Ferse links", nurse.draft(form))
        nurse.dropDraft(form)
        equal(null, nurse.draft(form))
    }

    private suspend fun sendsOn() {
        val message = NewMessage("Heute keine Visite")
        val (first, second) = admin.broadcast(listOf(ward, chat), message)
        equal("Heute keine Visite", nurse.arrived(ward, first).text)
        equal("Heute keine Visite", nurse.arrived(chat, second).text)
        val before = admin.newestMessages(chat, 50).size
        val one = throws<VerbandException.NotFound> { admin.broadcast(listOf(chat, NO_CONVERSATION), message) }
        equal("not-found" to before, one.code to admin.newestMessages(chat, 50).size)
        val own = checkNotNull(nurse.personalSpace())
        val copy = nurse.forward(ward, first, listOf(own)).single()
        equal(true, nurse.newestMessages(own, 1).single().let { it.event == copy && it.forwarded })
        equal("not-found", throws<VerbandException.NotFound> { nurse.forward(ward, NO_EVENT, listOf(own)) }.code)
    }

    private suspend fun sendsPlace() {
        val here = Location(52_520_000, 13_405_000, 20u)
        val refused = throws<VerbandException.NotAllowed> { nurse.send(ward, NewMessage("", location = here)) }
        equal("policy" to "location", refused.code to refused.failure.reference)
        admin.setPolicy(admin.policy().copy(location = true, readReceipts = true))
        nurse.sync()
        val event = nurse.send(ward, NewMessage("", location = here))
        equal(here, admin.arrived(ward, event).location)
    }

    private suspend fun tellsWhatSheReads() {
        nurse.markRead(ward)
        val event = admin.sendText(ward, "Bitte lesen")
        nurse.arrived(ward, event)
        val received = admin.messages(ward).rows.first { rows -> rows.any { it.event == event && it.receivedBy == 1u } }
        equal(0u to false, received.first { it.event == event }.readBy to nurse.readReceipts())
        nurse.setReadReceipts(true)
        equal(true, nurse.readReceipts())
        nurse.markRead(ward)
        admin.messages(ward).rows.first { rows -> rows.any { it.event == event && it.readBy == 1u } }
        equal(listOf(Receipt(who, "Nora Nurse", received = true, read = true)), admin.receipts(ward, event))
        // It is said again while she does.
        equal(who, settled { nurse.setTyping(ward).let { admin.typing(ward).singleOrNull() } })
        equal("not-found", throws<VerbandException.NotFound> { admin.receipts(ward, NO_EVENT) }.code)
    }
}
