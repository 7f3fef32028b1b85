// The wound record: wounds of a channel, findings, photos and the question after six weeks.

import Foundation
import VerbandFFI

extension Verband {
    // MARK: Wounds

    /// The wounds of all channels, once. A screen takes `wounds` of a channel instead.
    public func allWounds() async throws -> [WoundRow] { try await rows(.wounds(conversation: nil)) }

    /// The wounds of all channels about which the team is asked, the question that has waited longest first.
    public func woundQuestions() async throws -> [WoundRow] {
        try await rows(.woundQuestions)
    }

    /// The sentence of the question that six weeks without a healing tendency put.
    public func sixWeekQuestion(_ language: Language) async throws -> String {
        guard case .text(let text) = try await record(.sixWeekQuestion(language: language)) else {
            throw VerbandError.inside("another result")
        }
        return text
    }

    /// The terms that people tick, list by list, with the word for each.
    public func woundTerms(_ language: Language) async throws -> [WoundTerm] {
        guard case .terms(let terms) = try await record(.woundTerms(language: language)) else {
            throw VerbandError.inside("another result")
        }
        return terms
    }

    /// One wound.
    public func wound(_ conversation: LogId, _ wound: EventId) async throws -> WoundRow {
        let command = WoundRecord.wound(conversation: conversation, wound: wound)
        guard let row = try await rows(command).first else { throw VerbandError.inside("another result") }
        return row
    }

    /// Makes a wound in a channel; it shows in the conversation like a message. Its id comes back.
    public func createWound(
        _ conversation: LogId, _ details: WoundDetails, consent: WoundConsent? = nil
    ) async throws -> EventId {
        try await event(.createWound(conversation: conversation, details: details, consent: consent))
    }

    /// Changes what is known of a wound, all of it at once. What was known before stays as a version.
    @discardableResult
    public func changeWound(_ conversation: LogId, _ wound: EventId, _ details: WoundDetails) async throws -> EventId {
        try await event(.changeWound(conversation: conversation, wound: wound, details: details))
    }

    /// Says whether photos of a wound are consented to.
    @discardableResult
    public func setWoundConsent(
        _ conversation: LogId, _ wound: EventId, _ consent: WoundConsent
    ) async throws -> EventId {
        try await event(.setWoundConsent(conversation: conversation, wound: wound, consent: consent))
    }

    /// Closes a wound: it takes no findings and photos until it is opened again.
    @discardableResult
    public func closeWound(
        _ conversation: LogId, _ wound: EventId, _ reason: String, note: String = ""
    ) async throws -> EventId {
        try await event(.closeWound(conversation: conversation, wound: wound, reason: reason, note: note))
    }

    /// Opens a closed wound again.
    @discardableResult
    public func reopenWound(_ conversation: LogId, _ wound: EventId, note: String = "") async throws -> EventId {
        try await event(.reopenWound(conversation: conversation, wound: wound, note: note))
    }

