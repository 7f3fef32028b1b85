/* A wound and its photos, from the first look to the patient's record. Swift and browser play the same, test for test. */

import de.verband.sdk.*
import java.io.File
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.days
import kotlinx.coroutines.flow.first

private val PHOTO = File("../../tests/fixtures/wound.jpg").readBytes()

/** A label with a Code 128 that says F20260417. */
private val LABEL = File("../../tests/fixtures/label.jpg").readBytes()

/** The id of what is not there. */
private val NO_EVENT = "ab".repeat(16)

/** [ward] is a channel of both; [admin] founded it. */
class TeamsWounds(private val admin: Verband, private val nurse: Verband, private val ward: LogId) {
    private lateinit var heel: EventId

    suspend fun run(tests: Tests) {
        tests.test("a wound is described, photographed in two steps, and seen by everybody", ::photographs)
        tests.test("a finding is corrected and one struck, and what they said stays", ::corrects)
        tests.test("six weeks without healing put a question, which is answered", ::asksAfterSixWeeks)
        tests.test("a wound is closed, and opened again", ::closesWound)
        tests.test("a report leaves for the record, seen by everybody, if the policy permits it", ::reports)
        tests.test("what is in the patient's record is marked, and what is not is listed", ::marks)
        tests.test("a bundle and a package leave for the record", ::packs)
        tests.test("a photo waits in the tray, is filed and moved to its wound", ::files)
        tests.test("what would vanish is foretold before it is decided", ::foretells)
        tests.test("what is covered on a photo is gone from it, also after it was sent", ::covers)
        tests.test("where it is required, nothing leaves that nobody looked through", ::looksThrough)
        tests.test("a wristband says whose a wound is, by the pattern of the house", ::readsCodes)
    }

    private val details = WoundDetails(
        patient = "Fall 4711", site = BodySite("back", 440u, 960u, "heel", "left", 6u), kind = "pressure-ulcer",
        stage = "pressure-2", since = "2026-10", recurrent = null, position = "linke Seitenlage", note = "",
    )

    private fun finding(examinedAt: ULong = 0u, length: UInt? = null, width: UInt? = null, area: UInt? = null) =
        WoundFinding(
            examinedAt = examinedAt, length = length, width = width, depth = null, area = area, measured = "ruler",
            undermining = emptyList(), tissue = listOf(TissuePart("granulation", 60u), TissuePart("fibrin", 40u)),
            edge = listOf("macerated"), skin = emptyList(), exudateAmount = "moderate", exudateKind = "",
            exudateColour = "", odour = "", pain = 4u, infection = emptyList(), dressing = "Alginat", nextChange = null,
            note = "",
        )

    /** Waits until the wound stands in the nurse's list as wanted. */
    private suspend fun seen(wanted: (WoundRow) -> Boolean) =
        nurse.wounds(ward).rows.first { rows -> rows.any { it.event == heel && wanted(it) } }.first { it.event == heel }

    private suspend fun Verband.arrived(event: EventId): MessageRow =
        messages(ward).rows.first { rows -> rows.any { it.event == event } }.first { it.event == event }

    private suspend fun photographs() {
        val unnamed = throws<VerbandException.BadInput> {
            admin.createWound(ward, details.copy(kind = "dragon-bite"))
        }
        equal("wound", unnamed.code)
        heel = admin.createWound(ward, details)
        val consent = WoundConsent("given", "representative", null, listOf("photos", "storage"), "in der Mappe")
        nurse.wounds(ward).rows.first { it.isNotEmpty() }
        equal(null, nurse.woundGhost(ward, heel))
        nurse.setWoundConsent(ward, heel, consent)
        val taken = nurse.sendWoundPhotos(ward, heel, listOf(WoundPhoto("overview", PHOTO), WoundPhoto("close-up", PHOTO)))
        admin.recordFinding(ward, heel, finding(length = 30u, width = 20u))
        val row = seen { it.photos == 2u && it.findings == 1u && !it.waiting }
        equal(details to consent, row.details to row.consent)
        equal(600u to true, row.area to row.areaBySides)
        val ghost = checkNotNull(nurse.woundGhost(ward, heel))
        equal(taken[1] to "linke Seitenlage", ghost.last.event to ghost.position)
        equal(listOf("overview", "close-up"), nurse.woundPhotos(ward, heel).map { it.role })
        equal(heel, admin.woundOfPhoto(ward, taken[0]))
        val words = nurse.woundTerms(Language.GERMAN).filter { it.list == "region" && it.code == "heel" }
        equal(listOf("Ferse"), words.map { it.word })
    }

