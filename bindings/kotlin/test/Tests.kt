/* The little that the scenario needs of a test framework. */

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.withTimeout

/** Counts tests. */
class Tests {
    var passed = 0
        private set
    var failed = 0
        private set

    /** Runs a test; what takes a minute hangs. */
    suspend fun test(name: String, block: suspend () -> Unit) {
        try {
            withTimeout(60.seconds) { block() }
            passed += 1
            println("ok      $name")
        } catch (failure: Throwable) {
            failed += 1
            println("FAILED  $name: $failure")
            failure.printStackTrace(System.out)
        }
    }
}

/** Fails unless two values are equal. */
fun <T> equal(expected: T, found: T) = check(expected == found) { "expected $expected, found $found" }

/** The exception that a block throws; it fails if that is another one or none. */
suspend inline fun <reified T : Throwable> throws(block: suspend () -> Unit): T {
    try {
        block()
    } catch (thrown: Throwable) {
        if (thrown is T) return thrown
        throw thrown
    }
    error("nothing was thrown")
}
