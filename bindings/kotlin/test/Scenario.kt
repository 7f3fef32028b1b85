/* One day of two devices with a real server. bindings/swift/Tests plays the same in Swift, test for test. */

import de.verband.sdk.*
import de.verband.sdk.ffi.CancelToken
import de.verband.sdk.ffi.FeedKind
import de.verband.sdk.ffi.Patch.Insert
import de.verband.sdk.ffi.Patch.Reset
import de.verband.sdk.ffi.panicForTest
import de.verband.sdk.ffi.panicLaterForTest
import java.io.ByteArrayOutputStream
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import javax.imageio.ImageIO
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.runningFold
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible

private const val PIN = "739154"
private val PHOTO = File("../../tests/fixtures/wound.jpg")
private val README = File("../README.md")

/** What stands in the metadata of the photo. */
private val TRACES = listOf("Verband Camera", "room 12", "MakerNote", "Exif")

class Scenario(private val folder: File, private val tests: Tests) : AutoCloseable {
    private val server = ServerProcess(folder.resolve("server"))
    private val adminSecret = ByteArray(32) { 1 }
    private val nurseSecret = ByteArray(32) { 2 }
    private lateinit var admin: Verband
    private lateinit var nurse: Verband
    private lateinit var channel: LogId
    private lateinit var invited: Invited
    private lateinit var spare: Invited
    private lateinit var rootSheet: RecoverySheet

    suspend fun run() {
        server.start()
        tests.test("an organisation is founded", ::founds)
        tests.test("a channel is made and a person invited into it", ::invites)
        tests.test("a code with a typing error says where", ::typingError)
        tests.test("a second device enrols by code", ::enrols)
        tests.test("an invitation is used once", ::usedOnce)
        tests.test("the channel comes to the invited person", ::channelComes)
        tests.test("a photo is sent and comes through the feed", ::photoComes)
        tests.test("the photo is read in pieces, upright and without metadata", ::photoIsRead)
        tests.test("batches lead to what a query gives", ::batches)
        tests.test("a cancelled flow ends its feed", ::flowCancelled)
        tests.test("a cancelled wait loses no batch", ::waitCancelled)
        tests.test("a cancelled coroutine ends a long call", ::coroutineCancelled)
        tests.test("a token ends a long call", ::tokenCancels)
        tests.test("without a server: a typed error that says to try later", ::noServer)
        tests.test("the server goes and comes back: sent exactly once", ::serverGoesAndComes)
        tests.test("messages are answered, edited, reacted to, confirmed and found", ::messagesChange)
        tests.test("what is not allowed is a typed error", ::notAllowed)
        tests.test("what cannot be used is a typed error", ::badInput)
        tests.test("secrets are not printed", ::notPrinted)
        tests.test("a panic is a typed error and the next call works", ::panics)
        tests.test("the sample of the README runs and stands there", ::sample)
        AdministratorsDay(folder, server, admin, nurse, channel, rootSheet).run(tests)
        TeamsDay(admin, nurse).run(tests)
        tests.test("each code has the case that the README says", ::codes)
        tests.test("locking ends feeds and calls", ::locks)
        tests.test("a wrong PIN is a typed error, many mean waiting", ::wrongPin)
    }

    override fun close() {
        if (::admin.isInitialized) admin.close()
        server.close()
    }

    private fun profile(name: String) = Profile(folder.resolve(name).path, null, DeviceClass.PHONE)

    private suspend fun founds() {
        val organisation = Organisation(server.address, server.token, "Klinik am Ring", "Anna Admin")
        equal(false, Verband.isEnrolled(profile("admin")))
        val (client, sheet) = Verband.found(profile("admin"), organisation, PIN, adminSecret)
        admin = client
        admin.start()
        equal("Klinik am Ring", sheet.organisationName)
        check(Regex("[0-9A-Z]{4}(-[0-9A-Z]{4})+").matches(sheet.rootKey))
        rootSheet = sheet
        equal("Anna Admin", admin.account().name)
        equal(true, Verband.isEnrolled(profile("admin")))
    }

