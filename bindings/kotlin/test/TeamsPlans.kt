/* What a team agrees on: surveys, appointments, who is responsible. Swift and browser play the same, test for test. */

import de.verband.sdk.*
import java.time.Instant
import java.time.temporal.ChronoUnit
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.flow.first

private const val BERLIN = "Europe/Berlin"

/** Ids of what is not there. */
private val NO_MEMBER = "ab".repeat(32)
private val NO_EVENT = "ab".repeat(16)

/** A file as another calendar writes it: one appointment, and one whose day nobody can read. */
private val FILE = """
    BEGIN:VCALENDAR
    VERSION:2.0
    BEGIN:VEVENT
    UID:fortbildung-1
    SUMMARY:Fortbildung
    DTSTART;TZID=Europe/Berlin:20270317T140000
    DTEND;TZID=Europe/Berlin:20270317T160000
    END:VEVENT
    BEGIN:VEVENT
    UID:kaputt
    DTSTART:gestern
    END:VEVENT
    END:VCALENDAR

""".trimIndent().replace("\n", "\r\n").toByteArray()

/** [ward] is a channel of both; [admin] founded it. */
class TeamsPlans(private val admin: Verband, private val nurse: Verband, private val ward: LogId) {
    private lateinit var who: MemberId
    private lateinit var feast: EventId
    private lateinit var handover: EventId
    private lateinit var duty: EventId

    suspend fun run(tests: Tests) {
        who = nurse.account().member
        tests.test("a survey is drafted, asked, answered by both, and read while it is open", ::asks)
        tests.test("a survey is closed, and leaves as a table", ::closes)
        tests.test("a secret survey of two tells nobody anything", ::asksInSecret)
        tests.test("an appointment comes every week at the same hour, also when clocks change", ::plansWeekly)
        tests.test("one occurrence is put off, one called off, later ones renamed", ::changesOccurrences)
        tests.test("an invitation is answered, and what is at the same time is told", ::answersInvitation)
        tests.test("appointments go out as a file, and come in from one", ::exchangesFiles)
        tests.test("a reminder is due, put off and put away", ::reminds)
        tests.test("a role address is made and taken", ::takesAddress)
        tests.test("a request is sent to it, taken over and done", ::takesRequest)
        tests.test("whoever hands over is told what happened since", ::looksBack)
    }

    // Surveys

    private suspend fun asks() {
        val place = Question("Wo feiern wir?", SingleQuestion(listOf("Garten", "Halle"), true), true)
        val slots = listOf(DateSlot(1_820_000_000_000u, null, false), DateSlot(1_820_016_000_000u, null, true))
        val day = Question("Wann?", DatesQuestion(slots), false)
        val survey = NewSurvey("Sommerfest", "Bitte bis Freitag", listOf(place, day), null, false, true)
        val draft = admin.keepSurveyDraft(ward, survey.copy(questions = emptyList()))
        val flaw = throws<VerbandException.BadInput> { admin.publishSurveyDraft(draft) }
        equal("survey" to "questions", flaw.code to flaw.failure.reference)
        check("mindestens eine" in flaw.failure.sentence) { flaw.failure.sentence }
        equal(draft, admin.keepSurveyDraft(ward, survey, draft))
        equal(survey, admin.surveyDraft(draft))
        equal(SurveyState.DRAFT, admin.surveysNow(ward).single().state)
        check("wer was gewählt hat" in admin.surveySecrecy(false, Language.GERMAN))
        feast = admin.publishSurveyDraft(draft)

        val row = nurse.surveys(ward).rows.first { it.isNotEmpty() }.single()
        equal(listOf(feast, "Sommerfest", 2u, true), listOf(row.event, row.title, row.questions, row.canVote))
        equal(survey.questions, nurse.survey(ward, feast).questions)
        val can = { second: Availability -> DatesAnswer(listOf(Availability.YES, second)) }
        nurse.vote(ward, feast, listOf(ChoiceAnswer(listOf(0u), null), can(Availability.NO)))
        val changed = listOf(ChoiceAnswer(listOf(1u), null), can(Availability.MAYBE))
        nurse.vote(ward, feast, changed)
        admin.vote(ward, feast, listOf(ChoiceAnswer(emptyList(), "Dach"), SkippedAnswer))
        nurse.surveys(ward).rows.first { rows -> rows.all { it.votes == 2u && it.ownVote == VoteState.COUNTED } }
        val seen = nurse.surveyResults(ward, feast)
        equal(ResultState.LIVE to 2u, seen.state to seen.votes)
        equal(listOf("Anna Admin", "Nora Nurse"), seen.voters.map { it.name })
        val (places, days) = seen.questions
        equal(listOf(0u to 0u, 1u to 500u, 1u to 500u), places.bars.map { it.count to it.share })
        equal(listOf("Dach") to 1u, places.texts to days.answered)
        equal(listOf(1u to true, 0u to false), days.bars.map { it.count to it.best })
        equal(1u, days.bars[1].maybe)
        equal(changed, nurse.survey(ward, feast).ownAnswers)
    }

