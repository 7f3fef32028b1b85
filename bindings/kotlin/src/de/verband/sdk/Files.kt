/* Files and folders of conversations, what is on its way, and what waits to be sent. */
package de.verband.sdk

import de.verband.sdk.ffi.FeedKind
import de.verband.sdk.ffi.FileReader
import de.verband.sdk.ffi.FileWriter
import de.verband.sdk.ffi.Filing
import de.verband.sdk.ffi.FilingResult
import de.verband.sdk.ffi.Row
import java.io.InputStream
import java.io.OutputStream
import java.nio.ByteBuffer
import kotlinx.coroutines.ensureActive
import kotlin.coroutines.coroutineContext

private suspend inline fun <reified T : FilingResult> Verband.filing(command: Filing): T =
    call { client.file(command, null) } as T

// Files and folders

/** What lies in a folder, once. A screen takes [files] instead. */
suspend fun Verband.filesIn(conversation: LogId, folder: FolderId = rootFolder): List<FileRow> =
    filing<FilingResult.Files>(Filing.Files(conversation, folder)).rows

/** One file or folder, or the file that a version belongs to. */
suspend fun Verband.file(conversation: LogId, item: EventId): FileRow =
    filing<FilingResult.File>(Filing.File(conversation, item)).row

/** All versions of a file, newest first. */
suspend fun Verband.fileVersions(conversation: LogId, item: EventId): List<VersionRow> =
    filing<FilingResult.Versions>(Filing.FileVersions(conversation, item)).rows

/** Makes a folder in another one, or in the root. */
suspend fun Verband.createFolder(conversation: LogId, name: String, folder: EventId? = null): EventId =
    filing<FilingResult.Event>(Filing.CreateFolder(conversation, folder, name)).event

/** Gives a file or folder another name. */
suspend fun Verband.renameFile(conversation: LogId, item: EventId, name: String): EventId =
    filing<FilingResult.Event>(Filing.RenameFile(conversation, item, name)).event

/** Puts a file or folder into another folder, or into the root. */
suspend fun Verband.moveFile(conversation: LogId, item: EventId, folder: EventId?): EventId =
    filing<FilingResult.Event>(Filing.MoveFile(conversation, item, folder)).event

/** Copies a file, or a folder with all that lies in it, also into another conversation. */
suspend fun Verband.copyFile(conversation: LogId, item: EventId, to: LogId, folder: EventId? = null): EventId =
    filing<FilingResult.Event>(Filing.CopyFile(conversation, item, to, folder)).event

/** Deletes files and folders for everybody. For ten seconds [undoDelete] brings them back with what this gives. */
suspend fun Verband.deleteFiles(conversation: LogId, items: List<EventId>): List<EventId> =
    filing<FilingResult.Deletes>(Filing.DeleteFiles(conversation, items)).deletes

/** Makes an earlier version of a file count again. */
suspend fun Verband.restoreVersion(conversation: LogId, item: EventId, version: EventId): EventId =
    filing<FilingResult.Event>(Filing.RestoreVersion(conversation, item, version)).event

/** What people call the folder of photos. */
suspend fun Verband.photosFolder(language: Language): String =
    filing<FilingResult.Title>(Filing.PhotosFolder(language)).title

/** A folder as it changes. */
fun Verband.files(conversation: LogId, folder: FolderId = rootFolder): Feed<FileRow> =
    Feed({ client.feed(FeedKind.Files(conversation, folder)) }) { (it as Row.File).row }

// Bytes

/**
 * Puts everything that [from] gives into a folder or the root, whatever its size. JPEG, PNG and WebP are kept without their
 * metadata, and refused if they cannot be. It is sealed on disk and in the feed when this returns, with or without a network.
 */
suspend fun Verband.putFile(
    conversation: LogId, name: String, from: InputStream, folder: EventId? = null, media: String? = null, size: Long? = null,
): EventId = call { client.addFile(conversation, folder, name, media, size?.toULong()) }.use { it.take(from) }