    private suspend fun corrects() {
        val first = nurse.woundTimeline(ward, heel, 50).first { it.kind == WoundItemKind.FOUND }
        admin.correctFinding(ward, first.event, finding(length = 32u, width = 20u), "verlesen")
        seen { it.area == 640u }
        val said = nurse.findingVersions(ward, first.event)
        equal(listOf(32u, 30u), said.map { it.content?.length })
        equal("verlesen", said.first().reason)
        val wrong = nurse.recordFinding(ward, heel, finding(area = 9_000u))
        nurse.strikeFinding(ward, wrong, "anderer Patient")
        val course = nurse.woundCourse(ward, heel).rows.first { rows -> rows.any { it.event == wrong && it.struck && !it.waiting } }
        check(course.first { it.event == first.event }.corrections == 1u)
        equal(640u, nurse.wound(ward, heel).area)
        equal("not-found", throws<VerbandException.NotFound> { nurse.findingVersions(ward, NO_EVENT) }.code)
    }

    private suspend fun asksAfterSixWeeks() {
        val now = System.currentTimeMillis()
        val ago = { days: Int -> (now - days.days.inWholeMilliseconds).toULong() }
        val wound = admin.createWound(ward, details.copy(patient = "Fall 4712"))
        for ((days, area) in listOf(43 to 500u, 20 to 480u, 0 to 470u)) {
            admin.recordFinding(ward, wound, finding(ago(days), area = area))
        }
        nurse.wounds(ward).rows.first { rows -> rows.any { it.event == wound && it.question } }
        equal(listOf(500u, 480u, 470u), nurse.woundCurve(ward, wound).map { it.area })
        equal(listOf(wound), nurse.woundQuestions().map { it.event })
        check("zweite Meinung" in nurse.sixWeekQuestion(Language.GERMAN))
        val open = throws<VerbandException.BadInput> { nurse.answerSixWeeks(ward, wound, "later") }
        equal("wound", open.code)
        nurse.answerSixWeeks(ward, wound, "opinion", note = "Wundambulanz")
        admin.wounds(ward).rows.first { rows -> rows.any { it.event == wound && !it.question } }
    }

    private suspend fun closesWound() {
        admin.closeWound(ward, heel, "healed", "Epithel geschlossen")
        val row = seen { it.closed }
        equal("healed" to "Anna Admin", row.closedReason to row.closedByName)
        val late = throws<VerbandException.BadInput> { nurse.recordFinding(ward, heel, finding()) }
        equal("wound", late.code)
        nurse.reopenWound(ward, heel)
        admin.wounds(ward).rows.first { rows -> rows.any { it.event == heel && !it.closed } }
        equal(listOf(false, true), nurse.woundVersions(ward, heel).mapNotNull { it.closed })
    }

    private suspend fun reports() {
        val report = admin.woundReport(ward, heel, Language.GERMAN)
        check(report.decodeToString(0, 5) == "%PDF-") { "no PDF" }
        val course = nurse.woundCourse(ward, heel).rows.first { rows -> rows.any { it.kind == WoundItemKind.EXPORTED } }
        equal("Anna Admin", course.first { it.kind == WoundItemKind.EXPORTED }.byName)
        admin.setPolicy(admin.policy().copy(export = false))
        nurse.sync()
        val refused = throws<VerbandException.NotAllowed> { nurse.woundReport(ward, heel, Language.GERMAN) }
        equal("policy" to "export", refused.code to refused.failure.reference)
        admin.setPolicy(admin.policy().copy(export = true))
        nurse.sync()
    }

