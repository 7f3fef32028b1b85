// Conversations: what everybody does, one function each.

import VerbandFFI

extension Verband {
    /// One pass: applies what the server has, sends what waits. For a wake-up by a push, or when the
    /// system says that there is a network; `start` does it always.
    public func sync() async throws { _ = try await perform(.sync) }

    // MARK: Reading

    /// Notes that this person has seen a conversation to its end.
    public func markRead(_ conversation: LogId) async throws {
        _ = try await perform(.markRead(conversation: conversation))
    }

    /// Notes that this person has seen a conversation up to a position of its log, and no further.
    public func markReadTo(_ conversation: LogId, seq: UInt64) async throws {
        _ = try await perform(.markReadTo(conversation: conversation, seq: seq))
    }

    /// Marks a conversation as unread, to come back to it.
    public func markUnread(_ conversation: LogId) async throws {
        _ = try await perform(.markUnread(conversation: conversation))
    }

    /// Mutes a conversation until a time, in milliseconds since the Unix epoch; 0 to hear of it again.
    public func mute(_ conversation: LogId, until: UInt64 = UInt64(Int64.max)) async throws {
        _ = try await perform(.mute(conversation: conversation, until: until))
    }

    /// Makes a conversation a favourite, which stands first, or takes it back.
    public func setFavourite(_ conversation: LogId, _ favourite: Bool) async throws {
        _ = try await perform(.setFavourite(conversation: conversation, favourite: favourite))
    }

    /// Puts a conversation into the archive, which stands last, or takes it out.
    public func setArchived(_ conversation: LogId, _ archived: Bool) async throws {
        _ = try await perform(.setArchived(conversation: conversation, archived: archived))
    }

    // MARK: Drafts: what somebody has begun, on this device alone

    /// Keeps what a form was filled with; an empty text lets go of it.
    public func keepDraft(_ draft: DraftKey, _ text: String) async throws {
        _ = try await perform(.keepDraft(draft: draft, text: text))
    }

    /// What was kept of a form; nil if nothing was.
    public func draft(_ draft: DraftKey) async throws -> String? {
        let result = try await perform(.draft(draft: draft))
        guard case .draft(let text) = result else { throw VerbandError.inside("another result") }
        return text
    }

    /// Lets go of what was kept of a form.
    public func dropDraft(_ draft: DraftKey) async throws { _ = try await perform(.dropDraft(draft: draft)) }

    // MARK: Who is in it

    /// Founds a channel; its founder moderates it.
    public func createChannel(_ title: String, join: Join) async throws -> LogId {
        try await conversation(.createChannel(title: title, join: join))
    }

    /// Starts a closed chat: nobody can ever be added.
    public func createChat(_ members: [MemberId]) async throws -> LogId {
        try await conversation(.createChat(members: members))
    }

    /// The chat with one person alone: the one that there is, or a new one.
    public func chatWith(_ member: MemberId) async throws -> LogId {
        try await conversation(.chatWith(member: member))
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
