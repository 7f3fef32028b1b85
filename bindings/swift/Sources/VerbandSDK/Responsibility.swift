// Responsibility: role addresses, requests to them, and what happened since a shift.

import VerbandFFI

extension Verband {
    // MARK: Role addresses

    /// The role addresses of all channels, once. A screen takes `roleAddresses` of a channel instead.
    public func allRoleAddresses() async throws -> [RoleAddressRow] {
        let result = try await takeCharge(.roleAddresses(conversation: nil))
        guard case .roleAddresses(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Makes a role address in a channel; its id comes back.
    public func createRoleAddress(_ conversation: LogId, _ settings: RoleAddressSettings) async throws -> EventId {
        try await event(.createRoleAddress(conversation: conversation, settings: settings))
    }

    /// Changes a role address, or brings back one that was retired: all of its settings at once.
    @discardableResult
    public func changeRoleAddress(
        _ conversation: LogId, _ address: EventId, _ settings: RoleAddressSettings
    ) async throws -> EventId {
        try await event(.changeRoleAddress(conversation: conversation, address: address, settings: settings))
    }

    /// Retires a role address: it takes no requests any more.
    @discardableResult
    public func retireRoleAddress(_ conversation: LogId, _ address: EventId) async throws -> EventId {
        try await event(.retireRoleAddress(conversation: conversation, address: address))
    }

    /// Says who holds a role address from now on: oneself ("I take it"), others ("I hand it to…"), or nobody.
    @discardableResult
    public func handOver(_ conversation: LogId, _ address: EventId, to holders: [MemberId]) async throws -> EventId {
        try await event(.handOver(conversation: conversation, address: address, holders: holders))
    }

    /// Whom a role address means now.
    public func holders(_ conversation: LogId, _ address: EventId) async throws -> [MemberId] {
        let result = try await takeCharge(.holders(conversation: conversation, address: address))
        guard case .members(let members) = result else { throw VerbandError.inside("another result") }
        return members
    }

    /// How a role address changed hands, newest first.
    public func handOvers(_ conversation: LogId, _ address: EventId, limit: Int) async throws -> [HandOverRow] {
        let limit = UInt32(clamping: limit)
        let result = try await takeCharge(.handOvers(conversation: conversation, address: address, limit: limit))
        guard case .handOvers(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    // MARK: Requests

    /// Sends a request to a role address. It shows in the conversation like a message.
    public func sendRequest(_ conversation: LogId, _ address: EventId, _ text: String) async throws -> EventId {
        try await event(.sendRequest(conversation: conversation, address: address, text: text))
    }

    /// Takes a request over, gives it back, passes it on, closes it. `notAllowed` if somebody was faster.
    @discardableResult
    public func actOnRequest(_ conversation: LogId, _ request: EventId, _ act: RequestAct) async throws -> EventId {
        try await event(.actOnRequest(conversation: conversation, request: request, act: act))
    }

    /// What is open or taken over in all channels, once. A screen takes `requests` instead.
    public func openRequests() async throws -> [RequestRow] { try await rows(.openRequests) }

    /// The newest requests that are done or cancelled.
    public func closedRequests(limit: Int) async throws -> [RequestRow] {
        try await rows(.closedRequests(limit: UInt32(clamping: limit)))
    }

    /// The newest requests at a role address, closed ones too.
    public func requestsAt(_ conversation: LogId, _ address: EventId, limit: Int) async throws -> [RequestRow] {
        try await rows(.requestsAt(conversation: conversation, address: address, limit: UInt32(clamping: limit)))
    }

    /// One request.
    public func request(_ conversation: LogId, _ request: EventId) async throws -> RequestRow {
        guard let row = try await rows(.request(conversation: conversation, request: request)).first else {
            throw VerbandError.inside("another result")
        }
        return row
    }

    /// What was done with a request, in the order of the log.
    public func requestActs(_ conversation: LogId, _ request: EventId) async throws -> [RequestActRow] {
        let result = try await takeCharge(.requestActs(conversation: conversation, request: request))
        guard case .requestActs(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Open requests that go on until then, in milliseconds since the Unix epoch: what an app plans notifications for.
    public func dueEscalations(until: UInt64) async throws -> [EscalationRow] {
        let result = try await takeCharge(.dueEscalations(until: until))
        guard case .escalations(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    // MARK: Since the last shift

    /// What happened since this person's last shift, or since another time: facts, and nothing made of them.
    public func handoverView(
        zone: String, _ language: Language, since: UInt64? = nil
    ) async throws -> ShiftView {
        let result = try await takeCharge(.handoverView(since: since, zone: zone, language: language))
        guard case .shift(let view) = result else { throw VerbandError.inside("another result") }
        return view
    }

    private func event(_ command: Responsibility) async throws -> EventId {
        guard case .event(let event) = try await takeCharge(command) else { throw VerbandError.inside("another result") }
        return event
    }

    private func rows(_ command: Responsibility) async throws -> [RequestRow] {
        guard case .requests(let rows) = try await takeCharge(command) else { throw VerbandError.inside("another result") }
        return rows
    }
}
