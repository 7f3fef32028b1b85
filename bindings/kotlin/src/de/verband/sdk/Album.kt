/* The album: the tray, whose photos are, moving them, and the room that everything takes. */
package de.verband.sdk

import de.verband.sdk.ffi.AlbumResult
import de.verband.sdk.ffi.Album as Asks
import java.nio.ByteBuffer

/** Photos by when they were taken, the newest first, once. A screen takes [pictures] instead. */
suspend fun Verband.album(query: AlbumQuery, limit: Int): List<AlbumRow> =
    album<AlbumResult.Photos>(Asks.Photos(query, limit.toUInt())).rows

/** The patient references that photos are filed under, by whose photo is the newest. */
suspend fun Verband.albumPatients(): List<AlbumPatientRow> = album<AlbumResult.Patients>(Asks.Patients).rows

/**
 * Takes a photo that the camera has just made into the tray, which is the personal space: nobody else sees it. Caption and patient
 * reference may be empty.
 */
suspend fun Verband.capturePhoto(
    photo: ByteArray, caption: String = "", patient: String = "", language: Language = Language.GERMAN,
): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip() as ByteBuffer
    try {
        return call { client.capturePhoto(direct, caption, patient, language) }
    } finally {
        direct.clear()
        direct.put(ByteArray(photo.size))
    }
}

/** The same with a photo that lies in a file or a gallery, which the organisation may not permit. */
suspend fun Verband.capturePhotoFile(
    photo: ByteArray, caption: String = "", patient: String = "", language: Language = Language.GERMAN,
): EventId {
    val direct = ByteBuffer.allocateDirect(photo.size).put(photo).flip() as ByteBuffer
    return call { client.capturePhotoFile(direct, caption, patient, language) }
}

/** Says whose photos of a conversation are, all or none; an empty reference: nobody's. */
suspend fun Verband.filePhotos(conversation: LogId, photos: List<EventId>, patient: String): List<EventId> =
    album<AlbumResult.Events>(Asks.FilePhotos(conversation, photos, patient)).events

/** Who said when whose a photo is, the newest first. */
suspend fun Verband.photoFilings(conversation: LogId, photo: EventId): List<FilingRow> =
    album<AlbumResult.Filings>(Asks.PhotoFilings(conversation, photo)).rows

/**
 * Moves photos from the personal space, or from another conversation, into one, all or none; to a wound there, if one is named. The
 * events of the copies come back: undoing one gives the photo back until ten seconds after it was sent.
 */
suspend fun Verband.movePhotos(
    from: LogId, photos: List<EventId>, to: LogId, wound: EventId? = null,
): List<EventId> =
    album<AlbumResult.Events>(Asks.MovePhotos(from, photos, to, wound)).events

/** What of the tray is deleted if it is not sent before; what ends first comes first. */
suspend fun Verband.unsentEnding(): List<AlbumRow> = album<AlbumResult.Photos>(Asks.UnsentEnding).rows

/** The same as a sentence; empty if nothing ends. */
suspend fun Verband.unsentInWords(language: Language): String =
    album<AlbumResult.Text>(Asks.UnsentInWords, language).text

/** What photos, files and the database take on this device. */
suspend fun Verband.storageUse(): StorageUse = album<AlbumResult.Room>(Asks.Room).used

/** Frees what can be fetched again, of one conversation or of all. Gives the bytes that were freed. */
suspend fun Verband.freeStorage(conversation: LogId? = null): ULong =
    album<AlbumResult.Freed>(Asks.FreeStorage(conversation)).bytes
