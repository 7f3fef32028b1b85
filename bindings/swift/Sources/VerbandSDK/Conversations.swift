// Conversations: what everybody does, one function each.

import VerbandFFI

extension Verband {
    /// One pass: applies what the server has, sends what waits. For a wake-up by a push; `start` does it always.
    public func sync() async throws { _ = try await perform(.sync) }

    // MARK: Writing and reading

    /// Writes a text. It is on disk and in the feed when this returns, with or without a network.
    @discardableResult
    public func sendText(_ conversation: LogId, _ text: String) async throws -> EventId {
        try await event(.sendText(conversation: conversation, text: text))
    }

    /// Sends again what was refused.
    public func resend(_ event: EventId) async throws { _ = try await perform(.resend(event: event)) }

    /// The newest messages, oldest first, once. A screen takes `messages` instead.
    public func newestMessages(_ conversation: LogId, limit: Int) async throws -> [MessageRow] {
        let result = try await perform(.messages(conversation: conversation, limit: UInt32(clamping: limit)))
        guard case .messages(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Notes that this person has seen a conversation to its end.
    public func markRead(_ conversation: LogId) async throws {
        _ = try await perform(.markRead(conversation: conversation))
    }

    // MARK: Who is in it

    /// Founds a channel; its founder moderates it.
    public func createChannel(_ title: String, join: Join) async throws -> LogId {
        try await conversation(.createChannel(title: title, join: join))
    }

    /// Starts a closed chat: nobody can ever be added.
    public func createChat(_ members: [MemberId]) async throws -> LogId {
        try await conversation(.createChat(members: members))
    }

    /// Gives a conversation another title.
    @discardableResult
    public func rename(_ conversation: LogId, title: String) async throws -> EventId {
        try await event(.rename(conversation: conversation, title: title))
    }

    /// Who is in a conversation.
    public func conversationMembers(_ conversation: LogId) async throws -> [MemberId] {
        let result = try await perform(.conversationMembers(conversation: conversation))
        guard case .memberIds(let members) = result else { throw VerbandError.inside("another result") }
        return members
    }

    /// Adds members to a channel, with all their devices.
    public func addMembers(_ conversation: LogId, _ members: [MemberId]) async throws {
        _ = try await perform(.addMembers(conversation: conversation, members: members))
    }

    /// Removes members from a channel, with all their devices.
    public func removeMembers(_ conversation: LogId, _ members: [MemberId]) async throws {
        _ = try await perform(.removeMembers(conversation: conversation, members: members))
    }

    /// People of a closed chat who started anew with a new letter, and read nothing before `takeBack`.
    public func awaitingConsent(_ conversation: LogId) async throws -> [MemberId] {
        let result = try await perform(.awaitingConsent(conversation: conversation))
        guard case .memberIds(let members) = result else { throw VerbandError.inside("another result") }
        return members
    }

    /// Takes somebody back into a closed chat who started anew: this person knows that it is she.
    public func takeBack(_ conversation: LogId, _ member: MemberId) async throws {
        _ = try await perform(.takeBack(conversation: conversation, member: member))
    }

    private func event(_ command: Command) async throws -> EventId {
        let result = try await perform(command)
        guard case .event(let event) = result else { throw VerbandError.inside("another result") }
        return event
    }

    private func conversation(_ command: Command) async throws -> LogId {
        let result = try await perform(command)
        guard case .conversation(let conversation) = result else { throw VerbandError.inside("another result") }
        return conversation
    }
}