    private suspend fun invites() {
        channel = admin.createChannel("Wundteam", Join.INVITATION)
        admin.sync()
        invited = admin.invite(MemberDetails("Nora Nurse", "", ""), terms(listOf(channel), validFor = 14.days))
        spare = admin.invite(MemberDetails("Otto Other", "", ""), terms(listOf(channel)))
        equal(listOf("Otto Other", "Nora Nurse"), admin.invitations().filter { it.state == InvitationStanding.OPEN }.map { it.name })
    }

    private suspend fun typingError() {
        val other = if (invited.code[6] == '0') '1' else '0'
        val mistyped = invited.code.replaceRange(6, 7, other.toString())
        val error = throws<VerbandException.Enrolment> {
            Verband.lookUp(profile("nurse"), invitation(server.address, mistyped))
        }
        equal("code", error.code)
        // The dash after four characters is none of the code.
        equal("6", error.failure.reference)
    }

    private suspend fun enrols() {
        val byLetter = invitation(server.address, invited.code.lowercase())
        val preview = Verband.lookUp(profile("nurse"), byLetter)
        equal("Klinik am Ring", preview.organisationName)
        equal("Nora Nurse", preview.name)
        nurse = Verband.enrol(profile("nurse"), byLetter, PIN, nurseSecret)
        nurse.start()
        equal("Nora Nurse", nurse.account().name)
        equal(admin.account().organisation, nurse.account().organisation)
    }

    private suspend fun usedOnce() {
        val error = throws<VerbandException.Enrolment> {
            Verband.enrol(profile("second"), invitation(invited.link), PIN, nurseSecret)
        }
        equal("invitation-gone", error.code)
    }

    private suspend fun channelComes() {
        val rows = nurse.conversations().rows.first { rows -> rows.any { it.title == "Wundteam" } }
        equal(channel, rows.single().log)
        equal(ConversationKind.CHANNEL, rows.single().kind)
        equal(2, nurse.conversationMembers(channel).size)
    }

    private suspend fun photoComes() {
        val event = admin.sendPhoto(channel, PHOTO.readBytes(), "Ferse links")
        val row = nurse.messages(channel).rows.first { rows -> rows.any { it.event == event } }.single()
        equal("Ferse links", row.text)
        equal("Anna Admin", row.authorName)
        equal(false, row.own)
        equal(1200u to 1600u, row.photoWidth to row.photoHeight)
        equal(240 to 320, sizeOf(checkNotNull(row.thumbnail)))
        admin.messages(channel).rows.first { rows -> rows.single { it.event == event }.state == MessageState.SENT }
    }

    private suspend fun photoIsRead() {
        val photo = checkNotNull(nurse.newestMessages(channel, 1).single().photo)
        nurse.openPhoto(photo).use { equal(1200 to 1600, sizeOf(it.readAll())) }
        nurse.openPhoto(photo, PhotoForm.ORIGINAL).use { original ->
            check(original.size > Photo.MAX_PIECE) { "the photo of this test has several pieces" }
            equal(Photo.MAX_PIECE, original.read(0, Int.MAX_VALUE).size)
            equal(0, original.read(original.size).size)
            val all = original.readAll()
            equal(all.copyOfRange(300_000, 300_100).toList(), original.read(300_000, 100).toList())
            withoutMetadata(all)
        }
        val out = ByteArrayOutputStream()
        nurse.openPhoto(photo, PhotoForm.EXPORT).use { it.copyTo(out) }
        equal(1200 to 1600, sizeOf(out.toByteArray()))
        withoutMetadata(out.toByteArray())
    }

