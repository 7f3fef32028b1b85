// What a team agrees on: surveys, appointments, who is responsible. Kotlin and browser play the same, test for test.

import Foundation
import Testing
@testable import VerbandSDK

private let berlin = "Europe/Berlin"

/// Ids of what is not there.
private let noMember = String(repeating: "ab", count: 32)
private let noEvent = String(repeating: "ab", count: 16)

/// A file as another calendar writes it: one appointment, and one whose day nobody can read.
private let calendar = """
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

    """.replacingOccurrences(of: "\n", with: "\r\n")

@MainActor
final class TeamsPlans {
    private var feast: EventId = ""
    private var handover: EventId = ""
    private var duty: EventId = ""

    private var admin: Verband { Day.admin }
    private var nurse: Verband { Day.nurse }
    private var ward: LogId { Day.team.ward }

    // MARK: Surveys

    func asks() async throws {
        let place = Question(text: "Wo feiern wir?", form: .single(options: ["Garten", "Halle"], other: true), required: true)
        let slots = [
            DateSlot(start: 1_820_000_000_000, end: nil, wholeDay: false),
            DateSlot(start: 1_820_016_000_000, end: nil, wholeDay: true),
        ]
        let day = Question(text: "Wann?", form: .dates(slots: slots), required: false)
        let survey = NewSurvey(
            title: "Sommerfest", description: "Bitte bis Freitag", questions: [place, day], deadline: nil, secret: false,
            changeable: true)
        var empty = survey
        empty.questions = []
        let draft = try await admin.keepSurveyDraft(ward, empty)
        let flaw = await failure { try await self.admin.publishSurveyDraft(draft) }
        #expect([flaw?.code, flaw?.failure.reference] == ["survey", "questions"])
        #expect(flaw?.failure.sentence.contains("mindestens eine") == true)
        #expect(try await admin.keepSurveyDraft(ward, survey, draft: draft) == draft)
        #expect(try await admin.surveyDraft(draft) == survey)
        #expect(try await admin.surveysNow(ward).map(\.state) == [.draft])
        #expect(try await admin.surveySecrecy(secret: false, .german).contains("wer was gewählt hat"))
        feast = try await admin.publishSurveyDraft(draft)

        let row = try #require(try await until(nurse.surveys(ward)) { !$0.isEmpty }.first)
        #expect(row.event == feast && row.title == "Sommerfest" && row.questions == 2 && row.canVote)
        #expect(try await nurse.survey(ward, feast).questions == survey.questions)
        try await nurse.vote(ward, feast, [.choice(options: [0], other: nil), .dates(slots: [.yes, .no])])
        let changed: [SurveyAnswer] = [.choice(options: [1], other: nil), .dates(slots: [.yes, .maybe])]
        try await nurse.vote(ward, feast, changed)
        try await admin.vote(ward, feast, [.choice(options: [], other: "Dach"), .skipped])
        _ = try await until(nurse.surveys(ward)) { $0.allSatisfy { $0.votes == 2 && $0.ownVote == .counted } }
        let seen = try await nurse.surveyResults(ward, feast)
        #expect(seen.state == .live && seen.votes == 2)
        #expect(seen.voters.map(\.name) == ["Anna Admin", "Nora Nurse"])
        let (places, days) = (seen.questions[0], seen.questions[1])
        #expect(places.bars.map(\.count) == [0, 1, 1])
        #expect(places.bars.map(\.share) == [0, 500, 500])
        #expect(places.texts == ["Dach"] && days.answered == 1)
        #expect(days.bars.map(\.count) == [1, 0] && days.bars.map(\.best) == [true, false])
        #expect(days.bars[1].maybe == 1)
        #expect(try await nurse.survey(ward, feast).ownAnswers == changed)
    }

