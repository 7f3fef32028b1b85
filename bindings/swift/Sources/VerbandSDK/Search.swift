// Finding things again: on this device, in what it has, one function each.

import VerbandFFI

/// People, conversations and messages in which all words stand.
public struct Findings: Sendable, Equatable {
    public let people: [MemberRow]
    public let conversations: [ConversationRow]
    public let messages: [SearchHit]
}

extension Verband {
    /// Messages by words and more, best first. The next page begins `after` the position of the last hit.
    public func search(_ query: SearchQuery, limit: Int = 50) async throws -> [SearchHit] {
        let result = try await searching(.messages(query: query, limit: UInt32(clamping: limit)))
        guard case .hits(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// What a screen says instead of hits: how to begin, or why there may be none.
    public func searchHint(_ query: SearchQuery, _ language: Language) async throws -> String {
        let result = try await searching(.hint(query: query, language: language))
        guard case .hint(let text) = result else { throw VerbandError.inside("another result") }
        return text
    }

    /// People, conversations and messages in which all words stand, at most so many of each.
    public func findEverywhere(_ words: String, limit: Int = 20) async throws -> Findings {
        let result = try await searching(.everywhere(words: words, limit: UInt32(clamping: limit)))
        guard case .findings(let people, let conversations, let messages) = result else {
            throw VerbandError.inside("another result")
        }
        return Findings(people: people, conversations: conversations, messages: messages)
    }

    /// A search as it changes, best first.
    public func searched(_ query: SearchQuery) throws -> Feed<SearchHit> {
        Feed(source: try mapped { try client.feed(kind: .search(query: query)) }) {
            if case .hit(let row) = $0 { row } else { nil }
        }
    }
}