    private suspend fun batches() {
        val rows = admin.messages(channel).changes.runningFold(emptyList<MessageRow>()) { rows, batch -> rows.applied(batch) }
        for (number in 1..5) nurse.sendText(channel, "Nachricht $number")
        val found = rows.first { found -> found.lastOrNull()?.text == "Nachricht 5" }
        // Two arrays are never equal in Kotlin, and how far messages have come with others changes at any time.
        val plain = { row: MessageRow -> row.copy(thumbnail = null, receivedBy = 0u) }
        equal(admin.newestMessages(channel, 50).map(plain), found.map(plain))
        equal((1..5).map { "Nachricht $it" }, found.drop(1).map { it.text })
        equal(5uL, admin.conversations().rows.first().single().unread)
        admin.markRead(channel)
        admin.conversations().rows.first { it.single().unread == 0uL }
        nurse.messages(channel).rows.first { found -> found.all { it.state == MessageState.SENT } }
        // Patches that a chat seldom makes.
        val patched = listOf("a", "b", "c").applied(listOf(Patch.Remove(0), Patch.Insert(1, "d"), Patch.Update(2, "e")))
        equal(listOf("b", "d", "e"), patched)
    }

    private suspend fun flowCancelled() = coroutineScope {
        val feed = nurse.messages(channel)
        val first = CompletableDeferred<Unit>()
        val collector = launch { feed.rows.collect { first.complete(Unit) } }
        first.await()
        collector.cancel()
        collector.join()
        // The library has no feed any more that could grow; a new collector gets a reset.
        feed.grow()
        equal(6, feed.rows.first().size)
    }

    private suspend fun waitCancelled() = coroutineScope {
        val source = nurse.client.feed(FeedKind.Messages(channel))
        val other = nurse.client.feed(FeedKind.Messages(channel))
        for (feed in listOf(source, other)) check(feed.next()!!.single() is Reset)
        val waiting = launch(start = UNDISPATCHED) { source.next() }
        // This thread is kept busy, so that the batch is there before the wait is cancelled, and nobody has taken it.
        thread {
            runBlocking {
                nurse.sendText(channel, "nach dem Abbruch")
                other.next()
            }
        }.join()
        waiting.cancel()
        waiting.join()
        equal(1, checkNotNull(source.next()).count { it is Insert })
        other.close()
        val ending = async(start = UNDISPATCHED) {
            // Its own batches first: the message is sent.
            while (source.next() != null) Unit
        }
        source.end()
        ending.await()
        source.close()
    }

    private suspend fun coroutineCancelled() = withSilentServer { silent, address ->
        val call = async { Verband.lookUp(profile("other"), invitation(address, spare.code)) }
        val connection = runInterruptible(Dispatchers.IO) { silent.accept() }
        call.cancel()
        call.join()
        goneAtTheOtherEnd(connection)
    }

    private suspend fun tokenCancels() = withSilentServer { silent, address ->
        val token = CancelToken()
        val call = async {
            throws<VerbandException.Cancelled> {
                mapped { de.verband.sdk.ffi.lookUp(profile("other"), invitation(address, spare.code), token) }
            }
        }
        val connection = runInterruptible(Dispatchers.IO) { silent.accept() }
        token.cancel()
        equal("cancelled", call.await().code)
        goneAtTheOtherEnd(connection)
        token.close()
    }

    private suspend fun noServer() {
        val nobody = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        val error = throws<VerbandException.Offline> {
            Verband.lookUp(profile("other"), invitation("http://127.0.0.1:$nobody", spare.code))
        }
        equal("offline", error.code)
        equal(Retry.LATER, error.failure.retry)
    }

    private suspend fun serverGoesAndComes() {
        nurse.messages(channel).rows.first { rows -> rows.all { it.state == MessageState.SENT } }
        server.kill()
        val event = nurse.sendText(channel, "ohne Netz geschrieben")
        val waiting = nurse.messages(channel).rows.first().last()
        equal(event, waiting.event)
        equal(MessageState.WAITING, waiting.state)
        equal(1uL, nurse.status().waiting)
        throws<VerbandException.Offline> { nurse.sync() }

        server.start()
        val sent = nurse.messages(channel).rows.first { it.last().state == MessageState.SENT }.last()
        equal(event, sent.event)
        admin.messages(channel).rows.first { rows -> rows.any { it.event == event } }
        nurse.sync()
        for (device in listOf(admin, nurse)) {
            equal(1, device.newestMessages(channel, 50).count { it.text == "ohne Netz geschrieben" })
        }
        val status = nurse.status()
        equal(0uL to 0uL, status.waiting to status.refused)
        equal(true to null, status.online to status.ended)
    }

