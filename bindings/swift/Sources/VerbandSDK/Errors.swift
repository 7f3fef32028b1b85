// What can go wrong, as few cases as an app acts on. Every call of the SDK throws one of these, or `CancellationError`
// when its task was cancelled.

import VerbandFFI

/// Details of a failure. The codes are listed in bindings/README.md and stay.
public struct Failure: Sendable, Equatable {
    /// Finer than the case: what a text for people is chosen by.
    public let code: String
    /// When trying again makes sense.
    public let retry: Retry
    /// How long to wait first; zero unless `retry` is `.after`.
    public let retryAfter: Duration
    /// For a support ticket, or the wrong character of a typed code; empty if there is none. Never content.
    public let reference: String
    /// In English, for logs.
    public let text: String
    /// For the person, in the language of a call that has one; otherwise empty. It may have a name in it: not for logs.
    public var sentence = ""
}

/// What went wrong.
public enum VerbandError: Error, Sendable, Equatable {
    /// No network, no server, or it is busy. What was written waits and is sent by itself.
    case offline(Failure)
    /// The PIN is wrong, or there were too many wrong ones: no try counts before `failure.retryAfter` is over.
    case wrongPin(Failure)
    /// The app is locked: unlock first.
    case locked(Failure)
    /// This device, or its person, does not belong to the organisation any more, or its profile was erased.
    case revoked(Failure)
    /// Enrolling: the code is wrong or used, approval is missing, or somebody has or nobody has enrolled here.
    case enrolment(Failure)
    /// A rule of the organisation or conversation does not allow it.
    case notAllowed(Failure)
    /// There is no such thing, or not any more.
    case notFound(Failure)
    /// The person or the app gave something that cannot be used: a text too long, a broken photo, a short PIN.
    case badInput(Failure)
    /// No space left, here or on the server.
    case noSpace(Failure)
    /// An alarm stopped this conversation.
    case halted(Failure)
    /// The call was cancelled by its token. A cancelled task throws `CancellationError` instead.
    case cancelled(Failure)
    /// A mistake in the SDK or a damaged file. The next call works as before.
    case `internal`(Failure)

    /// The case that a failure is.
    init(_ failure: Failure) {
        self = switch failure.code {
        case "offline", "server-busy", "server-error", "offline-too-long": .offline(failure)
        case "wrong-pin", "pin-blocked", "pin-due", "pin-again": .wrongPin(failure)
        case "locked": .locked(failure)
        case "revoked", "wiped": .revoked(failure)
        case "code", "invitation-gone", "set-up-gone", "waiting-for-approval", "waiting-for-link", "link-gone",
            "link-taken", "other-server", "other-organisation", "not-enrolled", "already-enrolled":
            .enrolment(failure)
        case "not-allowed", "last-moderator", "too-late", "server-refused", "not-configured", "policy", "outdated", "device-class",
            "not-verified", "not-looked-through", "legal-hold", "record", "not-in":
            .notAllowed(failure)
        case "not-found": .notFound(failure)
        case "argument", "length", "pin-too-short", "photo", "recording", "file-name", "certificate", "pattern", "people", "document",
            "survey", "appointment", "calendar-file", "mark", "face-model", "wound":
            .badInput(failure)
        case "disk-full", "server-full", "quota": .noSpace(failure)
        case "halted": .halted(failure)
        case "cancelled": .cancelled(failure)
        default: .internal(failure)
        }
    }

    /// Façade, generated code and library do not fit, for instance after a half update.
    static func inside(_ text: String) -> Self {
        .internal(Failure(code: "internal", retry: .never, retryAfter: .zero, reference: "bindings", text: text))
    }

    /// The details.
    public var failure: Failure {
        switch self {
        case .offline(let failure), .wrongPin(let failure), .locked(let failure), .revoked(let failure),
            .enrolment(let failure), .notAllowed(let failure), .notFound(let failure), .badInput(let failure),
            .noSpace(let failure), .halted(let failure), .cancelled(let failure), .internal(let failure):
            failure
        }
    }

    /// The stable code.
    public var code: String { failure.code }
}

/// Runs a call of the library with errors as above. Cancelling the task ends the work in the library too, which UniFFI's
/// tasks do not do by themselves.
func call<T: Sendable>(_ block: @Sendable (CancelToken) async throws -> T) async throws -> T {
    let token = CancelToken()
    return try await withTaskCancellationHandler {
        do {
            return try await block(token)
        } catch {
            let error = verbandError(error)
            if case .cancelled = error, Task.isCancelled { throw CancellationError() }
            throw error
        }
    } onCancel: {
        token.cancel()
    }
}

/// The same for calls that do not wait for anything.
func mapped<T>(_ block: () throws -> T) throws -> T {
    do {
        return try block()
    } catch {
        throw verbandError(error)
    }
}

private func verbandError(_ error: any Error) -> VerbandError {
    guard case .Failed(let code, let retry, let wait, let reference, let text, let sentence) = error as? VerbandFFI.VerbandError
    else {
        return .inside("\(error)")
    }
    let after = Duration.milliseconds(Int64(clamping: wait))
    return VerbandError(
        Failure(code: code, retry: retry, retryAfter: after, reference: reference, text: text, sentence: sentence))
}
