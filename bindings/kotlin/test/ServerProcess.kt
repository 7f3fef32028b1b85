/* A real server in a process of its own. */

import java.io.BufferedReader
import java.io.File
import java.util.concurrent.TimeUnit

/** Starts, kills and starts again on the same port and folder. */
class ServerProcess(private val folder: File) : AutoCloseable {
    private var process: Process? = null
    private var listen = "127.0.0.1:0"

    /** The one-time token that permits to found an organisation. */
    lateinit var token: String
        private set

    /** Where clients reach it. */
    val address: String get() = "http://$listen"

    fun start() {
        val program = checkNotNull(System.getenv("VERBAND_SERVER_BIN")) { "VERBAND_SERVER_BIN names no server" }
        val config = folder.resolveSibling("server.toml")
        val mail = "[mail]\nrelay = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\nfrom = \"post@klinik.example\"\n"
        config.writeText(File("../../tests/fixtures/limits.toml").readText() + mail)
        val started = ProcessBuilder(program, "serve", "--config", config.path, "--data", folder.path, "--listen", listen)
            .redirectError(folder.resolveSibling("server.log"))
            .start()
        process = started
        started.inputStream.bufferedReader().awaitAddress()
    }

    private fun BufferedReader.awaitAddress() {
        for (line in lineSequence()) {
            line.after("set-up link: ")?.let { token = it.substringAfter('#') }
            line.after("listening on http://")?.let {
                listen = it
                return
            }
        }
        error("the server ended at once")
    }

    private fun String.after(start: String): String? = if (startsWith(start)) removePrefix(start) else null

    /** Ends it without a farewell. */
    fun kill() {
        process?.destroyForcibly()?.waitFor(10, TimeUnit.SECONDS)
        process = null
    }

    override fun close() = kill()
}