    private suspend fun messagesChange() {
        val first = nurse.sendText(channel, "Visite um zehn")
        nurse.editMessage(channel, first, "Visite um **elf**")
        val called = Mention(mentionedEverybody, 0u, 5u)
        val message = NewMessage("@alle pünktlich", first, listOf(called), confirm = true, alarm = false, location = null)
        val answer = nurse.send(channel, message)
        admin.messages(channel).rows.first { rows -> rows.any { it.event == answer } }
        admin.react(channel, first, "👍")
        admin.confirmMessage(channel, answer)
        val rows = nurse.messages(channel).rows.first { rows -> rows.any { it.event == answer && it.confirmed == 1u } }
        val edited = rows.single { it.event == first }
        equal("Visite um **elf**" to true, edited.text to edited.edited)
        equal(listOf("👍" to 1u), edited.reactions.map { it.sign to it.count })
        equal(listOf("Visite um zehn", "Visite um **elf**"), nurse.messageVersions(channel, first).map { it.text })
        equal("Visite um elf", rows.single { it.event == answer }.replyText)
        equal(listOf(true), nurse.confirmations(channel, answer).map { it.at != null })
        equal(1, nurse.markup(edited.text).count { it.style == Style.BOLD })
        equal(Attention.CALLED, admin.attention(channel, answer))
        equal(listOf(first), admin.search(SearchQuery("visite elf")).map { it.event })
        admin.setFavourite(channel, true)
        equal(true, admin.conversations().rows.first().first().favourite)
        nurse.undoSend(channel, answer)
        admin.messages(channel).rows.first { rows -> rows.none { it.event == answer } }
    }

    private suspend fun notAllowed() {
        val error = throws<VerbandException.NotAllowed> { nurse.invite(MemberDetails("Eva", "", "")) }
        equal("not-allowed", error.code)
        equal(Retry.NEVER, error.failure.retry)
    }

    private suspend fun badInput() {
        equal("photo", throws<VerbandException.BadInput> { nurse.sendPhoto(channel, ByteArray(1000)) }.code)
        equal("length", throws<VerbandException.BadInput> { nurse.sendText(channel, " ") }.code)
        equal("argument", throws<VerbandException.BadInput> { nurse.sendText("no id", "text") }.code)
        val secret = throws<VerbandException.BadInput> { Verband.unlock(profile("nurse"), PIN, ByteArray(5)) }
        equal("argument", secret.code)
        equal("not-found", throws<VerbandException.NotFound> { nurse.sendText("ab".repeat(32), "text") }.code)
        equal("not-enrolled", throws<VerbandException.Enrolment> { Verband.unlock(profile("nobody"), PIN, nurseSecret) }.code)
    }

    private suspend fun notPrinted() {
        check(!"$spare".contains(spare.code)) { "$spare" }
        check(!"${invitation(spare.link)}".contains(spare.code))
        check(!"${Letter(spare, Language.GERMAN)}".contains(spare.code))
        check(!"$rootSheet".contains(rootSheet.rootKey) && !"${paperKey(rootSheet.link)}".contains(rootSheet.rootKey))
        check(!"${Organisation(server.address, server.token, "", "")}".contains(server.token))
    }

    private suspend fun panics() {
        equal("internal", throws<VerbandException.Internal> { call { panicForTest() } }.code)
        equal("internal", throws<VerbandException.Internal> { call { panicLaterForTest() } }.code)
        equal("Nora Nurse", nurse.account().name)
    }

