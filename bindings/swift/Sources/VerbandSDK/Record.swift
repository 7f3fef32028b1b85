// The patient's record: a wound on its way there, what is documented, by whom and where, and what is not.

import Foundation
import VerbandFFI

extension Verband {
    /// A wound as a FHIR R4 bundle (JSON), with the report and the photos in it. Where it goes is for the app to decide; otherwise
    /// like `woundReport`.
    public func woundFhir(
        _ conversation: LogId, _ wound: EventId, language: Language, desk: Desk = Desk()
    ) async throws -> Data {
        try await call {
            try await self.client.woundFhir(
                conversation: conversation, wound: wound, desk: desk.at(Date()), zone: desk.zone.identifier,
                language: language, cancel: $0)
        }
    }

    /// A wound as an evidence package that anybody can examine offline (`verband verify`): the photos as they were signed when they
    /// were taken, the report, the bundle, and the log of the organisation. Without a photo that cannot be fetched there is none.
    public func woundPackage(
        _ conversation: LogId, _ wound: EventId, language: Language, desk: Desk = Desk()
    ) async throws -> Data {
        try await call {
            try await self.client.woundPackage(
                conversation: conversation, wound: wound, desk: desk.at(Date()), zone: desk.zone.identifier,
                language: language, cancel: $0)
        }
    }

    /// Sends the report of a wound to a patient's record (ISiK, ITI-105) and marks what is in it as documented when the record has
    /// taken it. Tried again, it is one document. The target is the app's: nothing of it is kept.
    @discardableResult
    public func uploadWound(
        _ conversation: LogId, _ wound: EventId, to target: RecordTarget, context: RecordContext, language: Language,
        desk: Desk = Desk()
    ) async throws -> RecordReceipt {
        try await call {
            try await self.client.woundUpload(
                conversation: conversation, wound: wound, target: target, context: context, desk: desk.at(Date()),
                zone: desk.zone.identifier, language: language, cancel: $0)
        }
    }

    /// Sends photos of a wound to a patient's record, each in full size as a document by itself, and marks each as documented when
    /// the record has taken it: these, or all of them if `photos` is nil. Otherwise like `uploadWound`; of an error those before it are
    /// there, and the same call goes on behind them.
    @discardableResult
    public func uploadWoundPhotos(
        _ conversation: LogId, _ wound: EventId, _ photos: [EventId]? = nil, to target: RecordTarget,
        context: RecordContext, language: Language, desk: Desk = Desk()
    ) async throws -> [RecordReceipt] {
        try await call {
            try await self.client.woundPhotosUpload(
                conversation: conversation, wound: wound, photos: photos, target: target, context: context,
                zone: desk.zone.identifier, language: language, cancel: $0)
        }
    }

    /// Says that things are in the patient's record because somebody typed or copied them there: photos, findings, whatever was
    /// written, or a wound with all that is known of it now.
    @discardableResult
    public func markDocumented(
        _ conversation: LogId, _ items: [EventId], record: String, document: String = ""
    ) async throws -> EventId {
        let command = PatientRecord.markDocumented(
            conversation: conversation, items: items, record: record, document: document)
        return try await marked(command)
    }

    /// Takes that back.
    @discardableResult
    public func withdrawDocumented(_ conversation: LogId, _ items: [EventId], reason: String) async throws -> EventId {
        try await marked(.withdrawDocumented(conversation: conversation, items: items, reason: reason))
    }

    /// What was said about whether an item is in the patient's record, the newest first, which counts.
    public func documentedTrace(_ conversation: LogId, _ item: EventId) async throws -> [DocumentedRow] {
        guard case .trace(let rows) = try await documented(.documentedTrace(conversation: conversation, item: item))
        else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Whether an item is in the patient's record as it is now.
    public func isDocumented(_ conversation: LogId, _ item: EventId) async throws -> Bool {
        guard case .documented(let inThere) = try await documented(.isDocumented(conversation: conversation, item: item))
        else { throw VerbandError.inside("another result") }
        return inThere
    }

    /// Photos of patients and findings that are not in the patient's record, the oldest first: of one conversation or of all.
    public func undocumented(_ conversation: LogId? = nil) async throws -> [UndocumentedRow] {
        guard case .undocumented(let rows) = try await documented(.undocumented(conversation: conversation)) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    private func marked(_ command: PatientRecord) async throws -> EventId {
        guard case .event(let event) = try await documented(command) else { throw VerbandError.inside("another result") }
        return event
    }
}
