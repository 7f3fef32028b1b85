/* Runs the scenario and counts. The last line is `N passed, M failed`. */

import java.nio.file.Files
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking

fun main() {
    val folder = Files.createTempDirectory("verband-kotlin").toFile()
    val tests = Tests()
    try {
        // One thread: a call that occupied its caller's thread would keep the others from going on.
        runBlocking { Scenario(folder, tests).use { it.run() } }
    } finally {
        folder.deleteRecursively()
    }
    println("${tests.passed} passed, ${tests.failed} failed")
    exitProcess(if (tests.failed == 0) 0 else 1)
}