    func closes() async throws {
        #expect(await failure { try await self.nurse.closeSurvey(self.ward, self.feast) }?.code == "not-allowed")
        try await admin.closeSurvey(ward, feast)
        _ = try await until(nurse.surveys(ward)) { $0.first?.state == .closed }
        let late = await failure { try await self.nurse.vote(self.ward, self.feast, [.skipped, .skipped]) }?.failure
        #expect([late?.code, late?.reference, late?.sentence] == ["survey", "closed", "Die Umfrage ist beendet."])
        #expect(try await nurse.surveyResults(ward, feast).state == .final)
        #expect(try await table(.counts).contains("Wo feiern wir?;Halle;1;50,0;;"))
        #expect(try await table(.votes).contains { $0.hasPrefix("Nora Nurse;Halle;") })
        try await admin.archiveSurvey(ward, feast, true)
        _ = try await until(nurse.surveys(ward)) { $0.first?.archived == true }
        #expect(await failure { _ = try await self.nurse.survey(self.ward, noEvent) }?.code == "not-found")
    }

    private func table(_ which: SurveyTable) async throws -> [String] {
        let csv = try await nurse.surveyCsv(ward, feast, which, .german, utcOffsetS: 3600)
        return String(decoding: csv, as: UTF8.self).components(separatedBy: "\r\n")
    }

    func asksInSecret() async throws {
        let form = QuestionForm.rating(steps: 5, low: "gar nicht", high: "sehr")
        let happy = Question(text: "Wie zufrieden sind Sie?", form: form, required: true)
        let asked = try await admin.publishSurvey(
            ward,
            NewSurvey(
                title: "Dienstplan", description: "", questions: [happy], deadline: nil, secret: true, changeable: false))
        #expect(try await nurse.surveySecrecy(secret: true, .german).hasPrefix("Geheime Umfrage"))
        _ = try await until(nurse.surveys(ward)) { $0.contains { $0.event == asked && $0.secret } }
        try await nurse.vote(ward, asked, [.rating(step: 4)])
        let again = await failure { try await self.nurse.vote(self.ward, asked, [.rating(step: 1)]) }
        #expect(again?.failure.reference == "voted")
        try await admin.vote(ward, asked, [.rating(step: 2)])
        _ = try await until(nurse.surveys(ward)) {
            $0.contains { $0.event == asked && $0.votes == 2 && $0.ownVote == .counted }
        }
        let open = try await nurse.surveyResults(ward, asked)
        #expect(open.state == .secret && open.voters.count == 2 && open.questions.isEmpty && open.answers.isEmpty)
        #expect(try await nurse.survey(ward, asked).ownAnswers == nil)
        #expect(try await admin.surveyResults(ward, asked).state == .tooFew)
        try await admin.closeSurvey(ward, asked)
        for try await _ in try nurse.surveys(ward).rows {
            if try await nurse.surveyResults(ward, asked).state == .tooFew { break }
        }
        let votes = await failure { _ = try await self.admin.surveyCsv(self.ward, asked, .votes, .german, utcOffsetS: 0) }
        #expect(votes?.code == "not-found")
    }

    // MARK: Appointments

    private func at(_ start: String, _ end: String, rule: String = "", zone: String = berlin) -> PlainWhen {
        PlainWhen(start: start, end: end, zone: zone, rule: rule, extra: [])
    }

    private func appointment(
        _ title: String, _ when: PlainWhen, reminders: [UInt32] = [], invitees: [MemberId]? = nil
    ) -> NewAppointment {
        NewAppointment(
            title: title, place: "Stationszimmer", description: "", when: when, reminders: reminders, status: .confirmed,
            invitees: invitees, open: false)
    }

    /// Four weeks of March and April 2027, once they are as wanted. Clocks change on the 28th of March.
    @discardableResult
    private func spring(_ device: Verband, _ wanted: ([AgendaRow]) -> Bool) async throws -> [AgendaRow] {
        try await until(device.agenda(from: "2027-03-15", days: 28, zone: berlin), wanted)
    }

