// Feeds: what a screen shows, as asynchronous sequences.

import VerbandFFI

/// One change to the rows that a screen has.
public enum Patch<Row> {
    /// These are all rows.
    case reset([Row])
    /// A row comes in before the one at the index.
    case insert(Int, Row)
    /// The row at the index changes.
    case update(Int, Row)
    /// The row at the index goes.
    case remove(Int)
}

extension Patch: Sendable where Row: Sendable {}
extension Patch: Equatable where Row: Equatable {}

/// Changes to apply in order, at once.
public typealias Batch<Row> = [Patch<Row>]

extension Array {
    /// Applies a batch to rows.
    public mutating func apply(_ batch: Batch<Element>) {
        for patch in batch {
            switch patch {
            case .reset(let rows): self = rows
            case .insert(let index, let row): insert(row, at: index)
            case .update(let index, let row): self[index] = row
            case .remove(let index): remove(at: index)
            }
        }
    }
}

/// A feed, for one reader. It ends when the profile is locked or the reading task cancelled.
public struct Feed<Row: Sendable>: Sendable {
    let source: VerbandFFI.Feed
    let row: @Sendable (VerbandFFI.Row) -> Row?

    /// All rows, each time something changed.
    public var rows: Rows { Rows(feed: self) }

    /// Batches of changes, for a diffable list. A slow reader gets fewer and larger ones.
    public var changes: Changes { Changes(feed: self) }

    /// Shows more: older messages come.
    public func grow() { source.grow() }

    /// Batches of changes.
    public struct Changes: AsyncSequence, AsyncIteratorProtocol, Sendable {
        fileprivate let feed: Feed

        public func makeAsyncIterator() -> Self { self }

        public func next() async throws -> Batch<Row>? {
            try await withTaskCancellationHandler {
                try await call { _ in try await feed.source.next() }?.compactMap(feed.patch)
            } onCancel: {
                feed.source.end()
            }
        }
    }

    /// All rows, again and again.
    public struct Rows: AsyncSequence, AsyncIteratorProtocol, Sendable {
        fileprivate let feed: Feed
        private var rows: [Row] = []

        init(feed: Feed) { self.feed = feed }

        public func makeAsyncIterator() -> Self { self }

        public mutating func next() async throws -> [Row]? {
            guard let batch = try await feed.changes.next() else { return nil }
            rows.apply(batch)
            return rows
        }
    }

    private func patch(_ change: VerbandFFI.Patch) -> Patch<Row>? {
        switch change {
        case .reset(let rows): .reset(rows.compactMap(row))
        case .insert(let index, let row): self.row(row).map { .insert(Int(index), $0) }
        case .update(let index, let row): self.row(row).map { .update(Int(index), $0) }
        case .remove(let index): .remove(Int(index))
        }
    }
}

extension Verband {
    /// The list of conversations, newest first.
    public func conversations() throws -> Feed<ConversationRow> {
        Feed(source: try mapped { try client.feed(kind: .conversations) }) {
            if case .conversation(let row) = $0 { row } else { nil }
        }
    }

    /// The surveys of a conversation, drafts first.
    public func surveys(_ conversation: LogId) throws -> Feed<SurveyRow> {
        Feed(source: try mapped { try client.feed(kind: .surveys(conversation: conversation)) }) {
            if case .survey(let row) = $0 { row } else { nil }
        }
    }

    /// A conversation, oldest message first.
    public func messages(_ conversation: LogId) throws -> Feed<MessageRow> {
        Feed(source: try mapped { try client.feed(kind: .messages(conversation: conversation)) }) {
            if case .message(let row) = $0 { row } else { nil }
        }
    }

    /// What takes place on these days, by day and start: what concerns this person, or everything of a conversation.
    public func agenda(
        from: String, days: Int, zone: String, conversation: LogId? = nil
    ) throws -> Feed<AgendaRow> {
        let days = UInt32(clamping: days)
        let kind = FeedKind.agenda(conversation: conversation, from: from, days: days, zone: zone)
        return Feed(source: try mapped { try client.feed(kind: kind) }) {
            if case .agenda(let row) = $0 { row } else { nil }
        }
    }

    /// Who asks to join the channels that this person may let somebody into; the oldest first.
    public func joinRequests() throws -> Feed<JoinRequestRow> {
        Feed(source: try mapped { try client.feed(kind: .joinRequests) }) {
            if case .joinRequest(let row) = $0 { row } else { nil }
        }
    }

    /// Requests that are open or taken over, of all conversations: first those that wait for this person.
    public func requests() throws -> Feed<RequestRow> {
        Feed(source: try mapped { try client.feed(kind: .requests) }) {
            if case .request(let row) = $0 { row } else { nil }
        }
    }

    /// The role addresses of a channel, by title.
    public func roleAddresses(_ conversation: LogId) throws -> Feed<RoleAddressRow> {
        Feed(source: try mapped { try client.feed(kind: .roleAddresses(conversation: conversation)) }) {
            if case .roleAddress(let row) = $0 { row } else { nil }
        }
    }

    /// Photos by when they were taken, the newest first.
    public func pictures(_ query: AlbumQuery) throws -> Feed<AlbumRow> {
        Feed(source: try mapped { try client.feed(kind: .album(query: query)) }) {
            if case .picture(let row) = $0 { row } else { nil }
        }
    }

    /// The wounds of a channel, open ones first.
    public func wounds(_ conversation: LogId) throws -> Feed<WoundRow> {
        Feed(source: try mapped { try client.feed(kind: .wounds(conversation: conversation)) }) {
            if case .wound(let row) = $0 { row } else { nil }
        }
    }

    /// The course of a wound, the newest first.
    public func woundCourse(_ conversation: LogId, _ wound: EventId) throws -> Feed<WoundItem> {
        Feed(source: try mapped { try client.feed(kind: .wound(conversation: conversation, wound: wound)) }) {
            if case .course(let row) = $0 { row } else { nil }
        }
    }
}