    /// What was known of a wound: how it was made and every change, the newest first.
    public func woundVersions(_ conversation: LogId, _ wound: EventId) async throws -> [WoundVersionRow] {
        let command = WoundRecord.woundVersions(conversation: conversation, wound: wound)
        guard case .versions(let rows) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// The newest part of the course of a wound, once. A screen takes `woundCourse` instead.
    public func woundTimeline(_ conversation: LogId, _ wound: EventId, limit: Int) async throws -> [WoundItem] {
        let command = WoundRecord.woundTimeline(
            conversation: conversation, wound: wound, limit: UInt32(clamping: limit)
        )
        guard case .items(let rows) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    // MARK: Findings

    /// Enters a finding; it shows in the conversation like a message. Its id comes back.
    @discardableResult
    public func recordFinding(
        _ conversation: LogId, _ wound: EventId, _ finding: WoundFinding
    ) async throws -> EventId {
        try await event(.recordFinding(conversation: conversation, wound: wound, finding: finding))
    }

    /// Corrects a finding, all of it at once. What it said before stays as a version.
    @discardableResult
    public func correctFinding(
        _ conversation: LogId, _ finding: EventId, _ content: WoundFinding, reason: String = ""
    ) async throws -> EventId {
        try await event(.correctFinding(conversation: conversation, finding: finding, content: content, reason: reason))
    }

    /// Strikes a finding: it still stands there and counts no more.
    @discardableResult
    public func strikeFinding(_ conversation: LogId, _ finding: EventId, reason: String = "") async throws -> EventId {
        try await event(.strikeFinding(conversation: conversation, finding: finding, reason: reason))
    }

    /// Moves a finding that was entered at the wrong wound: it is struck there and entered here. The one that is here
    /// comes back.
    @discardableResult
    public func moveFinding(
        _ conversation: LogId, _ finding: EventId, _ wound: EventId, reason: String = ""
    ) async throws -> EventId {
        try await event(.moveFinding(conversation: conversation, finding: finding, wound: wound, reason: reason))
    }

    /// What a finding said: as it was entered and every correction, the newest first.
    public func findingVersions(_ conversation: LogId, _ finding: EventId) async throws -> [FindingVersionRow] {
        let command = WoundRecord.findingVersions(conversation: conversation, finding: finding)
        guard case .findingVersions(let rows) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    // MARK: Photos

    /// Says that a photo of the conversation belongs to a wound, or moves it there from another one.
    @discardableResult
    public func attachWoundPhoto(
        _ conversation: LogId, _ photo: EventId, _ wound: EventId, role: String = ""
    ) async throws -> EventId {
        try await event(.attachWoundPhoto(conversation: conversation, photo: photo, wound: wound, role: role))
    }

    /// Takes a photo off its wound. It stays in the conversation.
    @discardableResult
    public func detachWoundPhoto(_ conversation: LogId, _ photo: EventId) async throws -> EventId {
        try await event(.detachWoundPhoto(conversation: conversation, photo: photo))
    }

    /// Takes photos that the camera has just made of a wound and sends them, all or none.
    public func sendWoundPhotos(
        _ conversation: LogId, _ wound: EventId, _ photos: [WoundPhoto]
    ) async throws -> [EventId] {
        let command = WoundRecord.sendWoundPhotos(conversation: conversation, wound: wound, photos: photos)
        guard case .events(let events) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return events
    }

    /// The same with photos that lie in files or a gallery.
    public func sendWoundPhotoFiles(
        _ conversation: LogId, _ wound: EventId, _ photos: [WoundPhoto]
    ) async throws -> [EventId] {
        let command = WoundRecord.sendWoundPhotoFiles(conversation: conversation, wound: wound, photos: photos)
        guard case .events(let events) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return events
    }

    /// The photos of a wound by when they were taken, the oldest first.
    public func woundPhotos(_ conversation: LogId, _ wound: EventId) async throws -> [WoundPhotoRow] {
        guard case .photos(let rows) = try await record(.woundPhotos(conversation: conversation, wound: wound)) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// The wound that a photo belongs to.
    public func woundOfPhoto(_ conversation: LogId, _ photo: EventId) async throws -> EventId? {
        let command = WoundRecord.woundOfPhoto(conversation: conversation, photo: photo)
        guard case .ofPhoto(let wound) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return wound
    }

    /// Two photos to look at side by side, the earlier one first: these, or else the first and the last close-up.
    public func woundPair(
        _ conversation: LogId, _ wound: EventId, first: EventId? = nil, second: EventId? = nil
    ) async throws -> WoundPair {
        let command = WoundRecord.woundPair(
            conversation: conversation, wound: wound, first: first, second: second
        )
        guard case .pair(let pair) = try await record(command) else {
            throw VerbandError.inside("another result")
        }
        return pair
    }

    /// What a camera shows through while the next photo of a wound is taken: its last close-up.
    public func woundGhost(_ conversation: LogId, _ wound: EventId) async throws -> WoundGhost? {
        guard case .ghost(let ghost) = try await record(.woundGhost(conversation: conversation, wound: wound)) else {
            throw VerbandError.inside("another result")
        }
        return ghost
    }

    /// The sizes of a wound over time, the oldest first.
    public func woundCurve(_ conversation: LogId, _ wound: EventId) async throws -> [WoundCurvePoint] {
        guard case .curve(let points) = try await record(.woundCurve(conversation: conversation, wound: wound)) else {
            throw VerbandError.inside("another result")
        }
        return points
    }

    /// The report of a wound (PDF/A) for the patient's record: where it goes is for the app to decide. Photos that are not
    /// on this device are fetched; without a network the report says how many it leaves out. Everybody who reads the wound
    /// sees that it was made.
    public func woundReport(
        _ conversation: LogId, _ wound: EventId, language: Language, desk: Desk = Desk()
    ) async throws -> Data {
        try await call {
            try await self.client.woundReport(
                conversation: conversation, wound: wound, desk: desk.at(Date()), zone: desk.zone.identifier,
                language: language, cancel: $0)
        }
    }

    // MARK: After six weeks

    /// Answers the question after six weeks, or puts it off.
    @discardableResult
    public func answerSixWeeks(
        _ conversation: LogId, _ wound: EventId, _ answer: String, until: UInt64? = nil, note: String = ""
    ) async throws -> EventId {
        let command = WoundRecord.answerSixWeeks(
            conversation: conversation, wound: wound, answer: answer, until: until, note: note
        )
        return try await event(command)
    }

    private func event(_ command: WoundRecord) async throws -> EventId {
        guard case .event(let event) = try await record(command) else { throw VerbandError.inside("another result") }
        return event
    }

    private func rows(_ command: WoundRecord) async throws -> [WoundRow] {
        guard case .wounds(let rows) = try await record(command) else { throw VerbandError.inside("another result") }
        return rows
    }
}
