/* The patient's record: a wound on its way there, what is documented, by whom and where, and what is not. */
package de.verband.sdk

import de.verband.sdk.ffi.PatientRecordResult
import de.verband.sdk.ffi.PatientRecord as Asks

/**
 * A wound as a FHIR R4 bundle (JSON), with the report and the photos in it. Where it goes is for the app to decide; otherwise
 * like [woundReport].
 */
suspend fun Verband.woundFhir(
    conversation: LogId, wound: EventId, language: Language, desk: Desk = Desk(),
): ByteArray =
    call { client.woundFhir(conversation, wound, desk.at(System.currentTimeMillis()), desk.zone.id, language, null) }

/**
 * A wound as an evidence package that anybody can examine offline (`verband verify`): the photos as they were signed when they were
 * taken, the report, the bundle, and the log of the organisation. Without a photo that cannot be fetched there is none.
 */
suspend fun Verband.woundPackage(
    conversation: LogId, wound: EventId, language: Language, desk: Desk = Desk(),
): ByteArray =
    call { client.woundPackage(conversation, wound, desk.at(System.currentTimeMillis()), desk.zone.id, language, null) }

/**
 * Sends the report of a wound to a patient's record (ISiK, ITI-105) and marks what is in it as documented when the record has taken
 * it. Tried again, it is one document. The target is the app's: nothing of it is kept.
 */
suspend fun Verband.uploadWound(
    conversation: LogId, wound: EventId, target: RecordTarget, context: RecordContext, language: Language,
    desk: Desk = Desk(),
): RecordReceipt = call {
    val papers = desk.at(System.currentTimeMillis())
    client.woundUpload(conversation, wound, target, context, papers, desk.zone.id, language, null)
}

/**
 * Sends photos of a wound to a patient's record, each in full size as a document by itself, and marks each as documented when the
 * record has taken it: these, or all of them if [photos] is null. Otherwise like [uploadWound]; of an error those before it are there,
 * and the same call goes on behind them.
 */
suspend fun Verband.uploadWoundPhotos(
    conversation: LogId, wound: EventId, target: RecordTarget, context: RecordContext, language: Language,
    photos: List<EventId>? = null, desk: Desk = Desk(),
): List<RecordReceipt> =
    call { client.woundPhotosUpload(conversation, wound, photos, target, context, desk.zone.id, language, null) }

/**
 * Says that things are in the patient's record because somebody typed or copied them there: photos, findings, whatever was written, or
 * a wound with all that is known of it now.
 */
suspend fun Verband.markDocumented(
    conversation: LogId, items: List<EventId>, record: String, document: String = "",
): EventId =
    documented<PatientRecordResult.Event>(Asks.MarkDocumented(conversation, items, record, document)).event

/** Takes that back. */
suspend fun Verband.withdrawDocumented(conversation: LogId, items: List<EventId>, reason: String): EventId =
    documented<PatientRecordResult.Event>(Asks.WithdrawDocumented(conversation, items, reason)).event

/** What was said about whether an item is in the patient's record, the newest first, which counts. */
suspend fun Verband.documentedTrace(conversation: LogId, item: EventId): List<DocumentedRow> =
    documented<PatientRecordResult.Trace>(Asks.DocumentedTrace(conversation, item)).rows

/** Whether an item is in the patient's record as it is now. */
suspend fun Verband.isDocumented(conversation: LogId, item: EventId): Boolean =
    documented<PatientRecordResult.Documented>(Asks.IsDocumented(conversation, item)).documented

/** Photos of patients and findings that are not in the patient's record, the oldest first: of one conversation or of all. */
suspend fun Verband.undocumented(conversation: LogId? = null): List<UndocumentedRow> =
    documented<PatientRecordResult.Undocumented>(Asks.Undocumented(conversation)).rows
