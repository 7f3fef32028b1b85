/* Papers: letters, the list they are handed out by, and keys to be locked away. Whole documents, small ones. */
package de.verband.sdk

import java.util.TimeZone

/** What papers say besides what the organisation knows. */
class Desk(
    /** Lines of the postal address of the house; none leaves out the return address. */
    val address: List<String> = emptyList(),
    /** Whom to ask, with telephone number or room. */
    val contact: String = "",
    /** Whose calendar days are told by. */
    val zone: TimeZone = TimeZone.getDefault(),
) {
    internal fun of(letters: List<Letter>) = at(letters.maxOfOrNull { it.invited.notAfter }?.toLong() ?: 0)

    internal fun at(ms: Long) = de.verband.sdk.ffi.Desk(address, contact, zone.getOffset(ms) / 1000)
}

/** Letters in one PDF, in this order. Whoever reads it can enrol: to be printed and removed. */
suspend fun Verband.letters(letters: List<Letter>, desk: Desk = Desk()): ByteArray =
    call { client.letters(desk.of(letters), letters) }

/** The list (PDF) that these letters are handed out by, to be signed. It has no codes. */
suspend fun Verband.handOutList(letters: List<Letter>, language: Language, desk: Desk = Desk()): ByteArray =
    call { client.handOutList(desk.of(letters), letters, language) }

/** Several invitations as e-mails with their codes, in an archive (ZIP) of `.eml` files. Nothing is sent. */
suspend fun Verband.mailDrafts(drafts: List<MailedLetter>, from: String, desk: Desk = Desk()): ByteArray =
    call { client.mailDrafts(desk.of(drafts.map { it.letter }), drafts, from) }

/** An invitation as an e-mail with its code, for the administrator's own mail program (`.eml`). Nothing is sent. */
suspend fun Verband.mailDraft(letter: Letter, from: String, to: String, desk: Desk = Desk()): ByteArray =
    call { client.mailDraft(desk.of(listOf(letter)), letter, from, to) }

/** The sheet (PDF) with the organisation's root key, for the safe. */
suspend fun Verband.recoverySheet(sheet: RecoverySheet, language: Language, desk: Desk = Desk()): ByteArray =
    call { client.recoverySheet(desk.at(System.currentTimeMillis()), sheet, language) }

/** The sheet (PDF) of markers that wounds are measured by in photos, to print and cut out. */
suspend fun Verband.markerSheet(language: Language, desk: Desk = Desk()): ByteArray =
    call { client.markerSheet(desk.at(System.currentTimeMillis()), language) }

/** The card (PDF) with this person's recovery key, to be cut out. */
suspend fun Verband.recoveryCard(card: RecoveryCard, language: Language, desk: Desk = Desk()): ByteArray =
    call { client.recoveryCard(desk.at(System.currentTimeMillis()), card, language) }
