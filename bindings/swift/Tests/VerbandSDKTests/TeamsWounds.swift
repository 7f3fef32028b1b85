// A wound and its photos, from the first look to the patient's record. Kotlin and browser play the same, test for test.

import Foundation
import Testing
@testable import VerbandSDK

private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
private let photo = here.appendingPathComponent("../../../../tests/fixtures/wound.jpg").standardized

/// A label with a Code 128 that says F20260417.
private let label = here.appendingPathComponent("../../../../tests/fixtures/label.jpg").standardized

/// The id of what is not there.
private let noEvent = String(repeating: "ab", count: 16)

@MainActor
final class TeamsWounds {
    private var heel: EventId = ""

    private var admin: Verband { Day.admin }
    private var nurse: Verband { Day.nurse }
    private var ward: LogId { Day.team.ward }

    private let details = WoundDetails(
        patient: "Fall 4711",
        site: BodySite(view: "back", x: 440, y: 960, region: "heel", side: "left", clock: 6), kind: "pressure-ulcer",
        stage: "pressure-2", since: "2026-10", recurrent: nil, position: "linke Seitenlage", note: "")

    private func finding(
        examinedAt: UInt64 = 0, length: UInt32? = nil, width: UInt32? = nil, area: UInt32? = nil
    ) -> WoundFinding {
        let tissue = [TissuePart(tissue: "granulation", percent: 60), TissuePart(tissue: "fibrin", percent: 40)]
        return WoundFinding(
            examinedAt: examinedAt, length: length, width: width, depth: nil, area: area, measured: "ruler",
            undermining: [], tissue: tissue, edge: ["macerated"], skin: [], exudateAmount: "moderate", exudateKind: "",
            exudateColour: "", odour: "", pain: 4, infection: [], dressing: "Alginat", nextChange: nil, note: "")
    }

    /// Waits until a wound stands in somebody's list as wanted.
    @discardableResult
    private func seen(
        _ device: Verband, _ wound: EventId, _ wanted: (WoundRow) -> Bool
    ) async throws -> WoundRow {
        let rows = try await until(device.wounds(ward)) { $0.contains { $0.event == wound && wanted($0) } }
        return try #require(rows.first { $0.event == wound })
    }

    @discardableResult
    private func arrived(_ device: Verband, _ event: EventId) async throws -> MessageRow {
        let rows = try await until(device.messages(ward)) { $0.contains { $0.event == event } }
        return try #require(rows.first { $0.event == event })
    }

    // MARK: The record

    func photographs() async throws {
        var dragon = details
        dragon.kind = "dragon-bite"
        #expect(await failure { _ = try await self.admin.createWound(self.ward, dragon) }?.code == "wound")
        heel = try await admin.createWound(ward, details)
        let consent = WoundConsent(
            state: "given", by: "representative", at: nil, purposes: ["photos", "storage"], note: "in der Mappe")
        try await seen(nurse, heel) { _ in true }
        #expect(try await nurse.woundGhost(ward, heel) == nil)
        try await nurse.setWoundConsent(ward, heel, consent)
        let bytes = try Data(contentsOf: photo)
        let taken = try await nurse.sendWoundPhotos(
            ward, heel, [WoundPhoto(role: "overview", photo: bytes), WoundPhoto(role: "close-up", photo: bytes)])
        try await admin.recordFinding(ward, heel, finding(length: 30, width: 20))
        let row = try await seen(nurse, heel) { $0.photos == 2 && $0.findings == 1 && !$0.waiting }
        #expect(row.details == details && row.consent == consent)
        #expect(row.area == 600 && row.areaBySides)
        let ghost = try #require(try await nurse.woundGhost(ward, heel))
        #expect(ghost.last.event == taken[1] && ghost.position == "linke Seitenlage")
        #expect(try await nurse.woundPhotos(ward, heel).map(\.role) == ["overview", "close-up"])
        #expect(try await admin.woundOfPhoto(ward, taken[0]) == heel)
        let words = try await nurse.woundTerms(.german).filter { $0.list == "region" && $0.code == "heel" }
        #expect(words.map(\.word) == ["Ferse"])
    }