    func plansWeekly() async throws {
        let weekly = at("2027-03-15T06:00", "2027-03-15T07:00", rule: "FREQ=WEEKLY")
        #expect(try await admin.recurrenceInWords(weekly, .german) == "jeden Montag um 06:00")
        handover = try await admin.createAppointment(ward, appointment("Übergabe", weekly))
        let rows = try await spring(nurse) { $0.count == 4 }
        #expect(rows.map(\.day) == ["2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05"])
        #expect(rows.allSatisfy { $0.local.hasSuffix("T06:00") })
        #expect(rows.map { $0.starts / 3_600_000 % 24 } == [5, 5, 4, 4])
        #expect(rows.allSatisfy { $0.conversationTitle == "Station 3" && $0.authorName == "Anna Admin" })
        #expect(rows.allSatisfy { !$0.changeable })
        let details = try await nurse.appointment(ward, handover, occurrence: rows[1].occurrence, .english)
        #expect(details.occurrence.start == "2027-03-22T06:00" && details.when == weekly)
        let untitled = appointment(" ", weekly)
        #expect(await failure { _ = try await self.admin.createAppointment(self.ward, untitled) }?.code == "appointment")
        let nowhere = await failure { _ = try await self.nurse.agendaOnce(from: "2027-03-15", days: 7, zone: "Mars/Olympus") }
        #expect(nowhere?.code == "not-found")
    }

    func changesOccurrences() async throws {
        let later = AppointmentChange(when: at("2027-03-22T14:00", "2027-03-22T15:00"))
        try await admin.changeAppointment(ward, handover, .one(occurrence: "20270322T060000"), later)
        try await admin.cancelAppointment(ward, handover, .one(occurrence: "20270329T060000"))
        let renamed = AppointmentChange(title: "Frührunde")
        try await admin.changeAppointment(ward, handover, .from(occurrence: "20270405T060000"), renamed)
        let rows = try await spring(nurse) { $0.count == 4 && $0[3].title == "Frührunde" }
        #expect(rows.map { $0.local.suffix(5) } == ["06:00", "14:00", "06:00", "06:00"])
        #expect(rows.map { $0.status == .cancelled } == [false, false, true, false])
        let hers = await failure { try await self.nurse.cancelAppointment(self.ward, self.handover, .all) }
        #expect(hers?.code == "not-allowed")
        let none = AppointmentScope.one(occurrence: "20270316T060000")
        let never = await failure { try await self.admin.cancelAppointment(self.ward, self.handover, none) }
        #expect(never?.code == "not-found")
    }

    func answersInvitation() async throws {
        try await nurse.answerAppointment(ward, handover, .yes)
        try await nurse.answerAppointment(ward, handover, occurrence: "20270322T060000", .no)
        try await spring(admin) { $0[0].yes == 2 && $0[1].no == 1 }
        let attendees = try await admin.attendees(ward, handover, occurrence: "20270322T060000")
        #expect(attendees.map(\.name) == ["Anna Admin", "Nora Nurse"])
        #expect(attendees.map(\.answer) == [.yes, .no])
        let own = try #require(try await nurse.personalSpace())
        let dentist = appointment("Zahnarzt", at("2027-03-15T06:30", "2027-03-15T07:30"))
        _ = try await nurse.createAppointment(own, dentist)
        let rows = try await nurse.agendaOnce(from: "2027-03-15", days: 1, zone: berlin)
        #expect(rows.map(\.title) == ["Übergabe", "Zahnarzt"] && rows.map(\.conflict) == ["Zahnarzt", "Übergabe"])
        #expect(try await admin.agendaOnce(from: "2027-03-15", days: 1, zone: berlin).map(\.conflicts) == [0])
        let alone = appointment("Nur für mich", at("2027-03-16T06:00", "2027-03-16T07:00"), invitees: [])
        let event = try await admin.createAppointment(ward, alone)
        let there = try nurse.agenda(from: "2027-03-16", days: 1, zone: berlin, conversation: ward)
        _ = try await until(there) { !$0.isEmpty }
        #expect(await failure { try await self.nurse.answerAppointment(self.ward, event, .yes) }?.code == "not-allowed")
        try await admin.removeAppointment(ward, event, .all)
        let gone = try nurse.agenda(from: "2027-03-16", days: 1, zone: berlin, conversation: ward)
        _ = try await until(gone) { $0.isEmpty }
    }

