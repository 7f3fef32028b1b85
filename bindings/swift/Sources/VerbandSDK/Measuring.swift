// Measuring in photos of wounds, where the policy permits it. People draw; the core finds the marker and reckons.

import Foundation
import VerbandFFI

extension Verband {
    /// The markers that can be measured by in a photo of a wound.
    public func woundMarkers(
        _ conversation: LogId, _ wound: EventId, photo: EventId
    ) async throws -> [WoundMarker] {
        let command = Measuring.woundMarkers(conversation: conversation, wound: wound, photo: photo)
        guard case .markers(let markers) = try await measure(command) else {
            throw VerbandError.inside("another result")
        }
        return markers
    }

    /// Measures an outline, or a length, in a photo of a wound. Nothing is written.
    public func measurePhoto(
        _ conversation: LogId, _ wound: EventId, _ drawn: PhotoMeasure
    ) async throws -> WoundMeasurement {
        let command = Measuring.measurePhoto(conversation: conversation, wound: wound, drawn: drawn)
        guard case .measured(let measurement) = try await measure(command) else {
            throw VerbandError.inside("another result")
        }
        return measurement
    }

    /// Enters a finding with what is measured in a photo of the wound: its length, width and area are those. Its id comes
    /// back.
    @discardableResult
    public func recordMeasuredFinding(
        _ conversation: LogId, _ wound: EventId, _ finding: WoundFinding, _ drawn: PhotoMeasure
    ) async throws -> EventId {
        try await measuredEvent(
            .recordMeasuredFinding(conversation: conversation, wound: wound, finding: finding, drawn: drawn))
    }

    /// Corrects a finding, all of it at once, with what is measured in a photo of its wound.
    @discardableResult
    public func correctMeasuredFinding(
        _ conversation: LogId, _ finding: EventId, _ content: WoundFinding, _ drawn: PhotoMeasure, reason: String = ""
    ) async throws -> EventId {
        try await measuredEvent(
            .correctMeasuredFinding(
                conversation: conversation, finding: finding, content: content, drawn: drawn, reason: reason))
    }

    /// What holds of figures that were measured in this way, a code of `measured`: to be shown beside them.
    public func measuringCaveat(_ method: String, language: Language) async throws -> String {
        guard case .text(let text) = try await measure(.measuringCaveat(method: method, language: language)) else {
            throw VerbandError.inside("another result")
        }
        return text
    }

    private func measuredEvent(_ command: Measuring) async throws -> EventId {
        guard case .event(let event) = try await measure(command) else { throw VerbandError.inside("another result") }
        return event
    }
}
