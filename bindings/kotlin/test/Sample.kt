/* The sample of bindings/README.md. The scenario runs it and checks that the two are the same. */

import de.verband.sdk.*
import kotlinx.coroutines.flow.first

// sample
/** Enrols or unlocks, sends a photo into the first channel, and shows it until the server has it. */
suspend fun sendWoundPhoto(
    profile: Profile, letter: Invitation, pin: String, secret: ByteArray, photo: ByteArray, show: (List<MessageRow>) -> Unit,
) {
    val verband = if (Verband.isEnrolled(profile)) Verband.unlock(profile, pin, secret)
    else Verband.enrol(profile, letter, pin, secret)
    verband.use {
        it.start()
        val channel = it.conversations().rows.first { rows -> rows.isNotEmpty() }.first().log
        val event = try {
            it.sendPhoto(channel, photo, "Ferse links")
        } catch (full: VerbandException.NoSpace) {
            return show(emptyList())
        }
        it.messages(channel).rows.first { rows ->
            show(rows)
            rows.any { row -> row.event == event && row.state == MessageState.SENT }
        }
    }
}
// end of sample
