/* What can go wrong, as few cases as an app acts on. Every call of the SDK throws one of these and nothing else. */
package de.verband.sdk

import de.verband.sdk.ffi.InternalException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import de.verband.sdk.ffi.VerbandException as Failed

/** Details of a failure. The codes are listed in bindings/README.md and stay. */
data class Failure(
    /** Finer than the case: what a text for people is chosen by. */
    val code: String,
    /** When trying again makes sense. */
    val retry: Retry,
    /** How long to wait first; zero unless [retry] is `AFTER`. */
    val retryAfter: Duration,
    /** For a support ticket, or the wrong character of a typed code; empty if there is none. Never content. */
    val reference: String,
    /** In English, for logs. */
    val text: String,
    /** For the person, in the language of a call that has one; otherwise empty. It may have a name in it: not for logs. */
    val sentence: String = "",
)

/** What went wrong. An exhaustive `when` has twelve cases. */
sealed class VerbandException(val failure: Failure) : Exception("${failure.code}: ${failure.text}") {
    /** The stable code. */
    val code: String get() = failure.code

    /** No network, no server, or it is busy. What was written waits and is sent by itself. */
    class Offline(failure: Failure) : VerbandException(failure)

    /** The PIN is wrong, or there were too many wrong ones: no try counts before [wait] is over. */
    class WrongPin(failure: Failure) : VerbandException(failure) {
        val wait: Duration get() = failure.retryAfter
    }

    /** The app is locked: unlock first. */
    class Locked(failure: Failure) : VerbandException(failure)

    /** This device, or its person, does not belong to the organisation any more, or its profile was erased. */
    class Revoked(failure: Failure) : VerbandException(failure)

    /** Enrolling: the code is wrong or used, approval is missing, or somebody has or nobody has enrolled here. */
    class Enrolment(failure: Failure) : VerbandException(failure)

    /** A rule of the organisation or conversation does not allow it. */
    class NotAllowed(failure: Failure) : VerbandException(failure)

    /** There is no such thing, or not any more. */
    class NotFound(failure: Failure) : VerbandException(failure)

    /** The person or the app gave something that cannot be used: a text too long, a broken photo, a short PIN. */
    class BadInput(failure: Failure) : VerbandException(failure)

    /** No space left, here or on the server. */
    class NoSpace(failure: Failure) : VerbandException(failure)

    /** An alarm stopped this conversation. */
    class Halted(failure: Failure) : VerbandException(failure)

    /** The call was cancelled by its token. A cancelled coroutine throws its own exception instead. */
    class Cancelled(failure: Failure) : VerbandException(failure)

    /** A mistake in the SDK or a damaged file. The next call works as before. */
    class Internal(failure: Failure) : VerbandException(failure)
}

/** The case that a failure is. */
internal fun exception(failure: Failure): VerbandException = when (failure.code) {
    "offline", "server-busy", "server-error", "offline-too-long" -> VerbandException.Offline(failure)
    "wrong-pin", "pin-blocked", "pin-due", "pin-again" -> VerbandException.WrongPin(failure)
    "locked" -> VerbandException.Locked(failure)
    "revoked", "wiped" -> VerbandException.Revoked(failure)
    "code", "invitation-gone", "set-up-gone", "waiting-for-approval", "waiting-for-link", "link-gone", "link-taken",
    "other-server", "other-organisation", "not-enrolled", "already-enrolled" ->
        VerbandException.Enrolment(failure)
    "not-allowed", "last-moderator", "too-late", "server-refused", "not-configured", "policy", "outdated", "device-class",
    "not-verified", "not-looked-through", "legal-hold", "record", "not-in" ->
        VerbandException.NotAllowed(failure)
    "not-found" -> VerbandException.NotFound(failure)
    "argument", "length", "pin-too-short", "photo", "recording", "file-name", "certificate", "pattern", "people", "document",
    "survey", "appointment", "calendar-file", "mark", "face-model", "wound" ->
        VerbandException.BadInput(failure)
    "disk-full", "server-full", "quota" -> VerbandException.NoSpace(failure)
    "halted" -> VerbandException.Halted(failure)
    "cancelled" -> VerbandException.Cancelled(failure)
    else -> VerbandException.Internal(failure)
}

/** Runs a call of the library away from the caller's thread, with errors as above. */
internal suspend fun <T> call(block: suspend () -> T): T = withContext(Dispatchers.IO) { mapped { block() } }

/** The same on the caller's thread, for calls that do not wait. */
internal inline fun <T> mapped(block: () -> T): T = try {
    block()
} catch (failed: Failed.Failed) {
    throw exception(
        Failure(
            failed.code, failed.retry, failed.retryAfterMs.toLong().milliseconds, failed.reference, failed.text,
            failed.sentence,
        ),
    )
} catch (failed: InternalException) {
    throw inside(failed.message.orEmpty())
}

/** Façade, generated code and library do not fit, for instance after a half update. */
internal fun inside(text: String): VerbandException =
    VerbandException.Internal(Failure("internal", Retry.NEVER, Duration.ZERO, "bindings", text))