    private suspend fun sample() {
        var shown = emptyList<MessageRow>()
        val letter = invitation(spare.link)
        sendWoundPhoto(profile("other"), letter, PIN, ByteArray(32) { 3 }, PHOTO.readBytes()) { shown = it }
        val event = shown.single { it.own }.event
        nurse.messages(channel).rows.first { rows -> rows.any { it.event == event && it.authorName == "Otto Other" } }
        val code = File("test/Sample.kt").readText().substringAfter("// sample\n").substringBefore("// end of sample")
        check(code in README.readText()) { "the sample in the README is another one" }
    }

    private suspend fun codes() {
        val rows = README.readLines().filter { it.startsWith("| `") }.map { row -> row.split("|").map(String::trim) }
        check(rows.size > 25) { "the table of codes was not found" }
        for ((_, code, case) in rows) {
            val failure = Failure(code.trim('`'), Retry.NEVER, Duration.ZERO, "", "")
            equal(case, exception(failure).javaClass.simpleName)
        }
    }

    private suspend fun locks() = coroutineScope {
        val first = CompletableDeferred<Unit>()
        val feed = async { nurse.conversations().rows.collect { first.complete(Unit) } }
        first.await()
        val photo = nurse.newestMessages(channel, 50).firstNotNullOf { it.photo }
        val open = nurse.openPhoto(photo)
        nurse.lock()
        feed.await()
        equal(true, nurse.isLocked)
        throws<VerbandException.Locked> { nurse.sendText(channel, "zu spät") }
        throws<VerbandException.Locked> { nurse.account() }
        throws<VerbandException.Locked> { nurse.messages(channel).rows.toList() }
        throws<VerbandException.Locked> { open.read(0) }
        open.close()
        nurse.close()
    }

    private suspend fun wrongPin() {
        val profile = profile("nurse")
        val wrong = throws<VerbandException.WrongPin> { Verband.unlock(profile, "000000", nurseSecret) }
        equal("wrong-pin" to Duration.ZERO, wrong.code to wrong.wait)
        Verband.unlock(profile, PIN, nurseSecret).use { again ->
            again.changePin(PIN, "4711471147", nurseSecret)
            equal(10, again.newestMessages(channel, 50).size)
        }
        var last = throws<VerbandException.WrongPin> { Verband.unlock(profile, PIN, nurseSecret) }
        while (last.wait == Duration.ZERO) {
            last = throws<VerbandException.WrongPin> { Verband.unlock(profile, PIN, nurseSecret) }
        }
        equal("wrong-pin", last.code)
        equal(Retry.AFTER, last.failure.retry)
        // Now the right one does not count either.
        val blocked = throws<VerbandException.WrongPin> { Verband.unlock(profile, "4711471147", nurseSecret) }
        equal("pin-blocked", blocked.code)
        check(blocked.wait > Duration.ZERO)
        val screen = Verband.lockScreen(profile)
        check(screen.waitMs > 0u && screen.pinLength >= 6u && screen.biometrics && screen.triesLeft == null)
    }

    /** A server that takes connections and never answers. */
    private suspend fun withSilentServer(block: suspend CoroutineScope.(ServerSocket, String) -> Unit) = coroutineScope {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { block(it, "http://127.0.0.1:${it.localPort}") }
    }

    /** Waits until the library has closed its end: what was cancelled does not go on behind the scenes. */
    private suspend fun goneAtTheOtherEnd(connection: Socket) = runInterruptible(Dispatchers.IO) {
        connection.use { it.getInputStream().readAllBytes() }
    }

    private fun sizeOf(jpeg: ByteArray): Pair<Int, Int> = ImageIO.read(jpeg.inputStream()).let { it.width to it.height }

    private fun withoutMetadata(jpeg: ByteArray) {
        val text = jpeg.toString(Charsets.ISO_8859_1)
        equal(emptyList(), TRACES.filter { it in text })
    }
}