    func corrects() async throws {
        let found = try await nurse.woundTimeline(ward, heel, limit: 50).first { $0.kind == .found }
        let first = try #require(found).event
        try await admin.correctFinding(ward, first, finding(length: 32, width: 20), reason: "verlesen")
        try await seen(nurse, heel) { $0.area == 640 }
        let said = try await nurse.findingVersions(ward, first)
        #expect(said.map { $0.content?.length } == [32, 30] && said[0].reason == "verlesen")
        let wrong = try await nurse.recordFinding(ward, heel, finding(area: 9_000))
        try await nurse.strikeFinding(ward, wrong, reason: "anderer Patient")
        let course = try await until(nurse.woundCourse(ward, heel)) {
            $0.contains { $0.event == wrong && $0.struck && !$0.waiting }
        }
        #expect(course.first { $0.event == first }?.corrections == 1)
        #expect(try await nurse.wound(ward, heel).area == 640)
        let missing = await failure { _ = try await self.nurse.findingVersions(self.ward, noEvent) }
        #expect(missing?.code == "not-found")
    }

    func asksAfterSixWeeks() async throws {
        let now = UInt64(Date().timeIntervalSince1970 * 1_000)
        var other = details
        other.patient = "Fall 4712"
        let wound = try await admin.createWound(ward, other)
        for (days, area) in [(43, 500), (20, 480), (0, 470)] as [(UInt64, UInt32)] {
            try await admin.recordFinding(ward, wound, finding(examinedAt: now - days * 86_400_000, area: area))
        }
        try await seen(nurse, wound) { $0.question }
        #expect(try await nurse.woundCurve(ward, wound).map(\.area) == [500, 480, 470])
        #expect(try await nurse.woundQuestions().map(\.event) == [wound])
        #expect(try await nurse.sixWeekQuestion(.german).contains("zweite Meinung"))
        let open = await failure { try await self.nurse.answerSixWeeks(self.ward, wound, "later") }
        #expect(open?.code == "wound")
        try await nurse.answerSixWeeks(ward, wound, "opinion", note: "Wundambulanz")
        try await seen(admin, wound) { !$0.question }
    }

    func closesWound() async throws {
        try await admin.closeWound(ward, heel, "healed", note: "Epithel geschlossen")
        let row = try await seen(nurse, heel) { $0.closed }
        #expect([row.closedReason, row.closedByName] == ["healed", "Anna Admin"])
        let late = await failure { try await self.nurse.recordFinding(self.ward, self.heel, self.finding()) }
        #expect(late?.code == "wound")
        try await nurse.reopenWound(ward, heel)
        try await seen(admin, heel) { !$0.closed }
        #expect(try await nurse.woundVersions(ward, heel).compactMap(\.closed) == [false, true])
    }

    func reports() async throws {
        let report = try await admin.woundReport(ward, heel, language: .german)
        #expect(report.starts(with: Data("%PDF-".utf8)))
        let course = try await until(nurse.woundCourse(ward, heel)) { $0.contains { $0.kind == .exported } }
        #expect(course.first { $0.kind == .exported }?.byName == "Anna Admin")
        try await setPolicy { $0.export = false }
        let refused = await failure {
            _ = try await self.nurse.woundReport(self.ward, self.heel, language: .german)
        }?.failure
        #expect([refused?.code, refused?.reference] == ["policy", "export"])
        try await setPolicy { $0.export = true }
    }

    private func setPolicy(_ change: (inout OrganisationPolicy) -> Void) async throws {
        var policy = try await admin.policy()
        change(&policy)
        try await admin.setPolicy(policy)
        try await nurse.sync()
    }

    // MARK: Record, tray, retention