    private suspend fun marks() {
        check(nurse.undocumented(ward).any { it.wound == heel })
        nurse.markDocumented(ward, listOf(heel), "Papierakte", "Blatt 3")
        check(nurse.undocumented(ward).none { it.wound == heel })
        for (device in listOf(nurse, admin)) {
            device.woundCourse(ward, heel).rows.first { rows -> rows.any { it.kind == WoundItemKind.DOCUMENTED && !it.waiting } }
        }
        equal(true, nurse.isDocumented(ward, heel))
        val said = admin.documentedTrace(ward, heel).single()
        equal(listOf("Papierakte", "Blatt 3", "Nora Nurse"), listOf(said.record, said.document, said.byName))
        nurse.withdrawDocumented(ward, listOf(heel), "falsche Akte")
        equal(false, nurse.isDocumented(ward, heel))
        check(nurse.undocumented().any { it.wound == heel })
    }

    private suspend fun packs() {
        check(nurse.woundFhir(ward, heel, Language.GERMAN).decodeToString().startsWith("{")) { "no JSON" }
        check(nurse.woundPackage(ward, heel, Language.GERMAN).decodeToString(0, 2) == "PK") { "no ZIP" }
        val nowhere = RecordTarget("Archiv", "https://127.0.0.1:1/fhir", "", null, "KHS", "ALLG")
        val unreached = throws<VerbandException> {
            nurse.uploadWound(ward, heel, nowhere, RecordContext("Patient/4711", ""), Language.GERMAN)
        }
        check(unreached.failure.sentence.isNotEmpty()) { unreached.code }
        // Each of its photos as a document by itself: none is there, and what is no photo of it is named.
        val context = RecordContext("Patient/4711", "")
        val photos = throws<VerbandException> { nurse.uploadWoundPhotos(ward, heel, nowhere, context, Language.GERMAN) }
        equal("record", photos.code)
        val other = throws<VerbandException> {
            nurse.uploadWoundPhotos(ward, heel, nowhere, context, Language.GERMAN, listOf(heel))
        }
        equal("not-found", other.code)
        equal(false, nurse.isDocumented(ward, heel))
    }

    private suspend fun files() {
        val own = checkNotNull(nurse.personalSpace())
        val photo = nurse.capturePhoto(PHOTO, "Ferse")
        nurse.pictures(AlbumQuery(UnsortedPhotos, null, null)).rows.first { rows -> rows.any { it.event == photo } }
        nurse.filePhotos(own, listOf(photo), "Fall 4711")
        equal(emptyList(), nurse.album(AlbumQuery(UnsortedPhotos, null, null), 10).map { it.event })
        val tray = nurse.album(AlbumQuery(TrayPhotos, "Fall 4711", null), 10).single()
        equal(30u, tray.daysLeft)
        equal(listOf("" to "Fall 4711"), nurse.photoFilings(own, photo).map { it.patientBefore to it.patient })
        check("Fall 4711" in nurse.albumPatients().map { it.patient })
        val moved = nurse.movePhotos(own, listOf(photo), ward, heel).single()
        equal("Ferse", admin.arrived(moved).text)
        seen { it.photos == 3u }
        equal(emptyList(), nurse.album(AlbumQuery(TrayPhotos, null, null), 10).map { it.event })
        check(nurse.storageUse().files > 0u)
    }

    private suspend fun foretells() {
        val (retention, words) = nurse.retention(ward, Language.GERMAN)
        val days = admin.policy().retentionDays
        equal(days to false, retention.days to words.isBlank())
        val (preview, sentence) = admin.retentionPreviews(Language.GERMAN, ward, days = 30u).single()
        equal(30u to 2u, preview.days to preview.people)
        check(preview.vanishing.isNotEmpty() && preview.counts.isNotEmpty() && sentence.isNotBlank())
        equal(days, admin.retentionPreviews(Language.GERMAN, ward).single().first.days)
        equal(emptyList(), nurse.retentionWarnings())
        check(nurse.keptInWords(Kept.UNDOCUMENTED, Language.GERMAN).isNotBlank())
    }

