/* The wound record: wounds of a channel, findings, photos and the question after six weeks. */
package de.verband.sdk

import de.verband.sdk.ffi.WoundRecordResult
import de.verband.sdk.ffi.WoundRecord as Asks

// Wounds

/** The wounds of all channels, once. A screen takes [wounds] of a channel instead. */
suspend fun Verband.allWounds(): List<WoundRow> =
    record<WoundRecordResult.Wounds>(Asks.Wounds(null)).rows

/** The wounds of all channels about which the team is asked, the question that has waited longest first. */
suspend fun Verband.woundQuestions(): List<WoundRow> =
    record<WoundRecordResult.Wounds>(Asks.WoundQuestions).rows

/** The sentence of the question that six weeks without a healing tendency put. */
suspend fun Verband.sixWeekQuestion(language: Language): String =
    record<WoundRecordResult.Text>(Asks.SixWeekQuestion(language)).text

/** The terms that people tick, list by list, with the word for each. */
suspend fun Verband.woundTerms(language: Language): List<WoundTerm> =
    record<WoundRecordResult.Terms>(Asks.WoundTerms(language)).terms

/** One wound. */
suspend fun Verband.wound(conversation: LogId, wound: EventId): WoundRow =
    record<WoundRecordResult.Wounds>(Asks.Wound(conversation, wound)).rows.single()

/** Makes a wound in a channel; it shows in the conversation like a message. Its id comes back. */
suspend fun Verband.createWound(conversation: LogId, details: WoundDetails, consent: WoundConsent? = null): EventId =
    record<WoundRecordResult.Event>(Asks.CreateWound(conversation, details, consent)).event

/** Changes what is known of a wound, all of it at once. What was known before stays as a version. */
suspend fun Verband.changeWound(conversation: LogId, wound: EventId, details: WoundDetails): EventId =
    record<WoundRecordResult.Event>(Asks.ChangeWound(conversation, wound, details)).event

/** Says whether photos of a wound are consented to. */
suspend fun Verband.setWoundConsent(conversation: LogId, wound: EventId, consent: WoundConsent): EventId =
    record<WoundRecordResult.Event>(Asks.SetWoundConsent(conversation, wound, consent)).event

/** Closes a wound: it takes no findings and photos until it is opened again. */
suspend fun Verband.closeWound(conversation: LogId, wound: EventId, reason: String, note: String = ""): EventId =
    record<WoundRecordResult.Event>(Asks.CloseWound(conversation, wound, reason, note)).event

/** Opens a closed wound again. */
suspend fun Verband.reopenWound(conversation: LogId, wound: EventId, note: String = ""): EventId =
    record<WoundRecordResult.Event>(Asks.ReopenWound(conversation, wound, note)).event

/** What was known of a wound: how it was made and every change, the newest first. */
suspend fun Verband.woundVersions(conversation: LogId, wound: EventId): List<WoundVersionRow> =
    record<WoundRecordResult.Versions>(Asks.WoundVersions(conversation, wound)).rows

/** The newest part of the course of a wound, once. A screen takes [woundCourse] instead. */
suspend fun Verband.woundTimeline(conversation: LogId, wound: EventId, limit: Int): List<WoundItem> =
    record<WoundRecordResult.Items>(Asks.WoundTimeline(conversation, wound, limit.toUInt())).rows

// Findings

/** Enters a finding; it shows in the conversation like a message. Its id comes back. */
suspend fun Verband.recordFinding(conversation: LogId, wound: EventId, finding: WoundFinding): EventId =
    record<WoundRecordResult.Event>(Asks.RecordFinding(conversation, wound, finding)).event

/** Corrects a finding, all of it at once. What it said before stays as a version. */
suspend fun Verband.correctFinding(
    conversation: LogId, finding: EventId, content: WoundFinding, reason: String = "",
): EventId =
    record<WoundRecordResult.Event>(Asks.CorrectFinding(conversation, finding, content, reason)).event

/** Strikes a finding: it still stands there and counts no more. */
suspend fun Verband.strikeFinding(conversation: LogId, finding: EventId, reason: String = ""): EventId =
    record<WoundRecordResult.Event>(Asks.StrikeFinding(conversation, finding, reason)).event