    func marks() async throws {
        #expect(try await nurse.undocumented(ward).contains { $0.wound == heel })
        try await nurse.markDocumented(ward, [heel], record: "Papierakte", document: "Blatt 3")
        #expect(try await nurse.undocumented(ward).allSatisfy { $0.wound != heel })
        for device in [nurse, admin] {
            _ = try await until(device.woundCourse(ward, heel)) { $0.contains { $0.kind == .documented && !$0.waiting } }
        }
        #expect(try await nurse.isDocumented(ward, heel))
        let said = try #require(try await admin.documentedTrace(ward, heel).first)
        #expect([said.record, said.document, said.byName] == ["Papierakte", "Blatt 3", "Nora Nurse"])
        try await nurse.withdrawDocumented(ward, [heel], reason: "falsche Akte")
        #expect(try await !nurse.isDocumented(ward, heel))
        #expect(try await nurse.undocumented().contains { $0.wound == heel })
    }

    func packs() async throws {
        #expect(try await nurse.woundFhir(ward, heel, language: .german).starts(with: Data("{".utf8)))
        #expect(try await nurse.woundPackage(ward, heel, language: .german).starts(with: Data("PK".utf8)))
        let nowhere = RecordTarget(
            name: "Archiv", url: "https://127.0.0.1:1/fhir", token: "", authority: nil, facility: "KHS", setting: "ALLG")
        let context = RecordContext(patient: "Patient/4711", encounter: "")
        let unreached = await failure {
            try await self.nurse.uploadWound(self.ward, self.heel, to: nowhere, context: context, language: .german)
        }
        #expect(unreached?.failure.sentence.isEmpty == false)
        // Each of its photos as a document by itself: none is there, and what is no photo of it is named.
        let photos = await failure {
            try await self.nurse.uploadWoundPhotos(
                self.ward, self.heel, to: nowhere, context: context, language: .german)
        }
        #expect(photos?.code == "record")
        let other = await failure {
            try await self.nurse.uploadWoundPhotos(
                self.ward, self.heel, [self.heel], to: nowhere, context: context, language: .german)
        }
        #expect(other?.code == "not-found")
        #expect(try await !nurse.isDocumented(ward, heel))
    }

    func files() async throws {
        let own = try #require(try await nurse.personalSpace())
        let photo = try await nurse.capturePhoto(try Data(contentsOf: photo), caption: "Ferse")
        let unsorted = AlbumQuery(place: .unsorted, patient: nil, wound: nil)
        _ = try await until(nurse.pictures(unsorted)) { $0.contains { $0.event == photo } }
        try await nurse.filePhotos(own, [photo], patient: "Fall 4711")
        #expect(try await nurse.album(unsorted, limit: 10).isEmpty)
        let tray = try await nurse.album(AlbumQuery(place: .tray, patient: "Fall 4711", wound: nil), limit: 10)
        #expect(tray.map(\.daysLeft) == [30])
        #expect(try await nurse.photoFilings(own, photo).map { [$0.patientBefore, $0.patient] } == [["", "Fall 4711"]])
        #expect(try await nurse.albumPatients().contains { $0.patient == "Fall 4711" })
        let moved = try #require(try await nurse.movePhotos(from: own, [photo], to: ward, wound: heel).first)
        #expect(try await arrived(admin, moved).text == "Ferse")
        try await seen(nurse, heel) { $0.photos == 3 }
        #expect(try await nurse.album(AlbumQuery(place: .tray, patient: nil, wound: nil), limit: 10).isEmpty)
        #expect(try await nurse.storageUse().files > 0)
    }

    func foretells() async throws {
        let (retention, words) = try await nurse.retention(ward, .german)
        let days = try await admin.policy().retentionDays
        #expect(retention.days == days && !words.isEmpty)
        let foretold = try #require(try await admin.retentionPreviews(.german, of: ward, days: 30).first)
        #expect(foretold.preview.days == 30 && foretold.preview.people == 2)
        #expect(!foretold.preview.vanishing.isEmpty && !foretold.preview.counts.isEmpty && !foretold.words.isEmpty)
        #expect(try await admin.retentionPreviews(.german, of: ward).first?.preview.days == days)
        #expect(try await nurse.retentionWarnings().isEmpty)
        #expect(try await !nurse.keptInWords(.undocumented, .german).isEmpty)
    }

