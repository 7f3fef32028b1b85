// How long things stay, and what vanishes when and for whom.

import Foundation
import VerbandFFI

extension Verband {
    /// How long things stay in a conversation, with the sentence for its top.
    public func retention(
        _ conversation: LogId, _ language: Language
    ) async throws -> (retention: Retention, words: String) {
        guard case .stays(let retention, let words) = try await retaining(.stays(conversation: conversation), language)
        else { throw VerbandError.inside("another result") }
        return (retention, words)
    }

    /// What vanishes from a conversation, or from all of them, within so many days, at most 366; each with its sentence. `days`: as
    /// if things were kept for so many days, to look before it is set.
    public func retentionPreviews(
        _ language: Language, of conversation: LogId? = nil, ahead: Int = 366, days: UInt32? = nil
    ) async throws -> [(preview: RetentionPreview, words: String)] {
        let command = Retaining.preview(conversation: conversation, ahead: UInt16(clamping: ahead), days: days)
        guard case .previews(let previews, let words) = try await retaining(command, language) else {
            throw VerbandError.inside("another result")
        }
        return zip(previews, words).map { (preview: $0, words: $1) }
    }

    /// Findings and photos of patients whose time is over within fourteen days and that are not in the patient's record.
    public func retentionWarnings() async throws -> [RetentionItem] {
        guard case .warnings(let rows) = try await retaining(.warnings) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// Why something stays.
    public func keptInWords(_ kept: Kept, _ language: Language) async throws -> String {
        guard case .words(let text) = try await retaining(.keptInWords(kept: kept), language) else {
            throw VerbandError.inside("another result")
        }
        return text
    }
}