    func exchangesFiles() async throws {
        let out = try await nurse.exportAppointments(.conversation(conversation: ward), zone: berlin)
        #expect(out.contains("SUMMARY:Übergabe") && out.contains("RRULE:FREQ=WEEKLY") && !out.contains("Nora"))
        let file = Data(calendar.utf8)
        let plan = try await admin.planImport(ward, file, zone: berlin, .german)
        #expect(plan.appointments.map(\.title) == ["Fortbildung"] && plan.appointments.map(\.state) == [.new])
        #expect(plan.flaws.count == 1 && plan.flaws[0].contains("gestern"))
        let imported = try await admin.importAppointments(ward, file, zone: berlin, .german)
        #expect(imported.new == 1 && imported.changed == 0)
        try await spring(nurse) { $0.contains { $0.title == "Fortbildung" } }
        // The file in a later state.
        let newer = calendar.replacingOccurrences(of: "SUMMARY", with: "SEQUENCE:1\r\nSUMMARY")
            .replacingOccurrences(of: "160000", with: "170000")
        let hers = try await nurse.planImport(ward, Data(newer.utf8), zone: berlin, .german)
        #expect(hers.appointments.map(\.state) == [.notAllowed])
        try await admin.undoImport(imported.id)
        try await spring(nurse) { !$0.contains { $0.title == "Fortbildung" } }
        #expect(await failure { try await self.admin.undoImport(imported.id) }?.code == "not-found")
        let broken = await failure {
            _ = try await self.admin.planImport(self.ward, Data("%PDF-1.7".utf8), zone: berlin, .german)
        }
        #expect(broken?.code == "calendar-file")
        #expect(broken?.failure.sentence == "Das ist keine Kalenderdatei (.ics).")
    }

