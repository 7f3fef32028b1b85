/* Photos: into the vault and out of it, in memory only. */
package de.verband.sdk

import de.verband.sdk.ffi.FileReader
import java.io.OutputStream
import java.nio.ByteBuffer
import kotlinx.coroutines.ensureActive
import kotlin.coroutines.coroutineContext

/**
 * Takes a photo (JPEG, PNG or WebP) that the camera has just made and sends it. All metadata is removed. It is sealed on disk and in the feed when this
 * returns, with or without a network.
 */
suspend fun Verband.sendPhoto(conversation: LogId, photo: ByteArray, caption: String = ""): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip()
    try {
        return sendPhoto(conversation, direct, caption)
    } finally {
        direct.clear()
        direct.put(ByteArray(photo.size))
    }
}

/** The same without a copy, from a direct buffer as cameras give. */
suspend fun Verband.sendPhoto(conversation: LogId, photo: ByteBuffer, caption: String = ""): EventId {
    require(photo.isDirect) { "a direct buffer is needed" }
    return call { client.sendPhoto(conversation, photo, caption) }
}

/** The same with a photo that lies in a file or a gallery, which the organisation may not permit. */
suspend fun Verband.sendPhotoFile(conversation: LogId, photo: ByteArray, caption: String = ""): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip() as ByteBuffer
    return call { client.sendPhotoFile(conversation, direct, caption) }
}

/**
 * As [sendPhoto], with marks painted on it first. Of what they cover nothing is left in what is sent; the original is destroyed, or kept in the
 * personal space if the policy says so. Errors have their sentence in [language].
 */
suspend fun Verband.sendReviewedPhoto(
    conversation: LogId,
    photo: ByteArray,
    review: PhotoReview,
    language: Language,
    caption: String = "",
): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip() as ByteBuffer
    try {
        return call { client.sendReviewedPhoto(conversation, direct, caption, review, language) }
    } finally {
        direct.clear()
        direct.put(ByteArray(photo.size))
    }
}

/** The same with a photo that lies in a file or a gallery, which the organisation may not permit. */
suspend fun Verband.sendReviewedPhotoFile(
    conversation: LogId,
    photo: ByteArray,
    review: PhotoReview,
    language: Language,
    caption: String = "",
): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip() as ByteBuffer
    return call { client.sendReviewedPhotoFile(conversation, direct, caption, review, language) }
}

/**
 * Replaces a photo that was sent, or waits, by one with marks painted on it: the old one is deleted for everybody, which is for its author and
 * for moderators. Fetches it first if it is not on this device.
 */
suspend fun Verband.redactPhoto(
    conversation: LogId,
    event: EventId,
    review: PhotoReview,
    language: Language,
): EventId = call { client.redactPhoto(conversation, event, review, language, null) }

/**
 * Proposes what to cover on a photo that is about to be sent: codes, and faces if there is a model of them. Takes seconds; nothing of the photo
 * is kept. Its text is to be shown: what is proposed is never all.
 */
suspend fun proposeMarks(photo: ByteArray, language: Language, faces: Faces? = null): Proposals =
    call { de.verband.sdk.ffi.proposeMarks(photo, faces, language, null) }

/** The same for a photo that was sent. Fetches it first if it is not on this device. */
suspend fun Verband.proposeMarks(photo: BlobId, language: Language, faces: Faces? = null): Proposals =
    call { client.proposeMarks(photo, faces, language, null) }

/** Reads the model of faces, which the app brings along: the file `seeta_fd_frontal_v1.0.bin` of `core/detect/model`. */
suspend fun readFaces(file: ByteArray): Faces = call { Faces.read(file) }

/**
 * Reads the references to patients of the codes in a picture (JPEG, PNG or WebP): at least one, and where there are several a person chooses. With
 * patterns in the policy those that fit one. Takes up to a second; nothing of the picture is kept. Fails with the code `wound` and the reference
 * `no-code` or `other-code`, and a sentence in [language].
 */
suspend fun Verband.readPatientCode(picture: ByteArray, language: Language): List<PatientCode> {
    val direct = ByteBuffer.allocateDirect(picture.size).put(picture).flip() as ByteBuffer
    try {
        return call { client.readPatientCode(direct, language) }
    } finally {
        direct.clear()
        direct.put(ByteArray(picture.size))
    }
}

/**
 * The same in what a camera sees at the moment: the first plane of a frame in YUV_420_888, a direct buffer as cameras give it, with the bytes from
 * the beginning of a row to that of the next one.
 */
suspend fun Verband.readPatientFrame(
    width: UInt,
    height: UInt,
    stride: UInt,
    samples: ByteBuffer,
    language: Language,
): List<PatientCode> {
    require(samples.isDirect) { "a direct buffer is needed" }
    return call { client.readPatientFrame(width, height, stride, samples, language) }
}

/** Whether a reference that somebody typed looks like those of the house: a hint, since each is taken. True where the policy has no pattern. */
suspend fun Verband.fitsPatientPattern(reference: String): Boolean = call { client.fitsPatientPattern(reference) }

/**
 * What reference a pattern makes of a code, none if the code does not fit; for whoever writes patterns. A code with fields after GS1 is written as it
 * stands below the bars: `(8018)…(8019)…`.
 */
suspend fun tryPatientPattern(pattern: String, code: String, language: Language): String? =
    call { de.verband.sdk.ffi.tryPatientPattern(pattern, code, language) }

/** Opens a photo; fetches it first if it is not on this device. */
suspend fun Verband.openPhoto(photo: BlobId, form: PhotoForm = PhotoForm.PREVIEW): Photo {
    val reader = call { client.openPhoto(photo, form, null) }
    return Photo(reader, call { reader.size() }.toLong())
}

/** A photo that is open for reading, in any order. Locking ends it. */
class Photo internal constructor(
    private val reader: FileReader,
    /** Bytes in all. */
    val size: Long,
) : AutoCloseable {
    /** Reads at most [max] bytes, and at most 256 KiB; fewer at the end, none behind it. */
    suspend fun read(offset: Long, max: Int = MAX_PIECE): ByteArray =
        call { reader.readAt(offset.toULong(), max.toUInt()) }

    /** Everything, for a preview. */
    suspend fun readAll(): ByteArray {
        val all = ByteArray(Math.toIntExact(size))
        pieces { offset, piece -> piece.copyInto(all, offset.toInt()) }
        return all
    }

    /** Writes everything to [out]. What goes to a file leaves the vault: only an export that a person asked for. */
    suspend fun copyTo(out: OutputStream) = pieces { _, piece -> out.write(piece) }

    override fun close() = reader.close()

    private suspend inline fun pieces(take: (Long, ByteArray) -> Unit) {
        var offset = 0L
        while (offset < size) {
            coroutineContext.ensureActive()
            val piece = read(offset)
            if (piece.isEmpty()) throw inside("a photo is shorter than its size")
            take(offset, piece)
            offset += piece.size
        }
    }

    companion object {
        /** The largest piece that is read at once, in bytes. */
        const val MAX_PIECE: Int = 256 shl 10
    }
}
