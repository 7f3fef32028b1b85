/* What one can check: a person face to face, what happened in the organisation, what its policy means, its counts. */
package de.verband.sdk

import de.verband.sdk.ffi.ProofResult
import de.verband.sdk.ffi.Proof as Asks

/** What this person shows as a QR code, or reads aloud, to be verified. */
suspend fun Verband.verificationCode(language: Language): VerificationCode =
    prove<ProofResult.Code>(Asks.VerificationCode(language)).code

/** The twelve words that stand for the organisation, to be read aloud. */
suspend fun Verband.organisationWords(language: Language): String =
    prove<ProofResult.Words>(Asks.OrganisationWords(language)).words

/** The twelve words that a member has to read aloud. */
suspend fun Verband.wordsOf(member: MemberId, language: Language): String =
    prove<ProofResult.Words>(Asks.WordsOf(member, language)).words

/** Verifies the person who shows this code. Whether her name is the one that comes back, a person has to see. */
suspend fun Verband.verifyPerson(code: String): Verified = prove<ProofResult.Verified>(Asks.VerifyPerson(code)).verified

/** Verifies a member who has read her words aloud. */
suspend fun Verband.verifyWords(member: MemberId, heard: String): Verified =
    prove<ProofResult.Verified>(Asks.VerifyWords(member, heard)).verified

/** What the organisation's log says, newest first: at most [limit] entries before a position, or the newest ones. */
suspend fun Verband.history(language: Language, limit: Int, before: ULong? = null): List<HistoryLine> =
    prove<ProofResult.History>(Asks.History(before, limit.toUInt(), language)).lines

/** The organisation's log as a file for whoever wants to examine it (`verband verify`), names sealed as they are. */
suspend fun Verband.exportOrganisation(): ByteArray = call { client.exportOrganisation() }

/** What the policy in force means for a person. */
suspend fun Verband.policyInWords(language: Language): List<PolicySentence> =
    prove<ProofResult.PolicyWords>(Asks.PolicyInWords(language)).sentences

/** What another policy would change: to be shown before [setPolicy]. */
suspend fun Verband.policyChanges(policy: OrganisationPolicy, language: Language): List<PolicyChange> =
    prove<ProofResult.PolicyChanges>(Asks.PolicyChanges(policy, language)).changes

/** Counts of the organisation; nothing in them is about one person. */
suspend fun Verband.statistics(): Statistics = prove<ProofResult.Statistics>(Asks.Statistics).statistics
