// What the tests wait for: rows of a feed, the error of a call.

@testable import VerbandSDK

/// Another error than the expected one, or none.
struct Unexpected: Error {
    let error: (any Error)?
}

/// The error of the SDK that a block throws; nil if it throws another one or none.
@MainActor
func failure(_ block: @MainActor () async throws -> Void) async -> VerbandError? {
    do {
        try await block()
        return nil
    } catch {
        return error as? VerbandError
    }
}

/// The first rows that are as wanted.
@MainActor
func until<Row>(_ feed: Feed<Row>, _ wanted: ([Row]) -> Bool) async throws -> [Row] {
    for try await rows in feed.rows where wanted(rows) { return rows }
    throw Missing(what: "the feed ended")
}
