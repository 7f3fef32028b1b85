// Channels: joining and leaving them, what holds in them, and how far others have come in a conversation.

import Foundation
import VerbandFFI

extension Verband {
    // MARK: Channels that are shown

    /// Founds a channel; its id comes back.
    public func createChannel(_ new: NewChannel) async throws -> LogId {
        guard case .conversation(let conversation) = try await gather(.create(new: new)) else { throw other() }
        return conversation
    }

    /// The channels that are shown, by title. Hidden ones never are.
    public func listedChannels() async throws -> [ChannelRow] {
        guard case .listed(let rows) = try await gather(.listed) else { throw other() }
        return rows
    }

    /// What somebody who joins reads, in plain words.
    public func historyInWords(_ history: History, _ language: Language) async throws -> String {
        let result = try await gather(.historyInWords(history: history, language: language))
        guard case .words(let text) = result else { throw other() }
        return text
    }

    /// Asks to join a channel.
    public func askToJoin(_ conversation: LogId) async throws {
        _ = try await gather(.askToJoin(conversation: conversation))
    }

    /// Takes that back.
    public func takeBackRequest(_ conversation: LogId) async throws {
        _ = try await gather(.takeBackRequest(conversation: conversation))
    }

    /// Who asks to join a channel that this person may let somebody into.
    public func joinRequests(_ conversation: LogId) async throws -> [JoinRequestRow] {
        guard case .requests(let rows) = try await gather(.joinRequests(conversation: conversation)) else { throw other() }
        return rows
    }

    /// Lets somebody in who asked, or refuses her.
    public func answerRequest(_ conversation: LogId, _ member: MemberId, admit: Bool) async throws {
        _ = try await gather(.answerRequest(conversation: conversation, member: member, admit: admit))
    }

    /// Leaves a channel: out as soon as one of the others has taken this person out.
    public func leave(_ conversation: LogId) async throws {
        _ = try await gather(.leave(conversation: conversation))
    }

    // MARK: What holds and what is shown

    /// Changes title, description and picture of a channel.
    public func setDetails(_ conversation: LogId, _ details: ChannelDetails) async throws {
        _ = try await gather(.setDetails(conversation: conversation, details: details))
    }

    /// The picture of a conversation.
    public func picture(_ conversation: LogId) async throws -> Data? {
        guard case .picture(let picture) = try await gather(.picture(conversation: conversation)) else { throw other() }
        return picture
    }

    /// What holds in a conversation.
    public func conversationPolicy(_ conversation: LogId) async throws -> ConversationPolicy {
        guard case .policy(let policy) = try await gather(.policy(conversation: conversation)) else { throw other() }
        return policy
    }

    /// Changes that in a channel.
    public func setPolicy(_ conversation: LogId, _ change: ChannelChange) async throws {
        _ = try await gather(.setPolicy(conversation: conversation, change: change))
    }

    /// The personal space of this person, once it is on this device.
    public func personalSpace() async throws -> LogId? {
        guard case .personal(let conversation) = try await gather(.personalSpace) else { throw other() }
        return conversation
    }

    /// What photos and files of a conversation take on the server.
    public func storageOf(_ conversation: LogId) async throws -> Storage {
        guard case .storage(let storage) = try await gather(.storageOf(conversation: conversation)) else { throw other() }
        return storage
    }

    // MARK: How far others have come

    /// How far a message has come with everybody else.
    public func receipts(_ conversation: LogId, _ event: EventId) async throws -> [Receipt] {
        let result = try await gather(.receipts(conversation: conversation, event: event))
        guard case .receipts(let rows) = result else { throw other() }
        return rows
    }

    /// Tells the others what this person reads and that she types, or does so no more.
    public func setReadReceipts(_ on: Bool) async throws {
        _ = try await gather(.setReadReceipts(on: on))
    }

    /// Whether she tells, as far as the policy permits it.
    public func readReceipts() async throws -> Bool {
        guard case .tells(let on) = try await gather(.readReceipts) else { throw other() }
        return on
    }

    /// This person types just now; to be said again while she does.
    public func setTyping(_ conversation: LogId) async throws {
        _ = try await gather(.setTyping(conversation: conversation))
    }

    /// Who types just now.
    public func typing(_ conversation: LogId) async throws -> [MemberId] {
        guard case .members(let members) = try await gather(.typing(conversation: conversation)) else { throw other() }
        return members
    }

    private func other() -> VerbandError { VerbandError.inside("another result") }
}
