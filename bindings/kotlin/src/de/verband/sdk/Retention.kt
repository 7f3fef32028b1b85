/* How long things stay, and what vanishes when and for whom. */
package de.verband.sdk

import de.verband.sdk.ffi.RetainingResult
import de.verband.sdk.ffi.Retaining as Asks

/** How long things stay in a conversation, with the sentence for its top. */
suspend fun Verband.retention(conversation: LogId, language: Language): Pair<Retention, String> =
    retaining<RetainingResult.Stays>(Asks.Stays(conversation), language).let { it.retention to it.words }

/**
 * What vanishes from a conversation, or from all of them, within so many days, at most 366; each with its sentence. [days]: as if things
 * were kept for so many days, to look before it is set.
 */
suspend fun Verband.retentionPreviews(
    language: Language, conversation: LogId? = null, ahead: Int = 366, days: UInt? = null,
): List<Pair<RetentionPreview, String>> =
    retaining<RetainingResult.Previews>(Asks.Preview(conversation, ahead.toUShort(), days), language)
        .let { it.previews zip it.words }

/** Findings and photos of patients whose time is over within fourteen days and that are not in the patient's record. */
suspend fun Verband.retentionWarnings(): List<RetentionItem> =
    retaining<RetainingResult.Warnings>(Asks.Warnings).rows

/** Why something stays. */
suspend fun Verband.keptInWords(kept: Kept, language: Language): String =
    retaining<RetainingResult.Words>(Asks.KeptInWords(kept), language).text