    func reminds() async throws {
        let (minute, hour): (UInt64, UInt64) = (60_000, 3_600_000)
        let starts = UInt64(Date().timeIntervalSince1970) / 60 * minute + hour
        func local(_ moment: UInt64) -> String {
            String(ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(moment) / 1000)).dropLast(4))
        }
        let soon = at(local(starts), local(starts + hour), zone: "UTC")
        let visit = try await admin.createAppointment(ward, appointment("Chefvisite", soon, reminders: [15]))
        let today = try nurse.agenda(from: String(local(starts).prefix(10)), days: 1, zone: "UTC")
        _ = try await until(today) { $0.contains { $0.event == visit } }
        let due = try #require(try await nurse.dueReminders(until: starts + 2 * hour, zone: "UTC").first)
        #expect(due.title == "Chefvisite" && due.minutes == 15 && !due.snoozed)
        #expect(due.at + 15 * minute == starts)
        let reminder = Reminder(conversation: ward, event: visit, occurrence: due.occurrence, minutes: 15)
        try await nurse.snoozeReminder(reminder, until: due.at + 5 * minute)
        let later = try await nurse.dueReminders(until: starts + 2 * hour, zone: "UTC")
        #expect(later.map(\.at) == [due.at + 5 * minute] && later.map(\.snoozed) == [true])
        try await nurse.dismissReminder(reminder)
        #expect(try await nurse.dueReminders(until: starts + 2 * hour, zone: "UTC").isEmpty)
        #expect(try await admin.dueReminders(until: starts + 2 * hour, zone: "UTC").count == 1)
        let nothing = Reminder(conversation: ward, event: noEvent, occurrence: due.occurrence, minutes: 15)
        #expect(await failure { try await self.nurse.dismissReminder(nothing) }?.code == "not-found")
    }

    // MARK: Responsibility

    func takesAddress() async throws {
        let who = try await nurse.account().member
        let settings = RoleAddressSettings(
            title: "Wunddienst", eligible: .anybody, escalation: Escalation(afterMinutes: 30, to: nil))
        duty = try await admin.createRoleAddress(ward, settings)
        let row = try #require(try await until(nurse.roleAddresses(ward)) { !$0.isEmpty }.first)
        #expect(row.id == duty && row.title == "Wunddienst" && row.escalateAfter == 30)
        #expect(row.mayHold && !row.mayChange && !row.mine)
        try await nurse.handOver(ward, duty, to: [who])
        _ = try await until(admin.roleAddresses(ward)) { $0.first?.holderNames == ["Nora Nurse"] }
        #expect(try await admin.holders(ward, duty) == [who])
        let changes = try await admin.handOvers(ward, duty, limit: 10)
        #expect(changes.map(\.byName) == ["Nora Nurse"] && changes.allSatisfy { $0.fromNames.isEmpty })
        #expect(await failure { try await self.nurse.retireRoleAddress(self.ward, self.duty) }?.code == "not-allowed")
        let stranger = await failure { try await self.nurse.handOver(self.ward, self.duty, to: [noMember]) }
        #expect(stranger?.code == "not-found")
    }

    func takesRequest() async throws {
        let asked = try await admin.sendRequest(ward, duty, "Zimmer 12: durchgeblutet")
        let row = try #require(try await until(nurse.requests()) { !$0.isEmpty }.first)
        #expect(row.event == asked && row.state == .open && row.forMe)
        #expect([row.addressTitle, row.authorName] == ["Wunddienst", "Anna Admin"])
        let goesOn = try #require(row.escalatesAt)
        #expect(goesOn == row.sentAt + 30 * 60_000)
        #expect(try await nurse.dueEscalations(until: goesOn).map(\.request) == [asked])
        try await nurse.actOnRequest(ward, asked, .takeOver)
        _ = try await until(admin.requests()) { $0.first?.takenByName == "Nora Nurse" }
        let slower = await failure { try await self.admin.actOnRequest(self.ward, asked, .takeOver) }
        #expect(slower?.code == "not-allowed")
        try await nurse.actOnRequest(ward, asked, .done)
        _ = try await until(admin.requests()) { $0.isEmpty }
        let closed = try await admin.request(ward, asked)
        #expect(closed.state == .done && closed.closedByName == "Nora Nurse")
        #expect(try await admin.closedRequests(limit: 10).map(\.event) == [asked])
        #expect(try await admin.requestActs(ward, asked).map(\.act) == [.takeOver, .done])
        let nowhere = await failure { _ = try await self.nurse.sendRequest(self.ward, noEvent, "Zimmer 12") }
        #expect(nowhere?.code == "not-found")
    }

    func looksBack() async throws {
        try await nurse.markRead(ward)
        try await nurse.handOver(ward, duty, to: [admin.account().member])
        _ = try await until(admin.roleAddresses(ward)) { $0.first?.mine == true }
        try await admin.sendText(ward, "Zimmer 12 ist versorgt")
        let asked = try await admin.sendRequest(ward, duty, "Zimmer 14: bitte ansehen")
        _ = try await until(nurse.requests()) { $0.contains { $0.event == asked } }
        let view = try await nurse.handoverView(zone: berlin, .german)
        #expect(view.end == .handedOver)
        let told = view.facts.filter { $0.conversation == ward }.map(\.sentence)
        let facts = ["1 neue Nachricht.", "1 Anfrage ist offen.", "Termin in den nächsten 24 Stunden: Chefvisite."]
        #expect(Set(told).isSuperset(of: facts))
        #expect(try await nurse.handoverView(zone: berlin, .german, since: 0).end == .given)
        try await admin.actOnRequest(ward, asked, .done)
        let nowhere = await failure { _ = try await self.nurse.handoverView(zone: "Mars/Olympus", .german) }
        #expect(nowhere?.code == "not-found")
    }
}
