// Messages: writing them, and what one does with what was written, one function each.

import VerbandFFI

extension Verband {
    // MARK: Writing

    /// Writes a text. It is on disk and in the feed when this returns, with or without a network.
    @discardableResult
    public func sendText(_ conversation: LogId, _ text: String) async throws -> EventId {
        try await event(.sendText(conversation: conversation, text: text))
    }

    /// Writes a message: an answer, with mentions, to be confirmed, with an alarm.
    @discardableResult
    public func send(_ conversation: LogId, _ message: NewMessage) async throws -> EventId {
        try await event(.send(conversation: conversation, message: message))
    }

    /// Writes the same message into all of these conversations, or into none.
    @discardableResult
    public func broadcast(_ conversations: [LogId], _ message: NewMessage) async throws -> [EventId] {
        try await events(.broadcast(conversations: conversations, message: message))
    }

    /// Keeps a message that was begun and not sent; an empty text lets go of it. Other forms: `keepDraft`.
    public func setDraft(_ conversation: LogId, _ text: String, replyTo: EventId? = nil) async throws {
        _ = try await message(.setDraft(conversation: conversation, text: text, replyTo: replyTo))
    }

    // MARK: Reading

    /// The newest messages, oldest first, once. A screen takes `messages` instead.
    public func newestMessages(_ conversation: LogId, limit: Int) async throws -> [MessageRow] {
        try await rows(.newest(conversation: conversation, limit: UInt32(clamping: limit)))
    }

    /// Messages before a position of the log, oldest first.
    public func messagesBefore(_ conversation: LogId, seq: UInt64, limit: Int) async throws -> [MessageRow] {
        try await rows(.before(conversation: conversation, seq: seq, limit: UInt32(clamping: limit)))
    }

    /// One message, such as what a draft answers.
    public func oneMessage(_ conversation: LogId, _ event: EventId) async throws -> MessageRow {
        guard let row = try await rows(.one(conversation: conversation, event: event)).first else {
            throw VerbandError.inside("another result")
        }
        return row
    }

    /// Messages of others that this person has not seen, oldest first.
    public func unreadMessages(_ conversation: LogId) async throws -> [MessageRow] {
        try await rows(.unread(conversation: conversation))
    }

    /// The texts that a message has had, the present one last.
    public func messageVersions(_ conversation: LogId, _ event: EventId) async throws -> [Version] {
        let result = try await message(.versions(conversation: conversation, event: event))
        guard case .versions(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// How much attention a row wants from this person now: what rings.
    public func attention(_ conversation: LogId, _ event: EventId) async throws -> Attention {
        let result = try await message(.attention(conversation: conversation, event: event))
        guard case .attention(let attention) = result else { throw VerbandError.inside("another result") }
        return attention
    }

    /// The styled parts of a text: a small part of Markdown, and links.
    public func markup(_ text: String) async throws -> [Span] {
        let result = try await message(.markup(text: text))
        guard case .markup(let spans) = result else { throw VerbandError.inside("another result") }
        return spans
    }

    // MARK: What was written

    /// Gives an own message another text; earlier ones stay to be seen.
    @discardableResult
    public func editMessage(
        _ conversation: LogId, _ event: EventId, _ text: String, mentions: [Mention] = []
    ) async throws -> EventId {
        try await self.event(.edit(conversation: conversation, event: event, text: text, mentions: mentions))
    }

    /// Puts a sign beside a message, or takes it away again.
    @discardableResult
    public func react(
        _ conversation: LogId, _ event: EventId, _ sign: String, there: Bool = true
    ) async throws -> EventId {
        try await self.event(.react(conversation: conversation, event: event, sign: sign, there: there))
    }

    /// Confirms a message that asks for it.
    public func confirmMessage(_ conversation: LogId, _ event: EventId) async throws {
        _ = try await message(.confirm(conversation: conversation, event: event))
    }

    /// Who confirmed a message; who did not comes first.
    public func confirmations(_ conversation: LogId, _ event: EventId) async throws -> [Confirmation] {
        let result = try await message(.confirmations(conversation: conversation, event: event))
        guard case .confirmations(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Puts a message or a photo into other conversations as well.
    @discardableResult
    public func forward(_ conversation: LogId, _ event: EventId, to: [LogId]) async throws -> [EventId] {
        try await events(.forward(conversation: conversation, event: event, to: to))
    }

    /// Deletes something for everybody; that something was there stays to be seen. It is out of sight at once and gone after
    /// ten seconds: until then `undoDelete` brings it back with what this gives.
    @discardableResult
    public func delete(_ conversation: LogId, _ events: [EventId]) async throws -> [EventId] {
        try await self.events(.delete(conversation: conversation, events: events))
    }

    /// Brings back what was deleted: messages, files, appointments. False if it was too late for some of it.
    public func undoDelete(_ conversation: LogId, _ deletes: [EventId]) async throws -> Bool {
        let result = try await message(.undoDelete(conversation: conversation, deletes: deletes))
        guard case .undone(let undone) = result else { throw VerbandError.inside("another result") }
        return undone
    }

    /// Undoes sending, within ten seconds or while it waits.
    public func undoSend(_ conversation: LogId, _ event: EventId) async throws {
        _ = try await message(.undoSend(conversation: conversation, event: event))
    }

    /// Takes something out of the outbox. Whether it was there.
    public func cancel(_ conversation: LogId, _ event: EventId) async throws -> Bool {
        let result = try await message(.cancel(conversation: conversation, event: event))
        guard case .cancelled(let cancelled) = result else { throw VerbandError.inside("another result") }
        return cancelled
    }

    /// Sends again what was refused.
    public func resend(_ event: EventId) async throws { _ = try await message(.resend(event: event)) }

    private func event(_ command: Messaging) async throws -> EventId {
        let result = try await message(command)
        guard case .event(let event) = result else { throw VerbandError.inside("another result") }
        return event
    }

    private func events(_ command: Messaging) async throws -> [EventId] {
        let result = try await message(command)
        guard case .events(let events) = result else { throw VerbandError.inside("another result") }
        return events
    }

    private func rows(_ command: Messaging) async throws -> [MessageRow] {
        let result = try await message(command)
        guard case .messages(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }
}
