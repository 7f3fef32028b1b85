// What one can check: a person face to face, what happened in the organisation, what its policy means, its counts.

import Foundation
import VerbandFFI

extension Verband {
    /// What this person shows as a QR code, or reads aloud, to be verified.
    public func verificationCode(_ language: Language) async throws -> VerificationCode {
        let result = try await prove(.verificationCode(language: language))
        guard case .code(let code) = result else { throw VerbandError.inside("another result") }
        return code
    }

    /// The twelve words that stand for the organisation, to be read aloud.
    public func organisationWords(_ language: Language) async throws -> String {
        let result = try await prove(.organisationWords(language: language))
        guard case .words(let words) = result else { throw VerbandError.inside("another result") }
        return words
    }

    /// The twelve words that a member has to read aloud.
    public func wordsOf(_ member: MemberId, _ language: Language) async throws -> String {
        let result = try await prove(.wordsOf(member: member, language: language))
        guard case .words(let words) = result else { throw VerbandError.inside("another result") }
        return words
    }

    /// Verifies the person who shows this code. Whether her name is the one that comes back, a person has to see.
    public func verifyPerson(_ code: String) async throws -> Verified {
        let result = try await prove(.verifyPerson(code: code))
        guard case .verified(let verified) = result else { throw VerbandError.inside("another result") }
        return verified
    }

    /// Verifies a member who has read her words aloud.
    public func verifyWords(_ member: MemberId, heard: String) async throws -> Verified {
        let result = try await prove(.verifyWords(member: member, heard: heard))
        guard case .verified(let verified) = result else { throw VerbandError.inside("another result") }
        return verified
    }

    /// What the organisation's log says, newest first: at most `limit` entries before a position, or the newest ones.
    public func history(_ language: Language, limit: Int, before: UInt64? = nil) async throws -> [HistoryLine] {
        let result = try await prove(.history(before: before, limit: UInt32(clamping: limit), language: language))
        guard case .history(let lines) = result else { throw VerbandError.inside("another result") }
        return lines
    }

    /// The organisation's log as a file for whoever wants to examine it (`verband verify`), names sealed as they are.
    public func exportOrganisation() async throws -> Data { try mapped { try client.exportOrganisation() } }

    /// What the policy in force means for a person.
    public func policyInWords(_ language: Language) async throws -> [PolicySentence] {
        let result = try await prove(.policyInWords(language: language))
        guard case .policyWords(let sentences) = result else { throw VerbandError.inside("another result") }
        return sentences
    }

    /// What another policy would change: to be shown before `setPolicy`.
    public func policyChanges(_ policy: OrganisationPolicy, _ language: Language) async throws -> [PolicyChange] {
        let result = try await prove(.policyChanges(policy: policy, language: language))
        guard case .policyChanges(let changes) = result else { throw VerbandError.inside("another result") }
        return changes
    }

    /// Counts of the organisation; nothing in them is about one person.
    public func statistics() async throws -> Statistics {
        let result = try await prove(.statistics)
        guard case .statistics(let statistics) = result else { throw VerbandError.inside("another result") }
        return statistics
    }
}