/**
 * Moves a finding that was entered at the wrong wound: it is struck there and entered here. The one that is here
 * comes back.
 */
suspend fun Verband.moveFinding(conversation: LogId, finding: EventId, wound: EventId, reason: String = ""): EventId =
    record<WoundRecordResult.Event>(Asks.MoveFinding(conversation, finding, wound, reason)).event

/** What a finding said: as it was entered and every correction, the newest first. */
suspend fun Verband.findingVersions(conversation: LogId, finding: EventId): List<FindingVersionRow> =
    record<WoundRecordResult.FindingVersions>(Asks.FindingVersions(conversation, finding)).rows

// Photos

/** Says that a photo of the conversation belongs to a wound, or moves it there from another one. */
suspend fun Verband.attachWoundPhoto(conversation: LogId, photo: EventId, wound: EventId, role: String = ""): EventId =
    record<WoundRecordResult.Event>(Asks.AttachWoundPhoto(conversation, photo, wound, role)).event

/** Takes a photo off its wound. It stays in the conversation. */
suspend fun Verband.detachWoundPhoto(conversation: LogId, photo: EventId): EventId =
    record<WoundRecordResult.Event>(Asks.DetachWoundPhoto(conversation, photo)).event

/** Takes photos that the camera has just made of a wound and sends them, all or none. */
suspend fun Verband.sendWoundPhotos(conversation: LogId, wound: EventId, photos: List<WoundPhoto>): List<EventId> =
    record<WoundRecordResult.Events>(Asks.SendWoundPhotos(conversation, wound, photos)).events

/** The same with photos that lie in files or a gallery. */
suspend fun Verband.sendWoundPhotoFiles(conversation: LogId, wound: EventId, photos: List<WoundPhoto>): List<EventId> =
    record<WoundRecordResult.Events>(Asks.SendWoundPhotoFiles(conversation, wound, photos)).events

/** The photos of a wound by when they were taken, the oldest first. */
suspend fun Verband.woundPhotos(conversation: LogId, wound: EventId): List<WoundPhotoRow> =
    record<WoundRecordResult.Photos>(Asks.WoundPhotos(conversation, wound)).rows

/** The wound that a photo belongs to. */
suspend fun Verband.woundOfPhoto(conversation: LogId, photo: EventId): EventId? =
    record<WoundRecordResult.OfPhoto>(Asks.WoundOfPhoto(conversation, photo)).wound

/** Two photos to look at side by side, the earlier one first: these, or else the first and the last close-up. */
suspend fun Verband.woundPair(conversation: LogId, wound: EventId, photos: Pair<EventId, EventId>? = null): WoundPair =
    record<WoundRecordResult.Pair>(Asks.WoundPair(conversation, wound, photos?.first, photos?.second)).pair

/** What a camera shows through while the next photo of a wound is taken: its last close-up. */
suspend fun Verband.woundGhost(conversation: LogId, wound: EventId): WoundGhost? =
    record<WoundRecordResult.Ghost>(Asks.WoundGhost(conversation, wound)).ghost

/** The sizes of a wound over time, the oldest first. */
suspend fun Verband.woundCurve(conversation: LogId, wound: EventId): List<WoundCurvePoint> =
    record<WoundRecordResult.Curve>(Asks.WoundCurve(conversation, wound)).points

/**
 * The report of a wound (PDF/A) for the patient's record: where it goes is for the app to decide. Photos that are not on this
 * device are fetched; without a network the report says how many it leaves out. Everybody who reads the wound sees that it
 * was made.
 */
suspend fun Verband.woundReport(
    conversation: LogId, wound: EventId, language: Language, desk: Desk = Desk(),
): ByteArray =
    call { client.woundReport(conversation, wound, desk.at(System.currentTimeMillis()), desk.zone.id, language, null) }

// After six weeks

/** Answers the question after six weeks, or puts it off. */
suspend fun Verband.answerSixWeeks(
    conversation: LogId, wound: EventId, answer: String, until: ULong? = null, note: String = "",
): EventId =
    record<WoundRecordResult.Event>(Asks.AnswerSixWeeks(conversation, wound, answer, until, note)).event