    // MARK: Redaction

    private func covering(_ x: Int32, _ width: UInt32) -> PhotoReview {
        let shape = CoverShape.rectangle(PhotoArea(x: x, y: 10, width: width, height: 60))
        return PhotoReview(marks: [.cover(shape: shape, fill: .solid)], checked: false)
    }

    func covers() async throws {
        let bytes = try Data(contentsOf: photo)
        let event = try await nurse.sendReviewedPhoto(ward, bytes, covering(10, 80), language: .german, caption: "Ferse")
        let outside = await failure {
            try await self.nurse.sendReviewedPhoto(self.ward, bytes, self.covering(100_000, 80), language: .german)
        }?.failure
        #expect(outside?.code == "mark" && outside?.sentence.contains("neben dem Foto") == true)
        let sent = try #require(try await arrived(admin, event).photo)
        let proposals = try await admin.proposeMarks(sent, language: .german)
        #expect(proposals.found.allSatisfy { $0.kind != .face } && !proposals.text.isEmpty)
        let again = try await nurse.redactPhoto(ward, event, covering(200, 40), language: .german)
        #expect(try await arrived(admin, again).text == "Ferse")
        #expect(try await admin.newestMessages(ward, limit: 50).allSatisfy { $0.event != event || $0.photo == nil })
        let other = try await arrived(nurse, try await admin.sendPhoto(ward, bytes)).event
        let hers = await failure {
            try await self.nurse.redactPhoto(self.ward, other, self.covering(0, 9), language: .german)
        }
        #expect(hers?.code == "not-allowed")
    }

    func looksThrough() async throws {
        let bytes = try Data(contentsOf: photo)
        try await setPolicy { $0.redaction = .required }
        let unseen = await failure { try await self.nurse.sendPhoto(self.ward, bytes) }
        #expect(unseen?.code == "not-looked-through")
        let checked = PhotoReview(marks: [], checked: true)
        try await arrived(admin, try await nurse.sendReviewedPhoto(ward, bytes, checked, language: .german))
        try await setPolicy { $0.redaction = .offered }
    }

    func readsCodes() async throws {
        let (wristband, wound) = (try Data(contentsOf: label), try Data(contentsOf: photo))
        #expect(try await nurse.readPatientCode(wristband, language: .german).map(\.reference) == ["F20260417"])
        let flaw = await failure { try await self.setPolicy { $0.patientPatterns = ["F9{8}"] } }?.failure
        #expect([flaw?.code, flaw?.reference] == ["pattern", "1"])
        try await setPolicy { $0.patientPatterns = ["<'F'>9{8}"] }
        let code = try #require(try await nurse.readPatientCode(wristband, language: .german).first)
        #expect(code.reference == "20260417" && code.area.width > 300 && code.area.x > 100)
        #expect(try await nurse.fitsPatientPattern("20260417"))
        #expect(try await !nurse.fitsPatientPattern("Bett 3"))
        try await setPolicy { $0.patientPatterns = ["'P'9{8}"] }
        let other = await failure { try await self.nurse.readPatientCode(wristband, language: .german) }?.failure
        #expect([other?.code, other?.reference] == ["wound", "other-code"])
        #expect(other?.sentence.contains("gehört nicht zu einem Patienten") == true)
        let none = await failure { try await self.nurse.readPatientCode(wound, language: .german) }?.failure
        #expect([none?.code, none?.reference] == ["wound", "no-code"])
        let empty = await failure {
            try await self.nurse.readPatientFrame(
                Data(count: 64 * 48), width: 60, height: 48, stride: 64, language: .german)
        }?.failure
        #expect(empty?.reference == "no-code")
        let field = try tryPatientPattern("(8018)9{18}", "(8018)401234500000012345", language: .german)
        #expect(field == "401234500000012345")
        #expect(try tryPatientPattern("9{8}", "F20260417", language: .german) == nil)
        try await setPolicy { $0.patientPatterns = [] }
    }
}