    private suspend fun closes() {
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.closeSurvey(ward, feast) }.code)
        admin.closeSurvey(ward, feast)
        nurse.surveys(ward).rows.first { it.single().state == SurveyState.CLOSED }
        val late = throws<VerbandException.BadInput> { nurse.vote(ward, feast, listOf(SkippedAnswer, SkippedAnswer)) }
        equal(listOf("survey", "closed", "Die Umfrage ist beendet."),
            listOf(late.code, late.failure.reference, late.failure.sentence))
        equal(ResultState.FINAL, nurse.surveyResults(ward, feast).state)
        check("Wo feiern wir?;Halle;1;50,0;;" in table(SurveyTable.COUNTS))
        check(table(SurveyTable.VOTES).any { it.startsWith("Nora Nurse;Halle;") })
        admin.archiveSurvey(ward, feast, true)
        nurse.surveys(ward).rows.first { it.single().archived }
        equal("not-found", throws<VerbandException.NotFound> { nurse.survey(ward, NO_EVENT) }.code)
    }

    private suspend fun table(which: SurveyTable) =
        nurse.surveyCsv(ward, feast, which, Language.GERMAN, 3600).decodeToString().lines()

    private suspend fun asksInSecret() {
        val happy = Question("Wie zufrieden sind Sie?", RatingQuestion(5u, "gar nicht", "sehr"), true)
        val asked = admin.publishSurvey(ward, NewSurvey("Dienstplan", "", listOf(happy), null, true, false))
        check(nurse.surveySecrecy(true, Language.GERMAN).startsWith("Geheime Umfrage"))
        nurse.surveys(ward).rows.first { rows -> rows.any { it.event == asked && it.secret } }
        nurse.vote(ward, asked, listOf(RatingAnswer(4u)))
        val again = throws<VerbandException.BadInput> { nurse.vote(ward, asked, listOf(RatingAnswer(1u))) }
        equal("voted", again.failure.reference)
        admin.vote(ward, asked, listOf(RatingAnswer(2u)))
        val both = { row: SurveyRow -> row.event == asked && row.votes == 2u && row.ownVote == VoteState.COUNTED }
        nurse.surveys(ward).rows.first { it.any(both) }
        val open = nurse.surveyResults(ward, asked)
        equal(listOf(ResultState.SECRET, 2, 0, 0),
            listOf(open.state, open.voters.size, open.questions.size, open.answers.size))
        equal(null, nurse.survey(ward, asked).ownAnswers)
        equal(ResultState.TOO_FEW, admin.surveyResults(ward, asked).state)
        admin.closeSurvey(ward, asked)
        nurse.surveys(ward).rows.first { nurse.surveyResults(ward, asked).state == ResultState.TOO_FEW }
        val table = throws<VerbandException.NotFound> {
            admin.surveyCsv(ward, asked, SurveyTable.VOTES, Language.GERMAN, 0)
        }
        equal("not-found", table.code)
    }

    // Appointments

    private fun at(start: String, end: String, rule: String = "", zone: String = BERLIN) =
        PlainWhen(start, end, zone, rule, emptyList())

    private fun appointment(
        title: String, time: PlainWhen, reminders: List<UInt> = emptyList(), invitees: List<MemberId>? = null,
    ) = NewAppointment(title, "Stationszimmer", "", time, reminders, AppointmentStatus.CONFIRMED, invitees, false)

    /** Four weeks of March and April 2027, once they are as wanted. Clocks change on the 28th of March. */
    private suspend fun Verband.spring(wanted: (List<AgendaRow>) -> Boolean) =
        agenda("2027-03-15", 28, BERLIN).rows.first(wanted)

    private suspend fun plansWeekly() {
        val weekly = at("2027-03-15T06:00", "2027-03-15T07:00", "FREQ=WEEKLY")
        equal("jeden Montag um 06:00", admin.recurrenceInWords(weekly, Language.GERMAN))
        handover = admin.createAppointment(ward, appointment("Übergabe", weekly))
        val rows = nurse.spring { it.size == 4 }
        equal(listOf("2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05"), rows.map { it.day })
        equal(List(4) { "06:00" }, rows.map { it.local.substringAfter('T') })
        equal(listOf(5L, 5L, 4L, 4L), rows.map { it.starts / 3_600_000 % 24 })
        equal(listOf("Station 3" to "Anna Admin"), rows.map { it.conversationTitle to it.authorName }.distinct())
        check(rows.none { it.changeable })
        val details = nurse.appointment(ward, handover, Language.ENGLISH, rows[1].occurrence)
        equal("2027-03-22T06:00" to weekly, details.occurrence.start to details.`when`)
        val untitled = throws<VerbandException.BadInput> { admin.createAppointment(ward, appointment(" ", weekly)) }
        equal("appointment", untitled.code)
        equal("not-found", throws<VerbandException.NotFound> { nurse.agendaOnce("2027-03-15", 7, "Mars/Olympus") }.code)
    }

    private suspend fun changesOccurrences() {
        val later = AppointmentChange(`when` = at("2027-03-22T14:00", "2027-03-22T15:00"))
        admin.changeAppointment(ward, handover, OneOccurrence("20270322T060000"), later)
        admin.cancelAppointment(ward, handover, OneOccurrence("20270329T060000"))
        admin.changeAppointment(ward, handover, OccurrencesFrom("20270405T060000"), AppointmentChange(title = "Frührunde"))
        val rows = nurse.spring { rows -> rows.size == 4 && rows[3].title == "Frührunde" }
        equal(listOf("06:00", "14:00", "06:00", "06:00"), rows.map { it.local.substringAfter('T') })
        equal(listOf(false, false, true, false), rows.map { it.status == AppointmentStatus.CANCELLED })
        equal("not-allowed", throws<VerbandException.NotAllowed> {
            nurse.cancelAppointment(ward, handover, AllOccurrences)
        }.code)
        equal("not-found", throws<VerbandException.NotFound> {
            admin.cancelAppointment(ward, handover, OneOccurrence("20270316T060000"))
        }.code)
    }

    private suspend fun answersInvitation() {
        nurse.answerAppointment(ward, handover, Attendance.YES)
        nurse.answerAppointment(ward, handover, Attendance.NO, "20270322T060000")
        admin.spring { rows -> rows[0].yes == 2u && rows[1].no == 1u }
        val attendees = admin.attendees(ward, handover, "20270322T060000")
        equal(listOf("Anna Admin" to Attendance.YES, "Nora Nurse" to Attendance.NO), attendees.map { it.name to it.answer })
        val own = checkNotNull(nurse.personalSpace())
        nurse.createAppointment(own, appointment("Zahnarzt", at("2027-03-15T06:30", "2027-03-15T07:30")))
        val rows = nurse.agendaOnce("2027-03-15", 1, BERLIN)
        equal(listOf("Übergabe" to "Zahnarzt", "Zahnarzt" to "Übergabe"), rows.map { it.title to it.conflict })
        equal(0u, admin.agendaOnce("2027-03-15", 1, BERLIN).single().conflicts)
        val alone = appointment("Nur für mich", at("2027-03-16T06:00", "2027-03-16T07:00"), invitees = emptyList())
        val event = admin.createAppointment(ward, alone)
        nurse.agenda("2027-03-16", 1, BERLIN, ward).rows.first { it.isNotEmpty() }
        equal("not-allowed", throws<VerbandException.NotAllowed> {
            nurse.answerAppointment(ward, event, Attendance.YES)
        }.code)
        admin.removeAppointment(ward, event, AllOccurrences)
        nurse.agenda("2027-03-16", 1, BERLIN, ward).rows.first { it.isEmpty() }
    }

    private suspend fun exchangesFiles() {
        val out = nurse.exportAppointments(ConversationAppointments(ward), BERLIN)
        check("SUMMARY:Übergabe" in out && "RRULE:FREQ=WEEKLY" in out && "Nora" !in out) { out }
        val plan = admin.planImport(ward, FILE, BERLIN, Language.GERMAN)
        equal(listOf("Fortbildung" to PlannedState.NEW), plan.appointments.map { it.title to it.state })
        check("gestern" in plan.flaws.single()) { "${plan.flaws}" }
        val imported = admin.importAppointments(ward, FILE, BERLIN, Language.GERMAN)
        equal(1u to 0u, imported.new to imported.changed)
        nurse.spring { rows -> rows.any { it.title == "Fortbildung" } }
        val hers = nurse.planImport(ward, newer(), BERLIN, Language.GERMAN)
        equal(listOf(PlannedState.NOT_ALLOWED), hers.appointments.map { it.state })
        admin.undoImport(imported.id)
        nurse.spring { rows -> rows.none { it.title == "Fortbildung" } }
        equal("not-found", throws<VerbandException.NotFound> { admin.undoImport(imported.id) }.code)
        val broken = throws<VerbandException.BadInput> {
            admin.planImport(ward, "%PDF-1.7".toByteArray(), BERLIN, Language.GERMAN)
        }
        equal("calendar-file" to "Das ist keine Kalenderdatei (.ics).", broken.code to broken.failure.sentence)
    }

    /** The file in a later state. */
    private fun newer() =
        FILE.decodeToString().replace("SUMMARY", "SEQUENCE:1\r\nSUMMARY").replace("160000", "170000").toByteArray()

    private suspend fun reminds() {
        val starts = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.HOURS)
        val local = { moment: Instant -> "$moment".dropLast(4) }
        val soon = at(local(starts), local(starts.plus(1, ChronoUnit.HOURS)), zone = "UTC")
        val visit = admin.createAppointment(ward, appointment("Chefvisite", soon, reminders = listOf(15u)))
        nurse.agenda(local(starts).take(10), 1, "UTC").rows.first { rows -> rows.any { it.event == visit } }
        val end = starts.toEpochMilli().toULong() + 2.hours.inWholeMilliseconds.toULong()
        val due = nurse.dueReminders(end, "UTC").single()
        equal(listOf("Chefvisite", 15u, false), listOf(due.title, due.minutes, due.snoozed))
        equal(starts.toEpochMilli().toULong(), due.at + 15.minutes.inWholeMilliseconds.toULong())
        val reminder = Reminder(ward, visit, due.occurrence, 15u)
        nurse.snoozeReminder(reminder, due.at + 300_000uL)
        equal(due.at + 300_000uL to true, nurse.dueReminders(end, "UTC").single().let { it.at to it.snoozed })
        nurse.dismissReminder(reminder)
        equal(0 to 1, nurse.dueReminders(end, "UTC").size to admin.dueReminders(end, "UTC").size)
        val nothing = reminder.copy(event = NO_EVENT)
        equal("not-found", throws<VerbandException.NotFound> { nurse.dismissReminder(nothing) }.code)
    }

    // Responsibility

    private suspend fun takesAddress() {
        val settings = RoleAddressSettings("Wunddienst", AnybodyMayHold, Escalation(30u, null))
        duty = admin.createRoleAddress(ward, settings)
        val row = nurse.roleAddresses(ward).rows.first { it.isNotEmpty() }.single()
        equal(listOf(duty, "Wunddienst", 30u), listOf(row.id, row.title, row.escalateAfter))
        equal(listOf(true, false, false), listOf(row.mayHold, row.mayChange, row.mine))
        nurse.handOver(ward, duty, listOf(who))
        admin.roleAddresses(ward).rows.first { it.single().holderNames == listOf("Nora Nurse") }
        equal(listOf(who), admin.holders(ward, duty))
        val change = admin.handOvers(ward, duty, 10).single()
        equal("Nora Nurse" to emptyList<String>(), change.byName to change.fromNames)
        equal("not-allowed", throws<VerbandException.NotAllowed> { nurse.retireRoleAddress(ward, duty) }.code)
        equal("not-found", throws<VerbandException.NotFound> { nurse.handOver(ward, duty, listOf(NO_MEMBER)) }.code)
    }

    private suspend fun takesRequest() {
        val asked = admin.sendRequest(ward, duty, "Zimmer 12: durchgeblutet")
        val row = nurse.requests().rows.first { it.isNotEmpty() }.single()
        equal(listOf(asked, RequestState.OPEN, true), listOf(row.event, row.state, row.forMe))
        equal("Wunddienst" to "Anna Admin", row.addressTitle to row.authorName)
        val goesOn = checkNotNull(row.escalatesAt)
        equal(row.sentAt + 30.minutes.inWholeMilliseconds.toULong(), goesOn)
        equal(listOf(asked), nurse.dueEscalations(goesOn).map { it.request })
        nurse.actOnRequest(ward, asked, TakeOver)
        admin.requests().rows.first { it.singleOrNull()?.takenByName == "Nora Nurse" }
        equal("not-allowed", throws<VerbandException.NotAllowed> { admin.actOnRequest(ward, asked, TakeOver) }.code)
        nurse.actOnRequest(ward, asked, RequestDone)
        admin.requests().rows.first { it.isEmpty() }
        equal(RequestState.DONE to "Nora Nurse", admin.request(ward, asked).let { it.state to it.closedByName })
        equal(listOf(asked), admin.closedRequests(10).map { it.event })
        equal(listOf(TakeOver, RequestDone), admin.requestActs(ward, asked).map { it.act })
        equal("not-found", throws<VerbandException.NotFound> { nurse.sendRequest(ward, NO_EVENT, "Zimmer 12") }.code)
    }

    private suspend fun looksBack() {
        nurse.markRead(ward)
        nurse.handOver(ward, duty, listOf(admin.account().member))
        admin.roleAddresses(ward).rows.first { it.single().mine }
        admin.sendText(ward, "Zimmer 12 ist versorgt")
        val asked = admin.sendRequest(ward, duty, "Zimmer 14: bitte ansehen")
        nurse.requests().rows.first { rows -> rows.any { it.event == asked } }
        val view = nurse.handoverView(BERLIN, Language.GERMAN)
        equal(ShiftEnd.HANDED_OVER, view.end)
        val told = view.facts.filter { it.conversation == ward }.map { it.sentence }
        for (fact in listOf("1 neue Nachricht.", "1 Anfrage ist offen.", "Termin in den nächsten 24 Stunden: Chefvisite.")) {
            check(fact in told) { "$told" }
        }
        equal(ShiftEnd.GIVEN, nurse.handoverView(BERLIN, Language.GERMAN, since = 0uL).end)
        admin.actOnRequest(ward, asked, RequestDone)
        equal("not-found", throws<VerbandException.NotFound> { nurse.handoverView("Mars/Olympus", Language.GERMAN) }.code)
    }
}
