/* Voice notes and videos: recorded piece by piece, each of which is sealed before the next one comes. */
package de.verband.sdk

import de.verband.sdk.ffi.RecordingWriter
import java.io.InputStream
import java.nio.ByteBuffer
import kotlinx.coroutines.ensureActive
import kotlin.coroutines.coroutineContext

/**
 * Begins to record a voice note or a video. [media] is what the recorder gives: MP4 in fragments, as Media3's `FragmentedMp4Muxer` writes
 * it. Errors have their sentence in [language].
 */
suspend fun Verband.startRecording(conversation: LogId, kind: RecordingKind, media: String, language: Language): Recorder =
    Recorder(call { client.startRecording(conversation, kind, media, language) }, language)

/** Sends a voice note or a video that lies in a file or a gallery, which the organisation may not permit. */
suspend fun Verband.sendRecordingFile(
    conversation: LogId, kind: RecordingKind, media: String, from: InputStream, new: NewRecording, language: Language,
): EventId {
    val recorder = Recorder(call { client.addRecording(conversation, kind, media, language) }, language)
    return recorder.use {
        try {
            it.take(from)
            it.finish(new)
        } catch (failed: Throwable) {
            // The file is still there: nobody wants to finish what was taken of it.
            runCatching { it.discardAtOnce() }
            throw failed
        }
    }
}

/** Recordings that were begun on this device and neither finished nor discarded, the oldest first. */
suspend fun Verband.unfinishedRecordings(): List<UnfinishedRecording> = call { client.unfinishedRecordings() }

/** Finishes a recording that an earlier life of the app began. */
suspend fun Verband.finishRecording(recording: BlobId, new: NewRecording, language: Language): EventId =
    call { client.finishRecording(recording, new, language, null) }

/** Throws a recording away that was not finished. */
suspend fun Verband.discardRecording(recording: BlobId) = call { client.discardRecording(recording) }

/** Opens a voice note or a video for playing from any place in it; fetches it first if it is not on this device. */
suspend fun Verband.openRecording(conversation: LogId, event: EventId): StoredFile {
    val reader = call { client.openRecording(conversation, event, null) }
    return StoredFile(reader, call { reader.size() }.toLong())
}

/** The same for somewhere else: it leaves the vault, which the organisation may not permit. */
suspend fun Verband.exportRecording(conversation: LogId, event: EventId): StoredFile {
    val reader = call { client.exportRecording(conversation, event, null) }
    return StoredFile(reader, call { reader.size() }.toLong())
}

/** A recording that is going on. Closed before its end, or when the app is locked or killed, it is one of the unfinished. */
class Recorder internal constructor(private val writer: RecordingWriter, private val language: Language) : AutoCloseable {
    /** Its id on this device, by which it is found if it is not finished. */
    val id: BlobId get() = mapped { writer.id() }

    /**
     * Takes the next piece, a direct buffer; about a second is a good length. It is sealed and on disk when this returns. [levels] say how
     * loud it was meanwhile, from 0 to 255, in steps of the same length.
     */
    suspend fun write(piece: ByteBuffer, levels: ByteArray = ByteArray(0)) {
        require(piece.isDirect) { "a direct buffer is needed" }
        call { writer.write(piece, levels) }
    }

    /** Ends it and puts it into the conversation, without its metadata. After an error it can be finished again or discarded. */
    suspend fun finish(new: NewRecording = NewRecording()): EventId = call { writer.finish(new, language, null) }

    /** Throws it away. */
    suspend fun discard() = call { writer.discard() }

    override fun close() = writer.close()

    internal fun discardAtOnce() = mapped { writer.discard() }

    internal suspend fun take(from: InputStream) {
        val piece = ByteArray(Photo.MAX_PIECE)
        val direct = ByteBuffer.allocateDirect(piece.size)
        try {
            while (true) {
                coroutineContext.ensureActive()
                val read = from.read(piece)
                if (read < 0) break
                direct.clear()
                direct.put(piece, 0, read).flip()
                write(direct)
            }
        } finally {
            piece.fill(0)
            direct.clear()
            direct.put(piece)
        }
    }
}
