// Surveys: asking, voting, results, one function each. Errors have their sentence in the language of a call.

import Foundation
import VerbandFFI

extension Verband {
    /// The surveys of a conversation, once. A screen takes `surveys` instead.
    public func surveysNow(_ conversation: LogId) async throws -> [SurveyRow] {
        let result = try await surveying(.surveys(conversation: conversation))
        guard case .rows(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// A survey with what it asks.
    public func survey(_ conversation: LogId, _ survey: EventId) async throws -> Survey {
        let result = try await surveying(.survey(conversation: conversation, survey: survey))
        guard case .survey(let survey) = result else { throw VerbandError.inside("another result") }
        return survey
    }

    /// What a survey has come to, as far as this person may see it. Read anew when the row's `revision` changes.
    public func surveyResults(_ conversation: LogId, _ survey: EventId) async throws -> SurveyResults {
        let result = try await surveying(.surveyResults(conversation: conversation, survey: survey))
        guard case .results(let results) = result else { throw VerbandError.inside("another result") }
        return results
    }

    /// Against whom votes are secret and against whom not: to be shown before asking and before voting.
    public func surveySecrecy(secret: Bool, _ language: Language) async throws -> String {
        let result = try await surveying(.surveySecrecy(secret: secret), language)
        guard case .words(let text) = result else { throw VerbandError.inside("another result") }
        return text
    }

    // MARK: Asking

    /// Keeps a draft on this device, in the place of an earlier one or as a new one; it need not be complete.
    @discardableResult
    public func keepSurveyDraft(
        _ conversation: LogId, _ survey: NewSurvey, draft: EventId? = nil, language: Language = .german
    ) async throws -> EventId {
        try await event(.keepSurveyDraft(conversation: conversation, draft: draft, survey: survey), language)
    }

    /// A draft, to go on with.
    public func surveyDraft(_ draft: EventId) async throws -> NewSurvey {
        let result = try await surveying(.surveyDraft(draft: draft))
        guard case .draft(let survey) = result else { throw VerbandError.inside("another result") }
        return survey
    }

    /// Throws a draft away.
    public func deleteSurveyDraft(_ draft: EventId) async throws {
        _ = try await surveying(.deleteSurveyDraft(draft: draft))
    }

    /// Publishes a draft.
    @discardableResult
    public func publishSurveyDraft(_ draft: EventId, language: Language = .german) async throws -> EventId {
        try await event(.publishSurveyDraft(draft: draft), language)
    }

    /// Asks the members of a conversation. What is asked is never changed afterwards.
    @discardableResult
    public func publishSurvey(
        _ conversation: LogId, _ survey: NewSurvey, language: Language = .german
    ) async throws -> EventId {
        try await event(.publishSurvey(conversation: conversation, survey: survey), language)
    }

    /// Gives one's own survey another deadline, or none.
    @discardableResult
    public func setSurveyDeadline(
        _ conversation: LogId, _ survey: EventId, _ deadline: UInt64?, language: Language = .german
    ) async throws -> EventId {
        try await event(
            .setSurveyDeadline(conversation: conversation, survey: survey, deadline: deadline), language)
    }

    /// Ends one's own survey.
    @discardableResult
    public func closeSurvey(_ conversation: LogId, _ survey: EventId) async throws -> EventId {
        try await event(.closeSurvey(conversation: conversation, survey: survey))
    }

    /// Puts one's own survey out of the way for everybody, or back.
    @discardableResult
    public func archiveSurvey(_ conversation: LogId, _ survey: EventId, _ archived: Bool) async throws -> EventId {
        try await event(.archiveSurvey(conversation: conversation, survey: survey, archived: archived))
    }

    // MARK: Voting

    /// Votes, with an answer for each question.
    @discardableResult
    public func vote(
        _ conversation: LogId, _ survey: EventId, _ answers: [SurveyAnswer], language: Language = .german
    ) async throws -> EventId {
        try await event(.vote(conversation: conversation, survey: survey, answers: answers), language)
    }

    /// What a survey has come to as a table for the spreadsheets of a language, if the organisation permits to export.
    public func surveyCsv(
        _ conversation: LogId, _ survey: EventId, _ table: SurveyTable, _ language: Language, utcOffsetS: Int32
    ) async throws -> Data {
        let asks = Surveying.surveyCsv(
            conversation: conversation, survey: survey, table: table, utcOffsetS: utcOffsetS)
        guard case .table(let csv) = try await surveying(asks, language) else {
            throw VerbandError.inside("another result")
        }
        return csv
    }

    private func event(_ asks: Surveying, _ language: Language = .german) async throws -> EventId {
        guard case .event(let event) = try await surveying(asks, language) else {
            throw VerbandError.inside("another result")
        }
        return event
    }
}