/** Makes everything that [from] gives another version of a file. The ones before stay. */
suspend fun Verband.putVersion(
    conversation: LogId, item: EventId, from: InputStream, media: String? = null, size: Long? = null,
): EventId = call { client.addVersion(conversation, item, media, size?.toULong()) }.use { it.take(from) }

private suspend fun FileWriter.take(from: InputStream): EventId {
    val piece = ByteArray(Photo.MAX_PIECE)
    val direct = ByteBuffer.allocateDirect(piece.size)
    try {
        while (true) {
            coroutineContext.ensureActive()
            val read = from.read(piece)
            if (read < 0) break
            direct.clear()
            direct.put(piece, 0, read).flip()
            call { append(direct) }
        }
        return call { finish() }
    } finally {
        piece.fill(0)
        direct.clear()
        direct.put(piece)
    }
}

/** Opens a file to show it, the version that counts or another one, pictures upright; fetches it first if it is not here. */
suspend fun Verband.openFile(conversation: LogId, item: EventId, version: EventId? = null): StoredFile =
    stored(conversation, item, version, false)

/** The same for somewhere else: it leaves the vault, which the organisation may not permit. */
suspend fun Verband.exportFile(conversation: LogId, item: EventId, version: EventId? = null): StoredFile =
    stored(conversation, item, version, true)

private suspend fun Verband.stored(conversation: LogId, item: EventId, version: EventId?, export: Boolean): StoredFile {
    val reader = call { client.openFile(conversation, item, version, export, null) }
    return StoredFile(reader, call { reader.size() }.toLong())
}

/** A file that is open for reading, in any order. Locking ends it. */
class StoredFile internal constructor(
    private val reader: FileReader,
    /** Bytes in all. */
    val size: Long,
) : AutoCloseable {
    /** Reads at most [max] bytes, and at most 256 KiB; fewer at the end, none behind it. */
    suspend fun read(offset: Long, max: Int = Photo.MAX_PIECE): ByteArray =
        call { reader.readAt(offset.toULong(), max.toUInt()) }

    /** Writes everything to [out]. What goes to a file leaves the vault: only an export that a person asked for. */
    suspend fun copyTo(out: OutputStream) {
        var offset = 0L
        while (offset < size) {
            coroutineContext.ensureActive()
            val piece = read(offset)
            if (piece.isEmpty()) throw inside("a file is shorter than its size")
            out.write(piece)
            offset += piece.size
        }
    }

    override fun close() = reader.close()
}

/** Wishes that a file is on this device, also if that takes several lives of the app. */
suspend fun Verband.downloadFile(conversation: LogId, item: EventId, version: EventId? = null) {
    filing<FilingResult.Done>(Filing.DownloadFile(conversation, item, version))
}

/** Frees the room that a file takes on this device. It can be fetched again. */
suspend fun Verband.freeFile(conversation: LogId, item: EventId, version: EventId? = null) {
    filing<FilingResult.Done>(Filing.FreeFile(conversation, item, version))
}

// On its way

/** Files on their way, as they get on. */
fun Verband.transfers(): Feed<TransferRow> =
    Feed({ client.feed(FeedKind.Transfers) }) { (it as Row.Transfer).row }

/** Stops a transfer until somebody resumes it. */
suspend fun Verband.pauseTransfer(blob: BlobId) {
    filing<FilingResult.Done>(Filing.PauseTransfer(blob))
}

/** Goes on with what was paused, or tries again what failed. */
suspend fun Verband.resumeTransfer(blob: BlobId) {
    filing<FilingResult.Done>(Filing.ResumeTransfer(blob))
}

/** Ends a download; nothing of it stays. */
suspend fun Verband.cancelTransfer(blob: BlobId) {
    filing<FilingResult.Done>(Filing.CancelTransfer(blob))
}

/** What waits to be sent, in the order in which it was made. [resend] tries again. */
fun Verband.outbox(): Feed<OutboxRow> = Feed({ client.feed(FeedKind.Outbox) }) { (it as Row.Unsent).row }