    private fun covering(x: Int, width: UInt) = PhotoReview(
        listOf(CoverMark(RectangleShape(PhotoArea(x, 10, width, 60u)), CoverFill.SOLID)), false,
    )

    private suspend fun covers() {
        val event = nurse.sendReviewedPhoto(ward, PHOTO, covering(10, 80u), Language.GERMAN, "Ferse")
        val outside = throws<VerbandException.BadInput> {
            nurse.sendReviewedPhoto(ward, PHOTO, covering(100_000, 80u), Language.GERMAN)
        }
        check("neben dem Foto" in outside.failure.sentence) { outside.failure.sentence }
        val proposals = admin.proposeMarks(checkNotNull(admin.arrived(event).photo), Language.GERMAN)
        check(proposals.found.none { it.kind == ProposalKind.FACE } && proposals.text.isNotEmpty())
        val again = nurse.redactPhoto(ward, event, covering(200, 40u), Language.GERMAN)
        equal("Ferse", admin.arrived(again).text)
        check(admin.newestMessages(ward, 50).none { it.event == event && it.photo != null })
        val other = nurse.arrived(admin.sendPhoto(ward, PHOTO)).event
        val hers = throws<VerbandException.NotAllowed> {
            nurse.redactPhoto(ward, other, covering(0, 9u), Language.GERMAN)
        }
        equal("not-allowed", hers.code)
    }

    private suspend fun looksThrough() {
        admin.setPolicy(admin.policy().copy(redaction = Redaction.REQUIRED))
        nurse.sync()
        equal("not-looked-through", throws<VerbandException.NotAllowed> { nurse.sendPhoto(ward, PHOTO) }.code)
        val event = nurse.sendReviewedPhoto(ward, PHOTO, PhotoReview(emptyList(), true), Language.GERMAN)
        admin.arrived(event)
        admin.setPolicy(admin.policy().copy(redaction = Redaction.OFFERED))
        nurse.sync()
    }

    private suspend fun readsCodes() {
        equal(listOf("F20260417"), nurse.readPatientCode(LABEL, Language.GERMAN).map { it.reference })
        suspend fun patterns(all: List<String>) = admin.setPolicy(admin.policy().copy(patientPatterns = all))
        val flaw = throws<VerbandException.BadInput> { patterns(listOf("F9{8}")) }
        equal("pattern" to "1", flaw.code to flaw.failure.reference)
        patterns(listOf("<'F'>9{8}"))
        nurse.sync()
        val code = nurse.readPatientCode(LABEL, Language.GERMAN).single()
        equal("20260417", code.reference)
        check(code.area.width > 300u && code.area.x > 100) { code.area.toString() }
        equal(listOf(true, false), listOf("20260417", "Bett 3").map { nurse.fitsPatientPattern(it) })
        patterns(listOf("'P'9{8}"))
        nurse.sync()
        val other = throws<VerbandException.BadInput> { nurse.readPatientCode(LABEL, Language.GERMAN) }
        equal("wound" to "other-code", other.code to other.failure.reference)
        check("gehört nicht zu einem Patienten" in other.failure.sentence) { other.failure.sentence }
        val none = throws<VerbandException.BadInput> { nurse.readPatientCode(PHOTO, Language.GERMAN) }
        equal("wound" to "no-code", none.code to none.failure.reference)
        val frame = ByteBuffer.allocateDirect(64 * 48)
        val empty = throws<VerbandException.BadInput> {
            nurse.readPatientFrame(60u, 48u, 64u, frame, Language.GERMAN)
        }
        equal("no-code", empty.failure.reference)
        equal("401234500000012345", tryPatientPattern("(8018)9{18}", "(8018)401234500000012345", Language.GERMAN))
        equal(null, tryPatientPattern("9{8}", "F20260417", Language.GERMAN))
        patterns(emptyList())
        nurse.sync()
    }
}
