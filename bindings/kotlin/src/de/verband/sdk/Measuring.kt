/* Measuring in photos of wounds, where the policy permits it. People draw; the core finds the marker and reckons. */
package de.verband.sdk

import de.verband.sdk.ffi.MeasuringResult
import de.verband.sdk.ffi.Measuring as Asks

/** The markers that can be measured by in a photo of a wound. */
suspend fun Verband.woundMarkers(conversation: LogId, wound: EventId, photo: EventId): List<WoundMarker> =
    measure<MeasuringResult.Markers>(Asks.WoundMarkers(conversation, wound, photo)).markers

/** Measures an outline, or a length, in a photo of a wound. Nothing is written. */
suspend fun Verband.measurePhoto(conversation: LogId, wound: EventId, drawn: PhotoMeasure): WoundMeasurement =
    measure<MeasuringResult.Measured>(Asks.MeasurePhoto(conversation, wound, drawn)).measurement

/** Enters a finding with what is measured in a photo of the wound: its length, width and area are those. Its id comes back. */
suspend fun Verband.recordMeasuredFinding(
    conversation: LogId, wound: EventId, finding: WoundFinding, drawn: PhotoMeasure,
): EventId = measure<MeasuringResult.Event>(Asks.RecordMeasuredFinding(conversation, wound, finding, drawn)).event

/** Corrects a finding, all of it at once, with what is measured in a photo of its wound. */
suspend fun Verband.correctMeasuredFinding(
    conversation: LogId, finding: EventId, content: WoundFinding, drawn: PhotoMeasure, reason: String = "",
): EventId =
    measure<MeasuringResult.Event>(Asks.CorrectMeasuredFinding(conversation, finding, content, drawn, reason)).event

/** What holds of figures that were measured in this way, a code of `measured`: to be shown beside them. */
suspend fun Verband.measuringCaveat(method: String, language: Language): String =
    measure<MeasuringResult.Text>(Asks.MeasuringCaveat(method, language)).text
